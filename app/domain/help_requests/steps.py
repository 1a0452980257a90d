"""The way of a household's own request, as a table: received, then taken up or answered."""

from collections.abc import Iterable

from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.help_requests.models import HelpRequest, RequestState

S = RequestState
P = Permission

STATE_LABELS: dict[str, str] = {
    S.RECEIVED: N_("Waits for the village"),
    S.TAKEN_UP: N_("Taken up"),
    S.ANSWERED_NO: N_("Answered with no"),
    S.WITHDRAWN: N_("Taken back"),
}


def somebody_was_there(attempt: Attempt) -> Iterable[Message]:
    """Somebody came to the household or called it."""
    request: HelpRequest = attempt.subject
    if request.visited_on is None:
        yield Message(N_("Nobody has come or called yet. Record the visit or the call first."))


MACHINE = Machine(
    "help_request",
    STATE_LABELS,
    S.RECEIVED,
    (
        Step("take_up", (S.RECEIVED,), S.TAKEN_UP, P.APPLICATION_FILE, N_("Take the application")),
        Step(
            "answer_no",
            (S.RECEIVED,),
            S.ANSWERED_NO,
            P.HELP_REQUEST_ANSWER,
            N_("Answer with no"),
            guards=(somebody_was_there,),
            needs_reason=True,
        ),
        Step(
            "withdraw",
            (S.RECEIVED,),
            S.WITHDRAWN,
            P.HELP_REQUEST_RECORD,
            N_("The household takes it back"),
            needs_reason=True,
        ),
        Step(
            "reopen",
            (S.ANSWERED_NO, S.WITHDRAWN),
            S.RECEIVED,
            P.HELP_REQUEST_REOPEN,
            N_("Back to the village"),
            needs_reason=True,
            level="township",
        ),
    ),
)
