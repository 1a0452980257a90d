"""The pages of the forms from above."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from app.core.db import db
from app.domain.outside_forms.models import OutsideForm
from tests import factories
from tests.browser import Browser
from tests.people import People


def a_workbook() -> bytes:
    book = Workbook()
    for row in (["序号", "村名", "贫困户数", "身份证号"], [None] * 4):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def reviewer(people: People) -> Browser:
    factories.a_registered(people.village, members=3)
    return people.browser("township_reviewer")


def hand_in(people: People, browser: Browser, data: bytes, expect: int = 303) -> str:
    form = {"area": people.township.code, "name": "贫困户统计表", "asked_by": "县局"}
    page = browser.post("outside_forms.new", {**form, "file": (io.BytesIO(data), "表.xlsx")}, expect=expect)
    return page.html if expect != 303 else page.location


def the_form() -> OutsideForm:
    found = factories.first(OutsideForm)
    assert found is not None
    return found


def test_a_form_goes_from_the_file_to_the_filled_file(people: People, reviewer: Browser) -> None:
    assert hand_in(people, reviewer, a_workbook()).endswith("/cells")
    form = the_form()
    page = reviewer.get("outside_forms.map_cells", form_id=form.id)
    assert [option.get("value") for option in page.select("option[selected]")] == [
        "serial", "village", "count.registered.households"
    ]  # fmt: skip
    chosen = {f"slot_{slot.id}": slot.source for slot in form.slots}
    reviewer.post("outside_forms.map_cells", chosen, form_id=form.id)
    given = {"area": people.township.code, "year": "2026"}
    answer = reviewer.post("outside_forms.fill", given, form_id=form.id)
    response = reviewer.get(answer.location).response
    rows = [
        [cell.value for cell in row] for row in load_workbook(io.BytesIO(response.data)).active.iter_rows()
    ]
    assert rows[1] == [1, people.village.name_zh, 1, None]
    assert response.headers["Cache-Control"] == "no-store"
    assert "2026年自动填写的格数" in reviewer.get("outside_forms.index").text
    assert "林泉镇" in reviewer.get("outside_forms.show", form_id=form.id).text


def test_rows_of_no_village_are_told(people: People, reviewer: Browser) -> None:
    book = Workbook()
    for row in (["村名", "贫困户数"], [people.village.name_zh, None], ["不存在村", None], ["合计", None]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    hand_in(people, reviewer, stream.getvalue())
    form = the_form()
    chosen = {f"slot_{slot.id}": slot.source for slot in form.slots}
    reviewer.post("outside_forms.map_cells", chosen, form_id=form.id)
    given = {"area": people.township.code, "year": "2026"}
    answer = reviewer.post("outside_forms.fill", given, form_id=form.id)
    page = reviewer.get(answer.location)
    assert "不存在村" in page.text
    assert any("/fillings/" in (link.get("href") or "") for link in page.select("td a"))


def test_what_is_no_form_stays_refused_with_what_was_typed(people: People, reviewer: Browser) -> None:
    html = hand_in(people, reviewer, b"%PDF-1.4", expect=422)
    assert "贫困户统计表" in html
    assert "请选择Excel" in html


def test_a_source_that_nobody_knows_is_refused(people: People, reviewer: Browser) -> None:
    hand_in(people, reviewer, a_workbook())
    form = the_form()
    chosen = {f"slot_{slot.id}": "household.telephone" for slot in form.slots}
    reviewer.post("outside_forms.map_cells", chosen, form_id=form.id, expect=422)
    db.session.expire_all()
    assert form.mapped_at is None


def test_others_do_not_see_the_form(people: People, reviewer: Browser) -> None:
    hand_in(people, reviewer, a_workbook())
    form = the_form()
    people.browser("other_township_reviewer").get("outside_forms.show", form_id=form.id, expect=404)
    people.browser("supervisor").get("outside_forms.index", expect=403)
    officer = people.browser("village_officer")
    officer.get("outside_forms.show", form_id=form.id)
    officer.get("outside_forms.map_cells", form_id=form.id, expect=404)
    officer.post("outside_forms.put_away", form_id=form.id, expect=404)


def test_a_form_is_filled_for_ones_own_areas_only(people: People, reviewer: Browser) -> None:
    hand_in(people, reviewer, a_workbook())
    form = the_form()
    reviewer.post("outside_forms.map_cells", {f"slot_{s.id}": s.source for s in form.slots}, form_id=form.id)
    given = {"area": people.other_township.code, "year": "2026"}
    reviewer.post("outside_forms.fill", given, form_id=form.id, expect=404)


def test_a_form_is_put_away(people: People, reviewer: Browser) -> None:
    hand_in(people, reviewer, a_workbook())
    form = the_form()
    reviewer.post("outside_forms.put_away", form_id=form.id)
    assert "贫困户统计表" not in reviewer.get("outside_forms.index").text
    assert "已停用" in reviewer.get("outside_forms.show", form_id=form.id).text
