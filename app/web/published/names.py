"""Which file holds an address: a page lies in ``index.html`` of a folder of its name, everything else under its own.

Only plain addresses have a file at all. Whatever looks unusual (other characters, a leading dot, an empty part, a
slash at the end) has none and is left to the portal, so that nothing outside the day's folder can be named.
"""

import re
from functools import lru_cache

from app.web.i18n import ENGLISH

#: endings of addresses that are not pages, and what they are
KINDS = {
    "json": "application/json",
    "csv": "text/csv",
    "pdf": "application/pdf",
    "xml": "application/xml",
    "atom": "application/atom+xml",
    "txt": "text/plain",
}
#: further names for the same: what a view may answer under such an address
ALSO = {
    "json": ("application/feed+json", "application/schema+json", "application/openapi+json"),
    "xml": ("text/xml",),
}
PAGE = "index.html"
LONGEST = 180
_PLAIN = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,99})+", re.ASCII)


@lru_cache(maxsize=4096)
def name_of(path: str) -> str | None:
    """The file of the address *path*, relative to the day's pages; ``None`` when it can have none."""
    if path == "/":
        return PAGE
    if path in (ENGLISH, f"{ENGLISH}/"):
        return f"{ENGLISH[1:]}/{PAGE}"
    if len(path) > LONGEST or _PLAIN.fullmatch(path) is None:
        return None
    return path[1:] if ending_of(path) else f"{path[1:]}/{PAGE}"


def ending_of(path: str) -> str:
    """The ending of an address that is not a page (``json``); "" for a page."""
    ending = path.rpartition("/")[2].rpartition(".")[2]
    return ending if ending in KINDS and path.endswith(f".{ending}") else ""


def fits(name: str, mimetype: str) -> bool:
    """True when an answer of this kind may lie under *name*."""
    if name.rpartition("/")[2] == PAGE:
        return mimetype == "text/html"
    ending = ending_of(f"/{name}")
    return mimetype in (KINDS.get(ending, ""), *ALSO.get(ending, ()))
