"""An import into the ledger arranged for its pages: what is new, the findings page by page, what each column is."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.core.messages import Message
from app.core.paging import Page
from app.domain.areas.models import Area
from app.domain.funds import workbook_columns as columns
from app.domain.funds.models import LedgerImport
from app.domain.funds.workbook_columns import Sheet
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


@dataclass(frozen=True)
class TallyRow:
    """One kind of sheet: how many rows are new, how many are there already, what the new ones add up to."""

    label: str
    new: int
    same: int
    fen: int


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
    """A year's or an area's name in the reader's language."""
    return thing.name.in_(current_locale())


def standing_of(run: LedgerImport) -> tuple[str, str]:
    """How far an import is, in words, and the tone of its badge."""
    if run.state is ImportState.PREVIEWED and (run.summary or {}).get("blocking"):
        return _("To be corrected"), "bad"
    return translate(STATE_LABELS[run.state]), TONES[run.state]


def said(refusal: WorkbookRefused) -> str:
    """Why a file is refused, and what to do."""
    return ("" if current_locale() == "zh" else " ").join(map(translate, (refusal.reason, refusal.advice)))


def tallies_of(run: LedgerImport) -> list[TallyRow]:
    """What each kind of sheet brings; those that the workbook does not have are left out."""
    kept = (run.summary or {}).get("tallies", {})
    return [
        TallyRow(translate(columns.LABELS[sheet]), *kept[sheet])
        for sheet in Sheet
        if sheet in kept and any(kept[sheet][:2])
    ]


def columns_of(run: LedgerImport) -> list[ColumnRow]:
    """Every column of every sheet, in the order of the workbook."""
    return [
        ColumnRow(_named(sheet["name"], kind), letters, heading, _taken_for(kind, field, is_repeated))
        for sheet in (run.summary or {}).get("sheets", [])
        for kind in (Sheet(sheet["kind"]),)
        for letters, heading, field, is_repeated in sheet["columns"]
    ]


def _named(name: str, kind: Sheet) -> str:
    """The sheet's own name, and what it was taken for where the name does not say so."""
    if name == columns.SHEET_NAMES[kind]:
        return name
    return _("%(name)s (%(what)s)", name=name, what=translate(columns.LABELS[kind]))


def _taken_for(sheet: Sheet, field: str | None, is_repeated: bool) -> str | None:
    known = columns.fields_of(sheet)
    if field not in known or is_repeated:
        return None
    return translate(known[field].label)


def findings_page(run: LedgerImport, number: int) -> Page[FindingRow]:
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
