"""Notices of households at risk on paper: the words and columns that were frozen, fit to print, without names after."""

from typing import Any

import pytest
from flask import Flask

from app.core.bilingual import BilingualText
from app.documents import loudspeaker_watch
from app.documents.notice_sheets import SheetForm, sheet_pdf
from app.documents.notices import columns_of
from app.documents.papers import NoticePaper, NoticeRow
from app.documents.watch_facts import watch_facts
from app.domain.policies.vocabulary import WATCH_KINDS, NoticeKind
from tests.documents.made_up import a_notice, some_rows, text_of

K = NoticeKind
PLACE = {"village": {"zh": "清浦村", "en": "Qingpu"}, "township": {"zh": "林泉镇", "en": "Linquan"}}
FACTS = {
    "households": 2,
    "people": 7,
    "kinds": {"marginal": 1, "sudden": 1},
    "before": ["2026-107202-9"],
}


def content(**facts: Any) -> dict[str, Any]:
    return PLACE | {"round_year": 2026, "facts": FACTS | facts}


def paper(kind: NoticeKind, rows: tuple[NoticeRow, ...]) -> NoticePaper:
    return a_notice(
        rows,
        kind=kind.value,
        households=2,
        people=7,
        facts=watch_facts(kind, content(), households=2),
        columns=columns_of(kind, {}, rows),
        income_line_yuan="",
        changes=(),
    )


def some(**extra: Any) -> tuple[NoticeRow, ...]:
    return tuple(
        NoticeRow(row.sequence, row.group_name, row.head_name, row.people, extra) for row in some_rows(2)
    )


@pytest.mark.parametrize("kind", WATCH_KINDS)
def test_each_kind_says_how_many_of_which_kind_and_what_came_before(kind: NoticeKind) -> None:
    said = watch_facts(kind, content())
    opening, kinds, before = said.opening
    assert (opening.params["households"], opening.params["people"]) == (2, 7)
    assert kinds.params["kinds"].zh == "边缘易致贫户1户，突发严重困难户1户"
    assert before.params["numbers"].zh == "2026-107202-9"
    assert said.has_names
    spoken = "".join(loudspeaker_watch.what_is_said(kind.value, FACTS, 2))
    assert "两户" in spoken
    assert "七口人" in spoken


def test_kinds_that_are_not_public_are_not_counted() -> None:
    assert len(watch_facts(K.WATCH_NOTICE, content(kinds={}, before=[])).opening) == 1


def test_only_columns_that_somebody_has_stand_on_the_sheet() -> None:
    kind = BilingualText("突发严重困难户", "Sudden grave hardship")
    assert columns_of(K.WATCH_NOTICE, {}, some(watch=kind))[4:] == ("watch",)
    assert columns_of(K.WATCH_NOTICE, {}, some())[4:] == ()


def test_the_sheets_are_fit_to_print_in_both_languages(desk: Flask) -> None:
    rows = some(
        watch=BilingualText("突发严重困难户", "Sudden grave hardship"),
        risk=BilingualText("因意外事故、洪涝灾害", "Accident, Flood"),
        help=BilingualText("产业帮扶、公益岗位", "own production, public-interest post"),
    )
    text = "".join(text_of(sheet_pdf(paper(K.WATCH_ANNOUNCEMENT, rows), SheetForm())).split())
    for words in ("监测对象公告", "公告时间", "此前的村级公示编号：2026-107202-9"):
        assert words in text
    english = " ".join(text_of(sheet_pdf(paper(K.WATCH_NOTICE, rows), SheetForm("en"))).split())
    assert "Notice of households at risk" in english
    assert "Nothing is decided yet" in english


def test_a_sheet_without_names_says_so(desk: Flask) -> None:
    text = "".join(text_of(sheet_pdf(paper(K.RELEASE_NOTICE, ()), SheetForm())).split())
    assert "监测对象风险消除公示" in text
    assert some_rows(2)[0].head_name not in text
