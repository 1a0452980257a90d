"""All files of the open data as one Data Package of Frictionless Data: what they are, their columns, their keys.

Source: Data Package 1.0 and Table Schema 1.0 (specs.frictionlessdata.io).
"""

from typing import Any

from app.blueprints.open_data.addresses import site, whole
from app.blueprints.open_data.columns import Column, Kind, Table
from app.blueprints.open_data.fund_tables import KEYS, NAMES
from app.blueprints.open_data.schema import LICENCE, LICENCE_PAGE, described
from app.blueprints.open_data.tables import TABLES
from app.core import clock
from app.web.templating import site_name

#: what a column holds -> type and format of Table Schema
TYPES = {
    Kind.TEXT: ("string", "default"),
    Kind.NUMBER: ("integer", "default"),
    Kind.TRUTH: ("boolean", "default"),
    Kind.DAY: ("date", "default"),
    Kind.INSTANT: ("datetime", "any"),
    Kind.ADDRESS: ("string", "uri"),
}


def data_package() -> dict[str, Any]:
    """The description: the paths are those of the CSV files beside it."""
    return {
        "profile": "tabular-data-package",
        "name": "gongshi",
        "title": site_name().in_("zh"),
        "homepage": whole("open_data.index"),
        "created": clock.local(clock.at(clock.today(), 0)).isoformat(timespec="seconds"),
        "licenses": [{"name": LICENCE, "path": LICENCE_PAGE, "title": "Creative Commons Attribution 4.0"}],
        "sources": [{"title": site_name().in_("zh"), "path": site()}],
        "resources": [_resource(table) for table in TABLES.values()],
    }


def _resource(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if KEYS.get(table.name):
        schema["primaryKey"] = list(KEYS[table.name])
    if table.name in NAMES:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [key]}}
            for column, other, key in NAMES[table.name]
        ]
    words = described(table.about)
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        **words,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "header": True},
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    kind, form = TYPES[column.kind]
    constraints: dict[str, Any] = {} if column.may_be_empty else {"required": True}
    if column.values:
        constraints["enum"] = [str(value) for value in column.values]
    field: dict[str, Any] = {"name": column.name, "type": kind, "format": form, **described(column.meaning)}
    if kind == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return field | ({"constraints": constraints} if constraints else {})
