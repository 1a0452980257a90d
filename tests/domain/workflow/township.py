"""A small township in which anybody may try anything: the world of ``test_never``.

Each method is one act of one person; :meth:`Township.attempt` takes it back when the house refuses it, else lets the
oracle look. What people do is drawn by Hypothesis: arguments are plain numbers and booleans.
:meth:`Township.go_on` does the proper next thing.
"""

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.permissions import NOBODY, Actor, Role
from app.domain.accounts.models import RoleGrant
from app.domain.applications import service as applications
from app.domain.applications.models import Application, ApplicationState, ComparisonResult
from app.domain.applications.rules import Person
from app.domain.applications.steps import BEFORE_MEETING
from app.domain.appraisals import service as appraisals
from app.domain.appraisals.attendance import Comer, set_attendance
from app.domain.appraisals.models import Meeting
from app.domain.areas.models import Area, PostingPlace
from app.domain.calendars.models import CalendarDay
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists import service as candidate_lists
from app.domain.candidate_lists.models import CandidateList, ListEntry, ListState
from app.domain.households.models import Household
from app.domain.notices import service as notices
from app.domain.notices.models import Notice, Posting
from app.domain.objections import service as objections
from app.domain.objections.models import Objection, ObjectionAbout, ObjectionState, Outcome
from app.domain.policies.vocabulary import MeetingKind, NoticeKind
from app.domain.reviews import draws
from app.domain.reviews import queries as review_queries
from app.domain.reviews import service as reviews
from app.domain.reviews.models import DecisionOutcome, ReviewLevel, Sample
from app.domain.rounds.models import Round
from app.domain.workflow import service as workflow
from tests import factories
from tests.domain.workflow.policies import QUICK, WORKING
from tests.people import WITH_ACCOUNT

BEGIN = dt.date(2026, 4, 20)
DAY = dt.timedelta(days=1)
LEVEL_OF = {ListState.TOWNSHIP_REVIEW: ReviewLevel.TOWNSHIP, ListState.COUNTY_REVIEW: ReviewLevel.COUNTY}


