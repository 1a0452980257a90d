"""The yearly re-check of a household: last year's values, what changed so much that it is asked about, the curve. Pure.

Source: yearly dynamic adjustment of the register: income of the year worked out anew, information brought up to date.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.core.messages import N_
from app.domain.households.entries import IncomeEntry, ItemEntry
from app.domain.households.models import IncomeYear
from app.domain.households.rules import income_of, net_income_fen
from app.domain.policies.rules import Policy

PERCENT = 100
#: between the quantities of one product that stands in several rows
QUANTITIES = "、"
LONGEST_QUANTITY = 40
#: a change of less than this is never asked about, in fen a year
SMALL_FEN = 50_000
#: what is entered -> its name, in the order of the form
AMOUNTS = {
    "wages_fen": N_("Wages"),
    "business_fen": N_("Business of the family, gross"),
    "business_cost_fen": N_("Cost of the business"),
    "property_fen": N_("Property"),
    "transfers_fen": N_("Transfers"),
}


@dataclass(frozen=True)
class Jump:
    """An amount that changed more than the policy lets pass, in fen; *name* is of the field or ``item:<product>``."""

    name: str
    before: int
    now: int

    @property
    def percent(self) -> int | None:
        """By how much of what it was; nothing where there was nothing."""
        return round(PERCENT * (self.now - self.before) / self.before) if self.before else None


@dataclass(frozen=True)
class Point:
    """A year of the curve: income and line a head, in fen, where they are known."""

    year: int
    income_fen: int | None
    line_fen: int | None

    @property
    def is_over(self) -> bool | None:
        """Over the line; unknown without both."""
        if self.income_fen is None or self.line_fen is None:
            return None
        return self.income_fen > self.line_fen


def previous(incomes: Iterable[IncomeYear], year: int) -> IncomeYear | None:
    """The last income on record before *year*: mostly that of the year before."""
    return max((one for one in incomes if one.year < year), key=lambda one: one.year, default=None)


def on_record(incomes: Iterable[IncomeYear], year: int) -> IncomeYear | None:
    """What the form of *year* begins with: that year's income where it is on record, else the last before it."""
    known = list(incomes)
    return income_of(known, year) or previous(known, year)


def values_of(income: IncomeYear | None) -> dict[str, int]:
    """The amounts of a year, and ``item:<product>`` for each of its sales, in fen."""
    if income is None:
        return {}
    found = {name: int(getattr(income, name) or 0) for name in AMOUNTS}
    for item in income.items:
        key = f"item:{item.kind}"
        found[key] = found.get(key, 0) + item.sales_fen
    return found


def values_entered(entry: IncomeEntry) -> dict[str, int]:
    """The same of what is entered now."""
    found = {name: int(getattr(entry, name) or 0) for name in AMOUNTS}
    for item in entry.items:
        key = f"item:{item.kind}"
        found[key] = found.get(key, 0) + item.sales_fen
    return found


def jumps(before: Mapping[str, int], now: Mapping[str, int], limit_percent: int) -> list[Jump]:
    """What changed by more than the limit, the greatest change first; nothing without a year before."""
    if not before:
        return []
    names = dict.fromkeys((*before, *now))
    found = [Jump(name, before.get(name, 0), now.get(name, 0)) for name in names]
    return sorted(
        (one for one in found if _jumps(one, limit_percent)), key=lambda one: -abs(one.now - one.before)
    )


def _jumps(one: Jump, limit_percent: int) -> bool:
    change = abs(one.now - one.before)
    return change > SMALL_FEN and change * PERCENT > one.before * limit_percent


def per_head(income: IncomeYear, people: int) -> int | None:
    """Net income a head of a year, in fen."""
    if people < 1:
        return None
    return int((Decimal(net_income_fen(income)) / people).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def products(income: IncomeYear | None, policy: Policy) -> list[str]:
    """The products of the form: those sold last year first, then the others that have a coefficient."""
    sold = [item.kind for item in income.items] if income is not None else []
    return list(
        dict.fromkeys((*(kind for kind in sold if kind in policy.coefficients), *policy.coefficients))
    )


@dataclass(frozen=True)
class Sale:
    """What was sold of one product in a year, over all its rows."""

    sales_fen: int
    quantity: str = ""


def sales_of(income: IncomeYear | None) -> dict[str, Sale]:
    """product -> what stands on record of a year: the sum of its rows, and how much there was of it."""
    rows = income.items if income is not None else ()
    found: dict[str, Sale] = {}
    for row in rows:
        same = [one for one in rows if one.kind == row.kind]
        quantities = QUANTITIES.join(one.quantity for one in same if one.quantity)
        found[row.kind] = Sale(sum(one.sales_fen for one in same), quantities[:LONGEST_QUANTITY])
    return found


def items_entered(
    sales: Mapping[str, Sale], policy: Policy, on_record: IncomeYear | None, year: int
) -> tuple[ItemEntry, ...]:
    """What was sold in *year*: rows *on_record* stay where their product's sum and quantity did, or where nobody asks.

    Rows of an earlier year are carried over with the policy's coefficient, where there is one; so is what was entered.
    """
    rows, known = on_record.items if on_record is not None else (), sales_of(on_record)
    stays = {kind for kind, one in known.items() if kind not in sales or sales[kind] == one}
    is_carried = on_record is not None and on_record.year != year
    kept = tuple(
        ItemEntry(
            row.kind,
            row.sales_fen,
            str(policy.coefficients.get(row.kind, row.coefficient)) if is_carried else row.coefficient,
            row.quantity or "",
        )
        for row in rows
        if row.kind in stays
    )
    entered = tuple(
        ItemEntry(kind, one.sales_fen, str(policy.coefficients[kind]), one.quantity)
        for kind, one in sales.items()
        if one.sales_fen and kind not in stays
    )
    return kept + entered


def curve(incomes: Iterable[IncomeYear], people: int, lines: Mapping[int, int]) -> list[Point]:
    """Net income a head over the years that have one, against the line of each year (year -> fen)."""
    ordered = sorted(incomes, key=lambda one: one.year)
    return [Point(one.year, per_head(one, people), lines.get(one.year)) for one in ordered]
