"""Arranging a round for its page: the nine steps as a route, and the departures by village."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.domain.areas.models import Area
from app.domain.reports.figures import Departure
from app.domain.rounds.models import RoundNode
from app.domain.rounds.rules import NODE_LABELS, NodeCode, NodeStanding, standings
from app.web.templating import format_day


@dataclass(frozen=True)
class Stop:
    """One of the nine steps, as the route component and the table of nodes read it."""

    node: RoundNode
    label: str
    standing: NodeStanding
    state: str
    on: str
    note: str


def stops_of(nodes: Sequence[RoundNode], today: dt.date) -> list[Stop]:
    """The nine steps with their words."""
    return [_stop(node, standing) for node, standing in zip(nodes, standings(nodes, today), strict=True)]


def _stop(node: RoundNode, standing: NodeStanding) -> Stop:
    shown = NodeStanding.CURRENT if standing == NodeStanding.OVERDUE else standing
    note = ""
    if standing == NodeStanding.OVERDUE:
        note = _("overdue since %(day)s", day=format_day(node.due_on))
    elif node.due_on is not None and node.done_on is None:
        note = _("by %(day)s", day=format_day(node.due_on))
    on = format_day(node.done_on) if node.done_on is not None else ""
    return Stop(node, _(NODE_LABELS[NodeCode(node.code)]), standing, shown.value, on, note)


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
