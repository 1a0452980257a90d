"""What lets a household leave the register: income over the line, each guarantee, its own word. All pure.

Source: opinion of 2016 on setting up the way out of poverty: income a head stably over the line, no worry about food
and clothing, compulsory education, basic medical care and safe housing guaranteed (safe water in practice); proposed by
the village after its review, checked by committee and work team, accepted by the household, notices, announcement.
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.messages import N_, Message
from app.domain.applications.models import ApplicationState
from app.domain.exits.models import ExitAnswer, ExitCheck
from app.domain.households.models import Household
from app.domain.households.rules import per_head_fen
from app.domain.policies.rules import IncomeLine, Policy

S = ApplicationState
MONTHS_OF_YEAR = 12
#: behind the name of whoever signs for the household without belonging to it
RELATION = re.compile(r"\S+ ?[(（][^()（）]+[)）]$")
FEN = 100
#: grades of houses that are to be repaired or rebuilt, so that nobody calls them safe
UNSAFE_GRADES = frozenset({"c", "d"})

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
    CHECK_AGAIN = "check_again"
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
    Wait.CHECK_AGAIN: N_("What is on record changed after the check; it is to be checked again"),
    Wait.NOT_ASKED: N_("The household has not signed yet"),
    Wait.REFUSED: N_("The household does not agree"),
    Wait.MEETING: N_("The review meeting has not voted yet"),
    Wait.NOT_PASSED: N_("The review meeting did not agree"),
    Wait.NO_LIST: N_("Passed; it does not stand on a list yet"),
    Wait.NOTICES: N_("On the list; notices and reviews are under way"),
    Wait.LEFT_OUT: N_("Taken off the list"),
}


#: states in which an application waits, once it was checked and signed
WAITS = {
    S.FILED: Wait.MEETING,
    S.VISITED: Wait.MEETING,
    S.COMPARED: Wait.MEETING,
    S.RETURNED: Wait.MEETING,
    S.REJECTED: Wait.NOT_PASSED,
    S.PASSED: Wait.NO_LIST,
    S.LISTED: Wait.NOTICES,
    S.LEFT_OUT: Wait.LEFT_OUT,
    S.REMOVED: Wait.LEFT_OUT,
}
#: check and the household's own word are still to come, or hold up what comes
HELD_UP = frozenset({S.FILED, S.VISITED, S.COMPARED, S.RETURNED, S.PASSED, S.LISTED})
#: something is missing that a person must do or say before the proposal can go on
MISSING = frozenset({Wait.NOT_CHECKED, Wait.CHECK_FAILED, Wait.CHECK_AGAIN, Wait.NOT_ASKED, Wait.REFUSED})


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


@dataclass(frozen=True)
class OnRecord:
    """What the register says today about a household that was checked: income a head of the year, house, water."""

    per_head_fen: int | None
    house_grade: str = ""
    water_is_safe: bool | None = None


NOTHING_ON_RECORD = OnRecord(None)


def record_of(household: Household, year: int) -> OnRecord:
    """What the register says today about one household."""
    return OnRecord(per_head_fen(household, year), household.house_grade or "", household.water_is_safe)


def may_sign(name: str, household: Household) -> bool:
    """A member of the household, or somebody else whose relation stands in brackets: 张三（女婿）."""
    known = {household.head_name, *(member.name for member in household.members)}
    return name in known or RELATION.search(name) is not None


def contradicted(check: ExitCheck, record: OnRecord) -> list[str]:
    """Guarantees that the check found met and the register denies today, as message ids."""
    met = [name for name in GUARANTEES if getattr(check, name)]
    return [GUARANTEES[name] for name in denied(met, record)]


def denied(met: Collection[str], record: OnRecord) -> list[str]:
    """Those of some guarantees (their columns) that the register denies."""
    known = {"housing": record.house_grade in UNSAFE_GRADES, "water": record.water_is_safe is False}
    return [name for name, is_denied in known.items() if is_denied and name in met]


def has_changed(check: ExitCheck, record: OnRecord, line: IncomeLine | None) -> bool:
    """Is something on record otherwise than when the check was made, so that it does not count any more?"""
    line_fen = line.amount_fen if line is not None else None
    same = (check.per_head_fen, check.line_fen) == (record.per_head_fen, line_fen)
    return not same or bool(contradicted(check, record))


def check_blockers(
    number: str | Message, check: ExitCheck | None, record: OnRecord, line: IncomeLine | None
) -> list[Message]:
    """Why the check does not let a household leave, by what is on *record* today against the *line*."""
    if check is None:
        return [Message(N_("%(number)s: not checked by committee and work team yet."), number=number)]
    return [
        *_income_blockers(number, check, record.per_head_fen, line),
        *_named(N_("%(number)s, not met: %(what)s."), number, missing_guarantees(check)),
        *_named(
            N_("%(number)s: by the register this is not met: %(what)s. Mend the record or check again."),
            number,
            contradicted(check, record),
        ),
    ]


def _named(words: str, number: str | Message, labels: Sequence[str]) -> list[Message]:
    """*words* about all the *labels* in one message, or none."""
    if not labels:
        return []
    what = Message(labels[0])
    for label in labels[1:]:
        what = Message(N_("%(these)s, %(one)s"), these=what, one=Message(label))
    return [Message(words, number=number, what=what)]


def _income_blockers(
    number: str | Message, check: ExitCheck, per_head_fen: int | None, line: IncomeLine | None
) -> list[Message]:
    if per_head_fen is None or line is None:
        words = N_("%(number)s: the income of the year, or its line, is not on record any more.")
        return [Message(words, number=number)]
    now = yuan_of(per_head_fen)
    if not is_over_the_line(per_head_fen, line):
        return [
            Message(
                N_("%(number)s: the income of %(income)s yuan a head is not over the line of %(line)s yuan."),
                number=number,
                income=now,
                line=yuan_of(line.amount_fen),
            )
        ]
    if (check.per_head_fen, check.line_fen) == (per_head_fen, line.amount_fen):
        return []
    words = N_("%(number)s: %(before)s yuan a head at the check, %(now)s on record now. Check it again.")
    return [Message(words, number=number, before=yuan_of(check.per_head_fen), now=now)]


def yuan_of(fen: int) -> str:
    """An amount as a reason says it: yuan, with the fen only where there are some."""
    return f"{fen / FEN:.2f}".removesuffix(".00")


def why_waiting(
    state: ApplicationState,
    policy: Policy,
    line: IncomeLine | None,
    check: ExitCheck | None,
    answer: ExitAnswer | None,
    record: OnRecord,
) -> Wait:
    """Why a proposed household is not out yet: what is missing comes before where its proposal stands."""
    if state not in HELD_UP:
        return WAITS.get(state, Wait.NOTICES)
    if check is None:
        return Wait.NOT_CHECKED
    if missing_guarantees(check):
        return Wait.CHECK_FAILED
    if has_changed(check, record, line):
        return Wait.CHECK_AGAIN
    if policy.exit_acceptance_required and answer is None:
        return Wait.NOT_ASKED
    if answer is not None and not answer.accepts:
        return Wait.REFUSED
    return WAITS[state]


def answer_blockers(number: str | Message, answer: ExitAnswer | None) -> list[Message]:
    """Why the household's own word does not let it leave."""
    if answer is None:
        return [Message(N_("%(number)s: the household has not signed that it agrees."), number=number)]
    if not answer.accepts:
        return [
            Message(
                N_("%(number)s: the household does not agree. Take it off the list, with this reason."),
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
