"""Reading review meetings."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.messages import N_, Message
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_only, get_row
from app.domain.applications.models import Application, ApplicationState, ComparisonResult
from app.domain.appraisals.models import Attendance, Ballot, Keystroke, Meeting, MeetingState, Minutes
from app.domain.appraisals.room import Circumstances, Hit
from app.domain.appraisals.rules import discard_blockers
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import find_ancestor
from app.domain.comparisons.models import ComparisonFile, ComparisonHit, FileState, HitSettlement
from app.domain.households.models import Household, IncomeYear
from app.domain.kinship.queries import relatives_of
from app.domain.kinship.rules import NO_RELATIVES
from app.domain.policies.vocabulary import COMPARISON_LABELS


def get_meeting(meeting_id: int) -> Meeting:
    """One meeting with its ballots and what they are about; raises :class:`NotFound`."""
    ballots = selectinload(Meeting.ballots).joinedload(Ballot.application)
    return get_only(
        sa.select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            joinedload(Meeting.round),
            ballots.joinedload(Application.household).options(
                joinedload(Household.group), joinedload(Household.village)
            ),
            ballots.selectinload(Application.visits),
            ballots.selectinload(Application.comparisons),
            selectinload(Meeting.attendance).joinedload(Attendance.official),
        )
    )


def get_meeting_alone(meeting_id: int) -> Meeting:
    """One meeting without what belongs to it, for small questions asked often; raises :class:`NotFound`."""
    return get_row(Meeting, meeting_id)


def page_meetings(
    actor: Actor, *, round_id: int, place: Area | None = None, number: int = 1
) -> Page[Meeting]:
    """Meetings of a round within the actor's areas, the newest first."""
    paths = actor.paths_for(Permission.MEETING_VIEW)
    statement = (
        sa.select(Meeting)
        .join(Area, Area.id == Meeting.village_id)
        .where(Meeting.round_id == round_id, sa.or_(sa.false(), *(Area.path.startswith(p) for p in paths)))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    )
    if place is not None:
        statement = statement.where(Area.path.startswith(place.path, autoescape=True))
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


def has_keystrokes(meeting_id: int) -> bool:
    """Something was typed on the meeting's day."""
    typed = sa.select(Keystroke.id).where(Keystroke.meeting_id == meeting_id)
    return bool(db.session.scalar(sa.select(typed.exists())))


def list_discard_blockers(meeting: Meeting) -> list[Message]:
    """Every reason why *meeting* cannot be taken back."""
    blockers = discard_blockers(meeting)
    if has_keystrokes(meeting.id):
        blockers.append(Message(N_("Something was typed at this meeting already.")))
    return blockers


def load_circumstances(
    meeting: Meeting, application_ids: Collection[int] | None = None
) -> dict[int, Circumstances]:
    """application id -> relatives and hits of its household, in a few statements: for all items, or for these."""
    ballots = [b for b in meeting.ballots if application_ids is None or b.application_id in application_ids]
    households = {ballot.application_id: ballot.application.household_id for ballot in ballots}
    if not households:
        return {}
    relatives = relatives_of(set(households.values()))
    hits = _hits_of(set(households.values()), meeting.round_id)
    return {
        ballot.application_id: Circumstances(
            relatives.get(households[ballot.application_id], NO_RELATIVES),
            (*hits.get(households[ballot.application_id], ()), *_recorded_hits(ballot.application)),
        )
        for ballot in ballots
    }


def _hits_of(household_ids: set[int], round_id: int) -> dict[int, tuple[Hit, ...]]:
    """What files in force found, without what was found to be somebody else."""
    rows = db.session.scalars(
        sa.select(ComparisonHit)
        .join(ComparisonFile, ComparisonFile.id == ComparisonHit.file_id)
        .where(
            ComparisonHit.household_id.in_(household_ids),
            ComparisonFile.round_id == round_id,
            ComparisonFile.state == FileState.APPLIED,
            ComparisonHit.settlement != HitSettlement.NOT_THE_PERSON,
        )
        .order_by(ComparisonHit.household_id, ComparisonHit.id)
    )
    found: dict[int, tuple[Hit, ...]] = {}
    for row in rows:
        hit = Hit(COMPARISON_LABELS[row.file.kind], row.file.source, row.explanation)
        found[row.household_id] = (*found.get(row.household_id, ()), hit)
    return found


