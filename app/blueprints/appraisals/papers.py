"""From a meeting's record to the minutes that are printed and signed."""

from app.blueprints.appraisals.presenter import KIND_LABELS, vote_rule
from app.core.bilingual import BilingualText
from app.core.messages import Message
from app.documents.papers import MinutesPaper, VoteLine
from app.domain.appraisals.models import Ballot, Meeting, MeetingState
from app.domain.areas.models import AreaLevel
from app.domain.areas.queries import find_ancestor

NOTHING = BilingualText("", "")


def minutes_of(meeting: Meeting) -> MinutesPaper:
    """What stands on the minutes: blank numbers where no vote was entered yet."""
    county = find_ancestor(meeting.village, AreaLevel.COUNTY)
    township = find_ancestor(meeting.village, AreaLevel.TOWNSHIP)
    policy = meeting.round.policy
    return MinutesPaper(
        round_name=meeting.round.name,
        county=county.name if county else NOTHING,
        township=township.name if township else NOTHING,
        village=meeting.village.name,
        meeting_kind=Message(KIND_LABELS[meeting.kind]),
        held_on=meeting.held_on,
        place=meeting.place,
        chair=meeting.chair_name,
        recorder=meeting.recorder_name,
        due=meeting.due,
        present=meeting.present,
        votes=tuple(_vote(ballot) for ballot in meeting.ballots),
        rule=vote_rule(policy, meeting.kind),
        observers=meeting.observers,
        notes=meeting.notes,
        is_draft=meeting.state is MeetingState.DRAFT,
    )


def _vote(ballot: Ballot) -> VoteLine:
    household = ballot.application.household
    return VoteLine(
        sequence=ballot.sequence,
        head_name=household.head_name,
        group_name=household.group.name_zh if household.group else "",
        people=ballot.application.people,
        votes_for=ballot.votes_for,
        votes_against=ballot.votes_against,
        votes_abstained=ballot.votes_abstained,
        left_room=tuple(ballot.left_room or ()),
        passed=ballot.passed,
        remark=ballot.remark or "",
    )
