"""The words inside a file that is to be handed out, so that no number of a person leaves the house within it."""

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from app.core.personal_numbers import has_personal_number
from app.domain.attachments import rules

#: pages and rows that are looked at
MOST_PAGES, MOST_ROWS = 300, 50_000
_PARAGRAPH = re.compile(r"</w:p>|</a:p>")
_TAG = re.compile(r"<[^>]+>")


def holds_personal_number(data: bytes, media_type: str) -> bool:
    """True when an identity, bank card or mobile number can be read in the file. A scan has no words to be read."""
    reader = {rules.PDF: _of_pdf, rules.DOCX: _of_document, rules.XLSX: _of_workbook}.get(media_type)
    if reader is None:
        return False
    try:
        return any(has_personal_number(text) for text in reader(data))
    except Exception:  # each library raises whatever it likes for a file that it cannot read
        return False


def _of_pdf(data: bytes) -> Iterator[str]:
    for page in PdfReader(io.BytesIO(data)).pages[:MOST_PAGES]:
        yield page.extract_text() or ""


def _of_document(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            if name.startswith(("word/", "docProps/")) and name.endswith(".xml"):
                for paragraph in _PARAGRAPH.split(packed.read(name).decode("utf-8", "replace")):
                    yield unescape(_TAG.sub("", paragraph))


def _of_workbook(data: bytes) -> Iterator[str]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in workbook.sheet_names:
        yield name
        for row in workbook.get_sheet_by_name(name).to_python()[:MOST_ROWS]:
            for cell in row:
                yield f"{cell:.0f}" if isinstance(cell, float) else str(cell)
