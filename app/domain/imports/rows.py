"""One row of a workbook: every cell read by the rule of its column, complaints written down.

Lives here: which rule reads which field, and which rows are no persons (totals, footers, repeated headings).
Does not live here: what several rows say together (``plan.py``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from app.core.messages import N_, Message
from app.domain.households import codes, identity
from app.domain.imports import cells, numbers
from app.domain.imports.cells import Cell, Unreadable
from app.domain.imports.findings import CellFinding, FindingLog, FindingSeverity
from app.domain.imports.header_names import field_of
from app.domain.imports.headers import SheetTable
from app.domain.imports.reader import cell_reference

CellReader = Callable[[Cell], Any]

INCOME_FIELDS = ("wages", "business", "property", "transfers", "business_cost")
_KEYS = ("household_number", "person_number", "name", "id_number", "relation")
_TOTALS = ("合计", "总计", "小计", "共计", "总合计", "汇总")
_BLOCKING = frozenset({"household_number", "name", "id_number", "relation", *INCOME_FIELDS})
VALUE_SHOWN = 60


def _text(limit: int) -> CellReader:
    return lambda raw: "" if cells.is_blank(raw) else cells.half_width(raw)[:limit]


def _place(raw: Cell) -> str:
    return raw if isinstance(raw, str) and raw.isalnum() else cells.half_width(raw).replace(" ", "")


def _code(code_list: codes.CodeList) -> CellReader:
    return partial(cells.code_of, codes=code_list)


def _codes(code_list: codes.CodeList) -> CellReader:
    return partial(cells.codes_of, codes=code_list)


_READERS: dict[str, CellReader] = {
    "county": _place,
    "township": _place,
    "village": _place,
    "group": _place,
    "household_number": numbers.register_number_of,
    "person_number": numbers.register_number_of,
    "name": cells.name_of,
    "sex": _code(codes.SEX),
    "id_number": numbers.id_number_of,
    "relation": _code(codes.RELATION),
    "birth_on": cells.birth_date_of,
    "ethnicity": _code(codes.ETHNICITY),
    "politics": _code(codes.POLITICS),
    "education": _code(codes.EDUCATION),
    "student_status": _code(codes.STUDENT_STATUS),
    "health": _codes(codes.HEALTH),
    "labour": _code(codes.LABOUR),
    "work_place": _code(codes.WORK_PLACE),
    "work_months": partial(cells.whole_number_of, unit="months", lowest=0, highest=12),
    "medical_insurance": cells.yes_no_of,
    "pension_insurance": cells.yes_no_of,
    "allowance": cells.yes_no_of,
    "disability_card": numbers.register_number_of,
    "stated_people": partial(cells.whole_number_of, unit="people", lowest=0, highest=99),
    "attribute": _code(codes.ATTRIBUTE),
    "standard": _code(codes.STANDARD),
    "main_cause": _code(codes.CAUSE),
    "other_causes": _codes(codes.CAUSE),
    **dict.fromkeys(INCOME_FIELDS, cells.fen_of),
    "stated_per_head": cells.fen_of,
    "farmland_mu": partial(cells.measure_of, unit="mu", highest=9_999),
    "forest_mu": partial(cells.measure_of, unit="mu", highest=9_999),
    "house_area_m2": partial(cells.measure_of, unit="square_metres", highest=9_999),
    "house_structure": _code(codes.HOUSING_STRUCTURE),
    "house_grade": _code(codes.HOUSE_GRADE),
    "house_built_year": partial(cells.whole_number_of, unit="years", lowest=1800, highest=2100),
    "water_safe": cells.yes_no_of,
    "road": _code(codes.ROAD),
    "fuel": _codes(codes.FUEL),
    "sanitary_toilet": cells.yes_no_of,
    "phone": numbers.phone_of,
    "bank_name": _text(60),
    "bank_account": numbers.account_of,
    "note": _text(500),
}


def _is_total(text: str) -> bool:
    return text.replace(" ", "").replace("\u3000", "").startswith(_TOTALS)


@dataclass(slots=True)
class RowRead:
    """The values of one row that could be read, by field; blanks are left out."""

    sheet: str
    row: int
    values: dict[str, Any]
    columns: dict[str, int] = field(repr=False)

    def cell(self, name: str) -> str:
        """The A1 reference of a field in this row; the row number where the sheet has no such column."""
        column = self.columns.get(name)
        return str(self.row + 1) if column is None else cell_reference(self.row, column)


class RowReader:
    """Reads the rows of one table."""

    def __init__(self, table: SheetTable, log: FindingLog) -> None:
        self._sheet = table.sheet
        self._log = log
        self.columns = table.by_field()
        self._plan = [(name, index, _READERS[name]) for name, index in self.columns.items()]
        self._keys = [self.columns[name] for name in _KEYS if name in self.columns]

    def read(self, row: int, raw: Sequence[Cell]) -> RowRead:
        """Every cell of a row; what cannot be read is left out and complained about."""
        values: dict[str, Any] = {}
        read = RowRead(self._sheet, row, values, self.columns)
        width = len(raw)
        for name, index, reader in self._plan:
            if index >= width:
                continue
            cell = raw[index]
            if cell == "" or cell is None:
                continue
            try:
                value = reader(cell)
            except Unreadable as fault:
                severity = FindingSeverity.BLOCKING if name in _BLOCKING else FindingSeverity.WARNING
                self.complain(read, name, fault, severity, cell)
                values[f"{name}?"] = True
                continue
            if value is None or value == "" or value == ():
                continue
            if type(value) is numbers.NumberRead:
                if value.remark is not None:
                    self.complain(read, name, value.remark, FindingSeverity.WARNING, cell)
                if value.disability_card:
                    values["disability_card"] = value.disability_card
                value = value.number
            values[name] = value
        self._compare_with_id(read, raw)
        return read

    def complain(
        self, read: RowRead, name: str, fault: Unreadable, severity: FindingSeverity, raw: Cell = None
    ) -> None:
        """Write down one finding about one field of a row."""
        value = "" if raw is None else cells.text_of(raw)[:VALUE_SHOWN]
        self._log.add(
            CellFinding(read.sheet, read.cell(name), value, fault.problem, fault.advice, severity, name)
        )

    def is_no_person(self, raw: Sequence[Cell]) -> str | None:
        """``blank``, ``heading``, ``total`` or ``note`` for a row that holds no person, else nothing."""
        keys = [raw[index] if index < len(raw) else "" for index in self._keys]
        filled = sum(key != "" and key is not None for key in keys)
        if any(type(key) is str and _is_total(key) for key in (raw[0] if raw else "", *keys)):
            return "total"
        if filled >= 3:
            name = raw[self.columns["name"]] if "name" in self.columns else ""
            return "heading" if isinstance(name, str) and field_of(name) == "name" else None
        texts = [text for text in (cells.text_of(cell) for cell in raw) if text]
        if not texts:
            return "blank"
        if any(_is_total(text) for text in texts[:6]):
            return "total"
        distinct = len(set(texts))
        if filled == 0 or (filled < 2 and distinct <= 2) or (distinct == 1 and len(texts) > 2):
            return "note"
        return None

    def _compare_with_id(self, read: RowRead, raw: Sequence[Cell]) -> None:
        values = read.values
        number = values.get("id_number")
        if number is None:
            return
        facts = identity.facts_of(number)
        if facts is None:
            return
        if values.get("sex", facts.sex) != facts.sex:
            fault = Unreadable(
                Message(N_("The sex does not agree with the identity number.")),
                Message(N_("Find out which of the two is wrong; until then the sex stays as it is written.")),
            )
            self.complain(read, "sex", fault, FindingSeverity.WARNING, raw[self.columns["sex"]])
        if values.get("birth_on", facts.born_on) != facts.born_on:
            fault = Unreadable(
                Message(N_("The date of birth does not agree with the identity number.")),
                Message(
                    N_("Find out which of the two is wrong; until then the date stays as it is written.")
                ),
            )
            self.complain(read, "birth_on", fault, FindingSeverity.WARNING, raw[self.columns["birth_on"]])
        values.setdefault("sex", facts.sex)
        values.setdefault("birth_on", facts.born_on)
