"""Arranging objections for their pages: what the writer is told before sending, the receipt, how one stands."""

import datetime as dt
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.core.receipts import OBJECTION, Code, code_of
from app.documents.papers import Line, ReceiptPaper
from app.documents.qr_codes import qr_code
from app.documents.telephones import telephones_of
from app.domain.areas import queries as areas
from app.domain.areas.models import Area, AreaLevel
from app.domain.calendars.queries import load_calendar
from app.domain.notices import queries as notices
from app.domain.notices import showing
from app.domain.notices.labels import label_of, titled
from app.domain.notices.models import Notice
from app.domain.notices.reading import village_ids_of
from app.domain.notices.showing import ShownRow
from app.domain.objections import rules, second_looks
from app.domain.objections.models import (
    Level,
    Objection,
    ObjectionAbout,
    ObjectionState,
    Outcome,
    SecondLookState,
    SecondOutcome,
)
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
SECOND_OUTCOMES = {
    SecondOutcome.STANDS: N_("The first answer stands"),
    SecondOutcome.CHANGED: N_("The first answer is changed"),
}


@dataclass(frozen=True)
class Beforehand:
    """What somebody is told before sending: which office reads it, until when it answers."""

    office: Area | None
    due_on: dt.date
    days: int


@dataclass(frozen=True)
class Receipt:
    """What stands on the slip."""

    objection: Objection
    code: Code
    office: Area | None
    #: the drawing of the QR code
    qr: str


@dataclass(frozen=True)
class Stop:
    """One stop on the way of an objection, for the route component."""

    label: str
    state: str
    on: str = ""
    note: str = ""
    until: dt.date | None = None


def beforehand(notice: Notice) -> Beforehand:
    """What is told to somebody who is about to object to *notice*."""
    due_on = notice.round.policy.objection_due_on(clock.today(), load_calendar())
    days = (due_on - clock.today()).days
    return Beforehand(investigating_office(notice, rules.level_of(notice)), due_on, days)


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
    """The receipt of an objection; its code is derived anew each time and stored nowhere."""
    code = code_of(OBJECTION, objection.number, objection.secret_salt)
    office = investigating_office(objection.notice, objection.level)
    return Receipt(objection, code, office, qr_code(code.qr_text(follow_address())))


def follow_address() -> str:
    """Where a receipt is followed, as it is printed."""
    return printed_address(url_for("objections.follow"))


def slip_of(receipt: Receipt) -> ReceiptPaper:
    """The receipt as paper."""
    objection, notice = receipt.objection, receipt.objection.notice
    village = BilingualText(notice.village.name_zh, notice.village.name_en)
    office = receipt.office
    return ReceiptPaper(
        kind="objection",
        number=objection.number,
        received_on=clock.local(objection.received_at).date(),
        office=office.name if office is not None else "",
        lines=(
            Line(Message(N_("Notice")), Message(titled(notice))),
            Line(Message(N_("Number of the notice")), notice.number),
            Line(Message(N_("Village")), village),
        ),
        words=receipt.code.words,
        digits=receipt.code.digits,
        follow_url=follow_address(),
        scan=receipt.code.qr_text(follow_address()),
        answer_by=objection.due_on,
        telephones=telephones_of([office]),
        hotline=notice.round.policy.objection_hotline,
    )


def shown_reply(objection: Objection, reply: str) -> str:
    """A public sentence, without villagers' names."""
    return showing.without_names(reply, notices.list_names_within(village_ids_of(objection.notice), reply))


def stops_of(objection: Objection) -> list[Stop]:
    """Received, looked into, answered, perhaps a second time: where an objection stands."""
    here = list(ObjectionState).index(objection.state)
    is_done = objection.state is ObjectionState.DECIDED
    received = clock.local(objection.received_at).date()
    stops = [
        Stop(_("Received"), "done", format_day(received)),
        Stop(_("Being looked into"), "done" if is_done else "current"),
        Stop(
            _("Answered"),
            "done" if is_done else "todo",
            format_day(objection.decided_on) if objection.decided_on else "",
            until=None if is_done else objection.due_on,
        ),
    ]
    if here == 0:
        stops[1] = Stop(_("Being looked into"), "current", note=_("It is being given to two people."))
    return [*stops, *_second_stops(objection)]


def _second_stops(objection: Objection) -> list[Stop]:
    second, last_day = objection.second_look, second_looks.ask_until(objection)
    if second is not None:
        is_done = second.state is SecondLookState.ANSWERED
        answered_on = format_day(second.answered_on) if second.answered_on else ""
        return [
            Stop(
                _("Looked into once more"),
                "done" if is_done else "current",
                format_day(_day(second.asked_at)),
            ),
            Stop(
                _("Final answer"),
                "done" if is_done else "todo",
                answered_on,
                until=None if is_done else second.due_on,
            ),
        ]
    if last_day is not None and last_day >= clock.today():
        return [Stop(_("Perhaps looked into once more"), "todo", until=last_day)]
    return []


def _day(at: dt.datetime) -> dt.date:
    return clock.local(at).date()


def standing_of(objection: Objection) -> str:
    """How it stands, in one sentence with the days that are left."""
    second = objection.second_look
    if second is not None and second.state is SecondLookState.ANSWERED:
        return str(_("The second look is answered. This answer is final."))
    if second is not None:
        return str(_("It is being looked into once more. %(left)s", left=days_left(second.due_on)))
    if objection.state is ObjectionState.DECIDED:
        return str(_("It is answered."))
    return str(_("It is being looked into. %(left)s", left=days_left(objection.due_on)))


def days_left(due_on: dt.date) -> str:
    """Until when the answer is due, and how many days are left."""
    days = (due_on - clock.today()).days
    if days < 0:
        return str(
            ngettext(
                "The answer is %(num)s day late. Please call the office.",
                "The answer is %(num)s days late. Please call the office.",
                -days,
            )
        )
    if days == 0:
        return str(_("The answer is due today."))
    return str(ngettext("The answer is due in %(num)s day.", "The answer is due in %(num)s days.", days))


def is_overdue(objection: Objection) -> bool:
    """Not answered though its day is over."""
    return objection.state is not ObjectionState.DECIDED and objection.due_on < clock.today()


def is_second_look_overdue(objection: Objection) -> bool:
    """A second look not answered though its day is over."""
    second = objection.second_look
    return second is not None and second.state is SecondLookState.ASKED and second.due_on < clock.today()


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
    return str(_(label_of(notice)))
