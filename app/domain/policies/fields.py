"""What a policy field is, and the ways to describe one. The fields themselves stand in ``schema.py``."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.messages import N_
from app.domain.policies.vocabulary import Choice, FieldGroup, FieldKind

DAYS = N_("days")
WORKING_DAYS = N_("working days")
PEOPLE = N_("people")
YEARS_OLD = N_("years old")
YUAN = N_("yuan")
HOUSEHOLDS = N_("households")
PLACES = N_("places")
TIMES = N_("times")
PERCENT = N_("percent")
MONTHS = N_("months")
DAY_OF_MONTH = N_("day of the month")
POINTS = N_("points")


@dataclass(frozen=True)
class PolicyField:
    """One number or switch: *kind* tells how it is written, *label*, *unit* and *help* are message ids."""

    name: str
    kind: FieldKind
    group: FieldGroup
    label: str
    unit: str = ""
    minimum: int = 0
    maximum: int = 0
    choices: Sequence[Choice] = ()
    help: str = ""


def int_field(
    name: str, group: FieldGroup, label: str, unit: str, lowest: int, highest: int, note: str = ""
) -> PolicyField:
    return PolicyField(name, FieldKind.INT, group, label, unit, lowest, highest, help=note)


def bool_field(name: str, group: FieldGroup, label: str, note: str = "") -> PolicyField:
    return PolicyField(name, FieldKind.BOOL, group, label, help=note)


def share_field(name: str, group: FieldGroup, label: str, note: str = "") -> PolicyField:
    return PolicyField(name, FieldKind.SHARE, group, label, help=note)


def choice_field(name: str, group: FieldGroup, label: str, choices: Sequence[Choice]) -> PolicyField:
    return PolicyField(name, FieldKind.CHOICE, group, label, choices=choices)


def choices_field(
    name: str, group: FieldGroup, label: str, choices: Sequence[Choice], note: str = ""
) -> PolicyField:
    return PolicyField(name, FieldKind.CHOICES, group, label, choices=choices, help=note)
