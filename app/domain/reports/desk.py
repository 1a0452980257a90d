"""What is to be done today, across the rooms: queries only, in a fixed number of statements for any number of rows.

The words are chosen by the desk's door. Nothing here counts households one by one: numbers come from indexes,
from notices as issued, and from the few rows that wait.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.permissions import Actor, Permission
from app.domain.applications.models import Application, ApplicationState
from app.domain.appraisals.models import Meeting
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_of_levels_for
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry, ListState, Telling
from app.domain.help_requests.queries import Counted, load_counts
from app.domain.notices import queries as notice_queries
from app.domain.notices.models import Notice
from app.domain.notices.queries import Standing
from app.domain.objections.models import Level, Objection, ObjectionState
from app.domain.objections.queries import count_second_looks
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reports.corrections import Reissue, Stale, list_stale, list_to_reissue
from app.domain.reports.evidence import (
    Evidence,
    MissingValue,
    count_evidence,
    list_meetings_to_come,
    list_missing_values,
)
from app.domain.reviews.models import Decision, ReviewLevel
from app.domain.rounds.models import HOUSEHOLD_KINDS, Round, RoundNode, RoundState
from app.domain.rounds.rules import NodeCode

SOON = dt.timedelta(days=2)
NOTICE_OF = {
    ListState.FIRST_NOTICE: NoticeKind.FIRST_NOTICE,
    ListState.SECOND_NOTICE: NoticeKind.SECOND_NOTICE,
    ListState.ANNOUNCED: NoticeKind.ANNOUNCEMENT,
}
UNDER_WAY = (
    ApplicationState.FILED,
    ApplicationState.VISITED,
    ApplicationState.COMPARED,
    ApplicationState.RETURNED,
    ApplicationState.PASSED,
)
LEVEL_OF = {ListState.TOWNSHIP_REVIEW: ReviewLevel.TOWNSHIP, ListState.COUNTY_REVIEW: ReviewLevel.COUNTY}


@dataclass
class ListLine:
    """A list with its own notice of this stage (``None`` for one that was set aside), and what holds it up.

    *is_empty*: it is before an office, and everybody on it was taken off.
    """

    candidate_list: CandidateList
    standing: Standing | None = None
    undecided: int = 0
    disputed: int = 0
    is_late: bool = False
    is_empty: bool = False

    @property
    def state(self) -> ListState:
        return self.candidate_list.state


@dataclass
class Cases:
    """Undecided objections of a village: at which level, and of all of them how many are due or overdue."""

    township: int = 0
    county: int = 0
    overdue: int = 0
    overdue_county: int = 0
    next_due: dt.date | None = None

    @property
    def total(self) -> int:
        return self.township + self.county


@dataclass
class VillageLine:
    """A village as it stands today. *waiting* counts applications by state, within rounds that are open."""

    village: Area
    waiting: dict[ApplicationState, int] = field(default_factory=dict)
    lists: list[ListLine] = field(default_factory=list)
    sheets: list[Standing] = field(default_factory=list)
    cases: Cases = field(default_factory=Cases)
    to_tell: int = 0
    evidence: Evidence = field(default_factory=Evidence)
    requests: Counted = field(default_factory=Counted)
    has_no_list_yet: bool = False

    def count(self, *states: ApplicationState) -> int:
        """Applications in these states."""
        return sum(self.waiting.get(state, 0) for state in states)

    @property
    def under_way(self) -> int:
        """Applications between filing and the list."""
        return self.count(*UNDER_WAY)

    @property
    def is_late(self) -> bool:
        """A round's time node has passed and this village is not announced."""
        return self.has_no_list_yet or any(line.is_late for line in self.lists)


