"""The way of a workbook into the register, as a table."""

from collections.abc import Iterable

from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.imports.models import ImportRun, ImportState
from app.domain.imports.undoing import why_not
from app.domain.rounds.models import RoundState

IMPORT = Permission.HOUSEHOLD_IMPORT
S = ImportState

STATE_LABELS: dict[str, str] = {
    S.READING: N_("Being read"),
    S.PREVIEWED: N_("Waiting for confirmation"),
    S.REFUSED: N_("Refused"),
    S.APPLYING: N_("Being saved"),
    S.APPLIED: N_("Saved"),
    S.UNDONE: N_("Undone"),
    S.DISCARDED: N_("Discarded"),
}


def nothing_blocks(attempt: Attempt) -> Iterable[Message]:
    """No finding that must be put right first."""
    run: ImportRun = attempt.subject
    blocking = (run.summary or {}).get("blocking", 0)
    if blocking:
        yield Message(N_("%(number)s findings must be put right in the workbook first."), number=blocking)


def round_is_open(attempt: Attempt) -> Iterable[Message]:
    """A closed round takes no more data."""
    if attempt.subject.round.state is not RoundState.OPEN:
        yield Message(N_("The round is closed."))


def nothing_was_built_on_it(attempt: Attempt) -> Iterable[Message]:
    """Everything is still as the import left it."""
    yield from why_not(attempt.subject)


MACHINE = Machine(
    "import",
    STATE_LABELS,
    S.READING,
    (
        Step("preview", (S.READING,), S.PREVIEWED, IMPORT, N_("Show what was found")),
        Step("refuse", (S.READING,), S.REFUSED, IMPORT, N_("Refuse the file")),
        Step(
            "confirm",
            (S.PREVIEWED,),
            S.APPLYING,
            IMPORT,
            N_("Save into the register"),
            guards=(nothing_blocks, round_is_open),
        ),
        Step("apply", (S.APPLYING,), S.APPLIED, IMPORT, N_("Saved"), guards=(nothing_blocks,)),
        Step("look_again", (S.APPLYING,), S.PREVIEWED, IMPORT, N_("Look at it again")),
        Step(
            "undo",
            (S.APPLIED,),
            S.UNDONE,
            IMPORT,
            N_("Undo the import"),
            guards=(nothing_was_built_on_it,),
            tone="danger",
        ),
        Step(
            "discard",
            (S.READING, S.PREVIEWED, S.REFUSED, S.APPLYING),
            S.DISCARDED,
            IMPORT,
            N_("Discard"),
            tone="secondary",
        ),
    ),
)
