"""Totals of a round by village: how far its households came, and what left at which step and why.

Everything is counted by the database, in a fixed number of statements whatever the number of households.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_
from app.core.types import whole_sum
from app.domain.applications.models import Application, ApplicationState
from app.domain.appraisals.models import Ballot
from app.domain.areas.models import Area
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry, RemovalCause
from app.domain.comparisons.models import ComparisonFile, ComparisonHit, FileState, HitSettlement
from app.domain.households import registration
from app.domain.households.models import Household, RegisterExit
from app.domain.notices.models import Notice, NoticeEntry
from app.domain.policies.vocabulary import NoticeKind
from app.domain.rounds.models import Quota, Round, RoundKind


class Stage(StrEnum):
    """How far a household came."""

    APPLIED = "applied"
    PASSED = "passed"
    LISTED = "listed"
    FIRST_NOTICE = "first_notice"
    SECOND_NOTICE = "second_notice"
    ANNOUNCED = "announced"


STAGE_LABELS = {
    Stage.APPLIED: N_("Applied"),
    Stage.PASSED: N_("Passed the review meeting"),
    Stage.LISTED: N_("On the candidate list"),
    Stage.FIRST_NOTICE: N_("On the first notice"),
    Stage.SECOND_NOTICE: N_("On the second notice"),
    Stage.ANNOUNCED: N_("Announced"),
}

WITHDRAWN_BY_HOUSEHOLD = N_("Withdrawn by the household")
EXCLUDED_BY_COMPARISON = N_("Excluded after the data comparison")
#: the reasons of these steps are the household's own business; only their number is for everybody
NUMBER_ONLY = frozenset({WITHDRAWN_BY_HOUSEHOLD, EXCLUDED_BY_COMPARISON})
#: what ends an application before it stands on a list
_ENDED_EARLY = {
    ApplicationState.WITHDRAWN: WITHDRAWN_BY_HOUSEHOLD,
    ApplicationState.REJECTED: N_("Not passed by the review meeting"),
    ApplicationState.LEFT_OUT: N_("Left out of the candidate list"),
}
_REMOVED = {
    RemovalCause.VILLAGE: N_("Taken off by the village"),
    RemovalCause.OBJECTION_FIRST: N_("Objection to the first notice"),
    RemovalCause.TOWNSHIP: N_("Township review"),
    RemovalCause.OBJECTION_SECOND: N_("Objection to the second notice"),
    RemovalCause.COUNTY: N_("County decision"),
    RemovalCause.OBJECTION_ANNOUNCEMENT: N_("Objection to the announcement"),
}
_RETURNED = N_("Returned to the village")
_ORDER = [EXCLUDED_BY_COMPARISON, *_ENDED_EARLY.values(), *_REMOVED.values(), _RETURNED]

_PASSED = (
    ApplicationState.PASSED,
    ApplicationState.LISTED,
    ApplicationState.LEFT_OUT,
    ApplicationState.RETURNED,
    ApplicationState.REMOVED,
    ApplicationState.REGISTERED,
)


@dataclass(frozen=True)
class Count:
    """Households and the people in them."""

    households: int = 0
    people: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.households + other.households, self.people + other.people)


@dataclass
class VillageTotals:
    """One village of a round: a count for each stage, and its quota where there is one."""

    village: Area
    quota: Quota | None = None
    counts: dict[Stage, Count] = field(default_factory=dict)

    def at(self, stage: Stage) -> Count:
        """The count at *stage*; nobody where nothing was counted."""
        return self.counts.get(stage, Count())

    @property
    def difference(self) -> int | None:
        """People on the list beyond the quota (negative: below it); ``None`` without a quota."""
        if self.quota is None:
            return None
        return self.at(Stage.LISTED).people - self.quota.quota_people


@dataclass(frozen=True)
class Departure:
    """Households of a village that left at one step for one reason."""

    village_id: int
    step: str
    reason: str
    count: Count


def totals_by_village(round_: Round) -> list[VillageTotals]:
    """The villages of *round_* with their totals, by division code: those with a quota or an application."""
    quotas = {quota.village_id: quota for quota in _quotas(round_)}
    counted = [*_by_application(round_), *_by_list(round_), *_by_notice(round_)]
    ids = {*quotas, *(village_id for village_id, _stage, _count in counted)}
    villages = db.session.scalars(sa.select(Area).where(Area.id.in_(ids)).order_by(Area.code)).all()
    totals = {village.id: VillageTotals(village, quotas.get(village.id)) for village in villages}
    for village_id, stage, count in counted:
        totals[village_id].counts[stage] = count
    return list(totals.values())


def sum_totals(totals: Sequence[VillageTotals]) -> dict[Stage, Count]:
    """The sum over all villages, for each stage."""
    return {stage: sum((row.at(stage) for row in totals), Count()) for stage in Stage}


def list_departures(round_: Round) -> list[Departure]:
    """What left *round_* at which step and why, counted by village, step and reason, in the order of the procedure."""
    departures = [*_ended_early(round_), *_off_the_list(round_)]
    return sorted(departures, key=lambda row: (_ORDER.index(row.step), row.reason, row.village_id))


def households_at(round_: Round, stage: Stage) -> sa.Select[*tuple[Any, ...]]:
    """(household id, people) of the households that :func:`totals_by_village` counts at *stage*."""
    if stage in (Stage.APPLIED, Stage.PASSED):
        statement = sa.select(Application.household_id, Application.people).where(
            Application.round_id == round_.id
        )
        return (
            statement
            if stage is Stage.APPLIED
            else statement.where(Application.state.in_(_PASSED), ~_was_excluded())
        )
    if stage is Stage.LISTED:
        return (
            sa.select(Application.household_id, sa.func.max(ListEntry.people))
            .join(ListEntry, ListEntry.application_id == Application.id)
            .join(CandidateList, CandidateList.id == ListEntry.list_id)
            .where(CandidateList.round_id == round_.id)
            .group_by(Application.household_id, ListEntry.application_id)
        )
    kinds = [kind for kind, shown in _STAGE_OF_NOTICE.items() if shown is stage]
    return (
        sa.select(NoticeEntry.household_id, sa.func.max(NoticeEntry.people))
        .join(Notice, Notice.id == NoticeEntry.notice_id)
        .where(Notice.round_id == round_.id, Notice.withdrawn_at.is_(None), Notice.kind.in_(kinds))
        .group_by(Notice.village_id, NoticeEntry.household_id)
    )


def households_left(round_: Round) -> list[tuple[int, int, str, str]]:
    """(household id, people, step, reason) of each departure that :func:`list_departures` counts. Two statements."""
    early = sa.select(
        *(Application.household_id, Application.people, Application.state),
        *(Application.closing_reason, _was_excluded().label("excluded")),
    ).where(Application.round_id == round_.id, Application.state.in_(_ENDED_EARLY))
    found = [
        (household_id, people, EXCLUDED_BY_COMPARISON if excluded else _ENDED_EARLY[state], reason)
        for household_id, people, state, reason, excluded in db.session.execute(early)
    ]
    removed = (
        sa.select(
            *(Application.household_id, ListEntry.people, ListEntry.standing),
            *(ListEntry.removal_cause, ListEntry.reason),
        )
        .join(Application, Application.id == ListEntry.application_id)
        .join(CandidateList, CandidateList.id == ListEntry.list_id)
        .where(
            CandidateList.round_id == round_.id,
            ListEntry.standing.in_((EntryStanding.REMOVED, EntryStanding.RETURNED)),
        )
    )
    for household_id, people, standing, cause, reason in db.session.execute(removed):
        step = _RETURNED if standing == EntryStanding.RETURNED or cause is None else _REMOVED[cause]
        found.append((household_id, people, step, reason))
    return found


def announced_by_year(village: Area) -> dict[int, Count]:
    """Year of the round -> households and people of *village* announced for help, oldest year first; no exits."""
    once = (
        sa.select(Round.year, NoticeEntry.household_id, sa.func.max(NoticeEntry.people).label("people"))
        .join(Notice, Notice.id == NoticeEntry.notice_id)
        .join(Round, Round.id == Notice.round_id)
        .where(
            Notice.village_id == village.id,
            Notice.kind == NoticeKind.ANNOUNCEMENT,
            Notice.withdrawn_at.is_(None),
            Round.kind != RoundKind.EXIT,
        )
        .group_by(Round.year, NoticeEntry.household_id)
        .subquery()
    )
    counted = sa.select(once.c.year, sa.func.count(), sa.func.sum(once.c.people)).group_by(once.c.year)
    rows = db.session.execute(counted.order_by(once.c.year))
    return {year: Count(households, int(people)) for year, households, people in rows}


def left_by_year(village: Area) -> dict[int, Count]:
    """Year of the round of exits -> households and people of *village* that left the register by it, oldest first."""
    counted = (
        sa.select(Round.year, sa.func.count(), whole_sum(RegisterExit.people))
        .join(Round, Round.id == RegisterExit.round_id)
        .join(Household, Household.id == RegisterExit.household_id)
        .where(Household.village_id == village.id, RegisterExit.undone_on.is_(None))
        .group_by(Round.year)
        .order_by(Round.year)
    )
    return {year: Count(households, people) for year, households, people in db.session.execute(counted)}


def in_register_now(village: Area) -> Count:
    """Households and people of *village* that are in the register today."""
    counted = sa.select(sa.func.count(), whole_sum(Household.people)).where(
        Household.village_id == village.id, registration.is_in_register(Household.id)
    )
    households, people = db.session.execute(counted).one()
    return Count(households, people)


def _quotas(round_: Round) -> Sequence[Quota]:
    return db.session.scalars(sa.select(Quota).where(Quota.round_id == round_.id)).all()


def _counts(statement: sa.Select[int, int, int], stage: Stage) -> list[tuple[int, Stage, Count]]:
    rows = db.session.execute(statement).all()
    return [
        (village_id, stage, Count(households, int(people or 0))) for village_id, households, people in rows
    ]


def _was_excluded() -> sa.ColumnElement[bool]:
    """The comparison left this application out before a meeting passed it; the village did not."""
    hit = (
        sa.exists()
        .where(ComparisonHit.file_id == ComparisonFile.id, ComparisonFile.round_id == Application.round_id)
        .where(ComparisonHit.household_id == Application.household_id)
        .where(ComparisonFile.state == FileState.APPLIED, ComparisonHit.settlement == HitSettlement.EXCLUDES)
    )
    passed = sa.exists().where(Ballot.application_id == Application.id, Ballot.passed.is_(True))
    return sa.and_(Application.state == ApplicationState.LEFT_OUT, hit, ~passed)


def _by_application(round_: Round) -> list[tuple[int, Stage, Count]]:
    counted = sa.select(
        Application.village_id, sa.func.count(Application.id), sa.func.sum(Application.people)
    ).group_by(Application.village_id)
    within = Application.round_id == round_.id
    return [
        *_counts(counted.where(within), Stage.APPLIED),
        *_counts(counted.where(within, Application.state.in_(_PASSED), ~_was_excluded()), Stage.PASSED),
    ]


def _by_list(round_: Round) -> list[tuple[int, Stage, Count]]:
    """Each application once, whichever of a village's lists it stands or stood on."""
    once = (
        sa.select(
            CandidateList.village_id, ListEntry.application_id, sa.func.max(ListEntry.people).label("people")
        )
        .join(CandidateList, CandidateList.id == ListEntry.list_id)
        .where(CandidateList.round_id == round_.id)
        .group_by(CandidateList.village_id, ListEntry.application_id)
        .subquery()
    )
    counted = sa.select(once.c.village_id, sa.func.count(), sa.func.sum(once.c.people))
    return _counts(counted.group_by(once.c.village_id), Stage.LISTED)


