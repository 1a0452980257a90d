"""The second helper beside the first: how many households at most, who counts where, proposal, handing over."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from app.core.errors import Refused
from app.domain.households.models import Household
from app.domain.pairings import listing, queries, service, sharing, workbook_service
from app.domain.pairings.models import Helper, Pairing, PairingImport, PairingRole, UnitLevel
from app.domain.pairings.proposing import Candidate, OpenHousehold, propose_seconds
from app.domain.pairings.workbook_reading import read
from app.domain.pairings.workbook_writing import pairing_workbook
from tests import factories
from tests.domain.pairings.test_workbook import HEAD, a_row, a_workbook, problems
from tests.people import People

FIRST, SECOND = PairingRole.FIRST, PairingRole.SECOND
BESIDE = (*HEAD, "第二责任人", "第二责任人单位", "第二责任人电话")


@pytest.fixture
def helpers(people: People) -> list[Helper]:
    """Three of a unit of the township, under a policy that asks for second helpers, two households each."""
    factories.a_policy("regular-2026", pairing_second_helper=True, pairing_second_most=2)
    unit = factories.a_helping_unit(people.township)
    return [factories.a_helper(unit) for _ in range(3)]


def pair(
    people: People, household: Household, helper: Helper, role: PairingRole, reason: str = ""
) -> Pairing:
    actor = people.actor("township_reviewer")
    return service.pair(actor=actor, household=household, helper=helper, role=role, reason=reason)


def test_both_stand_side_by_side_and_count_apart(people: People, helpers: list[Helper]) -> None:
    home, other = (factories.a_registered(people.village) for _ in range(2))
    pair(people, home, helpers[0], FIRST)
    pair(people, home, helpers[1], SECOND)
    pair(people, other, helpers[1], SECOND)
    assert queries.find_helper(home.id) is helpers[0]
    assert queries.helpers_of([home.id, other.id], role=SECOND) == {home.id: helpers[1], other.id: helpers[1]}
    covered = queries.coverage(people.village.path)[0].covered
    assert (covered.paired_households, covered.second_households, covered.open_seconds) == (1, 2, 0)
    minimums = queries.get_minimums(people.township)
    load = listing.load_of_helper(helpers[1], minimums)
    assert (load.households, load.seconds, load.missing) == (0, 2, 2), "a minimum asks for first helpers"
    assert listing.count_helpers(people.township, minimums, most=1).over == 1
    assert listing.page_open_households(people.village.path).total == 1
    assert listing.page_open_households(people.village.path, role=SECOND).total == 0


def test_the_second_is_somebody_else_and_of_few_households(people: People, helpers: list[Helper]) -> None:
    homes = [factories.a_registered(people.village) for _ in range(3)]
    pair(people, homes[0], helpers[0], FIRST)
    with pytest.raises(Refused):
        pair(people, homes[0], helpers[0], SECOND)
    for home in homes[:2]:
        pair(people, home, helpers[1], SECOND)
    with pytest.raises(Refused):
        pair(people, homes[2], helpers[1], SECOND)
    with pytest.raises(Refused):
        pair(people, homes[0], helpers[1], FIRST, reason="换人")


def test_handing_over_takes_both_kinds_along(people: People, helpers: list[Helper]) -> None:
    home, other = (factories.a_registered(people.village) for _ in range(2))
    pair(people, home, helpers[0], FIRST)
    pair(people, other, helpers[0], SECOND)
    pair(people, other, helpers[1], FIRST)
    actor = people.actor("township_reviewer")
    with pytest.raises(Refused):
        service.leave(actor=actor, helper=helpers[0], reason="退休")
    with pytest.raises(Refused):
        service.hand_over(actor=actor, helper=helpers[0], successor=helpers[1], reason="退休")
    moved = service.divide(actor=actor, helper=helpers[0], reason="退休")
    assert {(one.household.id, one.role) for one in moved} == {(home.id, FIRST), (other.id, SECOND)}
    assert queries.helpers_of([other.id], role=SECOND) == {other.id: helpers[2]}


def test_the_proposal_keeps_to_the_rule(people: People, helpers: list[Helper]) -> None:
    firm = factories.a_helper(factories.a_helping_unit(people.township, level=UnitLevel.OTHER))
    homes = [factories.a_registered(people.village) for _ in range(7)]
    pair(people, homes[0], helpers[0], FIRST)
    made = sharing.propose_open(people.township, None, SECOND)
    assert len(made) == 6, "three people of the township, two households each; one stays open"
    assert (homes[0].id, helpers[0].id) not in {(one.household_id, one.helper_id) for one in made}
    assert firm.id not in {one.helper_id for one in made}
    choices = {one.household_id: one.helper_id for one in made}
    service.accept(actor=people.actor("township_reviewer"), choices=choices, role=SECOND)
    assert sharing.propose_open(people.township, None, SECOND) == []


def test_a_county_is_proposed_township_by_township(people: People) -> None:
    here = factories.a_helper(factories.a_helping_unit(people.township))
    there = factories.a_helper(factories.a_helping_unit(people.other_township))
    home, far = factories.a_registered(people.village), factories.a_registered(people.far_village)
    made = sharing.propose_open(people.county, None, FIRST)
    assert {one.household_id: one.helper_id for one in made} == {home.id: here.id, far.id: there.id}
    choices = {one.household_id: one.helper_id for one in made}
    assert len(service.accept(actor=people.actor("county_approver"), choices=choices)) == 2


def test_seconds_come_out_evenly_where_no_number_is_laid_down() -> None:
    near = Candidate(1, 1, 7, None)
    others = [Candidate(key, 2, None, None) for key in (2, 3)]
    homes = [OpenHousehold(key, 7, None, 3) for key in range(10, 19)]
    made = propose_seconds(homes, [near, *others], {10: 1})
    taken = [one.helper_id for one in made]
    assert [taken.count(key) for key in (1, 2, 3)] == [3, 3, 3]
    assert taken[0] != 1


def test_a_workbook_brings_both_and_takes_both_back(people: People, helpers: list[Helper]) -> None:
    home, other = (factories.a_registered(people.village) for _ in range(2))
    actor = people.actor("township_reviewer")
    rows = [[*a_row(home), "卫明", "镇农业站", "0857-7654321"], [*a_row(other), "", "", ""]]
    run = handed_in(people, a_workbook(*rows, head=BESIDE))
    assert problems(run) == []
    workbook_service.apply_import(actor=actor, run=run)
    second = queries.helpers_of([home.id, other.id], role=SECOND)
    assert {key: (one.name, one.unit.name) for key, one in second.items()} == {home.id: ("卫明", "镇农业站")}
    assert second[home.id].unit.level is UnitLevel.TOWNSHIP
    again = pairing_workbook(people.village.path)
    sheet = load_workbook(io.BytesIO(again)).worksheets[0]
    assert "卫明" in [cell.value for cell in sheet[2]]
    assert (handed_in(people, again).summary or {})["same"] == 3
    workbook_service.undo_import(actor=actor, run=run, reason="传错了")
    assert factories.how_many(Pairing) == 0


def test_a_workbook_keeps_to_the_rule(people: People, helpers: list[Helper]) -> None:
    homes = [factories.a_registered(people.village) for _ in range(4)]
    rows = [[*a_row(home), "卫明", "镇农业站", ""] for home in homes[:3]]
    rows.append([*a_row(homes[3]), "何平", "镇中学", ""])
    found = problems(handed_in(people, a_workbook(*rows, head=BESIDE)))
    blocked = {(cell, problem) for cell, severity, problem in found if severity == "blocking"}
    assert ("K6", "First and second helper of a household are two people.") in blocked
    assert any("would be second helper" in problem for _cell, problem in blocked)


def test_a_workbook_does_not_reach_back_behind_the_last_helper(people: People) -> None:
    home = factories.a_registered(people.village)
    known = factories.a_helper(factories.a_helping_unit(people.township))
    factories.a_pairing(
        home, known, started_on=dt.date(2026, 1, 1), ended_on=dt.date(2026, 4, 1), end_reason="调走了"
    )
    [(cell, severity, problem)] = problems(handed_in(people, a_workbook(a_row(home))))
    assert (cell, severity) == ("J3", "blocking"), problem


def test_a_line_does_not_stand_again_whose_helper_has_left(people: People) -> None:
    actor, home = people.actor("township_reviewer"), factories.a_registered(people.village)
    known = factories.a_helper(factories.a_helping_unit(people.township, name="镇政府"), name="罗敏")
    factories.a_pairing(home, known, started_on=dt.date(2026, 1, 1))
    run = handed_in(people, a_workbook(a_row(home)))
    workbook_service.apply_import(actor=actor, run=run)
    service.leave(actor=actor, helper=known, reason="退休")
    with pytest.raises(Refused):
        workbook_service.undo_import(actor=actor, run=run, reason="传错了")


def handed_in(people: People, data: bytes) -> PairingImport:
    return workbook_service.preview(
        actor=people.actor("township_reviewer"),
        area=people.township,
        reading=read(data),
        filename="台账.xlsx",
    )


def test_the_workbook_counts_both_apart_and_misses_a_first(people: People) -> None:
    homes = [factories.a_registered(people.village) for _ in range(2)]
    beside = ["石磊", "镇政府", "0857-1234568"]
    alone = a_row(homes[1], name="", unit="", level="", rank="", phone="", on="")
    run = handed_in(people, a_workbook([*a_row(homes[0]), *beside], [*alone, *beside], head=BESIDE))
    summary = run.summary or {}
    assert [summary[key] for key in ("households", "new", "new_seconds", "changed_seconds")] == [2, 1, 2, 0]
    found = problems(run)
    assert found == [("E4", "warning", "This household has a second helper, but no first one yet.")]
