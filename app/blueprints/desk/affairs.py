"""Village disclosure and denied payments on the desk: what is late or due soon, and what is to be settled."""

import datetime as dt
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.desk.presenter import Item
from app.core import clock
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area
from app.domain.deliveries.queries import list_open_cases, list_to_ask_again
from app.domain.disclosures import queries
from app.domain.disclosures.queries import Year
from app.domain.disclosures.rules import Due, Status, next_first
from app.domain.rounds.models import RoundKind, RoundState
from app.domain.rounds.queries import list_rounds
from app.web.i18n import current_locale
from app.web.templating import format_day

#: what is due so soon stands on the village's desk
SOON = dt.timedelta(days=7)


def village_items(villages: Sequence[Area]) -> list[Item]:
    """What each of the reader's villages is late with, or has to publish within a week."""
    items, today = [], clock.today()
    for year in _years(villages):
        waiting = [due for due in next_first(year.dues, today) if _is_near(due, today)]
        if not waiting:
            continue
        late = sum(due.status(today) is Status.LATE for due in waiting)
        words = ngettext(
            "%(place)s: %(num)s matter is to be published",
            "%(place)s: %(num)s matters are to be published",
            len(waiting),
            place=year.village.name.in_(current_locale()),
        )
        due_on = waiting[0].due_on
        items.append(Item(words, _url(year), "bad" if late else "info", _note(late, due_on), due_on=due_on))
    return items


def items_above(villages: Sequence[Area]) -> list[Item]:
    """The villages that are late with something."""
    items = []
    for year in _years(villages):
        late = year.counts.late
        if late:
            words = ngettext(
                "%(place)s: %(num)s matter is not published in time",
                "%(place)s: %(num)s matters are not published in time",
                late,
                place=year.village.name.in_(current_locale()),
            )
            items.append(Item(words, _url(year), "bad"))
    return items


def denial_items(actor: Actor, *, only_late: bool = False) -> list[Item]:
    """Denied payments that the reader may settle.

    With *only_late* those of the county: to it go what is late, and what everybody in the township paid himself.
    """
    cases = list_open_cases(actor, Permission.DELIVERY_SETTLE)
    if not cases or (only_late and not any(case.is_late or case.is_for_county for case in cases)):
        return []
    late = sum(case.is_late for case in cases)
    words = ngettext(
        "%(num)s household says that a payment did not arrive",
        "%(num)s households say that a payment did not arrive",
        len(cases),
    )
    due_on = min(case.due_on for case in cases)
    tone = "bad" if late else "warn"
    return [Item(words, url_for("deliveries.cases"), tone, _note(late, due_on), due_on=due_on)]


def asking_items(actor: Actor) -> list[Item]:
    """For the village: by when a denial is answered by others, and which households are then asked once more."""
    items = []
    if waiting := list_open_cases(actor, Permission.DELIVERY_RECORD):
        words = ngettext(
            "%(num)s household says that a payment did not arrive; the township or the county answers by %(day)s",
            "%(num)s households say that a payment did not arrive; the township or the county answers by %(day)s",
            len(waiting),
            day=format_day(min(case.due_on for case in waiting)),
        )
        items.append(Item(words, url_for("deliveries.cases"), "idle", is_next=False))
    if settled := list_to_ask_again(actor):
        words = ngettext(
            "Ask %(num)s household again whether the payment has arrived by now",
            "Ask %(num)s households again whether the payment has arrived by now",
            len(settled),
        )
        items.append(Item(words, url_for("deliveries.line", line_id=settled[0].line_id), is_next=False))
    return items


def _years(villages: Sequence[Area]) -> list[Year]:
    """Each village in each year of projects and money that is open for work."""
    rounds = [one for one in list_rounds(RoundKind.FUNDS) if one.state is RoundState.OPEN]
    return [
        year
        for round_ in rounds
        for year in queries.load_years([v for v in villages if v.path.startswith(round_.area.path)], round_)
    ]


def _is_near(due: Due, today: dt.date) -> bool:
    status = due.status(today)
    return status is Status.LATE or (status is Status.DUE and due.due_on <= today + SOON)


def _note(late: int, next_due: dt.date) -> str:
    if late:
        return str(ngettext("%(num)s of them is overdue.", "%(num)s of them are overdue.", late))
    return str(_("The next one is due on %(day)s.", day=format_day(next_due)))


def _url(year: Year) -> str:
    return url_for("disclosures.show", code=year.village.code, year=year.round.year)
