"""What everybody may see of money: batches, what they were for, payments. Never who a household is.

Each function takes a constant number of statements. *path* is an area's: places at it or below it count.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import db
from app.core.paging import Page, paginate
from app.core.rows import get_only
from app.core.types import whole_sum
from app.domain.areas.models import Area
from app.domain.funds.models import Account, Batch, EntryKind, LedgerEntry, Roll, RollLine, SourceLevel
from app.domain.funds.years import begun_first
from app.domain.projects.kinds import ProjectKind
from app.domain.projects.models import Project, ProjectPlace
from app.domain.rounds.models import Round, RoundKind

#: what is a payment for everybody: money paid, and money that came back from whom it was paid to
PAYMENTS = (EntryKind.PAYMENT, EntryKind.REFUND)
_NAME = re.compile("[㐀-鿿·]{2,4}")
_IN_BRACKETS, _COUNTS = re.compile("[（(][^（()）]*[）)]$"), re.compile("[等户人名0-9]")
_ENDS_OF_SELLERS = frozenset("司厂社站店场院所行局校处馆园会")
_ENDS_OF_FIRMS = frozenset("司厂社队部站会店场院所行局校处室库馆园公委组村镇县市厅办")


@dataclass(frozen=True)
class Part:
    """The part of a year of money that a page is about: *path* of its area; *is_whole* for the area that opened it."""

    round_id: int
    path: str
    is_whole: bool

    @property
    def areas(self) -> Any:
        """The ids of the areas at *path* or below."""
        return sa.select(Area.id).where(within(self.path))


@dataclass(frozen=True)
class Cell:
    """What one batch gave to projects of one kind here, and what of it was paid."""

    batch_id: int
    kind: ProjectKind
    allocated_fen: int
    paid_fen: int


@dataclass(frozen=True)
class BatchLine:
    """A batch as an area sees it: what came here of it, what of this was given to projects and paid here."""

    batch: Batch
    came_fen: int
    allocated_fen: int
    paid_fen: int
    is_held: bool = False


@dataclass(frozen=True)
class ProjectLine:
    """A project as an area sees it: what was given to its places here, and what of this was paid."""

    project: Project
    allocated_fen: int
    paid_fen: int


@dataclass(frozen=True)
class FlowLine:
    """Money of one level for one kind of project, or (without a kind) lying still, or gone back or carried on."""

    level: SourceLevel
    kind: ProjectKind | None
    allocated_fen: int
    paid_fen: int
    still_fen: int = 0
    gone_fen: int = 0


@dataclass(frozen=True)
class PaidRoll:
    """A roll, how many households stand on it, and the payment by which it was paid; none of goods only."""

    roll: Roll
    households: int
    payment: str


def names_a_person(payee: str) -> bool:
    """*payee* may be a person's name: few Chinese characters, the last none that offices and firms end with.

    Whoever recorded it should have said so; what was forgotten must not put a villager's name on a page.
    """
    plain = payee.strip()
    return bool(_NAME.fullmatch(plain)) and plain[-1] not in _ENDS_OF_FIRMS


def is_surely_a_firm(payee: str) -> bool:
    """*payee* of a payment by roll is a firm or an office: so it ends, and it counts no households (王秀英等二户)."""
    plain = _IN_BRACKETS.sub("", payee.strip())
    return not names_a_person(plain) and plain[-1:] in _ENDS_OF_SELLERS and not _COUNTS.search(plain)


def list_years() -> Sequence[Round]:
    """The years of projects and money, the newest first."""
    order = (Round.year.desc(), Round.opened_on.desc(), Round.id.desc())
    return db.session.scalars(sa.select(Round).where(Round.kind == RoundKind.FUNDS).order_by(*order)).all()


def find_newest(path: str = "") -> Round | None:
    """The newest year that has begun and of which money is recorded, that governs the area at *path*.

    Else the newest that has begun; a year to come is shown of itself only where there is no other.
    """
    with_money = sa.select(Batch.round_id).distinct()
    order = (Round.id.in_(with_money).desc(), Round.year.desc(), Round.opened_on.desc(), Round.id.desc())
    found = db.session.scalars(sa.select(Round).where(Round.kind == RoundKind.FUNDS).order_by(*order))
    here = (one for one in found if not path or path.startswith(one.area.path))
    return next(iter(begun_first(here, clock.today().year)), None)


def find_year(year: int, path: str = "") -> Round | None:
    """The year of money called so: the one that governs the area at *path*, or simply the newest."""
    for round_ in list_years():
        if round_.year == year and (not path or path.startswith(round_.area.path)):
            return round_
    return None


def within(path: str) -> sa.ColumnElement[bool]:
    """The condition that an area lies at *path* or below it."""
    return Area.path.startswith(path, autoescape=True)


def load_cells(part: Part) -> list[Cell]:
    """The accounts of a part of a year, added up by batch and kind of project: one statement."""
    statement = (
        sa.select(
            Account.batch_id, Project.kind, whole_sum(Account.allocated_fen), whole_sum(Account.paid_fen)
        )
        .join(Project, Project.id == Account.project_id)
        .where(Project.round_id == part.round_id)
        .group_by(Account.batch_id, Project.kind)
    )
    if not part.is_whole:
        place = sa.select(ProjectPlace.id).where(ProjectPlace.area_id.in_(part.areas))
        statement = statement.where(Account.place_id.in_(place))
    return [Cell(*row) for row in db.session.execute(statement)]


def load_places(part: Part) -> dict[str, tuple[int, int]]:
    """Path of an area -> what its places of projects were given, and what was paid, in a part of a year: one statement.

    Paths come in the order of the areas' codes.
    """
    of_round = sa.select(Batch.id).where(Batch.round_id == part.round_id)
    statement = (
        sa.select(ProjectPlace.area_id, whole_sum(Account.allocated_fen), whole_sum(Account.paid_fen))
        .join(Account, Account.place_id == ProjectPlace.id)
        .where(Account.batch_id.in_(of_round))
        .group_by(ProjectPlace.area_id)
    )
    if not part.is_whole:
        statement = statement.where(ProjectPlace.area_id.in_(part.areas))
    sums = statement.subquery()
    named = sa.select(Area.path, *sums.c[1:]).join(sums, sums.c.area_id == Area.id).order_by(Area.code)
    return {path: (int(given), int(paid)) for path, given, paid in db.session.execute(named)}


def list_batches(part: Part, cells: Sequence[Cell]) -> list[BatchLine]:
    """The batches held here, and those held above that gave money to places here: one statement."""
    sums: dict[int, tuple[int, int]] = {}
    for cell in cells:
        given, paid = sums.get(cell.batch_id, (0, 0))
        sums[cell.batch_id] = (given + cell.allocated_fen, paid + cell.paid_fen)
    from_above = [batch_id for batch_id, (given, _paid) in sums.items() if given]
    statement = sa.select(Batch).where(Batch.round_id == part.round_id)
    if not part.is_whole:
        statement = statement.where(sa.or_(Batch.area_id.in_(part.areas), Batch.id.in_(from_above)))
    found = db.session.scalars(statement.order_by(Batch.document_on, Batch.number))
    return [_batch_line(part, batch, *sums.get(batch.id, (0, 0))) for batch in found]


def _batch_line(part: Part, batch: Batch, given: int, paid: int) -> BatchLine:
    is_held = batch.area.path.startswith(part.path)
    return BatchLine(batch, batch.received_fen if is_held else given, given, paid, is_held=is_held)


def flows_of(batches: Sequence[BatchLine], cells: Sequence[Cell]) -> list[FlowLine]:
    """From which level money came for which kind of project here; what lies still and what has gone."""
    levels = {line.batch.id: line.batch.level for line in batches}
    sums: dict[tuple[SourceLevel, ProjectKind], tuple[int, int]] = {}
    for cell in cells:
        if (level := levels.get(cell.batch_id)) is not None:
            given, paid = sums.get((level, cell.kind), (0, 0))
            sums[level, cell.kind] = (given + cell.allocated_fen, paid + cell.paid_fen)
    held = [line.batch for line in batches if line.is_held]
    return [
        *(FlowLine(level, kind, given, paid) for (level, kind), (given, paid) in sorted(sums.items())),
        *(_at_rest(level, [batch for batch in held if batch.level is level]) for level in SourceLevel),
    ]


def _at_rest(level: SourceLevel, batches: Sequence[Batch]) -> FlowLine:
    still = sum(batch.received_fen - batch.allocated_fen - batch.gone_fen for batch in batches)
    return FlowLine(level, None, 0, 0, still, sum(batch.gone_fen for batch in batches))


def page_projects(part: Part, number: int = 1, per_page: int = 50) -> Page[ProjectLine]:
    """The projects that got money for places here, the largest first."""
    if part.is_whole:
        funded = (Project.round_id == part.round_id, Project.allocated_fen > 0)
        sums = sa.select(Project.id, Project.allocated_fen, Project.paid_fen).where(*funded)
        order = (Project.allocated_fen.desc(), Project.id)
        counting = sa.select(sa.func.count()).where(*funded)
        return _project_lines(sums.order_by(*order), counting, number, per_page)
    place = sa.select(ProjectPlace.id).where(ProjectPlace.area_id.in_(part.areas))
    return _by_accounts([Account.place_id.in_(place)], part.round_id, number, per_page)


def page_projects_of_batch(batch: Batch, number: int = 1, per_page: int = 50) -> Page[ProjectLine]:
    """The projects that got money of a batch, the largest first."""
    return _by_accounts([Account.batch_id == batch.id], batch.round_id, number, per_page)


def _by_accounts(
    conditions: Sequence[sa.ColumnElement[bool]], round_id: int, number: int, per_page: int
) -> Page[ProjectLine]:
    given = whole_sum(Account.allocated_fen)
    sums = (
        sa.select(Account.project_id, given.label("given"), whole_sum(Account.paid_fen).label("paid"))
        .where(*conditions)
        .group_by(Account.project_id)
        .having(given > 0)
        .subquery()
    )
    statement = (
        sa.select(Project.id, sums.c.given, sums.c.paid)
        .join(sums, sums.c.project_id == Project.id)
        .where(Project.round_id == round_id)
        .order_by(sums.c.given.desc(), Project.id)
    )
    return _project_lines(statement, sa.select(sa.func.count()).select_from(sums), number, per_page)


def _project_lines(statement: Any, counting: Any, number: int, per_page: int) -> Page[ProjectLine]:
    """*statement* has a project's id, what it was given and what was paid, in order; projects are loaded by page."""
    total = int(db.session.scalar(counting) or 0)
    number = _within_pages(number, per_page, total)
    rows = db.session.execute(statement.limit(per_page).offset((number - 1) * per_page)).all()
    ids = [row[0] for row in rows]
    found = {one.id: one for one in db.session.scalars(sa.select(Project).where(Project.id.in_(ids)))}
    return Page(
        [ProjectLine(found[row[0]], int(row[1]), int(row[2])) for row in rows], number, per_page, total
    )