def _recorded_hits(application: Application) -> tuple[Hit, ...]:
    """What the township recorded by hand as found, the latest record. What files found is told hit by hit."""
    latest = application.comparisons[-1] if application.comparisons else None
    if latest is None or latest.recorded_by_id is None or latest.result is ComparisonResult.NO_HIT:
        return ()
    return (Hit(N_("Recorded by the township"), "", latest.note),)


def load_places(meeting: Meeting) -> dict[str, BilingualText]:
    """The names of county, township and village, by level."""
    nothing = BilingualText("", "")
    above = {level: find_ancestor(meeting.village, level) for level in (AreaLevel.COUNTY, AreaLevel.TOWNSHIP)}
    names = {level.value: area.name if area else nothing for level, area in above.items()}
    return {**names, AreaLevel.VILLAGE.value: meeting.village.name}


def load_situations(meeting: Meeting) -> None:
    """Fetch members and incomes of all households before *meeting* in a few statements, for printing them."""
    households = [ballot.application.household_id for ballot in meeting.ballots]
    db.session.scalars(
        sa.select(Household)
        .where(Household.id.in_(households))
        .options(
            selectinload(Household.members), selectinload(Household.incomes).selectinload(IncomeYear.items)
        )
    ).all()


def find_minutes(meeting_id: int) -> Minutes | None:
    """The frozen minutes of a meeting, once chair and recorder have confirmed them."""
    return db.session.scalar(sa.select(Minutes).where(Minutes.meeting_id == meeting_id))


def list_keystrokes(meeting_id: int, *, after: int = 0) -> Sequence[Keystroke]:
    """What was typed on the day, in the order in which it was received, beginning after a receipt number."""
    statement = (
        sa.select(Keystroke)
        .where(Keystroke.meeting_id == meeting_id, Keystroke.receipt > after)
        .order_by(Keystroke.receipt)
    )
    return db.session.scalars(statement).all()


def list_latest_keystrokes(meeting_id: int, *, after: int = 0) -> Sequence[Keystroke]:
    """The last thing typed into each field after a receipt number, in the order in which it was received."""
    latest = (
        sa.select(sa.func.max(Keystroke.receipt))
        .where(Keystroke.meeting_id == meeting_id, Keystroke.receipt > after)
        .group_by(Keystroke.field)
    )
    statement = (
        sa.select(Keystroke)
        .where(Keystroke.meeting_id == meeting_id, Keystroke.receipt.in_(latest))
        .order_by(Keystroke.receipt)
    )
    return db.session.scalars(statement).all()


def find_last_receipt(meeting_id: int, *, field: str | None = None) -> int:
    """The number of the last thing received (into *field*); 0 when there was none."""
    statement = sa.select(sa.func.max(Keystroke.receipt)).where(Keystroke.meeting_id == meeting_id)
    if field is not None:
        statement = statement.where(Keystroke.field == field)
    return db.session.scalar(statement) or 0


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
    """The latest confirmed vote on an application; an adjourned item is none."""
    return db.session.scalar(
        sa.select(Ballot)
        .join(Meeting)
        .where(
            Ballot.application_id == application_id,
            Ballot.passed.is_not(None),
            Meeting.state == MeetingState.CONFIRMED,
        )
        .options(joinedload(Ballot.meeting))
        .order_by(Meeting.id.desc())
        .limit(1)
    )


def list_chairs(application_ids: Collection[int]) -> list[tuple[int, str, int | None]]:
    """Who led the votes on these applications, for a whole meeting or one item: (application, name, account)."""
    rows = db.session.execute(
        sa.select(
            Ballot.application_id, Meeting.chair_name, Meeting.chair_id, Ballot.chair_name, Ballot.chair_id
        )
        .join(Meeting, Meeting.id == Ballot.meeting_id)
        .where(
            Ballot.application_id.in_(application_ids),
            Ballot.passed.is_not(None),
            Meeting.state == MeetingState.CONFIRMED,
        )
        .order_by(Ballot.application_id, Meeting.id)
    )
    found: list[tuple[int, str, int | None]] = []
    for application_id, name, user_id, item_name, item_user_id in rows:
        found.append((application_id, name, user_id))
        if item_name:
            found.append((application_id, item_name, item_user_id))
    return found


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
