"""The tasks of a year as their readers see them: a line for each task, a cell for each place that has a share.

Cells hold plain values and no mapped rows: they may be kept from page to page.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.core.bilingual import BilingualText
from app.domain.areas.models import AreaLevel
from app.domain.areas.named import NamedArea
from app.domain.tasks import rules
from app.domain.tasks.models import Task
from app.domain.tasks.rules import Light, Reached


@dataclass(frozen=True, slots=True)
class Share:
    """What of a task falls to one place; see :class:`~app.domain.tasks.models.TaskShare`."""

    id: int
    task_id: int
    area: NamedArea
    target: int | None
    person: str

    @property
    def area_id(self) -> int:
        return self.area.id

    @property
    def area_path(self) -> str:
        return self.area.path


@dataclass(frozen=True, slots=True)
class Told:
    """The last report of a share: on which day, how far it was then, and what was said."""

    reported_on: dt.date
    done: int
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One place's share of a task: how far it is, and what was reported last."""

    share: Share
    reached: Reached
    report: Told | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """Who answers for a task, and the path of the area that set it."""

    id: int
    area_path: str
    leader: str
    person: str
    office: BilingualText

    @classmethod
    def of(cls, task: Task) -> "Head":
        return cls(task.id, task.area.path, task.leader, task.person, task.office)


@dataclass(frozen=True)
class Line:
    """A task with the shares that the reader sees; or the same task of several townships in one.

    *heads* has the task, or each of them: *task* is the first. They agree in all but who answers for them.
    """

    task: Task
    cells: Sequence[Cell]
    heads: Mapping[int, Head]
    today: dt.date
    reached: Reached = field(init=False)
    light: Light = field(init=False)
    _lights: dict[tuple[int, bool], Light] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "reached", rules.total([cell.reached for cell in self.cells]))
        object.__setattr__(self, "light", self.light_of(self.reached))

    def light_of(self, reached: Reached) -> Light:
        """The light that *reached* of this task shows today."""
        percent = reached.percent
        key = percent, reached.whole == 1
        if key not in self._lights:
            task = self.task
            self._lights[key] = rules.light_of(
                reached, task.starts_on, task.due_on, self.today, task.round.policy
            )
        return self._lights[key]

    @cached_property
    def lights(self) -> list[Light]:
        """The light of each of the cells, in their order."""
        return [self.light_of(cell.reached) for cell in self.cells]

    def light_at(self, cell: Cell) -> Light:
        """The light of one place's share."""
        return self.light_of(cell.reached)

    def person_at(self, cell: Cell) -> str:
        """Who answers for a share: somebody of the place, or whoever answers for the whole task."""
        return cell.share.person or self.heads[cell.share.task_id].person

    def at(self, area_ids: Collection[int]) -> list[Cell]:
        """The shares of these places."""
        return [cell for cell in self.cells if cell.share.area_id in area_ids]

    def of_task(self, task_id: int) -> list[Cell]:
        """The shares of one of the tasks."""
        return [cell for cell in self.cells if cell.share.task_id == task_id]

    @property
    def is_of_several(self) -> bool:
        """Whether several townships have set it, each for its own places."""
        return len(self.heads) > 1

    @property
    def leaders(self) -> list[str]:
        """Who leads it, each once, in the order of the tasks."""
        return list(dict.fromkeys(head.leader for head in self.heads.values() if head.leader))

    @property
    def reported_on(self) -> dt.date | None:
        """The day on which progress was written down last."""
        return max((cell.report.reported_on for cell in self.cells if cell.report), default=None)


@dataclass(frozen=True)
class Board:
    """The tasks of a year within the reader's areas, by deadline; *paths* are those of the areas, by code."""

    year: int
    lines: Sequence[Line] = field(default_factory=list)
    paths: Sequence[str] = field(default_factory=list)

    @property
    def areas(self) -> list[NamedArea]:
        """The places that have a share, by code."""
        found = {cell.share.area.id: cell.share.area for line in self.lines for cell in line.cells}
        return sorted(found.values(), key=lambda area: area.code)

    @property
    def villages(self) -> list[NamedArea]:
        return [area for area in self.areas if area.level is AreaLevel.VILLAGE]

    def count(self, light: Light) -> int:
        """Tasks that show *light*."""
        return sum(line.light is light for line in self.lines)

    def of_area(self, area_id: int) -> list[tuple[Line, Cell]]:
        """The shares of one place, each with its task."""
        return [(line, cell) for line in self.lines for cell in line.at({area_id})]

    @property
    def lights(self) -> list[tuple[NamedArea, list[Light]]]:
        """The places that have a share, by code, each with the lights of its shares in the order of the tasks."""
        found: dict[int, list[Light]] = {}
        for line in self.lines:
            for cell, light in zip(line.cells, line.lights, strict=True):
                found.setdefault(cell.share.area.id, []).append(light)
        return [(area, found[area.id]) for area in self.areas]
