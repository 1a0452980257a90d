"""A project in words for its pages: states, trail, progress, places, notices, what may be done with it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import Area
from app.domain.areas.queries import list_areas_at
from app.domain.notices.labels import KIND_LABELS
from app.domain.notices.models import Notice
from app.domain.notices.queries import Standing
from app.domain.policies.vocabulary import MEETING_CHOICES, MeetingKind, NoticeKind
from app.domain.projects import rules
from app.domain.projects.kinds import KINDS, METHOD_LABELS, NATURE_LABELS, UNIT_LABELS, ProjectKind
from app.domain.projects.models import PhotoStage, Project, ProjectPhotograph, ProjectPlace, ProjectState
from app.domain.projects.queries import list_edit_blockers
from app.domain.projects.reporting import may_report
from app.domain.projects.trail import Stop as TrailStop
from app.domain.workflow.procedures.project import STATES
from app.web.i18n import current_locale, translate
from app.web.templating import format_day

__all__ = ["KIND_LABELS", "METHOD_LABELS", "MILESTONE_LABELS", "NATURE_LABELS"]

MILESTONE_LABELS = rules.MILESTONE_LABELS
P, S = Permission, ProjectState
TONES: dict[ProjectState, str] = {
    S.DRAFT: "idle",
    S.PROPOSED: "info",
    S.TOWNSHIP_CHECK: "info",
    S.COUNTY_APPROVAL: "info",
    S.LIBRARY: "info",
    S.PLANNED: "info",
    S.UNDER_WAY: "info",
    S.COMPLETED: "warn",
    S.ACCEPTED: "warn",
    S.CLOSED: "good",
    S.DROPPED: "idle",
}
#: which notices are issued from a project's page in which state
NOTICES: dict[ProjectState, tuple[NoticeKind, ...]] = {
    S.PROPOSED: (NoticeKind.PROJECT_LIBRARY,),
    S.TOWNSHIP_CHECK: (NoticeKind.PROJECT_LIBRARY,),
    S.COUNTY_APPROVAL: (NoticeKind.PROJECT_LIBRARY,),
    S.LIBRARY: (NoticeKind.PROJECT_LIBRARY, NoticeKind.ANNUAL_PLAN),
    S.PLANNED: (NoticeKind.ANNUAL_PLAN, NoticeKind.PROJECT_START),
    S.UNDER_WAY: (NoticeKind.PROJECT_PROGRESS,),
    S.ACCEPTED: (NoticeKind.PROJECT_COMPLETION,),
}


@dataclass(frozen=True)
class Stop:
    """A stop of the bus-line as the component draws it."""

    label: str
    state: str
    on: dt.date | str = ""
    until: dt.date | str = ""
    note: str = ""


@dataclass(frozen=True)
class PlaceLine:
    """A place with its part of the plan and what was reported of it."""

    place: ProjectPlace
    planned: str
    done: str
    percent: int | None
    on: dt.date | None


@dataclass(frozen=True)
class Link:
    """Something to be done, as a link."""

    label: str
    url: str


def badge_of(project: Project) -> tuple[str, str]:
    """The state in words and its tone."""
    return _(STATES[project.state]), TONES[project.state]


def kind_label(kind: ProjectKind) -> str:
    """The kind's name."""
    return _(KINDS[kind].label)


def kind_choices() -> list[tuple[str, str]]:
    """All kinds, to choose from."""
    return [(kind.value, _(its.label)) for kind, its in KINDS.items()]


def state_choices() -> list[tuple[str, str]]:
    """All states, to choose from."""
    return [(str(state), _(label)) for state, label in STATES.items()]


def meeting_label(kind: MeetingKind) -> str:
    """The kind of a meeting."""
    return next((_(one.label) for one in MEETING_CHOICES if one.value == kind), kind.value)


def unit_label(project: Project) -> str:
    """The unit of its quantity."""
    return _(UNIT_LABELS[rules.unit_of(project)])


def quantity(project: Project, milli: int) -> str:
    """A quantity with the project's unit."""
    return translate(rules.quantity_words(milli, rules.unit_of(project)))


def serves(project: Project) -> str:
    """Whom it serves."""
    return translate(rules.serves_words(project))


def is_for_households(project: Project) -> bool:
    """Does each household get something of it, so that there is a roll to be signed?"""
    return KINDS[project.kind].for_households


def percent(project: Project) -> str:
    """How much is done; nothing before the start."""
    found = rules.progress_of(project)
    return f"{found.percent} %" if found.on is not None else "—"


def stage_label(stage: PhotoStage) -> str:
    """Before, during or after the work."""
    return _(rules.STAGE_LABELS[stage])


def places_words(project: Project) -> str:
    """The places in one line, with their sites."""
    locale = current_locale()
    return _(", ").join(
        f"{place.area.name.in_(locale)} ({place.site_zh})" if place.site_zh else place.area.name.in_(locale)
        for place in project.places
    )


def late_words(project: Project) -> list[str]:
    """What of it is late today."""
    today = clock.today()
    return [translate(one) for one in rules.lateness(project, project.round.policy, today).words(today)]


def stops(project: Project, trail: Sequence[TrailStop]) -> list[Stop]:
    """The six points of the trail as a bus-line."""
    return [
        Stop(
            _(stop.label),
            "done" if stop.is_done else "current" if _is_current(stop, project) else "todo",
            on=stop.on or "",
            until=stop.until if stop.is_running and stop.until else "",
            note=stop.document_no or (stop.notice or ""),
        )
        for stop in trail
    ]


