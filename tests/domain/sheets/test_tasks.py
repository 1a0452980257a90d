"""What is to do with each sheet, how often it was scanned, and what does not hang."""

import datetime as dt

import pytest

from app.core.permissions import Actor
from app.domain.notices import queries as notice_queries
from app.domain.notices import service as notices
from app.domain.notices.models import Notice
from app.domain.sheets import scans, service, tasks
from app.domain.sheets.models import Sheet
from app.domain.sheets.tasks import Task, TaskKind
from tests import factories
from tests.conftest import SetClock
from tests.people import People

Kind = TaskKind
DAY = dt.timedelta(days=1)
STRICT = {"posting_proof": "code", "end_photographs_required": True, "scan_silence_days": 3}


@pytest.fixture
def officer(people: People) -> Actor:
    return people.actor("village_officer")


@pytest.fixture
def notice(people: People) -> Notice:
    factories.a_round(factories.a_policy(area=people.county), policy=STRICT)
    made = factories.a_notice(factories.a_candidate_list(people.village), posted=False)
    service.ensure_sheets(made)
    return made


@pytest.fixture
def sheet(notice: Notice) -> Sheet:
    return factories.a_sheet(notice)


def send(actor: Actor, *seen: Sheet, sheet: Sheet | None = None) -> None:
    service.submit(actor=actor, taken=factories.a_taken(*seen), sheet=sheet)


def the_task(notice: Notice) -> Task:
    [task] = tasks.list_tasks([notice])
    return task


def test_a_sheet_goes_through_its_tasks(officer: Actor, sheet: Sheet, clock: SetClock) -> None:
    notice = sheet.notice
    assert (the_task(notice).kind, the_task(notice).due_on, the_task(notice).is_urgent) == (
        Kind.HANG,
        clock.today,
        True,
    )
    send(officer, sheet=sheet)
    assert (the_task(notice).kind, the_task(notice).photograph is None) == (Kind.WAITS, False)
    send(officer, sheet)
    assert the_task(notice).kind is Kind.NOTHING
    factories.a_gap(notice.postings[0])
    assert the_task(notice).kind is Kind.MISSING
    send(officer, sheet)
    clock.set(notice_queries.running_period(notice).last_day)
    assert (the_task(notice).kind, the_task(notice).due_on) == (Kind.END, clock.today)
    send(officer, sheet)
    clock.move(days=1)
    assert the_task(notice).kind is Kind.TAKE_DOWN
    send(officer, sheet=sheet)
    assert tasks.list_tasks([notice]) == []


def test_a_withdrawn_sheet_must_come_down(officer: Actor, sheet: Sheet) -> None:
    send(officer, sheet)
    notices.withdraw(actor=officer, notice=sheet.notice, reason="写错了")
    assert (the_task(sheet.notice).kind, the_task(sheet.notice).is_urgent) == (Kind.TAKE_DOWN, True)


def test_a_sheet_that_nobody_scans_asks_for_a_look(officer: Actor, sheet: Sheet, clock: SetClock) -> None:
    notice = sheet.notice
    send(officer, sheet)
    clock.move(days=3)
    assert (the_task(notice).kind, the_task(notice).silent_days) == (Kind.LOOK, 3)
    scans.count_scan(notice=notice, ordinal=sheet.ordinal, on=clock.today - DAY)
    assert (the_task(notice).kind, the_task(notice).scans) == (Kind.NOTHING, 1)
    clock.move(days=2)
    assert the_task(notice).kind is Kind.LOOK
    send(officer, sheet)
    assert the_task(notice).kind is Kind.NOTHING, "somebody looked"


def test_a_policy_without_silence_asks_for_no_look(people: People, officer: Actor, clock: SetClock) -> None:
    factories.a_round(factories.a_policy(area=people.county), policy={"scan_silence_days": 0})
    notice = factories.a_notice(factories.a_candidate_list(people.village))
    service.ensure_sheets(notice)
    clock.move(days=5)
    assert the_task(notice).kind is Kind.NOTHING


def test_scans_are_counted_by_sheet_and_day_and_by_nothing_else(sheet: Sheet, clock: SetClock) -> None:
    notice, ordinal = sheet.notice, sheet.ordinal
    for ordinal_scanned in (ordinal, ordinal, 0):
        scans.count_scan(notice=notice, ordinal=ordinal_scanned)
    clock.move(days=1)
    scans.count_scan(notice=notice, ordinal=ordinal)
    assert scans.load_totals([notice.id]) == {(notice.id, 0): 1, (notice.id, ordinal): 3}
    assert scans.list_days(notice.id)[ordinal] == [(clock.today - DAY, 2), (clock.today, 1)]
    assert scans.load_last_days([notice.id])[(notice.id, ordinal)] == clock.today


def test_the_township_sees_what_does_not_hang(people: People, officer: Actor, notice: Notice) -> None:
    other = factories.a_notice(factories.a_candidate_list(people.other_village))
    factories.a_notice(factories.a_candidate_list(people.far_village), posted=False)
    found = tasks.list_villages(tasks.list_tasks_for(people.actor("township_reviewer")))
    assert [(one.village.id, one.not_hanging, one.is_all_well) for one in found] == [
        (notice.village_id, 1, False),
        (other.village_id, 0, True),
    ]
    assert found[0].count(Kind.HANG) == 1
    send(officer, sheet=factories.a_sheet(notice))
    waiting = tasks.list_villages(tasks.list_tasks_for(officer))
    assert (waiting[0].count(Kind.WAITS), waiting[0].not_hanging) == (1, 1)
