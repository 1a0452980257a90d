"""The measures of an area added up: per village, per kind, per sub-plan and way, per unit that does them, per source.

Every function takes a constant number of statements, whatever the number of households. A year's measures are those
due in it, dropped ones apart. What other rooms ask stands here: :func:`list_rows`, :func:`sum_by_kind`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import db
from app.core.keeping import Looking
from app.core.types import whole_sum
from app.domain.areas.models import Area
from app.domain.areas.reach import Places
from app.domain.assistance.catalogue import BY_VALUE, KINDS, FiveWay, Kind
from app.domain.assistance.conditions import OPEN_STATES, measure_is_of, plan_covers
from app.domain.assistance.models import (
    HelpVisit,
    HouseholdAnswer,
    HouseholdPlan,
    Measure,
    MeasureState,
    PlanPart,
)
from app.domain.funds.models import Account, Batch
from app.domain.households.models import Household
from app.domain.pairings.conditions import is_registered_now

Statement = sa.Select[*tuple[Any, ...]]
#: how many numbers a :class:`PlaceRow` has
NUMBERS = 11


@dataclass(frozen=True)
class PlaceRow:
    """One place in a year: registered households, those with a plan, the measures and how far they are, visits."""

    place: Area
    households: int = 0
    planned: int = 0
    agreed: int = 0
    measures: int = 0
    done: int = 0
    confirmed: int = 0
    denied: int = 0
    late: int = 0
    cost_fen: int = 0
    visits: int = 0
    visited: int = 0


@dataclass(frozen=True)
class Sum:
    """Measures added up: *people* of the households, each household once; *quantity* is of one kind only.

    *unpriced* are those of which nobody wrote down what they cost: *cost_fen* is without them.
    """

    households: int = 0
    people: int = 0
    measures: int = 0
    quantity: float = 0
    cost_fen: int = 0
    done: int = 0
    confirmed: int = 0
    unpriced: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        """Those of two places together: no household is in both."""
        return Sum(*(getattr(self, one) + getattr(other, one) for one in Sum.__dataclass_fields__))

    @property
    def is_cost_open(self) -> bool:
        """Nobody wrote down what any of them costs: nought would be no fact."""
        return 0 < self.measures == self.unpriced


@dataclass(frozen=True)
class Task:
    """What one unit (and person) does of one kind of measure by when. *open_until* is the last day still to come.

    *cost_fen* is nothing where nobody wrote down what any of them costs.
    """

    unit: str
    person: str
    kind: Kind
    households: int
    measures: int
    done: int
    cost_fen: int | None
    open_until: dt.date | None


@dataclass(frozen=True)
class Source:
    """What measures take from one fund batch, or (without one) from elsewhere."""

    batch: Batch | None
    measures: int
    cost_fen: int


@dataclass(frozen=True)
class Overdrawn:
    """Measures plan to take more from what a batch gave to a place than it gave."""

    account: Account
    planned_fen: int


def list_rows(places: Places, year: int, looking: Looking) -> list[PlaceRow]:
    """The villages of *places*, by code; of several townships these. Statements do not grow with them."""
    names = [name for name in PlaceRow.__dataclass_fields__ if name != "place"]
    key = ("help of villages", year, clock.today())
    found = places.gather(looking, key, lambda paths: _by_village(paths, year))
    return [
        PlaceRow(place, **dict(zip(names, found.get(place.id, ()), strict=False))) for place in places.parts
    ]


def _by_village(paths: Sequence[str], year: int) -> dict[str, list[int]]:
    """village's path -> the numbers of its :class:`PlaceRow` in their order. Four statements."""
    found: dict[str, list[int]] = {}
    before = 0
    for statement, more in ((_registered(), 1), (_plans(year), 2), (_measures(year), 6), (_visits(year), 2)):
        counted = statement.where(Area.path.in_(paths)).group_by(Household.village_id)
        for path, *numbers in db.session.execute(counted):
            found.setdefault(path, [0] * NUMBERS)[before : before + more] = map(int, numbers)
        before += more
    return found


def _counted(*numbers: Any) -> Statement:
    """Numbers of households beside the path of their village."""
    by_path = sa.select(sa.func.min(Area.path), *numbers)
    return by_path.select_from(Household).join(Area, Area.id == Household.village_id)


def _registered() -> Statement:
    return _counted(sa.func.count()).where(is_registered_now())


