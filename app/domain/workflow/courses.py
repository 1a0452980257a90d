"""Where each household of a village stood in a round, read from applications, votes, lists and notices.

What follows from it stands in ``stages.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core.db import db
from app.domain.applications.models import Application, ApplicationState
from app.domain.applications.steps import BEFORE_MEETING
from app.domain.appraisals.models import Ballot, Meeting, MeetingState
from app.domain.areas.models import Area
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry, RemovalCause
from app.domain.comparisons.models import ComparisonFile, ComparisonHit, FileState, HitSettlement
from app.domain.households.models import Household
from app.domain.notices.models import Notice, NoticeEntry
from app.domain.policies.vocabulary import NoticeKind
from app.domain.workflow.stages import Course, Stage, Why, side_by_side

S = ApplicationState
_ENDS = {S.WITHDRAWN: Why.WITHDRAWN, S.REJECTED: Why.NOT_PASSED, S.LEFT_OUT: Why.LEFT_OUT}
_PASSED = frozenset({S.PASSED, S.LISTED, S.LEFT_OUT, S.REMOVED, S.REGISTERED})


@dataclass(frozen=True)
class Issuing:
    """A notice about to be issued: its rows count before they are written."""

    candidate_list: CandidateList
    kind: NoticeKind
    entries: Sequence[ListEntry]


def stages_at_issue(
    candidate_list: CandidateList, kind: NoticeKind, entries: Sequence[ListEntry]
) -> list[Any]:
    """What a notice of *kind* keeps for ever: the stages up to its own, as they stand when it is issued."""
    issuing = Issuing(candidate_list, kind, entries)
    courses = load_courses(candidate_list.round_id, candidate_list.village_id, issuing)
    lines = side_by_side(courses)
    return [line.as_data() for line in lines[: list(Stage).index(Stage(kind.value)) + 1]]


@dataclass
class _Shown:
    """Where a household stood on notices."""

    people: dict[Stage, int] = field(default_factory=dict)
    corrected: set[Stage] = field(default_factory=set)


def load_courses(round_id: int, village_id: int, issuing: Issuing | None = None) -> list[Course]:
    """Every household of a village that applied in a round, by group and number. Five statements for any number."""
    excluded = _excluded(round_id, village_id)
    votes = _votes(round_id, village_id)
    entries = _entries(round_id, village_id)
    shown = _shown(round_id, village_id, issuing)
    found = {}
    for row in db.session.execute(_applications(round_id, village_id)):
        vote, on_lists = votes.get(row.household_id, (False, False)), entries.get(row.household_id, [])
        stood = shown.get(row.household_id, _Shown())
        people = {Stage.APPLIED: row.people}
        is_excluded = row.state is S.LEFT_OUT and row.household_id in excluded
        if vote[0] or (row.state in _PASSED and not is_excluded) or on_lists or stood.people:
            people[Stage.PASSED] = row.people
        why, reason = _why(row, on_lists, is_adjourned=vote[1])
        if is_excluded:
            why = Why.EXCLUDED
        found[row.household_id] = Course(
            household_id=row.household_id,
            household_no=row.household_no,
            head_name=row.head_name,
            group_name=row.group_name or "",
            number=row.number,
            people=people | stood.people,
            why=why,
            reason=reason,
            corrected=frozenset(stood.corrected),
        )
    return sorted(found.values(), key=lambda one: one.household_no)


def _applications(round_id: int, village_id: int) -> sa.Select[*tuple[Any, ...]]:
    """The applications, the latest of a household last. One that was filed anew counts as the newer."""
    group = aliased(Area)
    return (
        sa.select(
            Application.household_id,
            Application.number,
            Application.state,
            Application.people,
            Application.closing_reason,
            Household.household_no,
            Household.head_name,
            group.name_zh.label("group_name"),
        )
        .join(Household, Household.id == Application.household_id)
        .outerjoin(group, group.id == Household.group_id)
        .where(Application.round_id == round_id, Application.village_id == village_id)
        .order_by(Application.state != S.WITHDRAWN, Application.id)
    )


def _excluded(round_id: int, village_id: int) -> set[int]:
    """Households with a hit of a file in force that excludes them: the comparison left them out, not the village."""
    rows = db.session.scalars(
        sa.select(ComparisonHit.household_id)
        .join(ComparisonFile, ComparisonFile.id == ComparisonHit.file_id)
        .join(Household, Household.id == ComparisonHit.household_id)
        .where(
            ComparisonFile.round_id == round_id,
            ComparisonFile.state == FileState.APPLIED,
            ComparisonHit.settlement == HitSettlement.EXCLUDES,
            Household.village_id == village_id,
        )
    )
    return set(rows)


def _votes(round_id: int, village_id: int) -> dict[int, tuple[bool, bool]]:
    """household id -> (some confirmed vote passed it, the latest adjourned it)."""
    rows = db.session.execute(
        sa.select(Application.household_id, Ballot.passed, Ballot.adjourned_reason)
        .join(Ballot, Ballot.application_id == Application.id)
        .join(Meeting, Meeting.id == Ballot.meeting_id)
        .where(
            Application.round_id == round_id,
            Application.village_id == village_id,
            Application.state != S.WITHDRAWN,
            Meeting.state == MeetingState.CONFIRMED,
        )
        .order_by(Meeting.id)
    )
    found: dict[int, tuple[bool, bool]] = {}
    for household_id, passed, adjourned in rows:
        before = found.get(household_id, (False, False))
        found[household_id] = (before[0] or bool(passed), bool(adjourned))
    return found


def _entries(round_id: int, village_id: int) -> dict[int, list[Any]]:
    """household id -> its entries on the village's lists, the oldest first."""
    rows = db.session.execute(
        sa.select(
            ListEntry.household_id,
            ListEntry.standing,
            ListEntry.removal_cause,
            ListEntry.reason,
            CandidateList.parent_id,
        )
        .join(CandidateList, CandidateList.id == ListEntry.list_id)
        .where(CandidateList.round_id == round_id, CandidateList.village_id == village_id)
        .order_by(ListEntry.id)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.household_id, []).append(row)
    return found


