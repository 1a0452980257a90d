"""Receiving and handling requests: days from the policy, permissions, the recorded history, the unique code."""

import datetime as dt

import pytest

from app.core.audit import Event
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.receipts import HELP_REQUEST, code_of, read_code
from app.domain.help_requests import queries, service
from app.domain.help_requests.models import HelpRequest, RequestChannel, RequestState
from tests import factories
from tests.conftest import SetClock
from tests.people import People

GIVEN = {"head_name": "马有田", "people": 4, "cause": "illness", "telephone": "13900001111"}


def received(people: People, **changed: object) -> HelpRequest:
    return service.receive_request(village=people.village, **{**GIVEN, **changed})  # type: ignore[arg-type]  # fields


def test_the_days_are_working_days_of_the_policy_of_the_open_round(people: People, clock: SetClock) -> None:
    clock.set(dt.date(2026, 5, 15))
    factories.a_round(policy={"help_request_visit_days": 1, "help_request_answer_days": 3})
    request = received(people)
    assert (request.visit_due_on, request.answer_due_on) == (dt.date(2026, 5, 18), dt.date(2026, 5, 20))


def test_without_any_policy_the_newest_shipped_one_counts(people: People) -> None:
    request = received(people)
    assert request.visit_due_on == dt.date(2026, 5, 13)
    assert request.answer_due_on is None


def test_numbers_run_and_codes_find_them(people: People) -> None:
    first, second = received(people), received(people)
    assert (first.number, second.number) == ("Z2026-00001", "Z2026-00002")
    for request in (first, second):
        code = code_of(HELP_REQUEST, request.number, request.receipt_salt)
        keys = read_code(code.digits, HELP_REQUEST).keys
        assert [queries.find_by_code(key) for key in keys] == [request]
        assert read_code(code.digits, "objection").keys != keys


def test_only_those_who_may_take_one_down_for_somebody(people: People) -> None:
    with pytest.raises(Forbidden):
        received(people, actor=people.actor("other_village_officer"), channel=RequestChannel.COUNTER)
    with pytest.raises(Forbidden):
        received(people, channel=RequestChannel.TELEPHONE)
    taken = received(people, actor=people.actor("township_reviewer"), channel=RequestChannel.TELEPHONE)
    assert taken.received_by_id == people.user("township_reviewer").id


def test_a_group_of_another_village_is_refused(people: People) -> None:
    with pytest.raises(Invalid, match="group"):
        received(people, group_id=factories.a_group(people.other_village).id)


def test_it_cannot_be_taken_up_or_answered_twice(people: People) -> None:
    request = received(people)
    officer = people.actor("village_officer")
    application = factories.an_application(factories.a_household(people.village))
    service.take_up(actor=officer, request=request, application=application)
    assert (request.state, request.visited_on) == (RequestState.TAKEN_UP, dt.date(2026, 5, 11))
    with pytest.raises(Conflict):
        service.take_up(actor=officer, request=request, application=application)
    with pytest.raises(Conflict):
        service.answer_no(actor=officer, request=request, reason="家里收入高于标准。")
    with pytest.raises(Conflict):
        service.record_visit(actor=officer, request=request, visited_on=dt.date(2026, 5, 11))


def test_a_stale_page_does_not_answer(people: People) -> None:
    request = received(people)
    officer = people.actor("village_officer")
    with pytest.raises(Conflict):
        service.record_visit(
            actor=officer, request=request, visited_on=dt.date(2026, 5, 11), version=request.version + 1
        )


def test_a_relative_of_any_household_that_may_be_meant_does_not_say_no(people: People) -> None:
    request = received(people)
    household = factories.a_household(people.village, telephone=request.telephone)
    official = factories.an_official(people.village, user_id=people.user("village_officer").id)
    factories.a_kinship(official, household)
    officer, township = people.actor("village_officer"), people.actor("township_reviewer")
    service.record_visit(actor=officer, request=request, visited_on=dt.date(2026, 5, 11))
    with pytest.raises(Refused):
        service.answer_no(actor=officer, request=request, reason="家里收入高于标准。")
    service.answer_no(actor=township, request=request, reason="家里收入高于标准。")
    assert request.state is RequestState.ANSWERED_NO


def test_the_history_names_each_step_and_nothing_personal(people: People) -> None:
    request = received(people, words="刚做了手术。")
    officer, township = people.actor("village_officer"), people.actor("township_reviewer")
    service.record_visit(actor=officer, request=request, visited_on=dt.date(2026, 5, 11))
    service.answer_no(actor=officer, request=request, reason="家里收入高于标准。")
    service.reopen(actor=township, request=request, reason="请再核实收入。")
    service.withdraw(actor=officer, request=request, reason="已找到工作。")
    events = db.session.query(Event).filter(Event.name.startswith("help_request")).order_by(Event.id).all()
    assert [event.name.removeprefix("help_request_") for event in events] == [
        "received",
        "visited",
        "answered",
        "reopened",
        "withdrawn",
    ]
    kept = " ".join(f"{event.data} {event.reason}" for event in events)
    for secret in ("马有田", "13900001111", "手术", request.receipt_salt):
        assert secret not in kept


def test_counts_of_a_village_name_what_is_late_and_refused(people: People, clock: SetClock) -> None:
    factories.a_round()
    received(people)
    visited = received(people)
    officer = people.actor("village_officer")
    service.record_visit(actor=officer, request=visited, visited_on=dt.date(2026, 5, 11))
    refused = received(people)
    service.record_visit(actor=officer, request=refused, visited_on=dt.date(2026, 5, 11))
    service.answer_no(actor=officer, request=refused, reason="家里收入高于标准。")
    clock.move(days=3)
    counted = queries.load_counts([people.village, people.other_village])
    assert set(counted) == {people.village.id}
    one = counted[people.village.id]
    assert (one.waiting, one.late, one.refused, one.next_due_on) == (2, 1, 1, dt.date(2026, 5, 13))
    clock.move(days=31)
    assert queries.load_counts([people.village])[people.village.id].refused == 0
