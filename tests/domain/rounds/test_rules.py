"""Quotas, incidences, codes and the standing of the nine steps."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rounds.models import RoundNode
from app.domain.rounds.rules import (
    NODE_LABELS,
    NodeCode,
    NodeStanding,
    incidence_of,
    is_code,
    parse_incidence,
    quota_people,
    standings,
)

TODAY = dt.date(2014, 6, 1)


def node(due: str | None = None, done: str | None = None) -> RoundNode:
    def day(text: str | None) -> dt.date | None:
        return dt.date.fromisoformat(text) if text else None

    return RoundNode(due_on=day(due), done_on=day(done))


def test_the_nine_steps_are_nine_and_have_names() -> None:
    assert len(NodeCode) == len(NODE_LABELS) == 9


@given(st.integers(0, 20_000), st.data())
def test_an_incidence_to_a_hundredth_of_a_per_cent_gives_the_quota_back(
    population: int, data: st.DataObject
) -> None:
    """For villages of up to five thousand people exactly; for larger ones to a person."""
    people = data.draw(st.integers(0, population))
    back = quota_people(population, incidence_of(people, population))
    assert abs(back - people) <= (0 if population <= 5_000 else 1)


@pytest.mark.parametrize(
    ("population", "incidence", "people"),
    [(3120, "0.0564", 176), (2480, "0.2036", 505), (1000, "0.0005", 1), (1000, "0", 0), (0, "0.5", 0)],
)
def test_a_quota_is_population_times_incidence(population: int, incidence: str, people: int) -> None:
    assert quota_people(population, Decimal(incidence)) == people


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5.64%", "0.0564"),
        ("5.64％", "0.0564"),
        ("0.0564", "0.0564"),
        (" 29 % ", "0.29"),
        ("1", "1"),
        ("2", None),
        ("101%", None),
        ("-1", None),
        ("five", None),
        ("", None),
    ],
)
def test_an_incidence_is_read_as_people_write_it(text: str, value: str | None) -> None:
    assert parse_incidence(text) == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("2014-identification", True),
        ("2026-regular-a", True),
        ("2014", False),
        ("2014-识别", False),
        ("2014-A", False),
        ("../2014-a", False),
        ("2014-" + "a" * 40, False),
    ],
)
def test_a_code_is_a_year_and_small_letters(text: str, fine: bool) -> None:
    assert is_code(text) is fine


def test_the_first_step_not_done_is_the_current_one() -> None:
    nodes = [node(done="2014-05-01"), node(due="2014-07-01"), node(due="2014-08-01"), node()]
    assert standings(nodes, TODAY) == [
        NodeStanding.DONE,
        NodeStanding.CURRENT,
        NodeStanding.TODO,
        NodeStanding.TODO,
    ]


def test_a_passed_time_node_is_overdue_unless_done() -> None:
    nodes = [node(due="2014-05-01", done="2014-05-20"), node(due="2014-05-31"), node(due="2014-06-01")]
    assert standings(nodes, TODAY) == [NodeStanding.DONE, NodeStanding.OVERDUE, NodeStanding.TODO]
