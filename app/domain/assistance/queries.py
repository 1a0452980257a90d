"""Reading plans, measures and visits: one household's, and pages of them. Sums of areas: ``gathering.py``."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import db
from app.core.keeping import Looking
from app.core.paging import Page, paginate
from app.core.rows import get_only, lock_row
from app.domain.areas.models import Area
from app.domain.areas.reach import Places
from app.domain.assistance import rules
from app.domain.assistance.catalogue import KINDS, Category
from app.domain.assistance.conditions import (
    OPEN_STATES,
    Lack,
    MeasureShow,
    lacks,
    measure_is_of,
    plan_covers,
    shown_as,
)
from app.domain.assistance.models import (
    HelpVisit,
    HouseholdPlan,
    Measure,
    MeasureState,
    PlanPart,
    PlanWords,
    Visitor,
)
from app.domain.funds.models import Account, Batch
from app.domain.households.models import Household, Registration
from app.domain.projects.models import ProjectPlace

#: of a household's visits so many stand on its page
MOST_VISITS = 20


def get_measure(measure_id: int) -> Measure:
    """The measure with this id, with household, plan and source; raises :class:`NotFound`."""
    statement = sa.select(Measure).where(Measure.id == measure_id)
    return get_only(statement.options(*_WITH_SOURCE))


def get_visit(number: str) -> HelpVisit:
    """The visit with this number; raises :class:`NotFound`."""
    household = joinedload(HelpVisit.household).joinedload(Household.village)
    return get_only(sa.select(HelpVisit).where(HelpVisit.number == number).options(household))


def lock_measure(measure_id: int) -> Measure:
    """The measure as it stands now in the database, held until the transaction ends."""
    return lock_row(Measure, measure_id)


def lock_plan(plan_id: int) -> HouseholdPlan:
    """The plan as it stands now in the database, held until the transaction ends."""
    return lock_row(HouseholdPlan, plan_id)


def lock_household(household_id: int) -> Household:
    """The household's row, held until the transaction ends: two plans of one term do not begin at once."""
    return lock_row(Household, household_id)


def is_registered(household_id: int) -> bool:
    """Whether a household stands in the register of the poor."""
    return bool(db.session.scalar(sa.select(_stands(household_id))))


def _stands(household_id: Any) -> sa.ColumnElement[bool]:
    return sa.exists().where(Registration.household_id == household_id, Registration.struck_on.is_(None))


def list_plans(household_id: int) -> Sequence[HouseholdPlan]:
    """A household's plans, those that stand first, the newest first."""
    statement = sa.select(HouseholdPlan).where(HouseholdPlan.household_id == household_id)
    order = (HouseholdPlan.ended_on.is_not(None), HouseholdPlan.first_year.desc(), HouseholdPlan.id.desc())
    return db.session.scalars(statement.order_by(*order)).all()


def get_plan(plan_id: int) -> HouseholdPlan:
    """The plan with this id; raises :class:`NotFound`."""
    household = joinedload(HouseholdPlan.household).joinedload(Household.village)
    return get_only(sa.select(HouseholdPlan).where(HouseholdPlan.id == plan_id).options(household))


def find_plan(household_id: int, day: dt.date) -> HouseholdPlan | None:
    """The plan that stands and covers a day, the shorter one first; to which a new measure belongs."""
    plans = [one for one in list_plans(household_id) if one.ended_on is None]
    covering = [one for one in plans if one.first_year <= day.year <= one.last_year]
    return min(covering, key=lambda one: one.term.years, default=None)


_WITH_SOURCE = (
    joinedload(Measure.household).joinedload(Household.village),
    joinedload(Measure.member),
    joinedload(Measure.plan),
    joinedload(Measure.batch),
    joinedload(Measure.account).joinedload(Account.batch),
    joinedload(Measure.account).joinedload(Account.project),
)


def list_measures(household_id: int) -> Sequence[Measure]:
    """A household's measures: those to be done by their day, then the others, the newest first."""
    is_over = Measure.state.not_in(OPEN_STATES)
    statement = sa.select(Measure).where(Measure.household_id == household_id).options(*_WITH_SOURCE)
    return db.session.scalars(statement.order_by(is_over, Measure.due_on, Measure.id)).all()


def list_visits(household_id: int, most: int = MOST_VISITS) -> Sequence[HelpVisit]:
    """A household's last visits, the newest first, withdrawn ones among them."""
    statement = sa.select(HelpVisit).where(HelpVisit.household_id == household_id)
    order = (HelpVisit.visited_on.desc(), HelpVisit.id.desc())
    return db.session.scalars(statement.order_by(*order).limit(most)).all()


def page_visits(places: Places, *, visitor: Visitor | None = None, number: int = 1) -> Page[HelpVisit]:
    """The visits in *places*, the newest first, withdrawn ones among them."""
    statement = (
        sa.select(HelpVisit)
        .join(Household, Household.id == HelpVisit.household_id)
        .where(places.holds(Household.village_id))
        .options(joinedload(HelpVisit.household).joinedload(Household.village))
        .order_by(HelpVisit.visited_on.desc(), HelpVisit.id.desc())
    )
    if visitor is not None:
        statement = statement.where(HelpVisit.visitor == visitor)
    return paginate(statement, number)


