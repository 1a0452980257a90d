"""A photograph is handed in: what it proves, what it does not prove and why, and that it counts once."""

import datetime as dt

import pytest
from flask_sqlalchemy import SQLAlchemy

from app.core.errors import DomainError, Forbidden, Invalid, Refused
from app.core.permissions import Actor
from app.domain.notices import queries as notice_queries
from app.domain.notices import service as notices
from app.domain.notices.codes import sheet_code
from app.domain.notices.models import Notice, NoticeKind, PostingProof
from app.domain.sheets import queries, service
from app.domain.sheets.models import PhotographOutcome, Sheet, SheetPhotograph, SheetPurpose
from tests import factories
from tests.conftest import SetClock
from tests.factories.basis import how_many
from tests.people import People

Outcome, Purpose = PhotographOutcome, SheetPurpose
STRICT = {"posting_places_required": 2, "posting_proof": "code", "end_photographs_required": True}
DAY = dt.timedelta(days=1)


@pytest.fixture
def officer(people: People) -> Actor:
    return people.actor("village_officer")


@pytest.fixture
def notice(people: People) -> Notice:
    factories.a_posting_place(people.village)
    factories.a_round(factories.a_policy(area=people.county), policy=STRICT)
    return factories.a_notice(factories.a_candidate_list(people.village), posted=False)


@pytest.fixture
def sheet(notice: Notice) -> Sheet:
    return factories.a_sheet(notice)


def send(actor: Actor, *seen: Sheet | str, **given: object) -> service.Submitted:
    asked = {name: given.pop(name) for name in ("sheet", "purpose", "claimed_on") if name in given}
    return service.submit(actor=actor, taken=factories.a_taken(*seen, **given), **asked)


def hang_all(officer: Actor, notice: Notice) -> list[Sheet]:
    sheets = service.ensure_sheets(notice)
    send(officer, *sheets)
    return sheets


def words_of(error: DomainError) -> str:
    return " ".join(str(one) for one in getattr(error, "blockers", [error.message]))


def test_a_photograph_with_the_sheets_code_proves_that_it_hangs(officer: Actor, sheet: Sheet) -> None:
    done = send(officer, sheet, sheet=sheet)
    [act] = done.acts
    assert (act.purpose, act.outcome, act.waits) == (Purpose.HUNG, Outcome.READ, False)
    [posting] = sheet.notice.postings
    assert (posting.proof, posting.place_id) == (PostingProof.CODE, sheet.place_id)
    assert posting.taken_at is not None
    assert act.photograph.original.needs == "posting_original:view"


def test_one_photograph_proves_every_sheet_that_is_seen_on_it(officer: Actor, notice: Notice) -> None:
    sheets = hang_all(officer, notice)
    assert len(notice.postings) == len(sheets) == 2
    assert notice_queries.running_period(notice).begun


def test_the_sheet_of_another_place_is_named(officer: Actor, notice: Notice) -> None:
    first, second = service.ensure_sheets(notice)
    with pytest.raises(Refused) as error:
        send(officer, second, sheet=first)
    assert second.place.name.in_("en") in words_of(error.value)
    assert notice.postings == []


def wrong_codes(notice: Notice, people: People) -> dict[str, str]:
    other = factories.a_notice(factories.a_candidate_list(people.village), posted=False)
    first = factories.a_sheet(notice)
    return {
        other.number: factories.the_code(factories.a_sheet(other)),
        "no notice": "HTTPS://X/V/" + sheet_code("0" * 64, 1, 1),
        "belongs to no place": factories.the_code(Sheet(notice=notice, ordinal=0)),
        "does not have": factories.the_code(first, page=900),
        "Print it anew": factories.the_code(Sheet(notice=notice, ordinal=30)),
    }


def test_what_was_read_instead_is_said(people: People, officer: Actor, notice: Notice, sheet: Sheet) -> None:
    for words, code in wrong_codes(notice, people).items():
        with pytest.raises(Refused) as error:
            send(officer, code, sheet=sheet)
        assert words in words_of(error.value)
    assert notice.postings == []
    assert how_many(SheetPhotograph) == 0


