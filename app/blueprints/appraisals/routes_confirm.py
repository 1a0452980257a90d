"""Views that close a meeting's record: chair and recorder confirm, later corrections are added."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.appraisals import blueprint, presenter
from app.blueprints.appraisals.forms import AdditionForm, ConfirmForm
from app.core.errors import Refused
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.appraisals import queries, service
from app.domain.appraisals.models import Meeting, MeetingState
from app.domain.appraisals.service import Signer
from app.domain.appraisals.steps import MACHINE
from app.web.access import current_actor, requires
from app.web.i18n import translate
from app.web.pages import go, page

P = Permission
CONFIRMED = Message(N_("This meeting is confirmed; its record can no longer be changed."))


@blueprint.route("/<int:meeting_id>/confirmation", methods=["GET", "POST"])
@requires(P.MEETING_RECORD, load=queries.get_meeting, see=P.MEETING_VIEW)
def confirm(meeting: Meeting) -> Response:
    """What the confirmation does, everything that still blocks it, and a tick each for chair and recorder."""
    form = ConfirmForm(data={"version": meeting.version})
    if form.validate_on_submit():
        if _confirm(meeting, form):
            return go(url_for("appraisals.show", meeting_id=meeting.id))
        form.chair.errors = [_("Please tick who confirms.")]
    if meeting.state is not MeetingState.DRAFT:
        raise Refused([CONFIRMED])
    blockers = MACHINE.blockers("confirm", Attempt(subject=meeting, actor=current_actor()))
    return page(
        "appraisals/confirm.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        meeting=meeting,
        lines=presenter.ballot_lines(meeting),
        blockers=[translate(blocker) for blocker in blockers],
        consequence=_(MACHINE.step("confirm").consequence),
    )


def _confirm(meeting: Meeting, form: ConfirmForm) -> bool:
    """Enter the acts that were ticked. False when there were none."""
    ticked = [signer for signer in Signer if form[signer.value].data]
    version = form.version.data
    for signer in ticked:
        service.confirm_as(actor=current_actor(), meeting=meeting, signer=signer, version=version)
        version = None
    if meeting.state is MeetingState.CONFIRMED:
        passed = sum(1 for ballot in meeting.ballots if ballot.passed)
        flash(
            _("Confirmed: %(passed)s of %(all)s passed.", passed=passed, all=len(meeting.ballots)), "success"
        )
    elif ticked == [Signer.CHAIR]:
        flash(_("The chair has confirmed. The votes stand when the recorder confirms as well."), "success")
    elif ticked:
        flash(_("The recorder has confirmed. The votes stand when the chair confirms as well."), "success")
    return bool(ticked)


@blueprint.route("/<int:meeting_id>/minutes/additions/new", methods=["GET", "POST"])
@requires(P.MINUTES_AMEND, load=queries.get_meeting, see=P.MEETING_VIEW)
def add(meeting: Meeting) -> Response:
    """Correct confirmed minutes by an addition with its reason; not a word in them changes."""
    form = AdditionForm()
    if form.validate_on_submit():
        service.add_to_minutes(
            actor=current_actor(), meeting=meeting, text=form.text.data, reason=form.reason.data
        )
        flash(_("The addition stands below the minutes."), "success")
        return go(url_for("appraisals.minutes", meeting_id=meeting.id, _anchor="additions"))
    if meeting.state is not MeetingState.CONFIRMED:
        raise Refused([Message(N_("The minutes are not confirmed yet; correct the record itself."))])
    return page(
        "appraisals/addition.html", status=422 if form.is_submitted() else 200, form=form, meeting=meeting
    )
