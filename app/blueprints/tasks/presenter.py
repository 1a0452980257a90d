"""Tasks arranged for the pages: tones, amounts in words, links to the rows behind a number, people."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.named import NamedArea
from app.domain.areas.queries import list_of_levels_for
from app.domain.areas.reach import Places
from app.domain.rounds.models import Round
from app.domain.tasks import queries, rules
from app.domain.tasks.board import Board, Line
from app.domain.tasks.catalogue import BY_CODE, MeasureCode
from app.domain.tasks.models import Task
from app.domain.tasks.rules import LIGHT_LABELS, URGENCY, Light, Reached
from app.web.i18n import translate
from app.web.pages import text_argument

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


def rows_url(task: Task, area: Area | NamedArea | None = None) -> str:
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


def line_url(line: Line) -> str:
    """The task's page; of the same task of several townships the list of theirs."""
    task = line.task
    if line.is_of_several:
        return url_for("tasks.index", year=task.round.year, like=task.id)
    return url_for("tasks.show", task_id=task.id)


def managed_areas(actor: Actor) -> Sequence[Area]:
    """Counties and townships for which the actor sets tasks."""
    return list_of_levels_for(actor, Permission.TASK_MANAGE, (AreaLevel.COUNTY, AreaLevel.TOWNSHIP))


def townships_apart(places: Places) -> Sequence[Area]:
    """The townships, where there are several and none is asked for: each opens to its villages."""
    return places.townships if places.is_wide else ()


def find_line(board: Board, task_id: str) -> Line | None:
    """The line in which several townships have set the task with this id."""
    wanted = int(task_id) if task_id.isdecimal() else 0
    return next((line for line in board.lines if wanted in line.heads and line.is_of_several), None)


def rounds_for(area: Area, rounds: Sequence[Round]) -> list[Round]:
    """Those of *rounds* that reach *area*."""
    return [one for one in rounds if area.path.startswith(one.area_path)]


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
