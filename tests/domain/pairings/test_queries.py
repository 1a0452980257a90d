"""Coverage and lists: by round, by day, in as many statements for many rows as for few."""

import datetime as dt

from app.domain.households import registration
from app.domain.pairings import listing, queries
from app.domain.policies.vocabulary import HelperRank
from tests import factories
from tests.browser import watched
from tests.people import People

MINIMUMS = {HelperRank.CADRE: 2, HelperRank.DEPARTMENT_LEADER: 3}
TODAY = dt.date(2026, 5, 11)


def test_coverage_counts_registered_households_of_each_village(people: People) -> None:
    round_ = factories.a_round()
    helper = factories.a_helper(factories.a_helping_unit(people.township))
    homes = [factories.a_registered(people.village, members=n, round_=round_) for n in (2, 3, 4)]
    factories.a_registered(people.far_village, members=5, round_=round_)
    factories.a_household(people.village)
    factories.a_pairing(homes[0], helper)
    factories.a_pairing(
        homes[1], helper, started_on=TODAY.replace(month=1), ended_on=TODAY, end_reason="调走"
    )
    rows = queries.coverage(people.township.path, round_id=round_.id)
    assert [row.village for row in rows] == [people.village, people.other_village]
    covered = rows[0].covered
    assert (covered.households, covered.people) == (3, 9)
    assert (covered.paired_households, covered.paired_people) == (1, 2)
    assert queries.coverage_of_all(queries.coverage(people.county.path)).households == 4
    then = queries.coverage_of_all(queries.coverage(people.township.path, on=TODAY.replace(month=2)))
    assert (then.paired_households, then.paired_people) == (1, 3)
    registration.strike(household_id=homes[2].id, round_id=round_.id, on=TODAY, reason="除名")
    factories.basis.db.session.flush()
    assert queries.coverage(people.township.path)[0].covered.households == 2


def test_a_household_of_two_rounds_counts_once(people: People) -> None:
    first, second = factories.a_round(), factories.a_round(code="second", year=2025)
    home = factories.a_registered(people.village, members=4, round_=first)
    registration.register(household_id=home.id, round_id=second.id, people=3, on=TODAY)
    factories.basis.db.session.flush()
    assert queries.coverage(people.township.path)[0].covered.people == 4
    assert queries.coverage(people.township.path, round_id=second.id)[0].covered.people == 3


def test_helpers_below_the_minimum(people: People) -> None:
    unit = factories.a_helping_unit(people.township)
    leader = factories.a_helper(unit, rank=HelperRank.DEPARTMENT_LEADER, name="甲")
    cadre, other = (
        factories.a_helper(unit, name="乙"),
        factories.a_helper(unit, rank=HelperRank.OTHER, name="丙"),
    )
    factories.a_helper(factories.a_helping_unit(people.other_township))
    factories.a_helper(unit, left_on=TODAY, left_reason="退休")
    for _ in range(2):
        factories.a_pairing(factories.a_registered(people.village), cadre)
        factories.a_pairing(factories.a_registered(people.village), leader)
    counts = listing.count_helpers(people.township, MINIMUMS)
    assert (counts.helpers, counts.below, counts.idle) == (3, 1, 1)
    below = listing.page_helpers(people.township, MINIMUMS, only_below=True).items
    assert [(one.helper, one.load.missing) for one in below] == [(leader, 1)]
    assert listing.count_helpers(people.township, {}).below == 0
    assert [one.helper for one in listing.page_helpers(people.village, MINIMUMS, q="丙").items] == [other]
    assert listing.load_of_helper(cadre, MINIMUMS).people == 6
    line = listing.page_units(people.township).items[0]
    assert (line.unit, line.helpers, line.households) == (unit, 3, 4)


def test_open_households_stand_as_they_lie(people: People) -> None:
    helper = factories.a_helper(factories.a_helping_unit(people.township))
    homes = [factories.a_registered(people.village) for _ in range(3)]
    factories.a_pairing(homes[1], helper)
    assert [one.id for one in listing.list_open_households(people.county.path)] == [homes[0].id, homes[2].id]
    assert listing.page_open_households(people.village.path).total == 2
    candidate = listing.list_candidates(people.township, MINIMUMS)[0]
    assert (candidate.id, candidate.minimum, candidate.load) == (helper.id, 2, 1)


def test_statements_do_not_grow_with_the_rows(people: People) -> None:
    def ask() -> int:
        factories.basis.db.session.expire_all()
        with watched(is_reading=True) as statements:
            queries.coverage(people.county.path)
            listing.page_helpers(people.county, MINIMUMS)
            listing.count_helpers(people.county, MINIMUMS)
            listing.page_units(people.county)
            listing.list_candidates(people.county, MINIMUMS)
            listing.list_open_households(people.county.path)
            queries.helpers_of(range(50))
        return len(statements)

    unit = factories.a_helping_unit(people.township)
    factories.a_pairing(factories.a_registered(people.village), factories.a_helper(unit))
    few = ask()
    for _ in range(12):
        other = factories.a_helping_unit(people.township)
        factories.a_pairing(factories.a_registered(people.other_village), factories.a_helper(other))
        factories.a_registered(people.village)
    assert ask() == few


def test_the_minimum_is_that_of_the_policy_in_force(people: People) -> None:
    assert queries.get_minimums(people.township) == {}
    factories.a_policy("regular-2026")
    assert queries.get_minimums(people.township)[HelperRank.COUNTY_LEADER] == 5
    assert queries.get_minimums(people.township)[HelperRank.CADRE] == 2


def test_the_other_rule_ships_empty(people: People) -> None:
    factories.a_policy("regular-2026", pairing_rule="54321")
    assert queries.get_minimums(people.township) == {}


def test_a_villages_helpers_are_those_who_help_there(people: People) -> None:
    unit = factories.a_helping_unit(people.township)
    here, elsewhere = factories.a_helper(unit), factories.a_helper(unit)
    answers = factories.a_helper(factories.a_helping_unit(people.township, village=people.village))
    factories.a_pairing(factories.a_registered(people.village), here)
    factories.a_pairing(factories.a_registered(people.other_village), elsewhere)
    assert listing.count_helpers(people.village, MINIMUMS).helpers == 2
    assert {one.helper for one in listing.page_helpers(people.village, MINIMUMS).items} == {here, answers}
    assert listing.count_helpers(people.township, MINIMUMS).helpers == 3
