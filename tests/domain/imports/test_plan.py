"""Rows of all sheets together: households, totals, villages, and everything that does not fit."""

import time
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from app.domain.imports.findings import FindingLog, FindingSeverity, WorkbookRefused
from app.domain.imports.parsed import VillageRef
from app.domain.imports.plan import plan_import
from app.domain.imports.reader import RawSheet, RawWorkbook, read_workbook
from tests.domain.imports.workbooks import (
    HAIZI,
    HEADINGS,
    SHANHAI,
    VILLAGES,
    a_head,
    a_household,
    a_spouse,
    an_id,
    cells_of,
    csv_of,
    plan_of,
    plan_of_rows,
    problems,
    xls_of,
    xlsx_of,
    xlsx_of_sheets,
)

SAMPLE = "samples/linquan/register.xlsx"


def test_a_good_workbook_has_no_findings() -> None:
    plan = plan_of_rows([*a_household(1), *a_household(2)])
    assert problems(plan) == []
    assert (len(plan.households), plan.people, plan.is_blocked) == (2, 4, False)
    household = plan.households[0]
    assert household.number == f"{HAIZI}0001"
    assert household.village_code == HAIZI
    assert household.group_code == f"{HAIZI}-03"
    assert household.farmland_mu == Decimal("3.50")
    assert household.incomes_fen == {
        "wages": 100_000, "business": 200_000, "property": 0, "transfers": 50_000, "business_cost": 30_000,
    }  # fmt: skip
    assert household.head is not None
    assert (household.head.name, household.head.sex, household.head.ethnicity) == ("秦大海", "male", None)
    assert [member.relation for member in household.members] == ["head", "spouse"]
    assert household.members[1].health == ("healthy",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_gives_the_same_households(encoding: str) -> None:
    cells = cells_of(a_household())
    assert plan_of(csv_of(cells, encoding)).households == _on_sheet(plan_of(xlsx_of(cells)).households, "CSV")


def test_xls_gives_the_same_households() -> None:
    cells = cells_of(a_household())
    assert plan_of(xls_of(cells)).households == plan_of(xlsx_of(cells)).households


def _on_sheet(households: Any, sheet: str) -> Any:
    from dataclasses import replace

    return tuple(
        replace(
            household,
            sheet=sheet,
            members=tuple(replace(member, sheet=sheet) for member in household.members),
        )
        for household in households
    )


@pytest.mark.parametrize("label", ["合计", "总计", "小计", "合 计：", "共计2户"])
def test_total_rows_are_left_out(label: str) -> None:
    total = {"village": label, "people": 2, "wages": 1000}
    plan = plan_of_rows([*a_household(), total])
    assert problems(plan) == []
    assert (plan.people, plan.total_rows) == (2, 1)


def test_a_total_merged_over_the_first_columns_is_left_out() -> None:
    cells = [
        *cells_of(a_household()),
        ["合计", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", 9],
    ]
    plan = plan_of(xlsx_of(cells, merged=["A5:L5"]))
    assert problems(plan) == []
    assert plan.people == 2


def test_blank_rows_repeated_headings_and_footers_are_no_persons() -> None:
    cells = cells_of(a_household())
    cells += [[""], cells[1], *cells_of(a_household(2))[2:], ["填表人：某某某", "", "", "审核人：某某"]]
    plan = plan_of(xlsx_of(cells))
    assert plan.people == 4
    assert problems(plan) == [("9", "warning", "This row names no person and is not read.")]


def test_a_sheet_per_village() -> None:
    other = [
        {**row, "village": "", "household": f"{SHANHAI}0001", "id": an_id("19750101", 50 + n)}
        for n, row in enumerate(a_household())
    ]
    headings = {key: heading for key, heading in HEADINGS.items() if key != "village"}
    plan = plan_of(
        xlsx_of_sheets(
            {
                "海子社区": cells_of(a_household(), headings),
                "山海": cells_of(other, headings, title_rows=3),
                "说明": [["本表由村委会填写"], ["谢谢"]],
            }
        )
    )
    assert [household.village_code for household in plan.households] == [HAIZI, SHANHAI]
    assert plan.skipped_sheets == ("说明",)
    assert not plan.is_blocked


def test_the_sheet_names_the_village_when_the_number_does_not() -> None:
    rows = [{**row, "household": "17"} for row in a_household()]
    headings = {key: heading for key, heading in HEADINGS.items() if key != "village"}
    plan = plan_of(xlsx_of_sheets({"海子社区": cells_of(rows, headings)}))
    assert plan.households[0].village_code == HAIZI


def test_merged_village_and_household_cells_reach_every_row() -> None:
    rows = [a_head(), a_spouse(village="", group="", household="")]
    plan = plan_of(xlsx_of(cells_of(rows), merged=["A3:A4", "B3:B4", "C3:C4", "A1:Y1"]))
    assert problems(plan) == []
    assert plan.households[0].members[1].name == "朱会美"


def test_values_merged_over_the_members_are_no_second_opinion() -> None:
    cells = cells_of([a_head(), a_spouse()])
    plan = plan_of(xlsx_of(cells, merged=["R3:R4", "Y3:Y4"]))
    assert problems(plan) == []


def test_a_number_written_only_on_the_heads_row_holds_for_those_below() -> None:
    rows = [a_head(1), a_spouse(1, household=""), a_head(2), a_spouse(2, household="")]
    plan = plan_of_rows(rows)
    assert problems(plan) == []
    assert [len(household.members) for household in plan.households] == [2, 2]


def test_a_head_without_number_blocks() -> None:
    plan = plan_of_rows([a_head(1), a_spouse(1), a_head(2, household="")])
    assert problems(plan) == [("C5", "blocking", "The household number is missing.")]


def test_a_household_number_repeated_for_another_household_blocks() -> None:
    third = [a_head(3, household=f"{HAIZI}0001"), a_spouse(3, household=f"{HAIZI}0001")]
    plan = plan_of_rows([*a_household(1), *a_household(2), *third])
    assert [(cell, severity) for cell, severity, _ in problems(plan)] == [("C7", "blocking")]
    assert plan.findings[0].problem.params == {"name": "秦大海", "sheet": "农户信息", "row": 3}
    assert [len(household.members) for household in plan.households] == [2, 2, 2]


def test_a_household_whose_rows_stand_apart_is_still_one() -> None:
    plan = plan_of_rows([a_head(1), *a_household(2), a_spouse(1)])
    assert problems(plan) == []
    assert len(plan.households) == 2


def test_members_without_a_head_block() -> None:
    plan = plan_of_rows([a_spouse(1, people=1), *a_household(2)])
    assert ("I3", "blocking", "Household %(number)s has no head.") in problems(plan)


def test_two_heads_block() -> None:
    plan = plan_of_rows([a_head(1), a_spouse(1, relation="户主", name="第二人")])
    assert [(cell, severity) for cell, severity, _ in problems(plan)] == [("I4", "blocking")]
    assert plan.findings[0].value == "第二人"


def test_a_person_in_two_households_blocks() -> None:
    plan = plan_of_rows([*a_household(1), a_head(2), a_spouse(2, id=a_spouse(1)["id"])])
    assert [(cell, severity) for cell, severity, _ in problems(plan)] == [("G6", "blocking")]
    assert plan.findings[0].value == a_spouse(1)["id"]


def test_identity_numbers_as_numbers_block_cell_by_cell() -> None:
    rows = [a_head(1, id=float(an_id("19700305", 3)[:17] + "0")), a_spouse(1)]
    plan = plan_of_rows(rows)
    assert [(cell, severity) for cell, severity, _ in problems(plan)] == [("G3", "blocking")]


def test_odd_identity_numbers_are_put_right_or_warned_about() -> None:
    x_id = next(number for serial in range(1, 99, 2) if (number := an_id("19820207", serial)).endswith("X"))
    plan = plan_of_rows([a_head(1, id=f" {x_id[:6]} {x_id[6:].lower()}"), a_spouse(1, id="")])
    assert plan.households[0].members[0].id_number == x_id
    assert problems(plan) == [("G4", "warning", "The identity number is missing.")]


def test_sex_and_birth_come_from_the_identity_number_or_are_compared_with_it() -> None:
    headings = {**HEADINGS, "birth": "出生日期"}
    rows = [a_head(1, sex="女", birth="1970年3月6日"), a_spouse(1, sex="", birth="")]
    plan = plan_of_rows(rows, headings=headings)
    assert [(cell, severity) for cell, severity, _ in problems(plan)] == [
        ("F3", "warning"),
        ("Z3", "warning"),
    ]
    spouse = plan.households[0].members[1]
    assert (spouse.sex, str(spouse.birth_on)) == ("female", "1972-06-12")


def test_full_width_digits_and_units_are_read() -> None:
    plan = plan_of_rows(
        [
            a_head(1, wages="１０００元", land="３．５亩", people="２人", phone="１０２３７９１６１６８"),
            a_spouse(1),
        ]
    )
    assert problems(plan) == []
    household = plan.households[0]
    assert (household.incomes_fen["wages"], household.phone) == (100_000, "10237916168")


def test_an_amount_that_is_none_blocks() -> None:
    plan = plan_of_rows([a_head(1, wages="一千", per_head=""), a_spouse(1)])
    assert problems(plan) == [("R3", "blocking", "This is not a number.")]
    assert plan.findings[0].value == "一千"


def test_a_word_outside_the_list_warns_and_is_left_out() -> None:
    plan = plan_of_rows([a_head(1, education="很高"), a_spouse(1)])
    assert [(cell, severity) for cell, severity, _ in problems(plan)] == [("J3", "warning")]
    assert plan.households[0].members[0].education is None


def test_an_unknown_relation_blocks() -> None:
    plan = plan_of_rows([a_head(1), a_spouse(1, relation="远亲二号")])
    assert [(cell, severity) for cell, severity, _ in problems(plan)] == [("I4", "blocking")]


def test_an_empty_relation_and_an_empty_name_block() -> None:
    plan = plan_of_rows([a_head(1), a_spouse(1, relation="", name="")])
    assert {(cell, severity) for cell, severity, _ in problems(plan)} == {
        ("E4", "blocking"),
        ("I4", "blocking"),
    }


def test_stated_people_and_stated_income_are_compared() -> None:
    plan = plan_of_rows([a_head(1, people=3, per_head=2736), a_spouse(1, people=3)])
    assert [(cell, severity) for cell, severity, _ in problems(plan)] == [
        ("H3", "warning"),
        ("W3", "warning"),
    ]
    assert plan.findings[1].problem.params == {"computed": "1600"}


def test_rounded_stated_income_is_right() -> None:
    plan = plan_of_rows([a_head(1, wages=1001, per_head=1601), a_spouse(1)])
    assert problems(plan) == []


def test_household_values_on_a_members_row() -> None:
    plan = plan_of_rows([a_head(1, phone=""), a_spouse(1, phone="10237916168", land=9)])
    found = [(finding.cell, finding.severity.value, finding.problem.msgid[:30]) for finding in plan.findings]
    assert found == [
        ("X4", "warning", "“%(field)s” differs from the h"),
        ("Y4", "warning", "“%(field)s” stands on a member"),
    ]
    assert plan.households[0].phone == "10237916168"
    assert plan.households[0].farmland_mu == Decimal("3.50")


def test_no_income_at_all_warns() -> None:
    rows = [a_head(1, wages="", business="", property="", transfers="", cost="", per_head=""), a_spouse(1)]
    assert problems(plan_of_rows(rows)) == [("R3", "warning", "No income is given for this household.")]


def test_three_other_causes_warn() -> None:
    plan = plan_of_rows([a_head(1, other="因病、缺水、缺技术、缺资金"), a_spouse(1)])
    assert [(cell, severity) for cell, severity, _ in problems(plan)] == [("Q3", "warning")]
    assert plan.households[0].other_causes == ("illness", "water")


def test_an_unknown_village_blocks() -> None:
    plan = plan_of_rows([a_head(1, village="桃花村"), a_spouse(1, village="桃花村")])
    assert problems(plan) == [("A3", "blocking", "The village is not known here.")]
    assert plan.households == ()


def test_a_number_of_another_village_warns() -> None:
    number = f"{SHANHAI}0001"
    plan = plan_of_rows([a_head(1, household=number), a_spouse(1, household=number)])
    assert [(cell, severity) for cell, severity, _ in problems(plan)] == [("C3", "warning")]
    assert plan.households[0].village_code == HAIZI


def test_members_of_one_household_in_two_villages_block() -> None:
    plan = plan_of_rows([a_head(1), a_spouse(1, village="山海社区")])
    assert [(cell, severity) for cell, severity, _ in problems(plan)] == [("A4", "blocking")]


def test_an_unknown_group_warns() -> None:
    plan = plan_of_rows([a_head(1, group="99组"), a_spouse(1, group="99组")])
    assert [(cell, severity) for cell, severity, _ in problems(plan)] == [("B3", "warning")]
    assert plan.households[0].group_code is None


def test_findings_beyond_the_limit_are_only_counted() -> None:
    log = FindingLog(limit=2)
    finding = plan_of_rows([a_spouse(1, people=1)]).findings[0]
    for _ in range(5):
        log.add(finding)
    assert (len(log.items), len(log), log.unlisted, log.counts[FindingSeverity.BLOCKING]) == (2, 5, 3, 5)


def test_a_workbook_without_any_table_is_refused() -> None:
    with pytest.raises(WorkbookRefused):
        plan_of(xlsx_of([["你好", "世界"], ["1", "2"]]))


def test_the_sample_is_read_without_a_finding() -> None:
    with open(SAMPLE, "rb") as file:
        workbook = read_workbook(file.read())
    villages: dict[str, str] = {}
    for row in workbook.sheets[0].rows[2:]:
        villages[str(row[4])[:12]] = str(row[2])
    plan = plan_import(workbook, [VillageRef(code, name) for code, name in villages.items()])
    assert (len(plan.households), plan.people, len(plan.findings)) == (1412, 5402, 0)
    assert all(column.field for column in plan.tables[0].columns)


def test_cost_grows_with_the_rows_only() -> None:
    """Ten times the rows, about ten times the work; a wide margin, for the machine is shared."""

    def seconds(households: int) -> float:
        rows = [row for number in range(households) for row in a_household(number)]
        sheet = RawSheet("x", cells_of([{**row, "id": ""} for row in rows]))
        best = 99.0
        for _ in range(3):
            started = time.process_time()
            plan_import(RawWorkbook(None, (sheet,)), VILLAGES)  # type: ignore[arg-type]  # the kind plays no part
            best = min(best, time.process_time() - started)
        return best

    assert seconds(3000) < 25 * seconds(300)


def test_reading_and_planning_is_faster_than_openpyxl_reads() -> None:
    with open(SAMPLE, "rb") as file:
        data = file.read()
    started = time.process_time()
    workbook = openpyxl.load_workbook(SAMPLE, read_only=True)
    assert sum(1 for _ in workbook.worksheets[0].iter_rows(values_only=True)) == 5404
    workbook.close()
    yardstick = time.process_time() - started
    started = time.process_time()
    plan_import(read_workbook(data), VILLAGES)
    assert time.process_time() - started < yardstick
