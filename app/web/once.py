"""The one-time key that every form carries: pressed twice, or sent again after a lost answer, it acts once.

The key is stored with the act, in the same transaction. A second request with it is answered with the first
one's address (and what that one had put into the session), without acting again.
"""

import secrets
from typing import Any

import sqlalchemy as sa
from flask import g, request, session
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from app.core import clock
from app.core.db import Base, db
from app.core.types import JsonDict

FIELD = "once"


class OnceKey(Base):
    """A used key, where its act led, and what the answer kept for the visitor."""

    __tablename__ = "once_key"

    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    endpoint: Mapped[str] = mapped_column(sa.String(80))
    location: Mapped[str | None] = mapped_column(sa.String(300))
    kept: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)


def new_key() -> str:
    """A fresh key for a form."""
    return secrets.token_urlsafe(18)


def begin() -> Response | None:
    """Claim the request's key. The earlier answer when it was used before, else ``None``."""
    key = request.form.get(FIELD, "")[:64]
    g.once_key = None
    if not key:
        return None
    if (earlier := _find(key)) is not None:
        return _answer_again(earlier)
    claim = OnceKey(key=key, endpoint=str(request.endpoint), created_at=clock.now())
    db.session.add(claim)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        earlier = _find(key)
        return _answer_again(earlier) if earlier is not None else None
    g.once_key = claim
    return None


def keep(**values: Any) -> None:
    """Put *values* into the visitor's session, now and whenever the same form is sent again."""
    session.update(values)
    g.once_kept = {**g.get("once_kept", {}), **values}


def finish(response: Response) -> None:
    """Remember where the act led; called before the commit of a request that went well.

    A form that came back to be corrected, or a preview that led nowhere, leaves its key unused.
    """
    claim: OnceKey | None = g.get("once_key")
    if claim is None:
        return
    location = response.headers.get("Location") or response.headers.get("HX-Redirect")
    if location is None:
        db.session.delete(claim)
        return
    claim.location = location
    claim.kept = g.get("once_kept")


def _find(key: str) -> OnceKey | None:
    return db.session.scalar(sa.select(OnceKey).where(OnceKey.key == key))


def _answer_again(earlier: OnceKey) -> Response | None:
    if earlier.endpoint != request.endpoint or earlier.location is None:
        return None
    if earlier.kept:
        session.update(earlier.kept)
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": earlier.location})
    return Response(status=303, headers={"Location": earlier.location})
