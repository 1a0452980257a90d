"""What the ledger's pages offer can be done, says which year it is about, and shows nobody the payments of others."""

import io
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.domain.funds.models import Batch, Contract, LedgerEntry, Roll
from app.domain.notices.models import Notice
from app.domain.projects.models import Project, ProjectState
from app.domain.rounds.models import RoundState
from tests import factories
from tests.blueprints.funds.asked import send_surely
from tests.blueprints.handed_in import a_scan
from tests.people import People


def only(model: Any) -> Any:
    return db.session.scalars(sa.select(model).order_by(model.id.desc()).limit(1)).one()


@pytest.fixture
def project(people: People) -> Project:
    factories.a_fund_year()
    return factories.a_project(people.village, state=ProjectState.PLANNED)


def note_batch(people: People, expect: int = 303, **given: Any) -> Any:
    """A batch noted on the form that is open, with what it always has."""
    words = {"level": "provincial", "name_zh": "专项资金", "purpose_zh": "产业", "document_no": "1号"}
    words |= given.pop("words", {})
    office = people.browser("county_approver")
    office.get("funds.new_batch", **given.pop("address", {}))
    return office.send(area=people.county.code, document_on="2026-05-04", expect=expect, **words, **given)


def test_money_is_noted_for_the_older_of_two_open_years(people: People) -> None:
    older, newer = factories.a_fund_year(year=2025), factories.a_fund_year(year=2026)
    note_batch(people)
    assert only(Batch).round_id == newer.id
    office = people.browser("county_approver")
    page = office.get("funds.index", year=older.code)
    assert f"year={older.code}" in page.links["登记资金批次"]
    note_batch(people, address={"year": older.code})
    assert only(Batch).round_id == older.id
    note_batch(people, year=older.code, words={"document_no": "2号"})
    assert only(Batch).round_id == older.id


def test_the_money_of_an_older_year_is_announced(people: People) -> None:
    older, _newer = factories.a_fund_year(year=2025), factories.a_fund_year(year=2026)
    factories.a_batch(round=older)
    office = people.browser("county_approver")
    page = office.get("funds.index", year=older.code)
    page = office.get(page.links["公示资金"])
    assert page.texts("#year option[selected]") == [older.name_zh]
    office.send(area=people.county.code)
    assert only(Notice).round_id == older.id


def test_a_village_sees_of_a_batch_what_its_own_area_was_paid(people: People, project: Project) -> None:
    other = factories.a_project(people.other_village, state=ProjectState.PLANNED, name_zh="邻村的鸡苗")
    mine, theirs = (
        factories.an_allocation(project.places[0]),
        factories.an_allocation(other.places[0], 900_000),
    )
    assert mine.batch_id == theirs.batch_id
    factories.a_payment(mine, payee="清河路桥公司")
    factories.a_payment(theirs, 80_000, payee="赵秀芳", payee_is_person=True, what_zh="误工费")
    number = mine.batch.number
    page = people.browser("village_officer").get("funds.batch", number=number)
    assert "清河路桥公司" in page.text
    assert "赵秀芳" not in page.text
    assert "邻村的鸡苗" not in page.text
    assert "到账" in page.text
    assert "只列出安排到您所在地方的资金" in page.text
    for name in ("county_approver", "supervisor"):
        page = people.browser(name).get("funds.batch", number=number)
        assert "赵秀芳" in page.text
        assert "只列出" not in page.text
    page = people.browser("township_reviewer").get("funds.batch", number=number)
    assert "赵秀芳" in page.text


def test_money_is_taken_back_from_a_project_that_is_not_in_the_plan_yet(people: People) -> None:
    factories.a_fund_year()
    project = factories.a_project(people.village, state=ProjectState.LIBRARY)
    account = factories.an_allocation(project.places[0])
    page = people.browser("county_approver").get("funds.project", number=project.number)
    assert not [words for words in page.links if words.startswith("支付")]
    (url,) = [url for words, url in page.links.items() if words.startswith("收回")]
    assert url.endswith(f"/accounts/{account.id}/recall")
    page = people.browser("township_reviewer").get("funds.project", number=project.number)
    assert not [words for words in page.links if words.startswith("收回")]