def test_a_withdrawn_or_replaced_notice_is_named(
    officer: Actor, notice: Notice, sheet: Sheet, clock: SetClock
) -> None:
    notices.withdraw(actor=officer, notice=notice, reason="写错了")
    with pytest.raises(Refused, match="withdrawn"):
        send(officer, sheet)
    newer = factories.a_notice(notice.candidate_list, posted=False, replaces_id=notice.id)
    notice.replaced_by = newer
    with pytest.raises(Refused, match=newer.number):
        send(officer, sheet)


def test_the_same_file_is_never_taken_twice(officer: Actor, notice: Notice) -> None:
    first, second = service.ensure_sheets(notice)
    send(officer, first, sheet=first, data=b"same")
    for wanted in (second, first):
        with pytest.raises(Refused) as error:
            send(officer, second, first, sheet=wanted, data=b"same")
    with pytest.raises(Refused) as error:
        send(officer, second, sheet=second, data=b"same")
    assert notice.number in words_of(error.value)
    assert first.place.name.in_("en") in words_of(error.value)


def test_a_near_copy_is_refused_under_codes_and_noted_else(
    people: People, officer: Actor, notice: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries.fingerprints, "is_near_copy", lambda one, other: one == other)
    first, second = service.ensure_sheets(notice)
    send(officer, first, sheet=first, fingerprint="alike")
    with pytest.raises(Refused, match="used before"):
        send(officer, second, sheet=second, fingerprint="alike")
    notice.round.policy_values = {**notice.round.policy_values, "posting_proof": "photograph"}
    notice.round.__dict__.pop("policy", None)
    done = send(officer, second, sheet=second, fingerprint="alike")
    assert len(done.notes) == 1


def test_the_cameras_day_and_the_day_entered_must_agree(
    officer: Actor, sheet: Sheet, clock: SetClock
) -> None:
    clock.move(days=2)
    with pytest.raises(Invalid) as error:
        send(officer, sheet, sheet=sheet, claimed_on=clock.today - DAY)
    assert error.value.field == "claimed_on"
    taken_at = clock.now - DAY
    done = send(officer, sheet, sheet=sheet, taken_at=taken_at)
    assert done.acts[0].on == clock.today - DAY


def test_a_camera_of_the_future_and_one_of_long_ago_are_refused(
    officer: Actor, sheet: Sheet, clock: SetClock
) -> None:
    with pytest.raises(Invalid, match="still to come"):
        send(officer, sheet, sheet=sheet, taken_at=clock.now + 2 * DAY)
    clock.move(days=9)
    with pytest.raises(Invalid, match="recorded within"):
        send(officer, sheet, sheet=sheet, taken_at=clock.now - 8 * DAY)


def test_a_photograph_without_a_time_is_taken_with_the_day_entered(
    officer: Actor, sheet: Sheet, clock: SetClock
) -> None:
    clock.move(days=2)
    done = send(officer, sheet, sheet=sheet, taken_at=None, claimed_on=clock.today - DAY)
    assert (done.acts[0].on, done.acts[0].photograph.taken_at) == (clock.today - DAY, None)
    assert "does not say" in str(done.notes[0])


def test_what_cannot_be_read_waits_and_does_not_count(officer: Actor, sheet: Sheet) -> None:
    done = send(officer, sheet=sheet)
    assert done.acts[0].waits
    assert sheet.notice.postings == []
    assert [one.id for one in queries.list_waiting(officer)] == [done.acts[0].photograph.id]
    assert queries.count_waiting(officer) == 0, "not by who sent it"


def test_a_better_photograph_ends_the_waiting(db: SQLAlchemy, officer: Actor, sheet: Sheet) -> None:
    waiting = send(officer, sheet=sheet).acts[0].photograph
    send(officer, sheet, sheet=sheet)
    db.session.refresh(waiting)
    assert waiting.outcome is Outcome.UNREAD
    assert queries.list_waiting(officer) == []


def test_without_a_code_and_without_a_sheet_nothing_can_be_done(officer: Actor, sheet: Sheet) -> None:
    for codes in ((), ("HTTPS://ADVERTISEMENT.EXAMPLE/",)):
        with pytest.raises(Refused, match="No code"):
            send(officer, *codes)


