"""A file, row by row, against the people of the register: matched, doubtful, unmatched, unreadable.

The same number and the same name are a match. The same number under another name is doubtful, and so are the same name
and date of birth where the file has no number or one that cannot be right. A number that is right and belongs to
nobody here is not looked at further, whatever the name: names are common.

Lives here: :func:`compare` and its outcome. Does not live here: what is done with it (``service.py``).
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from app.core.messages import N_
from app.domain.comparisons.columns import SEARCHED_ROWS, Table, Taken, find_table
from app.domain.comparisons.details import day_of, kept_text, without_numbers
from app.domain.comparisons.models import HitCertainty
from app.domain.comparisons.people import People, Person, number_of
from app.domain.comparisons.reading import Reader, Row
from app.domain.comparisons.spreadsheet import Limits
from app.domain.households import identity
from app.domain.imports.archive import refused
from app.domain.imports.cells import Cell, is_blank, name_of

#: told what is being done (a message id), how much of how much
Progress = Callable[[str, int, int], None]
COMPARING = N_("Comparing row by row")
MOST_HITS = 100_000
LISTED_ROWS = 20
LONGEST_NAME = 60
_STEPS = 1_000
_TOLD_EVERY = 20_000


class Hit(NamedTuple):
    """A row that names somebody of a household, without its number."""

    household_id: int
    member_id: int
    member_name: str
    name_in_file: str
    row_number: int
    certainty: HitCertainty
    happened_on: dt.date | None
    details: tuple[tuple[str, str], ...]


@dataclass
class Outcome:
    """What came of a file: rows by kind, the hits, what each column was taken for, who was compared."""

    rows: int = 0
    matched: int = 0
    doubtful: int = 0
    unmatched: int = 0
    unreadable: int = 0
    unreadable_rows: list[int] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    sheets: list[dict[str, Any]] = field(default_factory=list)
    skipped_sheets: list[str] = field(default_factory=list)
    people: int = 0
    fingerprints: dict[int, str] = field(default_factory=dict)

    def as_summary(self) -> dict[str, Any]:
        """Counts and columns as they are kept on the file."""
        return {
            **{
                name: getattr(self, name)
                for name in ("rows", "matched", "doubtful", "unmatched", "unreadable")
            },
            "unreadable_rows": self.unreadable_rows,
            "households": len(self.fingerprints),
            "people": self.people,
            "hits": len(self.hits),
            "hit_households": len({hit.household_id for hit in self.hits}),
            "sheets": self.sheets,
            "skipped_sheets": self.skipped_sheets,
        }


def silent(_stage: str, _done: int, _total: int) -> None:
    """Nobody is told."""


def compare(
    path: Path, people: People, *, limits: Limits | None = None, progress: Progress = silent
) -> Outcome:
    """Compare the file at *path*, sheet by sheet, with *people*. Raises ``WorkbookRefused`` with what to do."""
    outcome = Outcome(people=people.count, fingerprints=people.fingerprints)
    reader = Reader(path, limits or Limits())

    def tell() -> None:
        progress(COMPARING, int(reader.share_read * _STEPS), _STEPS)

    for sheet in reader.sheets():
        first = list(islice(sheet.rows, SEARCHED_ROWS))
        table = find_table(first)
        if table is None:
            if first:
                outcome.skipped_sheets.append(without_numbers(sheet.name))
            continue
        outcome.sheets.append(_as_data(sheet.name, table))
        below = chain((row for row in first if row[0] > table.header_row), sheet.rows)
        _Comparison(table, people, outcome, tell).run(below)
    outcome.skipped_sheets += [without_numbers(name) for name in reader.hidden_sheets]
    if not outcome.sheets:
        raise refused(
            N_(
                "No row among the first %(rows)s names a column with the identity number, or name and date of birth."
            ),
            N_("Write the headings into the first row, for example: 姓名, 身份证号."),
            rows=SEARCHED_ROWS,
        )
    if not outcome.rows:
        raise refused(
            N_("There is no row below the headings."), N_("Choose the file that the department sent.")
        )
    return outcome


def _as_data(name: str, table: Table) -> dict[str, Any]:
    columns = [[column.index, column.heading, column.taken.value] for column in table.columns]
    return {"name": without_numbers(name), "header_row": table.header_row, "columns": columns}


class _Comparison:
    """One sheet against the people."""

    def __init__(self, table: Table, people: People, outcome: Outcome, tell: Callable[[], None]) -> None:
        self.table, self.people, self.outcome, self.tell = table, people, outcome, tell
        self.details = table.details
        absent = 1 << 30
        self.id_at = table.at.get(Taken.ID_NUMBER, absent)
        self.name_at = table.at.get(Taken.NAME, absent)

    def run(self, rows: Iterator[Row]) -> None:
        """The loop over all rows: what nearly every row needs stands here, the rest in :meth:`_look_closer`."""
        id_at, name_at = self.id_at, self.name_at
        hasher, find, born = self.people.hasher.copy, self.people.by_number.get, self.people.born
        is_known = self.people.is_known if Taken.BIRTH_ON in self.table.at else None
        outcome, look_closer = self.outcome, self._look_closer
        count = unmatched = 0
        number: str | None
        for row_number, row in rows:
            count += 1
            if not count % _TOLD_EVERY:
                self.tell()
            width = len(row)
            raw = row[id_at] if id_at < width else ""
            if type(raw) is str and len(raw) == 18 and raw.isascii() and raw[:17].isdigit():
                number = raw if raw[17] != "x" else raw.upper()
            else:
                number = number_of(raw)
            if number is not None:
                hashed = hasher()
                hashed.update(number.encode())
                found = find(hashed.digest())
                if found is None:
                    name = row[name_at] if name_at < width else ""
                    if f"{name}{number[6:14]}" not in born and (is_known is None or not is_known(name)):
                        unmatched += 1
                        continue
            else:
                found = None
            look_closer(row_number, row, number, found)
        outcome.rows += count
        outcome.unmatched += unmatched

    def _look_closer(
        self, row_number: int, row: Sequence[Cell], number: str | None, found: tuple[int, ...] | None
    ) -> None:
        outcome = self.outcome
        written = row[self.name_at] if self.name_at < len(row) else ""
        if found is not None:
            persons = self.people.at(found)
            if len(persons) == 1 and persons[0].name == written:  # as nearly always
                self._keep(row_number, row, persons[0].name, persons, HitCertainty.MATCHED)
                outcome.matched += 1
                return
            name = name_of(written)
            same = [person for person in persons if name_of(person.name) == name]
            certainty = HitCertainty.MATCHED if same else HitCertainty.DOUBTFUL
            self._keep(row_number, row, name, same or persons, certainty)
            if same:
                outcome.matched += 1
            else:
                outcome.doubtful += 1
            return
        if number is None and all(is_blank(cell) for cell in row):
            outcome.rows -= 1
            return
        name = name_of(written)
        is_right = number is not None and identity.fault_of(number) is None
        namesakes = [] if is_right else self._born_alike(row, name, number)
        if namesakes:
            self._keep(row_number, row, name, namesakes, HitCertainty.DOUBTFUL)
            outcome.doubtful += 1
        elif number is not None:
            outcome.unmatched += 1
        else:
            outcome.unreadable += 1
            if len(outcome.unreadable_rows) < LISTED_ROWS:
                outcome.unreadable_rows.append(row_number)

    def _born_alike(self, row: Sequence[Cell], name: str, number: str | None) -> list[Person]:
        """Those of the same name and date of birth: the row's own, else the one inside its faulty number."""
        at = self.table.at.get(Taken.BIRTH_ON)
        born_on = day_of(row[at]) if at is not None and at < len(row) else None
        if born_on is None and number is not None:
            born_on = identity.birth_date_of(number)
        if born_on is None or not name:
            return []
        return [person for person in self.people.called(name) if person.born_on == born_on]

    def _keep(
        self, row_number: int, row: Sequence[Cell], name: str, persons: list[Person], certainty: HitCertainty
    ) -> None:
        """One hit for each household that is meant."""
        if len(self.outcome.hits) >= MOST_HITS:
            raise refused(
                N_("More than %(limit)s rows name somebody of the register, the last in row %(row)s."),
                N_("Such a file does not tell households apart. Ask the department for the right one."),
                limit=MOST_HITS,
                row=row_number,
            )
        at = self.table.at.get(Taken.HAPPENED_ON)
        happened_on = day_of(row[at]) if at is not None and at < len(row) else None
        details = tuple(
            (heading, text)
            for index, heading in self.details
            if index < len(row) and (text := kept_text(row[index], heading))
        )
        shown = without_numbers(name)[:LONGEST_NAME]
        if len(persons) > 1:
            persons = list({person.household_id: person for person in reversed(persons)}.values())
        for person in persons:
            self.outcome.hits.append(
                Hit(
                    person.household_id,
                    person.member_id,
                    person.name,
                    shown,
                    row_number,
                    certainty,
                    happened_on,
                    details,
                )
            )
