"""One village on its way through a round: each method is what somebody does, through the services."""

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.commands.demonstration import home_checks, papers, roster
from app.commands.demonstration.ground import SAMPLES, Cast
from app.core import clock
from app.core.db import db
from app.core.permissions import Actor, Permission
from app.domain.applications import queries as application_queries
from app.domain.applications import service as applications
from app.domain.applications.models import Application, ApplicationState, ComparisonResult
from app.domain.applications.rules import Person
from app.domain.appraisals import service as appraisals
from app.domain.appraisals.models import Meeting
from app.domain.appraisals.votes import Vote
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists import service as candidate_lists
from app.domain.candidate_lists.models import CandidateList, ListEntry
from app.domain.households.models import Household
from app.domain.kinship.queries import relatives_of
from app.domain.kinship.rules import Relatives
from app.domain.notices import queries as notice_queries
from app.domain.notices import service as notices
from app.domain.notices.codes import sheet_code
from app.domain.notices.models import Notice
from app.domain.objections import conversation, second_looks
from app.domain.objections import service as objections
from app.domain.objections.models import Objection, ObjectionAbout, Outcome
from app.domain.officials.models import Post
from app.domain.officials.queries import list_officials
from app.domain.policies.vocabulary import MeetingKind, NoticeKind
from app.domain.reviews import queries as review_queries
from app.domain.reviews import service as reviews
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from app.domain.rounds.models import Round
from app.domain.sheets import service as sheets
from app.domain.sheets.models import Sheet
from app.domain.workflow import service as workflow

REASONS = {
    "illness": "家中有长期患病的人，看病花费大。",
    "disability": "家中有残疾人，缺少收入来源。",
    "schooling": "子女上学，开支大。",
    "lack_of_skills": "没有技术，找不到稳定的活。",
    "lack_of_labour": "家里劳力少，地种不过来。",
    "lack_of_funds": "想发展养殖，没有本钱。",
}
DUE = 36
KEPT_RELATIVE = "有干部亲属，已由没有亲属关系的两人入户核实，收入和住房属实，符合条件，同意保留。"
INVESTIGATORS = (Person("田桂芳"), Person("邓光荣"))


@dataclass(frozen=True)
class Departure:
    """A household that leaves on the way: at which step and why."""

    left_at: str
    reason: str


