"""Views of visits: writing one down at the household, its record, taking a wrong record back."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.assistance import blueprint, presenter
from app.blueprints.assistance.acting import done
from app.blueprints.assistance.forms import ReasonForm, VisitForm
from app.core import clock
from app.core.errors import Conflict, Invalid, Refused
from app.core.permissions import Actor, Permission, can
from app.domain.accounts.queries import load_names
from app.domain.assistance import overdue, queries, visits
from app.domain.assistance.models import HelpVisit, Visitor
from app.domain.assistance.queries import lock_household
from app.domain.assistance.visits import VisitWords
from app.domain.checkups import service as checkups
from app.domain.households import service as households
from app.domain.households.models import Household
from app.domain.households.queries import get_household
from app.domain.pairings.models import PairingRole
from app.domain.pairings.queries import find_pairings
from app.web.access import current_actor, requires
from app.web.pages import go, page

P = Permission


@blueprint.route("/households/<household_no>/visit", methods=["GET", "POST"])
@requires(P.ASSISTANCE_VISIT, load=get_household, see=P.ASSISTANCE_VIEW)
def visit_household(household: Household) -> Response:
    """Write down a visit; kept on the phone until it is received here. What changed goes into the register."""
    actor = current_actor()
    form = VisitForm(data={"visited_on": clock.today(), "visitor": _visitor(actor), "visitors": [actor.name]})
    form.offer(household)
    may_change = can(actor, P.HOUSEHOLD_EDIT, household)
    if form.validate_on_submit() and form.may_be_entered(may_change, lock_household(household.id)):
        try:
            made = _record(form, household)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            return go(url_for(".visit", number=made.number))
    pairings = find_pairings(household.id)
    return page(
        "assistance/visit_form.html",
        status=form.http_status,
        household=household,
        duties=overdue.list_duties(household),
        measures=[one for one in queries.list_measures(household.id) if one.is_open],
        last=next(iter(queries.list_visits(household.id, 1)), None),
        may_change=may_change,
        first=pairings.get(PairingRole.FIRST),
        second=pairings.get(PairingRole.SECOND),
        form=form,
        labels=presenter,
    )


def _visitor(actor: Actor) -> str:
    """As what somebody visits, as a rule."""
    roles = {grant.role.value for grant in actor.grants}
    if "work_team" in roles:
        return Visitor.TEAM.value
    return Visitor.VILLAGE.value if "village_officer" in roles else Visitor.HELPER.value


def _record(form: VisitForm, household: Household) -> HelpVisit:
    """The visit, and in the same breath what it put right in the register."""
    actor = current_actor()
    visitor, way = form.chosen
    put_right = form.put_right
    changed: list[str] = []
    if put_right:
        changed = households.update_household(
            household=household,
            values=put_right,
            version=household.version,
            actor=actor,
            group_id=household.group_id,
        )
        checkups.recheck(household_ids=[household.id])
    words = VisitWords(*(form[name].data or "" for name in ("heard", "done", "solved", "left_open")))
    return visits.record_visit(
        actor=actor,
        household=household,
        visited_on=form.visited_on.data,
        visitor=visitor,
        visitors=form.visitors.data or [],
        words=words,
        way=way,
        minutes=form.minutes.data,
        signed_by=form.signed_by.data or "",
        changed=changed,
    )


@blueprint.get("/visits/<number>")
@requires(P.ASSISTANCE_VIEW, load=queries.get_visit)
def visit(visit: HelpVisit) -> Response:
    """One visit as it was written down."""
    return page(
        "assistance/visit.html",
        visit=visit,
        names=load_names([visit.recorded_by_id]),
        may_withdraw=can(current_actor(), P.ASSISTANCE_VISIT, visit) and visit.withdrawn_on is None,
        labels=presenter,
    )


@blueprint.route("/visits/<number>/withdraw", methods=["GET", "POST"])
@requires(P.ASSISTANCE_VISIT, load=queries.get_visit, see=P.ASSISTANCE_VIEW)
def withdraw_visit(visit: HelpVisit) -> Response:
    """Take a wrong record back, with the reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        if done(form, lambda: visits.withdraw_visit(actor=current_actor(), visit=visit, reason=reason)):
            flash(_("The record is taken back."), "success")
            return go(url_for(".visit", number=visit.number))
    return page("assistance/withdraw.html", status=form.http_status, visit=visit, form=form, labels=presenter)
