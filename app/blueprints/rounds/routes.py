"""Views of rounds: all of them, one with its steps and totals, its frozen policy, and the county's acts."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from app.blueprints.rounds import blueprint
from app.blueprints.rounds.forms import NodeForm, OpenForm, QuotaForm, StepForm
from app.blueprints.rounds.presenter import departures_of, stops_of
from app.core import clock
from app.core.errors import Invalid, NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.areas.queries import get_village
from app.domain.notices import reading
from app.domain.notices.labels import KIND_LABELS as KIND_LABELS_OF_NOTICES
from app.domain.policies import queries as policies
from app.domain.policies.models import PolicyProfile
from app.domain.policies.schema import fields_of
from app.domain.policies.vocabulary import GROUP_LABELS, KINDS_OF, FieldGroup, NoticeFamily
from app.domain.reports import figures
from app.domain.rounds import queries, service
from app.domain.rounds.models import Round, RoundKind
from app.domain.rounds.rules import (
    KIND_LABELS,
    NODE_LABELS,
    PROCEDURE,
    STATE_LABELS,
    NodeCode,
    parse_incidence,
)
from app.web.access import current_actor, requires
from app.web.i18n import current_locale
from app.web.pages import go, page

#: the rules that speak of a year of funds and projects
FUND_GROUPS = (
    FieldGroup.FUNDS,
    FieldGroup.NOTICES,
    FieldGroup.OBJECTIONS,
    FieldGroup.PUBLICITY,
    FieldGroup.TASKS,
)
#: what the notices of a round without lists are about
FAMILY_OF_ROUND = {
    RoundKind.FUNDS: NoticeFamily.MONEY,
    RoundKind.MONITORING: NoticeFamily.WATCH,
    RoundKind.POOR_VILLAGES: NoticeFamily.VILLAGES,
}
#: the rules that speak of such a round
_COMMON_GROUPS = (FieldGroup.NOTICES, FieldGroup.OBJECTIONS, FieldGroup.PUBLICITY)
GROUPS_OF_ROUND: Mapping[RoundKind, Iterable[FieldGroup]] = {
    RoundKind.FUNDS: FUND_GROUPS,
    RoundKind.MONITORING: (FieldGroup.EXIT, *_COMMON_GROUPS),
    RoundKind.POOR_VILLAGES: (FieldGroup.VILLAGES, *_COMMON_GROUPS),
}


@blueprint.get("")
@requires(Permission.ROUND_VIEW)
def index() -> Response:
    """All rounds that the reader may see."""
    actor = current_actor()
    rounds = [r for r in queries.list_rounds_of_every_kind() if can(actor, Permission.ROUND_VIEW, r)]
    return page("rounds/index.html", rounds=rounds, state_labels=STATE_LABELS, kind_labels=KIND_LABELS)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.ROUND_MANAGE)
def new() -> Response:
    """Open a round."""
    form = OpenForm(data={"year": clock.today().year})
    choices = _profiles()
    form.profile.choices = [SelectChoice(str(p.id), p.title.in_(current_locale())) for p in choices]
    if form.validate_on_submit():
        try:
            opened = _open(form)
        except (Invalid, Refused) as error:
            form.put_error(error)
        else:
            flash(_("The round is open."), "success")
            return go(url_for("rounds.show", code=opened.code))
    return page("rounds/new.html", status=422 if form.is_submitted() else 200, form=form, profiles=choices)


@blueprint.get("/<code>")
@requires(Permission.ROUND_VIEW, load=queries.get_round_by_code)
def show(round_: Round) -> Response:
    """The nine steps, quotas and totals by village, and what left at which step and why; or a year of funds."""
    if round_.kind in FAMILY_OF_ROUND:
        return _show_without_list(round_)
    totals = figures.totals_by_village(round_)
    departures = departures_of(figures.list_departures(round_), [row.village for row in totals])
    return page(
        "rounds/show.html",
        round=round_,
        stops=stops_of(queries.list_nodes(round_), clock.today()),
        totals=totals,
        total=figures.sum_totals(totals),
        stages=figures.STAGE_LABELS,
        columns=[_("Village"), *((_(label), "num") for label in figures.STAGE_LABELS.values())],
        departures=departures,
        state_label=STATE_LABELS[round_.state],
        offers=PROCEDURE.offered(round_, current_actor()),
    )


def _show_without_list(round_: Round) -> Response:
    """A year of funds and projects, or of another matter without lists: it has neither steps nor quotas."""
    counted, kinds = reading.count_by_kind(round_.id), KINDS_OF[FAMILY_OF_ROUND[round_.kind]]
    return page(
        "rounds/funds.html",
        round=round_,
        counted=[(KIND_LABELS_OF_NOTICES[kind], kind.value, counted.get(kind, 0)) for kind in kinds],
        state_label=STATE_LABELS[round_.state],
        offers=PROCEDURE.offered(round_, current_actor()),
    )


@blueprint.get("/<code>/policy")
@requires(Permission.ROUND_VIEW, load=queries.get_round_by_code)
def policy(round_: Round) -> Response:
    """The values that the round copied when it opened."""
    shown = GROUPS_OF_ROUND.get(round_.kind, FieldGroup)
    groups = [(GROUP_LABELS[group], fields_of(group)) for group in shown]
    return page("rounds/policy.html", round=round_, groups=groups)


@blueprint.route("/<code>/nodes/<node>", methods=["GET", "POST"])
@requires(Permission.ROUND_MANAGE, load=queries.get_round_by_code, see=Permission.ROUND_VIEW)
def set_node(round_: Round, node: str) -> Response:
    """Set the time node of a step."""
    found = queries.find_node(round_, node)
    if found is None:
        raise NotFound()
    form = NodeForm(data={"due_on": found.due_on, "done_on": found.done_on})
    if form.validate_on_submit():
        try:
            service.set_node(
                round_=round_,
                code=node,
                due_on=form.due_on.data,
                done_on=form.done_on.data,
                actor=current_actor(),
            )
        except Invalid as error:
            form.put_error(error)
        else:
            return _done(round_, "steps")
    label = NODE_LABELS[NodeCode(node)]
    status = 422 if form.is_submitted() else 200
    return page("rounds/node.html", status=status, round=round_, form=form, label=label)


@blueprint.route("/<code>/quotas/<village_code>", methods=["GET", "POST"])
@requires(Permission.ROUND_MANAGE, load=queries.get_round_by_code, see=Permission.ROUND_VIEW)
def set_quota(round_: Round, village_code: str) -> Response:
    """Set the quota of a village."""
    village = get_village(village_code)
    quota = queries.find_quota(round_, village)
    form = QuotaForm(obj=quota)
    if form.validate_on_submit():
        try:
            service.set_quota(
                round_=round_,
                village=village,
                population=form.population.data or 0,
                planned_incidence=_incidence(form.planned_incidence.data),
                quota_people=form.quota_people.data,
                actor=current_actor(),
            )
        except Invalid as error:
            form.put_error(error)
        else:
            return _done(round_, "villages")
    status = 422 if form.is_submitted() else 200
    return page("rounds/quota.html", status=status, round=round_, village=village, form=form)


@blueprint.route("/<code>/steps/<step>", methods=["GET", "POST"])
@requires(Permission.ROUND_MANAGE, load=queries.get_round_by_code, see=Permission.ROUND_VIEW)
def take_step(round_: Round, step: str) -> Response:
    """Close the round, or open it again."""
    found = PROCEDURE.step(step)
    form = StepForm()
    if form.validate_on_submit():
        try:
            if found.name == "close":
                service.close_round(round_=round_, actor=current_actor())
            else:
                service.reopen_round(round_=round_, reason=form.reason.data or "", actor=current_actor())
        except Invalid as error:
            form.put_error(error)
        else:
            return _done(round_)
    return page(
        "rounds/step.html", status=422 if form.is_submitted() else 200, round=round_, step=found, form=form
    )


def _profiles() -> list[PolicyProfile]:
    actor = current_actor()
    return [p for p in policies.list_profiles() if can(actor, Permission.ROUND_MANAGE, p)]


def _open(form: OpenForm) -> Round:
    profile, year = policies.get_profile(form.profile.data), form.year.data or 0
    known_year = year if dt.MINYEAR <= year <= dt.MAXYEAR else dt.MINYEAR
    return service.open_round(
        code=form.code.data,
        year=year,
        area=profile.area,
        profile=profile,
        name_zh=form.name_zh.data,
        name_en=form.name_en.data,
        reference_from=form.reference_from.data or dt.date(known_year, 1, 1),
        reference_until=form.reference_until.data or dt.date(known_year, 12, 31),
        kind=form.chosen_kind,
        actor=current_actor(),
    )


def _incidence(text: str | None) -> Decimal | None:
    if not text:
        return None
    value = parse_incidence(text)
    if value is None:
        raise Invalid(Message(N_("Write a share such as 0.056.")), field="planned_incidence")
    return value


def _done(round_: Round, part: str = "") -> Response:
    flash(_("Recorded."), "success")
    return go(url_for("rounds.show", code=round_.code) + (f"#{part}" if part else ""))
