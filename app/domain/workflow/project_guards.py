"""What must be true before a step of a project: each guard returns every reason why it is not. None of them writes."""

from collections.abc import Callable, Iterable, Sequence

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.domain.areas.models import Area
from app.domain.funds import comparing
from app.domain.funds import queries as funds
from app.domain.funds.facts import load_books
from app.domain.notices import queries as notices
from app.domain.notices import reasons
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects import announcing, queries, rules
from app.domain.projects.kinds import KINDS
from app.domain.projects.models import MilestoneKind, Project, ProjectMeeting
from app.domain.rounds.models import RoundState

Reasons = Iterable[Message]
Guard = Callable[[Attempt], Reasons]
NAMES: dict[NoticeKind, str] = {
    NoticeKind.PROJECT_LIBRARY: N_("the notice of the project library"),
    NoticeKind.ANNUAL_PLAN: N_("the notice of the year's plan"),
    NoticeKind.PROJECT_START: N_("the notice before the start"),
    NoticeKind.PROJECT_COMPLETION: N_("the notice after completion"),
    NoticeKind.BENEFICIARIES: N_("the notice of who received what"),
}


def year_is_open(attempt: Attempt) -> Reasons:
    """The year of projects and money has not been closed."""
    if attempt.subject.round.state is not RoundState.OPEN:
        yield Message(N_("This year of funds and projects is not open."))


def record_is_complete(attempt: Attempt) -> Reasons:
    """Every field of the project library is filled in, the target too."""
    yield from rules.missing_fields(attempt.subject)


def meeting_carries(attempt: Attempt) -> Reasons:
    """A villagers' meeting voted for it with quorum and majority, its minutes are kept, nothing it voted on changed."""
    project: Project = attempt.subject
    if not project.meetings:
        yield Message(N_("No meeting has decided on this project yet: enter the villagers' meeting."))
        return
    carrying = rules.carrying_meeting(project.meetings, project.round.policy)
    if carrying is None:
        yield from _why_not_carried(project.meetings, project)
        return
    if carrying.minutes_id is None:
        yield Message(N_("The signed minutes of the meeting of %(day)s are missing."), day=carrying.held_on)
    changed_at = queries.find_change_since(project, carrying.recorded_at)
    if changed_at is not None:
        yield Message(
            N_(
                "Cost, quantity or places were changed on %(changed)s, after the meeting of %(day)s was entered. "
                "Let a new meeting decide and enter it."
            ),
            changed=clock.local(changed_at).date(),
            day=carrying.held_on,
        )


def _why_not_carried(meetings: Sequence[ProjectMeeting], project: Project) -> Reasons:
    reason = rules.why_meeting_does_not_carry(meetings[-1], project.round.policy)
    if reason is not None:
        yield reason


def notice_is_over(kind: NoticeKind) -> Guard:
    """For each of its places it hung on *kind*, there or in an area above, until the last day was over."""
    return _NoticeIsOver(kind)


class _NoticeIsOver:
    """The reasons name the notice and what it still lacks, and the places for which there is none."""

    def __init__(self, kind: NoticeKind) -> None:
        self.kind = kind
        self.__name__ = f"{kind.value}_is_over"
        self.__doc__ = (notice_is_over.__doc__ or "").replace("*kind*", NAMES[kind])

    def __call__(self, attempt: Attempt) -> Reasons:
        reach = announcing.reach_of(attempt.subject, self.kind)
        if not reach.standings:
            yield Message(N_("It does not stand on %(notice)s yet."), notice=Message(NAMES[self.kind]))
            return
        yield from reach.why_not_over()
        if reach.unreached:
            yield Message(
                N_("It still needs %(notice)s for %(places)s. Issue it there, or for the township over it."),
                notice=Message(NAMES[self.kind]),
                places=_names_of(reach.unreached),
            )


def _names_of(areas: Sequence[Area]) -> BilingualText:
    return BilingualText(
        "、".join(one.name_zh for one in areas), ", ".join(one.name_en or one.name_zh for one in areas)
    )


