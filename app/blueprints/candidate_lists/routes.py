"""Views of candidate lists: all of them, one, drawing up, leaving out, taking a step, telling households."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.candidate_lists import blueprint, contexts, presenter
from app.blueprints.candidate_lists.forms import DrawUpForm, ReasonForm, StepForm, TellingForm
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.applications import queries as application_queries
from app.domain.applications.models import Application, ApplicationState
from app.domain.candidate_lists import queries, service
from app.domain.candidate_lists.models import CandidateList, EntryStanding, Telling
from app.domain.notices import queries as notice_queries
from app.domain.workflow import service as workflow
from app.domain.workflow.queries import machine_for, offered_steps
from app.web.access import current_actor, requires
from app.web.choosing import choose
from app.web.pages import go, page, page_number, text_argument

P = Permission


@blueprint.get("")
@requires(P.CANDIDATE_LIST_VIEW)
def index() -> Response:
    """The lists of a round: where each stands and what it waits for."""
    choice = choose(P.CANDIDATE_LIST_VIEW)
    lists = (
        queries.list_for(
            current_actor(),
            round_id=choice.round.id,
            place=choice.place,
        )
        if choice.round
        else []
    )
    latest = notice_queries.latest_standings([candidate_list.id for candidate_list in lists])
    return page(
        "candidate_lists/index.html",
        choice=choice,
        lists=lists,
        counts=queries.count_entries([candidate_list.id for candidate_list in lists]),
        latest={list_id: presenter.notice_line(standing) for list_id, standing in latest.items()},
        list_name=presenter.list_name,
        machine_for=machine_for,
        waiting=_waiting_for_a_list(choice),
    )


def _waiting_for_a_list(choice: object) -> list[tuple[object, int]]:
    """Villages in which applications passed a meeting and wait for a list: (village, number)."""
    round_, villages = getattr(choice, "round", None), getattr(choice, "villages", [])
    if round_ is None:
        return []
    counts = application_queries.count_by_state(round_.id, [village.id for village in villages])
    waiting = [
        (village, counts.get((village.id, ApplicationState.PASSED.value), (0, 0))[0])
        for village in villages
        if can(current_actor(), P.CANDIDATE_LIST_DRAW_UP, village)
    ]
    return [(village, number) for village, number in waiting if number]


@blueprint.route("/new", methods=["GET", "POST"])
@requires(P.CANDIDATE_LIST_DRAW_UP)
def new() -> Response:
    """Draw up a village's list from what the meeting passed."""
    choice = choose(P.CANDIDATE_LIST_DRAW_UP)
    if choice.village is None or choice.round is None:
        return page("candidate_lists/choose_village.html", choice=choice)
    form = DrawUpForm()
    if form.validate_on_submit():
        drawn = service.draw_up_list(actor=current_actor(), round_=choice.round, village=choice.village)
        flash(_("The list is drawn up. Look it through, then issue the first notice."), "success")
        return go(url_for("candidate_lists.show", list_id=drawn.id))
    passed = application_queries.list_in_states(choice.round.id, choice.village.id, [ApplicationState.PASSED])
    return page("candidate_lists/new.html", choice=choice, form=form, passed=passed)


@blueprint.get("/<int:list_id>")
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_candidate_list)
def show(candidate_list: CandidateList) -> Response:
    """One list: where it stands, what comes next, its entries, notices, objections, history."""
    asked = text_argument("standing")
    standing = EntryStanding(asked) if asked in list(EntryStanding) else None
    context = contexts.list_page(candidate_list, standing, page_number())
    return page("candidate_lists/show.html", fragment="entries", **context)


@blueprint.get("/<int:list_id>/stages")
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_candidate_list)
def stages(candidate_list: CandidateList) -> Response:
    """The stages of the list's village side by side, household by household."""
    context = contexts.stages_page(candidate_list, text_argument("shown"), page_number())
    return page("candidate_lists/stages.html", fragment="households", **context)


