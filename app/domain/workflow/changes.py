"""What changed between the stage before and a notice: counts and reasons, never names."""

from typing import Any

from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists.models import CandidateList, EntryStanding, RemovalCause
from app.domain.policies.vocabulary import NoticeKind

#: which removals lie between the stage before and this notice
SINCE = {
    NoticeKind.FIRST_NOTICE: frozenset[RemovalCause](),
    NoticeKind.SECOND_NOTICE: frozenset({RemovalCause.OBJECTION_FIRST, RemovalCause.TOWNSHIP}),
    NoticeKind.ANNOUNCEMENT: frozenset({RemovalCause.OBJECTION_SECOND, RemovalCause.COUNTY}),
}


def changes_since(candidate_list: CandidateList, kind: NoticeKind) -> dict[str, Any]:
    """Removed and returned (lists of reason, cause, households, people) and set aside (households, people)."""
    removed: list[dict[str, Any]] = []
    returned: list[dict[str, Any]] = []
    aside = {"households": 0, "people": 0}
    for row in list_queries.list_reasons_off(candidate_list.id):
        counted = {"households": int(row.households), "people": int(row.people)}
        if row.standing is EntryStanding.SET_ASIDE:
            if kind is not NoticeKind.FIRST_NOTICE:
                aside = {key: aside[key] + counted[key] for key in aside}
        elif row.removal_cause in SINCE[kind]:
            target = removed if row.standing is EntryStanding.REMOVED else returned
            target.append({"reason": row.reason, "cause": row.removal_cause.value, **counted})
    return {"removed": removed, "returned": returned, "set_aside": aside}
