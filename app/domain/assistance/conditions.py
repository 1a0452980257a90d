"""What lists and sums ask of plans and measures, as conditions of a statement."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa

from app.core import clock
from app.domain.assistance.models import HouseholdAnswer, HouseholdPlan, Measure, MeasureState
from app.domain.households.models import Household

OPEN_STATES = (MeasureState.PLANNED, MeasureState.BEGUN)


class Lack(StrEnum):
    """What a registered household lacks."""

    PLAN = "plan"
    AGREEMENT = "agreement"
    MEASURE = "measure"


class MeasureShow(StrEnum):
    """Which measures a list shows."""

    OPEN = "open"
    LATE = "late"
    UNANSWERED = "unanswered"
    DENIED = "denied"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


def shown_as(show: MeasureShow) -> sa.ColumnElement[bool]:
    """The condition that a measure belongs to a list."""
    is_done = Measure.state == MeasureState.DONE
    conditions: dict[MeasureShow, sa.ColumnElement[bool]] = {
        MeasureShow.OPEN: Measure.state.in_(OPEN_STATES),
        MeasureShow.LATE: sa.and_(Measure.state.in_(OPEN_STATES), Measure.due_on < clock.today()),
        MeasureShow.UNANSWERED: sa.and_(is_done, Measure.answer.is_(None)),
        MeasureShow.DENIED: Measure.answer == HouseholdAnswer.DENIED,
        MeasureShow.CONFIRMED: Measure.answer == HouseholdAnswer.CONFIRMED,
        MeasureShow.DROPPED: Measure.state == MeasureState.DROPPED,
    }
    return conditions[show]


def lacks(lack: Lack, year: int) -> sa.ColumnElement[bool]:
    """The condition that a household lacks something in a year."""
    planned = sa.exists().where(HouseholdPlan.household_id == Household.id, plan_covers(year))
    if lack is Lack.PLAN:
        return ~planned
    if lack is Lack.AGREEMENT:
        agreed = HouseholdPlan.agreed_on.is_not(None)
        return sa.and_(
            planned, ~sa.exists().where(HouseholdPlan.household_id == Household.id, plan_covers(year), agreed)
        )
    counted = Measure.state != MeasureState.DROPPED
    return ~sa.exists().where(Measure.household_id == Household.id, counted, measure_is_of(year))


def plan_covers(year: int) -> sa.ColumnElement[bool]:
    """The condition that a plan stands and covers a year."""
    length = sa.case((HouseholdPlan.term == "one_year", 1), else_=3)
    return sa.and_(
        HouseholdPlan.ended_on.is_(None),
        HouseholdPlan.first_year <= year,
        HouseholdPlan.first_year + length > year,
    )


def measure_is_of(year: int) -> sa.ColumnElement[bool]:
    """The condition that a measure is due in a year."""
    return Measure.due_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31))
