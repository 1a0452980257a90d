"""After an upheld objection to an announcement the county's desk leads from the withdrawal to the new announcement."""

import pytest

from app.domain.applications.rules import Person
from app.domain.notices import queries as notice_queries
from app.domain.objections import service as objections
from app.domain.objections.models import ObjectionAbout, Outcome
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews import service as reviews
from app.domain.reviews.models import ReviewLevel
from app.domain.rounds import service as rounds
from tests import factories
from tests.domain.exits.story import WayOut
from tests.people import People


@pytest.fixture
def story(people: People, clock) -> WayOut:
    story = WayOut(people, clock)
    story.propose(story.register(2)).check().sign().meet().draw_up().announce()
    return story


def uphold(story: WayOut) -> str:
    """The first household of the announcement was counted too rich; the announcement's number."""
    notice = notice_queries.find_own_notice(story.list.id, NoticeKind.ANNOUNCEMENT)
    objection = objections.file_objection(
        notice=notice, about=ObjectionAbout.ENTRY, entry=story.list.entries[0], grounds="收入算多了"
    )
    county = story.actor("county_approver")
    objections.assign_investigators(
        actor=county, objection=objection, investigators=[Person("周七"), Person("吴八")]
    )
    objections.decide_objection(
        actor=county,
        objection=objection,
        outcome=Outcome.UPHELD,
        finding="属实",
        public_reply="收入重算不足。",
    )
    return notice.number


def to_correct(people: People) -> str:
    page = people.browser("county_approver").get("desk.index")
    return " ".join(text for text in page.texts(".desk-next li") if "公告" in text)


def test_the_county_is_led_to_the_new_announcement_of_exits(people: People, story: WayOut) -> None:
    number = uphold(story)
    line = to_correct(people)
    assert f"退出公告{number}上还有1户已恢复在册" in line
    assert "依据：异议查实" in line
    story.step("withdraw_announcement", "county_approver", reason="名单有误")
    line = to_correct(people)
    assert f"重新发布退出公告；{number}已撤回" in line
    assert "依据：新公告发布前，这些户仍在册" in line
    page = people.browser("county_approver").get("desk.index")
    assert "请先对名单上的1户重新作出决定，再发布公告" in page.text
    assert page.texts(".stat-number")[0] == "0"
    assert page.texts(".stat-number")[2] == "1"
    factories.a_public_value(story.list, ReviewLevel.COUNTY)
    reviews.decide_all_but(
        actor=story.actor("county_approver"),
        candidate_list=story.list,
        level=ReviewLevel.COUNTY,
        exceptions={},
    )
    story.step("announce", "county_approver")
    assert not to_correct(people)


def test_a_list_on_which_nobody_is_left_waits_for_nothing(people: People, clock) -> None:
    story = WayOut(people, clock)
    story.propose(story.register(1)).check().sign().meet().draw_up().announce()
    uphold(story)
    story.step("withdraw_announcement", "county_approver", reason="名单有误")
    page = people.browser("county_approver").get("desk.index")
    assert not to_correct(people)
    assert "可以公告" not in page.text
    assert "名单上已没有户" in page.text


def test_a_closed_round_is_opened_again_first(people: People, story: WayOut) -> None:
    story.step("withdraw_announcement", "county_approver", reason="名单有误")
    rounds.close_round(round_=story.round, actor=story.actor("county_approver"))
    page = people.browser("county_approver").get("desk.index")
    assert "这一轮已关闭，请先重新开启" in page.text
