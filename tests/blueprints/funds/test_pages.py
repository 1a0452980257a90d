"""The ledger's pages: money from its document to the household, what is refused and how, who may do what."""

import io
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db as database
from app.domain.funds.models import Account, Batch, Contract, EntryKind, LedgerEntry, Roll
from app.domain.notices.models import Notice
from app.domain.projects.models import Project, ProjectState
from tests import factories
from tests.blueprints.funds.asked import send_surely
from tests.domain.funds import auditor
from tests.people import People


def only(model: Any) -> Any:
    return database.session.scalars(sa.select(model).order_by(model.id.desc()).limit(1)).one()


@pytest.fixture
def project(people: People) -> Project:
    factories.a_fund_year()
    return factories.a_project(people.village, state=ProjectState.PLANNED)


def test_money_goes_from_its_document_to_the_household(people: People, project: Project) -> None:
    county, township = people.browser("county_approver"), people.browser("township_reviewer")
    county.get("funds.new_batch")
    county.send(
        area=people.county.code,
        level="provincial",
        name_zh="财政专项扶贫资金",
        purpose_zh="产业发展",
        document_no="黔财农〔2026〕12号",
        document_on="2026-05-04",
        amount="120万",
        on="2026-05-06",
    )
    page = county.follow()
    assert "1,200,000" in page.text
    batch = only(Batch)
    assert batch.received_fen == 120_000_000
    county.get("funds.allocate", number=batch.number)
    county.send(amount="600，000.00", on="2026-05-07", document_no="清财农〔2026〕3号")
    assert "600,000.00" in county.follow().text
    township.get("funds.contract", number=project.number)
    township.send(number="HT-1", contractor="清河路桥公司", amount="500000", signed_on="2026-05-08")
    assert "清河路桥公司" in township.follow().text
    pay_the_builder_and_the_households(people, project)
    database.session.expire_all()
    sums = (only(Account).paid_fen, only(Contract).paid_fen, only(Roll).paid_fen)
    assert sums == (10_125_050, 10_000_000, 125_050)
    assert auditor.faults(database.session.connection()) == []
    everybody_looks(people, project, batch, only(Roll))


def pay_the_builder_and_the_households(people: People, project: Project) -> None:
    township, account = people.browser("township_reviewer"), only(Account)
    township.get("funds.pay", account_id=account.id)
    township.send(
        purpose="contract:HT-1", amount="100000", on="2026-05-09", payee="清河路桥公司", voucher_no="记-1"
    )
    township.follow()
    township.get("funds.new_roll", number=project.number)
    asked = send_surely(
        township,
        title_zh="误工补助",
        drawn_up_on="2026-05-09",
        lines="组,姓名,人数,金额\n一组，王秀英，4，500\n二组,李建国,3,750.50",
    )
    assert "王秀英" in " ".join(asked.texts("tbody tr"))
    assert "1,250.50元" in asked.text
    page = township.follow()
    assert "壹仟贰佰伍拾元伍角" in page.text
    roll = only(Roll)
    township.get("funds.pay", account_id=account.id, **{"for": f"roll:{roll.number}"})
    township.send(on="2026-05-10", payee="花名册", payee_is_person="y", voucher_no="记-2")
    township.follow()


def everybody_looks(people: People, project: Project, batch: Batch, roll: Roll) -> None:
    for name in ("county_approver", "township_reviewer", "supervisor"):
        browser = people.browser(name)
        browser.get("funds.index")
        browser.get("funds.entries")
        browser.get("funds.entry", number=only(LedgerEntry).number)
        browser.get("funds.check")
        browser.get("funds.project", number=project.number)
        browser.get("funds.roll", number=roll.number)
        browser.get("funds.batch", number=batch.number)


def test_too_much_is_refused_in_words_and_what_was_typed_stays(people: People, project: Project) -> None:
    batch = factories.a_batch(1_200_000)
    county = people.browser("county_approver")
    county.get("funds.allocate", number=batch.number)
    page = county.send(amount="15000", on="2026-05-07", document_no="3号", expect=422)
    assert "还剩12,000.00元" in page.text
    assert "请减少3,000.00元" in page.text
    assert 'value="15000"' in page.html
    page = county.send(amount="很多", on="2026-05-07", document_no="3号", expect=422)
    assert "不是金额" in page.text
    page = county.send(amount="1", on="2027-01-01", document_no="3号", expect=422)
    assert page.faults
    page = county.send(amount="1", on="2026-05-07", document_no="6222021234567890123", expect=422)
    assert "银行卡号" in page.text
    assert factories.how_many(LedgerEntry) == 1


def test_a_mistake_is_reversed_with_a_reason(people: People, project: Project) -> None:
    payment = factories.a_payment(factories.an_allocation(project.places[0]), voucher_no="")
    township = people.browser("township_reviewer")
    page = township.get("funds.entry", number=payment.number)
    assert "缺凭证" in page.text
    township.get("funds.voucher", number=payment.number)
    township.send(voucher_no="记-7")
    assert "记-7" in township.follow().text
    right = only(LedgerEntry)
    township.get("funds.reverse", number=right.number)
    township.send(reason="", expect=422)
    township.send(reason="付错单位")
    township.follow()
    page = township.get("funds.entry", number=right.number)
    assert "付错单位" in page.text
    page = township.get("funds.reverse", number=right.number)
    page = township.send(reason="再来一次", expect=422)
    assert "已经冲销" in page.text
    account = payment.account
    database.session.refresh(account)
    assert account.paid_fen == 0
    assert auditor.faults(database.session.connection()) == []


