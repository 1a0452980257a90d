"""Arranging a proposal for its pages."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from app.blueprints.pairings.scope import Scope
from app.core.messages import Message
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_villages
from app.domain.households.models import Household
from app.domain.pairings import listing, sharing
from app.domain.pairings.models import Helper, PairingRole
from app.domain.pairings.proposing import Suggestion
from app.domain.pairings.queries import VillageCoverage
from app.domain.pairings.rules import Covered


@dataclass(frozen=True)
class ProposedVillage:
    """One village: how many households would get a helper, how many different helpers."""

    village: Area
    households: int
    helpers: int


@dataclass(frozen=True)
class Proposal:
    """What is proposed, and in short what it rests on, so that it is accepted as it was shown or not at all."""

    suggestions: list[Suggestion]
    villages: list[ProposedVillage]
    helpers: int

    @property
    def choices(self) -> dict[int, int]:
        """Household id -> helper id."""
        return {one.household_id: one.helper_id for one in self.suggestions}

    @property
    def basis(self) -> str:
        return hashlib.sha256(repr(sorted(self.choices.items())).encode()).hexdigest()


@dataclass(frozen=True)
class ProposedLine:
    """One household: who is proposed and why, and what stands in its input."""

    household: Household
    helper: Helper | None
    reasons: tuple[Message, ...]
    written: str


def written_as(helper: Helper) -> str:
    """How a helper stands in the input of a line: the number first, by which the choice is read."""
    return f"#{helper.id} {helper.name} · {helper.unit.name}"


@dataclass(frozen=True)
class CoverageRow:
    """A village, or of a county a township, with what of its households and people has helpers."""

    area: Area
    covered: Covered


def coverage_rows(asked: Scope, rows: Sequence[VillageCoverage]) -> list[CoverageRow]:
    """Village by village; of a county township by township, each of which leads to its villages."""
    if asked.area.level is not AreaLevel.COUNTY:
        return [CoverageRow(row.village, row.covered) for row in rows]
    sums: dict[int | None, Covered] = defaultdict(Covered)
    for row in rows:
        sums[row.village.parent_id] += row.covered
    return [CoverageRow(one, sums[one.id]) for one in asked.places.townships if one.id in sums]


def proposal(asked: Scope, role: PairingRole, only: Area | None = None) -> Proposal:
    """The proposal for all households of the area without such a helper; only those of one village, if asked."""
    area = asked.area
    made = sharing.propose_open(area, asked.round_id, role)
    where = listing.load_villages([one.household_id for one in made])
    if only is not None:
        made = [one for one in made if where[one.household_id] == only.id]
    counts = Counter(where[one.household_id] for one in made)
    people = Counter(
        village_id for village_id, _ in {(where[one.household_id], one.helper_id) for one in made}
    )
    villages = [
        ProposedVillage(village, counts[village.id], people[village.id])
        for village in list_villages(area.path)
        if counts[village.id]
    ]
    return Proposal(made, villages, len({one.helper_id for one in made}))


def lines_of(made: Proposal, typed: dict[int, str]) -> list[ProposedLine]:
    """The lines of one village, with what was typed where the form comes back."""
    households = listing.list_households([one.household_id for one in made.suggestions])
    helpers = listing.find_helpers(one.helper_id for one in made.suggestions)
    return [
        ProposedLine(
            households[one.household_id],
            helpers[one.helper_id],
            one.reasons,
            typed.get(one.household_id, written_as(helpers[one.helper_id])),
        )
        for one in made.suggestions
    ]
