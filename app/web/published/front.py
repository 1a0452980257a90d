"""The front: a WSGI application that stands before the portal and answers what is published.

A hit costs one look at a link and a few comparisons: no Flask, no session, no statement. Everything else goes to the
portal; what comes back from a published view is kept on the way out.
"""

from typing import TYPE_CHECKING, Any

import structlog

from app.web.published.names import fits, name_of
from app.web.published.nginx import Shape
from app.web.published.rendering import TICKET, Ticket
from app.web.published.shelf import HeaderList, Kept, Shelf
from app.web.published.store import Page, Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: headers of a single answer, not of the page
OF_THE_ANSWER = frozenset(
    {
        "date",
        "server",
        "connection",
        "content-length",
        "etag",
        "vary",
        "cache-control",
        "last-modified",
        "age",
    }
)
log = structlog.get_logger("gongshi")


class Answer:
    """What the portal answered, held back until it is known whether it is published."""

    def __init__(self) -> None:
        self.line = ""
        self.headers: HeaderList = []

    def start(self, status: str, headers: HeaderList, _error: Any = None) -> Any:
        self.line, self.headers = status, headers
        return None

    def all(self, name: str) -> str:
        """The values of a header, together."""
        return ",".join(value for field, value in self.headers if field.lower() == name).lower()


class Front:
    """Answers from *shelf*, else by *app*. *address* is the site's own; *strict* refuses what a reader's page has."""

    def __init__(
        self, app: "WSGIApplication", shelf: Shelf, shape: Shape, address: str, *, strict: bool
    ) -> None:
        self.app = app
        self.shelf = shelf
        self.shape = shape
        self.store: Store = shelf.store
        self.address = address
        self.strict = strict
        self.has_begun = False

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD") or environ.get("QUERY_STRING") or "HTTP_HX_REQUEST" in environ:
            return self.app(environ, start_response)
        name = name_of(environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""))
        if name is None or not (self.has_begun or self._begin()):
            return self.app(environ, start_response)
        kept = self.shelf.find(name)
        if kept is None and method == "GET":
            return self._through(name, environ, start_response)
        if kept is None:
            return self.app(environ, start_response)
        accepts, known = environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH", "")
        return kept.answer(method, accepts, known, start_response)

    def _begin(self) -> bool:
        """Before the first answer of this process: what an earlier start or another version published is forgotten."""
        try:
            self.store.claim()
        except OSError:
            log.exception("nothing is published: the folder cannot be written")
            return False
        self.has_begun = True
        return True

    def _through(self, name: str, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        accepts, known = environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH", "")
        ticket, answer = Ticket(name, None), Answer()
        environ[TICKET] = ticket
        with ticket.waiting:
            parts = self.app(environ, answer.start)
            if not ticket.is_live and not (ticket.endpoint and ticket.tags):
                start_response(answer.line, answer.headers)
                return parts
            body = b"".join(parts)
            if hasattr(parts, "close"):
                parts.close()
            kept = self.shelf.find(name) if ticket.is_live else self._publish(ticket, answer, body)
        if kept is not None:
            return kept.answer("GET", accepts, known, start_response)
        if ticket.is_live:  # it was taken away in this moment
            return self(environ, start_response)
        start_response(answer.line, answer.headers)
        return [body]

    def _publish(self, ticket: Ticket, answer: Answer, body: bytes) -> Kept | None:
        if ticket.noted is None or not answer.line.startswith("200 ") or self._is_unfit(ticket, answer, body):
            return None
        headers = [(name, value) for name, value in answer.headers if name.lower() not in OF_THE_ANSWER]
        try:
            robots = self.shape.robots(ticket.name, headers)
            placed = self.store.place(Page(ticket.name, headers, body, ticket.tags, robots), ticket.noted)
        except OSError:  # a full disk must not keep anybody from reading
            log.exception("not published", endpoint=ticket.endpoint)
            return None
        return self.shelf.find(ticket.name) if placed else None

    def _is_unfit(self, ticket: Ticket, answer: Answer, body: bytes) -> bool:
        """True when the answer is not the same for everybody after all. A fault of the view, where it says so."""
        fault = _fault(ticket, answer)
        if fault and self.strict:
            raise RuntimeError(f"the view {ticket.endpoint!r} is published, but {fault}")
        if fault:
            log.warning("not published", endpoint=ticket.endpoint, fault=fault)
        asked_elsewhere = ticket.asked_by != self.address and ticket.asked_by.encode() in body
        return bool(fault) or asked_elsewhere


def _fault(ticket: Ticket, answer: Answer) -> str:
    if answer.all("set-cookie"):
        return "its answer sets a cookie"
    if "cookie" in answer.all("vary"):
        return "it read the session"
    if any(word in answer.all("cache-control") for word in ("private", "no-store")):
        return "its answer says that nobody may keep it"
    if answer.all("content-encoding") or not fits(ticket.name, answer.all("content-type").partition(";")[0]):
        return f"its answer does not fit its address: {answer.all('content-type')}"
    return ""
