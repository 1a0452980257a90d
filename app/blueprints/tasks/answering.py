"""Who answers for how many tasks, how the places stand, and by how much each task moved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.core.messages import N_
from app.domain.areas.models import Area
from app.domain.areas.named import NamedArea
from app.domain.tasks import rules
from app.domain.tasks.board import Board, Cell, Line
from app.domain.tasks.rules import URGENCY, Light, Reached
from app.web.i18n import current_locale
from app.web.templating import format_day


@dataclass(frozen=True)
class Waiting:
    """What of a task somebody has not done yet, in so many places; *place* where it is one."""

    line: Line
    cells: Sequence[Cell]

    @property
    def number(self) -> int:
        return len(self.cells)

    @property
    def reached(self) -> Reached:
        return rules.total([cell.reached for cell in self.cells])

    @property
    def light(self) -> Light:
        return rules.worst({self.line.light_at(cell) for cell in self.cells})

    @property
    def place(self) -> NamedArea | None:
        return self.cells[0].share.area if len(self.cells) == 1 else None


@dataclass
class PersonLine:
    """Somebody who answers for shares of tasks: how many show which light, and the shares that are not done.

    *township*: where; nothing on the page of one township.
    """

    name: str
    post: str
    township: Area | None = None
    counts: dict[Light, int] = field(default_factory=dict)
    cells: dict[int, tuple[Line, list[Cell]]] = field(default_factory=dict)

    def count(self, light: Light) -> int:
        return self.counts.get(light, 0)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> list[Waiting]:
        """The tasks of which something is not done, in the order of the deadlines."""
        return [Waiting(line, cells) for line, cells in self.cells.values()]

    def add(self, light: Light) -> None:
        self.counts[light] = self.counts.get(light, 0) + 1

    def wait(self, line: Line, cell: Cell) -> None:
        self.cells.setdefault(line.task.id, (line, []))[1].append(cell)


class People:
    """Those who answer for tasks; one name in two townships is two people."""

    def __init__(self, townships: Iterable[Area]) -> None:
        self._townships = {area.path: area for area in townships}
        self._found: dict[tuple[str, str, str], PersonLine] = {}
        self._paths: dict[str, str] = {}

    def of(self, name: str, post: str, path: str) -> PersonLine:
        """The person of this name at a place."""
        if path not in self._paths:
            self._paths[path] = township_path(path)
        township = self._paths[path]
        key = name, post, township
        if key not in self._found:
            self._found[key] = PersonLine(name, post, self._townships.get(township))
        return self._found[key]

    def by_need(self) -> list[PersonLine]:
        """Those with something overdue first."""
        return sorted(
            self._found.values(),
            key=lambda one: (-one.count(Light.OVERDUE), -one.count(Light.BEHIND), one.name),
        )


def people_of(board: Board, townships: Sequence[Area] = ()) -> list[PersonLine]:
    """Who answers for what: leaders, persons of tasks and of places; those with something overdue first.

    *townships*: those whose people are told apart by it.
    """
    people = People(townships)
    for line in board.lines:
        for head in line.heads.values():
            own = line.of_task(head.id) if line.is_of_several else line.cells
            if head.leader and own:
                light = line.light_of(rules.total([cell.reached for cell in own]))
                people.of(head.leader, N_("Responsible leader"), head.area_path).add(light)
        for cell, light in zip(line.cells, line.lights, strict=True):
            share, head = cell.share, line.heads[cell.share.task_id]
            name = share.person or head.person
            if name:
                path = share.area.path if share.person else head.area_path
                person = people.of(name, N_("Responsible person"), path)
                person.add(light)
                if light is not Light.DONE:
                    person.wait(line, cell)
    return people.by_need()


@dataclass(frozen=True)
class PlaceLine:
    """A place with how many of its shares show which light, and the worst of them; a township with its villages."""

    area: Area | NamedArea
    counts: dict[Light, int]

    @property
    def worst(self) -> Light:
        return rules.worst(light for light, number in self.counts.items() if number)


def places_of(board: Board, townships: Sequence[Area] = ()) -> list[PlaceLine]:
    """The places by code. *townships*: each of these with all its villages in one line, in place of its places."""
    over = {area.path: area for area in townships}
    found: dict[int, PlaceLine] = {}
    for area, lights in board.lights:
        shown = over.get(township_path(area.path), area)
        line = found.setdefault(shown.id, PlaceLine(shown, dict.fromkeys(URGENCY, 0)))
        for light in lights:
            line.counts[light] += 1
    return list(found.values())


def township_path(path: str) -> str:
    """The path of the township in which a place lies, or that it is; of a county its own."""
    return "".join(f"{part}/" for part in path.split("/")[:2] if part)


@dataclass(frozen=True)
class Step:
    """A task now and when it was written down before: by how much it moved."""

    line: Line
    before: Reached | None
    told: Sequence[tuple[str, str, str]]

    @property
    def difference(self) -> int | None:
        return self.line.reached.done - self.before.done if self.before is not None else None


def steps_of(board: Board, then: Mapping[int, Reached]) -> list[Step]:
    """How far each task moved. *then*: task -> how far it was when progress was written down."""
    return [_step(line, [then[id_] for id_ in line.heads if id_ in then]) for line in board.lines]


def _step(line: Line, before: Sequence[Reached]) -> Step:
    told = [
        (cell.share.area.name.in_(current_locale()), format_day(cell.report.reported_on), cell.report.words)
        for cell in line.cells
        if cell.report is not None and cell.report.words
    ]
    return Step(line, rules.total(before) if before else None, told)
