"""Views of one household: its page, drawing up its plan, that it agreed, ending a plan."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.assistance import blueprint, presenter
from app.blueprints.assistance.acting import done
from app.blueprints.assistance.forms import AgreeForm, PlanForm, ReasonForm, members_of
from app.core import clock
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.accounts.queries import load_names
from app.domain.assistance import overdue, queries, service
from app.domain.assistance.models import HouseholdPlan, Need, Term
from app.domain.households.models import Household
from app.domain.households.queries import get_household
from app.domain.pairings.models import PairingRole
from app.domain.pairings.queries import find_pairings
from app.web.access import current_actor, requires
from app.web.pages import go, page

P = Permission


@blueprint.get("/households/<household_no>")
@requires(P.ASSISTANCE_VIEW, load=get_household)
def household(household: Household) -> Response:
    """One household: its helper, its plans, its measures, what is owed to it, its visits, what might help it."""
    plans, visits = queries.list_plans(household.id), queries.list_visits(household.id)
    measures = queries.list_measures(household.id)
    actor, needs = current_actor(), next((one.needs for one in plans if one.ended_on is None), [])
    is_registered, pairings = queries.is_registered(household.id), find_pairings(household.id)
    return page(
        "assistance/household.html",
        household=household,
        is_registered=is_registered,
        pairing=pairings.get(PairingRole.FIRST),
        second=pairings.get(PairingRole.SECOND),
        plans=plans,
        measures=measures,
        duties=overdue.list_duties(household) if is_registered else [],
        visits=visits,
        names=load_names([one.recorded_by_id for one in visits]),
        proposals=queries.list_proposals(household, [Need(one) for one in needs]),
        may_plan=can(actor, P.ASSISTANCE_PLAN, household),
        may_visit=can(actor, P.ASSISTANCE_VISIT, household),
        labels=presenter,
    )


@blueprint.route("/households/<household_no>/plan", methods=["GET", "POST"])
@requires(P.ASSISTANCE_PLAN, load=get_household, see=P.ASSISTANCE_VIEW)
def draw_up(household: Household) -> Response:
    """Draw up a plan, with the measures that cause and record lead to."""
    proposals = queries.list_proposals(household)
    form = PlanForm(data={"first_year": clock.today().year, "term": Term.ONE_YEAR.value})
    form.offer(proposals)
    if form.validate_on_submit() and done(form, lambda: _draw_up(form, household)):
        flash(_("The plan is drawn up. Fill in what each measure costs, who pays, by when."), "success")
        return go(url_for(".household", household_no=household.household_no))
    return page(
        "assistance/draw_up.html",
        status=form.http_status,
        household=household,
        proposals=proposals,
        form=form,
        labels=presenter,
    )


def _draw_up(form: PlanForm, household: Household) -> None:
    term, needs = form.chosen
    if not needs and not (form.goal.data or "").strip():
        raise Invalid(Message(N_("Write what the household needs, or where the plan leads.")), "goal")
    service.draw_up_plan(
        actor=current_actor(),
        household=household,
        term=term,
        first_year=form.first_year.data or 0,
        needs=needs,
        goal=form.goal.data or "",
        kinds=form.kinds.data or [],
    )


@blueprint.route("/plans/<int:plan_id>/agree", methods=["GET", "POST"])
@requires(P.ASSISTANCE_PLAN, load=queries.get_plan, see=P.ASSISTANCE_VIEW)
def agree(plan: HouseholdPlan) -> Response:
    """Note that the household said yes to its plan."""
    form = AgreeForm(data={"agreed_on": clock.today()})
    form.agreed_by.choices = members_of(plan.household)
    actor = current_actor()
    if form.validate_on_submit() and done(
        form,
        lambda: service.agree_plan(
            actor=actor, plan=plan, agreed_on=form.agreed_on.data, agreed_by=form.agreed_by.data
        ),
    ):
        flash(_("Recorded."), "success")
        return go(url_for(".household", household_no=plan.household.household_no))
    return page("assistance/agree.html", status=form.http_status, plan=plan, form=form, labels=presenter)


@blueprint.route("/plans/<int:plan_id>/end", methods=["GET", "POST"])
@requires(P.ASSISTANCE_PLAN, load=queries.get_plan, see=P.ASSISTANCE_VIEW)
def end(plan: HouseholdPlan) -> Response:
    """End a plan, with the reason."""
    form = ReasonForm()
    actor = current_actor()
    if form.validate_on_submit() and done(
        form, lambda: service.end_plan(actor=actor, plan=plan, reason=form.reason.data or "")
    ):
        flash(_("The plan is ended."), "success")
        return go(url_for(".household", household_no=plan.household.household_no))
    return page("assistance/end.html", status=form.http_status, plan=plan, form=form, labels=presenter)