def read_outcomes() -> dict[str, Departure]:
    """Household number -> how it left the round of 2014."""
    with (SAMPLES / "outcomes.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["household_no"]: Departure(row["left_at"], row["reason"]) for row in csv.DictReader(file)}


@dataclass
class Story:
    """The acts of one village's people in a round, on the days to which the clock is set."""

    round: Round
    village: Area
    people: Cast
    departures: dict[str, Departure] = field(default_factory=dict)

    @property
    def officer(self) -> Actor:
        return self.people.officers[self.village.id]

    @cached_property
    def scan(self) -> Attachment:
        """The bundle of signed papers that the village scanned for the round."""
        return papers.signed_copy(
            actor=self.officer,
            kind="signed_copy",
            area_path=self.village.path,
            name=f"{self.village.short_code}-{self.round.year}",
            needs=Permission.APPLICATION_VIEW,
        )

    @property
    def list(self) -> CandidateList:
        """The village's main list in the round."""
        return next(
            candidate_list
            for candidate_list in list_queries.list_for(
                self.officer, round_id=self.round.id, place=self.village
            )
            if not candidate_list.is_supplementary
        )

    def left_at(self, household_no: str, stage: str) -> str | None:
        """The reason why a household left at *stage*, or ``None``."""
        departure = self.departures.get(household_no)
        return departure.reason if departure is not None and departure.left_at == stage else None

    def households(self, numbers: Iterable[str] | None = None) -> Sequence[Household]:
        """The village's households, or those of *numbers*, by number."""
        statement = sa.select(Household).where(Household.village_id == self.village.id)
        if numbers is not None:
            statement = statement.where(Household.household_no.in_(list(numbers)))
        statement = statement.options(selectinload(Household.incomes), joinedload(Household.village))
        return db.session.scalars(statement.order_by(Household.household_no)).all()

    def apply(self, households: Sequence[Household]) -> None:
        """The households apply; the officer takes the applications down."""
        for household in households:
            cause = household.main_cause or "other"
            applications.file_application(
                actor=self.officer,
                round_=self.round,
                household=household,
                applicant_name=household.head_name,
                cause=cause,
                reason=REASONS.get(cause, "家庭收入低，生活困难。"),
                consents_to_comparison=True,
                signed_copy=self.scan,
            )

    def in_state(self, *states: ApplicationState) -> Sequence[Application]:
        """The village's applications in these states."""
        return application_queries.list_in_states(self.round.id, self.village.id, states)

    def visit(self, wanted: Sequence[Application] | None = None) -> None:
        """Two people visit each household that applied."""
        wanted = wanted if wanted is not None else self.in_state(ApplicationState.FILED)
        related = relatives_of([application.household_id for application in wanted])
        for application in wanted:
            applications.record_visit(
                actor=self.officer,
                application=application,
                visited_on=clock.today(),
                visitors=self._visitors(related[application.household_id]),
                findings="已到家中看过，人口、住房、收入与申请相符。",
                sheet=self.scan,
            )

    def _visitors(self, relatives: Relatives) -> tuple[Person, Person]:
        """The officer and the work team; another member of the committee for a relative's household."""
        officer = Person(self.officer.name, self.officer.id)
        if relatives.blockers_for([officer]):
            officer = Person(self.stand_in)
        return officer, Person("驻村工作队 何平")

    @cached_property
    def stand_in(self) -> str:
        """The head of the village's supervision committee."""
        roster = list_officials(self.village)
        return next(one.name for one in roster if one.post is Post.SUPERVISION)

    def compare(self) -> None:
        """The township records what the departments' data say."""
        for application in self.in_state(ApplicationState.VISITED):
            applications.record_comparison(
                actor=self.people.township,
                application=application,
                compared_on=clock.today(),
                result=ComparisonResult.NO_HIT,
            )

    def meet(self) -> Meeting:
        """The representatives vote; who leaves at the appraisal does so by the numbers."""
        agenda = self.in_state(ApplicationState.VISITED, ApplicationState.COMPARED)
        present = DUE - 1 - self.village.id % 4
        meeting = appraisals.open_meeting(
            actor=self.officer,
            round_=self.round,
            village=self.village,
            kind=MeetingKind.REPRESENTATIVES,
            held_on=clock.today(),
            place=f"{self.village.name_zh}村委会会议室",
            chair_name="村党支部书记 田永福",
            recorder_name=self.officer.name,
            due=DUE,
            present=present,
            agenda=agenda,
            observers="驻村工作队 何平；镇包村干部 谢小兵",
        )
        roster.attend(self, meeting)
        related = relatives_of([application.household_id for application in agenda])
        votes = [self._vote(meeting, one, related[one.household_id]) for one in agenda]
        appraisals.enter_votes(actor=self.officer, meeting=meeting, votes=votes)
        appraisals.attach_minutes(actor=self.officer, meeting=meeting, copy=self.scan)
        appraisals.confirm_meeting(actor=self.officer, meeting=meeting)
        return meeting

    def _vote(self, meeting: Meeting, application: Application, relatives: Relatives) -> Vote:
        """How the representatives voted on one application, its relatives being out of the room."""
        against_it = self.left_at(application.household.household_no, "appraisal")
        gone = roster.leaving(meeting, relatives)
        minority, abstained = 2 + application.id % 4, application.id % 3
        majority = meeting.present - len(gone) - minority - abstained
        return Vote(
            application,
            votes_for=minority if against_it else majority,
            votes_against=majority if against_it else minority,
            votes_abstained=abstained,
            left_room=gone,
            hits_read_out=True,
            remark=against_it or "",
        )

    def draw_up(self) -> CandidateList:
        """The list is drawn up from what passed."""
        return candidate_lists.draw_up_list(actor=self.officer, round_=self.round, village=self.village)

    def take(
        self, step: str, actor: Actor, reason: str = "", candidate_list: CandidateList | None = None
    ) -> None:
        """Somebody takes a step of the procedure."""
        workflow.take_step(candidate_list=candidate_list or self.list, step=step, actor=actor, reason=reason)

    def current_notice(self, kind: NoticeKind) -> Notice:
        """The main list's notice of *kind*."""
        notice = notice_queries.find_own_notice(self.list.id, kind)
        if notice is None:
            raise LookupError(kind)
        return notice

    def hang(self, kind: NoticeKind, places: int | None = None) -> Notice:
        """The officer hangs the notice and photographs each sheet; its code is read from the photograph."""
        notice = self.current_notice(kind)
        for sheet in sheets.ensure_sheets(notice)[:places]:
            self.photograph(sheet)
        return notice

    def photograph(self, sheet: Sheet, *, is_shaken: bool = False) -> None:
        """The officer photographs a sheet and hands it in for what it needs now."""
        hand_in_photograph(sheet, self.officer, is_shaken=is_shaken)

    def photograph_end(self, kind: NoticeKind) -> None:
        """On the last day the officer photographs every sheet that hangs."""
        notice = self.current_notice(kind)
        stand_at(notice_queries.running_period(notice).last_day, 17)
        hanging = {posting.place_id for posting in notice.postings}
        for sheet in sheets.ensure_sheets(notice):
            if sheet.place_id in hanging:
                self.photograph(sheet)

    def take_down(self, notice: Notice) -> None:
        """The sheets come down after their period."""
        for posting in notice.postings:
            notices.take_down(actor=self.officer, posting=posting, taken_down_on=clock.today(), photo=None)

    def object_to(self, notice: Notice, entry: ListEntry, grounds: str) -> Objection:
        """Somebody objects on the web, without a name."""
        return objections.file_objection(
            notice=notice, about=ObjectionAbout.ENTRY, entry=entry, grounds=grounds
        )

    def ask_back(self, objection: Objection, words: str) -> None:
        """The township asks whoever objected."""
        conversation.ask_question(actor=self.people.township, objection=objection, words=words)

    def ask_again(self, objection: Objection, reasons: str) -> None:
        """Whoever objected is not satisfied with the answer."""
        second_looks.ask_second_look(objection=objection, reasons=reasons)

    def answer(self, objection: Objection, outcome: Outcome, reply: str) -> None:
        """Two people of the township investigate and answer."""
        township = self.people.township
        objections.assign_investigators(actor=township, objection=objection, investigators=INVESTIGATORS)
        objections.decide_objection(
            actor=township,
            objection=objection,
            outcome=outcome,
            finding="入户核实，并查询车辆、房产和财政供养登记。",
            public_reply=reply,
        )

    def tell_everybody(self) -> None:
        """The officer tells each household what changed for it, and records that."""
        for telling in list_queries.list_to_tell(self.officer):
            candidate_lists.record_telling(
                actor=self.officer, telling=telling, told_on=clock.today(), how="村干部上门告知户主"
            )

    def entries(self) -> Sequence[ListEntry]:
        """Who stands on the main list."""
        return list_queries.list_standing_entries(self.list.id)

    def sample(self, level: ReviewLevel, actor: Actor) -> None:
        """The sample is drawn and each household in it checked at home."""
        home_checks.play(self, level, actor)

    def decide(self, level: ReviewLevel, actor: Actor) -> None:
        """Keep all but those that leave at the township review; households of officials' relatives with a reason."""
        exceptions = {}
        entries = self.entries()
        involvement = review_queries.involvement(entries, level)
        for entry in entries:
            if involvement.needs_written_reason(entry) and not involvement.is_passed_up(entry):
                exceptions[entry.id] = (DecisionOutcome.KEEP, KEPT_RELATIVE)
        if level is ReviewLevel.TOWNSHIP:
            for entry in entries:
                reason = self.left_at(entry.application.household.household_no, "township_review")
                if reason is not None:
                    exceptions[entry.id] = (DecisionOutcome.REMOVE, reason)
        reviews.decide_all_but(actor=actor, candidate_list=self.list, level=level, exceptions=exceptions)


def hand_in_photograph(sheet: Sheet, actor: Actor, *, is_shaken: bool = False) -> None:
    """*actor* photographs a sheet on its board now and hands it in for what it needs."""
    picture = papers.sheet_photograph(
        code=f"HTTPS://GONGSHI.EXAMPLE/V/{sheet_code(sheet.notice.digest, sheet.ordinal, 1)}",
        label=f"{sheet.notice.number} / {sheet.ordinal}",
        at=clock.now(),
        is_shaken=is_shaken,
    )
    taken = sheets.take(data=picture, filename=f"{sheet.notice.number}.jpg", actor=actor, sheet=sheet)
    sheets.submit(actor=actor, taken=taken, sheet=sheet)


def stand_at(day: dt.date, hour: int = 9) -> None:
    """Set the clock to *hour* of *day* in the county."""
    clock.set_to(clock.at(day, hour))
