"""Plans, measures and visits of this year: a dozen households in each village, from the cause to what they confirm.

Everything is invented. Who has a helper comes first; one household denies what is noted as done, some measures are
late, and to many nobody came this quarter: the lists have something on them.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.commands.demonstration.ground import Cast
from app.commands.demonstration.story import stand_at
from app.core.db import db
from app.core.permissions import Actor
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import find_ancestor
from app.domain.assistance import area_plans, queries, service, visits
from app.domain.assistance.catalogue import BY_VALUE, Category
from app.domain.assistance.models import (
    HouseholdAnswer,
    HouseholdPlan,
    Measure,
    Need,
    PlanPart,
    Term,
    Visitor,
)
from app.domain.assistance.service import MeasureValues
from app.domain.assistance.visits import VisitWords
from app.domain.households.models import Household, Registration
from app.domain.pairings.models import Helper, Pairing
from app.domain.pairings.queries import helpers_of

#: households of each village that have a plan, and measures of each plan
HOUSEHOLDS, MEASURES = 12, 2
#: how far into the part of the year that is over each stage lies, in percent
PLANNED, VISITED, DONE, ASKED, VISITED_AGAIN = 5, 45, 70, 80, 95
YUAN = 100
#: kind -> (quantity, yuan for one)
PRICES: dict[str, tuple[float, int]] = {
    "cattle": (2, 7_500),
    "pigs": (4, 1_200),
    "sheep": (10, 900),
    "poultry": (80, 25),
    "crops": (3, 600),
    "orchard": (2.5, 1_800),
    "cooperative": (5, 1_000),
    "small_loan": (1, 0),
    "skills_training": (1, 800),
    "house_repair": (1, 12_000),
    "house_rebuilding": (1, 35_000),
    "relocation": (4, 12_000),
    "school_aid": (1, 2_000),
    "vocational_school": (1, 3_000),
    "drinking_water": (1, 1_500),
    "entry_road": (60, 120),
    "medical_aid": (1, 3_000),
    "toilet": (1, 1_600),
}
UNITS = {
    Category.INDUSTRY: "镇农业服务中心",
    Category.TRAINING: "镇就业服务站",
    Category.POST: "村民委员会",
    Category.LOAN: "镇信用社",
    Category.HOUSING: "镇村建办",
    Category.RELOCATION: "镇移民工作站",
    Category.SCHOOL: "镇中心校",
    Category.ALLOWANCE: "镇民政办",
    Category.MEDICAL: "镇卫生院",
    Category.LIVING: "村民委员会",
}
RESULTS = {
    Category.INDUSTRY: "已发放到户，长势正常。",
    Category.HOUSING: "房屋已完工，验收合格。",
    Category.SCHOOL: "资助已到账。",
}
HEARD = (
    "想再多养几头，缺圈舍。",
    "孩子下学期要住校。",
    "老人看病报销不清楚怎么办。",
    "家里一切正常。",
    "想学手艺，不知道找谁。",
)
ACTED = (
    "讲了圈舍补助的办法。",
    "联系学校办理资助。",
    "陪同到卫生院问清报销手续。",
    "核对了登记信息。",
    "报名参加镇上的培训。",
)
OPEN = "圈舍图纸还没有定，下月由村里答复。"
WORDS = {
    PlanPart.WHOLE: "以户定策、一户一策。先保住房、饮水、上学、看病，再发展产业；每项措施都由农户确认。",
    PlanPart.INDUSTRY: "以养牛、养猪和林果为主，短项目当年见效，长项目三年成园。",
    PlanPart.HOUSING: "D级重建、C级维修，入冬前完工。",
    PlanPart.TASKS: "各单位按分工落实，每半月向乡镇报一次进展。",
}


@dataclass(frozen=True)
class Year:
    """The part of the present year that is over: days are told in percent of it."""

    today: dt.date

    def day(self, percent: int) -> dt.date:
        """The day so far into it; never before the second of January, always before today."""
        first = dt.date(self.today.year, 1, 2)
        over = max(0, (self.today - first).days - 1)
        return first + dt.timedelta(days=over * percent // 100)

    @property
    def autumn(self) -> dt.date:
        """When early measures are due: some of them late by now."""
        return self.day(90)


def play(people: Cast, villages: Sequence[Area], today: dt.date) -> None:
    """Everything until the day before *today*; the clock stands there afterwards."""
    year = Year(today)
    chosen = [(people.officers[village.id], one) for village in villages for one in _households(village)]
    helpers = helpers_of([household.id for _, household in chosen])
    stand_at(year.day(PLANNED))
    made = [_plan(actor, household, helpers, year, at) for at, (actor, household) in enumerate(chosen)]
    _write(people.township, villages[0], today.year)
    stand_at(year.day(VISITED))
    for at, (actor, household) in enumerate(chosen):
        if at % 4:
            _visit(actor, household, helpers, year.day(VISITED), at)
    stand_at(year.day(DONE))
    finished = list(_finish(made, year.day(DONE)))
    stand_at(year.day(ASKED))
    _ask(finished, year.day(ASKED))
    stand_at(year.day(VISITED_AGAIN))
    for at, (actor, household) in enumerate(chosen):
        if at % 3 == 1:
            _visit(actor, household, helpers, year.day(VISITED_AGAIN), at + 1)


def _households(village: Area) -> Sequence[Household]:
    """Registered households of a village, those with a helper first."""
    paired = sa.exists().where(Pairing.household_id == Household.id, Pairing.ended_on.is_(None))
    statement = (
        sa.select(Household)
        .where(
            Household.village_id == village.id,
            sa.exists().where(Registration.household_id == Household.id, Registration.struck_on.is_(None)),
        )
        .options(selectinload(Household.members), joinedload(Household.village))
        .order_by(~paired, Household.household_no)
        .limit(HOUSEHOLDS)
    )
    return db.session.scalars(statement).all()


def _plan(
    actor: Actor, household: Household, helpers: dict[int, Helper], year: Year, at: int
) -> tuple[Actor, list[Measure]]:
    """A household's plan with its first measures, agreed by most."""
    term = Term.THREE_YEARS if at % 5 == 0 else Term.ONE_YEAR
    plan = service.draw_up_plan(
        actor=actor,
        household=household,
        term=term,
        first_year=year.today.year,
        needs=[Need.INCOME] if at % 2 else [Need.INCOME, Need.SKILLS],
        goal="住房、饮水、上学、看病有保障，人均纯收入稳定超过标准。",
    )
    if at % 6 and household.head is not None:
        service.agree_plan(actor=actor, plan=plan, agreed_on=year.day(PLANNED), agreed_by=household.head_name)
    return actor, list(_measures(actor, household, plan, helpers, year, at))


