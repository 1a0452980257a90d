"""What the rules look at, fetched for many households in a few statements, with the limits that hold for each.

Lives here: from rows to facts, numbers that stand in several households, the policy's limits. Does not live here: the
rules (``rules_*.py``), keeping what they find (``service.py``).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased, selectinload

from app.core import clock
from app.core.db import db
from app.domain.areas.models import Area
from app.domain.checkups.facts import CheckupLimits, HouseholdFacts, IncomeFacts, MemberFacts
from app.domain.households.models import Household, IncomeYear, Member
from app.domain.households.rules import business_net_fen
from app.domain.policies import queries as policies
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import LinePurpose

CHUNK = 400

_LIMITS = tuple(field.name for field in fields(CheckupLimits) if field.name.startswith("checkup_"))


@dataclass(frozen=True, slots=True)
class Gathered:
    """One household's facts, where it lies, and the limits that its record is held against."""

    facts: HouseholdFacts
    village_id: int
    limits: CheckupLimits


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """*ids* in portions that a statement can take, each once."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def gather(household_ids: Collection[int]) -> Iterator[Gathered]:
    """The facts of these households, portion by portion."""
    limits = LimitsInForce()
    for ids in chunks(household_ids):
        members, incomes = _members(ids), _incomes(ids)
        phones = _shared(Household.telephone, ids)
        accounts = _shared(Household.bank_account, ids)
        for row in db.session.execute(_households(ids)):
            income = incomes.get(row.id)
            facts = HouseholdFacts(
                number=row.household_no,
                members=tuple(members[row.id]),
                attribute=row.attribute,
                main_cause=row.main_cause,
                other_causes=tuple(row.other_causes or ()),
                income=_income_facts(income) if income else None,
                phone=row.telephone,
                bank_name=row.bank_name,
                bank_account=row.bank_account,
                phone_also_at=tuple(phones[row.id]),
                account_also_at=tuple(accounts[row.id]),
                ref=row.id,
            )
            year = income.year if income else None
            yield Gathered(facts, row.village_id, limits.find(row.village_id, row.data_as_of, year))


class LimitsInForce:
    """The limits by village, day and income year, each policy asked for once."""

    def __init__(self) -> None:
        self._parents: dict[int, int | None] = {}
        self._policies: dict[tuple[int | None, dt.date], Policy | None] = {}
        self._limits: dict[tuple[int | None, dt.date, int | None], CheckupLimits] = {}

    def find(self, village_id: int, as_of: dt.date, income_year: int | None) -> CheckupLimits:
        """The limits for a record of *as_of* in this village whose last income is that of *income_year*."""
        if village_id not in self._parents:
            rows = db.session.execute(sa.select(Area.id, Area.parent_id))
            self._parents = dict(rows.all())
        above = self._parents.get(village_id)
        key = (above, as_of, income_year)
        if key not in self._limits:
            self._limits[key] = _limits_of(self._policy(above, as_of), as_of, income_year)
        return self._limits[key]

    def _policy(self, area_id: int | None, on: dt.date) -> Policy | None:
        """What holds on the record's day; a record older than every policy is held against today's."""
        key = (area_id, on)
        if key not in self._policies:
            area = db.session.get(Area, area_id) if area_id else None
            days = (on, clock.today()) if area else ()
            found = (policies.find_in_force(area, day) for day in days if area)
            profile = next((profile for profile in found if profile), None)
            self._policies[key] = Policy.from_values(profile.values) if profile else None
        return self._policies[key]


def _limits_of(policy: Policy | None, as_of: dt.date, income_year: int | None) -> CheckupLimits:
    if policy is None:
        return CheckupLimits(as_of=as_of)
    line = policy.income_line(income_year, LinePurpose.IDENTIFICATION) if income_year else None
    values: dict[str, Any] = {name: getattr(policy, name) for name in _LIMITS}
    return CheckupLimits(as_of=as_of, income_line_yuan=line.amount_yuan if line else None, **values)


def _households(ids: Sequence[int]) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        Household.id,
        Household.household_no,
        Household.village_id,
        Household.data_as_of,
        Household.attribute,
        Household.main_cause,
        Household.other_causes,
        Household.telephone,
        Household.bank_name,
        Household.bank_account,
    ).where(Household.id.in_(ids))


def _members(ids: Sequence[int]) -> dict[int, list[MemberFacts]]:
    twice = _same_id_number(ids)
    rows = db.session.execute(
        sa.select(Member.__table__).where(Member.household_id.in_(ids)).order_by(Member.sequence, Member.id)
    )
    found: dict[int, list[MemberFacts]] = defaultdict(list)
    for row in rows:
        found[row.household_id].append(
            MemberFacts(
                name=row.name,
                relation=row.relation,
                sex=row.sex,
                id_number=row.id_number,
                birth_on=row.born_on,
                education=row.education,
                student_status=row.student_status,
                health=tuple(row.health or ()),
                labour=row.labour,
                work_place=row.work_place,
                work_months=row.work_months,
                medical_insurance=row.has_medical_insurance,
                pension_insurance=row.has_pension_insurance,
                allowance=row.has_allowance,
                id_also_at=tuple(twice[row.id]),
                ref=row.id,
            )
        )
    return found


def _same_id_number(ids: Sequence[int]) -> dict[int, list[str]]:
    """By member: the households of other members, anywhere, with the same identity number."""
    other = aliased(Member)
    rows = db.session.execute(
        sa.select(Member.id, Household.household_no)
        .join(other, sa.and_(other.id_number == Member.id_number, other.id != Member.id))
        .join(Household, Household.id == other.household_id)
        .where(Member.household_id.in_(ids), Member.id_number != "")
    )
    return _by_id(rows)


def _shared(column: InstrumentedAttribute[str | None], ids: Sequence[int]) -> dict[int, list[str]]:
    """By household: the numbers of other households, anywhere, with the same value in *column*."""
    other = aliased(Household)
    rows = db.session.execute(
        sa.select(Household.id, other.household_no)
        .join(other, sa.and_(getattr(other, column.key) == column, other.id != Household.id))
        .where(Household.id.in_(ids), column != "")
    )
    return _by_id(rows)


def _by_id(rows: sa.Result[int, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row_id, number in rows:
        found[row_id].append(number)
    return found


def _incomes(ids: Sequence[int]) -> dict[int, IncomeYear]:
    """The last year's income of each household."""
    statement = (
        sa.select(IncomeYear)
        .where(IncomeYear.household_id.in_(ids))
        .order_by(IncomeYear.household_id, IncomeYear.year)
        .options(selectinload(IncomeYear.items))
    )
    return {income.household_id: income for income in db.session.scalars(statement)}


def _income_facts(income: IncomeYear) -> IncomeFacts:
    """The year's facts; what items with coefficients leave counts as business income less its cost."""
    transfers = income.transfer_items or {}
    facts = IncomeFacts(
        wages_fen=income.wages_fen,
        business_fen=income.business_fen,
        property_fen=income.property_fen,
        transfers_fen=income.transfers_fen,
        business_cost_fen=income.business_cost_fen,
        allowance_fen=int(transfers.get("allowance", 0)) + int(transfers.get("allowance_first_year", 0)),
        five_guarantee_fen=int(transfers.get("five_guarantee", 0)),
        pension_fen=int(transfers.get("pension", 0)),
        old_age_fen=int(transfers.get("old_age", 0)),
    )
    if not income.items:
        return facts
    sales = sum(item.sales_fen for item in income.items)
    return replace(facts, business_fen=sales, business_cost_fen=sales - business_net_fen(income))
