"""The township's view: village by village what does not hang and since when, what waits, what nobody scans."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.postings.presenter import since_of
from app.core import clock
from app.core.bilingual import BilingualText
from app.domain.sheets.tasks import Task, TaskKind, VillageState, list_villages

K = TaskKind
#: what can be asked for in the address: its word there, and the kinds of tasks that it means
STATES: dict[str, tuple[TaskKind, ...]] = {
    "hang": (K.HANG,),
    "missing": (K.MISSING,),
    "waits": (K.WAITS,),
    "end": (K.END,),
    "down": (K.TAKE_DOWN,),
    "look": (K.LOOK,),
}


@dataclass(frozen=True)
class Filter:
    """A link to the villages in which something of this kind is to be done."""

    label: str
    url: str
    current: bool
    count: int | None


@dataclass(frozen=True)
class Row:
    """A village: how many of its sheets stand how. *since* is the first day on which one should have hung."""

    name: BilingualText
    url: str
    hang: int
    missing: int
    waits: int
    end: int
    down: int
    look: int
    since: dt.date | None
    is_late: bool


def rows_of(tasks: Iterable[Task], wanted: str) -> list[Row]:
    """The villages, those that are late first; with *wanted* only those in which that is to be done."""
    kinds = STATES.get(wanted)
    rows = [
        _row(state)
        for state in list_villages(list(tasks))
        if kinds is None or any(state.count(kind) for kind in kinds)
    ]
    return sorted(rows, key=lambda row: (not row.is_late, row.since or dt.date.max))


def _row(state: VillageState) -> Row:
    days = [day for task in state.tasks if (day := since_of(task)) is not None]
    since = min(days, default=None)
    return Row(
        name=state.village.name,
        url=url_for("postings.village", code=state.village.code),
        since=since,
        is_late=since is not None and since < clock.today(),
        **{name: sum(map(state.count, kinds)) for name, kinds in STATES.items()},
    )


def filters_of(tasks: Sequence[Task], wanted: str) -> list[Filter]:
    """All villages, and those in which one thing is to be done."""
    labels = _labels()
    every = Filter(_("Every village"), url_for("postings.index"), wanted not in STATES, None)
    return [every] + [
        Filter(
            labels[name],
            url_for("postings.index", show=name),
            name == wanted,
            sum(task.kind in kinds for task in tasks),
        )
        for name, kinds in STATES.items()
    ]


def _labels() -> dict[str, str]:
    return {
        "hang": _("To be hung"),
        "missing": _("Gone from the wall"),
        "waits": _("To be confirmed"),
        "end": _("End photograph due"),
        "down": _("To be taken down"),
        "look": _("Not scanned"),
    }


def figures_of(tasks: Sequence[Task]) -> list[tuple[int, str, str | None]]:
    """How many sheets do not hang, wait for a second person, hang."""
    absent = sum(task.kind in (K.HANG, K.MISSING) for task in tasks)
    waits = sum(task.kind is K.WAITS for task in tasks)
    hangs = sum(task.kind in (K.NOTHING, K.LOOK, K.END) for task in tasks)
    return [
        (absent, ngettext("sheet does not hang", "sheets do not hang", absent), None),
        (
            waits,
            ngettext("photograph waits for a second person", "photographs wait for a second person", waits),
            None,
        ),
        (hangs, ngettext("sheet hangs", "sheets hang", hangs), None),
    ]
