"""Notices of poor villages on paper: each village's figures against the limits, however many villages there are."""

from typing import Any

from flask import Flask

from app.documents.fund_shapes import Card
from app.documents.notice_facts import is_wide, tables_of
from app.documents.papers import NoticePaper
from app.documents.setting import speaking, style
from app.documents.village_facts import village_facts
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NoticeKind
from app.domain.poor_villages import rules
from app.domain.poor_villages.models import FIGURES
from app.domain.poor_villages.rules import Figures
from tests.documents.made_up import a_notice
from tests.factories.poor_villages import A_POOR_FORM, PROVINCE
from tests.factories.rounds import get_shipped

K = NoticeKind
PLACE = {"village": {"zh": "林泉镇", "en": "Linquan"}, "township": {"zh": "", "en": ""}}


def a_village(place: int, policy: Policy) -> dict[str, Any]:
    figures = Figures(**{**A_POOR_FORM, "poor_people": 500 + place, "income_yuan": 2_800 + place})
    share = figures.incidence
    assert share is not None
    return {
        "code": f"52058110720{place}",
        "name": {"zh": f"第{place}村", "en": f"Village {place}"},
        **{name: getattr(figures, name) for name in FIGURES},
        "incidence": rules.percent(share),
        "criteria": [
            {"name": one.name, "is_met": one.is_met, "words": [words.as_data() for words in one.words]}
            for one in rules.criteria_of(figures, policy)
        ],
        "note": "",
    }


def paper(kind: NoticeKind, villages: int, **facts: Any) -> NoticePaper:
    policy = Policy.from_values({**get_shipped("identification-2014").values, **PROVINCE})
    said = {"villages": [a_village(place, policy) for place in range(1, villages + 1)], **facts}
    content = PLACE | {"round_year": 2026, "facts": said}
    facts_ = village_facts(kind, content)
    return a_notice((), kind=kind.value, households=0, people=0, facts=facts_, changes=())


def test_five_villages_stand_each_with_its_figures_against_the_limits() -> None:
    five = paper(K.VILLAGE_NOTICE, 5)
    assert five.facts is not None
    assert not is_wide(five.facts, large=False)
    cards = list(tables_of(five, "en", large=False))
    assert len(cards) == 5
    said = str(cards[4])
    for words in ("505 of 2,000", "at least 20.00%", "2,805 yuan", "below 3,600 yuan", "Asked for: none."):
        assert words in said, words


def test_the_reason_of_a_refusal_is_said_to_be_in_chinese() -> None:
    refused = [{"code": "1", "name": {"zh": "清浦村", "en": "Qingpu"}, "reason": "集体有收入。"}]
    facts = paper(K.VILLAGE_ANNOUNCEMENT, 1, refused=refused).facts
    assert facts is not None
    assert "The reason, in Chinese: 集体有收入。" in str(facts.opening[-1])


def test_a_villages_own_words_are_marked_as_chinese_on_the_english_sheet(app: Flask) -> None:
    policy = Policy.from_values({**get_shipped("identification-2014").values, **PROVINCE})
    facts = village_facts(
        K.VILLAGE_NOTICE,
        PLACE
        | {"round_year": 2026, "facts": {"villages": [a_village(1, policy) | {"note": "按新口径算。"}]}},
    )
    assert '<td><span lang="zh-CN">按新口径算。</span></td>' in drawn(app, facts.cards[0], "en")
    assert "<td>按新口径算。</td>" in drawn(app, facts.cards[0], "zh")


def test_a_village_is_not_spread_over_two_pages(app: Flask) -> None:
    facts = paper(K.VILLAGE_NOTICE, 6).facts
    assert facts is not None
    assert all('class="card table whole"' in drawn(app, one, "zh") for one in facts.cards)
    assert ".facts .card.whole { break-inside: avoid; }" in style("notice_facts.css")


def drawn(app: Flask, card: Card, lang: str) -> str:
    """*card* as the sheet has it."""
    with app.test_request_context(), speaking(lang):
        macros: Any = app.jinja_env.get_template("documents/_fund_facts.html").module
        return str(macros.card(card))
