"""What lets a household leave the register: income over the line, each guarantee, its own word. All pure.

Source: opinion of 2016 on setting up the way out of poverty: income a head stably over the line, no worry about food
and clothing, compulsory education, basic medical care and safe housing guaranteed (safe water in practice); proposed by
the village after its review, checked by committee and work team, accepted by the household, notices, announcement.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.messages import N_, Message
from app.domain.exits.models import ExitAnswer, ExitCheck
from app.domain.policies.rules import IncomeLine

MONTHS_OF_YEAR = 12

#: column of a check -> what must be guaranteed, in the order of the sheet
GUARANTEES = {
    "income_is_stable": N_("The income over the line is stable"),
    "food_and_clothing": N_("Enough food and clothing"),
    "education": N_("Compulsory education of all children"),
    "medical_care": N_("Basic medical care"),
    "housing": N_("Safe housing"),
    "water": N_("Safe drinking water"),
}


class Wait(StrEnum):
    """Why a household that fulfils the conditions as far as the register knows is not out yet."""

    NOT_PROPOSED = "not_proposed"
    NOT_CHECKED = "not_checked"
    CHECK_FAILED = "check_failed"
    NOT_ASKED = "not_asked"
    REFUSED = "refused"
    MEETING = "meeting"
    NOT_PASSED = "not_passed"
    NO_LIST = "no_list"
    NOTICES = "notices"
    LEFT_OUT = "left_out"


WAIT_LABELS = {
    Wait.NOT_PROPOSED: N_("Nobody has proposed it yet"),
    Wait.NOT_CHECKED: N_("Committee and work team have not checked it yet"),
    Wait.CHECK_FAILED: N_("The check found something missing"),
    Wait.NOT_ASKED: N_("The household has not signed yet"),
    Wait.REFUSED: N_("The household does not agree"),
    Wait.MEETING: N_("The review meeting has not voted yet"),
    Wait.NOT_PASSED: N_("The review meeting did not agree"),
    Wait.NO_LIST: N_("Passed; it does not stand on a list yet"),
    Wait.NOTICES: N_("On the list; notices and reviews are under way"),
    Wait.LEFT_OUT: N_("Taken off the list"),
}


@dataclass(frozen=True)
class Balance:
    """Households and people."""

    households: int
    people: int

    def plus(self, other: "Balance") -> "Balance":
        """Both together."""
        return Balance(self.households + other.households, self.people + other.people)

    def minus(self, other: "Balance") -> "Balance":
        """Without the *other*."""
        return Balance(self.households - other.households, self.people - other.people)


NOBODY = Balance(0, 0)


def missing_guarantees(check: ExitCheck) -> list[str]:
    """What a check did not find guaranteed, as message ids."""
    return [label for name, label in GUARANTEES.items() if not getattr(check, name)]


def is_over_the_line(per_head_fen: int | None, line: IncomeLine | None) -> bool:
    """More than the line a head; without an income or a line nothing is known, and nobody leaves."""
    return per_head_fen is not None and line is not None and per_head_fen > line.amount_fen


def check_blockers(number: str, check: ExitCheck | None) -> list[Message]:
    """Why the check does not let a household leave."""
    if check is None:
        return [Message(N_("%(number)s: not checked by committee and work team yet."), number=number)]
    found = []
    if check.per_head_fen <= check.line_fen:
        found.append(
            Message(
                N_("%(number)s: the income of %(income)s yuan a head is not over the line of %(line)s yuan."),
                number=number,
                income=f"{check.per_head_fen / 100:.0f}",
                line=f"{check.line_fen / 100:.0f}",
            )
        )
    found += [
        Message(N_("%(number)s, not met: %(what)s."), number=number, what=Message(label))
        for label in missing_guarantees(check)
    ]
    return found


def answer_blockers(number: str, answer: ExitAnswer | None) -> list[Message]:
    """Why the household's own word does not let it leave."""
    if answer is None:
        return [Message(N_("%(number)s: the household has not signed that it agrees."), number=number)]
    if not answer.accepts:
        return [
            Message(
                N_("%(number)s: the household does not agree. Leave it out of the list, with this reason."),
                number=number,
            )
        ]
    return []


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the month's last day where it has none of that number."""
    year, month = divmod(day.year * MONTHS_OF_YEAR + day.month - 1 + months, MONTHS_OF_YEAR)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def difference(counted: Balance, reported: Balance) -> Balance:
    """Counted less reported."""
    return counted.minus(reported)


def total(rows: Sequence[Balance]) -> Balance:
    """All together."""
    found = NOBODY
    for row in rows:
        found = found.plus(row)
    return found
