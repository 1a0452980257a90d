"""What the pages of the yearly re-check say."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.blueprints.exits.forms_recheck import RecheckForm
from app.domain.areas.models import Area
from app.domain.checkups.queries import list_findings
from app.domain.exits import rechecking, rechecks
from app.domain.exits.models import Recheck
from app.domain.exits.rechecking import AMOUNTS
from app.domain.households.models import Household, IncomeYear
from app.domain.households.rules import income_of
from app.domain.policies.rules import Policy
from app.web.curves import Curve, curve

FEN = 100


@dataclass(frozen=True)
class Row:
    """A household in the list: a head last year and this year, against the line."""

    household: Household
    before_fen: int | None
    before_year: int | None
    now_fen: int | None
    is_over: bool | None
    done: Recheck | None


@dataclass(frozen=True)
class Changed:
    """An amount that is asked about, in words."""

    label: str
    before: int
    now: int
    percent: int | None


def page_of(
    household: Household, year: int, form: RecheckForm | None, policy: Policy | None
) -> dict[str, Any]:
    """Everything that the page of one household shows beside its form."""
    before = rechecking.previous(household.incomes, year)
    lines = rechecks.lines_of(household.village)
    return {
        "household": household,
        "year": year,
        "before": rechecking.values_of(before),
        "before_year": before.year if before is not None else None,
        "order": order_of(form, before, policy),
        "findings": list_findings(household.id),
        "done": rechecks.done_in(year, [household.id]).get(household.id),
        "points": rechecking.curve(household.incomes, household.people, lines),
        "drawn": drawn_of(household, lines),
        "jumps": jumps_of(household, year, policy),
        "policy": policy,
        "due": rechecks.is_due(household),
    }


def rows_of(village: Area, year: int) -> list[Row]:
    """Everybody in a village who is re-checked, by number."""
    homes, line = rechecks.list_due(village.id), rechecks.lines_of(village).get(year)
    done = rechecks.done_in(year, [home.id for home in homes])
    return [_row(home, year, line, done.get(home.id)) for home in homes]


def _row(home: Household, year: int, line: int | None, done: Recheck | None) -> Row:
    now = _per_head(home, income_of(home.incomes, year))
    is_over = now > line if now is not None and line is not None else None
    before = rechecking.previous(home.incomes, year)
    before_year = before.year if before is not None else None
    return Row(home, _per_head(home, before), before_year, now, is_over, done)


def _per_head(home: Household, income: IncomeYear | None) -> int | None:
    return rechecking.per_head(income, home.people) if income is not None else None


def label_of(name: str) -> str:
    """The name of an amount or a product."""
    return name.removeprefix("item:") if name.startswith("item:") else _(AMOUNTS[name])


def order_of(form: RecheckForm | None, before: IncomeYear | None, policy: Policy | None) -> list[str]:
    """The amounts in the order of the form: those that changed too much first."""
    if form is None or policy is None:
        return list(AMOUNTS)
    now = {name: getattr(form, name).data or 0 for name in AMOUNTS}
    found = rechecking.jumps(
        {name: fen for name, fen in rechecking.values_of(before).items() if name in AMOUNTS},
        now,
        policy.recheck_jump_percent,
    )
    first = [one.name for one in found]
    return [*first, *(name for name in AMOUNTS if name not in first)]


def jumps_of(household: Household, year: int, policy: Policy | None) -> list[Changed]:
    """What is on record of a year and differs too much from the year before."""
    now = income_of(household.incomes, year)
    if now is None or policy is None:
        return []
    before = rechecking.values_of(rechecking.previous(household.incomes, year))
    found = rechecking.jumps(before, rechecking.values_of(now), policy.recheck_jump_percent)
    return [Changed(label_of(one.name), one.before, one.now, one.percent) for one in found]


def drawn_of(household: Household, lines: dict[int, int]) -> Curve | None:
    """The curve of net income a head in yuan against the line."""
    points = rechecking.curve(household.incomes, household.people, lines)
    return curve([(str(one.year), _yuan(one.income_fen), _yuan(one.line_fen)) for one in points])


def _yuan(fen: int | None) -> int | None:
    return round(fen / FEN) if fen is not None else None
