"""Photograph first: codes read from real pictures record what they prove, the rest goes to a second person."""

import io
import os

import pytest
from flask import Flask

from app.core.db import db as database
from app.core.permissions import Permission
from app.domain.areas.queries import list_posting_places
from app.domain.attachments import folder
from app.domain.attachments.models import Attachment
from app.domain.notices import queries
from app.domain.notices.codes import sheet_code
from app.domain.notices.models import Notice, Posting, PostingProof
from app.domain.sheets import unread
from app.domain.sheets.models import Sheet, SheetPhotograph
from app.domain.sheets.service import ensure_sheets
from tests import factories
from tests.blueprints.postings.walls import a_board, a_view, code_on
from tests.browser import Browser, Page
from tests.conftest import SetClock
from tests.people import People

STRICT = {"posting_places_required": 2, "posting_proof": "code", "end_photographs_required": True}


@pytest.fixture
def notice(people: People) -> Notice:
    """A notice of a round that counts only what a code proves; two places."""
    round_ = factories.a_round(policy=STRICT)
    while len(list_posting_places(people.village.id)) < 2:
        factories.a_posting_place(people.village)
    listed = factories.a_candidate_list(people.village, state="first_notice", round_=round_)
    return factories.a_notice(listed, posted=False)


@pytest.fixture
def sheets(notice: Notice) -> list[Sheet]:
    return ensure_sheets(notice)


def send(browser: Browser, *photos: tuple[io.BytesIO, str]) -> Page:
    browser.get("postings.photographs")
    return browser.send(photos=list(photos), expect=200)


def period_begun(notice: Notice) -> bool:
    return queries.standing(queries.get_notice(notice.number)).period.begun


def test_one_photograph_of_two_sheets_records_both(
    people: People, notice: Notice, sheets: list[Sheet]
) -> None:
    officer = people.browser("village_officer")
    board = a_board(*(code_on(sheet) for sheet in sheets))
    page = send(officer, board, a_view())
    for sheet in sheets:
        assert f"{sheet.place.name_zh}：" in page.text
    assert "读不出" in page.text or "没有登记" in page.text
    assert {posting.proof for posting in notice.postings} == {PostingProof.CODE}
    assert period_begun(notice)
    assert "从照片上读出了二维码" in officer.get("postings.show", number=notice.number).text
    page = send(officer, a_board(*(code_on(sheet) for sheet in sheets)))
    assert not page.texts(".tone-good")
    assert factories.how_many(SheetPhotograph) == 2


def test_the_sheet_of_another_place_or_of_a_replaced_notice_is_named(
    people: People, notice: Notice, sheets: list[Sheet]
) -> None:
    officer = people.browser("village_officer")
    officer.get("postings.new", number=notice.number, place=sheets[0].place_id)
    page = officer.send(photo=a_board(code_on(sheets[1])), expect=422)
    assert any(sheets[1].place.name_zh in fault for fault in page.faults)
    notice.withdrawn_at, notice.withdrawal_reason = notice.created_at, "姓名写错"
    newer = factories.a_notice(notice.candidate_list, posted=False, replaces_id=notice.id)
    database.session.flush()
    page = send(officer, a_board(code_on(sheets[0]), seed=2))
    assert newer.number in page.text
    assert factories.how_many(Posting) == 0


def test_what_cannot_be_read_counts_only_for_a_second_person(
    people: People, notice: Notice, sheets: list[Sheet]
) -> None:
    officer = people.browser("village_officer")
    page = send(officer, a_view(1))
    assert factories.how_many(Posting) == 0
    officer.get(page.links["说明拍的是哪一张"])
    officer.send(sheet=f"{notice.id}-{sheets[0].place_id}")
    assert "待第二人确认" in officer.follow().text
    waiting = factories.first(SheetPhotograph)
    assert waiting is not None
    officer.get("postings.photograph", photograph_id=waiting.id)
    answer = {"reason": "看得清标题和公示栏", "answer": "confirm"}
    officer.post("postings.settle", answer, photograph_id=waiting.id, expect=409)
    second = people.browser("township_reviewer")
    assert "张照片等您确认" in second.get("postings.index").text
    assert notice.village.name_zh in second.get("postings.waiting").text
    second.get("postings.photograph", photograph_id=waiting.id)
    assert second.send(reason="", press="confirm", expect=422).faults
    second.send(reason="看得清标题和公示栏", press="confirm")
    assert notice.postings[0].proof is PostingProof.CONFIRMED
    page = officer.get("postings.show", number=notice.number)
    assert "由第二人确认，理由：看得清标题和公示栏" in page.text
    assert not period_begun(notice)


