"""Following an objection with the code of its receipt. Nothing of the code stands in an address or a log.

Once the code was right, the session of the browser knows which objection is looked at: reading the answer, answering
a question of the office, saying "not satisfied". A slip from before the codes is opened with number and letters.
"""

import secrets
from typing import Any

from flask import current_app, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.objections import blueprint, limits
from app.blueprints.objections.evidence import check_files, keep_files
from app.blueprints.objections.forms import AnswerForm, EarlierForm, FollowForm, NotSatisfiedForm
from app.blueprints.objections.presenter import (
    OUTCOMES,
    SECOND_OUTCOMES,
    investigating_office,
    kind_of,
    shown_reply,
    standing_of,
    stops_of,
)
from app.core import clock
from app.core.db import start_writing, unit_of_work
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.messages import Message
from app.core.permissions import NOBODY
from app.core.receipts import OBJECTION, derive_secret, is_same_secret, read_code
from app.domain.objections import conversation, queries, second_looks
from app.domain.objections.models import Level, Objection
from app.web.access import public
from app.web.i18n import translate
from app.web.pages import go, page
from app.web.portal import reads_first
from app.web.templating import format_instant

FOLLOWED = "followed"


@blueprint.get("/objections")
@public
def follow() -> Response:
    """Type the code; or, once it was right, how the objection stands."""
    objection = _followed()
    if objection is None:
        return _ask_for_code()
    return _state(objection)


@blueprint.post("/objections")
@public
@reads_first
def open_receipt() -> Response:
    """Look for the receipt with these words or digits."""
    form = FollowForm()
    if not form.validate_on_submit():
        return _ask_for_code(form, status=422)
    if not limits.may_try_words():
        return _ask_for_code(form, status=429)
    typed = read_code(form.code.data, OBJECTION)
    if typed.problem is not None:
        form.code.errors = [*form.code.errors, translate(typed.problem)]
        return _ask_for_code(form, status=422)
    found = queries.find_by_code(typed.keys)
    if found is not None:
        return _open(found)
    with unit_of_work():
        limits.count_wrong_words()
    form.code.errors = [
        *form.code.errors,
        _("No objection has this code. Look at your slip again: one word or digit is wrong."),
    ]
    return _ask_for_code(form, status=422)


@blueprint.post("/objections/earlier")
@public
@reads_first
def open_earlier_receipt() -> Response:
    """Whether number and letters of an earlier slip belong together. Both faults are answered alike."""
    form = EarlierForm()
    if not form.validate_on_submit():
        return _ask_for_code(earlier=form, status=422)
    if not limits.may_follow(form.number.data):
        return _ask_for_code(earlier=form, status=429)
    if found := _find_earlier(form.number.data, form.secret.data):
        return _open(found)
    with unit_of_work():
        limits.count_wrong_code(form.number.data)
    form.form_errors.append(_("This number and this code do not belong together. Look at your slip again."))
    return _ask_for_code(earlier=form, status=422)


@blueprint.post("/objections/answer")
@public
@reads_first
def answer() -> Response:
    """Answer the question of the office, without saying who one is."""
    objection, form = _must_be_followed(), AnswerForm()
    if not form.validate_on_submit():
        return _state(objection, status=422, answer=form)
    number = objection.number
    try:
        checked = check_files(form, NOBODY)
        start_writing()
        objection = queries.get_objection(number)
        files = keep_files(checked, objection.notice, objection.level, NOBODY)
        conversation.answer_question(objection=objection, words=form.words.data or "", evidence=files)
    except Invalid as error:
        form.put_error(error)
        return _state(queries.get_objection(number), status=422, answer=form)
    except Conflict as error:
        return _state(_again(number), status=409, answer=form, blocker=error.message)
    return go(url_for(".follow"))


@blueprint.post("/objections/not-satisfied")
@public
def not_satisfied() -> Response:
    """Say once, with reasons, that the answer does not satisfy."""
    objection, form = _must_be_followed(), NotSatisfiedForm()
    if form.validate_on_submit():
        try:
            second_looks.ask_second_look(objection=objection, reasons=form.reasons.data or "")
        except Invalid as error:
            form.put_error(error)
        except Refused as error:
            return _state(_again(objection.number), status=409, blocker=error.blockers[0])
        else:
            return go(url_for(".follow"))
    return _state(objection, status=422, unsatisfied=form)


@blueprint.post("/objections/close")
@public
def stop_following() -> Response:
    """Forget on this device which objection was looked at."""
    session.pop(FOLLOWED, None)
    return go(url_for(".follow"))


def _followed() -> Objection | None:
    number = session.get(FOLLOWED)
    return queries.find_objection(number) if isinstance(number, str) else None


def _must_be_followed() -> Objection:
    objection = _followed()
    if objection is None:
        raise NotFound()
    return objection


def _again(number: str) -> Objection:
    """The objection as it stands now, after somebody was faster."""
    start_writing()
    return queries.get_objection(number)


def _open(found: Objection) -> Response:
    session[FOLLOWED] = found.number
    return go(url_for(".follow"))


def _ask_for_code(
    form: FollowForm | None = None, *, earlier: EarlierForm | None = None, status: int = 200
) -> Response:
    opens_at = limits.following_opens_at() if status == 429 else None
    response = page(
        "objections/follow.html",
        status=status,
        form=form or FollowForm(None),
        earlier=earlier or EarlierForm(None),
        is_earlier=earlier is not None,
        opens_at=format_instant(opens_at) if opens_at else "",
    )
    if opens_at:
        response.headers["Retry-After"] = str(int((opens_at - clock.now()).total_seconds()) + 1)
    return response


def _state(
    objection: Objection,
    *,
    status: int = 200,
    answer: AnswerForm | None = None,
    unsatisfied: NotSatisfiedForm | None = None,
    blocker: Message | None = None,
) -> Response:
    second, county = objection.second_look, investigating_office(objection.notice, Level.COUNTY)
    response = page(
        "objections/state.html",
        status=status,
        objection=objection,
        kind=kind_of(objection.notice),
        standing=standing_of(objection),
        stops=stops_of(objection),
        answer=answer or AnswerForm(None),
        unsatisfied=unsatisfied or NotSatisfiedForm(None),
        may_ask_again=second_looks.why_not_asked(objection) is None,
        ask_until=second_looks.ask_until(objection),
        blocker=translate(blocker) if blocker is not None else "",
        office=county if second is not None else investigating_office(objection.notice, objection.level),
        county=county,
        first=_reply(objection, objection.outcome, OUTCOMES, objection.public_reply),
        second=_reply(objection, second.outcome, SECOND_OUTCOMES, second.public_reply) if second else None,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _reply(objection: Objection, outcome: Any, labels: dict[Any, str], reply: str) -> dict[str, str] | None:
    """An outcome in words, and its public sentence; ``None`` before there is one."""
    if outcome is None:
        return None
    return {"outcome": _(labels[outcome]), "reply": shown_reply(objection, reply)}


def _find_earlier(number: str, typed: str) -> Objection | None:
    """The objection, when the letters are its own. Takes as long for a number that does not exist."""
    objection = queries.find_objection(number)
    salt = objection.secret_salt if objection is not None else secrets.token_hex(16)
    known = objection.number if objection is not None else number
    secret = derive_secret(str(current_app.secret_key), OBJECTION, known, salt)
    right = is_same_secret(typed, secret)
    return objection if right else None
