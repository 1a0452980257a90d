"""Views of the township's and the county's review of a list: its decisions, and the way to its home checks."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.candidate_lists import blueprint, contexts
from app.blueprints.candidate_lists.forms import DecisionForm, KeepAllForm
from app.core.errors import Invalid, NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.candidate_lists import queries
from app.domain.candidate_lists.models import CandidateList, ListEntry
from app.domain.reviews import draws, service
from app.domain.reviews import queries as review_queries
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from app.web.access import current_actor, requires
from app.web.pages import go, page

P = Permission


@blueprint.route("/<int:list_id>/review", methods=["GET", "POST"])
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_candidate_list)
def review(candidate_list: CandidateList) -> Response:
    """Entry by entry: keep, remove, return; or keep all but the exceptions named in the rows."""
    level = contexts.reviewing_level(candidate_list)
    entries = queries.list_standing_entries(candidate_list.id)
    form = KeepAllForm()
    faults: dict[int, str] = {}
    if form.is_submitted():
        exceptions = contexts.exceptions_sent(entries)
        faults = contexts.row_faults(candidate_list, level, entries, exceptions)
        if form.validate() and not faults:
            decided = service.decide_all_but(
                actor=current_actor(), candidate_list=candidate_list, level=level, exceptions=exceptions
            )
            flash(contexts.decided_words(decided, len(entries)), "success")
            return go(url_for("candidate_lists.show", list_id=candidate_list.id))
    return page(
        "candidate_lists/review.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        faults=faults,
        **contexts.review_page(candidate_list, level, entries),
    )


def get_listed_entry(list_id: int, entry_id: int) -> ListEntry:
    """The entry, if it is of this list."""
    entry = queries.get_entry(entry_id)
    if entry.list_id != list_id:
        raise NotFound()
    return entry


@blueprint.route("/<int:list_id>/entries/<int:entry_id>/decision", methods=["GET", "POST"])
@requires(P.CANDIDATE_LIST_VIEW, load=get_listed_entry)
def decide(entry: ListEntry) -> Response:
    """Decide on one entry."""
    level = contexts.reviewing_level(entry.candidate_list)
    earlier = review_queries.standing_decisions(entry.list_id, level).get(entry.id)
    form = DecisionForm(
        data={"outcome": earlier.outcome.value, "reason": earlier.reason} if earlier else None
    )
    if form.validate_on_submit():
        try:
            _decide(form, entry, level)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(
                _("Decided: no. %(number)s %(name)s.", number=entry.sequence, name=entry.head_name), "success"
            )
            return go(url_for("candidate_lists.review", list_id=entry.list_id))
    status = 422 if form.is_submitted() else 200
    return page("candidate_lists/decide.html", status=status, form=form, **contexts.entry_page(entry, level))


def _decide(form: DecisionForm, entry: ListEntry, level: ReviewLevel) -> None:
    service.decide_entry(
        actor=current_actor(),
        entry=entry,
        level=level,
        outcome=DecisionOutcome(form.outcome.data),
        reason=form.reason.data or "",
    )


@blueprint.get("/<int:list_id>/sample")
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_candidate_list)
def sample(candidate_list: CandidateList) -> Response:
    """On to the sample for home checks of the level that reviews the list now."""
    level = contexts.reviewing_level(candidate_list)
    return go(url_for("samples.show", list_id=candidate_list.id, level=level.value))


@blueprint.get("/<int:list_id>/entries/<int:entry_id>/home-check")
@requires(P.CANDIDATE_LIST_VIEW, load=get_listed_entry)
def home_check(entry: ListEntry) -> Response:
    """On to the home check of a sampled household."""
    level = contexts.reviewing_level(entry.candidate_list)
    drawn = draws.find_sample(entry.candidate_list, level)
    if drawn is None:
        raise Refused([Message(N_("This household was not drawn for a home check."))])
    return go(url_for("samples.check", sample_id=drawn.id, entry_id=entry.id))
