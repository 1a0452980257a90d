"""The ledger on the desk: payments without a voucher, money that is late, sums that disagree, what else is wrong."""

from collections import Counter
from collections.abc import Callable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.desk.presenter import Item
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area
from app.domain.areas.queries import list_areas_at
from app.domain.funds.checks import RULE_LABELS, Weight, check
from app.domain.rounds.models import Round, RoundKind
from app.domain.rounds.queries import list_open_rounds

NO_VOUCHER = ("no_voucher", "no_file")
LATE = ("late_allocation", "left_over")
DISAGREE = ("sum", "over_budget", "promised_twice", "contract_not_award", "entered_twice")


def items(actor: Actor) -> list[Item]:
    """What is not as it should be in the books of each open year, by kind: the sums first."""
    areas = list_areas_at(actor.paths_for(Permission.FUND_RECORD))
    return [
        item
        for area in areas
        for round_ in list_open_rounds(area, RoundKind.FUNDS)
        for item in _items(area, round_)
    ]


def _items(area: Area, round_: Round) -> list[Item]:
    found = check(area, round_)
    counted = Counter(one.rule for one in found)
    wrong = {one.rule for one in found if one.weight is Weight.WRONG}
    others = tuple(rule for rule in RULE_LABELS if rule not in (*NO_VOUCHER, *LATE, *DISAGREE))
    kinds: tuple[tuple[tuple[str, ...], Callable[[int], str]], ...] = (
        (DISAGREE, _disagree),
        (LATE, _late),
        (NO_VOUCHER, _without_voucher),
        (others, _other),
    )
    lines = []
    for rules, words in kinds:
        there = [rule for rule in rules if counted[rule]]
        if there:
            number = sum(counted[rule] for rule in there)
            rule = there[0] if len(there) == 1 else None
            url = url_for("funds.check", year=round_.code, area=area.code, rule=rule)
            lines.append(Item(words(number), url, "bad" if wrong & set(there) else "warn"))
    return lines


def _disagree(number: int) -> str:
    return ngettext(
        "Settle %(num)s sum of the ledger that disagrees",
        "Settle %(num)s sums of the ledger that disagree",
        number,
    )


def _late(number: int) -> str:
    return ngettext(
        "Pass on money that is late in %(num)s place of the ledger",
        "Pass on money that is late in %(num)s places of the ledger",
        number,
    )


def _without_voucher(number: int) -> str:
    return ngettext(
        "Give %(num)s payment its voucher or the file of it",
        "Give %(num)s payments their voucher or the file of it",
        number,
    )


def _other(number: int) -> str:
    words = ngettext(
        "Look at %(num)s other finding in the ledger", "Look at %(num)s other findings in the ledger", number
    )
    return _("%(what)s: notices, contracts, rolls", what=words)
