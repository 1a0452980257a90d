"""What is typed into the register, checked value by value: choices, ranges, identity numbers, amounts.

Lives here: pure readers that return clean values or raise ``Invalid`` with the field. Does not live here: what looks
odd although it may be entered (the check-up's rules), the forms' own shapes (the door).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.domain.households import codes, identity
from app.domain.households.codelist import CodeList

MOST_OTHER_CAUSES = 2
LARGEST_FEN = 10**12
_NAME = re.compile(r"[^\d<>@#$%^&*_=+|\\{}\[\]]{1,60}")

ID_FAULTS = {
    identity.IdFault.LENGTH: N_("An identity number has 18 digits."),
    identity.IdFault.CHARACTERS: N_("An identity number has 17 digits and a digit or X behind them."),
    identity.IdFault.DATE: N_("The date of birth inside this number cannot be right."),
    identity.IdFault.CHECK_DIGIT: N_("The last digit does not fit the others: one digit was mistyped."),
}


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """One crop or animal as entered: what was sold for how much, and the coefficient that applies."""

    kind: str
    sales_fen: int
    coefficient: str
    quantity: str = ""


@dataclass(frozen=True, slots=True)
class IncomeEntry:
    """A year's income as entered. Net and per-head income are not among it: they are computed."""

    wages_fen: int = 0
    business_fen: int = 0
    property_fen: int = 0
    transfers_fen: int = 0
    business_cost_fen: int = 0
    transfer_items: Mapping[str, int] = field(default_factory=dict)
    items: tuple[ItemEntry, ...] = ()


