"""The sheet by which a household confirms that it leaves: what stands on it, what is left for the pen."""

import datetime as dt

import pytest

from app.core.bilingual import BilingualText
from app.documents.exit_papers import (
    ExitIncome,
    ExitPaper,
    GuaranteeLine,
    HelpLine,
    SaidBefore,
    exit_sheets_pdf,
)
from app.documents.papers import IncomeLine, Line, PersonLine
from tests.documents.made_up import COUNTY, TOWNSHIP, VILLAGE, pages_of

pytestmark = pytest.mark.usefixtures("desk")


def words_of(pdf):
    return "".join(" ".join(pages_of(pdf)).split())


def a_paper(**given):
    values = {
        "county": COUNTY,
        "township": TOWNSHIP,
        "village": VILLAGE,
        "round_name": BilingualText("2026年贫困户退出", "Exits 2026"),
        "number": "2026-107202-A0018",
        "head_name": "钱多多",
        "group": BilingualText("3组", "Group 3"),
        "people": 3,
        "facts": (Line(BilingualText("耕地", "Farmland"), "2.4"),),
        "members": (PersonLine("钱多多", BilingualText("户主", "head"), 41),),
        "income": ExitIncome(
            year=2025,
            lines=(IncomeLine("玉米", "3亩", sales_yuan="2000", coefficient="0.49", net_yuan="980"),),
            net_yuan="19980",
            per_head_yuan="6660",
            line_yuan="6000",
            over_yuan="660",
            line_document="样例文件",
        ),
        "guarantees": (
            GuaranteeLine(BilingualText("住房安全有保障", "Safe housing"), True),
            GuaranteeLine(BilingualText("饮水安全", "Safe drinking water"), False),
            GuaranteeLine(BilingualText("义务教育有保障", "Schooling"), None),
        ),
        "help": (HelpLine(BilingualText("养牛", "Cattle"), dt.date(2025, 5, 1), "增收3000元"),),
        "more_help": 2,
        "help_months": 12,
        "watch_months": 12,
    }
    return ExitPaper(**values | given)


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        (
            "zh",
            [
                "贫困户退出确认表",
                "0.49",
                "6660",
                "6000",
                "660",
                "养牛",
                "另有2项",
                "按指印",
                "第一书记",
                "同意退出",
            ],
        ),
        ("en", ["leaving the register", "0.49", "Cattle", "and 2 more", "fingerprint", "First secretary"]),
    ],
)
def test_income_guarantees_help_and_places_to_sign(lang, wanted):
    words = words_of(exit_sheets_pdf([a_paper()], lang))
    for word in wanted:
        assert word.replace(" ", "") in words, word


def test_what_was_checked_and_said_stands_and_leaves_no_boxes():
    said = SaidBefore(False, dt.date(2026, 5, 3), "钱多多", "老人住院")
    paper = a_paper(checked_on=dt.date(2026, 5, 2), checkers=("张三", "李四"), said=said)
    words = words_of(exit_sheets_pdf([paper], "zh"))
    assert "核查人：张三、李四" in words
    assert "老人住院" in words
    assert "□同意退出" not in words


def test_a_usual_household_takes_one_page_and_a_village_is_one_file():
    papers = [a_paper(members=tuple(PersonLine(f"甲{n}") for n in range(4))) for _ in range(2)]
    assert len(pages_of(exit_sheets_pdf(papers, "zh"))) == 2
    assert len(pages_of(exit_sheets_pdf(papers[:1], "both"))) == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_household_of_six_has_it_on_one_page(lang):
    long = BilingualText("长期慢性病", "Long-term chronic illness")
    people = tuple(
        PersonLine(
            f"薛海{one}",
            BilingualText("之子", "Son"),
            10,
            long,
            BilingualText("普通劳动力", "Ordinary labour"),
        )
        for one in "一二三四五六"
    )
    facts = tuple(
        Line(BilingualText(f"饮水安全{one}", f"Safe drinking water {one}"), "是") for one in range(8)
    )
    income = ExitIncome(
        year=2025,
        lines=tuple(
            IncomeLine(BilingualText(one, "Own business, after cost"), net_yuan="980") for one in "甲乙丙丁"
        ),
        net_yuan="54613",
        per_head_yuan="9102",
        line_yuan="6000",
        over_yuan="3102",
        line_document="样例文件",
    )
    guarantees = tuple(
        GuaranteeLine(BilingualText("义务教育有保障", "Compulsory education of all children"), True)
        for _one in range(6)
    )
    said = SaidBefore(True, dt.date(2026, 5, 3), "钱多多")
    paper = a_paper(
        people=6,
        members=people,
        facts=facts,
        income=income,
        guarantees=guarantees,
        checked_on=dt.date(2026, 5, 2),
        checkers=("张三", "李四"),
        findings="逐项看过，收入来源、住房、饮水和就学情况与表上相符。",
        said=said,
    )
    pages = pages_of(exit_sheets_pdf([paper], lang))
    assert len(pages) == 1
    assert ("核查情况" if lang == "zh" else "What the check found") in pages[0]
