"""Workbooks built for the tests: one good one, and whatever a clerk can do to it.

People here are invented like those of ``samples``: an area code of 2013 with earlier dates of birth.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import xlwt
from stdnum.cn import ric

from app.domain.imports.parsed import ImportPlan, VillageRef
from app.domain.imports.plan import plan_import
from app.domain.imports.reader import read_workbook

HAIZI = "520581107003"
SHANHAI = "520581107004"

VILLAGES = (
    VillageRef(HAIZI, "海子社区", "林泉镇", tuple((f"{HAIZI}-{n:02d}", f"{n}组") for n in range(1, 12))),
    VillageRef(SHANHAI, "山海社区", "林泉镇", tuple((f"{SHANHAI}-{n:02d}", f"{n}组") for n in range(1, 9))),
)

HEADINGS = {
    "village": "行政村",
    "group": "村民小组",
    "household": "户编号",
    "person": "人编号",
    "name": "姓名",
    "sex": "性别",
    "id": "证件号码",
    "people": "人数",
    "relation": "与户主关系",
    "education": "文化程度",
    "student": "在校生状况",
    "health": "健康状况",
    "labour": "劳动技能",
    "allowance": "是否享受低保",
    "attribute": "户类型",
    "cause": "主要致贫原因",
    "other": "其他致贫原因",
    "wages": "工资性收入(元)",
    "business": "生产经营性收入(元)",
    "property": "财产性收入(元)",
    "transfers": "转移性收入(元)",
    "cost": "生产经营性支出(元)",
    "per_head": "人均纯收入(元)",
    "land": "耕地面积(亩)",
    "phone": "联系电话",
}

Row = dict[str, Any]


def an_id(born: str = "19800305", serial: int = 1) -> str:
    """A number with a correct check digit that belongs to nobody; odd serials are men's."""
    body = f"511903{born}{serial:03d}"
    return body + ric.calc_check_digit(body + "0")


def a_head(household: int = 1, /, **changes: Any) -> Row:
    """The head of a household of two."""
    row: Row = {
        "village": "海子社区",
        "group": "3组",
        "household": f"{HAIZI}{household:04d}",
        "person": f"{HAIZI}{household:04d}01",
        "name": "秦大海",
        "sex": "男",
        "id": an_id("19700305", 2 * household + 1),
        "people": 2,
        "relation": "户主",
        "education": "小学",
        "health": "健康",
        "labour": "普通劳动力",
        "allowance": "否",
        "attribute": "一般贫困户",
        "cause": "缺技术",
        "wages": 1000,
        "business": 2000,
        "property": 0,
        "transfers": 500,
        "cost": 300,
        "per_head": 1600,
        "land": 3.5,
        "phone": "10237916168",
    }
    return row | changes


def a_spouse(household: int = 1, /, **changes: Any) -> Row:
    """The second member of that household."""
    row: Row = {
        "village": "海子社区",
        "group": "3组",
        "household": f"{HAIZI}{household:04d}",
        "person": f"{HAIZI}{household:04d}02",
        "name": "朱会美",
        "sex": "女",
        "id": an_id("19720612", 2 * household + 2),
        "people": 2,
        "relation": "配偶",
        "education": "小学",
        "health": "健康",
        "labour": "普通劳动力",
        "allowance": "否",
        "attribute": "一般贫困户",
        "cause": "缺技术",
    }
    return row | changes


def a_household(household: int = 1) -> list[Row]:
    """Head and spouse without fault."""
    return [a_head(household), a_spouse(household)]


def cells_of(
    rows: Sequence[Row], headings: dict[str, str] | None = None, title_rows: int = 1
) -> list[list[Any]]:
    """Title, headings, rows."""
    headings = headings or HEADINGS
    titles: list[list[Any]] = [["2014年农户申请登记表"] for _ in range(title_rows)]
    return [*titles, list(headings.values()), *([row.get(key, "") for key in headings] for row in rows)]


def xlsx_of(cells: Sequence[Sequence[Any]], sheet: str = "农户信息", merged: Sequence[str] = ()) -> bytes:
    """One sheet as .xlsx."""
    return xlsx_of_sheets({sheet: cells}, merged)


def xlsx_of_sheets(sheets: dict[str, Sequence[Sequence[Any]]], merged: Sequence[str] = ()) -> bytes:
    """Several sheets as .xlsx."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, cells in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in cells:
            sheet.append(list(row))
        for area in merged:
            sheet.merge_cells(area)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def xls_of(cells: Sequence[Sequence[Any]]) -> bytes:
    """One sheet as .xls of old."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("农户信息")
    for row, values in enumerate(cells):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def csv_of(cells: Sequence[Sequence[Any]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """The same as text."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(cells)
    return stream.getvalue().encode(encoding)


def plan_of(data: bytes) -> ImportPlan:
    """Read and plan against the two villages."""
    return plan_import(read_workbook(data), VILLAGES)


def plan_of_rows(rows: Sequence[Row], **options: Any) -> ImportPlan:
    """The same from rows."""
    return plan_of(xlsx_of(cells_of(rows, **options)))


def problems(plan: ImportPlan) -> list[tuple[str, str, str]]:
    """What was found: cell, severity, message id."""
    return [(finding.cell, finding.severity.value, finding.problem.msgid) for finding in plan.findings]
