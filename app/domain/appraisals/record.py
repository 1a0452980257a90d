"""What every change of an open record has in common: who may, until when, and that earlier confirmations lapse."""

from sqlalchemy.orm.attributes import flag_modified

from app.core.errors import Forbidden, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.appraisals.models import Meeting, MeetingState


def check_open(actor: Actor, meeting: Meeting) -> None:
    """Raise :class:`Forbidden` or :class:`Refused` unless *actor* may still change the record of *meeting*."""
    if not can(actor, Permission.MEETING_RECORD, meeting):
        raise Forbidden()
    if meeting.state is not MeetingState.DRAFT:
        raise Refused([Message(N_("This meeting is confirmed; its record can no longer be changed."))])


def count_as_changed(meeting: Meeting) -> None:
    """Whoever looked at the meeting before must notice; whoever confirmed its minutes confirmed other ones.

    Votes and attendance are rows of their own: the meeting's version counts on with them.
    """
    meeting.chair_confirmed_at = meeting.recorder_confirmed_at = None
    flag_modified(meeting, "present")
