"""Lights, percentages, quarters and points."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from app.domain.tasks import rules
from app.domain.tasks.rules import Light, Quarter, Reached

D = dt.date
POLICY: Any = SimpleNamespace(task_near_days=7, task_lag_percent=15)
BEGIN, END = D(2026, 4, 1), D(2026, 6, 29)


@pytest.mark.parametrize(
    ("done", "today", "light"),
    [
        (10, D(2026, 7, 30), Light.DONE),
        (9, D(2026, 6, 30), Light.OVERDUE),
        (9, D(2026, 6, 29), Light.BEHIND),
        (9, D(2026, 6, 21), Light.IN_TIME),
        (0, D(2026, 3, 31), Light.COMING),
        (0, D(2026, 4, 13), Light.IN_TIME),
        (0, D(2026, 4, 16), Light.BEHIND),
        (4, D(2026, 5, 15), Light.IN_TIME),
        (3, D(2026, 5, 15), Light.BEHIND),
    ],
)
def test_the_light_follows_the_days_and_how_much_is_done(done: int, today: dt.date, light: Light) -> None:
    assert rules.light_of(Reached(done, 10), BEGIN, END, today, POLICY) is light


def test_hundred_per_cent_is_shown_only_when_all_is_done() -> None:
    assert Reached(1329, 1330).percent == 99
    assert not Reached(1329, 1330).is_done
    assert Reached(1330, 1330).percent == 100
    assert Reached(12, 10).percent == 100


def test_of_nothing_nothing_is_done_unless_that_is_said() -> None:
    assert Reached().percent == 0
    assert Reached(nothing_is_done=True).is_done


def test_what_one_place_has_too_much_does_not_make_up_for_another() -> None:
    both = rules.total([Reached(15, 10), Reached(0, 10)])
    assert (both.done, both.whole, both.percent) == (10, 20, 50)
    assert rules.total([]).percent == 0


def test_the_countdown_says_days_left_today_and_days_over() -> None:
    assert rules.countdown_words(END, D(2026, 6, 24)).params == {"days": 5}
    assert rules.countdown_words(END, END).params == {}
    assert rules.countdown_words(END, D(2026, 7, 1)).params == {"days": 2}


def test_quarters() -> None:
    assert rules.quarter_of(D(2026, 11, 22)) == Quarter(2026, 4)
    assert (Quarter(2026, 4).first_day, Quarter(2026, 4).last_day) == (D(2026, 10, 1), D(2026, 12, 31))
    assert Quarter(2026, 1).before == Quarter(2025, 4)
    assert Quarter(2025, 4).following == Quarter(2026, 1)


def test_points_are_rounded_down_and_what_cannot_be_assessed_drops_out() -> None:
    assert rules.points_cents(2, 3, 50) == 3333
    assert rules.points_cents(0, 0, 50) is None
    assert rules.score_of_hundred([(3333, 50), (None, 30), (1500, 15)]) == 7435
    assert rules.score_of_hundred([(None, 50)]) is None
    assert rules.cents_text(7430) == "74.3"


def test_one_thing_that_is_done_or_not_is_not_behind_before_its_deadline_is_near() -> None:
    def light(whole: int, today: dt.date) -> Light:
        return rules.light_of(Reached(0, whole), BEGIN, END, today, POLICY)

    assert light(1, D(2026, 5, 15)) is Light.IN_TIME
    assert light(2, D(2026, 5, 15)) is Light.BEHIND
    assert light(1, D(2026, 6, 25)) is Light.BEHIND
    assert light(1, D(2026, 6, 30)) is Light.OVERDUE
