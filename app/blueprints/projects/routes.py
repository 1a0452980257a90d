"""Views of projects: the year's list, one project, taking a step."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.projects import blueprint, choosing, contexts, next_steps, presenter
from app.blueprints.projects.coming_back import come_back
from app.blueprints.projects.files import paper_of
from app.blueprints.projects.step_forms import MARK_FORMS, MarkForm, ReasonForm, StepForm
from app.core import clock
from app.core.errors import Conflict, Invalid, Refused
from app.core.machine import Step
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.projects import queries
from app.domain.projects.course import Mark
from app.domain.projects.models import Project
from app.domain.workflow.procedures.project import MACHINE
from app.domain.workflow.projects import take_project_step
from app.web.access import current_actor, requires
from app.web.choosing import list_open_years
from app.web.pages import go, page, page_number

P = Permission


@blueprint.get("")
@requires(P.PROJECT_VIEW)
def index() -> Response:
    """The projects of a year: where each stands, how far it has come, what is late."""
    choice, actor = choosing.choose(), current_actor()
    found = queries.page_projects(
        actor=actor,
        round_id=choice.round.id if choice.round else 0,
        area=choice.area,
        state=choice.state,
        kind=choice.kind,
        late=choice.lacks == "time",
        unannounced=choice.lacks == "notice",
        q=choice.q,
        number=page_number(),
    )
    return page(
        "projects/index.html",
        fragment="results",
        choice=choice,
        place_name="area",
        found=found,
        announced=queries.load_kinds_announced([one.id for one in found.items]),
        next_of=next_steps,
        lacks=[(value, _(label)) for value, label in choosing.LACKS.items()],
        labels=presenter,
        may_begin=bool(list_open_years()) and can(actor, P.PROJECT_EDIT),
        url_for_page=lambda number: url_for("projects.index", page=number, **choice.arguments),
    )


@blueprint.get("/<number>")
@requires(P.PROJECT_VIEW, load=queries.get_project)
def show(project: Project) -> Response:
    """One project: where it stands, what comes next, its record, progress, money, notices, papers."""
    return page("projects/show.html", **contexts.project_page(project))


@blueprint.route("/<number>/steps/<step>", methods=["GET", "POST"])
@requires(P.PROJECT_VIEW, load=queries.get_project)
def step(project: Project, step: str) -> Response:
    """The page that says what a step does, and the taking of it."""
    row = MACHINE.step(step)
    form = _form_for(row)(data={"version": project.version, "on": clock.today()})
    found = {one.url: one for one in next_steps.next_steps(project, current_actor())}
    offer = found.get(url_for("projects.step", number=project.number, step=step))
    if form.validate_on_submit() and _is_taken(project, row, form):
        flash(_("Done: %(step)s.", step=_(row.label)), "success")
        return go(url_for("projects.show", number=project.number))
    if not form.is_submitted() and (offer is None or not offer.is_mine):
        raise Conflict(
            Message(N_("This step does not lead on from where the project stands, or is not yours."))
        )
    return page(
        "projects/step.html",
        status=form.http_status,
        project=project,
        row=row,
        number_is_needed=row.name in NUMBERED,
        form=form,
        offer=offer,
        is_past=form.was_slower and project.state not in row.sources,
    )


def _form_for(row: Step) -> type[StepForm]:
    if row.name in MARKED:
        return MARK_FORMS.get(row.name, MarkForm)
    return ReasonForm if row.needs_reason else StepForm


#: the steps that put a point onto the trail
MARKED = frozenset(
    step.name
    for step in MACHINE.steps
    if any(str(getattr(guard, "__name__", "")).startswith("has_mark") for guard in step.guards)
)


#: those of them whose point has the number of a document
NUMBERED = frozenset({"approve", "plan"})


def _is_taken(project: Project, row: Step, form: StepForm) -> bool:
    """Take the step; where that fails, the form says why. Once the project is past it, nothing is to be sent again."""
    try:
        _take(project, row, form)
    except (Invalid, Refused, Conflict) as error:
        if project.state in row.sources:
            come_back(form, error, project.version)
        else:
            form.put_error(error)
        return False
    return True


def _take(project: Project, row: Step, form: StepForm) -> None:
    given: dict[str, Any] = {}
    if isinstance(form, MarkForm):
        given["mark"] = Mark(
            on=form.on.data,
            document_no=form.document_no.data or "",
            note_zh=form.note_zh.data or "",
            paper=paper_of(form.paper, project),
        )
    take_project_step(
        project=project,
        step=row.name,
        actor=current_actor(),
        reason=form.reason.data or "",
        version=form.version.data or 0,
        given=given,
    )
