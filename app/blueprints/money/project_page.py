"""How far a project is: its state in large type, its progress in its own unit, its course, photographs, notices."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.blueprints.money import lines, project_facts
from app.blueprints.money.entry_words import villages_of
from app.core.bilingual import BilingualText
from app.core.messages import N_
from app.documents import pictures
from app.domain.notices import queries as notice_queries
from app.domain.notices.labels import KIND_TITLES, STATE_LABELS
from app.domain.notices.models import Notice, NoticeState
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects import rules
from app.domain.projects.kinds import KINDS, Unit
from app.domain.projects.models import (
    MilestoneKind,
    PhotoStage,
    Project,
    ProjectPhotograph,
    ProjectState,
)
from app.domain.projects.rules import STAGE_LABELS, Progress
from app.domain.projects.shown import PHASE_LABELS, PHASES
from app.web.charts import share_of
from app.web.templating import bilingual, format_day

M, N, S = MilestoneKind, NoticeKind, ProjectState

#: the course in its order, in the words of the village
COURSE: tuple[tuple[str | MilestoneKind | NoticeKind, str], ...] = (
    ("meeting", N_("The villagers' meeting proposes it")),
    (N.PROJECT_LIBRARY, N_("Notice: it is wanted")),
    (M.TOWNSHIP_CHECK, N_("The township has checked it")),
    (M.APPROVAL, N_("The county has approved it")),
    (N.ANNUAL_PLAN, N_("Notice: it is in the year's plan")),
    (M.PLAN, N_("It has got its money")),
    ("tender", N_("Who builds was decided")),
    (N.PROJECT_START, N_("Notice before the start")),
    (M.START, N_("Start of the work")),
    (M.COMPLETION, N_("End of the work")),
    (M.ACCEPTANCE, N_("Accepted: the work is as promised")),
    (N.PROJECT_COMPLETION, N_("Final notice")),
    (N.BENEFICIARIES, N_("Notice: which households get something")),
)
TONES = {NoticeState.OPEN: "info", NoticeState.CLOSED: "good"}


@dataclass(frozen=True)
class Stop:
    """A point of the course: how it stands, when, by which paper, and the notice that tells it."""

    label: str
    state: str
    when: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Headline:
    """How a project stands, in large type, and what is late."""

    words: str
    tone: str
    late: tuple[str, ...] = ()


@dataclass(frozen=True)
class Done:
    """How much of the work is done: a share for the bar, and the same in words."""

    label: str
    percent: int
    share: str
    words: str


@dataclass(frozen=True)
class Photograph:
    """A photograph with its day and what is to be seen."""

    url: str
    large: str
    words: str


@dataclass(frozen=True)
class NoticeRow:
    """A notice on which the project stands."""

    title: str
    url: str
    words: str
    badge: str
    tone: str


def state_of(project: Project, progress: Progress, today: dt.date) -> Headline:
    """How far it is, and what is late by its own plan."""
    phase = PHASES[project.state]
    late = rules.lateness(project, project.round.policy, today)
    words = str(_(PHASE_LABELS[phase]))
    if project.state is S.UNDER_WAY:
        words = str(_("%(state)s: %(percent)s %% done", state=words, percent=progress.percent))
    tone = "warn" if late else lines.TONES[phase]
    return Headline(words, tone, tuple(bilingual(one) for one in late.words(today)))


def progress_of(project: Project, progress: Progress) -> list[Done]:
    """The whole, each place, each part of the work as last reported: in percent and in the project's own unit."""
    if progress.on is None:
        return []
    unit, places = rules.unit_of(project), {place.id: place for place in project.places}
    found = [_done(_("All of the work"), progress.percent, progress.done_milli, project.quantity_milli, unit)]
    if len(places) > 1:
        found += [
            _done(
                bilingual(places[key].area.name),
                one.percent,
                one.done_milli,
                places[key].quantity_milli,
                unit,
            )
            for key, one in progress.places.items()
            if key in places
        ]
    return [
        *found,
        *(_done(bilingual(one.part), one.percent, one.done_milli, 0, unit) for one in progress.parts),
    ]


