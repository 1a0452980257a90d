"""Everything that knows about HTMX's headers. Every ``HX-`` literal of the web lives here."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response


def wants_fragment() -> bool:
    """True when a part of the page was asked for: by HTMX, neither boosted nor to restore history."""
    headers = request.headers
    return bool(
        headers.get("HX-Request")
        and not headers.get("HX-Boosted")
        and not headers.get("HX-History-Restore-Request")
    )


def is_htmx() -> bool:
    """True for any request that HTMX makes."""
    return bool(request.headers.get("HX-Request"))


def page(
    template: str, *, fragment: str | None = None, also: Sequence[str] = (), status: int = 200, **context: Any
) -> Response:
    """The whole page, or only its block *fragment* (and the blocks *also*, out of band) when HTMX asks.

    A block used so stands in the page's own template, imports the macros it needs, and its root has the block's
    name as its id.
    """
    if fragment is None or not wants_fragment():
        body = render_template(template, **context)
    else:
        body = _blocks(template, [fragment, *also], context) + _opened(context)
    response = current_app.make_response((body, status))
    response.vary.add("HX-Request")
    return response


def go(url: str) -> Response:
    """Send the reader on: a 303 for a browser, ``HX-Redirect`` for HTMX."""
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, code=303)


def destination(response: Response) -> str | None:
    """Where *response* sends the reader on, or ``None`` when it is a page of its own."""
    location = response.headers.get("HX-Redirect")
    if location is None and response.status_code in (301, 302, 303, 307, 308):
        location = response.headers.get("Location")
    return location


def _opened(context: dict[str, Any]) -> str:
    """The filter's list of places again, out of band: a township that was chosen opens to its villages."""
    places = context.get("places", getattr(context.get("choice"), "places", None))
    if not getattr(places, "has_townships", False):
        return ""
    filters: Any = current_app.jinja_env.get_template("components/filters.html").module
    return str(filters.one_place(places, name=context.get("place_name", "village"), again=True))


def _blocks(template_name: str, names: Sequence[str], context: dict[str, Any]) -> str:
    template = current_app.jinja_env.get_template(template_name)
    current_app.update_template_context(context)
    parts = []
    for index, name in enumerate(names):
        html = "".join(template.blocks[name](template.new_context(context)))
        if index:
            html = html.replace(f'id="{name}"', f'id="{name}" data-hx-swap-oob="true"', 1)
        parts.append(html)
    return str(Markup("").join(Markup(part) for part in parts))  # noqa: S704 - rendered by autoescaping blocks
