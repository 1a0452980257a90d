"""Sheets are numbered, a second person confirms, missing sheets stretch the period."""

import datetime as dt

import pytest

from app.core.errors import Forbidden, Invalid, Refused
from app.core.permissions import Actor
from app.core.signals import posting_place_added
from app.domain.notices import hanging
from app.domain.notices import queries as notice_queries
from app.domain.notices.models import Notice, PostingProof
from app.domain.sheets import queries, service
from app.domain.sheets.models import PhotographOutcome, SheetPhotograph, SheetPurpose
from tests import factories
from tests.conftest import SetClock
from tests.people import People

DAY = dt.timedelta(days=1)


@pytest.fixture
def officer(people: People) -> Actor:
    return people.actor("village_officer")


@pytest.fixture
def notice(people: People) -> Notice:
    factories.a_round(factories.a_policy(area=people.county), policy={"posting_proof": "code"})
    return factories.a_notice(factories.a_candidate_list(people.village), posted=False)


def send(actor: Actor, notice: Notice, *, readable: bool = True, **asked: object) -> SheetPhotograph:
    sheet = factories.a_sheet(notice)
    taken = factories.a_taken(*([sheet] if readable else []))
    return service.submit(actor=actor, taken=taken, sheet=sheet, **asked).acts[0].photograph


def confirm(
    actor: Actor, photograph: SheetPhotograph, *, yes: bool = True, reason: str = "认得地方。"
) -> None:
    service.settle(actor=actor, photograph=photograph, confirm=yes, reason=reason)


def test_every_place_has_a_sheet_and_a_later_one_the_next_number(people: People, notice: Notice) -> None:
    first = service.ensure_sheets(notice)
    assert service.ensure_sheets(notice) == first
    place = factories.a_posting_place(people.village)
    place.is_active = False
    later = factories.a_posting_place(people.village)
    service.listen()
    posting_place_added.send(people.actor("village_officer"), village_id=people.village.id)
    sheets = queries.list_sheets(notice)
    assert [(one.ordinal, one.place_id) for one in sheets][len(first) :] == [(len(first) + 1, later.id)]


def test_a_code_leads_to_its_notice_and_sheet(notice: Notice) -> None:
    sheet = factories.a_sheet(notice)
    found = queries.find_by_code(factories.the_code(sheet, page=2))
    assert found is not None
    assert found.sheet is not None
    assert (found.notice.id, found.sheet.id, found.code.page) == (notice.id, sheet.id, 2)
    assert queries.find_by_code("7KQM-3XWA-R") is None


def test_a_second_person_confirms_and_it_stays_marked(
    people: People, officer: Actor, notice: Notice, clock: SetClock
) -> None:
    photograph = send(officer, notice, readable=False)
    clock.move(days=1)
    confirm(people.actor("township_reviewer"), photograph)
    [posting] = notice.postings
    assert posting.proof is PostingProof.CONFIRMED
    assert (posting.posted_on, posting.recorded_by_id) == (clock.today - DAY, officer.id)
    assert photograph.outcome is PhotographOutcome.CONFIRMED
    with pytest.raises(Refused):
        confirm(people.actor("second_township_reviewer"), photograph)


def test_a_late_confirmation_counts_from_no_day_too_long_ago(
    people: People, officer: Actor, notice: Notice, clock: SetClock
) -> None:
    photograph = send(officer, notice, readable=False)
    clock.move(days=30)
    confirm(people.actor("township_reviewer"), photograph)
    days = notice.round.policy.posting_record_days
    assert notice.postings[0].posted_on == clock.today - days * DAY


def test_nobody_confirms_an_own_photograph(people: People, officer: Actor, notice: Notice) -> None:
    photograph = send(officer, notice, readable=False)
    with pytest.raises(Refused):
        confirm(officer, photograph)
    for name in ("work_team", "supervisor", "other_township_reviewer"):
        with pytest.raises(Forbidden):
            confirm(people.actor(name), photograph)
    with pytest.raises(Invalid):
        confirm(people.actor("township_reviewer"), photograph, reason=" ")
    assert notice.postings == []


