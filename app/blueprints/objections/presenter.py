"""Arranging objections for their pages: what the writer is told before sending, the receipt, how one stands."""

import datetime as dt
from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.core.receipts import derive_secret
from app.documents.notices import TITLES
from app.documents.papers import Line, ReceiptPaper, Telephone
from app.domain.areas import queries as areas
from app.domain.areas.models import Area, AreaLevel
from app.domain.calendars.queries import load_calendar
from app.domain.notices import queries as notices
from app.domain.notices import showing
from app.domain.notices.labels import KIND_LABELS
from app.domain.notices.models import Notice
from app.domain.notices.showing import ShownRow
from app.domain.objections import rules
from app.domain.objections.models import Level, Objection, ObjectionAbout, ObjectionState, Outcome
from app.domain.policies.vocabulary import NameDisplay
from app.web.pages import printed_address
from app.web.templating import format_day

LEVELS = {Level.TOWNSHIP: AreaLevel.TOWNSHIP, Level.COUNTY: AreaLevel.COUNTY}
LEVEL_LABELS = {Level.TOWNSHIP: N_("Township"), Level.COUNTY: N_("County")}
STATE_TONES = {
    ObjectionState.FILED: "warn",
    ObjectionState.INVESTIGATING: "info",
    ObjectionState.DECIDED: "good",
}
OUTCOMES = {
    Outcome.UPHELD: N_("Upheld"),
    Outcome.PARTLY: N_("Upheld in part"),
    Outcome.REJECTED: N_("Not upheld"),
}


@dataclass(frozen=True)
class Beforehand:
    """What somebody is told before sending: which office reads it, until when it answers."""

    office: Area | None
    due_on: dt.date


@dataclass(frozen=True)
class Receipt:
    """What stands on the slip."""

    objection: Objection
    secret: str
    office: Area | None


@dataclass(frozen=True)
class Stop:
    """One stop on the way of an objection, for the route component."""

    label: str
    state: str
    on: str = ""
    note: str = ""


def beforehand(notice: Notice) -> Beforehand:
    """What is told to somebody who is about to object to *notice*."""
    due_on = notice.round.policy.objection_due_on(clock.today(), load_calendar())
    return Beforehand(investigating_office(notice, rules.level_for(notice.kind)), due_on)


def investigating_office(notice: Notice, level: Level) -> Area | None:
    """The township or county that looks into objections to *notice*."""
    return areas.find_ancestor(notice.village, LEVELS[level])


def row_of(notice: Notice, sequence: int | None) -> ShownRow | None:
    """A row of a notice as everybody may see it now; ``None`` once names may not show."""
    if sequence is None or not notices.standing(notice).names_show:
        return None
    entry = notices.find_notice_entry(notice.id, sequence)
    if entry is None:
        return None
    values = (entry.sequence, entry.group_name, entry.head_name, entry.people, entry.extra)
    policy = notice.round.policy
    display: NameDisplay = policy.web_name
    return next(iter(showing.shown_rows([values], policy, display)), None)


def receipt_of(objection: Objection) -> Receipt:
    """The receipt of an objection; its secret is derived anew each time and stored nowhere."""
    secret = derive_secret(str(current_app.secret_key), "objection", objection.number, objection.secret_salt)
    return Receipt(objection, secret, investigating_office(objection.notice, objection.level))


def slip_of(receipt: Receipt) -> ReceiptPaper:
    """The receipt as paper."""
    objection, notice = receipt.objection, receipt.objection.notice
    village = BilingualText(notice.village.name_zh, notice.village.name_en)
    office = receipt.office
    telephones = (
        (Telephone(office.name, office.telephone),) if office is not None and office.telephone else ()
    )
    return ReceiptPaper(
        kind="objection",
        number=objection.number,
        received_on=clock.local(objection.received_at).date(),
        office=office.name if office is not None else "",
        lines=(
            Line(Message(N_("Notice")), Message(TITLES[notice.kind])),
            Line(Message(N_("Number of the notice")), notice.number),
            Line(Message(N_("Village")), village),
        ),
        secret=receipt.secret,
        follow_url=printed_address(url_for("objections.follow")),
        answer_by=objection.due_on,
        telephones=telephones,
        hotline=notice.round.policy.objection_hotline,
    )


def public_reply_of(objection: Objection) -> str:
    """The public sentence, without villagers' names."""
    reply = objection.public_reply
    return showing.without_names(reply, notices.list_names_within([objection.notice.village_id], reply))


def stops_of(objection: Objection) -> list[Stop]:
    """Received, looked into, answered: where an objection stands. That it was received is done in any case."""
    order = list(ObjectionState)
    here = order.index(objection.state)
    is_done = objection.state is ObjectionState.DECIDED
    labels = (_("Received"), _("Being looked into"), _("Answered"))
    days = (clock.local(objection.received_at).date(), None, objection.decided_on)
    states = [
        "done" if i < max(here, 1) or is_done else "current" if i == here else "todo"
        for i in range(len(order))
    ]
    notes = ("", "", "" if is_done else _("due by %(day)s", day=format_day(objection.due_on)))
    return [
        Stop(label, state, format_day(on) if on else "", note)
        for label, state, on, note in zip(labels, states, days, notes, strict=True)
    ]


def is_overdue(objection: Objection) -> bool:
    """Not answered though its day is over."""
    return objection.state is not ObjectionState.DECIDED and objection.due_on < clock.today()


def about_words(objection: Objection, sequence: int | None) -> str:
    """What an objection is about, for everybody who sees that it exists: never the words, never who is missing."""
    if objection.about is ObjectionAbout.LEFT_OUT:
        return str(_("Somebody missing from the list"))
    if objection.about is ObjectionAbout.OTHER or objection.entry is None:
        return str(_("Something else about the notice"))
    words = {
        "number": sequence or "—",
        "name": objection.entry.head_name,
        "group": objection.entry.group_name,
    }
    return str(_("No. %(number)s, %(name)s %(group)s", **words)).strip()


def kind_of(notice: Notice) -> str:
    """What a notice is called."""
    return str(_(KIND_LABELS[notice.kind]))
