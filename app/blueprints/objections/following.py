"""Following an objection with the number and the code of its receipt. Nothing of it stands in an address or a log."""

import secrets

from flask import current_app, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.objections import blueprint, limits
from app.blueprints.objections.forms import FollowForm
from app.blueprints.objections.presenter import (
    OUTCOMES,
    investigating_office,
    kind_of,
    public_reply_of,
    stops_of,
)
from app.core import clock
from app.core.db import unit_of_work
from app.core.receipts import derive_secret, is_same_secret
from app.domain.objections import queries
from app.domain.objections.models import Objection
from app.web.access import public
from app.web.pages import go, page
from app.web.portal import reads_first
from app.web.templating import format_instant

FOLLOWED = "followed"


@blueprint.get("/objections")
@public
def follow() -> Response:
    """Type number and code; or, once both were right, how the objection stands."""
    number = session.get(FOLLOWED)
    objection = queries.find_objection(number) if isinstance(number, str) else None
    if objection is None:
        return page("objections/follow.html", form=FollowForm(), opens_at="")
    response = page(
        "objections/state.html",
        objection=objection,
        kind=kind_of(objection.notice),
        stops=stops_of(objection),
        outcome=_(OUTCOMES[objection.outcome]) if objection.outcome else "",
        reply=public_reply_of(objection),
        office=investigating_office(objection.notice, objection.level),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/objections")
@public
@reads_first
def open_receipt() -> Response:
    """Look whether number and code belong together. A wrong number and a wrong code are answered alike."""
    form, opens_at, status = FollowForm(), "", 422
    if form.validate_on_submit():
        if not limits.may_follow(form.number.data):
            opens_at, status = format_instant(limits.following_opens_at()), 429
        elif found := _find(form.number.data, form.secret.data):
            session[FOLLOWED] = found.number
            return go(url_for(".follow"))
        else:
            with unit_of_work():
                limits.count_wrong_code(form.number.data)
            form.form_errors.append(
                _("This number and this code do not belong together. Look at your slip again.")
            )
    response = page("objections/follow.html", status=status, form=form, opens_at=opens_at)
    if opens_at:
        wait = (limits.following_opens_at() - clock.now()).total_seconds()
        response.headers["Retry-After"] = str(int(wait) + 1)
    return response


@blueprint.post("/objections/close")
@public
def stop_following() -> Response:
    """Forget on this device which objection was looked at."""
    session.pop(FOLLOWED, None)
    return go(url_for(".follow"))


def _find(number: str, typed: str) -> Objection | None:
    """The objection, when the code is its own. Takes as long for a number that does not exist."""
    objection = queries.find_objection(number)
    salt = objection.secret_salt if objection is not None else secrets.token_hex(16)
    known = objection.number if objection is not None else number
    secret = derive_secret(str(current_app.secret_key), "objection", known, salt)
    right = is_same_secret(typed, secret)
    return objection if right else None
