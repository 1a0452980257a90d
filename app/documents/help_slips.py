"""The slip for a household that asked by itself: its code as words, digits and QR, and its line with stops.

It names nobody: who finds it learns nothing without typing the code. Its bytes are never kept.
"""

import datetime as dt
from dataclasses import dataclass

from app.documents import setting
from app.documents.papers import Telephone, Text
from app.domain.reports.way import Way

SHEETS = ("paper.css", "route.css", "help_slip.css")


@dataclass(frozen=True)
class RequestPaper:
    """What stands on the slip. *qr_text* holds the code behind ``#``, where no server sees it."""

    number: str
    received_on: dt.date
    printed_on: dt.date
    village: Text
    words: tuple[str, ...]
    digits: str
    qr_text: str
    follow_url: str
    way: Way
    telephones: tuple[Telephone, ...] = ()
    hotline: str = ""


def request_pdf(paper: RequestPaper, lang: str) -> bytes:
    """The slip on a sheet of A5."""
    return setting.set_paper("help_slip.html", lang, sheets=SHEETS, paper=paper)
