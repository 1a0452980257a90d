"""Acts on the register: what they write, what the history says of them, what they refuse."""

import datetime as dt

import pytest
import sqlalchemy as sa

from app.core.audit import Event
from app.core.errors import Conflict, Forbidden, Invalid
from app.domain.households import service
from app.domain.households.entries import IncomeEntry, ItemEntry
from app.domain.households.models import Household
from app.domain.households.rules import per_head_fen
from tests import factories
from tests.people import People

SOUND = factories.an_id_number(dt.date(1982, 11, 24), 363)


def created(people: People, **given: object) -> Household:
    values = {"head": {"name": "单秀英", "id_number": SOUND}, "values": {"telephone": "10237916168"}} | given
    return service.create_household(
        village=people.village,
        actor=people.actor("village_officer"),
        **values,  # type: ignore[arg-type]  # given by name
    )


def events(db: object, household: Household) -> list[Event]:
    return list(
        db.session.scalars(  # type: ignore[attr-defined]  # the fixture
            sa.select(Event).where(Event.household_id == household.id).order_by(Event.id)
        )
    )


def test_a_new_household_gets_the_next_number_and_its_heads_name(db: object, people: People) -> None:
    first, second = created(people), created(people, head={"name": "查良"})
    assert first.household_no == f"{people.village.code}0001"
    assert second.household_no == f"{people.village.code}0002"
    assert (first.head_name, first.head_initials, first.people) == ("单秀英", "sxy", 1)
    head = first.members[0]
    assert (head.person_no, head.relation, head.is_head) == (f"{first.household_no}01", "head", True)
    assert (head.sex, head.born_on) == ("male", dt.date(1982, 11, 24))


def test_a_number_may_be_given_once(people: People) -> None:
    number = f"{people.village.code}0030"
    assert created(people, household_no=number).household_no == number
    with pytest.raises(Invalid) as refused:
        created(people, household_no=number)
    assert refused.value.field == "household_no"
    assert created(people).household_no == f"{people.village.code}0031"


def test_only_an_officer_of_the_village_opens_a_record(people: People) -> None:
    for name in ("other_village_officer", "county_approver", "supervisor", "villager"):
        with pytest.raises(Forbidden):
            service.create_household(village=people.village, head={"name": "王五"}, actor=people.actor(name))


def test_a_group_of_another_village_is_refused(people: People) -> None:
    elsewhere = factories.a_group(people.other_village)
    with pytest.raises(Invalid) as refused:
        created(people, group_id=elsewhere.id)
    assert refused.value.field == "group_id"


def test_the_history_names_fields_and_never_their_values(db: object, people: People) -> None:
    household = created(people)
    changed = service.update_household(
        household=household,
        values={"telephone": "10299999999", "bank_name": "农商行", "bank_account": "6228480000001234567"},
        version=household.version,
        actor=people.actor("village_officer"),
    )
    assert changed == ["telephone", "bank_name", "bank_account"]
    opened, event = events(db, household)
    assert opened.name == "household_created"
    assert event.name == "household_changed"
    assert event.data == {"household_no": household.household_no, "fields": changed}
    said = " ".join(f"{row.data} {row.reason}" for row in events(db, household))
    assert not any(secret in said for secret in ("10299999999", "6228", SOUND, "10237916168"))


def test_nothing_changed_leaves_no_event(db: object, people: People) -> None:
    household = created(people)
    before = household.version
    kept = service.update_household(
        household=household,
        values={"telephone": "10237916168", "other_causes": []},
        version=before,
        actor=people.actor("village_officer"),
    )
    assert kept == []
    assert (household.version, len(events(db, household))) == (before, 1)


def test_of_two_who_change_a_household_the_second_is_told(people: People) -> None:
    household = created(people)
    seen = household.version
    officer = people.actor("village_officer")
    service.add_member(
        household=household, values={"name": "王五", "relation": "son"}, version=seen, actor=officer
    )
    with pytest.raises(Conflict):
        service.update_household(household=household, values={"note": "x"}, version=seen, actor=officer)


