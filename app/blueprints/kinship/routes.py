"""Views of officials' relatives: all areas, one area, declaring, stating, settling hints, ending a declaration."""

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from app.blueprints.kinship import blueprint, presenter
from app.blueprints.kinship.forms import DeclareForm, ReasonForm, RelationForm, StatementForm, StatementsForm
from app.core import clock
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area
from app.domain.kinship import queries, rules, service
from app.domain.kinship.models import Kinship, Relation
from app.domain.kinship.queries import Hint
from app.domain.officials import queries as official_queries
from app.domain.officials.models import Official
from app.domain.rounds.models import Round
from app.web.access import current_actor, requires
from app.web.choosing import choose
from app.web.forms import BaseForm
from app.web.i18n import current_locale
from app.web.pages import go, page

P = Permission


@blueprint.get("")
@requires(P.KINSHIP_VIEW)
def index() -> Response:
    """The areas one may see, with what is still to be stated; who sees one goes straight to it."""
    choice = choose(P.KINSHIP_VIEW)
    if choice.round is None:
        return page("kinship/index.html", choice=choice, lines=[])
    if choice.village is not None:
        return go(url_for("kinship.show", code=choice.village.code, round=choice.round.code))
    lines = presenter.area_lines(choice.round, choice.places.paths)
    return page("kinship/index.html", choice=choice, lines=lines)


@blueprint.get("/<code>")
@requires(P.KINSHIP_VIEW, load=get_area)
def show(area: Area) -> Response:
    """One area: who still has to state, declarations, hints."""
    return _shown(area, StatementsForm(formdata=None, data={"stated_on": clock.today()}))


@blueprint.post("/<code>/statements")
@requires(P.KINSHIP_DECLARE, load=get_area, see=P.KINSHIP_VIEW)
def state_many(area: Area) -> Response:
    """Several have signed: each that what is declared is all, or that there is none where nothing is."""
    form = StatementsForm()
    wanted = set(form.official.data or [])
    chosen = [one for one in official_queries.list_officials(area) if str(one.id) in wanted]
    if form.validate_on_submit() and chosen:
        try:
            service.make_statements(
                actor=current_actor(), officials=chosen, round_=_round(), stated_on=form.stated_on.data
            )
        except Invalid as error:
            form.put_error(error)
        else:
            flash(
                ngettext("One statement is recorded.", "%(num)s statements are recorded.", len(chosen)),
                "success",
            )
            return _back(area)
    elif not chosen:
        form.official.errors = [_("Tick who has signed.")]
    return _shown(area, form)


@blueprint.route("/officials/<int:official_id>", methods=["GET", "POST"])
@requires(P.KINSHIP_DECLARE, load=official_queries.get_official, see=P.KINSHIP_VIEW)
def declare(official: Official) -> Response:
    """Enter a relative of an official."""
    form = DeclareForm()
    form.relation.choices = presenter.relation_choices()
    if form.validate_on_submit():
        try:
            kinship = _declare(form, official)
        except Invalid as error:
            form.put_error(error)
        except Conflict as error:
            form.put_error(Invalid(error.message, "household"))
        else:
            head = kinship.household.head_name
            flash(_("The relative is declared: household of %(head)s.", head=head), "success")
            return go(url_for("kinship.declare", official_id=official.id))
    return page(
        "kinship/declare.html",
        status=_status(form),
        form=form,
        official=official,
        kinships=queries.list_of_official(official),
        labels=rules,
        round=_round(),
        statement=_statement_of(official),
        may_settle=rules.is_from_above(current_actor(), official),
    )


def _declare(form: DeclareForm, official: Official) -> Kinship:
    return service.declare_kinship(
        actor=current_actor(),
        official=official,
        household=presenter.find_household(official, form.household.data),
        relation=Relation(form.relation.data),
        note=form.note.data or "",
    )


@blueprint.route("/officials/<int:official_id>/statement", methods=["GET", "POST"])
@requires(P.KINSHIP_DECLARE, load=official_queries.get_official, see=P.KINSHIP_VIEW)
def state(official: Official) -> Response:
    """Record the signed statement of one official."""
    declared = queries.count_of_officials([official]).get(official.id, 0)
    form = StatementForm(data={"stated_on": clock.today(), "none": "0" if declared else "1"})
    form.none.choices = [
        SelectChoice("0", _("“The relatives declared here are all I have.”")),
        SelectChoice("1", _("“I have none.”")),
    ]
    if form.validate_on_submit():
        try:
            service.make_statement(
                actor=current_actor(),
                official=official,
                round_=_round(),
                none=form.none.data == "1",
                stated_on=form.stated_on.data,
            )
        except Invalid as error:
            form.put_error(error)
        except Refused as error:
            form.put_error(Invalid(error.message, "none"))
        else:
            flash(_("The statement is recorded."), "success")
            return _back(official.area)
    return page("kinship/state.html", status=_status(form), form=form, official=official, round=_round())


