"""What a report is made of: figures that know the rows they count, sentences, tables, charts. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.domain.annual_reports.models import Part

Label = BilingualText | Message
Pick = tuple[str, str]


class Unit(StrEnum):
    """How a value is written: a number, an amount in fen, tenths of a percent."""

    NUMBER = "number"
    FEN = "fen"
    PERMILLE = "permille"


class Listing(StrEnum):
    """Which rows a figure counts: *COUNTED* are households of the statistics, the others lists of this room."""

    COUNTED = "counted"
    VILLAGES = "villages"
    STAGE = "stage"
    LEFT = "left"
    MEETINGS = "meetings"
    OBJECTIONS = "objections"
    NOTICES = "notices"
    HELPERS = "helpers"
    PAIRED = "paired"
    UNPAIRED = "unpaired"
    POSTS = "posts"
    MEASURES = "measures"
    PROJECTS = "projects"
    BATCHES = "batches"
    ACCOUNTS = "accounts"
    UNPLANNED = "unplanned"


@dataclass(frozen=True)
class Rows:
    """Where the rows behind a figure are: *detail* narrows a listing, *picks* the statistics of *who*.

    *place* is the code of a township or village within the report's area.
    """

    listing: Listing
    detail: str = ""
    place: str = ""
    who: str = ""
    picks: tuple[Pick, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One number. *key* is the same every year; *before* is last year's value, *now* today's where it was kept."""

    key: str
    value: int
    rows: Rows | None = None
    unit: Unit = Unit.NUMBER
    before: int | None = None
    now: int | None = None

    @property
    def difference(self) -> int | None:
        """More than last year, or less; nothing where there is nothing to compare with."""
        return None if self.before is None else self.value - self.before

    @property
    def has_moved(self) -> bool:
        """The records say something else today than when the report was finished."""
        return self.now is not None and self.now != self.value


@dataclass(frozen=True)
class Sentence:
    """A message with figures in place of some of its parameters; *others* are words."""

    msgid: str
    figures: Mapping[str, Figure]
    others: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A row of a table: a label and a figure for each column."""

    label: Label
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Table:
    """A table; *heads* are message ids, the first that of the labels. *bars* is the column that a chart draws."""

    title: Label
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line | None = None
    bars: int | None = None


@dataclass(frozen=True)
class Section:
    """One part of a report."""

    part: Part
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()

    def figures(self) -> Iterator[Figure]:
        """All figures of the part."""
        for sentence in self.sentences:
            yield from sentence.figures.values()
        for table in self.tables:
            for line in (*table.lines, *filter(None, [table.total])):
                yield from line.figures


PART_LABELS = {
    Part.BASICS: N_("The area and its people"),
    Part.IDENTIFICATION: N_("Identification"),
    Part.PAIRING: N_("Pairing with helpers"),
    Part.INDUSTRY: N_("Industry and work"),
    Part.TRAINING: N_("Training and schooling"),
    Part.HOUSING: N_("Housing and relocation"),
    Part.INFRASTRUCTURE: N_("Roads, water, power"),
    Part.FUNDS: N_("Money and projects"),
    Part.EXIT: N_("Out of poverty"),
    Part.PROBLEMS: N_("Problems"),
    Part.NEXT_STEPS: N_("Next steps"),
}


def values_of(sections: Sequence[Section]) -> dict[str, int]:
    """key -> value of every figure."""
    return {figure.key: figure.value for section in sections for figure in section.figures()}


def compared(
    sections: Sequence[Section], before: Mapping[str, int], kept: Mapping[str, int] | None
) -> list[Section]:
    """*sections* with last year's values beside the figures; with *kept* ones in place of today's, where there are."""

    def one(figure: Figure) -> Figure:
        last = before.get(figure.key)
        if kept is None or figure.key not in kept:
            return replace(figure, before=last)
        return replace(figure, before=last, value=kept[figure.key], now=figure.value)

    def line(old: Line) -> Line:
        return replace(old, figures=tuple(map(one, old.figures)))

    def table(old: Table) -> Table:
        total = line(old.total) if old.total else None
        return replace(old, lines=tuple(map(line, old.lines)), total=total)

    def sentence(old: Sentence) -> Sentence:
        return replace(old, figures={name: one(figure) for name, figure in old.figures.items()})

    return [
        replace(
            section,
            sentences=tuple(map(sentence, section.sentences)),
            tables=tuple(map(table, section.tables)),
        )
        for section in sections
    ]


def permille(part: int, whole: int) -> int:
    """*part* of *whole* in tenths of a percent, rounded half up; 0 of nothing."""
    return (2_000 * part + whole) // (2 * whole) if whole else 0


def summed(label: Label, key: str, lines: Sequence[Line], rows: Sequence[Rows | None]) -> Line | None:
    """A line with the sums of the columns of *lines*; nothing below two."""
    if len(lines) < 2:
        return None
    columns = zip(*(line.figures for line in lines), strict=True)
    figures = [
        Figure(f"{key}.{place}", sum(one.value for one in column), rows[place], column[0].unit)
        for place, column in enumerate(columns)
    ]
    return Line(label, tuple(figures))
