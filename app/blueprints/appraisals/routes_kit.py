"""Papers of a meeting that is still to be held: all in one file, and each alone. None is kept on disk."""

from werkzeug.wrappers import Response

from app.blueprints.appraisals import blueprint
from app.blueprints.appraisals.kit import kit_of
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.documents import kit
from app.documents.kit import KitPart
from app.documents.kit_papers import MeetingKit
from app.domain.appraisals import queries
from app.domain.appraisals.models import Meeting, MeetingState
from app.web.access import requires
from app.web.papers import paper_language, unkept_paper

P = Permission


@blueprint.get("/<int:meeting_id>/kit.pdf")
@requires(P.MEETING_VIEW, load=queries.get_meeting)
def kit_pdf(meeting: Meeting) -> Response:
    """Everything that is printed for the meeting, in one file with bookmarks."""
    return unkept_paper(kit.kit_pdf(_kit(meeting), paper_language()), f"meeting-{meeting.id}")


@blueprint.get("/<int:meeting_id>/kit/<part>.pdf")
@requires(P.MEETING_VIEW, load=queries.get_meeting)
def kit_part(meeting: Meeting, part: str) -> Response:
    """One of the papers."""
    wanted = next((one for one in KitPart if one.value == part), None)
    papers = _kit(meeting)
    if wanted is None or wanted not in kit.parts_of(papers):
        raise NotFound()
    return unkept_paper(
        kit.part_pdf(wanted, papers, paper_language()), f"meeting-{meeting.id}-{wanted.value}"
    )


def _kit(meeting: Meeting) -> MeetingKit:
    if meeting.state is not MeetingState.DRAFT:
        raise Refused([Message(N_("This meeting is over; its minutes are printed instead."))])
    return kit_of(meeting, clock.today())
