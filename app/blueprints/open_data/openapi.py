"""The OpenAPI 3.1 description, read off the portal's own table of addresses, so that it cannot be out of date."""

import inspect
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from flask import current_app
from werkzeug.routing import Rule
from werkzeug.routing.converters import IntegerConverter

from app.blueprints.open_data.addresses import site
from app.blueprints.open_data.schema import LICENCE, described, schema
from app.blueprints.open_data.tables import STREAMED, TABLES
from app.core.messages import N_
from app.domain.policies.vocabulary import NoticeKind

VERSION = "1.0.0"
PLACE = re.compile(r"<(?:[^:<>]*(?:\([^()]*\))?:)?(\w+)>")
KINDS = {
    ".json": "application/json",
    ".csv": "text/csv",
    ".pdf": "application/pdf",
    ".atom": "application/atom+xml",
    ".xml": "application/xml",
    ".txt": "text/plain",
    ".js": "text/javascript",
    ".py": "text/x-python",
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".zip": "application/zip",
}
#: where the ending of the address does not tell it
OTHER_KINDS = {
    "open_data.show_schema": "application/schema+json",
    "open_data.feed_json": "application/feed+json",
    "open_data.village_feed_json": "application/feed+json",
    "public.show_photo": "image/jpeg",
    "public.show_large_photo": "image/jpeg",
    "articles.open_file": "application/octet-stream",
    "health.show": "application/json",
}
#: addresses that stand for one file each
EACH_TABLE = frozenset({"open_data.show_json", "open_data.show_csv"})
#: one address for each file, with its name for a default
NAMED = frozenset({"open_data.stream_json", "open_data.stream_csv"})
#: endpoint -> the schema of its answer
SCHEMAS = {
    "open_data.feed_json": "json_feed",
    "open_data.village_feed_json": "json_feed",
    "public.list_notices_json": "notice_list",
    "public.show_notice_json": "notice",
    "samples.public_draw_json": "draw_record",
    "open_data.openapi": "any_object",
    "open_data.show_schema": "any_object",
    "open_data.show_data_package": "any_object",
    "open_data.stream_contracting": "any_object",
    "health.show": "any_object",
}
#: what may stand behind the question mark of an address
QUERIES: dict[str, tuple[tuple[str, dict[str, Any], str], ...]] = {
    "public.list_notices_json": (
        ("year", {"type": "integer"}, N_("Year of the round")),
        (
            "kind",
            {"enum": [*(str(kind) for kind in NoticeKind), "lists", "money"]},
            N_("Which kind of notice it is"),
        ),
        ("village", {"type": "string"}, N_("Division code of the village, 12 digits")),
    ),
    "verify.ask": (("code", {"type": "string"}, N_("Code or number of the paper")),),
}
JSON_FEED: dict[str, Any] = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string"},
        "home_page_url": {"type": "string", "format": "uri"},
        "feed_url": {"type": "string", "format": "uri"},
        "language": {"enum": ["zh-CN", "en"]},
        "authors": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "url", "title", "content_text", "date_published"],
                "properties": {
                    "id": {"type": "string", "pattern": "^tag:"},
                    "url": {"type": "string", "format": "uri"},
                    "title": {"type": "string"},
                    "content_text": {"type": "string"},
                    "date_published": {"type": "string", "format": "date-time"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}
ANY: dict[str, Any] = {"type": "object"}
DRAW_RECORD: dict[str, Any] = {
    "type": "object",
    "required": ["method", "version", "notice", "digest", "seed", "size", "entries", "drawn", "drawn_at"],
    "properties": {
        "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "size": {"type": "integer", "minimum": 0},
        "entries": {
            "type": "array",
            "items": {"type": "object", "required": ["number", "weight"]},
        },
        "drawn": {"type": "array", "items": {"type": "integer"}},
        "drawn_at": {"type": "string", "format": "date-time"},
    },
}


def description() -> dict[str, Any]:
    """The whole description."""
    paths: dict[str, Any] = {}
    for rule in public_rules():
        for path, answers, values in _expanded(rule):
            paths[path] = {"get": _operation(rule, path, answers, values)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Gongshi",
            "version": VERSION,
            "summary": "Public addresses of a portal of publicity and announcement.",
            "description": "Each address is Chinese; with /en before it, English. Nothing needs an account.",
            "license": {"name": "CC BY 4.0", "identifier": LICENCE},
        },
        "servers": [{"url": site()}],
        "security": [],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {
                **schema()["$defs"],
                "json_feed": JSON_FEED,
                "draw_record": DRAW_RECORD,
                "any_object": ANY,
            }
        },
    }


def public_rules() -> list[Rule]:
    """The addresses that everybody may ask for with GET."""
    return [
        rule
        for rule in current_app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and getattr(current_app.view_functions[rule.endpoint], "access", None) == "public"
    ]


def pattern(rule: Rule, place: str = "") -> str:
    """The address of *rule* with *place* for each of its parts, or with ``{name}``."""
    return PLACE.sub(lambda found: place or f"{{{found[1]}}}", rule.rule)


def kind_of(rule: Rule) -> str:
    """The media type that *rule* answers with."""
    return OTHER_KINDS.get(rule.endpoint) or KINDS.get(PurePosixPath(rule.rule).suffix, "text/html")


def _expanded(rule: Rule) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Path, name of the schema of its answer, and parts that are filled in: one for each file that it stands for."""
    path = pattern(rule)
    if rule.endpoint in NAMED:
        yield path, *_file((rule.defaults or {})["name"], path)
    elif rule.endpoint in EACH_TABLE:
        for name in TABLES:
            if name not in STREAMED:
                yield path.replace("{name}", name), *_file(name, path)
    else:
        yield path, SCHEMAS.get(rule.endpoint, ""), {}


def _file(name: str, path: str) -> tuple[str, dict[str, str]]:
    return name if path.endswith(".json") else "", {"name": name}


def _operation(rule: Rule, path: str, answers: str, filled: dict[str, str]) -> dict[str, Any]:
    documented = inspect.getdoc(current_app.view_functions[rule.endpoint]) or ""
    content: dict[str, Any] = {"schema": {"$ref": f"#/components/schemas/{answers}"}} if answers else {}
    responses: dict[str, Any] = {
        "200": {"description": "The answer.", "content": {kind_of(rule): content}},
        "304": {"description": "Unchanged since it was asked for last."},
    }
    if rule.arguments - set(filled):
        responses["404"] = {"description": "There is no such thing, or it is not public."}
    return {
        "operationId": "_".join([rule.endpoint.replace(".", "_"), *filled.values()]),
        "summary": documented.split("\n")[0],
        "parameters": [*_parts(rule, filled), *_queries(rule)],
        "responses": responses,
    }


def _parts(rule: Rule, filled: dict[str, str]) -> Iterator[dict[str, Any]]:
    for name in PLACE.findall(rule.rule):
        if name not in filled:
            whole_number = isinstance(rule._converters.get(name), IntegerConverter)
            kind = "integer" if whole_number else "string"
            yield {"name": name, "in": "path", "required": True, "schema": {"type": kind}}


def _queries(rule: Rule) -> Iterator[dict[str, Any]]:
    for name, kind, meaning in QUERIES.get(rule.endpoint, ()):
        yield {"name": name, "in": "query", "schema": kind, **described(meaning)}
