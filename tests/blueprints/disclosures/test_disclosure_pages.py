"""The pages of village disclosure: the table, one village, recording, and what everybody sees."""

import datetime as dt
from typing import Any

import pytest

from app.core.db import db
from app.domain.disclosures import queries
from app.domain.disclosures.models import Disclosure, Matter
from app.domain.rounds.models import Round
from tests import factories
from tests.blueprints.handed_in import a_photo
from tests.browser import Browser
from tests.people import People

D = dt.date


@pytest.fixture
def round_(people: People) -> Round:
    """The year 2026, opened in January; today is 11 May, so the first quarter is late."""
    policy = {"village_finance_months": 3, "village_finance_day": 15, "major_matter_days": 5}
    return factories.a_fund_year(opened_on=D(2026, 1, 10), policy=policy)


@pytest.fixture
def officer(people: People) -> Browser:
    return people.browser("village_officer")


def test_before_the_year_is_opened_the_pages_say_so(people: People, officer: Browser) -> None:
    assert "还没有开启" in people.browser("township_reviewer").get("disclosures.index").text
    assert "还没有开启" in officer.get("disclosures.show", code=people.village.code).text
    villager = people.browser("villager")
    assert "还没有开启" in villager.get("disclosures.village", code=people.village.code).text
    villager.get("disclosures.village_in_year", code=people.village.code, year=2026, expect=404)


def test_an_officer_of_one_village_comes_straight_to_it(
    people: People, officer: Browser, round_: Round
) -> None:
    assert officer.get("disclosures.index", expect=303).location.endswith(people.village.code)
    officer.get("disclosures.show", code=people.other_village.code, expect=404)


def test_a_year_that_was_opened_ahead_does_not_hide_the_present_one(people: People, round_: Round) -> None:
    factories.a_fund_year(year=round_.year + 1)
    page = people.browser("township_reviewer").get("disclosures.index")
    assert page.texts("#year option[selected]") == [str(round_.year)]
    shown = people.browser("village_officer").get("disclosures.show", code=people.village.code)
    assert str(round_.year) in shown.text
    assert queries.find_year(people.village) == round_
    assert queries.find_year(people.village, round_.year + 1) != round_


def test_a_township_sees_who_is_late(people: People, round_: Round) -> None:
    for code in ("accounts", "affairs"):
        factories.a_disclosure(people.other_village, period="2026-Q1", item=code)
    reviewer = people.browser("township_reviewer")
    page = reviewer.get("disclosures.index")
    assert len(page.select("tbody tr")) == 2
    assert page.select("table.table-stacked"), "a telephone shows each village as a card"
    assert page.texts("thead th")[:2] == ["村", "逾期"], "what is late is not cut off on the right"
    late = reviewer.get("/disclosures?show=late", fragment=True)
    assert list(late.texts("tbody th")) == [people.village.name_zh]


def test_accounts_are_recorded_with_the_paper_that_hung(
    people: People, officer: Browser, round_: Round
) -> None:
    where = {"code": people.village.code, "item": "accounts", "period": "2026-Q1"}
    officer.get("disclosures.record_period", **where)
    officer.send(published_on="2026-04-14", where_zh="村务公开栏", expect=422)
    officer.send(paper=a_photo("board.jpg"))
    officer.follow()
    stored = db.session.query(Disclosure).one()
    assert (stored.period, stored.published_on) == ("2026-Q1", D(2026, 4, 14))
    assert "张贴件" in officer.page.links
    villager = people.browser("villager").get("disclosures.village", code=people.village.code)
    assert "2026年4月14日公开" in villager.text
    assert "张贴件" not in villager.links
    officer.get("disclosures.take_back", disclosure_id=stored.id)
    officer.send(reason=" ", expect=422)
    officer.send(reason="没有贴出去。")
    assert db.session.query(Disclosure).count() == 0


def test_a_matter_is_written_down_and_published_by_an_article(
    people: People, officer: Browser, round_: Round
) -> None:
    article = factories.an_article(people.village)
    officer.get("disclosures.new_matter", code=people.village.code)
    officer.send(item="decision", came_on="2026-06-01", subject_zh="林地承包", expect=422)
    officer.send(came_on="2026-05-10")
    assert "林地承包" in officer.follow().text
    matter = db.session.query(Matter).one()
    officer.get("disclosures.record_matter", matter_id=matter.id)
    officer.send(published_on="2026-05-11", article="2026-999", expect=422)
    officer.send(article=article.number)
    officer.follow()
    page = people.browser("villager").get("disclosures.village", code=people.village.code)
    assert f"文章{article.number}" in page.links


