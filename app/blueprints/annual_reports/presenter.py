"""A report in words: sentences whose numbers are links, tables with bars, and the same as plain text for paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message, in_words, spell_day
from app.documents.annual_reports import PaperPart, PaperTable, ReportPaper
from app.domain.annual_reports.figures import (
    PART_LABELS,
    Figure,
    Line,
    Listing,
    Rows,
    Section,
    Sentence,
    Table,
    Unit,
)
from app.domain.annual_reports.listing import Fen, Opens
from app.domain.annual_reports.models import AnnualReport, Part, ReportParagraph
from app.domain.annual_reports.scope import Scope
from app.domain.areas.models import Area
from app.web.charts import share_of
from app.web.i18n import current_locale, translate
from app.web.templating import bilingual, format_day, format_money

#: what the rows of a listing open: endpoint and the name of its part; a door that is not there opens nothing
OPENS = {
    Opens.HOUSEHOLD: ("households.show", "household_no"),
    Opens.PROJECT: ("projects.show", "number"),
    Opens.BATCH: ("funds.batch", "number"),
    Opens.NOTICE: ("public.show_notice", "number"),
    Opens.OBJECTION: ("objections.show", "number"),
    Opens.MEETING: ("appraisals.show", "meeting_id"),
    Opens.HELPER: ("pairings.helper", "helper_id"),
}


@dataclass(frozen=True)
class ShownTable:
    """A table for the page: heads, rows of cells, the widths of its bars in percent (none: no chart)."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Markup, ...], str | None], ...]
    total: tuple[Markup, ...] | None
    has_bars: bool = False


@dataclass(frozen=True)
class ShownPart:
    """A part for the page. *carried* are the words of an earlier year, as long as this year has none."""

    part: Part
    title: str
    sentences: tuple[Markup, ...]
    tables: tuple[ShownTable, ...]
    text: ReportParagraph | None
    carried: ReportParagraph | None


def shown_parts(
    scope: Scope,
    sections: Sequence[Section],
    report: AnnualReport | None,
    carried: Mapping[Part, ReportParagraph],
) -> list[ShownPart]:
    """The parts of a report for the page."""
    written = {one.part: one for one in report.paragraphs if one.text_zh or one.text_en} if report else {}
    return [
        ShownPart(
            section.part,
            translate(PART_LABELS[section.part]),
            tuple(
                _sentence(sentence, lambda figure: linked(scope, figure)) for sentence in section.sentences
            ),
            tuple(_table(scope, table) for table in section.tables),
            written.get(section.part),
            None if section.part in written else carried.get(section.part),
        )
        for section in sections
    ]


def linked(scope: Scope, figure: Figure) -> Markup:
    """A figure as the page shows it: a link to its rows, the difference to last year, what it would be today."""
    number = escape(written(figure.value, figure.unit))
    if figure.rows is not None and figure.value:
        number = Markup('<a href="{}">{}</a>').format(rows_url(scope, figure.rows), number)
    if figure.difference:
        mark = Markup('{} <span class="report-difference">{}</span>')
        number = mark.format(number, difference(figure))
    if figure.has_moved and figure.now is not None:
        words = _("now %(number)s", number=written(figure.now, figure.unit))
        number = Markup('{} <span class="report-moved">{}</span>').format(number, words)
    return number


def rows_url(scope: Scope, rows: Rows) -> str:
    """The address of the rows behind a figure."""
    if rows.listing is Listing.COUNTED:
        picks = [f"{key}:{value}" for key, value in rows.picks]
        given: dict[str, Any] = {
            "area": scope.area.code,
            "year": scope.year,
            "who": rows.who,
            "pick": picks or None,
        }
        return url_for("statistics.list_households", **given)
    return url_for(
        "annual_reports.list_rows",
        code=scope.area.code,
        year=scope.year,
        listing=rows.listing.value,
        detail=rows.detail or None,
        place=rows.place or None,
    )


def written(value: int, unit: Unit) -> str:
    """A value with its unit."""
    if unit is Unit.FEN:
        return format_money(value)
    if unit is Unit.PERMILLE:
        return f"{value / 10:.1f}%"
    return f"{value:,}" if current_locale() == "en" else str(value)


