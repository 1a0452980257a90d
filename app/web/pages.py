"""How a view answers: :func:`page` and :func:`go`, and small readers of the query string."""

from flask import request

from app.web.htmx import go, page

__all__ = ["go", "page", "page_number", "text_argument"]


def page_number() -> int:
    """The page asked for by ``?page=``; 1 when there is none or it is no number."""
    value = request.args.get("page", "1")
    return int(value) if value.isdecimal() and len(value) < 7 else 1


def text_argument(name: str, length: int = 60) -> str:
    """A trimmed text from the query string, at most *length* characters."""
    return request.args.get(name, "").strip()[:length]
