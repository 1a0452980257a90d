"""What is to be made clear before anybody decides: hits, duplicates, changes, statements, public values, meetings."""

from collections.abc import Callable, Iterable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.desk.presenter import Item
from app.domain.reports.desk import Desk, VillageLine
from app.web.i18n import current_locale
from app.web.templating import format_day


def village_items(own: Iterable[VillageLine]) -> list[Item]:
    """What the village itself has to explain, state, or ask the township for."""
    return [
        *_of_each(own, lambda line: line.evidence.hits, _hits, "comparisons.hits", "warn"),
        *_of_each(own, lambda line: line.evidence.unstated, _unstated, "kinship.index", "warn"),
        *_of_each(own, lambda line: line.evidence.duplicates, _duplicates, "duplicates.index", "info"),
        *_of_each(own, lambda line: line.evidence.changes, _changes, "changes.index", "idle"),
    ]


def deciding_items(desk: Desk) -> list[Item]:
    """What the township decides, and what a village leaves open."""
    return [
        *_of_each(
            desk.villages, lambda line: line.evidence.duplicates, _duplicates, "duplicates.index", "warn"
        ),
        *_of_each(desk.villages, lambda line: line.evidence.changes, _changes, "changes.index", "info"),
        *_of_each(desk.villages, lambda line: line.evidence.hits, _hits, "comparisons.hits", "idle"),
        *_of_each(desk.villages, lambda line: line.evidence.unstated, _unstated, "kinship.index", "idle"),
    ]


def value_items(desk: Desk) -> list[Item]:
    """Public values that draws wait for."""
    items = []
    for missing in desk.missing_values:
        words = _(
            "Enter the public value of %(day)s: %(source)s",
            day=format_day(missing.day),
            source=missing.source,
        )
        note = ngettext("%(num)s list waits for it.", "%(num)s lists wait for it.", missing.lists)
        items.append(Item(words, url_for("samples.values"), "warn", note))
    return items


def meeting_items(desk: Desk) -> list[Item]:
    """Meetings that are planned, the next one first."""
    return [
        Item(
            _(
                "%(village)s: review meeting on %(day)s",
                village=meeting.village.name.in_(current_locale()),
                day=format_day(meeting.held_on),
            ),
            url_for("appraisals.show", meeting_id=meeting.id),
            due_on=meeting.held_on,
        )
        for meeting in desk.meetings
    ]


def _of_each(
    lines: Iterable[VillageLine],
    number: Callable[[VillageLine], int],
    words: Callable[[int], str],
    endpoint: str,
    tone: str,
) -> list[Item]:
    return [
        Item(
            _("%(list)s: %(words)s", list=line.village.name.in_(current_locale()), words=words(number(line))),
            url_for(endpoint, village=line.village.code),
            tone,
        )
        for line in lines
        if number(line)
    ]


def _hits(number: int) -> str:
    return ngettext(
        "%(num)s comparison hit to be explained", "%(num)s comparison hits to be explained", number
    )


def _unstated(number: int) -> str:
    return ngettext(
        "%(num)s official has not stated the relatives",
        "%(num)s officials have not stated the relatives",
        number,
    )


def _duplicates(number: int) -> str:
    return ngettext(
        "%(num)s possible duplicate to be decided", "%(num)s possible duplicates to be decided", number
    )


def _changes(number: int) -> str:
    return ngettext("%(num)s change to be decided", "%(num)s changes to be decided", number)
