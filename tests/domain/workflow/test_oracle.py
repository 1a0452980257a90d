"""The oracle of ``test_never`` notices: for each fault planted in the house, somebody hasty gets through and is seen.

Without the fault the same haste is refused.
"""

import datetime as dt

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db as database
from app.core.errors import Refused
from app.core.frozen import release_ddl
from app.domain.appraisals import rules as appraisal_rules
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists.models import CandidateList
from app.domain.notices import queries as notice_queries
from app.domain.notices import rules as notice_rules
from app.domain.objections import queries as objection_queries
from app.domain.policies.vocabulary import MeetingKind, NoticeKind
from app.domain.reviews import rules as review_rules
from app.domain.reviews.models import ReviewLevel
from app.domain.workflow import guards
from tests.domain.workflow.oracle import Oracle
from tests.domain.workflow.township import Township

STAGES = (
    (NoticeKind.FIRST_NOTICE, "publish_first_notice", "forward_to_township", ReviewLevel.TOWNSHIP),
    (NoticeKind.SECOND_NOTICE, "publish_second_notice", "forward_to_county", ReviewLevel.COUNTY),
)


class Haste:
    """A village on its way with something left out; the oracle looks after every act."""

    def __init__(self, people) -> None:
        self.town = Township(people)
        database.session.flush()
        self.oracle = Oracle(database.session)
        self.faults: list[str] = []
        self.town.watch = self.look

    def look(self) -> None:
        self.faults += self.oracle.look(clock.today())

    def hurry(
        self,
        *,
        places=2,
        days=9,
        present=10,
        is_disputed=False,
        is_twin=False,
        is_alone=False,
        hangs_at_once=True,
    ) -> None:
        """From the first application to the announcement; the arguments say what is not as it must be."""
        town, village, round_ = self.town, self.town.villages[0], self.town.rounds[0]
        officer, double = town.officers[village.id], town.actors[-2]
        if is_twin:
            town.appear_twice(town.households[0])
        town.begin(village, round_, 3, present)
        target = database.session.scalars(sa.select(CandidateList)).one()
        if is_alone:
            town.reviewers = town.approvers = [double]
        for kind, publish, forward, level in STAGES:
            if kind is NoticeKind.FIRST_NOTICE:
                town.step(officer, target, publish)
            else:
                town.review(target, ReviewLevel.TOWNSHIP)
            self.look()
            notice = notice_queries.find_own_notice(target.id, kind)
            for place in town.places(village)[:places]:
                town.hang(officer, notice, place, 0, True)
            if is_disputed and kind is NoticeKind.SECOND_NOTICE:
                town.object_to(notice, list_queries.list_standing_entries(target.id)[0])
            clock.set_to(clock.now() + dt.timedelta(days=days))
            town.step(officer if level is ReviewLevel.TOWNSHIP else town.reviewers[0], target, forward)
            self.look()
        town.review(target, ReviewLevel.COUNTY)
        self.look()


@pytest.fixture
def haste(db, people, clock):
    return Haste(people)


def test_the_proper_way_is_without_a_fault(haste):
    haste.hurry()
    assert len(haste.oracle.registered) == 3
    assert haste.faults == []


def nothing(*_args, **_kwargs):
    return []


FAULTS = {
    "no period": (guards._PeriodIsOver, "__call__", nothing, {"days": 2}, "runs until"),
    "nothing hung": (guards._PeriodIsOver, "__call__", nothing, {"places": 0}, "hung at 0 of 2 places"),
    "too few places": (notice_rules, "places_required", lambda *_: 1, {"places": 1}, "hung at 1 of 2 places"),
    "no quorum": (appraisal_rules, "is_quorate", lambda *_: True, {"present": 5}, "had 5 of 12"),
    "one person all levels": (
        review_rules,
        "duty_blockers",
        nothing,
        {"is_alone": True},
        "who took part before",
    ),
    "a person twice": (
        list_queries,
        "list_people_twice",
        nothing,
        {"is_twin": True},
        "registered in household",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_noticed(haste, monkeypatch, name):
    where, what, planted, hurry, words = FAULTS[name]
    monkeypatch.setattr(where, what, planted)
    monkeypatch.setattr(guards, "is_quorate", lambda *_: True)
    haste.hurry(**hurry)
    assert haste.oracle.registered
    assert any(words in fault for fault in haste.faults), haste.faults


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "no quorum"])
def test_without_the_fault_the_same_haste_is_refused(haste, name):
    with pytest.raises(Refused):
        haste.hurry(**FAULTS[name][3])
    assert not haste.oracle.registered


def test_without_a_quorum_nothing_is_passed(haste):
    town, village = haste.town, haste.town.villages[0]
    town.begin(village, town.rounds[0], 3, 5)
    assert "confirm" not in town.taken
    assert MeetingKind.REPRESENTATIVES in town.rounds[0].policy.meeting_kinds


def test_an_undecided_objection_is_noticed(haste, monkeypatch):
    monkeypatch.setattr(objection_queries, "list_disputed_entry_ids", lambda _list_id: set())
    monkeypatch.setattr(objection_queries, "list_open_on_entries", nothing)
    haste.hurry(is_disputed=True)
    assert any("is not decided" in fault for fault in haste.faults), haste.faults


def test_a_changed_row_of_a_notice_is_noticed(haste):
    haste.hurry()
    for statement in release_ddl("notice_entry", database.engine.dialect.name):
        database.session.execute(sa.text(statement))
    database.session.execute(
        sa.text("UPDATE notice_entry SET people = people + 1 WHERE id = (SELECT min(id) FROM notice_entry)")
    )
    haste.look()
    assert any("was changed after it was issued" in fault for fault in haste.faults)
    assert any("does not count its rows" in fault for fault in haste.faults)
