"""Views of the posting: a village's sheets of today, the township's overview, one notice's places."""

from werkzeug.wrappers import Response

from app.blueprints.postings import blueprint, overview, presenter, standing
from app.blueprints.postings.forms import PhotographsForm
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.areas.queries import get_place_with_boards, list_villages_for
from app.domain.notices import queries
from app.domain.notices.models import Notice
from app.domain.sheets import queries as sheets
from app.domain.sheets import scans, tasks
from app.web.access import current_actor, requires
from app.web.notice_withdrawing import withdraw_url
from app.web.pages import page, text_argument

P = Permission


@blueprint.get("")
@requires(P.CANDIDATE_LIST_VIEW)
def index() -> Response:
    """What is to be done on the wall today: of the reader's own village, else of all villages in their order."""
    actor = current_actor()
    own = list_villages_for(actor, P.CANDIDATE_LIST_VIEW)
    if len(own) == 1:
        return _village(own[0])
    found = tasks.list_tasks_for(actor)
    wanted = text_argument("show")
    return page(
        "postings/overview.html",
        rows=overview.rows_of(found, wanted),
        filters=overview.filters_of(found, wanted),
        figures=overview.figures_of(found),
        waiting=sheets.count_waiting(actor) if actor.has(P.POSTING_CONFIRM) else 0,
        may_send=actor.has(P.POSTING_RECORD),
        screens=list_villages_for(actor, P.POSTING_RECORD),
    )


@blueprint.get("/villages/<code>")
@requires(P.CANDIDATE_LIST_VIEW, load=get_place_with_boards)
def village(found: Area) -> Response:
    """What is to be done on the walls of one village, or on the boards of the township itself."""
    return _village(found)


def _village(found: Area) -> Response:
    actor = current_actor()
    current = [one for one in queries.list_current_for(actor) if one.village_id == found.id]
    may_record = can(actor, P.POSTING_RECORD, found)
    return page(
        "postings/village.html",
        village=found,
        parts=presenter.parts_of(tasks.list_tasks(current)),
        may_record=may_record,
        may_arrange=can(actor, P.POSTING_PLACE_MANAGE, found),
        form=PhotographsForm(formdata=None) if may_record else None,
    )


@blueprint.get("/<number>")
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_notice)
def show(notice: Notice) -> Response:
    """One notice: each of its places with what proves that it hangs there, and its period."""
    actor = current_actor()
    return page(
        "postings/show.html",
        notice=notice,
        shown=standing.standing_of(notice),
        may_record=can(actor, P.POSTING_RECORD, notice),
        scanned_copies=scans.load_totals([notice.id]).get((notice.id, 0), 0),
        may_open_originals=can(actor, P.POSTING_ORIGINAL_VIEW, notice),
        withdraw_url=withdraw_url(notice),
    )
