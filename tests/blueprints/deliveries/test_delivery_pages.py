"""The pages of “Did it reach you?”: by receipt, by roll, a denial, its settlement, and the numbers for everybody."""

import csv
import io

import pytest

from app.core.db import db
from app.domain.deliveries.models import Delivery, DeliveryAnswer
from app.domain.funds.models import Roll
from app.domain.projects.models import ProjectState
from tests import factories
from tests.browser import Browser
from tests.people import People


@pytest.fixture
def roll(people: People) -> Roll:
    project = factories.a_project(people.village, state=ProjectState.PLANNED)
    household = factories.a_household(people.village)
    factories.an_application(household, number="SQ2026-0001")
    roll = factories.a_roll(factories.an_allocation(project.places[0]).place, households=[household])
    factories.a_payment(roll=roll, recorded_by_id=people.user("county_approver").id)
    return roll


@pytest.fixture
def officer(people: People) -> Browser:
    return people.browser("village_officer")


def test_a_receipt_leads_to_the_lines_of_its_household_only(
    people: People, officer: Browser, roll: Roll
) -> None:
    page = officer.get("/deliveries?receipt=sq2026-0001")
    assert any(one.startswith("询问农户") for one in page.links)
    other = people.browser("other_village_officer").get("/deliveries?receipt=sq2026-0001")
    assert "没有发放记录" in other.text


def test_at_the_counter_with_the_receipt(people: People, officer: Browser, roll: Roll) -> None:
    line = roll.lines[0]
    officer.get("deliveries.line", line_id=line.id)
    officer.send(answer="came", asked_at="counter", expect=422)
    officer.send(receipt_no="SQ2026-0001")
    assert "已确认收到" in officer.follow().text
    assert db.session.query(Delivery).one().receipt_no == "SQ2026-0001"


def test_a_denial_is_settled_by_the_township(people: People, officer: Browser, roll: Roll) -> None:
    officer.get("deliveries.line", line_id=roll.lines[0].id)
    officer.send(answer="did_not_come", asked_at="visit", words="只收到一半。")
    assert "核查中" in officer.follow().text
    denial = db.session.query(Delivery).one()
    assert "由乡镇处理" in officer.get("deliveries.case", delivery_id=denial.id).text
    assert "先处理完" in officer.get("deliveries.line", line_id=roll.lines[0].id).text
    assert "录入的" in people.browser("county_approver").get("deliveries.case", delivery_id=denial.id).text
    reviewer = people.browser("township_reviewer")
    assert "反映没有收到款物" in reviewer.get("desk.index").text
    assert "王秀英" in reviewer.get("deliveries.cases").text
    reviewer.get("deliveries.case", delivery_id=denial.id)
    reviewer.send(outcome="paid_later", expect=422)
    reviewer.send(findings="已补发。")
    reviewer.follow()
    settled = reviewer.get("/deliveries/cases?state=settled", fragment=True)
    assert len(settled.select("tbody tr")) == 1
    assert "已补发" in officer.get("deliveries.case", delivery_id=denial.id).text


def test_a_denial_of_what_the_township_paid_itself_is_on_the_countys_desk_at_once(
    people: People, officer: Browser, roll: Roll
) -> None:
    paid = factories.a_roll(roll.place)
    factories.a_payment(roll=paid, recorded_by_id=people.user("township_reviewer").id)
    denial = factories.a_delivery(paid.lines[0], DeliveryAnswer.DID_NOT_COME, words="没有收到。")
    county = people.browser("county_approver")
    assert "反映没有收到款物" in county.get("desk.index").text
    reviewer = people.browser("township_reviewer")
    assert "反映没有收到款物" not in reviewer.get("desk.index").text
    assert "请县里处理" in reviewer.get("deliveries.case", delivery_id=denial.id).text
    assert "由县里处理" in officer.get("deliveries.case", delivery_id=denial.id).text


def test_the_village_reads_by_when_it_is_answered_and_whom_to_ask_again(
    people: People, officer: Browser, roll: Roll
) -> None:
    line = roll.lines[0]
    officer.get("deliveries.line", line_id=line.id)
    officer.send(answer="did_not_come", asked_at="visit", words="只收到一半。")
    assert "由乡镇或县里在" in officer.get("desk.index").text
    denial = db.session.query(Delivery).one()
    reviewer = people.browser("township_reviewer")
    reviewer.get("deliveries.case", delivery_id=denial.id)
    reviewer.send(outcome="paid_later", findings="已补发。")
    desk = officer.get("desk.index")
    assert "由乡镇或县里在" not in desk.text
    assert any(words.startswith("再问1户") for words in desk.links)
    officer.get("deliveries.line", line_id=line.id)
    officer.send(answer="came", asked_at="visit", words="")
    assert "再问1户" not in officer.get("desk.index").text


def test_findings_that_came_too_late_are_not_lost(people: People, roll: Roll) -> None:
    denial = factories.a_delivery(roll.lines[0], DeliveryAnswer.DID_NOT_COME, words="没有收到。")
    first, second = people.browser("township_reviewer"), people.browser("second_township_reviewer")
    first.get("deliveries.case", delivery_id=denial.id)
    second.get("deliveries.case", delivery_id=denial.id)
    second.send(outcome="paid_later", findings="已补发。")
    page = first.send(outcome="paid_later", findings="到银行查过流水。", expect=409)
    assert "到银行查过流水。" in page.text
    assert "已补发。" in page.text
    assert page.faults


def test_everybody_reads_numbers_and_never_a_name(people: People, roll: Roll) -> None:
    factories.a_delivery(roll.lines[0])
    factories.a_delivery(roll.lines[1], DeliveryAnswer.DID_NOT_COME, words="没有收到。")
    villager = people.browser("villager")
    page = villager.get("public.show_village", code=people.village.code)
    assert "其中1笔农户说收到了（50%）" in page.text
    assert "有1笔说没收到，正在核查" in page.text
    funds = villager.get(f"/funds/2026/{people.village.code}")
    assert "其中1笔农户说收到了" in funds.text
    for shown in (page.html, funds.html):
        assert "王秀英" not in shown
        assert "李建国" not in shown
    text = villager.get("open_data.show_csv", name="deliveries").response.data.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    wanted = {"lines": "2", "asked": "2", "confirmed": "1", "denied": "1", "denials_open": "1"}
    assert {name: row[name] for name in wanted} == wanted
    assert row["area_code"] == people.village.code
    assert "王秀英" not in text


def test_the_pages_of_others_are_closed(people: People, roll: Roll) -> None:
    other = people.browser("other_village_officer")
    other.get("deliveries.roll", number=roll.number, expect=404)
    other.get("deliveries.line", line_id=roll.lines[0].id, expect=404)
    denial = factories.a_delivery(roll.lines[0], DeliveryAnswer.DID_NOT_COME)
    other.get("deliveries.case", delivery_id=denial.id, expect=404)
    assert roll.number not in other.get("deliveries.index").text
    supervisor = people.browser("supervisor").get("deliveries.line", line_id=roll.lines[1].id)
    assert not supervisor.select("main form[method=post]")


def test_the_table_of_rolls_takes_no_more_statements(people: People, officer: Browser, roll: Roll) -> None:
    first = officer.get("deliveries.index")
    for _ in range(4):
        another = factories.a_roll(roll.place)
        factories.a_payment(roll=another)
        factories.a_delivery(another.lines[0])
    assert len(officer.get("deliveries.index").statements) == len(first.statements)
