"""Arranging cases of households at risk: the clock of each, the steps that a reader may take, notices that are due."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.machine import Attempt
from app.core.paging import Page, cut
from app.core.permissions import can
from app.domain.areas.conditions import below
from app.domain.areas.models import Area
from app.domain.areas.reach import Places
from app.domain.calendars.queries import load_calendar
from app.domain.monitoring import queries, rules
from app.domain.monitoring.models import Watch, WatchState
from app.domain.monitoring.rules import Due
from app.domain.monitoring.steps import ALONE, ISSUED, MACHINE, STATE_LABELS, Seen
from app.domain.notices.labels import KIND_LABELS
from app.domain.policies.vocabulary import WATCH_KINDS, NoticeKind
from app.web.access import current_actor
from app.web.counts import looking
from app.web.i18n import translate

KIND_OF_STEP = {step: kind for kind, step in ISSUED.items()}


@dataclass(frozen=True)
class Line:
    """A case in the list, with the clock that runs."""

    watch: Watch
    due: Due | None
    is_late: bool


@dataclass(frozen=True)
class StepLink:
    """A step that the reader may take, with where, and what keeps it."""

    label: str
    hint: str
    danger: bool
    url: str
    blockers: tuple[str, ...]


@dataclass(frozen=True)
class Waiting:
    """Cases of a village that wait for a notice, which the reader may issue."""

    village: Area
    label: str
    number: int
    url: str


def lines_of(watches: Sequence[Watch]) -> list[Line]:
    """Cases with their clocks: two statements for any number."""
    if not watches:
        return []
    calendar, today = load_calendar(), clock.today()
    running = [one.household.village for one in watches if one.state in rules.WAITS_FOR]
    policies = queries.load_policies(running) if running else {}
    found = []
    for watch in watches:
        policy = policies.get(watch.village_id)
        due = rules.next_due(watch, policy, calendar) if policy is not None else None
        found.append(Line(watch, due, due is not None and due.is_late(today)))
    return found


def page_of(places: Places, state: WatchState | None, number: int) -> Page[Line]:
    """A page of the cases of one state, or of those that have not ended."""
    found = queries.page_watches(places, state=state, number=number)
    return Page(lines_of(found.items), found.number, found.per_page, found.total)


def page_of_late(places: Places, number: int) -> Page[Line]:
    """A page of the cases that are past their deadline."""
    return cut(_late(below(places.paths)), number, queries.PER_PAGE)


def _late(within: sa.ColumnElement[bool]) -> list[Line]:
    return [one for one in lines_of(queries.list_running(within)) if one.is_late]


def count_late(places: Places) -> int:
    """How many these are in *places*."""

    def count(paths: Sequence[str]) -> dict[str, tuple[int]]:
        found = Counter(one.watch.household.village.path for one in _late(Area.path.in_(paths)))
        return {path: (number,) for path, number in found.items()}

    counted = places.gather(looking(), ("late cases", clock.today()), count)
    return sum(number for [number] in counted.values())


def steps_of(watch: Watch, seen: Seen) -> list[StepLink]:
    """What may be done with the case now, each with its reasons against it."""
    actor = current_actor()
    return [
        StepLink(
            _(step.label),
            _(step.consequence) if step.consequence else "",
            step.tone == "danger",
            _url_of(watch, step.name),
            tuple(translate(one) for one in MACHINE.blockers(step.name, Attempt(watch, actor, given=seen))),
        )
        for step in MACHINE.steps
        if (step in ALONE or step.name in KIND_OF_STEP)
        and watch.state in step.sources
        and can(actor, step.permission, watch)
    ]


def _url_of(watch: Watch, step: str) -> str:
    if (kind := KIND_OF_STEP.get(step)) is None:
        return url_for("monitoring.take", watch_id=watch.id, step=step)
    return notice_url(kind, watch.household.village, watch)


def notice_url(kind: NoticeKind, village: Area, watch: Watch | None = None) -> str:
    """Where a notice of *kind* is issued for *village*; *watch* is ticked there."""
    asked = watch.id if watch is not None else None
    return url_for("monitoring.publish", kind=kind.value, village=village.code, watch=asked)


def waiting_for_notices(places: Places) -> list[Waiting]:
    """What the reader may put on a notice now, by village and kind.

    Whoever is watched may be released at any time: such cases wait for nothing and are not counted.
    """
    actor = current_actor()
    kinds = {
        (state, kind)
        for kind in WATCH_KINDS
        for state in MACHINE.step(ISSUED[kind]).sources
        if kind is not NoticeKind.RELEASE_NOTICE and actor.has(MACHINE.step(ISSUED[kind]).permission)
    }
    counted = queries.count_ready(places) if kinds else {}
    return [
        Waiting(village, _(KIND_LABELS[kind]), number, notice_url(kind, village))
        for (village, ready), number in counted.items()
        for state, kind in sorted(kinds)
        if ready == state and can(actor, MACHINE.step(ISSUED[kind]).permission, village)
    ]


def tabs_of(
    counts: dict[WatchState, int], late: int, state: WatchState | None, *, is_late: bool, code: str | None
) -> list[dict[str, object]]:
    """The states as tabs, each within the place of *code*."""
    going = sum(number for one, number in counts.items() if one not in queries.ENDED)
    tabs: list[dict[str, object]] = [
        {
            "label": _("Not ended"),
            "url": url_for("monitoring.index", village=code),
            "current": not state and not is_late,
            "count": going,
        },
        {
            "label": _("Past its deadline"),
            "url": url_for("monitoring.index", state="late", village=code),
            "current": is_late,
            "count": late,
        },
    ]
    return tabs + [
        {
            "label": _(STATE_LABELS[one]),
            "url": url_for("monitoring.index", state=one.value, village=code),
            "current": one is state,
            "count": counts.get(one, 0),
        }
        for one in WatchState
        if counts.get(one) or one is state
    ]
