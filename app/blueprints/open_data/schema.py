"""The JSON Schema (2020-12) of every file, made from the same columns that fill the files."""

from typing import Any

from flask import url_for
from flask_babel import gettext

from app.blueprints.open_data.addresses import whole
from app.blueprints.open_data.columns import Column, Kind, Table
from app.blueprints.open_data.tables import TABLES
from app.core.messages import N_
from app.domain.notices.models import NoticeState
from app.domain.policies.vocabulary import NoticeKind
from app.web.i18n import in_locale

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LICENCE = "CC-BY-4.0"
LICENCE_PAGE = "https://creativecommons.org/licenses/by/4.0/"
DAY = {"type": "string", "format": "date"}
TEXT: dict[str, Any] = {"type": "string"}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}

#: what stands in the file of one notice, beside the columns of its row
NOTICE_WORDS = {
    "amount_fen": N_("What a beneficiary receives, in hundredths of a yuan"),
    "facts": N_("What a notice without a list says, as it was issued; sums in hundredths of a yuan"),
    "entries": N_("The list in its order; empty once the names are down. Not to be kept beyond the period."),
    "head_name": N_("Name of the head of the household, as the policy lets it stand on the web"),
    "round": N_("Round that the notice belongs to"),
}


def schema() -> dict[str, Any]:
    """The schema of all files: ``$defs`` has one entry for each, under the name of the file."""
    defs = {name: _file(table) for name, table in TABLES.items()}
    return {
        "$schema": DIALECT,
        "$id": whole("open_data.show_schema"),
        "title": "Gongshi open data",
        "description": "Every file of /data, and the files of single notices, under $defs.",
        "$defs": {**defs, "notice": notice(), "notice_list": _notice_list()},
    }


def described(meaning: str) -> dict[str, str]:
    """*meaning* in both languages."""
    with in_locale("zh"):
        chinese = str(gettext(meaning))
    return {"description": meaning, "x-description-zh": chinese}


def _file(table: Table) -> dict[str, Any]:
    row = {
        "type": "object",
        "required": list(table.heads),
        "additionalProperties": False,
        "properties": {column.name: _cell(column) for column in table.columns},
    }
    properties = {
        "schema": {"type": "string", "format": "uri"},
        "licence": {"const": LICENCE},
        "source": TEXT,
        "as_of": DAY,
        "rows": {"type": "array", "items": row},
    }
    return {
        "title": table.title,
        **described(table.about),
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def _cell(column: Column) -> dict[str, Any]:
    is_plain = column.kind in (Kind.TEXT, Kind.NUMBER, Kind.TRUTH)
    kind = column.kind.value if is_plain else "string"
    cell: dict[str, Any] = {"type": [kind, "null"] if column.may_be_empty else kind}
    if not is_plain:
        cell["format"] = column.kind.value
    if column.values:
        cell["enum"] = [*(str(value) for value in column.values), *([None] if column.may_be_empty else [])]
    return {**cell, **described(column.meaning)}


def notice() -> dict[str, Any]:
    """One notice with its entries: ``/notices/<number>.json``."""
    entry = {
        "type": "object",
        "required": ["sequence", "group", "head_name", "people"],
        "properties": {
            "sequence": {"type": "integer", "minimum": 1},
            "group": TEXT,
            "head_name": {**TEXT, **described(NOTICE_WORDS["head_name"])},
            "people": COUNT,
            "attribute": {"type": ["string", "null"]},
            "cause": {"type": ["string", "null"]},
            "amount_fen": {"type": ["integer", "null"], **described(NOTICE_WORDS["amount_fen"])},
            "goods": {"type": ["string", "null"]},
        },
    }
    facts = _notice_facts()
    properties = {
        **facts["properties"],
        "facts": {"type": ["object", "null"], **described(NOTICE_WORDS["facts"])},
        "entries": {"type": "array", "items": entry, **described(NOTICE_WORDS["entries"])},
    }
    return {**facts, "required": [*facts["required"], "entries"], "properties": properties}


def _notice_facts() -> dict[str, Any]:
    named = {"name": TEXT, "name_en": {"type": ["string", "null"]}}
    properties: dict[str, Any] = {
        "number": TEXT,
        "kind": {"enum": [str(kind) for kind in NoticeKind]},
        "round": {
            "type": "object",
            "properties": {"year": {"type": "integer"}, **named},
            **described(NOTICE_WORDS["round"]),
        },
        "village": {"type": "object", "properties": {"code": TEXT, **named}},
        "issuer": TEXT,
        "first_day": DAY,
        "last_day": DAY,
        "state": {"enum": [str(state) for state in NoticeState]},
        "totals": {"type": "object", "properties": {"households": COUNT, "people": COUNT}},
        "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "replaces": {"type": ["string", "null"]},
    }
    return {"type": "object", "required": list(properties), "properties": properties}


def _notice_list() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["notices"],
        "properties": {"notices": {"type": "array", "items": _notice_facts()}},
    }


def reference(name: str) -> str:
    """Where the schema of the file *name* is."""
    return f"{url_for('open_data.show_schema')}#/$defs/{name}"
