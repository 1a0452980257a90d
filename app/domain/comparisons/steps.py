"""The way of a department's file, as a table."""

from collections.abc import Iterable

from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.comparisons.models import FileState, HitSettlement
from app.domain.rounds.models import RoundState

IMPORT = Permission.COMPARISON_IMPORT
S = FileState

STATE_LABELS: dict[str, str] = {
    S.READING: N_("Being read"),
    S.PREVIEWED: N_("Waiting for confirmation"),
    S.REFUSED: N_("Refused"),
    S.APPLIED: N_("File in force"),
    S.DISCARDED: N_("Discarded"),
    S.WITHDRAWN: N_("Withdrawn"),
}
SETTLEMENT_LABELS: dict[str, str] = {
    HitSettlement.OPEN: N_("To be explained"),
    HitSettlement.EXPLAINED: N_("Explained"),
    HitSettlement.EXCLUDES: N_("Excludes the household"),
    HitSettlement.NOT_THE_PERSON: N_("Not this person"),
}


def round_is_open(attempt: Attempt) -> Iterable[Message]:
    """The round has not been closed."""
    if attempt.subject.round.state is not RoundState.OPEN:
        yield Message(N_("This round is closed."))


MACHINE = Machine(
    "comparison file",
    STATE_LABELS,
    S.READING,
    (
        Step("preview", (S.READING,), S.PREVIEWED, IMPORT, N_("Show what was found")),
        Step("refuse", (S.READING,), S.REFUSED, IMPORT, N_("Refuse the file")),
        Step(
            "apply", (S.PREVIEWED,), S.APPLIED, IMPORT, N_("Put the hits in force"), guards=(round_is_open,)
        ),
        Step(
            "discard",
            (S.READING, S.PREVIEWED, S.REFUSED),
            S.DISCARDED,
            IMPORT,
            N_("Discard"),
            tone="secondary",
        ),
        Step(
            "withdraw",
            (S.APPLIED,),
            S.WITHDRAWN,
            IMPORT,
            N_("Withdraw the file"),
            guards=(round_is_open,),
            needs_reason=True,
            tone="danger",
        ),
    ),
)
