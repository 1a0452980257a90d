"""Thousands of random sequences of acts, days and people: nobody is ever registered but by the whole procedure.

The acts stand in ``township.py``, who tries which of them in ``attempts.py``; ``oracle.py`` judges from raw rows.
``bench/never.py`` runs the same for longer.
"""

import datetime as dt
import os
from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.core import clock
from app.core.db import db as database
from app.domain.candidate_lists.models import CandidateList, ListState
from tests.domain.workflow.attempts import ATTEMPTS
from tests.domain.workflow.oracle import Oracle
from tests.domain.workflow.township import Township

SEQUENCES = int(os.environ.get("GONGSHI_NEVER_SEQUENCES", "12"))
ACTS = int(os.environ.get("GONGSHI_NEVER_ACTS", "50"))
LONG = "GONGSHI_NEVER_SEQUENCES" in os.environ

tally: Counter[str] = Counter()


class Anything(RuleBasedStateMachine):
    """Anybody tries anything on any day."""

    ground: Township

    def __init__(self) -> None:
        super().__init__()
        clock.set_to(self.ground.began)
        self.whole = database.session.begin_nested()
        database.session.expire_all()
        self.town = self.ground
        self.town.taken = []
        self.oracle = Oracle(database.session)
        self.faults: list[str] = []
        self.town.watch = lambda: self.faults.extend(self.oracle.look(clock.today()))

    def teardown(self) -> None:
        tally.update(self.town.taken)
        tally["SEQUENCES"] += 1
        tally["REGISTERED"] += len(self.oracle.registered)
        self.whole.rollback()
        database.session.expire_all()

    @invariant()
    def nothing_is_wrong(self):
        assert self.faults == []

    @initialize(round_=st.integers(0, 1), acts=st.tuples(st.integers(0, 9), st.integers(0, 9)))
    def the_villages_have_come_so_far(self, round_, acts):
        """Most sequences begin in the middle of a round, else few would see its end."""
        for village, number in zip(self.town.villages, acts, strict=True):
            if number:
                self.town.begin(village, self.town.rounds[round_], 3)
                target = self.town.one(CandidateList, -1)
                for _ in range(number - 1 if target is not None else 0):
                    self.town.attempt("go_on", self.town.go_on, target)
                    self.days_pass(3)

    @rule(village=st.integers(0, 1), round_=st.integers(0, 1), households=st.integers(1, 4))
    def a_village_begins(self, village, round_, households):
        self.town.begin(self.town.villages[village], self.town.rounds[round_], households)

    @rule(which=st.integers(0, 9), acts=st.integers(1, 4))
    def a_list_goes_on_properly(self, which, acts):
        target = self.town.one(CandidateList, which, CandidateList.state != ListState.ANNOUNCED)
        for _ in range(acts if target is not None else 0):
            self.town.attempt("go_on", self.town.go_on, target)
            self.days_pass(3)

    @rule(days=st.integers(0, 4))
    def days_pass(self, days):
        clock.set_to(clock.now() + dt.timedelta(days=days))

    @rule(act=st.sampled_from(ATTEMPTS), luck=st.integers(0, 2**20))
    def somebody_tries_something(self, act, luck):
        act(self.town, Random(luck))

    @rule(act=st.sampled_from(ATTEMPTS), luck=st.integers(0, 2**20), days=st.integers(0, 2))
    def somebody_tries_something_later(self, act, luck, days):
        self.days_pass(days)
        act(self.town, Random(luck))

    @rule(luck=st.integers(0, 2**20), acts=st.integers(2, 12))
    def everybody_tries_everything(self, luck, acts):
        chance = Random(luck)
        for _ in range(acts):
            chance.choice(ATTEMPTS)(self.town, chance)


@pytest.fixture
def town(db, people, clock):
    return Township(people)


def test_nobody_is_registered_but_by_the_whole_procedure(town):
    database.session.flush()
    Anything.ground = town
    tally.clear()
    run_state_machine_as_test(
        Anything,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=ACTS,
            deadline=None,
            database=None,
            derandomize=not LONG,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            phases=(Phase.generate, Phase.shrink) if LONG else (Phase.generate,),
        ),
    )
    print(dict(sorted(tally.items())))
    assert tally["REGISTERED"] > 0, "no sequence came as far as a registration; the test proves nothing"