def _within_pages(number: int, per_page: int, total: int) -> int:
    return min(max(1, number), max(1, -(-total // per_page)))


WITH_ALL = (
    joinedload(LedgerEntry.batch),
    joinedload(LedgerEntry.project),
    joinedload(LedgerEntry.area),
    joinedload(LedgerEntry.account).joinedload(Account.place),
    joinedload(LedgerEntry.contract),
    joinedload(LedgerEntry.roll),
    joinedload(LedgerEntry.reverses),
    joinedload(LedgerEntry.reversed_by),
)


def get_payment(number: str) -> LedgerEntry:
    """A payment or a refund with what it belongs to; raises ``NotFound`` for anything else in the ledger."""
    statement = (
        sa.select(LedgerEntry)
        .where(LedgerEntry.number == number, LedgerEntry.kind.in_(PAYMENTS))
        .options(*WITH_ALL)
    )
    return get_only(statement)


def page_payments(
    *,
    part: Part | None = None,
    batch_id: int | None = None,
    project_id: int | None = None,
    number: int = 1,
    per_page: int = 50,
) -> Page[LedgerEntry]:
    """Payments and refunds at places here, out of a batch, for a project, the newest first; corrections as well."""
    conditions: list[sa.ColumnElement[bool]] = [LedgerEntry.kind.in_(PAYMENTS)]
    if part is not None:
        conditions.append(LedgerEntry.round_id == part.round_id)
    if part is not None and not part.is_whole:
        conditions.append(LedgerEntry.area_id.in_(part.areas))
    if batch_id is not None:
        conditions.append(LedgerEntry.batch_id == batch_id)
    if project_id is not None:
        conditions.append(LedgerEntry.project_id == project_id)
    return _page_of(conditions, number, per_page)


def list_latest_payments(part: Part, limit: int) -> Page[LedgerEntry]:
    """The payments and refunds here that were recorded last, and how many there are in all."""
    conditions: list[sa.ColumnElement[bool]] = [LedgerEntry.round_id == part.round_id]
    if not part.is_whole:
        conditions.append(LedgerEntry.area_id.in_(part.areas))
    last = sa.select(LedgerEntry.id).where(*conditions).order_by(LedgerEntry.id.desc()).limit(limit)
    ids = [one for kind in PAYMENTS for one in db.session.scalars(last.where(LedgerEntry.kind == kind))]
    counting = sa.select(sa.func.count()).where(LedgerEntry.kind.in_(PAYMENTS), *conditions)
    total = int(db.session.scalar(counting) or 0)
    return Page(_entries(sorted(ids, reverse=True)[:limit]), 1, limit, total)


def _page_of(conditions: Sequence[sa.ColumnElement[bool]], number: int, per_page: int) -> Page[LedgerEntry]:
    total = int(db.session.scalar(sa.select(sa.func.count()).where(*conditions)) or 0)
    number = _within_pages(number, per_page, total)
    ids = (
        sa.select(LedgerEntry.id)
        .where(*conditions)
        .order_by(LedgerEntry.on.desc(), LedgerEntry.id.desc())
        .limit(per_page)
        .offset((number - 1) * per_page)
    )
    return Page(_entries(list(db.session.scalars(ids))), number, per_page, total)


def _entries(ids: Sequence[int]) -> list[LedgerEntry]:
    """The entries with these ids and all that they belong to, in this order."""
    statement = sa.select(LedgerEntry).where(LedgerEntry.id.in_(ids)).options(*WITH_ALL)
    found = {entry.id: entry for entry in db.session.scalars(statement)}
    return [found[one] for one in ids]


def list_movements_of_batch(batch_id: int) -> Sequence[LedgerEntry]:
    """How the money of a batch came, and how it went on or back; nothing of what was given to projects."""
    kinds = (EntryKind.RECEIPT, EntryKind.CARRY_OVER, EntryKind.SURRENDER)
    own = sa.or_(LedgerEntry.batch_id == batch_id, LedgerEntry.to_batch_id == batch_id)
    statement = (
        sa.select(LedgerEntry)
        .where(own, LedgerEntry.kind.in_(kinds))
        .options(*WITH_ALL)
        .order_by(LedgerEntry.on, LedgerEntry.id)
    )
    return db.session.scalars(statement).all()


def count_on_rolls(roll_ids: Sequence[int]) -> dict[int, int]:
    """roll id -> how many households stand on it."""
    rows = db.session.execute(
        sa.select(RollLine.roll_id, sa.func.count())
        .where(RollLine.roll_id.in_(roll_ids))
        .group_by(RollLine.roll_id)
    )
    return {roll_id: int(number) for roll_id, number in rows}


def page_paid_rolls(part: Part, number: int = 1, per_page: int = 50) -> Page[PaidRoll]:
    """The rolls of households here that were paid or handed out, the newest first, each with its payment."""
    statement = (
        sa.select(Roll)
        .join(ProjectPlace, ProjectPlace.id == Roll.place_id)
        .join(Project, Project.id == ProjectPlace.project_id)
        .where(Roll.has_reached, Project.round_id == part.round_id)
        .options(joinedload(Roll.place))
    )
    if not part.is_whole:
        statement = statement.where(ProjectPlace.area_id.in_(part.areas))
    found: Page[Roll] = paginate(statement.order_by(Roll.id.desc()), number, per_page)
    ids = [roll.id for roll in found.items]
    households, payments = count_on_rolls(ids), _payments_of_rolls(ids)
    rolls = [PaidRoll(roll, households.get(roll.id, 0), payments.get(roll.id, "")) for roll in found.items]
    return Page(rolls, found.number, found.per_page, found.total)


def _payments_of_rolls(roll_ids: Sequence[int]) -> dict[int, str]:
    """roll id -> the number of the payment by which it was paid, corrected ones left out."""
    rows = db.session.execute(
        sa.select(LedgerEntry.roll_id, LedgerEntry.id, LedgerEntry.number, LedgerEntry.reverses_id).where(
            LedgerEntry.roll_id.in_(roll_ids), LedgerEntry.kind == EntryKind.PAYMENT
        )
    ).all()
    undone = {row.reverses_id for row in rows}
    return {
        row.roll_id: row.number
        for row in sorted(rows, key=lambda row: row.id)
        if row.reverses_id is None and row.id not in undone
    }
