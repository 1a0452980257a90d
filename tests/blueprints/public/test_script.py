"""The page of the loudspeaker's script."""

from app.domain.notices.models import Notice
from tests import factories
from tests.browser import Browser
from tests.people import People


def a_notice(people: People, rows: int, web_name: str = "full") -> Notice:
    round_ = factories.a_round(factories.a_policy(area=people.county), policy={"web_name": web_name})
    heads = [(f"{number % 2 + 1}组", f"丁{chr(0x4E00 + number)}", 2) for number in range(rows)]
    return factories.a_notice_of(people.village, heads, round_=round_)


def test_names_are_read_out_by_group(browser: Browser, people: People) -> None:
    notice = a_notice(people, 4)
    page = browser.get(f"/notices/{notice.number}/script")
    assert page.heading == "广播稿：新华村第一次公示"
    assert "一组，两户，一共四口人。" in page.text
    assert f"丁{chr(0x4E02)}，两口人。" in page.text
    assert "大约要2分钟" in page.text


def test_a_masked_name_is_not_read_out(browser: Browser, people: People) -> None:
    page = browser.get(f"/notices/{a_notice(people, 4, 'masked').number}/script")
    assert "丁" not in page.text
    assert "请到贴名单的地方看" in page.text


def test_a_long_list_is_read_out_group_by_group(browser: Browser, people: People) -> None:
    notice = a_notice(people, 202)
    whole = browser.get(f"/notices/{notice.number}/script")
    assert "两口人" not in whole.text
    assert whole.links["2组 101户"] == f"/notices/{notice.number}/script/2"
    group = browser.get(f"/notices/{notice.number}/script/2")
    assert group.text.count("，两口人。") == 101
    browser.get(f"/notices/{notice.number}/script/3", expect=404)


def test_the_frame_speaks_english_around_the_chinese_words(people: People) -> None:
    page = Browser(people.app, lang="en").get(f"/notices/{a_notice(people, 4).number}/script")
    assert page.heading.startswith("Loudspeaker:")
    assert page.select('.script[lang="zh-CN"]')
