"""Households' own requests on the desk: what the village owes an answer; above it, what is late or was refused."""

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.desk.presenter import Item
from app.domain.reports.desk import Desk, VillageLine
from app.web.i18n import current_locale
from app.web.templating import format_day


def village_items(own: Iterable[VillageLine]) -> list[Item]:
    """What waits for the village itself, with the next last day."""
    counted = [line.requests for line in own if line.requests.waiting]
    if not counted:
        return []
    waiting, late = sum(one.waiting for one in counted), sum(one.late for one in counted)
    due = min((one.next_due_on for one in counted if one.next_due_on is not None), default=None)
    words = ngettext(
        "%(num)s own request waits for the village", "%(num)s own requests wait for the village", waiting
    )
    note = _("Next by %(day)s", day=format_day(due)) if due is not None else ""
    return [Item(words, url_for("help_requests.index"), "bad" if late else "warn", note, due_on=due)]


def items_above(desk: Desk, *, refused: bool = True) -> list[Item]:
    """For the offices above: villages that are late and, for the nearest, what was lately answered with no."""
    items = []
    for line in desk.villages:
        place, counted = line.village.name.in_(current_locale()), line.requests
        if counted.late:
            words = ngettext(
                "%(place)s: %(num)s own request is late",
                "%(place)s: %(num)s own requests are late",
                counted.late,
                place=place,
            )
            items.append(Item(words, url_for("help_requests.index"), "bad", due_on=counted.next_due_on))
        if refused and counted.refused:
            words = ngettext(
                "%(place)s: %(num)s own request was answered with no",
                "%(place)s: %(num)s own requests were answered with no",
                counted.refused,
                place=place,
            )
            items.append(Item(words, url_for("help_requests.index", show="refused"), "idle"))
    return items
