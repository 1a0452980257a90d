"""A village on its way out of the register; each method is one act of one person, through the services."""

import datetime as dt

import sqlalchemy as sa

from app.core.db import db
from app.domain.applications import queries as application_queries
from app.domain.applications.models import ApplicationState
from app.domain.applications.rules import Person
from app.domain.appraisals import service as appraisals
from app.domain.appraisals.votes import Vote
from app.domain.areas.queries import list_posting_places
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists import service as candidate_lists
from app.domain.exits import service as exits
from app.domain.exits.rules import GUARANTEES
from app.domain.households import registration
from app.domain.households.models import Household
from app.domain.notices import queries as notice_queries
from app.domain.notices import service as notices
from app.domain.policies.vocabulary import MeetingKind, NoticeKind
from app.domain.reviews import draws
from app.domain.reviews import service as reviews
from app.domain.reviews.models import ReviewLevel
from app.domain.workflow import service as workflow
from tests import factories
from tests.people import WITH_ACCOUNT

BOTH = [Person("张三"), Person("李四")]


class WayOut:
    """Who is in the register, and the round by which some of them leave it."""

    def __init__(self, people, clock, **policy):
        self.people, self.clock = people, clock
        self.village = people.village
        for name in WITH_ACCOUNT:
            people.user(name)
        factories.a_posting_place(self.village)
        self.before = factories.a_round(code="2013-identification")
        self.round = factories.an_exit_round(policy=policy)
        self.paper = factories.an_attachment()

    def actor(self, name):
        return self.people.actor(name)

    def register(self, number, members=3, **given):
        return [
            factories.a_registered(self.village, members=members, round_=self.before, **given)
            for _ in range(number)
        ]

    def propose(self, households):
        self.proposed = exits.propose(
            actor=self.actor("village_officer"),
            round_=self.round,
            households=households,
            reason="收入稳定超过标准",
            paper=self.paper,
        )
        return self

    def check(self, applications=None, met=tuple(GUARANTEES)):
        for application in applications or self.proposed:
            exits.record_check(
                actor=self.actor("work_team"),
                application=application,
                checked_on=self.clock.today,
                visitors=BOTH,
                findings="逐项核实",
                sheet=self.paper,
                met=met,
            )
        return self

    def sign(self, applications=None, accepts=True, reason=""):
        for application in applications or self.proposed:
            exits.record_answer(
                actor=self.actor("work_team"),
                application=application,
                accepts=accepts,
                said_on=self.clock.today,
                signed_by=application.applicant_name,
                paper=self.paper,
                reason=reason,
            )
        return self

    def meet(self):
        agenda = application_queries.list_in_states(
            self.round.id, self.village.id, [ApplicationState.VISITED]
        )
        officer = self.actor("village_officer")
        meeting = appraisals.open_meeting(
            actor=officer,
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
        appraisals.enter_votes(actor=officer, meeting=meeting, votes=[Vote(one, 20, 2, 2) for one in agenda])
        appraisals.attach_minutes(actor=officer, meeting=meeting, copy=self.paper)
        appraisals.confirm_meeting(actor=officer, meeting=meeting)
        return self

    def draw_up(self):
        self.list = candidate_lists.draw_up_list(
            actor=self.actor("village_officer"), round_=self.round, village=self.village
        )
        return self

    def step(self, name, who, reason=""):
        workflow.take_step(candidate_list=self.list, step=name, actor=self.actor(who), reason=reason)
        return self

    def hang_and_wait(self, kind):
        notice = notice_queries.find_own_notice(self.list.id, kind)
        for place in list_posting_places(self.village.id):
            notices.record_posting(
                actor=self.actor("village_officer"),
                notice=notice,
                place=place,
                posted_on=self.clock.today,
                photo=self.paper,
            )
        self.clock.set(notice_queries.running_period(notice).last_day + dt.timedelta(days=1))
        return self

    def review(self, level, who):
        factories.a_public_value(self.list, level)
        self.sample = reviews.draw_sample(actor=self.actor(who), candidate_list=self.list, level=level)
        for entry_id in draws.list_to_check(self.sample):
            reviews.record_home_check(
                actor=self.actor(who),
                sample=self.sample,
                entry=list_queries.get_entry(entry_id),
                checked_on=self.clock.today,
                checkers=BOTH,
                agrees=True,
                findings="属实",
            )
        reviews.decide_all_but(actor=self.actor(who), candidate_list=self.list, level=level, exceptions={})
        return self

    def go_to_county(self):
        self.step("publish_first_notice", "village_officer").hang_and_wait(NoticeKind.FIRST_NOTICE)
        self.step("forward_to_township", "village_officer")
        self.review(ReviewLevel.TOWNSHIP, "township_reviewer")
        self.step("publish_second_notice", "township_reviewer").hang_and_wait(NoticeKind.SECOND_NOTICE)
        self.step("forward_to_county", "township_reviewer")
        return self.review(ReviewLevel.COUNTY, "county_approver")

    def announce(self):
        return self.go_to_county().step("announce", "county_approver")

    def in_register(self):
        inside = sa.select(sa.func.count(), sa.func.sum(Household.people))
        row = db.session.execute(inside.where(Household.id.in_(registration.in_register()))).one()
        return row[0], row[1] or 0
