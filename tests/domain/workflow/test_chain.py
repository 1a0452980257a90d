"""The whole chain of one village, act by act, through the services."""

import datetime as dt

import pytest

from app.core.errors import Refused
from app.domain.applications import queries as application_queries
from app.domain.applications import service as applications
from app.domain.applications.models import ApplicationState
from app.domain.applications.rules import Person
from app.domain.appraisals import service as appraisals
from app.domain.areas.queries import list_posting_places
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists import service as candidate_lists
from app.domain.candidate_lists.models import EntryStanding, ListState
from app.domain.households import registration
from app.domain.notices import queries as notice_queries
from app.domain.notices import service as notices
from app.domain.objections import service as objections
from app.domain.objections.models import ObjectionAbout, Outcome
from app.domain.policies.vocabulary import MeetingKind, NoticeKind
from app.domain.reviews import draws
from app.domain.reviews import queries as review_queries
from app.domain.reviews import service as reviews
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from app.domain.workflow import service as workflow
from tests import factories
from tests.people import WITH_ACCOUNT


class Story:
    """A village on its way through a round; each method is one act of one person."""

    def __init__(self, people, clock):
        self.people, self.clock = people, clock
        self.village = people.village
        self.round = factories.a_round(policy={"kinship_statements_required": True})
        for name in WITH_ACCOUNT:
            people.user(name)
        factories.everybody_stated(self.round)
        self.paper = factories.an_attachment()

    def actor(self, name):
        return self.people.actor(name)

    def apply(self, number):
        for _ in range(number):
            household = factories.a_household(self.village)
            applications.file_application(
                actor=self.actor("village_officer"),
                round_=self.round,
                household=household,
                applicant_name=household.head_name,
                cause="lack_of_skills",
                reason="缺技术",
                consents_to_comparison=True,
                signed_copy=self.paper,
            )
        return self

    def visit(self):
        for application in self.in_state(ApplicationState.FILED):
            applications.record_visit(
                actor=self.actor("work_team"),
                application=application,
                visited_on=self.clock.today,
                visitors=[Person("张三"), Person("李四")],
                findings="属实",
                sheet=self.paper,
            )
        return self

    def in_state(self, *states):
        return application_queries.list_in_states(self.round.id, self.village.id, states)

    def meet(self, against=()):
        agenda = self.in_state(ApplicationState.VISITED)
        meeting = appraisals.open_meeting(
            actor=self.actor("village_officer"),
            round_=self.round,
            village=self.village,
            kind=MeetingKind.REPRESENTATIVES,
            held_on=self.clock.today,
            place="村委会",
            chair_name="王主任",
            recorder_name="赵会计",
            due=30,
            present=24,
            agenda=agenda,
        )
        for index, application in enumerate(agenda):
            votes = (5, 17, 2) if index in against else (20, 2, 2)
            appraisals.record_votes(
                actor=self.actor("village_officer"),
                meeting=meeting,
                application=application,
                votes_for=votes[0],
                votes_against=votes[1],
                votes_abstained=votes[2],
            )
        appraisals.attach_minutes(actor=self.actor("village_officer"), meeting=meeting, copy=self.paper)
        appraisals.confirm_meeting(actor=self.actor("village_officer"), meeting=meeting)
        return self

    def draw_up(self):
        self.list = candidate_lists.draw_up_list(
            actor=self.actor("village_officer"), round_=self.round, village=self.village
        )
        return self

    def step(self, name, who, reason="", candidate_list=None):
        workflow.take_step(
            candidate_list=candidate_list or self.list, step=name, actor=self.actor(who), reason=reason
        )
        return self

    def hang(self, kind, who="village_officer", candidate_list=None):
        notice = notice_queries.find_own_notice((candidate_list or self.list).id, kind)
        for place in list_posting_places(self.village.id):
            notices.record_posting(
                actor=self.actor(who),
                notice=notice,
                place=place,
                posted_on=self.clock.today,
                photo=self.paper,
            )
        return notice

    def wait_out(self, notice):
        self.clock.set(notice_queries.running_period(notice).last_day + dt.timedelta(days=1))

    def review(self, level, who, exceptions=None, candidate_list=None):
        candidate_list = candidate_list or self.list
        factories.a_public_value(candidate_list, level)
        sample = reviews.draw_sample(actor=self.actor(who), candidate_list=candidate_list, level=level)
        for entry_id in draws.list_to_check(sample):
            reviews.record_home_check(
                actor=self.actor(who),
                sample=sample,
                entry=list_queries.get_entry(entry_id),
                checked_on=self.clock.today,
                checkers=[Person("甲"), Person("乙")],
                agrees=True,
                findings="属实",
            )
        reviews.decide_all_but(
            actor=self.actor(who), candidate_list=candidate_list, level=level, exceptions=exceptions or {}
        )
        return self

    def object_to(self, notice, entry):
        return objections.file_objection(
            notice=notice, about=ObjectionAbout.ENTRY, entry=entry, grounds="名下有小汽车"
        )

    def answer(self, objection, outcome, who="township_reviewer"):
        objections.assign_investigators(
            actor=self.actor(who), objection=objection, investigators=[Person("钱"), Person("孙")]
        )
        objections.decide_objection(
            actor=self.actor(who),
            objection=objection,
            outcome=outcome,
            finding="查车管所记录",
            public_reply="经核实属实。",
        )


