"""The round of the current year, with a village at every stage on the day of the first start.

So there are applications to take, a meeting to record, notices open and about to end, objections to answer, lists
to review and one to announce. Income and members of 2025 are invented (``samples/README.md``).
"""

import csv
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from app.commands.demonstration import compared, home_checks, planning, roster, scanned
from app.commands.demonstration.ground import SAMPLES, Cast
from app.commands.demonstration.past import import_workbook
from app.commands.demonstration.story import Story, stand_at
from app.core import clock
from app.core.db import db
from app.domain.applications.models import ApplicationState
from app.domain.areas.models import Area
from app.domain.calendars.queries import load_calendar
from app.domain.objections.models import Objection, Outcome
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews.models import ReviewLevel
from app.domain.rounds.models import Round
from app.domain.sheets import service as sheets
from app.domain.sheets.queries import list_sheets

WORKBOOK = "register-2025.csv"
OPENED_BEFORE = dt.timedelta(days=80)
DAY = dt.timedelta(days=1)


def play(
    round_: Round, people: Cast, villages: list[Area], today: dt.date, tell: Callable[[str], None]
) -> None:
    """Bring each village to its stage."""
    stand_at(round_.opened_on + 3 * DAY)
    import_workbook(round_, people, WORKBOOK)
    with (SAMPLES / WORKBOOK).open(encoding="utf-8-sig", newline="") as file:
        numbers = sorted({row["户编号"] for row in csv.DictReader(file)})
    roster.go_on(people, villages, round_, numbers)
    for index, village in enumerate(villages):
        label, scene = SCENES[index % len(SCENES)]
        tell(f"  {round_.year}  {index + 1:2}/{len(villages)}  {village.name_zh}: {label}")
        scene(Present(Story(round_, village, people), numbers, today))
        db.session.flush()
        db.session.expire_all()
    scanned.play(villages, today)
    compared.hand_in_lately(round_, people, today)


