"""The feeds: what happened to notices, and articles; well-formed, with identifiers that stay."""

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree as xml

from flask import Flask
from jsonschema import Draft202012Validator, FormatChecker

from app.blueprints.open_data.openapi import JSON_FEED
from tests.blueprints.open_data.township import Township
from tests.browser import Browser
from tests.conftest import SetClock

ATOM = "{http://www.w3.org/2005/Atom}"


def read(browser: Browser, path: str = "/feed.json") -> dict[str, Any]:
    answer = browser.get(path)
    assert answer.response.mimetype == "application/feed+json"
    feed: dict[str, Any] = json.loads(answer.html)
    Draft202012Validator(JSON_FEED, format_checker=FormatChecker()).validate(feed)
    return feed


def parsed(browser: Browser, path: str = "/feed.atom") -> xml.Element:
    return xml.fromstring(browser.get(path).response.data)  # noqa: S314 - our own answer


def identifiers(feed: dict[str, Any]) -> list[str]:
    return [item["id"] for item in feed["items"]]


def test_each_happening_is_one_item(browser: Browser, township: Township) -> None:
    names = {one.split(":", 2)[2] for one in identifiers(read(browser))}
    withdrawn, newer, open_one = (
        one.number for one in (township.withdrawn, township.newer, township.open_one)
    )
    assert names == {
        f"notice/{withdrawn}/issued",
        f"notice/{withdrawn}/withdrawn",
        f"notice/{withdrawn}/replaced",
        f"notice/{newer}/issued",
        f"notice/{newer}/hung",
        f"notice/{open_one}/announced",
        f"notice/{open_one}/hung",
        "news/2026-001",
    }


def test_identifiers_stay_and_never_stand_twice(
    browser: Browser, township: Township, clock: SetClock
) -> None:
    before = identifiers(read(browser))
    clock.set(township.newer.last_day)
    after = identifiers(read(browser))
    assert set(before) < set(after)
    assert len(after) == len(set(after))
    assert all(one.startswith("tag:localhost,2026:") for one in after)
    assert {one.rsplit("/")[-1] for one in set(after) - set(before)} == {"ends_soon"}


def test_days_are_those_of_the_county_and_the_latest_comes_first(
    browser: Browser, township: Township
) -> None:
    dates = [dt.datetime.fromisoformat(item["date_published"]) for item in read(browser)["items"]]
    assert dates == sorted(dates, reverse=True)
    assert {date.utcoffset() for date in dates} == {dt.timedelta(hours=8)}


def test_a_village_has_its_own_feed(browser: Browser, township: Township) -> None:
    feed = read(browser, f"/villages/{township.people.village.code}/feed.json")
    assert township.people.village.name_zh in feed["title"]
    assert not any(township.open_one.number in one for one in identifiers(feed))
    assert any("news/2026-001" in one for one in identifiers(feed)), (
        "what the township writes is for its villages too"
    )
    browser.get("/villages/520000000000/feed.json", expect=404)


def test_a_feed_speaks_the_language_of_its_address(app: Flask, browser: Browser, township: Township) -> None:
    chinese, english = read(browser), read(Browser(app, lang="en"), "/en/feed.json")
    assert (chinese["language"], english["language"]) == ("zh-CN", "en")
    assert identifiers(chinese) == identifiers(english)
    assert all("/en/" in item["url"] for item in english["items"])
    assert "This year's publicity has begun" in {item["title"] for item in english["items"]}
    assert english["feed_url"].endswith("/en/feed.json")


def test_atom_is_well_formed_and_has_what_it_needs(browser: Browser, township: Township) -> None:
    for path in ("/feed.atom", f"/villages/{township.people.village.code}/feed.atom"):
        answer = browser.get(path)
        assert answer.response.mimetype == "application/atom+xml"
        root = parsed(browser, path)
        assert root.tag == f"{ATOM}feed"
        for element in (root, *root.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert (element.findtext(f"{ATOM}{name}") or "").strip(), name
            assert element.find(f"{ATOM}link[@rel='alternate']") is not None
        assert root.find(f"{ATOM}link[@rel='self']").get("href").endswith(path)
        assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert [entry.findtext(f"{ATOM}id") for entry in parsed(browser).iter(f"{ATOM}entry")] == identifiers(
        read(browser)
    )


def test_an_empty_feed_is_a_feed_all_the_same(browser: Browser) -> None:
    assert read(browser)["items"] == []
    assert parsed(browser).findtext(f"{ATOM}updated")
