"""A run arranged for its pages: what each column was taken for, the findings page by page, what would change."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.core.messages import N_
from app.domain.households import codes
from app.domain.imports.header_names import FIELDS_BY_NAME
from app.domain.imports.models import ImportRun
from app.domain.imports.rows import INCOME_FIELDS
from app.web.i18n import current_locale, translate
from app.web.templating import format_day, format_money
from app.web.workbooks import ColumnRow

_CODES = {
    "sex": codes.SEX,
    "relation": codes.RELATION,
    "ethnicity": codes.ETHNICITY,
    "politics": codes.POLITICS,
    "education": codes.EDUCATION,
    "student_status": codes.STUDENT_STATUS,
    "health": codes.HEALTH,
    "labour": codes.LABOUR,
    "work_place": codes.WORK_PLACE,
    "attribute": codes.ATTRIBUTE,
    "standard": codes.STANDARD,
    "main_cause": codes.CAUSE,
    "other_causes": codes.CAUSE,
    "house_structure": codes.HOUSING_STRUCTURE,
    "house_grade": codes.HOUSE_GRADE,
    "road": codes.ROAD,
    "fuel": codes.FUEL,
}
_OTHER_LABELS = {
    "data_as_of": N_("Record describes the day"),
    "member_added": N_("Member"),
    "member_removed": N_("Member"),
}
_EMPTY = "—"


@dataclass(frozen=True)
class ChangeRow:
    """One value that would change."""

    number: str
    head: str
    what: str
    old: str
    new: str


def columns_of(run: ImportRun) -> list[ColumnRow]:
    """Every column of every sheet, in the order of the workbook."""
    return [
        ColumnRow(sheet["name"], letters, heading, _taken_for(field, is_repeated))
        for sheet in (run.summary or {}).get("sheets", [])
        for letters, heading, field, is_repeated in sheet["columns"]
    ]


def _taken_for(field: str | None, is_repeated: bool) -> str | None:
    if field is None or field == "unread" or is_repeated:
        return None
    return translate(FIELDS_BY_NAME[field].label)


def changes_of(run: ImportRun) -> Iterator[ChangeRow]:
    """Value by value what the listed households would change in."""
    for household in (run.summary or {}).get("changes", []):
        for who, field, old, new in household["fields"]:
            what = _label(field)
            if who:
                what = _("%(who)s: %(what)s", who=who, what=what)
            if field in ("member_added", "member_removed"):
                old, new = (None, _("new in the workbook")) if new else (_("in the register"), _("taken off"))
            yield ChangeRow(
                household["number"], household["head"], what, _value(field, old), _value(field, new)
            )


def _label(field: str) -> str:
    return translate(_OTHER_LABELS.get(field) or FIELDS_BY_NAME[field].label)


def _value(field: str, value: Any) -> str:
    if value is None or value == []:
        return _EMPTY
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field in INCOME_FIELDS:
        return format_money(value)
    choices = _CODES.get(field)
    if choices is not None:
        return choices.labels(value if isinstance(value, list) else [value], current_locale())
    if field in ("data_as_of", "birth_on"):
        return format_day(dt.date.fromisoformat(value))
    return f"{value:g}" if isinstance(value, float) else str(value)