@blueprint.get("/hints/<int:official_id>/<household_no>")
@requires(P.KINSHIP_VIEW, load=queries.get_hint)
def hint(found: Hint) -> Response:
    """A hint: why the two may be related, and what may be done about it."""
    return _hint_page(found)


@blueprint.post("/hints/<int:official_id>/<household_no>/confirm")
@requires(P.KINSHIP_VIEW, load=queries.get_hint)
def confirm(found: Hint) -> Response:
    """It is true: a declaration follows."""
    form = RelationForm()
    form.relation.choices = presenter.relation_choices()
    if not form.validate_on_submit():
        return _hint_page(found, confirm_form=form)
    service.confirm_hint(
        actor=current_actor(),
        hint=found,
        relation=Relation(form.relation.data),
        note=form.note.data or "",
    )
    flash(_("The relative is declared: household of %(head)s.", head=found.head_name), "success")
    return _back_to_village(found)


@blueprint.post("/hints/<int:official_id>/<household_no>/dismiss")
@requires(P.KINSHIP_SETTLE, load=queries.get_hint, see=P.KINSHIP_VIEW)
def dismiss(found: Hint) -> Response:
    """It means nothing, for a reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            service.dismiss_hint(actor=current_actor(), hint=found, reason=form.reason.data or "")
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The hint is dismissed."), "success")
            return _back_to_village(found)
    return _hint_page(found, dismiss_form=form)


@blueprint.route("/<int:kinship_id>/end", methods=["GET", "POST"])
@requires(P.KINSHIP_SETTLE, load=queries.get_kinship, see=P.KINSHIP_VIEW)
def end(kinship: Kinship) -> Response:
    """End a declaration, one level up, with a reason."""
    if not rules.is_from_above(current_actor(), kinship.official):
        raise Forbidden()
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            service.end_kinship(actor=current_actor(), kinship=kinship, reason=form.reason.data or "")
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The declaration has ended."), "success")
            return go(url_for("kinship.show", code=kinship.household.village.code))
    return page("kinship/end.html", status=_status(form), form=form, kinship=kinship, labels=rules)


def _hint_page(
    found: Hint, confirm_form: RelationForm | None = None, dismiss_form: ReasonForm | None = None
) -> Response:
    form = confirm_form or RelationForm(formdata=None)
    form.relation.choices = presenter.relation_choices()
    actor = current_actor()
    return page(
        "kinship/hint.html",
        status=422 if confirm_form or dismiss_form else 200,
        hint=found,
        grounds=presenter.ground_words(found.grounds),
        confirm_form=form,
        dismiss_form=dismiss_form or ReasonForm(formdata=None),
        faulty=confirm_form or dismiss_form,
        may_declare=can(actor, P.KINSHIP_DECLARE, found.official),
        may_settle=rules.is_from_above(actor, found.official),
    )


def _shown(area: Area, form: StatementsForm) -> Response:
    round_ = _round()
    choice = choose(P.KINSHIP_VIEW)
    return page(
        "kinship/show.html",
        status=_status(form),
        area=area,
        round=round_,
        choice=choice,
        relations=presenter.relations_of(area, round_),
        labels=rules,
        words=presenter,
        form=form,
        may_declare=can(current_actor(), P.KINSHIP_DECLARE, area),
        may_settle=can(current_actor(), P.KINSHIP_SETTLE, area),
        title=_("Relatives of officials, %(area)s", area=area.name.in_(current_locale())),
    )


def _round() -> Round:
    """The round asked for, else the newest open one; raises ``NotFound`` when there is none."""
    round_ = choose(P.KINSHIP_VIEW).round
    if round_ is None:
        raise NotFound()
    return round_


def _statement_of(official: Official) -> object:
    return queries.list_valid_statements([official], _round()).get(official.id)


def _back(area: Area) -> Response:
    return go(url_for("kinship.show", code=area.code, round=_round().code))


def _back_to_village(found: Hint) -> Response:
    return go(url_for("kinship.show", code=found.village_code))


def _status(form: BaseForm) -> int:
    return 422 if form.is_submitted() else 200
