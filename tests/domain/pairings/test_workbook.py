"""The workbook of helpers: looked through cell by cell, taken over whole, taken back whole."""

import datetime as dt
import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook, load_workbook

from app.core.errors import Conflict, Forbidden, Refused
from app.domain.imports.findings import WorkbookRefused
from app.domain.imports.models import ImportState
from app.domain.pairings import queries, service, workbook_service, workbook_undoing
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, PairingImport, UnitLevel
from app.domain.pairings.workbook_reading import read
from app.domain.pairings.workbook_writing import empty_workbook, pairing_workbook
from app.domain.policies.vocabulary import HelperRank
from tests import factories
from tests.people import People

HEAD = (
    "序号",
    "村",
    "户编号",
    "户主姓名",
    "帮扶责任人",
    "帮扶单位",
    "隶属关系",
    "职级",
    "联系电话",
    "结对时间",
)


def a_workbook(*rows: Sequence[object], head: Sequence[str] = HEAD, title: bool = True) -> bytes:
    """A workbook as an office keeps it: a title, the headings, the rows."""
    book = Workbook()
    sheet = book.active
    if title:
        sheet.append(["林泉镇结对帮扶台账"])
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def handed_in(people: People, data: bytes) -> PairingImport:
    actor = people.actor("township_reviewer")
    return workbook_service.preview(
        actor=actor, area=people.township, reading=read(data), filename="台账.xlsx"
    )


def problems(run: PairingImport) -> list[tuple[str, str, str]]:
    """Cell, severity, problem."""
    return [(one["cell"], one["severity"], one["problem"]["msgid"]) for one in run.findings or []]


def a_row(home: object, name: str = "何平", unit: str = "镇中学", **other: object) -> list[object]:
    values = {"level": "乡镇", "rank": "一般干部", "phone": "0857-1234567", "on": "2026-03-01"} | other
    number = getattr(home, "household_no", home)
    return [1, "", number, "", name, unit, values["level"], values["rank"], values["phone"], values["on"]]


def test_it_is_taken_over_whole_and_taken_back_whole(people: People) -> None:
    actor = people.actor("township_reviewer")
    homes = [factories.a_registered(people.village) for _ in range(3)]
    known = factories.a_helper(factories.a_helping_unit(people.township, name="镇政府"), name="罗敏")
    factories.a_pairing(homes[0], known, started_on=dt.date(2026, 1, 1))
    factories.a_pairing(homes[2], known, started_on=dt.date(2026, 1, 1))
    run = handed_in(
        people,
        a_workbook(
            a_row(homes[0]),
            a_row(homes[1], rank="科级领导", name="石磊"),
            a_row(homes[2], name="罗敏", unit="镇政府"),
            ["合计", "", "", "", "", "", "", "", "", ""],
        ),
    )
    assert problems(run) == []
    summary = run.summary or {}
    assert [summary[key] for key in ("rows", "units", "helpers", "new", "changed", "same")] == [
        3,
        1,
        2,
        1,
        1,
        1,
    ]
    assert factories.how_many(Pairing) == 2, "nothing is written before it is confirmed"
    workbook_service.apply_import(actor=actor, run=run)
    found = queries.helpers_of([one.id for one in homes])
    assert [found[one.id].name for one in homes] == ["何平", "石磊", "罗敏"]
    assert found[homes[1].id].rank is HelperRank.DEPARTMENT_LEADER
    assert found[homes[1].id].unit.level is UnitLevel.TOWNSHIP
    now, before = queries.list_pairings_of(homes[0].id)
    assert (before.ended_on, now.started_on) == (dt.date(2026, 3, 1), dt.date(2026, 3, 1))
    assert (run.state, run.rows) == (ImportState.APPLIED, None)
    workbook_service.undo_import(actor=actor, run=run, reason="传错了")
    found = queries.helpers_of([one.id for one in homes])
    assert {key: one.name for key, one in found.items()} == {homes[0].id: "罗敏", homes[2].id: "罗敏"}
    assert [factories.how_many(kind) for kind in (Pairing, Helper, HelpingUnit)] == [2, 1, 1]


def test_each_wrong_cell_is_named_and_nothing_can_be_taken_over(people: People) -> None:
    home, twice = factories.a_registered(people.village), factories.a_registered(people.village)
    stranger = factories.a_household(people.village)
    run = handed_in(
        people,
        a_workbook(
            a_row(home, rank="大领导"),
            a_row("520581107099"),
            a_row(stranger),
            a_row(twice),
            a_row(twice),
            a_row("", name=""),
            a_row(factories.a_registered(people.village), on="2030-01-01"),
            a_row(factories.a_registered(people.village), name="13912345678"),
        ),
    )
    blocked = [(cell, problem) for cell, severity, problem in problems(run) if severity == "blocking"]
    assert ("H3", "This word is not in the list of allowed values.") in blocked
    assert ("C4", "No registered household here has this number.") in blocked
    assert ("C5", "No registered household here has this number.") in blocked
    assert ("C7", "This household stands twice in the workbook.") in blocked
    assert ("C8", "The row names no household.") in blocked
    assert ("J9", "This day is still to come.") in blocked
    assert any(cell == "E10" for cell, _problem in blocked)
    assert "13912345678" not in str(run.findings) + str(run.rows)
    with pytest.raises(Refused):
        workbook_service.apply_import(actor=people.actor("township_reviewer"), run=run)
    assert factories.how_many(Pairing) == 0


def test_a_mobile_number_is_left_out_and_not_repeated(people: People) -> None:
    home = factories.a_registered(people.village)
    run = handed_in(people, a_workbook(a_row(home, phone=13912345678)))
    assert [severity for _cell, severity, _problem in problems(run)] == ["warning"]
    assert "13912345678" not in str(run.findings) + str(run.rows)
    workbook_service.apply_import(actor=people.actor("township_reviewer"), run=run)
    assert queries.find_helper(home.id).telephone == ""


