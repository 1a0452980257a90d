"""Views of the notices that are issued where the money is: of the funds of an area, of a roll of beneficiaries."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.funds import blueprint, choosing
from app.blueprints.funds.acting import show_act
from app.blueprints.funds.forms import AnnounceForm, NoticeForm, offer
from app.core import clock
from app.core.permissions import Permission
from app.domain.areas.models import Area
from app.domain.funds import publishing, queries, rules
from app.domain.funds.models import Roll
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.rounds.models import Round
from app.web.access import current_actor, requires
from app.web.choosing import list_years
from app.web.i18n import current_locale
from app.web.issued import issued_words
from app.web.pages import text_argument

P = Permission


@blueprint.route("/notices/new", methods=["GET", "POST"])
@requires(P.PROJECT_PUBLISH)
def publish() -> Response:
    """Announce where the money of an area came from, where it went and what is left."""
    years = list_years()
    if not years:
        return choosing.back_without_a_year()
    areas = {area.code: area for area in choosing.areas_for(P.PROJECT_PUBLISH)}
    form = NoticeForm(data={"hang_on": clock.today(), "area": text_argument("area", 15)})
    choosing.offer_year(form, years)
    offer(form.area, [(code, area.name.in_(current_locale())) for code, area in areas.items()])
    made: list[Notice] = []

    def do() -> str:
        made.append(_publish(form, years, areas[form.area.data]))
        return issued_words(made[0].number)

    return show_act(
        form,
        do=do,
        done=lambda: url_for("postings.sheets", number=made[0].number),
        title=_("Announce the funds"),
        crumbs=[],
        button=_("Issue the notice"),
        intro=_("Every sum is compared with the single entries first. If one differs, nothing is issued."),
    )


def _publish(form: NoticeForm, years: Sequence[Round], area: Area) -> Notice:
    year = choosing.year_for(form, years, area)
    return publishing.publish(
        actor=current_actor(), kind=NoticeKind.FUNDS, round_=year, area=area, hang_on=form.hang_on.data
    )


@blueprint.route("/rolls/<number>/announce", methods=["GET", "POST"])
@requires(P.PROJECT_PUBLISH, load=queries.get_roll, see=P.FUND_VIEW)
def announce(roll: Roll) -> Response:
    """Announce the beneficiaries of a roll on the boards of its village."""
    form = AnnounceForm(data={"hang_on": clock.today()})
    made: list[Notice] = []

    def do() -> str:
        made.append(_announce(form, roll))
        return issued_words(made[0].number)

    return show_act(
        form,
        do=do,
        done=lambda: url_for("postings.sheets", number=made[0].number),
        title=_("Announce the beneficiaries"),
        crumbs=[(roll.number, url_for("funds.roll", number=roll.number))],
        button=_("Issue the notice"),
        lines=[(_("Receivers"), len(roll.lines)), (_("Total"), rules.yuan(roll.total_fen))],
    )


def _announce(form: AnnounceForm, roll: Roll) -> Notice:
    return publishing.publish(
        actor=current_actor(),
        kind=NoticeKind.BENEFICIARIES,
        round_=roll.place.project.round,
        area=roll.place.area,
        hang_on=form.hang_on.data,
        roll=roll,
    )
