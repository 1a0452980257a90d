"""The proposal for the households of an area: township by township, since a township's people help only there."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from app.domain.areas.models import Area
from app.domain.areas.queries import list_villages
from app.domain.households.models import Household
from app.domain.pairings import listing, queries
from app.domain.pairings.models import Helper, PairingRole
from app.domain.pairings.proposing import (
    Candidate,
    OpenHousehold,
    Suggestion,
    propose,
    propose_seconds,
)


def propose_open(area: Area, round_id: int | None, role: PairingRole) -> list[Suggestion]:
    """A first (or second) helper for each registered household of *area* that has none."""
    return _proposed(area, listing.list_open_households(area.path, round_id, role), role)


def propose_for(
    area: Area, households: Collection[Household], role: PairingRole, without: Helper
) -> list[Suggestion]:
    """Somebody else than *without* for each of *households*."""
    lying = [OpenHousehold(one.id, one.village_id, one.group_id, one.people) for one in households]
    return _proposed(area, lying, role, without.id)


def _proposed(
    area: Area, open_: Sequence[OpenHousehold], role: PairingRole, without: int | None = None
) -> list[Suggestion]:
    if not open_:
        return []
    found = listing.list_candidates(area, queries.get_minimums(area))
    candidates = {one.id: one for one in found if one.id != without}
    other = PairingRole.FIRST if role is PairingRole.SECOND else PairingRole.SECOND
    others = {key: one.id for key, one in queries.helpers_of([one.id for one in open_], role=other).items()}
    most = queries.get_second_rule(area).most
    made: list[Suggestion] = []
    for path, rows in _by_township(area, open_).items():
        able = [one for one in candidates.values() if path.startswith(one.path)]
        if role is PairingRole.SECOND:
            lines = propose_seconds(rows, able, others, most)
        else:
            lines = [one for one in propose(rows, able) if others.get(one.household_id) != one.helper_id]
        made += lines
        _count(candidates, {one.id: one.village_id for one in rows}, lines, role)
    return made


def _by_township(area: Area, open_: Sequence[OpenHousehold]) -> dict[str, list[OpenHousehold]]:
    """Path of a township -> its households, both in their order."""
    townships = {one.id: one.path.rstrip("/").rpartition("/")[0] + "/" for one in list_villages(area.path)}
    found: dict[str, list[OpenHousehold]] = {}
    for one in open_:
        found.setdefault(townships[one.village_id], []).append(one)
    return found


def _count(
    candidates: dict[int, Candidate], villages: Mapping[int, int], lines: list[Suggestion], role: PairingRole
) -> None:
    """Add what was proposed in one township to the loads with which the next one begins."""
    given = Counter((one.helper_id, villages[one.household_id]) for one in lines)
    for (helper_id, village_id), number in given.items():
        one = candidates[helper_id]
        if role is PairingRole.SECOND:
            candidates[helper_id] = replace(one, seconds=one.seconds + number)
        else:
            more = Counter(one.villages) + Counter({village_id: number})
            candidates[helper_id] = replace(one, villages=more)
