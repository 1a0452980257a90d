"""A meeting that lies ahead: planned by secret ballot, its papers ready to print, its invitation still to go out."""

import datetime as dt

from app.commands.demonstration.story import Story
from app.domain.applications.models import ApplicationState
from app.domain.appraisals import service as appraisals
from app.domain.appraisals.attendance import comers_due, set_attendance
from app.domain.appraisals.models import Meeting
from app.domain.policies.vocabulary import MeetingKind

#: days that are left for handing out the invitation
SPARE_DAYS = 2


def plan(story: Story, today: dt.date) -> Meeting:
    """The representatives are to meet as soon as the invitation rule lets them; some visits are still to be made."""
    kind = MeetingKind.REPRESENTATIVES
    comers = comers_due(kind, story.village)
    meeting = appraisals.open_meeting(
        actor=story.officer,
        round_=story.round,
        village=story.village,
        kind=kind,
        held_on=today + dt.timedelta(days=story.round.policy.invitation_days + SPARE_DAYS),
        place=f"{story.village.name_zh}村委会会议室",
        chair_name="村党支部书记 田永福",
        recorder_name=story.officer.name,
        due=len(comers),
        present=0,
        agenda=story.in_state(ApplicationState.FILED, ApplicationState.VISITED),
        is_secret=True,
    )
    set_attendance(actor=story.officer, meeting=meeting, comers=comers)
    return meeting
