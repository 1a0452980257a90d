"""From a meeting's record to the minutes that are printed and signed.

Confirmed minutes are printed from what was frozen then (``Minutes.content``); an open record, and a meeting confirmed
before minutes were frozen, from its rows.
"""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.blueprints.appraisals.presenter import KIND_LABELS, rule_in_words, vote_rule
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.messages import Message
from app.documents.papers import AdditionLine, Freezing, MinutesPaper, VoteLine
from app.domain.appraisals import queries
from app.domain.appraisals.attendance import comers_due
from app.domain.appraisals.models import Ballot, Meeting, MeetingState, Minutes
from app.domain.appraisals.room import UNKNOWN, Circumstances
from app.domain.appraisals.rules import is_to_come
from app.domain.policies.rules import Threshold
from app.domain.policies.vocabulary import MajorityOf, MeetingKind, ShareRule


def minutes_of(meeting: Meeting, known: Mapping[int, Circumstances] | None = None) -> MinutesPaper:
    """What stands on the minutes. *known* spares a look when whoever prints has it already."""
    frozen = queries.find_minutes(meeting.id) if meeting.state is MeetingState.CONFIRMED else None
    if frozen is not None:
        return _frozen(frozen, meeting)
    return _live(meeting, queries.load_circumstances(meeting) if known is None else known)


def _live(meeting: Meeting, known: Mapping[int, Circumstances]) -> MinutesPaper:
    """The minutes as the rows stand: blank numbers where no vote was entered yet."""
    places = queries.load_places(meeting)
    is_draft = meeting.state is MeetingState.DRAFT
    return MinutesPaper(
        round_name=meeting.round.name,
        county=places["county"],
        township=places["township"],
        village=places["village"],
        meeting_kind=Message(KIND_LABELS[meeting.kind]),
        held_on=meeting.held_on,
        place=meeting.place,
        chair=meeting.chair_name,
        recorder=meeting.recorder_name,
        due=meeting.due,
        present=None if is_to_come(meeting, clock.today()) else meeting.present,
        votes=tuple(_vote(ballot, known.get(ballot.application_id, UNKNOWN)) for ballot in meeting.ballots),
        rule=vote_rule(meeting.round.policy, meeting.kind),
        observers=meeting.observers,
        notes=meeting.notes,
        is_draft=is_draft,
        is_secret=meeting.is_secret if is_draft else None,
        invited_on=meeting.invited_on,
        signers=_signers(meeting),
        additions=_additions(meeting),
    )


def _signers(meeting: Meeting) -> tuple[str, ...]:
    """Whose names stand where they sign: those present, or before anybody came all who are due."""
    if meeting.state is MeetingState.CONFIRMED and not meeting.attendance:
        return ()
    if not meeting.attendance:
        return tuple(comer.name for comer in comers_due(meeting.kind, meeting.village))
    came = tuple(one.name for one in meeting.attendance if one.is_present)
    return came or tuple(one.name for one in meeting.attendance)


def _vote(ballot: Ballot, known: Circumstances) -> VoteLine:
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
        chair=ballot.chair_name,
        hits=len(known.hits) if ballot.hits_read_out else 0,
        hits_read_out=ballot.hits_read_out,
        adjourned=ballot.adjourned_reason,
    )


def _frozen(minutes: Minutes, meeting: Meeting) -> MinutesPaper:
    """The minutes as chair and recorder confirmed them, whatever the rows say today."""
    content = minutes.content
    places = content["places"]
    signed = content["confirmed"]
    return MinutesPaper(
        round_name=_both(content["round"]),
        county=_both(places["county"]),
        township=_both(places["township"]),
        village=_both(places["village"]),
        meeting_kind=Message(KIND_LABELS[MeetingKind(content["kind"])]),
        held_on=dt.date.fromisoformat(content["held_on"]),
        place=content["place"],
        chair=content["chair"],
        recorder=content["recorder"],
        due=content["due"],
        present=content["present"],
        votes=tuple(_frozen_vote(item, content["chair"]) for item in content["items"]),
        rule=rule_in_words(
            _threshold(content["quorum"]),
            _threshold(content["majority"]),
            MajorityOf(content["majority"]["of"]),
        ),
        observers=content["observers"],
        notes=content["notes"],
        is_secret=content["is_secret"],
        invited_on=dt.date.fromisoformat(content["invited_on"]) if content["invited_on"] else None,
        signers=tuple(one["name"] for one in content["attendance"] if one["is_present"]),
        additions=_additions(meeting),
        frozen=Freezing(
            _instant(signed["chair"]["at"]), _instant(signed["recorder"]["at"]), digest=minutes.digest
        ),
    )


def _frozen_vote(item: Mapping[str, Any], chair: str) -> VoteLine:
    return VoteLine(
        sequence=item["sequence"],
        head_name=item["head_name"],
        group_name=item["group"],
        people=item["people"],
        votes_for=item["votes_for"],
        votes_against=item["votes_against"],
        votes_abstained=item["votes_abstained"],
        left_room=tuple(item["left_room"]),
        passed=item["passed"],
        remark=item["remark"],
        chair="" if item["chair"] == chair else item["chair"],
        hits=len(item["hits"]),
        hits_read_out=item["hits_read_out"],
        adjourned=item["adjourned_reason"],
    )


def _additions(meeting: Meeting) -> tuple[AdditionLine, ...]:
    return tuple(
        AdditionLine(one.added_at, one.added_by.name, one.reason, one.text) for one in meeting.additions
    )


def _both(name: Mapping[str, str]) -> BilingualText:
    return BilingualText(name["zh"], name["en"])


def _threshold(given: Mapping[str, str]) -> Threshold:
    return Threshold(Fraction(given["share"]), ShareRule(given["rule"]))


def _instant(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
