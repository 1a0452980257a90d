"""What is to do with each sheet today: hang it, photograph it, look after it, take it down."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.permissions import Actor
from app.domain.areas.models import Area, PostingPlace
from app.domain.notices import hanging
from app.domain.notices import queries as notice_queries
from app.domain.notices.models import Notice, NoticeState, Posting
from app.domain.notices.queries import Standing
from app.domain.sheets import queries, rules, scans
from app.domain.sheets.models import PhotographOutcome, Sheet, SheetPhotograph, SheetPurpose


class TaskKind(StrEnum):
    """What a sheet needs, the most urgent first."""

    MISSING = "missing"
    HANG = "hang"
    TAKE_DOWN = "take_down"
    END = "end"
    WAITS = "waits"
    LOOK = "look"
    NOTHING = "nothing"


ORDER = {kind: place for place, kind in enumerate(TaskKind)}
#: what a waiting photograph is for, and the task in whose place it stands
WAITED_FOR = {
    TaskKind.HANG: SheetPurpose.HUNG,
    TaskKind.MISSING: SheetPurpose.REHUNG,
    TaskKind.END: SheetPurpose.END,
}


@dataclass(frozen=True)
class Task:
    """What is to do with the sheet of a notice at a place, until which day.

    *sheet* is ``None`` for a place whose sheet was not made yet. *photograph* is the one that waits for a second
    person, or the last one that was refused. *scans* were counted so far; for a look *silent_days* went by without any.
    """

    kind: TaskKind
    standing: Standing
    place: PostingPlace
    sheet: Sheet | None = None
    posting: Posting | None = None
    due_on: dt.date | None = None
    photograph: SheetPhotograph | None = None
    scans: int = 0
    silent_days: int = 0

    @property
    def notice(self) -> Notice:
        return self.standing.notice

    @property
    def is_urgent(self) -> bool:
        """The period waits for this, or a sheet hangs that must not."""
        if self.kind is TaskKind.HANG:
            return self.standing.period.missing > 0
        return self.kind in (TaskKind.MISSING, TaskKind.END) or (
            self.kind is TaskKind.TAKE_DOWN and self.notice.withdrawn_at is not None
        )


@dataclass
class VillageState:
    """A village's tasks, for the township."""

    village: Area
    tasks: list[Task] = field(default_factory=list)

    def count(self, kind: TaskKind) -> int:
        """How many of its sheets need this."""
        return sum(task.kind is kind for task in self.tasks)

    @property
    def not_hanging(self) -> int:
        """Sheets that should hang and do not: not hung yet, not proven yet, or missing."""
        return sum(
            task.kind in (TaskKind.MISSING, TaskKind.HANG)
            or (task.kind is TaskKind.WAITS and (task.posting is None or task.posting.open_gap is not None))
            for task in self.tasks
        )

    @property
    def is_all_well(self) -> bool:
        return all(task.kind is TaskKind.NOTHING for task in self.tasks)


def list_tasks_for(actor: Actor, on: dt.date | None = None) -> list[Task]:
    """What is to do within the actor's areas with notices that hang or must hang, the most urgent first."""
    return list_tasks(notice_queries.list_current_for(actor), on)


def list_tasks(notices: Sequence[Notice], on: dt.date | None = None) -> list[Task]:
    """What is to do with the sheets of *notices* (loaded with their postings) on a day, the most urgent first."""
    on = on or clock.today()
    known = _Known.load(notices)
    tasks = [
        task for standing in notice_queries.standings(notices, on) for task in _tasks_of(standing, known, on)
    ]
    return sorted(
        tasks,
        key=lambda task: (
            ORDER[task.kind],
            not task.is_urgent,
            task.due_on or dt.date.max,
            task.notice.village.code,
            task.notice.id,
            task.place.ordinal,
        ),
    )


def list_villages(tasks: Iterable[Task]) -> list[VillageState]:
    """*tasks* by village, by code."""
    found: dict[int, VillageState] = {}
    for task in tasks:
        village = task.notice.village
        found.setdefault(village.id, VillageState(village)).tasks.append(task)
    return sorted(found.values(), key=lambda state: state.village.code)


