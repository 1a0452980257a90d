"""Handing in a workbook on the pages: preview, saving, discarding, undoing, and what is refused at once."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from app.blueprints.imports import work
from app.blueprints.imports.keys import key_of
from app.core import jobs as rows
from app.core.jobs import JobState
from app.domain.households.models import Household
from app.domain.imports import folder, service
from app.domain.imports.models import ImportRun, ImportState
from app.domain.rounds.models import Round
from tests import factories
from tests.browser import Browser, Page
from tests.domain.imports.handed_in import faultless, household_rows, workbook
from tests.people import People


@pytest.fixture
def round_(people: People) -> Round:
    """The open round."""
    return factories.a_round(reference_from=dt.date(2025, 1, 1), reference_until=dt.date(2025, 12, 31))


def hand_in(browser: Browser, data: bytes, filename: str = "登记表.xlsx", expect: int = 303) -> Page:
    browser.get("imports.new")
    return browser.send(file=(io.BytesIO(data), filename), expect=expect)


def the_run() -> ImportRun:
    run = factories.first(ImportRun)
    assert run is not None
    return run


def faulty(people: People) -> bytes:
    """A workbook with one finding that blocks and one that does not."""
    return workbook(household_rows(people.village, 1, {"wages": "一千多"}, id="+1234"))


def test_a_workbook_is_read_looked_at_and_saved(people: People, round_: Round) -> None:
    browser = people.browser("village_officer")
    assert browser.get("imports.index").text.count("还没有导入过工作簿") == 1
    hand_in(browser, faultless(people.village))
    page = browser.follow()
    assert "待确认" in page.text
    assert page.texts(".stat-number") == ["3", "6", "3", "0", "0"]
    assert "农户信息H人数填写的人数" in page.texts("tbody tr")
    assert factories.how_many(Household) == 0
    browser.send(to="/confirm")
    page = browser.follow()
    assert "已保存" in page.text
    assert factories.how_many(Household) == 3
    assert "登记表.xlsx" in browser.get("imports.index").text


def test_the_same_again_has_nothing_to_save(people: People, round_: Round) -> None:
    browser = people.browser("village_officer")
    for _ in range(2):
        hand_in(browser, faultless(people.village))
        page = browser.follow()
        browser.send(to="/confirm")
    assert "没有需要保存的内容" in page.text
    assert factories.how_many(Household) == 3


def test_findings_are_shown_and_go_back_to_the_clerk(people: People, round_: Round) -> None:
    browser = people.browser("village_officer")
    hand_in(browser, faulty(people))
    page = browser.follow()
    assert "还不能保存" in page.text
    assert "必须先改正" in page.text
    assert "/confirm" not in page.html
    run = the_run()
    browser.post("imports.confirm", run_id=run.id, expect=409)
    table = browser.get("imports.findings", run_id=run.id)
    lines = table.response.get_data().decode("utf-8-sig").splitlines()
    assert lines[0] == "sheet,cell,value,problem,advice"
    assert any(line.startswith("农户信息,G4,'+1234,") for line in lines)
    marked = browser.get("imports.marked", run_id=run.id).response.get_data()
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(marked)).namelist()


def test_what_would_change_is_shown_with_masked_numbers(people: People, round_: Round) -> None:
    browser = people.browser("village_officer")
    hand_in(browser, faultless(people.village))
    browser.follow()
    browser.send(to="/confirm")
    hand_in(browser, workbook(household_rows(people.village, 1, {"phone": "10237910001", "wages": ""})))
    page = browser.follow()
    assert "102****0001" in page.text
    assert "10237910001" not in page.html
    assert "1,000 元" in page.text


def test_english(app: Any, people: People, round_: Round) -> None:
    browser = people.browser("township_reviewer")
    browser.lang = "en"
    browser.client.set_cookie("lang", "en")
    hand_in(browser, faulty(people))
    assert "Nothing can be saved yet" in browser.follow().text
    browser.get("imports.index")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 nothing", "这不是工作簿"),
        (b"PK\x03\x04 broken", "已损坏"),
        (b"", "文件是空的"),
        (b"<html><table></table></html>", "网页"),
    ],
)
def test_what_is_no_workbook_is_refused_beside_the_field(
    people: People, round_: Round, data: bytes, words: str
) -> None:
    page = hand_in(people.browser("village_officer"), data, expect=422)
    assert any(words in fault for fault in page.faults)
    assert factories.how_many(ImportRun) == 0


def test_no_file_is_a_fault_of_the_form(people: People, round_: Round) -> None:
    browser = people.browser("village_officer")
    browser.get("imports.new")
    assert browser.send(expect=422).faults


def test_another_area_or_round_cannot_be_slipped_in(people: People, round_: Round) -> None:
    browser = people.browser("village_officer")
    for changed in ({"area": people.other_village.code}, {"round": "nothing"}):
        browser.get("imports.new")
        browser.send(file=(io.BytesIO(faultless(people.village)), "a.xlsx"), **changed, expect=422)
    assert factories.how_many(ImportRun) == 0


def test_a_workbook_that_names_no_columns_is_refused_after_reading(people: People, round_: Round) -> None:
    browser = people.browser("village_officer")
    hand_in(browser, "甲,乙\n1,2\n".encode("gb18030"), "a.csv")
    page = browser.follow()
    assert "这个文件无法读取" in page.text
    assert folder.fetch(the_run().digest) is None


def test_discarding_deletes_the_file(people: People, round_: Round) -> None:
    browser = people.browser("village_officer")
    hand_in(browser, faultless(people.village))
    browser.follow()
    browser.send(to="/discard")
    run = the_run()
    assert run.state is ImportState.DISCARDED
    assert folder.fetch(run.digest) is None
    browser.post("imports.confirm", run_id=run.id, expect=409)


def test_undoing(people: People, round_: Round) -> None:
    browser = people.browser("village_officer")
    hand_in(browser, faultless(people.village))
    browser.follow()
    browser.send(to="/confirm")
    run_id = the_run().id
    browser.get("imports.undo", run_id=run_id)
    browser.send()
    assert "已撤销" in browser.follow().text
    assert factories.how_many(Household) == 0
    assert folder.fetch(the_run().digest) is None


def test_handed_in_twice_with_one_key_is_one_import(people: People, round_: Round) -> None:
    browser = people.browser("village_officer")
    data = faultless(people.village)
    for _ in range(2):
        fields = {"round": round_.code, "area": people.village.code, "file": (io.BytesIO(data), "a.xlsx")}
        page = browser.post("imports.new", fields, once="the-same-key-twice")
        assert page.location.endswith(f"/imports/{the_run().id}")
    assert factories.how_many(ImportRun) == 1


def test_undoing_is_refused_with_the_reasons(people: People, round_: Round) -> None:
    browser = people.browser("village_officer")
    hand_in(browser, faultless(people.village))
    browser.follow()
    browser.send(to="/confirm")
    factories.an_application(factories.first(Household))
    run_id = the_run().id
    assert "已有 1 户受理了申请" in browser.get("imports.undo", run_id=run_id).text
    browser.post("imports.undo", run_id=run_id, expect=409)
    assert factories.how_many(Household) == 3


def test_others_do_not_see_it(people: People, round_: Round) -> None:
    hand_in(people.browser("village_officer"), faultless(people.village))
    run_id = the_run().id
    for who, status in (("other_village_officer", 404), ("supervisor", 403), ("township_reviewer", 200)):
        people.browser(who).get("imports.show", run_id=run_id, expect=status)


def test_an_interrupted_import_is_begun_again(db: SQLAlchemy, people: People, round_: Round) -> None:
    actor = people.actor("village_officer")
    run = service.preview(
        actor=actor, round_=round_, area=people.village, data=faultless(people.village), filename="a.xlsx"
    )
    service.confirm(actor=actor, run=run)
    browser = people.browser("village_officer")
    assert "已中断" in browser.get("imports.show", run_id=run.id).text
    browser.get("imports.show", run_id=run.id, fragment=True)
    browser.get("imports.show", run_id=run.id)
    browser.send(to="/again")
    assert "已保存" in browser.follow().text
    browser.post("imports.again", run_id=run.id)
    assert factories.how_many(Household) == 3


def test_progress_is_shown_while_the_job_runs(
    app: Any, db: SQLAlchemy, people: People, round_: Round
) -> None:
    run = service.receive(
        actor=people.actor("village_officer"),
        round_=round_,
        area=people.village,
        data=faultless(people.village),
        filename="a.xlsx",
    )
    asked = rows.ask(work.READ, key=key_of(run), actor=people.actor("village_officer"), run_id=run.id)
    asked.state, asked.stage, asked.done, asked.total = JobState.RUNNING, "Saving", 2, 4
    db.session.commit()
    browser = people.browser("village_officer")
    page = browser.get("imports.show", run_id=run.id)
    assert "正在保存" in page.text
    assert 'http-equiv="refresh"' in page.html
    assert page.select("progress")[0].get("value") == "50"
    assert browser.get("imports.show", run_id=run.id, fragment=True).select("#progress")


def test_the_register_moved_on_after_the_preview(db: SQLAlchemy, people: People, round_: Round) -> None:
    browser = people.browser("village_officer")
    hand_in(browser, faultless(people.village))
    browser.follow()
    browser.send(to="/confirm")
    hand_in(browser, workbook(household_rows(people.village, 1, {"wages": 9000})))
    browser.follow()
    household = factories.first(Household)
    assert household is not None
    household.note = "改过"
    db.session.commit()
    browser.send(to="/confirm")
    assert "您确认之后登记簿有变动" in browser.follow().text
    browser.send(to="/confirm")
    assert "已保存" in browser.follow().text


@pytest.mark.parametrize("pages", [1, 3])
def test_statements_do_not_grow_with_the_findings(people: People, round_: Round, pages: int) -> None:
    rows = [household_rows(people.village, number, {"land": "多"}) for number in range(1, pages * 10 + 1)]
    browser = people.browser("village_officer")
    hand_in(browser, workbook(*rows))
    assert len(browser.follow().statements) < 16
