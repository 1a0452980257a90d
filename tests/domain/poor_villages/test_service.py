"""Writing the form, the panel, the points: who may, and what is refused in words."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.poor_villages import judging, queries, service
from app.domain.poor_villages.models import PoorVillage, VillageState
from app.domain.poor_villages.rules import Figures
from app.domain.rounds.models import RoundKind, RoundState
from tests import factories
from tests.browser import watched
from tests.people import People

S = VillageState
FORM = Figures(**factories.A_POOR_FORM)
POINTS = {"poverty": 35, "income": 25, "conditions": 15, "will": 5}


def write(people: People, who: str = "village_officer", **changed: Any) -> PoorVillage:
    given: dict[str, Any] = {
        "round_": factories.the_village_round(),
        "village": people.village,
        "figures": FORM,
        "met_on": dt.date(2026, 5, 1),
    } | changed
    return service.write(actor=people.actor(who), **given)


def test_a_village_writes_its_form_and_changes_it(people: People) -> None:
    case = write(people)
    assert (case.state, case.minutes_id) == (S.DRAFT, None)
    minutes = factories.an_attachment(people.village)
    again = write(people, figures=replace(FORM, income_yuan=2_700), minutes=minutes, version=case.version)
    assert (again.id, again.income_yuan, again.minutes_id) == (case.id, 2_700, minutes.id)
    assert write(people).minutes_id == minutes.id


def test_only_the_village_itself_writes_while_it_has_the_form(people: People) -> None:
    for who in ("township_reviewer", "county_approver", "other_village_officer", "work_team"):
        with pytest.raises(Forbidden):
            write(people, who)
    factories.a_poor_village(people.village, state=S.TOWNSHIP_REVIEW)
    with pytest.raises(Refused):
        write(people)


def test_who_wrote_on_an_older_form_is_told(people: People) -> None:
    case = write(people)
    with pytest.raises(Conflict):
        write(people, version=case.version - 1)


def test_a_form_is_refused_beside_its_fault(people: People) -> None:
    for changed, field in (
        ({"figures": replace(FORM, poor_people=3_000)}, "poor_people"),
        ({"met_on": dt.date(2026, 5, 12)}, "met_on"),
        ({"met_on": dt.date(2025, 12, 31)}, "met_on"),
        ({"note": "电话13812345678"}, "note"),
    ):
        with pytest.raises(Invalid) as refused:
            write(people, **changed)
        assert refused.value.field == field


def test_there_is_a_form_only_in_an_open_round_of_poor_villages(people: People) -> None:
    with pytest.raises(Refused):
        write(people, round_=factories.a_round())
    with pytest.raises(Refused):
        write(people, round_=factories.a_village_round(code="2026-other", state=RoundState.CLOSED))


def test_the_register_says_what_it_knows(people: People) -> None:
    round_ = factories.a_village_round()
    factories.statistics_of(people.village, 512, 2_040)
    for members in (2, 3):
        factories.a_registered(people.village, members=members)
    found = queries.load_register(round_, [people.village, people.far_village])
    assert found[people.village.id] == Figures(households=512, people=2_040, poor_households=2, poor_people=5)
    assert found[people.far_village.id] == Figures()


def test_who_left_the_register_by_the_end_of_the_rounds_year_is_not_counted(people: People) -> None:
    for members, left in ((1, dt.date(2025, 12, 31)), (2, dt.date(2026, 1, 1)), (4, None)):
        household = factories.a_registered(people.village, members=members)
        if left is not None:
            factories.an_exit(household, exited_on=left)
    factories.a_registered(people.village, members=8, on=dt.date(2026, 2, 1))

    def poor(year: int) -> tuple[int | None, int | None]:
        round_ = factories.a_village_round(year=year)
        found = queries.load_register(round_, [people.village])[people.village.id]
        return found.poor_households, found.poor_people

    assert poor(2025) == (2, 6)
    assert poor(2026) == (2, 12)


def test_the_meeting_belongs_to_the_round(people: People) -> None:
    early = factories.a_village_round(year=2027, opened_on=dt.date(2026, 5, 1))
    assert write(people, round_=early).met_on == dt.date(2026, 5, 1)
    with pytest.raises(Invalid, match="from 1 May 2026"):
        write(people, round_=early, met_on=dt.date(2026, 4, 30))


def test_the_register_of_many_villages_takes_as_many_statements(people: People) -> None:
    round_, villages = factories.a_village_round(), [people.village, people.other_village, people.far_village]
    with watched(is_reading=True) as one:
        queries.load_register(round_, villages[:1])
    with watched(is_reading=True) as three:
        queries.load_register(round_, villages)
    assert len(three) == len(one)


def test_a_member_gives_once_and_an_average_comes_of_it(people: People) -> None:
    case = factories.a_poor_village(people.village, state=S.PANEL)
    member = service.add_member(
        actor=people.actor("county_approver"), round_=case.round, name="周明", unit="县农业局"
    )
    given: dict[str, Any] = {"actor": people.actor("county_approver"), "case": case, "member": member}
    sheet = factories.an_attachment(people.village)
    score = service.record_score(points=POINTS, sheet=sheet, **given)
    assert score.total == 80
    with pytest.raises(Refused):
        service.record_score(points=POINTS, sheet=sheet, **given)
    service.take_back_score(actor=people.actor("county_approver"), score=score, reason="抄错了")
    assert service.record_score(points={**POINTS, "will": 10}, sheet=sheet, **given).total == 85


def test_points_need_a_sheet_and_stay_within_the_sheet(people: People) -> None:
    case = factories.a_poor_village(people.village, state=S.PANEL)
    given: dict[str, Any] = {
        "actor": people.actor("county_approver"),
        "case": case,
        "member": factories.a_panel_member(case.round),
    }
    with pytest.raises(Invalid) as no_sheet:
        service.record_score(points=POINTS, sheet=None, **given)
    assert no_sheet.value.field == "sheet"
    with pytest.raises(Invalid) as too_many:
        service.record_score(points={**POINTS, "will": 11}, sheet=factories.an_attachment(), **given)
    assert too_many.value.field == "will"


def test_who_is_tied_to_the_village_or_serves_there_does_not_judge(people: People) -> None:
    case = factories.a_poor_village(people.village, state=S.PANEL)
    tied = factories.a_panel_member(case.round, tied_to=[people.township.code])
    serving = factories.a_panel_member(case.round, name="吴乡长")
    factories.an_official(people.township, name="吴乡长")
    free = factories.a_panel_member(case.round)
    for member in (tied, serving):
        with pytest.raises(Refused):
            service.record_score(
                actor=people.actor("county_approver"),
                case=case,
                member=member,
                points=POINTS,
                sheet=factories.an_attachment(),
            )
    assert [(one.name, why is None) for one, why in judging.list_judges(case)] == [
        (tied.name, False),
        ("吴乡长", False),
        (free.name, True),
    ]


def test_only_the_county_keeps_the_panel(people: People) -> None:
    round_ = factories.a_village_round()
    for who in ("township_reviewer", "village_officer", "supervisor"):
        with pytest.raises(Forbidden):
            service.add_member(actor=people.actor(who), round_=round_, name="周明", unit="县农业局")
    member = service.add_member(
        actor=people.actor("county_approver"), round_=round_, name="周明", unit="县农业局"
    )
    with pytest.raises(Refused):
        service.add_member(actor=people.actor("county_approver"), round_=round_, name="周明", unit="县农业局")
    service.end_member(actor=people.actor("county_approver"), member=member)
    assert queries.list_members(round_) == []
    assert round_.kind is RoundKind.POOR_VILLAGES
