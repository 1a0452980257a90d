"""Handing in the finance office's workbook on the pages: preview, entering, taking back, and what goes home again."""

import io

import openpyxl
import pytest

from app.blueprints.fund_imports import work
from app.core.db import db
from app.domain.funds.models import LedgerEntry, LedgerImport
from app.domain.imports import folder
from app.domain.imports.models import ImportState
from app.domain.projects.models import Project
from app.domain.rounds.models import RoundState
from tests import factories
from tests.browser import Browser, Page
from tests.domain.funds.workbooks import HEADS, a_road, read_back, the_rows, workbook
from tests.factories.fund_notices import the_fund_year
from tests.people import People


@pytest.fixture
def road(people: People) -> Project:
    return a_road()


@pytest.fixture
def office(people: People) -> Browser:
    return people.browser("county_approver")


def hand_in(browser: Browser, data: bytes, filename: str = "台账.xlsx", expect: int = 303) -> Page:
    browser.get("fund_imports.new")
    return browser.send(file=(io.BytesIO(data), filename), expect=expect)


def the_import() -> LedgerImport:
    run = factories.first(LedgerImport)
    assert run is not None
    db.session.refresh(run)
    return run


def faulty(road: Project) -> bytes:
    """A workbook with a finding that blocks, one that does not, and a column of personal numbers."""
    rows = the_rows(road)
    rows["支付"][0][5] = "二十万左右"
    rows["花名册"][0].append("511903198003050011")
    return workbook(rows, HEADS | {"花名册": [*HEADS["花名册"], "身份证号"]})


def test_a_workbook_is_read_looked_at_and_entered(office: Browser, road: Project) -> None:
    assert "还没有导入过工作簿" in office.get("fund_imports.index").text
    hand_in(office, workbook(the_rows(road)))
    page = office.follow()
    assert "待确认" in page.text
    assert factories.how_many(LedgerEntry) == 0
    assert "支付20" in "".join("".join(page.texts("tbody tr")).split())
    office.send(to="/confirm")
    page = office.follow()
    assert "已保存" in page.text
    assert factories.how_many(LedgerEntry) == 5
    assert folder.fetch(the_import().digest) is None, "the file is deleted once it is entered"
    assert "台账.xlsx" in office.get("fund_imports.index").text


def test_findings_block_and_go_home_in_both_forms(office: Browser, road: Project) -> None:
    hand_in(office, faulty(road))
    page = office.follow()
    assert "支付F2二十万左右" in "".join("".join(page.texts("tbody tr")).split())
    run = the_import()
    assert "/confirm" not in page.html
    listed = office.get("fund_imports.findings", import_id=run.id).response.data.decode("utf-8-sig")
    assert "支付,F2,二十万左右" in listed
    assert listed.splitlines()[0] == "工作表,单元格,填写的内容,问题,怎么办"
    assert "511903" not in listed + page.text
    marked = openpyxl.load_workbook(
        io.BytesIO(office.get("fund_imports.marked", import_id=run.id).response.data)
    )
    assert marked["支付"]["F2"].comment is not None


def test_taking_back_asks_for_the_reason(office: Browser, road: Project) -> None:
    hand_in(office, workbook(the_rows(road)))
    office.follow()
    office.send(to="/confirm")
    office.follow()
    run = the_import()
    office.get("fund_imports.undo", import_id=run.id)
    office.send(reason="", expect=422)
    office.send(reason="交错了年度")
    assert "交错了年度" in office.follow().text
    assert the_import().state is ImportState.UNDONE
    db.session.refresh(road)
    assert road.paid_fen == 0


def test_a_reason_that_is_refused_is_not_lost(office: Browser, road: Project) -> None:
    hand_in(office, workbook(the_rows(road)))
    office.follow()
    office.send(to="/confirm")
    office.follow()
    run = the_import()
    office.get("fund_imports.undo", import_id=run.id)
    page = office.send(reason="写错了，电话13985701234", expect=422)
    assert "写错了，电话13985701234" in page.html
    assert page.faults
    run.round.state, run.round.closed_on = RoundState.CLOSED, run.round.opened_on
    db.session.commit()
    page = office.send(reason="交错了年度", expect=422)
    assert "交错了年度" in page.html
    assert "不能再记账" in " ".join(page.faults)


def test_what_cannot_be_done_is_not_offered(office: Browser, road: Project) -> None:
    hand_in(office, workbook(the_rows(road)))
    office.follow()
    office.send(to="/confirm")
    first = the_import()
    hand_in(office, workbook(the_rows(road)), "again.xlsx")
    page = office.follow()
    assert "没有需要保存的内容" in page.text
    assert "/confirm" not in page.html
    assert "撤销这次导入" in office.get("fund_imports.show", import_id=first.id).links
    first.round.state, first.round.closed_on = RoundState.CLOSED, first.round.opened_on
    db.session.commit()
    page = office.get("fund_imports.show", import_id=first.id)
    assert "撤销这次导入" not in page.links
    assert "不能再记账" in page.text


def test_discarding_deletes_the_file(office: Browser, road: Project) -> None:
    hand_in(office, faulty(road))
    page = office.follow()
    assert page.status == 200
    office.send(to="/discard")
    run = the_import()
    assert (run.state, folder.fetch(run.digest)) == (ImportState.DISCARDED, None)
    office.get("fund_imports.marked", import_id=run.id, expect=404)


def test_a_ledger_that_moved_on_is_shown_anew(
    office: Browser, road: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = workbook(the_rows(road))
    hand_in(office, data)
    office.follow()
    first = the_import()
    monkeypatch.setattr(work, "begin", lambda _run: None)
    office.send(to="/confirm")
    monkeypatch.undo()
    hand_in(office, data, "again.xlsx")
    office.follow()
    office.send(to="/confirm")
    office.get("fund_imports.show", import_id=first.id)
    office.send(to="/again")
    page = office.follow()
    assert the_import().state is ImportState.PREVIEWED
    assert factories.how_many(LedgerEntry) == 5
    assert "台账" in page.text


def test_what_is_no_workbook_is_refused_at_once(office: Browser, road: Project) -> None:
    page = hand_in(office, b"%PDF-1.4", "x.xlsx", expect=422)
    assert "不是" in page.text
    hand_in(office, b"a,b\n1,2\n", "x.csv")
    assert the_import().state is ImportState.REFUSED


def test_the_empty_workbook_and_the_ledger_go_home(office: Browser, people: People, road: Project) -> None:
    assert list(read_back(office.get("fund_imports.empty").response.data)) == [*HEADS, "填写说明"]
    hand_in(office, workbook(the_rows(road)))
    office.follow()
    office.send(to="/confirm")
    year = {"year": the_fund_year().code, "area": people.county.code}
    kept = read_back(office.get("fund_imports.ledger", **year).response.data)
    assert [len(rows) for rows in kept.values()] == [2, 2, 2, 3, 3]
    people.browser("township_reviewer").get("fund_imports.ledger", **year, expect=403)


def test_a_village_does_not_keep_the_books(people: People, road: Project) -> None:
    people.browser("village_officer").get("fund_imports.index", expect=403)


def test_a_workbook_without_rows_is_not_called_entered_already(office: Browser, road: Project) -> None:
    hand_in(office, office.get("fund_imports.empty").response.data)
    page = office.follow()
    assert "标题下面没有一行资金内容" in page.text
    assert "都已在台账中" not in page.text


def test_an_empty_file_is_no_register(office: Browser, people: People) -> None:
    a_road()
    page = hand_in(office, b"", expect=422)
    assert "登记表" not in page.text
    assert page.faults
