"""Views of the meeting's day: the page, a step of it sent by its button, and taking it over into the record."""

import secrets

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.blueprints.meeting_day import blueprint, presenter
from app.core.errors import NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.appraisals import day, queries
from app.domain.appraisals.day import ITEM_FIELDS, Draft, NotTaken, Stroke
from app.domain.appraisals.models import Meeting, MeetingState
from app.web.access import current_actor, requires
from app.web.forms import UNSEEN, BaseForm, names_in
from app.web.pages import go, page

P = Permission
LONGEST_NAME = 40


class StepForm(BaseForm):
    """A step of the page; its fields are named as the draft names them and are read from the request."""


@blueprint.get("")
@requires(P.MEETING_RECORD, load=queries.get_meeting, see=P.MEETING_VIEW)
def show(meeting: Meeting) -> Response:
    """The page: who is here, then item after item, then taking over. All steps on one page, each its own form."""
    if meeting.state is not MeetingState.DRAFT:
        raise Refused([Message(N_("This meeting is confirmed; its record can no longer be changed."))])
    return _page(meeting, day.load_draft(meeting))


def _page(meeting: Meeting, draft: Draft, fault: NotTaken | None = None) -> Response:
    arranged = presenter.arrange(meeting, draft, fault.faults if fault else None)
    return page(
        "meeting_day/day.html",
        status=409 if fault else 200,
        meeting=meeting,
        day=arranged,
        quorum=presenter.quorum_now(meeting, arranged),
        rules=presenter.rules_for_script(meeting),
        words=presenter.words_for_script(),
        form=StepForm(formdata=None),
    )


@blueprint.post("/attendance")
@requires(P.MEETING_RECORD, load=queries.get_meeting, see=P.MEETING_VIEW)
def attendance(meeting: Meeting) -> Response:
    """Who is here, sent by the step's button."""
    draft = day.load_draft(meeting)
    removed = request.form.get("remove", "")
    wanted = {person.field: "1" if person.field in request.form else "0" for person in draft.people}
    known = {person.field: "1" if person.comer.is_present else "0" for person in draft.people}
    for name in names_in(_typed("guests")):
        wanted.setdefault(f"here.n.{name[:LONGEST_NAME]}", "1")
    if not draft.people:
        known |= {"due": draft.due, "present": draft.present}
        wanted |= {name: _typed(name) for name in ("due", "present") if name in request.form}
    if removed.startswith("here.n.") and removed in wanted:
        wanted[removed] = ""
    _keep(meeting, wanted, known)
    stays = removed or _typed("guests")
    first = meeting.ballots[0].id if meeting.ballots and not stays else None
    return _on(meeting, f"item-{first}" if first else "attendance")


@blueprint.post("/items/<int:ballot_id>")
@requires(P.MEETING_RECORD, load=queries.get_meeting, see=P.MEETING_VIEW)
def item(meeting: Meeting, ballot_id: int) -> Response:
    """One application, sent by the step's button; then the next one."""
    draft = day.load_draft(meeting)
    position = next((i for i, one in enumerate(draft.items) if one.ballot.id == ballot_id), None)
    if position is None:
        raise NotFound()
    people = presenter.arrange(meeting, draft).people
    wanted = {f"{name}.{ballot_id}": _typed(f"{name}.{ballot_id}") for name in ITEM_FIELDS}
    wanted[f"left.{ballot_id}"] = presenter.resolve_names(wanted[f"left.{ballot_id}"], people)
    chair = wanted[f"chair.{ballot_id}"]
    wanted[f"chair.{ballot_id}"] = presenter.resolve_names(chair, people) if chair.isdecimal() else chair
    known = {f"{name}.{ballot_id}": draft.items[position].values[name] for name in ITEM_FIELDS}
    _keep(meeting, wanted, known)
    following = draft.items[position + 1 : position + 2]
    return _on(meeting, f"item-{following[0].ballot.id}" if following else "take-over")


def _typed(name: str) -> str:
    return UNSEEN.sub("", request.form.get(name, "")).strip()[: day.LONGEST_VALUE]


def _keep(meeting: Meeting, wanted: dict[str, str], known: dict[str, str]) -> None:
    """Keep what differs from the draft, as strokes of a device that is this one form."""
    changed = [(field, value) for field, value in wanted.items() if value != known.get(field)]
    device = f"form-{secrets.token_hex(8)}"
    strokes = [Stroke(device, ordinal, field, value) for ordinal, (field, value) in enumerate(changed, 1)]
    day.keep_strokes(actor=current_actor(), meeting=meeting, strokes=strokes)


def _on(meeting: Meeting, anchor: str) -> Response:
    return go(url_for("meeting_day.show", meeting_id=meeting.id, _anchor=anchor))


@blueprint.post("/record")
@requires(P.MEETING_RECORD, load=queries.get_meeting, see=P.MEETING_VIEW)
def record(meeting: Meeting) -> Response:
    """Take everything over into the record; what is refused is said where it stands, and nothing is saved."""
    draft = day.load_draft(meeting)
    try:
        entered = day.take_over(actor=current_actor(), meeting=meeting)
    except NotTaken as fault:
        return _page(meeting, draft, fault)
    flash(
        ngettext(
            "Taken over: %(num)s application stands in the record.",
            "Taken over: %(num)s applications stand in the record.",
            entered,
        )
        if entered
        else _("Taken over into the record."),
        "success",
    )
    return go(url_for("appraisals.show", meeting_id=meeting.id))