def test_a_refund_a_recall_and_what_is_left_goes_on(people: People, project: Project) -> None:
    account = factories.an_allocation(project.places[0])
    payment = factories.a_payment(account)
    township, county = people.browser("township_reviewer"), people.browser("county_approver")
    township.get("funds.refund", number=payment.number)
    township.send(amount="1000", on="2026-05-11", document_no="退-1")
    township.get("funds.recall", account_id=account.id, expect=403)
    county.get("funds.recall", account_id=account.id)
    page = county.send(amount="600000", on="2026-05-11", document_no="收-1", expect=422)
    assert "501,000.00" in page.text
    county.send(amount="500000", on="2026-05-11", document_no="收-1")
    number = account.batch.number
    county.get("funds.carry_over", number=number, expect=409)
    factories.a_fund_year(year=2027)
    county.get("funds.carry_over", number=number)
    county.send(amount="100万", on="2026-05-11", document_no="转-1")
    county.get("funds.surrender", number=number)
    county.send(amount="100000", on="2026-05-11", document_no="退-2")
    county.get("funds.receive", number=number)
    county.send(amount="5", on="2026-05-11")
    kinds = set(database.session.scalars(sa.select(LedgerEntry.kind)))
    assert kinds >= {EntryKind.REFUND, EntryKind.RECALL, EntryKind.CARRY_OVER, EntryKind.SURRENDER}
    assert auditor.faults(database.session.connection()) == []
    page = county.get("funds.batch", number=only(Batch).number)
    assert number in page.text


def test_a_roll_is_taken_from_a_sheet_and_withdrawn(people: People, project: Project) -> None:
    township = people.browser("township_reviewer")
    rows = "组\t姓名\t人数\t金额\t实物\n一组\t王秀英\t4\t1,200.00\t\n一组\t李建国\t3\t\t鸡苗200只\n合计\t\t\t1,200.00\n"
    township.get("funds.new_roll", number=project.number)
    wrong = rows.replace("合计\t\t\t1,2", "合计\t\t\t1,3")
    given = {"title_zh": "鸡苗", "drawn_up_on": "2026-05-09"}
    page = township.send(**given, sheet=(io.BytesIO(wrong.encode("gb18030")), "名册.csv"), expect=422)
    assert "相差100.00" in page.text
    send_surely(township, **given, sheet=(io.BytesIO(rows.encode("gb18030")), "名册.csv"))
    assert "鸡苗200只" in township.follow().text
    roll = only(Roll)
    township.get("funds.withdraw_roll", number=roll.number)
    township.send(reason="漏了一户")
    assert "漏了一户" in township.follow().text


def test_what_does_not_add_up_is_found_and_keeps_a_notice_back(people: People, project: Project) -> None:
    project.budget_fen = 50_000_000
    account = factories.an_allocation(project.places[0])
    factories.a_payment(account, voucher_no="")
    roll = factories.a_roll(account.place)
    township = people.browser("township_reviewer")
    page = township.get("funds.check")
    assert "安排超过预算" in page.text
    assert "没有凭证编号" in page.text
    assert project.number in page.links or project.number in page.text
    township.get("funds.check", rule="no_voucher")
    township.get("funds.announce", number=roll.number)
    page = township.send(expect=422)
    assert "相差100,000.00元" in page.text
    assert factories.how_many(Notice) == 0


def test_the_funds_of_an_area_are_announced(people: People, project: Project) -> None:
    factories.an_allocation(project.places[0])
    county = people.browser("county_approver")
    county.get("funds.publish")
    county.send(area=people.county.code)
    notice = only(Notice)
    assert notice.content["facts"]["funds"]["received_fen"] == 120_000_000
    assert notice.content["facts"]["check"]["ok"] is True


def test_who_may_look_and_who_may_enter(people: People, project: Project) -> None:
    batch = factories.a_batch()
    officer = people.browser("village_officer")
    officer.get("funds.index")
    officer.get("funds.project", number=project.number)
    officer.get("funds.new_batch", expect=403)
    officer.get("funds.contract", number=project.number, expect=403)
    people.browser("township_reviewer").get("funds.allocate", number=batch.number, expect=403)
    people.browser("township_reviewer").get("funds.batch", number=batch.number)
    people.browser("other_township_reviewer").get("funds.project", number=project.number, expect=404)
    people.browser("villager").get("funds.index", expect=303)


def test_no_button_is_offered_for_what_would_be_refused(people: People, project: Project) -> None:
    batch = factories.a_batch(area=people.township)
    township = people.browser("township_reviewer")
    page = township.get("funds.project", number=project.number)
    assert f"从{batch.number}安排" in page.text
    assert "登记合同" not in page.text
    township.get("funds.allocate", number=batch.number)
    township.send(amount=f"{project.budget_fen // 100}", on=str(clock.today()), document_no="示拨1号")
    page = township.get("funds.project", number=project.number)
    assert f"从{batch.number}安排" not in page.text
    assert "登记合同" in page.text
    assert "计划投资已全部安排" in page.text
