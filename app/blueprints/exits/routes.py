"""Views of the way out: who may leave and waits, proposing, one proposal."""

import datetime as dt
from typing import cast

from flask import flash, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.blueprints.exits import blueprint, presenter
from app.blueprints.exits.forms import ProposeForm
from app.blueprints.exits.history import history_of
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.messages import N_, Message
from app.core.paging import cut
from app.core.permissions import Permission, can
from app.domain.applications.models import Application
from app.domain.applications.queries import get_application
from app.domain.appraisals import queries as appraisals
from app.domain.areas.models import Area
from app.domain.candidate_lists import queries as lists
from app.domain.comparisons import settling
from app.domain.exits import queries, service
from app.domain.exits.rules import Wait
from app.domain.households import registration
from app.domain.rounds.models import Round, RoundKind, RoundState
from app.web.access import current_actor, requires
from app.web.choosing import Choice, choose
from app.web.counts import looking
from app.web.pages import go, page, page_number, text_argument
from app.web.uploads import store_file

P = Permission
#: of these no sheet is printed: nobody proposed them, or their proposal has ended
NOT_ON_THE_WAY = frozenset({Wait.NOT_PROPOSED, Wait.NOT_PASSED, Wait.LEFT_OUT})


def get_proposal(number: str) -> Application:
    """The application of a round of exits; raises ``NotFound`` for any other."""
    application = get_application(number)
    if not application.round.is_exit:
        raise NotFound()
    return application


@blueprint.get("")
@requires(P.APPLICATION_VIEW)
def index() -> Response:
    """Who has enough to leave and why it waits; without a village, how many each has."""
    choice = choose(P.APPLICATION_VIEW, RoundKind.EXIT)
    if choice.round is None or choice.village is None:
        counts = queries.count_by_part(choice.round.id, choice.places, looking()) if choice.round else {}
        return page("exits/index.html", choice=choice, counts=counts)
    asked = text_argument("why")
    why = Wait(asked) if asked in list(Wait) else None
    found = queries.list_qualified(choice.round, choice.village.id)
    shown = [one for one in found if why is None or one.why is why]
    return page(
        "exits/waiting.html",
        choice=choice,
        why=why,
        tabs=presenter.wait_tabs(found, why, choice.arguments),
        found=cut(shown, page_number()),
        wait_of=presenter.wait_of,
        may_propose=_is_open(choice) and can(current_actor(), P.APPLICATION_FILE, choice.village),
        counts=queries.count_by_village(choice.round.id, [choice.village])[choice.village.id],
        line=choice.round.policy.leaving_line(choice.round.reference_year),
        sheets=any(one.why not in NOT_ON_THE_WAY for one in found),
    )


def _is_open(choice: Choice) -> bool:
    return choice.round is not None and choice.round.state is RoundState.OPEN


@blueprint.route("/propose", methods=["GET", "POST"])
@requires(P.APPLICATION_FILE)
def propose() -> Response:
    """Propose households of a village: tick them, say why, add the minutes of the two committees."""
    choice = choose(P.APPLICATION_FILE, RoundKind.EXIT)
    if choice.round is None or choice.village is None or not _is_open(choice):
        return page("exits/index.html", choice=choice, counts={})
    form = ProposeForm(data={"proposed_on": clock.today()})
    found = queries.list_qualified(choice.round, choice.village.id)
    free = [one for one in found if one.why is Wait.NOT_PROPOSED]
    ticked = set(request.form.getlist("households"))
    is_right = form.validate_on_submit()
    if form.is_submitted() and not ticked:
        form.put_error(Invalid(Message(N_("Tick at least one household.")), "households"))
    elif is_right:
        try:
            proposed = _propose(choice.round, choice.village, form, free, ticked)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            told = ngettext("%(num)s household is proposed.", "%(num)s households are proposed.", proposed)
            flash(told, "success")
            return go(url_for("exits.index", round=choice.round.code, village=choice.village.code))
    status = 422 if form.is_submitted() else 200
    return page("exits/propose.html", status=status, choice=choice, form=form, free=free, ticked=ticked)


def _propose(
    round_: Round, village: Area, form: ProposeForm, free: list[queries.Waiting], ticked: set[str]
) -> int:
    chosen = [one.household for one in free if one.household.household_no in ticked]
    if len(chosen) < len(ticked):
        words = N_(
            "Some ticked households cannot be proposed any more. Look at the list below and send it again."
        )
        raise Conflict(Message(words))
    proposed = service.propose(
        actor=current_actor(),
        round_=round_,
        households=chosen,
        reason=form.reason.data or "",
        paper=store_file(form.paper, kind="minutes", area_path=village.path),
        proposed_on=cast(dt.date, form.proposed_on.data),
    )
    settling.record_where_covered(actor=current_actor(), applications=proposed)
    return len(proposed)


@blueprint.get("/<number>")
@requires(P.APPLICATION_VIEW, load=get_proposal)
def show(application: Application) -> Response:
    """One proposal: what is met, what the household says, votes and lists, what comes next."""
    check = queries.load_checks([application.id]).get(application.id)
    answer = queries.load_answers([application.id]).get(application.id)
    return page(
        "exits/show.html",
        application=application,
        state=presenter.state_of(application),
        check=check,
        answer=answer,
        conditions=presenter.conditions(application, check, answer),
        steps=presenter.steps_of(application, check, answer),
        membership=presenter.membership_words(registration.membership_of(application.household_id)),
        ballots=appraisals.list_ballots_of(application.id),
        entries=lists.list_entries_of(application.id),
        events=history_of(application),
        names_of=presenter.names_of,
    )
