"""Views of hits: those of the reader's villages, and settling one."""

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.comparisons import blueprint, presenter
from app.blueprints.comparisons.forms import SettleForm
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.applications import queries as application_queries
from app.domain.applications.models import Application
from app.domain.candidate_lists.excluding import settle_hit
from app.domain.comparisons import queries, settling
from app.domain.comparisons.models import ComparisonHit, HitSettlement
from app.domain.kinship.queries import relatives_of
from app.web.access import current_actor, requires
from app.web.choosing import choose
from app.web.i18n import translate
from app.web.pages import go, page, page_number, text_argument

P = Permission
_SEVERAL = Message(N_("Choose one of the answers."))


@blueprint.get("/hits")
@requires(P.COMPARISON_VIEW)
def hits() -> Response:
    """The hits in force of a round, household by household."""
    choice = choose(P.COMPARISON_VIEW)
    wanted = text_argument("settlement")
    settlement = HitSettlement(wanted) if wanted in set(HitSettlement) else None
    found = None
    if choice.round is not None:
        found = queries.page_hits(
            current_actor(),
            round_id=choice.round.id,
            place=choice.place,
            settlement=settlement,
            number=page_number(),
        )
    return page(
        "comparisons/hits.html",
        choice=choice,
        hits=found,
        settlement=settlement,
        tabs=presenter.hit_tabs(choice, settlement),
        words=presenter,
    )


@blueprint.route("/hits/<int:hit_id>", methods=["GET", "POST"])
@requires(P.COMPARISON_VIEW, load=queries.get_hit)
def hit(hit: ComparisonHit) -> Response:
    """One hit: what the file says, and what it leads to."""
    form = _settle_form(hit)
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                application = _settle(form, hit)
            except Invalid as error:
                form.put_error(error)
            else:
                flash(_("What the hit leads to is recorded."), "success")
                return go(_back(hit, application))
    relatives = relatives_of([hit.household_id])[hit.household_id]
    return page(
        "comparisons/hit.html",
        status=status,
        hit=hit,
        form=form,
        application=application_queries.find_standing(hit.file.round_id, hit.household_id),
        may_settle=can(current_actor(), P.COMPARISON_SETTLE, hit),
        refusals=[translate(reason) for reason in relatives.blockers(current_actor())],
        words=presenter,
    )


def _settle_form(hit: ComparisonHit) -> SettleForm:
    settled = hit.settlement is not HitSettlement.OPEN
    form = SettleForm(
        data={"settlement": hit.settlement.value if settled else None, "explanation": hit.explanation}
    )
    if not settling.may_exclude(current_actor(), hit):
        form.settlement.choices = [
            choice for choice in form.settlement.choices or [] if choice.value != HitSettlement.EXCLUDES.value
        ]
    return form


def _settle(form: SettleForm, hit: ComparisonHit) -> Application | None:
    if form.settlement.data not in set(HitSettlement):
        raise Invalid(_SEVERAL, "settlement")
    return settle_hit(
        actor=current_actor(),
        hit=hit,
        settlement=HitSettlement(form.settlement.data),
        explanation=form.explanation.data or "",
    )


def _back(hit: ComparisonHit, application: Application | None) -> str:
    """To the household's application, or to the hits where no one is filed."""
    if application is not None and can(current_actor(), P.APPLICATION_VIEW, application):
        return url_for("applications.show", number=application.number, _anchor="hits")
    return url_for("comparisons.hits", round=hit.file.round.code, page=request.args.get("page"))
