"""Reading one policy value: from a shipped file, a form or the database, always to the same plain form.

Lives here: the check of a single value against its field. The whole policy is built in ``rules.py``.
Plain forms: int, bool, text, a share as "2/3", choices as a list, income lines as a list of dictionaries,
coefficients as a dictionary of decimal texts, counts as one of whole numbers; all of it goes into JSON.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.domain.policies.fields import PolicyField
from app.domain.policies.schema import FIELDS_BY_NAME
from app.domain.policies.vocabulary import FieldKind, LinePurpose

FIRST_LINE_YEAR, LAST_LINE_YEAR = 1978, 2100
HIGHEST_LINE_YUAN = 1_000_000
LONGEST_NAME = 40
LONGEST_DOCUMENT = 200
HIGHEST_COEFFICIENT = Decimal(2)
TRUE_WORDS = frozenset({"true", "yes", "1", "on", "y"})
FALSE_WORDS = frozenset({"false", "no", "0", "off", "n", ""})


def read_value(field: PolicyField, raw: Any) -> Any:
    """*raw* as the plain form of *field*. Raises ``Invalid`` that names the field."""
    return _READERS[field.kind](field, raw)


def read_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """All values of a policy in plain form, in the order of the schema.

    Raises ``Invalid`` for an unknown name, a missing one, or the first value that does not fit.
    """
    for name in values:
        if name not in FIELDS_BY_NAME:
            raise Invalid(Message(N_("A policy has no field called “%(name)s”."), name=name), field=name)
    for name, field in FIELDS_BY_NAME.items():
        if name not in values:
            raise _wrong(field, Message(N_("A value is needed.")))
    return {name: read_value(field, values[name]) for name, field in FIELDS_BY_NAME.items()}


def _wrong(field: PolicyField, reason: Message) -> Invalid:
    message = Message(N_("%(label)s: %(reason)s"), label=Message(field.label), reason=reason)
    return Invalid(message, field=field.name)


def _whole_number(raw: Any) -> int | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return raw
    text = str(raw).strip()
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else None


def _read_int(field: PolicyField, raw: Any) -> int:
    number = _whole_number(raw)
    if number is None:
        raise _wrong(field, Message(N_("Write a whole number.")))
    if not field.minimum <= number <= field.maximum:
        bounds = Message(
            N_("Write a number from %(lowest)s to %(highest)s."), lowest=field.minimum, highest=field.maximum
        )
        raise _wrong(field, bounds)
    return number


def _read_bool(field: PolicyField, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw if raw is not None else "").strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise _wrong(field, Message(N_("Choose yes or no.")))


def parse_share(text: str) -> Fraction | None:
    """A share written as "2/3", "20%" or "0.2"; ``None`` when it is none, or not between 0 and 1."""
    text = text.strip().translate(str.maketrans("／％", "/%")).replace(" ", "")
    if re.fullmatch(r"\d{1,6}/\d{1,6}", text):
        above, below = text.split("/")
        share = Fraction(int(above), int(below)) if int(below) else None
    elif re.fullmatch(r"\d{1,3}(\.\d{1,4})?%", text):
        share = Fraction(text[:-1]) / 100
    elif re.fullmatch(r"\d(\.\d{1,6})?", text):
        share = Fraction(text)
    else:
        share = None
    return share if share is not None and 0 <= share <= 1 else None


def _read_share(field: PolicyField, raw: Any) -> str:
    share = parse_share(str(raw))
    if share is None:
        raise _wrong(field, Message(N_("Write a share such as 2/3 or 0.2.")))
    return f"{share.numerator}/{share.denominator}"


def _read_choice(field: PolicyField, raw: Any) -> str:
    value = str(raw)
    if value not in {choice.value for choice in field.choices}:
        raise _wrong(field, Message(N_("Choose one of the answers.")))
    return value


def _read_choices(field: PolicyField, raw: Any) -> list[str]:
    chosen = {raw} if isinstance(raw, str) else {str(value) for value in raw or ()}
    known = [str(choice.value) for choice in field.choices]
    if not chosen or not chosen <= set(known):
        raise _wrong(field, Message(N_("Choose at least one of the answers.")))
    return [value for value in known if value in chosen]


def _read_text(field: PolicyField, raw: Any) -> str:
    text = " ".join(str(raw or "").split())
    if len(text) > field.maximum:
        raise _wrong(field, Message(N_("At most %(highest)s characters."), highest=field.maximum))
    return text


def _read_lines(field: PolicyField, raw: Any) -> list[dict[str, Any]]:
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise _wrong(field, Message(N_("Write one line a year and purpose.")))
    lines = [_read_line(field, row) for row in raw]
    keys = [(line["year"], line["purpose"]) for line in lines]
    if len(set(keys)) < len(keys):
        raise _wrong(field, Message(N_("A year has two lines for the same purpose.")))
    return sorted(lines, key=lambda line: (line["year"], line["purpose"]))


def _read_line(field: PolicyField, row: Mapping[str, Any]) -> dict[str, Any]:
    year = _whole_number(row.get("year", ""))
    if year is None or not FIRST_LINE_YEAR <= year <= LAST_LINE_YEAR:
        raise _wrong(field, Message(N_("A line needs a year of four digits.")))
    amount = _whole_number(row.get("amount_yuan", ""))
    if amount is None or not 0 < amount <= HIGHEST_LINE_YUAN:
        raise _wrong(field, Message(N_("The line of %(year)s needs an amount in whole yuan."), year=year))
    purpose = str(row.get("purpose", ""))
    if purpose not in set(LinePurpose):
        raise _wrong(field, Message(N_("The line of %(year)s needs a purpose."), year=year))
    document = " ".join(str(row.get("document", "")).split())[:LONGEST_DOCUMENT]
    return {"year": year, "purpose": purpose, "amount_yuan": amount, "document": document}


def _decimal(raw: Any) -> Decimal | None:
    text = str(raw).strip()
    return Decimal(text) if re.fullmatch(r"\d{1,3}(\.\d{1,6})?", text) else None


def _read_coefficients(field: PolicyField, raw: Any) -> dict[str, str]:
    if not isinstance(raw, Mapping):
        raise _wrong(field, Message(N_("Write one product a line with its coefficient.")))
    read: dict[str, str] = {}
    for name, text in raw.items():
        label = " ".join(str(name).split())
        if not label or len(label) > LONGEST_NAME:
            raise _wrong(field, Message(N_("A coefficient needs the name of a product.")))
        number = _decimal(text)
        if number is None or not 0 <= number <= HIGHEST_COEFFICIENT:
            reason = Message(
                N_("The coefficient of %(product)s needs a number from 0 to %(highest)s, such as 0.49."),
                product=label,
                highest=str(HIGHEST_COEFFICIENT),
            )
            raise _wrong(field, reason)
        read[label] = str(number)
    return read


def _read_counts(field: PolicyField, raw: Any) -> dict[str, int]:
    if not isinstance(raw, Mapping):
        raise _wrong(field, Message(N_("Write a whole number.")))
    known = [str(choice.value) for choice in field.choices]
    if not set(map(str, raw)) <= set(known):
        raise _wrong(field, Message(N_("Choose one of the answers.")))
    entered = {str(name): value for name, value in raw.items() if str(value).strip() != ""}
    return {name: _read_int(field, entered[name]) for name in known if name in entered}


_READERS: Mapping[FieldKind, Callable[[PolicyField, Any], Any]] = {
    FieldKind.COUNTS: _read_counts,
    FieldKind.INT: _read_int,
    FieldKind.SHARE: _read_share,
    FieldKind.BOOL: _read_bool,
    FieldKind.CHOICE: _read_choice,
    FieldKind.CHOICES: _read_choices,
    FieldKind.TEXT: _read_text,
    FieldKind.LINES: _read_lines,
    FieldKind.COEFFICIENTS: _read_coefficients,
}