def test_a_household_is_found_by_village_and_head(people: People) -> None:
    one = factories.a_registered(people.village, head_name="王秀英")
    factories.a_registered(people.other_village, head_name="王秀英")
    head = ("村名", "贫困户姓名", "帮扶干部", "工作单位")
    name = people.village.name_zh
    run = handed_in(people, a_workbook([name, "王 秀英", "何平", "镇中学"], head=head, title=False))
    assert problems(run) == []
    run = handed_in(people, a_workbook(["", "王秀英", "何平", "镇中学"], head=head))
    assert problems(run) == [("B3", "blocking", "Several households here have a head of this name.")]
    run = handed_in(people, a_workbook([name, "李建国", "何平", "镇中学"], head=head))
    assert problems(run) == [("B3", "blocking", "No registered household here has this head.")]
    run = handed_in(people, a_workbook([1, "", one.household_no, "李建国", "何平", "镇中学", "", "", "", ""]))
    assert [cell for cell, _severity, _problem in problems(run)] == ["D3"]


def test_what_goes_out_comes_in_again_and_changes_nothing(people: People) -> None:
    helper = factories.a_helper(factories.a_helping_unit(people.township), telephone="0857-1234567")
    home = factories.a_registered(people.village)
    factories.a_pairing(home, helper)
    open_ = factories.a_registered(people.village)
    factories.an_exit(factories.a_registered(people.village))
    data = pairing_workbook(people.township.path)
    rows = list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == [home.household_no, open_.household_no], (
        "whoever left is not in it"
    )
    assert rows[1][3:7] == (helper.name, helper.unit.name, "乡镇", "一般干部")
    run = handed_in(people, data)
    assert (run.summary or {})["same"] == 1
    assert problems(run) == [], "a line that names nobody is still to be filled in: it changes nothing"
    assert len(list(load_workbook(io.BytesIO(empty_workbook())).active.iter_rows())) == 1


def test_what_moved_on_since_the_preview_is_not_overwritten(people: People) -> None:
    actor, home = people.actor("township_reviewer"), factories.a_registered(people.village)
    run = handed_in(people, a_workbook(a_row(home)))
    other = factories.a_helper(factories.a_helping_unit(people.township), name="罗敏")
    service.pair(actor=actor, household=home, helper=other, started_on=dt.date(2026, 1, 1))
    with pytest.raises(Conflict):
        workbook_service.apply_import(actor=actor, run=run)
    run = handed_in(people, a_workbook(a_row(home)))
    workbook_service.apply_import(actor=actor, run=run)
    service.pair(actor=actor, household=home, helper=other, reason="换人")
    with pytest.raises(Refused) as refused:
        workbook_service.undo_import(actor=actor, run=run, reason="传错了")
    assert [one.params["number"] for one in refused.value.blockers] == [home.household_no]


def test_taking_back_names_what_was_changed_and_undoes_the_rest(people: People) -> None:
    actor = people.actor("township_reviewer")
    homes = [factories.a_registered(people.village) for _ in range(4)]
    unit = factories.a_helping_unit(people.township)
    old, gone, other = (factories.a_helper(unit, name=name) for name in ("罗敏", "石磊", "周兰"))
    for home, helper in zip(homes, (old, old, gone), strict=False):
        factories.a_pairing(home, helper, started_on=dt.date(2026, 1, 1))
    run = handed_in(people, a_workbook(*(a_row(home, on="2026-02-01") for home in homes)))
    workbook_service.apply_import(actor=actor, run=run)
    service.pair(actor=actor, household=homes[0], helper=other, reason="换人")
    service.leave(actor=actor, helper=gone, reason="退休")
    kept = workbook_undoing.get_kept(run)
    assert (kept.number, kept.others) == (2, 2)
    assert [one.params["number"] for one in kept.problems] == [one.household_no for one in homes[::2]]
    workbook_service.undo_import(actor=actor, run=run, reason="传错了")
    assert run.state is ImportState.UNDONE
    found = {key: one.name for key, one in queries.helpers_of([one.id for one in homes]).items()}
    assert found == {homes[0].id: "周兰", homes[1].id: "罗敏", homes[2].id: "何平"}
    assert [one.ended_on for one in queries.list_pairings_of(homes[1].id)] == [None]
    assert workbook_undoing.get_kept(run).number == 2, "the page still says what stayed"


def test_what_is_no_such_workbook_is_refused(people: People) -> None:
    for data in (b"", b"%PDF-1.4", a_workbook(["a", "b"], head=("甲", "乙", "丙"))):
        with pytest.raises(WorkbookRefused):
            read(data)
    head = ("户编号", "户主姓名", "帮扶单位")
    run = handed_in(people, a_workbook(["1", "2", "3"], head=head))
    assert problems(run)[0][1:] == ("blocking", "The column “%(field)s” is missing.")
    with pytest.raises(Forbidden):
        workbook_service.preview(
            actor=people.actor("village_officer"),
            area=people.township,
            reading=read(empty_workbook()),
            filename="x.xlsx",
        )


def test_a_village_and_a_day_that_do_not_fit_the_household_are_named(people: People) -> None:
    first, second = (factories.a_registered(people.village, on=dt.date(2026, 2, 1)) for _ in range(2))
    wrong = a_row(first)
    wrong[1] = people.other_village.name_zh
    run = handed_in(people, a_workbook(wrong, a_row(second, on="1900-01-01")))
    assert {cell for cell, severity, _problem in problems(run) if severity == "blocking"} == {"B3", "J4"}
