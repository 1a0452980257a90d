"""Forms from above: recognising their cells, filling them, counting what nobody had to type."""

import datetime as dt
import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from app.core import clock
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.households.models import IncomeYear
from app.domain.outside_forms import filling, grids, numbers, queries, service
from app.domain.outside_forms.catalogue import SOURCES, find
from app.domain.outside_forms.models import FormFilling, OutsideForm
from app.domain.outside_forms.suggesting import suggest
from tests import factories
from tests.browser import watched
from tests.people import People

D = dt.date
Rows = list[list[object]]


def a_workbook(rows: Rows, merged: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def a_document(rows: list[list[str]]) -> bytes:
    document = Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def by_village(people: People) -> bytes:
    """A table of villages with a title, a line above it, headings of two rows, a sum."""
    return a_workbook(
        [
            ["贫困户情况统计表", None, None, None, None],
            ["填报单位：", None, "填报日期：", None, None],
            ["序号", "村名", "贫困户", None, "备注"],
            [None, None, "户数", "人数", None],
            [1, people.village.name_zh, None, None, None],
            [2, people.other_village.name_zh.removesuffix("村"), None, None, None],
            ["合计", None, None, None, None],
        ],
        ("A1:E1", "A3:A4", "B3:B4", "C3:D3", "E3:E4"),
    )


def a_list(last: str = "填表人：") -> bytes:
    return a_workbook(
        [["序号", "户主姓名", "家庭人口", "致贫原因", "身份证号"], [None] * 5, [last] + [None] * 4]
    )


def taken(people: People, data: bytes, name: str = "统计表") -> OutsideForm:
    reviewer = people.actor("township_reviewer")
    form = service.take_in(
        actor=reviewer, area=people.township, name=name, asked_by="县乡村振兴局", data=data
    )
    return service.map_cells(actor=reviewer, form=form, sources={})


def filled(people: People, form: OutsideForm) -> bytes:
    row = service.record_filling(
        actor=people.actor("township_reviewer"), form=form, area=people.township, year=clock.today().year
    )
    return filling.file_of(form, filling.fill(form, row.area, row.year, clock.today()))


def cells(data: bytes) -> Rows:
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).active.iter_rows()]


@pytest.fixture
def register(people: People) -> None:
    """Two registered households in the village, one of them poor by schooling; one in the other village."""
    factories.a_registered(people.village, members=3)
    factories.a_registered(people.village, members=2, main_cause="schooling")
    factories.a_registered(people.other_village, members=4)


@pytest.mark.parametrize(
    ("heading", "above", "key"),
    [
        ("户主姓名", "", "household.head"),
        (" 户主 ", "", "household.head"),
        ("（3）总户数（户）", "", ""),
        ("1、总户数", "", "known.households"),
        ("人数", "贫困户", "count.registered.people"),
        ("人数", "", "household.people"),
        ("户数", "贫困", "count.registered.households"),
        ("因病（户）", "", "count.registered.households.cause.illness"),
        ("人数", "因学", "count.registered.people.cause.schooling"),
        ("因病", "致贫原因（户）", "count.registered.households.cause.illness"),
        ("因病", "", "count.registered.households.cause.illness"),
        ("D级危房户", "", "count.registered.households.grade.d"),
        ("饮水不安全户", "", "count.registered.households.water.no"),
        ("饮水安全", "", "household.water"),
        ("人均收入", "", "household.income"),
        ("填报单位：", "", "place.area"),
        ("身份证号", "", ""),
        ("联系电话", "", ""),
    ],
)
def test_headings_are_recognised(heading: str, above: str, key: str) -> None:
    assert find(heading, above) == key


def test_no_source_holds_a_number_of_a_person() -> None:
    assert not [key for key in SOURCES if "id_number" in key or "telephone" in key or "bank" in key]


def test_a_table_of_villages_is_filled_row_by_row(people: People, register: None) -> None:
    form = taken(people, by_village(people))
    rows = cells(filled(people, form))
    assert rows[1][1] == people.township.name_zh
    assert rows[1][3] == "2026年5月11日"
    assert rows[4] == [1, people.village.name_zh, 2, 5, None]
    assert rows[5][2:] == [1, 4, None]
    assert rows[6] == ["合计", None, 3, 9, None]


