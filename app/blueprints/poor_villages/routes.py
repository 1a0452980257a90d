"""Views of the applications: all of a round, one village's form, one application, its steps."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.poor_villages import blueprint, presenter
from app.blueprints.poor_villages.forms import STEP_FORMS, ReasonForm, StepForm, VillageForm
from app.core.audit import subject_key
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.machine import Step
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.areas.queries import list_villages_for
from app.domain.poor_villages import publishing, queries, rules, service
from app.domain.poor_villages.models import PoorVillage, VillageState
from app.domain.rounds.models import Round, RoundKind, RoundState
from app.domain.workflow import poor_villages
from app.domain.workflow.procedures.poor_village import MACHINE, WITH_NOTICE
from app.web.access import current_actor, requires
from app.web.choosing import choose
from app.web.pages import go, page
from app.web.timeline import timeline
from app.web.uploads import find_file

P = Permission
NOT_NOW = N_("This step does not lead on from where the village stands, or is not yours.")


@blueprint.get("")
@requires(P.POOR_VILLAGE_VIEW)
def index() -> Response:
    """The villages of a round, how they meet the three criteria, how far each is."""
    actor, choice = current_actor(), choose(P.POOR_VILLAGE_VIEW, RoundKind.POOR_VILLAGES)
    round_ = choice.round
    if round_ is None:
        return page("poor_villages/index.html", choice=choice, round=None)
    cases = queries.list_cases_for(round_, actor)
    return page(
        "poor_villages/index.html",
        choice=choice,
        round=round_,
        lines=presenter.lines_of(cases, actor),
        words=rules.rule_in_words(round_.policy),
        lacks=rules.missing_of_province(round_.policy),
        with_collective=round_.policy.poor_village_no_collective,
        may_write=_may_write(round_, {case.village_id for case in cases}),
        publish_links=presenter.publish_links(round_, actor),
        may_score=can(actor, P.POOR_VILLAGE_DECIDE, round_),
    )


def _may_write(round_: Round, taken: set[int]) -> list[Area]:
    """The reader's villages that have no form in the round yet."""
    if round_.state is not RoundState.OPEN:
        return []
    own = list_villages_for(current_actor(), P.POOR_VILLAGE_APPLY)
    return [one for one in own if one.id not in taken and one.path.startswith(round_.area_path)]


@blueprint.route("/write", methods=["GET", "POST"])
@requires(P.POOR_VILLAGE_APPLY)
def write() -> Response:
    """The form of a village: begun, or changed while the village has it."""
    choice = choose(P.POOR_VILLAGE_APPLY, RoundKind.POOR_VILLAGES)
    if choice.round is None or choice.village is None:
        return go(url_for("poor_villages.index"))
    case = queries.find_case(choice.round, choice.village)
    form = VillageForm(data=VillageForm.shown(case))
    if form.validate_on_submit():
        try:
            return _written(form, choice.round, choice.village)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
    return page(
        "poor_villages/write.html",
        status=form.http_status,
        form=form,
        case=case,
        round=choice.round,
        village=choice.village,
        register=queries.load_register(choice.round, [choice.village])[choice.village.id],
        figures=rules.FIGURE_LABELS,
    )


def _written(form: VillageForm, round_: Round, village: Area) -> Response:
    case = service.write(
        actor=current_actor(),
        round_=round_,
        village=village,
        figures=form.figures,
        met_on=form.met_on.data,
        minutes=find_file(form.minutes, kind="minutes", area_path=village.path, needs=P.POOR_VILLAGE_VIEW),
        note=form.note.data or "",
        version=form.version.data,
    )
    flash(_("The form is kept. It is not sent yet: look it over, then apply."), "success")
    return go(url_for("poor_villages.show", case_id=case.id))


@blueprint.get("/<int:case_id>")
@requires(P.POOR_VILLAGE_VIEW, load=queries.get_case)
def show(case: PoorVillage) -> Response:
    """One village: the criteria worked out, the form beside the register, notices, points, what comes next."""
    actor, register = current_actor(), queries.load_register_of(case)
    may_decide = can(actor, P.POOR_VILLAGE_DECIDE, case.round)
    return page(
        "poor_villages/show.html",
        case=case,
        state=MACHINE.states[case.state],
        tone=presenter.TONES[case.state],
        criteria=rules.criteria_of(publishing.figures_of(case), case.policy),
        lacks=rules.missing_of_province(case.policy),
        figures=presenter.form_lines(case, register),
        notices=presenter.notice_lines(queries.list_standings(case)),
        average=presenter.average_words(case) if presenter.may_see_points(case, actor) else "",
        most=rules.most_points(case.policy),
        score_labels=rules.SCORE_LABELS,
        may_decide=may_decide,
        is_scored_now=may_decide and case.state is VillageState.PANEL,
        may_write=case.state is VillageState.DRAFT and can(actor, P.POOR_VILLAGE_APPLY, case),
        offers=poor_villages.offers_of(case, actor),
        events=timeline([subject_key(case)]),
    )


@blueprint.route("/<int:case_id>/steps/<step>", methods=["GET", "POST"])
@requires(P.POOR_VILLAGE_VIEW, load=queries.get_case)
def take_step(case: PoorVillage, step: str) -> Response:
    """The page that says what a step does, and the taking of it."""
    if step in WITH_NOTICE:
        raise NotFound()
    row = MACHINE.step(step)
    form = _form_for(row)(data={"version": case.version})
    offer = next((one for one in poor_villages.offers_of(case, current_actor()) if one.step is row), None)
    if form.validate_on_submit() and _is_taken(case, row, form):
        flash(_("Done: %(step)s.", step=_(row.label)), "success")
        return go(url_for("poor_villages.show", case_id=case.id))
    if not form.is_submitted() and offer is None:
        raise Conflict(Message(NOT_NOW))
    return page(
        "poor_villages/step.html",
        status=form.http_status,
        case=case,
        row=row,
        form=form,
        blockers=offer.blockers if offer else (),
    )


def _form_for(row: Step) -> type[StepForm]:
    return STEP_FORMS.get(row.name, ReasonForm if row.needs_reason else StepForm)


def _is_taken(case: PoorVillage, row: Step, form: StepForm) -> bool:
    """Whether the step could be taken; else the reasons stand in the form."""
    said = {name: form[name].data or "" for name in ("reason", "words", "document_no") if name in form}
    try:
        poor_villages.take_village_step(
            case=case,
            step=row.name,
            actor=current_actor(),
            reason=said.pop("reason", ""),
            version=form.version.data,
            given=said,
        )
    except (Invalid, Refused, Conflict) as error:
        form.put_error(error)
        return False
    return True
