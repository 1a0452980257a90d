"""Tasks and supervision on the desk: what the reader's places are behind with, what is to be mended or looked at."""

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.desk.presenter import Item
from app.core import clock
from app.core.permissions import Actor, Permission, can
from app.domain.tasks import queries, rules
from app.domain.tasks.board import Line
from app.domain.tasks.catalogue import MeasureCode
from app.domain.tasks.models import FindingState, SupervisionFinding
from app.domain.tasks.rules import Light
from app.domain.tasks.supervision import is_late, list_open_findings
from app.web.i18n import current_locale, translate

F = FindingState
#: measure -> the page of the step without which there is nothing to count
BEFORE: dict[str, str] = {
    MeasureCode.VISITED: "applications.index",
    MeasureCode.FIRST_NOTICE: "applications.index",
    MeasureCode.ANNOUNCED: "candidate_lists.index",
}
TONES = {Light.OVERDUE: "bad", Light.BEHIND: "warn"}


def items(actor: Actor) -> list[Item]:
    """The tasks of the reader's places that are overdue or behind their time, the nearest deadline first.

    What is to be published stands on the desk by itself, matter by matter.
    """
    if not actor.has(Permission.TASK_VIEW):
        return []
    lines = queries.load_open(actor, without=(MeasureCode.DISCLOSED,))
    acts = actor.has(Permission.TASK_REPORT)
    return [_item(line, acts=acts) for line in lines if line.light in TONES]


def _item(line: Line, *, acts: bool) -> Item:
    """A task; whoever does not act in it is told, but has nothing to do next."""
    task, title = line.task, line.task.title.in_(current_locale())
    is_told = task.measure == MeasureCode.TOLD
    if line.reached.whole or is_told:
        words = _("%(task)s: %(percent)s%% done", task=title, percent=line.reached.percent)
    else:
        words = _("%(task)s: nothing to count yet, the step before is missing", task=title)
    note = translate(rules.countdown_words(task.due_on, clock.today()))
    basis = task.basis.in_(current_locale())
    # what is counted gets on by the things that are counted: those are next, until the task is overdue
    is_next = acts and (line.light is Light.OVERDUE or is_told)
    form = "" if is_told else _("the records that it is counted from")
    tone = TONES[line.light]
    return Item(words, _way_on(line), tone, note, due_on=task.due_on, basis=basis, is_next=is_next, form=form)


def _way_on(line: Line) -> str:
    """The task's page; where nothing can be counted yet, that of the step before."""
    task = line.task
    before = BEFORE.get(task.measure)
    if line.reached.whole or before is None:
        return url_for("tasks.show", task_id=task.id)
    places = {cell.share.area.code for cell in line.cells}
    return url_for(before, round=task.round.code, village=places.pop() if len(places) == 1 else None)


def mending_items(actor: Actor) -> list[Item]:
    """Findings of supervision that the reader's places have to mend: those which the reader does not look after."""
    found = list_open_findings(actor, Permission.TASK_REPORT, F.OPEN)
    return [_finding(one) for one in found if not can(actor, Permission.SUPERVISION_RECORD, one)]


def _finding(finding: SupervisionFinding) -> Item:
    text = _(
        "%(place)s: mend this: %(words)s",
        place=finding.supervision.area.name.in_(current_locale()),
        words=finding.words,
    )
    tone = "bad" if is_late(finding, clock.today()) else "warn"
    return Item(text, _url(finding), tone, due_on=finding.mend_by)


def looking_items(actor: Actor) -> list[Item]:
    """Findings that were reported as mended and wait to be looked at, and those that are overdue."""
    found = list_open_findings(actor, Permission.SUPERVISION_RECORD, F.OPEN, F.REPORTED)
    late = [one for one in found if is_late(one, clock.today())]
    waiting = [replace(_finding(one), is_next=False) for one in late]
    return [*_reported([one for one in found if one.state is F.REPORTED]), *waiting]


def _reported(found: Sequence[SupervisionFinding]) -> list[Item]:
    if not found:
        return []
    words = ngettext(
        "%(num)s finding is reported as mended: look at it",
        "%(num)s findings are reported as mended: look at them",
        len(found),
    )
    url = _url(found[0]) if len(found) == 1 else url_for("supervisions.index", show="open")
    return [Item(words, url, "warn", form=_("whether it is mended"))]


def _url(finding: SupervisionFinding) -> str:
    return url_for("supervisions.show", supervision_id=finding.supervision_id)
