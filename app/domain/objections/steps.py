"""The way of an objection: received, taken up by two investigators, decided; and once more when asked for."""

from collections.abc import Iterable

from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.objections.models import Objection, ObjectionState, SecondLook, SecondLookState
from app.domain.objections.rules import took_part

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

SECOND_LOOK_LABELS: dict[str, str] = {
    SecondLookState.ASKED: N_("Looked into once more"),
    SecondLookState.ANSWERED: N_("Answered for good"),
}


def is_somebody_else(attempt: Attempt) -> Iterable[Message]:
    """Whoever answered or investigated the first time does not look again."""
    second_look: SecondLook = attempt.subject
    objection, actor = second_look.objection, attempt.actor
    people = [{"user_id": objection.decided_by_id}, *(objection.investigators or [])]
    if took_part([actor.id, actor.name], people):
        yield Message(N_("You worked on the first answer; somebody else must look again."))


SECOND_LOOK = Machine(
    "second_look",
    SECOND_LOOK_LABELS,
    SecondLookState.ASKED,
    (
        Step(
            "answer_second_look",
            (SecondLookState.ASKED,),
            SecondLookState.ANSWERED,
            P.OBJECTION_INVESTIGATE,
            N_("Answer after the second look"),
            guards=(is_somebody_else,),
            level="county",
        ),
    ),
)
