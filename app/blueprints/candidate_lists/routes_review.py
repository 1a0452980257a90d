"""Views of the township's and the county's review of a list: decisions, sample, home checks."""

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.candidate_lists import blueprint, presenter
from app.blueprints.candidate_lists.forms import DecisionForm, DrawUpForm, HomeCheckForm, KeepAllForm
from app.core import clock
from app.core.errors import Invalid, NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.applications.rules import Person
from app.domain.candidate_lists import queries
from app.domain.candidate_lists.models import CandidateList, ListEntry, ListState
from app.domain.reviews import queries as review_queries
from app.domain.reviews import rules, service
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from app.web.access import current_actor, requires
from app.web.i18n import translate
from app.web.pages import go, page
from app.web.uploads import find_file

P = Permission
LEVEL_OF = {ListState.TOWNSHIP_REVIEW: ReviewLevel.TOWNSHIP, ListState.COUNTY_REVIEW: ReviewLevel.COUNTY}
LEVEL_LABELS = {ReviewLevel.TOWNSHIP: N_("Township review"), ReviewLevel.COUNTY: N_("County decision")}


def reviewing_level(candidate_list: CandidateList) -> ReviewLevel:
    """Whose review the list is under; raises :class:`Refused` when it is under nobody's."""
    level = LEVEL_OF.get(candidate_list.state)
    if level is None:
        raise Refused([Message(N_("This list is not under review now."))])
    return level


@blueprint.route("/<int:list_id>/review", methods=["GET", "POST"])
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_candidate_list)
def review(candidate_list: CandidateList) -> Response:
    """Entry by entry: keep, remove, return; or keep all but the exceptions named in the rows."""
    level = reviewing_level(candidate_list)
    entries = queries.list_standing_entries(candidate_list.id)
    form = KeepAllForm()
    faults: dict[int, str] = {}
    if form.is_submitted() and form.validate():
        exceptions = _exceptions(entries)
        try:
            service.decide_all_but(
                actor=current_actor(), candidate_list=candidate_list, level=level, exceptions=exceptions
            )
        except Invalid as error:
            form.put_error(error)
            faults = {
                entry_id: translate(error.message)
                for entry_id, (_o, why) in exceptions.items()
                if not why.strip()
            }
        else:
            kept = len(entries) - len(exceptions)
            flash(_("Decided: %(kept)s kept, %(others)s not.", kept=kept, others=len(exceptions)), "success")
            return go(url_for("candidate_lists.show", list_id=candidate_list.id))
    return page(
        "candidate_lists/review.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        faults=faults,
        candidate_list=candidate_list,
        list_title=presenter.list_name(candidate_list),
        level_label=_(LEVEL_LABELS[level]),
        entries=entries,
        involvement=review_queries.involvement(entries, level),
        sample=review_queries.find_sample(candidate_list, level),
        township=review_queries.latest_decisions([e.application_id for e in entries], ReviewLevel.TOWNSHIP),
        may_decide=can(current_actor(), rules.PERMISSION_OF[level], candidate_list),
        labels=presenter,
        typed=request.form,
    )


def _exceptions(entries: object) -> dict[int, tuple[DecisionOutcome, str]]:
    """The rows whose outcome is not "keep": entry id -> (outcome, reason)."""
    exceptions = {}
    for entry in entries:  # type: ignore[attr-defined]  # a sequence of entries
        outcome = request.form.get(f"outcome-{entry.id}", DecisionOutcome.KEEP.value)
        reason = request.form.get(f"reason-{entry.id}", "")[:500]
        if outcome not in list(DecisionOutcome):
            raise Invalid(Message(N_("Please choose one of the three decisions.")))
        if outcome != DecisionOutcome.KEEP or reason.strip():
            exceptions[entry.id] = (DecisionOutcome(outcome), reason)
    return exceptions


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
    candidate_list = entry.candidate_list
    level = reviewing_level(candidate_list)
    earlier = review_queries.standing_decisions(candidate_list.id, level).get(entry.id)
    form = DecisionForm(
        data={"outcome": earlier.outcome.value, "reason": earlier.reason} if earlier else None
    )
    if form.validate_on_submit():
        try:
            service.decide_entry(
                actor=current_actor(),
                entry=entry,
                level=level,
                outcome=DecisionOutcome(form.outcome.data),
                reason=form.reason.data or "",
            )
        except Invalid as error:
            form.put_error(error)
        else:
            flash(
                _("Decided: no. %(number)s %(name)s.", number=entry.sequence, name=entry.head_name), "success"
            )
            return go(url_for("candidate_lists.review", list_id=candidate_list.id))
    return page(
        "candidate_lists/decide.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        entry=entry,
        candidate_list=candidate_list,
        list_title=presenter.list_name(candidate_list),
        level_label=_(LEVEL_LABELS[level]),
        check=review_queries.find_check_of(entry.id, level),
    )


@blueprint.route("/<int:list_id>/sample", methods=["GET", "POST"])
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_candidate_list)
def sample(candidate_list: CandidateList) -> Response:
    """The sample for home checks: drawing it, who was drawn, what the checks found."""
    level = reviewing_level(candidate_list)
    form = DrawUpForm()
    if form.validate_on_submit():
        service.draw_sample(actor=current_actor(), candidate_list=candidate_list, level=level)
        return go(url_for("candidate_lists.sample", list_id=candidate_list.id))
    drawn = review_queries.find_sample(candidate_list, level)
    entries = {entry.id: entry for entry in queries.list_standing_entries(candidate_list.id)}
    policy = candidate_list.round.policy
    share = policy.township_sample_share if level is ReviewLevel.TOWNSHIP else policy.county_sample_share
    return page(
        "candidate_lists/sample.html",
        form=form,
        candidate_list=candidate_list,
        list_title=presenter.list_name(candidate_list),
        level_label=_(LEVEL_LABELS[level]),
        sample=drawn,
        drawn=[entries[entry_id] for entry_id in drawn.entry_ids if entry_id in entries] if drawn else [],
        checks={check.entry_id: check for check in review_queries.list_home_checks(drawn.id)}
        if drawn
        else {},
        size=policy.sample_size(share, len(entries)),
        share=share,
        population=len(entries),
        may_decide=can(current_actor(), rules.PERMISSION_OF[level], candidate_list),
    )


@blueprint.route("/<int:list_id>/entries/<int:entry_id>/home-check", methods=["GET", "POST"])
@requires(P.CANDIDATE_LIST_VIEW, load=get_listed_entry)
def home_check(entry: ListEntry) -> Response:
    """Record the home check of a sampled household."""
    candidate_list = entry.candidate_list
    level = reviewing_level(candidate_list)
    drawn = review_queries.find_sample(candidate_list, level)
    if drawn is None or entry.id not in drawn.entry_ids:
        raise Refused([Message(N_("This household was not drawn for a home check."))])
    form = HomeCheckForm(data={"checked_on": clock.today()})
    if form.validate_on_submit():
        try:
            service.record_home_check(
                actor=current_actor(),
                sample=drawn,
                entry=entry,
                checked_on=form.checked_on.data,
                checkers=[Person(form.checker_1.data or ""), Person(form.checker_2.data or "")],
                agrees=form.agrees.data == "yes",
                findings=form.findings.data or "",
                sheet=find_file(form.sheet, kind="home_check", area_path=candidate_list.area_path),
            )
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The home check is recorded."), "success")
            return go(url_for("candidate_lists.sample", list_id=candidate_list.id))
    return page(
        "candidate_lists/home_check.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        entry=entry,
        candidate_list=candidate_list,
        list_title=presenter.list_name(candidate_list),
    )
