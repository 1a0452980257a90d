"""What a finance office's workbook may name, as the ledger has it now: batches, projects, contracts, rolls, entries.

Lives here: these things with their sums as plain objects, which a plan may change without touching the database, and
reading them in a constant number of statements. Does not live here: the plan (``workbook_plan.py``).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core.db import db
from app.domain.areas.models import Area
from app.domain.funds import awards
from app.domain.funds.models import Account, Batch, Contract, EntryKind, LedgerEntry, Roll, RollLine
from app.domain.households.models import Household
from app.domain.projects.models import Project, ProjectPlace, ProjectState
from app.domain.rounds.models import Round

#: what makes an entry the same as a row of a workbook
Key = tuple[Any, ...]
Known = dict[Key, list[str]]


@dataclass(slots=True, eq=False)
class BatchRef:
    """A fund batch; without *id* it comes with the workbook."""

    id: int | None
    number: str
    area_path: str
    document_no: str
    name: str
    received_fen: int = 0
    allocated_fen: int = 0
    gone_fen: int = 0
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class PlaceRef:
    """A place of a project."""

    id: int
    area_id: int
    code: str
    name: str
    path: str


@dataclass(slots=True, eq=False)
class ProjectRef:
    """A project with its places; *award* is the tender that gave its work to somebody, and to whom."""

    id: int
    number: str
    name: str
    state: ProjectState
    area_id: int
    area_path: str
    allocated_fen: int
    contracted_fen: int
    paid_fen: int
    budget_fen: int
    places: list[PlaceRef] = field(default_factory=list)
    award: tuple[int, str] | None = None


@dataclass(slots=True, eq=False)
class AccountRef:
    """What a batch gave to a place."""

    id: int | None
    batch: BatchRef
    place: PlaceRef
    project: ProjectRef
    allocated_fen: int = 0
    paid_fen: int = 0


@dataclass(slots=True, eq=False)
class ContractRef:
    """A contract. *project_id* may be that of a project of another year."""

    id: int | None
    number: str
    project_id: int
    contractor: str
    signed_on: dt.date
    amount_fen: int = 0
    paid_fen: int = 0
    tender_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class PaymentRef:
    """A payment that stands, or (without *id*) comes with the workbook: *left_fen* of it may still be given back."""

    id: int | None
    number: str
    on: dt.date
    left_fen: int


#: account, contract, roll and payee of a payment, which a refund has in common with it
PaidFor = tuple[AccountRef, ContractRef | None, "RollRef | None", str]


@dataclass(slots=True, eq=False)
class RollRef:
    """A roll, with its *project* where it comes with the workbook; else with its *lines* after :func:`load_lines`."""

    id: int | None
    number: str
    place: PlaceRef
    title: str
    drawn_up_on: dt.date
    total_fen: int = 0
    paid_fen: int = 0
    count: int = 0
    withdrawn_on: dt.date | None = None
    lines: list[dict[str, Any]] = field(default_factory=list)
    project: ProjectRef | None = None


@dataclass(slots=True)
class Standing:
    """A payment that stands in the ledger, as a row may repeat it. Whose books: the *area_id* of its project."""

    number: str
    area_id: int
    place_id: int
    on: dt.date
    amount_fen: int
    payee: str
    voucher_no: str


@dataclass(slots=True)
class Ground:
    """The books of one year: by number, and what entries there are. *area* is where the workbook is for."""

    round: Round
    area: Area
    batches: dict[str, BatchRef] = field(default_factory=dict)
    projects: dict[str, ProjectRef] = field(default_factory=dict)
    accounts: dict[tuple[BatchRef, int], AccountRef] = field(default_factory=dict)
    contracts: dict[str, ContractRef] = field(default_factory=dict)
    rolls: dict[str, RollRef] = field(default_factory=dict)
    known: Known = field(default_factory=dict)
    standing: list["Standing"] = field(default_factory=list)
    payments: dict[PaidFor, list[PaymentRef]] = field(default_factory=lambda: defaultdict(list))

    def find_project(self, number: str | None, name: str | None) -> list[ProjectRef]:
        """The project with this number; without one those called so."""
        if number:
            return [self.projects[number]] if number in self.projects else []
        return [one for one in self.projects.values() if one.name == name]

    def account(self, batch: BatchRef, place: PlaceRef, project: ProjectRef) -> AccountRef:
        """What *batch* gave to *place*; a new account when it never gave anything."""
        found = self.accounts.get((batch, place.id))
        if found is None:
            found = self.accounts[batch, place.id] = AccountRef(None, batch, place, project)
        return found


def load(round_: Round, area: Area) -> Ground:
    """The books of *round_* as they stand."""
    ground = Ground(round_, area)
    batches = _batches(ground)
    places = _projects(ground)
    for account in db.session.execute(
        sa.select(Account.id, Account.batch_id, Account.place_id, Account.allocated_fen, Account.paid_fen)
        .join(Batch, Batch.id == Account.batch_id)
        .where(Batch.round_id == round_.id)
    ):
        place, project = places[account.place_id]
        batch = batches[account.batch_id]
        ref = AccountRef(account.id, batch, place, project, account.allocated_fen, account.paid_fen)
        ground.accounts[batch, place.id] = ref
    _contracts(ground)
    _rolls(ground, places)
    _entries(ground)
    return ground


def _batches(ground: Ground) -> dict[int, BatchRef]:
    found = {}
    for one in db.session.execute(
        sa.select(
            *(Batch.id, Batch.number, Area.path, Batch.document_no, Batch.name_zh),
            *(Batch.received_fen, Batch.allocated_fen, Batch.gone_fen),
        )
        .join(Area, Area.id == Batch.area_id)
        .where(Batch.round_id == ground.round.id)
        .order_by(Batch.id)
    ):
        found[one.id] = ground.batches[one.number] = BatchRef(*one)
    return found


def _projects(ground: Ground) -> dict[int, tuple[PlaceRef, ProjectRef]]:
    projects = {}
    for one in db.session.execute(
        sa.select(
            *(Project.id, Project.number, Project.name_zh, Project.state, Project.area_id, Area.path),
            *(Project.allocated_fen, Project.contracted_fen, Project.paid_fen, Project.budget_fen),
        )
        .select_from(Project)
        .join(Area, Area.id == Project.area_id)
        .where(Project.round_id == ground.round.id)
        .order_by(Project.id)
    ):
        projects[one.id] = ground.projects[one.number] = ProjectRef(*one)
    of_round = sa.select(Project.id).where(Project.round_id == ground.round.id)
    for project_id, award in awards.load_awards(of_round).items():
        projects[project_id].award = award
    places = {}
    for where in db.session.execute(
        sa.select(
            *(ProjectPlace.id, ProjectPlace.area_id, Area.code, Area.name_zh, Area.path),
            ProjectPlace.project_id,
        )
        .select_from(ProjectPlace)
        .join(Area, Area.id == ProjectPlace.area_id)
        .join(Project, Project.id == ProjectPlace.project_id)
        .where(Project.round_id == ground.round.id)
        .order_by(ProjectPlace.id)
    ):
        place = PlaceRef(where.id, where.area_id, where.code, where.name_zh, where.path)
        projects[where.project_id].places.append(place)
        places[where.id] = (place, projects[where.project_id])
    return places


def _contracts(ground: Ground) -> None:
    """All there are: a number is taken, whatever year it is of."""
    for one in db.session.execute(
        sa.select(
            *(Contract.id, Contract.number, Contract.project_id, Contract.contractor, Contract.signed_on),
            *(Contract.amount_fen, Contract.paid_fen, Contract.tender_id),
        )
    ):
        ground.contracts[one.number] = ContractRef(*one)


def _rolls(ground: Ground, places: dict[int, tuple[PlaceRef, ProjectRef]]) -> None:
    count = sa.select(sa.func.count()).where(RollLine.roll_id == Roll.id).scalar_subquery()
    for one in db.session.execute(
        sa.select(
            *(Roll.id, Roll.number, Roll.place_id, Roll.title_zh, Roll.drawn_up_on, Roll.total_fen),
            *(Roll.paid_fen, count.label("count"), Roll.withdrawn_on),
        )
        .join(ProjectPlace, ProjectPlace.id == Roll.place_id)
        .join(Project, Project.id == ProjectPlace.project_id)
        .where(Project.round_id == ground.round.id)
        .order_by(Roll.id)
    ):
        place = places[one.place_id][0]
        ground.rolls[one.number] = RollRef(one.id, one.number, place, *tuple(one)[3:])


def _entries(ground: Ground) -> None:
    """The entries that stand, by what makes them the same as a row; of payments also what may still come back."""
    accounts = {one.id: one for one in ground.accounts.values()}
    contracts = {one.id: one for one in ground.contracts.values()}
    rolls = {one.id: one for one in ground.rolls.values()}
    payments: dict[int, PaymentRef] = {}
    undoing = aliased(LedgerEntry)
    entry = LedgerEntry
    kinds = (EntryKind.CARRY_OVER, EntryKind.SURRENDER)
    known: Known = defaultdict(list)
    for one in db.session.execute(
        sa.select(
            *(entry.number, entry.kind, entry.on, entry.amount_fen, entry.batch_id, entry.account_id),
            *(entry.contract_id, entry.roll_id, entry.payee, entry.voucher_no, entry.document_no),
            *(entry.id, entry.refunds_id),
        )
        .outerjoin(undoing, undoing.reverses_id == entry.id)
        .where(entry.round_id == ground.round.id, entry.reverses_id.is_(None), undoing.id.is_(None))
        .where(entry.kind.not_in(kinds))
        .order_by(entry.id)
    ):
        number, *rest = tuple(one)[:-2]
        known[key_of(*rest)].append(number)
        if one.kind is EntryKind.PAYMENT:
            paid_for = (
                accounts[one.account_id],
                contracts.get(one.contract_id),
                rolls.get(one.roll_id),
                one.payee,
            )
            payments[one.id] = PaymentRef(one.id, number, one.on, one.amount_fen)
            account = paid_for[0]
            said = (one.on, one.amount_fen, one.payee, one.voucher_no)
            ground.standing.append(Standing(number, account.project.area_id, account.place.id, *said))
            ground.payments[paid_for].append(payments[one.id])
        elif one.refunds_id in payments:
            payments[one.refunds_id].left_fen -= one.amount_fen
    ground.known = dict(known)


def key_of(
    kind: EntryKind,
    on: dt.date,
    amount_fen: int,
    batch_id: int | None,
    account_id: int | None,
    contract_id: int | None,
    roll_id: int | None,
    payee: str,
    voucher_no: str,
    document_no: str,
) -> Key:
    """What makes an entry the same as a row of a workbook."""
    if kind is EntryKind.RECEIPT:
        return kind, batch_id, on, amount_fen
    if kind is EntryKind.CONTRACT:
        return kind, contract_id, on, amount_fen
    if kind in (EntryKind.ALLOCATION, EntryKind.RECALL):
        return kind, account_id, on, amount_fen, document_no
    return kind, account_id, contract_id, roll_id, on, amount_fen, payee, voucher_no


def load_lines(ground: Ground) -> None:
    """Give the rolls in the ledger that were not withdrawn their lines: one statement."""
    rolls = {one.id: one for one in ground.rolls.values() if one.withdrawn_on is None}
    of_round = (
        sa.select(ProjectPlace.id)
        .join(Project, Project.id == ProjectPlace.project_id)
        .where(Project.round_id == ground.round.id)
    )
    for one in db.session.execute(
        sa.select(
            *(RollLine.roll_id, RollLine.group_name, RollLine.name, RollLine.people),
            *(RollLine.amount_fen, RollLine.goods_zh),
        )
        .join(Roll, Roll.id == RollLine.roll_id)
        .where(Roll.place_id.in_(of_round), Roll.withdrawn_on.is_(None))
        .order_by(RollLine.roll_id, RollLine.sequence)
    ):
        rolls[one.roll_id].lines.append(dict(one._mapping))


def load_households(area_ids: Iterable[int]) -> dict[tuple[int, str, str], list[int]]:
    """(village, group, head) -> households; and (village, "#", household number) -> the household."""
    group = aliased(Area)
    found: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for one in db.session.execute(
        sa.select(
            Household.id, Household.village_id, group.name_zh, Household.head_name, Household.household_no
        )
        .outerjoin(group, group.id == Household.group_id)
        .where(Household.village_id.in_(sorted(set(area_ids))))
    ):
        found[one.village_id, one.name_zh or "", one.head_name].append(one.id)
        found[one.village_id, "#", one.household_no].append(one.id)
    return found