def test_a_sum_is_that_of_the_rows_above_it(people: People, register: None) -> None:
    """A form may name only some villages, or villages of elsewhere: its sum still adds up, and the others are told."""
    data = a_workbook(
        [
            *(["村名", "贫困户数", "贫困人数"], [people.village.name_zh], ["不存在村"], ["小计"]),
            *([people.other_village.name_zh], ["小计"], ["合计"]),
        ]
    )
    form = taken(people, data)
    rows = cells(filled(people, form))
    assert [row[1:] for row in rows[1:]] == [[2, 5], [None, None], [2, 5], [1, 4], [1, 4], [3, 9]]
    assert filling.list_unknown_rows(form, people.township) == ["不存在村"]
    some = taken(people, a_workbook([["村名", "贫困户数"], ["合计"], [people.village.name_zh]]))
    assert [row[1] for row in cells(filled(people, some))[1:]] == [2, 2]
    assert filling.list_unknown_rows(some, people.township) == []


def test_a_list_of_households_grows_and_keeps_what_stands_below(people: People, register: None) -> None:
    rows = cells(filled(people, taken(people, a_list())))
    assert [row[0] for row in rows] == ["序号", 1, 2, 3, "填表人："]
    assert [row[2] for row in rows[1:4]] == [3, 2, 4]
    assert [row[3] for row in rows[1:4]] == ["因病", "因学", "因病"]
    assert [row[4] for row in rows] == ["身份证号", None, None, None, None]


def test_a_longer_list_takes_no_more_statements(people: People) -> None:
    def statements() -> int:
        with watched(is_reading=True) as seen:
            numbers.list_households(people.township, clock.today().year, clock.today(), ["household.income"])
        return len(seen)

    factories.a_registered(people.village)
    before = statements()
    for _ in range(3):
        factories.a_registered(people.village)
    assert statements() == before


def test_a_list_of_an_earlier_year_has_that_years_income_and_helper(people: People) -> None:
    year = clock.today().year - 1
    household = factories.a_registered(people.village, members=2, on=D(year, 3, 1))
    household.incomes[:] = [
        IncomeYear(year=year - 1, wages_fen=400_000),
        IncomeYear(year=year + 1, wages_fen=900_000),
    ]
    gone = factories.a_pairing(
        household, started_on=D(year, 4, 1), ended_on=D(year + 1, 1, 10), end_reason="调动"
    )
    factories.a_pairing(household, started_on=D(year + 1, 1, 10))
    keys = ["household.income", "household.helper"]
    (row,) = numbers.list_households(people.township, year, clock.today(), keys)
    assert (row["household.income"], row["household.helper"]) == (2_000, gone.helper.name)
    (row,) = numbers.list_households(people.township, year + 1, clock.today(), keys)
    assert row["household.income"] == 4_500


def test_an_empty_table_gets_a_row_for_each_village(people: People, register: None) -> None:
    data = a_workbook([["序号", "村名", "贫困户数", "因学人数"]])
    rows = cells(filled(people, taken(people, data)))
    assert rows[1:] == [[1, people.village.name_zh, 2, 2], [2, people.other_village.name_zh, 1, 0]]


def test_a_word_file_is_filled_like_a_workbook(people: People, register: None) -> None:
    data = a_document([["序号", "户主", "人口"], ["", "", ""], ["填表人", "", ""]])
    [table] = Document(io.BytesIO(filled(people, taken(people, data)))).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert [row[0] for row in rows] == ["序号", "1", "2", "3", "填表人"]
    assert [row[2] for row in rows] == ["人口", "3", "2", "4", ""]


