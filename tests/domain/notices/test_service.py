"""Issuing, freezing, posting, taking down, withdrawing."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core.errors import Forbidden, Invalid, Refused
from app.core.permissions import Actor
from app.domain.areas.models import PostingPlace
from app.domain.areas.queries import list_posting_places
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.candidate_lists.queries import list_standing_entries
from app.domain.notices import queries, service
from app.domain.notices.models import Notice, NoticeEntry, NoticeKind, NoticeState
from tests import factories
from tests.conftest import SetClock
from tests.people import People

KIND = NoticeKind.FIRST_NOTICE


@pytest.fixture
def officer(people: People) -> Actor:
    return people.actor("village_officer")


@pytest.fixture
def a_list(people: People) -> CandidateList:
    factories.a_posting_place(people.village)
    factories.a_round(factories.a_policy(area=people.county), policy={"posting_places_required": 2})
    return factories.a_candidate_list(people.village, entries=3, state=ListState.FIRST_NOTICE)


def publish(officer: Actor, a_list: CandidateList, **given: object) -> Notice:
    entries = list_standing_entries(a_list.id)
    return service.publish(actor=officer, candidate_list=a_list, kind=KIND, entries=entries, **given)


@pytest.fixture
def notice(officer: Actor, a_list: CandidateList) -> Notice:
    return publish(officer, a_list)


def places_of(notice: Notice) -> list[PostingPlace]:
    return list(list_posting_places(notice.village_id))


def post(officer: Actor, notice: Notice, which: int = 0, **changed: object) -> None:
    given = {
        "posted_on": notice.issued_on,
        "photo": factories.an_attachment(notice.village),
        "place": places_of(notice)[which],
    }
    service.record_posting(actor=officer, notice=notice, **{**given, **changed})


def test_a_notice_freezes_what_the_register_says(
    db: SQLAlchemy, a_list: CandidateList, notice: Notice
) -> None:
    household = a_list.entries[0].application.household
    before = household.head_name
    household.head_name, household.people = "改过名", 9
    a_list.entries[0].head_name = "改过名"
    db.session.flush()
    row = queries.list_entries(notice.id)[0]
    assert (row.head_name, row.people) == (before, 3)
    assert (notice.households, notice.people) == (3, 9)


@pytest.mark.parametrize("statement", ["UPDATE notice_entry SET head_name = 'x'", "DELETE FROM notice_entry"])
def test_the_database_refuses_to_change_a_row(db: SQLAlchemy, notice: Notice, statement: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.session.begin_nested():
        db.session.execute(sa.text(statement))


def test_the_database_refuses_to_change_what_is_printed(db: SQLAlchemy, notice: Notice) -> None:
    for change in ("last_day = '2026-05-12'", "people = 1", "number = 'x'"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(sa.text(f"UPDATE notice SET {change}"))  # noqa: S608 - the changes stand above
    notice.withdrawal_reason, notice.withdrawn_at = "写错了", dt.datetime(2026, 5, 12, tzinfo=dt.UTC)
    db.session.flush()


def test_the_number_tells_year_and_village_and_is_never_given_again(
    officer: Actor, a_list: CandidateList, notice: Notice
) -> None:
    assert notice.number == f"2026-{notice.village.code[6:12]}-1"
    service.withdraw(actor=officer, notice=notice, reason="人数写错了")
    newer = publish(officer, a_list)
    assert newer.number == f"2026-{notice.village.code[6:12]}-2"
    assert newer.replaces_id == notice.id
    older, now = queries.standings([queries.get_notice(notice.number), queries.get_notice(newer.number)])
    assert (older.state, older.replaced_by, older.names_show) == (NoticeState.REPLACED, newer.number, False)
    assert (now.state, now.names_show) == (NoticeState.OPEN, True)


def test_a_notice_is_withdrawn_once(officer: Actor, notice: Notice) -> None:
    service.withdraw(actor=officer, notice=notice, reason="人数写错了")
    with pytest.raises(Refused):
        service.withdraw(actor=officer, notice=notice, reason="再来一次")


def test_two_standing_notices_of_one_kind_cannot_be(
    db: SQLAlchemy, officer: Actor, a_list: CandidateList, notice: Notice
) -> None:
    with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
        publish(officer, a_list)


def test_a_notice_may_be_issued_today_and_hang_later_but_not_earlier(
    officer: Actor, a_list: CandidateList, clock: SetClock
) -> None:
    with pytest.raises(Invalid):
        publish(officer, a_list, hang_on=clock.today - dt.timedelta(days=1))
    later = publish(officer, a_list, hang_on=clock.today + dt.timedelta(days=2))
    assert later.first_day == clock.today + dt.timedelta(days=3)


def test_the_name_of_a_minor_head_is_marked(db: SQLAlchemy, officer: Actor, a_list: CandidateList) -> None:
    child = a_list.entries[0].application.household.members[0]
    child.born_on = dt.date(2012, 1, 1)
    db.session.flush()
    rows = queries.list_entries(publish(officer, a_list).id)
    assert [bool((row.extra or {}).get("minor")) for row in rows] == [True, False, False]


def test_the_period_begins_when_enough_places_hang(officer: Actor, notice: Notice, clock: SetClock) -> None:
    assert queries.running_period(notice).required == 2
    post(officer, notice, 0)
    clock.move(days=2)
    assert not queries.running_period(notice).begun
    post(officer, notice, 1, posted_on=clock.today)
    period = queries.running_period(notice)
    assert (period.begun, period.first_day) == (True, clock.today + dt.timedelta(days=1))
    assert period.last_day >= notice.last_day


def test_a_posting_counts_only_with_a_photograph(officer: Actor, notice: Notice) -> None:
    with pytest.raises(Invalid) as error:
        post(officer, notice, photo=None)
    assert error.value.field == "photo"


def test_a_posting_is_neither_before_the_issue_nor_in_the_future_nor_long_ago(
    officer: Actor, notice: Notice, clock: SetClock
) -> None:
    for day in (clock.today - dt.timedelta(days=1), clock.today + dt.timedelta(days=1)):
        with pytest.raises(Invalid) as error:
            post(officer, notice, posted_on=day)
        assert error.value.field == "posted_on"
    clock.move(days=notice.round.policy.posting_record_days + 1)
    with pytest.raises(Invalid):
        post(officer, notice)


def test_a_place_is_the_villages_own_and_counts_once(officer: Actor, people: People, notice: Notice) -> None:
    post(officer, notice)
    with pytest.raises(Refused):
        post(officer, notice)
    with pytest.raises(Invalid):
        post(officer, notice, place=list_posting_places(people.other_village.id)[0])


def test_a_withdrawn_notice_is_not_hung(officer: Actor, notice: Notice) -> None:
    service.withdraw(actor=officer, notice=notice, reason="人数写错了")
    with pytest.raises(Refused):
        post(officer, notice)


@pytest.mark.parametrize("name", ["other_village_officer", "supervisor", "county_approver"])
def test_others_do_not_record_postings(people: People, notice: Notice, name: str) -> None:
    with pytest.raises(Forbidden):
        post(people.actor(name), notice)


def test_a_sheet_hangs_until_the_last_day_is_over(officer: Actor, notice: Notice, clock: SetClock) -> None:
    post(officer, notice, 0)
    post(officer, notice, 1)
    sheet, last = notice.postings[0], queries.running_period(notice).last_day
    clock.set(last)
    with pytest.raises(Refused):
        service.take_down(actor=officer, posting=sheet, taken_down_on=last, photo=None)
    clock.move(days=1)
    service.take_down(actor=officer, posting=sheet, taken_down_on=clock.today, photo=None)
    assert sheet.taken_down_on == clock.today
    with pytest.raises(Refused):
        service.take_down(actor=officer, posting=sheet, taken_down_on=clock.today, photo=None)


def test_a_withdrawn_sheet_comes_down_at_once(officer: Actor, notice: Notice, clock: SetClock) -> None:
    post(officer, notice)
    service.withdraw(actor=officer, notice=notice, reason="人数写错了")
    service.take_down(actor=officer, posting=notice.postings[0], taken_down_on=clock.today, photo=None)
    assert notice.postings[0].taken_down_on == clock.today


def test_open_notices_are_found_by_their_real_period(officer: Actor, notice: Notice, clock: SetClock) -> None:
    assert [one.notice.id for one in queries.list_open()] == [notice.id]
    clock.set(notice.last_day + dt.timedelta(days=1))
    assert [one.notice.id for one in queries.list_open()] == [notice.id], "it never hung"
    post(officer, notice, 0, posted_on=clock.today)
    post(officer, notice, 1, posted_on=clock.today)
    clock.set(queries.running_period(notice).last_day + dt.timedelta(days=1))
    assert queries.list_open() == []


def test_rows_of_the_database_are_frozen_as_they_were_posted(db: SQLAlchemy, notice: Notice) -> None:
    kept = db.session.scalars(sa.select(NoticeEntry.sequence).where(NoticeEntry.notice_id == notice.id)).all()
    assert sorted(kept) == [1, 2, 3]
