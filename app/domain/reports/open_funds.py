"""The rows of the open data on money: batches, projects, what was allocated, contracts, payments. Never a person.

Each function gives the rows of one file in a fixed order, by one statement whatever their number, and reads them from
the database as they are asked for. A payee who is a person is not selected at all.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core.db import db
from app.domain.areas.models import Area
from app.domain.funds.models import Account, Batch, Contract, EntryKind, LedgerEntry, Roll, RollLine
from app.domain.funds.shown import PAYMENTS, names_a_person
from app.domain.households.models import Household, Member
from app.domain.projects.models import Bid, Project, ProjectPlace, Tender
from app.domain.projects.shown import is_shown
from app.domain.rounds.models import Round

#: so many rows are held at a time
PORTION = 1_000
#: one character alone is no name that could be looked for in a text
SHORTEST_NAME = 2
#: whom a payment went to: a firm or office by name, the households of a roll by its number, or one person
FIRM, ROLL, HOUSEHOLD = "organisation", "roll", "household"

_AREA = (Area.code.label("area_code"), Area.name_zh.label("area_zh"), Area.name_en.label("area_en"))
_YEAR = (Round.year.label("year"), Round.code.label("round"))


def each_batch() -> Iterator[Any]:
    """Every fund batch with its sums."""
    source = aliased(Batch)
    return _each(
        sa.select(
            Batch.number,
            *_YEAR,
            *_AREA,
            Batch.level,
            *(Batch.name_zh, Batch.name_en, Batch.giver_zh, Batch.giver_en),
            *(Batch.purpose_zh, Batch.purpose_en, Batch.document_no, Batch.document_on),
            *(Batch.received_fen, Batch.allocated_fen, Batch.gone_fen, Batch.is_invented),
            source.number.label("carried_from"),
        )
        .join(Round, Round.id == Batch.round_id)
        .join(Area, Area.id == Batch.area_id)
        .outerjoin(source, source.id == Batch.carried_from_id)
        .order_by(Round.year, Batch.number)
    )


def each_project() -> Iterator[Any]:
    """Every project that was ever put forward, announced or given money. *is_shown*: it has a page for everybody."""
    shown = is_shown()
    had_money = sa.exists().where(Account.project_id == Project.id)
    return _each(
        sa.select(
            Project.number,
            *_YEAR,
            *_AREA,
            *(Project.kind, Project.nature, Project.state, Project.name_zh, Project.name_en),
            *(Project.unit_zh, Project.unit_en, Project.quantity_milli, Project.serves),
            *(Project.serves_number, Project.budget_fen, Project.allocated_fen, Project.contracted_fen),
            *(Project.paid_fen, Project.starts_on, Project.due_on, Project.is_invented),
            shown.label("is_shown"),
        )
        .select_from(Project)
        .join(Round, Round.id == Project.round_id)
        .join(Area, Area.id == Project.area_id)
        .where(sa.or_(shown, had_money))
        .order_by(Round.year, Project.number)
    )


def each_allocation() -> Iterator[Any]:
    """What each batch gave to each place of a project, and what of that was paid."""
    return _each(
        sa.select(
            Batch.number.label("batch"),
            Project.number.label("project"),
            Round.year.label("year"),
            *_AREA,
            *(Account.allocated_fen, Account.paid_fen),
        )
        .select_from(Account)
        .join(Batch, Batch.id == Account.batch_id)
        .join(Project, Project.id == Account.project_id)
        .join(Round, Round.id == Batch.round_id)
        .join(ProjectPlace, ProjectPlace.id == Account.place_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .order_by(Round.year, Batch.number, Project.number, Area.code)
    )


def each_contract() -> Iterator[Any]:
    """Every contract with how its contractor was found; not the person who answers for it."""
    return _each(
        sa.select(
            Contract.number, Project.number.label("project"), Round.year.label("year"), *_contract_columns()
        )
        .join(Project, Project.id == Contract.project_id)
        .join(Round, Round.id == Project.round_id)
        .outerjoin(Tender, Tender.id == Contract.tender_id)
        .order_by(Round.year, Contract.number)
    )


def _contract_columns() -> tuple[Any, ...]:
    """What everybody may know of a contract. A contractor who was paid as a person is not named."""
    person = sa.exists().where(LedgerEntry.contract_id == Contract.id, LedgerEntry.payee_is_person)
    return (
        sa.case((~person, Contract.contractor)).label("contractor"),
        sa.case((~person, Contract.contractor_en)).label("contractor_en"),
        sa.case((~person, Contract.contractor_code), else_="").label("contractor_code"),
        *(Contract.signed_on, Contract.starts_on, Contract.ends_on, Contract.amount_fen, Contract.paid_fen),
        *(Tender.method, Tender.decided_on),
    )


def each_contracting() -> Iterator[Any]:
    """Every contract with its project, its tender and when it was last written about; those of a project together."""
    bids = sa.select(sa.func.count()).where(Bid.tender_id == Tender.id).scalar_subquery()
    award = sa.select(Bid.offer_fen).where(Bid.tender_id == Tender.id, Bid.is_award).scalar_subquery()
    last = sa.select(sa.func.max(LedgerEntry.recorded_at)).where(LedgerEntry.project_id == Project.id)
    return _each(
        sa.select(
            *(Contract.id, Contract.number, Contract.tender_id, *_contract_columns()),
            *(Tender.invited_on, bids.label("bids"), award.label("award_fen")),
            *(Project.number.label("project"), Project.name_zh, Project.name_en, Project.content_zh),
            *(Project.state, Project.budget_fen, Project.unit_zh, Round.year.label("year")),
            *(*_AREA, last.scalar_subquery().label("changed_at")),
        )
        .join(Project, Project.id == Contract.project_id)
        .join(Area, Area.id == Project.area_id)
        .join(Round, Round.id == Project.round_id)
        .outerjoin(Tender, Tender.id == Contract.tender_id)
        .order_by(Project.id, Contract.id)
    )


def load_names_in_contents() -> dict[str, set[str]]:
    """project's number -> the villagers named in what is written of its contents, for projects under contract."""
    village = aliased(Area)
    rows = db.session.execute(
        sa.select(Project.number, Member.name)
        .distinct()
        .join(Area, Area.id == Project.area_id)
        .join(village, village.path.startswith(Area.path))
        .join(Household, Household.village_id == village.id)
        .join(Member, Member.household_id == Household.id)
        .where(
            sa.exists().where(Contract.project_id == Project.id),
            sa.func.length(Member.name) >= SHORTEST_NAME,
            Project.content_zh.contains(Member.name),
        )
    )
    found: dict[str, set[str]] = {}
    for number, name in rows:
        found.setdefault(number, set()).add(name)
    return found


