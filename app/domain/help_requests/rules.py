"""What may be sent, what is late, and where the days come from. All pure.

Causes are offered in the words that people use for them; each is a cause of the register.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.core.personal_numbers import find_personal_numbers
from app.domain.help_requests.models import HelpRequest, RequestState

LONGEST_NAME, LONGEST_WORDS, MOST_PEOPLE = 60, 500, 30
TELEPHONE_DIGITS = (7, 13)
#: identity numbers and bank cards: fifteen digits and more, whatever stands between them
_LONG_NUMBER = re.compile(r"(?<!\d)(?:\d[ -]?){14,19}[\dXx](?!\d)")
NO_PERSONAL_NUMBER = N_(
    "Please leave out identity numbers and bank card numbers. Nobody needs them here, and nobody asks for them."
)

#: cause of the register -> how somebody would say it
TROUBLES: dict[str, str] = {
    "illness": N_("Somebody is ill"),
    "disability": N_("Somebody is disabled"),
    "schooling": N_("School costs more than we have"),
    "disaster": N_("A disaster or an accident"),
    "labour": N_("Nobody at home can work"),
    "bereavement": N_("A family member died"),
    "land": N_("Too little land"),
    "water": N_("No safe water"),
    "funds": N_("No money to begin anything with"),
    "skills": N_("No trade, no work to be found"),
    "transport": N_("No proper road"),
    "marriage": N_("Costs of a wedding"),
    "other": N_("Something else"),
}


@dataclass(frozen=True)
class Sent:
    """What was typed, cleaned."""

    head_name: str
    people: int | None
    telephone: str
    cause: str
    words: str
    has_group: bool


@dataclass(frozen=True)
class Standing:
    """A request with its days as they count now. *answer_due_on* is empty while no round is open for it."""

    request: HelpRequest
    answer_due_on: dt.date | None
    today: dt.date

    @property
    def is_waiting(self) -> bool:
        return self.request.state is RequestState.RECEIVED

    @property
    def is_visit_late(self) -> bool:
        """Nobody came or called though the day is over."""
        request = self.request
        return self.is_waiting and request.visited_on is None and request.visit_due_on < self.today

    @property
    def is_answer_late(self) -> bool:
        """Neither taken up nor answered though the day is over."""
        return self.is_waiting and self.answer_due_on is not None and self.answer_due_on < self.today

    @property
    def is_late(self) -> bool:
        return self.is_visit_late or self.is_answer_late

    @property
    def next_due_on(self) -> dt.date | None:
        """What is due next: the visit, else the answer."""
        if not self.is_waiting:
            return None
        return self.request.visit_due_on if self.request.visited_on is None else self.answer_due_on


def plain_text(text: str) -> str:
    """*text* with full-width digits and letters made plain, trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def plain_telephone(text: str) -> str:
    """The digits of a telephone number as typed."""
    return re.sub(r"[\s()+-]", "", unicodedata.normalize("NFKC", text))


def has_long_number(text: str) -> bool:
    """True when an identity number or a bank card stands in *text*, in whatever width."""
    return _LONG_NUMBER.search(unicodedata.normalize("NFKC", text)) is not None


def problem_of(sent: Sent) -> tuple[str, Message] | None:
    """The first fault in what was typed, as (field, message)."""
    for field, text in (("head_name", sent.head_name), ("telephone", sent.telephone), ("words", sent.words)):
        if has_long_number(text):
            return field, Message(NO_PERSONAL_NUMBER)
    if not sent.head_name:
        return "head_name", Message(N_("Please write the name of the head of the household."))
    if len(sent.head_name) > LONGEST_NAME or re.search(r"\d", sent.head_name):
        return "head_name", Message(N_("Please write the name only, without digits."))
    if sent.people is None or not 0 < sent.people <= MOST_PEOPLE:
        return "people", Message(
            N_("Please write how many people live at home: from 1 to %(most)s."), most=MOST_PEOPLE
        )
    if sent.cause not in TROUBLES:
        return "cause", Message(N_("Please choose what the trouble is."))
    if sent.telephone and not _is_telephone(sent.telephone):
        return "telephone", Message(N_("A telephone number has 7 to 13 digits."))
    if not sent.telephone and not sent.has_group:
        return "telephone", Message(
            N_("Please write a telephone number, or choose the group, so that the village finds you.")
        )
    if len(sent.words) > LONGEST_WORDS:
        return "words", Message(N_("At most %(number)s characters, please."), number=LONGEST_WORDS)
    return None


def _is_telephone(text: str) -> bool:
    shortest, longest = TELEPHONE_DIGITS
    return text.isdecimal() and shortest <= len(text) <= longest


def reason_problem(reason: str, head_name: str) -> Message | None:
    """Why a reason cannot be told like this: it is read on the web by whoever holds the receipt, and kept."""
    if len(reason.strip()) < 4:
        return Message(N_("Please write the reason in a sentence; the household reads it."))
    if len(reason) > LONGEST_WORDS:
        return Message(N_("At most %(number)s characters, please."), number=LONGEST_WORDS)
    if find_personal_numbers(reason):
        return Message(N_("Leave out identity numbers, bank cards and telephones of villagers."))
    if len(head_name) >= 2 and head_name in reason:
        return Message(N_("Leave out the name; the household knows who it is."))
    return None


def visit_problem(on: dt.date, *, received_on: dt.date, today: dt.date) -> Message | None:
    """A day on which nobody can have come because of this request."""
    if on > today:
        return Message(N_("This day is still to come."))
    if on < received_on:
        return Message(N_("This day is before %(day)s, the day of the step before."), day=received_on)
    return None