def _plans(year: int) -> Statement:
    agreed = sa.case((HouseholdPlan.agreed_on.is_not(None), HouseholdPlan.household_id))
    counts = (sa.func.count(HouseholdPlan.household_id.distinct()), sa.func.count(agreed.distinct()))
    return (
        _counted(*counts)
        .join(HouseholdPlan, HouseholdPlan.household_id == Household.id)
        .where(plan_covers(year))
    )


def _measures(year: int) -> Statement:
    late = sa.and_(Measure.state.in_(OPEN_STATES), Measure.due_on < clock.today())
    return (
        _counted(
            sa.func.count(),
            _number(Measure.state == MeasureState.DONE),
            _number(Measure.answer == HouseholdAnswer.CONFIRMED),
            _number(Measure.answer == HouseholdAnswer.DENIED),
            _number(late),
            whole_sum(Measure.cost_fen),
        )
        .join(Measure, Measure.household_id == Household.id)
        .where(_of_year(year))
    )


def _visits(year: int) -> Statement:
    return (
        _counted(sa.func.count(), sa.func.count(HelpVisit.household_id.distinct()))
        .join(HelpVisit, HelpVisit.household_id == Household.id)
        .where(
            HelpVisit.withdrawn_on.is_(None),
            HelpVisit.visited_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31)),
        )
    )


def _number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return whole_sum(sa.case((condition, 1), else_=0))


def _of_year(year: int) -> sa.ColumnElement[bool]:
    return sa.and_(Measure.state != MeasureState.DROPPED, measure_is_of(year))


def add_up(rows: Sequence[PlaceRow]) -> dict[str, int]:
    """The rows' numbers added up, by name."""
    names = [name for name in PlaceRow.__dataclass_fields__ if name != "place"]
    return {name: sum(getattr(row, name) for row in rows) for name in names}


def sum_by_kind(path: str, year: int) -> dict[str, Sum]:
    """kind -> what the measures of a year come to. One statement."""
    return _sums(path, year, Measure.kind)


def sum_by_part(path: str, year: int) -> dict[str, Sum]:
    """sub-plan -> the same; what belongs to none of the six stands under ``""``."""
    return _sums(path, year, _mapped({kind.value: kind.part.value for kind in KINDS if kind.part}))


def sum_by_way(path: str, year: int) -> dict[str, Sum]:
    """one of the five ways -> the same; what belongs to none stands under ``""``."""
    return _sums(path, year, _way())


def sum_by_way_of_villages(paths: Sequence[str], year: int) -> dict[str, dict[str, Sum]]:
    """village's path -> way -> the same; under ``"all"`` all measures, each household once. Two statements."""
    found: dict[str, dict[str, Sum]] = {}
    for key in (_way(), sa.literal("all")):
        for row in db.session.execute(_summed(year, Area.path.in_(paths), key, Area.path)):
            found.setdefault(row[1], {})[row[0]] = _sum(row[2:])
    return found


def _way() -> sa.ColumnElement[str]:
    return _mapped({kind.value: kind.way.value for kind in KINDS if kind.way})


def sum_of_all(path: str, year: int) -> Sum:
    """All measures of a year, each household once."""
    return _sums(path, year, sa.literal("all")).get("all", Sum())


def _mapped(names: dict[str, str]) -> sa.ColumnElement[str]:
    return sa.case(names, value=Measure.kind, else_="")


def _sums(path: str, year: int, key: Any) -> dict[str, Sum]:
    rows = db.session.execute(_summed(year, Area.path.startswith(path, autoescape=True), key))
    return {row[0]: _sum(row[1:]) for row in rows}


def _sum(numbers: Sequence[Any]) -> Sum:
    households, people, measures, quantity, *others = numbers
    return Sum(int(households), int(people), int(measures), float(quantity), *map(int, others))


