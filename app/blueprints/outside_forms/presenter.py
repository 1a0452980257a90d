"""A form's cells for the page: by sheet, with the choices of what they may ask for."""

from dataclasses import dataclass

from app.domain.imports.reader import column_letters
from app.domain.outside_forms.catalogue import GROUP_LABELS, HOUSEHOLD, SOURCES
from app.domain.outside_forms.models import FileKind, FormSlot, OutsideForm
from app.web.i18n import translate


@dataclass(frozen=True)
class ShownSlot:
    """A slot and where it is, as an office program says it."""

    slot: FormSlot
    place: str


def sheets_of(form: OutsideForm) -> list[tuple[int, list[ShownSlot]]]:
    """Number of the sheet (from 1) and its slots."""
    sheets: dict[int, list[ShownSlot]] = {}
    for slot in form.slots:
        place = f"{column_letters(slot.column)}{slot.row + 1}"
        if form.kind is FileKind.DOCX:
            place = f"{slot.row + 1}–{slot.column + 1}"
        sheets.setdefault(slot.sheet + 1, []).append(ShownSlot(slot, place))
    return list(sheets.items())


def groups() -> list[tuple[str, bool, list[tuple[str, str]]]]:
    """Words, whether it is of households, and the choices of each group."""
    return [
        (
            translate(label),
            group == HOUSEHOLD,
            [(one.key, translate(one.label)) for one in SOURCES.values() if one.group == group],
        )
        for group, label in GROUP_LABELS.items()
    ]
