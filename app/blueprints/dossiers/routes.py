"""Views of one household's dossier: the checklist, and the file."""

from werkzeug.wrappers import Response

from app.blueprints.dossiers import blueprint, presenter
from app.blueprints.dossiers.forms import DossierForm
from app.core import clock
from app.core.db import start_writing
from app.core.errors import NotFound
from app.core.permissions import Permission, can
from app.documents.dossiers import dossier_pdf
from app.domain.dossiers import queries, service
from app.domain.dossiers.queries import Dossier
from app.domain.households import service as households
from app.domain.households.models import Household
from app.web.access import current_actor, requires
from app.web.choosing import choose
from app.web.i18n import current_locale
from app.web.pages import page, text_argument
from app.web.portal import reads_first

P = Permission


@blueprint.get("/dossiers")
@requires(P.DOSSIER_VIEW)
def index() -> Response:
    """The villages whose dossiers and book one may see, in a round."""
    choice = choose(P.DOSSIER_VIEW)
    villages = [choice.village] if choice.village else choice.villages
    applied = (
        queries.count_applicants([village.id for village in villages], choice.round.id)
        if choice.round
        else {}
    )
    return page("dossiers/index.html", choice=choice, shown=villages, applied=applied)


@blueprint.get("/households/<household_no>/dossier")
@requires(P.DOSSIER_VIEW, load=queries.get_household)
def show(household: Household) -> Response:
    """Every record that identification asks for: there, missing, still to come, not asked for."""
    rounds = queries.list_rounds_of_household(household.id)
    round_ = presenter.chosen_round(rounds, text_argument("round"))
    dossier = queries.load_dossier(household, round_) if round_ is not None else None
    return page(
        "dossiers/show.html",
        household=household,
        rounds=rounds,
        round=round_,
        dossier=dossier,
        lines=presenter.record_lines(dossier.records) if dossier else [],
        counts=presenter.counts_of(dossier.records) if dossier else {},
        form=DossierForm(),
        may_show_numbers=can(current_actor(), P.PERSONAL_NUMBERS_VIEW, household),
    )


@blueprint.post("/households/<household_no>/dossier.pdf")
@reads_first
@requires(P.DOSSIER_VIEW, load=queries.get_household)
def print_one(household: Household) -> Response:
    """The file, made now; who had it made, and whether the full numbers stand in it, is kept in the history."""
    round_ = presenter.chosen_round(queries.list_rounds_of_household(household.id), text_argument("round"))
    if round_ is None:
        raise NotFound()
    actor, form = current_actor(), DossierForm()
    in_full = bool(form.in_full.data) and can(actor, P.PERSONAL_NUMBERS_VIEW, household)
    number, data = household.household_no, _made(queries.load_dossier(household, round_), in_full=in_full)
    what = round_.code
    start_writing()
    household = queries.get_household(number)
    if in_full:
        households.record_numbers_shown(household=household, actor=actor)
    service.record_dossier_printed(actor=actor, household=household, what=what)
    return presenter.sent(data, "application/pdf", f"{number}.pdf")


def _made(dossier: Dossier, *, in_full: bool) -> bytes:
    paper = presenter.paper_of(dossier, current_actor(), in_full=in_full, made_on=clock.today())
    return dossier_pdf(paper, current_locale()).data
