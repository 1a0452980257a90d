"""In which language a paper is asked for, and how it is handed out: ``?lang=zh``, ``?lang=en`` or ``?lang=both``."""

from flask import Response, request

from app.web.i18n import current_locale

#: the Chinese pages, then the English ones
BOTH = "both"
LANGUAGES = ("zh", "en", BOTH)


def paper_language() -> str:
    """``zh``, ``en`` or ``both``: what ``?lang=`` says, else the reader's own language."""
    return BOTH if request.args.get("lang") == BOTH else current_locale()


def wall_language(asked: str) -> str:
    """``zh``, ``en`` or ``both`` for a paper that hangs: the wall speaks Chinese unless something else is *asked*."""
    return asked if asked in LANGUAGES else "zh"


def unkept_paper(data: bytes, name: str) -> Response:
    """A paper about somebody: shown in the browser under *name* (without ``.pdf``), kept nowhere on the way."""
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response
