"""A notice as JSON, CSV and PDF: the promised form, and nothing in it that the page does not show."""

import csv
import datetime as dt
import io
import json

import pytest

from app.core import clock as county_clock
from app.core.db import db
from app.domain.areas.queries import list_posting_places
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.notices.models import Notice, NoticeKind
from tests import factories
from tests.browser import Browser
from tests.conftest import SetClock
from tests.documents.made_up import text_of
from tests.people import People

KEYS = [
    "number",
    "kind",
    "round",
    "village",
    "issuer",
    "first_day",
    "last_day",
    "state",
    "totals",
    "digest",
    "replaces",
    "entries",
]


@pytest.fixture
def a_list(people: People) -> CandidateList:
    round_ = factories.a_round(
        factories.a_policy("regular-2026", area=people.county), policy={"web_name": "full"}
    )
    drawn_up = factories.a_candidate_list(
        people.village, entries=0, state=ListState.FIRST_NOTICE, round_=round_
    )
    for name in ("王秀英", "=1+1"):
        factories.an_entry(drawn_up, head_name=name, group_name="1组")
    return drawn_up


@pytest.fixture
def notice(a_list: CandidateList) -> Notice:
    return factories.a_notice(a_list, issuer_id=a_list.village_id)


def get_json(browser: Browser, path: str) -> dict:
    page = browser.get(path)
    assert page.response.mimetype == "application/json"
    return json.loads(page.html)


def get_rows(browser: Browser, path: str) -> list[list[str]]:
    data = browser.get(path).response.data
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_json_has_the_promised_form(browser: Browser, people: People, notice: Notice) -> None:
    data = get_json(browser, f"/notices/{notice.number}.json")
    assert list(data) == KEYS
    assert data["kind"] == "first_notice"
    assert data["round"] == {"year": 2026, "name": "2026年识别", "name_en": "Identification 2026"}
    assert data["village"] == {"code": people.village.code, "name": "新华村", "name_en": "Xinhua"}
    assert data["issuer"] == "新华村"
    assert (data["first_day"], data["last_day"], data["state"]) == ("2026-05-12", "2026-05-18", "open")
    assert data["totals"] == {"households": 2, "people": 6}
    assert data["replaces"] is None
    assert data["entries"][0] == {"sequence": 1, "group": "1组", "head_name": "王秀英", "people": 3}


def test_all_notices_come_without_their_entries(browser: Browser, notice: Notice) -> None:
    found = get_json(browser, "/notices.json?year=2026&kind=first_notice")["notices"]
    assert [one["number"] for one in found] == [notice.number]
    assert list(found[0]) == KEYS[:-1]
    assert get_json(browser, "/notices.json?year=2013")["notices"] == []
    assert get_json(browser, f"/notices.json?village={notice.village.code}")["notices"] != []


def test_the_days_are_those_on_which_it_really_hangs(
    browser: Browser, a_list: CandidateList, clock: SetClock
) -> None:
    notice = factories.a_notice(a_list, posted=False)
    clock.move(days=3)
    for place in list_posting_places(notice.village_id):
        factories.a_posting(notice, place, posted_on=clock.today)
    data = get_json(browser, f"/notices/{notice.number}.json")
    assert (data["first_day"], data["last_day"]) == ("2026-05-15", "2026-05-21")


def test_the_table_is_no_formula_and_carries_a_mark_of_its_encoding(browser: Browser, notice: Notice) -> None:
    rows = get_rows(browser, f"/notices/{notice.number}.csv")
    assert rows[0] == ["序号", "村民小组", "户主姓名", "家庭人口数"]
    assert rows[1] == ["1", "1组", "王秀英", "3"]
    assert rows[2][2] == "'=1+1"
    assert get_rows(browser, f"/notices/{notice.number}.csv?lang=en")[0][0] == "No."


def test_once_the_names_are_down_no_form_of_the_notice_has_them(
    browser: Browser, notice: Notice, clock: SetClock
) -> None:
    grace = notice.round.policy.web_names_grace_days
    clock.set(notice.last_day + dt.timedelta(days=grace + 1))
    data = get_json(browser, f"/notices/{notice.number}.json")
    assert data["entries"] == []
    assert data["state"] == "closed"
    rows = get_rows(browser, f"/notices/{notice.number}.csv")
    assert rows[1][0] == notice.number
    assert "王秀英" not in str(rows)
    assert "王秀英" not in text_of(browser.get(f"/notices/{notice.number}.pdf").response.data)


def test_a_withdrawn_notice_and_its_successor_name_each_other(
    browser: Browser, a_list: CandidateList, notice: Notice
) -> None:
    notice.withdrawn_at, notice.withdrawal_reason = county_clock.now(), "人数写错了"
    db.session.flush()
    assert get_json(browser, f"/notices/{notice.number}.json")["state"] == "withdrawn"
    newer = factories.a_notice(a_list, replaces_id=notice.id)
    older = get_json(browser, f"/notices/{notice.number}.json")
    assert (older["state"], older["entries"]) == ("replaced", [])
    assert get_json(browser, f"/notices/{newer.number}.json")["replaces"] == notice.number
    sheet = text_of(browser.get(f"/notices/{notice.number}.pdf").response.data)
    assert "撤回" in sheet
    assert "王秀英" not in sheet


def test_the_sheet_comes_in_the_language_of_its_address(browser: Browser, notice: Notice) -> None:
    page = browser.get(f"/notices/{notice.number}.pdf")
    assert page.response.mimetype == "application/pdf"
    assert "王秀英" in text_of(page.response.data)
    english = browser.get(f"/notices/{notice.number}.pdf?lang=en").response.data
    assert "First publicity notice" in text_of(english)


def test_an_announcement_says_what_it_is(browser: Browser, people: People, a_list: CandidateList) -> None:
    other = factories.a_candidate_list(
        people.other_village, entries=1, state=ListState.ANNOUNCED, round_=a_list.round
    )
    notice = factories.a_notice(other, kind=NoticeKind.ANNOUNCEMENT)
    assert get_json(browser, f"/notices/{notice.number}.json")["kind"] == "announcement"
