"""Composing from rows, one or many; freezing with each decision; and that nothing frozen changes."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core.signals import cases_decided
from app.domain.applications import service as applications
from app.domain.applications.models import Application, ApplicationState
from app.domain.appraisals.models import Ballot
from app.domain.candidate_lists import service as candidate_lists
from app.domain.candidate_lists.models import EntryStanding, ListState, RemovalCause
from app.domain.objections.models import ObjectionState, Outcome
from app.domain.reviews.models import Decision, DecisionOutcome, ReviewLevel
from app.domain.why_cards import queries, trace
from app.domain.why_cards.composing import compose, compose_many
from app.domain.why_cards.freezing import freeze
from app.domain.why_cards.models import CardStage, WhyCard
from app.domain.workflow import service as workflow
from tests import factories
from tests.conftest import SetClock
from tests.people import People

S = ApplicationState
DAY = dt.timedelta(days=1)


def cards_of(application: Application) -> list[WhyCard]:
    return list(reversed(queries.list_cards(application.id)))


def a_rejected_one(people: People, **ballot: Any) -> Application:
    meeting = factories.a_meeting(people.village, ballots=1)
    application = meeting.ballots[0].application
    for name, value in {"votes_for": 3, "votes_against": 30, "passed": False, **ballot}.items():
        setattr(meeting.ballots[0], name, value)
    application.state = S.REJECTED
    factories.add(application)
    return application


def everything(people: People) -> list[Application]:
    """Applications at different stages, each with rows of its own."""
    listed = factories.a_candidate_list(people.village, entries=3, state=ListState.FIRST_NOTICE)
    notice = factories.a_notice(listed)
    factories.an_objection(notice, entry=listed.entries[0])
    found = [entry.application for entry in listed.entries]
    for application in found:
        factories.a_visit(application)
    found.append(a_rejected_one(people))
    found.append(factories.an_application(factories.a_household(people.other_village)))
    return found


def test_many_are_composed_as_one_by_one(people: People) -> None:
    found = everything(people)
    together = compose_many([application.id for application in found])
    for application in found:
        assert together[application.id] == compose(application)
    assert len({card.number for card in together.values()}) == len(found)


def test_the_number_of_statements_does_not_grow_with_the_number_of_cards(
    db: SQLAlchemy, people: People
) -> None:
    found = everything(people)[:3]
    db.session.flush()

    def counted(applications_: list[Application]) -> int:
        db.session.expire_all()
        seen: list[str] = []

        def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        ids = [application.id for application in applications_]
        seen.clear()
        sa.event.listen(db.engine, "after_cursor_execute", count)
        try:
            compose_many(ids)
        finally:
            sa.event.remove(db.engine, "after_cursor_execute", count)
        return len(seen)

    one = counted(found[:1])
    assert counted(found) <= one + 1
    assert one < 40


def test_the_facts_are_those_of_the_rows(people: People) -> None:
    application = a_rejected_one(people, remark="收入高。")
    factories.a_visit(application)
    card = compose(application)
    votes, income, visit = card.line("votes"), card.line("income"), card.line("visit")
    assert votes is not None
    assert (votes.facts["votes_for"], votes.facts["votes_against"]) == (3, 30)
    assert income is not None
    assert income.facts["per_head_fen"] == application.per_head_fen
    assert visit is not None
    assert visit.facts["visitors"] == 2


def test_words_of_officers_stand_without_the_names_of_other_people(people: People) -> None:
    other = factories.a_household(people.village)
    application = a_rejected_one(people, remark=f"{other.head_name}家也这样，电话13900001234。")
    application.closing_reason = f"{application.household.head_name}的收入高，和{other.head_name}一样。"
    factories.add(application)
    data = str(trace.as_data(compose(application)))
    assert other.head_name not in data
    assert "13900001234" not in data
    assert application.household.head_name in data


def test_a_vote_freezes_a_card_for_each_application(db: SQLAlchemy, people: People) -> None:
    meeting = factories.a_meeting(people.village, ballots=2)
    ids = [ballot.application_id for ballot in meeting.ballots]
    cases_decided.send(people.actor("village_officer"), application_ids=ids, stage="meeting")
    for ballot in meeting.ballots:
        (card,) = cards_of(ballot.application)
        assert (card.stage, card.ordinal) == (CardStage.MEETING, 1)
        assert card.digest == trace.digest_of(card.content)
        assert trace.is_same_story(card.content, trace.as_data(compose(ballot.application)))


def test_further_decisions_add_cards_and_leave_the_earlier_ones(people: People) -> None:
    application = a_rejected_one(people)
    for stage in (CardStage.MEETING, CardStage.OBJECTION):
        freeze([application.id], stage)
    assert [(card.ordinal, card.stage) for card in cards_of(application)] == [
        (1, CardStage.MEETING),
        (2, CardStage.OBJECTION),
    ]
    latest = queries.find_latest(application.id)
    assert latest is not None
    assert latest.ordinal == 2


@pytest.mark.parametrize("change", ["UPDATE why_card SET digest = 'x'", "DELETE FROM why_card"])
def test_the_database_refuses_to_change_a_frozen_card(db: SQLAlchemy, people: People, change: str) -> None:
    freeze([a_rejected_one(people).id], CardStage.MEETING)
    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        db.session.execute(sa.text(change))


def test_the_live_trace_shows_when_something_happened_since(db: SQLAlchemy, people: People) -> None:
    application = a_rejected_one(people)
    freeze([application.id], CardStage.MEETING)
    frozen = cards_of(application)[0]
    assert trace.is_same_story(frozen.content, trace.as_data(compose(application)))
    application.state, application.closing_reason = S.RETURNED, "异议属实。"
    db.session.flush()
    assert not trace.is_same_story(frozen.content, trace.as_data(compose(application)))


def test_leaving_out_and_taking_back_freeze_cards(people: People) -> None:
    officer = people.actor("village_officer")
    listed = factories.a_candidate_list(people.village, entries=2)
    application = listed.entries[0].application
    candidate_lists.leave_out(
        actor=officer, candidate_list=listed, application=application, reason="户主已去世。"
    )
    candidate_lists.put_on_list(actor=officer, candidate_list=listed, application=application)
    assert [card.stage for card in cards_of(application)] == [CardStage.VILLAGE, CardStage.VILLAGE]
    left, back = (trace.from_data(card.content) for card in cards_of(application))
    assert (left.state, back.state) == ("left_out", "listed")
    assert "户主已去世。" in str(left.conclusion)


def test_taking_an_application_back_freezes_a_card(people: People) -> None:
    application = factories.an_application(factories.a_household(people.village))
    applications.withdraw_application(
        actor=people.actor("village_officer"), application=application, reason="不办了"
    )
    (card,) = cards_of(application)
    assert card.stage is CardStage.WITHDRAWAL
    assert card.content["state"] == "withdrawn"


def test_a_withdrawn_notice_freezes_the_cards_of_its_list(people: People, clock: SetClock) -> None:
    listed = factories.a_candidate_list(people.village, entries=2, state=ListState.FIRST_NOTICE)
    factories.a_notice(listed)
    workflow.take_step(
        candidate_list=listed,
        step="withdraw_first_notice",
        actor=people.actor("village_officer"),
        reason="有误",
    )
    for entry in listed.entries:
        assert [card.stage for card in cards_of(entry.application)] == [CardStage.VILLAGE]


def test_a_step_that_decides_nothing_freezes_nothing(people: People, clock: SetClock) -> None:
    listed = factories.a_candidate_list(people.village, entries=2, state=ListState.FIRST_NOTICE)
    factories.a_posting_place(people.village)
    factories.a_notice(listed)
    clock.move(days=9)
    workflow.take_step(
        candidate_list=listed, step="forward_to_township", actor=people.actor("village_officer")
    )
    assert queries.list_cards(listed.entries[0].application_id) == []


def test_what_is_not_in_force_yet_is_not_told(db: SQLAlchemy, people: People) -> None:
    listed = factories.a_candidate_list(people.village, entries=1, state=ListState.TOWNSHIP_REVIEW)
    entry = listed.entries[0]
    factories.add(
        Decision(
            entry=entry,
            list_id=listed.id,
            level=ReviewLevel.TOWNSHIP,
            outcome=DecisionOutcome.REMOVE,
            reason="有小汽车。",
            decided_by_id=people.user("township_reviewer").id,
            decided_at=entry.created_at,
        )
    )
    assert compose(entry.application).line("township") is None
    entry.standing, entry.removal_cause, entry.reason = (
        EntryStanding.REMOVED,
        RemovalCause.TOWNSHIP,
        "有小汽车。",
    )
    entry.application.state = S.REMOVED
    db.session.flush()
    card = compose(entry.application)
    assert card.line("township") is not None
    assert "有小汽车。" in str(card.conclusion)


def test_an_application_that_came_again_starts_a_new_course(db: SQLAlchemy, people: People) -> None:
    listed = factories.a_candidate_list(people.village, entries=1, state=ListState.SECOND_NOTICE)
    entry = listed.entries[0]
    entry.standing, entry.removal_cause, entry.reason = (
        EntryStanding.RETURNED,
        RemovalCause.TOWNSHIP,
        "再核实。",
    )
    entry.application.state, entry.application.closing_reason = S.RETURNED, "再核实。"
    db.session.flush()
    assert compose(entry.application).line("village") is not None
    entry.application.state = S.VISITED
    db.session.flush()
    assert compose(entry.application).line("village") is None


def test_an_open_notice_tells_until_when_to_object(people: People, clock: SetClock) -> None:
    factories.a_posting_place(people.village)
    listed = factories.a_candidate_list(people.village, entries=1, state=ListState.FIRST_NOTICE)
    notice = factories.a_notice(listed)
    outside = a_rejected_one(people)
    for application in (listed.entries[0].application, outside):
        review = compose(application).review
        assert (review.notice, review.until) == (notice.number, clock.today + 7 * DAY)
        assert review.days_left(clock.today) == 8
    clock.move(days=8)
    assert compose(outside).review.until is None


def test_objections_show_as_numbers_only(people: People) -> None:
    listed = factories.a_candidate_list(people.village, entries=1, state=ListState.FIRST_NOTICE)
    notice = factories.a_notice(listed)
    factories.an_objection(
        notice,
        state=ObjectionState.DECIDED,
        outcome=Outcome.REJECTED,
        public_reply="查无此事。",
        decided_on=notice.issued_on,
        grounds="他家有门面出租",
        objector_name="钱某某",
    )
    card = compose(listed.entries[0].application)
    line = card.line("first_notice")
    assert line is not None
    assert line.facts["objections"] == 1
    data = str(trace.as_data(card))
    for secret in ("门面", "钱某某"):
        assert secret not in data


def test_nothing_of_the_register_that_is_nobodys_business_stands_on_a_card(people: People) -> None:
    application = everything(people)[0]
    household = application.household
    household.telephone, household.bank_account = "13900008888", "6217000000000000123"
    data = str(trace.as_data(compose(application)))
    numbers = [member.id_number for member in household.members if member.id_number]
    for number in (*numbers, "13900008888", "6217000000000000123"):
        assert number not in data
    for member in household.members[1:]:
        assert member.name not in data


def test_ballots_that_were_put_off_do_not_count_as_votes(db: SQLAlchemy, people: People) -> None:
    meeting = factories.a_meeting(people.village, ballots=1)
    ballot: Ballot = meeting.ballots[0]
    ballot.adjourned_reason, ballot.passed = "户主不在家。", None
    ballot.application.state = S.VISITED
    db.session.flush()
    card = compose(ballot.application)
    line = card.line("votes")
    assert line is not None
    assert line.standing is trace.Standing.OPEN
    assert "户主不在家。" in str(line.details[0])
