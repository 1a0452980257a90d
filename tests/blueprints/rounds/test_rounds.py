"""The pages of rounds: opening, the nine steps, quotas, totals by village, the frozen policy."""

import datetime as dt

import pytest

from app.core.errors import Refused
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists.models import ListState
from app.domain.policies import service as policies
from app.domain.rounds import queries, service
from app.domain.rounds.models import Round, RoundKind
from tests import factories
from tests.people import People

CODE = "2026-identification"


@pytest.fixture
def round_(people: People) -> Round:
    opened = factories.a_round(factories.a_policy("regular-2026", area=people.county), code=CODE)
    factories.a_quota(opened, people.village, quota_people=3)
    return opened


def test_the_county_opens_a_round_that_keeps_its_policy(people: People) -> None:
    profile = factories.a_policy(area=people.county)
    browser = people.browser("county_approver")
    browser.get("rounds.new")
    browser.send(
        profile=str(profile.id),
        name_zh="2026年识别",
        code=CODE,
        reference_from="2025-01-01",
        reference_until="2025年12月31日",
    )
    page = browser.follow()
    assert "轮次已开始" in page.text
    assert page.heading == "2026年识别"
    policies.amend(
        profile=profile,
        changes={"first_notice_days": 3},
        reason="文件",
        actor=people.actor("county_approver"),
    )
    frozen = browser.get("rounds.policy", code=CODE)
    assert "第一次公示不少于" in frozen.text
    assert queries.get_round_by_code(CODE).policy.first_notice_days == 7


def test_what_is_wrong_with_a_new_round_stands_beside_its_field(people: People, round_: Round) -> None:
    browser = people.browser("county_approver")
    browser.get("rounds.new")
    dates = {"reference_from": "2025-01-01", "reference_until": "2025-12-31"}
    page = browser.send(name_zh="又一轮", code=CODE, expect=422, **dates)
    assert any("已经有这个代号" in fault for fault in page.faults)
    page = browser.send(name_zh="", code="x", reference_from="昨天", reference_until="", expect=422)
    assert len(page.select("p.fault")) >= 3


def test_without_a_profile_there_is_nothing_to_open(people: People) -> None:
    assert "还没有采用任何政策方案" in people.browser("county_approver").get("rounds.new").text


def test_a_village_sees_the_round_with_its_nine_steps_and_totals(people: People, round_: Round) -> None:
    factories.a_candidate_list(people.village, entries=4, state=ListState.DRAFT, round_=round_)
    household = factories.a_household(people.other_village)
    factories.an_application(
        household, state=ApplicationState.REJECTED, round_=round_, closing_reason="有小汽车"
    )
    page = people.browser("village_officer").get("rounds.show", code=CODE)
    assert len(page.select("#steps tbody tr")) == 9
    assert "超过规模" in page.text
    assert "有小汽车" in page.text
    assert "民主评议未通过" in page.text
    assert not [url for url in page.links.values() if "/nodes/" in url or "/quotas/" in url]


def test_the_pages_are_complete_in_english(people: People, round_: Round) -> None:
    factories.a_candidate_list(people.village, entries=2, round_=round_)
    browser = people.browser("county_approver")
    for path in ("", f"/{CODE}", f"/{CODE}/policy", f"/{CODE}/nodes/plan", "/new", f"/{CODE}/steps/close"):
        browser.get(f"/rounds{path}?lang=en")


def test_a_time_node_is_set_on_its_page(people: People, round_: Round) -> None:
    browser = people.browser("county_approver")
    browser.get("rounds.set_node", code=CODE, node="plan")
    browser.send(due_on="2026-05-01")
    assert "已逾期" in browser.follow().text
    browser.get("rounds.set_node", code=CODE, node="plan")
    assert browser.send(done_on="2026-05-12", expect=422).faults
    browser.send(done_on="2026-05-10")
    node = queries.find_node(round_, "plan")
    assert node is not None
    assert node.done_on == dt.date(2026, 5, 10)
    browser.get("rounds.set_node", expect=404, code=CODE, node="lunch")


def test_a_quota_is_set_by_incidence_or_by_number(people: People, round_: Round) -> None:
    browser = people.browser("county_approver")
    address = {"code": CODE, "village_code": people.other_village.code}
    browser.get("rounds.set_quota", **address)
    assert browser.send(population="2480", planned_incidence="一半", expect=422).faults
    browser.send(population="2480", planned_incidence="20.36%", quota_people="")
    assert "505" in browser.follow().text
    browser.get("rounds.set_quota", **address)
    browser.send(population="2480", planned_incidence="", quota_people="500")
    quota = queries.find_quota(round_, people.other_village)
    assert quota is not None
    assert quota.quota_people == 500


