"""Workbooks of a finance office for the tests: a good one, and what an office does to it. No test stands here."""

import io
from typing import Any

import openpyxl
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.domain.funds import workbook_service as service
from app.domain.funds.models import LedgerImport
from app.domain.projects.models import Project, ProjectState
from tests import factories
from tests.factories.fund_notices import the_fund_year
from tests.people import People

HEADS: dict[str, list[str]] = {
    "资金批次": [
        "批次编号",
        "资金名称",
        "资金级别",
        "拨款单位",
        "文号",
        "文件日期",
        "到账日期",
        "到账金额",
        "用途",
    ],
    "资金分配": ["批次编号", "项目编号", "项目名称", "实施地点", "分配日期", "分配金额", "文号", "摘要"],
    "合同": ["合同编号", "项目编号", "承包单位", "签订日期", "合同金额"],
    "花名册": [
        "花名册编号",
        "项目编号",
        "实施地点",
        "花名册名称",
        "造册日期",
        "组",
        "姓名",
        "人数",
        "金额",
        "实物",
    ],
    "支付": [
        "批次编号",
        "项目编号",
        "实施地点",
        "支付日期",
        "收款单位",
        "支付金额",
        "凭证号",
        "合同编号",
        "花名册编号",
    ],
}
Rows = dict[str, list[list[Any]]]


def a_road() -> Project:
    """A project under way that the workbook names."""
    project = factories.a_project(state=ProjectState.UNDER_WAY)
    db.session.commit()
    return project


def the_rows(project: Project) -> Rows:
    """One batch, what it gave, a contract, a roll of two, and two payments."""
    number, day = project.number, clock.today().isoformat()
    return {
        "资金批次": [
            [
                "1",
                "财政专项扶贫资金",
                "省级",
                "省财政厅",
                "黔财农〔2014〕1号",
                day,
                day,
                "120万元",
                "产业发展",
            ],
        ],
        "资金分配": [["1", number, None, None, day, 600_000, "清财农〔2014〕3号", None]],
        "合同": [["HT-1", number, "清河路桥公司", day, "500,000.00"]],
        "花名册": [
            ["H1", number, None, "误工补助", day, "一组", "王秀英", 4, 500, None],
            ["H1", number, None, "误工补助", day, "二组", "李建国", 3, 750.5, "水泥2吨"],
        ],
        "支付": [
            ["1", number, None, day, "清河路桥公司", 200_000, "记-12", "HT-1", None],
            ["1", number, None, day, "王秀英等2户", 1_250.5, "记-13", None, "H1"],
        ],
    }


def workbook(rows: Rows, heads: dict[str, list[str]] | None = None, above: int = 0) -> bytes:
    """The rows as .xlsx, with *above* lines of title over the headings."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in rows.items():
        sheet = book.create_sheet(name)
        for number in range(above):
            sheet.append([f"2014年{name}台账" if number == 0 else None])
        sheet.append((heads or HEADS)[name])
        for line in lines:
            sheet.append(line)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_back(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """Sheet -> its rows as openpyxl reads them."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def looked_at(people: People, data: bytes) -> LedgerImport:
    """The workbook as the county's office hands it in."""
    run = service.preview(
        actor=people.actor("county_approver"),
        round_=the_fund_year(),
        area=people.county,
        data=data,
        filename="台账.xlsx",
    )
    db.session.commit()
    return run


def entered(people: People, data: bytes) -> LedgerImport:
    run = looked_at(people, data)
    assert found(run, "blocking") == []
    run = service.apply_import(actor=people.actor("county_approver"), run=run)
    db.session.commit()
    return run


def found(run: LedgerImport, severity: str) -> list[tuple[str, str, str]]:
    """Sheet, cell and problem of the findings."""
    return [
        (one["sheet"], one["cell"], one["problem"]["msgid"])
        for one in run.findings or []
        if one["severity"] == severity
    ]


def tallies(run: LedgerImport) -> dict[str, list[int]]:
    assert run.summary is not None
    kept: dict[str, list[int]] = run.summary["tallies"]
    return kept


def count(model: Any) -> int:
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0)


def sums(project: Project) -> tuple[int, int, int]:
    db.session.refresh(project)
    return project.allocated_fen, project.contracted_fen, project.paid_fen
