"""The year's report on paper: as PDF in the measures of official documents, and as DOCX to be worked on.

Both are set from the same plain text, so that they say the same.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from app.core.messages import N_
from app.documents import setting
from app.documents.typesetting import paragraphs

SHEETS = ("paper.css", "forms.css", "annual_report.css")
NOTHING = N_("Nothing is on record for this part.")
#: a full bar in a table of the DOCX, in signs
_LONGEST_BAR = 20
_TYPEFACE = {"zh": ("FangSong", "仿宋"), "en": ("Times New Roman", "仿宋")}


@dataclass(frozen=True)
class PaperTable:
    """A table in words. *bars* are percent of the highest, one a row; none: nothing is drawn."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    total: tuple[str, tuple[str, ...]] | None = None
    bars: tuple[float, ...] = ()


@dataclass(frozen=True)
class PaperPart:
    """A part in words: what the records say, its tables, what people wrote."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[PaperTable, ...]
    text: str


@dataclass(frozen=True)
class ReportPaper:
    """The report in one language; *standing* says as of when its figures are."""

    title: str
    standing: str
    parts: tuple[PaperPart, ...]


def report_pdf(paper_in: Callable[[str], ReportPaper], lang: str) -> bytes:
    """The report as PDF; *paper_in* gives it in a language. Raises what ``setting.set_parts`` raises."""
    return setting.set_parts(
        lambda one: [setting.part_of("annual_report.html", one, sheets=SHEETS, paper=paper_in(one))], lang
    )


def report_docx(paper_in: Callable[[str], ReportPaper], lang: str) -> bytes:
    """The report as DOCX, in one language or in both, one behind the other."""
    document = Document()
    for place, one in enumerate(setting.languages_of(lang)):
        section = document.sections[0] if place == 0 else document.add_section(WD_SECTION.NEW_PAGE)
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        _set_one(document, paper_in(one), one)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_one(document: Any, paper: ReportPaper, lang: str) -> None:
    document.core_properties.title = document.core_properties.title or paper.title
    head = document.add_heading(level=0)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _say(head, paper.title, lang, size=22, bold=True)
    under = document.add_paragraph()
    under.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _say(under, paper.standing, lang, size=12)
    for number, part in enumerate(paper.parts, 1):
        _say(document.add_heading(level=1), _numbered(number, part.title, lang), lang, size=16, bold=True)
        for sentence in part.sentences:
            _paragraph(document, sentence, lang)
        for paragraph in paragraphs(part.text):
            _paragraph(document, str(paragraph.text), lang)
        if not (part.sentences or part.text or part.tables):
            with setting.speaking(lang) as say:
                _paragraph(document, say(NOTHING), lang)
        for table in part.tables:
            _table(document, table, lang)


def _numbered(number: int, title: str, lang: str) -> str:
    return f"{number}. {title}" if lang == "en" else f"{_CHINESE[number - 1]}、{title}"


_CHINESE = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三")


def _paragraph(document: Any, text: str, lang: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(32 if lang == "zh" else 0)
    paragraph.paragraph_format.line_spacing = Pt(28)
    _say(paragraph, text, lang, size=16 if lang == "zh" else 14)


def _table(document: Any, table: PaperTable, lang: str) -> None:
    caption = document.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(10)
    _say(caption, table.title, lang, size=12, bold=True)
    heads = [*table.heads, *([""] if table.bars else [])]
    grid = document.add_table(rows=1, cols=len(heads))
    grid.style, grid.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for cell, head in zip(grid.rows[0].cells, heads, strict=True):
        _cell(cell, head, lang, bold=True, alignment=WD_ALIGN_PARAGRAPH.CENTER)
    _repeat(grid.rows[0])
    for place, (label, cells) in enumerate(table.rows):
        bar = ["█" * max(1, round(table.bars[place] * _LONGEST_BAR / 100))] if table.bars else []
        _row(grid, label, cells, lang, bar=bar if not table.bars or table.bars[place] else [""])
    if table.total is not None:
        _row(grid, *table.total, lang, bar=[""] if table.bars else [], bold=True)


def _row(
    grid: Any, label: str, values: tuple[str, ...], lang: str, *, bar: list[str], bold: bool = False
) -> None:
    cells = grid.add_row().cells
    _cell(cells[0], label, lang, bold=bold)
    for cell, value in zip(cells[1:], values, strict=False):
        _cell(cell, value, lang, bold=bold, alignment=WD_ALIGN_PARAGRAPH.RIGHT)
    for text in bar:
        _cell(cells[-1], text, lang, size=6, colour=RGBColor(0x14, 0x50, 0x8F))


def _cell(
    cell: Any,
    text: str,
    lang: str,
    *,
    bold: bool = False,
    alignment: Any = None,
    size: float = 10.5,
    colour: Any = None,
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = alignment
    _say(paragraph, text, lang, size=size, bold=bold)
    if colour is not None:
        paragraph.runs[0].font.color.rgb = colour


def _say(paragraph: Any, text: str, lang: str, *, size: float, bold: bool = False) -> None:
    """Text in the typefaces of official documents; an office program keeps two, for either script."""
    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.color.rgb = bold, Pt(size), RGBColor(0, 0, 0)
    latin, chinese = _TYPEFACE[lang]
    run.font.name = latin
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), chinese)


def _repeat(row: Any) -> None:
    """The row stands again at the top of each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