def _by_notice(round_: Round) -> list[tuple[int, Stage, Count]]:
    """Each household once on the notices of a kind; a notice that was withdrawn does not count."""
    once = (
        sa.select(
            Notice.village_id,
            Notice.kind,
            NoticeEntry.household_id,
            sa.func.max(NoticeEntry.people).label("people"),
        )
        .join(Notice, Notice.id == NoticeEntry.notice_id)
        .where(Notice.round_id == round_.id, Notice.withdrawn_at.is_(None))
        .group_by(Notice.village_id, Notice.kind, NoticeEntry.household_id)
        .subquery()
    )
    counted = sa.select(once.c.village_id, once.c.kind, sa.func.count(), sa.func.sum(once.c.people))
    rows = db.session.execute(counted.group_by(once.c.village_id, once.c.kind)).all()
    return [
        (village_id, _STAGE_OF_NOTICE[NoticeKind(kind)], Count(households, int(people or 0)))
        for village_id, kind, households, people in rows
    ]


_STAGE_OF_NOTICE = {
    NoticeKind.FIRST_NOTICE: Stage.FIRST_NOTICE,
    NoticeKind.SECOND_NOTICE: Stage.SECOND_NOTICE,
    NoticeKind.ANNOUNCEMENT: Stage.ANNOUNCED,
}


