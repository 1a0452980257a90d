"""The pages of the working calendar."""

import datetime as dt

import pytest

from app.core.permissions import NOBODY
from app.domain.calendars import queries, service
from tests.people import People


@pytest.fixture
def calendar(people: People) -> None:
    service.seed_years(actor=NOBODY)


@pytest.mark.usefixtures("calendar")
def test_a_year_shows_twelve_months_with_days_off_and_make_up_days(people: People) -> None:
    page = people.browser("county_approver").get("calendars.show", year=2014)
    assert len(page.select("table.month")) == 12
    assert len(page.select("table.month td a")) == 365
    assert page.texts(".mark").count("班") == 5
    assert "春节" in page.text
    assert "放假安排已公布" in page.text


@pytest.mark.usefixtures("calendar")
def test_the_menu_leads_to_the_present_year(people: People) -> None:
    browser = people.browser("administrator")
    assert browser.get("calendars.index", expect=303).location.endswith("/calendars/2026")
    assert "2026年工作日" in browser.get("/calendars/2026?lang=zh").heading


def test_a_year_not_announced_says_so_until_it_is(people: People) -> None:
    browser = people.browser("county_approver")
    assert "2027年放假安排尚未公布" in browser.get("calendars.show", year=2027).text
    browser.get("calendars.day", year=2027, text="2027-01-01")
    browser.send(kind="day_off", note_zh="元旦")
    assert queries.load_calendar().is_workday(dt.date(2027, 1, 1)) is False
    browser.get("calendars.announcement", year=2027)
    assert browser.send(document="", expect=422).faults
    browser.send(document="国办发明电〔2026〕9号")
    page = browser.follow()
    assert "国办发明电〔2026〕9号" in page.text
    assert "元旦" in page.text
    assert 2027 in queries.load_calendar().known_years


def test_the_page_is_complete_in_english(people: People) -> None:
    browser = people.browser("county_approver")
    service.set_day(
        on=dt.date(2027, 1, 1),
        is_workday=False,
        note_zh="元旦",
        note_en="New Year",
        actor=people.actor("county_approver"),
    )
    assert browser.get("/calendars/2027?lang=en").heading == "Working days of 2027"
    browser.get("/calendars/2027/days/2027-01-01?lang=en")


@pytest.mark.parametrize(
    "path",
    [
        "/calendars/1999",
        "/calendars/2101",
        "/calendars/2026/days/2027-01-01",
        "/calendars/2026/days/2026-02-30",
        "/calendars/2026/days/today",
    ],
)
def test_there_are_no_other_days(people: People, path: str) -> None:
    people.browser("county_approver").get(path, expect=404)


def test_nobody_else_changes_the_calendar(people: People) -> None:
    for name in ("village_officer", "township_reviewer", "supervisor"):
        browser = people.browser(name)
        browser.get("calendars.show", expect=403, year=2026)
        browser.post("calendars.day", {"kind": "day_off"}, expect=403, year=2026, text="2026-05-12")
