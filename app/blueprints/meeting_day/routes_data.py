"""What the page's script asks: to keep what was typed, and what others typed meanwhile. Answers are JSON."""

from typing import Any

from flask import jsonify, request
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from app.blueprints.meeting_day import blueprint
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.appraisals import day, queries
from app.domain.appraisals.day import Stroke
from app.domain.appraisals.models import Meeting
from app.web.access import current_actor, requires
from app.web.forms import LARGEST_COUNT

P = Permission
LARGEST_BATCH = 500


@blueprint.post("/keystrokes")
@requires(P.MEETING_RECORD, load=queries.get_meeting_alone, see=P.MEETING_VIEW)
def keystrokes(meeting: Meeting) -> Response:
    """Keep a batch, each stroke once, and answer with the number of the last one."""
    sent = request.get_json(silent=True)
    kept = day.keep_strokes(actor=current_actor(), meeting=meeting, strokes=_strokes(sent))
    return _answer(meeting, _whole(sent, "after"), received=kept[-1].receipt if kept else None)


@blueprint.get("/state")
@requires(P.MEETING_RECORD, load=queries.get_meeting_alone, see=P.MEETING_VIEW)
def state(meeting: Meeting) -> Response:
    """What was typed after a number, and a token for sending again after signing in again."""
    return _answer(meeting, request.args.get("after", type=int) or 0)


def _strokes(sent: Any) -> list[Stroke]:
    rows = sent.get("strokes") if isinstance(sent, dict) else None
    if not isinstance(rows, list) or len(rows) > LARGEST_BATCH:
        raise _strange()
    return [_stroke(row) for row in rows]


def _stroke(row: Any) -> Stroke:
    """``[device, ordinal, field, value]``."""
    kinds = (str, int, str, str)
    if not isinstance(row, list) or len(row) != len(kinds):
        raise _strange()
    if any(type(part) is not kind for part, kind in zip(row, kinds, strict=True)):
        raise _strange()
    return Stroke(*row)


def _whole(sent: Any, name: str) -> int:
    number = sent.get(name)
    return number if type(number) is int and 0 <= number <= LARGEST_COUNT else 0


def _strange() -> Invalid:
    return Invalid(Message(N_("What was sent does not come from the page of this meeting.")))


def _answer(meeting: Meeting, after: int, received: int | None = None) -> Response:
    changes = queries.list_latest_keystrokes(meeting.id, after=min(after, LARGEST_COUNT))
    return jsonify(
        received=received,
        last=queries.find_last_receipt(meeting.id),
        changes=[
            {
                "device": one.device,
                "field": one.field,
                "value": one.value,
                "by": one.typed_by.name,
                "no": one.receipt,
            }
            for one in changes
        ],
        token=generate_csrf(),
    )