def _is_current(stop: TrailStop, project: Project) -> bool:
    """What hangs, or the first that is not reached; the approval only once somebody looks at it."""
    if stop.key == "approval" and project.state in rules.EDITABLE:
        return False
    return stop.is_running or stop.is_next


def place_lines(project: Project) -> list[PlaceLine]:
    """The places with plan and progress; the whole where there is only one."""
    found = rules.progress_of(project)
    lines = []
    for place in project.places:
        done = found.places.get(place.id)
        if done is None and len(project.places) == 1 and found.on is not None:
            lines.append(
                PlaceLine(
                    place,
                    quantity(project, place.quantity_milli),
                    quantity(project, found.done_milli),
                    found.percent,
                    found.on,
                )
            )
            continue
        lines.append(
            PlaceLine(
                place,
                quantity(project, place.quantity_milli),
                quantity(project, done.done_milli) if done else "",
                done.percent if done else None,
                done.on if done else None,
            )
        )
    return lines


def gallery(photographs: Sequence[ProjectPhotograph]) -> dict[PhotoStage, list[ProjectPhotograph]]:
    """The photographs by when they were taken: before, during, after."""
    return {stage: [one for one in photographs if one.stage is stage] for stage in PhotoStage}


def photo_url(one: ProjectPhotograph, actor: Actor) -> str:
    """Its address: the file for those who may open it, else the one that everybody sees."""
    if can(actor, P.PROJECT_VIEW, one.photo):
        return url_for("attachments.show", attachment_id=one.photo_id)
    return url_for("money.photograph", number=one.project.number, photograph_id=one.id)


def photo_words(one: ProjectPhotograph) -> str:
    """What stands under a photograph."""
    caption = one.caption_en if current_locale() == "en" and one.caption_en else one.caption_zh
    return " · ".join(part for part in (format_day(one.taken_on), caption) if part)


def notice_words(standing: Standing) -> tuple[str, str]:
    """The state of a notice and its tone."""
    if standing.state.value in ("withdrawn", "replaced"):
        return _("Withdrawn"), "idle"
    if standing.period.missing:
        return _(
            "Does not hang everywhere yet (places missing: %(number)s)", number=standing.period.missing
        ), "warn"
    if standing.is_open:
        return _("Open until the end of %(day)s", day=format_day(standing.period.last_day)), "info"
    return _("Period over since %(day)s", day=format_day(standing.period.last_day)), "good"


def doings(project: Project, actor: Actor) -> list[Link]:
    """What may be entered for a project now, beside its steps."""
    number = project.number
    is_going = project.state not in (S.CLOSED, S.DROPPED)
    reports = any(may_report(actor, project, place) for place in (None, *project.places))
    lines = [
        (P.PROJECT_EDIT, not list_edit_blockers(project), _("Change the record"), "projects.edit"),
        (P.PROJECT_EDIT, is_going, _("Enter a meeting"), "projects.meeting"),
        (P.PROJECT_EDIT, project.state in TO_BE_GIVEN, _("Enter bids and award"), "projects.tender"),
        (P.PROJECT_REPORT, reports and project.state is S.UNDER_WAY, _("Report progress"), "projects.report"),
        (
            P.PROJECT_REPORT,
            reports and project.state is not S.DROPPED,
            _("Add photographs"),
            "projects.photographs",
        ),
        (P.PROJECT_EDIT, is_going, _("Change who answers for it"), "projects.contact"),
    ]
    return [
        Link(label, url_for(endpoint, number=number))
        for permission, is_now, label, endpoint in lines
        if is_now and can(actor, permission, project)
    ]


TO_BE_GIVEN = (S.LIBRARY, S.PLANNED, S.UNDER_WAY)


def announced_words(project: Project, announced: Mapping[int, set[NoticeKind]]) -> str:
    """The kinds of notices on which it stands, for the list."""
    return _(", ").join(
        _(KIND_LABELS[kind]) for kind in NoticeKind if kind in announced.get(project.id, set())
    )


def issuing(project: Project, actor: Actor, notices: Sequence[Notice]) -> list[Link]:
    """The notices that *actor* may issue with this project on; *notices* are those on which it ever stood."""
    if not can(actor, P.PROJECT_PUBLISH, project):
        return []
    boards = {kind: _board_of(project, actor, kind) for kind in NOTICES.get(project.state, ())}
    return [
        Link(
            _(KIND_LABELS[kind]),
            url_for("projects.publish", kind=kind.value, area=board.code, project=project.number),
        )
        for kind, board in boards.items()
        if not _stands_already(kind, board, notices)
    ]


def _board_of(project: Project, actor: Actor, kind: NoticeKind) -> Area:
    """On whose boards: its own place's. Once it is handed on, each level shows the library on boards of its own."""
    if kind is not NoticeKind.PROJECT_LIBRARY or project.state is S.PROPOSED:
        return project.area
    paths = [path for path in actor.paths_for(P.PROJECT_PUBLISH) if project.area_path.startswith(path)]
    return next(iter(list_areas_at(paths)), project.area)


def _stands_already(kind: NoticeKind, board: Area, notices: Sequence[Notice]) -> bool:
    """Does it hang on these boards already? Progress is announced again and again."""
    if kind is NoticeKind.PROJECT_PROGRESS:
        return False
    return any(one.kind is kind and one.village_id == board.id and not one.withdrawn_at for one in notices)
