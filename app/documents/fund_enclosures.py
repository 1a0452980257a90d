"""The tables of a notice of funds or projects as data, to travel within its PDF; word for word those on the sheet."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from flask_babel import gettext

from app.core.messages import in_words
from app.core.spreadsheets import harmless
from app.documents import setting
from app.documents.fund_shapes import Card, Cell, Entry, FundFacts, Row, Table
from app.documents.papers import NoticePaper, Text
from app.documents.render import Enclosure, printable

ENCLOSED = ("tables.csv", "tables.json")

Say = Callable[[Text], Any]


def enclosed_in(paper: NoticePaper) -> tuple[str, ...]:
    """The names of what travels within *paper*; nothing where its names were taken down."""
    facts = paper.facts
    return (
        ENCLOSED if facts is not None and not (facts.has_names and not paper.rows) and _has_any(facts) else ()
    )


def fund_enclosures(paper: NoticePaper, lang: str) -> tuple[Enclosure, ...]:
    """The tables of *paper* as CSV (in *lang*, one under the other with their titles) and as JSON (both languages)."""
    if paper.facts is None or not enclosed_in(paper):
        return ()
    both = _both_languages()
    with setting.speaking(lang) as translate:
        descriptions = gettext("The tables for a spreadsheet"), gettext("The tables as data")
        text = _csv(paper.facts, lambda value: printable(str(in_words(value, translate, lang))))
    data = {
        "number": paper.number,
        "kind": paper.kind,
        "digest": paper.digest,
        "code": paper.public_code,
        "issued_on": paper.issued_on.isoformat(),
        "period": {"first_day": paper.first_day.isoformat(), "last_day": paper.last_day.isoformat()},
        "projects": [_card(card, both) for card in paper.facts.cards],
        "tables": [_table(table, both) for table in _tables(paper.facts)],
    }
    contents = (text.encode("utf-8-sig"), json.dumps(data, ensure_ascii=False, indent=1).encode())
    media_types = ("text/csv", "application/json")
    return tuple(
        Enclosure(name, media_type, content, description, paper.issued_on)
        for name, media_type, content, description in zip(
            ENCLOSED, media_types, contents, descriptions, strict=True
        )
    )


def _has_any(facts: FundFacts) -> bool:
    return bool(facts.cards) or any(True for _ in _tables(facts))


def _tables(facts: FundFacts) -> Iterator[Table]:
    yield from facts.tables
    if facts.projects is not None:
        yield facts.projects
    if facts.check is not None and facts.check.table is not None:
        yield facts.check.table


def _csv(facts: FundFacts, say: Say) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    for table in _tables(facts):
        writer.writerow([say(table.title)])
        writer.writerow([say(column.head) for column in table.columns])
        for row in table.rows:
            writer.writerow([harmless(_cell(cell, say), sums=True) for cell in row.cells])
        if table.totals:
            words = [_cell(table.total_words, say), *[""] * (table.total_at - 1)]
            writer.writerow([*words, *(_cell(cell, say) for cell in table.totals)])
        writer.writerow([])
    for card in facts.cards if facts.projects is None else ():
        writer.writerow([say(card.name)])
        writer.writerows(
            [say(entry.label), harmless(_cell(entry.lines, say), sums=True)] for entry in card.entries
        )
        writer.writerow([])
    return text.getvalue()


def _cell(cell: Cell, say: Say) -> str:
    return "; ".join(say(line) for line in cell)


def _both_languages() -> Say:
    def said(value: Text) -> Any:
        if isinstance(value, str):
            return printable(value)
        found = {}
        for lang in setting.LANGUAGES:
            with setting.speaking(lang) as translate:
                found[lang] = printable(str(in_words(value, translate, lang)))
        return found

    return said


def _table(table: Table, say: Say) -> dict[str, Any]:
    return {
        "title": say(table.title),
        "heads": [say(column.head) for column in table.columns],
        "rows": [_row(row, say) for row in table.rows],
        "totals": [[say(line) for line in cell] for cell in table.totals],
    }


def _row(row: Row, say: Say) -> dict[str, Any]:
    numbers = {"project": row.project, "batch": row.batch}
    cells = [[say(line) for line in cell] for cell in row.cells]
    return {**{name: number for name, number in numbers.items() if number}, "cells": cells}


def _card(card: Card, say: Say) -> dict[str, Any]:
    return {
        "number": card.number,
        "name": say(card.name),
        "fields": [_entry(entry, say) for entry in card.entries],
    }


def _entry(entry: Entry, say: Say) -> dict[str, Any]:
    return {"label": say(entry.label), "lines": [say(line) for line in entry.lines]}
