"""What the way out of the register asks for beside the common guards: the check, the household's own word.

At a review it is asked of those that go on: who leaves the list by the same step stays in the register.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from app.core.machine import Attempt, Guard
from app.core.messages import N_, Message
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.exits import queries, rules
from app.domain.households import registration
from app.domain.reviews import queries as review_queries
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from app.domain.workflow.guards import MOST_NAMED, Reasons

Rows = Sequence[Any]
#: (entry id, why that household does not go on)
Found = list[tuple[int, Message]]


def checked_at_home(level: ReviewLevel | None) -> Guard:
    """Committee and work team checked every household that *level* lets go on; as of today its income is over the line
    and each guarantee is met."""
    return _asked(_unchecked, level, checked_at_home)


def accepted_by_household(level: ReviewLevel | None) -> Guard:
    """Every household that *level* lets go on signed that it agrees to leave."""
    return _asked(_unsigned, level, accepted_by_household)


def still_registered(level: ReviewLevel | None) -> Guard:
    """Every household that *level* lets go on is in the register: nobody leaves twice, nobody struck meanwhile."""
    return _asked(_outside, level, still_registered)


def in_the_way(candidate_list: CandidateList) -> dict[int, list[Message]]:
    """entry id -> everything that keeps that household of a list of exits in the register, for whoever decides.

    Asked of all that stand on the list, whatever was decided; nothing on any other list, or once it is announced.
    """
    if not candidate_list.round.is_exit or candidate_list.state is ListState.ANNOUNCED:
        return {}
    rows, found = queries.list_standing_numbers(candidate_list.id), defaultdict(list)
    for question in (_unchecked, _unsigned, _outside):
        for entry_id, reason in question(candidate_list, rows):
            found[entry_id].append(reason)
    return dict(found)


def _asked(
    question: Callable[[CandidateList, Rows], Found],
    level: ReviewLevel | None,
    named: Callable[..., Guard],
) -> Guard:
    """*question* about the households that go on, as a guard called like *named*."""

    def guard(attempt: Attempt) -> Reasons:
        found = question(attempt.subject, _going_on(attempt.subject, level))
        yield from (reason for _, reason in found[:MOST_NAMED])
        if len(found) > MOST_NAMED:
            yield Message(N_("… and %(number)s more."), number=len(found) - MOST_NAMED)

    guard.__name__ = f"{named.__name__}_by_{level.value}" if level else named.__name__
    whom = f"that {level.value} lets go on" if level else "on the list"
    guard.__doc__ = (named.__doc__ or "").replace("that *level* lets go on", whom)
    return guard


def _going_on(candidate_list: CandidateList, level: ReviewLevel | None) -> Rows:
    """What stands and is not taken off by *level*."""
    rows = queries.list_standing_numbers(candidate_list.id)
    decided = review_queries.standing_decisions(candidate_list.id, level) if level else {}
    return [
        row
        for row in rows
        if row.entry_id not in decided or decided[row.entry_id].outcome is DecisionOutcome.KEEP
    ]


def _who(row: Any) -> Message:
    return Message(N_("%(name)s (no. %(number)s)"), name=row.head_name, number=row.sequence)


def _unchecked(candidate_list: CandidateList, rows: Rows) -> Found:
    round_ = candidate_list.round
    checks = queries.load_checks([row.id for row in rows])
    records = queries.load_records([row.household_id for row in rows], round_.reference_year)
    line = round_.policy.leaving_line(round_.reference_year)
    return [
        (row.entry_id, reason)
        for row in rows
        for reason in rules.check_blockers(
            _who(row), checks.get(row.id), records.get(row.household_id, rules.NOTHING_ON_RECORD), line
        )
    ]


def _unsigned(candidate_list: CandidateList, rows: Rows) -> Found:
    if not candidate_list.round.policy.exit_acceptance_required:
        return []
    answers = queries.load_answers([row.id for row in rows])
    return [
        (row.entry_id, reason)
        for row in rows
        for reason in rules.answer_blockers(_who(row), answers.get(row.id))
    ]


def _outside(_: CandidateList, rows: Rows) -> Found:
    places = registration.memberships([row.household_id for row in rows])
    return [
        (
            row.entry_id,
            Message(N_("%(number)s: the household is not in the register any more."), number=_who(row)),
        )
        for row in rows
        if not places[row.household_id].is_in
    ]
