"""A finance office's workbook is read whatever its shape, and each fault is found at its cell."""

import io
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.domain.funds import workbook_columns as columns
from app.domain.funds import workbook_service as service
from app.domain.funds.models import LedgerEntry
from app.domain.funds.workbook_columns import Sheet
from app.domain.funds.workbook_writing import empty_workbook, ledger_workbook
from app.domain.imports import folder
from app.domain.imports.models import ImportState
from app.domain.projects.models import Project, ProjectState
from tests import factories
from tests.domain.funds.workbooks import (
    HEADS,
    Rows,
    a_road,
    count,
    entered,
    found,
    looked_at,
    read_back,
    saved,
    sums,
    tallies,
    the_rows,
    workbook,
)
from tests.factories.fund_notices import the_fund_year
from tests.people import People

S = ImportState


@pytest.fixture
def road(people: People) -> Project:
    return a_road()


def test_columns_may_stand_in_any_order_below_titles(people: People, road: Project) -> None:
    heads = {name: list(reversed(words)) for name, words in HEADS.items()}
    rows = {name: [list(reversed(line)) for line in lines] for name, lines in the_rows(road).items()}
    assert entered(people, workbook(rows, heads, above=7)).entries == 5


def test_other_names_of_sheets_and_columns(people: People, road: Project) -> None:
    rows = the_rows(road)
    names = {
        "资金批次": "Sheet1",
        "资金分配": "Sheet2",
        "合同": "Sheet3",
        "花名册": "Sheet4",
        "支付": "Sheet5",
    }
    heads = {
        "Sheet1": [
            "批次号",
            "名称",
            "资金来源",
            "下达单位",
            "文件文号",
            "下达日期",
            "到位日期",
            "到位金额(元)",
            "资金用途",
        ],
        "Sheet2": ["资金批次", "项目编码", "项目", "实施村", "安排日期", "安排金额", "下达文号", "说明"],
        "Sheet3": ["合同号", "项目代码", "中标单位", "签约日期", "合同价款"],
        "Sheet4": [
            "名册编号",
            "项目编号",
            "村",
            "补助名称",
            "制表日期",
            "村民组",
            "户主姓名",
            "家庭人口",
            "补助金额",
            "物资",
        ],
        "Sheet5": [
            "批次",
            "项目编号",
            "村名",
            "付款日期",
            "收款人",
            "付款金额",
            "凭证编号",
            "合同",
            "花名册",
        ],
    }
    assert entered(people, workbook({names[name]: lines for name, lines in rows.items()}, heads)).entries == 5


def test_amounts_in_ten_thousand_yuan_and_days_as_text(people: People, road: Project) -> None:
    rows = the_rows(road)
    day = clock.today()
    rows["资金批次"][0][5:8] = [f"{day.year}年{day.month}月{day.day}日", day.strftime("%Y.%m.%d"), 120]
    rows["支付"] = [
        ["1", road.number, None, day.strftime("%Y/%m/%d"), "清河路桥公司", "20", "记-1", "HT-1", None]
    ]
    heads = HEADS | {
        "资金批次": [*HEADS["资金批次"][:7], "到账金额（万元）", "用途"],
        "支付": [*HEADS["支付"][:5], "支付金额\n(万元)", *HEADS["支付"][6:]],
    }
    entered(people, workbook(rows, heads))
    assert sums(road) == (60_000_000, 50_000_000, 20_000_000)


def test_merged_cells_name_the_batch_of_several_rows_and_never_an_amount(
    people: People, road: Project
) -> None:
    rows, day = the_rows(road), clock.today().isoformat()
    rows["支付"] = [
        ["1", road.number, None, day, "清河路桥公司", 1_000, f"记-{n}", "HT-1", None] for n in (1, 2, 3)
    ]
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows)))
    book["支付"].merge_cells("A2:A4")
    assert entered(people, saved(book)).entries == 6
    book["支付"].merge_cells("F2:F4")
    run = looked_at(people, saved(book))
    assert [one[:2] for one in found(run, "blocking")] == [("支付", "F3"), ("支付", "F4")]