def _ended_early(round_: Round) -> list[Departure]:
    statement = (
        sa.select(
            Application.village_id,
            Application.state,
            Application.closing_reason,
            _was_excluded().label("excluded"),
            sa.func.count(Application.id),
            sa.func.sum(Application.people),
        )
        .where(Application.round_id == round_.id, Application.state.in_(_ENDED_EARLY))
        .group_by(Application.village_id, Application.state, Application.closing_reason, sa.text("excluded"))
    )
    return [
        Departure(
            village_id,
            EXCLUDED_BY_COMPARISON if excluded else _ENDED_EARLY[state],
            reason,
            Count(households, int(people)),
        )
        for village_id, state, reason, excluded, households, people in db.session.execute(statement)
    ]


def _off_the_list(round_: Round) -> list[Departure]:
    columns = (CandidateList.village_id, ListEntry.standing, ListEntry.removal_cause, ListEntry.reason)
    statement = (
        sa.select(*columns, sa.func.count(ListEntry.id), sa.func.sum(ListEntry.people))
        .join(CandidateList, CandidateList.id == ListEntry.list_id)
        .where(
            CandidateList.round_id == round_.id,
            ListEntry.standing.in_((EntryStanding.REMOVED, EntryStanding.RETURNED)),
        )
        .group_by(*columns)
    )
    return [
        Departure(
            village_id,
            _RETURNED if standing == EntryStanding.RETURNED or cause is None else _REMOVED[cause],
            reason,
            Count(households, int(people)),
        )
        for village_id, standing, cause, reason, households, people in db.session.execute(statement)
    ]
