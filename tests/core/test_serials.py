"""Running numbers: none twice, none missing, whoever asks at the same moment."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from app.core.db import unit_of_work
from app.core.serials import next_number

WRITERS, EACH = 8, 15


def test_each_scope_counts_from_one(db: SQLAlchemy) -> None:
    assert [next_number("notice/2026/520581101001") for _ in range(3)] == [1, 2, 3]
    assert next_number("notice/2026/520581101002") == 1


def test_a_number_of_an_act_that_failed_is_given_to_the_next(db: SQLAlchemy) -> None:
    next_number("objection/2026")
    db.session.commit()
    assert next_number("objection/2026") == 2
    db.session.rollback()
    assert next_number("objection/2026") == 2


def test_eight_at_once_get_no_number_twice(app: Flask, db: SQLAlchemy) -> None:
    db.session.rollback()

    def take(_writer: int) -> list[int]:
        numbers = []
        for _ in range(EACH):
            with app.app_context(), unit_of_work():
                numbers.append(next_number("receipt/2026"))
        return numbers

    with ThreadPoolExecutor(WRITERS) as pool:
        taken = [number for numbers in pool.map(take, range(WRITERS)) for number in numbers]
    assert sorted(taken) == list(range(1, WRITERS * EACH + 1))
