"""Tasks arranged for the pages: tones, amounts in words, links to the rows behind a number, people."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_of_levels_for
from app.domain.rounds.models import Round
from app.domain.tasks import queries, rules
from app.domain.tasks.catalogue import BY_CODE, MeasureCode
from app.domain.tasks.models import Task, TaskReport
from app.domain.tasks.queries import Board, Cell, Line
from app.domain.tasks.rules import LIGHT_LABELS, URGENCY, Light, Reached
from app.web.i18n import current_locale, translate
from app.web.pages import text_argument
from app.web.templating import format_day

M = MeasureCode
TONES = {
    Light.DONE: "good",
    Light.IN_TIME: "good",
    Light.BEHIND: "warn",
    Light.OVERDUE: "bad",
    Light.COMING: "idle",
}
#: what of a share is counted opens here: endpoint, and the name of the argument for the village
ROWS = {
    M.QUOTAS: ("rounds.show", ""),
    M.VISITED: ("applications.index", "village"),
    M.FIRST_NOTICE: ("candidate_lists.index", "village"),
    M.ANNOUNCED: ("candidate_lists.index", "village"),
    M.COMPLETE: ("checkups.index", "village"),
    M.INCOMES: ("households.index", "village"),
    M.RECHECKED: ("exits.recheck_list", "village"),
    M.LEFT: ("exits.index", "village"),
    M.LEFT_PEOPLE: ("exits.index", "village"),
    M.PAIRED: ("pairings.open_households", "area"),
    M.PLANNED: ("assistance.households", "village"),
    M.OBJECTIONS: ("objections.index", ""),
    M.PROJECTS: ("projects.index", "area"),
    M.PAID: ("funds.index", "area"),
    M.DISCLOSED: ("disclosures.show", "code"),
    M.STEP_DONE: ("rounds.show", ""),
}
#: pages of which the argument names the round by its code
BY_ROUND = frozenset({"applications.index", "candidate_lists.index", "exits.index"})


def badge_of(light: Light) -> tuple[str, str]:
    """Words and tone of a light."""
    return _(LIGHT_LABELS[light]), TONES[light]


def amount(task: Task, reached: Reached) -> Message:
    """``820 of 1330 households``."""
    measure = BY_CODE[task.measure]
    if not reached.whole and not reached.is_done:
        return Message(N_("nothing to count yet"))
    unit = task.unit if task.measure == M.TOLD else Message(measure.unit)
    return Message(
        N_("%(done)s of %(whole)s %(unit)s"), done=f"{reached.done:,}", whole=f"{reached.whole:,}", unit=unit
    )


def countdown(task: Task, light: Light) -> str:
    """The days left, unless all is done."""
    if light is Light.DONE:
        return str(_("all done"))
    return translate(rules.countdown_words(task.due_on, clock.today()))


def rows_url(task: Task, area: Area | None = None) -> str:
    """Where the rows behind a number stand; nothing for a number that was told."""
    found = ROWS.get(M(task.measure))
    if found is None:
        return ""
    endpoint, argument = found
    values: dict[str, Any] = {}
    if endpoint == "rounds.show":
        values["code"] = task.round.code
    elif endpoint == "disclosures.show" and (area is None or area.level is not AreaLevel.VILLAGE):
        return url_for("disclosures.index", year=task.round.year)
    elif endpoint in BY_ROUND:
        values["round"] = task.round.code
    if argument and area is not None:
        values[argument] = area.code
    if endpoint == "exits.recheck_list":
        values["year"] = task.round.reference_year
    if endpoint in ("projects.index", "funds.index"):
        values["year"] = task.round.code
    return url_for(endpoint, **values)


def chosen_year(actor: Actor) -> tuple[list[int], int]:
    """The years with tasks, and the one that is asked for: else the newest."""
    years = queries.list_years(actor) or [clock.today().year]
    wanted = text_argument("year", 4)
    return years, int(wanted) if wanted.isdecimal() and int(wanted) in years else years[0]


def managed_areas(actor: Actor) -> Sequence[Area]:
    """Counties and townships for which the actor sets tasks."""
    return list_of_levels_for(actor, Permission.TASK_MANAGE, (AreaLevel.COUNTY, AreaLevel.TOWNSHIP))


def rounds_for(area: Area, rounds: Sequence[Round]) -> list[Round]:
    """Those of *rounds* that reach *area*."""
    return [one for one in rounds if area.path.startswith(one.area_path)]


@dataclass
class PersonLine:
    """Somebody who answers for shares of tasks: how many show which light, and the shares that are not done."""

    name: str
    post: str
    counts: dict[Light, int] = field(default_factory=dict)
    waiting: list[tuple[Line, Cell]] = field(default_factory=list)

    def count(self, light: Light) -> int:
        return self.counts.get(light, 0)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def people_of(board: Board) -> list[PersonLine]:
    """Who answers for what: leaders, persons of tasks and of places; those with something overdue first."""
    found: dict[tuple[str, str], PersonLine] = {}
    for line in board.lines:
        if line.task.leader:
            _add(found, line.task.leader, N_("Responsible leader"), line.light)
        for cell in line.cells:
            name = cell.person
            if name:
                person = _add(found, name, N_("Responsible person"), cell.light)
                if cell.light is not Light.DONE:
                    person.waiting.append((line, cell))
    return sorted(
        found.values(), key=lambda one: (-one.count(Light.OVERDUE), -one.count(Light.BEHIND), one.name)
    )


def _add(found: dict[tuple[str, str], PersonLine], name: str, post: str, light: Light) -> PersonLine:
    person = found.setdefault((name, post), PersonLine(name, post))
    person.counts[light] = person.count(light) + 1
    return person


def villages_of(board: Board) -> list[tuple[Area, dict[Light, int], Light]]:
    """Each place with how many of its shares show which light, and the worst of them."""
    found = []
    for area, lights in board.lights:
        counts = {light: lights.count(light) for light in URGENCY}
        found.append((area, counts, rules.worst(lights)))
    return found


@dataclass(frozen=True)
class Step:
    """A task now and when it was written down before: by how much it moved."""

    line: Line
    before: Reached | None
    told: Sequence[tuple[str, str, str]]

    @property
    def difference(self) -> int | None:
        return self.line.reached.done - self.before.done if self.before is not None else None


def steps_of(board: Board, since: dt.date | None) -> list[Step]:
    """How far each task moved since the day on which progress was written down."""
    before = queries.load_last_reports(board.share_ids, since) if since is not None else {}
    return [_step(line, before) for line in board.lines]


def _step(line: Line, earlier: Mapping[int, TaskReport]) -> Step:
    reports = [earlier[cell.share.id] for cell in line.cells if cell.share.id in earlier]
    before = rules.total(Reached(report.done, report.whole or 0) for report in reports) if reports else None
    told = [
        (cell.share.area.name.in_(current_locale()), format_day(cell.report.reported_on), cell.report.words)
        for cell in line.cells
        if cell.report is not None and cell.report.words
    ]
    return Step(line, before, told)


def light_choices(board: Board) -> list[tuple[str, str]]:
    """The lights with how many tasks show each, for the filter."""
    return [
        (
            light.value,
            ngettext(
                "%(words)s (%(num)s)", "%(words)s (%(num)s)", board.count(light), words=_(LIGHT_LABELS[light])
            ),
        )
        for light in URGENCY
    ]
