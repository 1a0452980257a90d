"""The rows of all sheets together: who belongs to which household, and what does not fit.

Lives here: :func:`plan_import`, from raw sheets to an :class:`ImportPlan`. Does not live here: reading one row
(``rows.py``), putting one household together (``assembly.py``), saving (``service.py``).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.messages import N_, Message
from app.domain.imports.assembly import HouseholdRows, assemble
from app.domain.imports.cells import Unreadable
from app.domain.imports.findings import CellFinding, FindingLog, FindingSeverity, WorkbookRefused
from app.domain.imports.headers import SheetTable, complain_about_columns, find_table
from app.domain.imports.parsed import ImportPlan, VillageRef
from app.domain.imports.places import Gazetteer
from app.domain.imports.reader import RawSheet, RawWorkbook
from app.domain.imports.rows import RowRead, RowReader

BLOCKING = FindingSeverity.BLOCKING
WARNING = FindingSeverity.WARNING


def plan_import(workbook: RawWorkbook, villages: Iterable[VillageRef]) -> ImportPlan:
    """Read all sheets of a workbook against the villages that it may name."""
    return _Planner(Gazetteer(villages)).plan(workbook)


@dataclass(slots=True)
class _Planner:
    """What is known while the rows go by."""

    places: Gazetteer
    log: FindingLog = field(default_factory=FindingLog)
    households: list[HouseholdRows] = field(default_factory=list)
    by_number: dict[str, HouseholdRows] = field(default_factory=dict)
    people: dict[str, RowRead] = field(default_factory=dict)
    total_rows: int = 0

    def plan(self, workbook: RawWorkbook) -> ImportPlan:
        """All sheets, then the households."""
        tables: list[SheetTable] = []
        skipped = list(workbook.hidden_sheets)
        for sheet in workbook.sheets:
            if not sheet.rows:
                continue
            table = find_table(sheet)
            if table is None:
                skipped.append(sheet.name)
                continue
            tables.append(table)
            self._read_sheet(sheet, table)
        if not tables:
            raise WorkbookRefused(
                Message(N_("No row of headings is found within the first ten rows of any sheet.")),
                Message(N_("The table needs headings such as 户编号, 姓名, 证件号码, 与户主关系.")),
            )
        for name in skipped:
            self._complain_about_sheet(name)
        households = [assemble(rows, self.places) for rows in self.households if rows.rows]
        return ImportPlan(
            tuple(household for household in households if household is not None),
            tuple(self.log),
            self.log.counts[BLOCKING],
            self.log.counts[WARNING],
            tuple(tables),
            tuple(skipped),
            self.total_rows,
        )

    def _read_sheet(self, sheet: RawSheet, table: SheetTable) -> None:
        reader = RowReader(table, self.log)
        sheet_village = self.places.by_name(sheet.name)
        complain_about_columns(table, self.log)
        current: HouseholdRows | None = None
        for row in range(table.first_row, len(sheet.rows)):
            raw = sheet.rows[row]
            what = reader.is_no_person(raw)
            if what == "total":
                self.total_rows += 1
            if what == "note":
                self._complain_about_note(reader, sheet, row)
            if what is not None:
                continue
            read = reader.read(row, raw)
            current = self._household_of(read, current, reader)
            if current is None:
                continue
            current.sheet_village = sheet_village
            self._note_person(read, reader)
            current.rows.append(read)

    def _household_of(
        self, read: RowRead, current: HouseholdRows | None, reader: RowReader
    ) -> HouseholdRows | None:
        """The household a row belongs to: by its number, or by standing below when it has none of its own."""
        number = read.values.get("household_number", "")
        is_head = read.values.get("relation") == "head"
        if not number:
            if current is not None and not is_head and "household_number?" not in read.values:
                return current
            if "household_number?" not in read.values and "household_number" in reader.columns:
                _complain(
                    reader, read, "household_number",
                    Message(N_("The household number is missing.")),
                    Message(N_("Write the number of the household into every row of its members.")),
                )  # fmt: skip
            return None
        if current is not None and current.number == number:
            return current
        known = self.by_number.get(number)
        if known is not None and not (is_head and known.has_head):
            return known
        if known is not None:
            first = known.rows[0]
            _complain(
                reader, read, "household_number",
                Message(
                    N_("This household number is already that of %(name)s (sheet %(sheet)s, row %(row)s)."),
                    name=known.head_name, sheet=first.sheet, row=first.row + 1,
                ),
                Message(N_("Give each household a number of its own.")),
            )  # fmt: skip
        fresh = HouseholdRows(number, reader)
        self.households.append(fresh)
        self.by_number[number] = fresh
        return fresh

    def _note_person(self, read: RowRead, reader: RowReader) -> None:
        values = read.values
        if not values.get("name") and "name?" not in values:
            _complain(
                reader,
                read,
                "name",
                Message(N_("The name is missing.")),
                Message(N_("Write the name as on the card.")),
            )
        number = values.get("id_number")
        if number is None:
            if "id_number?" not in values and "id_number" in reader.columns:
                _complain(
                    reader, read, "id_number",
                    Message(N_("The identity number is missing.")),
                    Message(N_("Add it, or say in the remarks why the person has none yet.")),
                    WARNING,
                )  # fmt: skip
            return
        earlier = self.people.setdefault(number, read)
        if earlier is not read:
            _complain(
                reader, read, "id_number",
                Message(
                    N_("This identity number already stands in sheet %(sheet)s, row %(row)s (%(name)s)."),
                    sheet=earlier.sheet, row=earlier.row + 1, name=earlier.values.get("name", ""),
                ),
                Message(N_("A person belongs to one household: remove one row, or correct the number.")),
            )  # fmt: skip

    def _complain_about_note(self, reader: RowReader, sheet: RawSheet, row: int) -> None:
        text = next((str(cell) for cell in sheet.rows[row] if cell not in ("", None)), "")
        self.log.add(
            CellFinding(
                sheet.name, str(row + 1), text[:60],
                Message(N_("This row names no person and is not read.")),
                Message(N_("Leave it if it is a remark; else fill in number, name and relation.")),
                WARNING, "",
            )
        )  # fmt: skip

    def _complain_about_sheet(self, name: str) -> None:
        self.log.add(
            CellFinding(
                name, "A1", "",
                Message(N_("This sheet is hidden or has no row of headings; it is not read.")),
                Message(N_("Leave it if it holds no households; else show it and give it headings.")),
                WARNING, "",
            )
        )  # fmt: skip


def _complain(
    reader: RowReader,
    read: RowRead,
    name: str,
    problem: Message,
    advice: Message,
    severity: FindingSeverity = BLOCKING,
) -> None:
    reader.complain(read, name, Unreadable(problem, advice), severity, read.values.get(name))
