"""Counting attempts: by bucket and window, with nothing readable kept."""

import datetime as dt

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core import throttle
from tests import factories

HOUR = dt.timedelta(hours=1)


def test_it_counts_one_bucket_within_one_window(db: SQLAlchemy, clock) -> None:
    assert [throttle.add("sign-in/wang", HOUR) for _ in range(3)] == [1, 2, 3]
    assert throttle.add("sign-in/li", HOUR) == 1
    assert (throttle.count("sign-in/wang", HOUR), throttle.count("sign-in/zhao", HOUR)) == (3, 0)
    clock.move(hours=1)
    assert throttle.count("sign-in/wang", HOUR) == 0
    assert throttle.add("sign-in/wang", HOUR) == 1


def test_windows_of_different_length_are_counted_apart(db: SQLAlchemy) -> None:
    throttle.add("a", HOUR)
    assert throttle.count("a", dt.timedelta(minutes=7)) == 0


def test_a_right_password_clears_the_count(db: SQLAlchemy) -> None:
    throttle.add("a", HOUR)
    throttle.clear("a", HOUR)
    assert throttle.count("a", HOUR) == 0


def test_old_windows_are_forgotten_and_no_words_are_kept(db: SQLAlchemy, clock) -> None:
    throttle.add("sign-in/wang", HOUR)
    stored = db.session.execute(sa.text("SELECT * FROM throttle")).one()
    assert "wang" not in repr(stored)
    clock.move(days=2)
    throttle.add("sign-in/li", HOUR)
    assert factories.how_many(throttle.Throttle) == 1
