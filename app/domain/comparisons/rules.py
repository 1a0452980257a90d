"""How far a household's comparison is, and what that keeps it from. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.domain.applications.models import Application, ComparisonResult
from app.domain.policies.vocabulary import COMPARISON_LABELS, ComparisonKind


@dataclass(frozen=True, slots=True)
class ComparisonStatus:
    """What the files say about an application's household as its people are now.

    *covered* are the kinds of which a file in force was compared with exactly these people. *excluding* are the kinds
    of hits that exclude it.
    """

    number: str
    is_required: bool
    is_on_paper: bool
    has_record: bool
    covered: frozenset[ComparisonKind]
    missing: tuple[ComparisonKind, ...]
    open_hits: int = 0
    explained_hits: int = 0
    excluding: tuple[ComparisonKind, ...] = ()

    @property
    def is_covered(self) -> bool:
        """One file of each kind that the policy names was compared with the present people."""
        return not self.missing

    @property
    def has_run(self) -> bool:
        """By the files, or by a paper result that somebody recorded."""
        return not self.is_required or self.is_covered or self.is_on_paper

    @property
    def blockers(self) -> list[Message]:
        """Why the household is not put before the meeting or onto a list now."""
        return [*self._missing_blockers(), *self._hit_blockers()]

    def _missing_blockers(self) -> list[Message]:
        if self.has_run or not (self.covered or self.has_record):
            return []  # without any file and record, the application's own rule asks for one
        first = Message(COMPARISON_LABELS[self.missing[0]])
        return [
            Message(
                N_(
                    "%(number)s: its present people are not compared with files of %(count)s kinds yet (%(kind)s)."
                ),
                number=self.number,
                count=len(self.missing),
                kind=first,
            )
        ]

    def _hit_blockers(self) -> list[Message]:
        found = []
        if self.open_hits:
            found.append(
                Message(
                    N_("%(number)s: %(count)s hits of the data comparison are not explained yet."),
                    number=self.number,
                    count=self.open_hits,
                )
            )
        if self.excluding:
            found.append(
                Message(
                    N_("%(number)s is excluded after the data comparison (%(kind)s)."),
                    number=self.number,
                    kind=Message(COMPARISON_LABELS[self.excluding[0]]),
                )
            )
        return found


def is_paper_result(application: Application) -> bool:
    """Somebody recorded the latest comparison by hand, and it does not stand against the household."""
    latest = application.comparisons[-1] if application.comparisons else None
    return (
        latest is not None and latest.recorded_by_id is not None and latest.result is not ComparisonResult.HIT
    )


def missing_kinds(
    wanted: Sequence[ComparisonKind], covered: frozenset[ComparisonKind]
) -> tuple[ComparisonKind, ...]:
    """The kinds that are still to come, in the policy's order."""
    return tuple(kind for kind in wanted if kind not in covered)
