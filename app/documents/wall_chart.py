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
from app.domain.tasks.rules import LIGHT_LABELS, Light

SHEETS = ("wall_chart.css",)
#: so many places have room beside one another on a sheet of A3
MOST_COLUMNS = 20
#: a light never speaks by its colour alone: the mark stands in every cell
MARKS = {Light.DONE: "√", Light.IN_TIME: "●", Light.BEHIND: "▲", Light.OVERDUE: "■", Light.COMING: "○"}
TONES = {
    Light.DONE: "done",
    Light.IN_TIME: "good",
    Light.BEHIND: "warn",
    Light.OVERDUE: "bad",
    Light.COMING: "idle",
}


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
class Bar:
    """A line of a small drawing: what, how much in words, and the length in per cent of the longest."""

    label: Text
    amount: Text
    percent: str


@dataclass(frozen=True)
class Bars:
    """A small drawing at the foot of the chart."""

    title: Message
    lines: tuple[Bar, ...]


@dataclass(frozen=True)
class WallChart:
    """The chart of an area for a year."""

    place: BilingualText
    year: int
    as_of: dt.datetime
    columns: tuple[Text, ...]
    rows: tuple[ChartRow, ...]
    numbers: Sequence[tuple[str, Message]] = ()
    lights: Sequence[tuple[Light, int]] = ()
    bars: Sequence[Bars] = ()

    def parts(self) -> list["WallChart"]:
        """The chart in parts of as many places as one sheet takes; the foot stands below the first."""
        if len(self.columns) <= MOST_COLUMNS:
            return [self]
        found = []
        for at in range(0, len(self.columns), MOST_COLUMNS):
            rows = tuple(replace(row, cells=row.cells[at : at + MOST_COLUMNS]) for row in self.rows)
            bars = self.bars if at == 0 else ()
            found.append(replace(self, columns=self.columns[at : at + MOST_COLUMNS], rows=rows, bars=bars))
        return found

    def legend(self) -> list[tuple[str, str, str, int]]:
        """Mark, tone, words and number of tasks of each light."""
        return [(MARKS[light], TONES[light], LIGHT_LABELS[light], number) for light, number in self.lights]


def wall_chart_pdf(chart: WallChart, lang: str) -> bytes:
    """The chart on A3, lying."""
    return setting.set_paper("wall_chart.html", lang, sheets=SHEETS, chart=chart)
