"""The decorator of views whose page is the same for everybody, and what such a view is kept from seeing.

    @blueprint.get("/notices/<number>")
    @public(load=queries.get_notice)
    @published(village=lambda notice: notice.village_id)
    def show_notice(notice): …

Without *village* the page is one of those that show several villages (``board``). A published page may depend on its
address, on the day and on the database; not on the hour, a query, the reader, a cookie or a header. Where there is a
query the same view answers as ever.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast, overload

from flask import Flask, Response, current_app, request, url_for
from werkzeug.routing import BuildError

from app.web.published.shelf import Shelf
from app.web.published.store import Noted, Store

View = TypeVar("View", bound=Callable[..., Any])
TICKET = "gongshi.published"
BOARD = "board"
#: what a published page does not see, lest it answer one reader's page to all
HIDDEN = ("HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_ACCEPT_LANGUAGE")


@dataclass
class Ticket:
    """A request that may end as a published page: given by the front, filled in on the way."""

    name: str
    noted: Noted | None
    waiting: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    endpoint: str = ""
    asked_by: str = ""
    tags: frozenset[str] = frozenset()
    is_live: bool = False


def village_tag(village_id: int) -> str:
    """The tag of what a village's pages show."""
    return f"village-{village_id}"


@overload
def published(view: View) -> View: ...
@overload
def published(*, village: Callable[..., Any]) -> Callable[[View], View]: ...
def published(
    view: View | None = None, *, village: Callable[..., Any] | None = None
) -> View | Callable[[View], View]:
    """The page is the same for everybody and may be kept as a file. Stands below ``@public``.

    *village* gets what the view gets, and says whose page it is: a village, or its id. A page about several
    villages has none.
    """

    def decorate(function: View) -> View:
        @wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            ticket = request.environ.get(TICKET)
            if ticket is not None:
                whose = village(*args, **kwargs) if village is not None else None
                ticket.tags = frozenset(
                    {BOARD if whose is None else village_tag(getattr(whose, "id", whose))}
                )
            return function(*args, **kwargs)

        wrapped.published = True  # type: ignore[attr-defined]  # read by is_published
        return cast(View, wrapped)

    return decorate(view) if view is not None else decorate


def is_published(endpoint: str | None) -> bool:
    """True for a view whose pages are kept as files."""
    return bool(getattr(current_app.view_functions.get(endpoint or ""), "published", False))


def prepare(app: Flask, store: Store, shelf: Shelf) -> None:
    """Before a published view: wait for whoever renders the same, and hide what belongs to one reader."""

    def board() -> Response | None:
        ticket: Ticket | None = request.environ.get(TICKET)
        if ticket is None or not is_published(request.endpoint) or not _is_canonical():
            return None
        ticket.waiting.enter_context(store.flight(ticket.name))
        if shelf.find(ticket.name) is not None:
            ticket.is_live = True
            return Response()
        ticket.noted = store.note()
        ticket.endpoint, ticket.asked_by = request.endpoint or "", request.host_url.rstrip("/")
        for name in HIDDEN:
            request.environ.pop(name, None)
        request.__dict__.pop("cookies", None)  # read once already, for the session
        return None

    app.before_request(board)


def _is_canonical() -> bool:
    """True when the address is written as the portal writes it itself: a page has one file in each language."""
    try:
        written = url_for(request.endpoint or "", **(request.view_args or {}))
    except BuildError:
        return False
    return written == request.script_root + request.path
