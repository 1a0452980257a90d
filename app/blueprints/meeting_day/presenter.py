"""Arranging the day's page: people with numbers to type, items with what must be known, words for the script."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.core.messages import Message
from app.domain.applications.models import Application
from app.domain.appraisals.day import ATTENDANCE, Draft, Item, Person
from app.domain.appraisals.models import Meeting
from app.domain.appraisals.room import is_relative
from app.domain.households.search_keys import initials
from app.domain.policies.rules import Threshold
from app.domain.policies.vocabulary import MajorityOf
from app.web.forms import names_in
from app.web.i18n import translate


@dataclass(frozen=True)
class PersonLine:
    """Somebody due: the number to type, the letters to type, the tick."""

    number: int
    person: Person
    letters: str

    @property
    def name(self) -> str:
        return self.person.comer.name

    @property
    def is_present(self) -> bool:
        return self.person.comer.is_present


@dataclass(frozen=True)
class ItemLine:
    """One application: what was typed, who must leave the room, what is wrong."""

    item: Item
    number: int
    relatives: tuple[str, ...]
    chair_is_relative: bool
    faults: tuple[str, ...]
    words: str
    tone: str

    @property
    def id(self) -> int:
        return self.item.ballot.id

    @property
    def application(self) -> Application:
        return self.item.ballot.application

    @property
    def group_name(self) -> Any:
        group = self.application.household.group
        return group.name if group else None


@dataclass(frozen=True)
class Day:
    """The whole page."""

    people: tuple[PersonLine, ...]
    items: tuple[ItemLine, ...]
    due: str
    present: str
    attendance_faults: tuple[str, ...]
    done: int
    last_receipt: int
    waits: bool

    @property
    def faulty(self) -> list[ItemLine]:
        return [line for line in self.items if line.faults]


def arrange(meeting: Meeting, draft: Draft, faults: dict[str, list[Message]] | None = None) -> Day:
    """*draft* as the page shows it, with what was wrong when it was to be taken over."""
    said = {name: tuple(translate(one) for one in messages) for name, messages in (faults or {}).items()}
    people = tuple(
        PersonLine(number, person, initials(person.comer.name))
        for number, person in enumerate(draft.people, 1)
    )
    items = tuple(
        _item_line(meeting, draft, item, number, said.get(str(item.ballot.id), ()))
        for number, item in enumerate(draft.items, 1)
    )
    return Day(
        people=people,
        items=items,
        due=draft.due,
        present=draft.present,
        attendance_faults=said.get(ATTENDANCE, ()),
        done=sum(1 for line in items if not line.item.is_blank or line.item.values["adjourn"]),
        last_receipt=draft.last_receipt,
        waits=draft.waits,
    )


def _item_line(meeting: Meeting, draft: Draft, item: Item, number: int, faults: tuple[str, ...]) -> ItemLine:
    relatives = item.known.relatives
    present = tuple(p.comer.name for p in draft.people if is_relative(p.comer, relatives))
    words, tone = _standing(item, faults)
    return ItemLine(
        item=item,
        number=number,
        relatives=present,
        chair_is_relative=relatives.includes(meeting.chair_name, meeting.chair_id),
        faults=faults,
        words=words,
        tone=tone,
    )


def _standing(item: Item, faults: tuple[str, ...]) -> tuple[str, str]:
    """How far the item is, in words and a tone."""
    if faults:
        return _("not right yet"), "bad"
    if item.values["adjourn"]:
        return _("adjourned"), "idle"
    if item.is_blank:
        return _("votes not entered"), "idle"
    return (_("typed, not in the record yet"), "info") if item.is_touched else (_("in the record"), "good")


def quorum_now(meeting: Meeting, day: Day) -> dict[str, Any]:
    """How the attendance stands in the draft: due, present, needed, and whether that is a quorum."""
    if day.people:
        due, present = len(day.people), sum(1 for line in day.people if line.is_present)
    else:
        due, present = (int(text) if text.isdecimal() else 0 for text in (day.due, day.present))
    threshold = meeting.round.policy.quorum(meeting.kind)
    needed = threshold.least(due) if due else 0
    is_met = bool(due) and threshold.is_met(present, due)
    return {"due": due, "present": present, "needed": needed, "is_met": is_met}


def rules_for_script(meeting: Meeting) -> dict[str, Any]:
    """Quorum and majority as numbers."""
    policy = meeting.round.policy
    return {
        "quorum": _share(policy.quorum(meeting.kind)),
        "majority": _share(policy.votes_needed),
        "of": MajorityOf(policy.majority_of).value,
    }


def _share(threshold: Threshold) -> dict[str, Any]:
    share = threshold.share
    return {"top": share.numerator, "bottom": share.denominator, "rule": str(threshold.rule)}


def words_for_script() -> dict[str, str]:
    """Everything the script says. What stands in braces is filled in by it."""
    return {
        "kept": _("Kept on this device: nothing waits."),
        "waiting": _("Kept on this device: %(n)s entries wait to be sent.", n="{n}"),
        "notKept": _("NOT kept on this device: it has no room. Do not close this page."),
        "received": _("Received, no. %(n)s", n="{n}"),
        "receivedNone": _("Received: nothing yet"),
        "sending": _("Sending … received up to no. %(n)s", n="{n}"),
        "down": _("No line. Received up to no. %(n)s. Go on typing.", n="{n}"),
        "signedOut": _("You are signed out. Received up to no. %(n)s. Sign in again:", n="{n}"),
        "signIn": _("Sign in on a new page"),
        "refused": _("Not received: %(why)s", why="{why}"),
        "noRight": _("this account may not record this meeting."),
        "lineBack": _("The line is back; everything was received, no. %(n)s.", n="{n}"),
        "lineGone": _("The line is down. Everything typed is kept on this device."),
        "restored": _("%(n)s entries that were still on this device were put back.", n="{n}"),
        **_words_of_the_room(),
        **_words_of_an_item(),
    }


def _words_of_the_room() -> dict[str, str]:
    return {
        "quorum": _(
            "%(present)s of %(due)s are present, %(needed)s are needed: there is a quorum.",
            present="{present}",
            due="{due}",
            needed="{needed}",
        ),
        "noQuorum": _(
            "%(present)s of %(due)s are present, %(needed)s are needed: there is no quorum.",
            present="{present}",
            due="{due}",
            needed="{needed}",
        ),
        "isQuorum": _("Quorum"),
        "isNoQuorum": _("No quorum"),
        "takeOff": _("take off"),
        "ticked": _("%(name)s is here", name="{name}"),
        "unticked": _("%(name)s is not here", name="{name}"),
        "noMatch": _("Nobody is found by “%(text)s”.", text="{text}"),
        "several": _("%(n)s people are found: go down with the arrow key, tick with the space bar.", n="{n}"),
    }


def _words_of_an_item() -> dict[str, str]:
    return {
        "count": _("%(given)s of %(voters)s votes", given="{given}", voters="{voters}"),
        "passes": _("would pass (%(needed)s are needed)", needed="{needed}"),
        "fails": _("would not pass (%(needed)s are needed)", needed="{needed}"),
        "mustLeave": _("%(name)s is a relative and must leave the room.", name="{name}"),
        "mustRead": _("Read out what the comparison found, then tick it."),
        "mustHandOver": _("The chair is a relative: write who leads this item instead."),
        "notWhole": _("Only whole numbers, please."),
        "blank": _("votes not entered"),
        "adjourned": _("adjourned"),
        "typed": _("typed"),
        "wrong": _("not right yet"),
        "changed": _(
            "%(by)s changed on another device: %(what)s is now “%(value)s”.",
            by="{by}",
            what="{what}",
            value="{value}",
        ),
        "waitFirst": _("Not everything has been received yet. It is taken over as soon as it is."),
        "leave": _("The line is down: this page cannot be opened again before it is back."),
        "done": _("%(done)s of %(all)s applications are done", done="{done}", all="{all}"),
    }


def resolve_names(text: str, people: tuple[PersonLine, ...]) -> str:
    """Names as typed, where a bare number stands for whoever has it on the attendance list."""
    by_number = {str(line.number): line.name for line in people}
    words = [word for name in names_in(text) for word in _split_numbers(name)]
    return "、".join(dict.fromkeys(by_number.get(word, word) for word in words))


def _split_numbers(name: str) -> list[str]:
    words = name.split()
    return words if words and all(word.isdecimal() for word in words) else [name]