def _done(label: str, percent: int, done: int, planned: int, unit: Unit) -> Done:
    words = bilingual(rules.quantity_words(done, unit)) if done else ""
    if done and planned:
        whole = bilingual(rules.quantity_words(planned, unit))
        words = str(_("%(done)s of %(whole)s", done=words, whole=whole))
    return Done(label, percent, share_of(percent, 100), words)


def course_of(project: Project, notices: Sequence[Notice]) -> list[Stop]:
    """The course with days and papers; what was passed over says so, what is next stands out."""
    found = [_stop(project, key, label, notices) for key, label in COURSE if _belongs(project, key, notices)]
    last = max((at for at, stop in enumerate(found) if stop.state == "done"), default=-1)
    is_over = project.state in (S.CLOSED, S.DROPPED)
    stops = []
    for at, stop in enumerate(found):
        if stop.state == "done":
            stops.append(stop)
        elif at < last:
            stops.append(Stop(stop.label, "todo", _("nothing recorded")))
        elif not is_over:
            stops.append(Stop(stop.label, "current" if at == last + 1 else "todo", _when_ahead(at, last)))
    if project.state is S.DROPPED:
        stops.append(Stop(str(_("Dropped")), "ended", format_day(project.state_since.date())))
    return stops


def _when_ahead(at: int, last: int) -> str:
    return str(_("Next")) if at == last + 1 else str(_("To come"))


def _belongs(project: Project, key: str | MilestoneKind | NoticeKind, notices: Sequence[Notice]) -> bool:
    """Not every project has a builder, or gives something to households."""
    about = KINDS[project.kind]
    if key == "tender":
        return about.has_builder or bool(project.tenders)
    if key is N.BENEFICIARIES:
        return about.for_households or any(one.kind is key for one in notices)
    return True


def _stop(
    project: Project, key: str | MilestoneKind | NoticeKind, label: str, notices: Sequence[Notice]
) -> Stop:
    words = str(_(label))
    if isinstance(key, MilestoneKind):
        mark = rules.latest_milestone(project, key)
        if mark is None:
            return Stop(words, "todo")
        paper = str(_("Paper: %(number)s", number=mark.document_no)) if mark.document_no else ""
        return Stop(words, "done", format_day(mark.on), paper)
    if isinstance(key, NoticeKind):
        standing = [one for one in notices if one.kind is key and one.withdrawn_at is None]
        if not standing:
            return Stop(words, "todo")
        url = url_for("public.show_notice", number=standing[-1].number)
        note = str(_("Notice %(number)s", number=standing[-1].number))
        return Stop(words, "done", format_day(standing[-1].issued_on), note, url)
    if key == "tender":
        tender = rules.latest_tender(project)
        return Stop(words, "done", format_day(tender.decided_on)) if tender else Stop(words, "todo")
    meeting = project_facts.meeting_of(project)
    return Stop(words, "done", "", project_facts.votes_of(meeting)) if meeting else Stop(words, "todo")


def photographs_of(
    project: Project, photographs: Sequence[ProjectPhotograph]
) -> list[tuple[str, list[Photograph]]]:
    """Before, during, after: those whose files are there."""
    texts = lines.cleaned(
        [bilingual(BilingualText(one.caption_zh, one.caption_en)) for one in photographs],
        villages_of(project.area),
    )
    found: dict[PhotoStage, list[Photograph]] = {}
    for one, caption in zip(photographs, texts, strict=True):
        if not pictures.is_there(one.photo.digest):
            continue
        words = f"{format_day(one.taken_on)} {caption}".strip()
        small = url_for("money.photograph", number=project.number, photograph_id=one.id)
        found.setdefault(one.stage, []).append(Photograph(small, f"{small}/large", words))
    return [(str(_(STAGE_LABELS[stage])), found[stage]) for stage in PhotoStage if stage in found]


def notices_of(notices: Sequence[Notice]) -> list[NoticeRow]:
    """The notices, the newest first, with how they stand."""
    return [
        NoticeRow(
            str(_(KIND_TITLES[one.notice.kind])),
            url_for("public.show_notice", number=one.notice.number),
            _(
                "No. %(number)s of %(day)s",
                number=one.notice.number,
                day=format_day(one.notice.issued_on),
            ),
            str(_(STATE_LABELS[one.state])),
            TONES.get(one.state, "idle"),
        )
        for one in notice_queries.standings(list(reversed(notices)))
    ]