def test_a_round_is_closed_and_opened_again(people: People, round_: Round) -> None:
    browser = people.browser("county_approver")
    browser.get("rounds.take_step", code=CODE, step="close")
    browser.send()
    assert "已结束" in browser.follow().text
    browser.post("rounds.take_step", {}, expect=409, code=CODE, step="close")
    browser.get("rounds.take_step", code=CODE, step="reopen")
    assert browser.send(reason="", expect=422).faults
    browser.send(reason="漏了一个村")
    assert "进行中" in browser.follow().text


def test_only_the_county_acts(people: People, round_: Round) -> None:
    for name in ("village_officer", "township_reviewer", "supervisor", "administrator"):
        browser = people.browser(name)
        browser.get("rounds.show", code=CODE)
        browser.get("rounds.new", expect=403)
        browser.get("rounds.set_node", expect=403, code=CODE, node="plan")
        browser.post("rounds.take_step", {}, expect=403, code=CODE, step="close")


def test_another_county_does_not_see_it(people: People, round_: Round) -> None:
    factories.a_round(factories.a_policy(area=factories.a_county()), code="2026-elsewhere", name_zh="别县")
    browser = people.browser("county_approver")
    browser.get("rounds.show", expect=404, code="2026-elsewhere")
    assert "别县" not in browser.get("rounds.index").text


def test_the_page_of_a_round_takes_as_many_statements_with_many_households(
    people: People, round_: Round
) -> None:
    browser = people.browser("county_approver")
    factories.a_candidate_list(people.village, entries=1, round_=round_)
    few = len(browser.get("rounds.show", code=CODE).statements)
    for village in (people.village, people.other_village, people.far_village):
        factories.a_candidate_list(village, entries=5, round_=queries.get_round_by_code(CODE))
    assert len(browser.get("rounds.show", code=CODE).statements) == few


def test_the_county_opens_a_year_of_funds(people: People) -> None:
    profile = factories.a_policy(area=people.county)
    browser = people.browser("county_approver")
    browser.get("rounds.new")
    browser.send(
        kind="funds",
        profile=str(profile.id),
        name_zh="2026年资金和项目",
        code="2026-funds",
        year="2026",
    )
    page = browser.follow()
    assert page.heading == "2026年资金和项目"
    assert "九个步骤" not in page.text
    assert "资金公示" in page.text
    opened = queries.get_round_by_code("2026-funds")
    assert (opened.kind, opened.reference_until.isoformat()) == (RoundKind.FUNDS, "2026-12-31")
    assert queries.list_nodes(opened) == []
    assert list(queries.list_rounds()) == []
    listed = browser.get("rounds.index")
    assert "一年的资金和项目" in listed.text
    assert "识别标准" not in browser.get("rounds.policy", code="2026-funds").text
    with pytest.raises(Refused):
        service.set_quota(
            round_=opened,
            village=people.village,
            population=10,
            quota_people=1,
            actor=people.actor("county_approver"),
        )


def test_where_households_are_chosen_the_period_is_needed(people: People) -> None:
    profile = factories.a_policy(area=people.county)
    browser = people.browser("county_approver")
    browser.get("rounds.new")
    page = browser.send(profile=str(profile.id), name_zh="2026年识别", code=CODE, expect=422)
    assert len(page.select("p.fault")) == 2


def test_a_round_of_poor_villages_needs_the_provinces_figures(people: People) -> None:
    profile = factories.a_policy(area=people.county)
    asked = {
        "kind": RoundKind.POOR_VILLAGES.value,
        "profile": str(profile.id),
        "name_zh": "2026年贫困村识别",
        "code": "2026-villages",
    }
    browser = people.browser("county_approver")
    browser.get("rounds.new")
    page = browser.send(**asked, expect=422)
    for words in ("年份", "贫困发生率", "人均"):
        assert any(words in fault for fault in page.faults), words
    assert f'href="/policies/{profile.id}#villages"' in page.html
    assert queries.find_round("2026-villages") is None
    policies.amend(
        profile=profile,
        changes={"province_year": 2025, "province_incidence": "1/10", "province_income_yuan": 6000},
        reason="文件",
        actor=people.actor("county_approver"),
    )
    browser.get("rounds.new")
    browser.send(**asked)
    assert "轮次已开始" in browser.follow().text
