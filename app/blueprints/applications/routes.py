"""Views of applications: all of them, households without one, taking one, one with everything about it."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.applications import asking, blueprint, hits, presenter
from app.blueprints.applications.forms import ApplicationForm
from app.core import clock
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.messages import Message
from app.core.permissions import Permission, can
from app.domain.applications import queries, rules, service
from app.domain.applications.models import Application
from app.domain.applications.steps import BEFORE_MEETING
from app.domain.appraisals import queries as appraisal_queries
from app.domain.candidate_lists import queries as list_queries
from app.domain.comparisons import queries as comparisons
from app.domain.comparisons import settling
from app.domain.help_requests.models import HelpRequest
from app.domain.households import codes
from app.domain.households import queries as household_queries
from app.domain.households.models import Household
from app.domain.rounds.models import Round
from app.web.access import current_actor, requires
from app.web.choosing import choose
from app.web.i18n import current_locale
from app.web.pages import go, page, page_number, text_argument
from app.web.timeline import items_of
from app.web.uploads import store_file

P = Permission


@blueprint.get("")
@requires(P.APPLICATION_VIEW)
def index() -> Response:
    """The applications of a round, by village, state and words."""
    choice = choose(P.APPLICATION_VIEW)
    state, q = presenter.state_of(text_argument("state")), text_argument("q")
    found = None
    if choice.round is not None:
        found = queries.page_applications(
            current_actor(),
            round_id=choice.round.id,
            place=choice.place,
            state=state,
            q=q,
            number=page_number(),
        )
    return page(
        "applications/index.html",
        fragment="results",
        choice=choice,
        state=state,
        q=q,
        found=found,
        tabs=presenter.tabs(choice, state, q),
        badge_of=presenter.badge_of,
        may_file=current_actor().has(P.APPLICATION_FILE),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(P.APPLICATION_FILE)
def new() -> Response:
    """Take an application: first the household, then what stands on the sheet."""
    household_no = text_argument("household")
    if not household_no:
        return _find_household()
    household = household_queries.get_household(household_no)
    if not can(current_actor(), P.HOUSEHOLD_VIEW, household):
        raise NotFound()
    if not can(current_actor(), P.APPLICATION_FILE, household):
        raise Forbidden()
    return _take_from(household)


def _find_household() -> Response:
    choice, q = choose(P.APPLICATION_FILE), text_argument("q")
    if choice.round is not None and choice.round.is_exit:
        arguments: dict[str, Any] = dict(choice.arguments)
        return go(url_for("exits.propose", **arguments))
    found = None
    if choice.round is not None:
        found = queries.page_without_application(
            current_actor(), round_id=choice.round.id, place=choice.place, q=q, number=page_number()
        )
    return page(
        "applications/find.html",
        fragment="results",
        choice=choice,
        q=q,
        asked=text_argument("request", 30) or None,
        found=found,
        tabs=presenter.tabs(choice, None, q, without=True),
    )


def _take_from(household: Household) -> Response:
    round_ = choose(P.APPLICATION_FILE).round
    own = asking.request_for(household)
    form = _application_form(household, own)
    if round_ is not None and form.validate_on_submit():
        try:
            application = _file(form, household, round_)
            asking.take_up(own, application)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(
                _("Application %(number)s is taken. Print the receipt.", number=application.number), "success"
            )
            return go(url_for("applications.show", number=application.number))
    standing = queries.find_standing(round_.id, household.id) if round_ else None
    corrected = 409 if standing is not None else 422
    return page(
        "applications/new.html",
        status=corrected if form.is_submitted() else 200,
        form=form,
        household=household,
        own=own,
        round=round_,
        standing=standing,
        facts=presenter.situation(household, None, round_.reference_year) if round_ else [],
    )


def _application_form(household: Household, own: HelpRequest | None) -> ApplicationForm:
    given = {
        "applicant_name": household.head_name,
        "cause": household.main_cause or "",
        "filed_on": clock.today(),
        **asking.filled_in(own),
    }
    form = ApplicationForm(data=given)
    form.cause.choices = [("", _("Please choose")), *codes.CAUSE.choices(current_locale())]
    return form


def _file(form: ApplicationForm, household: Household, round_: Round) -> Application:
    application = service.file_application(
        actor=current_actor(),
        round_=round_,
        household=household,
        applicant_name=form.applicant_name.data or "",
        cause=form.cause.data or "",
        reason=form.reason.data or "",
        consents_to_comparison=bool(form.consents_to_comparison.data),
        signed_copy=store_file(form.signed_copy, kind="application", area_path=household.area_path),
        filed_on=form.filed_on.data,
        proxy_name=form.proxy_name.data,
        proxy_relation=form.proxy_relation.data,
    )
    settling.record_where_covered(actor=current_actor(), applications=[application])
    return application


@blueprint.get("/<number>")
@requires(P.APPLICATION_VIEW, load=queries.get_application)
def show(application: Application) -> Response:
    """One application: the household's situation, visits, comparison, votes, lists, what comes next."""
    return page("applications/show.html", **_everything_about(application))


def _meeting_blockers(application: Application) -> list[Message]:
    found = rules.appraisal_blockers(application, application.round.policy)
    return [*found, *comparisons.hit_blockers(application)]


def _everything_about(application: Application) -> dict[str, Any]:
    ballots = appraisal_queries.list_ballots_of(application.id)
    entries = list_queries.list_entries_of(application.id)
    confirmed = [ballot for ballot in ballots if ballot.meeting.confirmed_at is not None]
    before = application.state in BEFORE_MEETING
    return {
        "application": application,
        "badge": presenter.badge_of(application),
        "stops": presenter.way_of(
            application,
            entries[-1] if entries else None,
            confirmed[-1].meeting.held_on if confirmed else None,
        ),
        "steps": presenter.links(application),
        "blockers": presenter.reasons(_meeting_blockers(application)) if before else [],
        "compared": hits.status_of(application),
        "hits": hits.lines_of(application),
        "is_before_meeting": before,
        "may_call_meeting": presenter.may_call_meeting(application),
        "facts": presenter.situation(application.household, application, application.round.reference_year),
        "members": presenter.member_lines(application.household),
        "ballots": ballots,
        "entries": entries,
        "events": items_of(list_queries.list_events_of(application)),
        "labels": presenter,
    }
