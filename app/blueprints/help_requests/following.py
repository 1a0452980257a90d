"""Following a request with the code of its receipt. The code stands in no address and in no log."""

import datetime as dt

from flask import session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.help_requests import blueprint, limits
from app.blueprints.help_requests.forms import CodeForm
from app.blueprints.help_requests.presenter import offices_of
from app.blueprints.help_requests.sending import slip, unkept
from app.core import clock
from app.core.db import unit_of_work
from app.core.receipts import HELP_REQUEST, read_code
from app.domain.help_requests import queries
from app.domain.help_requests.models import HelpRequest
from app.domain.reports.ways import load_way
from app.web.access import public
from app.web.i18n import translate
from app.web.pages import go, page
from app.web.portal import reads_first
from app.web.templating import format_instant

FOLLOWED = "followed_request"
#: a device that was put away open shows nothing to the next one
LONGEST = dt.timedelta(minutes=30)


@blueprint.get("/apply/follow")
@public
def follow() -> Response:
    """Type the code; or, once it was right, the line with its stops."""
    request = _opened()
    if request is None:
        return page("help_requests/follow.html", form=CodeForm(), opens_at="")
    return unkept(
        page(
            "help_requests/state.html",
            request_=request,
            way=load_way(request),
            offices=offices_of(request.village),
        )
    )


@blueprint.post("/apply/follow")
@public
@reads_first
def open_receipt() -> Response:
    """Look for the request with this code. What cannot be a code is said without a look at any receipt."""
    form, opens_at, status = CodeForm(), "", 422
    if form.validate_on_submit():
        typed = read_code(form.code.data, HELP_REQUEST)
        if typed.problem is not None:
            form.code.errors = [translate(typed.problem)]
        elif not limits.may_follow():
            opens_at, status = format_instant(limits.following_opens_at()), 429
        elif found := _find(typed.keys):
            session[FOLLOWED] = [found.number, int(clock.now().timestamp())]
            return go(url_for(".follow"))
        else:
            with unit_of_work():
                limits.count_wrong_code()
            form.form_errors.append(_("No request has this code. Look at your slip again."))
    response = page("help_requests/follow.html", status=status, form=form, opens_at=opens_at)
    if opens_at:
        wait = (limits.following_opens_at() - clock.now()).total_seconds()
        response.headers["Retry-After"] = str(int(wait) + 1)
    return unkept(response)


@blueprint.post("/apply/follow/print")
@public
@reads_first
def print_line() -> Response:
    """The slip with the line as it stands today."""
    request = _opened()
    return slip(request) if request is not None else go(url_for(".follow"))


@blueprint.post("/apply/follow/close")
@public
def stop_following() -> Response:
    """Forget on this device which request was looked at."""
    session.pop(FOLLOWED, None)
    return go(url_for(".follow"))


def _find(keys: tuple[str, ...]) -> HelpRequest | None:
    found = (queries.find_by_code(key) for key in keys)
    return next((request for request in found if request is not None), None)


def _opened() -> HelpRequest | None:
    """The request whose code this browser typed a short while ago."""
    kept = session.get(FOLLOWED)
    if not isinstance(kept, list) or len(kept) != 2:
        return None
    number, since = kept
    if not isinstance(since, int) or clock.now().timestamp() - since > LONGEST.total_seconds():
        return None
    return queries.find_request(str(number))
