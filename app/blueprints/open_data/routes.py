"""Views of the open data: what there is, each file as CSV and as JSON, and the schema. Numbers only, never a name."""

import json
from collections.abc import Iterator
from typing import Any

from flask import Response as FlaskResponse
from flask import stream_with_context
from werkzeug.wrappers import Response

from app.blueprints.open_data import blueprint
from app.blueprints.open_data.columns import HOLDS, Table
from app.blueprints.open_data.contracting import release_package
from app.blueprints.open_data.packages import data_package
from app.blueprints.open_data.schema import LICENCE_PAGE, schema
from app.blueprints.open_data.streams import csv_pieces, json_pieces, package_pieces
from app.blueprints.open_data.tables import STREAMED, TABLES
from app.core.errors import NotFound
from app.domain.areas import queries as areas
from app.web.access import public
from app.web.pages import page
from app.web.published.rendering import published


@blueprint.after_request
def _for_programs(response: FlaskResponse) -> FlaskResponse:
    """Figures may be read by the pages of others, too; whoever has them asks whether they are still so."""
    if response.status_code == 200 and response.mimetype != "text/html":
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.get("/data")
@public
@published
def index() -> Response:
    """What there is, under which licence, how often, and what the columns mean."""
    return page(
        "open_data/index.html",
        tables=list(TABLES.values()),
        streamed=STREAMED,
        holds=HOLDS,
        villages=areas.list_villages(),
        licence_page=LICENCE_PAGE,
    )


@blueprint.get("/data/<name>.json")
@public
@published
def show_json(name: str) -> Response:
    """One file as JSON, with licence, source and day."""
    return _json_of(name)


@blueprint.get("/data/<name>.csv")
@public
@published
def show_csv(name: str) -> Response:
    """The same for a spreadsheet: UTF-8 with its mark, no cell that could be taken for a formula."""
    return _csv_of(name)


@public
def stream_json(name: str) -> Response:
    """One of the files that change all day long or have very many rows, as JSON, read while it is sent."""
    return _sent(json_pieces(_table(name)), "application/json")


@public
def stream_csv(name: str) -> Response:
    """The same for a spreadsheet."""
    response = _sent(csv_pieces(_table(name)), "text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


for _name in STREAMED:
    blueprint.add_url_rule(f"/data/{_name}.json", defaults={"name": _name}, view_func=stream_json)
    blueprint.add_url_rule(f"/data/{_name}.csv", defaults={"name": _name}, view_func=stream_csv)


@blueprint.get("/data/datapackage.json")
@public
@published
def show_data_package() -> Response:
    """All files as one Data Package (Frictionless Data): their addresses, columns, keys."""
    return as_json(data_package())


@blueprint.get("/data/gongshi.zip")
@public
def stream_package() -> Response:
    """The Data Package with all its files in one ZIP."""
    about = json.dumps(data_package(), ensure_ascii=False, indent=1).encode()
    response = _sent(package_pieces(about, TABLES.values()), "application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="gongshi.zip"'
    return response


@blueprint.get("/data/ocds.json")
@public
def stream_contracting() -> Response:
    """Every project with a contract as a release of the Open Contracting Data Standard (OCDS 1.1)."""
    return _sent(release_package(), "application/json")


@blueprint.get("/data/schema.json")
@public
@published
def show_schema() -> Response:
    """JSON Schema (2020-12) of every file, described in both languages."""
    return as_json(schema(), "application/schema+json")


def as_json(value: Any, kind: str = "application/json") -> Response:
    """*value* as a file, its Chinese readable."""
    return FlaskResponse(json.dumps(value, ensure_ascii=False), mimetype=kind)


def _table(name: str) -> Table:
    if name not in TABLES:
        raise NotFound()
    return TABLES[name]


def _json_of(name: str) -> Response:
    return FlaskResponse(b"".join(json_pieces(_table(name))), mimetype="application/json")


def _csv_of(name: str) -> Response:
    response = FlaskResponse(b"".join(csv_pieces(_table(name))), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _sent(pieces: Iterator[bytes], kind: str) -> Response:
    return FlaskResponse(stream_with_context(pieces), mimetype=kind)