def test_a_person_decides_what_a_cell_asks_for(people: People, register: None) -> None:
    form = taken(people, a_workbook([["村名", "户数甲", "贫困户数"], [people.village.name_zh, None, None]]))
    slots = {slot.heading: slot for slot in form.slots}
    assert slots["户数甲"].source == ""
    chosen = {slots["户数甲"].id: "count.registered.people", slots["贫困户数"].id: ""}
    service.map_cells(actor=people.actor("township_reviewer"), form=form, sources=chosen)
    assert cells(filled(people, form))[1] == [people.village.name_zh, 5, None]


def test_what_nobody_had_to_type_is_counted(people: People, register: None) -> None:
    form = taken(people, by_village(people))
    filled(people, form)
    reviewer = people.actor("township_reviewer")
    assert queries.count_cells(reviewer, clock.today().year) == (1, 8)
    assert queries.count_cells(reviewer, 2025) == (0, 0)
    assert queries.count_cells(people.actor("other_township_reviewer"), clock.today().year) == (0, 0)
    assert [(form.name, times, total) for form, times, total in queries.list_forms(reviewer)] == [
        ("统计表", 1, 8)
    ]


def test_a_village_fills_the_townships_form_for_itself_only(people: People, register: None) -> None:
    form = taken(people, a_list())
    officer = people.actor("village_officer")
    row = service.record_filling(actor=officer, form=form, area=people.village, year=2026)
    assert row.cells == 8
    with pytest.raises(Forbidden):
        service.record_filling(actor=officer, form=form, area=people.other_village, year=2026)
    with pytest.raises(Forbidden):
        service.map_cells(actor=officer, form=form, sources={})
    with pytest.raises(Forbidden):
        service.fill(
            actor=people.actor("other_township_reviewer"), form=form, area=people.township, year=2026
        )


def test_a_form_is_filled_only_after_somebody_looked_at_its_cells(people: People) -> None:
    reviewer = people.actor("township_reviewer")
    form = service.take_in(actor=reviewer, area=people.township, name="表", asked_by="", data=a_list())
    with pytest.raises(Refused):
        service.fill(actor=reviewer, form=form, area=people.township, year=2026)


def test_a_filling_of_nothing_is_not_counted(people: People) -> None:
    form = taken(people, a_list())
    with pytest.raises(Refused):
        service.record_filling(
            actor=people.actor("township_reviewer"), form=form, area=people.township, year=2026
        )
    assert factories.first(FormFilling) is None


def test_a_form_that_is_put_away_is_filled_no_more(people: People, register: None) -> None:
    form, reviewer = taken(people, a_list()), people.actor("township_reviewer")
    service.put_away(actor=reviewer, form=form)
    assert not queries.list_forms(reviewer)
    with pytest.raises(Conflict):
        service.record_filling(actor=reviewer, form=form, area=people.township, year=2026)


def a_zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.4",
        b"\xd0\xcf\x11\xe0 an old workbook",
        a_zip(other=b"<a/>"),
        a_zip(xl__workbook=b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
        a_zip(xl__workbook=b" " * 70_000_000),
        a_zip(xl__workbook=b"<workbook/>"),
        a_zip(word__document=b"<document/>"),
        a_zip(xl__workbook=b"<a", **{"[Content_Types]": b"<a"}),
        a_zip(word__document=b"<a", **{"[Content_Types]": b"<a"}),
    ],
    ids=[
        "empty",
        "pdf",
        "xls",
        "zip",
        "entities",
        "bomb",
        "no workbook",
        "no document",
        "bad xlsx",
        "bad docx",
    ],
)
def test_what_is_no_form_is_refused_beside_its_field(people: People, data: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        service.take_in(
            actor=people.actor("township_reviewer"), area=people.township, name="表", asked_by="", data=data
        )
    assert refusal.value.field == "file"


def test_a_file_with_macros_is_refused_in_words() -> None:
    stream = io.BytesIO(a_list())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    with pytest.raises(Invalid) as refusal:
        grids.kind_of(stream.getvalue())
    assert "macros" in repr(vars(refusal.value))


def test_a_sheet_without_headings_wants_nothing() -> None:
    grid = grids.Grid("a", (("会议记录", ""), ("今天下雨", "")))
    assert not [one for one in suggest([grid]) if one.source]
