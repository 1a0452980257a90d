"""The sheets of money and projects, looked over by the preflight: what is printed is what was frozen."""

import csv
import dataclasses
import io
import json
from collections.abc import Iterator

import pytest
from flask import Flask

from app.core.bilingual import BilingualText
from app.documents import notice_making, stamping
from app.documents.faults import NotFitToPrint
from app.documents.notice_facts import CARDS_MOST, is_wide
from app.documents.notice_sheets import SheetForm, SheetPlace, compose, sheet_pdf, stamp_of, wanted_of
from app.documents.papers import NoticePaper
from app.documents.preflight import Check, examine
from app.domain.notices.codes import read_sheet_code
from app.domain.policies.vocabulary import NoticeKind
from tests.documents.made_up import pages_of, text_of
from tests.documents.made_up_funds import a_fund_notice, facts_for, some_projects

K = NoticeKind
BOARD = SheetPlace(1, BilingualText("村委会公开栏", "Village office board"))


@pytest.fixture(scope="module")
def kept(printing_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A desk whose finished papers stay for the module."""
    before = printing_app.extensions["gongshi"]
    printing_app.extensions["gongshi"] = dataclasses.replace(before, instance=tmp_path_factory.mktemp("kept"))
    with printing_app.app_context():
        yield printing_app
    printing_app.extensions["gongshi"] = before


@pytest.fixture(scope="module")
def money(kept: Flask) -> bytes:
    """The money of a village, for the office's board."""
    return sheet_pdf(a_fund_notice(K.FUNDS), SheetForm(), BOARD)


@pytest.fixture(scope="module")
def plan(kept: Flask) -> NoticePaper:
    """A plan with so many projects that they stand in a table."""
    return a_fund_notice(K.ANNUAL_PLAN, facts_for(K.ANNUAL_PLAN, 5))


@pytest.fixture(scope="module")
def planned(plan: NoticePaper) -> bytes:
    """The plan's base: set, not stamped."""
    return notice_making.set_base(compose(plan, SheetForm()))


def squeezed(pdf: bytes) -> str:
    return "".join(text_of(pdf).split())


def test_the_sums_stand_on_the_sheet_with_their_capital_numerals(money: bytes) -> None:
    words = squeezed(money)
    assert "林泉镇清浦村2014年资金公示" in words
    assert "共收到资金1,200,000.50元（人民币壹佰贰拾万元伍角）" in words
    assert "合计（大写）人民币玖拾捌万元整" in words
    assert "发布时金额核对：各项金额相符。" in words


def test_the_picture_of_the_money_stands_on_paper_in_the_readers_words(money: bytes) -> None:
    assert "未安排到项目" in squeezed(money)


def test_nobody_is_told_that_names_were_taken_down(money: bytes) -> None:
    words = squeezed(money)
    assert "已撤下" not in words
    assert "扫码查真伪、看名单" not in words, "there is no list"


def test_few_projects_stand_as_cards_many_in_a_table_on_its_side(plan: NoticePaper, planned: bytes) -> None:
    assert plan.facts is not None
    assert len(plan.facts.cards) > CARDS_MOST
    assert is_wide(plan.facts, large=False)
    assert not is_wide(plan.facts, large=True), "large type has no room for nine columns"
    assert stamping.wide_pages(planned) == tuple(range(2, stamping.count_pages(planned) + 1))


def test_a_page_on_its_side_has_its_code_and_place_too(plan: NoticePaper, planned: bytes) -> None:
    stamp = stamp_of(plan, SheetForm(), BOARD)
    data = notice_making.make_sheet(planned, stamp, wanted_of(plan, SheetForm()))
    last = pages_of(data)[-1]
    assert "村委会公开栏" in "".join(last.split())
    codes = [word for word in last.split() if word.count("-") == 2 and read_sheet_code(word)]
    assert codes, "the code to be read aloud"


def test_a_page_on_its_side_is_refused_where_none_may_be(plan: NoticePaper, planned: bytes) -> None:
    wanted = dataclasses.replace(wanted_of(plan, SheetForm()), wide_margins_mm=None)
    assert Check.SIZE in {one.check for one in examine(planned, wanted).findings}


def test_a_sum_that_is_not_the_frozen_one_stops_the_print(plan: NoticePaper, planned: bytes) -> None:
    projects = some_projects(5)
    projects[2]["budget_fen"] += 1
    other = a_fund_notice(K.ANNUAL_PLAN, {"projects": projects})
    wanted = wanted_of(other, SheetForm())
    with pytest.raises(NotFitToPrint) as refusal:
        notice_making.make_sheet(planned, stamp_of(plan, SheetForm(), BOARD), wanted)
    found = {one.check: str(one.message) for one in refusal.value.report.findings}
    assert Check.LIST in found, "the row and the total"
    assert Check.WORDS in found, "the sentence"


def test_a_project_that_is_missing_or_too_much_stops_the_print(plan: NoticePaper, planned: bytes) -> None:
    for count in (4, 6):
        wanted = wanted_of(a_fund_notice(K.ANNUAL_PLAN, facts_for(K.ANNUAL_PLAN, count)), SheetForm())
        assert Check.LIST in {one.check for one in examine(planned, wanted).findings}


def test_a_table_that_is_not_there_is_told(money: bytes) -> None:
    wanted = dataclasses.replace(
        wanted_of(a_fund_notice(K.FUNDS), SheetForm()), tables=((("甲", "乙"), ("1", "2")),)
    )
    messages = [str(one.message) for one in examine(money, wanted).findings]
    assert "A table does not stand on the paper: “甲 乙”." in messages


def test_both_languages_say_the_same_of_a_project(kept: Flask) -> None:
    data = sheet_pdf(a_fund_notice(K.PROJECT_COMPLETION), SheetForm("both"))
    words = squeezed(data)
    assert "项目1：清浦村通组公路硬化项目" in words
    assert "Project1:PavingoftheroadtothegroupsofQingpu" in words
    assert "0857-4000012" in words, "the office's telephone is given on purpose"


def test_a_card_longer_than_a_page_goes_on_over_the_page(kept: Flask) -> None:
    projects = some_projects(2)
    projects[0]["content"] = {"zh": "修建堡坎，铺设碎石垫层，安装波形护栏。" * 90, "en": "Walls. " * 300}
    paper = a_fund_notice(K.PROJECT_START, {"projects": projects})
    pages = pages_of(sheet_pdf(paper, SheetForm()))
    assert len(pages) > 3
    assert "建设内容（续）" in "".join(pages[2].split())


def test_a_field_too_long_for_a_column_makes_cards_of_all(kept: Flask) -> None:
    projects = some_projects(5)
    projects[4]["content"] = {"zh": "修建堡坎。" * 60, "en": "Walls."}
    facts = a_fund_notice(K.PROJECT_LIBRARY, {"projects": projects}).facts
    assert facts is not None
    assert not is_wide(facts, large=False)


def test_the_roll_hangs_with_what_each_receives(kept: Flask) -> None:
    paper = a_fund_notice(K.BENEFICIARIES)
    words = squeezed(sheet_pdf(paper, SheetForm(large=True, size="a3"), BOARD))
    assert words.count("1,600.00") == 30
    assert words.count("鸡苗200") == 30
    assert "发放金额合计48,000.00元（人民币肆万捌仟元整）" in words


def test_names_taken_down_leave_the_result_and_no_attachment(kept: Flask) -> None:
    paper = a_fund_notice(K.BENEFICIARIES, rows=())
    data = sheet_pdf(dataclasses.replace(paper, households=30), SheetForm())
    assert len(pages_of(data)) == 1
    assert "1,600.00" not in squeezed(data)


def test_the_tables_travel_within_the_file_word_for_word(plan: NoticePaper, planned: bytes) -> None:
    table, data = (one.data.decode("utf-8-sig") for one in compose(plan, SheetForm()).enclosures)
    lines = list(csv.reader(io.StringIO(table)))
    assert lines[1][:2] == ["序号", "项目名称及类别"]
    assert lines[2][4] == "612,345.67"
    assert lines[7][4] == lines[7][4].strip() != "", "the total under its column"
    told = json.loads(data)
    assert [one["number"] for one in told["projects"]] == [one["number"] for one in some_projects(5)]
    assert told["tables"][0]["rows"][0]["project"] == "XM2014-00001"
    assert wanted_of(plan, SheetForm()).enclosures == ("tables.csv", "tables.json")
    assert not {one.check for one in examine(planned, wanted_of(plan, SheetForm())).findings} & {
        Check.ENCLOSURES,
        Check.PERSONAL,
    }
