"""The trail that inspectors follow: approval, notice, start, completion, acceptance, final notice. All pure.

The points are those by which audits of poverty-alleviation projects go (批复、公示、开工、完工、验收、竣工公示).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from app.core.bilingual import BilingualText
from app.core.messages import N_
from app.domain.attachments.models import Attachment
from app.domain.notices.models import NoticeState
from app.domain.notices.queries import Standing
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects import rules
from app.domain.projects.models import MilestoneKind, Project, ProjectState

#: the stops in their order: a milestone or the notice of a kind, and its name
STOPS: tuple[tuple[MilestoneKind | NoticeKind, str], ...] = (
    (MilestoneKind.APPROVAL, N_("Approval")),
    (NoticeKind.PROJECT_START, N_("Notice before the start")),
    (MilestoneKind.START, N_("Start of the work")),
    (MilestoneKind.COMPLETION, N_("End of the work")),
    (MilestoneKind.ACCEPTANCE, N_("Acceptance")),
    (NoticeKind.PROJECT_COMPLETION, N_("Notice after completion")),
)


@dataclass(frozen=True)
class Stop:
    """One point of the trail: whether it is reached, on which day, by which paper or notice.

    *is_running*: a notice that hangs but has not hung long enough. *is_next*: the first that is not reached.
    """

    key: str
    label: str
    on: dt.date | None = None
    until: dt.date | None = None
    document_no: str = ""
    note: BilingualText | None = None
    paper: Attachment | None = None
    notice: str | None = None
    is_done: bool = False
    is_running: bool = False
    is_next: bool = False


def trail(project: Project, standing: Mapping[NoticeKind, Standing]) -> list[Stop]:
    """The six stops of *project*; *standing* as ``queries.standing_notices`` gives it."""
    stops = [
        _of_notice(kind, label, standing.get(kind))
        if isinstance(kind, NoticeKind)
        else _of_milestone(project, kind, label)
        for kind, label in STOPS
    ]
    if project.state is ProjectState.DROPPED:
        return stops
    ahead = next((n for n, stop in enumerate(stops) if not stop.is_done), None)
    return [
        Stop(**{**vars(stop), "is_next": number == ahead}) if number == ahead else stop
        for number, stop in enumerate(stops)
    ]


def _of_milestone(project: Project, kind: MilestoneKind, label: str) -> Stop:
    found = rules.latest_milestone(project, kind)
    if found is None or not _counts(project, kind):
        return Stop(kind.value, label)
    return Stop(
        kind.value,
        label,
        on=found.on,
        document_no=found.document_no,
        note=BilingualText(found.note_zh, found.note_en) if found.note_zh else None,
        paper=found.paper,
        is_done=True,
    )


#: a project that was sent back has not reached what it had reached before
_REACHED_FROM = {
    MilestoneKind.APPROVAL: ProjectState.LIBRARY,
    MilestoneKind.START: ProjectState.UNDER_WAY,
    MilestoneKind.COMPLETION: ProjectState.COMPLETED,
    MilestoneKind.ACCEPTANCE: ProjectState.ACCEPTED,
}


def _counts(project: Project, kind: MilestoneKind) -> bool:
    order = list(ProjectState)
    return order.index(project.state) >= order.index(_REACHED_FROM[kind])


def _of_notice(kind: NoticeKind, label: str, found: Standing | None) -> Stop:
    if found is None:
        return Stop(kind.value, label)
    is_over = found.state is NoticeState.CLOSED
    return Stop(
        kind.value,
        label,
        on=found.notice.issued_on,
        until=found.period.last_day,
        notice=found.notice.number,
        is_done=is_over,
        is_running=not is_over,
    )
