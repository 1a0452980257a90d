"""What the comparison found about the households before a meeting, as it is read out. Nobody else asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.documents.kit_papers import HitNote
from app.documents.papers import Text
from app.domain.applications.models import Application, Comparison, ComparisonResult
from app.domain.comparisons.details import without_numbers
from app.domain.comparisons.models import ComparisonHit, HitSettlement
from app.domain.comparisons.queries import comparison_statuses, list_hits
from app.domain.comparisons.rules import ComparisonStatus
from app.domain.comparisons.steps import SETTLEMENT_LABELS
from app.domain.policies.vocabulary import COMPARISON_LABELS

COMPARED = {
    ComparisonResult.NO_HIT: N_("Compared on %(day)s: nothing was found."),
    ComparisonResult.HIT_EXPLAINED: N_("Compared on %(day)s: what was found is explained."),
    ComparisonResult.HIT: N_("Compared on %(day)s: something was found that nobody has explained."),
}


@dataclass(frozen=True)
class Compared:
    """One household: its *hits*, what *words* a record by hand left, the kinds of files *covered* and *missing*."""

    hits: tuple[HitNote, ...] = ()
    words: Text = ""
    covered: tuple[Text, ...] = ()
    missing: tuple[Text, ...] = ()


def compared(applications: Sequence[Application]) -> dict[int, Compared]:
    """application id -> what the comparison says, for applications of one round, in a few statements."""
    if not applications:
        return {}
    hits = list_hits({one.household_id for one in applications}, applications[0].round_id)
    statuses = comparison_statuses(applications)
    return {one.id: _compared(one, hits.get(one.household_id, []), statuses[one.id]) for one in applications}


def _compared(application: Application, hits: Sequence[ComparisonHit], status: ComparisonStatus) -> Compared:
    if not application.consents_to_comparison and status.is_required:
        return Compared(words=Message(N_("The household has not agreed to a data comparison.")))
    by_hand = next((one for one in reversed(application.comparisons) if one.recorded_by_id is not None), None)
    return Compared(
        hits=tuple(_note(hit) for hit in hits if hit.settlement is not HitSettlement.NOT_THE_PERSON),
        words=_words(by_hand, status),
        covered=tuple(
            Message(COMPARISON_LABELS[kind]) for kind in COMPARISON_LABELS if kind in status.covered
        ),
        missing=() if by_hand else tuple(Message(COMPARISON_LABELS[kind]) for kind in status.missing),
    )


def _words(by_hand: Comparison | None, status: ComparisonStatus) -> Text:
    if by_hand is not None:
        return Message(COMPARED[by_hand.result], day=by_hand.compared_on)
    if status.covered or status.missing:
        return ""
    if status.is_required:
        return Message(N_("No comparison is recorded yet."))
    return Message(N_("Nothing is recorded."))


def _note(hit: ComparisonHit) -> HitNote:
    return HitNote(
        kind=Message(COMPARISON_LABELS[hit.file.kind]),
        person=hit.member_name,
        source=hit.file.source,
        happened_on=hit.happened_on,
        details="；".join("：".join(part for part in pair if part) for pair in hit.details),
        outcome=Message(SETTLEMENT_LABELS[hit.settlement]),
        explanation=without_numbers(hit.explanation),
    )
