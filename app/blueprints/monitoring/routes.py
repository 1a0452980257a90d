"""Views of the watch: cases with their clocks, a new one, one case and its steps, help that comes first."""

import datetime as dt
from typing import cast

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.monitoring import blueprint, presenter
from app.blueprints.monitoring.forms import HelpForm, OpenForm, StepForm
from app.blueprints.monitoring.presenter import lines_of
from app.core import clock
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.core.machine import Step
from app.core.permissions import Permission, can
from app.domain.households.codes import RISK
from app.domain.households.models import Household
from app.domain.households.queries import find_by_number, page_households
from app.domain.monitoring import queries, service
from app.domain.monitoring.models import FoundBy, Watch, WatchKind, WatchState
from app.domain.monitoring.rules import FOUND_LABELS, KIND_LABELS, PAPERS, PEOPLE
from app.domain.monitoring.steps import ALONE, BEFORE_WATCH, MACHINE, STATE_LABELS
from app.domain.notices.labels import KIND_LABELS as KIND_LABELS_OF_NOTICES
from app.web.access import current_actor, requires
from app.web.choosing import choose_place
from app.web.i18n import current_locale
from app.web.pages import go, page, page_number, text_argument
from app.web.uploads import find_file

P = Permission
#: so many households are named when one is looked for
FOUND_MOST = 20


@blueprint.get("")
@requires(P.WATCH_VIEW)
def index() -> Response:
    """Cases that have not ended, those whose time is over, or those of one state."""
    asked, places = text_argument("state"), choose_place(P.WATCH_VIEW)
    state = WatchState(asked) if asked in list(WatchState) else None
    is_late = asked == "late"
    counts, number = queries.count_by_state(places), page_number()
    found = presenter.page_of_late(places, number) if is_late else presenter.page_of(places, state, number)
    return page(
        "monitoring/index.html",
        places=places,
        state=state,
        late=is_late,
        found=found,
        tabs=presenter.tabs_of(
            counts, presenter.count_late(places), state, is_late=is_late, code=places.code
        ),
        waiting=presenter.waiting_for_notices(places),
        kinds=KIND_LABELS,
        states=STATE_LABELS,
        may_open=current_actor().has(P.WATCH_RECORD),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(P.WATCH_RECORD)
def new() -> Response:
    """Open a case: which household, which risk, how it was found."""
    form = OpenForm(data={"found_on": clock.today(), "household_no": text_argument("household", 20)})
    if form.validate_on_submit():
        try:
            watch = _open(form)
        except NotFound:
            form.household_no.errors = [_("No household of your area has this number.")]
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("The case is open; its clocks run."), "success")
            return go(url_for("monitoring.show", watch_id=watch.id))
    q = text_argument("q")
    found = page_households(current_actor(), q=q, per_page=FOUND_MOST) if q else None
    return page(
        "monitoring/new.html", status=form.http_status, form=form, q=q, found=found, chosen=_named(form)
    )


def _open(form: OpenForm) -> Watch:
    household = find_by_number((form.household_no.data or "").strip())
    if household is None or not can(current_actor(), P.WATCH_RECORD, household):
        raise NotFound()
    return service.open_watch(
        actor=current_actor(),
        household=household,
        kind=WatchKind(form.kind.data),
        found_by=FoundBy(form.found_by.data),
        found_on=cast(dt.date, form.found_on.data),
        risk=form.risk.data or "",
        risks=form.risks.data or (),
        warned_by=form.warned_by.data or "",
    )


def _named(form: OpenForm) -> Household | None:
    """The household whose number stands in the form, when it is the reader's."""
    household = find_by_number((form.household_no.data or "").strip())
    return household if household is not None and can(current_actor(), P.WATCH_RECORD, household) else None


@blueprint.get("/<int:watch_id>")
@requires(P.WATCH_VIEW, load=queries.get_watch)
def show(watch: Watch) -> Response:
    """One case: what waits and until when, what was done, what comes next."""
    (line,) = lines_of([watch])
    actor, seen = current_actor(), queries.load_seen(watch)
    return page(
        "monitoring/show.html",
        watch=watch,
        line=line,
        steps=presenter.steps_of(watch, seen),
        misfits=seen.misfits,
        notices=[(one, KIND_LABELS_OF_NOTICES[one.kind]) for one in queries.list_notices(watch)],
        risks=RISK.labels(watch.risks, current_locale()),
        kinds=KIND_LABELS,
        ways=FOUND_LABELS,
        states=STATE_LABELS,
        step_labels={step.name: step.label for step in MACHINE.steps},
        may_help=watch.helped_on is None
        and watch.state in BEFORE_WATCH
        and can(actor, P.WATCH_RECORD, watch),
    )


@blueprint.route("/<int:watch_id>/steps/<step>", methods=["GET", "POST"])
@requires(P.WATCH_VIEW, load=queries.get_watch)
def take(watch: Watch, step: str) -> Response:
    """Record one step of the case."""
    row = _allowed_step(watch, step)
    form = StepForm(data={"done_on": clock.today(), "version": watch.version})
    form.step = step
    if form.validate_on_submit():
        try:
            service.take_step(
                actor=current_actor(),
                watch=watch,
                step=step,
                done_on=cast(dt.date, form.done_on.data),
                note=form.note.data or "",
                people=form.people.data or [],
                paper=find_file(form.paper, kind="watch", area_path=watch.area_path, needs=P.WATCH_VIEW),
                version=form.version.data,
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("The step is recorded."), "success")
            return go(url_for("monitoring.show", watch_id=watch.id))
    status = 422 if form.is_submitted() else 200
    wanted, least = PAPERS.get(step, ""), PEOPLE.get(step, 0)
    return page(
        "monitoring/step.html", status=status, form=form, watch=watch, step=row, wanted=wanted, least=least
    )


def _allowed_step(watch: Watch, name: str) -> Step:
    row = next((one for one in ALONE if one.name == name), None)
    if row is None:
        raise NotFound()
    if not can(current_actor(), row.permission, watch):
        raise Forbidden()
    return row


@blueprint.route("/<int:watch_id>/help", methods=["GET", "POST"])
@requires(P.WATCH_RECORD, load=queries.get_watch, see=P.WATCH_VIEW)
def help_first(watch: Watch) -> Response:
    """The green channel: help came, the procedure follows."""
    form = HelpForm(data={"helped_on": clock.today()})
    if form.validate_on_submit():
        try:
            service.help_at_once(
                actor=current_actor(),
                watch=watch,
                helped_on=cast(dt.date, form.helped_on.data),
                help_given=form.help_given.data or "",
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Noted. The procedure is made up for until the day shown."), "success")
            return go(url_for("monitoring.show", watch_id=watch.id))
    status = 422 if form.is_submitted() else 200
    return page("monitoring/help.html", status=status, form=form, watch=watch)
