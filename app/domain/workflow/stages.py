"""The stages of a village's round side by side: how many stood at each, who came, who went and for which reason.

All lists of a village in a round are taken together, and a household counts once at each stage. Between two stages

    households at the later = at the earlier + joined later - gone - still under way

holds by households, whatever notices were withdrawn, set aside or issued anew in between. People are counted as
each stage had them; a change in the number of a household's people is told apart (``people_changed``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from app.core.messages import N_


class Stage(StrEnum):
    """What stands side by side. The last three are the values of ``NoticeKind``."""

    APPLIED = "applied"
    PASSED = "passed"
    FIRST_NOTICE = "first_notice"
    SECOND_NOTICE = "second_notice"
    ANNOUNCEMENT = "announcement"


class Why(StrEnum):
    """Why a household is at one stage and not at the next; the last two, why it came."""

    NOT_PASSED = "not_passed"
    EXCLUDED = "excluded"
    WITHDRAWN = "withdrawn"
    LEFT_OUT = "left_out"
    OBJECTION_FIRST = "objection_first"
    TOWNSHIP = "township"
    OBJECTION_SECOND = "objection_second"
    COUNTY = "county"
    OBJECTION_ANNOUNCEMENT = "objection_announcement"
    VILLAGE = "village"
    RETURNED = "returned"
    ADJOURNED = "adjourned"
    SET_ASIDE = "set_aside"
    WAITING = "waiting"
    JOINED = "joined"
    CORRECTED = "corrected"


STAGE_LABELS = {
    Stage.APPLIED: N_("Applied"),
    Stage.PASSED: N_("Passed the review meeting"),
    Stage.FIRST_NOTICE: N_("First notice"),
    Stage.SECOND_NOTICE: N_("Second notice"),
    Stage.ANNOUNCEMENT: N_("Announcement"),
}
WHY_LABELS = {
    Why.NOT_PASSED: N_("Not passed by the review meeting"),
    Why.EXCLUDED: N_("Excluded after the data comparison"),
    Why.WITHDRAWN: N_("Withdrawn by the household"),
    Why.LEFT_OUT: N_("Left out of the candidate list"),
    Why.OBJECTION_FIRST: N_("Objection to the first notice"),
    Why.TOWNSHIP: N_("Township review"),
    Why.OBJECTION_SECOND: N_("Objection to the second notice"),
    Why.COUNTY: N_("County decision"),
    Why.OBJECTION_ANNOUNCEMENT: N_("Objection to the announcement"),
    Why.VILLAGE: N_("Taken off by the village"),
    Why.RETURNED: N_("Returned to the village"),
    Why.ADJOURNED: N_("Adjourned by the meeting"),
    Why.SET_ASIDE: N_("Set aside for a supplementary list"),
    Why.WAITING: N_("Still under way"),
    Why.JOINED: N_("Joined later"),
    Why.CORRECTED: N_("Put on the corrected notice"),
}
#: reasons that do not end a household's case
UNDER_WAY = frozenset({Why.ADJOURNED, Why.SET_ASIDE, Why.WAITING})


@dataclass(frozen=True)
class Course:
    """One household's way: the stages it stood at with its people then, and why it went no further.

    *why* is ``None`` for a household that stands at its furthest stage and for nothing else; *reason* are the words
    of whoever decided. *corrected* are stages whose notice replaced one without this household.
    """

    household_id: int
    household_no: str
    head_name: str
    group_name: str
    number: str
    people: Mapping[Stage, int]
    why: Why | None = None
    reason: str = ""
    corrected: frozenset[Stage] = frozenset()

    @property
    def label(self) -> str:
        """Why it went no further, as a message id; empty when it did not stop."""
        return WHY_LABELS[self.why] if self.why is not None else ""

    @property
    def furthest(self) -> Stage:
        """The last stage it stood at."""
        return [stage for stage in Stage if stage in self.people][-1]

    @property
    def has_ended(self) -> bool:
        """Its case ended before, or after, the announcement."""
        return self.why is not None and self.why not in UNDER_WAY


@dataclass(frozen=True)
class Reason:
    """So many households and people for one reason."""

    why: Why
    households: int
    people: int

    @property
    def label(self) -> str:
        """The reason, as a message id."""
        return WHY_LABELS[self.why]


@dataclass(frozen=True)
class StageLine:
    """One stage: how many stood there, who came since the stage before, who went, who is still on the way."""

    stage: Stage
    households: int
    people: int
    came: tuple[Reason, ...] = ()
    went: tuple[Reason, ...] = ()
    under_way: tuple[Reason, ...] = ()
    people_changed: int = 0
    is_reached: bool = True

    @property
    def label(self) -> str:
        """The stage, as a message id."""
        return STAGE_LABELS[self.stage]

    def as_data(self) -> dict[str, Any]:
        """Plain values, for freezing."""
        return {
            "stage": self.stage.value,
            "households": self.households,
            "people": self.people,
            "people_changed": self.people_changed,
            **{
                name: [
                    {"why": one.why.value, "households": one.households, "people": one.people}
                    for one in getattr(self, name)
                ]
                for name in ("came", "went", "under_way")
            },
        }


def line_from_data(data: Mapping[str, Any]) -> StageLine:
    """A frozen line read back."""
    return StageLine(
        stage=Stage(data["stage"]),
        households=data["households"],
        people=data["people"],
        came=_reasons_from(data, "came"),
        went=_reasons_from(data, "went"),
        under_way=_reasons_from(data, "under_way"),
        people_changed=data.get("people_changed", 0),
    )


def _reasons_from(data: Mapping[str, Any], name: str) -> tuple[Reason, ...]:
    return tuple(Reason(Why(one["why"]), one["households"], one["people"]) for one in data.get(name) or ())


def side_by_side(courses: Sequence[Course]) -> list[StageLine]:
    """The five stages over some households. A stage that nobody reached yet is marked so."""
    lines = [_first_line(courses)]
    last = max((list(Stage).index(one.furthest) for one in courses), default=0)
    for index, (before, stage) in enumerate(pairwise(Stage), 1):
        here = [one for one in courses if stage in one.people]
        came = [(Why.JOINED, one.people[stage]) for one in here if before not in one.people]
        anew = [
            (Why.CORRECTED, one.people[stage])
            for one in here
            if before in one.people and stage in one.corrected
        ]
        off = [
            (one.why or Why.WAITING, one.people[before])
            for one in courses
            if before in one.people and stage not in one.people
        ]
        stayed = [one for one in here if before in one.people]
        lines.append(
            StageLine(
                stage=stage,
                households=len(here),
                people=sum(one.people[stage] for one in here),
                came=_reasons([*came, *anew]),
                went=_reasons(row for row in off if row[0] not in UNDER_WAY),
                under_way=_reasons(row for row in off if row[0] in UNDER_WAY),
                people_changed=sum(one.people[stage] - one.people[before] for one in stayed),
                is_reached=index <= last,
            )
        )
    return lines


def gone_since(courses: Sequence[Course]) -> tuple[Reason, ...]:
    """Households that stood on the announcement and no longer do."""
    announced = [one for one in courses if Stage.ANNOUNCEMENT in one.people and one.has_ended]
    return _reasons((one.why, one.people[Stage.ANNOUNCEMENT]) for one in announced if one.why is not None)


def _first_line(courses: Sequence[Course]) -> StageLine:
    people = sum(one.people[Stage.APPLIED] for one in courses)
    return StageLine(Stage.APPLIED, len(courses), people)


def _reasons(rows: Iterable[tuple[Why, int]]) -> tuple[Reason, ...]:
    found: dict[Why, tuple[int, int]] = {}
    for why, people in rows:
        before = found.get(why, (0, 0))
        found[why] = (before[0] + 1, before[1] + people)
    return tuple(Reason(why, *found[why]) for why in Why if why in found)
