"""Views of the watch: cases with their clocks, a new one, one case and its steps, help that comes first."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import cast

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.monitoring import blueprint
from app.blueprints.monitoring.forms import HelpForm, OpenForm, StepForm
from app.core import clock
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.core.machine import Attempt, Step
from app.core.paging import Page, cut
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.areas.queries import list_villages_for
from app.domain.calendars.queries import load_calendar
from app.domain.households.queries import find_by_number
from app.domain.monitoring import queries, rules, service
from app.domain.monitoring.models import FoundBy, Watch, WatchKind, WatchState
from app.domain.monitoring.rules import FOUND_LABELS, KIND_LABELS, PAPERS, Due
from app.domain.monitoring.steps import BEFORE_WATCH, MACHINE, STATE_LABELS
from app.domain.policies.rules import Policy
from app.web.access import current_actor, requires
from app.web.i18n import translate
from app.web.pages import go, page, page_number, text_argument
from app.web.uploads import find_file

P = Permission


@dataclass(frozen=True)
class Line:
    """A case in the list, with the clock that runs."""

    watch: Watch
    due: Due | None
    is_late: bool


@dataclass(frozen=True)
class StepLink:
    """A step that the reader may take, with what keeps it."""

    name: str
    label: str
    hint: str
    danger: bool
    blockers: tuple[str, ...]


@blueprint.get("")
@requires(P.WATCH_VIEW)
def index() -> Response:
    """Cases that have not ended, those whose time is over, or those of one state."""
    actor, asked = current_actor(), text_argument("state")
    state = WatchState(asked) if asked in list(WatchState) else None
    villages = list_villages_for(actor, P.WATCH_VIEW)
    code = text_argument("village", 20)
    village = next((one for one in villages if one.code == code), None)
    if code and village is None:
        raise NotFound()
    late = asked == "late"
    found = _late(page_number()) if late else _page(village, state)
    counts = queries.count_by_state(actor)
    return page(
        "monitoring/index.html",
        villages=villages,
        village=village,
        state=state,
        late=late,
        found=found,
        counts=counts,
        tabs=_tabs(counts, state, late),
        kinds=KIND_LABELS,
        states=STATE_LABELS,
        may_open=actor.has(P.WATCH_RECORD),
    )


def _page(village: Area | None, state: WatchState | None) -> Page[Line]:
    found = queries.page_watches(
        current_actor(), village_id=village.id if village else None, state=state, number=page_number()
    )
    lines = _lines(list(found.items))
    return Page(lines, found.number, found.per_page, found.total)


def _late(number: int) -> Page[Line]:
    return cut([one for one in _lines(list(queries.list_running(current_actor()))) if one.is_late], number)


def _lines(watches: list[Watch]) -> list[Line]:
    calendar, today = load_calendar(), clock.today()

    @cache
    def policy_of(village_id: int) -> Policy | None:
        return queries.find_policy(
            next(one.household.village for one in watches if one.village_id == village_id)
        )

    found = []
    for watch in watches:
        policy = policy_of(watch.village_id) if watch.state in rules.WAITS_FOR else None
        due = rules.next_due(watch, policy, calendar) if policy is not None else None
        found.append(Line(watch, due, due is not None and due.is_late(today)))
    return found


def _tabs(counts: dict[WatchState, int], state: WatchState | None, late: bool) -> list[dict[str, object]]:
    going = sum(number for one, number in counts.items() if one not in queries.ENDED)
    tabs: list[dict[str, object]] = [
        {
            "label": _("Not ended"),
            "url": url_for("monitoring.index"),
            "current": not state and not late,
            "count": going,
        },
        {"label": _("Past its deadline"), "url": url_for("monitoring.index", state="late"), "current": late},
    ]
    return tabs + [
        {
            "label": _(STATE_LABELS[one]),
            "url": url_for("monitoring.index", state=one.value),
            "current": one is state,
            "count": counts.get(one, 0),
        }
        for one in WatchState
        if counts.get(one) or one is state
    ]


@blueprint.route("/new", methods=["GET", "POST"])
@requires(P.WATCH_RECORD)
def new() -> Response:
    """Open a case: which household, which risk, how it was found."""
    form = OpenForm(data={"found_on": clock.today(), "household_no": text_argument("household", 20)})
    if form.validate_on_submit():
        try:
            household = find_by_number((form.household_no.data or "").strip())
            if household is None or not can(current_actor(), P.WATCH_RECORD, household):
                raise NotFound()
            watch = service.open_watch(
                actor=current_actor(),
                household=household,
                kind=WatchKind(form.kind.data),
                found_by=FoundBy(form.found_by.data),
                found_on=cast(dt.date, form.found_on.data),
                risk=form.risk.data or "",
            )
        except NotFound:
            form.household_no.errors = [_("No household of your area has this number.")]
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("The case is open; its clocks run."), "success")
            return go(url_for("monitoring.show", watch_id=watch.id))
    return page("monitoring/new.html", status=422 if form.is_submitted() else 200, form=form)


@blueprint.get("/<int:watch_id>")
@requires(P.WATCH_VIEW, load=queries.get_watch)
def show(watch: Watch) -> Response:
    """One case: what waits and until when, what was done, what comes next."""
    (line,) = _lines([watch])
    actor = current_actor()
    return page(
        "monitoring/show.html",
        watch=watch,
        line=line,
        steps=_steps(watch),
        kinds=KIND_LABELS,
        ways=FOUND_LABELS,
        states=STATE_LABELS,
        step_labels={step.name: step.label for step in MACHINE.steps},
        may_help=watch.helped_on is None
        and watch.state in BEFORE_WATCH
        and can(actor, P.WATCH_RECORD, watch),
    )


def _steps(watch: Watch) -> list[StepLink]:
    policy = queries.find_policy(watch.household.village)
    return [
        StepLink(
            step.name,
            _(step.label),
            _(step.consequence) if step.consequence else "",
            step.tone == "danger",
            tuple(
                translate(one)
                for one in MACHINE.blockers(
                    step.name, Attempt(watch, current_actor(), given={"policy": policy})
                )
            ),
        )
        for step in MACHINE.steps
        if watch.state in step.sources and can(current_actor(), step.permission, watch)
    ]


@blueprint.route("/<int:watch_id>/steps/<step>", methods=["GET", "POST"])
@requires(P.WATCH_VIEW, load=queries.get_watch)
def take(watch: Watch, step: str) -> Response:
    """Record one step of the case."""
    row = _allowed_step(watch, step)
    form = StepForm(data={"done_on": clock.today(), "version": watch.version})
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
    wanted = PAPERS.get(step, "")
    return page("monitoring/step.html", status=status, form=form, watch=watch, step=row, wanted=wanted)


def _allowed_step(watch: Watch, name: str) -> Step:
    row = next((one for one in MACHINE.steps if one.name == name), None)
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
