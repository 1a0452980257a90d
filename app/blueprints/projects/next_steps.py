"""What comes next for a project: whose turn it is, and each thing that is needed, there or not, with where to do it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flask import url_for
from flask_babel import gettext as _

from app.core.machine import Attempt, Step
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import AreaLevel
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects import rules
from app.domain.projects.announcing import reach_of
from app.domain.projects.models import Project, ProjectState
from app.domain.projects.shown import is_shown_now
from app.domain.workflow.procedures.project import MACHINE
from app.web.i18n import translate

P = Permission
S = ProjectState
N = NoticeKind
#: where something is mended for a reader, and what that link says; without an address where it is not his to mend
Place = Callable[[Project, Actor], tuple[str, str]]
VILLAGE, TOWNSHIP, COUNTY = N_("the village"), N_("the township"), N_("the county")
#: whose turn it is in a state; a project of the township itself is written and carried out by the township
TURNS: dict[ProjectState, str] = {
    S.DRAFT: VILLAGE,
    S.PROPOSED: VILLAGE,
    S.TOWNSHIP_CHECK: TOWNSHIP,
    S.COUNTY_APPROVAL: COUNTY,
    S.LIBRARY: TOWNSHIP,
    S.PLANNED: VILLAGE,
    S.UNDER_WAY: VILLAGE,
    S.COMPLETED: TOWNSHIP,
    S.ACCEPTED: TOWNSHIP,
}
#: what is to be done in a state, in one sentence
TASKS: dict[ProjectState, str] = {
    S.DRAFT: N_("Fill in the record and enter the villagers' meeting."),
    S.PROPOSED: N_("Show the project on the village's board, then hand it to the township."),
    S.TOWNSHIP_CHECK: N_("Check the project on the spot and on paper."),
    S.COUNTY_APPROVAL: N_("Decide whether it enters the project library."),
    S.LIBRARY: N_("Allocate money to it and publish the year's plan."),
    S.PLANNED: N_("Decide who does the work, show it before the start, then begin."),
    S.UNDER_WAY: N_("Report the progress with photographs until everything is done."),
    S.COMPLETED: N_("Look at the work and accept it, or send it back."),
    S.ACCEPTED: N_("Show what it cost and what came of it, then finish."),
}
#: guard -> what it asks for, as a line to be ticked
ASKS: dict[str, str] = {
    "record_is_complete": N_("The record is complete"),
    "meeting_carries": N_("The villagers' meeting agreed"),
    "project_library_is_over": N_("The village's notice hung long enough"),
    "has_mark_of_township_check": N_("Day and paper of the check"),
    "has_mark_of_approval": N_("Number and paper of the approval"),
    "has_mark_of_plan": N_("Number and paper of the plan"),
    "has_mark_of_start": N_("Day and paper of the start"),
    "has_mark_of_completion": N_("Day and paper of the completion"),
    "has_mark_of_acceptance": N_("Signed acceptance sheet"),
    "money_is_allocated": N_("Money is allocated"),
    "stands_on_annual_plan": N_("The year's plan is published"),
    "project_start_is_over": N_("The notice before the start hung long enough"),
    "builder_is_decided": N_("It is decided who does the work"),
    "work_is_done": N_("The reports say 100 %%"),
    "project_completion_is_over": N_("The notice after completion hung long enough"),
    "beneficiaries_announced": N_("The notice of who received what is published"),
    "sums_agree": N_("Notice and books say the same"),
    "no_money_on_it": N_("No money lies on it"),
}


@dataclass(frozen=True)
class Reason:
    """Why something is missing, and where it is mended."""

    words: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Need:
    """One line to be ticked."""

    label: str
    reasons: tuple[Reason, ...]
    is_for_later: bool = False

    @property
    def is_met(self) -> bool:
        return not self.reasons and not self.is_for_later


@dataclass(frozen=True)
class NextStep:
    """A step that leads on: its button, what it needs; *is_mine* says that the reader takes it."""

    label: str
    url: str
    consequence: str
    tone: str
    is_mine: bool
    needs: tuple[Need, ...] = field(default=())

    @property
    def is_open(self) -> bool:
        return self.is_mine and not any(need.reasons for need in self.needs)


def turn_of(project: Project) -> str:
    """Whose turn it is, as a message id; empty when nobody's."""
    whose = TURNS.get(project.state, "")
    if whose == VILLAGE and project.area.level is not AreaLevel.VILLAGE:
        return TOWNSHIP if project.area.level is AreaLevel.TOWNSHIP else COUNTY
    return whose


def task_of(project: Project) -> str:
    """What is to be done now, in one sentence."""
    words = TASKS.get(project.state)
    return _(words) if words else ""


