"""Who leaves the register: two villages in 2015 to the announcement, two others under way in the present year.

The incomes of 2014 and of last year are invented: those of the workbook, a little higher, for one household in three so
much higher that it is over the line.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.commands.demonstration import ground, roster, watching
from app.commands.demonstration.ground import COUNTY, Cast
from app.commands.demonstration.story import Story, stand_at
from app.core import clock
from app.core.db import db
from app.domain.applications import service as applications
from app.domain.applications.models import Application, ApplicationState, ComparisonResult
from app.domain.applications.rules import Person
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area
from app.domain.exits import queries as exit_queries
from app.domain.exits import service as exits
from app.domain.exits.rules import GUARANTEES, UNSAFE_GRADES, Wait
from app.domain.households import registration
from app.domain.households import service as households
from app.domain.households.models import Household, IncomeYear
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews.models import ReviewLevel
from app.domain.rounds import service as rounds
from app.domain.rounds.models import Round, RoundKind

DAY = dt.timedelta(days=1)
#: the round of 2015: its days
OPENED = dt.date(2015, 10, 12)
PROPOSED = dt.date(2015, 10, 20)
MEET = dt.date(2015, 10, 28)
FIRST = dt.date(2015, 11, 2)
FORWARD = dt.date(2015, 11, 11)
REVIEWED = dt.date(2015, 11, 13)
SECOND = dt.date(2015, 11, 16)
TO_COUNTY = dt.date(2015, 11, 25)
ANNOUNCED = dt.date(2015, 11, 30)
CLOSED = dt.date(2015, 12, 20)
#: places of the villages in the order of their codes
OUT_IN_2015 = (3, 8)
UNDER_WAY, ON_THE_WALL = 5, 11
#: how many leave in a village of 2015, and how many are proposed in one of the present year
MOST, PRESENT_MOST = 9, 6
GROWTH = (104, 112, 163)
PERCENT = 100
OVER_THE_LINE = 7_200_00
REASON = "务工和养殖收入稳定，超过标准，“两不愁三保障”已经落实。"


@dataclass
class Leaving(Story):
    """A village in a round of exits."""

    def propose(self, most: int) -> Sequence[Application]:
        """The two committees propose whoever is over the line, at most so many."""
        free = exit_queries.list_qualified(self.round, self.village.id)
        chosen = [one.household for one in free if one.why is Wait.NOT_PROPOSED][:most]
        return exits.propose(
            actor=self.officer, round_=self.round, households=chosen, reason=REASON, paper=self.scan
        )

    def check(self, wanted: Sequence[Application], met: Sequence[str] = tuple(GUARANTEES)) -> None:
        """Committee and work team go to each home."""
        for application in wanted:
            self.bring_up_to_date(application.household, met)
            exits.record_check(
                actor=self.officer,
                application=application,
                checked_on=clock.today(),
                visitors=[Person(self.stand_in), Person("驻村工作队 何平")],
                findings="逐项看过，收入来源、住房、饮水和就学情况与表上相符。",
                sheet=self.scan,
                met=met,
            )

    def bring_up_to_date(self, household: Household, met: Sequence[str]) -> None:
        """What was mended at the house since the first visit goes on record: nobody leaves a dangerous house."""
        mended = {
            "house_grade": "b" if "housing" in met and household.house_grade in UNSAFE_GRADES else None,
            "water_is_safe": True if "water" in met and household.water_is_safe is False else None,
        }
        values = {name: value for name, value in mended.items() if value is not None}
        if values:
            households.update_household(
                household=household,
                values=values,
                version=household.version,
                actor=self.officer,
                group_id=household.group_id,
            )

    def sign(self, wanted: Sequence[Application], refusal: str = "") -> None:
        """Each household says what it thinks of it, and signs."""
        for application in wanted:
            exits.record_answer(
                actor=self.officer,
                application=application,
                accepts=not refusal,
                said_on=clock.today(),
                signed_by=application.applicant_name,
                paper=self.scan,
                reason=refusal,
            )

    def waiting(self) -> Sequence[Application]:
        """Those who were proposed and not voted on yet."""
        return self.in_state(ApplicationState.FILED, ApplicationState.VISITED)


def play_past(people: Cast, villages: Sequence[Area]) -> Round:
    """The exits of 2015, announced in two villages; the round is closed. Who left is struck a year later."""
    stand_at(OPENED)
    _incomes_of(2013, 2014, villages)
    round_ = _open(people, 2015, "identification-2014")
    roster.state(people, [villages[place] for place in OUT_IN_2015], round_)
    for place in OUT_IN_2015:
        _leave(Leaving(round_, villages[place], people))
        db.session.flush()
    stand_at(CLOSED)
    rounds.close_round(round_=round_, actor=people.county)
    _strike(people, villages[OUT_IN_2015[0]])
    return round_


def _leave(story: Leaving) -> None:
    township, county = story.people.township, story.people.county
    stand_at(PROPOSED)
    story.propose(MOST)
    stand_at(PROPOSED + DAY)
    story.check(story.waiting())
    story.sign(story.waiting())
    stand_at(MEET)
    story.meet()
    stand_at(FIRST)
    story.draw_up()
    story.take("publish_first_notice", story.officer)
    first = story.hang(NoticeKind.FIRST_NOTICE)
    story.photograph_end(NoticeKind.FIRST_NOTICE)
    stand_at(FORWARD)
    story.take_down(first)
    story.take("forward_to_township", story.officer)
    stand_at(REVIEWED)
    story.sample(ReviewLevel.TOWNSHIP, township)
    story.decide(ReviewLevel.TOWNSHIP, township)
    stand_at(SECOND)
    story.take("publish_second_notice", township)
    second = story.hang(NoticeKind.SECOND_NOTICE)
    story.photograph_end(NoticeKind.SECOND_NOTICE)
    stand_at(TO_COUNTY)
    story.take_down(second)
    story.take("forward_to_county", township)
    stand_at(ANNOUNCED - DAY)
    story.sample(ReviewLevel.COUNTY, county)
    story.decide(ReviewLevel.COUNTY, county)
    stand_at(ANNOUNCED)
    story.take("announce", county)
    announcement = story.hang(NoticeKind.ANNOUNCEMENT)
    story.photograph_end(NoticeKind.ANNOUNCEMENT)
    stand_at(ANNOUNCED + 10 * DAY)
    story.take_down(announcement)


def _strike(people: Cast, village: Area) -> None:
    """A year later the county strikes the numbers of one village; in the other it has not done so."""
    homes = db.session.scalars(sa.select(Household).where(Household.village_id == village.id)).all()
    found = registration.memberships([home.id for home in homes])
    for home in homes:
        left = found[home.id].exit
        if left is not None:
            stand_at(left.watch_until + 3 * DAY)
            exits.strike_number(actor=people.county, left=left, household=home)


def play_present(people: Cast, villages: Sequence[Area], today: dt.date) -> None:
    """The exits of the present year: one village collects signatures, in another the first notice hangs."""
    stand_at(today - 40 * DAY)
    here = [villages[UNDER_WAY], villages[ON_THE_WALL]]
    _incomes_of(2014, today.year - 1, here, over=OVER_THE_LINE)
    round_ = _open(people, today.year, "regular-2026")
    roster.state(people, here, round_)
    _under_way(Leaving(round_, here[0], people), today)
    _on_the_wall(Leaving(round_, here[1], people), today)
    watching.play(people, here[0], today)


def _under_way(story: Leaving, today: dt.date) -> None:
    stand_at(today - 12 * DAY)
    proposed = story.propose(PRESENT_MOST)
    stand_at(today - 8 * DAY)
    story.check(proposed[:1], [name for name in GUARANTEES if name != "housing"])
    story.check(proposed[1:-1])
    stand_at(today - 6 * DAY)
    story.sign(proposed[1:2])
    story.sign(proposed[2:3], refusal="老人刚住院，怕以后没有帮扶。")


def _on_the_wall(story: Leaving, today: dt.date) -> None:
    stand_at(today - 20 * DAY)
    proposed = story.propose(PRESENT_MOST)
    stand_at(today - 17 * DAY)
    story.check(proposed)
    story.sign(proposed)
    for application in proposed:
        _compare(story, application)
    stand_at(today - 9 * DAY)
    story.meet()
    stand_at(today - 4 * DAY)
    story.draw_up()
    story.take("publish_first_notice", story.officer)
    story.hang(NoticeKind.FIRST_NOTICE)


def _compare(story: Leaving, application: Application) -> None:
    if story.round.policy.comparison_required and not application.comparisons:
        applications.record_comparison(
            actor=story.people.township,
            application=application,
            compared_on=clock.today(),
            result=ComparisonResult.NO_HIT,
        )


def _open(people: Cast, year: int, profile: str) -> Round:
    return rounds.open_round(
        code=f"{year}-exit",
        year=year,
        area=get_area(COUNTY),
        profile=ground.shipped_profile(profile),
        name_zh=f"{year}年贫困户退出",
        name_en=f"Exits from poverty, {year}",
        kind=RoundKind.EXIT,
        reference_from=dt.date(year - 1, 1, 1),
        reference_until=dt.date(year - 1, 12, 31),
        actor=people.county,
    )


def _incomes_of(before: int, year: int, villages: Sequence[Area], over: int = 0) -> None:
    """Incomes of *year* for households in the register that have none, after those of *before*."""
    known = sa.select(IncomeYear.household_id).where(IncomeYear.year == year)
    rows = db.session.scalars(
        sa.select(IncomeYear)
        .join(Household, Household.id == IncomeYear.household_id)
        .where(
            IncomeYear.year == before,
            IncomeYear.household_id.not_in(known),
            IncomeYear.household_id.in_(registration.in_register()),
            Household.village_id.in_([village.id for village in villages]),
        )
        .options(sa.orm.joinedload(IncomeYear.household))
        .order_by(IncomeYear.household_id)
    ).all()
    db.session.execute(
        sa.insert(IncomeYear),
        [_income(row, year, GROWTH[at % len(GROWTH)], over) for at, row in enumerate(rows)],
    )


def _income(row: IncomeYear, year: int, growth: int, over: int) -> dict[str, object]:
    people = row.household.people
    grown = {
        name: int(getattr(row, name) or 0) * growth // PERCENT
        for name in ("wages_fen", "business_fen", "property_fen", "transfers_fen", "business_cost_fen")
    }
    if over and growth == max(GROWTH):
        grown["wages_fen"] = over * people
    return {"household_id": row.household_id, "year": year, "created_at": clock.now(), **grown}
