"""What stands in the minutes when chair and recorder have confirmed them: everything, so that nothing is looked up.

``content`` is plain data. It is written once and never changed; its digest is printed on the paper.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.core.bilingual import BilingualText
from app.domain.appraisals.models import Ballot, Meeting
from app.domain.appraisals.room import UNKNOWN, Circumstances, chair_of, relatives_present
from app.domain.appraisals.rules import count_of, quorum_needed
from app.domain.policies.rules import Policy, Threshold

#: of the form of ``content``; one more whenever a reader must tell old ones apart
FORM = 1


def minutes_content(
    meeting: Meeting, policy: Policy, known: Mapping[int, Circumstances], places: Mapping[str, BilingualText]
) -> dict[str, Any]:
    """The minutes as data. *places* names ``county``, ``township`` and ``village``; *known* is by application."""
    return {
        "form": FORM,
        "round": {"code": meeting.round.code, **_both(meeting.round.name)},
        "places": {level: _both(name) for level, name in places.items()},
        "kind": meeting.kind.value,
        "held_on": meeting.held_on.isoformat(),
        "place": meeting.place,
        "chair": meeting.chair_name,
        "recorder": meeting.recorder_name,
        "due": meeting.due,
        "present": meeting.present,
        "quorum_needed": quorum_needed(meeting, policy),
        "quorum": _threshold(policy.quorum(meeting.kind)),
        "majority": {**_threshold(policy.votes_needed), "of": str(policy.majority_of)},
        "invited_on": _day(meeting.invited_on),
        "is_secret": meeting.is_secret,
        "observers": meeting.observers,
        "notes": meeting.notes,
        "attendance": [
            {"name": one.name, "group": one.group_name, "is_present": one.is_present}
            for one in meeting.attendance
        ],
        "items": [
            _item(ballot, meeting, policy, known.get(ballot.application_id, UNKNOWN))
            for ballot in meeting.ballots
        ],
        "confirmed": {
            "chair": {"name": meeting.chair_name, "at": _instant(meeting.chair_confirmed_at)},
            "recorder": {"name": meeting.recorder_name, "at": _instant(meeting.recorder_confirmed_at)},
        },
    }


def _item(ballot: Ballot, meeting: Meeting, policy: Policy, known: Circumstances) -> dict[str, Any]:
    household = ballot.application.household
    count = count_of(ballot, meeting, policy)
    is_adjourned = bool(ballot.adjourned_reason)
    return {
        "sequence": ballot.sequence,
        "number": ballot.application.number,
        "household_no": household.household_no,
        "head_name": household.head_name,
        "group": household.group.name_zh if household.group else "",
        "people": ballot.application.people,
        "votes_for": ballot.votes_for,
        "votes_against": ballot.votes_against,
        "votes_abstained": ballot.votes_abstained,
        "voters": None if is_adjourned else count.voters,
        "needed": None if is_adjourned else count.needed,
        "passed": ballot.passed,
        "left_room": list(ballot.left_room or []),
        "relatives": relatives_present(meeting, known.relatives),
        "hits": [
            {"kind": hit.kind, "source": hit.source, "explanation": hit.explanation} for hit in known.hits
        ],
        "hits_read_out": ballot.hits_read_out,
        "chair": chair_of(ballot, meeting)[0],
        "adjourned_reason": ballot.adjourned_reason,
        "remark": ballot.remark,
    }


def digest_of(content: Mapping[str, Any]) -> str:
    """A digest that is the same for the same minutes on every machine."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _both(name: BilingualText) -> dict[str, str]:
    return {"zh": name.in_("zh"), "en": name.in_("en")}


def _threshold(threshold: Threshold) -> dict[str, str]:
    return {"share": str(threshold.share), "rule": str(threshold.rule)}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _instant(instant: dt.datetime | None) -> str | None:
    return instant.isoformat() if instant is not None else None
