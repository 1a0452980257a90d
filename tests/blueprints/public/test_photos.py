"""The photographs of posted sheets: shown while the names may show, and never clearer than the page."""

import datetime as dt
import io

import pytest
from PIL import Image

from app.domain.attachments import folder
from app.domain.notices.models import Notice, Posting
from app.domain.policies.vocabulary import NoticeKind
from app.domain.rounds.models import Round
from tests import factories
from tests.browser import Browser
from tests.conftest import SetClock
from tests.people import People


def a_photograph() -> str:
    """The digest of a kept photograph with a place in it, as if the folder had been filled by other means."""
    exif = Image.Exif()
    exif[0x010F] = "Telephone of Wang"
    out = io.BytesIO()
    Image.linear_gradient("L").resize((900, 1200)).save(out, "JPEG", exif=exif)
    return folder.keep(out.getvalue())


def a_hanging(people: People, web_name: str, round_: Round | None = None) -> tuple[Notice, Posting]:
    round_ = round_ or factories.a_round(
        factories.a_policy(area=people.county), policy={"web_name": web_name}
    )
    notice = factories.a_notice_of(people.village, [("1组", "丁一明", 3)], round_=round_, posted=False)
    photo = factories.an_attachment(people.village, digest=a_photograph())
    return notice, factories.a_posting(notice, photo=photo)


def picture_at(browser: Browser, path: str) -> Image.Image:
    answer = browser.get(path).response
    assert answer.mimetype == "image/jpeg"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert b"Wang" not in answer.data
    assert len(answer.data) <= 40 * 1024
    picture = Image.open(io.BytesIO(answer.data))
    assert not picture.getexif()
    return picture


def test_photographs_stand_where_the_sheet_hangs(browser: Browser, people: People) -> None:
    notice, posting = a_hanging(people, "full")
    page = browser.get(f"/notices/{notice.number}")
    (image,) = page.select(".hangings img")
    assert image.get("src") == f"/notices/{notice.number}/photos/{posting.id}"
    assert image.get("loading") == "lazy"
    assert posting.place.name_zh in (image.get("alt") or "")
    assert "2026年5月11日贴出" in page.text
    assert max(picture_at(browser, image.get("src") or "").size) == 480
    assert max(picture_at(browser, f"{image.get('src')}/large").size) == 1200


def test_where_names_are_masked_no_photograph_gives_them_away(browser: Browser, people: People) -> None:
    notice, posting = a_hanging(people, "masked")
    page = browser.get(f"/notices/{notice.number}")
    assert "照片做了模糊处理" in page.text
    address = f"/notices/{notice.number}/photos/{posting.id}"
    assert max(picture_at(browser, address).size) == 320
    browser.get(f"{address}/large", expect=404)


def test_a_notice_that_names_nobody_is_shown_sharp_and_for_good(
    browser: Browser, people: People, clock: SetClock
) -> None:
    year = factories.a_fund_year(policy={"web_name": "masked"})
    notice = factories.a_fund_notice(NoticeKind.PROJECT_START, people.village, round=year, posted=False)
    posting = factories.a_posting(
        notice, photo=factories.an_attachment(people.village, digest=a_photograph())
    )
    address = f"/notices/{notice.number}/photos/{posting.id}"
    for days in (0, 400):
        clock.move(days=days)
        page = browser.get(f"/notices/{notice.number}")
        assert "模糊" not in page.text
        assert "张贴照片已经" not in page.text
        assert max(picture_at(browser, f"{address}/large").size) == 1200


@pytest.mark.parametrize("web_name", ["full", "masked"])
def test_photographs_go_with_the_names(
    browser: Browser, people: People, clock: SetClock, web_name: str
) -> None:
    notice, posting = a_hanging(people, web_name)
    address = f"/notices/{notice.number}/photos/{posting.id}"
    browser.get(address)
    clock.set(notice.last_day + dt.timedelta(days=notice.round.policy.web_names_grace_days + 30))
    page = browser.get(f"/notices/{notice.number}")
    assert not page.select("main img")
    assert posting.place.name_zh in page.text
    for path in (address, f"{address}/large"):
        browser.get(path, expect=404)


def test_only_the_notices_own_photographs_are_shown(browser: Browser, people: People) -> None:
    notice, _posting = a_hanging(people, "full")
    other, others_posting = a_hanging(people, "full", notice.round)
    browser.get(f"/notices/{notice.number}/photos/{others_posting.id}", expect=404)
    browser.get(f"/notices/{notice.number}/photos/999999", expect=404)
    browser.get(f"/notices/{other.number}/photos/{others_posting.id}/huge", expect=404)


def test_a_photograph_without_its_file_is_left_out(browser: Browser, people: People) -> None:
    round_ = factories.a_round(factories.a_policy(area=people.county))
    notice = factories.a_notice_of(people.village, [("1组", "丁一明", 3)], round_=round_, posted=False)
    posting = factories.a_posting(notice)
    assert not browser.get(f"/notices/{notice.number}").select("main img")
    browser.get(f"/notices/{notice.number}/photos/{posting.id}", expect=404)
