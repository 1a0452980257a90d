"""Rows that a list needs and a workbook lacks: put in, with everything that refers to rows below moving along.

The library moves cells only. What formulas, names, print areas, rules of cells and merged cells say of rows is
corrected here; a range that ended with the list's last row ends with the last one added, so that sums stay sums.
"""

import copy
import re
from collections.abc import Iterable
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from app.core.errors import Refused
from app.core.messages import N_, Message

_SHEET = re.compile(r"^(?P<sheet>'(?:[^']|'')+'|[^'!:]+)!(?P<cells>.+)$")
_CELL = r"(\$?[A-Za-z]{1,3}\$?)(\d+)"
_ONE, _RANGE = re.compile(rf"^{_CELL}$"), re.compile(rf"^{_CELL}:{_CELL}$")
_ROWS = re.compile(r"^(\$?)(\d+):(\$?)(\d+)$")
_OWN_ROW = re.compile(r"^\$?[A-Za-z]{1,3}(\d+)(?::\$?[A-Za-z]{1,3}(\d+))?$")
#: a formula that puts addresses together from text cannot be corrected
_FROM_TEXT = re.compile(r"\bINDIRECT\s*\(", re.IGNORECASE)


def insert_rows(book: Any, sheet: Any, row: int, number: int) -> None:
    """So many rows below *row* (from 1), dressed like it and with its formulas; what refers to rows below moves along.

    Raises ``Refused`` where a formula or a table of the sheet cannot be moved.
    """
    _check_movable(book, sheet)
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_row > row:
            merged.shift(row_shift=number)
    _move_heights(sheet, row, number)
    sheet.insert_rows(row + 1, number)
    _correct_formulas(book, sheet, row, number)
    _correct_rules(sheet, row, number)
    columns = [column for (line, column) in list(sheet._cells) if line == row]
    for added in range(row + 1, row + 1 + number):
        _dress(sheet, row, added, columns)


def formula_of(value: Any) -> str:
    """The formula that a cell holds, with its equals sign; "" where it holds none."""
    if isinstance(value, ArrayFormula):
        return str(value.text or "=")
    if isinstance(value, DataTableFormula):
        return "="
    return value if isinstance(value, str) and value.startswith("=") else ""


def is_of_its_row(formula: str, row: int) -> bool:
    """Whether a formula counts with nothing but cells of its own *row* (from 1): it goes on down a list."""
    ranges = [token.value for token in Tokenizer(formula).items if _is_range(token)]
    found = [_OWN_ROW.match(text) for text in ranges]
    return bool(found) and all(
        one is not None and {one.group(1), one.group(2) or one.group(1)} == {str(row)} for one in found
    )


def shifted(formula: str, own: str, sheet: str, row: int, number: int) -> str:
    """*formula* of the sheet *own* after *number* rows were put in below *row* of *sheet*."""
    if not formula.startswith("="):
        return formula
    tokens = Tokenizer(formula)
    for token in tokens.items:
        if _is_range(token):
            token.value = _shifted_reference(token.value, own, sheet, row, number)
    return str(tokens.render())


def _is_range(token: Token) -> bool:
    return bool(token.type == Token.OPERAND and token.subtype == Token.RANGE)


def _shifted_reference(text: str, own: str, sheet: str, row: int, number: int) -> str:
    named = _SHEET.match(text)
    at, cells = (named.group("sheet"), named.group("cells")) if named else ("", text)
    if (at.strip("'").replace("''", "'") or own) != sheet:
        return text
    moved = _shifted_cells(cells, row, number)
    return f"{at}!{moved}" if at else moved


def _shifted_cells(cells: str, row: int, number: int) -> str:
    if one := _ONE.match(cells):
        return one.group(1) + str(_below(int(one.group(2)), row, number))
    if span := _RANGE.match(cells):
        first, last = int(span.group(2)), int(span.group(4))
        end = last + number if last >= row else last
        return f"{span.group(1)}{_below(first, row, number)}:{span.group(3)}{end}"
    if rows := _ROWS.match(cells):
        first, last = int(rows.group(2)), int(rows.group(4))
        end = last + number if last >= row else last
        return f"{rows.group(1)}{_below(first, row, number)}:{rows.group(3)}{end}"
    return cells