@dataclass
class Present:
    """One village's scene: its story, the households that apply, and today."""

    story: Story
    numbers: list[str]
    today: dt.date

    def hang_day(self, kind: NoticeKind, over_by: dt.date) -> dt.date:
        """The latest day to hang a notice whose period is over by the end of *over_by*."""
        policy, calendar, day = self.story.round.policy, load_calendar(), over_by
        while policy.notice_period(kind, day, calendar).last_day > over_by:
            day -= DAY
        return day

    def hang_day_ending(self, kind: NoticeKind, on: dt.date) -> dt.date:
        """The earliest day to hang a notice whose period still runs on *on*: it ends then, or as soon as it may."""
        return self.hang_day(kind, on - DAY) + DAY

    def apply(self, on: dt.date, all_of_them: bool = True) -> None:
        stand_at(on)
        households = self.story.households(n for n in self.numbers if n.startswith(self.story.village.code))
        self.story.apply(households if all_of_them else households[: len(households) // 2])

    def check(self, on: dt.date) -> None:
        stand_at(on)
        self.story.visit()
        stand_at(on + DAY, 15)
        self.story.compare()

    def until_meeting(self, meeting: dt.date) -> None:
        self.apply(meeting - 9 * DAY)
        self.check(meeting - 6 * DAY)
        stand_at(meeting)
        self.story.meet()

    def until_first(self, hang_on: dt.date, places: int | None = None) -> None:
        self.until_meeting(hang_on - 4 * DAY)
        stand_at(hang_on - 3 * DAY)
        self.story.draw_up()
        stand_at(hang_on)
        self.story.take("publish_first_notice", self.story.officer)
        self.story.hang(NoticeKind.FIRST_NOTICE, places)

    def until_township(self, forward: dt.date) -> None:
        self.until_first(self.hang_day(NoticeKind.FIRST_NOTICE, forward - DAY))
        self.story.photograph_end(NoticeKind.FIRST_NOTICE)
        stand_at(forward)
        self.story.take("forward_to_township", self.story.officer)

    def review(self, on: dt.date) -> None:
        stand_at(on)
        self.story.sample(ReviewLevel.TOWNSHIP, self.story.people.township)
        self.story.decide(ReviewLevel.TOWNSHIP, self.story.people.township)

    def until_second(self, hang_on: dt.date) -> None:
        self.until_township(hang_on - 3 * DAY)
        self.review(hang_on - 2 * DAY)
        stand_at(hang_on)
        self.story.take("publish_second_notice", self.story.people.township)
        self.story.hang(NoticeKind.SECOND_NOTICE)

    def until_county(self, forward: dt.date) -> None:
        self.until_second(self.hang_day(NoticeKind.SECOND_NOTICE, forward - DAY))
        self.story.photograph_end(NoticeKind.SECOND_NOTICE)
        stand_at(forward)
        self.story.take("forward_to_county", self.story.people.township)

    def decide(self, on: dt.date) -> None:
        stand_at(on)
        self.story.sample(ReviewLevel.COUNTY, self.story.people.county)
        self.story.decide(ReviewLevel.COUNTY, self.story.people.county)

    def lose_a_sheet(self, kind: NoticeKind, on: dt.date) -> None:
        """Somebody of the township finds the first sheet missing; the next day it hangs again."""
        notice = self.story.current_notice(kind)
        stand_at(on, 15)
        sheets.report_missing(
            actor=self.story.people.township,
            posting=notice.postings[0],
            missing_on=on,
            reason="大风把公示纸吹走了，公示栏上是空的。",
        )
        stand_at(on + DAY)
        self.story.photograph(list_sheets(notice)[0])

    def object(self, kind: NoticeKind, on: dt.date, grounds: str, which: int = 0) -> Objection:
        stand_at(on, 11)
        notice = self.story.current_notice(kind)
        return self.story.object_to(notice, self.story.entries()[which], grounds)


def applications_to_take(p: Present) -> None:
    p.apply(p.today - 2 * DAY, all_of_them=False)


def visits_to_make(p: Present) -> None:
    p.apply(p.today - 6 * DAY)
    stand_at(p.today - 3 * DAY)
    waiting = p.story.in_state(ApplicationState.FILED)
    p.story.visit(waiting[: len(waiting) // 2])
    planning.plan(p.story, p.today)


def meeting_to_record(p: Present) -> None:
    p.apply(p.today - 9 * DAY)
    p.check(p.today - 5 * DAY)


def list_to_draw_up(p: Present) -> None:
    p.until_meeting(p.today - DAY)


def notice_to_issue(p: Present) -> None:
    p.until_meeting(p.today - 3 * DAY)
    stand_at(p.today - DAY)
    p.story.draw_up()


def sheets_to_hang(p: Present) -> None:
    """At one place it hangs, but nothing can be read on the photograph: somebody else has to look at it."""
    p.until_first(p.today - DAY, places=0)
    stand_at(p.today - DAY, 16)
    notice = p.story.current_notice(NoticeKind.FIRST_NOTICE)
    p.story.photograph(list_sheets(notice)[0], is_shaken=True)


def objection_to_answer(p: Present) -> None:
    """The only sheet was blown away for a day: that day is made up for at the end."""
    hung = p.hang_day(NoticeKind.FIRST_NOTICE, p.today + 2 * DAY)
    p.until_first(hung, places=1)
    p.lose_a_sheet(NoticeKind.FIRST_NOTICE, hung + DAY)
    p.object(NoticeKind.FIRST_NOTICE, p.today - 2 * DAY, "他家去年在县城买了房子，请核实。")


def notice_about_to_end(p: Present) -> None:
    p.until_first(p.hang_day_ending(NoticeKind.FIRST_NOTICE, p.today))


def list_to_forward(p: Present) -> None:
    p.until_first(p.hang_day(NoticeKind.FIRST_NOTICE, p.today - DAY))
    p.story.photograph_end(NoticeKind.FIRST_NOTICE)


def list_to_review(p: Present) -> None:
    """The value is recorded, so that the township can draw; for the county's list it is still missing."""
    p.until_township(p.today - DAY)
    home_checks.record_value(p.story, ReviewLevel.TOWNSHIP)


def second_to_issue(p: Present) -> None:
    p.until_township(p.today - 4 * DAY)
    p.review(p.today - DAY)


def second_running(p: Present) -> None:
    p.until_second(p.hang_day(NoticeKind.SECOND_NOTICE, p.today + 3 * DAY))
    objection = p.object(NoticeKind.SECOND_NOTICE, p.today - DAY, "他家的儿子在镇上有正式工作。", which=1)
    stand_at(p.today - DAY, 16)
    p.story.ask_back(objection, "他儿子在哪个单位上班？大概什么时候去的？")


def county_to_decide(p: Present) -> None:
    p.until_county(p.today - DAY)


def to_announce(p: Present) -> None:
    p.until_county(p.today - 3 * DAY)
    p.decide(p.today - DAY)


def announced_with_remainder(p: Present) -> None:
    """Announced, but one household was set aside: its objection is overdue."""
    announce = p.hang_day(NoticeKind.ANNOUNCEMENT, p.today + 2 * DAY)
    second = p.hang_day(NoticeKind.SECOND_NOTICE, announce - 3 * DAY)
    forward = second - 3 * DAY
    p.until_first(p.hang_day(NoticeKind.FIRST_NOTICE, forward - DAY))
    answered = p.object(NoticeKind.FIRST_NOTICE, forward - 4 * DAY, "他家有小汽车。")
    p.object(NoticeKind.FIRST_NOTICE, forward - 3 * DAY, "家里有人在单位上班，不应该在名单上。", which=2)
    stand_at(forward - 2 * DAY)
    p.story.answer(answered, Outcome.REJECTED, "经查车辆登记，该户名下没有小汽车，继续保留在名单上。")
    p.story.photograph_end(NoticeKind.FIRST_NOTICE)
    stand_at(forward)
    p.story.take("forward_to_township", p.story.officer)
    p.review(second - 2 * DAY)
    stand_at(second)
    p.story.take("publish_second_notice", p.story.people.township)
    p.story.hang(NoticeKind.SECOND_NOTICE)
    p.story.ask_again(answered, "车是用他弟弟的名字买的，天天停在他家院子里。请到家里看一看。")
    p.story.photograph_end(NoticeKind.SECOND_NOTICE)
    stand_at(announce - 2 * DAY)
    p.story.take("forward_to_county", p.story.people.township)
    p.decide(announce - DAY)
    stand_at(announce)
    p.story.take("announce", p.story.people.county)
    p.story.hang(NoticeKind.ANNOUNCEMENT)


SCENES: tuple[tuple[str, Callable[[Present], None]], ...] = (
    ("applications to take", applications_to_take),
    ("visits to make", visits_to_make),
    ("a meeting to record", meeting_to_record),
    ("a list to draw up", list_to_draw_up),
    ("a first notice to issue", notice_to_issue),
    ("sheets to hang", sheets_to_hang),
    ("an objection to answer", objection_to_answer),
    ("a first notice that ends today", notice_about_to_end),
    ("a list to forward to the township", list_to_forward),
    ("a list for the township to review", list_to_review),
    ("a second notice to issue", second_to_issue),
    ("a second notice running", second_running),
    ("a list for the county to decide", county_to_decide),
    ("a list to announce", to_announce),
    ("announced, with a household set aside", announced_with_remainder),
)


def present_day() -> dt.date:
    """Today, before the clock is turned."""
    clock.set_to(None)
    return clock.today()
