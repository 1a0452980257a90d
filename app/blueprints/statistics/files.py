"""The same table as a file: CSV, or a workbook with a chart."""

import csv
import io
from typing import Any

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font

from app.blueprints.statistics.asking import HOUSEHOLDS, Question
from app.core.messages import N_
from app.core.spreadsheets import harmless
from app.domain.imports.reader import column_letters
from app.domain.statistics.rules import WHO_LABELS, Pivot
from app.web.i18n import current_locale, translate
from app.web.templating import bilingual, format_day

#: the table begins below title, explanation and an empty line
_HEAD = 4
_MOST_IN_CHART = 40
HOUSEHOLDS_WORD, PEOPLE_WORD = N_("Households"), N_("People")


def csv_file(question: Question, pivot: Pivot) -> bytes:
    """UTF-8 with its mark, so that an office program reads the Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in [[title(question)], [about(question)], [], *_rows(question, pivot)]:
        writer.writerow([harmless(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def workbook(question: Question, pivot: Pivot) -> bytes:
    """A sheet with the table, and a chart of its rows under it."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Statistics")
    sheet.append([harmless(title(question))])
    sheet.append([about(question)])
    sheet.append([])
    for row in _rows(question, pivot):
        sheet.append([harmless(value) for value in row])
    _dress(sheet)
    _draw(sheet, question, pivot)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def title(question: Question) -> str:
    """What the table counts, by what."""
    names = {"area": bilingual(question.area.name), "who": translate(WHO_LABELS[question.who])}
    names["rows"] = translate(question.rows.label).lower()
    if question.columns is None:
        return _("%(area)s: %(who)s by %(rows)s", **names)
    names["columns"] = translate(question.columns.label).lower()
    return _("%(area)s: %(who)s by %(rows)s and %(columns)s", **names)


def about(question: Question) -> str:
    """The day that the table is of, and what its cells count."""
    unit = _(HOUSEHOLDS_WORD) if question.counts == HOUSEHOLDS else _(PEOPLE_WORD)
    return _("As of %(day)s. Cells: %(unit)s.", day=format_day(question.asked.on), unit=unit)


def _rows(question: Question, pivot: Pivot) -> list[list[Any]]:
    head = [translate(pivot.rows.label)]
    head += [bilingual(column.label) for column in pivot.column_values]
    head += [_(HOUSEHOLDS_WORD), _(PEOPLE_WORD)]
    rows: list[list[Any]] = [head]
    in_households = question.counts == HOUSEHOLDS
    for value in pivot.row_values:
        counted = [pivot.at(value, column) for column in pivot.column_values]
        whole = pivot.of_row(value)
        cells = [count.households if in_households else count.people for count in counted]
        rows.append([bilingual(value.label), *cells, whole.households, whole.people])
    sums = [pivot.of_column(column) for column in pivot.column_values]
    cells = [count.households if in_households else count.people for count in sums]
    rows.append([_("Together"), *cells, pivot.total.households, pivot.total.people])
    return rows


def _dress(sheet: Any) -> None:
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[_HEAD]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for place in range(sheet.max_column):
        sheet.column_dimensions[column_letters(place)].width = 12 if place else 24
    sheet.freeze_panes = sheet.cell(_HEAD + 1, 2)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _draw(sheet: Any, question: Question, pivot: Pivot) -> None:
    """Bars of the rows: stacked by column where there are some whose cells add up."""
    if not pivot.row_values or len(pivot.row_values) > _MOST_IN_CHART:
        return
    last = _HEAD + len(pivot.row_values)
    columns = len(pivot.column_values)
    chart = BarChart()
    chart.type, chart.style = "bar", 10
    if columns and not pivot.has_many:
        chart.grouping, chart.overlap = "stacked", 100
        drawn = Reference(sheet, min_col=2, max_col=1 + columns, min_row=_HEAD, max_row=last)
    else:
        place = 2 + columns + (0 if question.counts == HOUSEHOLDS else 1)
        drawn = Reference(sheet, min_col=place, min_row=_HEAD, max_row=last)
        chart.legend = None
    chart.add_data(drawn, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=_HEAD + 1, max_row=last))
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.title = title(question) if current_locale() == "en" else None
    chart.height, chart.width = max(7.5, 0.7 * len(pivot.row_values)), 24
    sheet.add_chart(chart, f"A{last + 4}")