@blueprint.route("/<int:list_id>/leave-out/<number>", methods=["GET", "POST"])
@requires(P.CANDIDATE_LIST_DRAW_UP, load=queries.get_candidate_list, see=P.CANDIDATE_LIST_VIEW)
def leave_out(candidate_list: CandidateList, number: str) -> Response:
    """Leave a household out of a list that is being drawn up, with a reason."""
    application = _of_its_village(candidate_list, number)
    form = ReasonForm()
    if form.validate_on_submit():
        service.leave_out(
            actor=current_actor(),
            candidate_list=candidate_list,
            application=application,
            reason=form.reason.data or "",
        )
        flash(_("Left out: %(name)s", name=application.household.head_name), "success")
        return go(url_for("candidate_lists.show", list_id=candidate_list.id))
    status = 422 if form.is_submitted() else 200
    title = presenter.list_name(candidate_list)
    return page(
        "candidate_lists/leave_out.html",
        status=status,
        form=form,
        candidate_list=candidate_list,
        application=application,
        list_title=title,
    )


def _of_its_village(candidate_list: CandidateList, number: str) -> Application:
    application = application_queries.get_application(number)
    if application.village_id != candidate_list.village_id:
        raise NotFound()
    return application


@blueprint.post("/<int:list_id>/put-on/<number>")
@requires(P.CANDIDATE_LIST_DRAW_UP, load=queries.get_candidate_list, see=P.CANDIDATE_LIST_VIEW)
def put_on(candidate_list: CandidateList, number: str) -> Response:
    """Put a passed or left-out household on a list that is being drawn up."""
    application = _of_its_village(candidate_list, number)
    service.put_on_list(actor=current_actor(), candidate_list=candidate_list, application=application)
    flash(_("On the list: %(name)s", name=application.household.head_name), "success")
    return go(url_for("candidate_lists.show", list_id=candidate_list.id))


@blueprint.route("/<int:list_id>/steps/<step>", methods=["GET", "POST"])
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_candidate_list)
def step(candidate_list: CandidateList, step: str) -> Response:
    """The page that says what a step does, and the taking of it."""
    row = machine_for(candidate_list).step(step)
    form = StepForm(data={"version": candidate_list.version, "hang_on": clock.today()})
    offer = next((o for o in offered_steps(candidate_list, current_actor()) if o.step.name == step), None)
    if form.validate_on_submit():
        try:
            _take_step(candidate_list, step, form)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("Done: %(step)s.", step=_(row.label)), "success")
            return go(url_for("candidate_lists.show", list_id=candidate_list.id))
    elif offer is None and not form.is_submitted():
        raise Conflict(_not_from_here(candidate_list))
    return page(
        "candidate_lists/step.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        **contexts.step_page(candidate_list, row, offer),
    )


def _take_step(candidate_list: CandidateList, step: str, form: StepForm) -> None:
    workflow.take_step(
        candidate_list=candidate_list,
        step=step,
        actor=current_actor(),
        reason=form.reason.data or "",
        version=form.version.data,
        given={"hang_on": form.hang_on.data},
    )


def _not_from_here(candidate_list: CandidateList) -> Message:
    return Message(
        N_("This step is not possible here now: the list is at “%(state)s”."),
        state=Message(machine_for(candidate_list).states[candidate_list.state]),
    )


@blueprint.get("/tellings")
@requires(P.CANDIDATE_LIST_VIEW)
def tellings() -> Response:
    """Every household that still has to be told something."""
    return page("candidate_lists/tellings.html", tellings=queries.list_to_tell(current_actor()))


@blueprint.route("/tellings/<int:telling_id>", methods=["GET", "POST"])
@requires(P.TELLING_RECORD, load=queries.get_telling, see=P.CANDIDATE_LIST_VIEW)
def tell(telling: Telling) -> Response:
    """Record that a household was told."""
    form = TellingForm(data={"told_on": clock.today()})
    if form.validate_on_submit():
        try:
            service.record_telling(
                actor=current_actor(), telling=telling, told_on=form.told_on.data, how=form.how.data or ""
            )
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("Recorded: %(name)s was told.", name=telling.head_name), "success")
            return go(url_for("candidate_lists.tellings"))
    elif telling.told_on is not None and not form.is_submitted():
        raise Refused([Message(N_("It is already recorded that this household was told."))])
    return page(
        "candidate_lists/tell.html", status=422 if form.is_submitted() else 200, form=form, telling=telling
    )
