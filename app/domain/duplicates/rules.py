"""Which households are put beside one another, and what may be decided about them. All pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from app.core.messages import N_, Message
from app.domain.duplicates.models import OF_A_PERSON, DuplicateGround, DuplicateOutcome

#: so many households with one value are each put beside every other; of more, each beside the next
MOST_TOGETHER = 6
LONGEST_REASON = 500

GROUND_LABELS = {
    DuplicateGround.ID_NUMBER: N_("Same identity number"),
    DuplicateGround.NAME_AND_BIRTH: N_("Same name and date of birth"),
    DuplicateGround.BANK_ACCOUNT: N_("Same bank account"),
    DuplicateGround.TELEPHONE: N_("Same telephone number"),
}
OUTCOME_LABELS = {
    DuplicateOutcome.SAME: N_("The same: one side must give it up"),
    DuplicateOutcome.DIFFERENT: N_("Different people: one record was mistyped, or it is chance"),
    DuplicateOutcome.SHARED: N_("Shared for a good reason"),
}

#: (lower household, higher household, ground, fingerprint)
Key = tuple[int, int, DuplicateGround, str]


@dataclass(frozen=True, slots=True)
class Holding:
    """A household (by a member of it) that holds a value, told by its fingerprint.

    *covered_by* marks what says the same more strongly: of two with the same mark there, this one adds nothing.
    """

    ground: DuplicateGround
    fingerprint: str
    household_id: int
    member_id: int | None = None
    covered_by: str | None = None

    def shares_with(self, other: "Holding") -> bool:
        """These two are to be put beside one another."""
        return self.covered_by is None or self.covered_by != other.covered_by


@dataclass(frozen=True, slots=True)
class Sharing:
    """Two households that hold the same value."""

    key: Key
    first_member_id: int | None
    second_member_id: int | None


Together = dict[tuple[DuplicateGround, str], dict[int, Holding]]


def together(holdings: Iterable[Holding]) -> Together:
    """Value -> household -> how it holds it."""
    found: Together = defaultdict(dict)
    for one in holdings:
        found[one.ground, one.fingerprint].setdefault(one.household_id, one)
    return found


def pairs_of(found: Together) -> Iterator[Sharing]:
    """The pairs that these holdings make.

    A number that a whole village shares (the clerk's own) would make thousands: of more than ``MOST_TOGETHER``
    households each is put beside the next one only.
    """
    for (ground, mark), holding in found.items():
        ids = sorted(holding)
        beside = combinations(ids, 2) if len(ids) <= MOST_TOGETHER else pairwise(ids)
        for first, second in beside:
            if holding[first].shares_with(holding[second]):
                key = (first, second, ground, mark)
                yield Sharing(key, holding[first].member_id, holding[second].member_id)


def still_shares(found: Together, key: Key) -> bool:
    """Both households of a pair hold its value."""
    first, second, ground, mark = key
    holding = found.get((ground, mark), {})
    return first in holding and second in holding and holding[first].shares_with(holding[second])


def outcomes_for(ground: DuplicateGround) -> tuple[DuplicateOutcome, ...]:
    """What may be decided: a telephone or an account may be shared for a good reason, a person may not."""
    if ground in OF_A_PERSON:
        return (DuplicateOutcome.SAME, DuplicateOutcome.DIFFERENT)
    return (DuplicateOutcome.SAME, DuplicateOutcome.DIFFERENT, DuplicateOutcome.SHARED)


def decision_problem(
    ground: DuplicateGround, outcome: DuplicateOutcome, reason: str, *, names_side: bool
) -> tuple[str, Message] | None:
    """The first fault of a decision, as (field, message)."""
    if outcome not in outcomes_for(ground):
        return "outcome", Message(N_("A person cannot be shared by two households."))
    if outcome is DuplicateOutcome.SAME and not names_side:
        return "gives_up", Message(N_("Please choose which household must give it up."))
    if not reason.strip():
        return "reason", Message(N_("Please write what was found out, and how."))
    if len(reason) > LONGEST_REASON:
        return "reason", Message(N_("At most %(highest)s characters."), highest=LONGEST_REASON)
    return None
