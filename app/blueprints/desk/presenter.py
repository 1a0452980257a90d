"""Arranging the desk: figures, things to do next in their order, and the table of villages, in the reader's words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.desk.next_things import Waiting
from app.core import clock
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.notices.queries import Standing
from app.domain.reports.desk import SOON, Desk, ListLine, VillageLine
from app.web.i18n import current_locale
from app.web.templating import format_day

#: so many lines of a kind are shown; the rest is behind a link
LONGEST = 8


@dataclass(frozen=True)
class Item:
    """One thing to do: its words, where to do it, and why not yet. *tone* as in the badges.

    *due_on* is its last day where there is one; *basis* says what it rests on, *form* what is filled in, where they
    differ from the group's; *is_next* says whether it may be among the next five things.
    """

    text: str
    url: str
    tone: str = "info"
    note: str = ""
    due_on: dt.date | None = None
    basis: str = ""
    is_next: bool = True
    form: str = ""


@dataclass
class Group:
    """Things to do of one kind. *more* is how many are not shown; *topic* says what they rest on (``next_things``)."""

    title: str
    items: list[Item] = field(default_factory=list)
    more: int = 0
    more_url: str = ""
    topic: str = ""

    @classmethod
    def of(cls, title: str, items: Iterable[Item], more_url: str, topic: str = "") -> "Group":
        every = list(items)
        return cls(title, every[:LONGEST], max(0, len(every) - LONGEST), more_url, topic)

    def waiting(self) -> list[Waiting]:
        """The things of the group with its topic."""
        return [
            Waiting(item.text, item.url, item.tone, self.topic, item.due_on, item.basis, item.form)
            for item in self.items
            if item.is_next
        ]


@dataclass(frozen=True)
class Row:
    """A village in the table: each of its lists as (words, tone, address), and the numbers beside them."""

    village: VillageLine
    lists: list[Item]


def list_name(candidate_list: CandidateList) -> str:
    """Village and, for a further list, its number."""
    village = candidate_list.village.name.in_(current_locale())
    if not candidate_list.is_supplementary:
        return _("%(village)s: main list", village=village)
    return _("%(village)s: supplementary list %(number)s", village=village, number=candidate_list.ordinal - 1)


def list_item(line: ListLine, *, named: bool = False) -> Item:
    """A list with what is next for it."""
    words, tone = _next_words(line)
    name = list_name(line.candidate_list)
    text = (
        _("%(list)s: %(words)s", list=name, words=words)
        if named or line.candidate_list.is_supplementary
        else words
    )
    note = _("Late: the round's time node has passed.") if line.is_late else ""
    url = url_for("candidate_lists.show", list_id=line.candidate_list.id)
    return Item(text, url, "bad" if line.is_late else tone, note, due_on=_last_day(line))


def _last_day(line: ListLine) -> dt.date | None:
    """When the notice of this stage has hung long enough."""
    standing = line.standing
    if standing is None or not standing.period.is_certain(clock.today()):
        return None
    return standing.period.last_day


def _next_words(line: ListLine) -> tuple[str, str]:
    if line.state is ListState.DRAFT:
        return _("Is being drawn up; the first notice is to be issued"), "info"
    if line.state in (ListState.FIRST_NOTICE, ListState.SECOND_NOTICE):
        return _notice_words(line)
    if line.is_empty:
        return _("Nobody is left on it; nothing is to be issued"), "idle"
    if line.undecided:
        words = ngettext(
            "%(num)s household is to be decided", "%(num)s households are to be decided", line.undecided
        )
        return words, "info"
    if line.disputed:
        return _waits_for_objections(line.disputed), "warn"
    if line.state is ListState.TOWNSHIP_REVIEW:
        return _("All decided; the second notice is to be issued"), "good"
    return _("All decided; it is to be announced"), "good"


def _notice_words(line: ListLine) -> tuple[str, str]:
    standing, today = line.standing, clock.today()
    if standing is not None and standing.period.missing:
        missing = standing.period.missing
        return ngettext("Hangs at %(num)s place too few", "Hangs at %(num)s places too few", missing), "warn"
    if standing is not None and standing.period.waits_for_end(today):
        waiting = standing.period.ends_missing
        return ngettext(
            "Waits for %(num)s end photograph", "Waits for %(num)s end photographs", waiting
        ), "warn"
    if standing is not None and not standing.period.has_ended(today):
        return _("Hangs until the end of %(day)s", day=format_day(standing.period.last_day)), "info"
    if standing is None and line.disputed:
        return _waits_for_objections(line.disputed), "warn"
    if line.state is ListState.FIRST_NOTICE:
        return _("Period over; it is to be forwarded to the township"), "good"
    return _("Period over; it is to be forwarded to the county"), "good"


def _waits_for_objections(number: int) -> str:
    return ngettext("Waits for %(num)s objection", "Waits for %(num)s objections", number)


def ending_items(sheets: Sequence[Standing], today: dt.date) -> list[Item]:
    """Notices whose last day is today, so that nobody takes a sheet down too early."""
    items = []
    for sheet in sheets:
        if sheet.is_open and sheet.period.begun and sheet.period.last_day == today:
            number, place = sheet.notice.number, sheet.notice.village.name.in_(current_locale())
            text = _("%(village)s: notice %(number)s ends today", village=place, number=number)
            url = url_for("postings.show", number=number)
            note = _("Leave it hanging until the end of the day.")
            items.append(Item(text, url, "info", note, due_on=today))
    return items


def case_items(desk: Desk, *, county: bool) -> list[Item]:
    """Objections to be answered at the reader's level, village by village, the overdue first."""
    items = []
    for line in desk.places:
        cases = line.cases
        number, late = (
            (cases.county, cases.overdue_county)
            if county
            else (cases.township, cases.overdue - cases.overdue_county)
        )
        if not number:
            continue
        words = ngettext("%(num)s objection to be answered", "%(num)s objections to be answered", number)
        text = _("%(list)s: %(words)s", list=line.village.name.in_(current_locale()), words=words)
        if late:
            note = ngettext("%(num)s of them is overdue.", "%(num)s of them are overdue.", late)
        else:
            note = _("The next one is due on %(day)s.", day=format_day(cases.next_due))
        tone = "bad" if late else "warn"
        items.append(Item(text, url_for("objections.index"), tone, note, due_on=cases.next_due))
    return sorted(items, key=lambda item: item.tone)


