"""Declaring, stating, settling: who may, and what is refused."""

import datetime as dt

import pytest

from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.kinship import queries, service
from app.domain.kinship.models import DismissedHint, Relation
from app.domain.rounds.models import RoundState
from tests import factories
from tests.people import People


def test_relatives_are_declared_once_by_whoever_looks_after_the_official(people: People) -> None:
    home, official = factories.a_household(people.village), factories.an_official(people.village)
    given = {"official": official, "household": home, "relation": Relation.SIBLING}
    for stranger in ("other_village_officer", "supervisor", "villager"):
        with pytest.raises(Forbidden):
            service.declare_kinship(actor=people.actor(stranger), **given)
    service.declare_kinship(actor=people.actor("village_officer"), **given)
    with pytest.raises(Conflict):
        service.declare_kinship(actor=people.actor("township_reviewer"), **given)


def test_the_village_does_not_declare_for_the_township(people: People) -> None:
    with pytest.raises(Forbidden):
        service.declare_kinship(
            actor=people.actor("village_officer"),
            official=factories.an_official(people.township),
            household=factories.a_household(people.village),
            relation=Relation.OWN,
        )


@pytest.mark.parametrize(
    ("where", "may", "may_not"),
    [
        ("village", ("township_reviewer", "county_approver"), ("village_officer", "other_township_reviewer")),
        ("township", ("county_approver",), ("township_reviewer", "second_township_reviewer")),
        ("county", ("county_approver",), ("township_reviewer",)),
    ],
)
def test_a_declaration_ends_only_one_level_up(
    people: People, where: str, may: tuple[str, ...], may_not: tuple[str, ...]
) -> None:
    official = factories.an_official(getattr(people, where))
    for name in may_not:
        kinship = factories.a_kinship(official)
        with pytest.raises(Forbidden):
            service.end_kinship(actor=people.actor(name), kinship=kinship, reason="误报")
    for name in may:
        kinship = factories.a_kinship(official, factories.a_household(people.village))
        with pytest.raises(Invalid):
            service.end_kinship(actor=people.actor(name), kinship=kinship, reason="  ")
        service.end_kinship(actor=people.actor(name), kinship=kinship, reason="误报")
        assert kinship.ended_on == dt.date(2026, 5, 11)
        with pytest.raises(Refused):
            service.end_kinship(actor=people.actor(name), kinship=kinship, reason="误报")


def test_never_the_official_himself(people: People) -> None:
    user = people.user("county_approver")
    kinship = factories.a_kinship(factories.an_official(people.county, user))
    with pytest.raises(Forbidden):
        service.end_kinship(actor=user.as_actor(), kinship=kinship, reason="误报")
    by_name = factories.an_official(people.village, name=people.user("township_reviewer").name)
    with pytest.raises(Forbidden):
        service.end_kinship(
            actor=people.actor("township_reviewer"), kinship=factories.a_kinship(by_name), reason="误报"
        )


def test_a_hint_is_confirmed_into_a_declaration(people: People) -> None:
    home = factories.a_household(people.village, telephone="13911112222")
    official = factories.an_official(people.village, telephone="13911112222")
    hint = queries.get_hint(official.id, home.household_no)
    kinship = service.confirm_hint(actor=people.actor("village_officer"), hint=hint, relation=Relation.CHILD)
    assert kinship.from_hint
    assert queries.list_hints([official], [home.id]) == []


def test_a_hint_is_dismissed_from_above_with_a_reason(people: People) -> None:
    home = factories.a_household(people.village, telephone="13911112222", bank_account="6217")
    official = factories.an_official(people.village, telephone="13911112222", bank_account="6217")
    hint = queries.get_hint(official.id, home.household_no)
    with pytest.raises(Forbidden):
        service.dismiss_hint(actor=people.actor("village_officer"), hint=hint, reason="问过")
    with pytest.raises(Invalid):
        service.dismiss_hint(actor=people.actor("township_reviewer"), hint=hint, reason="")
    service.dismiss_hint(actor=people.actor("township_reviewer"), hint=hint, reason="合用一部电话，不是亲属")
    assert factories.how_many(DismissedHint) == 2
    assert queries.list_hints([official], [home.id]) == []


def test_a_statement_does_not_contradict_the_declarations(people: People) -> None:
    round_, officer = factories.a_round(), people.actor("village_officer")
    official = factories.an_official(people.village)
    given = {"actor": officer, "official": official, "round_": round_}
    with pytest.raises(Refused):
        service.make_statement(none=False, **given)
    service.make_statement(none=True, **given)
    factories.a_kinship(official)
    with pytest.raises(Refused):
        service.make_statement(none=True, **given)
    statement = service.make_statement(none=False, **given)
    assert not statement.none
    assert queries.list_statements([official], round_) == {official.id: statement}


def test_a_statement_is_of_an_open_round_and_not_of_tomorrow(people: People) -> None:
    round_, officer = factories.a_round(), people.actor("village_officer")
    official = factories.an_official(people.village)
    given = {"actor": officer, "official": official, "round_": round_, "none": True}
    with pytest.raises(Invalid):
        service.make_statement(stated_on=dt.date(2026, 5, 12), **given)
    with pytest.raises(Forbidden):
        service.make_statement(**{**given, "actor": people.actor("other_village_officer")})
    round_.state = RoundState.CLOSED
    round_.closed_on = dt.date(2026, 5, 11)
    with pytest.raises(Refused):
        service.make_statement(**given)


def test_many_statements_at_once_say_what_is_declared(people: People) -> None:
    round_ = factories.a_round()
    first, second = factories.an_official(people.village), factories.an_official(people.village)
    factories.a_kinship(first)
    made = service.make_statements(
        actor=people.actor("village_officer"), officials=[first, second], round_=round_
    )
    assert [one.none for one in made] == [False, True]
