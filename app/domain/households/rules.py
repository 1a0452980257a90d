"""What follows from a household's values: net and per-head income, numbers, and how personal numbers are masked.

Lives here: pure functions. Does not live here: the check of what is entered (``entries.py``), what looks wrong in a
record (the check-up's rules).
"""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.domain.households.models import BusinessItem, Household, IncomeYear

HOUSEHOLD_DIGITS = 4
PERSON_DIGITS = 2
MOST_MEMBERS = 10**PERSON_DIGITS - 1
_HOUSEHOLD_NO = re.compile(r"\d{16}")


def item_net_fen(item: BusinessItem) -> int:
    """What an item leaves: its sales times its coefficient."""
    return _whole(Decimal(item.sales_fen) * Decimal(item.coefficient))


def business_net_fen(income: IncomeYear) -> int:
    """Net income from the household's own business.

    Items with coefficients say it when there are any; the gross figure and its cost say it otherwise.
    """
    if income.items:
        return sum(item_net_fen(item) for item in income.items)
    return (income.business_fen or 0) - (income.business_cost_fen or 0)


def net_income_fen(income: IncomeYear) -> int:
    """Wages, business after cost, property and transfers of the year."""
    others = (income.wages_fen or 0) + (income.property_fen or 0) + (income.transfers_fen or 0)
    return others + business_net_fen(income)


def per_head_fen(household: Household, year: int | None = None) -> int | None:
    """Net income a head in *year* (else in the last year entered), rounded to the fen.

    Nothing without an income of that year or without people.
    """
    incomes = household.incomes
    income = latest_income(incomes) if year is None else income_of(incomes, year)
    if income is None or household.people < 1:
        return None
    return _whole(Decimal(net_income_fen(income)) / household.people)


def income_of(incomes: Iterable[IncomeYear], year: int) -> IncomeYear | None:
    """The income of *year* among *incomes*."""
    return next((income for income in incomes if income.year == year), None)


def latest_income(incomes: Iterable[IncomeYear]) -> IncomeYear | None:
    """The income of the last year that has one."""
    return max(incomes, key=lambda income: income.year, default=None)


def household_number(village_code: str, running: int) -> str:
    """The number of a village's *running*-th household: the village's code and four digits."""
    if not 0 < running < 10**HOUSEHOLD_DIGITS:
        raise Invalid(Message(N_("The village has no household numbers left.")), field="household_no")
    return f"{village_code}{running:0{HOUSEHOLD_DIGITS}d}"


def person_number(household_no: str, running: int) -> str:
    """The number of a household's *running*-th person: the household's number and two digits."""
    if not 0 < running <= MOST_MEMBERS:
        raise Invalid(Message(N_("A household has at most %(most)s members."), most=MOST_MEMBERS))
    return f"{household_no}{running:0{PERSON_DIGITS}d}"


def next_person_number(household: Household) -> str:
    """The number of the next person of *household*: one more than the highest given there."""
    prefix = household.household_no
    given = [
        int(member.person_no[len(prefix) :])
        for member in household.members
        if member.person_no
        and member.person_no.startswith(prefix)
        and member.person_no[len(prefix) :].isdigit()
    ]
    return person_number(prefix, max(given, default=0) + 1)


def checked_household_number(text: str, village_code: str) -> str:
    """*text* as a household number of this village; raises ``Invalid`` when it is none."""
    number = re.sub(r"[\s-]", "", text)
    if not _HOUSEHOLD_NO.fullmatch(number) or not number.startswith(village_code):
        raise Invalid(
            Message(
                N_("A household number is the village's code %(code)s and four more digits."),
                code=village_code,
            ),
            field="household_no",
        )
    return number


def masked_id_number(number: str | None) -> str:
    """The first two and the last three characters of an identity number."""
    return _masked(number, 2, 3)


def masked_telephone(number: str | None) -> str:
    """The first three and the last four digits of a telephone number."""
    return _masked(number, 3, 4)


def masked_account(number: str | None) -> str:
    """The last four digits of a bank account."""
    return _masked(number, 0, 4)


def _masked(text: str | None, before: int, after: int) -> str:
    if not text:
        return ""
    if len(text) <= before + after:
        return "*" * len(text)
    return text[:before] + "*" * (len(text) - before - after) + text[-after:]


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
