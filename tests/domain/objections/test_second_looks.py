"""Not satisfied: asked once and in time, answered for good by somebody of the county who had no part in it."""

import datetime as dt

import pytest
import sqlalchemy as sa

from app.core import clock as county_clock
from app.core.audit import Event
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists.models import EntryStanding, ListState
from app.domain.notices.models import Notice, NoticeKind
from app.domain.objections import queries, second_looks
from app.domain.objections.models import (
    Objection,
    ObjectionAbout,
    ObjectionState,
    Outcome,
    SecondLook,
    SecondLookState,
    SecondOutcome,
)
from tests import factories
from tests.conftest import SetClock
from tests.people import People

WORDS = {"finding": "到东街看过。", "public_reply": "再查属实。"}


@pytest.fixture
def notice(people: People) -> Notice:
    return factories.a_notice(factories.a_candidate_list(people.village, state=ListState.FIRST_NOTICE))


def an_answered(notice: Notice, people: People, **given: object) -> Objection:
    answered = {
        "state": ObjectionState.DECIDED,
        "outcome": Outcome.REJECTED,
        "public_reply": "不属实。",
        "decided_on": county_clock.today(),
        "decided_by_id": people.user("township_reviewer").id,
    }
    return factories.an_objection(notice, **{**answered, **given})


def answer(people: People, second_look: SecondLook, who: str = "county_approver", **changed: object) -> None:
    given = {"outcome": SecondOutcome.CHANGED, **WORDS}
    second_looks.answer_second_look(actor=people.actor(who), second_look=second_look, **{**given, **changed})


def test_it_is_asked_once_with_reasons_and_gets_its_own_day(people: People, notice: Notice) -> None:
    objection = an_answered(notice, people)
    with pytest.raises(Invalid):
        second_looks.ask_second_look(objection=objection, reasons=" ")
    second_look = second_looks.ask_second_look(objection=objection, reasons="没有去看。")
    assert (second_look.state, second_look.version) == (SecondLookState.ASKED, 1)
    assert second_look.due_on > county_clock.today()
    with pytest.raises(Refused):
        second_looks.ask_second_look(objection=objection, reasons="还是不对。")
    event = db.session.scalars(sa.select(Event).where(Event.name == "second_look_asked")).one()
    assert (event.actor_id, event.data, event.reason) == (None, {"number": objection.number}, "")


def test_not_before_the_answer_and_not_after_its_days(
    people: People, notice: Notice, clock: SetClock
) -> None:
    with pytest.raises(Refused):
        second_looks.ask_second_look(objection=factories.an_objection(notice), reasons="太慢了。")
    objection = an_answered(notice, people)
    last_day = second_looks.ask_until(objection)
    assert last_day is not None
    clock.set(last_day, hour=23)
    assert second_looks.why_not_asked(objection) is None
    clock.set(last_day + dt.timedelta(days=1))
    with pytest.raises(Refused):
        second_looks.ask_second_look(objection=objection, reasons="没有去看。")


def test_the_county_answers_for_good(people: People, notice: Notice) -> None:
    objection = an_answered(notice, people)
    second_look = factories.a_second_look(objection)
    for name in ("township_reviewer", "village_officer", "supervisor"):
        with pytest.raises(Forbidden):
            answer(people, second_look, name)
    answer(people, second_look, outcome=SecondOutcome.STANDS, public_reply="再查，仍不属实。")
    assert (second_look.state, second_look.answered_on) == (
        SecondLookState.ANSWERED,
        county_clock.today(),
    )
    assert objection.final_reply == "再查，仍不属实。"
    assert objection.public_reply == "不属实。"
    with pytest.raises(Conflict):
        answer(people, second_look)
    event = db.session.scalars(sa.select(Event).where(Event.name == "second_look_answered")).one()
    assert event.data == {"number": objection.number, "outcome": "stands"}