@dataclass(frozen=True)
class _Known:
    """What is read once for all notices."""

    places: dict[int, list[PostingPlace]]
    sheets: dict[tuple[int, int], Sheet]
    photographs: dict[tuple[int, SheetPurpose], SheetPhotograph]
    totals: dict[tuple[int, int], int]
    last_scans: dict[tuple[int, int], dt.date]
    last_looks: dict[int, dt.date]

    @classmethod
    def load(cls, notices: Sequence[Notice]) -> "_Known":
        ids = [notice.id for notice in notices]
        sheets = [sheet for some in queries.load_sheets(ids).values() for sheet in some]
        sheet_ids = [sheet.id for sheet in sheets]
        return cls(
            places=_load_places({notice.village_id for notice in notices}),
            sheets={(sheet.notice_id, sheet.place_id): sheet for sheet in sheets},
            photographs=_load_unsettled(sheet_ids),
            totals=scans.load_totals(ids),
            last_scans=scans.load_last_days(ids),
            last_looks=queries.load_last_looks(sheet_ids),
        )


def _load_places(village_ids: set[int]) -> dict[int, list[PostingPlace]]:
    found: dict[int, list[PostingPlace]] = {}
    statement = sa.select(PostingPlace).where(
        PostingPlace.village_id.in_(village_ids), PostingPlace.is_active
    )
    for place in db.session.scalars(statement.order_by(PostingPlace.ordinal, PostingPlace.id)):
        found.setdefault(place.village_id, []).append(place)
    return found


def _load_unsettled(sheet_ids: Sequence[int]) -> dict[tuple[int, SheetPurpose], SheetPhotograph]:
    """(sheet id, purpose) -> the last photograph that waits, or was refused."""
    outcomes = (PhotographOutcome.WAITING, PhotographOutcome.REFUSED)
    statement = sa.select(SheetPhotograph).where(
        SheetPhotograph.sheet_id.in_(sheet_ids), SheetPhotograph.outcome.in_(outcomes)
    )
    rows = db.session.scalars(statement.order_by(SheetPhotograph.id))
    return {(one.sheet_id, one.purpose): one for one in rows}


def _tasks_of(standing: Standing, known: _Known, on: dt.date) -> Iterable[Task]:
    notice = standing.notice
    postings = {posting.place_id: posting for posting in notice.postings}
    places = {place.id: place for place in known.places.get(notice.village_id, ())}
    places |= {posting.place_id: posting.place for posting in notice.postings}
    for place in places.values():
        posting, sheet = postings.get(place.id), known.sheets.get((notice.id, place.id))
        if (wanted := _wanted(standing, posting, on)) is not None:
            yield _task(*wanted, standing, place, sheet, posting, known, on)


def _wanted(standing: Standing, posting: Posting | None, on: dt.date) -> tuple[TaskKind, dt.date] | None:
    """What the sheet needs by what is recorded, and until when; ``None`` when it is no matter any more."""
    notice, period = standing.notice, standing.period
    if posting is None:
        if not standing.is_open:
            return None
        return TaskKind.HANG, max(notice.hang_on, on)
    if posting.taken_down_on is not None:
        return None
    if standing.state is not NoticeState.OPEN:
        return TaskKind.TAKE_DOWN, on
    if posting.open_gap is not None:
        return TaskKind.MISSING, on
    if rules.is_end_wanted(standing, posting, on):
        return TaskKind.END, period.last_day
    return TaskKind.NOTHING, period.last_day


def _task(
    kind: TaskKind,
    due_on: dt.date,
    standing: Standing,
    place: PostingPlace,
    sheet: Sheet | None,
    posting: Posting | None,
    known: _Known,
    on: dt.date,
) -> Task:
    if sheet is None:
        return Task(kind, standing, place, None, posting, due_on)
    photograph = known.photographs.get((sheet.id, WAITED_FOR[kind])) if kind in WAITED_FOR else None
    if photograph is not None and photograph.outcome is PhotographOutcome.WAITING:
        kind = TaskKind.WAITS
    key, silent = (sheet.notice_id, sheet.ordinal), 0
    if kind is TaskKind.NOTHING and posting is not None:
        seen = [hanging.last_seen_on(posting), known.last_scans.get(key), known.last_looks.get(sheet.id)]
        silent = (on - max(day for day in seen if day is not None)).days
        asked = standing.notice.round.policy.scan_silence_days
        kind, due_on = (TaskKind.LOOK, on) if 0 < asked <= silent else (kind, due_on)
    return Task(
        kind,
        standing,
        place,
        sheet,
        posting,
        due_on,
        photograph,
        known.totals.get(key, 0),
        silent if kind is TaskKind.LOOK else 0,
    )
