"""The next five things of a role: what is most urgent among all that waits, with its basis, its deadline, its form."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.core import clock
from app.core.messages import N_, Message
from app.domain.policies.rules import Policy
from app.web.i18n import translate
from app.web.templating import format_day

#: so many things stand at the head of a role's part
MOST = 5
URGENCY = ("bad", "warn", "good", "info")
#: topic -> what it rests on (with a number of the policy where there is one) and what is filled in there
TOPICS: Mapping[str, tuple[str, str, str]] = {
    "announcements": (
        N_("A decided objection took a household off the list"),
        "",
        N_("corrected announcement"),
    ),
    "applications": (
        N_("Order of the procedure; at least %(number)s visitors"),
        "home_visitors_min",
        N_("application, visit sheet, minutes"),
    ),
    "clear": (N_("Before anybody decides, everything is made clear"), "", N_("explanation on the page")),
    "comparison": (N_("Order of the procedure"), "", N_("result of the data comparison")),
    "deliveries": (
        N_("Policy: a denial is settled within %(number)s working days"),
        "delivery_answer_days",
        N_("what looking into it showed"),
    ),
    "disclosure": (
        N_("Organic Law of Villagers' Committees, article 30"),
        "",
        N_("photograph of the paper on the board"),
    ),
    "late": (N_("The round's time node"), "", N_("candidate list")),
    "ledger": (
        N_("Rules for the money: every sum has its paper and its day"),
        "",
        N_("entry of the ledger, voucher"),
    ),
    "lists": (N_("Order of the procedure"), "", N_("step of the list")),
    "meetings": (
        N_("Policy: invited %(number)s days before"),
        "invitation_days",
        N_("invitation, attendance sheet, minutes"),
    ),
    "objections": (
        N_("Policy: answered within %(number)s days"),
        "objection_answer_days",
        N_("finding and public answer"),
    ),
    "people": (N_("Who is affected is told, with the reason"), "", N_("letter to the household")),
    "poor_villages": (
        N_("Order of the choosing: the village applies, the township shows, the county decides"),
        "",
        N_("the village's page"),
    ),
    "projects": (
        N_("Policy: progress is reported every %(number)s days"),
        "project_report_days",
        N_("the project's record and papers"),
    ),
    "requests": (
        N_("Policy: answered within %(number)s working days"),
        "help_request_answer_days",
        N_("answer to the request"),
    ),
    "samples": (N_("A draw that nobody can steer needs a public value"), "", N_("public value")),
    "setting_up": (N_("Before a village can work with the portal"), "", N_("the page of the place")),
    "sheets": (
        N_("Policy: hangs at %(number)s places at least"),
        "posting_places_required",
        N_("photograph of the sheet"),
    ),
    "supervision": (
        N_("Policy: mended within %(number)s days"),
        "mend_days",
        N_("how it was mended"),
    ),
    "visits": (N_("Policy: rule of visits"), "", N_("visit sheet")),
    "watching": (
        N_("Policy: decided within %(number)s working days of the sign of risk"),
        "watch_total_days",
        N_("signed sheet of the step"),
    ),
    "striking": (N_("The watch after the exit is over"), "", N_("striking of the number")),
    "tasks": (N_("The year's tasks"), "", N_("report of the progress")),
}


@dataclass(frozen=True)
class Waiting:
    """Something that waits, from one of the groups of a part."""

    text: str
    url: str
    tone: str
    topic: str
    due_on: dt.date | None = None
    basis: str = ""
    form: str = ""


@dataclass(frozen=True)
class Thing:
    """One of the next five as it is shown; *is_late*: its day has passed."""

    text: str
    url: str
    tone: str
    basis: str
    deadline: str
    form: str


def next_of(waiting: Iterable[Waiting], policy: Policy | None) -> list[Thing]:
    """The most urgent of *waiting*: what is overdue, then by its day, then by its colour. What is idle is left out."""
    today = clock.today()
    urgent = [one for one in waiting if one.tone in URGENCY and one.topic in TOPICS]
    ordered = sorted(urgent, key=lambda one: _urgency(one, today))
    return [_thing(one, policy, today) for one in ordered[:MOST]]


def _urgency(one: Waiting, today: dt.date) -> tuple[bool, dt.date, int]:
    is_late = one.tone == "bad" or (one.due_on is not None and one.due_on < today)
    return not is_late, one.due_on or dt.date.max, URGENCY.index(one.tone)


def _thing(one: Waiting, policy: Policy | None, today: dt.date) -> Thing:
    basis, field, form = TOPICS[one.topic]
    return Thing(
        text=one.text,
        url=one.url,
        tone=one.tone,
        basis=one.basis or _basis(basis, field, policy),
        deadline=_deadline(one, today),
        form=one.form or _(form),
    )


def _basis(words: str, field: str, policy: Policy | None) -> str:
    if not field:
        return str(_(words))
    if policy is None:
        return str(_("Policy of the county"))
    return translate(Message(words, number=getattr(policy, field)))


def _deadline(one: Waiting, today: dt.date) -> str:
    if one.due_on is None:
        return str(_("overdue")) if one.tone == "bad" else str(_("no fixed day"))
    if one.due_on < today:
        return str(_("%(day)s, overdue", day=format_day(one.due_on)))
    if one.due_on == today:
        return str(_("today"))
    return format_day(one.due_on)
