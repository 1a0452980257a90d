"""Who may come in: every view declares it, and an app with an undeclared view does not start.

``@requires`` loads, then checks, then calls: a view never holds a thing that its reader may not see. Not
signed in → to the sign-in page; unknown or invisible → 404; visible but not allowed → 403.
"""

import datetime as dt
import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast, overload

from flask import Flask, g, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.core import clock
from app.core.errors import Forbidden, NotFound
from app.core.permissions import NOBODY, Actor, Permission, can
from app.web import once
from app.web.extensions import login_manager
from app.web.htmx import go

View = TypeVar("View", bound=Callable[..., Any])
Loader = Callable[..., Any]

#: signed in at most so long, whatever is done meanwhile; and at most so long without doing anything
LONGEST_SESSION = dt.timedelta(hours=12)
LONGEST_SILENCE = dt.timedelta(hours=2)


def current_actor() -> Actor:
    """Who acts in this request; nobody when nobody is signed in."""
    if "actor" not in g:
        g.actor = current_user.as_actor() if current_user.is_authenticated else NOBODY
    return cast(Actor, g.actor)


@overload
def public(view: View) -> View: ...
@overload
def public(*, load: Loader) -> Callable[[View], View]: ...
def public(view: View | None = None, *, load: Loader | None = None) -> View | Callable[[View], View]:
    """Anybody may come in. With *load*, the view gets the loaded thing instead of the address's parts."""

    def decorate(function: View) -> View:
        @wraps(function)
        def wrapped(**kwargs: Any) -> ResponseReturnValue:
            if load is None:
                return cast(ResponseReturnValue, function(**kwargs))
            loaded, rest = _load(load, kwargs)
            return cast(ResponseReturnValue, function(loaded, **rest))

        return cast(View, _declared(wrapped, "public", load))

    return decorate(view) if view is not None else decorate


def signed_in(view: View) -> View:
    """Anybody with an account may come in (own account, desk)."""

    @wraps(view)
    def wrapped(**kwargs: Any) -> ResponseReturnValue:
        refusal = _refuse_strangers()
        return refusal if refusal is not None else cast(ResponseReturnValue, view(**kwargs))

    return cast(View, _declared(wrapped, "signed_in"))


def requires(
    permission: Permission, *, load: Loader | None = None, see: Permission | None = None
) -> Callable[[View], View]:
    """Holders of *permission* may come in: over the loaded thing, or anywhere when nothing is loaded.

    *load* is called with those of the address's parts that it takes by name; the view gets the thing first and
    the other parts by keyword. *see* is the permission that makes the thing visible, when it differs: who lacks
    it gets 404 instead of 403.
    """

    def decorate(function: View) -> View:
        @wraps(function)
        def wrapped(**kwargs: Any) -> ResponseReturnValue:
            refusal = _refuse_strangers()
            if refusal is not None:
                return refusal
            if load is None:
                _check(permission, None)
                return cast(ResponseReturnValue, function(**kwargs))
            loaded, rest = _load(load, kwargs)
            if see is not None and not can(current_actor(), see, loaded):
                raise NotFound()
            if see is None and not _reaches(loaded):
                raise NotFound()
            _check(permission, loaded)
            return cast(ResponseReturnValue, function(loaded, **rest))

        return cast(View, _declared(wrapped, permission.value, load, see))

    return decorate


def _reaches(loaded: Any) -> bool:
    path: str = loaded.area_path
    shown_below = bool(getattr(loaded, "visible_below", ()))
    return any(
        path.startswith(grant.path) or (shown_below and grant.path.startswith(path))
        for grant in current_actor().grants
    )


def _check(permission: Permission, subject: Any) -> None:
    if not can(current_actor(), permission, subject):
        raise Forbidden()


def _load(load: Loader, kwargs: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    wanted = [name for name in inspect.signature(load).parameters if name in kwargs]
    loaded = load(*(kwargs[name] for name in wanted))
    if loaded is None:
        raise NotFound()
    return loaded, {name: value for name, value in kwargs.items() if name not in wanted}


def _declared(
    function: Callable[..., Any], access: str, load: Loader | None = None, see: Permission | None = None
) -> Any:
    function.access = access  # type: ignore[attr-defined]  # read by refuse_undeclared and the access test
    function.load, function.see = load, see  # type: ignore[attr-defined]  # read by the access test
    return function


def _refuse_strangers() -> ResponseReturnValue | None:
    g.private = True
    signed_in_ = bool(current_user.is_authenticated)
    if signed_in_ and _session_is_over():
        session.clear()
        signed_in_ = False
    if not signed_in_:
        once.leave_unused()
        return go(url_for("accounts.sign_in", next=_wanted_page()))
    if current_user.must_change_password and request.endpoint not in PASSWORD_ENDPOINTS:
        once.leave_unused()
        return go(url_for("accounts.change_password"))
    session["seen"] = int(clock.now().timestamp()) // 60 * 60
    return None


def _wanted_page() -> str | None:
    """Where the reader wanted to be: the page asked for, or the one of the form that was sent."""
    methods = (request.url_rule.methods if request.url_rule else None) or ()
    return request.full_path.rstrip("?") if "GET" in methods else None


PASSWORD_ENDPOINTS = frozenset({"accounts.change_password", "accounts.sign_out"})


def _session_is_over() -> bool:
    stamp = clock.now().timestamp()
    began, seen = session.get("began", 0), session.get("seen", session.get("began", 0))
    over = stamp - began > LONGEST_SESSION.total_seconds() or stamp - seen > LONGEST_SILENCE.total_seconds()
    return bool(over)


def refuse_undeclared(app: Flask) -> None:
    """Raise ``RuntimeError`` naming the first view whose access nobody declared. The last line of start-up."""
    for endpoint, view in app.view_functions.items():
        if endpoint == "static" or hasattr(view, "access"):
            continue
        raise RuntimeError(f"the view {endpoint!r} does not say who may come in (app/web/access.py)")


def init_app(app: Flask) -> None:
    """Bind sign-in to *app*; who the user is, is told by the accounts door."""
    login_manager.init_app(app, add_context_processor=False)
    login_manager.user_loader(lambda _id: None)
    login_manager.session_protection = None