def read_household(values: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    """Clean values of a household's own fields. Raises ``Invalid``, also for a field that it does not have."""
    clean = _read(_HOUSEHOLD_READERS, values, today)
    others = clean.get("other_causes")
    if others is not None:
        main = clean.get("main_cause", values.get("main_cause"))
        clean["other_causes"] = [cause for cause in others if cause != main]
        if len(clean["other_causes"]) > MOST_OTHER_CAUSES:
            raise Invalid(Message(N_("Choose at most two other causes.")), field="other_causes")
    return clean


def read_member(values: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    """Clean values of a member. A sound identity number fills in birth and sex where they are empty."""
    clean = _read(_MEMBER_READERS, values, today)
    facts = identity.facts_of(clean.get("id_number") or "")
    if facts is not None:
        clean["born_on"] = clean.get("born_on") or facts.born_on
        clean["sex"] = clean.get("sex") or facts.sex
    return clean


def read_income(entry: IncomeEntry) -> IncomeEntry:
    """*entry* with its amounts checked; transfers are at least the sum of their parts."""
    for name in ("wages_fen", "business_fen", "property_fen", "transfers_fen", "business_cost_fen"):
        _amount(name, getattr(entry, name))
    for kind, fen in entry.transfer_items.items():
        if kind not in codes.TRANSFER_ITEM:
            raise Invalid(Message(N_("Choose one of the answers.")), field="transfer_items")
        _amount(f"transfer_{kind}", fen)
    for item in entry.items:
        _amount("items", item.sales_fen)
        if not 0 <= _decimal(item.coefficient, "items") <= 2:
            raise Invalid(Message(N_("A coefficient lies between 0 and 2.")), field="items")
    parts = sum(entry.transfer_items.values())
    if parts > entry.transfers_fen:
        raise Invalid(
            Message(N_("The kinds of transfers add up to more than the transfers.")), field="transfers_fen"
        )
    return entry


Reader = Callable[[str, Any, dt.date], Any]


def _read(readers: Mapping[str, Reader], values: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    unknown = [name for name in values if name not in readers]
    if unknown:
        raise Invalid(
            Message(N_("The register has no field called “%(name)s”."), name=unknown[0]), field=unknown[0]
        )
    return {
        name: None if raw in (None, "", []) else readers[name](name, raw, today)
        for name, raw in values.items()
    }


def _choice(choices: CodeList) -> Reader:
    def read(name: str, raw: Any, _today: dt.date) -> str:
        if raw not in choices:
            raise Invalid(Message(N_("Choose one of the answers.")), field=name)
        return str(raw)

    return read


def _choices(choices: CodeList) -> Reader:
    def read(name: str, raw: Any, _today: dt.date) -> list[str]:
        if (
            isinstance(raw, str)
            or not isinstance(raw, Sequence)
            or any(value not in choices for value in raw)
        ):
            raise Invalid(Message(N_("Choose one of the answers.")), field=name)
        return [value for value in choices.values if value in raw]

    return read


def _health(name: str, raw: Any, today: dt.date) -> list[str]:
    chosen: list[str] = _choices(codes.HEALTH)(name, raw, today)
    if "healthy" in chosen and len(chosen) > 1:
        raise Invalid(Message(N_("“Healthy” cannot stand beside an illness or a disability.")), field=name)
    return chosen


def _text(longest: int) -> Reader:
    def read(name: str, raw: Any, _today: dt.date) -> str | None:
        text = str(raw).strip()
        if len(text) > longest:
            raise Invalid(Message(N_("At most %(highest)s characters."), highest=longest), field=name)
        return text or None

    return read


def _person_name(name: str, raw: Any, _today: dt.date) -> str:
    text = " ".join(unicodedata.normalize("NFKC", str(raw)).split())
    if not _NAME.fullmatch(text):
        raise Invalid(Message(N_("Write the name as on the card, without digits.")), field=name)
    return text


def _digits(shortest: int, longest: int, problem: str) -> Reader:
    def read(name: str, raw: Any, _today: dt.date) -> str:
        number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", str(raw)))
        if not re.fullmatch(rf"\d{{{shortest},{longest}}}", number):
            raise Invalid(Message(problem), field=name)
        return number

    return read


def _id_number(name: str, raw: Any, today: dt.date) -> str:
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(raw))).upper()
    fault = identity.fault_of(number, today)
    if fault is not None:
        raise Invalid(Message(ID_FAULTS[fault]), field=name)
    return number


def _birth(name: str, raw: Any, today: dt.date) -> dt.date:
    if not isinstance(raw, dt.date) or not dt.date(1890, 1, 1) <= raw <= today:
        raise Invalid(Message(N_("Nobody here was born on that day.")), field=name)
    return raw


def _whole_number(lowest: int, highest: int) -> Reader:
    def read(name: str, raw: Any, _today: dt.date) -> int:
        if isinstance(raw, bool) or not isinstance(raw, int) or not lowest <= raw <= highest:
            raise _outside(name, lowest, highest)
        return raw

    return read


def _year(name: str, raw: Any, today: dt.date) -> int:
    year: int = _whole_number(1800, today.year)(name, raw, today)
    return year


def _measure(highest: int) -> Reader:
    def read(name: str, raw: Any, _today: dt.date) -> float:
        number = _decimal(raw, name)
        if not 0 <= number <= highest:
            raise _outside(name, 0, highest)
        return float(round(number, 2))

    return read


def _yes_no(name: str, raw: Any, _today: dt.date) -> bool:
    if not isinstance(raw, bool):
        raise Invalid(Message(N_("Choose yes or no.")), field=name)
    return raw


def _amount(name: str, fen: Any) -> None:
    if isinstance(fen, bool) or not isinstance(fen, int) or not 0 <= fen <= LARGEST_FEN:
        raise Invalid(Message(N_("An amount is zero or more; a loss is entered as cost.")), field=name)


def _decimal(raw: Any, name: str) -> Decimal:
    try:
        number = Decimal(str(raw))
    except InvalidOperation:
        raise Invalid(Message(N_("Please enter a number, e.g. 3.5.")), field=name) from None
    if not number.is_finite():
        raise Invalid(Message(N_("Please enter a number, e.g. 3.5.")), field=name)
    return number


def _outside(name: str, lowest: int, highest: int) -> Invalid:
    return Invalid(
        Message(N_("Write a number from %(lowest)s to %(highest)s."), lowest=lowest, highest=highest),
        field=name,
    )


_HOUSEHOLD_READERS: Mapping[str, Reader] = {
    "telephone": _digits(7, 13, N_("A telephone number has 7 to 13 digits.")),
    "bank_name": _text(60),
    "bank_account": _digits(8, 30, N_("A bank account has 8 to 30 digits.")),
    "attribute": _choice(codes.ATTRIBUTE),
    "standard": _choice(codes.STANDARD),
    "main_cause": _choice(codes.CAUSE),
    "other_causes": _choices(codes.CAUSE),
    "note": _text(1000),
    "farmland_mu": _measure(100_000),
    "forest_mu": _measure(100_000),
    "pasture_mu": _measure(100_000),
    "house_area_m2": _measure(10_000),
    "house_structure": _choice(codes.HOUSING_STRUCTURE),
    "house_grade": _choice(codes.HOUSE_GRADE),
    "house_built_year": _year,
    "water_is_safe": _yes_no,
    "water_source": _choice(codes.WATER_SOURCE),
    "road_type": _choice(codes.ROAD),
    "main_fuel": _choice(codes.FUEL),
    "has_sanitary_toilet": _yes_no,
}

_MEMBER_READERS: Mapping[str, Reader] = {
    "name": _person_name,
    "sex": _choice(codes.SEX),
    "id_number": _id_number,
    "born_on": _birth,
    "relation": _choice(codes.RELATION),
    "ethnicity": _choice(codes.ETHNICITY),
    "politics": _choice(codes.POLITICS),
    "education": _choice(codes.EDUCATION),
    "student_status": _choice(codes.STUDENT_STATUS),
    "health": _health,
    "labour": _choice(codes.LABOUR),
    "work_place": _choice(codes.WORK_PLACE),
    "work_months": _whole_number(0, 12),
    "has_medical_insurance": _yes_no,
    "has_pension_insurance": _yes_no,
    "has_allowance": _yes_no,
}

HOUSEHOLD_FIELDS = tuple(_HOUSEHOLD_READERS)
MEMBER_FIELDS = tuple(_MEMBER_READERS)