def each_payment() -> Iterator[Any]:
    """Every payment and refund with what corrected it. Of a roll: how many stand on it, none of their names."""
    undone, undoing = aliased(LedgerEntry), aliased(LedgerEntry)
    lines = sa.select(RollLine.roll_id, sa.func.count().label("lines")).group_by(RollLine.roll_id).subquery()
    is_person = sa.or_(LedgerEntry.payee_is_person, sa.func.coalesce(undone.payee_is_person, sa.false()))
    is_named = sa.and_(~is_person, LedgerEntry.roll_id.is_(None))
    payee = sa.case((LedgerEntry.roll_id.is_not(None), ROLL), (is_person, HOUSEHOLD), else_=FIRM)
    return _each(
        sa.select(
            *(LedgerEntry.number, LedgerEntry.kind, Round.year.label("year"), LedgerEntry.on),
            *(LedgerEntry.amount_fen, Batch.number.label("batch"), Project.number.label("project")),
            *_AREA,
            *(Contract.number.label("contract"), Roll.number.label("roll")),
            sa.case((LedgerEntry.roll_id.is_not(None), lines.c.lines), (is_person, 1)).label("households"),
            payee.label("payee_kind"),
            sa.case((is_named, LedgerEntry.payee)).label("payee"),
            sa.case((is_named, LedgerEntry.payee_en)).label("payee_en"),
            *(LedgerEntry.document_no, LedgerEntry.voucher_no),
            undone.number.label("reverses"),
            undoing.number.label("reversed_by"),
        )
        .select_from(LedgerEntry)
        .join(Round, Round.id == LedgerEntry.round_id)
        .join(Area, Area.id == LedgerEntry.area_id)
        .join(Batch, Batch.id == LedgerEntry.batch_id)
        .join(Project, Project.id == LedgerEntry.project_id)
        .outerjoin(Contract, Contract.id == LedgerEntry.contract_id)
        .outerjoin(Roll, Roll.id == LedgerEntry.roll_id)
        .outerjoin(lines, lines.c.roll_id == LedgerEntry.roll_id)
        .outerjoin(undone, undone.id == LedgerEntry.reverses_id)
        .outerjoin(undoing, undoing.reverses_id == LedgerEntry.id)
        .where(LedgerEntry.kind.in_(PAYMENTS))
        .order_by(LedgerEntry.id)
    )


def each_transaction() -> Iterator[Any]:
    """What was paid for contracts, and what came back, as it stands today; by project and contract."""
    undoing = aliased(LedgerEntry)
    sign = sa.case((LedgerEntry.kind == EntryKind.REFUND, -1), else_=1)
    return _each(
        sa.select(
            LedgerEntry.contract_id,
            LedgerEntry.number,
            LedgerEntry.on,
            (LedgerEntry.amount_fen * sign).label("fen"),
        )
        .outerjoin(undoing, undoing.reverses_id == LedgerEntry.id)
        .where(LedgerEntry.kind.in_(PAYMENTS), LedgerEntry.contract_id.is_not(None))
        .where(LedgerEntry.reverses_id.is_(None), undoing.id.is_(None))
        .order_by(LedgerEntry.on, LedgerEntry.id)
    )


def firm_of(name: str | None) -> str | None:
    """*name* where it is one of a firm or office; nothing where it may be a person's, whatever was recorded."""
    return None if name is None or names_a_person(name) else name


def _each(statement: sa.Select[*tuple[Any, ...]]) -> Iterator[Any]:
    yield from db.session.execute(statement.execution_options(yield_per=PORTION))