def test_members_are_counted(people: People) -> None:
    household, officer = created(people), people.actor("village_officer")
    son = service.add_member(
        household=household,
        values={"name": "王五", "relation": "son"},
        version=household.version,
        actor=officer,
    )
    assert (household.people, son.sequence, son.person_no) == (2, 2, f"{household.household_no}02")
    service.remove_member(
        household=household, member=son, change="married_out", version=household.version, actor=officer
    )
    assert household.people == 1


def test_a_second_head_is_refused_and_the_head_cannot_leave(people: People) -> None:
    household, officer = created(people), people.actor("village_officer")
    with pytest.raises(Invalid) as refused:
        service.add_member(
            household=household,
            values={"name": "王五", "relation": "head"},
            version=household.version,
            actor=officer,
        )
    assert refused.value.field == "relation"
    with pytest.raises(Invalid):
        service.remove_member(
            household=household,
            member=household.members[0],
            change="death",
            version=household.version,
            actor=officer,
        )


def test_a_member_takes_over_as_head(people: People) -> None:
    household, officer = created(people), people.actor("village_officer")
    son = service.add_member(
        household=household,
        values={"name": "解放", "relation": "son"},
        version=household.version,
        actor=officer,
    )
    with pytest.raises(Invalid):
        service.update_member(
            household=household,
            member=household.members[0],
            values={"name": "单秀英", "relation": "mother"},
            version=household.version,
            actor=officer,
        )
    service.update_member(
        household=household,
        member=son,
        values={"name": "解放", "relation": "head"},
        version=household.version,
        actor=officer,
    )
    assert (household.head_name, household.head_initials) == ("解放", "xf")
    assert [member.is_head for member in household.members] == [False, True]
    assert household.members[0].relation is None


def test_an_old_fault_in_a_number_does_not_stop_another_change(people: People) -> None:
    household = created(people)
    head = household.members[0]
    head.id_number = SOUND[:17]
    changed = service.update_member(
        household=household,
        member=head,
        values={"name": "单秀英", "relation": "head", "id_number": SOUND[:17], "education": "primary"},
        version=household.version,
        actor=people.actor("village_officer"),
    )
    assert changed == ["member.education"]


def test_income_is_entered_once_a_year_and_replaced(db: object, people: People) -> None:
    household, officer = created(people), people.actor("village_officer")
    entry = IncomeEntry(wages_fen=100_000, items=(ItemEntry("玉米", 100_000, "0.49", "300斤"),))
    service.set_income(household=household, year=2025, entry=entry, version=household.version, actor=officer)
    assert per_head_fen(household, 2025) == 149_000
    service.set_income(
        household=household,
        year=2025,
        entry=IncomeEntry(wages_fen=50_000, transfers_fen=300, transfer_items={"allowance": 300}),
        version=household.version,
        actor=officer,
    )
    assert len(household.incomes) == 1
    assert per_head_fen(household, 2025) == 50_300
    fields = events(db, household)[-1].data["fields"]
    assert fields == [f"income_2025.{name}" for name in ("wages", "transfers", "transfer_items", "items")]


@pytest.mark.parametrize("year", [1999, 2027])
def test_income_of_a_year_to_come_is_refused(people: People, year: int) -> None:
    household = created(people)
    with pytest.raises(Invalid) as refused:
        service.set_income(
            household=household,
            year=year,
            entry=IncomeEntry(),
            version=household.version,
            actor=people.actor("village_officer"),
        )
    assert refused.value.field == "year"


def test_showing_full_numbers_is_written_down(db: object, people: People) -> None:
    household = created(people)
    service.record_numbers_shown(household=household, actor=people.actor("county_approver"))
    assert events(db, household)[-1].name == "personal_numbers_shown"
    with pytest.raises(Forbidden):
        service.record_numbers_shown(household=household, actor=people.actor("supervisor"))
