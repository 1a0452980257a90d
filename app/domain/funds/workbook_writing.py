"""The ledger of a year as the finance office's workbook: in the shape that can be handed in again.

Lives here: the workbook as bytes; entries that were reversed, and their reversals, stand in none of its sheets. Does
not live here: reading such a workbook (``workbook_reading.py``).
"""

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from sqlalchemy.orm import aliased

from app.core.db import db
from app.core.spreadsheets import is_like_a_formula
from app.domain.areas.models import Area
from app.domain.funds import workbook_columns as columns
from app.domain.funds.models import Account, Batch, Contract, EntryKind, LedgerEntry, Roll, RollLine
from app.domain.funds.workbook_columns import Holds, Sheet
from app.domain.funds.workbook_guide import guide_rows
from app.domain.households.models import Household
from app.domain.imports.reader import column_letters
from app.domain.projects.models import Project, ProjectPlace
from app.domain.rounds.models import Round

_AMOUNT, _DAY = "#,##0.00", "yyyy-mm-dd"
_WIDTHS = {Holds.TEXT: 22, Holds.DAY: 13, Holds.AMOUNT: 17, Holds.NUMBER: 9, Holds.CODE: 22}
_PORTION = 2_000
#: columns that must be filled in
_NEEDED = PatternFill("solid", fgColor="FFEB9C")
E = LedgerEntry


def empty_workbook(projects: Sequence[Project] = ()) -> bytes:
    """All sheets with their headings and no row, to be filled in; behind them how, with the numbers of *projects*."""
    return _workbook(dict.fromkeys(Sheet, ()), guide_rows([(one.number, one.name_zh) for one in projects]))


def ledger_workbook(round_: Round, path: str) -> bytes:
    """The batches held at *path* or below, and what was allocated, promised, drawn up and paid there, in *round_*."""
    return _workbook(
        {
            Sheet.BATCHES: _batches(round_, path),
            Sheet.ALLOCATIONS: _allocations(round_, path),
            Sheet.CONTRACTS: _contracts(round_, path),
            Sheet.ROLLS: _rolls(round_, path),
            Sheet.PAYMENTS: _payments(round_, path),
        }
    )