def test_rows_that_add_up_are_no_payments_and_a_wrong_total_is_told(people: People, road: Project) -> None:
    rows = the_rows(road)
    rows["支付"] += [["合  计", None, None, None, None, 201_250.5], ["合计", None, None, None, None, 999]]
    run = looked_at(people, workbook(rows))
    assert found(run, "blocking") == []
    assert [one[:2] for one in found(run, "warning")] == [("支付", "F5")]
    assert tallies(run)["payments"][0] == 2


def test_numbers_of_persons_are_refused_or_left_out(people: People, road: Project) -> None:
    rows = the_rows(road)
    heads = HEADS | {"花名册": [*HEADS["花名册"], "身份证号", "银行卡号"]}
    for line in rows["花名册"]:
        line += ["511903198003050011", "6217002430001234567"]
    run = entered(people, workbook(rows, heads))
    assert [one[:2] for one in found(run, "warning")] == [("花名册", "K1"), ("花名册", "L1")]
    rows["支付"][0][4] = "王秀英6217002430001234567"
    blocked = looked_at(people, workbook(rows, heads))
    (finding,) = [one for one in blocked.findings or [] if one["severity"] == "blocking"]
    assert (finding["cell"], finding["value"]) == ("E2", "王秀英***")
    assert folder.fetch(run.digest) is not None


def test_a_person_who_was_paid_is_kept_as_one(people: People, road: Project) -> None:
    rows = the_rows(road)
    rows["支付"] = [
        ["1", road.number, None, clock.today().isoformat(), name, 10, "", None, None]
        for name in ("赵秀芳", "镇水务站")
    ]
    run = entered(people, workbook(rows))
    kept = {entry.payee: entry.payee_is_person for entry in db.session.scalars(sa.select(LedgerEntry))}
    assert (kept["赵秀芳"], kept["镇水务站"]) == (True, False)
    assert [one[1] for one in found(run, "warning")] == ["E2"]


def test_a_voucher_that_came_later_does_not_pay_twice(people: People, road: Project) -> None:
    rows = the_rows(road)
    rows["支付"][0][6] = None
    entered(people, workbook(rows))
    rows["支付"][0][6] = "记-12"
    run = entered(people, workbook(rows))
    assert run.entries == 0
    assert [one[:2] for one in found(run, "warning")] == [("支付", "G2")]


def test_what_came_back_stands_below_nought(people: People, road: Project) -> None:
    rows, day = the_rows(road), clock.today().isoformat()
    rows["支付"].append(["1", road.number, None, day, "清河路桥公司", -50_000, "记-20", "HT-1", None])
    rows["资金分配"].append(["1", road.number, None, None, day, "(20,000)", "清财农〔2014〕9号", None])
    entered(people, workbook(rows))
    assert sums(road) == (58_000_000, 50_000_000, 15_125_050)
    assert entered(people, ledger_workbook(the_fund_year(), people.county.path)).entries == 0


def test_no_cell_of_the_workbook_that_goes_home_acts_by_itself(people: People, road: Project) -> None:
    words = {"+86", "-2袋", "@a"}
    rows = the_rows(road)
    rows["资金批次"][0][8], rows["花名册"][0][9], rows["资金分配"][0][7] = sorted(words)
    entered(people, workbook(rows))
    exported = ledger_workbook(the_fund_year(), people.county.path)
    sheets = openpyxl.load_workbook(io.BytesIO(exported)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows(min_row=2) for cell in row]
    found = [cell for cell in cells if cell.value in words]
    assert {cell.value for cell in found} == words
    assert {(cell.data_type, cell.number_format) for cell in found} == {("s", "@")}
    assert entered(people, exported).entries == 0


def test_the_empty_workbook_has_the_headings_that_are_read(people: People, road: Project) -> None:
    data = empty_workbook([road])
    sheets = read_back(data)
    assert list(sheets) == ["资金批次", "资金分配", "合同", "花名册", "支付", "填写说明"]
    run = looked_at(people, data)
    assert run.state is S.PREVIEWED
    assert run.findings == []


