"""Reading review meetings."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.domain.applications.models import Application, ApplicationState
from app.domain.appraisals.models import Ballot, Meeting, MeetingState
from app.domain.areas.models import Area
from app.domain.households.models import Household


def get_meeting(meeting_id: int) -> Meeting:
    """One meeting with its ballots and what they are about; raises :class:`NotFound`."""
    ballots = selectinload(Meeting.ballots).joinedload(Ballot.application)
    meeting = db.session.scalar(
        sa.select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            joinedload(Meeting.round),
            ballots.joinedload(Application.household).options(
                joinedload(Household.group), joinedload(Household.village)
            ),
            ballots.selectinload(Application.visits),
            ballots.selectinload(Application.comparisons),
        )
    )
    if meeting is None:
        raise NotFound()
    return meeting


def page_meetings(
    actor: Actor, *, round_id: int, village_id: int | None = None, number: int = 1
) -> Page[Meeting]:
    """Meetings of a round within the actor's areas, the newest first."""
    paths = actor.paths_for(Permission.MEETING_VIEW)
    statement = (
        sa.select(Meeting)
        .join(Area, Area.id == Meeting.village_id)
        .where(Meeting.round_id == round_id, sa.or_(sa.false(), *(Area.path.startswith(p) for p in paths)))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    )
    if village_id is not None:
        statement = statement.where(Meeting.village_id == village_id)
    return paginate(statement, number)


def count_ballots(meeting_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """meeting id -> (applications before it, of these passed)."""
    passed = sa.func.sum(sa.case((Ballot.passed.is_(True), 1), else_=0))
    rows = db.session.execute(
        sa.select(Ballot.meeting_id, sa.func.count(), passed)
        .where(Ballot.meeting_id.in_(meeting_ids))
        .group_by(Ballot.meeting_id)
    )
    return {meeting_id: (int(total), int(went)) for meeting_id, total, went in rows}


def list_ballots_of(application_id: int) -> Sequence[Ballot]:
    """Every vote on an application, also those still being recorded, the oldest first."""
    statement = (
        sa.select(Ballot)
        .where(Ballot.application_id == application_id)
        .options(joinedload(Ballot.meeting))
        .order_by(Ballot.meeting_id)
    )
    return db.session.scalars(statement).all()


def find_drafts_with(round_id: int, village_id: int) -> dict[int, Meeting]:
    """application id -> the meeting whose record is still open and has it on its agenda."""
    rows = db.session.execute(
        sa.select(Ballot.application_id, Meeting)
        .join(Meeting, Meeting.id == Ballot.meeting_id)
        .where(
            Meeting.round_id == round_id,
            Meeting.village_id == village_id,
            Meeting.state == MeetingState.DRAFT,
        )
        .order_by(Meeting.id)
    )
    found: dict[int, Meeting] = {}
    for application_id, meeting in rows:
        found.setdefault(application_id, meeting)
    return found


def find_deciding_ballot(application_id: int) -> Ballot | None:
    """The latest confirmed vote on an application."""
    return db.session.scalar(
        sa.select(Ballot)
        .join(Meeting)
        .where(Ballot.application_id == application_id, Meeting.state == MeetingState.CONFIRMED)
        .options(joinedload(Ballot.meeting))
        .order_by(Meeting.id.desc())
        .limit(1)
    )


def list_meetings_behind(application_ids: Sequence[int]) -> Sequence[Meeting]:
    """The confirmed meetings that voted on these applications."""
    voted = sa.select(Ballot.meeting_id).where(Ballot.application_id.in_(application_ids))
    statement = sa.select(Meeting).where(Meeting.state == MeetingState.CONFIRMED, Meeting.id.in_(voted))
    return db.session.scalars(statement.order_by(Meeting.id)).all()


def list_meetings_that_passed(household_ids: sa.Select[int], round_id: int) -> Sequence[Meeting]:
    """The confirmed meetings of a round that passed applications of these households (a sub-select)."""
    passed = _passed(household_ids, round_id)
    return db.session.scalars(
        sa.select(Meeting).where(Meeting.id.in_(passed.with_only_columns(Meeting.id))).order_by(Meeting.id)
    ).all()


def count_passed(household_ids: sa.Select[int], round_id: int) -> int:
    """How many of these households (a sub-select) a confirmed meeting of the round passed."""
    return db.session.scalar(_passed(household_ids, round_id)) or 0


def _passed(household_ids: sa.Select[int], round_id: int) -> sa.Select[int]:
    return (
        sa.select(sa.func.count(sa.distinct(Application.id)))
        .select_from(Ballot)
        .join(Meeting, Meeting.id == Ballot.meeting_id)
        .join(Application, Application.id == Ballot.application_id)
        .where(
            Application.round_id == round_id,
            Application.household_id.in_(household_ids),
            Application.state != ApplicationState.WITHDRAWN,
            Meeting.state == MeetingState.CONFIRMED,
            Ballot.passed.is_(True),
        )
    )