def _below(one: int, row: int, number: int) -> int:
    return one + number if one > row else one


def _check_movable(book: Any, sheet: Any) -> None:
    is_strange = any(
        isinstance(cell.value, DataTableFormula) or _FROM_TEXT.search(formula_of(cell.value))
        for one in book.worksheets
        for cell in one._cells.values()
    )
    if sheet.tables or is_strange:
        words = N_(
            "The list needs more rows than the form has, and a table or formula of the form would be wrong "
            "after rows are put in. Add empty rows to the form in your office program and hand it in again."
        )
        raise Refused([Message(words)])


def _move_heights(sheet: Any, row: int, number: int) -> None:
    kept = {place: sheet.row_dimensions.pop(place) for place in [*sheet.row_dimensions] if place > row}
    for place, dimension in kept.items():
        dimension.index = place + number
        sheet.row_dimensions[place + number] = dimension


def _correct_formulas(book: Any, sheet: Any, row: int, number: int) -> None:
    for one in book.worksheets:
        for cell in one._cells.values():
            if isinstance(cell.value, ArrayFormula):
                cell.value.text = shifted(cell.value.text or "", one.title, sheet.title, row, number)
                if one is sheet:
                    cell.value.ref = _shifted_cells(cell.value.ref, row, number)
            elif cell.data_type == "f":
                cell.value = shifted(cell.value, one.title, sheet.title, row, number)
        for name in one.defined_names.values():
            name.value = shifted(f"={name.value}", one.title, sheet.title, row, number)[1:]
    for name in book.defined_names.values():
        name.value = shifted(f"={name.value}", "", sheet.title, row, number)[1:]


def _correct_rules(sheet: Any, row: int, number: int) -> None:
    """Print area, filter, page breaks, checks of what is entered, formats by condition."""
    if sheet.print_area:
        areas = [part.rsplit("!", 1)[-1] for part in str(sheet.print_area).split(",")]
        sheet.print_area = ",".join(_shifted_cells(area, row, number) for area in areas)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _shifted_cells(sheet.auto_filter.ref, row, number)
    for mark in sheet.row_breaks.brk:
        mark.id = _below(mark.id, row, number)
    for check in sheet.data_validations.dataValidation:
        check.sqref = _shifted_ranges(check.sqref, row, number)
        for part in ("formula1", "formula2"):
            text = getattr(check, part)
            if text:
                setattr(check, part, shifted(f"={text}", sheet.title, sheet.title, row, number)[1:])
    rules, sheet.conditional_formatting = sheet.conditional_formatting, ConditionalFormattingList()
    for one in rules:
        for rule in one.rules:
            rule.formula = [
                shifted(f"={text}", sheet.title, sheet.title, row, number)[1:] for text in rule.formula
            ]
            sheet.conditional_formatting.add(str(_shifted_ranges(one.sqref, row, number)), rule)


def _shifted_ranges(ranges: MultiCellRange, row: int, number: int) -> MultiCellRange:
    moved = MultiCellRange()
    for one in ranges.ranges:
        first = _below(one.min_row, row, number)
        last = one.max_row + number if one.max_row >= row else one.max_row
        moved.add(CellRange(min_col=one.min_col, max_col=one.max_col, min_row=first, max_row=last))
    return moved


def _dress(sheet: Any, row: int, added: int, columns: Iterable[int]) -> None:
    """The height, the looks and the formulas of *row* for an *added* one."""
    sheet.row_dimensions[added].height = sheet.row_dimensions[row].height
    for column in columns:
        pattern, cell = sheet.cell(row, column), sheet.cell(added, column)
        if isinstance(cell, MergedCell):
            continue
        cell._style = copy.copy(pattern._style)
        formula = formula_of(pattern.value)
        if formula and not isinstance(pattern.value, ArrayFormula) and is_of_its_row(formula, row):
            moved = Translator(formula, origin=pattern.coordinate).translate_formula(cell.coordinate)
            cell.value = moved
