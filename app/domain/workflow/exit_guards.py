"""What the way out of the register asks for beside the common guards: the check, the household's own word."""

from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.domain.exits import queries, rules
from app.domain.households import registration
from app.domain.workflow.guards import MOST_NAMED, Reasons


def checked_at_home(attempt: Attempt) -> Reasons:
    """Committee and work team checked every household: income over the line and each guarantee met."""
    rows = queries.list_standing_numbers(attempt.subject.id)
    checks = queries.load_checks([row.id for row in rows])
    found = [reason for row in rows for reason in rules.check_blockers(row.number, checks.get(row.id))]
    yield from _some(found)


def accepted_by_household(attempt: Attempt) -> Reasons:
    """Every household signed that it agrees to leave."""
    if not attempt.subject.round.policy.exit_acceptance_required:
        return
    rows = queries.list_standing_numbers(attempt.subject.id)
    answers = queries.load_answers([row.id for row in rows])
    found = [reason for row in rows for reason in rules.answer_blockers(row.number, answers.get(row.id))]
    yield from _some(found)


def still_registered(attempt: Attempt) -> Reasons:
    """Every household on the list is in the register: nobody leaves twice, nobody who was struck meanwhile."""
    rows = queries.list_standing_numbers(attempt.subject.id)
    places = registration.memberships([row.household_id for row in rows])
    found = [
        Message(N_("%(number)s: the household is not in the register any more."), number=row.number)
        for row in rows
        if not places[row.household_id].is_in
    ]
    yield from _some(found)


def _some(found: list[Message]) -> Reasons:
    yield from found[:MOST_NAMED]
    if len(found) > MOST_NAMED:
        yield Message(N_("… and %(number)s more."), number=len(found) - MOST_NAMED)
