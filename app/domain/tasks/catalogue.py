"""What can be counted for a task, and which of it belongs to which of the nine steps. Declared, not programmed.

How each is counted stands in ``counting.py``; here are its name, its unit and where it fits.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.core.messages import N_
from app.domain.rounds.models import HOUSEHOLD_KINDS, RoundKind
from app.domain.rounds.rules import NodeCode

HOUSEHOLDS, VILLAGES, PROJECTS = N_("households"), N_("villages"), N_("projects")
PEOPLE, YUAN, OBJECTIONS, MATTERS, STEPS = (
    N_("people"),
    N_("yuan"),
    N_("objections"),
    N_("matters"),
    N_("steps"),
)


class MeasureCode(StrEnum):
    """What is counted for a task. ``told`` is not counted: somebody reports the number."""

    QUOTAS = "quotas"
    VISITED = "visited"
    FIRST_NOTICE = "first_notice"
    ANNOUNCED = "announced"
    PAIRED = "paired"
    PLANNED = "planned"
    STEP_DONE = "step_done"
    COMPLETE = "complete"
    INCOMES = "incomes"
    RECHECKED = "rechecked"
    LEFT = "left"
    LEFT_PEOPLE = "left_people"
    OBJECTIONS = "objections"
    PROJECTS = "projects"
    PAID = "paid"
    DISCLOSED = "disclosed"
    TOLD = "told"


@dataclass(frozen=True)
class Measure:
    """*label* and *unit* are message ids. *kinds* of rounds it fits; *whole_village* says it falls to villages.

    *nothing_is_done*: where there is nothing to count, nothing is left to do.
    """

    code: MeasureCode
    label: str
    unit: str
    kinds: frozenset[RoundKind]
    by_village: bool = True
    nothing_is_done: bool = False

    @property
    def is_counted(self) -> bool:
        """From the records; nobody reports it."""
        return self.code is not MeasureCode.TOLD


_M = MeasureCode
_CHOOSING = frozenset({RoundKind.IDENTIFICATION})
_LEAVING = frozenset({RoundKind.EXIT})
_HOUSEHOLDS = frozenset(HOUSEHOLD_KINDS)
_MONEY = frozenset({RoundKind.FUNDS})
_ANY = frozenset(RoundKind)

CATALOGUE: tuple[Measure, ...] = (
    Measure(_M.QUOTAS, N_("Villages that have their head-count"), VILLAGES, _CHOOSING),
    Measure(_M.VISITED, N_("Applicants visited at home"), HOUSEHOLDS, _CHOOSING),
    Measure(
        _M.FIRST_NOTICE,
        N_("Households on the first notice, of those the meeting passed"),
        HOUSEHOLDS,
        _CHOOSING,
    ),
    Measure(_M.ANNOUNCED, N_("Households announced, of those on the lists"), HOUSEHOLDS, _CHOOSING),
    Measure(_M.PAIRED, N_("Registered households with a helper"), HOUSEHOLDS, _ANY),
    Measure(_M.PLANNED, N_("Registered households with a plan"), HOUSEHOLDS, _ANY),
    Measure(_M.COMPLETE, N_("Registered households whose record has no severe finding"), HOUSEHOLDS, _ANY),
    Measure(_M.INCOMES, N_("Registered households with the income of the reference year"), HOUSEHOLDS, _ANY),
    Measure(_M.RECHECKED, N_("Households with the yearly re-check, of those due"), HOUSEHOLDS, _HOUSEHOLDS),
    Measure(_M.LEFT, N_("Households that left the register, of those proposed"), HOUSEHOLDS, _LEAVING),
    Measure(_M.LEFT_PEOPLE, N_("People who left the register, of those proposed"), PEOPLE, _LEAVING),
    Measure(_M.OBJECTIONS, N_("Objections answered"), OBJECTIONS, _HOUSEHOLDS, nothing_is_done=True),
    Measure(_M.PROJECTS, N_("Projects completed"), PROJECTS, _MONEY, nothing_is_done=True),
    Measure(_M.PAID, N_("Money paid, of what was allocated"), YUAN, _MONEY, nothing_is_done=True),
    Measure(_M.DISCLOSED, N_("Matters of the village published"), MATTERS, _MONEY, nothing_is_done=True),
    Measure(_M.STEP_DONE, N_("The step of the round is done"), STEPS, _CHOOSING, by_village=False),
    Measure(_M.TOLD, N_("A number that is reported"), "", _ANY),
)
BY_CODE = {measure.code.value: measure for measure in CATALOGUE}
#: by what each of the nine steps (九个步骤) is measured
OF_NODE = {
    NodeCode.SCALE_DECOMPOSITION: _M.QUOTAS,
    NodeCode.FIRST_SELECTION: _M.FIRST_NOTICE,
    NodeCode.PUBLICITY: _M.ANNOUNCED,
    NodeCode.PAIRING: _M.PAIRED,
    NodeCode.PLAN: _M.PLANNED,
    NodeCode.HANDBOOK: _M.STEP_DONE,
    NodeCode.DATA_ENTRY: _M.COMPLETE,
    NodeCode.GO_ONLINE: _M.STEP_DONE,
    NodeCode.YEARLY_UPDATE: _M.INCOMES,
}


def measures_for(kind: RoundKind) -> list[Measure]:
    """What can be counted in a round of *kind*, the told number last. A step's own end needs a step."""
    return [one for one in CATALOGUE if kind in one.kinds and one.code is not _M.STEP_DONE]
