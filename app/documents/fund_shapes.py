"""What a notice without a candidate list says, as plain shapes: sentences, cards, tables. Pure; for paper and the web.

Every text is a :class:`BilingualText`, a :class:`Message` or a plain string that is the same in both languages. A cell
is a tuple of lines. Lives elsewhere: how they are read out of the frozen facts (``said_facts.py`` knows by whom), how
they are drawn (``templates/documents/_fund_facts.html``).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.domain.policies.vocabulary import NAMING_KINDS

PROJECT_HEAD = N_("Project %(place)s: %(name)s")
Text = BilingualText | Message | str
Cell = tuple[Text, ...]


@dataclass(frozen=True)
class Column:
    """*share* is its part of the width (per cent); *is_number* when sums or counts stand in it."""

    head: Message
    share: float
    is_number: bool = False


@dataclass(frozen=True)
class Row:
    """A row of cells. *project* and *batch* are the numbers of what it is about, for whoever can make links."""

    cells: tuple[Cell, ...]
    project: str = ""
    batch: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its sums under it: *total_words* stand before the first of *totals*, which are those of the columns
    from *total_at* on, empty where a column is not added up. *is_wide* when it needs a sheet that lies on its side.
    """

    title: Message
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total_words: Cell = ()
    totals: tuple[Cell, ...] = ()
    is_wide: bool = False

    @property
    def total_at(self) -> int:
        """How many columns the words of the sum take."""
        return len(self.columns) - len(self.totals)

    @property
    def longest(self) -> int:
        """The most characters that stand in one of its cells, in Chinese."""
        return max((len_of(cell) for row in self.rows for cell in row.cells), default=0)


@dataclass(frozen=True)
class Entry:
    """A label and what stands beside it."""

    label: Message
    lines: Cell


@dataclass(frozen=True)
class Card:
    """One project (or village, or household) with all that the notice says of it. *place* counts from 1.

    *head_words* are what it is called, with its place and name. *is_whole*: it is not spread over two pages of paper.
    """

    number: str
    place: int
    name: Text
    entries: tuple[Entry, ...]
    head_words: str = PROJECT_HEAD
    is_whole: bool = False

    @property
    def head(self) -> Message:
        """What stands over it."""
        return Message(self.head_words, place=self.place, name=self.name)


@dataclass(frozen=True)
class Hop:
    """What went from a source to a purpose, in fen, and what of it was paid; or what lies still, without a purpose."""

    source: Text
    purpose: Text
    fen: int
    paid_fen: int = 0
    has_purpose: bool = True


@dataclass(frozen=True)
class SumCheck:
    """The sums that were compared when the notice was issued: whether they agreed, and each comparison."""

    is_right: bool
    words: Message
    table: Table | None


@dataclass(frozen=True)
class FundFacts:
    """All that a notice without a candidate list says beside its frame.

    *subject* is what its title names: the one project, or the year. *opening* are its sentences; *projects* and
    *cards* say the same, as one table and project by project; *telephones* are printed on purpose. Where what counts is
    how each was judged (*cards_first*), the web shows the cards at once, before the table, and paper always the cards.
    """

    kind: str
    subject: Text
    opening: tuple[Text, ...]
    attached: Message
    cards: tuple[Card, ...] = ()
    projects: Table | None = None
    sums: Table | None = None
    batches: Table | None = None
    allocations: Table | None = None
    flow: tuple[Hop, ...] = ()
    check: SumCheck | None = None
    roll_sum: Text | None = None
    telephones: tuple[str, ...] = ()
    cards_first: bool = False

    @property
    def has_names(self) -> bool:
        """True where rows of people belong to it, as to a roll of beneficiaries."""
        return self.kind in NAMING_KINDS

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables of money, in the order in which they stand."""
        return tuple(one for one in (self.sums, self.batches, self.allocations) if one is not None)


def len_of(cell: Iterable[Text]) -> int:
    """How many characters stand in *cell*, about: messages are reckoned by their English words."""
    return sum(len(str(line)) for line in cell)