class Township:
    """Two villages, two rounds under different policies, households, officers good and bad."""

    def __init__(self, people: Any) -> None:
        self.began = clock.at(BEGIN)
        clock.set_to(self.began)
        self.people = people
        self.villages = [people.village, people.other_village]
        for village in self.villages:
            factories.a_posting_place(village)
        factories.a_posting_place(self.villages[0])
        db.session.add(CalendarDay(on=dt.date(2026, 4, 24), is_workday=False))
        db.session.add(CalendarDay(on=dt.date(2026, 4, 26), is_workday=True))
        self.actors = [NOBODY, *(people.actor(name) for name in WITH_ACCOUNT)]
        self.officers = {v.id: people.actor(n) for v, n in zip(self.villages, WITH_ACCOUNT, strict=False)}
        self.reviewers = [people.actor("township_reviewer"), people.actor("second_township_reviewer")]
        self.approvers = [
            people.actor("county_approver"),
            self.somebody((Role.COUNTY_APPROVER, people.county)),
        ]
        self.actors += [
            self.approvers[1],
            self.somebody((Role.TOWNSHIP_REVIEWER, people.township), (Role.COUNTY_APPROVER, people.county)),
            self.somebody(
                (Role.VILLAGE_OFFICER, people.village),
                (Role.TOWNSHIP_REVIEWER, people.township),
                (Role.COUNTY_APPROVER, people.county),
            ),
        ]
        profile = factories.a_policy()
        self.rounds = [
            factories.a_round(profile, policy=QUICK),
            factories.a_round(profile, policy=WORKING, code="2026-supplementary"),
        ]
        for round_ in self.rounds:
            factories.everybody_stated(round_)
        self.households = [factories.a_household(village) for village in self.villages for _ in range(5)]
        self.paper = factories.an_attachment()
        self.taken: list[str] = []
        self.watch: Callable[[], None] = list

    def somebody(self, *posts: tuple[Role, Area]) -> Actor:
        user = factories.a_user(*posts[0])
        user.grants += [RoleGrant(role=role, area=area) for role, area in posts[1:]]
        db.session.flush()
        return user.as_actor()

    # ---- choosing ------------------------------------------------------------------------------------------------

    def all(self, kind: type[Any], *conditions: Any) -> list[Any]:
        return list(db.session.scalars(sa.select(kind).where(*conditions).order_by(kind.id)))

    def places(self, village: Area) -> list[PostingPlace]:
        return self.all(PostingPlace, PostingPlace.village_id == village.id, PostingPlace.is_active)

    def one(self, kind: type[Any], number: int, *conditions: Any) -> Any:
        """The *number*-th row of a kind, counted round and round; ``None`` when there is none."""
        found = self.all(kind, *conditions)
        return found[number % len(found)] if found else None

    def person(self, number: int) -> Person:
        """Somebody to be named in a record: with an account, by an account's name only, or a stranger."""
        actor = self.actors[1 + number % (len(self.actors) - 1)]
        kind = number // len(self.actors) % 3
        if kind == 0:
            return Person(actor.name, actor.id)
        return Person(actor.name) if kind == 1 else Person(f"路人{number % 4}")

    def attempt(self, what: str, act: Callable[..., Any], *given: Any) -> bool:
        """Do an act; when the house says no, everything is as before. True when it was done."""
        try:
            with db.session.begin_nested():
                act(*given)
                db.session.flush()
        except DomainError:
            return False
        self.taken.append(what)
        self.watch()
        return True

    # ---- acts --------------------------------------------------------------------------------------------------

    def apply(self, actor: Actor, home: Household, round_: Round, ago: int) -> None:
        applications.file_application(
            actor=actor,
            round_=round_,
            household=home,
            applicant_name=home.head_name,
            cause="illness",
            reason="生活困难",
            consents_to_comparison=True,
            signed_copy=self.paper,
            filed_on=clock.today() - ago * DAY,
        )

    def visit(self, actor: Actor, application: Application, who: tuple[int, int], ago: int) -> None:
        applications.record_visit(
            actor=actor,
            application=application,
            visited_on=clock.today() - ago * DAY,
            visitors=[self.person(number) for number in who],
            findings="属实",
            sheet=self.paper,
        )

    def compare(self, actor: Actor, application: Application, result: ComparisonResult) -> None:
        applications.record_comparison(
            actor=actor,
            application=application,
            compared_on=clock.today(),
            result=result,
            note="见附件",
        )

    def withdraw(self, actor: Actor, application: Application) -> None:
        applications.withdraw_application(
            actor=actor,
            application=application,
            reason="不办了",
        )

    def meet(
        self,
        actor: Actor,
        village: Area,
        round_: Round,
        present: int,
        votes: int,
        chair: int,
        ago: int,
        kind: MeetingKind,
    ) -> None:
        agenda = self.all(
            Application,
            Application.village_id == village.id,
            Application.round_id == round_.id,
            Application.state.in_(BEFORE_MEETING),
        )
        led = self.person(chair)
        meeting = appraisals.open_meeting(
            actor=actor,
            round_=round_,
            village=village,
            kind=kind,
            held_on=clock.today() - ago * DAY,
            place="村委会",
            chair_name=led.name,
            chair_id=led.user_id,
            recorder_name="赵会计",
            due=12,
            present=present,
            agenda=agenda,
        )
        comers = [Comer(name, n <= present) for n, name in enumerate(self.names_due(meeting), 1)]
        set_attendance(actor=actor, meeting=meeting, comers=comers)
        for index, application in enumerate(agenda):
            gone = self.who_leaves(meeting, application, votes + index)
            cast = present - len(gone)
            given = cast if votes % 4 else max(0, min(cast, votes // 4 - index))
            appraisals.record_votes(
                actor=actor,
                meeting=meeting,
                application=application,
                votes_for=given,
                votes_against=cast - given,
                votes_abstained=0,
                left_room=gone,
            )
        if votes % 5:
            appraisals.attach_minutes(actor=actor, meeting=meeting, copy=self.paper)

    def names_due(self, meeting: Meeting) -> list[str]:
        return ["亲戚", *(f"代表{number}" for number in range(2, meeting.due + 1))]

    def who_leaves(self, meeting: Meeting, application: Application, luck: int) -> list[str]:
        return ["亲戚"] if luck % 3 == 0 and meeting.present else []

    def confirm(self, actor: Actor, meeting: Meeting) -> None:
        appraisals.confirm_meeting(actor=actor, meeting=meeting)

    def draw_up(self, actor: Actor, village: Area, round_: Round) -> None:
        candidate_lists.draw_up_list(actor=actor, round_=round_, village=village)

    def put_on(self, actor: Actor, target: CandidateList, application: Application) -> None:
        candidate_lists.put_on_list(actor=actor, candidate_list=target, application=application)

    def leave_out(self, actor: Actor, target: CandidateList, application: Application) -> None:
        candidate_lists.leave_out(
            actor=actor, candidate_list=target, application=application, reason="收入高"
        )

    def step(self, actor: Actor, target: CandidateList, step: str, hang_in: int = 0) -> None:
        workflow.take_step(
            candidate_list=target,
            step=step,
            actor=actor,
            reason="有误",
            given={"hang_on": clock.today() + hang_in * DAY},
        )

    def hang(self, actor: Actor, notice: Notice, place: PostingPlace, ago: int, has_photo: bool) -> None:
        notices.record_posting(
            actor=actor,
            notice=notice,
            place=place,
            posted_on=clock.today() - ago * DAY,
            photo=self.paper if has_photo else None,
        )

    def take_down(self, actor: Actor, posting: Posting, ago: int) -> None:
        notices.take_down(actor=actor, posting=posting, taken_down_on=clock.today() - ago * DAY, photo=None)

    def object_to(self, notice: Notice, entry: ListEntry) -> None:
        objections.file_objection(
            notice=notice, about=ObjectionAbout.ENTRY, entry=entry, grounds="他家有小汽车"
        )

    def investigate(self, actor: Actor, objection: Objection, who: tuple[int, int]) -> None:
        objections.assign_investigators(
            actor=actor,
            objection=objection,
            investigators=[self.person(number) for number in who],
        )

    def answer(self, actor: Actor, objection: Objection, outcome: Outcome, removes: bool) -> None:
        objections.decide_objection(
            actor=actor,
            objection=objection,
            outcome=outcome,
            finding="查过了",
            public_reply="已经查明。",
            removes_entry=removes,
        )

    def draw(self, actor: Actor, target: CandidateList, level: ReviewLevel) -> None:
        reviews.draw_sample(actor=actor, candidate_list=target, level=level)

    def check(
        self, actor: Actor, sample: Sample, entry: ListEntry, who: tuple[int, int], agrees: bool
    ) -> None:
        reviews.record_home_check(
            actor=actor,
            sample=sample,
            entry=entry,
            checked_on=clock.today(),
            checkers=[self.person(number) for number in who],
            agrees=agrees,
            findings="看过了",
        )

    def decide(
        self, actor: Actor, target: CandidateList, level: ReviewLevel, outcome: DecisionOutcome
    ) -> None:
        entries = list_queries.list_standing_entries(target.id)
        exceptions = (
            {} if outcome is DecisionOutcome.KEEP or not entries else {entries[0].id: (outcome, "不符合")}
        )
        reviews.decide_all_but(actor=actor, candidate_list=target, level=level, exceptions=exceptions)

    def reviewer(self, level: ReviewLevel, chance: Random) -> Actor:
        return chance.choice(self.reviewers if level is ReviewLevel.TOWNSHIP else self.approvers)

    def appear_twice(self, household: Household) -> None:
        other = self.households[(self.households.index(household) + 1) % len(self.households)]
        household.members[1].id_number = other.members[1].id_number

    # ---- the proper way ------------------------------------------------------------------------------------------

    def go_on(self, target: CandidateList) -> bool:
        """The next proper thing to do with a list, by the proper people; False when nothing was left to do."""
        for objection in self.all(Objection, Objection.state != ObjectionState.DECIDED):
            proper = self.reviewers[0] if objection.level == "township" else self.approvers[0]
            if objection.state is ObjectionState.FILED:
                objections.assign_investigators(
                    actor=proper, objection=objection, investigators=[Person("甲"), Person("乙")]
                )
            objections.decide_objection(
                actor=proper,
                objection=objection,
                outcome=Outcome.REJECTED,
                finding="不实",
                public_reply="查无此事。",
            )
        officer = self.officers[target.village_id]
        if target.state is ListState.DRAFT:
            self.step(officer, target, "publish_first_notice")
        elif target.state is ListState.FIRST_NOTICE:
            self.wait_and_forward(target, NoticeKind.FIRST_NOTICE, officer, "forward_to_township")
        elif target.state is ListState.SECOND_NOTICE:
            self.wait_and_forward(target, NoticeKind.SECOND_NOTICE, self.reviewers[0], "forward_to_county")
        elif target.state in LEVEL_OF:
            self.review(target, LEVEL_OF[target.state])
        else:
            return False
        return True

    def wait_and_forward(self, target: CandidateList, kind: NoticeKind, actor: Actor, step: str) -> None:
        """Hang it wherever it does not hang yet; else wait a few days and forward."""
        notice = next(iter(self.all(Notice, Notice.list_id == target.id, Notice.kind == kind)[::-1]), None)
        hung = {posting.place_id for posting in notice.postings} if notice else set()
        free = [place for place in self.places(target.village) if place.id not in hung]
        if notice is not None and notice.withdrawn_at is None and free:
            for place in free:
                self.hang(actor, notice, place, 0, True)
            return
        self.step(actor, target, step)

    def review(self, target: CandidateList, level: ReviewLevel) -> None:
        """Sample, home checks, decisions and the step that follows, by whoever took no part before."""
        able = self.reviewers if level is ReviewLevel.TOWNSHIP else self.approvers
        entries = list_queries.list_standing_entries(target.id)
        involved = review_queries.involvement(entries, level)
        free = [actor for actor in able if not any(involved.blockers(actor, entry) for entry in entries)]
        actor = free[0] if free else able[0]
        factories.a_public_value(target, level)
        sample = reviews.draw_sample(actor=actor, candidate_list=target, level=level)
        for entry_id in draws.list_to_check(sample):
            reviews.record_home_check(
                actor=actor,
                sample=sample,
                entry=list_queries.get_entry(entry_id),
                checked_on=clock.today(),
                checkers=[Person("丙"), Person("丁")],
                agrees=True,
                findings="属实",
            )
        reviews.decide_all_but(actor=actor, candidate_list=target, level=level, exceptions={})
        self.step(actor, target, "publish_second_notice" if level is ReviewLevel.TOWNSHIP else "announce")

    def begin(self, village: Area, round_: Round, households: int, present: int = 10) -> None:
        """Some more households apply; visits, comparison, meeting, list: all in one day."""
        officer = self.officers[village.id]
        applied = set(db.session.scalars(sa.select(Application.household_id)))
        free = [home for home in self.households if home.village_id == village.id and home.id not in applied]
        for home in free[:households]:
            self.attempt("apply", self.apply, officer, home, round_, 0)
        here = (Application.village_id == village.id, Application.round_id == round_.id)
        for application in self.all(Application, *here, Application.state == ApplicationState.FILED):
            self.attempt("visit", self.visit, officer, application, (100, 200), 0)
        for application in self.all(Application, *here, Application.state == ApplicationState.VISITED):
            self.attempt("compare", self.compare, self.reviewers[0], application, ComparisonResult.NO_HIT)
        if self.attempt(
            "meet", self.meet, officer, village, round_, present, 11, 101, 0, MeetingKind.REPRESENTATIVES
        ):
            self.attempt("confirm", self.confirm, officer, self.all(Meeting)[-1])
        self.attempt("draw_up", self.draw_up, officer, village, round_)