def test_who_hung_the_sheet_does_not_confirm_its_end(
    people: People, officer: Actor, notice: Notice, clock: SetClock
) -> None:
    reviewer = people.actor("township_reviewer")
    send(reviewer, notice)
    clock.set(notice_queries.running_period(notice).last_day)
    photograph = send(officer, notice, readable=False, purpose=SheetPurpose.END)
    with pytest.raises(Refused):
        confirm(reviewer, photograph)
    confirm(people.actor("second_township_reviewer"), photograph)
    assert notice.postings[0].end_on == clock.today


def test_a_refused_photograph_stays_on_record_and_proves_nothing(
    people: People, officer: Actor, notice: Notice
) -> None:
    photograph = send(officer, notice, readable=False)
    confirm(people.actor("township_reviewer"), photograph, yes=False, reason="这不是公示栏。")
    assert (photograph.outcome, photograph.settled_reason) == (PhotographOutcome.REFUSED, "这不是公示栏。")
    assert notice.postings == []
    assert send(officer, notice).outcome is PhotographOutcome.READ


def test_a_confirmation_that_comes_too_late_changes_nothing(
    people: People, officer: Actor, notice: Notice
) -> None:
    photograph = send(officer, notice, readable=False)
    notice.withdrawn_at, notice.withdrawal_reason = people_now(), "写错了"
    with pytest.raises(Refused):
        confirm(people.actor("township_reviewer"), photograph)
    assert photograph.outcome is PhotographOutcome.WAITING


def people_now() -> dt.datetime:
    return dt.datetime(2026, 5, 11, 4, tzinfo=dt.UTC)


def test_a_missing_sheet_stretches_the_period_until_it_hangs_again(
    people: People, officer: Actor, notice: Notice, clock: SetClock
) -> None:
    send(officer, notice)
    before = notice_queries.running_period(notice)
    clock.move(days=3)
    [posting] = notice.postings
    service.report_missing(
        actor=people.actor("township_reviewer"),
        posting=posting,
        missing_on=clock.today - DAY,
        reason="不见了",
    )
    assert notice_queries.running_period(notice).stands_still
    clock.move(days=2)
    assert send(officer, notice).purpose is SheetPurpose.REHUNG
    after = notice_queries.running_period(notice)
    assert (after.stands_still, after.lost_days) == (False, 3)
    assert after.last_day > before.last_day


def test_a_sheet_is_not_missing_before_it_was_last_seen(
    officer: Actor, notice: Notice, clock: SetClock
) -> None:
    send(officer, notice)
    clock.move(days=2)
    send(officer, notice)
    [posting] = notice.postings
    report = {"actor": officer, "posting": posting}
    with pytest.raises(Invalid, match="photographed"):
        service.report_missing(**report, missing_on=clock.today - DAY, reason="不见了")
    with pytest.raises(Invalid, match="still to come"):
        service.report_missing(**report, missing_on=clock.today + DAY, reason="不见了")
    with pytest.raises(Invalid, match="what you found"):
        service.report_missing(**report, missing_on=clock.today, reason=" ")
    service.report_missing(**report, missing_on=clock.today, reason="不见了")
    with pytest.raises(Refused, match="missing since"):
        service.report_missing(**report, missing_on=clock.today, reason="不见了")


def test_what_is_over_stays_over(officer: Actor, notice: Notice, clock: SetClock) -> None:
    send(officer, notice)
    clock.set(notice_queries.running_period(notice).last_day + DAY)
    with pytest.raises(Refused, match="over"):
        service.report_missing(
            actor=officer, posting=notice.postings[0], missing_on=clock.today - DAY, reason="不见了"
        )


@pytest.mark.parametrize("name", ["supervisor", "other_village_officer"])
def test_others_report_nothing(people: People, officer: Actor, notice: Notice, name: str) -> None:
    send(officer, notice)
    with pytest.raises(Forbidden):
        service.report_missing(
            actor=people.actor(name),
            posting=notice.postings[0],
            missing_on=notice.issued_on,
            reason="不见了",
        )


def test_a_photograph_alone_closes_no_gap_under_codes(officer: Actor, notice: Notice) -> None:
    send(officer, notice)
    [posting] = notice.postings
    factories.a_gap(posting)
    with pytest.raises(Refused, match="code"):
        hanging.record_rehung(
            actor=officer,
            posting=posting,
            rehung_on=notice.issued_on,
            photo=factories.an_attachment(notice.village),
        )