def test_whoever_answered_or_investigated_does_not_look_again(people: People, notice: Notice) -> None:
    county = people.user("county_approver")
    decided = factories.a_second_look(an_answered(notice, people, decided_by_id=county.id))
    named = [{"name": county.name, "user_id": county.id}]
    investigated = factories.a_second_look(an_answered(notice, people, investigators=named))
    for second_look in (decided, investigated):
        with pytest.raises(Refused):
            answer(people, second_look)
        assert second_look.state is SecondLookState.ASKED


def test_an_announcement_is_looked_at_again_by_another_of_the_county(people: People) -> None:
    a_list = factories.a_candidate_list(people.village, state=ListState.ANNOUNCED)
    objection = an_answered(
        factories.a_notice(a_list, kind=NoticeKind.ANNOUNCEMENT),
        people,
        decided_by_id=people.user("county_approver").id,
    )
    second_look = factories.a_second_look(objection)
    with pytest.raises(Refused):
        answer(people, second_look)


def test_a_declared_relative_does_not_answer(people: People, notice: Notice) -> None:
    objection = an_answered(notice, people)
    assert objection.entry is not None
    user = people.user("county_approver")
    official = factories.an_official(people.county, name=user.name, user=user)
    factories.a_kinship(official, household=objection.entry.application.household)
    with pytest.raises(Refused):
        answer(people, factories.a_second_look(objection))


def test_an_answer_needs_a_finding_and_a_sentence_without_names(people: People, notice: Notice) -> None:
    objection = an_answered(notice, people)
    second_look = factories.a_second_look(objection)
    assert objection.entry is not None
    faults = [
        {"finding": " "},
        {"public_reply": ""},
        {"public_reply": f"{objection.entry.head_name}家属实。"},
        {"outcome": SecondOutcome.STANDS, "removes_entry": True},
    ]
    for fault in faults:
        with pytest.raises(Invalid):
            answer(people, second_look, **fault)
    with pytest.raises(Conflict):
        answer(people, second_look, version=7)


def test_a_changed_answer_may_take_the_household_off_the_list(people: People, notice: Notice) -> None:
    objection = an_answered(notice, people)
    answer(people, factories.a_second_look(objection), removes_entry=True)
    assert objection.entry is not None
    assert objection.entry.standing is EntryStanding.REMOVED
    assert objection.entry.reason == WORDS["public_reply"]
    assert objection.removes_entry


def test_a_household_that_is_off_the_list_already_stays_as_it_is(people: People, notice: Notice) -> None:
    gone = factories.an_entry(notice.candidate_list, standing=EntryStanding.REMOVED)
    objection = an_answered(notice, people, entry=gone)
    answer(people, factories.a_second_look(objection), removes_entry=True)
    assert not objection.removes_entry


def test_a_changed_answer_sends_back_who_was_left_out(people: People, notice: Notice) -> None:
    household = factories.a_household(people.village)
    application = factories.an_application(household, round_=notice.round, state=ApplicationState.LEFT_OUT)
    objection = an_answered(
        notice, people, about=ObjectionAbout.LEFT_OUT, left_out_name=household.head_name, entry=None
    )
    answer(people, factories.a_second_look(objection))
    assert application.state is ApplicationState.RETURNED


def test_meanwhile_the_household_is_not_held(people: People, notice: Notice) -> None:
    objection = an_answered(notice, people)
    factories.a_second_look(objection)
    assert queries.list_disputed_entry_ids(notice.list_id) == set()


def test_it_stands_on_the_county_desk_with_what_is_late(people: People, notice: Notice) -> None:
    late = an_answered(notice, people)
    factories.a_second_look(late, due_on=county_clock.today() - dt.timedelta(days=1))
    soon = an_answered(notice, people)
    factories.a_second_look(soon, due_on=county_clock.today())
    county = people.actor("county_approver")
    assert queries.count_second_looks(county) == (2, 1)
    assert queries.count_second_looks(people.actor("township_reviewer")) == (0, 0)
    assert [one.number for one in queries.page_second_looks(county).items] == [late.number, soon.number]
    assert queries.page_second_looks(people.actor("other_township_reviewer")).items == []
