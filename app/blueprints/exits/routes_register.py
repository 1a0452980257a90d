"""Views of the register around the exits: who is under watch, striking, a year's sum beside what was reported."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.exits import blueprint, presenter
from app.blueprints.exits.forms import RemoveForm, StrikeForm, TotalForm
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.exits import queries, service
from app.domain.households.models import Household
from app.domain.households.queries import get_household
from app.domain.households.registration import membership_of
from app.web.access import current_actor, requires
from app.web.choosing import choose_place
from app.web.pages import go, page, page_number, text_argument

P = Permission
FIRST_YEAR = service.FIRST_YEAR


@blueprint.get("/watch")
@requires(P.CANDIDATE_LIST_VIEW)
def watch() -> Response:
    """Who left and is under watch; those whose watch is over are to be struck."""
    places, only_due = choose_place(P.CANDIDATE_LIST_VIEW), text_argument("due") == "1"
    found = queries.page_exits(places, due_on=clock.today() if only_due else None, number=page_number())
    return page(
        "exits/watch.html",
        places=places,
        found=found,
        only_due=only_due,
        watch_of=presenter.watch_of,
        watched=queries.load_watched([left.id for left, _household in found.items]),
        may_strike=current_actor().has(P.CANDIDATE_LIST_ANNOUNCE),
        today=clock.today(),
    )


@blueprint.route("/register/<household_no>/number", methods=["GET", "POST"])
@requires(P.CANDIDATE_LIST_ANNOUNCE, load=get_household, see=P.HOUSEHOLD_VIEW)
def strike(household: Household) -> Response:
    """Strike the number of a household that left, after the watch."""
    left = membership_of(household.id).exit
    if left is None:
        raise Refused([Message(N_("This household has not left the register."))])
    form = StrikeForm()
    if form.validate_on_submit():
        service.strike_number(actor=current_actor(), left=left, household=household)
        flash(_("The number is struck."), "success")
        return go(url_for("exits.watch", due=1))
    words = presenter.membership_words(membership_of(household.id))
    return page("exits/strike.html", form=form, household=household, words=words)


@blueprint.route("/register/<household_no>/removal", methods=["GET", "POST"])
@requires(P.CANDIDATE_LIST_ANNOUNCE, load=get_household, see=P.HOUSEHOLD_VIEW)
def remove(household: Household) -> Response:
    """Strike a household from the register for a reason."""
    form = RemoveForm()
    if form.validate_on_submit():
        try:
            service.strike_from_register(
                actor=current_actor(), household=household, reason=form.reason.data or ""
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("The household is struck from the register."), "success")
            return go(url_for("households.show", household_no=household.household_no))
    status = 422 if form.is_submitted() else 200
    words = presenter.membership_words(membership_of(household.id))
    return page("exits/remove.html", status=status, form=form, household=household, words=words)


@blueprint.route("/sum", methods=["GET", "POST"])
@requires(P.HOUSEHOLD_VIEW)
def year_sum() -> Response:
    """How the register of an area came about over a year, and what was reported beside it."""
    places, year = choose_place(P.HOUSEHOLD_VIEW, "area", with_county=True), _year()
    area = places.widest
    form, may_report = TotalForm(), can(current_actor(), P.REPORT_WRITE, area)
    if may_report and form.validate_on_submit():
        try:
            _report(form, area, year)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            return go(url_for("exits.year_sum", area=area.code, year=year))
    status = 422 if form.is_submitted() else 200
    context = presenter.sum_page(area, year, page_number())
    return page("exits/sum.html", status=status, places=places, form=form, may_report=may_report, **context)


def _report(form: TotalForm, area: Area, year: int) -> None:
    service.report_total(
        actor=current_actor(),
        area=area,
        year=year,
        households=form.households.data or 0,
        people=form.people.data or 0,
        source=form.source.data or "",
    )


def _year() -> int:
    asked = text_argument("year", 4)
    year = int(asked) if asked.isdecimal() else clock.today().year
    if not FIRST_YEAR <= year <= clock.today().year:
        raise NotFound()
    return year
