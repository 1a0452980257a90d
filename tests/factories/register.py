"""Households and their members."""

import datetime as dt
from typing import Any

from stdnum.cn import ric

from app.core import clock
from app.domain.areas.models import Area
from app.domain.households.models import Household, IncomeYear, Member
from tests.factories.accounts import GIVEN, SURNAMES
from tests.factories.areas import the_village
from tests.factories.basis import add, how_many


def an_id_number(born_on: dt.date = dt.date(1970, 5, 6), order: int = 1, area_code: str = "520581") -> str:
    """A well-formed identity number of nobody. An odd *order* is a man's."""
    body = f"{area_code}{born_on:%Y%m%d}{order:03}"
    return body + ric.calc_check_digit(body + "0")


def a_household(
    village: Area | None = None,
    *,
    members: int = 3,
    income: int | None = 6_000,
    year: int | None = None,
    **given: Any,
) -> Household:
    """A household with a head and further *members*; *income* is its wages in yuan of the year before."""
    village = village or the_village()
    number = how_many(Household, Household.village_id == village.id) + 1
    surname = SURNAMES[how_many(Household) % len(SURNAMES)]
    values = {
        "household_no": f"{village.code}{number:04}",
        "head_name": surname + GIVEN[number % len(GIVEN)],
        "people": members,
        "data_as_of": clock.today(),
        "telephone": f"1390000{number:04}",
        "main_cause": "illness",
        "attribute": "general",
    } | given
    household = Household(village=village, **values)
    for sequence in range(1, members + 1):
        household.members.append(_member(household, sequence, surname, how_many(Household)))
    if income is not None:
        household.incomes.append(IncomeYear(year=year or clock.today().year - 1, wages_fen=income * 100))
    return add(household)


def _member(household: Household, sequence: int, surname: str, order: int) -> Member:
    is_head = sequence == 1
    born_on = dt.date(1970, 1, 1) + dt.timedelta(days=3_000 * (sequence - 1) + sequence)
    return Member(
        person_no=f"{household.household_no}{sequence:02}",
        sequence=sequence,
        name=household.head_name if is_head else surname + GIVEN[(sequence * 3) % len(GIVEN)],
        sex="male" if sequence % 2 else "female",
        born_on=born_on,
        id_number=an_id_number(born_on, 2 * order % 998 + sequence % 2),
        is_head=is_head,
        relation={1: "head", 2: "spouse"}.get(sequence, "son"),
        health=["healthy"],
    )