def test_a_matter_is_struck_with_a_reason(people: People, officer: Browser, round_: Round) -> None:
    matter = factories.a_matter(people.village)
    officer.get("disclosures.strike", matter_id=matter.id)
    officer.send(reason="写错了。")
    assert db.session.query(Matter).count() == 0


def test_whoever_was_slower_keeps_what_was_typed(people: People, officer: Browser, round_: Round) -> None:
    officer.get("disclosures.record_period", code=people.village.code, item="accounts", period="2026-Q1")
    factories.a_disclosure(people.village, period="2026-Q1")
    db.session.commit()
    page = officer.send(
        published_on="2026-04-14", where_zh="祠堂外墙的公开栏", paper=a_photo("board.jpg"), expect=409
    )
    assert "祠堂外墙的公开栏" in page.html
    assert "别人已先登记了" in " ".join(page.faults)


def test_striking_and_taking_back_say_what_they_do_in_the_reader_s_language(
    people: People, officer: Browser, round_: Round
) -> None:
    matter = factories.a_matter(people.village)
    record = factories.a_disclosure(people.village, period="2026-Q1")
    page = officer.get("disclosures.strike", matter_id=matter.id)
    assert page.texts("main button[type=submit]") == ["删去"]
    page = officer.get("disclosures.take_back", disclosure_id=record.id)
    assert page.texts("main button[type=submit]") == ["收回"]
    assert "2026-Q1" not in page.heading
    assert "2026年" in page.heading
    english = officer.get(f"/disclosures/matters/{matter.id}/strike?lang=en")
    assert english.heading == "Strike: Contract for the forest"
    english = officer.get(f"/disclosures/records/{record.id}/take-back?lang=en")
    assert "quarter" in english.heading.lower()


def test_no_villager_stands_in_what_an_officer_wrote(people: People, officer: Browser, round_: Round) -> None:
    factories.a_household(people.village, head_name="王秀英")
    matter = factories.a_matter(
        people.village, subject_zh="王秀英的困难补助", subject_en=None, came_on=D(2026, 4, 1)
    )
    done = factories.a_matter(people.village, subject_zh="林地承包")
    factories.a_disclosure(people.village, matter=done, where_zh="王秀英家门口")
    villager = people.browser("villager")
    for page in (
        villager.get("disclosures.village", code=people.village.code),
        villager.get("disclosures.village_in_year", code=people.village.code, year=2026),
        villager.get("public.show_village", code=people.village.code),
    ):
        assert "王秀英" not in page.html
        assert "的困难补助" in page.text
    assert "家门口" in villager.get("disclosures.village", code=people.village.code).text
    assert matter.subject_zh in officer.get("disclosures.show", code=people.village.code).text


def test_everybody_sees_what_is_late_and_where_to_complain(people: People, round_: Round) -> None:
    people.township.telephone = "0857-7654321"
    db.session.commit()
    villager = people.browser("villager")
    page = villager.get("disclosures.village_in_year", code=people.village.code, year=2026)
    assert "逾期" in page.text
    assert "12317" in page.text
    assert "0857-7654321" in page.text
    village = villager.get("public.show_village", code=people.village.code)
    assert "逾期2项" in village.text
    assert "村里应公开和已公开的" in village.links
    english = Browser(people.app, "en").get("disclosures.village", code=people.village.code)
    assert "Organic Law" in english.text


def test_only_those_who_record_see_the_links(people: People, round_: Round) -> None:
    factories.a_matter(people.village)
    page = people.browser("supervisor").get("disclosures.show", code=people.village.code)
    assert not [words for words in page.links if "登记已公开" in words]
    people.browser("supervisor").get("disclosures.new_matter", code=people.village.code, expect=403)


def test_the_desk_tells_what_is_late(people: People, officer: Browser, round_: Round) -> None:
    assert "有2项要公开" in officer.get("desk.index").text
    assert "逾期未公开" in people.browser("township_reviewer").get("desk.index").text


def test_a_table_of_many_villages_takes_no_more_statements(people: People, round_: Round) -> None:
    reviewer = people.browser("township_reviewer")
    first: Any = reviewer.get("disclosures.index")
    for _ in range(4):
        factories.a_matter(factories.a_village(people.township))
    assert len(reviewer.get("disclosures.index").statements) == len(first.statements)
