"""The why-card on paper: always one page in large type, however long; and as text to be read aloud."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from app.documents.why_cards import DENSITIES, WhyPaper, fitting_density, spoken_text, why_pdf
from app.domain.applications.models import ApplicationState
from app.domain.areas.models import AreaLevel
from app.domain.candidate_lists.models import ListState
from app.domain.comparisons.models import HitSettlement
from app.domain.duplicates.models import DuplicateOutcome
from app.domain.notices.models import NoticeState
from app.domain.objections.models import Outcome
from app.domain.policies.vocabulary import LIST_KINDS, ComparisonKind, NoticeKind
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from app.domain.why_cards.cases import Case, Checked, Decided, Hit, Posted, Raised, Registered, Visit
from app.domain.why_cards.conclusion import card_of
from app.domain.why_cards.trace import Card
from tests.documents.made_up import pages_of
from tests.domain.why_cards.test_course import OFFICES, a_place, a_vote
from tests.domain.why_cards.test_rules import DAY, a_case

pytestmark = pytest.mark.usefixtures("desk")

LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])
ADDRESS = "https://gongshi.linquan.example.gov.cn/card"
T, C = ReviewLevel.TOWNSHIP, ReviewLevel.COUNTY
REASON = (
    "公示期间群众反映家庭成员为财政供养人员，经镇人民政府和县扶贫办两级入户核实，情况属实，从名单中移除。"
)


def the_longest(words: str = REASON) -> Case:
    """Everything that can stand on a card, with four hits, objections at each notice and long reasons."""
    hits = [
        Hit(kind, DAY, DAY, HitSettlement.EXPLAINED, words)
        for kind in (ComparisonKind.VEHICLE, ComparisonKind.FLAT, ComparisonKind.FIRM, ComparisonKind.TAX)
    ]
    notices = {
        kind: Posted(
            kind, f"2014-105201-{n}", 7, NoticeState.CLOSED, DAY, DAY + dt.timedelta(days=7), True, True
        )
        for n, kind in enumerate(NoticeKind, 1)
    }
    return a_case(
        state=ApplicationState.REGISTERED,
        head_name="欧阳建国",
        offices=OFFICES,
        per_head_fen=1_234_567,
        visits=[Visit(DAY, 3)],
        hits=hits,
        covered=frozenset(ComparisonKind),
        duplicates=[DuplicateOutcome.DIFFERENT, None],
        severe=[True, False],
        has_relatives=True,
        relatives_at=AreaLevel.VILLAGE,
        votes=[a_vote(passed=None, adjourned=words), a_vote(remark=words, hits_read_out=True)],
        places=[a_place(ListState.ANNOUNCED)],
        notices=notices,
        objections=[Raised(kind, outcome, False) for kind in LIST_KINDS for outcome in (*Outcome, None)],
        decisions={level: Decided(level, DecisionOutcome.KEEP, words, DAY) for level in (T, C)},
        checks={level: Checked(level, DAY, level is T) for level in (T, C)},
        registration=Registered(DAY, 4, None),
    )


def paper(card: Card) -> WhyPaper:
    return WhyPaper(card, digest="ab" * 32, address=ADDRESS)


@LANGUAGES
def test_a_short_card_stands_with_everything_on_one_page(lang: str) -> None:
    card = card_of(a_case(visits=[Visit(DAY, 2)], offices=OFFICES))
    assert fitting_density(paper(card), lang) == "full"
    (page,) = pages_of(why_pdf(paper(card), lang))
    words = "".join(page.split())
    for needed in ("王秀英", "2014-105201-A0001", "0857-1", "12317", "abababab", ADDRESS):
        assert needed in words


@LANGUAGES
def test_the_longest_card_takes_one_page_too(lang: str) -> None:
    card = card_of(the_longest())
    (page,) = pages_of(why_pdf(paper(card), lang))
    words = "".join(page.split())
    for needed in ("欧阳建国", "0857-1", "12317"):
        assert needed in words


@LANGUAGES
def test_even_reasons_of_a_page_each_do_not_make_a_second_page(lang: str) -> None:
    card = card_of(
        replace(the_longest(REASON * 12), state=ApplicationState.LEFT_OUT, closing_reason=REASON * 12)
    )
    assert fitting_density(paper(card), lang) == DENSITIES[-1]
    assert len(pages_of(why_pdf(paper(card), lang))) == 1


def test_what_did_not_come_out_well_is_never_trimmed_before_what_did() -> None:
    card = card_of(the_longest())
    words = "".join(pages_of(why_pdf(paper(card), "zh"))[0].split())
    bad = [line for line in card.lines if line.standing.value in ("failed", "open")]
    assert bad
    for line in bad[:5]:
        name = next(iter(spoken_text(replace(card, lines=(line,)), "zh")[4:5])).split("：")[0]
        assert name in words


@LANGUAGES
def test_the_text_to_be_read_aloud_has_short_sentences_and_plain_numbers(lang: str) -> None:
    sentences = spoken_text(card_of(the_longest()), lang)
    text = "\n".join(sentences)
    assert "12345.67" in text
    assert not re.search(r"\d,\d", text)
    assert not re.search(r"\d{4}-\d{2}-\d{2}", text)
    assert not re.search(r"[|<>{}\t%]", text)
    assert "1 2 3 1 7" in text
    assert ("2014年4月14日" if lang == "zh" else "14 April 2014") in text
    assert all(sentence.strip()[-1] in "。？：！.?:!" for sentence in sentences)