def stands_on(kind: NoticeKind) -> Guard:
    """It stands on *kind*, which was not withdrawn."""

    def guard(attempt: Attempt) -> Reasons:
        if not _in_force(attempt.subject, kind):
            yield Message(N_("It does not stand on %(notice)s yet."), notice=Message(NAMES[kind]))

    guard.__name__ = f"stands_on_{kind.value}"
    guard.__doc__ = (stands_on.__doc__ or "").replace("*kind*", NAMES[kind])
    return guard


def _in_force(project: Project, kind: NoticeKind) -> list[Notice]:
    return [n for n in queries.list_notices_of(project) if n.kind is kind and n.withdrawn_at is None]


def has_mark(kind: MilestoneKind) -> Guard:
    """Its day and its paper are recorded: *kind*."""

    def guard(attempt: Attempt) -> Reasons:
        project: Project = attempt.subject
        if attempt.given is None or attempt.given.get("mark") is not None:
            return  # offered, with the form for it; or handed in with the step
        found = rules.latest_milestone(project, kind)
        if found is None or found.recorded_at < project.state_since:
            yield Message(
                N_("Enter the day and the paper first: %(what)s."), what=Message(rules.MILESTONE_LABELS[kind])
            )

    guard.__name__ = f"has_mark_of_{kind.value}"
    guard.__doc__ = (has_mark.__doc__ or "").replace("*kind*", rules.MILESTONE_LABELS[kind])
    return guard


def money_is_allocated(attempt: Attempt) -> Reasons:
    """Money was allocated to it from a fund batch."""
    if not attempt.subject.allocated_fen:
        yield Message(N_("No money has been allocated to it yet."))


def builder_is_decided(attempt: Attempt) -> Reasons:
    """Where something is built, it is decided who does the work."""
    reason = rules.why_no_builder(attempt.subject)
    if reason is not None:
        yield reason


def work_is_done(attempt: Attempt) -> Reasons:
    """The last report says that everything is done."""
    percent = rules.progress_of(attempt.subject).percent
    if percent < rules.FULL:
        yield Message(
            N_("The reports say that %(percent)s %% is done. Report 100 %% with photographs first."),
            percent=percent,
        )


def beneficiaries_announced(attempt: Attempt) -> Reasons:
    """Each roll that was not withdrawn hung long enough on its notice; where households get something there is one."""
    project: Project = attempt.subject
    rolls = [one for one in funds.list_rolls(project=project) if one.withdrawn_on is None]
    if not rolls and KINDS[project.kind].for_households:
        yield Message(
            N_("It does not stand on %(notice)s yet."), notice=Message(NAMES[NoticeKind.BENEFICIARIES])
        )
    for roll in rolls:
        notice = funds.find_notice_of_roll(roll)
        if notice is None:
            yield Message(
                N_(
                    "Roll %(number)s is not announced yet: issue its notice, or withdraw the roll if it is wrong."
                ),
                number=roll.number,
            )
            continue
        reason = reasons.why_not_over(notice, notices.running_period(notice), clock.today())
        if reason is not None:
            yield reason


def sums_agree(attempt: Attempt) -> Reasons:
    """The sums of its money add up, and the final notice says what the books say today."""
    project: Project = attempt.subject
    yield from comparing.why_not(comparing.compare_projects([project], load_books([project])))
    for notice in _in_force(project, NoticeKind.PROJECT_COMPLETION)[-1:]:
        said = next(
            (
                one.get("paid_fen")
                for one in notice.content.get("facts", {}).get("projects", ())
                if one.get("number") == project.number
            ),
            None,
        )
        if said is not None and said != project.paid_fen:
            yield Message(
                N_(
                    "Notice %(number)s says %(said)s yuan paid, the books say %(paid)s. Withdraw it, issue it anew."
                ),
                number=notice.number,
                said=f"{said / 100:,.2f}",
                paid=f"{project.paid_fen / 100:,.2f}",
            )


def no_money_on_it(attempt: Attempt) -> Reasons:
    """What was allocated to it was taken back."""
    if attempt.subject.allocated_fen:
        yield Message(N_("Money is allocated to it: take that back first."))
