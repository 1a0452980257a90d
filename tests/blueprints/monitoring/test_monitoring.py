"""The pages of the watch: noting a risk, steps with their papers, what is late, who may not."""

import datetime as dt

import pytest

from app.domain.households import registration
from app.domain.monitoring.models import Watch
from tests import factories
from tests.blueprints.handed_in import a_photo
from tests.browser import watched
from tests.people import People


@pytest.fixture
def household(people: People):
    factories.a_policy("regular-2026")
    return factories.a_household(people.village, head_name="钱多多")


def opened(people: People, household) -> Watch:
    browser = people.browser("village_officer")
    browser.get("monitoring.new", household=household.household_no)
    browser.send(kind="marginal", found_by="visit", risk="务工受伤")
    watch = factories.first(Watch, Watch.household_id == household.id)
    assert watch is not None
    return watch


def test_a_risk_is_noted_and_the_first_step_recorded(people: People, household) -> None:
    watch = opened(people, household)
    browser = people.browser("village_officer")
    page = browser.get("monitoring.show", watch_id=watch.id)
    assert "务工受伤" in page.text
    assert "2026年5月14日" in page.text
    browser.get("monitoring.take", watch_id=watch.id, step="visit")
    assert "参加的人（选填）" not in browser.page.text.replace(" ", "")
    page = browser.send(expect=422)
    assert [words in " ".join(page.faults) for words in ("至少", "要附上")] == [True, True]
    page = browser.send(people="张三", note="看过了", paper=a_photo(), expect=422)
    assert "看过了" in page.html
    browser.send(people="张三、李四", note="看过了", paper=a_photo())
    assert "看过了" in browser.follow().text


def test_the_case_of_a_household_that_is_registered_again_says_so(people: People, household, clock) -> None:
    watch = opened(people, household)
    browser = people.browser("village_officer")
    assert "类别已经不合适" not in browser.get("monitoring.show", watch_id=watch.id).text
    registration.register(
        household_id=household.id,
        round_id=factories.a_round(code="2025-identification", year=2025).id,
        people=household.people,
        on=clock.today,
    )
    page = browser.get("monitoring.show", watch_id=watch.id)
    assert "类别已经不合适" in page.text
    assert "请乡镇了结这一件" in page.text


def test_an_unknown_household_is_refused_with_the_words_kept(people: People, household) -> None:
    browser = people.browser("village_officer")
    browser.get("monitoring.new")
    page = browser.send(household_no="1", kind="sudden", found_by="visit", risk="火灾", expect=422)
    assert "火灾" in page.html
    far = factories.a_household(people.far_village)
    page = browser.send(household_no=far.household_no, expect=422)
    assert any("没有这个编号" in fault for fault in page.faults)


def test_help_that_came_first_is_noted(people: People, household) -> None:
    watch = opened(people, household)
    browser = people.browser("work_team")
    browser.get("monitoring.help_first", watch_id=watch.id)
    browser.send(help_given="临时救助3000元")
    assert "临时救助3000元" in browser.follow().text


def test_what_is_late_stands_by_itself(people: People, household, clock) -> None:
    opened(people, household)
    township = people.browser("township_reviewer")
    assert "钱多多" not in township.get("monitoring.index", state="late").text
    clock.set(clock.today + dt.timedelta(days=10))
    assert "钱多多" in people.browser("township_reviewer").get("monitoring.index", state="late").text


def test_others_see_nothing_or_only_look(people: People, household) -> None:
    watch = opened(people, household)
    people.browser("other_village_officer").get("monitoring.show", watch_id=watch.id, expect=404)
    supervisor = people.browser("supervisor")
    page = supervisor.get("monitoring.show", watch_id=watch.id)
    assert "现在没有要在这一页办的事" in page.text or "steps/" not in page.html
    supervisor.get("monitoring.new", expect=403)


def test_a_longer_list_asks_no_more_of_the_database(people: People, household) -> None:
    opened(people, household)
    browser = people.browser("village_officer")
    browser.get("monitoring.index")
    with watched(is_reading=True) as few:
        browser.get("monitoring.index")
    for _ in range(5):
        opened(people, factories.a_household(people.village))
    with watched(is_reading=True) as many:
        browser.get("monitoring.index")
    assert len(many) == len(few)


def test_a_step_of_somebody_else_is_neither_shown_nor_taken(people: People, household) -> None:
    watch = opened(people, household)
    people.browser("supervisor").get("monitoring.take", watch_id=watch.id, step="visit", expect=403)
    people.browser("village_officer").get("monitoring.take", watch_id=watch.id, step="dismiss", expect=403)


def test_the_household_is_found_by_its_name(people: People, household) -> None:
    browser = people.browser("village_officer")
    far = factories.a_household(people.far_village, head_name="钱多多")
    page = browser.get("monitoring.new", q="钱多多")
    assert far.household_no not in page.html
    page = browser.get(
        page.links["登记风险：钱多多" if "登记风险：钱多多" in page.links else "登记风险: 钱多多"]
    )
    assert page.select(f"input[value='{household.household_no}']")
    assert "没有这一户" in browser.get("monitoring.new", q="无此人").text
    card = browser.get("households.show", household_no=household.household_no)
    assert household.household_no in card.links["登记风险"]


def test_a_departments_list_is_looked_over_and_then_taken_over(people: People, household) -> None:
    browser = people.browser("village_officer")
    browser.get("monitoring.warn")
    browser.send(department="", lines="x", expect=422)
    lines = f"{household.household_no} 自付医药费高\n99 不认识"
    page = browser.send(press="look", department="县医保局", lines=lines, expect=200)
    assert "钱多多" in page.text
    assert "按行首的编号" in page.text
    assert factories.first(Watch, Watch.household_id == household.id) is None
    browser.send(press="open")
    page = browser.follow()
    assert "钱多多" in page.text
    watch = factories.first(Watch, Watch.household_id == household.id)
    assert watch is not None
    assert "县医保局" in browser.get("monitoring.show", watch_id=watch.id).text
    people.browser("supervisor").get("monitoring.warn", expect=403)
