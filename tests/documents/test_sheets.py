"""Slips, forms and minutes: what must stand on them, and how many pages they take."""

import datetime as dt

import pytest

from app.core.bilingual import BilingualText
from app.documents import sheets
from app.documents.papers import (
    ApplicationPaper,
    IncomeLine,
    Line,
    MinutesPaper,
    PersonLine,
    ReceiptPaper,
    Telephone,
    VisitPaper,
    VoteLine,
)
from tests.documents.made_up import COUNTY, OFFICE, ROUND, TOWNSHIP, VILLAGE, pages_of

pytestmark = pytest.mark.usefixtures("desk")

LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])
PLACE = {"county": COUNTY, "township": TOWNSHIP, "village": VILLAGE}
MEMBERS = (
    PersonLine(
        "王桂英", BilingualText("户主", "head"), 52, BilingualText("长期慢性病", "chronic illness"), ""
    ),
    PersonLine("李志强", BilingualText("之子", "son"), 23),
)


def words_of(pdf: bytes, pages: int) -> str:
    found = pages_of(pdf)
    assert len(found) == pages
    return "".join("".join(found).split())


@LANGUAGES
def test_the_receipt_of_an_objection_carries_four_words_digits_and_the_way(lang: str) -> None:
    slip = ReceiptPaper(
        kind="objection",
        number="Y2026-00031",
        received_on=dt.date(2026, 5, 8),
        office=OFFICE,
        lines=(Line(BilingualText("针对", "About"), "2026-002-1"),),
        words=("皮肤", "事情", "饭店", "蜡烛"),
        digits="568 278 644 7864",
        follow_url="http://gongshi.example/objections",
        scan="http://gongshi.example/objections#5682786447864",
        answer_by=dt.date(2026, 5, 15),
    )
    words = words_of(sheets.receipt_pdf(slip, lang), 1)
    for needed in ("Y2026-00031", "皮肤", "事情", "饭店", "蜡烛", "5682786447864", "gongshi.example"):
        assert needed in words
    assert "#" not in words


@LANGUAGES
def test_the_earlier_receipt_of_an_objection_carries_number_and_secret(lang: str) -> None:
    slip = ReceiptPaper(
        kind="objection",
        number="YY-2014-00031",
        received_on=dt.date(2014, 5, 8),
        office=OFFICE,
        lines=(Line(BilingualText("针对", "About"), "GS-2014-002-1"),),
        secret="K7QM-4TXR-29WD",
        follow_url="http://gongshi.example/objections",
        answer_by=dt.date(2014, 5, 15),
        telephones=(Telephone(BilingualText("镇扶贫站", "township office"), "0857-4000002"),),
        hotline="12317",
    )
    words = words_of(sheets.receipt_pdf(slip, lang), 1)
    for needed in (
        "YY-2014-00031",
        "K7QM-4TXR-29WD",
        "GS-2014-002-1",
        "0857-4000002",
        "12317",
        "gongshi.example",
    ):
        assert needed in words


@LANGUAGES
def test_the_receipt_of_an_application_carries_its_code_and_takes_one_page(lang: str) -> None:
    slip = ReceiptPaper(
        kind="application",
        number="2014-105201-A0031",
        received_on=dt.date(2014, 4, 8),
        office=OFFICE,
        lines=(
            Line(BilingualText("户主姓名", "Head of the household"), "欧阳建国"),
            Line(BilingualText("家庭人口", "People in the family"), "4"),
            Line(BilingualText("轮次", "Round"), ROUND),
            Line(BilingualText("递交人", "Handed in by"), "李志强"),
        ),
        secret="7KQM-3XWA",
        follow_url="https://gongshi.linquan.example.gov.cn/card",
        telephones=(
            Telephone(BilingualText("松树村", "Songshu village"), "0857-4000002"),
            Telephone(BilingualText("林泉镇", "Linquan township"), "0857-4000001"),
        ),
        hotline="12317",
    )
    words = words_of(sheets.receipt_pdf(slip, lang), 1)
    for needed in ("2014-105201-A0031", "7KQM-3XWA", "李志强", "0857-4000001", "12317"):
        assert needed in words


