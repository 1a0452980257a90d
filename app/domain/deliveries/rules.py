"""The words for what a household says of a payment, and by when a denial is answered. Pure."""

import datetime as dt
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.domain.calendars.rules import Calendar, add_working_days
from app.domain.deliveries.models import AskedAt, CaseOutcome, Delivery, DeliveryAnswer
from app.domain.funds.models import RollLine
from app.domain.policies.rules import Policy

LONGEST_WORDS = 500

ANSWER_LABELS = {
    DeliveryAnswer.CAME: N_("It came in full"),
    DeliveryAnswer.DID_NOT_COME: N_("It did not come, or not all of it"),
}
ASKED_LABELS = {
    AskedAt.COUNTER: N_("at the counter, with the household's receipt"),
    AskedAt.VISIT: N_("on a visit to the household"),
}
OUTCOME_LABELS = {
    CaseOutcome.PAID_LATER: N_("Paid after the denial"),
    CaseOutcome.CAME_AFTER_ALL: N_("It had come after all"),
    CaseOutcome.WRONG_RECEIVER: N_("It went to somebody else"),
    CaseOutcome.STILL_OWED: N_("It is still owed"),
}


@dataclass(frozen=True)
class Share:
    """Of the lines of an area's paid rolls: how many there are, said what of by now, and what became of denials.

    *lines*, *confirmed* and *denied* count lines by their latest answer; *open* and *settled* count denials.
    """

    lines: int = 0
    confirmed: int = 0
    denied: int = 0
    open: int = 0
    settled: int = 0

    @property
    def asked(self) -> int:
        return self.confirmed + self.denied

    @property
    def percent(self) -> int:
        """Confirmed of all lines, in whole percent, never rounded up to 100."""
        return self.confirmed * 100 // self.lines if self.lines else 0

    def __add__(self, other: "Share") -> "Share":
        return Share(
            self.lines + other.lines,
            self.confirmed + other.confirmed,
            self.denied + other.denied,
            self.open + other.open,
            self.settled + other.settled,
        )


def due_on(denial: Delivery, policy: Policy, calendar: Calendar) -> dt.date:
    """By when a denial is answered: so many working days after it was said."""
    return add_working_days(denial.answered_on, policy.delivery_answer_days, calendar)


def why_not_answered(line: RollLine, latest: Delivery | None) -> list[Message]:
    """Why nothing can be written down about *line* now; empty when it can."""
    found = []
    if not is_paid(line):
        found.append(
            Message(N_("This roll is neither paid nor handed out. Nobody can have received anything by it."))
        )
    if latest is not None and latest.is_open_case:
        found.append(Message(N_("A denial of this line is being looked into. It is settled first.")))
    return found


def why_not_settled(
    denial: Delivery,
    actor_id: int | None,
    payers: Collection[int],
    names: str = "",
    *,
    is_for_county: bool = False,
) -> list[Message]:
    """Why *actor_id* may not settle *denial* now. *payers* ever entered a payment of its roll, *names* are left."""
    found = []
    if not denial.is_open_case:
        found.append(Message(N_("This denial is settled already.")))
    if actor_id in payers:
        found.append(_settled_by_others(names, is_for_county=is_for_county))
    return found


def _settled_by_others(names: str, *, is_for_county: bool) -> Message:
    if not names:
        return Message(
            N_("You entered this payment, and nobody else may settle it. Ask the county to name somebody.")
        )
    if is_for_county:
        words = N_(
            "You entered this payment, and nobody else in the township may settle it. "
            "It stands on the county's desk: %(names)s."
        )
        return Message(words, names=names)
    return Message(N_("You entered this payment. What is said of it is settled by: %(names)s."), names=names)


def tidy_number(typed: str) -> str:
    """A receipt's number as it is stored, however it was typed."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper()


def is_paid(line: RollLine) -> bool:
    """True once the roll was paid and the payment was not undone, or its goods were handed out."""
    return line.roll.has_reached
