"""An import into the ledger arranged for its pages: what is new, the findings page by page, what each column is."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.domain.funds import workbook_columns as columns
from app.domain.funds.models import LedgerImport
from app.domain.funds.workbook_columns import Sheet
from app.web.i18n import translate
from app.web.workbooks import ColumnRow


@dataclass(frozen=True)
class TallyRow:
    """One kind of sheet: how many rows are new, how many are there already, what the new ones add up to."""

    label: str
    new: int
    same: int
    fen: int


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
