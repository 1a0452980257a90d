"""The pages of household changes: asking kind by kind, what a request does, deciding; and the household's own page."""

import io

import pytest

from app.domain.candidate_lists.models import ListState
from app.domain.changes import service
from app.domain.changes.models import ChangeKind, ChangeRequest, ChangeSource, ChangeState
from app.domain.households.models import Household
from tests import factories
from tests.browser import Browser
from tests.domain.attachments.pictures import A_PDF
from tests.people import People

KNOWN = {"happened_on": "2026-05-10", "source": "household", "words": "家属来报。"}


@pytest.fixture
def household(people: People) -> Household:
    return factories.a_household(people.village, members=3, head_name="单秀英")


@pytest.fixture
def officer(people: People) -> Browser:
    return people.browser("village_officer")


def ask(browser: Browser, number: str, kind: str, **given) -> Browser:
    browser.get("changes.new", household_no=number, kind=kind)
    browser.send(**KNOWN, **given)
    browser.follow()
    return browser


def test_every_kind_can_be_chosen_from_the_households_page(officer: Browser, household: Household) -> None:
    number = household.household_no
    page = officer.get("households.show", household_no=number)
    assert "申请变更" in page.links
    page = officer.get("changes.choose", household_no=number)
    for kind in ChangeKind:
        assert any(address.endswith(f"/{kind.value}") for address in page.links.values())
        officer.get("changes.new", household_no=number, kind=kind.value)
    officer.get("changes.new", household_no=number, kind="flood", expect=404)


def test_a_birth_is_asked_for_shown_and_made(people: People, officer: Browser, household: Household) -> None:
    number, village = household.household_no, people.village.code
    ask(officer, number, "birth", name="单小宝", relation="son", sex="male")
    assert "单小宝" in officer.page.text
    assert "由上一级决定" in officer.page.text or "撤回申请" in officer.page.text
    browser = people.browser("township_reviewer")
    listed = browser.get(f"/changes?village={village}&state=requested", fragment=True)
    assert len(listed.select("tbody tr")) == 1
    page = browser.get(officer.page.response.request.path)
    assert any("变更前 3 → 变更后 4" in words for words in page.texts("dd"))
    browser.send(to="/make")
    assert "已变更" in browser.follow().text
    assert "单小宝" in officer.get("households.show", household_no=number).text


def test_a_death_of_the_head_asks_who_takes_over(officer: Browser, household: Household) -> None:
    number, head, other = household.household_no, household.members[0].id, household.members[1].id
    officer.get("changes.new", household_no=number, kind="death")
    assert officer.send(**KNOWN, members=str(head), expect=422).faults
    officer.send(**KNOWN, members=str(head), successor=str(other))
    assert "单秀英" in officer.follow().text


def test_a_paper_is_kept_with_the_request(officer: Browser, household: Household) -> None:
    paper = (io.BytesIO(A_PDF), "死亡证明.pdf")
    gone = household.members[2].id
    ask(officer, household.household_no, "death", members=str(gone), evidence=paper)
    link = next(url for words, url in officer.page.links.items() if words == "证明材料")
    assert "/attachments/" in link


def test_a_merger_names_the_other_household_by_its_number(
    people: People, officer: Browser, household: Household
) -> None:
    number = household.household_no
    other, far = factories.a_household(people.village), factories.a_household(people.far_village)
    other_no, far_no = other.household_no, far.household_no
    officer.get("changes.new", household_no=number, kind="merge")
    assert officer.send(**KNOWN, other=far_no, expect=422).faults
    assert officer.send(**KNOWN, other=number, expect=422).faults
    officer.send(**KNOWN, other=other_no)
    assert other_no in officer.follow().text


def test_numbers_are_masked_on_the_page(officer: Browser, household: Household) -> None:
    number = factories.an_id_number(order=9)
    ask(
        officer,
        household.household_no,
        "married_in",
        name="柏新",
        relation="daughter_in_law",
        id_number=number,
    )
    assert number not in officer.page.html
    assert f"{number[:2]}*" in officer.page.text


