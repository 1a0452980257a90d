"""The nine steps of a round, quotas, and the opening and closing of a round, as plain values.

Pure: no session and no clock. A round's numbers come from its frozen policy (``Round.policy``).
"""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.core.machine import Machine, Step
from app.core.messages import N_
from app.core.permissions import Permission
from app.domain.rounds.models import RoundKind, RoundNode, RoundState

INCIDENCE_DIGITS = Decimal("0.0001")
CODE = re.compile(r"[0-9]{4}(-[a-z0-9]+){1,4}")
LONGEST_CODE = 40


class NodeCode(StrEnum):
    """The nine steps (九个步骤), in order."""

    SCALE_DECOMPOSITION = "scale_decomposition"
    FIRST_SELECTION = "first_selection"
    PUBLICITY = "publicity"
    PAIRING = "pairing"
    PLAN = "plan"
    HANDBOOK = "handbook"
    DATA_ENTRY = "data_entry"
    GO_ONLINE = "go_online"
    YEARLY_UPDATE = "yearly_update"


NODE_LABELS = {
    NodeCode.SCALE_DECOMPOSITION: N_("Splitting the head-count down to villages"),
    NodeCode.FIRST_SELECTION: N_("First selection"),
    NodeCode.PUBLICITY: N_("Publicity and announcement"),
    NodeCode.PAIRING: N_("Pairing households with helpers"),
    NodeCode.PLAN: N_("Making the plans"),
    NodeCode.HANDBOOK: N_("Filling in the handbooks"),
    NodeCode.DATA_ENTRY: N_("Entering the data"),
    NodeCode.GO_ONLINE: N_("Putting the system on line"),
    NodeCode.YEARLY_UPDATE: N_("Updating the data every year"),
}

STATE_LABELS = {RoundState.OPEN: N_("Open for work"), RoundState.CLOSED: N_("Round closed")}

KIND_LABELS = {
    RoundKind.IDENTIFICATION: N_("Choosing households"),
    RoundKind.EXIT: N_("Households leave the register"),
    RoundKind.FUNDS: N_("A year's funds and projects"),
    RoundKind.MONITORING: N_("A year's households at risk"),
    RoundKind.POOR_VILLAGES: N_("Choosing poor villages"),
}

PROCEDURE = Machine(
    "round",
    states={state.value: label for state, label in STATE_LABELS.items()},
    initial=RoundState.OPEN,
    steps=(
        Step(
            "close",
            (RoundState.OPEN,),
            RoundState.CLOSED,
            Permission.ROUND_MANAGE,
            N_("Close the round"),
            N_("No application is taken any more; everything stays readable."),
            level="county",
        ),
        Step(
            "reopen",
            (RoundState.CLOSED,),
            RoundState.OPEN,
            Permission.ROUND_MANAGE,
            N_("Open the round again"),
            needs_reason=True,
            level="county",
        ),
    ),
)


class NodeStanding(StrEnum):
    """How a step stands against its time node."""

    DONE = "done"
    CURRENT = "current"
    OVERDUE = "overdue"
    TODO = "todo"


def standings(nodes: Sequence[RoundNode], today: dt.date) -> list[NodeStanding]:
    """How each of *nodes* stands: the first one not done is the current one; a passed date is overdue."""
    found: list[NodeStanding] = []
    current_seen = False
    for node in nodes:
        if node.done_on is not None:
            found.append(NodeStanding.DONE)
        elif node.due_on is not None and node.due_on < today:
            found.append(NodeStanding.OVERDUE)
            current_seen = True
        elif not current_seen:
            found.append(NodeStanding.CURRENT)
            current_seen = True
        else:
            found.append(NodeStanding.TODO)
    return found


def quota_people(population: int, incidence: Decimal) -> int:
    """People of a village's quota: its registered population times the planned incidence, rounded."""
    return int((population * incidence).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def incidence_of(people: int, population: int) -> Decimal:
    """The incidence that gives *people* of *population*, to a hundredth of a per cent; 0 of nobody."""
    if population <= 0:
        return Decimal(0)
    return (Decimal(people) / population).quantize(INCIDENCE_DIGITS, rounding=ROUND_HALF_UP)


def parse_incidence(text: str) -> Decimal | None:
    """An incidence written as "5.64%" or "0.0564"; ``None`` when it is neither, or not between 0 and 1."""
    text = text.strip().replace("％", "%")
    number = text.removesuffix("%").strip()
    if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", number):
        return None
    value = Decimal(number) / (100 if text.endswith("%") else 1)
    return value if 0 <= value <= 1 else None


def is_code(text: str) -> bool:
    """True for a round's code: a year and words, such as ``2014-identification``."""
    return len(text) <= LONGEST_CODE and CODE.fullmatch(text) is not None
