"""What the announcement of exits does to the register, and what its withdrawal takes back."""

from app.core import clock
from app.core.machine import Attempt
from app.domain.applications import service as applications
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists.models import CandidateList
from app.domain.exits.rules import months_later
from app.domain.households import registration


def let_leave(attempt: Attempt) -> None:
    """Every household that stands on the list is out of the register from today; help and watch run on."""
    candidate_list: CandidateList = attempt.subject
    policy, today = candidate_list.round.policy, clock.today()
    for entry in list_queries.list_standing_entries(candidate_list.id):
        applications.move(actor=attempt.actor, application=entry.application, step="register")
        registration.leave(
            household_id=entry.household_id,
            round_id=candidate_list.round_id,
            people=entry.people,
            on=today,
            policies_until=months_later(today, policy.exit_policy_months),
            watch_until=months_later(today, policy.exit_watch_months),
        )


def take_back(attempt: Attempt) -> None:
    """A withdrawn announcement puts its households back into the register."""
    candidate_list: CandidateList = attempt.subject
    for entry in list_queries.list_standing_entries(candidate_list.id):
        applications.move(
            actor=attempt.actor, application=entry.application, step="unregister", reason=attempt.reason
        )
        registration.undo_leaving(
            household_id=entry.household_id,
            round_id=candidate_list.round_id,
            on=clock.today(),
            reason=attempt.reason.strip(),
        )
