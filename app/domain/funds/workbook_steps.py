"""The way of a finance office's workbook into the ledger, as a table: the same as that of a register."""

from collections.abc import Iterable

from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.funds.models import LedgerImport
from app.domain.imports.models import ImportState
from app.domain.imports.steps import STATE_LABELS, nothing_blocks
from app.domain.rounds.models import RoundState

IMPORT = Permission.FUND_IMPORT
S = ImportState


def year_is_open(attempt: Attempt) -> Iterable[Message]:
    """A closed year takes no more entries."""
    run: LedgerImport = attempt.subject
    if run.round.state is not RoundState.OPEN:
        yield Message(N_("The year %(year)s is closed; nothing is entered any more."), year=run.round.year)


MACHINE = Machine(
    "ledger_import",
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
            N_("Enter into the ledger"),
            guards=(nothing_blocks, year_is_open),
        ),
        Step("apply", (S.APPLYING,), S.APPLIED, IMPORT, N_("Saved"), guards=(nothing_blocks,)),
        Step("look_again", (S.APPLYING,), S.PREVIEWED, IMPORT, N_("Look at it again")),
        Step(
            "undo",
            (S.APPLIED,),
            S.UNDONE,
            IMPORT,
            N_("Undo the import"),
            guards=(year_is_open,),
            needs_reason=True,
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