def asked(
    people: People, household: Household, which: int = 2, kind: ChangeKind = ChangeKind.DEATH
) -> ChangeRequest:
    return factories.a_change_request(
        household,
        kind=kind,
        requested_by_id=people.user("village_officer").id,
        payload={
            "members": [household.members[which].id],
            "names": [household.members[which].name],
            "successor": None,
            "base": {"version": household.version, "other_version": None},
        },
    )


def test_two_that_contradict_are_shown_to_each_other_and_the_second_waits(
    people: People, household: Household
) -> None:
    one, two = asked(people, household), asked(people, household, kind=ChangeKind.MARRIED_OUT)
    one_id, two_id = one.id, two.id
    browser = people.browser("township_reviewer")
    assert f"/changes/{two_id}" in str(browser.get("changes.show", request_id=one_id).links)
    assert f"/changes/{one_id}" in str(browser.get("changes.show", request_id=two_id).links)
    browser.send(to="/make", expect=409)
    browser.get("changes.show", request_id=two_id)
    browser.send(to="/make", confirmed="y")
    assert "已变更" in browser.follow().text


def test_refusing_and_taking_back_ask_for_a_reason(people: People, household: Household) -> None:
    one, two = asked(people, household, 1), asked(people, household, 2)
    one_id, two_id = one.id, two.id
    browser = people.browser("township_reviewer")
    browser.get("changes.refuse", request_id=one_id)
    assert browser.send(reason=" ", expect=422).faults
    browser.send(reason="人还在。")
    assert "人还在。" in browser.follow().text
    officer = people.browser("village_officer")
    officer.get("changes.withdraw", request_id=two_id)
    officer.send(reason="报错了。")
    assert "已撤回" in officer.follow().text
    assert "已经办结" in officer.get("changes.withdraw", request_id=two_id).text


def test_whoever_asked_finds_no_button_and_no_way_past_it(people: People, household: Household) -> None:
    request = service.request_change(
        actor=people.actor("township_reviewer"),
        household=household,
        kind=ChangeKind.BIRTH,
        happened_on=household.data_as_of,
        source=ChangeSource.VILLAGE,
        words="x",
        wish=service.Wish(person={"name": "单小宝", "relation": "son"}),
    )
    request_id = request.id
    browser = people.browser("township_reviewer")
    page = browser.get("changes.show", request_id=request_id)
    assert "要由别人来决定" in page.text
    assert not [form for form in page.select("main form") if "/make" in form.get("action", "")]
    browser.post("changes.make", {"version": "1"}, request_id=request_id, expect=409)


@pytest.mark.parametrize(
    ("name", "status"),
    [("village_officer", 403), ("supervisor", 403), ("other_village_officer", 404), ("stranger", 404)],
)
def test_who_may_not_make(people: People, household: Household, name: str, status: int) -> None:
    request_id = asked(people, household).id
    people.browser(name).post("changes.make", {"version": "1"}, request_id=request_id, expect=status)


def test_the_page_says_that_a_posted_list_stays(people: People) -> None:
    drawn_up = factories.a_candidate_list(people.village, state=ListState.FIRST_NOTICE, entries=1)
    notice = factories.a_notice(drawn_up)
    listed = drawn_up.entries[0].application.household
    number = notice.number
    page = people.browser("township_reviewer").get("changes.show", request_id=asked(people, listed).id)
    assert number in page.text
    assert "保持公示时的样子" in page.text


def test_an_emptied_household_says_so(people: People, household: Household) -> None:
    alone = factories.a_household(people.village, members=1)
    request = asked(people, alone, 0)
    service.make_change(actor=people.actor("township_reviewer"), request=request, version=request.version)
    assert request.state is ChangeState.MADE
    page = people.browser("village_officer").get("households.show", household_no=alone.household_no)
    assert "已无家庭成员" in page.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_are_in_both_languages(app, people: People, household: Household, lang: str) -> None:
    request_id = asked(people, household).id
    browser = people.browser("township_reviewer")
    for path in (
        "/changes",
        f"/changes/{request_id}",
        f"/changes/{request_id}/refuse",
        f"/households/{household.household_no}/changes/new",
    ):
        browser.get(f"{path}?lang={lang}")
