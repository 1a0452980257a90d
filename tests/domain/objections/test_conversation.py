"""Questions of the office to whoever objected, and the answers."""

import pytest
import sqlalchemy as sa

from app.core.audit import Event
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.objections import conversation
from app.domain.objections.models import Objection, ObjectionState, Outcome, Side
from tests import factories
from tests.people import People


@pytest.fixture
def objection(people: People) -> Objection:
    return factories.an_objection(factories.a_notice(factories.a_candidate_list(people.village)))


def ask(people: People, objection: Objection, words: str = "门面在哪条街？", who: str = "") -> None:
    conversation.ask_question(
        actor=people.actor(who or "township_reviewer"), objection=objection, words=words
    )


def close(objection: Objection) -> None:
    objection.state, objection.outcome, objection.public_reply = (
        ObjectionState.DECIDED,
        Outcome.REJECTED,
        "不属实。",
    )
    db.session.flush()


def test_the_office_asks_and_the_answer_has_no_name(people: People, objection: Objection) -> None:
    due_on = objection.due_on
    ask(people, objection)
    assert objection.open_question is not None
    conversation.answer_question(objection=objection, words=" 在东街。 ")
    assert objection.open_question is None
    assert [(one.side, one.words) for one in objection.messages] == [
        (Side.OFFICE, "门面在哪条街？"),
        (Side.ASKER, "在东街。"),
    ]
    assert objection.messages[0].written_by_id == people.user("township_reviewer").id
    assert objection.messages[1].written_by_id is None
    assert objection.due_on == due_on


def test_the_history_knows_that_but_not_what_was_asked(people: People, objection: Objection) -> None:
    ask(people, objection)
    conversation.answer_question(objection=objection, words="在东街。")
    events = db.session.scalars(
        sa.select(Event).where(Event.name.in_(["objection_asked", "objection_told"])).order_by(Event.id)
    )
    found = list(events)
    assert [event.name for event in found] == ["objection_asked", "objection_told"]
    assert all(event.data == {"number": objection.number} for event in found)
    assert found[1].actor_id is None


def test_only_the_office_that_looks_into_it_asks(people: People, objection: Objection) -> None:
    for name in ("village_officer", "county_approver", "supervisor", "other_township_reviewer"):
        with pytest.raises(Forbidden):
            ask(people, objection, who=name)


def test_one_question_at_a_time_and_none_without_words(people: People, objection: Objection) -> None:
    for words in ("", " ", "字" * 1001, "您的身份证是520581197005060013吗？"):
        with pytest.raises(Invalid):
            ask(people, objection, words)
    ask(people, objection)
    with pytest.raises(Conflict):
        ask(people, objection)


def test_an_answer_needs_a_question_and_words(people: People, objection: Objection) -> None:
    with pytest.raises(Conflict):
        conversation.answer_question(objection=objection, words="在东街。")
    ask(people, objection)
    with pytest.raises(Invalid):
        conversation.answer_question(objection=objection, words=" ")


def test_after_the_answer_nobody_asks_until_a_second_look(people: People, objection: Objection) -> None:
    ask(people, objection)
    close(objection)
    assert objection.open_question is None
    with pytest.raises(Forbidden):
        ask(people, objection)
    with pytest.raises(Conflict):
        conversation.answer_question(objection=objection, words="在东街。")
    factories.a_second_look(objection)
    conversation.answer_question(objection=objection, words="在东街。")
    with pytest.raises(Forbidden):
        ask(people, objection)
    ask(people, objection, who="county_approver")


def test_a_declared_relative_does_not_ask(people: People, objection: Objection) -> None:
    assert objection.entry is not None
    user = people.user("township_reviewer")
    official = factories.an_official(people.township, name=user.name, user=user)
    factories.a_kinship(official, household=objection.entry.application.household)
    with pytest.raises(Refused):
        ask(people, objection)
