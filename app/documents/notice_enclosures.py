"""The list of a notice as data, to travel within its PDF: for a spreadsheet and for a program.

Names and rows are exactly those on the sheet, in the order of the sheet.
"""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents import setting
from app.documents.papers import NoticePaper, NoticeRow, Text
from app.documents.render import Enclosure, printable

ENCLOSED = ("list.csv", "list.json")
HEADS = {
    "sequence": N_("List no."),
    "group": N_("Villagers' group"),
    "head_name": N_("Name of the head"),
    "people": N_("Number of people"),
    "attribute": N_("Household attribute"),
    "cause": N_("Main cause"),
}
#: what a spreadsheet takes for the beginning of a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def enclosures_of(paper: NoticePaper, lang: str) -> tuple[Enclosure, ...]:
    """The list of *paper* as CSV (UTF-8 with a byte order mark, heads in *lang*) and as JSON; none without rows."""
    if not paper.rows:
        return ()
    with setting.speaking(lang):
        table, data = gettext("The list as a table"), gettext("The list as data")
        text = _csv(paper, lang)
    files = (("text/csv", text.encode("utf-8-sig"), table), ("application/json", _json(paper), data))
    return tuple(
        Enclosure(name, media_type, content, description, paper.issued_on)
        for name, (media_type, content, description) in zip(ENCLOSED, files, strict=True)
    )


def _csv(paper: NoticePaper, lang: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([gettext(HEADS[name]) for name in paper.columns])
    for row in paper.rows:
        writer.writerow([_harmless(_value(row, name, lang)) for name in paper.columns])
    return text.getvalue()


def _json(paper: NoticePaper) -> bytes:
    data: Mapping[str, Any] = {
        "number": paper.number,
        "kind": paper.kind,
        "digest": paper.digest,
        "code": paper.public_code,
        "village": _pair(paper.village),
        "round": _pair(paper.round_name),
        "issued_on": paper.issued_on.isoformat(),
        "period": {"first_day": paper.first_day.isoformat(), "last_day": paper.last_day.isoformat()},
        "households": paper.households,
        "people": paper.people,
        "rows": [{name: _value(row, name, None) for name in paper.columns} for row in paper.rows],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _value(row: NoticeRow, column: str, lang: str | None) -> Any:
    """A cell of *row*: numbers as numbers; without *lang* a text in both languages."""
    known = {"sequence": row.sequence, "people": row.people}
    if column in known:
        return known[column]
    if column in ("group", "head_name"):
        return printable(row.group_name if column == "group" else row.head_name)
    return _said(row.extra.get(column, ""), lang)


def _said(text: Text, lang: str | None) -> Any:
    if isinstance(text, BilingualText):
        return printable(text.in_(lang)) if lang else _pair(text)
    if isinstance(text, Message):
        return text.render(gettext, lang) if lang else text.as_data()
    return printable(str(text))


def _pair(text: BilingualText) -> dict[str, str]:
    return {"zh": printable(text.zh or ""), "en": printable(text.en or "")}


def _harmless(value: Any) -> Any:
    """*value* so that no spreadsheet takes it for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