@pytest.fixture
def story(db, people, clock):
    return Story(people, clock)


def standing(candidate_list):
    return list_queries.list_standing_entries(candidate_list.id)


def test_a_list_goes_from_application_to_announcement(story, clock):
    story.apply(5).visit().meet(against={4}).draw_up()
    assert len(standing(story.list)) == 4
    story.step("publish_first_notice", "village_officer")
    with pytest.raises(Refused):
        story.step("forward_to_township", "village_officer")
    first = story.hang(NoticeKind.FIRST_NOTICE)
    disputed = standing(story.list)[0]
    upheld = story.object_to(first, disputed)
    story.answer(upheld, Outcome.UPHELD)
    assert disputed.standing is EntryStanding.REMOVED
    with pytest.raises(Refused):
        story.step("forward_to_township", "village_officer")
    story.wait_out(first)
    story.step("forward_to_township", "village_officer")
    out = standing(story.list)[0]
    story.review(ReviewLevel.TOWNSHIP, "township_reviewer", {out.id: (DecisionOutcome.REMOVE, "收入达标")})
    story.step("publish_second_notice", "township_reviewer")
    second = story.hang(NoticeKind.SECOND_NOTICE)
    assert second.households == 2
    assert second.content["changes"]["removed"]
    story.wait_out(second)
    story.step("forward_to_county", "township_reviewer")
    story.review(ReviewLevel.COUNTY, "county_approver")
    story.step("announce", "county_approver")
    assert story.list.state is ListState.ANNOUNCED
    assert registration.totals(story.round.id)[0] == 2
    assert len(list_queries.list_to_tell(story.actor("village_officer"))) == 2


def test_an_open_objection_brakes_only_its_own_household(story):
    story.apply(3).visit().meet().draw_up().step("publish_first_notice", "village_officer")
    first = story.hang(NoticeKind.FIRST_NOTICE)
    objection = story.object_to(first, standing(story.list)[1])
    story.wait_out(first)
    story.step("forward_to_township", "village_officer")
    assert story.list.state is ListState.TOWNSHIP_REVIEW
    assert len(standing(story.list)) == 2
    supplementary = list_queries.list_for(story.actor("village_officer"))[1]
    assert supplementary.state is ListState.FIRST_NOTICE
    with pytest.raises(Refused):
        story.step("forward_to_township", "village_officer", candidate_list=supplementary)
    story.answer(objection, Outcome.REJECTED)
    story.step("forward_to_township", "village_officer", candidate_list=supplementary)
    story.review(ReviewLevel.TOWNSHIP, "township_reviewer", candidate_list=supplementary)
    story.step("publish_second_notice", "township_reviewer", candidate_list=supplementary)
    second = story.hang(NoticeKind.SECOND_NOTICE, candidate_list=supplementary)
    story.wait_out(second)
    story.step("forward_to_county", "township_reviewer", candidate_list=supplementary)
    story.review(ReviewLevel.COUNTY, "county_approver", candidate_list=supplementary)
    story.step("announce", "county_approver", candidate_list=supplementary)
    assert registration.totals(story.round.id)[0] == 1


def test_a_withdrawn_notice_is_replaced_by_one_with_a_new_number(story):
    story.apply(3).visit().meet().draw_up().step("publish_first_notice", "village_officer")
    first = story.hang(NoticeKind.FIRST_NOTICE)
    story.step("withdraw_first_notice", "village_officer", reason="姓名写错")
    assert len(list_queries.list_to_tell(story.actor("village_officer"))) == 3
    story.step("publish_first_notice", "village_officer")
    second = notice_queries.find_own_notice(story.list.id, NoticeKind.FIRST_NOTICE)
    assert second.number != first.number
    assert second.replaces_id == first.id


def test_a_withdrawn_announcement_strikes_the_registrations(story):
    story.apply(2).visit().meet().draw_up().step("publish_first_notice", "village_officer")
    story.wait_out(story.hang(NoticeKind.FIRST_NOTICE))
    story.step("forward_to_township", "village_officer").review(ReviewLevel.TOWNSHIP, "township_reviewer")
    story.step("publish_second_notice", "township_reviewer")
    story.wait_out(story.hang(NoticeKind.SECOND_NOTICE))
    story.step("forward_to_county", "township_reviewer").review(ReviewLevel.COUNTY, "county_approver")
    story.step("announce", "county_approver")
    story.step("withdraw_announcement", "county_approver", reason="公告有误")
    assert registration.totals(story.round.id) == (0, 0)
    assert review_queries.standing_decisions(story.list.id, ReviewLevel.COUNTY) == {}
    story.review(ReviewLevel.COUNTY, "county_approver").step("announce", "county_approver")
    assert registration.totals(story.round.id)[0] == 2
