"""What is typed on the day of the meeting: kept stroke by stroke, and taken over into the record in one go.

Fields are named ``here.o<official>`` and ``here.n.<name>`` for who came, ``due`` and ``present`` where nobody is
known by name, and ``for.<ballot>`` and the like for each item. The last thing received into a field counts,
whatever device it comes from. Taking over leaves a stroke of its own (:data:`TAKEN`); the draft begins anew after it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, DomainError, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.domain.appraisals import queries, service
from app.domain.appraisals.attendance import Comer, comers_due, set_attendance
from app.domain.appraisals.models import Ballot, Keystroke, Meeting
from app.domain.appraisals.record import check_open, count_as_changed
from app.domain.appraisals.room import UNKNOWN, Circumstances
from app.domain.appraisals.rules import is_to_come
from app.domain.appraisals.votes import Vote, put_off, put_vote, vote_problems

ITEM_FIELDS = ("for", "against", "abstained", "left", "chair", "hits", "remark", "adjourn")
NUMBERS = ("for", "against", "abstained")
TAKEN = "taken"
FIELD = re.compile(
    r"here\.o[1-9][0-9]{0,9}|here\.n\.[^\x00-\x1f\x7f]{1,40}|due|present"
    rf"|(?:{'|'.join(ITEM_FIELDS)})\.[1-9][0-9]{{0,9}}"
)
DEVICE = re.compile(r"[A-Za-z0-9-]{1,40}")
LONGEST_VALUE = 500
LARGEST_NUMBER = 2**31 - 1
BETWEEN_NAMES = re.compile(r"[、,，;；\n]+")
#: where what is wrong with the attendance is shown; the faults of an item stand under its ballot's number
ATTENDANCE = "attendance"


@dataclass(frozen=True)
class Stroke:
    """One thing typed, as a device tells it. *ordinal* counts on the device."""

    device: str
    ordinal: int
    field: str
    value: str


@dataclass(frozen=True)
class Person:
    """Somebody due, as the draft has it. *field* is where the tick is typed."""

    field: str
    comer: Comer

    @property
    def is_by_hand(self) -> bool:
        return self.comer.official is None


@dataclass(frozen=True)
class Item:
    """One application as the draft has it: what was typed into each of :data:`ITEM_FIELDS`, empty where nothing."""

    ballot: Ballot
    values: dict[str, str]
    known: Circumstances
    is_touched: bool

    @property
    def is_blank(self) -> bool:
        """Nobody typed a number."""
        return not any(self.values[name].strip() for name in NUMBERS)

    @property
    def names(self) -> list[str]:
        """Those who left the room."""
        return [name.strip() for name in BETWEEN_NAMES.split(self.values["left"]) if name.strip()]


@dataclass(frozen=True)
class Draft:
    """A meeting as it was typed so far: the record, with what was typed since it was last taken over."""

    people: tuple[Person, ...]
    items: tuple[Item, ...]
    due: str
    present: str
    last_receipt: int
    typed: dict[str, str]

    @property
    def waits(self) -> bool:
        """Something is not in the record yet."""
        return bool(self.typed)


class NotTaken(Refused):
    """The draft cannot become the record yet: *faults* by item (its ballot's number), or :data:`ATTENDANCE`."""

    def __init__(self, faults: dict[str, list[Message]]) -> None:
        super().__init__([message for messages in faults.values() for message in messages])
        self.faults = faults


def keep_strokes(*, actor: Actor, meeting: Meeting, strokes: Sequence[Stroke]) -> list[Keystroke]:
    """Keep what was typed, each stroke once however often it is sent; the rows in the order of *strokes*.

    Raises :class:`Invalid` for a stroke that no page of ours sends, :class:`Conflict` when a device uses an ordinal
    for something else, :class:`Refused` once the meeting is confirmed or while it is to come.
    """
    check_open(actor, meeting)
    if is_to_come(meeting, clock.today()):
        raise Refused([Message(N_("This meeting is still to come; its votes are entered when it was held."))])
    for stroke in strokes:
        _check(stroke)
    db.session.execute(sa.select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    known = _known(meeting.id, {stroke.device for stroke in strokes})
    receipt = queries.find_last_receipt(meeting.id)
    kept = []
    for stroke in strokes:
        row = known.get((stroke.device, stroke.ordinal))
        if row is None:
            receipt += 1
            row = _row(actor, meeting, stroke, receipt)
            known[stroke.device, stroke.ordinal] = row
        elif (row.field, row.value) != (stroke.field, stroke.value):
            raise Conflict(Message(N_("This device has sent something else under the same number before.")))
        kept.append(row)
    db.session.flush()
    return kept


def _check(stroke: Stroke) -> None:
    right = (
        DEVICE.fullmatch(stroke.device)
        and 0 < stroke.ordinal <= LARGEST_NUMBER
        and FIELD.fullmatch(stroke.field)
        and len(stroke.value) <= LONGEST_VALUE
        and "\0" not in stroke.value
    )
    if not right:
        raise Invalid(Message(N_("What was sent does not come from the page of this meeting.")))


def _known(meeting_id: int, devices: set[str]) -> dict[tuple[str, int], Keystroke]:
    rows = db.session.scalars(
        sa.select(Keystroke).where(Keystroke.meeting_id == meeting_id, Keystroke.device.in_(devices))
    )
    return {(row.device, row.ordinal): row for row in rows}


def _row(actor: Actor, meeting: Meeting, stroke: Stroke, receipt: int) -> Keystroke:
    row = Keystroke(
        meeting_id=meeting.id,
        device=stroke.device,
        ordinal=stroke.ordinal,
        receipt=receipt,
        field=stroke.field,
        value=stroke.value,
        typed_by_id=actor.id,
        received_at=clock.now(),
    )
    db.session.add(row)
    return row


def load_draft(meeting: Meeting) -> Draft:
    """The meeting as typed so far, for the page and for taking it over."""
    taken = queries.find_last_receipt(meeting.id, field=TAKEN)
    strokes = queries.list_latest_keystrokes(meeting.id, after=taken)
    typed = {stroke.field: stroke.value for stroke in strokes}
    known = queries.load_circumstances(meeting)
    return Draft(
        people=tuple(_people(meeting, typed)),
        items=tuple(
            _item(ballot, typed, known.get(ballot.application_id, UNKNOWN)) for ballot in meeting.ballots
        ),
        due=typed.get("due", str(meeting.due)),
        present=typed.get("present", str(meeting.present) if meeting.present else ""),
        last_receipt=queries.find_last_receipt(meeting.id),
        typed=typed,
    )


def _people(meeting: Meeting, typed: dict[str, str]) -> list[Person]:
    recorded = [Comer(a.name, a.is_present, a.official, a.group_name) for a in meeting.attendance]
    comers = recorded or comers_due(meeting.kind, meeting.village)
    people = {_field_of(comer): comer for comer in comers}
    for field, value in typed.items():
        if field in people:
            comer = people[field]
            people[field] = Comer(comer.name, value == "1", comer.official, comer.group_name)
        elif field.startswith("here.n."):
            people[field] = Comer(field.removeprefix("here.n."), value == "1")
        if field.startswith("here.n.") and not value:
            del people[field]
    return [Person(field, comer) for field, comer in people.items()]


def _field_of(comer: Comer) -> str:
    return f"here.o{comer.official.id}" if comer.official is not None else f"here.n.{comer.name}"


def _item(ballot: Ballot, typed: dict[str, str], known: Circumstances) -> Item:
    recorded = {
        "for": ballot.votes_for,
        "against": ballot.votes_against,
        "abstained": ballot.votes_abstained,
        "left": "、".join(ballot.left_room or []),
        "chair": ballot.chair_name,
        "hits": "1" if ballot.hits_read_out else "",
        "remark": ballot.remark,
        "adjourn": ballot.adjourned_reason,
    }
    fields = {name: f"{name}.{ballot.id}" for name in ITEM_FIELDS}
    values = {
        name: typed.get(field, "" if recorded[name] is None else str(recorded[name]))
        for name, field in fields.items()
    }
    return Item(ballot, values, known, any(field in typed for field in fields.values()))


def take_over(*, actor: Actor, meeting: Meeting) -> int:
    """Make what was typed the record, through the same acts as everywhere; the number of items that were entered.

    Raises :class:`NotTaken` with everything that is wrong, where it is wrong. The caller then lets nothing of it
    stand: the portal rolls back whatever is answered with a refusal.
    """
    check_open(actor, meeting)
    draft = load_draft(meeting)
    faults: dict[str, list[Message]] = {}
    try:
        _take_attendance(actor, meeting, draft)
    except DomainError as error:
        faults[ATTENDANCE] = [error.message]
    entered = 0
    for item in draft.items:
        if item.is_touched and (problems := _take_item(meeting, item)):
            faults[str(item.ballot.id)] = problems
        entered += item.is_touched and (bool(item.values["adjourn"].strip()) or not item.is_blank)
    if faults:
        raise NotTaken(faults)
    count_as_changed(meeting)
    mark = Stroke(f"server:{draft.last_receipt}", 1, TAKEN, str(draft.last_receipt))
    _row(actor, meeting, mark, draft.last_receipt + 1)
    db.session.flush()
    return entered


def _take_attendance(actor: Actor, meeting: Meeting, draft: Draft) -> None:
    if draft.people:
        if any(field.startswith("here.") for field in draft.typed):
            set_attendance(actor=actor, meeting=meeting, comers=[person.comer for person in draft.people])
    elif {"due", "present"} & set(draft.typed):
        due, present = _number(draft.due), _number(draft.present)
        if due is None or present is None:
            raise Invalid(Message(N_("Please enter whole numbers.")))
        service.change_meeting(
            actor=actor,
            meeting=meeting,
            due=due,
            present=present,
            observers=meeting.observers,
            notes=meeting.notes,
        )


def _take_item(meeting: Meeting, item: Item) -> list[Message]:
    values = item.values
    if reason := values["adjourn"].strip():
        put_off(item.ballot, reason)
        item.ballot.remark = values["remark"].strip()
        return []
    if item.is_blank:
        if item.ballot.votes_for is not None:
            return [Message(N_("The votes of this household are missing."))]
        item.ballot.adjourned_reason = ""
        return []
    numbers = [_number(values[name]) for name in NUMBERS]
    if None in numbers:
        return [Message(N_("Please enter whole numbers."))]
    votes_for, against, abstained = (number or 0 for number in numbers)
    vote = Vote(
        item.ballot.application,
        votes_for,
        against,
        abstained,
        item.names,
        values["remark"],
        hits_read_out=values["hits"] == "1",
        chair_name=values["chair"],
    )
    problems = vote_problems(meeting, vote, item.known)
    if not problems:
        put_vote(meeting, vote, item.known)
    return problems


def _number(text: str) -> int | None:
    """A whole number; nothing typed is none."""
    text = text.strip()
    if not text:
        return 0
    return int(text) if text.isdecimal() and int(text) <= LARGEST_NUMBER else None
