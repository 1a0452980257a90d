"""What everybody reads of a notice whose days stand still, or whose end is not photographed yet."""

import datetime as dt

from app.domain.notices import queries
from app.domain.notices.models import Notice
from tests import factories
from tests.browser import Browser
from tests.conftest import SetClock
from tests.people import People


def a_notice(people: People) -> Notice:
    profile = factories.a_policy("regular-2026", area=people.county)
    round_ = factories.a_round(profile, policy={"end_photographs_required": True, "posting_proof": "code"})
    return factories.a_notice_of(people.village, [("1组", "丁一明", 3)], round_=round_)


def test_while_a_sheet_is_missing_the_days_stand_still(
    browser: Browser, people: People, clock: SetClock
) -> None:
    notice = a_notice(people)
    clock.move(days=1)
    factories.a_gap(notice.postings[0])
    page = browser.get(f"/notices/{notice.number}")
    assert "现在暂停算天数" in page.text
    assert "不见了" in page.text
    assert "可以提意见" in page.text


def test_without_its_end_photograph_it_stays_open_and_the_names_leave(
    browser: Browser, people: People, clock: SetClock
) -> None:
    notice = a_notice(people)
    grace = notice.round.policy.web_names_grace_days
    clock.set(queries.running_period(notice).last_day + dt.timedelta(days=grace + 1))
    page = browser.get(f"/notices/{notice.number}")
    assert "现在还没结束" in page.text
    assert "可以提意见" in page.text
    assert "丁一明" not in page.text
    listing = browser.get("/")
    assert "还没结束" in listing.text