def _shown(round_id: int, village_id: int, issuing: Issuing | None) -> dict[int, _Shown]:
    """household id -> the notices that stand and show it, and those which replaced one that did not."""
    rows = db.session.execute(
        sa.select(
            Notice.id,
            Notice.list_id,
            Notice.kind,
            Notice.replaces_id,
            Notice.withdrawn_at,
            NoticeEntry.household_id,
            NoticeEntry.people,
        )
        .join(NoticeEntry, NoticeEntry.notice_id == Notice.id)
        .where(Notice.round_id == round_id, Notice.village_id == village_id)
        .order_by(Notice.id, NoticeEntry.sequence)
    ).all()
    on_notice: dict[int, set[int]] = {}
    for row in rows:
        on_notice.setdefault(row.id, set()).add(row.household_id)
    standing = [
        (row.household_id, row.kind, row.people, row.replaces_id) for row in rows if row.withdrawn_at is None
    ]
    if issuing is not None:
        withdrawn = [
            row.id
            for row in rows
            if row.withdrawn_at is not None
            and (row.list_id, row.kind) == (issuing.candidate_list.id, issuing.kind)
        ]
        earlier = max(withdrawn, default=None)
        standing += [(one.household_id, issuing.kind, one.people, earlier) for one in issuing.entries]
    found: dict[int, _Shown] = {}
    for household_id, kind, people, replaces_id in standing:
        stood, stage = found.setdefault(household_id, _Shown()), Stage(kind.value)
        stood.people[stage] = people
        if replaces_id in on_notice and household_id not in on_notice[replaces_id]:
            stood.corrected.add(stage)
    return found


def _why(row: Any, on_lists: Sequence[Any], *, is_adjourned: bool) -> tuple[Why | None, str]:
    """Why a household went no further, and the words of whoever decided."""
    if row.state in _ENDS:
        return _ENDS[row.state], row.closing_reason
    if row.state is S.REMOVED:
        removed = [one for one in on_lists if one.standing is EntryStanding.REMOVED]
        if not removed:
            return Why.EXCLUDED, row.closing_reason
        return Why(RemovalCause(removed[-1].removal_cause).value), removed[-1].reason
    if row.state is S.RETURNED and on_lists:
        return Why.RETURNED, on_lists[-1].reason or row.closing_reason
    if row.state is S.REGISTERED:
        return None, ""
    if row.state in BEFORE_MEETING and is_adjourned:
        return Why.ADJOURNED, ""
    if any(one.standing is EntryStanding.STANDING and one.parent_id is not None for one in on_lists):
        return Why.SET_ASIDE, ""
    return Why.WAITING, ""
