"""What is to be done on the walls: sheets to hang, to photograph, to take down, to look after, to be confirmed."""

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.desk.presenter import Item
from app.domain.sheets.tasks import Task, TaskKind, VillageState, list_villages
from app.web.i18n import current_locale

K = TaskKind
TONES = {
    K.MISSING: "bad",
    K.HANG: "warn",
    K.TAKE_DOWN: "good",
    K.END: "warn",
    K.WAITS: "idle",
    K.LOOK: "info",
}
#: what the township has to know: the others are the village's own business
ABOVE = (K.MISSING, K.HANG, K.END, K.LOOK)


def village_items(tasks: Iterable[Task]) -> list[Item]:
    """Everything that is to be done, village by village, the most urgent first."""
    return _items(tasks, tuple(TONES))


def items_above(tasks: Iterable[Task]) -> list[Item]:
    """Where a village must be called: what does not hang, what has no end photograph, what nobody scans."""
    withdrawn = [task for task in tasks if task.kind is K.TAKE_DOWN and task.is_urgent]
    return [*_items(withdrawn, (K.TAKE_DOWN,), "bad"), *_items(tasks, ABOVE)]


def confirming_items(number: int) -> list[Item]:
    """Photographs that the reader may confirm or refuse."""
    if not number:
        return []
    words = ngettext(
        "%(num)s photograph of a sheet is to be looked at: its code could not be read",
        "%(num)s photographs of sheets are to be looked at: their codes could not be read",
        number,
    )
    return [Item(words, url_for("postings.waiting"), "warn")]


def _items(tasks: Iterable[Task], kinds: tuple[TaskKind, ...], tone: str = "") -> list[Item]:
    villages = list_villages(list(tasks))
    return [
        Item(
            _(
                "%(list)s: %(words)s",
                list=state.village.name.in_(current_locale()),
                words=_words(kind, state.count(kind)),
            ),
            url_for("postings.village", code=state.village.code),
            tone or TONES[kind],
            _note(state, kind),
        )
        for kind in kinds
        for state in villages
        if state.count(kind)
    ]


def _words(kind: TaskKind, number: int) -> str:
    if kind is K.MISSING:
        return ngettext(
            "%(num)s sheet is missing, hang it again",
            "%(num)s sheets are missing, hang them again",
            number,
        )
    if kind is K.HANG:
        return ngettext("hang and photograph %(num)s sheet", "hang and photograph %(num)s sheets", number)
    if kind is K.TAKE_DOWN:
        return ngettext("take down %(num)s sheet", "take down %(num)s sheets", number)
    if kind is K.END:
        return ngettext(
            "photograph %(num)s sheet at the end of its period",
            "photograph %(num)s sheets at the end of their period",
            number,
        )
    if kind is K.WAITS:
        return ngettext(
            "%(num)s photograph waits for a second person",
            "%(num)s photographs wait for a second person",
            number,
        )
    return ngettext(
        "nobody scans %(num)s sheet, have a look", "nobody scans %(num)s sheets, have a look", number
    )


def _note(state: VillageState, kind: TaskKind) -> str:
    """Of what must hang: how many places the notices still wait for."""
    if kind is not K.HANG:
        return ""
    missing = {task.notice.id: task.standing.period.missing for task in state.tasks if task.kind is K.HANG}
    number = sum(missing.values())
    if not number:
        return ""
    return ngettext("%(num)s place is still missing.", "%(num)s places are still missing.", number)
