"""Who counts as a relative of a household, and what still has to be stated."""

import datetime as dt
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event

from app.core.permissions import Role
from app.domain.accounts.models import RoleGrant
from app.domain.areas.models import AreaLevel
from app.domain.kinship import queries
from tests import factories
from tests.people import People


def relatives(household):  # type: ignore[no-untyped-def]  # read by every test below
    return queries.relatives_of([household.id])[household.id]


def test_a_household_without_declarations_has_no_relatives(people: People) -> None:
    home = factories.a_household(people.village)
    found = relatives(home)
    assert (found.people, found.level, found.names) == (frozenset(), None, ())
    assert found.blockers(people.actor("village_officer")) == []


def test_an_official_is_known_by_account_and_by_name(people: People) -> None:
    home = factories.a_household(people.village)
    user = people.user("village_officer")
    factories.a_kinship(factories.an_official(people.village, user, name="岑玉兰"), home)
    found = relatives(home)
    assert found.level is AreaLevel.VILLAGE
    assert found.includes("someone else", user.id)
    assert found.includes("岑 玉兰")
    assert found.includes("村文书 岑玉兰")
    assert not found.includes("韦国强", 999)
    assert found.blockers(user.as_actor())


def test_the_highest_level_of_those_over_the_village_counts(people: People) -> None:
    home = factories.a_household(people.village)
    factories.a_kinship(factories.an_official(people.village), home)
    factories.a_kinship(factories.an_official(people.township), home)
    factories.a_kinship(factories.an_official(people.other_village), home)
    found = relatives(home)
    assert found.level is AreaLevel.TOWNSHIP
    assert found.levels == {AreaLevel.VILLAGE, AreaLevel.TOWNSHIP}
    assert len(found.names) == 2


def test_an_official_elsewhere_is_barred_but_does_not_raise_the_level(people: People) -> None:
    home = factories.a_household(people.village)
    far = factories.an_official(people.far_village, people.user("other_township_reviewer"))
    factories.a_kinship(far, home)
    assert relatives(home).level is None
    assert relatives(home).blockers(people.actor("other_township_reviewer"))


def test_who_has_left_the_post_is_still_a_relative(people: People) -> None:
    home = factories.a_household(people.village)
    official = factories.an_official(people.village, name="王强", until=dt.date(2026, 5, 11))
    factories.a_kinship(official, home)
    assert relatives(home).level is None
    assert relatives(home).includes("王强")


def test_a_new_post_of_the_same_person_raises_the_level(people: People) -> None:
    home = factories.a_household(people.village)
    user = people.user("township_reviewer")
    former = factories.an_official(people.village, user, name="陶静", until=dt.date(2026, 5, 11))
    factories.a_kinship(former, home)
    factories.an_official(people.township, user, name="陶静")
    assert relatives(home).level is AreaLevel.TOWNSHIP


def test_a_namesake_with_another_account_does_not_raise_the_level(people: People) -> None:
    home = factories.a_household(people.village)
    factories.a_kinship(
        factories.an_official(people.village, people.user("village_officer"), name="陶静"), home
    )
    factories.an_official(people.township, people.user("township_reviewer"), name="陶静")
    assert relatives(home).level is AreaLevel.VILLAGE


def test_an_ended_declaration_bars_nobody(people: People) -> None:
    home = factories.a_household(people.village)
    user = people.user("village_officer")
    factories.a_kinship(
        factories.an_official(people.village, user), home, ended_on=dt.date(2026, 5, 1), end_reason="误报"
    )
    assert not relatives(home).blockers(user.as_actor())


def test_relatives_of_many_households_take_two_statements(people: People, db: SQLAlchemy) -> None:
    homes = [factories.a_household(people.village) for _ in range(6)]
    for home in homes:
        factories.a_kinship(factories.an_official(people.village), home)
    counted: list[str] = []

    def listen(*given: Any) -> None:
        counted.append(str(given[2]))

    event.listen(db.engine, "before_cursor_execute", listen)
    found = queries.relatives_of([home.id for home in homes])
    event.remove(db.engine, "before_cursor_execute", listen)
    assert len(counted) == 2
    assert all(one.level is AreaLevel.VILLAGE for one in found.values())


def test_hints_go_when_declared_or_dismissed_and_come_with_new_grounds(people: People) -> None:
    home = factories.a_household(people.village, telephone="13911112222", bank_account="621700001")
    official = factories.an_official(people.village, telephone="13911112222")
    (hint,) = queries.list_hints([official], [home.id])
    assert (hint.head_name, hint.is_weak) == (home.head_name, False)
    factories.add(
        queries.DismissedHint(
            official=official,
            household_id=home.id,
            ground=hint.grounds[0],
            reason="公用电话",
            dismissed_by_id=people.user("township_reviewer").id,
            dismissed_at=official.created_at,
        )
    )
    assert queries.list_hints([official], [home.id]) == []
    official.bank_account = "621700001"
    assert len(queries.list_hints([official], [home.id])) == 1
    factories.a_kinship(official, home)
    assert queries.list_hints([official], [home.id]) == []


def test_a_statement_that_there_are_none_lapses_with_a_declaration(people: People) -> None:
    round_ = factories.a_round()
    official = factories.an_official(people.village)
    assert queries.list_unstated(people.village, round_) == [official]
    factories.a_statement(official, round_)
    assert queries.list_unstated(people.village, round_) == []
    factories.a_kinship(official, factories.a_household(people.village))
    assert queries.list_unstated(people.village, round_) == [official]


def test_one_statement_is_enough_for_several_posts_of_one_person(people: People) -> None:
    round_ = factories.a_round()
    first = factories.an_official(people.village, name="王强")
    factories.a_representative(people.village, name="王强")
    factories.a_statement(first, round_)
    assert queries.list_unstated(people.village, round_) == []


def test_an_account_on_another_roster_is_on_record(people: People) -> None:
    reviewer = people.user("township_reviewer")
    reviewer.grants.append(RoleGrant(role=Role.COUNTY_APPROVER, area=people.county))
    assert queries.list_unrecorded(people.county) == [reviewer]
    factories.an_official(people.township, reviewer)
    assert queries.list_unrecorded(people.county) == []


def test_accounts_that_act_belong_to_somebody_on_record(people: People) -> None:
    officer, team = people.user("village_officer"), people.user("work_team")
    assert queries.list_unrecorded(people.village) == sorted([officer, team], key=lambda u: (u.name, u.id))
    factories.an_official(people.village, officer)
    factories.an_official(people.village, name=team.name)
    assert queries.list_unrecorded(people.village) == []
    assert queries.list_unrecorded(people.other_village) == []