def _summed(year: int, within: sa.ColumnElement[bool], key: Any, *more: Any) -> Statement:
    """By *key* (and *more* columns of the household's village): the fields of :class:`Sum` in their order."""
    apart = [one.label(f"apart_{number}") for number, one in enumerate(more)]
    each = (
        sa.select(
            key.label("gathered"),
            *apart,
            Household.people,
            sa.func.count().label("measures"),
            sa.func.coalesce(sa.func.sum(Measure.quantity), 0).label("quantity"),
            whole_sum(Measure.cost_fen).label("cost"),
            _number(Measure.state == MeasureState.DONE).label("done"),
            _number(Measure.answer == HouseholdAnswer.CONFIRMED).label("confirmed"),
            _number(Measure.cost_fen.is_(None)).label("unpriced"),
        )
        .join(Household, Household.id == Measure.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(_of_year(year), within)
        .group_by(sa.text("gathered"), *more, Household.id, Household.people)
        .subquery()
    )
    by = [each.c.gathered, *(each.c[one.name] for one in apart)]
    names = ("people", "measures", "quantity", "cost", "done", "confirmed", "unpriced")
    return sa.select(*by, sa.func.count(), *(sa.func.sum(each.c[name]) for name in names)).group_by(*by)


def list_tasks(path: str, year: int, *, by_person: bool) -> list[Task]:
    """Who does what of a year's measures by when, by unit and kind (and person). One statement."""
    person: Any = Measure.person if by_person else sa.literal("")
    open_until = sa.func.max(sa.case((Measure.state.in_(OPEN_STATES), Measure.due_on)))
    statement = (
        sa.select(
            Measure.unit,
            person.label("who"),
            Measure.kind,
            sa.func.count(Measure.household_id.distinct()),
            sa.func.count(),
            _number(Measure.state == MeasureState.DONE),
            sa.func.sum(Measure.cost_fen),
            open_until,
        )
        .join(Household, Household.id == Measure.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(_of_year(year), Area.path.startswith(path, autoescape=True))
        .group_by(Measure.unit, sa.text("who"), Measure.kind)
        .order_by(Measure.unit, sa.text("who"), Measure.kind)
    )
    return [
        Task(
            unit=unit,
            person=who,
            kind=BY_VALUE[kind],
            households=int(households),
            measures=int(measures),
            done=int(done),
            cost_fen=None if cost is None else int(cost),
            open_until=_day(until),
        )
        for unit, who, kind, households, measures, done, cost, until in db.session.execute(statement)
    ]


def _day(value: Any) -> dt.date | None:
    """A day as the database hands back the largest of an expression."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def list_sources(path: str, year: int) -> list[Source]:
    """What a year's measures take from each fund batch, those without one last. Two statements."""
    batch_id: Any = sa.func.coalesce(Measure.batch_id, Account.batch_id)
    statement = (
        sa.select(batch_id, sa.func.count(), whole_sum(Measure.cost_fen))
        .join(Household, Household.id == Measure.household_id)
        .join(Area, Area.id == Household.village_id)
        .outerjoin(Account, Account.id == Measure.account_id)
        .where(_of_year(year), Area.path.startswith(path, autoescape=True))
        .group_by(batch_id)
    )
    rows = db.session.execute(statement).all()
    wanted = [row[0] for row in rows if row[0] is not None]
    batches = {one.id: one for one in db.session.scalars(sa.select(Batch).where(Batch.id.in_(wanted)))}
    found = [Source(batches.get(row[0] or 0), int(row[1]), int(row[2])) for row in rows]
    return sorted(found, key=lambda one: (one.batch is None, one.batch.number if one.batch else ""))


def list_overdrawn(path: str) -> list[Overdrawn]:
    """Where measures plan to take more from what a batch gave to a place than it gave. One statement."""
    planned = whole_sum(Measure.cost_fen)
    statement = (
        sa.select(Account, planned)
        .join(Measure, Measure.account_id == Account.id)
        .join(Household, Household.id == Measure.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(Measure.state != MeasureState.DROPPED, Area.path.startswith(path, autoescape=True))
        .group_by(Account.id)
        .having(planned > Account.allocated_fen)
        .options(joinedload(Account.batch), joinedload(Account.project))
        .order_by(Account.id)
    )
    return [Overdrawn(account, int(total)) for account, total in db.session.execute(statement)]


def list_of_year(village: Area, year: int) -> Sequence[Measure]:
    """The measures of one village in a year, household by household, with their sources."""
    statement = (
        sa.select(Measure)
        .join(Household, Household.id == Measure.household_id)
        .where(_of_year(year), Household.village_id == village.id)
        .options(
            joinedload(Measure.household).joinedload(Household.group),
            joinedload(Measure.batch),
            joinedload(Measure.account).joinedload(Account.batch),
        )
        .order_by(Household.household_no, Measure.due_on, Measure.id)
    )
    return db.session.scalars(statement).all()


#: the six sub-plans in their order
SUB_PLANS = tuple(part for part in PlanPart if part not in (PlanPart.WHOLE, PlanPart.TASKS))
WAYS = tuple(FiveWay)
