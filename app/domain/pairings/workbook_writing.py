"""Who helps whom as a workbook, in the shape that can be handed in again; and an empty one with all headings."""

import datetime as dt
import io
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from sqlalchemy.orm import aliased

from app.core.db import db
from app.domain.areas.models import Area
from app.domain.households.models import Household
from app.domain.imports.reader import column_letters
from app.domain.pairings import workbook_columns as columns
from app.domain.pairings.conditions import registered_ids, stands_on
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, PairingRole

_PORTION = 2_000
_DAY = "yyyy-mm-dd"


def empty_workbook() -> bytes:
    """All headings and no row."""
    return _workbook([])


def pairing_workbook(path: str, round_id: int | None = None) -> bytes:
    """Every registered household below *path*, with its helper where it has one: the empty lines are what is to do."""
    return _workbook(_rows(path, round_id))


def _rows(path: str, round_id: int | None) -> Iterator[dict[str, Any]]:
    standing = sa.and_(Pairing.household_id == Household.id, stands_on())
    beside, second, office = aliased(Pairing), aliased(Helper), aliased(HelpingUnit)
    beside_it = sa.and_(
        beside.household_id == Household.id, beside.role == PairingRole.SECOND, beside.ended_on.is_(None)
    )
    statement = (
        sa.select(
            Area.name_zh.label("village"),
            Household.household_no.label("household"),
            Household.head_name.label("head"),
            Helper.name,
            HelpingUnit.name.label("unit"),
            HelpingUnit.level,
            Helper.rank,
            Helper.post,
            Helper.telephone,
            Pairing.started_on,
            second.name.label("second_name"),
            office.name.label("second_unit"),
            second.post.label("second_post"),
            second.telephone.label("second_telephone"),
            beside.started_on.label("second_started_on"),
        )
        .join(Area, Area.id == Household.village_id)
        .outerjoin(Pairing, standing)
        .outerjoin(Helper, Helper.id == Pairing.helper_id)
        .outerjoin(HelpingUnit, HelpingUnit.id == Helper.unit_id)
        .outerjoin(beside, beside_it)
        .outerjoin(second, second.id == beside.helper_id)
        .outerjoin(office, office.id == second.unit_id)
        .where(Area.path.startswith(path, autoescape=True), Household.id.in_(registered_ids(round_id)))
        .order_by(Household.household_no)
    )
    for one in db.session.execute(statement.execution_options(yield_per=_PORTION)):
        yield {
            **one._mapping,
            "level": columns.level_word(one.level) if one.level else None,
            "rank": columns.rank_word(one.rank) if one.rank else None,
        }


def _workbook(rows: Iterable[dict[str, Any]]) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet(columns.SHEET_NAME)
    page.freeze_panes = "A2"
    for index, field in enumerate(columns.FIELDS):
        page.column_dimensions[column_letters(index)].width = field.width
    page.append([_heading(page, field.headings[0]) for field in columns.FIELDS])
    for row in rows:
        page.append([_cell(page, row.get(field.name)) for field in columns.FIELDS])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _heading(page: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(horizontal="center")
    return cell


def _cell(page: Any, value: Any) -> Any:
    if value is None or value == "":
        return None
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, dt.date):
        cell.number_format = _DAY
    else:
        cell.data_type = "s"
        cell.number_format = "@"
    return cell