def test_a_refused_photograph_says_why_and_the_sheet_is_hung_anew(
    people: People, notice: Notice, sheets: list[Sheet]
) -> None:
    officer = people.browser("village_officer")
    officer.get("postings.new", number=notice.number, place=sheets[0].place_id)
    officer.send(photo=a_view(3))
    waiting = factories.first(SheetPhotograph)
    assert waiting is not None
    second = people.browser("township_reviewer")
    second.get("postings.photograph", photograph_id=waiting.id)
    second.send(reason="拍的不是公示栏", press="refuse")
    assert factories.how_many(Posting) == 0
    assert "拍的不是公示栏" in officer.get("postings.index").text


def test_the_original_is_for_those_who_may_open_it(
    people: People, notice: Notice, sheets: list[Sheet]
) -> None:
    send(people.browser("village_officer"), a_board(code_on(sheets[0])))
    sent = factories.first(SheetPhotograph)
    assert sent is not None
    original = database.session.get_one(Attachment, sent.original_id)
    assert original.needs == Permission.POSTING_ORIGINAL_VIEW.value
    people.browser("supervisor").get("attachments.show", attachment_id=original.id)
    people.browser("work_team").get("attachments.show", attachment_id=original.id, expect=404)
    people.browser("work_team").get("attachments.show", attachment_id=sent.photo_id)


def test_a_photograph_on_which_nothing_was_read_is_dropped_after_a_week(
    people: People, sheets: list[Sheet], clock: SetClock
) -> None:
    officer = people.browser("village_officer")
    unused = a_view(5)
    send(officer, unused)
    page = send(officer, a_view(6))
    officer.get(page.links["说明拍的是哪一张"])
    officer.send(sheet=f"{sheets[0].notice_id}-{sheets[0].place_id}")
    used = factories.first(SheetPhotograph)
    assert used is not None
    digests = {file.digest for file in database.session.query(Attachment)}
    assert len(digests) == 2  # nothing had to be taken out of them
    for digest in digests:
        os.utime(folder.path_of(digest), (0, 0))
    clock.move(days=6)
    assert unread.prune() == 0
    clock.move(days=2)
    assert unread.prune() == 4
    kept = {digest for digest in digests if folder.path_of(digest).is_file()}
    assert kept == {used.original.digest}
    database.session.rollback()


def test_photographs_may_be_larger_together_than_other_requests(
    app: Flask, people: People, sheets: list[Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 4000)
    officer = people.browser("village_officer")
    assert f"{sheets[0].place.name_zh}：" in send(officer, a_board(code_on(sheets[0]), seed=7)).text
    officer.get("postings.by_hand")
    officer.send(photo=a_board(code_on(sheets[1]), seed=8), expect=413)


def test_one_file_that_is_none_does_not_keep_the_others_out(people: People, sheets: list[Sheet]) -> None:
    words = (io.BytesIO(b"no picture"), "words.jpg")
    page = send(people.browser("village_officer"), words, a_board(code_on(sheets[0]), seed=7))
    assert "这不是照片" in page.text
    assert factories.how_many(Posting) == 1


def test_the_photograph_that_was_kept_is_only_its_senders(
    people: People, notice: Notice, sheets: list[Sheet]
) -> None:
    page = send(people.browser("village_officer"), a_view(4))
    address = page.links["说明拍的是哪一张"]
    people.browser("work_team").get(address, expect=404)
    people.browser("village_officer").get("postings.by_hand", kept="9-9", expect=404)


def test_a_sheets_code_stands_on_the_pages(people: People, notice: Notice, sheets: list[Sheet]) -> None:
    page = people.browser("village_officer").get("postings.index")
    for sheet in sheets:
        assert sheet_code(notice.digest, sheet.ordinal, 1) in page.text
