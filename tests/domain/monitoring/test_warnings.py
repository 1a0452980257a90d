"""A department's list of warnings, line by line: whom each means, what is left out and why, the cases it opens."""

import pytest

from app.core.errors import Invalid
from app.domain.monitoring import warnings
from app.domain.monitoring.models import FoundBy, WatchKind
from tests import factories
from tests.browser import watched
from tests.domain.monitoring.cases import DAY


@pytest.fixture
def officer(db, people, clock):
    factories.a_policy("regular-2026")
    return people.actor("village_officer")


def faults(lines):
    return [line.fault.msgid if line.fault else "" for line in lines]


def test_a_line_means_a_household_by_its_number_or_by_somebody_of_it(officer, people, clock):
    home, other = factories.a_household(people.village), factories.a_household(people.village)
    number = other.members[1].id_number = "520581199001011237"
    factories.a_watch(people.far_village)
    lines = warnings.read(officer, f"{home.household_no}，自付医药费高\n\n{number}\t失业三个月\n")
    assert [(one.household.id, one.words) for one in lines] == [
        (home.id, "自付医药费高"),
        (other.id, "失业三个月"),
    ]
    found = warnings.open_warned(actor=officer, lines=lines, department="县医保局", warned_on=clock.today)
    assert [(one.found_by, one.warned_by) for one in found] == [(FoundBy.DEPARTMENT, "县医保局")] * 2
    assert number not in str([one.risk for one in found])


def test_what_is_left_out_says_why(officer, people):
    home, far = factories.a_household(people.village), factories.a_household(people.far_village)
    running = factories.a_watch(people.village).household
    lines = warnings.read(
        officer,
        "\n".join(
            [
                f"{far.household_no} 失业",
                "没有编号",
                f"{home.household_no}",
                f"{home.household_no} 电话13912345678",
                f"{running.household_no} 失业",
            ]
        ),
    )
    assert [bool(one) for one in faults(lines)] == [True] * 5
    assert len(set(faults(lines))) == 4
    twice = warnings.read(officer, f"{home.household_no} 失业\n{home.household_no} 大病")
    assert faults(twice) == ["", "This household stands in the list already."]
    for empty in ("", " \n ", "1 x\n" * (warnings.LINES_MOST + 1)):
        with pytest.raises(Invalid):
            warnings.read(officer, empty)


def test_the_kind_follows_from_where_the_household_stands(officer, people, clock):
    left = factories.a_registered(people.village)
    factories.an_exit(left, exited_on=clock.today - 30 * DAY)
    homes = [factories.a_household(people.village), factories.a_registered(people.village), left]
    lines = warnings.read(officer, "\n".join(f"{one.household_no} 失业" for one in homes))
    assert [one.kind for one in lines] == [WatchKind.MARGINAL, WatchKind.SUDDEN, WatchKind.UNSTABLE]


def test_a_longer_list_asks_no_more_of_the_database(officer, people):
    homes = [factories.a_household(people.village) for _ in range(6)]
    counted = []
    for number in (1, 6):
        with watched(is_reading=False) as statements:
            warnings.read(officer, "\n".join(f"{one.household_no} 失业" for one in homes[:number]))
        counted.append(len(statements))
    assert counted[0] == counted[1]
