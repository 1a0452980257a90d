"""The findings as a table and the workbook with its cells marked."""

import csv
import io

import openpyxl

from app.core.messages import Message
from app.domain.imports.findings import CellFinding, FindingSeverity
from app.domain.imports.reader import read_workbook
from app.domain.imports.returned import CSV_COLUMNS, findings_csv, marked_workbook
from tests.domain.imports.workbooks import a_head, a_spouse, cells_of, csv_of, plan_of

ROWS = [a_head(1, wages="一千", phone="123"), a_spouse(1, name="=HYPERLINK(1)\x07", relation="")]


def test_the_findings_as_csv() -> None:
    plan = plan_of(csv_of(cells_of(ROWS)))
    data = findings_csv(plan.findings, str)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert rows[1][:4] == ["CSV", "R3", "一千", "This is not a number."]
    assert len(rows) == 1 + len(plan.findings)


def test_no_value_acts_as_a_formula_in_the_csv() -> None:
    finding = CellFinding("x", "A1", "=1+1", Message("p"), Message("a"), FindingSeverity.WARNING, "")
    assert b"'=1+1" in findings_csv([finding], str)


def test_the_workbook_comes_back_with_its_cells_marked() -> None:
    data = csv_of(cells_of(ROWS))
    plan = plan_of(data)
    copy = openpyxl.load_workbook(io.BytesIO(marked_workbook(read_workbook(data), plan.findings, str)))
    assert copy.sheetnames == ["Findings", "CSV"]
    page = copy["CSV"]
    assert page["R3"].value == "一千"
    assert page["R3"].fill.fgColor.rgb.endswith("FFC7CE")
    assert page["Y3"].fill.fgColor.rgb.endswith("FFEB9C")
    assert "This is not a number." in page["R3"].comment.text
    assert page["G3"].value == a_head(1)["id"]
    assert page["G3"].comment is None
    assert page["I4"].comment is not None
    assert page["E4"].value == "=HYPERLINK(1)"
    assert page["E4"].data_type == "s"
    listed = list(copy["Findings"].iter_rows(values_only=True))
    assert len(listed) == 1 + len(plan.findings)


def test_findings_of_a_whole_row_and_beyond_the_table_are_marked() -> None:
    data = csv_of(cells_of(ROWS))
    findings = [
        CellFinding("CSV", place, "", Message("p"), Message("a"), FindingSeverity.WARNING, "")
        for place in ("3", "AC3")
    ]
    page = openpyxl.load_workbook(io.BytesIO(marked_workbook(read_workbook(data), findings, str)))["CSV"]
    assert page["A3"].comment.text.startswith("p a")
    assert page["AC3"].comment is not None


def test_the_marked_copy_reads_like_the_original() -> None:
    data = csv_of(cells_of(ROWS))
    plan = plan_of(data)
    again = plan_of(marked_workbook(read_workbook(data), plan.findings, str))
    real = [finding for finding in again.findings if finding.sheet == "CSV"]
    assert [(finding.cell, finding.problem) for finding in real] == [
        (finding.cell, finding.problem) for finding in plan.findings
    ]
