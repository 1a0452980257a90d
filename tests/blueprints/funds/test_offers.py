"""What the ledger's pages offer can be done, says which year it is about, and shows nobody the payments of others."""

import io
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.domain.funds.models import Batch, Contract, LedgerEntry, Roll
from app.domain.notices.models import Notice
from app.domain.projects.models import Project, ProjectState
from tests import factories
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
    note_batch(people, year=older.code)
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
        page = township.send(**given, amount="5000", **{name: typed}, expect=422)
        assert page.texts(f"#{name}-fault"), name
        township.get("funds.contract", number=project.number)
    township.send(**given, amount="5000", person_in_charge="周海")
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
