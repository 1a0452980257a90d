"""No sequence of acts, allowed or refused, ever leaves the books unbalanced: an auditor adds up the raw rows."""

import os
from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.core.db import db as database
from tests.domain.funds import auditor
from tests.domain.funds.books import ACTS, Books
from tests.people import People

#: sequences in one run; GONGSHI_LEDGER_SEQUENCES asks for more
SEQUENCES = int(os.environ.get("GONGSHI_LEDGER_SEQUENCES", "12"))
AMOUNTS = st.one_of(st.just(0), st.sampled_from((1, 100, 999, 2_500, 10_000)), st.integers(1, 12_000))
#: acts that lead somewhere come more often than those that take back
OFTEN = ("allocate", "allocate", "pay", "contract", "roll", "pay_roll", "carry_over")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(ACTS + OFTEN),
        st.sampled_from((0, 0, 0, 0, 1, 1, 2)),
        st.integers(0, 40),
        st.integers(0, 40),
        AMOUNTS,
    ),
    min_size=8,
    max_size=30,
)
tally: Counter[str] = Counter()


@pytest.fixture
def books(db: Any, people: People) -> Books:
    made = Books(people)
    database.session.commit()
    return made


def test_the_books_always_balance(books: Books) -> None:
    @settings(
        max_examples=SEQUENCES,
        deadline=None,
        database=None,
        derandomize=SEQUENCES <= 12,
        phases=(Phase.generate,) if SEQUENCES <= 12 else tuple(Phase),
        suppress_health_check=list(HealthCheck),
    )
    @given(STEPS)
    def sequences(steps: list[tuple[str, int, int, int, int]]) -> None:
        try:
            for act, actor, one, other, amount in steps:
                before = auditor.stored(database.session.connection())
                refused = sum(number for name, number in books.tally.items() if name.endswith("refused"))
                books.do(act, actor, one, other, amount)
                connection = database.session.connection()
                assert auditor.faults(connection) == [], act
                if sum(n for name, n in books.tally.items() if name.endswith("refused")) > refused:
                    assert auditor.stored(connection) == before, (
                        f"{act} was refused and left something behind"
                    )
        finally:
            database.session.rollback()

    sequences()
    done = {name for name in books.tally if " " not in name}
    assert {"receive", "allocate", "pay", "contract", "roll", "pay_roll", "reverse", "carry_over"} <= done
    assert sum(number for name, number in books.tally.items() if "refused" in name) > 25


def test_the_auditor_sees_what_is_wrong(books: Books) -> None:
    """An oracle that finds nothing proves nothing: with a trigger missing it must speak."""
    connection = database.session.connection()
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text("DROP TRIGGER sums_fund_batch_received_fen"))
        connection.execute(sa.text("UPDATE fund_batch SET received_fen = received_fen + 1"))
    else:
        connection.execute(sa.text("ALTER TABLE fund_batch DISABLE TRIGGER sums_fund_batch_update"))
        connection.execute(sa.text("UPDATE fund_batch SET received_fen = received_fen + 1"))
    assert len(auditor.faults(connection)) == 2
    database.session.rollback()
