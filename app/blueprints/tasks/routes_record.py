"""Views that write: setting tasks, the round's steps as tasks, changing, dropping, reporting, writing progress down."""

from dataclasses import dataclass

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.blueprints.tasks import blueprint, presenter
from app.blueprints.tasks.forms import ChangeForm, ReasonForm, ReportForm, new_form, steps_form
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.permissions import Permission
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area, list_villages
from app.domain.rounds.models import Round, RoundKind
from app.domain.rounds.queries import get_round, list_nodes, list_open_rounds
from app.domain.tasks import queries, service
from app.domain.tasks.catalogue import BY_CODE, MeasureCode
from app.domain.tasks.models import Task, TaskShare
from app.web.access import current_actor, requires
from app.web.pages import go, page, page_number

P = Permission


@blueprint.route("/tasks/new/<code>", methods=["GET", "POST"])
@requires(P.TASK_MANAGE, load=get_area)
def new(area: Area) -> Response:
    """Set a task of a township or county for its villages."""
    rounds = _rounds(area)
    form = new_form(list_villages(area.path), data={"starts_on": clock.today()})
    form.offer(rounds)
    if form.validate_on_submit():
        round_ = next(one for one in rounds if one.code == form.round.data)
        try:
            task = service.set_task(
                actor=current_actor(),
                area=area,
                round_=round_,
                values=form.set_values(),
                places=form.chosen_places(),
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("The task is set."), "success")
            return go(url_for(".show", task_id=task.id))
    return page("tasks/new.html", status=form.http_status, form=form, area=area, rounds=rounds)


def _rounds(area: Area) -> list[Round]:
    return [one for kind in RoundKind for one in list_open_rounds(area, kind)]


@dataclass(frozen=True)
class RoundAt:
    """A round, for the area that sets its steps as tasks."""

    area: Area
    round: Round

    @property
    def area_path(self) -> str:
        return self.area.path


def get_round_at(code: str, round_id: int) -> RoundAt:
    """The round over an area; raises ``NotFound``, also for a round without steps."""
    area, round_ = get_area(code), get_round(round_id)
    if not area.path.startswith(round_.area_path) or not list_nodes(round_):
        raise NotFound()
    return RoundAt(area, round_)


@blueprint.route("/tasks/steps/<code>/<int:round_id>", methods=["GET", "POST"])
@requires(P.TASK_MANAGE, load=get_round_at)
def steps(where: RoundAt) -> Response:
    """The steps of a round as tasks, all at once."""
    nodes = queries.list_open_nodes(where.round, where.area)
    form = steps_form(nodes)
    if form.validate_on_submit():
        try:
            found = service.set_steps(
                actor=current_actor(),
                area=where.area,
                round_=where.round,
                villages=list_villages(where.area.path),
                steps=form.steps(),
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(ngettext("One task is set.", "%(num)s tasks are set.", len(found)), "success")
            return go(url_for(".index", year=where.round.year))
    return page(
        "tasks/steps.html",
        status=form.http_status,
        form=form,
        area=where.area,
        round=where.round,
        nodes=nodes,
    )


@blueprint.route("/tasks/<int:task_id>/edit", methods=["GET", "POST"])
@requires(P.TASK_MANAGE, load=queries.get_task, see=P.TASK_VIEW)
def edit(task: Task) -> Response:
    """Change the words, days and people of a task."""
    form = ChangeForm.of(task)
    if form.validate_on_submit():
        try:
            service.change_task(
                actor=current_actor(),
                task=task,
                values=form.changed(task),
                version=form.version.data or 0,
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
            form.version.data, form.version.raw_data = task.version, None
        else:
            flash(_("The task is changed."), "success")
            return go(url_for(".show", task_id=task.id))
    return page("tasks/edit.html", status=form.http_status, form=form, task=task)


@blueprint.route("/tasks/<int:task_id>/drop", methods=["GET", "POST"])
@requires(P.TASK_MANAGE, load=queries.get_task, see=P.TASK_VIEW)
def drop(task: Task) -> Response:
    """A task is no longer to be done."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            service.drop_task(actor=current_actor(), task=task, reason=form.reason.data or "")
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("The task is dropped."), "success")
            return go(url_for(".index", year=task.round.year))
    return page("tasks/drop.html", status=form.http_status, form=form, task=task)


@blueprint.route("/tasks/shares/<int:share_id>/report", methods=["GET", "POST"])
@requires(P.TASK_REPORT, load=queries.get_share, see=P.TASK_VIEW)
def report(share: TaskShare) -> Response:
    """A place reports how far it is."""
    form, task, actor = ReportForm(), share.task, current_actor()
    is_told = task.measure == MeasureCode.TOLD
    if form.validate_on_submit():
        done = form.done.data if is_told else None
        try:
            service.report(actor=actor, share=share, done=done, words=form.words.data or "")
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("The progress is recorded."), "success")
            return go(url_for(".show", task_id=task.id))
    return page(
        "tasks/report.html",
        status=form.http_status,
        form=form,
        share=share,
        task=task,
        measure=BY_CODE[task.measure],
        is_told=is_told,
        line=(line := queries.load_line(task, actor)),
        cells=line.at({share.area_id}),
        reports=queries.page_reports(share, page_number()),
        page_url=lambda number: url_for(".report", share_id=share.id, page=number),
        labels=presenter,
    )


@blueprint.post("/tasks/progress/<code>/<int:year>")
@requires(P.TASK_MANAGE, load=get_area)
def take_stock(area: Area, year: int) -> Response:
    """Write down how far all counted tasks are today."""
    number = service.take_stock(actor=current_actor(), area=area, year=year)
    words = ngettext(
        "The progress of %(num)s share is written down.",
        "The progress of %(num)s shares is written down.",
        number,
    )
    flash(words, "success")
    return go(url_for(".progress", year=year))
