"""What the data comparison keeps a list from: not compared, not explained, excluded and still on it."""

from collections.abc import Iterable

from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists.models import CandidateList
from app.domain.comparisons import queries
from app.domain.comparisons.models import HitSettlement
from app.domain.reviews import queries as review_queries
from app.domain.reviews.models import DecisionOutcome, ReviewLevel

Reasons = Iterable[Message]
#: so many households are named; the rest is counted
MOST_NAMED = 5


def comparison_ran(attempt: Attempt) -> Reasons:
    """Where the policy asks for it, every listed household was compared as its people are now."""
    candidate_list: CandidateList = attempt.subject
    if not candidate_list.round.policy.comparison_required:
        return
    entries = list_queries.list_standing_entries(candidate_list.id)
    late = queries.list_not_compared([entry.application for entry in entries])
    for number in late[:MOST_NAMED]:
        yield Message(
            N_("%(number)s: the data comparison has not run for its present people."), number=number
        )
    if len(late) > MOST_NAMED:
        yield Message(N_("… and %(number)s more."), number=len(late) - MOST_NAMED)


def hits_explained(attempt: Attempt) -> Reasons:
    """Every comparison hit of a listed household is explained, or led to what it must lead to."""
    found = _settled_so(attempt.subject, HitSettlement.OPEN)
    for number in list(found.values())[:MOST_NAMED]:
        yield Message(
            N_("Household %(number)s: a hit of the data comparison is not explained yet."), number=number
        )
    if len(found) > MOST_NAMED:
        yield Message(N_("… and %(number)s more."), number=len(found) - MOST_NAMED)


def excluded_are_off(level: ReviewLevel | None) -> "_ExcludedAreOff":
    """No household that the comparison excludes goes on: it is off the list, or *level* takes it off by this step."""
    return _ExcludedAreOff(level)


class _ExcludedAreOff:
    def __init__(self, level: ReviewLevel | None) -> None:
        self.level = level
        self.__name__ = f"excluded_are_off_by_{level.value}" if level else "excluded_are_off"
        self.__doc__ = excluded_are_off.__doc__

    def __call__(self, attempt: Attempt) -> Reasons:
        candidate_list: CandidateList = attempt.subject
        excluded = _settled_so(candidate_list, HitSettlement.EXCLUDES)
        if not excluded:
            return
        decided = review_queries.standing_decisions(candidate_list.id, self.level) if self.level else {}
        for entry in list_queries.list_standing_entries(candidate_list.id):
            decision = decided.get(entry.id)
            goes = decision is not None and decision.outcome is not DecisionOutcome.KEEP
            if entry.household_id in excluded and not goes:
                yield Message(
                    N_("Household %(number)s is excluded after the data comparison; take it off the list."),
                    number=excluded[entry.household_id],
                )


def _settled_so(candidate_list: CandidateList, settlement: HitSettlement) -> dict[int, str]:
    """Id and number of the listed households with such a hit."""
    listed = list_queries.list_standing_ids(candidate_list.id)
    return dict(queries.list_settled_so(listed, candidate_list.round_id, settlement))
