"""Views of supervision: the visits, one visit, recording one, mending a finding and looking whether it is mended."""

import datetime as dt

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.supervisions import blueprint
from app.blueprints.supervisions.forms import LookForm, MendedForm, VisitForm
from app.core import clock
from app.core.errors import Conflict, Invalid, Refused
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.tasks import supervision
from app.domain.tasks.assessing import find_policy_round
from app.domain.tasks.models import FindingState, Supervision, SupervisionFinding
from app.domain.tasks.supervision import STATE_LABELS
from app.web.access import current_actor, requires
from app.web.choosing import choose_place
from app.web.pages import go, page, page_number, text_argument

P = Permission
OPEN = "open"
#: days for mending where no round's policy says it
USUAL_DAYS = 15
TONES = {FindingState.OPEN: "warn", FindingState.REPORTED: "info", FindingState.MENDED: "good"}


@blueprint.get("")
@requires(P.SUPERVISION_VIEW)
def index() -> Response:
    """The visits, the latest first; findings that are to be mended above them."""
    actor = current_actor()
    places, only_open = choose_place(P.SUPERVISION_VIEW), text_argument("show", 10) == OPEN
    waiting = supervision.list_open_findings(
        actor, P.SUPERVISION_VIEW, FindingState.OPEN, FindingState.REPORTED
    )
    return page(
        "supervisions/index.html",
        fragment="results",
        places=places,
        chosen={"show": OPEN if only_open else None},
        visits=supervision.page_supervisions(
            actor, area=places.chosen, only_open=only_open, number=page_number()
        ),
        page_url=lambda number: url_for(
            ".index", village=places.code, show=OPEN if only_open else None, page=number
        ),
        figures=_figures([one for one in waiting if one.area_path.startswith(places.paths)]),
        may_record=supervision.has_places(actor),
        badge_of=badge_of,
    )


def _figures(waiting: list[SupervisionFinding]) -> list[tuple[int, str]]:
    today = clock.today()
    open_ = [one for one in waiting if one.state is FindingState.OPEN]
    return [
        (len(open_), _("to be mended")),
        (sum(supervision.is_late(one, today) for one in open_), _("overdue")),
        (len(waiting) - len(open_), _("reported as mended, to be looked at")),
    ]


def badge_of(finding: SupervisionFinding) -> tuple[str, str]:
    """Words and tone of how a finding stands."""
    if supervision.is_late(finding, clock.today()):
        return _("overdue"), "bad"
    return _(STATE_LABELS[finding.state]), TONES[finding.state]


@blueprint.get("/<int:supervision_id>")
@requires(P.SUPERVISION_VIEW, load=supervision.get_supervision)
def show(visit: Supervision) -> Response:
    """One visit with what it found."""
    actor = current_actor()
    return page(
        "supervisions/show.html",
        visit=visit,
        badge_of=badge_of,
        may_report=can(actor, P.TASK_REPORT, visit),
        may_look={one.id for one in visit.findings if can(actor, P.SUPERVISION_RECORD, one)},
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(P.SUPERVISION_RECORD)
def new() -> Response:
    """Record a visit."""
    actor = current_actor()
    places = supervision.list_places(actor)
    given = {"visited_on": clock.today(), "announced": "no", "area": text_argument("village", 15)}
    form = VisitForm(data=given)
    form.offer(places)
    if form.validate_on_submit():
        area = next(one for one in places if one.code == form.area.data)
        try:
            visit = supervision.record_supervision(
                actor=actor,
                area=area,
                visited_on=form.visited_on.data,
                was_announced=form.announced.data == "yes",
                visitors=form.visitors.data,
                looked_at=form.looked_at.data or "",
                findings=form.findings(_usual_day(area, form.visited_on.data)),
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("The visit is recorded."), "success")
            return go(url_for(".show", supervision_id=visit.id))
    return page("supervisions/new.html", status=form.http_status, form=form)


def _usual_day(area: Area, visited_on: dt.date) -> dt.date:
    """By when a finding is mended where nothing else is said."""
    round_ = find_policy_round(area, visited_on.year)
    days = round_.policy.mend_days if round_ is not None else USUAL_DAYS
    return visited_on + dt.timedelta(days=days)


@blueprint.route("/findings/<int:finding_id>/mended", methods=["GET", "POST"])
@requires(P.TASK_REPORT, load=supervision.get_finding, see=P.SUPERVISION_VIEW)
def mended(finding: SupervisionFinding) -> Response:
    """The place reports that it is mended."""
    form = MendedForm(data={"mended_on": clock.today()})
    if form.validate_on_submit():
        try:
            supervision.report_mended(
                actor=current_actor(),
                finding=finding,
                mended_on=form.mended_on.data,
                words=form.words.data or "",
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("It is reported. Whoever supervises looks whether it is mended."), "success")
            return go(url_for(".show", supervision_id=finding.supervision_id))
    return page(
        "supervisions/mended.html", status=form.http_status, form=form, finding=finding, badge_of=badge_of
    )


@blueprint.route("/findings/<int:finding_id>/look", methods=["GET", "POST"])
@requires(P.SUPERVISION_RECORD, load=supervision.get_finding, see=P.SUPERVISION_VIEW)
def look(finding: SupervisionFinding) -> Response:
    """Whoever supervises looked whether it is mended."""
    form = LookForm()
    if form.validate_on_submit():
        try:
            supervision.settle(
                actor=current_actor(),
                finding=finding,
                is_mended=form.outcome.data == "mended",
                reason=form.reason.data or "",
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("What was seen is recorded."), "success")
            return go(url_for(".show", supervision_id=finding.supervision_id))
    return page(
        "supervisions/look.html", status=form.http_status, form=form, finding=finding, badge_of=badge_of
    )
