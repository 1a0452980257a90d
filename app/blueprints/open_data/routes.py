"""Views of the open data: what there is, each file as CSV and as JSON, and the schema. Numbers only, never a name."""

import csv
import io
import json
from typing import Any

from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from app.blueprints.open_data import blueprint
from app.blueprints.open_data.addresses import whole
from app.blueprints.open_data.columns import HOLDS, Table, Value
from app.blueprints.open_data.schema import LICENCE, LICENCE_PAGE, schema
from app.blueprints.open_data.tables import LIVE, TABLES
from app.core import clock
from app.core.errors import NotFound
from app.domain.areas import queries as areas
from app.web.access import public
from app.web.pages import page
from app.web.published.rendering import published
from app.web.spreadsheets import harmless
from app.web.templating import site_name


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


@blueprint.get(f"/data/{LIVE}.json")
@public
def show_totals_json() -> Response:
    """How far the households came in each round, by village, as JSON."""
    return _json_of(LIVE)


@blueprint.get("/data/<name>.csv")
@public
@published
def show_csv(name: str) -> Response:
    """The same for a spreadsheet: UTF-8 with its mark, no cell that could be taken for a formula."""
    return _csv_of(name)


@blueprint.get(f"/data/{LIVE}.csv")
@public
def show_totals_csv() -> Response:
    """How far the households came in each round, by village, for a spreadsheet."""
    return _csv_of(LIVE)


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
    table = _table(name)
    return as_json(
        {
            "schema": f"{whole('open_data.show_schema')}#/$defs/{name}",
            "licence": LICENCE,
            "source": site_name().in_("zh"),
            "as_of": clock.today().isoformat(),
            "rows": table.dictionaries(),
        }
    )


def _csv_of(name: str) -> Response:
    table, text = _table(name), io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.heads)
    writer.writerows([_cell(value) for value in row] for row in table.rows())
    response = FlaskResponse(text.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell(value: Value) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return harmless(value if isinstance(value, str | int) else value.isoformat())
