"""Each sum that the ledger keeps against the entries themselves, in one statement a column."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_, Message
from app.core.types import whole_sum
from app.domain.areas.models import Area
from app.domain.funds import balances, rules
from app.domain.funds.findings import Finding, Weight
from app.domain.funds.models import Account, Batch, Contract, EntryKind, LedgerEntry, Roll, RollLine
from app.domain.projects.models import Project, ProjectPlace
from app.domain.rounds.models import Round

_NUMBERS: dict[str, Any] = {"fund_batch": Batch, "project": Project, "contract": Contract, "roll": Roll}
_COLUMNS: dict[str, str] = {
    "received_fen": N_("received"),
    "allocated_fen": N_("given to projects"),
    "gone_fen": N_("gone back or carried on"),
    "contracted_fen": N_("promised by contract"),
    "amount_fen": N_("the contract's amount"),
    "paid_fen": N_("paid"),
    "total_fen": N_("the roll's total"),
}
_SUBJECTS = {"fund_batch": "batch", "project": "project", "contract": "contract", "roll": "roll"}


def check_sums(round_: Round, area: Area) -> Iterable[Finding]:
    """Each column that the ledger keeps against the entries, in one statement a column."""
    columns: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    for kind, moves in balances.MOVES.items():
        for table, column, key, way in moves:
            columns.setdefault((table, column), []).append((kind, key, way))
    for (table, column), parts in columns.items():
        if table == "fund_account":
            yield from _accounts_off(round_, area, column, parts)
        else:
            yield from _rows_off(_NUMBERS[table], round_, area, column, _by_entries(_NUMBERS[table], parts))
    lines = sa.select(whole_sum(RollLine.amount_fen)).where(RollLine.roll_id == Roll.id)
    yield from _rows_off(Roll, round_, area, "total_fen", lines.correlate(Roll).scalar_subquery())


def _by_entries(model: Any, parts: Sequence[tuple[str, str, int]]) -> Any:
    """What a column of *model* must be by the entries."""
    total: Any = 0
    for kind, key, way in parts:
        signed = sa.case(
            (LedgerEntry.reverses_id.is_(None), LedgerEntry.amount_fen), else_=-LedgerEntry.amount_fen
        )
        one = (
            sa.select(whole_sum(signed))
            .where(getattr(LedgerEntry, key) == model.id, LedgerEntry.kind == EntryKind(kind))
            .correlate(model)
            .scalar_subquery()
        )
        total = one * way + total
    return total


def _rows_off(model: Any, round_: Round, area: Area, column: str, by_entries: Any) -> Iterable[Finding]:
    statement = sa.select(model.number, getattr(model, column), by_entries).select_from(model)
    below = Area.path.startswith(area.path, autoescape=True)
    if model is Roll:
        statement = statement.join(ProjectPlace, ProjectPlace.id == Roll.place_id)
        statement = statement.join(Project, Project.id == ProjectPlace.project_id)
        statement = statement.join(Area, Area.id == ProjectPlace.area_id)
    elif model is Contract:
        statement = statement.join(Project, Project.id == Contract.project_id)
        statement = statement.join(Area, Area.id == Project.area_id)
    else:
        statement = statement.join(Area, Area.id == model.area_id)
    owner = Batch if model is Batch else Project
    statement = statement.where(owner.round_id == round_.id, below, getattr(model, column) != by_entries)
    for number, kept, entries in db.session.execute(statement):
        yield _off(_SUBJECTS[model.__tablename__], number, column, int(kept), int(entries))


def _accounts_off(
    round_: Round, area: Area, column: str, parts: Sequence[tuple[str, str, int]]
) -> Iterable[Finding]:
    by_entries = _by_entries(Account, parts)
    statement = (
        sa.select(Project.number, getattr(Account, column), by_entries)
        .select_from(Account)
        .join(Project, Project.id == Account.project_id)
        .join(ProjectPlace, ProjectPlace.id == Account.place_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .where(
            Project.round_id == round_.id,
            Area.path.startswith(area.path, autoescape=True),
            getattr(Account, column) != by_entries,
        )
    )
    for number, kept, entries in db.session.execute(statement):
        yield _off("project", number, column, int(kept), int(entries))


def _off(subject: str, number: str, column: str, kept: int, entries: int) -> Finding:
    words = N_("%(what)s: the books say %(left)s yuan, the entries add up to %(right)s.")
    message = Message(words, what=Message(_COLUMNS[column]), left=rules.yuan(kept), right=rules.yuan(entries))
    return Finding("sum", Weight.WRONG, subject, number, message, kept, entries)


def sum_paid_apart(round_: Round) -> dict[int, int]:
    """project id -> what was paid outside of its contracts."""
    signed = sa.case(
        (LedgerEntry.reverses_id.is_(None), LedgerEntry.amount_fen), else_=-LedgerEntry.amount_fen
    )
    way = sa.case((LedgerEntry.kind == EntryKind.PAYMENT, signed), else_=-signed)
    rows = db.session.execute(
        sa.select(LedgerEntry.project_id, whole_sum(way))
        .where(
            LedgerEntry.round_id == round_.id,
            LedgerEntry.kind.in_((EntryKind.PAYMENT, EntryKind.REFUND)),
            LedgerEntry.contract_id.is_(None),
        )
        .group_by(LedgerEntry.project_id)
    )
    return {project_id: total for project_id, total in rows if project_id is not None}
