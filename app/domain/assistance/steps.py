"""The way of a measure, as a table: planned, begun, done; or dropped with a reason."""

from collections.abc import Iterable

from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission as P
from app.domain.assistance.models import HouseholdAnswer, Measure, MeasureState
from app.domain.assistance.rules import STATE_LABELS

S = MeasureState


def not_confirmed(attempt: Attempt) -> Iterable[Message]:
    """What the household has not denied is not done a second time."""
    measure: Measure = attempt.subject
    if not measure.is_open and measure.answer is not HouseholdAnswer.DENIED:
        yield Message(N_("It is done, and the household has not said otherwise."))


MACHINE = Machine(
    "measure",
    {state.value: label for state, label in STATE_LABELS.items()},
    S.PLANNED,
    (
        Step("begin", (S.PLANNED, S.BEGUN), S.BEGUN, P.ASSISTANCE_PLAN, N_("It has begun")),
        Step(
            "finish",
            (S.PLANNED, S.BEGUN, S.DONE),
            S.DONE,
            P.ASSISTANCE_PLAN,
            N_("It is done"),
            guards=(not_confirmed,),
        ),
        Step(
            "drop",
            (S.PLANNED, S.BEGUN),
            S.DROPPED,
            P.ASSISTANCE_PLAN,
            N_("Drop it"),
            needs_reason=True,
            tone="danger",
        ),
    ),
)