@LANGUAGES
def test_the_blank_application_fits_one_page(lang: str) -> None:
    words = words_of(sheets.application_pdf(ApplicationPaper(year=2014, **PLACE), lang), 1)
    assert "None" not in words
    assert {"zh": "同意并授权", "en": "Weagree"}[lang] in words


@LANGUAGES
def test_the_filled_application_fits_one_page(lang: str) -> None:
    paper = ApplicationPaper(
        year=2014,
        **PLACE,
        number="SQ-2014-002-0031",
        group_name="第三组",
        head_name="王桂英",
        people=4,
        labourers=0,
        income_year=2013,
        per_head_yuan="2,140.50",
        cause=BilingualText("因病", "illness"),
        reason="家中母亲常年患病。\n房屋年久失修。",
        proxy_name="李志强",
        proxy_relation="之子",
        filed_on=dt.date(2014, 4, 8),
        members=MEMBERS,
    )
    words = words_of(sheets.application_pdf(paper, lang), 1)
    for needed in (
        "SQ-2014-002-0031",
        "王桂英",
        "第三组",
        "2,140.50",
        "房屋年久失修",
        "长期慢性病" if lang == "zh" else "chronic",
    ):
        assert needed in words


@LANGUAGES
def test_the_visit_sheet_shows_what_the_register_says_on_one_page(lang: str) -> None:
    paper = VisitPaper(
        year=2014,
        **PLACE,
        group_name="第三组",
        head_name="王桂英",
        facts=(
            Line(BilingualText("耕地面积（亩）", "Farmland (mu)"), "2.4"),
            Line(BilingualText("联系电话", "Telephone"), ""),
        ),
        members=MEMBERS,
        incomes=(
            IncomeLine(BilingualText("玉米", "maize"), "2.0", "1800", "1500", "3,300", "0.49", "1,617"),
        ),
        income_year=2013,
    )
    words = words_of(sheets.visit_pdf(paper, lang), 1)
    for needed in ("王桂英", "李志强", "0.49", "1,617", "2.4"):
        assert needed in words


@LANGUAGES
def test_the_minutes_give_every_vote_and_a_place_to_sign_for_everybody(lang: str) -> None:
    votes = tuple(
        VoteLine(
            number, "王桂英", "第三组", 4, 30, 5, 3, ("李志强",) if number == 2 else (), passed=number != 3
        )
        for number in range(1, 31)
    )
    paper = MinutesPaper(
        round_name=ROUND,
        **PLACE,
        meeting_kind=BilingualText("村民代表会议", "Village representatives' meeting"),
        held_on=dt.date(2014, 4, 25),
        place="村委会会议室",
        chair="杨国强",
        recorder="何秀兰",
        due=45,
        present=38,
        votes=votes,
    )
    pages = pages_of(sheets.minutes_pdf(paper, lang))
    words = "".join("".join(pages).split())
    assert {
        "zh": "共表决30户，通过29户116人，未通过1户。",
        "en": "30applicationswerevotedon;29passed,with116people;1didnotpass.",
    }[lang] in words
    assert "40" in pages[-1].split()
    assert "杨国强" in words
    assert "李志强" in words
    assert len(pages) <= 3


def test_minutes_before_the_count_leave_room_for_the_pen() -> None:
    paper = MinutesPaper(
        round_name=ROUND,
        **PLACE,
        meeting_kind="",
        held_on=None,
        place="",
        chair="",
        recorder="",
        due=None,
        present=None,
        votes=(VoteLine(1, "王桂英", "第三组", 4),),
    )
    words = "".join("".join(pages_of(sheets.minutes_pdf(paper, "zh"))).split())
    assert "None" not in words
    assert "共表决" not in words


def test_in_both_languages_the_chinese_page_comes_first_then_the_english_one() -> None:
    slip = ReceiptPaper(
        kind="application",
        number="A2026-00007",
        received_on=dt.date(2026, 5, 8),
        office=OFFICE,
        lines=(Line(BilingualText("轮次", "Round"), ROUND),),
    )
    chinese, english = pages_of(sheets.receipt_pdf(slip, "both"))
    assert "申请受理回执" in chinese
    assert "Receipt for an application" in english
    assert "轮次" not in english