def test_where_a_photograph_is_enough_it_counts_at_once(people: People, officer: Actor) -> None:
    factories.a_round(factories.a_policy(area=people.county))
    notice = factories.a_notice(factories.a_candidate_list(people.village), posted=False)
    sheet = factories.a_sheet(notice)
    done = send(officer, sheet=sheet)
    assert done.acts[0].outcome is Outcome.UNREAD
    assert [one.proof for one in notice.postings] == [PostingProof.PHOTOGRAPH]


def test_at_the_end_every_sheet_is_photographed_and_then_the_period_is_over(
    officer: Actor, notice: Notice, clock: SetClock
) -> None:
    first, second = hang_all(officer, notice)
    with pytest.raises(Refused, match="last day"):
        send(officer, first, sheet=first, purpose=Purpose.END)
    last = notice_queries.running_period(notice).last_day
    clock.set(last + DAY)
    assert send(officer, first, sheet=first).acts[0].purpose is Purpose.END
    period = notice_queries.running_period(notice)
    assert (period.waits_for_end(clock.today), period.ends_missing) == (True, 1)
    with pytest.raises(Refused, match="end photographs"):
        send(officer, sheet=first, purpose=Purpose.TAKEN_DOWN)
    send(officer, second, sheet=second)
    assert notice_queries.running_period(notice).has_ended(clock.today)


def test_taking_down_needs_a_photograph_of_the_place(officer: Actor, notice: Notice, clock: SetClock) -> None:
    sheets = hang_all(officer, notice)
    clock.set(notice_queries.running_period(notice).last_day)
    send(officer, *sheets)
    clock.move(days=1)
    with pytest.raises(Invalid):
        notices.take_down(actor=officer, posting=notice.postings[0], taken_down_on=clock.today, photo=None)
    done = send(officer, sheet=sheets[0])
    assert (done.acts[0].purpose, done.acts[0].outcome) == (Purpose.TAKEN_DOWN, Outcome.UNREAD)
    assert notice.postings[0].taken_down_photo_id is not None
    with pytest.raises(Refused, match="period of this notice is over"):
        send(officer, sheets[1])
    done = send(officer, sheets[1], sheet=sheets[1])
    assert (done.acts[0].purpose, done.acts[0].outcome) == (Purpose.TAKEN_DOWN, Outcome.READ)


def test_a_photograph_of_several_does_what_it_can_and_says_the_rest(
    people: People, officer: Actor, notice: Notice
) -> None:
    first, second = service.ensure_sheets(notice)
    far = factories.a_notice(factories.a_candidate_list(people.far_village), posted=False)
    done = send(officer, first, second, factories.a_sheet(far), "HTTPS://SHOP.EXAMPLE/V/2")
    assert {act.sheet.id for act in done.acts} == {first.id, second.id}
    assert len(done.not_done) == 1
    assert far.number in str(done.not_done[0])
    assert far.postings == []


@pytest.mark.parametrize("name", ["other_village_officer", "supervisor", "county_approver"])
def test_others_do_not_hand_in_photographs(people: People, sheet: Sheet, name: str) -> None:
    with pytest.raises(Forbidden):
        send(people.actor(name), sheet, sheet=sheet)
    with pytest.raises(Refused):
        send(people.actor(name), sheet)
    assert how_many(SheetPhotograph) == 0


def test_a_sheet_that_still_hangs_is_only_noted(officer: Actor, notice: Notice, clock: SetClock) -> None:
    first, _second = hang_all(officer, notice)
    clock.move(days=1)
    assert send(officer, first).acts[0].purpose is Purpose.PRESENT
    with pytest.raises(Refused, match="No code"):
        send(officer, sheet=first)
    with pytest.raises(Refused, match="already recorded"):
        send(officer, first, sheet=first, purpose=Purpose.HUNG)


def test_an_announcement_is_hung_like_any_notice(people: People, officer: Actor, notice: Notice) -> None:
    listed = factories.a_candidate_list(people.village)
    other = factories.a_notice(listed, kind=NoticeKind.ANNOUNCEMENT, posted=False)
    done = send(officer, factories.a_sheet(other), factories.a_sheet(notice))
    assert len(done.acts) == 2
