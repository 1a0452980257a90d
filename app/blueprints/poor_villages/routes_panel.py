"""Views of the county's panel: who is on it, and what each member gave a village."""

from collections.abc import Sequence

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from app.blueprints.poor_villages import blueprint
from app.blueprints.poor_villages.forms import EndForm, MemberForm, ScoreForm, WhyForm
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.messages import Message
from app.core.permissions import Permission
from app.core.rows import get_row
from app.domain.areas.models import Area
from app.domain.poor_villages import judging, queries, rules, service
from app.domain.poor_villages.models import PanelMember, PanelScore, PoorVillage
from app.domain.rounds.models import Round, RoundKind
from app.domain.rounds.queries import get_round_by_code
from app.web.access import current_actor, requires
from app.web.pages import go, page
from app.web.templating import bilingual
from app.web.uploads import find_file

P = Permission


def get_village_round(code: str) -> Round:
    """The round of poor villages of a code; raises :class:`NotFound`, also for another kind."""
    round_ = get_round_by_code(code)
    if round_.kind is not RoundKind.POOR_VILLAGES:
        raise NotFound()
    return round_


def get_member(member_id: int) -> PanelMember:
    """Somebody on a panel; raises :class:`NotFound`."""
    return get_row(PanelMember, member_id)


def get_score(score_id: int) -> PanelScore:
    """What a member gave a village; raises :class:`NotFound`."""
    return get_row(PanelScore, score_id)


@blueprint.route("/rounds/<code>/panel", methods=["GET", "POST"])
@requires(P.POOR_VILLAGE_DECIDE, load=get_village_round, see=P.ROUND_VIEW)
def panel(round_: Round) -> Response:
    """Who is on the panel of a round; somebody is added."""
    townships = queries.list_townships(round_)
    form = MemberForm()
    form.tied_to.choices = [(one.code, bilingual(one.name)) for one in townships]
    if form.validate_on_submit():
        try:
            return _added(form, round_, townships)
        except (Invalid, Refused) as error:
            form.put_error(error)
    return page(
        "poor_villages/panel.html",
        status=form.http_status,
        form=form,
        round=round_,
        members=queries.list_members(round_),
        names={one.code: bilingual(one.name) for one in townships},
        least=round_.policy.village_panel_min,
    )


def _added(form: MemberForm, round_: Round, townships: Sequence[Area]) -> Response:
    member = service.add_member(
        actor=current_actor(),
        round_=round_,
        name=form.name.data or "",
        unit=form.unit.data or "",
        tied_to=[one for one in townships if one.code in (form.tied_to.data or [])],
    )
    flash(_("%(name)s is on the panel.", name=member.name), "success")
    return go(url_for("poor_villages.panel", code=round_.code))


@blueprint.post("/panel/<int:member_id>/end")
@requires(P.POOR_VILLAGE_DECIDE, load=get_member, see=P.ROUND_VIEW)
def end_member(member: PanelMember) -> Response:
    """Somebody is on the panel no longer."""
    if EndForm().validate_on_submit():
        service.end_member(actor=current_actor(), member=member)
        flash(_("%(name)s is on the panel no longer.", name=member.name), "success")
    return go(url_for("poor_villages.panel", code=member.round.code))


@blueprint.route("/<int:case_id>/score", methods=["GET", "POST"])
@requires(P.POOR_VILLAGE_DECIDE, load=queries.get_case, see=P.POOR_VILLAGE_VIEW)
def score(case: PoorVillage) -> Response:
    """What a member gave a village, from the signed sheet."""
    judges = judging.list_judges(case)
    most = rules.most_points(case.policy)
    form = ScoreForm(data={"scored_on": clock.today()})
    form.member.choices = [
        SelectChoice(one.id, f"{one.name}（{one.unit}）") for one, why in judges if why is None
    ]
    for name in rules.SCORE_LABELS:
        if name not in most:
            del form[name]
    if form.validate_on_submit():
        try:
            return _scored(form, case)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
    barred = [Message(why.msgid, **why.params) for _one, why in judges if why is not None]
    return page(
        "poor_villages/score.html",
        status=form.http_status,
        form=form,
        case=case,
        most=most,
        barred=barred,
        given=len(case.scores),
        least=case.policy.village_panel_min,
    )


def _scored(form: ScoreForm, case: PoorVillage) -> Response:
    member = next(one for one in queries.list_members(case.round) if one.id == form.member.data)
    recorded = service.record_score(
        actor=current_actor(),
        case=case,
        member=member,
        points={name: form[name].data for name in rules.SCORE_LABELS if name in form},
        sheet=find_file(
            form.sheet, kind="panel_sheet", area_path=case.round.area_path, needs=P.POOR_VILLAGE_DECIDE
        ),
        scored_on=form.scored_on.data,
    )
    flash(_("%(name)s gave %(total)s points.", name=member.name, total=recorded.total), "success")
    return go(url_for("poor_villages.show", case_id=case.id) + "#panel")


@blueprint.route("/scores/<int:score_id>/take-back", methods=["GET", "POST"])
@requires(P.POOR_VILLAGE_DECIDE, load=get_score, see=P.POOR_VILLAGE_VIEW)
def take_back(score: PanelScore) -> Response:
    """Points that were copied wrongly are taken back, for a reason."""
    form, case = WhyForm(), score.case
    if form.validate_on_submit():
        try:
            service.take_back_score(actor=current_actor(), score=score, reason=form.reason.data or "")
        except (Invalid, Refused) as error:
            form.put_error(error)
        else:
            flash(_("The points are taken back."), "success")
            return go(url_for("poor_villages.show", case_id=case.id) + "#panel")
    return page("poor_villages/take_back.html", status=form.http_status, form=form, case=case, score=score)