def _workbook(rows_of: dict[Sheet, Iterable[dict[str, Any]]], guide: Iterable[tuple[str, str]] = ()) -> bytes:
    book = Workbook(write_only=True)
    for sheet, rows in rows_of.items():
        page = book.create_sheet(columns.SHEET_NAMES[sheet])
        page.freeze_panes = "A2"
        fields = columns.FIELDS[sheet]
        for index, field in enumerate(fields):
            page.column_dimensions[column_letters(index)].width = _WIDTHS[field.holds]
        page.append([_heading(page, field) for field in fields])
        for row in rows:
            page.append([_cell(page, field.holds, row.get(field.name)) for field in fields])
    if guide:
        page = book.create_sheet(columns.GUIDE)
        page.column_dimensions["A"].width, page.column_dimensions["B"].width = 28, 70
        for label, words in guide:
            page.append([_cell(page, Holds.TEXT, label), _cell(page, Holds.TEXT, words)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _heading(page: Any, field: columns.Field) -> WriteOnlyCell:
    unit = "（元）" if field.holds is Holds.AMOUNT else ""
    cell = WriteOnlyCell(page, value=f"{field.headings[0]}{unit}")
    cell.font = Font(bold=True)
    cell.alignment = Alignment(horizontal="center")
    if field.is_needed:
        cell.fill = _NEEDED
    return cell


def _cell(page: Any, holds: Holds, value: Any) -> Any:
    if value is None or value == "":
        return None
    if holds is Holds.AMOUNT:
        cell = WriteOnlyCell(page, value=value / 100)
        cell.number_format = _AMOUNT
        return cell
    if isinstance(value, dt.date):
        cell = WriteOnlyCell(page, value=value)
        cell.number_format = _DAY
        return cell
    if is_like_a_formula(value):
        cell = WriteOnlyCell(page, value=value)
        cell.data_type, cell.number_format = "s", "@"
        return cell
    return value


def _each(statement: sa.Select[*tuple[Any, ...]]) -> Iterator[Any]:
    yield from db.session.execute(statement.execution_options(yield_per=_PORTION))


def _standing(round_: Round, path: str, *kinds: EntryKind) -> tuple[Any, list[Any]]:
    """The alias of whatever undoes an entry, and the conditions for one of *kinds* that stands and lies at *path*."""
    undoing = aliased(LedgerEntry)
    return undoing, [
        E.round_id == round_.id,
        E.kind.in_(kinds),
        E.reverses_id.is_(None),
        undoing.id.is_(None),
        Area.path.startswith(path, autoescape=True),
    ]


def _batches(round_: Round, path: str) -> Iterator[dict[str, Any]]:
    undoing = aliased(LedgerEntry)
    received = sa.and_(E.batch_id == Batch.id, E.kind == EntryKind.RECEIPT, E.reverses_id.is_(None))
    statement = (
        sa.select(
            *(Batch.number, Batch.name_zh, Batch.level, Batch.giver_zh, Batch.document_no),
            *(Batch.document_on, Batch.purpose_zh, E.on, E.amount_fen, undoing.id.label("undone")),
        )
        .select_from(Batch)
        .join(Area, Area.id == Batch.area_id)
        .outerjoin(E, received)
        .outerjoin(undoing, undoing.reverses_id == E.id)
        .where(Batch.round_id == round_.id, Area.path.startswith(path, autoescape=True))
        .order_by(Batch.number, E.id)
    )
    for one in _each(statement):
        if one.undone is None:
            yield {
                "batch": one.number,
                "name": one.name_zh,
                "level": columns.LEVEL_WORDS[one.level],
                "giver": one.giver_zh,
                "document_no": one.document_no,
                "document_on": one.document_on,
                "on": one.on,
                "amount": one.amount_fen,
                "purpose": one.purpose_zh,
            }


def _allocations(round_: Round, path: str) -> Iterator[dict[str, Any]]:
    undoing, conditions = _standing(round_, path, EntryKind.ALLOCATION, EntryKind.RECALL)
    for one in _each(_of_account(undoing, conditions)):
        yield {
            **_where(one),
            "on": one.on,
            "amount": _signed(one),
            "document_no": one.document_no,
            "what": one.what_zh,
        }


def _payments(round_: Round, path: str) -> Iterator[dict[str, Any]]:
    undoing, conditions = _standing(round_, path, EntryKind.PAYMENT, EntryKind.REFUND)
    for one in _each(_of_account(undoing, conditions)):
        yield {
            **_where(one),
            "on": one.on,
            "payee": one.payee,
            "payee_kind": "个人" if one.payee_is_person else "单位",
            "amount": _signed(one),
            "voucher_no": one.voucher_no,
            "document_no": one.document_no,
            "contract": one.contract,
            "roll": one.roll,
            "what": one.what_zh,
        }


def _of_account(undoing: Any, conditions: list[Any]) -> sa.Select[*tuple[Any, ...]]:
    """Entries of accounts with the numbers of all that they name."""
    return (
        sa.select(
            *(E.kind, E.on, E.amount_fen, E.payee, E.payee_is_person, E.voucher_no, E.document_no, E.what_zh),
            *(
                Batch.number.label("batch"),
                Project.number.label("project"),
                Project.name_zh.label("project_name"),
            ),
            *(Area.name_zh.label("place"), Contract.number.label("contract"), Roll.number.label("roll")),
        )
        .select_from(E)
        .join(Account, Account.id == E.account_id)
        .join(ProjectPlace, ProjectPlace.id == Account.place_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .join(Batch, Batch.id == E.batch_id)
        .join(Project, Project.id == E.project_id)
        .outerjoin(Contract, Contract.id == E.contract_id)
        .outerjoin(Roll, Roll.id == E.roll_id)
        .outerjoin(undoing, undoing.reverses_id == E.id)
        .where(*conditions)
        .order_by(E.id)
    )


def _where(one: Any) -> dict[str, Any]:
    return {"batch": one.batch, "project": one.project, "project_name": one.project_name, "place": one.place}


def _signed(one: Any) -> int:
    """What came back or was taken back stands below nought."""
    return -one.amount_fen if one.kind in (EntryKind.REFUND, EntryKind.RECALL) else int(one.amount_fen)


def _contracts(round_: Round, path: str) -> Iterator[dict[str, Any]]:
    undoing, conditions = _standing(round_, path, EntryKind.CONTRACT)
    statement = (
        sa.select(
            *(Contract.number, Project.number.label("project"), Project.name_zh, Contract.contractor),
            *(Contract.contractor_code, Contract.person_in_charge, Contract.starts_on, Contract.ends_on),
            *(E.on, E.amount_fen),
        )
        .select_from(E)
        .join(Contract, Contract.id == E.contract_id)
        .join(Project, Project.id == E.project_id)
        .join(Area, Area.id == Project.area_id)
        .outerjoin(undoing, undoing.reverses_id == E.id)
        .where(*conditions)
        .order_by(E.id)
    )
    for one in _each(statement):
        yield {
            "contract": one.number,
            "project": one.project,
            "project_name": one.name_zh,
            "contractor": one.contractor,
            "contractor_code": one.contractor_code,
            "person_in_charge": one.person_in_charge,
            "on": one.on,
            "starts_on": one.starts_on,
            "ends_on": one.ends_on,
            "amount": one.amount_fen,
        }


def _rolls(round_: Round, path: str) -> Iterator[dict[str, Any]]:
    statement = (
        sa.select(
            *(Roll.number, Project.number.label("project"), Project.name_zh, Area.name_zh.label("place")),
            *(Roll.title_zh, Roll.drawn_up_on, RollLine.group_name, RollLine.name, RollLine.people),
            *(RollLine.amount_fen, RollLine.goods_zh, Household.household_no),
        )
        .select_from(RollLine)
        .join(Roll, Roll.id == RollLine.roll_id)
        .join(ProjectPlace, ProjectPlace.id == Roll.place_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .join(Project, Project.id == ProjectPlace.project_id)
        .outerjoin(Household, Household.id == RollLine.household_id)
        .where(Project.round_id == round_.id, Roll.withdrawn_on.is_(None))
        .where(Area.path.startswith(path, autoescape=True))
        .order_by(Roll.id, RollLine.sequence)
    )
    for one in _each(statement):
        yield {
            "roll": one.number,
            "project": one.project,
            "project_name": one.name_zh,
            "place": one.place,
            "title": one.title_zh,
            "on": one.drawn_up_on,
            "group": one.group_name,
            "name": one.name,
            "household": one.household_no,
            "people": one.people,
            "amount": one.amount_fen or None,
            "goods": one.goods_zh,
        }
