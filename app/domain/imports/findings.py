"""What is wrong in a workbook, cell by cell, and why a file is refused as a whole.

Lives here: :class:`CellFinding`, the list that collects them, :class:`WorkbookRefused`.
Does not live here: the checks (``cells.py``, ``headers.py``, ``rows.py``, ``plan.py``).

A finding repeats the cell's own value for the clerk whose file it is. It must never reach a log.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.core.messages import Message

LISTED_FINDINGS = 20_000
"""So many are listed; beyond that they are only counted, so that a file of nonsense cannot fill the memory."""


class FindingSeverity(StrEnum):
    """Blocking: the workbook cannot be taken over before this is put right. Warning: it can."""

    BLOCKING = "blocking"
    WARNING = "warning"


class WorkbookRefused(Exception):
    """The file cannot be read at all; carries what to tell the clerk: the reason and what to do."""

    def __init__(self, reason: Message, advice: Message) -> None:
        super().__init__(reason.msgid)
        self.reason = reason
        self.advice = advice


@dataclass(frozen=True, slots=True)
class CellFinding:
    """One thing found: where (*sheet*, *cell* such as ``I17``, or ``17`` for a whole row), what, why, what to do."""

    sheet: str
    cell: str
    value: str
    problem: Message
    advice: Message
    severity: FindingSeverity
    field: str


class FindingLog:
    """The findings of one workbook in the order in which they were made."""

    def __init__(self, limit: int = LISTED_FINDINGS) -> None:
        self._limit = limit
        self.items: list[CellFinding] = []
        self.counts: Counter[FindingSeverity] = Counter()

    def add(self, finding: CellFinding) -> None:
        """Take one finding."""
        self.counts[finding.severity] += 1
        if len(self.items) < self._limit:
            self.items.append(finding)

    def __iter__(self) -> Iterator[CellFinding]:
        return iter(self.items)

    def __len__(self) -> int:
        return sum(self.counts.values())

    @property
    def unlisted(self) -> int:
        """How many are counted but not listed."""
        return len(self) - len(self.items)
