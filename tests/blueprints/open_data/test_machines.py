"""What machines ask for: the sitemap, what to leave alone, and a description that leaves nothing out."""

import json
from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as xml

from flask import Flask, url_for
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.blueprints.open_data.openapi import kind_of, public_rules
from app.domain.reports import open_data
from tests.blueprints.open_data.township import Township
from tests.browser import Browser

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def described(browser: Browser) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(browser.get("/openapi.json").html)
    return found


def test_the_sitemap_has_both_languages_of_every_page_without_persons(
    browser: Browser, township: Township
) -> None:
    root = xml.fromstring(browser.get("/sitemap.xml").response.data)  # noqa: S314 - our own answer
    places = {
        entry.findtext(f"{SITEMAP}loc").removeprefix("http://localhost"): {
            link.get("hreflang") for link in entry.findall(f"{XHTML}link")
        }
        for entry in root
    }
    for path in (
        "/",
        "/notices",
        "/data",
        "/procedure",
        "/news",
        "/news/2026-001",
        f"/notices/{township.withdrawn.number}",
    ):
        assert places[path] == places["/en" + path if path != "/" else "/en/"] == {"zh-CN", "en"}
    assert f"/villages/{township.people.village.code}" in places
    assert f"/notices/{township.newer.number}" not in places, "its names stand in the open now"
    for path in places:
        assert browser.get(path, expect=None).status == 200, path


def test_robots_leave_persons_forms_and_staff_alone(app: Flask, browser: Browser, township: Township) -> None:
    text = browser.get("/robots.txt").html
    assert text.splitlines()[-1] == "Sitemap: http://localhost/sitemap.xml"
    for pattern in ("/notices/*.json", "/notices/*.csv", "/notices/*.pdf", "/notices/*/objections/new"):
        assert f"Disallow: {pattern}" in text
        assert f"Disallow: /en{pattern}" in text
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    code = township.people.village.code
    for path in (
        "/",
        "/notices",
        f"/villages/{code}",
        "/data/notices.csv",
        "/feed.atom",
        "/procedure",
        "/static/x",
    ):
        assert rules.can_fetch("*", path), path
        assert rules.can_fetch("*", f"/en{path}"), path
    for path in ("/desk", "/households/1", "/sign-in", f"/board/{code}", "/v/2222-2222-2", "/accounts"):
        assert not rules.can_fetch("*", path), path


def test_the_description_is_valid_and_leaves_no_public_address_out(
    app: Flask, browser: Browser, township: Township
) -> None:
    spec = described(browser)
    OpenAPIV31SpecValidator(spec).validate()
    with app.test_request_context():
        rules = {rule.endpoint: kind_of(rule) for rule in public_rules()}
    told = {
        one["get"]["operationId"]: one["get"]["responses"]["200"]["content"] for one in spec["paths"].values()
    }
    for endpoint, kind in rules.items():
        name = endpoint.replace(".", "_")
        several = [content for operation, content in told.items() if operation.startswith(f"{name}_")]
        found = [told[name]] if name in told else several
        assert found, endpoint
        assert all(kind in content for content in found), endpoint
        if kind in ("application/json", "application/feed+json"):
            assert all("$ref" in content[kind]["schema"] for content in found), f"{endpoint} has no schema"
    assert "public_show_notice_json" in told
    assert not any("{name}" in path for path in spec["paths"])
    assert not any(path.startswith(("/desk", "/households")) for path in spec["paths"])


def test_real_answers_are_as_described(app: Flask, browser: Browser, township: Township) -> None:
    spec = described(browser)
    known = {
        "number": township.newer.number,
        "code": township.people.village.code,
        "public_id": open_data.list_draws()[0].public_id,
    }
    looked_at = 0
    for path, one in spec["paths"].items():
        operation = one["get"]
        parts = {part["name"] for part in operation["parameters"] if part["in"] == "path"}
        ((kind, content),) = operation["responses"]["200"]["content"].items()
        if not parts <= set(known) or "/news/" in path or "$ref" not in content.get("schema", {}):
            continue
        answer = browser.get(path.format(**known))
        assert answer.response.mimetype == kind, path
        schema = {"components": spec["components"], "$ref": content["schema"]["$ref"]}
        rooted = json.loads(json.dumps(schema).replace("#/$defs/", "#/components/schemas/"))
        Draft202012Validator(rooted, format_checker=FormatChecker()).validate(json.loads(answer.html))
        looked_at += 1
    assert looked_at >= 10


def test_files_may_be_read_by_other_sites(app: Flask, browser: Browser, township: Township) -> None:
    with app.test_request_context():
        paths = [url_for("open_data.show_json", name="notices"), url_for("open_data.feed_json")]
    for path in paths:
        assert browser.get(path).response.headers["Access-Control-Allow-Origin"] == "*"
