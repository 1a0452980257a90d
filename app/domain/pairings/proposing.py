"""A proposal that gives every household without a helper one: near, by unit, by load, each with its reasons. All pure.

How many households each helper takes on follows from the load alone: one after the other goes to whoever has the
fewest against what the rule asks of the rank. Which ones follows from where they are: first those who help in the
village already or whose unit answers for it, then the others unit by unit, so that a helper's households lie together.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.core.messages import N_, Message


@dataclass(frozen=True)
class OpenHousehold:
    """A household without a helper: where it is, how many people."""

    id: int
    village_id: int
    group_id: int | None
    people: int


@dataclass(frozen=True)
class Candidate:
    """A helper: the unit, what the rule asks, the households so far by village and group (``None``: in no group).

    *seconds* counts those of which somebody is the second helper, *may_be_second* says whether the unit is one from
    which those are taken, *path* where the unit helps.
    """

    id: int
    unit_id: int
    unit_village_id: int | None
    minimum: int | None
    villages: Mapping[int, int] = field(default_factory=dict)
    groups: frozenset[int] = frozenset()
    seconds: int = 0
    may_be_second: bool = True
    path: str = ""

    @property
    def load(self) -> int:
        """Households so far."""
        return sum(self.villages.values())

    @property
    def weight(self) -> int:
        """Against what the load is measured: what the rule asks, one where it asks nothing."""
        return self.minimum or 1


@dataclass(frozen=True)
class Suggestion:
    """One household for one helper, with the reasons in words."""

    household_id: int
    helper_id: int
    reasons: tuple[Message, ...]


def propose(households: Sequence[OpenHousehold], candidates: Sequence[Candidate]) -> list[Suggestion]:
    """A helper for each of *households*, in their order. Without candidates nothing is proposed.

    The same for the same input. Households stand in the order in which they lie (village, group, number).
    """
    if not candidates:
        return []
    return _Proposer(households, candidates).propose()


def propose_seconds(
    households: Sequence[OpenHousehold],
    candidates: Sequence[Candidate],
    firsts: Mapping[int, int],
    most: int = 0,
) -> list[Suggestion]:
    """A second helper for each of *households*: near where possible, else whoever is it for the fewest.

    *firsts* says household id -> its first helper, who is not its second one; nobody is it for more than *most* (0: as
    many as come out evenly). A household for which nobody is left has no line.
    """
    able = [one for one in candidates if one.may_be_second]
    if not able:
        return []
    evenly = -(-(len(households) + sum(one.seconds for one in able)) // len(able))
    loads = {one.id: one.seconds for one in able}
    near: dict[int, list[Candidate]] = defaultdict(list)
    for one in able:
        for village_id in {*one.villages, *filter(None, [one.unit_village_id])}:
            near[village_id].append(one)
    free = [(one.seconds, one.id) for one in able]
    heapq.heapify(free)
    made = []
    for household in households:
        not_first = firsts.get(household.id)
        close = [one.id for one in near[household.village_id] if one.id != not_first]
        close = [key for key in close if loads[key] < (most or evenly)]
        chosen = min(close, key=lambda key: (loads[key], key), default=None)
        words = Message(N_("helps in this village already, or the unit answers for it"))
        if chosen is None:
            chosen = _least(free, loads, not_first, most)
            words = Message(N_("is second helper of fewer households than others"))
        if chosen is None:
            continue
        loads[chosen] += 1
        heapq.heappush(free, (loads[chosen], chosen))
        made.append(Suggestion(household.id, chosen, (words,)))
    return made


def _least(free: list[tuple[int, int]], loads: Mapping[int, int], but: int | None, most: int) -> int | None:
    """Whoever is second helper of the fewest households; *free* may hold loads of before, which are passed over."""
    aside, found = None, None
    while free and found is None:
        load, key = heapq.heappop(free)
        if load != loads[key] or (most and load >= most):
            continue
        if key == but:
            aside = (load, key)
        else:
            found = key
    if aside is not None:
        heapq.heappush(free, aside)
    return found


def shares(candidates: Iterable[Candidate], number: int) -> dict[int, int]:
    """How many of *number* more households each candidate takes: always whoever has the fewest for the rank."""
    queue = [((one.load + 1) / one.weight, one.load, one.id, one) for one in candidates]
    heapq.heapify(queue)
    taken: Counter[int] = Counter()
    for _ in range(number):
        _level, load, key, one = queue[0]
        taken[key] += 1
        heapq.heapreplace(queue, ((load + 2) / one.weight, load + 1, key, one))
    return dict(taken)


class _Proposer:
    def __init__(self, households: Sequence[OpenHousehold], candidates: Sequence[Candidate]) -> None:
        self.households = households
        self.by_id = {one.id: one for one in candidates}
        self.left = Counter(shares(candidates, len(households)))
        self.chosen: dict[int, int] = {}
        self.new: Counter[tuple[int, int]] = Counter()
        self.units: dict[int, Counter[int]] = defaultdict(Counter)
        for one in candidates:
            for village_id, number in one.villages.items():
                self.units[village_id][one.unit_id] += number

    def propose(self) -> list[Suggestion]:
        villages: dict[int, list[OpenHousehold]] = defaultdict(list)
        for household in self.households:
            villages[household.village_id].append(household)
        open_ = {village_id: self._locals(village_id, rows) for village_id, rows in villages.items()}
        self._others(open_)
        return [self._suggestion(one) for one in self.households if one.id in self.chosen]

    def _locals(self, village_id: int, rows: list[OpenHousehold]) -> list[OpenHousehold]:
        """Give households to those who are at home in the village; what is left of them."""
        near = [one for one in self.by_id.values() if self.left[one.id] and self._is_near(one, village_id)]
        near.sort(key=lambda one: (-one.villages.get(village_id, 0), one.load / one.weight, one.id))
        for one in near:
            rows = self._give(one, village_id, rows)
        return rows

    @staticmethod
    def _is_near(one: Candidate, village_id: int) -> bool:
        return village_id in one.villages or one.unit_village_id == village_id

    def _others(self, open_: dict[int, list[OpenHousehold]]) -> None:
        """Give the rest to those who are free, unit after unit; a unit begins where its colleagues help most."""
        free: dict[int, list[Candidate]] = defaultdict(list)
        for one in self.by_id.values():
            if self.left[one.id]:
                free[one.unit_id].append(one)
        for unit_id in sorted(free, key=lambda key: (-sum(self.left[one.id] for one in free[key]), key)):
            for one in sorted(free[unit_id], key=lambda one: (-self.left[one.id], one.id)):
                while self.left[one.id]:
                    village_id = self._best_village(unit_id, open_, self.left[one.id])
                    if village_id is None:
                        return
                    open_[village_id] = self._give(one, village_id, open_[village_id])
                    self.units[village_id][unit_id] += 1

    def _best_village(self, unit_id: int, open_: dict[int, list[OpenHousehold]], number: int) -> int | None:
        """Where this many households fit whole, first where colleagues help, then where most are open."""
        places = [key for key, rows in open_.items() if rows]
        if not places:
            return None
        return max(
            places,
            key=lambda key: (len(open_[key]) >= number, self.units[key][unit_id] > 0, len(open_[key]), -key),
        )

    def _give(self, one: Candidate, village_id: int, rows: list[OpenHousehold]) -> list[OpenHousehold]:
        """Give *one* as many of *rows* as are due: those of his groups first, else those that lie together."""
        number = min(self.left[one.id], len(rows))
        known = [row for row in rows if row.group_id in one.groups][:number]
        taken = {row.id for row in known}
        taken |= {row.id for row in [row for row in rows if row.id not in taken][: number - len(taken)]}
        for household_id in taken:
            self.chosen[household_id] = one.id
        self.left[one.id] -= number
        self.new[(one.id, village_id)] += number
        return [row for row in rows if row.id not in taken]

    def _suggestion(self, household: OpenHousehold) -> Suggestion:
        one = self.by_id[self.chosen[household.id]]
        return Suggestion(household.id, one.id, tuple(self._reasons(one, household)))

    def _reasons(self, one: Candidate, household: OpenHousehold) -> Iterable[Message]:
        before = one.villages.get(household.village_id, 0)
        if household.group_id is not None and household.group_id in one.groups:
            yield Message(N_("helps in this group already"))
        elif before:
            yield Message(N_("helps %(number)s households of this village already"), number=before)
        elif one.unit_village_id == household.village_id:
            yield Message(N_("the unit answers for this village"))
        elif self.new[(one.id, household.village_id)] > 1:
            yield Message(
                N_("gets %(number)s households that lie together"),
                number=self.new[(one.id, household.village_id)],
            )
        if one.minimum is not None and one.load < one.minimum:
            yield Message(
                N_("has %(load)s of at least %(minimum)s households"), load=one.load, minimum=one.minimum
            )
        else:
            yield Message(N_("has fewer households than others: %(load)s"), load=one.load)
