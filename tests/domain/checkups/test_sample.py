"""The rules over the sample township: no severe hit, and the odd ones that are really in the data."""

from collections import Counter
from datetime import date

from app.domain.checkups.facts import (
    CheckupLimits,
    HouseholdFacts,
    IncomeFacts,
    MemberFacts,
    with_duplicates_marked,
)
from app.domain.checkups.models import Severity
from app.domain.checkups.rules import check_up
from app.domain.imports.parsed import ParsedHousehold, VillageRef
from app.domain.imports.plan import plan_import
from app.domain.imports.reader import read_workbook


def facts_of(household: ParsedHousehold) -> HouseholdFacts:
    incomes = {f"{name}_fen": fen for name, fen in household.incomes_fen.items()}
    members = tuple(
        MemberFacts(
            member.name, member.relation, member.sex, member.id_number, member.birth_on, member.education,
            member.student_status, member.health, member.labour, member.work_place, member.work_months,
            member.medical_insurance, member.pension_insurance, member.allowance,
        )
        for member in household.members
    )  # fmt: skip
    return HouseholdFacts(
        household.number, members, household.attribute, household.main_cause, household.other_causes,
        IncomeFacts(**incomes), household.phone,
    )  # fmt: skip


def test_the_sample_township() -> None:
    with open("samples/linquan/register.xlsx", "rb") as file:
        workbook = read_workbook(file.read())
    villages = {str(row[4])[:12]: str(row[2]) for row in workbook.sheets[0].rows[2:]}
    plan = plan_import(workbook, [VillageRef(code, name) for code, name in villages.items()])
    limits = CheckupLimits(date(2013, 12, 31), income_line_yuan=2736)
    households = with_duplicates_marked(facts_of(household) for household in plan.households)
    hits = [hit for household in households for hit in check_up(household, limits)]
    assert not [hit for hit in hits if hit.severity is Severity.SEVERE]
    assert Counter(hit.rule.key for hit in hits) == {
        "healthy_without_labour": 154,
        "no_insurance": 14,
        "many_people": 57,
        "labour_cause_with_workers": 60,
        "schooling_cause_without_student": 84,
        "over_line_without_ground": 3,
        "wages_without_worker": 42,
    }
