"""Views for staff: the card of an application, the frozen ones before it, its paper and its text."""

from werkzeug.wrappers import Response

from app.blueprints.why_cards import blueprint, presenter
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.documents.why_cards import spoken_text, why_pdf
from app.domain.applications.models import Application
from app.domain.applications.queries import get_application
from app.domain.why_cards import queries
from app.web.access import requires
from app.web.i18n import current_locale
from app.web.pages import page, text_argument
from app.web.papers import paper_language, unkept_paper

P = Permission


@blueprint.get("/applications/<number>/why")
@requires(P.APPLICATION_VIEW, load=get_application)
def show(application: Application) -> Response:
    """Why this household is where it is: the same card that it reads itself."""
    shown = _asked(application)
    return page(
        "why_cards/show.html",
        application=application,
        shown=shown,
        history=presenter.history_of(application),
        secret=presenter.secret_of(application.number, application.receipt_salt),
        spoken=spoken_text(shown.card, current_locale()),
        labels=presenter,
    )


@blueprint.get("/applications/<number>/why.pdf")
@requires(P.APPLICATION_VIEW, load=get_application)
def paper(application: Application) -> Response:
    """The card on one page in large type."""
    shown = _asked(application)
    data = why_pdf(presenter.paper_of(shown.card, shown.frozen), paper_language())
    return unkept_paper(data, f"why-{application.number}")


@blueprint.get("/applications/<number>/why.txt")
@requires(P.APPLICATION_VIEW, load=get_application)
def text(application: Application) -> Response:
    """The card as text to be read aloud."""
    words = spoken_text(_asked(application).card, current_locale())
    return presenter.unkept("\n".join(words) + "\n", "text/plain", f"why-{application.number}.txt")


def _asked(application: Application) -> presenter.Shown:
    """The frozen card that the address names by its number, else the one that counts."""
    ordinal = text_argument("card", 6)
    if not ordinal:
        return presenter.card_for(application)
    frozen = queries.find_card(application.id, int(ordinal)) if ordinal.isdecimal() else None
    if frozen is None:
        raise NotFound()
    return presenter.shown(application, frozen)
