"""What stands within the pages for everybody: their one style sheet, and the few words of script that run first.

A page for everybody is one answer: on a weak network a second request costs more than the style sheet's bytes. Both
pieces are the same on every page, so that the security header can name them by their digests and allow nothing else.
"""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

import rcssmin
from markupsafe import Markup

STATIC = Path(__file__).resolve().parents[1] / "static"
#: the style sheets of the pages for everybody, in their order
SHEETS = ("tokens", "base", "components", "forms", "public")
#: large type, where this device keeps that wish; before anything is drawn, so that nothing jumps
EARLY = 'try{if(localStorage.getItem("large"))document.documentElement.className="large"}catch(e){}'


@lru_cache(maxsize=8)
def _pressed(_changed: tuple[int, ...]) -> str:
    text = "\n".join((STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    return str(rcssmin.cssmin(text))


def style_sheet() -> str:
    """The sheets of :data:`SHEETS` as one, without comments and blanks."""
    return _pressed(tuple((STATIC / "css" / f"{name}.css").stat().st_mtime_ns for name in SHEETS))


def style_element() -> Markup:
    """The style sheet as an element of the page."""
    return Markup(f"<style>{style_sheet()}</style>")  # noqa: S704 - our own files


def script_element() -> Markup:
    """The script that runs first as an element of the page."""
    return Markup(f"<script>{EARLY}</script>")  # noqa: S704 - our own words


def source_of(text: str) -> str:
    """How a security policy names a piece that stands within a page: ``'sha256-…'``."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
