"""A preflight report as a page shows it: the marked pages as pictures, what stands on them, what to do."""

import base64
from dataclasses import dataclass

from app.core.messages import Message
from app.documents.preflight import Report, picture
from app.documents.preflight.leaves import Unopenable
from app.documents.preflight.report import NAMES, Finding

#: More pages than these are only named: a page of the portal must open on a slow line.
MOST_PICTURES = 3


@dataclass(frozen=True)
class Said:
    """One finding: the name of the check, what is wrong, the number of its mark in the picture (0: none)."""

    name: Message
    message: Message
    mark: int


@dataclass(frozen=True)
class MarkedPage:
    """A page with its findings; *number* 0 stands for the whole file. *address* is the picture, or nothing."""

    number: int
    findings: tuple[Said, ...]
    address: str


@dataclass(frozen=True)
class View:
    """Everything about a refused paper."""

    pages: tuple[MarkedPage, ...]
    remedies: tuple[Message, ...]


def view_of(report: Report, data: bytes) -> View:
    """*report* on the paper *data*, page by page; what concerns the whole file comes first."""
    numbers = sorted({one.page or 0 for one in report.findings})
    shown = [number for number in numbers if number][:MOST_PICTURES]
    pages = tuple(
        _marked([one for one in report.findings if (one.page or 0) == number], number, data, number in shown)
        for number in numbers
    )
    return View(pages, tuple(dict.fromkeys(one.remedy for one in report.findings)))


def _marked(findings: list[Finding], number: int, data: bytes, has_picture: bool) -> MarkedPage:
    boxes = [one.box for one in findings if one.box]
    said, mark = [], 0
    for one in findings:
        mark += 1 if one.box else 0
        said.append(Said(NAMES[one.check], one.message, mark if one.box and has_picture else 0))
    address = ""
    if has_picture:
        try:
            address = "data:image/png;base64," + base64.b64encode(picture(data, number, boxes)).decode()
        except (Unopenable, IndexError):
            said = [Said(one.name, one.message, 0) for one in said]
    return MarkedPage(number, tuple(said), address)