def test_a_document_without_an_amount_is_not_dropped_in_silence(people: People) -> None:
    factories.a_fund_year()
    page = note_batch(people, paper=a_scan(), expect=422)
    assert "请填写到账金额" in " ".join(page.faults)
    assert factories.how_many(Batch) == 0
    note_batch(people, paper=a_scan(), amount="120万")
    assert only(LedgerEntry).paper_id is not None


def test_a_supplement_says_nothing_else_than_its_contract(people: People, project: Project) -> None:
    factories.an_allocation(project.places[0])
    township = people.browser("township_reviewer")
    given = {"number": "HT-1", "contractor": "清河路桥公司", "signed_on": "2026-05-08"}
    township.get("funds.contract", number=project.number)
    township.send(**given, amount="100000", ends_on="2026-09-01", person_in_charge="周海")
    township.get("funds.contract", number=project.number)
    for name, typed in (("ends_on", "2026-12-01"), ("person_in_charge", "王工"), ("contractor_en", "Qinghe")):
        send_surely(township, **given, amount="5000", **{name: typed}, expect=422)
        page = township.page
        assert page is not None
        assert page.texts(f"#{name}-fault"), name
        township.get("funds.contract", number=project.number)
    page = send_surely(township, **given, amount="5000", person_in_charge="周海")
    assert "已经登记" in page.text
    assert "补充合同" in township.follow().text
    assert only(Contract).amount_fen == 10_500_000


def test_a_roll_is_typed_or_handed_in_and_never_both(people: People, project: Project) -> None:
    factories.an_allocation(project.places[0])
    township = people.browser("township_reviewer")
    township.get("funds.new_roll", number=project.number)
    sheet = "组\t姓名\t人数\t金额\n一组\t王秀英\t4\t500\n".encode()
    given = {"title_zh": "补助", "drawn_up_on": "2026-05-09", "lines": "二组，李建国，3，750"}
    page = township.send(**given, sheet=(io.BytesIO(sheet), "名册.csv"), expect=422)
    assert page.texts("#sheet-fault")
    assert "李建国" in page.html
    assert factories.how_many(Roll) == 0


def test_nothing_is_offered_that_can_only_fail(people: People) -> None:
    factories.a_fund_year()
    number = factories.a_batch().number
    county = people.browser("county_approver")
    page = county.get("funds.batch", number=number)
    assert "结转下年" not in page.links
    assert "安排到项目" not in page.links
    assert "还没有开启以后年度" in page.text
    assert "还没有项目入库" in page.text
    factories.a_fund_year(year=2027)
    factories.a_project(people.village, state=ProjectState.LIBRARY)
    page = county.get("funds.batch", number=number)
    follow = [url for words, url in page.links.items() if words in ("结转下年", "安排到项目")]
    for url in follow:
        county.get(url)
    assert len(follow) == 2


def test_an_entry_names_its_area_once(people: People, project: Project) -> None:
    account = factories.an_allocation(project.places[0])
    payment = factories.a_payment(account)
    receipt = db.session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.id)).first()
    assert receipt is not None
    county = people.browser("county_approver")
    for entry, area in ((receipt, people.county), (payment, people.village)):
        page = county.get("funds.entry", number=entry.number)
        assert page.texts("dl.facts dd").count(area.name_zh) == 1


def test_a_year_that_was_opened_ahead_is_not_taken_for_the_present_one(people: People) -> None:
    this_year = clock.today().year
    present, coming = factories.a_fund_year(year=this_year), factories.a_fund_year(year=this_year + 1)
    office = people.browser("county_approver")
    for door in ("funds.index", "funds.entries", "funds.check", "funds.new_batch", "projects.index"):
        page = office.get(door)
        assert page.texts("#year option[selected]") == [present.name_zh], door
    page = office.get("fund_imports.new")
    assert page.texts("#round option[selected]") == [present.name_zh]
    assert coming.name_zh in page.text


