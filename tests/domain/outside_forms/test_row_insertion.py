"""Formulas of forms: never overwritten, and right after rows were put in above them."""

import io
import re
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from app.core.errors import Invalid, Refused
from app.domain.outside_forms import grids, row_insertion
from app.domain.outside_forms.models import FileKind
from tests import factories
from tests.domain.outside_forms.test_forms import a_document, a_workbook, filled, taken
from tests.people import People


def sheet_of(data: bytes):
    return load_workbook(io.BytesIO(data)).active


def packed(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def register(people: People) -> None:
    for members in (3, 2, 4):
        factories.a_registered(people.village, members=members)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(B2:B3)", "=SUM(B2:B8)"),
        ("=SUM($B$2:$B$3)*2", "=SUM($B$2:$B$8)*2"),
        ("=B2+B4", "=B2+B9"),
        ("=SUM(B1:B2)", "=SUM(B1:B2)"),
        ("=SUM(B:B)+SUM(2:3)", "=SUM(B:B)+SUM(2:8)"),
        ("='一 表'!B4", "='一 表'!B9"),
        ("=其他!B4", "=其他!B4"),
        ('=IF(B4>0,"B4","")', '=IF(B9>0,"B4","")'),
        ("B4", "B4"),
    ],
)
def test_a_formula_follows_the_rows_that_it_names(formula: str, expected: str) -> None:
    assert row_insertion.shifted(formula, "一 表", "一 表", 3, 5) == expected


def test_a_formula_without_a_kept_result_is_left_alone(people: People, register: None) -> None:
    """The library keeps no results: a form that it wrote has formulas only."""
    data = a_workbook(
        [
            ["村名", "贫困户数", "因学人数"],
            [people.village.name_zh, "=2*3", None],
            ["合计", "=SUM(B2:B2)", None],
        ]
    )
    sheet = sheet_of(filled(people, taken(people, data)))
    assert (sheet["B2"].value, sheet["B3"].value) == ("=2*3", "=SUM(B2:B2)")
    assert sheet["C2"].value == 0


def test_sums_below_a_list_that_grew_count_all_of_it(people: People, register: None) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["户主姓名", "家庭人口", "每人", "应发"], [None, None, 10, "=B2*C2"], ["共计户"]):
        sheet.append(row)
    sheet["B3"], sheet["D3"] = "=SUM(B2:B2)", "=SUM(D2:D2)"
    sheet["A5"] = "=D3/B3"
    sheet.row_dimensions[3].height = 40
    sheet.print_area = "A1:D5"
    book.create_sheet("汇总")["A1"] = "=Sheet!B3"
    book.defined_names["总数"] = DefinedName("总数", attr_text="Sheet!$B$3")
    sheet["C2"] = None
    after = load_workbook(io.BytesIO(filled(people, taken(people, packed(book)))))
    sheet = after.active
    assert [sheet.cell(row, 2).value for row in (2, 3, 4, 5)] == [3, 2, 4, "=SUM(B2:B4)"]
    assert [sheet.cell(row, 4).value for row in (2, 3, 4, 5)] == ["=B2*C2", "=B3*C3", "=B4*C4", "=SUM(D2:D4)"]
    assert (sheet["A5"].value, sheet["A7"].value) == ("共计户", "=D5/B5")
    assert (sheet.row_dimensions[5].height, sheet.row_dimensions[3].height) == (40, None)
    assert sheet.print_area == "'Sheet'!$A$1:$D$7"
    assert after["汇总"]["A1"].value == "=Sheet!B5"
    assert after.defined_names["总数"].attr_text == "Sheet!$B$5"


def test_rules_of_cells_move_with_them(people: People, register: None) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["户主姓名", "家庭人口"], [None, None], ["填表人", None]):
        sheet.append(row)
    check = DataValidation(type="list", formula1='"甲,乙"', sqref="B3")
    sheet.add_data_validation(check)
    sheet.conditional_formatting.add("B2:B2", CellIsRule(operator="greaterThan", formula=["$B$3"]))
    after = sheet_of(filled(people, taken(people, packed(book))))
    assert str(after.data_validations.dataValidation[0].sqref) == "B5"
    (formatted,) = after.conditional_formatting
    assert str(formatted.sqref) == "B2:B4"
    assert formatted.rules[0].formula == ["$B$5"]


def test_what_cannot_be_moved_is_refused_in_words(people: People, register: None) -> None:
    data = a_workbook([["户主姓名", "家庭人口"], [None, None], ["共计", '=SUM(INDIRECT("B2:B2"))']])
    with pytest.raises(Refused, match="Add empty rows"):
        filled(people, taken(people, data))


def _with(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, re.sub(old, new, text, count=1) if name == part else text)
    return stream.getvalue()


@pytest.mark.parametrize("ref", [b"A1:XFD1048576", b"&#65;1:XFD1048576"])
def test_a_merged_cell_over_a_whole_sheet_is_not_opened(ref: bytes) -> None:
    data = a_workbook([["村名", "贫困户数"]], ("A3:B3",))
    data = _with(data, "xl/worksheets/sheet1.xml", b"A3:B3", ref)
    with pytest.raises(Invalid, match="far more"):
        grids.kind_of(data)


def test_a_word_cell_over_a_million_columns_is_not_opened() -> None:
    data = _with(
        a_document([["村名", "户数"]]),
        "word/document.xml",
        b"<w:tcPr>",
        b'<w:tcPr><w:gridSpan w:val="9000000"/>',
    )
    with pytest.raises(Invalid, match="far more"):
        grids.kind_of(data)


def test_a_sheet_that_goes_on_below_what_is_read_is_refused() -> None:
    data = a_workbook([["村名", "贫困户数"], *[[None, None]] * 500, ["合计", "=SUM(B2:B501)"]])
    with pytest.raises(Invalid, match="goes beyond row"):
        grids.read(data, FileKind.XLSX)


def test_a_row_added_to_a_word_table_leaves_the_merged_label_above(people: People, register: None) -> None:
    document = Document()
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("说明", "户主姓名", "家庭人口"), strict=True):
        cell.text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    stream = io.BytesIO()
    document.save(stream)
    after = Document(io.BytesIO(filled(people, taken(people, stream.getvalue())))).tables[0]
    assert [row.cells[0].text.strip() for row in after.rows] == ["说明", "说明", "", ""]
    assert [row.cells[2].text for row in after.rows] == ["家庭人口", "3", "2", "4"]
