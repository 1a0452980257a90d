"""A township with something in every file of the open data. No test stands here."""

from dataclasses import dataclass

from app.core import clock
from app.core.db import db
from app.domain.articles.models import Article, ArticleKind, ArticleState
from app.domain.candidate_lists.models import ListState
from app.domain.notices.models import Notice, NoticeKind
from app.domain.objections.models import ObjectionState, Outcome
from tests import factories
from tests.blueprints.open_data.money import Money, money_of
from tests.people import People

#: names that stand on lists or in reasons and must never be in a file of figures
NAMES = ("王秀英", "李国强")


@dataclass(frozen=True)
class Township:
    """One open notice, one that was withdrawn and the one in its place, objections, a draw, an article."""

    people: People
    open_one: Notice
    withdrawn: Notice
    newer: Notice
    article: Article
    money: Money


def a_township(people: People) -> Township:
    """Build it, and let the database have it."""
    round_ = factories.a_round(
        factories.a_policy("regular-2026", area=people.county), policy={"web_name": "full"}
    )
    drawn_up = factories.a_candidate_list(
        people.village, entries=0, state=ListState.FIRST_NOTICE, round_=round_
    )
    for name in NAMES:
        factories.an_entry(drawn_up, head_name=name, group_name="1组")
    withdrawn = factories.a_notice(
        drawn_up, withdrawn_at=clock.now(), withdrawal_reason=f"{NAMES[0]}家的人数写错了"
    )
    newer = factories.a_notice(drawn_up, replaces_id=withdrawn.id)
    other = factories.a_village()
    open_one = factories.a_notice(
        factories.a_candidate_list(other, state=ListState.ANNOUNCED, round_=round_),
        kind=NoticeKind.ANNOUNCEMENT,
    )
    factories.an_objection(newer)
    decided = {"outcome": Outcome.REJECTED, "public_reply": "已经核实。", "decided_on": clock.today()}
    factories.an_objection(newer, state=ObjectionState.DECIDED, **decided)
    factories.a_sample(drawn_up)
    article = factories.add(
        Article(
            number="2026-001",
            kind=ArticleKind.NEWS,
            area_id=people.township.id,
            title_zh="今年的公示开始了",
            title_en="This year's publicity has begun",
            body_zh="内容",
            byline="镇政府",
            state=ArticleState.PUBLISHED,
            appears_on=clock.today(),
            changed_at=clock.now(),
        )
    )
    db.session.commit()
    return Township(people, open_one, withdrawn, newer, article, money_of(people))
