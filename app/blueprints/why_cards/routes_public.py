"""Views for the household: number and code of its receipt open its card. Neither stands in an address or a log.

The code comes by POST only; the session remembers for a short while which card it opened, never the code.
"""

import datetime as dt
import secrets

from flask import session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.why_cards import blueprint, limits, presenter
from app.blueprints.why_cards.forms import CardForm
from app.core import clock
from app.core.db import unit_of_work
from app.core.receipts import is_same_secret
from app.documents.why_cards import spoken_text, why_pdf
from app.domain.applications.models import Application
from app.domain.reports.ways import load_way_of
from app.domain.why_cards import queries
from app.web.access import public
from app.web.i18n import current_locale
from app.web.pages import go, page
from app.web.portal import reads_first
from app.web.templating import format_instant

OPENED = "card"
#: a device that was put away open shows nothing to the next one
LONGEST = dt.timedelta(minutes=30)


@blueprint.get("/card")
@public
def ask() -> Response:
    """Type number and code; or, once both were right, the card."""
    application = _opened()
    if application is None:
        return page("why_cards/ask.html", form=CardForm(), opens_at="")
    shown = presenter.card_for(application)
    response = page(
        "why_cards/card.html",
        shown=shown,
        spoken=spoken_text(shown.card, current_locale()),
        way=load_way_of(application),
        labels=presenter,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/card")
@public
@reads_first
def open_card() -> Response:
    """Look whether number and code belong together. A wrong number and a wrong code are answered alike."""
    form, opens_at, status = CardForm(), "", 422
    if form.validate_on_submit():
        if not limits.may_try(form.number.data):
            opens_at, status = format_instant(limits.opens_at()), 429
        elif found := _find(form.number.data, form.secret.data):
            session[OPENED] = [found.number, int(clock.now().timestamp())]
            return go(url_for(".ask"))
        else:
            with unit_of_work():
                limits.count_wrong_code(form.number.data)
            form.form_errors.append(
                _("This number and this code do not belong together. Look at your slip again.")
            )
    response = page("why_cards/ask.html", status=status, form=form, opens_at=opens_at)
    if opens_at:
        wait = (limits.opens_at() - clock.now()).total_seconds()
        response.headers["Retry-After"] = str(int(wait) + 1)
    return response


@blueprint.post("/card/print")
@public
@reads_first
def print_card() -> Response:
    """The opened card on one page in large type."""
    application = _opened()
    if application is None:
        return go(url_for(".ask"))
    shown = presenter.card_for(application)
    data = why_pdf(presenter.paper_of(shown.card, shown.frozen), current_locale())
    return presenter.unkept(data, "application/pdf", "card.pdf")


@blueprint.post("/card/text")
@public
@reads_first
def read_card() -> Response:
    """The opened card as text to be read aloud."""
    application = _opened()
    if application is None:
        return go(url_for(".ask"))
    words = spoken_text(presenter.card_for(application).card, current_locale())
    return presenter.unkept("\n".join(words) + "\n", "text/plain", "card.txt")


@blueprint.post("/card/close")
@public
def close_card() -> Response:
    """Forget on this device which card was opened."""
    session.pop(OPENED, None)
    return go(url_for(".ask"))


def _opened() -> Application | None:
    """The application whose card this browser opened a short while ago."""
    kept = session.get(OPENED)
    if not isinstance(kept, list) or len(kept) != 2:
        return None
    number, since = kept
    if not isinstance(since, int) or clock.now().timestamp() - since > LONGEST.total_seconds():
        return None
    return queries.find_application(str(number))


def _find(number: str, typed: str) -> Application | None:
    """The application, when the code is its own. Takes as long for a number that does not exist."""
    application = queries.find_application(number)
    salt = application.receipt_salt if application is not None else secrets.token_hex(8)
    known = application.number if application is not None else number
    return application if is_same_secret(typed, presenter.secret_of(known, salt)) else None
