"""Arranging a round for its page: the nine steps with their standing, and the departures by village."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.messages import N_
from app.domain.areas.models import Area
from app.domain.reports.figures import Departure
from app.domain.rounds.models import RoundNode
from app.domain.rounds.rules import NODE_LABELS, NodeCode, NodeStanding, standings

WORDS = {
    NodeStanding.DONE: (N_("Step done"), "good"),
    NodeStanding.CURRENT: (N_("In progress"), "info"),
    NodeStanding.OVERDUE: (N_("Overdue"), "bad"),
    NodeStanding.TODO: (N_("To come"), "idle"),
}


@dataclass(frozen=True)
class Stop:
    """One of the nine steps: its label and its standing, as message ids, and the tone of the standing."""

    node: RoundNode
    label: str
    standing: NodeStanding

    @property
    def word(self) -> str:
        return WORDS[self.standing][0]

    @property
    def tone(self) -> str:
        return WORDS[self.standing][1]


def stops_of(nodes: Sequence[RoundNode], today: dt.date) -> list[Stop]:
    """The nine steps with their standing."""
    return [
        Stop(node, NODE_LABELS[NodeCode(node.code)], standing)
        for node, standing in zip(nodes, standings(nodes, today), strict=True)
    ]


@dataclass(frozen=True)
class Left:
    """Households of one village that left, with the village."""

    village: Area
    departure: Departure


def departures_of(departures: Sequence[Departure], villages: Sequence[Area]) -> list[Left]:
    """The departures with their villages, village by village."""
    by_id = {village.id: village for village in villages}
    known = [Left(by_id[row.village_id], row) for row in departures if row.village_id in by_id]
    return sorted(known, key=lambda left: left.village.code)
