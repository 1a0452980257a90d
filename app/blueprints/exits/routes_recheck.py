"""Views of the yearly re-check: who is due, and one household, what is asked about first."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.exits import blueprint, rechecked
from app.blueprints.exits.forms_recheck import RecheckForm
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.paging import cut
from app.core.permissions import Permission, can
from app.domain.exits import rechecking, rechecks
from app.domain.households.models import Household
from app.domain.households.queries import get_household
from app.domain.policies.rules import Policy
from app.web.access import current_actor, requires
from app.web.choosing import choose_place
from app.web.counts import looking
from app.web.pages import go, page, page_number, text_argument

P = Permission
FIRST_YEAR = 2000


@blueprint.get("/recheck")
@requires(P.HOUSEHOLD_VIEW)
def recheck_list() -> Response:
    """How far the yearly re-check is: by village, or household by household in one."""
    places, year = choose_place(P.HOUSEHOLD_VIEW), _year()
    village = places.only_village
    shown = text_argument("shown")
    rows = rechecked.rows_of(village, year) if village else []
    left = [row for row in rows if row.done is None] if shown == "open" else rows
    return page(
        "exits/recheck_list.html",
        places=places,
        village=village,
        year=year,
        counts=rechecks.count_by_part(year, places, looking()),
        shown=shown,
        found=cut(left, page_number()),
        may_edit=village is not None and can(current_actor(), P.HOUSEHOLD_EDIT, village),
    )


@blueprint.route("/recheck/<household_no>", methods=["GET", "POST"])
@requires(P.HOUSEHOLD_VIEW, load=get_household)
def recheck(household: Household) -> Response:
    """One household: what the values on record were, implausible ones first; one act confirms the rest."""
    year, policy = _year(), rechecks.find_policy(household.village)
    may_edit = can(current_actor(), P.HOUSEHOLD_EDIT, household)
    may_write = may_edit and policy is not None and rechecks.is_due(household)
    form = RecheckForm.over(household, year, policy) if may_write and policy is not None else None
    if form is not None and policy is not None and form.validate_on_submit():
        try:
            _record(form, household, year, policy)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("The income of %(year)s is recorded, all the rest confirmed.", year=year), "success")
            return go(url_for("exits.recheck", household_no=household.household_no, year=year))
    status = 422 if form is not None and form.is_submitted() else 200
    context = rechecked.page_of(household, year, form, policy)
    return page("exits/recheck.html", status=status, form=form, **context)


def _record(form: RecheckForm, household: Household, year: int, policy: Policy) -> None:
    rechecks.recheck(
        actor=current_actor(),
        household=household,
        year=year,
        entry=form.entry(policy, rechecking.on_record(household.incomes, year), year),
        version=form.version.data or 0,
        reason=form.reason.data or "",
    )


def _year() -> int:
    asked = text_argument("year", 4)
    year = int(asked) if asked.isdecimal() else clock.today().year - 1
    if not FIRST_YEAR <= year <= clock.today().year:
        raise NotFound()
    return year
