"""The stages of a village's list side by side, for everybody: how many at each, what left before it and why.

Names that an officer wrote into a reason are hidden; of what is a household's own business only the number stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.public.presenter import Cleaner
from app.core.messages import N_
from app.domain.areas.models import Area
from app.domain.workflow.stages import Course, Reason, Stage, StageLine, Why, gone_since, side_by_side
from app.web.charts import share_of

#: the reasons of these are the household's own business; only their number is for everybody
NUMBER_ONLY = frozenset({Why.WITHDRAWN, Why.EXCLUDED})
#: so many reasons of one kind stand by themselves
MOST_REASONS = 5

#: in the words of the village
STAGE_WORDS = {
    Stage.APPLIED: N_("Applied"),
    Stage.PASSED: N_("Passed the villagers' meeting"),
    Stage.FIRST_NOTICE: N_("First notice, by the village"),
    Stage.SECOND_NOTICE: N_("Second notice, by the township"),
    Stage.ANNOUNCEMENT: N_("Announced by the county"),
}
#: where households leave the register
EXIT_STAGE_WORDS = STAGE_WORDS | {
    Stage.APPLIED: N_("Proposed for exit"),
    Stage.ANNOUNCEMENT: N_("Announced by the county: out of the register"),
}
WHY_WORDS = {
    Why.NOT_PASSED: N_("the villagers' meeting did not pass it"),
    Why.EXCLUDED: N_("official records spoke against it"),
    Why.WITHDRAWN: N_("the household withdrew"),
    Why.LEFT_OUT: N_("not put on the list"),
    Why.OBJECTION_FIRST: N_("somebody objected to the first notice, and was right"),
    Why.TOWNSHIP: N_("taken off by the township's check"),
    Why.OBJECTION_SECOND: N_("somebody objected to the second notice, and was right"),
    Why.COUNTY: N_("not approved by the county"),
    Why.OBJECTION_ANNOUNCEMENT: N_("somebody objected to the announcement, and was right"),
    Why.VILLAGE: N_("taken off by the village"),
    Why.RETURNED: N_("sent back to the village to be checked again"),
    Why.ADJOURNED: N_("the meeting put it off"),
    Why.SET_ASIDE: N_("moved to a later list"),
    Why.WAITING: N_("still being worked on"),
    Why.JOINED: N_("joined later"),
    Why.CORRECTED: N_("put on the corrected notice"),
}
EXIT_WHY_WORDS = WHY_WORDS | {
    Why.NOT_PASSED: N_("the villagers' meeting did not agree that it leaves"),
    Why.WITHDRAWN: N_("the proposal was withdrawn"),
    Why.LEFT_OUT: N_("it stays in the register: not put on the list"),
    Why.TOWNSHIP: N_("it stays in the register: taken off by the township's check"),
    Why.COUNTY: N_("it stays in the register: not approved by the county"),
    Why.VILLAGE: N_("it stays in the register: taken off by the village"),
    Why.OBJECTION_ANNOUNCEMENT: N_(
        "somebody objected to the announcement, and was right: it is in the register again"
    ),
}


@dataclass(frozen=True)
class Move:
    """Who came, who went or who is still under way: a sentence, and the reasons that were given."""

    words: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stop:
    """One stage. *percent* is its share of those who applied; ``None`` where the round has not come to it."""

    label: str
    households: int
    people: int
    percent: str | None
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Way:
    """The stages of a round in a village, and what happened after the announcement."""

    stops: tuple[Stop, ...]
    since: tuple[Move, ...] = ()


@dataclass(frozen=True)
class Words:
    """What the stages and the reasons are called."""

    stages: Mapping[Stage, str]
    whys: Mapping[Why, str]


COMING = Words(STAGE_WORDS, WHY_WORDS)
LEAVING = Words(EXIT_STAGE_WORDS, EXIT_WHY_WORDS)


def way_of(village: Area, courses: Sequence[Course], *, is_exit: bool = False) -> Way | None:
    """The stages of *courses* side by side; nothing where nobody applied, or was proposed to leave."""
    if not courses:
        return None
    clean = Cleaner([village.id], [course.reason for course in courses if course.has_ended])
    lines, words = side_by_side(courses), LEAVING if is_exit else COMING
    whole = max(line.households for line in lines)
    stops, before = [], None
    for line in lines:
        stops.append(_stop(line, whole, _reasons(courses, before, clean), words))
        before = line.stage
    after = _reasons(courses, Stage.ANNOUNCEMENT, clean)
    return Way(tuple(stops), tuple(_went(reason, after, words) for reason in gone_since(courses)))


def _stop(line: StageLine, whole: int, reasons: dict[Why, dict[str, int]], words: Words) -> Stop:
    moves = [_went(reason, reasons, words) for reason in line.went]
    if line.is_reached:
        moves += [Move(_("%(size)s more: %(why)s", **_named(reason, words))) for reason in line.came]
        moves += [
            Move(_("%(size)s not here yet: %(why)s", **_named(reason, words))) for reason in line.under_way
        ]
    percent = share_of(line.households, whole) if line.is_reached else None
    return Stop(_(words.stages[line.stage]), line.households, line.people, percent, tuple(moves))


def _went(reason: Reason, reasons: dict[Why, dict[str, int]], words: Words) -> Move:
    given = () if reason.why in NUMBER_ONLY else _sorted(reasons.get(reason.why, {}))
    return Move(_("%(size)s fewer: %(why)s", **_named(reason, words)), given)


def _named(reason: Reason, words: Words) -> dict[str, str]:
    households = ngettext("%(num)s household", "%(num)s households", reason.households)
    return {"size": households, "why": _(words.whys[reason.why])}


def _sorted(counted: dict[str, int]) -> tuple[str, ...]:
    """The reasons that were given, the commonest first, and how often where it was more than once."""
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    shown = [
        _("%(reason)s (%(num)s)", reason=words, num=number) if number > 1 else words
        for words, number in ordered
    ]
    if len(shown) > MOST_REASONS:
        shown[MOST_REASONS:] = [_("and other reasons")]
    return tuple(shown)


def _reasons(courses: Sequence[Course], furthest: Stage | None, clean: Cleaner) -> dict[Why, dict[str, int]]:
    """Of those who came no further than *furthest*: why -> the words that were given -> how often."""
    found: dict[Why, dict[str, int]] = {}
    for course in courses:
        if course.why is None or not course.has_ended or course.furthest is not furthest:
            continue
        words = clean(course.reason).strip().rstrip("。.")
        if words:
            counted = found.setdefault(course.why, {})
            counted[words] = counted.get(words, 0) + 1
    return found
