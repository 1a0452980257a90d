"""The head of a meeting's record, from the form of a plan or of a record."""

import datetime as dt
from typing import cast

from app.blueprints.appraisals.forms import MeetingForm, PlanForm
from app.domain.appraisals.models import Meeting
from app.domain.appraisals.service import MeetingHead
from app.domain.policies.vocabulary import MeetingKind
from app.web.access import current_actor


def head_of(form: MeetingForm | PlanForm, meeting: Meeting | None = None) -> MeetingHead:
    """Head as typed. Whoever was noted as chair by a colleague stays so as long as the name does.

    Invitation and secrecy belong to the plan: a record keeps those of its meeting.
    """
    if isinstance(form, PlanForm):
        i_lead, invited_on, is_secret = form.i_chair.data, form.invited_on.data, bool(form.is_secret.data)
    else:
        i_lead = form.i_chaired.data
        invited_on, is_secret = (meeting.invited_on, meeting.is_secret) if meeting else (None, False)
    actor = current_actor()
    name = form.chair_name.data or ""
    chair_id = None
    if i_lead:
        chair_id, name = actor.id, name or actor.name
    elif meeting is not None and meeting.chair_id != actor.id and meeting.chair_name == name:
        chair_id = meeting.chair_id
    return MeetingHead(
        kind=MeetingKind(form.kind.data),
        held_on=cast(dt.date, form.held_on.data),
        place=form.place.data or "",
        chair_name=name,
        recorder_name=form.recorder_name.data or "",
        chair_id=chair_id,
        invited_on=invited_on,
        is_secret=is_secret,
    )