@dataclass(frozen=True)
class Desk:
    """Everything of the actor's villages. *compares*: an open round's policy asks for a data comparison.

    *second_looks*: those that the actor's level answers, and of these the overdue. *townships* have only what hangs on
    their own boards, and what is asked about it.
    """

    villages: list[VillageLine]
    rounds: Sequence[Round]
    stale: list[Stale]
    to_reissue: Sequence[Reissue] = ()
    meetings: Sequence[Meeting] = ()
    missing_values: Sequence[MissingValue] = ()
    second_looks: tuple[int, int] = (0, 0)
    townships: Sequence[VillageLine] = ()

    @property
    def places(self) -> list[VillageLine]:
        """Wherever notices hang: the villages, and the townships with what hangs on their own boards."""
        return [*self.townships, *self.villages]

    @property
    def compares(self) -> bool:
        return any(round_.policy.comparison_required for round_ in self.rounds)

    @property
    def lists(self) -> list[ListLine]:
        return [line for village in self.villages for line in village.lists]

    @property
    def sheets(self) -> list[Standing]:
        return [sheet for place in self.places for sheet in place.sheets]


def load_desk(actor: Actor) -> Desk:
    """The villages over which *actor* looks, by code, with what waits in each."""
    levels = (AreaLevel.TOWNSHIP, AreaLevel.VILLAGE)
    places = {
        area.id: VillageLine(area)
        for area in list_of_levels_for(actor, Permission.CANDIDATE_LIST_VIEW, levels)
    }
    villages = {id_: line for id_, line in places.items() if line.village.level is AreaLevel.VILLAGE}
    rounds = list_open_rounds()
    if not villages:
        return Desk([], rounds, [])
    _add_applications(villages, rounds)
    _add_lists(villages, rounds)
    for sheet in notice_queries.standings(notice_queries.list_current_for(actor)):
        if sheet.notice.village_id in places:
            places[sheet.notice.village_id].sheets.append(sheet)
    _add_cases(places)
    _add_tellings(villages)
    for village_id, evidence in count_evidence(villages, rounds).items():
        villages[village_id].evidence = evidence
    for village_id, counted in load_counts([line.village for line in villages.values()]).items():
        villages[village_id].requests = counted
    announces = actor.has(Permission.CANDIDATE_LIST_ANNOUNCE)
    return Desk(
        list(villages.values()),
        rounds,
        list_stale(villages) if announces else [],
        list_to_reissue(villages) if announces else (),
        list_meetings_to_come(villages),
        list_missing_values(villages),
        count_second_looks(actor),
        townships=[line for line in places.values() if line.village.level is AreaLevel.TOWNSHIP],
    )


def list_open_rounds() -> Sequence[Round]:
    """Rounds of households, on the way in and on the way out, that are open for work, the newest first."""
    statement = sa.select(Round).where(Round.state == RoundState.OPEN, Round.kind.in_(HOUSEHOLD_KINDS))
    return db.session.scalars(statement.order_by(Round.year.desc(), Round.id.desc())).all()


def _add_applications(villages: dict[int, VillageLine], rounds: Sequence[Round]) -> None:
    rows = db.session.execute(
        sa.select(Application.village_id, Application.state, sa.func.count())
        .where(Application.round_id.in_([r.id for r in rounds]), Application.village_id.in_(villages))
        .group_by(Application.village_id, Application.state)
    )
    for village_id, state, number in rows:
        villages[village_id].waiting[state] = int(number)


def _add_lists(villages: dict[int, VillageLine], rounds: Sequence[Round]) -> None:
    statement = (
        sa.select(CandidateList)
        .where(CandidateList.round_id.in_([r.id for r in rounds]), CandidateList.village_id.in_(villages))
        .order_by(CandidateList.village_id, CandidateList.round_id.desc(), CandidateList.ordinal)
    )
    every = db.session.scalars(statement).all()
    moving = [one for one in every if one.state is not ListState.ANNOUNCED]
    standings = notice_queries.latest_standings([one.id for one in moving])
    reviewed, disputed = _count_reviewed(moving), _count_disputed([one.id for one in moving])
    late = _late_rounds(rounds)
    for one in moving:
        standing = standings.get(one.id)
        if standing is not None and standing.notice.kind is not NOTICE_OF.get(one.state):
            standing = None
        on_it, undecided = reviewed.get(one.id, (0, 0))
        line = ListLine(one, standing, undecided, disputed.get(one.id, 0), one.round_id in late)
        line.is_empty = one.state in LEVEL_OF and not on_it
        villages[one.village_id].lists.append(line)
    listed = {one.village_id for one in every if one.round_id in late}
    for village in villages.values() if late else ():
        village.has_no_list_yet = village.village.id not in listed


