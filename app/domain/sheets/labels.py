"""The words for purposes and outcomes, as message ids."""

from app.core.messages import N_
from app.domain.sheets.models import PhotographOutcome, SheetPurpose

PURPOSE_LABELS = {
    SheetPurpose.HUNG: N_("Hung"),
    SheetPurpose.PRESENT: N_("Still hangs"),
    SheetPurpose.REHUNG: N_("Hung again"),
    SheetPurpose.END: N_("Hung to the end"),
    SheetPurpose.TAKEN_DOWN: N_("Taken down"),
}
OUTCOME_LABELS = {
    PhotographOutcome.READ: N_("Code read"),
    PhotographOutcome.UNREAD: N_("Without a code"),
    PhotographOutcome.WAITING: N_("Waits for a second person"),
    PhotographOutcome.CONFIRMED: N_("Confirmed by a second person"),
    PhotographOutcome.REFUSED: N_("Refused by a second person"),
}