def page_measures(
    places: Places,
    *,
    category: Category | None = None,
    show: MeasureShow | None = None,
    number: int = 1,
) -> Page[Measure]:
    """Measures in *places*, by the day on which they are due."""
    statement = (
        sa.select(Measure)
        .join(Household, Household.id == Measure.household_id)
        .where(places.holds(Household.village_id))
        .options(*_WITH_SOURCE)
        .order_by(Measure.due_on, Measure.id)
    )
    if category is not None:
        statement = statement.where(
            Measure.kind.in_([one.value for one in KINDS if one.category is category])
        )
    if show is not None:
        statement = statement.where(shown_as(show))
    return paginate(statement, number)


def page_households(
    places: Places, looking: Looking, *, lack: Lack | None = None, number: int = 1
) -> Page[Household]:
    """The registered households of *places*, by number; with *lack* those that lack something this year."""
    year = clock.today().year
    wanted = [_stands(Household.id), *([lacks(lack, year)] if lack is not None else [])]

    def count(paths: Sequence[str]) -> dict[str, tuple[int]]:
        rows = sa.select(Area.path, sa.func.count()).join(Household, Household.village_id == Area.id)
        counted = rows.where(Area.path.in_(paths), *wanted).group_by(Area.path)
        return {path: (int(number),) for path, number in db.session.execute(counted)}

    counted = places.gather(looking, ("households of plans", lack, clock.today()), count)
    statement = (
        sa.select(Household)
        .where(places.holds(Household.village_id), *wanted)
        .options(joinedload(Household.village), joinedload(Household.group))
        .order_by(Household.household_no, Household.id)
    )
    return paginate(statement, number, total=sum(one for [one] in counted.values()))


@dataclass(frozen=True)
class Held:
    """What a household has this year, for a line of a list."""

    has_plan: bool = False
    measures: int = 0
    done: int = 0
    last_visit: dt.date | None = None


def load_held(household_ids: Collection[int]) -> dict[int, Held]:
    """household id -> what it has this year. Three statements, however many."""
    ids, year = list(household_ids), clock.today().year
    plans = sa.select(HouseholdPlan.household_id).where(
        HouseholdPlan.household_id.in_(ids), plan_covers(year)
    )
    planned = set(db.session.scalars(plans))
    is_done = sa.case((Measure.state == MeasureState.DONE, 1), else_=0)
    counted = (
        sa.select(Measure.household_id, sa.func.count(), sa.func.sum(is_done))
        .where(Measure.household_id.in_(ids), Measure.state != MeasureState.DROPPED, measure_is_of(year))
        .group_by(Measure.household_id)
    )
    measures = {row[0]: (int(row[1]), int(row[2])) for row in db.session.execute(counted)}
    last = (
        sa.select(HelpVisit.household_id, sa.func.max(HelpVisit.visited_on))
        .where(HelpVisit.household_id.in_(ids), HelpVisit.withdrawn_on.is_(None))
        .group_by(HelpVisit.household_id)
    )
    visits = {row[0]: row[1] for row in db.session.execute(last)}
    return {one: Held(one in planned, *measures.get(one, (0, 0)), last_visit=visits.get(one)) for one in ids}


def list_sources(household: Household) -> Sequence[Account]:
    """What fund batches gave to projects of the household's village, township or county, the newest first."""
    above = [int(step) for step in household.village.path.split("/") if step]
    statement = (
        sa.select(Account)
        .join(ProjectPlace, ProjectPlace.id == Account.place_id)
        .join(Batch, Batch.id == Account.batch_id)
        .where(ProjectPlace.area_id.in_(above), Account.allocated_fen > 0)
        .options(joinedload(Account.batch), joinedload(Account.project))
        .order_by(Batch.document_on.desc(), Account.id.desc())
    )
    return db.session.scalars(statement).all()


def list_batches(household: Household) -> Sequence[Batch]:
    """The fund batches held by the household's township or county, the newest first."""
    above = [int(step) for step in household.village.path.split("/") if step]
    statement = sa.select(Batch).where(Batch.area_id.in_(above), Batch.received_fen > 0)
    return db.session.scalars(statement.order_by(Batch.document_on.desc(), Batch.id.desc())).all()


def count_planned_fen(account_id: int, except_id: int | None = None) -> int:
    """Fen that measures plan to take from what a batch gave to a place, dropped ones apart."""
    statement = sa.select(sa.func.coalesce(sa.func.sum(Measure.cost_fen), 0)).where(
        Measure.account_id == account_id, Measure.state != MeasureState.DROPPED
    )
    if except_id is not None:
        statement = statement.where(Measure.id != except_id)
    return int(db.session.scalar(statement) or 0)


def load_words(area: Area, year: int) -> dict[PlanPart, PlanWords]:
    """part -> what is written into it for a year; parts without words are missing."""
    statement = sa.select(PlanWords).where(PlanWords.area_id == area.id, PlanWords.year == year)
    return {row.part: row for row in db.session.scalars(statement.order_by(PlanWords.id))}


def find_words_before(area: Area, year: int, part: PlanPart) -> PlanWords | None:
    """What was written into a part in the last year before that has words: they are offered again."""
    statement = sa.select(PlanWords).where(
        PlanWords.area_id == area.id, PlanWords.part == part, PlanWords.year < year
    )
    return db.session.scalar(statement.order_by(PlanWords.year.desc()).limit(1))


def list_proposals(household: Household, needs: Collection[Any] = ()) -> list[rules.Proposal]:
    """What to look at first for a household, without what it already has this year."""
    year = clock.today().year
    statement = sa.select(Measure.kind).where(
        Measure.household_id == household.id, Measure.state != MeasureState.DROPPED, measure_is_of(year)
    )
    has = set(db.session.scalars(statement))
    return [one for one in rules.propose(rules.facts_of(household, needs)) if one.kind.value not in has]