def _late_rounds(rounds: Sequence[Round]) -> set[int]:
    """Open rounds whose publicity should have been done by now."""
    statement = sa.select(RoundNode.round_id).where(
        RoundNode.round_id.in_([r.id for r in rounds]),
        RoundNode.code == NodeCode.PUBLICITY,
        RoundNode.done_on.is_(None),
        RoundNode.due_on < clock.today(),
    )
    return set(db.session.scalars(statement))


def _count_reviewed(lists: Iterable[CandidateList]) -> dict[int, tuple[int, int]]:
    """list id -> standing entries, and those without a decision of the level that reviews the list now."""
    level = sa.case((CandidateList.state == ListState.COUNTY_REVIEW, "county"), else_="township")
    statement = (
        sa.select(ListEntry.list_id, sa.func.count(), sa.func.count(Decision.id))
        .join(CandidateList, CandidateList.id == ListEntry.list_id)
        .outerjoin(
            Decision,
            sa.and_(
                Decision.entry_id == ListEntry.id,
                sa.cast(Decision.level, sa.String) == level,
                Decision.superseded_at.is_(None),
            ),
        )
        .where(
            ListEntry.list_id.in_([one.id for one in lists if one.state in LEVEL_OF]),
            ListEntry.standing == EntryStanding.STANDING,
        )
        .group_by(ListEntry.list_id)
    )
    rows = db.session.execute(statement)
    return {list_id: (int(number), int(number - decided)) for list_id, number, decided in rows}


def _count_disputed(list_ids: Collection[int]) -> dict[int, int]:
    """list id -> undecided objections against its standing entries, wherever they stood when it was filed."""
    objected = ListEntry.__table__.alias("objected")
    statement = (
        sa.select(ListEntry.list_id, sa.func.count(sa.distinct(Objection.id)))
        .select_from(Objection)
        .join(objected, objected.c.id == Objection.entry_id)
        .join(ListEntry, ListEntry.application_id == objected.c.application_id)
        .where(
            Objection.state != ObjectionState.DECIDED,
            ListEntry.standing == EntryStanding.STANDING,
            ListEntry.list_id.in_(list_ids),
        )
        .group_by(ListEntry.list_id)
    )
    return {list_id: int(number) for list_id, number in db.session.execute(statement)}


def _add_cases(villages: dict[int, VillageLine]) -> None:
    overdue = sa.func.sum(sa.case((Objection.due_on < clock.today(), 1), else_=0))
    rows = db.session.execute(
        sa.select(Notice.village_id, Objection.level, sa.func.count(), overdue, sa.func.min(Objection.due_on))
        .join(Notice, Notice.id == Objection.notice_id)
        .where(Objection.state != ObjectionState.DECIDED, Notice.village_id.in_(villages))
        .group_by(Notice.village_id, Objection.level)
    )
    for village_id, level, number, late, due_on in rows:
        cases = villages[village_id].cases
        cases.overdue += int(late)
        cases.next_due = min(cases.next_due or due_on, due_on)
        if level is Level.COUNTY:
            cases.county, cases.overdue_county = int(number), int(late)
        else:
            cases.township = int(number)


def _add_tellings(villages: dict[int, VillageLine]) -> None:
    rows = db.session.execute(
        sa.select(CandidateList.village_id, sa.func.count())
        .join(Telling, Telling.list_id == CandidateList.id)
        .where(Telling.told_on.is_(None), CandidateList.village_id.in_(villages))
        .group_by(CandidateList.village_id)
    )
    for village_id, number in rows:
        villages[village_id].to_tell = int(number)
