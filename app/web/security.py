"""Headers of every answer, and the reading of proxies' headers."""

import ipaddress
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.wrappers import Response
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from app.web import inline


def content_security_policy() -> str:
    """What a page may load: its own site's files, and the two pieces that stand within pages (``inline.py``)."""
    style, script = inline.source_of(inline.style_sheet()), inline.source_of(inline.EARLY)
    return (
        f"default-src 'none'; script-src 'self' {script}; style-src 'self' {style}; img-src 'self' data:; "
        "connect-src 'self'; worker-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


class RowNumber(IntegerConverter):
    """The ``int`` of addresses: no larger than a database's integer, so that a made-up one is simply not found."""

    def __init__(
        self, map: Map, fixed_digits: int = 0, min: int | None = None, max: int | None = None
    ) -> None:
        super().__init__(map, fixed_digits, min, 2**31 - 1 if max is None else max)


def visitor_address() -> str:
    """Where the request comes from, for counting attempts: an IPv4 address, or the network of an IPv6 one."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)


def local_path(given: str | None, otherwise: str) -> str:
    """*given* when it is an address within this site, else *otherwise*. Everything else is a trap."""
    if not given or not given.startswith("/") or given.startswith("//") or "\\" in given:
        return otherwise
    if any(ord(c) < 33 or ord(c) == 127 for c in given):
        return otherwise
    parts = urlsplit(given)
    return otherwise if parts.scheme or parts.netloc else given


def _refuse_nul() -> None:
    """No text of ours holds a NUL; PostgreSQL would not store it and nobody types one."""
    given = [request.path, *request.args.keys(), *request.args.values()]
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        given += request.form.values()
    if any("\0" in text for text in given):
        abort(400)


def standing_headers(*, is_secure: bool) -> dict[str, str]:
    """What every answer says to the browser. *is_secure*: the site is reached by HTTPS only."""
    headers = {
        "Content-Security-Policy": content_security_policy(),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }
    if is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


def _headers(response: Response) -> Response:
    headers = response.headers
    for name, value in standing_headers(is_secure=current_app.config["SESSION_COOKIE_SECURE"]).items():
        headers.setdefault(name, value)
    if request.endpoint == "static" and "v" in request.args and response.status_code in (200, 304):
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    headers.setdefault("Cache-Control", "no-store" if g.get("private") else "no-cache")
    return response


class Sessions(SecureCookieSessionInterface):
    """The session cookie; a page that has to do with its reader's session is kept by their browser only."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        super().save_session(app, session, response)
        if session.accessed and response.headers.get("Cache-Control") == "no-cache":
            response.headers["Cache-Control"] = "private, no-cache"


def init_app(app: Flask, trusted_proxies: int) -> None:
    """Bind headers to *app*; believe as many forwarding proxies as there really are."""
    if trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's documented way to wrap the app
            app.wsgi_app, x_for=trusted_proxies, x_proto=trusted_proxies, x_host=trusted_proxies
        )
    app.session_interface = Sessions()
    app.before_request(_refuse_nul)
    app.url_map.converters["int"] = RowNumber
    app.after_request(_headers)
