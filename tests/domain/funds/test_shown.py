"""What everybody may see of money: what belongs to an area, and what may be a person's name."""

import datetime as dt

import pytest

from app.core import clock
from app.core.db import db
from app.domain.funds import adding_up, shown, totals
from app.domain.funds.models import SourceLevel
from app.domain.funds.shown import Part
from app.domain.projects.kinds import ProjectKind
from app.domain.projects.models import Project, ProjectState
from tests import factories
from tests.people import People


@pytest.fixture
def project(people: People) -> Project:
    return factories.a_year_of_money(people.village)


@pytest.mark.parametrize("payee", ["王秀英", "欧阳石头", "李明", " 张三 ", "阿依·古丽"])
def test_what_looks_like_a_person_is_taken_for_one(payee: str) -> None:
    assert shown.names_a_person(payee) is (len(payee.strip()) <= 4)


@pytest.mark.parametrize(
    "payee", ["清河路桥公司", "农机站", "新华合作社", "村委会", "Qinghe Roads", "供电局", ""]
)
def test_an_office_or_a_firm_is_none(payee: str) -> None:
    assert not shown.names_a_person(payee)


@pytest.mark.parametrize("payee", ["县种羊场", "县种羊场（合同价）", "清河县种羊场", "林泉蔬菜专业合作社"])
def test_who_sold_what_a_roll_hands_out_is_known_by_its_end(payee: str) -> None:
    assert shown.is_surely_a_firm(payee)


@pytest.mark.parametrize(
    "payee", ["一组王秀英等二户", "王秀英等", "二户", "花名册", "王秀英", "王秀英（会）", ""]
)
def test_what_may_name_a_household_is_no_firm(payee: str) -> None:
    assert not shown.is_surely_a_firm(payee)


def test_a_township_has_its_own_batches_and_what_came_to_it_from_above(
    people: People, project: Project
) -> None:
    own = factories.a_batch(3_000, area=people.township, round=project.round, level=SourceLevel.SOCIAL)
    part = Part(project.round_id, people.township.path, is_whole=False)
    found = shown.list_batches(part, shown.load_cells(part))
    assert {(line.batch.id, line.came_fen, line.is_held) for line in found} == {
        (own.id, 3_000, True),
        (next(line.batch.id for line in found if not line.is_held), 60_000_000, False),
    }
    elsewhere = Part(project.round_id, people.other_township.path, is_whole=False)
    assert shown.list_batches(elsewhere, shown.load_cells(elsewhere)) == []


def test_flows_add_up_to_what_was_received(people: People, project: Project) -> None:
    part = Part(project.round_id, people.county.path, is_whole=True)
    cells = shown.load_cells(part)
    flows = shown.flows_of(shown.list_batches(part, cells), cells)
    assert sum(one.allocated_fen + one.still_fen + one.gone_fen for one in flows) == 120_000_000
    assert [(one.kind, one.paid_fen) for one in flows if one.kind] == [(ProjectKind.ROAD, 10_125_050)]


def test_sums_of_part_and_whole_agree_with_the_balance(people: People, project: Project) -> None:
    other = factories.a_project(people.far_village, state=ProjectState.PLANNED, round_=project.round)
    factories.an_allocation(other.places[0], 7_000_000)
    for area in (people.county, people.township, people.other_township, people.village, people.far_village):
        part = Part(project.round_id, area.path, is_whole=area is people.county)
        balance = totals.sentence(project.round_id, area)
        compared = adding_up.compare(part, balance, shown.load_cells(part), shown.load_places(part))
        assert len(compared) == (7 if part.is_whole else 4)
        assert all(one.agrees for one in compared)


def test_a_batch_agrees_with_its_entries(project: Project) -> None:
    batch = (
        project.places[0].project.round
        and shown.list_latest_payments(Part(project.round_id, project.area.path, is_whole=False), 1)
        .items[0]
        .batch
    )
    assert batch is not None
    assert [(one.left_fen, one.agrees) for one in adding_up.compare_batch(batch)] == [
        (120_000_000, True),
        (60_000_000, True),
        (1_000_000, True),
    ]


def test_a_difference_is_told_with_its_two_sides() -> None:
    one = adding_up.Compared(adding_up.Message("x"), 5, 7)
    assert (one.agrees, one.difference_fen) == (False, -2)


def test_the_latest_payments_are_those_recorded_last_and_all_are_counted(
    people: People, project: Project
) -> None:
    part = Part(project.round_id, people.village.path, is_whole=False)
    found = shown.list_latest_payments(part, 2)
    assert found.total == 4
    assert [entry.id for entry in found.items] == sorted((e.id for e in found.items), reverse=True)
    assert len(shown.page_payments(part=part).items) == 4
    nowhere = Part(project.round_id, people.far_village.path, is_whole=False)
    assert shown.list_latest_payments(nowhere, 2).total == 0


def test_a_roll_stands_with_the_payment_that_was_not_taken_back(people: People, project: Project) -> None:
    part = Part(project.round_id, people.village.path, is_whole=False)
    (before,) = shown.page_paid_rolls(part).items
    entry = shown.get_payment(before.payment)
    factories.a_reversal(entry)
    db.session.expire_all()
    assert shown.page_paid_rolls(part).items == []
    again = factories.a_payment(roll=before.roll, payee="二户")
    (after,) = shown.page_paid_rolls(part).items
    assert (after.payment, after.households) == (again.number, 2)


def test_the_year_to_come_does_not_hide_the_present_one(people: People) -> None:
    this_year = clock.today().year
    present = factories.a_fund_year(year=this_year)
    factories.a_batch(round=present)
    coming = factories.a_fund_year(year=this_year + 1)
    factories.a_batch(20_000, round=coming)
    assert shown.find_newest() == present
    assert shown.find_newest(people.village.path) == present
    with clock.frozen(clock.at(dt.date(this_year + 1, 1, 2))):
        assert shown.find_newest() == coming


def test_a_year_to_come_is_shown_where_there_is_no_other(people: People) -> None:
    years = [factories.a_fund_year(year=clock.today().year + ahead) for ahead in (1, 2)]
    assert shown.find_newest() == years[0]
