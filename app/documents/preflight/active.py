"""Checks of the file: nothing in it acts by itself or fetches anything, and what is enclosed is there and whole."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from pypdf.generic import DictionaryObject, StreamObject

from app.core.messages import N_, Message
from app.documents.preflight.outline import Attached
from app.documents.preflight.report import Check, Finding
from app.documents.preflight.sheet import Paper
from app.documents.preflight.wanted import Wanted

#: What a link may do: go to another place of the paper, or to an address of the web when somebody taps it.
_MAY = frozenset({"/GoTo", "/URI"})
#: Marks on a page that are only seen.
_MARKS = frozenset(
    {"/Link", "/Widget", "/Popup", "/Text", "/Highlight", "/Stamp", "/Square", "/FreeText", "/Line"}
)
_ACTS = frozenset(
    {
        "/GoToR",
        "/GoToE",
        "/Launch",
        "/Thread",
        "/Sound",
        "/Movie",
        "/Hide",
        "/Named",
        "/SubmitForm",
        "/ResetForm",
        "/ImportData",
        "/JavaScript",
        "/SetOCGState",
        "/Rendition",
        "/Trans",
        "/GoTo3DView",
        "/RichMediaExecute",
    }
)


def check_active(paper: Paper, _wanted: Wanted) -> Iterable[Finding]:
    """No script, no action that starts by itself, nothing that is fetched from elsewhere."""
    for one, page in paper.outline.dictionaries:
        for what in _deeds(one):
            yield Finding(
                Check.ACTIVE,
                Message(
                    N_("The file does something by itself when it is opened or touched (%(what)s)."),
                    what=what,
                ),
                page=page,
            )


def _deeds(one: DictionaryObject) -> Iterator[str]:
    if "/JS" in one or "/JavaScript" in one:
        yield "JavaScript"
    elif one.get("/S") in _ACTS and one.get("/Type") in (None, "/Action"):
        yield str(one["/S"]).lstrip("/")
    elif one.get("/S") == "/URI" and not _is_web(one.get("/URI")):
        yield "URI"
    if "/AA" in one:
        yield "AA"
    if "/XFA" in one:
        yield "XFA"
    if "/OCProperties" in one:  # layers that one sees and another does not
        yield "OCG"
    if "/OpenAction" in one and not _only_goes(one["/OpenAction"]):
        yield "OpenAction"
    if isinstance(one, StreamObject) and "/F" in one and one.get("/Type") != "/EmbeddedFile":
        yield "F"
    if "/Subtype" in one and "/Rect" in one and (str(one["/Subtype"]) not in _MARKS or _is_drawn(one)):
        yield str(one["/Subtype"]).lstrip("/")


def _is_drawn(mark: DictionaryObject) -> bool:
    """True for a note that shows something of its own over the page; a signature without a place shows nothing."""
    corners: Any = mark["/Rect"]
    left, bottom, right, top = (float(one) for one in corners.get_object())
    return "/AP" in mark and right != left and top != bottom


def _is_web(address: Any) -> bool:
    return str(address).lower().startswith(("http://", "https://", "tel:", "mailto:"))


def _only_goes(action: Any) -> bool:
    """True for a place in the paper, given as it is or as an action that goes there."""
    return not isinstance(action, DictionaryObject) or action.get("/S") in _MAY


def check_enclosures(paper: Paper, wanted: Wanted) -> Iterable[Finding]:
    """The attached files are those that are wanted, and can be read."""
    if wanted.enclosures is None:
        return
    there = {one.name: one for one in paper.outline.attached}
    for name in wanted.enclosures:
        if name not in there:
            yield Finding(Check.ENCLOSURES, Message(N_("The file “%(name)s” is not enclosed."), name=name))
        elif not _is_readable(there[name]):
            message = Message(N_("The enclosed file “%(name)s” cannot be read, or is empty."), name=name)
            yield Finding(Check.ENCLOSURES, message)
    for name in sorted(set(there) - set(wanted.enclosures)):
        message = Message(
            N_("The file “%(name)s” is enclosed and does not belong to the paper."), name=name[:60]
        )
        yield Finding(Check.ENCLOSURES, message)


def _is_readable(attached: Attached) -> bool:
    if not attached.data:
        return False
    try:
        text = attached.data.decode("utf-8-sig")
        if attached.name.lower().endswith(".json"):
            return bool(json.loads(text))
        if attached.name.lower().endswith(".csv"):
            return bool(list(csv.reader(io.StringIO(text, newline=""), strict=True)))
    except (ValueError, csv.Error):
        return False
    return True
