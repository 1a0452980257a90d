"""By what the register is counted: places, kinds of household, housing, and what is known of each person.

Lives here: each dimension's name, its values in order, and the column of the tables that it reads. Does not live here:
the counting (``queries.py``). Bands of ages and sizes are those of this page; no rule asks for them.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.domain.areas.models import Area
from app.domain.households import codes
from app.domain.households.codelist import CodeList
from app.domain.households.codes_member import NOT_STUDENT, school_stage
from app.domain.households.field_labels import HOUSEHOLD, MEMBER
from app.domain.households.models import Household, Member

#: the key of what the register does not say
NOT_STATED = "-"
H, M = Household, Member
Key = sa.ColumnElement[Any]


class Place(StrEnum):
    """The dimensions whose values are areas, by their codes."""

    TOWNSHIP = "township"
    VILLAGE = "village"
    GROUP = "group"


@dataclass(frozen=True)
class Value:
    """One value of a dimension: the *key* of addresses and tables, and what people call it."""

    key: str
    label: BilingualText | Message


@dataclass(frozen=True)
class Dimension:
    """*column* gives the key of a household, or of a person where it is *of_people*, on a day; null: not stated.

    A *many* dimension's column holds a list of keys: one person may stand under several.
    """

    key: str
    label: str
    column: Callable[[dt.date], Key]
    values: tuple[Value, ...] = ()
    of_people: bool = False
    many: bool = False

    @property
    def is_place(self) -> bool:
        """Its values are areas, which are read from the database."""
        return self.key in set(Place)


def _listed(key: str, column: Any, code_list: CodeList, label: str, *, of_people: bool = False) -> Dimension:
    return Dimension(key, label, lambda _on: sa.func.nullif(column, ""), _of(code_list), of_people)


def _of(code_list: CodeList) -> tuple[Value, ...]:
    return tuple(Value(code.value, BilingualText(code.zh, code.en)) for code in code_list)


_YES_NO = (Value("yes", Message(N_("Yes"))), Value("no", Message(N_("No"))))


def _yes_no(key: str, column: Any, label: str, *, of_people: bool = False) -> Dimension:
    said = sa.case((column.is_(True), "yes"), (column.is_(False), "no"), else_=None)
    return Dimension(key, label, lambda _on: said, _YES_NO, of_people)


#: the first age of each band, the oldest first
_BANDS = (80, 60, 40, 16, 7, 0)
_BAND_VALUES = (
    Value("0", Message(N_("Up to 6"))),
    Value("7", Message(N_("7 to 15"))),
    Value("16", Message(N_("16 to 39"))),
    Value("40", Message(N_("40 to 59"))),
    Value("60", Message(N_("60 to 79"))),
    Value("80", Message(N_("80 and older"))),
)


def _age(on: dt.date) -> Key:
    bands = ((M.born_on <= _years_before(on, first), str(first)) for first in _BANDS)
    return sa.case(*bands, else_=None)


def _years_before(on: dt.date, years: int) -> dt.date:
    """Whoever was born on that day or before has had the birthday *on*; born on 29 February: on 1 March."""
    if on.month == 2 and on.day == 29:
        return dt.date(on.year - years, 2, 28) if years % 4 else on.replace(year=on.year - years)
    return on.replace(year=on.year - years)


_MOST = 7
_SIZES = tuple(Value(str(size), Message(N_("%(size)s people"), size=size)) for size in range(2, _MOST))
_SIZE_VALUES = (
    Value("1", Message(N_("1 person"))),
    *_SIZES,
    Value(str(_MOST), Message(N_("%(size)s people or more"), size=_MOST)),
)


def _size(_on: dt.date) -> Key:
    whens = ((H.people == size, str(size)) for size in range(1, _MOST))
    return sa.case(*whens, (H.people >= _MOST, str(_MOST)), else_=None)


_STAGES = (
    Value("preschool", Message(N_("Before school or in kindergarten"))),
    Value("primary", Message(N_("Primary school"))),
    Value("junior", Message(N_("Junior secondary school"))),
    Value("senior", Message(N_("Senior secondary or vocational school"))),
    Value("higher", Message(N_("College or university"))),
    Value("none", Message(N_("Not at school"))),
)


def _stage(_on: dt.date) -> Key:
    by_stage: dict[str, list[str]] = {}
    for status in codes.CODE_LISTS["student_status"].values:
        by_stage.setdefault(school_stage(status) or "none", []).append(status)
    whens = [(M.student_status.in_(statuses), stage) for stage, statuses in by_stage.items()]
    # Whoever has a level of education left school; the register asks for one of the two.
    left = (sa.and_(M.student_status.is_(None), M.education.is_not(None)), "none")
    return sa.case((M.student_status == NOT_STUDENT, "none"), *whens, left, else_=None)


def _group(_on: dt.date) -> Key:
    return sa.select(Area.code).where(Area.id == H.group_id).correlate(H).scalar_subquery()


def _village(_on: dt.date) -> Key:
    return sa.select(Area.code).where(Area.id == H.village_id).correlate(H).scalar_subquery()


def _township(on: dt.date) -> Key:
    """A township's code is the first nine digits of its villages' with three noughts (GB/T 10114)."""
    return sa.func.substr(_village(on), 1, 9) + "000"


L = codes.CODE_LISTS
DIMENSIONS: dict[str, Dimension] = {
    one.key: one
    for one in (
        Dimension(Place.VILLAGE, N_("Village"), _village),
        Dimension(Place.TOWNSHIP, N_("Township"), _township),
        Dimension(Place.GROUP, N_("Villagers' group"), _group),
        _listed("cause", H.main_cause, L["cause"], HOUSEHOLD["main_cause"]),
        _listed("attribute", H.attribute, L["attribute"], HOUSEHOLD["attribute"]),
        Dimension("size", N_("Size of the household"), _size, _SIZE_VALUES),
        Dimension("age", N_("Age"), _age, _BAND_VALUES, of_people=True),
        _listed("sex", M.sex, L["sex"], MEMBER["sex"], of_people=True),
        Dimension(
            "health",
            MEMBER["health"],
            lambda _on: sa.cast(M.health, sa.Text),
            _of(L["health"]),
            of_people=True,
            many=True,
        ),
        _listed("labour", M.labour, L["labour"], MEMBER["labour"], of_people=True),
        _listed("work", M.work_place, L["work_place"], MEMBER["work_place"], of_people=True),
        _listed("education", M.education, L["education"], MEMBER["education"], of_people=True),
        Dimension("school", MEMBER["student_status"], _stage, _STAGES, of_people=True),
        _listed("ethnicity", M.ethnicity, L["ethnicity"], MEMBER["ethnicity"], of_people=True),
        _yes_no("medical", M.has_medical_insurance, MEMBER["has_medical_insurance"], of_people=True),
        _yes_no("pension", M.has_pension_insurance, MEMBER["has_pension_insurance"], of_people=True),
        _yes_no("allowance", M.has_allowance, MEMBER["has_allowance"], of_people=True),
        _listed("structure", H.house_structure, L["housing_structure"], HOUSEHOLD["house_structure"]),
        _listed("grade", H.house_grade, L["house_grade"], HOUSEHOLD["house_grade"]),
        _yes_no("water", H.water_is_safe, HOUSEHOLD["water_is_safe"]),
        _listed("source", H.water_source, L["water_source"], HOUSEHOLD["water_source"]),
        _listed("road", H.road_type, L["road"], HOUSEHOLD["road_type"]),
        _listed("fuel", H.main_fuel, L["fuel"], HOUSEHOLD["main_fuel"]),
        _yes_no("toilet", H.has_sanitary_toilet, HOUSEHOLD["has_sanitary_toilet"]),
    )
}
"""All dimensions by their keys, in the order in which they are offered."""
