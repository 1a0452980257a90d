"""The boards of the wall chart beside the tasks: a map, tables, bars. Which of them hang together on a sheet.

``templates/documents/_wall_boards.html`` draws them for the page, the screen of the office and the paper.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents.papers import Text
from app.domain.tasks.rules import LIGHT_LABELS, Light

#: a light never speaks by its colour alone: the mark stands beside it
MARKS = {Light.DONE: "√", Light.IN_TIME: "●", Light.BEHIND: "▲", Light.OVERDUE: "■", Light.COMING: "○"}
TONES = {
    Light.DONE: "done",
    Light.IN_TIME: "good",
    Light.BEHIND: "warn",
    Light.OVERDUE: "bad",
    Light.COMING: "idle",
}
#: the colours of the tiles: a drawing on paper knows no style sheet
FILLS = {
    Light.DONE: "#b9dcbf",
    Light.IN_TIME: "#e4f1e4",
    Light.BEHIND: "#fbd88a",
    Light.OVERDUE: "#f3a79c",
    Light.COMING: "#f0ece6",
}
TILE_WIDTH, TILE_HEIGHT, GAP = 150, 84, 8
LEAST_WIDTH = 5 * TILE_WIDTH + 4 * GAP
#: how much broader than high the map is
BREADTH = 2.0
#: the largest letters of a name on a tile, and how broad a Latin letter is in parts of its height
LETTERS, LATIN = 24, 0.56


class BoardCode(StrEnum):
    """What a board shows."""

    TASKS = "tasks"
    MAP = "map"
    ORGANISATION = "organisation"
    PROJECTS = "projects"
    MONEY = "money"
    UNITS = "units"
    IDENTIFICATION = "identification"
    WAYS = "ways"
    CAUSES = "causes"


B = BoardCode
BOARD_LABELS = {
    B.TASKS: N_("Targets and tasks"),
    B.MAP: N_("Sketch map: how the places stand"),
    B.ORGANISATION: N_("Who leads, who is posted where"),
    B.PROJECTS: N_("Progress of the projects"),
    B.MONEY: N_("Money allocated and paid"),
    B.UNITS: N_("Units and helpers"),
    B.IDENTIFICATION: N_("Choosing the households"),
    B.WAYS: N_("The five ways"),
    B.CAUSES: N_("Why households are poor"),
}
#: what hangs together on one sheet, sheet by sheet
SHEETS_OF_BOARDS: tuple[tuple[BoardCode, ...], ...] = (
    (B.TASKS,),
    (B.MAP, B.ORGANISATION),
    (B.PROJECTS,),
    (B.MONEY, B.UNITS),
    (B.IDENTIFICATION, B.WAYS, B.CAUSES),
)


@dataclass(frozen=True)
class Tile:
    """A place on the map: its light, how many of its shares are overdue, where the page leads; and where it lies."""

    name: BilingualText
    light: Light
    shares: int
    overdue: int
    url: str = ""
    x: int = 0
    y: int = 0

    @property
    def fill(self) -> str:
        return FILLS[self.light]

    @property
    def mark(self) -> str:
        return MARKS[self.light]

    @property
    def words(self) -> str:
        """The light in words, as a message id."""
        return LIGHT_LABELS[self.light]


@dataclass(frozen=True)
class BoardRow:
    """A line of a table: its name, where the page leads, what stands in the columns, and how it is toned."""

    label: Text
    cells: tuple[Text | int, ...]
    url: str = ""
    tone: str = ""
    mark: str = ""
    bar: str = ""


@dataclass(frozen=True)
class BoardTable:
    """A table: *heads* of all columns (the name's first), which of them are words, the lines, what they add up to."""

    heads: tuple[Message, ...]
    rows: tuple[BoardRow, ...]
    words: frozenset[int] = frozenset()
    total: BoardRow | None = None
    has_bar: bool = False


@dataclass(frozen=True)
class Board:
    """One board: a map of tiles, or a table, with *facts* (what, who) above and a line below it; *url* leads to all."""

    code: BoardCode
    table: BoardTable | None = None
    tiles: tuple[Tile, ...] = ()
    note: Message | None = None
    url: str = ""
    facts: tuple[tuple[Text, Text], ...] = ()

    @property
    def title(self) -> str:
        """As a message id."""
        return BOARD_LABELS[self.code]

    @property
    def is_half(self) -> bool:
        """Two of them stand beside one another."""
        return self.table is not None and len(self.table.heads) <= MOST_HALF and len(self.table.words) <= 2

    @property
    def width(self) -> int:
        """As broad as its tiles; few of them are not drawn larger than many."""
        return max(LEAST_WIDTH, max((tile.x for tile in self.tiles), default=0) + TILE_WIDTH)

    @property
    def height(self) -> int:
        return max((tile.y for tile in self.tiles), default=0) + TILE_HEIGHT


#: a table of so many columns leaves room for a second one beside it
MOST_HALF = 6


def laid_out(tiles: Sequence[Tile]) -> tuple[Tile, ...]:
    """The tiles in rows, in their order; the last row is the shorter one."""
    across = columns_of(len(tiles))
    return tuple(
        Tile(
            tile.name,
            tile.light,
            tile.shares,
            tile.overdue,
            tile.url,
            (place % across) * (TILE_WIDTH + GAP),
            (place // across) * (TILE_HEIGHT + GAP),
        )
        for place, tile in enumerate(tiles)
    )


def columns_of(number: int) -> int:
    """How many of *number* tiles stand in a row, so that all of them make a broad picture."""
    across = math.sqrt(max(number, 1) * BREADTH * TILE_HEIGHT / TILE_WIDTH)
    return max(1, min(number, math.ceil(across)))


def lines_of(name: str) -> list[tuple[str, int]]:
    """A place's name for its tile: one line or two, each with the size in which it fits."""
    words = name.split(" ")
    half = (len(words) + 1) // 2
    parts = [" ".join(words[:half]), " ".join(words[half:])] if len(words) > 1 else [name]
    room = TILE_WIDTH - 2 * GAP
    return [(part, max(9, min(LETTERS, int(room / _breadth(part))))) for part in parts]


def _breadth(text: str) -> float:
    return max(sum(LATIN if sign.isascii() else 1 for sign in text), 1)


def sheets_of(codes: Collection[BoardCode]) -> list[list[BoardCode]]:
    """The boards of *codes* as they hang together, without sheets that would be empty."""
    found = ([code for code in sheet if code in codes] for sheet in SHEETS_OF_BOARDS)
    return [sheet for sheet in found if sheet]
