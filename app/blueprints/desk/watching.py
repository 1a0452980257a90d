"""Households at risk and households under watch on the desk: the steps that the reader takes, numbers to be struck."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.desk.presenter import Item
from app.core import clock
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission
from app.domain.calendars.queries import load_calendar
from app.domain.exits.queries import count_to_strike
from app.domain.monitoring import queries
from app.domain.monitoring.models import Watch, WatchState
from app.domain.monitoring.rules import WAITS_FOR, next_due
from app.domain.notices import reasons
from app.domain.policies.vocabulary import NoticeKind
from app.web.i18n import translate
from app.web.templating import format_day

P = Permission
S = WatchState
#: whose step is next, and the notice that must have hung before
STEPS: dict[Permission, dict[WatchState, NoticeKind | None]] = {
    P.WATCH_RECORD: {S.FOUND: None, S.VISITED: None, S.COMPARED: None},
    P.WATCH_DECIDE: {S.POSTED: NoticeKind.WATCH_NOTICE, S.RELEASE_POSTED: NoticeKind.RELEASE_NOTICE},
    P.WATCH_APPROVE: {S.TOWNSHIP: None, S.RELEASE_TOWNSHIP: None},
}

#: what waits where no clock runs
RELEASING = {
    S.RELEASE_POSTED: Message(N_("the release is to be checked")),
    S.RELEASE_TOWNSHIP: Message(N_("the release is to be decided")),
}


def risk_items(actor: Actor, permission: Permission) -> list[Item]:
    """A line for each step of this *permission* for which households at risk wait, with the first day it is due."""
    steps = STEPS[permission]
    waiting: defaultdict[WatchState, list[Watch]] = defaultdict(list)
    for watch in queries.list_in_states(actor.paths_for(permission), steps):
        waiting[watch.state].append(watch)
    for state, kind in steps.items():
        if kind is not None and waiting[state]:
            waiting[state] = _hung(waiting[state], kind)
    return [_risk_item(state, waiting[state]) for state in steps if waiting[state]]


def _hung(watches: Sequence[Watch], kind: NoticeKind) -> list[Watch]:
    """Those whose notice of *kind* has hung for its days, and those from before there were such notices."""
    standings, today = queries.load_hanging(watches, kind), clock.today()
    found = []
    for watch in watches:
        standing = standings.get(watch.id)
        if standing is None or reasons.why_not_over(standing.notice, standing.period, today) is None:
            found.append(watch)
    return found


def _risk_item(state: WatchState, watches: Sequence[Watch]) -> Item:
    days, today = _days_due(watches), clock.today()
    late = sum(day < today for day in days)
    what = translate(WAITS_FOR.get(state) or RELEASING[state])
    words = ngettext(
        "%(num)s household at risk: %(what)s", "%(num)s households at risk: %(what)s", len(watches), what=what
    )
    note = ""
    if late:
        note = ngettext("%(num)s of them is overdue.", "%(num)s of them are overdue.", late)
    elif days:
        note = _("The first one is due on %(day)s.", day=format_day(min(days)))
    url = url_for("monitoring.index", state=state.value)
    return Item(words, url, "bad" if late else "info", note, due_on=min(days, default=None))


def _days_due(watches: Sequence[Watch]) -> list[dt.date]:
    """The last day of each case on which a clock runs."""
    clocked = [one for one in watches if one.state in WAITS_FOR]
    if not clocked:
        return []
    calendar, policies = load_calendar(), queries.load_policies([one.household.village for one in clocked])
    found = [
        next_due(one, policies[one.village_id], calendar) for one in clocked if one.village_id in policies
    ]
    return [due.on for due in found if due is not None]


def strike_items(actor: Actor) -> list[Item]:
    """How many households left the register, and their watch is over, and their number is not struck yet."""
    number = count_to_strike(actor.paths_for(P.CANDIDATE_LIST_ANNOUNCE), clock.today())
    if not number:
        return []
    words = ngettext(
        "Strike the number of %(num)s household that left the register",
        "Strike the numbers of %(num)s households that left the register",
        number,
    )
    return [Item(words, url_for("exits.watch", due=1))]