def difference(figure: Figure) -> str:
    """More or less than last year, with its sign."""
    moved = figure.difference or 0
    sign = "+" if moved > 0 else "−"
    if figure.unit is Unit.PERMILLE:
        return f"{sign}{abs(moved) / 10:.1f}"
    return sign + written(abs(moved), figure.unit)


def cell(value: Any) -> str:
    """A cell of a list of rows in words."""
    if isinstance(value, Fen):
        return format_money(int(value))
    if isinstance(value, BilingualText | Message):
        return bilingual(value)
    if hasattr(value, "year"):
        return format_day(value)
    return "" if value is None else str(value)


def opened(opens: Opens, key: str) -> str | None:
    """The address of what a row is about; nothing where there is no such page."""
    endpoint, name = OPENS.get(opens, ("", ""))
    if not key or endpoint not in current_app.view_functions:
        return None
    given: dict[str, Any] = {name: int(key) if name.endswith("_id") else key}
    return url_for(endpoint, **given)


def title_of(area: Area, year: int) -> str:
    """What the report is called."""
    return _("%(area)s: report on the year %(year)s", area=bilingual(area.name), year=year)


def paper_of(
    scope: Scope, sections: Sequence[Section], report: AnnualReport | None, lang: str
) -> ReportPaper:
    """The report as plain text in *lang*, for paper."""
    with force_locale(lang):
        words = {one.part: one.text for one in report.paragraphs} if report else {}
        finished = report.finished_at if report else None
        standing = (
            _("Figures as the report was finished on %(day)s.", day=spell_day(finished.date(), lang))
            if finished
            else _("Not finished. Figures as of %(day)s.", day=spell_day(scope.today, lang))
        )
        parts = tuple(
            PaperPart(
                translate(PART_LABELS[section.part]),
                tuple(_in_plain(sentence) for sentence in section.sentences),
                tuple(_paper_table(table) for table in section.tables),
                words[section.part].in_(lang) if section.part in words else "",
            )
            for section in sections
        )
        return ReportPaper(title_of(scope.area, scope.year), standing, parts)


def _sentence(sentence: Sentence, figure: Callable[[Figure], Markup]) -> Markup:
    figures = {name: figure(one) for name, one in sentence.figures.items()}
    others = {name: escape(value) for name, value in _others(sentence).items()}
    return Markup(escape(_(sentence.msgid))) % (others | figures)  # noqa: S704 - escaped on this line


def _in_plain(sentence: Sentence) -> str:
    figures = {name: _plain(one) for name, one in sentence.figures.items()}
    return str(_(sentence.msgid)) % (_others(sentence) | figures)


def _others(sentence: Sentence) -> dict[str, Any]:
    locale = current_locale()
    return {name: in_words(value, _translated, locale) for name, value in sentence.others.items()}


def _translated(msgid: str) -> str:
    return str(_(msgid))


def _plain(figure: Figure) -> str:
    text = written(figure.value, figure.unit)
    if figure.difference:
        return _("%(number)s (%(difference)s on last year)", number=text, difference=difference(figure))
    return text


def _table(scope: Scope, table: Table) -> ShownTable:
    widths = _widths(table)
    rows = tuple(
        (bilingual(line.label), tuple(linked(scope, one) for one in line.figures), width)
        for line, width in zip(table.lines, widths, strict=True)
    )
    total = tuple(linked(scope, one) for one in table.total.figures) if table.total else None
    heads = tuple(_(head) for head in table.heads)
    return ShownTable(bilingual(table.title), heads, rows, total, table.bars is not None and len(rows) > 1)


def _paper_table(table: Table) -> PaperTable:
    def cells(line: Line) -> tuple[str, ...]:
        return tuple(written(one.value, one.unit) for one in line.figures)

    rows = tuple((bilingual(line.label), cells(line)) for line in table.lines)
    heads = tuple(_(head) for head in table.heads)
    total = (_("Together"), cells(table.total)) if table.total else None
    bars = (
        tuple(float(width or 0) for width in _widths(table))
        if len(rows) > 1 and table.bars is not None
        else ()
    )
    return PaperTable(bilingual(table.title), heads, rows, total, bars)


def _widths(table: Table) -> list[str | None]:
    if table.bars is None:
        return [None] * len(table.lines)
    values = [line.figures[table.bars].value for line in table.lines]
    return [share_of(value, max(values, default=0)) for value in values]


NOT_THERE = N_("Nothing is on record for this part.")
