"""From what the domain refuses to a page that says what is wrong and what to do."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadHost, HTTPException

from app.core.db import db
from app.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import NOBODY
from app.web.htmx import page
from app.web.i18n import translate

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    Forbidden: 403,
    Invalid: 422,
    Conflict: 409,
    Refused: 409,
}
PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})
FASTER = Message(
    N_("Somebody was faster: this was changed while you were looking at it. Look at it again, then decide.")
)
EXPIRED = Message(
    N_(
        "This form is no longer valid, because the page was open for too long or you signed in or out meanwhile."
    )
)
#: headers of a refusal that its reader needs
KEPT_HEADERS = ("Allow", "Retry-After")
#: refusals after which one looks at the page before once more
LEADS_BACK = frozenset({409})
#: pages that must come even when the database does not answer, hence without the menu
WITHOUT_DATABASE = frozenset({500, 503})


def error_page(
    status: int, blockers: list[Message] | None = None, *, template: str = "", **context: Any
) -> ResponseReturnValue:
    """The page of *status* with its reasons; with *template* a page of its own, filled with *context*."""
    shown = status if status in PAGES else (500 if status >= 500 else 400)
    reasons = [translate(message) for message in blockers or []]
    if request.path.endswith(".json") or request.accept_mimetypes.best == "application/json":
        return {"status": status, "reasons": reasons}, status
    if shown in WITHOUT_DATABASE:
        g.setdefault("actor", NOBODY)
    layout = "layouts/staff.html" if _has_menu(shown) else "layouts/public.html"
    back = _came_from() if shown in LEADS_BACK else ""
    return page(
        template or f"errors/{shown}.html",
        status=status,
        blockers=reasons,
        error_layout=layout,
        back_url=back,
        **context,
    )


def _came_from() -> str:
    """The page of this site from which the request was sent, or nothing."""
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host or before.path.startswith("//"):
        return ""
    return f"{before.path}?{before.query}" if before.query else before.path


def _has_menu(status: int) -> bool:
    return bool(g.get("private")) and status not in WITHOUT_DATABASE


def _domain(error: DomainError) -> ResponseReturnValue:
    blockers = list(error.blockers) if isinstance(error, Refused) else [error.message]
    if isinstance(error, NotFound):
        blockers = []
    return error_page(next(code for kind, code in STATUS.items() if isinstance(error, kind)), blockers)


def _http(error: HTTPException) -> ResponseReturnValue:
    is_answer = error.response is not None or (error.code is not None and error.code < 400)
    if is_answer or isinstance(error, BadHost):  # under an impossible host no address of ours can be written
        return error.get_response()
    response = current_app.make_response(error_page(error.code or 500))
    for name, value in error.get_headers():
        if name in KEPT_HEADERS:
            response.headers[name] = value
    return response


def _stale(_error: StaleDataError) -> ResponseReturnValue:
    db.session.rollback()
    return error_page(409, [FASTER])


def _integrity(error: IntegrityError) -> ResponseReturnValue:
    """Two people at once make the same thing: the second one was slower. Any other violation is our fault."""
    if "UNIQUE constraint" not in str(error.orig) and getattr(error.orig, "sqlstate", "") != "23505":
        return _unexpected(error)
    db.session.rollback()
    current_app.logger.warning("made twice", extra={"endpoint": request.endpoint})
    return error_page(409, [FASTER])


def _unstorable(_error: Exception) -> ResponseReturnValue:
    """A number or text that no column can hold, e.g. in a made-up address."""
    db.session.rollback()
    return error_page(404 if request.method in ("GET", "HEAD") else 400)


def _busy(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    kind = type(getattr(error, "orig", None) or error).__name__
    current_app.logger.error("database unavailable", extra={"kind": kind})
    return error_page(503)


def _unexpected(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    if current_app.testing:
        raise error
    current_app.logger.exception("unexpected failure", extra={"endpoint": request.endpoint})
    return error_page(500)


def init_app(app: Flask) -> None:
    """Bind the handlers to *app*."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(CSRFError, lambda _error: error_page(400, [EXPIRED]))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _integrity)
    for unstorable in (DataError, OverflowError):
        app.register_error_handler(unstorable, _unstorable)
    for busy in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(busy, _busy)
    app.register_error_handler(Exception, _unexpected)
