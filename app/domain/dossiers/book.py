"""What stands in a village book: the village, its quota, its lists at every stage, its meetings and notices."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload, undefer

from app.core.db import db
from app.domain.applications.models import Application
from app.domain.appraisals.models import Ballot, Meeting, MeetingState
from app.domain.areas import queries as area_queries
from app.domain.areas.models import Area, AreaLevel, PostingPlace, VillageFigures
from app.domain.candidate_lists.models import CandidateList, ListEntry
from app.domain.notices import queries as notice_queries
from app.domain.notices.models import Notice, Posting
from app.domain.notices.queries import Standing
from app.domain.objections.models import Objection
from app.domain.officials.models import Official, Post
from app.domain.reviews.findings import Progress, load_progress
from app.domain.reviews.models import Decision, Sample
from app.domain.rounds.models import Quota, Round
from app.domain.workflow.courses import load_courses
from app.domain.workflow.stages import Course, Reason, StageLine, gone_since, side_by_side


@dataclass(frozen=True)
class Book:
    """A village in a round. Officials are counted by post; objectors are nowhere in it."""

    village: Area
    round: Round
    township: Area | None
    county: Area | None
    figures: VillageFigures | None
    groups: int
    places: Sequence[PostingPlace]
    quota: Quota | None
    courses: list[Course]
    stages: list[StageLine]
    gone: tuple[Reason, ...]
    lists: Sequence[CandidateList]
    meetings: Sequence[Meeting]
    notices: list[Standing]
    objections: Sequence[Objection]
    officials: dict[Post, int]
    representatives: int
    samples: list[Progress]
    decided: dict[tuple[str, str], int]


def load_book(village: Area, round_: Round) -> Book:
    """Everything of a village in a round, in a fixed number of statements for any number of households."""
    courses = load_courses(round_.id, village.id)
    officials = _officials(village)
    return Book(
        village=village,
        round=round_,
        township=area_queries.find_ancestor(village, AreaLevel.TOWNSHIP),
        county=area_queries.find_ancestor(village, AreaLevel.COUNTY),
        figures=area_queries.find_figures_until(village.id, round_.year),
        groups=len(area_queries.list_groups(village)),
        places=area_queries.list_posting_places(village.id),
        quota=db.session.scalar(
            sa.select(Quota).where(Quota.round_id == round_.id, Quota.village_id == village.id)
        ),
        courses=courses,
        stages=side_by_side(courses),
        gone=gone_since(courses),
        lists=_lists(village, round_),
        meetings=_meetings(village, round_),
        notices=_notices(village, round_),
        objections=_objections(village, round_),
        officials={post: number for post, number, _representing in officials},
        representatives=sum(representing for _post, _number, representing in officials),
        samples=_samples(village, round_),
        decided=_decided(village, round_),
    )


def _officials(village: Area) -> list[tuple[Post, int, int]]:
    representing = sa.func.sum(sa.case((Official.represents, 1), else_=0))
    rows = db.session.execute(
        sa.select(Official.post, sa.func.count(), representing)
        .where(Official.area_id == village.id, Official.until.is_(None))
        .group_by(Official.post)
    )
    found = [(post, int(number), int(also or 0)) for post, number, also in rows]
    return sorted(found, key=lambda row: list(Post).index(row[0]))


def _lists(village: Area, round_: Round) -> Sequence[CandidateList]:
    statement = (
        sa.select(CandidateList)
        .where(CandidateList.round_id == round_.id, CandidateList.village_id == village.id)
        .options(selectinload(CandidateList.entries))
        .order_by(CandidateList.ordinal)
    )
    return db.session.scalars(statement).all()


def _meetings(village: Area, round_: Round) -> Sequence[Meeting]:
    household = joinedload(Application.household)
    statement = (
        sa.select(Meeting)
        .where(
            Meeting.round_id == round_.id,
            Meeting.village_id == village.id,
            Meeting.state == MeetingState.CONFIRMED,
        )
        .options(
            selectinload(Meeting.ballots).joinedload(Ballot.application).options(household),
            selectinload(Meeting.attendance),
            selectinload(Meeting.additions),
            joinedload(Meeting.minutes_copy),
        )
        .order_by(Meeting.held_on, Meeting.id)
    )
    return db.session.scalars(statement).all()


def _notices(village: Area, round_: Round) -> list[Standing]:
    statement = (
        sa.select(Notice)
        .where(Notice.round_id == round_.id, Notice.village_id == village.id)
        .options(
            selectinload(Notice.postings).options(
                joinedload(Posting.place), joinedload(Posting.photo), joinedload(Posting.gaps)
            ),
            joinedload(Notice.replaced_by),
            joinedload(Notice.replaces),
        )
        .order_by(Notice.id)
    )
    return notice_queries.standings(db.session.scalars(statement).all())


def _objections(village: Area, round_: Round) -> Sequence[Objection]:
    statement = (
        sa.select(Objection)
        .join(Notice, Notice.id == Objection.notice_id)
        .where(Notice.round_id == round_.id, Notice.village_id == village.id)
        .options(joinedload(Objection.notice))
        .order_by(Objection.id)
    )
    return db.session.scalars(statement).all()


def _samples(village: Area, round_: Round) -> list[Progress]:
    statement = (
        sa.select(Sample)
        .join(CandidateList, CandidateList.id == Sample.list_id)
        .where(CandidateList.round_id == round_.id, CandidateList.village_id == village.id)
        .options(joinedload(Sample.candidate_list), undefer(Sample.inputs))
        .order_by(Sample.id)
    )
    return [load_progress(sample) for sample in db.session.scalars(statement).all()]


def _decided(village: Area, round_: Round) -> dict[tuple[str, str], int]:
    """(level, outcome) -> decisions that stand."""
    rows = db.session.execute(
        sa.select(Decision.level, Decision.outcome, sa.func.count())
        .join(ListEntry, ListEntry.id == Decision.entry_id)
        .join(CandidateList, CandidateList.id == ListEntry.list_id)
        .where(
            CandidateList.round_id == round_.id,
            CandidateList.village_id == village.id,
            Decision.superseded_at.is_(None),
        )
        .group_by(Decision.level, Decision.outcome)
    )
    return {(level.value, outcome.value): int(number) for level, outcome, number in rows}
