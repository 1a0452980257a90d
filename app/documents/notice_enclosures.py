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
from app.core.messages import Message, in_words
from app.core.spreadsheets import harmless
from app.documents import setting
from app.documents.papers import COLUMN_NAMES, NoticePaper, NoticeRow
from app.documents.render import Enclosure, printable

ENCLOSED = ("list.csv", "list.json")


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
    writer.writerow([gettext(COLUMN_NAMES[name]) for name in paper.columns])
    for row in paper.rows:
        writer.writerow([harmless(_value(row, name, lang)) for name in paper.columns])
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
    cell = row.cell(column)
    if lang is None and isinstance(cell, BilingualText):
        return _pair(cell)
    if lang is None and isinstance(cell, Message):
        return cell.as_data()
    text = in_words(cell, gettext, lang or "zh")
    return printable(text) if isinstance(text, str) else text


def _pair(text: BilingualText) -> dict[str, str]:
    return {"zh": printable(text.zh or ""), "en": printable(text.en or "")}
