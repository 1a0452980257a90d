"""The wall chart (挂图作战): tasks down, places across, one light in each cell. The screen and the paper show the same.

What stands on it is put together by the door; ``templates/documents/_wall_chart.html`` draws it for both.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.core.bilingual import BilingualText
from app.core.messages import Message
from app.documents import setting
from app.documents.papers import Text
from app.documents.wall_boards import MARKS, TONES, Board, BoardCode, lines_of, sheets_of
from app.domain.tasks.rules import LIGHT_LABELS, Light

SHEETS = ("wall_chart.css",)
#: so many places have room beside one another on a sheet of A3
MOST_COLUMNS = 20


@dataclass(frozen=True)
class ChartCell:
    """One place's share: per cent done, its light, and where the page leads (nowhere on paper)."""

    percent: int
    light: Light
    url: str = ""

    @property
    def mark(self) -> str:
        return MARKS[self.light]

    @property
    def tone(self) -> str:
        return TONES[self.light]

    @property
    def words(self) -> str:
        """The light in words, as a message id."""
        return LIGHT_LABELS[self.light]


@dataclass(frozen=True)
class ChartRow:
    """A task: what, until when, who answers, how far altogether, and its cells (nothing where it has no share)."""

    number: int
    title: Text
    due_on: dt.date
    countdown: Message
    leader: str
    office: Text
    person: str
    amount: Message
    whole: ChartCell
    cells: tuple[ChartCell | None, ...]


@dataclass(frozen=True)
class WallChart:
    """The chart of an area for a year: the table of its tasks, and the boards beside it that were asked for."""

    place: BilingualText
    year: int
    as_of: dt.datetime
    columns: tuple[Text, ...]
    rows: tuple[ChartRow, ...]
    numbers: Sequence[tuple[str, Message]] = ()
    lights: Sequence[tuple[Light, int]] = ()
    boards: tuple[Board, ...] = ()
    has_tasks: bool = True

    def parts(self) -> list["WallChart"]:
        """The table of tasks in parts of as many places as one sheet takes."""
        if len(self.columns) <= MOST_COLUMNS:
            return [self]
        found = []
        for at in range(0, len(self.columns), MOST_COLUMNS):
            rows = tuple(replace(row, cells=row.cells[at : at + MOST_COLUMNS]) for row in self.rows)
            found.append(replace(self, columns=self.columns[at : at + MOST_COLUMNS], rows=rows))
        return found

    def sheets(self) -> list["WallChart"]:
        """What hangs on each sheet: a part of the tasks, or the boards that belong together."""
        parts = self.parts() if self.has_tasks and self.rows else []
        found = [replace(part, boards=()) for part in parts]
        by_code = {board.code: board for board in self.boards}
        for codes in sheets_of(by_code.keys() - {BoardCode.TASKS}):
            found.append(replace(self, boards=tuple(by_code[code] for code in codes), has_tasks=False))
        return found

    def legend(self) -> list[tuple[str, str, str, int]]:
        """Mark, tone, words and number of tasks of each light."""
        return [(MARKS[light], TONES[light], LIGHT_LABELS[light], number) for light, number in self.lights]


def wall_chart_pdf(chart: WallChart, lang: str) -> bytes:
    """The chart on A3, lying, as many sheets as its boards need."""
    return setting.set_paper("wall_chart.html", lang, sheets=SHEETS, chart=chart, lines_of=lines_of)