def test_the_same_document_is_entered_twice_only_by_who_means_it(people: People) -> None:
    factories.a_fund_year()
    note_batch(people)
    office = people.browser("county_approver")
    office.get("funds.new_batch")
    given = {"level": "provincial", "name_zh": "专项资金", "purpose_zh": "产业", "document_no": "1号"}
    page = office.send(area=people.county.code, document_on="2026-05-04", expect=422, **given)
    assert "文号1号已经登记为批次" in page.text
    assert factories.how_many(Batch) == 1
    office.send(sure=page.select('input[name="sure"]')[0].get("value"))
    assert factories.how_many(Batch) == 2


def test_a_gift_names_its_giver_and_no_source_is_chosen_beforehand(people: People) -> None:
    factories.a_fund_year()
    page = people.browser("county_approver").get("funds.new_batch")
    assert page.texts("#level option[selected]") in ([], ["请选择一项。"])
    page = note_batch(people, expect=422, words={"level": "social"})
    assert page.texts("#giver_zh-fault")


def test_a_voucher_that_is_used_already_is_shown_before_it_is_used_again(
    people: People, project: Project
) -> None:
    account = factories.an_allocation(project.places[0])
    factories.a_payment(account, 100, payee="清河路桥公司", voucher_no="记-1")
    township = people.browser("township_reviewer")
    township.get("funds.pay", account_id=account.id)
    page = send_surely(township, amount="2", payee="新华建材店", on="2026-05-09", voucher_no="记-1")
    assert "凭证记-1已用在支付" in page.text
    assert only(LedgerEntry).payee == "新华建材店"
    township.get("funds.pay", account_id=account.id)
    page = send_surely(township, amount="2", payee="新华建材店", on="2026-05-09", voucher_no="记-2")
    assert "新华建材店" in page.text
    township.get("funds.pay", account_id=account.id)
    township.send(amount="2", payee="新华建材店", on="2026-05-10", voucher_no="记-3")


def test_a_tick_holds_only_for_what_was_shown(people: People, project: Project) -> None:
    account = factories.an_allocation(project.places[0])
    for number in ("记-1", "记-2"):
        factories.a_payment(account, 100, voucher_no=number)
    township = people.browser("township_reviewer")
    township.get("funds.pay", account_id=account.id)
    page = township.send(amount="2", payee="新华建材店", on="2026-05-09", voucher_no="记-1", expect=422)
    tick = page.select('input[name="sure"]')[0].get("value")
    page = township.send(sure=tick, voucher_no="记-2", expect=422)
    assert "凭证记-2已用在支付" in page.text


def test_more_than_a_project_is_to_cost_is_said_before_it_is_given(people: People, project: Project) -> None:
    batch = factories.a_batch()
    office = people.browser("county_approver")
    page = office.get("funds.allocate", number=batch.number, place=project.places[0].id)
    assert "还差600,000.00元" in page.text
    page = send_surely(office, amount="600001", on="2026-05-07", document_no="3号")
    assert "就超出1.00元" in page.text
    page = office.follow()
    page = people.browser("township_reviewer").get("funds.project", number=project.number)
    assert "多安排1.00元" in page.text
    assert "已全部安排" not in page.text
    for area in (people.county, people.township):
        office.get("funds.publish")
        page = office.send(area=area.code, expect=422)
        assert "请先从项目收回多安排的部分" in page.text


def test_paying_offers_what_is_owed_and_asks_what_it_is_for(people: People, project: Project) -> None:
    account = factories.an_allocation(project.places[0])
    contract = factories.a_contract(project, 5_000_000)
    roll = factories.a_roll(account.place)
    township = people.browser("township_reviewer")
    page = township.get("funds.pay", account_id=account.id)
    assert "还有50,000.00元未付" in page.text
    page = township.send(amount="2", on="2026-05-09", payee="某公司", expect=422)
    assert page.texts("#purpose-fault")
    page = township.send(purpose=f"contract:{contract.number}", amount="", on="2026-05-09", expect=422)
    assert page.texts("#amount-fault") == [
        f"有误： 请填写支付了多少钱。合同{contract.number}还有50,000.00元没有支付。"
    ]
    township.get("funds.pay", account_id=account.id, **{"for": f"roll:{roll.number}"})
    township.send(on="2026-05-10", voucher_no="记-2")
    assert (only(LedgerEntry).payee, only(LedgerEntry).amount_fen) == ("花名册上的农户", roll.total_fen)
    page = township.get("funds.pay", account_id=account.id, **{"for": f"roll:{roll.number}"})
    assert "链接所指的合同或花名册已经付清" in page.text
    assert page.texts("#purpose option[selected]") in ([], ["请选择一项。"])


