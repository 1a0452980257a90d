"""Handing in a workbook of helpers on its pages."""

import io

from app.core import clock
from app.core.db import db
from app.domain.pairings.models import Helper, Pairing, PairingImport
from app.domain.pairings.workbook_writing import empty_workbook
from tests import factories
from tests.domain.pairings.test_workbook import HEAD, a_row, a_workbook
from tests.people import People


def test_a_workbook_is_looked_through_taken_over_and_taken_back(people: People) -> None:
    browser = people.browser("township_reviewer")
    home = factories.a_registered(people.village)
    browser.get("pairings.new_import")
    browser.send(file=(io.BytesIO(a_workbook(a_row(home))), "台账.xlsx"))
    page = browser.follow()
    assert "台账.xlsx" in page.text
    assert "新结对的户" in page.text
    assert factories.how_many(Pairing) == 0
    browser.send(to="apply")
    assert "表格已导入" in browser.follow().text
    assert factories.how_many(Pairing) == 1
    run = factories.first(PairingImport)
    browser.get("pairings.undo_import", import_id=run.id)
    browser.send(reason=" ", expect=422)
    browser.send(reason="传错了")
    assert "传错了" in browser.follow().text
    assert factories.how_many(Pairing) == 0
    assert "台账.xlsx" in browser.get("pairings.imports").text


def test_undoing_names_what_was_changed_since(people: People) -> None:
    browser = people.browser("township_reviewer")
    changed, home = (factories.a_registered(people.village) for _ in range(2))
    browser.get("pairings.new_import")
    beside = ("第二责任人", "第二责任人单位")
    data = a_workbook(
        [*a_row(changed), "石磊", "镇政府"], [*a_row(home), "石磊", "镇政府"], head=(*HEAD, *beside)
    )
    browser.send(file=(io.BytesIO(data), "台账.xlsx"))
    page = browser.follow()
    assert "新结对第二责任人的户" in page.text
    assert "涉及户数" in page.text
    browser.send(to="apply")
    page = browser.get("pairings.helper", helper_id=factories.first(Helper).id)
    assert "来自工作簿台账.xlsx" in page.text
    assert "未填写" not in page.text.split("任第二责任人（户）")[1][:20]
    line = factories.first(Pairing)
    line.ended_on, line.end_reason = clock.today(), "搬走"
    db.session.commit()
    run = factories.first(PairingImport)
    page = browser.get("pairings.undo_import", import_id=run.id)
    assert f"{changed.household_no}（{changed.head_name}）：与何平的结对在导入后已经改动" in page.text
    browser.send(reason="传错了")
    assert "有1条结对在导入后已经改动，撤销时保留不动" in browser.follow().text
    assert factories.how_many(Pairing) == 1


def test_findings_are_shown_and_taken_home(people: People) -> None:
    browser = people.browser("township_reviewer")
    browser.get("pairings.new_import")
    browser.send(file=(io.BytesIO(a_workbook(a_row("1"))), "台账.xlsx"))
    page = browser.follow()
    assert "这里没有这个户编号的建档户" in page.text
    assert "确认导入" not in page.text
    run = factories.first(PairingImport)
    browser.post("pairings.apply_import", import_id=run.id, expect=409)
    csv = browser.get("pairings.findings", import_id=run.id)
    assert csv.status == 200
    browser.get("pairings.show_import", import_id=run.id)
    browser.send(to="discard")
    browser.get("pairings.findings", import_id=run.id, expect=404)


def test_what_cannot_be_read_is_said_at_once(people: People) -> None:
    browser = people.browser("township_reviewer")
    browser.get("pairings.new_import")
    page = browser.send(file=(io.BytesIO(b"%PDF-1.4"), "台账.pdf"), expect=422)
    assert page.select(".fault")
    browser.send(file=(io.BytesIO(b""), ""), expect=422)
    assert factories.how_many(PairingImport) == 0
    assert browser.get("pairings.empty").status == 200
    assert empty_workbook()


def test_others_hand_nothing_in(people: People) -> None:
    run = factories.a_pairing_import(people.township)
    for name in ("village_officer", "supervisor"):
        people.browser(name).get("pairings.new_import", expect=403)
    people.browser("other_township_reviewer").get("pairings.show_import", import_id=run.id, expect=404)
