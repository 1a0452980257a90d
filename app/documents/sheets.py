"""Slips, forms, sheets and minutes as PDF. They name a household, so their bytes are never kept."""

from typing import Any

from app.core.bilingual import BilingualText
from app.documents import render, setting
from app.documents.notices import office
from app.documents.papers import ApplicationPaper, MinutesPaper, ReceiptPaper, VisitPaper

FORM = ("paper.css", "forms.css")
SLIP = ("paper.css", "receipt.css")
#: Places for signatures on the minutes when nobody has counted yet, and at the most.
SIGNATURES_BLANK = 40
SIGNATURES_MOST = 400


def receipt_pdf(paper: ReceiptPaper, lang: str) -> bytes:
    """The slip for an application or an objection."""
    return setting.set_paper("receipt.html", lang, sheets=SLIP, paper=paper)


def application_pdf(paper: ApplicationPaper, lang: str) -> bytes:
    """The application form, blank or filled."""
    village = paper.village
    addressed = office(village, is_village=True) if isinstance(village, BilingualText) else village
    return setting.set_paper("application_form.html", lang, sheets=FORM, paper=paper, addressed=addressed)


def visit_pdf(paper: VisitPaper, lang: str) -> bytes:
    """The sheet for a home visit, with what the register says filled in."""
    return setting.set_paper("visit_sheet.html", lang, sheets=FORM, paper=paper)


def minutes_pdf(paper: MinutesPaper, lang: str) -> bytes:
    """The minutes of a review meeting with a place to sign for everybody present."""
    return setting.set_parts(lambda one: [minutes_part(paper, one)], lang)


def minutes_part(paper: MinutesPaper, lang: str) -> render.Part:
    """The minutes, ready to be set alone or in a file with other papers."""
    rooms = min(max(paper.present or paper.due or SIGNATURES_BLANK, len(paper.signers)), SIGNATURES_MOST)
    context: dict[str, Any] = {"paper": paper, "signature_rooms": -(-rooms // 4) * 4}
    html = setting.html_of("minutes.html", lang, **context)
    return render.Part(html, [setting.style(name) for name in FORM])