def next_steps(project: Project, actor: Actor) -> list[NextStep]:
    """The steps from here: the one that leads on for everybody to see, the others for whoever takes them."""
    found = []
    for step in MACHINE.steps:
        is_mine = can(actor, step.permission, project)
        if project.state not in step.sources or (step.tone == "danger" and not is_mine):
            continue
        found.append(
            NextStep(
                label=_(step.label),
                url=url_for("projects.step", number=project.number, step=step.name),
                consequence=_(step.consequence),
                tone=step.tone,
                is_mine=is_mine,
                needs=_needs(project, actor, step),
            )
        )
    return sorted(found, key=lambda one: one.tone == "danger")


def _needs(project: Project, actor: Actor, step: Step) -> tuple[Need, ...]:
    needs = []
    for guard in step.guards:
        name = str(getattr(guard, "__name__", ""))
        messages = list(guard(Attempt(project, actor)))
        if name not in ASKS and not messages:
            continue
        needs.append(
            Need(
                _(ASKS[name]).replace("%%", "%") if name in ASKS else translate(messages[0]),
                tuple(_reasons(project, actor, name, messages)),
                is_for_later=name.startswith("has_mark"),
            )
        )
    return tuple(needs)


def _reasons(project: Project, actor: Actor, name: str, messages: Sequence[Message]) -> list[Reason]:
    if name == "record_is_complete":
        edit = url_for("projects.edit", number=project.number)
        may = can(actor, MACHINE.step("propose").permission, project)
        return [
            Reason(translate(one.message), f"{edit}#{one.field}" if may else "", _("Fill in"))
            for one in rules.missing(project)
        ]
    place = PLACES.get(name)
    url, link = place(project, actor) if place is not None and messages else ("", "")
    return [Reason(translate(message), url, link) for message in messages]


def _page(endpoint: str, needs: Permission, link: str) -> Place:
    """A page about the project for those who hold *needs* there."""
    return lambda project, actor: (
        url_for(endpoint, number=project.number) if can(actor, needs, project) else "",
        _(link),
    )


def _notice(kind: NoticeKind, *, everywhere: bool = False) -> Place:
    """Where the notice of *kind* hangs, else where it is issued; *everywhere*: also where one place still lacks it."""

    def place(project: Project, actor: Actor) -> tuple[str, str]:
        reach = reach_of(project, kind)
        if reach.standings and not (everywhere and reach.unreached):
            return _hanging_url(reach.standings[-1].notice, actor), _("Where it hangs")
        mine = [area for area in reach.unreached if can(actor, P.PROJECT_PUBLISH, area)]
        board = mine[0] if len(mine) == 1 else project.area
        if not can(actor, P.PROJECT_PUBLISH, board):
            return "", ""
        url = url_for("projects.publish", kind=kind.value, area=board.code, project=project.number)
        return url, _("Issue the notice")

    return place


def _hanging_url(notice: Notice, actor: Actor) -> str:
    """Where a notice hangs, for those who keep its boards; as everybody sees it for the others."""
    endpoint = "postings.show" if can(actor, P.CANDIDATE_LIST_VIEW, notice) else "public.show_notice"
    return url_for(endpoint, number=notice.number)


def money_url(project: Project, actor: Actor) -> str:
    """Where the money of *project* stands: in the books for those who see them, else as everybody sees it."""
    if can(actor, P.FUND_VIEW, project):
        return url_for("funds.project", number=project.number)
    return url_for("money.project", number=project.number) if is_shown_now(project) else ""


PLACES: dict[str, Place] = {
    "meeting_carries": _page("projects.meeting", P.PROJECT_EDIT, N_("Enter the meeting")),
    "builder_is_decided": _page("projects.tender", P.PROJECT_EDIT, N_("Enter the bids")),
    "work_is_done": _page("projects.report", P.PROJECT_REPORT, N_("Report progress")),
    "project_library_is_over": _notice(N.PROJECT_LIBRARY, everywhere=True),
    "stands_on_annual_plan": _notice(N.ANNUAL_PLAN),
    "project_start_is_over": _notice(N.PROJECT_START, everywhere=True),
    "project_completion_is_over": _notice(N.PROJECT_COMPLETION, everywhere=True),
    "sums_agree": _notice(N.PROJECT_COMPLETION),
    "beneficiaries_announced": _page("funds.project", P.FUND_VIEW, N_("Rolls of beneficiaries")),
    "money_is_allocated": _page("funds.project", P.FUND_RECORD, N_("Allocate money")),
    "no_money_on_it": _page("funds.project", P.FUND_VIEW, N_("Its money")),
}
