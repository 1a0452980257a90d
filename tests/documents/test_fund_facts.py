"""What a notice of money or projects says, out of its frozen facts: sentences, cards, tables, the picture."""

import dataclasses
from typing import Any

import pytest
from flask import Flask

from app.core.bilingual import BilingualText
from app.core.messages import Message, in_words
from app.documents import fund_words, setting
from app.documents.fund_facts import fund_facts
from app.documents.fund_pictures import flow_picture
from app.documents.fund_shapes import FundFacts, Table
from app.domain.policies.vocabulary import FUND_KINDS, NoticeKind
from tests.documents.made_up_funds import CHECK, FUNDS, ROAD, ROLL, facts_for, some_projects

K = NoticeKind
PLACE = {"village": {"zh": "清浦村", "en": "Qingpu"}, "township": {"zh": "林泉镇", "en": "Linquan"}}


def facts_of(kind: NoticeKind, facts: dict[str, Any], households: int = 0) -> FundFacts:
    return fund_facts(kind, PLACE | {"round_year": 2014, "facts": facts}, households=households)


def said(values: Any, lang: str) -> str:
    with setting.speaking(lang) as translate:
        return " ".join(str(in_words(one, translate, lang)) for one in values)


def rows_of(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [["/".join(map(str, cell)) for cell in row.cells] for row in table.rows]


def test_the_sentences_of_the_money_carry_each_sum_in_figures_and_in_capital_numerals(desk: Flask) -> None:
    words = said(facts_of(K.FUNDS, {"funds": FUNDS | {"projects": 1}}).opening, "zh")
    assert "共3个项目" in words, "those that were given something, whether they were paid or not"
    assert "现将林泉镇清浦村2014年扶贫资金的来源、安排和使用情况予以公告。" in words
    assert "共收到资金1,200,000.50元（人民币壹佰贰拾万元伍角）。" in words
    assert "惠及214户" in words
    assert "结余370,000.50元（人民币叁拾柒万元伍角）。" in words
    assert "退回" not in words, "nothing went back"


def test_what_went_back_is_told_where_something_did(desk: Flask) -> None:
    words = said(facts_of(K.FUNDS, {"funds": FUNDS | {"gone_fen": 100}}).opening, "en")
    assert "1.00 yuan was given back or carried over." in words


def test_the_tables_of_the_money_add_up(desk: Flask) -> None:
    facts = facts_of(K.FUNDS, {"funds": FUNDS, "check": CHECK})
    assert [row[1] for row in rows_of(facts.sums)] == [
        "1,200,000.50",
        "980,000.00",
        "830,000.00",
        "370,000.50",
    ]
    assert facts.batches is not None
    assert facts.batches.totals == (("1,200,000.50",),)
    assert facts.batches.total_at == 4
    assert rows_of(facts.allocations)[0][3] == "中央财政专项扶贫资金", "the batch by its name"
    assert facts.allocations is not None
    assert facts.allocations.rows[0].project == "XM2014-00001"
    assert facts.check is not None
    assert facts.check.is_right
    assert rows_of(facts.check.table)[1][1:] == ["830,000.00", "830,000.00", "0.00"]


def test_the_picture_shows_each_source_and_purpose_and_what_lies_still(desk: Flask) -> None:
    facts = facts_of(K.FUNDS, {"funds": FUNDS})
    still = [hop for hop in facts.flow if not hop.has_purpose]
    assert [hop.fen for hop in still] == [22_000_050]
    assert sum(hop.fen for hop in facts.flow) == FUNDS["received_fen"]
    with setting.speaking("zh") as translate:
        drawing = flow_picture(facts, "zh", translate, width=619, key="flow")
    assert "<title" in drawing
    assert "未安排到项目" in drawing
    assert "600,000.00元" in drawing


def test_one_band_is_no_picture(desk: Flask) -> None:
    funds = FUNDS | {"batches": FUNDS["batches"][:1], "allocations": FUNDS["allocations"][:1]}
    funds["batches"] = [funds["batches"][0] | {"received_fen": 60_000_000}]
    with setting.speaking("zh") as translate:
        assert flow_picture(facts_of(K.FUNDS, {"funds": funds}), "zh", translate, width=320, key="f") == ""


def test_a_card_has_every_field_of_the_library_and_leaves_out_what_is_not_there(desk: Flask) -> None:
    (card,) = facts_of(K.PROJECT_LIBRARY, {"projects": [ROAD]}).cards
    labels = said([entry.label for entry in card.entries], "zh").split()
    assert labels == [
        *("项目类别", "建设性质", "实施地点", "建设内容", "建设规模"),
        *("资金规模", "资金来源", "筹资方式", "补助标准"),
        *("受益对象", "绩效目标", "群众参与", "带贫机制", "起止时间", "责任单位和责任人"),
    ]
    bare = {"number": "X", "name": {"zh": "路", "en": None}, "kind": "road", "budget_fen": 1}
    (card,) = facts_of(K.PROJECT_LIBRARY, {"projects": [bare]}).cards
    assert len(card.entries) == 2


def test_a_notice_of_the_library_says_nothing_of_builders_and_payments(desk: Flask) -> None:
    facts = facts_of(K.PROJECT_LIBRARY, {"projects": [ROAD]})
    words = said((line for entry in facts.cards[0].entries for line in entry.lines), "zh")
    assert "黔西清河路桥" not in words
    assert "450,000.00" not in words


def test_many_projects_are_added_up(desk: Flask) -> None:
    projects = some_projects(3)
    table = facts_of(K.ANNUAL_PLAN, {"projects": projects}).projects
    assert table is not None
    assert table.is_wide
    whole = fund_words.amount(sum(one["budget_fen"] for one in projects))
    assert table.totals[0] == (whole,)
    assert round(sum(column.share for column in table.columns)) == 100
    assert fund_words.capitals(sum(one["budget_fen"] for one in projects)) in str(table.total_words[0])


def test_the_roll_tells_how_many_receive_and_how_much(desk: Flask) -> None:
    facts = facts_of(K.BENEFICIARIES, facts_for(K.BENEFICIARIES), households=30)
    assert facts.has_names
    assert "共30户，合计48,000.00元（人民币肆万捌仟元整）。" in said(facts.opening, "zh")
    in_kind = facts_of(K.BENEFICIARIES, {"projects": [ROAD], "roll": ROLL | {"total_fen": 0}}, households=30)
    assert in_kind.roll_sum is None
    assert said(in_kind.opening, "zh").endswith("共30户。")


@pytest.mark.parametrize("kind", FUND_KINDS)
def test_a_notice_with_next_to_nothing_is_read_all_the_same(desk: Flask, kind: NoticeKind) -> None:
    facts = facts_of(kind, {})
    assert said(facts.opening, "zh")
    assert facts.tables == ()
    assert dataclasses.asdict(facts), "what is printed is kept under what it says"


def test_the_telephones_are_those_of_the_projects(desk: Flask) -> None:
    assert facts_of(K.PROJECT_START, {"projects": some_projects(4)}).telephones == ("0857-4000012",)


def test_how_sums_quantities_and_days_are_written(desk: Flask) -> None:
    assert fund_words.amount(5) == "0.05"
    assert fund_words.amount(123_456_789_00) == "123,456,789.00"
    assert fund_words.capitals(10_050) == "人民币壹佰元伍角"
    assert (
        said([fund_words.quantity(26_400, "km"), fund_words.quantity(3_975_000, "mu")], "en")
        == "26.4 km 3,975 mu"
    )
    assert fund_words.quantity(0, "km") == ""
    assert said([fund_words.day("2014-03-02")], "zh") == "2014年3月2日"
    assert said([fund_words.span("2014-03-02", None)], "zh") == "自2014年3月2日起"
    assert said([fund_words.joined(("甲", "", BilingualText("乙", "b")))], "zh") == "甲、乙"
    assert fund_words.text({"msgid": "a", "params": {}}) == Message("a")
