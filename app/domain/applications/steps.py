"""The way of an application, as a table. From the list on, the candidate list moves it along."""

from collections.abc import Iterable

from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.applications.models import Application, ApplicationState
from app.domain.applications.rules import appraisal_blockers
from app.domain.rounds.models import Round

P = Permission
S = ApplicationState

STATE_LABELS: dict[str, str] = {
    S.FILED: N_("Application taken"),
    S.VISITED: N_("Home visited"),
    S.COMPARED: N_("Data compared"),
    S.PASSED: N_("Passed by the meeting"),
    S.REJECTED: N_("Not passed by the meeting"),
    S.LISTED: N_("On the candidate list"),
    S.LEFT_OUT: N_("Left out of the list"),
    S.RETURNED: N_("Returned to the village"),
    S.REMOVED: N_("Removed from the list"),
    S.REGISTERED: N_("Registered"),
    S.WITHDRAWN: N_("Withdrawn"),
}

#: of a household that is proposed for exit, where the words differ
EXIT_LABELS: dict[str, str] = {
    S.FILED: N_("Proposed for exit"),
    S.VISITED: N_("Checked for exit"),
    S.LISTED: N_("On the list of exits"),
    S.LEFT_OUT: N_("Left out of the exits"),
    S.REMOVED: N_("Stays in the register"),
    S.REGISTERED: N_("Left the register"),
    S.WITHDRAWN: N_("Proposal withdrawn"),
}

BEFORE_MEETING = (S.FILED, S.VISITED, S.COMPARED, S.RETURNED)
ON_THE_WAY_DOWN = (S.LISTED, S.REGISTERED)


def label_of(application: Application) -> str:
    """Where an application stands, as a message id: on the way in or on the way out."""
    return label_in(application.round, application.state)


def label_in(round_: Round, state: ApplicationState) -> str:
    """What a state is called in a round, as a message id."""
    return (EXIT_LABELS if round_.is_exit else {}).get(state, STATE_LABELS[state])


def ready_for_meeting(attempt: Attempt) -> Iterable[Message]:
    """Visit and comparison are there where the policy asks for them."""
    application: Application = attempt.subject
    return appraisal_blockers(application, application.round.policy)


def _step(
    name: str,
    sources: tuple[ApplicationState, ...],
    target: ApplicationState,
    permission: Permission,
    label: str,
    *,
    guarded: bool = False,
    needs_reason: bool = False,
) -> Step:
    guards = (ready_for_meeting,) if guarded else ()
    return Step(name, sources, target, permission, label, guards=guards, needs_reason=needs_reason)


MACHINE = Machine(
    "application",
    STATE_LABELS,
    S.FILED,
    (
        _step(
            "record_visit",
            BEFORE_MEETING,
            S.VISITED,
            P.VISIT_RECORD,
            N_("Record the home visit"),
        ),
        _step(
            "record_comparison",
            BEFORE_MEETING,
            S.COMPARED,
            P.COMPARISON_RECORD,
            N_("Record the data comparison"),
        ),
        _step(
            "compare_by_files",
            (S.FILED, S.VISITED, S.RETURNED),
            S.COMPARED,
            P.APPLICATION_VIEW,  # follows by itself from whatever act completes the files
            N_("Compared with the departments' files"),
        ),
        _step(
            "exclude",
            (*BEFORE_MEETING, S.PASSED, S.LISTED),
            S.LEFT_OUT,
            P.COMPARISON_RECORD,
            N_("Excluded after the data comparison"),
            needs_reason=True,
        ),
        _step(
            "readmit",
            (S.LEFT_OUT,),
            S.RETURNED,
            P.COMPARISON_RECORD,
            N_("To be considered again: the comparison no longer excludes it"),
            needs_reason=True,
        ),
        _step("pass", BEFORE_MEETING, S.PASSED, P.MEETING_RECORD, N_("Passed"), guarded=True),
        _step("reject", BEFORE_MEETING, S.REJECTED, P.MEETING_RECORD, N_("Not passed"), guarded=True),
        _step("put_on_list", (S.PASSED,), S.LISTED, P.CANDIDATE_LIST_DRAW_UP, N_("Put on the list")),
        _step(
            "leave_out",
            (S.PASSED, S.LISTED),
            S.LEFT_OUT,
            P.CANDIDATE_LIST_DRAW_UP,
            N_("Leave out"),
            needs_reason=True,
        ),
        _step("take_back", (S.LEFT_OUT,), S.PASSED, P.CANDIDATE_LIST_DRAW_UP, N_("Consider again")),
        _step(
            "return",
            (S.LISTED,),
            S.RETURNED,
            P.CANDIDATE_LIST_DECIDE_TOWNSHIP,
            N_("Return to the village"),
            needs_reason=True,
        ),
        _step(
            "remove_township",
            (S.LISTED,),
            S.REMOVED,
            P.CANDIDATE_LIST_DECIDE_TOWNSHIP,
            N_("Removed by the township"),
            needs_reason=True,
        ),
        _step(
            "remove_county",
            (S.LISTED,),
            S.REMOVED,
            P.CANDIDATE_LIST_DECIDE_COUNTY,
            N_("Removed by the county"),
            needs_reason=True,
        ),
        _step(
            "return_county",
            (S.LISTED,),
            S.RETURNED,
            P.CANDIDATE_LIST_DECIDE_COUNTY,
            N_("Returned by the county"),
            needs_reason=True,
        ),
        _step(
            "remove_objection",
            ON_THE_WAY_DOWN,
            S.REMOVED,
            P.OBJECTION_INVESTIGATE,
            N_("Removed after an objection"),
            needs_reason=True,
        ),
        _step(
            "reopen",
            (S.LEFT_OUT, S.REJECTED),
            S.RETURNED,
            P.OBJECTION_INVESTIGATE,
            N_("To be considered again after an objection"),
            needs_reason=True,
        ),
        _step("register", (S.LISTED,), S.REGISTERED, P.CANDIDATE_LIST_ANNOUNCE, N_("Registered")),
        _step(
            "unregister",
            (S.REGISTERED,),
            S.LISTED,
            P.CANDIDATE_LIST_ANNOUNCE,
            N_("Announcement withdrawn"),
            needs_reason=True,
        ),
        _step(
            "withdraw",
            (S.FILED, S.VISITED, S.COMPARED, S.PASSED, S.RETURNED),
            S.WITHDRAWN,
            P.APPLICATION_FILE,
            N_("Withdraw the application"),
            needs_reason=True,
        ),
    ),
)
