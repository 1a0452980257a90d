"""The one-time key that every form carries: pressed twice, or sent again after a lost answer, it acts once.

The key is stored with the act, in the same transaction. A second request with it is answered with the first
one's address (and what that one had put into the session), without acting again; the visitor is told so, and also
when what he sent now is not what he sent then.
"""

import datetime as dt
import hashlib
import hmac
import json
import secrets
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import flash, g, request, session
from flask_babel import lazy_gettext
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.wrappers import Response

from app.core import clock
from app.core.db import Base, db, is_writing
from app.core.types import JsonDict
from app.web.htmx import destination, go

FIELD = "once"
#: fields of a form that say nothing of what it enters
_UNSAID = {FIELD, "csrf_token"}
#: under this name what the first request said is kept, as a digest
_SAID, _SESSION = "said", "session"
ENTERED_ALREADY = lazy_gettext("This form was sent before. Nothing was entered a second time.")
NOT_ENTERED = lazy_gettext(
    "Not entered: this form was sent before, with something else in it. Look at what is entered; "
    "for anything more, open the form anew."
)
#: a key is remembered so long; a form that was open for longer has lost its session anyway
REMEMBERED = dt.timedelta(days=30)


class OnceKey(Base):
    """A used key, where its act led, and what the answer kept for the visitor.

    *key* is a digest of the form's key and the endpoint: a key means nothing at another address. *kept* holds what
    goes into the session, and what the form said, as a digest that only the form's own key could make.
    """

    __tablename__ = "once_key"

    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    endpoint: Mapped[str] = mapped_column(sa.String(80))
    location: Mapped[str | None] = mapped_column(sa.Text)
    kept: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)


def new_key() -> str:
    """A fresh key for a form."""
    return secrets.token_urlsafe(18)


def begin(*, claim_now: bool = True) -> Response | None:
    """The earlier answer when the request's key was used before, else ``None``.

    With *claim_now* the key is claimed at once, so that a second request waits until it is known how the first
    one ended. A view that begins as a reader claims it at the end (:func:`finish`).
    """
    g.once_claim = None
    key = _key()
    if key is None:
        return None
    earlier = _find(key)
    if earlier is None and claim_now:
        earlier = _claim(key)
    return _answer_again(earlier) if earlier is not None else None


def keep(**values: Any) -> None:
    """Put *values* into the visitor's session, now and whenever the same form is sent again."""
    session.update(values)
    g.once_kept = {**g.get("once_kept", {}), **values}


def leave_unused() -> None:
    """Nobody has acted, the answer leads to signing in: the same form with the same key acts when it comes again."""
    g.once_unused = True


def finish(response: Response) -> Response:
    """Remember where the act led; called before the commit of a request that went well. The answer to send.

    A form that came back to be corrected, or a preview that wrote nothing, leaves its key unused. An act that
    answers with a part of the page led, for whoever sends it again, to the page on which the form stood.
    """
    location = None if g.get("once_unused") else destination(response)
    if location is None and _has_acted():
        location = _page_of_the_form()
    claim: OnceKey | None = g.get("once_claim")
    if claim is None and location is not None and is_writing() and (key := _key()) is not None:
        earlier = _claim(key)
        if earlier is not None:
            return _answer_again(earlier) or response
        claim = g.once_claim
    if claim is None:
        return response
    if location is None:
        db.session.delete(claim)
    else:
        claim.location = location
        claim.kept = {_SAID: _said(), _SESSION: g.get("once_kept") or {}}
    return response


def forget_old() -> None:
    """Forget keys that nobody will send again."""
    db.session.execute(sa.delete(OnceKey).where(OnceKey.created_at < clock.now() - REMEMBERED))


def _key() -> str | None:
    given = request.form.get(FIELD, "")
    return hashlib.sha256(f"{request.endpoint} {given}".encode()).hexdigest() if given else None


def _find(key: str) -> OnceKey | None:
    return db.session.scalar(sa.select(OnceKey).where(OnceKey.key == key))


def _claim(key: str) -> OnceKey | None:
    """Claim *key* in this transaction, or undo the transaction and give whoever was faster."""
    claim = OnceKey(key=key, endpoint=str(request.endpoint), created_at=clock.now())
    try:
        db.session.flush()
        acted = _has_acted()
        db.session.add(claim)
        db.session.flush()
        db.session.info["acted"] = acted
    except IntegrityError:
        db.session.rollback()
        earlier = _find(key)
        if earlier is None:
            raise
        return earlier
    if secrets.randbelow(200) == 0:
        forget_old()
    g.once_claim = claim
    return None


def _answer_again(earlier: OnceKey) -> Response | None:
    if earlier.location is None:
        return None
    kept = earlier.kept or {}
    session.update(kept.get(_SESSION, {}))
    if kept.get(_SAID) in (None, _said()):
        flash(str(ENTERED_ALREADY), "info")
    else:
        flash(str(NOT_ENTERED), "error")
    return go(earlier.location)


def _said() -> str:
    """What the form says, as a digest; nobody finds out what it was without the form's key, which is not stored."""
    said = [[name, values] for name, values in sorted(request.form.lists()) if name not in _UNSAID]
    files = [[name, one.filename] for name, one in sorted(request.files.items(multi=True), key=_name_of)]
    given = request.form.get(FIELD, "")
    return hmac.new(given.encode(), json.dumps([said, files]).encode(), hashlib.sha256).hexdigest()


def _name_of(item: tuple[str, Any]) -> tuple[str, str]:
    return item[0], item[1].filename or ""


def _page_of_the_form() -> str:
    """Where the reader was, as an address within this site."""
    there = urlsplit(request.referrer or "")
    if there.netloc != request.host or not there.path.startswith("/") or there.path.startswith("//"):
        return "/"
    return f"{there.path}?{there.query}" if there.query else there.path


def _has_acted() -> bool:
    db.session.flush()
    return bool(db.session.info.get("acted"))


def _notice_act(session_: Session, _context: Any) -> None:
    if session_.new or session_.dirty or session_.deleted:
        session_.info["acted"] = True


def _forget_act(session_: Session) -> None:
    session_.info.pop("acted", None)


sa.event.listen(Session, "before_flush", lambda session_, context, _: _notice_act(session_, context))
sa.event.listen(Session, "after_rollback", _forget_act)
