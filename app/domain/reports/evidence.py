"""What waits beside the lists: hits to explain, duplicates and changes to decide, statements and public values missing.

Queries only, in a fixed number of statements; the words are chosen by the desk's door.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.domain.applications.models import Application, ApplicationState
from app.domain.appraisals.models import Meeting, MeetingState
from app.domain.areas.models import Area
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.changes.models import ChangeRequest, ChangeState
from app.domain.comparisons.models import ComparisonFile, ComparisonHit, FileState, HitSettlement
from app.domain.duplicates.models import DuplicateGround, DuplicatePair
from app.domain.households.models import Household
from app.domain.kinship.models import KinStatement
from app.domain.notices.models import Notice
from app.domain.officials.models import Official
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews.models import PublicValue
from app.domain.rounds.models import Round

#: an application that still asks for something
ALIVE = (
    ApplicationState.FILED,
    ApplicationState.VISITED,
    ApplicationState.COMPARED,
    ApplicationState.RETURNED,
    ApplicationState.PASSED,
    ApplicationState.LISTED,
)
#: what two households share when they seem to hold the same person, and not only the same telephone
SAME_PERSON = (DuplicateGround.ID_NUMBER, DuplicateGround.NAME_AND_BIRTH)
UNDER_REVIEW = {
    ListState.TOWNSHIP_REVIEW: NoticeKind.FIRST_NOTICE,
    ListState.COUNTY_REVIEW: NoticeKind.SECOND_NOTICE,
}


@dataclass
class Evidence:
    """What waits in one village, as numbers."""

    hits: int = 0
    duplicates: int = 0
    changes: int = 0
    unstated: int = 0


@dataclass(frozen=True)
class MissingValue:
    """Draws of some lists wait for the value that *source* published on *day*."""

    source: str
    day: dt.date
    lists: int


def count_evidence(villages: Collection[int], rounds: Sequence[Round]) -> dict[int, Evidence]:
    """village id -> what waits there, for the *rounds* that are open."""
    found = {village_id: Evidence() for village_id in villages}
    for village_id, number in db.session.execute(_hits(villages, rounds)):
        found[village_id].hits = int(number)
    for village_id, number in _count_duplicates(villages).items():
        found[village_id].duplicates = number
    statement = (
        sa.select(Household.village_id, sa.func.count())
        .join(ChangeRequest, ChangeRequest.household_id == Household.id)
        .where(ChangeRequest.state == ChangeState.REQUESTED, Household.village_id.in_(villages))
        .group_by(Household.village_id)
    )
    for village_id, number in db.session.execute(statement):
        found[village_id].changes = int(number)
    asked = [round_.id for round_ in rounds if round_.policy.kinship_statements_required]
    for village_id, number in db.session.execute(_unstated(villages, asked)):
        found[village_id].unstated = int(number)
    return found


def _hits(villages: Collection[int], rounds: Sequence[Round]) -> sa.Select[int, int]:
    """Open hits on applications that still ask for something."""
    return (
        sa.select(Application.village_id, sa.func.count(ComparisonHit.id))
        .join(ComparisonFile, ComparisonFile.id == ComparisonHit.file_id)
        .join(
            Application,
            sa.and_(
                Application.household_id == ComparisonHit.household_id,
                Application.round_id == ComparisonFile.round_id,
            ),
        )
        .where(
            ComparisonHit.settlement == HitSettlement.OPEN,
            ComparisonFile.state == FileState.APPLIED,
            Application.state.in_(ALIVE),
            Application.round_id.in_([round_.id for round_ in rounds]),
            Application.village_id.in_(villages),
        )
        .group_by(Application.village_id)
    )


def _count_duplicates(villages: Collection[int]) -> dict[int, int]:
    """village id -> undecided pairs; one between two villages counts in both."""
    counts: dict[int, int] = {}
    first, second = sa.orm.aliased(Household), sa.orm.aliased(Household)
    rows = db.session.execute(
        sa.select(first.village_id, second.village_id, sa.func.count())
        .select_from(DuplicatePair)
        .join(first, first.id == DuplicatePair.first_id)
        .join(second, second.id == DuplicatePair.second_id)
        .where(
            DuplicatePair.outcome.is_(None),
            DuplicatePair.gone_at.is_(None),
            DuplicatePair.ground.in_(SAME_PERSON),
            sa.or_(first.village_id.in_(villages), second.village_id.in_(villages)),
        )
        .group_by(first.village_id, second.village_id)
    )
    for one, other, number in rows:
        for village_id in {one, other} & set(villages):
            counts[village_id] = counts.get(village_id, 0) + int(number)
    return counts


def _unstated(villages: Collection[int], round_ids: Sequence[int]) -> sa.Select[int, int]:
    """Standing officials who have not stated their relatives for a round, once for each."""
    return (
        sa.select(Official.area_id, sa.func.count())
        .select_from(Official)
        .join(Round, Round.id.in_(round_ids))
        .outerjoin(
            KinStatement,
            sa.and_(KinStatement.official_id == Official.id, KinStatement.round_id == Round.id),
        )
        .where(Official.until.is_(None), KinStatement.id.is_(None), Official.area_id.in_(villages))
        .group_by(Official.area_id)
    )


def list_meetings_to_come(villages: Collection[int]) -> Sequence[Meeting]:
    """Meetings that are planned for today or later, the next one first."""
    return db.session.scalars(
        sa.select(Meeting)
        .where(
            Meeting.state == MeetingState.DRAFT,
            Meeting.held_on >= clock.today(),
            Meeting.village_id.in_(villages),
        )
        .order_by(Meeting.held_on, Meeting.id)
    ).all()


def list_missing_values(villages: Collection[int]) -> list[MissingValue]:
    """Public values that lists under review wait for and that are out by now, the oldest first."""
    waiting: dict[tuple[str, dt.date], int] = {}
    for candidate_list, issued_on in _list_under_review(villages):
        policy = candidate_list.round.policy
        day = issued_on + dt.timedelta(days=policy.sample_value_days)
        if policy.sample_value_source and day <= clock.today():
            key = (policy.sample_value_source, day)
            waiting[key] = waiting.get(key, 0) + 1
    statement = sa.select(PublicValue.source, PublicValue.day).where(
        PublicValue.withdrawn_at.is_(None), PublicValue.day.in_([day for _, day in waiting])
    )
    known = {(source, day) for source, day in db.session.execute(statement)}
    missing = [MissingValue(*key, number) for key, number in waiting.items() if key not in known]
    return sorted(missing, key=lambda one: (one.day, one.source))


def _list_under_review(villages: Collection[int]) -> list[tuple[CandidateList, dt.date]]:
    """Lists under review with the day on which the notice before was issued."""
    belongs = sa.or_(
        *(sa.and_(CandidateList.state == state, Notice.kind == kind) for state, kind in UNDER_REVIEW.items())
    )
    rows = db.session.execute(
        sa.select(CandidateList, Notice.issued_on)
        .join(Notice, Notice.list_id == CandidateList.id)
        .join(Area, Area.id == CandidateList.village_id)
        .where(belongs, Notice.withdrawn_at.is_(None), CandidateList.village_id.in_(villages))
        .order_by(CandidateList.id)
    )
    return [(candidate_list, issued_on) for candidate_list, issued_on in rows]
