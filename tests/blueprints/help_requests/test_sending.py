"""Sending a request: six lines, said beforehand what happens, a receipt as four words; nothing kept elsewhere."""

import re

import pytest

from app.core.audit import Event
from app.core.db import db
from app.core.receipts import HELP_REQUEST, code_of
from app.domain.help_requests.models import HelpRequest, RequestChannel
from tests import factories
from tests.browser import Browser
from tests.people import People

GIVEN = {"head_name": "马有田", "people": "4", "telephone": "139 0000 1111", "cause": "illness"}


def send(where: People, expect: int = 303, browser: Browser | None = None, **changed: str | None) -> Browser:
    browser = browser or where.browser("villager")
    browser.get("help_requests.new", code=where.village.code)
    browser.send(to="apply", expect=expect, **{**GIVEN, "words": "刚做了手术。", **changed})
    return browser


def the_request() -> HelpRequest:
    found = factories.first(HelpRequest)
    assert found is not None
    return found


def test_the_form_has_six_inputs_and_says_what_happens_before_it_is_sent(people: People) -> None:
    factories.a_round()
    factories.a_group(people.village)
    page = people.browser("villager").get("help_requests.new", code=people.village.code)
    form = page.form("apply")
    seen = [
        one
        for one in form.iter()
        if one.tag in ("input", "select", "textarea")
        and one.get("type") != "hidden"
        and one.get("tabindex") != "-1"
    ]
    assert len(seen) == 6
    for said in ("2026年5月13日前", "2026年5月18日前", "不会公开", "签申请书", "不收钱"):
        assert said in page.text
    assert page.text.index("不会公开") < page.text.index("户主姓名")


def test_what_is_sent_is_received_with_its_days_and_a_receipt(people: People) -> None:
    factories.a_round()
    group = factories.a_group(people.village)
    browser = send(people, group=str(group.id))
    page = browser.follow()
    request = the_request()
    assert (request.head_name, request.people, request.telephone) == ("马有田", 4, "13900001111")
    assert (request.village_id, request.group_id, request.channel) == (
        people.village.id,
        group.id,
        RequestChannel.WEB,
    )
    code = code_of(HELP_REQUEST, request.number, request.receipt_salt)
    assert page.texts("ol.slip-words li") == list(code.words)
    assert code.digits in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    paper = browser.get("help_requests.receipt_paper")
    assert paper.response.data.startswith(b"%PDF")
    browser.post("help_requests.close_receipt")
    browser.get("help_requests.receipt", expect=404)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"head_name": " "}, "必填"),
        ({"head_name": "马有田3"}, "只写姓名"),
        ({"people": "0"}, "几口人"),
        ({"people": ""}, "必填"),
        ({"cause": ""}, "请选择"),
        ({"cause": "nonsense"}, "什么困难"),
        ({"telephone": "12"}, "电话号码应是"),
        ({"telephone": ""}, "方便村里找到您"),
        ({"group": "999999"}, "村民小组"),
        ({"words": "我的身份证是５２２４２２１９８００１０１１２３４。"}, "身份证号"),
        ({"telephone": "522422198001011234"}, "身份证号"),
        ({"head_name": "马有田522422198001011234"}, "身份证号"),
        ({"website": "x"}, "空着"),
    ],
)
def test_a_fault_is_named_beside_its_field_and_the_words_are_kept(
    people: People, changed: dict[str, str | None], said: str
) -> None:
    browser = send(people, expect=422, **changed)
    assert browser.page is not None
    assert any(said in fault for fault in browser.page.faults), browser.page.faults
    if "words" not in changed:
        assert "刚做了手术" in browser.page.html
    assert factories.how_many(HelpRequest) == 0


def test_it_is_open_without_a_round_and_says_what_happens_then(people: People) -> None:
    factories.a_policy()
    page = people.browser("villager").get("help_requests.new", code=people.village.code)
    assert "现在没有开展" in page.text
    page = send(people).follow()
    assert the_request().answer_due_on is None
    assert "下一轮" in page.text


def test_pressed_twice_or_sent_again_with_the_same_words_it_is_one_request(people: People) -> None:
    browser = people.browser("villager")
    browser.get("help_requests.new", code=people.village.code)
    for _ in range(2):
        browser.post("help_requests.new", GIVEN, once="the-same-key", code=people.village.code)
    send(people, browser=browser, words="")
    assert factories.how_many(HelpRequest) == 1
    send(people, browser=browser, people="5")
    assert factories.how_many(HelpRequest) == 2


def test_one_device_is_slowed_down_and_another_at_the_same_address_is_not(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.blueprints.help_requests.limits.PER_BROWSER", 2)
    browser = people.browser("villager")
    for name in ("马一", "马二"):
        send(people, browser=browser, head_name=name)
    send(people, browser=browser, head_name="马三", expect=429)
    assert browser.page is not None
    assert int(browser.page.response.headers["Retry-After"]) > 0
    assert "马三" in browser.page.html
    send(people, head_name="马四")
    assert factories.how_many(HelpRequest) == 3


def test_history_address_and_public_pages_hold_nothing_of_it(people: People) -> None:
    send(people)
    events = db.session.query(Event).filter(Event.name == "help_request_received").all()
    assert len(events) == 1
    kept = f"{events[0].data} {events[0].reason} {events[0].actor_name}"
    assert not re.search("马有田|13900001111|手术", kept)
    villager = people.browser("villager")
    for address in ("/", f"/villages/{people.village.code}", "/apply"):
        assert "马有田" not in villager.get(address, expect=None).html


def test_in_english_too(people: People) -> None:
    factories.a_round()
    browser = Browser(people.app, lang="en")
    page = browser.get("help_requests.new", code=people.village.code)
    assert "Nothing of it is published" in page.text
    browser.send(to="apply", **GIVEN)
    assert "/en/apply/receipt" in browser.follow().response.request.path or browser.page
    assert browser.page is not None
    assert "Your four words" in browser.page.text


def test_the_village_is_chosen_first(people: People) -> None:
    page = people.browser("villager").get("help_requests.choose")
    for village in (people.village, people.far_village):
        assert f"/villages/{village.code}/apply" in [link.get("href") for link in page.select("main a")]


def test_an_officer_takes_one_down_for_somebody(people: People) -> None:
    browser = people.browser("village_officer")
    browser.get("help_requests.take_down")
    browser.send(to="requests/new", channel="telephone", **GIVEN)
    page = browser.follow()
    request = the_request()
    assert (request.channel, request.received_by_id) == (
        RequestChannel.TELEPHONE,
        people.user("village_officer").id,
    )
    code = code_of(HELP_REQUEST, request.number, request.receipt_salt)
    assert page.texts("ol.slip-words li") == list(code.words)
    browser.post("help_requests.close_counter_receipt")
    browser.get("help_requests.counter_receipt", expect=404)


def test_others_do_not_take_one_down(people: People) -> None:
    for name in ("supervisor", "administrator"):
        people.browser(name).get("help_requests.take_down", expect=403)
    address = f"/desk/requests/new?village={people.village.code}"
    people.browser("other_village_officer").get(address, expect=403)
    assert "/sign-in" in people.browser("villager").get("help_requests.take_down", expect=303).location
