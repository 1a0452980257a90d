"""The way of an objection: received, taken up by two investigators, decided."""

from collections.abc import Iterable

from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.objections.models import Objection, ObjectionState

S = ObjectionState
P = Permission

STATE_LABELS: dict[str, str] = {
    S.FILED: N_("Received"),
    S.INVESTIGATING: N_("Being investigated"),
    S.DECIDED: N_("Answered"),
}


def has_investigators(attempt: Attempt) -> Iterable[Message]:
    """As many investigators as the policy asks for are named."""
    objection: Objection = attempt.subject
    least = objection.notice.round.policy.investigators_min
    found = len(objection.investigators or [])
    if found < least:
        yield Message(
            N_("At least %(least)s different people investigate; %(found)s are named."),
            least=least,
            found=found,
        )


MACHINE = Machine(
    "objection",
    STATE_LABELS,
    S.FILED,
    (
        Step(
            "investigate",
            (S.FILED, S.INVESTIGATING),
            S.INVESTIGATING,
            P.OBJECTION_INVESTIGATE,
            N_("Name the investigators"),
            guards=(has_investigators,),
            level="township",
        ),
        Step(
            "decide",
            (S.INVESTIGATING,),
            S.DECIDED,
            P.OBJECTION_INVESTIGATE,
            N_("Answer the objection"),
            guards=(has_investigators,),
            level="township",
        ),
    ),
)