def _measures(
    actor: Actor, household: Household, plan: HouseholdPlan, helpers: dict[int, Helper], year: Year, at: int
) -> Iterator[Measure]:
    proposals = queries.list_proposals(household, [Need.INCOME])[:MEASURES]
    accounts = queries.list_sources(household) if at % 2 else []
    for number, proposal in enumerate(proposals):
        kind = proposal.kind
        quantity, price = PRICES.get(kind.value, (float(proposal.quantity or 1), 0))
        own = accounts[0] if accounts and kind.category is Category.INDUSTRY else None
        helper = helpers.get(household.id)
        yield service.add_measure(
            actor=actor,
            household=household,
            plan=plan,
            values=MeasureValues(
                kind=kind.value,
                due_on=dt.date(year.today.year, 12, 31) if number else year.autumn,
                quantity=quantity,
                cost_fen=round(quantity * price) * YUAN if price else None,
                account_id=own.id if own else None,
                source_note="" if own or not price else "部门专项资金",
                unit=UNITS[kind.category],
                person=helper.name if helper else "",
            ),
        )


def _finish(made: Sequence[tuple[Actor, list[Measure]]], on: dt.date) -> Iterator[tuple[Actor, Measure]]:
    """Two of three households have got their first measure."""
    for at, (actor, measures) in enumerate(made):
        if at % 3 and measures:
            category = BY_VALUE[measures[0].kind].category
            is_house = category is Category.HOUSING
            service.finish_measure(
                actor=actor,
                measure=measures[0],
                done_on=on,
                result=RESULTS.get(category, "已落实到户。"),
                gain_fen=150_000 if category is Category.INDUSTRY else None,
                grade_after="a" if is_house else None,
            )
            yield actor, measures[0]


def _ask(finished: Sequence[tuple[Actor, Measure]], on: dt.date) -> None:
    """Most are asked; one denies it."""
    for at, (actor, measure) in enumerate(finished):
        if at % 4 == 3:
            continue
        is_denied = at == 5
        service.answer_measure(
            actor=actor,
            measure=measure,
            answer=HouseholdAnswer.DENIED if is_denied else HouseholdAnswer.CONFIRMED,
            answered_on=on,
            answered_by=measure.household.head_name,
            words="只到了一半，另一半说是过段时间再发。" if is_denied else "",
        )


def _visit(actor: Actor, household: Household, helpers: dict[int, Helper], on: dt.date, at: int) -> None:
    helper = helpers.get(household.id)
    visits.record_visit(
        actor=actor,
        household=household,
        visited_on=on,
        visitor=Visitor.HELPER if helper else Visitor.TEAM,
        visitors=[helper.name if helper else actor.name],
        words=VisitWords(
            heard=HEARD[at % len(HEARD)],
            done=ACTED[at % len(ACTED)],
            solved=ACTED[at % len(ACTED)] if at % 2 else "",
            left_open=OPEN if at % 5 == 0 else "",
        ),
        minutes=40 + at % 5 * 10,
        signed_by=household.head_name,
    )


def _write(actor: Actor, village: Area, year: int) -> None:
    """The words of the township's and of one village's plan."""
    township = find_ancestor(village, AreaLevel.TOWNSHIP)
    for area in (township, village):
        for part, words in WORDS.items():
            if area is not None:
                area_plans.write_part(actor=actor, area=area, year=year, part=part, words=words)
