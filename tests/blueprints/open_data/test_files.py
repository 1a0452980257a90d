"""The files of the open data: what the schema promises, in both languages, and never a person."""

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator, FormatChecker

from app.blueprints.open_data.tables import TABLES
from app.core.db import db
from tests.blueprints.open_data.township import NAMES, Township
from tests.browser import Browser
from tests.conftest import SetClock
from tests.people import People


def read(browser: Browser, path: str) -> Any:
    return json.loads(browser.get(path).html)


def rows(browser: Browser, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(browser, f"/data/{name}.json")["rows"]
    return found


def table(browser: Browser, name: str) -> list[list[str]]:
    data = browser.get(f"/data/{name}.csv").response.data
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def validator(schema: dict[str, Any], name: str) -> Draft202012Validator:
    rooted = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": f"#/$defs/{name}"}
    return Draft202012Validator(rooted, format_checker=FormatChecker())


def test_every_file_is_as_its_schema_says(browser: Browser, township: Township) -> None:
    schema = read(browser, "/data/schema.json")
    Draft202012Validator.check_schema(schema)
    files = {name: f"/data/{name}.json" for name in TABLES}
    files |= {"notice": f"/notices/{township.open_one.number}.json", "notice_list": "/notices.json"}
    assert set(files) == set(schema["$defs"])
    for name, path in files.items():
        value = read(browser, path)
        faults = [fault.message for fault in validator(schema, name).iter_errors(value)]
        assert faults == [], path
        assert value.get("rows", True), f"{path} has no row to be looked at"
        if name in TABLES:
            assert value["schema"].endswith(f"/data/schema.json#/$defs/{name}")
            assert value["licence"] == "CC-BY-4.0"


def test_the_schema_notices_what_it_did_not_promise(browser: Browser, township: Township) -> None:
    schema, value = read(browser, "/data/schema.json"), read(browser, "/data/notices.json")
    value["rows"][0]["head_name"] = NAMES[0]
    assert list(validator(schema, "notices").iter_errors(value))


def test_every_column_is_explained_in_both_languages(
    app: Flask, browser: Browser, township: Township
) -> None:
    for name, found in read(browser, "/data/schema.json")["$defs"].items():
        if name in TABLES:
            for column, cell in found["properties"]["rows"]["items"]["properties"].items():
                assert cell["description"] != cell["x-description-zh"], column
    page, english = browser.get("open_data.index"), Browser(app, lang="en").get("/en/data")
    for table_ in TABLES.values():
        assert set(table_.heads) <= set(page.texts("th code"))
        assert set(table_.heads) <= set(english.texts("th code"))
    assert "CC BY 4.0" in page.links


def test_both_forms_of_a_file_say_the_same(browser: Browser, township: Township) -> None:
    for name in TABLES:
        head, *lines = table(browser, name)
        assert tuple(head) == TABLES[name].heads
        written = [
            [
                "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
                for value in row.values()
            ]
            for row in rows(browser, name)
        ]
        assert lines == written


def test_notices_say_how_they_stand(browser: Browser, township: Township) -> None:
    found = {row["number"]: row for row in rows(browser, "notices")}
    assert found[township.withdrawn.number]["state"] == "replaced"
    assert found[township.withdrawn.number]["replaced_by"] == township.newer.number
    assert found[township.newer.number]["replaces"] == township.withdrawn.number
    assert found[township.newer.number]["households"] == len(NAMES)
    assert found[township.newer.number]["digest"] == township.newer.digest
    assert found[township.newer.number]["check"].endswith(f"/v/{found[township.newer.number]['code']}")


def test_objections_are_numbers(browser: Browser, township: Township) -> None:
    found = {row["notice"]: row for row in rows(browser, "objections")}
    counted = found[township.newer.number]
    assert [counted[name] for name in ("received", "undecided", "upheld", "partly", "rejected")] == [
        2,
        1,
        0,
        0,
        1,
    ]
    assert found[township.open_one.number]["received"] == 0


def test_no_person_is_in_any_file(app: Flask, township: Township) -> None:
    paths = [f"/data/{name}.{kind}" for name in TABLES for kind in ("csv", "json")]
    paths += [
        "/feed.json",
        "/feed.atom",
        f"/villages/{township.people.village.code}/feed.json",
        "/openapi.json",
    ]
    for path in paths:
        for lang in ("zh", "en"):
            page = Browser(app, lang=lang).get(path if lang == "zh" else f"/en{path}")
            assert not any(name in page.html for name in NAMES), path
            assert "Set-Cookie" not in page.response.headers
            assert "Cookie" not in page.response.headers.get("Vary", "")


def test_a_name_that_begins_like_a_formula_is_none(
    browser: Browser, people: People, township: Township
) -> None:
    people.village.name_en = "=1+1"
    db.session.commit()
    assert "'=1+1" in {line[2] for line in table(browser, "villages")}


def test_totals_follow_the_notices(browser: Browser, township: Township) -> None:
    found = [row for row in rows(browser, "totals") if row["village_code"] == township.people.village.code]
    reached = {row["step"]: row["households"] for row in found if row["measure"] == "reached"}
    assert reached["first_notice"] == len(NAMES)
    assert reached["announced"] == 0


def test_a_village_without_a_notice_has_no_totals(browser: Browser, people: People) -> None:
    assert people.village.code not in {row["village_code"] for row in rows(browser, "totals")}


def test_the_day_of_a_file_is_the_county_s(browser: Browser, township: Township, clock: SetClock) -> None:
    clock.set(clock.today, 0, 30)
    assert read(browser, "/data/villages.json")["as_of"] == clock.today.isoformat()
    clock.set(clock.today + dt.timedelta(days=30))
    states = {row["number"]: row["state"] for row in rows(browser, "notices")}
    assert states[township.open_one.number] == "closed"


@pytest.mark.parametrize("path", ["/data/persons.json", "/data/notices.xml", "/data/totals"])
def test_there_is_no_other_file(browser: Browser, path: str) -> None:
    browser.get(path, expect=404)
