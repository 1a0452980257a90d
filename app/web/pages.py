"""How a view answers: :func:`page` and :func:`go`, and small readers of the query string."""

from flask import current_app, request

from app.web.htmx import go, page
from app.web.i18n import ENGLISH

__all__ = ["go", "page", "page_number", "printed_address", "text_argument"]


def page_number() -> int:
    """The page asked for by ``?page=``; 1 when there is none or it is no number."""
    value = request.args.get("page", "1")
    return int(value) if value.isdecimal() and len(value) < 7 else 1


def printed_address(path: str) -> str:
    """*path* as a whole address for paper: of the site's known name, else of the name it was asked by.

    Always the Chinese page's: it stands on the wall, and leads on to the other language.
    """
    root: str = current_app.extensions["gongshi"].public_address or request.host_url.rstrip("/")
    return root + (path.removeprefix(ENGLISH) if path.startswith(f"{ENGLISH}/") else path)


def text_argument(name: str, length: int = 60) -> str:
    """A trimmed text from the query string, at most *length* characters."""
    return request.args.get(name, "").strip()[:length]
