"""Views that complete a meeting's record: the votes, the signed minutes."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.appraisals import blueprint, presenter
from app.blueprints.appraisals.forms import MinutesForm, VoteRow, VotesForm, rows_of
from app.core.errors import Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.appraisals import queries, service
from app.domain.appraisals.models import Meeting, MeetingState
from app.domain.appraisals.room import UNKNOWN
from app.web.access import current_actor, requires
from app.web.forms import names_in
from app.web.i18n import translate
from app.web.pages import go, page
from app.web.uploads import store_file

P = Permission
CONFIRMED = Message(N_("This meeting is confirmed; its record can no longer be changed."))


@blueprint.route("/<int:meeting_id>/votes", methods=["GET", "POST"])
@requires(P.MEETING_RECORD, load=queries.get_meeting, see=P.MEETING_VIEW)
def votes(meeting: Meeting) -> Response:
    """Enter the votes on all applications on one page, with the keyboard alone; rows left empty wait."""
    if meeting.state is not MeetingState.DRAFT:
        raise Refused([CONFIRMED])
    form, rows = VotesForm(), rows_of(meeting.ballots)
    if form.validate_on_submit() and _record(meeting, rows):
        still = sum(1 for ballot in meeting.ballots if ballot.votes_for is None)
        flash(_("The votes are saved."), "success")
        endpoint = "appraisals.votes" if still else "appraisals.show"
        return go(url_for(endpoint, meeting_id=meeting.id))
    policy = meeting.round.policy
    return page(
        "appraisals/votes.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        rows=rows,
        faults=[row for row in rows if row.fault],
        meeting=meeting,
        rule=translate(presenter.majority_rule(policy)),
        needed=policy.votes_needed.least(meeting.present),
        known=queries.load_circumstances(meeting),
        unknown=UNKNOWN,
    )


def _record(meeting: Meeting, rows: list[VoteRow]) -> bool:
    """Record every row that was filled in. False when something is wrong in one of them: then none is kept."""
    for row in rows:
        try:
            _record_row(meeting, row)
        except Invalid as error:
            row.fault = translate(error.message)
    return not any(row.fault for row in rows)


def _record_row(meeting: Meeting, row: VoteRow) -> None:
    if row.is_blank:
        if row.ballot.votes_for is not None:
            raise Invalid(Message(N_("The votes of this household are missing.")))
        return
    numbers = row.numbers()
    if numbers is None:
        raise Invalid(Message(N_("Please enter whole numbers.")))
    service.record_votes(
        actor=current_actor(),
        meeting=meeting,
        application=row.ballot.application,
        votes_for=numbers[0],
        votes_against=numbers[1],
        votes_abstained=numbers[2],
        left_room=names_in(row.left_room),
        remark=row.remark,
        hits_read_out=row.hits_read_out,
        chair_name=row.chair_name,
    )


@blueprint.route("/<int:meeting_id>/signed-minutes", methods=["GET", "POST"])
@requires(P.MEETING_RECORD, load=queries.get_meeting, see=P.MEETING_VIEW)
def attach(meeting: Meeting) -> Response:
    """Attach the signed minutes."""
    form = MinutesForm()
    if form.validate_on_submit():
        try:
            copy = store_file(form.copy, kind="minutes", area_path=meeting.area_path, needs=P.MEETING_VIEW)
            service.attach_minutes(actor=current_actor(), meeting=meeting, copy=copy)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The signed minutes are attached."), "success")
            return go(url_for("appraisals.show", meeting_id=meeting.id))
    return page(
        "appraisals/attach.html", status=422 if form.is_submitted() else 200, form=form, meeting=meeting
    )
