"""Who of a village qualifies by its income and waits, counted by reason: for everybody, so nobody is named here.

On the way in a household qualifies with at most the line a head; on the way out with more than the line. Whoever was
refused for what was found out about it does not qualify and is told beside the stages (``stages.py``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_
from app.domain.applications.models import (
    Application,
    ApplicationState,
    Comparison,
    ComparisonResult,
    HomeVisit,
)
from app.domain.areas.models import Area
from app.domain.exits import queries as exits
from app.domain.exits.rules import WAIT_LABELS
from app.domain.policies.rules import IncomeLine, Policy
from app.domain.policies.vocabulary import LinePurpose
from app.domain.rounds.models import HOUSEHOLD_KINDS, Quota, Round
from app.domain.rounds.queries import list_open_rounds
from app.domain.workflow.courses import load_courses
from app.domain.workflow.stages import Course, Why

S = ApplicationState


class Hold(StrEnum):
    """Why an applicant that qualifies is not announced yet, in the order of the way."""

    NOT_VISITED = "not_visited"
    NOT_COMPARED = "not_compared"
    HIT = "hit"
    MEETING = "meeting"
    ADJOURNED = "adjourned"
    NOT_PASSED = "not_passed"
    NO_LIST = "no_list"
    LEFT_OUT = "left_out"
    SET_ASIDE = "set_aside"
    RETURNED = "returned"
    NOTICES = "notices"


HOLD_LABELS = {
    Hold.NOT_VISITED: N_("the home has not been visited yet"),
    Hold.NOT_COMPARED: N_("the departments' records have not been compared yet"),
    Hold.HIT: N_("the records say something that is still to be explained"),
    Hold.MEETING: N_("the villagers' meeting has not voted yet"),
    Hold.ADJOURNED: N_("the meeting put it off"),
    Hold.NOT_PASSED: N_("the villagers' meeting did not pass it"),
    Hold.NO_LIST: N_("passed by the meeting; the village has not put it on its list yet"),
    Hold.LEFT_OUT: N_("passed by the meeting, but left out of the list of this round"),
    Hold.SET_ASIDE: N_("an objection is being looked into; it goes on with a later list"),
    Hold.RETURNED: N_("sent back to the village to be checked again"),
    Hold.NOTICES: N_("on the list; notices and reviews are under way"),
}


@dataclass(frozen=True)
class Held:
    """So many households and people wait for one reason; *label* is a message id."""

    label: str
    households: int
    people: int


@dataclass(frozen=True)
class Waiting:
    """A village in a round: who qualifies and waits, by reason. *quota* and *listed* are people, of the way in."""

    round: Round
    line: IncomeLine
    reasons: tuple[Held, ...]
    quota: int | None = None
    listed: int = 0

    @property
    def households(self) -> int:
        """All that wait."""
        return sum(one.households for one in self.reasons)

    @property
    def people(self) -> int:
        """Their people."""
        return sum(one.people for one in self.reasons)


def list_waiting(village: Area) -> list[Waiting]:
    """Every open round of *village* in which households come or go, with a line of its year; chosen first, then exits.

    A fixed number of statements for each round.
    """
    rounds = [round_ for kind in HOUSEHOLD_KINDS for round_ in list_open_rounds(village, kind)]
    found = (_leaving(one, village) if one.is_exit else _coming(one, village) for one in rounds)
    return [one for one in found if one is not None]


def _leaving(round_: Round, village: Area) -> Waiting | None:
    line = round_.policy.leaving_line(round_.reference_year)
    if line is None:
        return None
    rows = [(one.why, one.household.people) for one in exits.list_qualified(round_, village.id)]
    return Waiting(round_, line, _counted(rows, WAIT_LABELS))


def _coming(round_: Round, village: Area) -> Waiting | None:
    line = round_.policy.income_line(round_.reference_year, LinePurpose.IDENTIFICATION)
    if line is None:
        return None
    courses = {one.number: one for one in load_courses(round_.id, village.id)}
    rows = _applicants(round_.id, village.id, line)
    held = [
        (_hold(row, courses[row.number], round_.policy), row.people) for row in rows if row.number in courses
    ]
    quota = db.session.scalar(
        sa.select(Quota.quota_people).where(Quota.round_id == round_.id, Quota.village_id == village.id)
    )
    return Waiting(
        round_,
        line,
        _counted([(why, people) for why, people in held if why is not None], HOLD_LABELS),
        quota,
        _listed(round_.id, village.id),
    )


def _applicants(round_id: int, village_id: int, line: IncomeLine) -> Sequence[Any]:
    """The applications at or below the line: state, whether the home was visited, what the last comparison gave."""
    visited = sa.exists().where(HomeVisit.application_id == Application.id)
    last = (
        sa.select(Comparison.result)
        .where(Comparison.application_id == Application.id)
        .order_by(Comparison.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = sa.select(
        Application.number,
        Application.state,
        Application.people,
        visited.label("visited"),
        last.label("compared"),
    ).where(
        Application.round_id == round_id,
        Application.village_id == village_id,
        Application.per_head_fen <= line.amount_fen,
    )
    return db.session.execute(statement.order_by(Application.id)).all()


def _listed(round_id: int, village_id: int) -> int:
    """People on the village's list or announced."""
    counted = sa.select(sa.func.sum(Application.people)).where(
        Application.round_id == round_id,
        Application.village_id == village_id,
        Application.state.in_((S.LISTED, S.REGISTERED)),
    )
    return int(db.session.scalar(counted) or 0)


#: why a household went no further -> why it waits; whoever is not here and has ended does not wait
_BY_COURSE = {
    Why.ADJOURNED: Hold.ADJOURNED,
    Why.NOT_PASSED: Hold.NOT_PASSED,
    Why.LEFT_OUT: Hold.LEFT_OUT,
    Why.SET_ASIDE: Hold.SET_ASIDE,
    Why.RETURNED: Hold.RETURNED,
}


def _hold(row: Any, course: Course, policy: Policy) -> Hold | None:
    if course.why in _BY_COURSE:
        return _BY_COURSE[course.why]
    if course.why is not Why.WAITING:
        return None
    if row.state is S.LISTED:
        return Hold.NOTICES
    if row.state is S.PASSED:
        return Hold.NO_LIST
    if policy.home_visit_required and not row.visited:
        return Hold.NOT_VISITED
    if policy.comparison_required and row.compared is None:
        return Hold.NOT_COMPARED
    if policy.comparison_required and row.compared == ComparisonResult.HIT:
        return Hold.HIT
    return Hold.MEETING


def _counted(rows: Iterable[tuple[StrEnum, int]], labels: Mapping[Any, str]) -> tuple[Held, ...]:
    sizes: dict[StrEnum, list[int]] = {}
    for why, people in rows:
        sizes.setdefault(why, []).append(people)
    return tuple(Held(labels[why], len(sizes[why]), sum(sizes[why])) for why in labels if why in sizes)
