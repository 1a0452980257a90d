"""Tasks and supervision on the desk: what the reader's places are behind with, what is to be mended or looked at."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.desk.presenter import Item
from app.core import clock
from app.core.permissions import Actor, Permission
from app.domain.tasks import queries, rules
from app.domain.tasks.catalogue import MeasureCode
from app.domain.tasks.models import FindingState, SupervisionFinding
from app.domain.tasks.queries import Line
from app.domain.tasks.rules import Light
from app.domain.tasks.supervision import is_late, list_open_findings
from app.web.i18n import current_locale, translate

F = FindingState
TONES = {Light.OVERDUE: "bad", Light.BEHIND: "warn"}


def items(actor: Actor) -> list[Item]:
    """The tasks of the reader's places that are overdue or behind their time, the nearest deadline first.

    What is to be published stands on the desk by itself, matter by matter.
    """
    if not actor.has(Permission.TASK_VIEW):
        return []
    lines = queries.load_open(actor, without=(MeasureCode.DISCLOSED,))
    return [_item(line) for line in lines if line.light in TONES]


def _item(line: Line) -> Item:
    task = line.task
    words = _(
        "%(task)s: %(percent)s%% done", task=task.title.in_(current_locale()), percent=line.reached.percent
    )
    note = translate(rules.countdown_words(task.due_on, clock.today()))
    basis = task.basis.in_(current_locale())
    # what is counted gets on by the things that are counted: those are next, until the task is overdue
    is_next = line.light is Light.OVERDUE or task.measure == MeasureCode.TOLD
    url, tone = url_for("tasks.show", task_id=task.id), TONES[line.light]
    return Item(words, url, tone, note, due_on=task.due_on, basis=basis, is_next=is_next)


def mending_items(actor: Actor) -> list[Item]:
    """Findings of supervision that the reader's places have to mend."""
    return [_finding(one) for one in list_open_findings(actor, Permission.TASK_REPORT, F.OPEN)]


def _finding(finding: SupervisionFinding) -> Item:
    text = _(
        "%(place)s: %(words)s",
        place=finding.supervision.area.name.in_(current_locale()),
        words=finding.words,
    )
    tone = "bad" if is_late(finding, clock.today()) else "warn"
    return Item(text, _url(finding), tone, due_on=finding.mend_by)


def looking_items(actor: Actor) -> list[Item]:
    """Findings that were reported as mended and wait to be looked at, and those that are overdue."""
    found = list_open_findings(actor, Permission.SUPERVISION_RECORD, F.OPEN, F.REPORTED)
    late = [one for one in found if is_late(one, clock.today())]
    return [*_reported([one for one in found if one.state is F.REPORTED]), *(_finding(one) for one in late)]


def _reported(found: Sequence[SupervisionFinding]) -> list[Item]:
    if not found:
        return []
    words = ngettext(
        "%(num)s finding is reported as mended: look at it",
        "%(num)s findings are reported as mended: look at them",
        len(found),
    )
    url = _url(found[0]) if len(found) == 1 else url_for("supervisions.index", show="open")
    return [Item(words, url, "info")]


def _url(finding: SupervisionFinding) -> str:
    return url_for("supervisions.show", supervision_id=finding.supervision_id)
