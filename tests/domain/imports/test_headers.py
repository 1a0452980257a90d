"""Headings: wherever they stand, in whatever order, under their usual names."""

import random

import pytest

from app.domain.imports.header_names import FIELDS, field_of
from app.domain.imports.headers import find_table
from app.domain.imports.reader import RawSheet
from tests.domain.imports.workbooks import (
    HEADINGS,
    a_household,
    cells_of,
    plan_of,
    plan_of_rows,
    problems,
    xlsx_of,
)


@pytest.mark.parametrize("title_rows", range(10))
def test_the_headings_may_stand_in_row_1_to_10(title_rows: int) -> None:
    plan = plan_of_rows(a_household(), title_rows=title_rows)
    assert plan.tables[0].header_row == title_rows
    assert plan.people == 2
    assert problems(plan) == []


def test_no_headings_within_ten_rows_is_a_refusal() -> None:
    with pytest.raises(Exception, match="No row of headings"):
        plan_of_rows(a_household(), title_rows=11)


def test_the_columns_may_stand_in_any_order() -> None:
    keys = list(HEADINGS)
    random.Random(7).shuffle(keys)
    plan = plan_of_rows(a_household(), headings={key: HEADINGS[key] for key in keys})
    assert problems(plan) == []
    assert plan.households[0].incomes_fen["wages"] == 100_000


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("身份证\n号码", "id_number"),
        ("姓\u3000 名", "name"),
        ("户 编 号", "household_number"),
        ("*姓名（必填）", "name"),
        ("耕地面积（亩）", "farmland_mu"),
        ("耕地面积[亩]", "farmland_mu"),
        ("住房面积(㎡)", "house_area_m2"),
        ("２０１３年人均纯收入（元）", "stated_per_head"),
        ("2013年度工资性收入", "wages"),
        ("1.与户主的关系", "relation"),
        ("A3a主要致贫原因", "main_cause"),
        ("是否参加新型农村合作医疗", "medical_insurance"),
        ("家庭人口数（人）", "stated_people"),
        ("公民身份号码", "id_number"),
        ("身份证号/残疾证号", "id_number"),
        ("致贫原因", "main_cause"),
        ("劳动力情况", "labour"),
        ("序号", "unread"),
        ("年龄", "unread"),
        ("喜欢的颜色", None),
        ("", None),
        ("2014年农户申请登记表", None),
    ],
)
def test_usual_names_of_columns(heading: str, field: str | None) -> None:
    assert field_of(heading) == field


def test_every_field_is_found_under_its_own_headings() -> None:
    for field in FIELDS:
        for heading in field.headings:
            assert field_of(heading) == field.name


def test_headings_of_two_rows() -> None:
    cells = [
        ["登记表", "", "", "", "", "", "", ""],
        ["户编号", "姓名", "证件号码", "与户主关系", "行政村", "2013年收入情况", "", ""],
        ["", "", "", "", "", "工资性收入（元）", "生产经营性收入", "转移性收入"],
        *(
            [row[key] for key in ("household", "name", "id", "relation", "village")] + [100, 200, 300]
            for row in a_household()
        ),
    ]
    plan = plan_of(xlsx_of(cells, merged=["A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:H2"]))
    assert plan.tables[0].first_row == 3
    assert plan.people == 2
    assert plan.households[0].incomes_fen == {"wages": 10_000, "business": 20_000, "transfers": 30_000}


def test_a_row_of_data_is_not_taken_for_a_second_row_of_headings() -> None:
    cells = cells_of([{**a_household()[0], "health": "健康", "allowance": "低保", "phone": "电话"}])
    table = find_table(RawSheet("x", cells))
    assert table is not None
    assert table.first_row == table.header_row + 1


def test_unknown_columns_are_reported_where_they_stand() -> None:
    plan = plan_of_rows(a_household(), headings={**HEADINGS, "colour": "喜欢的颜色"})
    assert problems(plan) == [("Z2", "warning", "This column means nothing to the register and is not read.")]
    taken = {column.heading: column.field for column in plan.tables[0].columns}
    assert taken["喜欢的颜色"] is None
    assert taken["行政村"] == "village"


def test_of_two_columns_for_one_field_the_first_is_read() -> None:
    plan = plan_of_rows(a_household(), headings={**HEADINGS, "again": "手机号码"})
    assert [(cell, severity) for cell, severity, _ in problems(plan)] == [("Z2", "warning")]
    assert plan.households[0].phone == "10237916168"


@pytest.mark.parametrize("key", ["household", "name", "id", "relation"])
def test_a_missing_column_that_is_needed_blocks(key: str) -> None:
    headings = {name: heading for name, heading in HEADINGS.items() if name != key}
    plan = plan_of_rows(a_household(), headings=headings)
    assert plan.is_blocked
    missing = [finding for finding in plan.findings if finding.problem.msgid.startswith("The column")]
    assert [finding.cell for finding in missing] == ["A2"]


def test_a_missing_column_that_is_only_wanted_warns() -> None:
    headings = {name: heading for name, heading in HEADINGS.items() if name != "wages"}
    plan = plan_of_rows(a_household(), headings=headings)
    assert not plan.is_blocked
    assert plan.warnings
