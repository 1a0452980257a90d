"""A year of money: the balanced sentence and where its numbers lead, the check, the drawings, empty years."""

import datetime as dt

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.domain.areas.models import Area
from app.domain.funds import adding_up
from app.domain.funds.models import Batch
from app.domain.projects.models import Project, ProjectState
from tests import factories
from tests.browser import Browser, Page
from tests.people import People


@pytest.fixture
def project(people: People) -> Project:
    return factories.a_year_of_money(people.village)


def opened(browser: Browser, area: Area, what: str = "") -> Page:
    return browser.get(f"/funds/2026/{area.code}{what}")


def test_the_sentence_balances_and_each_number_leads_on(
    browser: Browser, people: People, project: Project
) -> None:
    page = opened(browser, people.village)
    (sentence,) = page.texts(".balance")
    assert sentence == (
        "2026年，本村分到600,000 元。已付101,250.50 元，用在1个项目，2户领到。还有498,749.50 元没付，钱在镇里。"
    )
    assert [link.get("href") for link in page.select(".balance a")] == [
        "#batches",
        "#payments",
        "#projects",
        "#households",
        "#left",
    ]
    for part in ("batches", "payments", "projects", "households", "left"):
        assert page.select(f"#{part}")


def test_the_county_has_what_came_what_went_back_and_what_is_still_there(
    browser: Browser, people: People, project: Project
) -> None:
    (sentence,) = opened(browser, people.county).texts(".balance")
    assert "一共来了1,200,000 元" in sentence
    assert "10,000 元退回或转到下年" in sentence
    assert "还有1,088,749.50 元没付出去" in sentence


def test_it_is_complete_in_english(people: People, project: Project) -> None:
    page = Browser(people.app, lang="en").get("money.area", year=2026, code=people.township.code)
    (sentence,) = page.texts(".balance")
    assert sentence == (
        "2026: RMB 600,000 was received. RMB 101,250.50 was paid, for 1 project; it reached 2 households. "
        f"RMB 498,749.50 is still at {people.township.name_en}."
    )
    assert "Checked: the sums agree." in page.text


def test_every_number_leads_down_to_batch_project_and_payment(
    browser: Browser, people: People, project: Project
) -> None:
    page = opened(browser, people.village)
    batch = page.links["财政专项扶贫资金"]
    assert batch.startswith("/funds/batches/PC2026-")
    assert page.links[project.name_zh] == f"/projects/{project.number}"
    payments = [url for url in page.links.values() if url.startswith("/funds/payments/")]
    assert payments
    for url in {*payments, batch, f"/projects/{project.number}"}:
        browser.get(url)


def test_the_drawings_stand_beside_tables_with_the_same_numbers(
    browser: Browser, people: People, project: Project
) -> None:
    page = opened(browser, people.county)
    flow, bars = page.select("svg.picture")
    assert flow.get("role") == bars.get("role") == "img"
    rows = page.texts("table.money tbody tr")
    assert any(row.endswith("600,000 101,250.50") for row in rows)
    assert f"{people.village.name_zh} 600,000 101,250.50" in rows
    assert page.links[people.village.name_zh] == f"/funds/2026/{people.village.code}"


def test_a_county_of_several_townships_has_a_bar_for_each(
    browser: Browser, people: People, project: Project
) -> None:
    far = factories.a_project(people.far_village, state=ProjectState.PLANNED, round_=project.round)
    factories.an_allocation(far.places[0], 5_000_000)
    page = opened(browser, people.county)
    assert page.links[people.other_township.name_zh] == f"/funds/2026/{people.other_township.code}"
    assert f"{people.other_township.name_zh} 50,000 0" in page.texts("table.money tbody tr")
    assert people.far_village.name_zh not in page.texts("table.money tbody th")


def test_sums_that_disagree_are_said_with_both_sides(
    browser: Browser, people: People, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_: object) -> list[adding_up.Compared]:
        return [adding_up.Compared(adding_up.Message("Given, by project and by village"), 120_000, 100_000)]

    monkeypatch.setattr(adding_up, "compare", wrong)
    page = opened(browser, people.county)
    assert page.select("#check.tone-bad")
    assert "这里的账对不上。" in page.text
    assert "一边1,200 元，一边1,000 元，差200 元。" in page.text


@pytest.mark.parametrize("what", ["batches", "projects", "payments", "households"])
def test_all_of_a_list_is_one_tap_away(browser: Browser, people: People, project: Project, what: str) -> None:
    page = opened(browser, people.township, f"/{what}")
    assert page.select(".notice-line")
    assert page.links["2026年的钱"] == "/funds/2026"


def test_a_year_without_money_says_so(browser: Browser, people: People) -> None:
    factories.the_fund_year()
    page = opened(browser, people.village)
    assert "这一年还没有登记钱。" in page.text
    assert not page.select("svg.picture")
    assert browser.get("/funds").status == 200
    assert browser.get("/funds/2026").status == 200


def test_without_any_year_the_page_says_so(browser: Browser, people: People) -> None:
    assert "还没有登记过钱。" in browser.get("/funds").text


def test_the_newest_year_with_money_comes_first(browser: Browser, people: People, project: Project) -> None:
    factories.a_fund_year(year=2027, code="2027-funds")
    assert "2026年" in browser.get("/funds").heading
    assert "这一年还没有登记钱。" in browser.get("/funds/2027").text


@pytest.mark.parametrize(
    "path", ["/funds/2019", "/funds/2026/999999999999", "/funds/2019/{village}", "/funds/2026/{group}"]
)
def test_an_unknown_year_or_area_is_not_found(
    browser: Browser, people: People, project: Project, path: str
) -> None:
    group = factories.a_group(people.village)
    browser.get(path.format(village=people.village.code, group=group.code), expect=404)


def test_the_front_page_and_the_village_tell_it_in_one_breath(
    browser: Browser, people: People, project: Project
) -> None:
    assert "一共来了1,200,000 元" in browser.get("/").text
    page = browser.get(f"/villages/{people.village.code}")
    assert "本村分到600,000 元" in page.text
    assert page.links["钱去了哪里，用在哪里"] == f"/funds/2026/{people.village.code}"
    assert "资金和项目" not in browser.get(f"/villages/{people.other_village.code}").texts("h2")


def test_a_page_takes_as_many_statements_for_much_as_for_little(
    browser: Browser, people: People, project: Project
) -> None:
    few = [len(opened(browser, area).statements) for area in (people.county, people.township, people.village)]
    for number in range(12):
        village = factories.a_village(people.township)
        other = factories.a_project(village, state=ProjectState.PLANNED, round_=project.round)
        account = factories.an_allocation(other.places[0], 1_000_000, batch=a_batch(number))
        factories.a_payment(account, 100_000, voucher_no="", payee="王小明", payee_is_person=True)
        factories.a_payment(roll=factories.a_roll(other.places[0]))
    db.session.commit()
    many = [
        len(opened(browser, area).statements) for area in (people.county, people.township, people.village)
    ]
    assert many == few


def a_batch(number: int) -> Batch:
    held = db.session.scalars(sa.select(Area).where(Area.code.endswith("000")).limit(1)).one()
    return factories.a_batch(area=held, name_zh=f"第{number}批", document_on=dt.date(2026, 2, 1))