def test_a_roll_is_shown_as_it_was_read_before_it_is_drawn_up(people: People, project: Project) -> None:
    factories.a_household(village=people.village, head_name="王秀英")
    township = people.browser("township_reviewer")
    township.get("funds.new_roll", number=project.number)
    given = {"title_zh": "补助", "drawn_up_on": "2026-05-09"}
    typed = "序号\t姓名\t组\t金额\t人数\t扣款\n1\t李建国\t二组\t9000000\t3\t0"
    page = township.send(**given, lines=typed, expect=422)
    assert factories.how_many(Roll) == 0
    row = " ".join(page.texts("tbody tr"))
    assert "二组李建国 档案里没有39,000,000.00" in " ".join(row.split())
    for said in ("共1户，合计9,000,000.00元", "没有读取的列：扣款", "还没有支付的只有0.00元"):
        assert said in page.text, said
    tick = page.select('input[name="sure"]')[0].get("value")
    township.send(sure=tick, lines=typed.replace("9000000", "9000001"), expect=422)
    send_surely(township, lines=typed)
    assert only(Roll).lines[0].name == "李建国"


def test_in_a_closed_year_nothing_is_offered_that_would_be_refused(people: People, project: Project) -> None:
    account = factories.an_allocation(project.places[0])
    payment = factories.a_payment(account, voucher_no="")
    project.round.state = RoundState.CLOSED
    db.session.flush()
    office, township = people.browser("county_approver"), people.browser("township_reviewer")
    page = office.get("funds.batch", number=account.batch.number)
    assert "登记到账" not in page.text
    page = office.get("funds.allocate", number=account.batch.number, expect=409)
    assert "已关闭" in page.text or "已经关闭" in page.text
    page = township.get("funds.entry", number=payment.number)
    assert "收款人退回" not in page.text
    assert "冲销这笔" not in page.text
    assert f"/ledger/entries/{payment.number}/voucher" in page.links.values()


def test_where_nothing_is_left_nothing_is_to_be_lowered(people: People, project: Project) -> None:
    batch = factories.a_batch(100)
    factories.an_allocation(project.places[0], 100, batch=batch)
    office = people.browser("county_approver")
    office.get("funds.allocate", number=batch.number)
    page = office.send(amount="100", on="2026-05-07", document_no="3号", expect=422)
    assert "已经没有余额" in page.text
    assert "还剩0.00元" not in page.text


def test_a_project_of_elsewhere_is_linked_to_its_page_for_everybody(people: People, project: Project) -> None:
    project.area_id = people.township.id
    db.session.flush()
    account = factories.an_allocation(project.places[0])
    payment = factories.a_payment(account)
    officer = people.browser("village_officer")
    for page in (
        officer.get("funds.entry", number=payment.number),
        officer.get("funds.batch", number=account.batch.number),
    ):
        links = [address for address in page.links.values() if project.number in address]
        assert links == [f"/projects/{project.number}"]
        officer.get(links[0])


def test_the_scan_of_a_voucher_may_come_later(people: People, project: Project) -> None:
    payment = factories.a_payment(factories.an_allocation(project.places[0]), voucher_no="记-7")
    township = people.browser("township_reviewer")
    page = township.get("funds.entry", number=payment.number)
    township.get(page.links["补传凭证扫描件"])
    page = township.send(expect=422)
    assert page.texts("#paper-fault")
    township.send(paper=a_scan())
    page = township.follow()
    assert "补传凭证扫描件" not in page.links
    entry = only(LedgerEntry)
    assert (entry.voucher_no, entry.amount_fen, entry.paper_id is not None) == ("记-7", 10_000_000, True)
    db.session.refresh(project)
    assert project.paid_fen == 10_000_000