def second_look_items(desk: Desk) -> list[Item]:
    """Answers with which somebody is not satisfied, to be looked at again by the reader's level."""
    number, late = desk.second_looks
    if not number:
        return []
    text = ngettext("%(num)s second look to be answered", "%(num)s second looks to be answered", number)
    note = ngettext("%(num)s of them is overdue.", "%(num)s of them are overdue.", late) if late else ""
    return [Item(text, url_for("objections.index", show="again"), "bad" if late else "warn", note)]


def late_items(desk: Desk) -> list[Item]:
    """Villages without any list although the round's time node has passed."""
    return [
        Item(
            _(
                "%(village)s has no candidate list yet; the round's time node has passed",
                village=line.village.name.in_(current_locale()),
            ),
            url_for("candidate_lists.index"),
            "bad",
        )
        for line in desk.villages
        if line.has_no_list_yet
    ]


def list_items(lines: Iterable[ListLine], *states: ListState) -> list[Item]:
    """The lists that stand at one of *states*, by name."""
    return [list_item(line, named=True) for line in lines if line.state in states]


def rows_of(desk: Desk) -> list[Row]:
    """The table of villages: those in which something is under way, or should be."""
    return [
        Row(line, [list_item(one) for one in line.lists])
        for line in desk.villages
        if line.lists or line.waiting or line.cases.total or line.to_tell or line.is_late
    ]


def is_ending(sheet: Standing, today: dt.date) -> bool:
    """An open notice whose last day is today or within the next two."""
    return sheet.is_open and sheet.period.is_certain(today) and sheet.period.last_day <= today + SOON


def step_items(lines: Iterable[ListLine], offers: dict[int, list[tuple[str, str, str]]]) -> list[Item]:
    """What a village may do with its lists: each next step, open or with the first reason why not."""
    items = []
    for line in lines:
        for label, step, reason in offers.get(line.candidate_list.id, []):
            name = list_name(line.candidate_list)
            text = _("%(list)s: %(words)s", list=name, words=_(label))
            url = url_for("candidate_lists.step", list_id=line.candidate_list.id, step=step)
            items.append(Item(text, url, "idle" if reason else "good", reason))
    return items
