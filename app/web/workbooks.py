"""A workbook that was handed in, arranged for its pages: how far it is, its findings, why it is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask_babel import gettext as _

from app.core.messages import Message
from app.core.paging import Page
from app.domain.areas.models import Area
from app.domain.imports.findings import FindingSeverity, WorkbookRefused
from app.domain.imports.models import ImportState
from app.domain.imports.steps import STATE_LABELS
from app.domain.rounds.models import Round
from app.web.i18n import current_locale, translate

FINDINGS_A_PAGE = 50
TONES = {
    ImportState.READING: "info",
    ImportState.PREVIEWED: "warn",
    ImportState.REFUSED: "bad",
    ImportState.APPLYING: "info",
    ImportState.APPLIED: "good",
    ImportState.UNDONE: "idle",
    ImportState.DISCARDED: "idle",
}


class HandedIn(Protocol):
    """What an import into the register and one into the ledger have in common."""

    @property
    def state(self) -> ImportState:
        """How far it is."""

    @property
    def summary(self) -> Mapping[str, Any] | None:
        """What was read, once it was."""

    @property
    def findings(self) -> Sequence[Mapping[str, Any]] | None:
        """What was found in it."""


@dataclass(frozen=True)
class ColumnRow:
    """One column of the workbook and what it was taken for (``None``: not read)."""

    sheet: str
    letters: str
    heading: str
    taken_for: str | None


@dataclass(frozen=True)
class FindingRow:
    """One finding in the reader's language."""

    sheet: str
    cell: str
    value: str
    problem: str
    advice: str
    is_blocking: bool


def name_of(thing: Round | Area) -> str:
    """A round's or an area's name in the reader's language."""
    return thing.name.in_(current_locale())


def standing_of(run: HandedIn) -> tuple[str, str]:
    """How far an import is, in words, and the tone of its badge."""
    if run.state is ImportState.PREVIEWED and (run.summary or {}).get("blocking"):
        return _("To be corrected"), "bad"
    return translate(STATE_LABELS[run.state]), TONES[run.state]


def said(refusal: WorkbookRefused) -> str:
    """Why a file is refused, and what to do."""
    return ("" if current_locale() == "zh" else " ").join(map(translate, (refusal.reason, refusal.advice)))


def findings_page(run: HandedIn, number: int) -> Page[FindingRow]:
    """One page of the findings, those that block first."""
    kept = sorted(run.findings or [], key=lambda one: one["severity"] != FindingSeverity.BLOCKING.value)
    number = min(number, max(1, -(-len(kept) // FINDINGS_A_PAGE)))
    start = (number - 1) * FINDINGS_A_PAGE
    rows = [
        FindingRow(
            one["sheet"],
            one["cell"],
            one["value"],
            translate(Message.from_data(one["problem"])),
            translate(Message.from_data(one["advice"])),
            one["severity"] == FindingSeverity.BLOCKING.value,
        )
        for one in kept[start : start + FINDINGS_A_PAGE]
    ]
    return Page(rows, number, FINDINGS_A_PAGE, len(kept))
