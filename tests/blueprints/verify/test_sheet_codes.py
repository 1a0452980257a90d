"""The code of one sheet: what is told of it, and how scans are counted without a trace of who scanned."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask import Flask

from app.blueprints.verify.scanning import SeenToday
from app.core.db import db
from app.domain.notices.codes import sheet_code
from app.domain.notices.models import Notice
from app.domain.sheets.models import Sheet, SheetScan
from tests import factories
from tests.browser import Browser
from tests.conftest import SetClock
from tests.people import People

TELEPHONE = "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/90 Mobile Safari/537.36"
DAY = dt.date(2026, 5, 11)


@pytest.fixture
def notice(people: People) -> Notice:
    factories.a_posting_place(people.village)
    factories.a_round()
    listed = factories.a_candidate_list(people.village, state="first_notice")
    return factories.a_notice(listed, posted=False)


@pytest.fixture
def sheet(notice: Notice) -> Sheet:
    sheet = factories.a_sheet(notice)
    factories.a_posting(notice, sheet.place)
    return sheet


def code_of(sheet: Sheet, page: int = 1, ordinal: int | None = None) -> str:
    return sheet_code(sheet.notice.digest, sheet.ordinal if ordinal is None else ordinal, page)


def scan(app: Flask, code: str, *, agent: str = TELEPHONE, method: str = "GET", **headers: str) -> int:
    """Open what the QR code leads to, as a telephone does; gives the status."""
    given = {"User-Agent": agent} | {name.replace("_", "-"): value for name, value in headers.items()}
    response = app.test_client().open(f"/V/{code}", method=method, headers=given)
    response.get_data()
    response.close()
    return response.status_code


def counted(sheet: Sheet, ordinal: int | None = None) -> list[tuple[dt.date, int]]:
    db.session.rollback()
    number = sheet.ordinal if ordinal is None else ordinal
    rows = db.session.execute(
        sa.select(SheetScan.scanned_on, SheetScan.number).where(
            SheetScan.notice_id == sheet.notice_id, SheetScan.ordinal == number
        )
    )
    return [(day, how_often) for day, how_often in rows]


def test_the_answer_names_place_and_page_and_since_when(browser: Browser, sheet: Sheet) -> None:
    page = browser.get(f"/v/{code_of(sheet, 2)}")
    assert f"这是贴在“{sheet.place.name_zh}”的第2页" in page.text
    assert "从2026年5月11日起贴在那里" in page.text
    assert sheet.notice.number in page.text
    assert "在别处看到它" in page.text
    gap = factories.a_gap(sheet.notice.postings[0])
    assert "发现它不见了" in browser.get(f"/v/{code_of(sheet)}").text
    gap.rehung_on = DAY + dt.timedelta(days=2)
    db.session.flush()
    assert "2026年5月11日到2026年5月13日不见" in browser.get(f"/v/{code_of(sheet)}").text


def test_typing_finds_the_sheet_and_a_mistake_is_named(browser: Browser, sheet: Sheet) -> None:
    code = code_of(sheet)
    for typed in (code.lower(), f"HTTPS://GONGSHI.EXAMPLE/V/{code}", code.replace("-", " ")):
        assert browser.get("verify.ask", code=typed, expect=303).location == f"/v/{code}"
    assert browser.get(f"/v/{code.lower()}", expect=303).location == f"/v/{code}"
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert "最后一位" in browser.get(f"/v/{wrong}", expect=404).text


def test_a_copy_without_a_place_and_a_sheet_that_never_was(browser: Browser, sheet: Sheet) -> None:
    assert "不属于任何张贴点" in browser.get(f"/v/{code_of(sheet, ordinal=0)}").text
    assert "没有这一张" in browser.get(f"/v/{code_of(sheet, ordinal=29)}").text


def test_a_replaced_sheet_says_so(browser: Browser, sheet: Sheet) -> None:
    notice = sheet.notice
    notice.withdrawn_at, notice.withdrawal_reason = notice.created_at, "姓名写错"
    newer = factories.a_notice(notice.candidate_list, posted=False, replaces_id=notice.id)
    page = browser.get(f"/v/{code_of(sheet)}")
    assert page.texts(".state-line") == ["已替代"]
    assert newer.number in page.text
    assert "这张纸不该再贴着" in page.text
    assert "起贴在那里" not in page.text


def test_a_scan_counts_once_a_day_and_device(
    app: Flask, people: People, sheet: Sheet, clock: SetClock
) -> None:
    code = code_of(sheet)
    db.session.commit()
    for _ in range(3):
        assert scan(app, code) == 200
    scan(app, code_of(sheet, 2))
    assert counted(sheet) == [(DAY, 1)]
    scan(app, code, agent=TELEPHONE.replace("9", "10"))
    assert counted(sheet) == [(DAY, 2)]
    clock.move(days=1)
    scan(app, code)
    assert counted(sheet) == [(DAY, 2), (DAY + dt.timedelta(days=1), 1)]
    assert "被扫码3次" in people.browser("villager").get(f"/v/{code}").text
    scan(app, code_of(sheet, ordinal=0))
    assert [how_often for _, how_often in counted(sheet, 0)] == [1]


def test_staff_machines_and_looks_ahead_do_not_count(app: Flask, people: People, sheet: Sheet) -> None:
    code = code_of(sheet)
    people.browser("village_officer").get(f"/v/{code}").response.close()
    scan(app, code, method="HEAD")
    scan(app, code, agent="Mozilla/5.0 (compatible; Baiduspider/2.0)")
    scan(app, code, Sec_Purpose="prefetch;prerender")
    scan(app, code_of(sheet, ordinal=29))
    scan(app, "2222-2222-2222")
    assert counted(sheet) == []


def test_what_is_remembered_leads_back_to_nobody() -> None:
    seen = SeenToday(most=2)
    assert seen.is_first(DAY, "10.0.0.7\0browser", "1-1")
    assert not seen.is_first(DAY, "10.0.0.7\0browser", "1-1")
    kept = repr(vars(seen))
    assert "10.0.0.7" not in kept
    assert "browser" not in kept
    before = set(seen._marks)
    assert seen.is_first(DAY + dt.timedelta(days=1), "10.0.0.7\0browser", "1-1")
    assert before.isdisjoint(seen._marks)
    assert seen.is_first(DAY + dt.timedelta(days=1), "another", "1-1")
    assert not seen.is_first(DAY + dt.timedelta(days=1), "a third, when it is full", "1-1")
