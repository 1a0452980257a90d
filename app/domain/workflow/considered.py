"""What must have been looked at since the list was posted: changes that make a household doubtful.

The list itself does not move: a household that rises above the line or has no members left stays where it stands until
somebody decides on it, knowing that.
"""

from app.core.machine import Attempt, Guard
from app.core.messages import N_, Message
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists.models import CandidateList
from app.domain.changes import queries as change_queries
from app.domain.changes.queries import Mark
from app.domain.reviews import queries as review_queries
from app.domain.reviews.models import Decision, ReviewLevel
from app.domain.workflow.guards import Reasons


def changes_considered(level: ReviewLevel) -> Guard:
    """Each household that a change made doubtful was decided on since then, with a written reason."""

    def guard(attempt: Attempt) -> Reasons:
        candidate_list: CandidateList = attempt.subject
        marks = {
            entry_id: made
            for entry_id, found in change_queries.list_marks(candidate_list.id).items()
            if (made := [mark for mark in found if mark.is_made])
        }
        if not marks:
            return
        decisions = review_queries.standing_decisions(candidate_list.id, level)
        for entry_id, made in marks.items():
            if not _was_considered(decisions.get(entry_id), made):
                entry = list_queries.get_entry(entry_id)
                yield Message(
                    N_("No. %(number)s, %(name)s: %(what)s Decide on it again, with a written reason."),
                    number=entry.sequence,
                    name=entry.head_name,
                    what=made[-1].words[0],
                )

    guard.__name__ = f"changes_considered_by_{level.value}"
    guard.__doc__ = changes_considered.__doc__
    return guard


def _was_considered(decision: Decision | None, made: list[Mark]) -> bool:
    if decision is None or not decision.reason:
        return False
    last = max(
        (mark.request.decided_at for mark in made if mark.request.decided_at is not None), default=None
    )
    return last is None or decision.decided_at >= last
