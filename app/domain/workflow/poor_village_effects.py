"""What a step of a village's application does beside changing the state."""

from app.core import clock
from app.core.machine import Attempt
from app.core.personal_numbers import check_texts
from app.domain.poor_villages.models import PoorVillage


def write_check(attempt: Attempt) -> None:
    """What the township looked at is kept."""
    words = str((attempt.given or {}).get("words") or "").strip()
    check_texts(words=words)
    if words:
        attempt.subject.checked_words = words


def decide(attempt: Attempt) -> None:
    """The day, the number of the document, and for a village that is not chosen the reason are kept."""
    case: PoorVillage = attempt.subject
    number, reason = str((attempt.given or {}).get("document_no") or "").strip(), attempt.reason.strip()
    check_texts(document_no=number, reason=reason)
    case.decided_on, case.decision_no, case.refused_words = clock.today(), number, reason


def undo_decision(attempt: Attempt) -> None:
    """The decision is gone; it is made anew."""
    case: PoorVillage = attempt.subject
    case.decided_on, case.decision_no, case.refused_words = None, "", ""
