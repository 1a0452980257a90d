"""Random kinship, roles and acts: no relative ever votes on, chairs, visits, compares, reviews or decides a household.

The acts and who tries them are those of the workflow's own test; ``eyewitness.py`` judges from raw rows.
"""

import datetime as dt
import os
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import clock
from app.core.db import db as database
from app.domain.applications.models import Application, Comparison, ComparisonResult
from app.domain.appraisals.models import Meeting
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.checkups import service as checkups
from app.domain.checkups.models import Finding, Severity
from app.domain.kinship import service as kinship
from app.domain.kinship.models import Kinship, Relation
from app.domain.officials.models import Official
from tests import factories
from tests.domain.kinship.eyewitness import Eyewitness, plain
from tests.domain.workflow.attempts import ATTEMPTS, someone
from tests.domain.workflow.township import Township

#: sequences in one run; GONGSHI_NEVER_SEQUENCES asks for more
SEQUENCES = int(os.environ.get("GONGSHI_NEVER_SEQUENCES", "4"))

ACTS = 50
tally: dict[str, int] = {}


class Clan(Township):
    """The township, with everybody on record, relatives among them, and meetings at which they sit."""

    def __init__(self, people: Any) -> None:
        super().__init__(people)
        for home in self.households:
            factories.add(
                Finding(
                    household_id=home.id,
                    village_id=home.village_id,
                    rule="no_head",
                    severity=Severity.HINT,
                    fingerprint=f"{home.id:032}",
                    message={"msgid": "No head", "params": {}},
                )
            )

    def names_due(self, meeting: Meeting) -> list[str]:
        known = [actor.name for actor in self.actors[1:]]
        return [*known, *(f"代表{number}" for number in range(len(known) + 1, meeting.due + 1))][
            : meeting.due
        ]

    def who_leaves(self, meeting: Meeting, application: Application, luck: int) -> list[str]:
        """Mostly the relatives, sometimes nobody, sometimes somebody else."""
        present = [one.name for one in meeting.attendance if one.is_present]
        if luck % 5 == 0:
            return present[luck % 7 : luck % 7 + 1]
        declared = self.all(
            Kinship, Kinship.household_id == application.household_id, Kinship.ended_on.is_(None)
        )
        related = {plain(one.official.user.name) for one in declared if one.official.user}
        return [] if luck % 7 == 0 else [name for name in present if plain(name) in related]

    def declare(self, chance: Random) -> None:
        official, home = chance.choice(self.all(Official)), chance.choice(self.households)
        self.attempt(
            "declare",
            lambda: kinship.declare_kinship(
                actor=self.approvers[0], official=official, household=home, relation=Relation.COUSIN
            ),
        )
        for round_ in self.rounds:
            self.attempt(
                "state",
                lambda r=round_: kinship.make_statements(
                    actor=self.approvers[0], officials=[official], round_=r
                ),
            )

    def end(self, chance: Random) -> None:
        standing = self.all(Kinship, Kinship.ended_on.is_(None))
        if standing and chance.random() < 0.3:
            actor, one = someone(self, chance, self.approvers[1]), chance.choice(standing)
            self.attempt("end", lambda: kinship.end_kinship(actor=actor, kinship=one, reason="误报"))

    def explain(self, chance: Random) -> None:
        finding = chance.choice(self.all(Finding))
        actor = someone(self, chance, self.officers[finding.village_id])
        self.attempt("explain", lambda: checkups.explain_finding(finding=finding, text="属实", actor=actor))

    def proceed(self, chance: Random) -> None:
        target = self.one(CandidateList, chance.randrange(9), CandidateList.state != ListState.ANNOUNCED)
        if target is not None:
            self.attempt("go_on", self.go_on, target)
            clock.set_to(clock.now() + dt.timedelta(days=chance.choice((0, 1, 3))))

    def live(self, chance: Random) -> None:
        """One of the things that happen."""
        luck = chance.random()
        if luck < 0.12:
            self.declare(chance)
        elif luck < 0.15:
            self.end(chance)
        elif luck < 0.2:
            self.explain(chance)
        elif luck < 0.5:
            self.proceed(chance)
        elif luck < 0.6:
            village = chance.choice(self.villages)
            self.begin(village, chance.choice(self.rounds), chance.randint(1, 4))
        else:
            chance.choice(ATTEMPTS)(self, chance)


@pytest.fixture
def clan(db, people, clock):
    return Clan(people)


def test_no_relative_ever_decides(clan):
    database.session.flush()
    tally.clear()

    @settings(
        max_examples=SEQUENCES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(luck=st.integers(0, 2**30), relatives=st.integers(0, 8))
    def anything(luck: int, relatives: int) -> None:
        clock.set_to(clan.began)
        whole = database.session.begin_nested()
        database.session.expire_all()
        chance, witness, faults = Random(luck), Eyewitness(database.session), []
        clan.taken = []
        clan.watch = lambda: faults.extend(witness.look())
        try:
            for _ in range(relatives):
                clan.declare(chance)
            for _ in range(ACTS):
                clan.live(chance)
                assert faults == []
        finally:
            for what, number in witness.looked_at.items():
                tally[what] = tally.get(what, 0) + number
            whole.rollback()
            database.session.expire_all()

    anything()
    print(dict(sorted(tally.items())))
    assert {"visited", "compared", "voted", "decided", "explained a finding"} <= tally.keys()


@pytest.mark.parametrize("act", ["visit", "compare", "explain"])
def test_the_eyewitness_sees_what_a_relative_does(clan, act):
    """Rows written past the services: a witness that misses them would prove nothing."""
    home = clan.households[0]
    user = clan.people.user("village_officer")
    application = factories.an_application(home, round_=clan.rounds[0])
    witness = Eyewitness(database.session)
    factories.a_kinship(factories.first(Official, Official.user_id == user.id), home)
    assert witness.look() == []
    if act == "visit":
        factories.a_visit(application, visitors=[{"name": user.name, "user_id": None}])
    elif act == "compare":
        factories.add(
            Comparison(
                application_id=application.id,
                compared_on=clock.today(),
                result=ComparisonResult.NO_HIT,
                recorded_by_id=user.id,
                recorded_at=clock.now(),
            )
        )
    else:
        finding = factories.first(Finding, Finding.household_id == home.id)
        finding.explanation, finding.explained_by_id, finding.explained_at = "属实", user.id, clock.now()
    database.session.flush()
    assert len(witness.look()) == 1
