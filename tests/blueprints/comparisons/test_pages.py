"""Handing in a department's file on the pages: preview, in force, discarded, withdrawn; settling a hit."""

import datetime as dt
import io
from pathlib import Path

import pytest
from flask import Flask

from app.core.db import db
from app.domain.applications.models import ApplicationState
from app.domain.comparisons import folder
from app.domain.comparisons.models import ComparisonFile, ComparisonHit, FileState, HitSettlement
from app.domain.households.models import Household
from app.domain.rounds.models import Round
from tests import factories
from tests.browser import Browser, Page
from tests.domain.comparisons.files import VEHICLES, csv_bytes
from tests.people import People


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(policy={"comparison_required": True, "comparison_kinds": ["vehicle"]})


@pytest.fixture
def household(people: People, round_: Round) -> Household:
    return factories.a_household(people.village)


def vehicles(household: Household) -> bytes:
    head = household.members[0]
    row = ["川C12345", head.name, head.id_number, dt.date(2025, 3, 4), "轿车"]
    return csv_bytes([VEHICLES, row, ["川C54321", "赵无", "110101199003078515", "", ""]])


def hand_in(browser: Browser, data: bytes, expect: int = 303, **given: object) -> Page:
    browser.get("comparisons.new")
    values = {"kind": "vehicle", "source": "县交警大队", "as_of": "2026-05-01"} | given
    return browser.send(file=(io.BytesIO(data), "车辆.csv"), expect=expect, **values)


def the_file() -> ComparisonFile:
    file = factories.first(ComparisonFile)
    assert file is not None
    return file


def the_hit() -> ComparisonHit:
    hit = factories.first(ComparisonHit)
    assert hit is not None
    return hit


def test_from_the_upload_to_the_explanation(app: Flask, people: People, household: Household) -> None:
    application = factories.an_application(household, state=ApplicationState.VISITED)
    factories.a_visit(application)
    browser = people.browser("county_approver")
    assert "还没有上传比对文件" in browser.get("comparisons.index").text
    hand_in(browser, vehicles(household))
    page = browser.follow()
    assert page.texts(".stat-number") == ["1", "0", "1", "0"]
    assert "身份证号：加密后比对，不保存" in page.text
    assert str(household.members[0].id_number) not in page.html
    waiting = Path(app.extensions["gongshi"].instance / "comparisons")
    assert [path.name for path in waiting.iterdir()] == []
    browser.send(to="/apply")
    assert "已生效" in browser.follow().text
    officer = people.browser("village_officer")
    shown = officer.get("applications.show", number=application.number)
    assert "条结果还没有说明" in shown.text
    hit_page = officer.get("comparisons.hit", hit_id=the_hit().id)
    assert "排除该户" not in [label.strip() for label in hit_page.texts("label")]
    assert "一般要排除该户" in hit_page.text
    officer.send(settlement="explained", explanation="车已卖出，查看了过户单。")
    shown = officer.follow()
    assert "车已卖出，查看了过户单。" in shown.text
    assert "可以上会评议" in shown.text or application.state is ApplicationState.COMPARED
    assert "已说明" in officer.get("comparisons.hits", settlement="explained").text
    assert the_hit().settlement is HitSettlement.EXPLAINED


def test_what_is_refused(people: People, household: Household) -> None:
    browser = people.browser("county_approver")
    page = hand_in(browser, vehicles(household), kind="", expect=422)
    assert page.faults
    hand_in(browser, vehicles(household), as_of="2027-01-01", expect=422)
    hand_in(browser, vehicles(household), source="手机13912345678", expect=422)
    hand_in(browser, csv_bytes([["甲", "乙"], [1, 2]]))
    page = browser.follow()
    assert "这个文件读不了" in page.text or "没有找到" in page.text
    assert the_file().state is FileState.REFUSED
    people.browser("village_officer").get("comparisons.new", expect=403)
    people.browser("village_officer").get("comparisons.show", file_id=the_file().id, expect=403)
    people.browser("stranger").get("comparisons.index", expect=403)


def test_discarding_and_withdrawing(people: People, household: Household) -> None:
    browser = people.browser("county_approver")
    hand_in(browser, vehicles(household))
    browser.follow()
    browser.send(to="/discard")
    assert (the_file().state, factories.how_many(ComparisonHit)) == (FileState.DISCARDED, 0)
    hand_in(browser, vehicles(household))
    browser.follow()
    browser.send(to="/apply")
    file = factories.first(ComparisonFile, ComparisonFile.state == FileState.APPLIED)
    assert file is not None
    people.browser("township_reviewer").get("comparisons.withdraw", file_id=file.id, expect=403)
    browser.get("comparisons.withdraw", file_id=file.id)
    browser.send(reason="", expect=422)
    browser.send(reason="部门发错了文件。")
    page = browser.follow()
    assert "部门发错了文件。" in page.text
    people.browser("village_officer").get("comparisons.hit", hit_id=the_hit().id, expect=404)


def test_a_village_sees_its_own_hits_only_and_does_not_exclude(people: People, household: Household) -> None:
    browser = people.browser("county_approver")
    hand_in(browser, vehicles(household))
    browser.follow()
    browser.send(to="/apply")
    hit = the_hit()
    people.browser("other_village_officer").get("comparisons.hit", hit_id=hit.id, expect=404)
    assert household.head_name not in people.browser("other_village_officer").get("comparisons.hits").text
    officer = people.browser("village_officer")
    given = {"settlement": "excludes", "explanation": "有车。"}
    officer.post("comparisons.hit", given, hit_id=hit.id, expect=403)
    people.browser("supervisor").get("comparisons.hit", hit_id=hit.id)
    people.browser("supervisor").post("comparisons.hit", given, hit_id=hit.id, expect=403)
    officer.post("comparisons.hit", {"explanation": "有车。"}, hit_id=hit.id, expect=422)
    assert the_hit().settlement is HitSettlement.OPEN


def test_an_upload_that_was_interrupted_begins_again(people: People, household: Household) -> None:
    digest = folder.keep(io.BytesIO(vehicles(household)))
    file = ComparisonFile(
        round=factories.first(Round),
        area=people.county,
        kind="vehicle",
        source="县交警大队",
        as_of=dt.date(2026, 5, 1),
        filename="车辆.csv",
        digest=digest,
    )
    db.session.add(file)
    db.session.flush()
    browser = people.browser("county_approver")
    assert "中断" in browser.get("comparisons.show", file_id=file.id).text
    browser.send(to="/again")
    assert the_file().state is FileState.PREVIEWED
    assert not folder.path_of(digest).exists()


def test_a_list_marks_households_with_hits(people: People, household: Household) -> None:
    drawn_up = factories.a_candidate_list(people.village, entries=1)
    factories.an_entry(drawn_up, household)
    browser = people.browser("county_approver")
    hand_in(browser, vehicles(household))
    browser.follow()
    browser.send(to="/apply")
    page = people.browser("village_officer").get("candidate_lists.show", list_id=drawn_up.id)
    marked = [row for row in page.texts("#entries tbody tr") if "比对" in row]
    assert len(marked) == 1
    assert household.head_name in marked[0]
