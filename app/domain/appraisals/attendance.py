"""Who was due at a meeting and who came, by name: from the roster, and written by hand.

When there is such a list, the numbers of those due and present follow from it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.core import clock
from app.core.db import db
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.domain.appraisals.models import Attendance, Meeting
from app.domain.appraisals.record import check_open, count_as_changed
from app.domain.areas.models import Area
from app.domain.officials.models import Official
from app.domain.officials.queries import list_officials, list_representatives
from app.domain.officials.rules import plain_name
from app.domain.policies.vocabulary import MeetingKind

LONGEST_NAME = 40


@dataclass(frozen=True)
class Comer:
    """Somebody who is due: a person of the roster (*official*), or a name written by hand."""

    name: str
    is_present: bool = False
    official: Official | None = None
    group_name: str = ""


def comers_due(kind: MeetingKind, village: Area) -> list[Comer]:
    """Who is due at a meeting of this kind by the roster; nobody where all villagers of an age are."""
    if kind is MeetingKind.REPRESENTATIVES:
        return one_each(list_representatives(village))
    if kind is MeetingKind.TWO_COMMITTEES:
        return one_each(
            [one for one in list_officials(village) if one.post in ("village_committee", "party_branch")]
        )
    return []


def one_each(officials: Sequence[Official]) -> list[Comer]:
    """Every person once, whatever the number of posts; two of the same name are told apart by their groups."""
    people: dict[tuple[str, str], Official] = {}
    accounts: set[int] = set()
    for official in officials:
        if official.user_id is not None and official.user_id in accounts:
            continue
        accounts.update([official.user_id] if official.user_id is not None else [])
        people.setdefault((plain_name(official.name), official.group_name), official)
    shared = Counter(name for name, _ in people)
    return [
        Comer(
            name=f"{one.name}（{one.group_name}）" if shared[name] > 1 and one.group_name else one.name,
            official=one,
            group_name=one.group_name,
        )
        for (name, _), one in people.items()
    ]


def set_attendance(*, actor: Actor, meeting: Meeting, comers: Sequence[Comer]) -> None:
    """Put down who was due and who came. An empty list goes back to bare numbers.

    Votes that were entered stay; where they no longer add up, the meeting cannot be confirmed. Raises
    :class:`Invalid` for a name that stands twice, since somebody who left the room is known by it.
    """
    check_open(actor, meeting)
    for comer in comers:
        if not comer.name.strip() or len(comer.name) > LONGEST_NAME + 20:
            raise Invalid(Message(N_("Please write a name of at most %(max)s characters."), max=LONGEST_NAME))
    counted = Counter(plain_name(comer.name) for comer in comers)
    for comer in comers:
        if counted[plain_name(comer.name)] > 1:
            raise Invalid(
                Message(
                    N_("Two people due are called %(name)s. Add the group to one of the names."),
                    name=comer.name,
                )
            )
    if meeting.held_on > clock.today() and any(comer.is_present for comer in comers):
        raise Invalid(Message(N_("The meeting is still to come: nobody is present yet.")), "present")
    meeting.attendance = []
    db.session.flush()
    meeting.attendance = [
        Attendance(
            sequence=sequence,
            official=comer.official,
            name=comer.name.strip(),
            group_name=comer.group_name,
            is_present=comer.is_present,
        )
        for sequence, comer in enumerate(comers, 1)
    ]
    count_by_name(meeting)
    count_as_changed(meeting)
    db.session.flush()


def count_by_name(meeting: Meeting) -> None:
    """Those due and present, as the attendance list says."""
    if meeting.attendance:
        meeting.due = len(meeting.attendance)
        meeting.present = sum(1 for one in meeting.attendance if one.is_present)