def test_the_empty_workbook_says_how_it_is_filled_in(people: People, road: Project) -> None:
    data = empty_workbook([road])
    told = dict(read_back(data)["填写说明"])
    assert told[f"项目编号 {road.number}"] == road.name_zh
    assert told["资金级别可填"] == "中央、省级、市级、县级、社会、东西部协作"
    assert "收款单位：某某路桥公司" in told["支付：一行的例子"]
    heads = openpyxl.load_workbook(io.BytesIO(data))["花名册"][1]
    marked = {cell.value for cell in heads if cell.fill.fill_type == "solid"}
    assert marked == {"花名册编号", "项目编号", "造册日期", "姓名"}
    assert "、".join(sorted(marked)) == "、".join(sorted(told["花名册：必填"].split("、")))


def test_the_days_of_a_contract_are_called_what_they_are() -> None:
    labels = {one.name: one.label for one in columns.FIELDS[Sheet.CONTRACTS]}
    assert (labels["starts_on"], labels["ends_on"]) == ("Work begins on", "Work ends on")


def test_a_row_that_is_refused_counts_for_nothing(people: People, road: Project) -> None:
    rows = the_rows(road)
    rows["支付"].append([*rows["支付"][0][:5], 500_000, *rows["支付"][0][6:]])
    run = looked_at(people, workbook(rows))
    assert {cell for _sheet, cell, _problem in found(run, "blocking")} == {"F4"}
    assert tallies(run)["payments"] == [2, 0, 20_125_050]


FAULTS: list[tuple[str, int, int, Any, str]] = [
    ("资金批次", 0, 2, "外星", "C2"),
    ("资金批次", 0, 4, None, "E2"),
    ("资金批次", 0, 7, "很多", "H2"),
    ("资金分配", 0, 0, "9", "A2"),
    ("资金分配", 0, 1, "XM-0", "B2"),
    ("资金分配", 0, 3, "别的村", "D2"),
    ("资金分配", 0, 4, "2014-02-30", "E2"),
    ("资金分配", 0, 4, "2999-01-01", "E2"),
    ("资金分配", 0, 5, 1_200_001, "F2"),
    ("资金分配", 0, 5, 0.001, "F2"),
    ("合同", 0, 4, 600_000.01, "E2"),
    ("合同", 0, 4, -5, "E2"),
    ("花名册", 0, 7, "很多人", "H2"),
    ("花名册", 1, 6, "王秀英 ", "G3"),
    ("支付", 0, 5, 500_001, "F2"),
    ("支付", 0, 7, "HT-9", "H2"),
    ("支付", 1, 5, 1_250, "F3"),
    ("支付", 1, 8, "H9", "I3"),
]


def test_each_fault_is_found_at_its_cell(people: People, road: Project) -> None:
    for sheet, line, column, value, cell in FAULTS:
        rows = the_rows(road)
        rows[sheet][line][column] = value
        if sheet == "花名册" and column == 6:
            rows[sheet][line][5] = "一组"
        run = looked_at(people, workbook(rows))
        assert (sheet, cell) in {one[:2] for one in found(run, "blocking")}, (sheet, value)
        with pytest.raises(Refused):
            service.confirm(actor=people.actor("county_approver"), run=run)
    assert count(LedgerEntry) == 0


def test_a_project_of_the_library_s_first_steps_takes_no_money(people: People) -> None:
    draft = factories.a_project(state=ProjectState.PROPOSED)
    db.session.commit()
    run = looked_at(people, workbook(the_rows(draft)))
    assert ("资金分配", "B2") in {one[:2] for one in found(run, "blocking")}


def test_a_missing_column_and_a_file_without_tables(people: People, road: Project) -> None:
    rows: Rows = {"支付": [line[1:] for line in the_rows(road)["支付"]]}
    run = looked_at(people, workbook(rows, {"支付": HEADS["支付"][1:]}))
    assert ("支付", "A1") in {one[:2] for one in found(run, "blocking")}
    refused = looked_at(people, workbook({"资金批次": [["a", "b"]]}, {"资金批次": ["甲", "乙"]}))
    assert refused.state is S.REFUSED
