"""How a list is laid out: two blocks where they save pages and nothing would wrap, whole columns, groups together."""

import pytest

from app.documents.faults import RowTooHigh
from app.documents.notice_lists import TWO_UP, GroupHead, ListPlan, plan
from app.documents.papers import NoticeRow
from tests.documents.made_up import some_rows


def laid(count: int, **how: object) -> ListPlan:
    return plan(some_rows(count), TWO_UP, lang=str(how.pop("lang", "zh")), **how)  # type: ignore[arg-type]  # passed on


def read(found: ListPlan) -> list[NoticeRow]:
    """The rows in the order in which a page is read: down its left block, then down its right one."""
    return [
        line[block]
        for page in found.pages
        for block in range(found.blocks)
        for line in page
        if isinstance(line[block], NoticeRow)
    ]


@pytest.mark.parametrize(("rows", "blocks"), [(1, 1), (18, 1), (19, 2), (60, 2), (400, 2)])
def test_two_blocks_only_where_they_save_a_page(rows: int, blocks: int) -> None:
    assert laid(rows).blocks == blocks


@pytest.mark.parametrize("rows", [1, 21, 22, 42, 43, 44, 60, 91, 92, 93, 400])
@pytest.mark.parametrize("how", [{}, {"lang": "en"}, {"large": True}, {"by_group": True}, {"below": 240.0}])
def test_every_row_stands_once_and_in_its_order(rows: int, how: dict[str, object]) -> None:
    found = read(laid(rows, **how))
    expected = list(some_rows(rows))
    assert sorted(found, key=lambda row: row.sequence) == expected
    if "by_group" not in how:
        assert found == expected


@pytest.mark.parametrize("rows", range(40, 100))
def test_what_follows_the_list_never_stands_alone_on_a_page(rows: int) -> None:
    """On the last page there is room for it under the lines, and at least two lines stand there."""
    found = laid(rows, below=240.0)
    if found.blocks == 1:
        return
    last = found.pages[-1]
    room = 25 if len(found.pages) > 1 else 21
    assert len(last) + 10 <= room
    assert len(last) >= 2


@pytest.mark.parametrize("how", [{}, {"by_group": True}])
def test_no_page_holds_more_lines_than_it_has_room_for(how: dict[str, object]) -> None:
    first, *others = laid(400, **how).pages
    assert len(first) == 21
    assert all(len(page) <= 25 for page in others)


def test_a_name_that_would_wrap_keeps_the_list_in_one_block() -> None:
    rows = (*some_rows(60), NoticeRow(61, "第一组", "阿卜杜热合曼·买买提艾力", 4))
    assert plan(rows, TWO_UP, lang="zh").blocks == 1


def test_optional_columns_keep_the_list_in_one_block() -> None:
    assert plan(some_rows(60), (*TWO_UP, "attribute"), lang="zh").blocks == 1


def test_the_heading_of_a_group_says_its_sum_and_never_ends_a_block() -> None:
    found = laid(60, by_group=True)
    heads = [slot for page in found.pages for line in page for slot in line if isinstance(slot, GroupHead)]
    rows = some_rows(60)
    assert {head.name for head in heads} == {row.group_name for row in rows}
    for head in heads:
        members = [row for row in rows if row.group_name == head.name]
        assert (head.households, head.people) == (len(members), sum(row.people for row in members))
    for page in found.pages:
        assert not any(isinstance(slot, GroupHead) for slot in page[-1])


def test_groups_come_in_the_order_of_the_list_and_rows_keep_theirs_within() -> None:
    groups = list(dict.fromkeys(row.group_name for row in some_rows(60)))
    found = read(laid(60, by_group=True))
    assert list(dict.fromkeys(row.group_name for row in found)) == groups
    for group in groups:
        numbers = [row.sequence for row in found if row.group_name == group]
        assert numbers == sorted(numbers)


def test_columns_share_the_whole_width_and_long_names_get_more_of_it() -> None:
    usual, long = laid(5), plan([NoticeRow(1, "第一组", "名" * 300, 3)], TWO_UP, lang="zh")
    for found in (usual, long):
        assert sum(share for _name, share in found.columns) == pytest.approx(100, abs=0.1)
    assert dict(long.columns)["head_name"] > dict(usual.columns)["head_name"]


def test_an_empty_list_has_no_lines() -> None:
    assert laid(0).pages in ((), ((),))


def test_a_slot_without_a_row_is_blank() -> None:
    found = laid(61)
    assert found.pages[-1][-1] == (some_rows(61)[51], None)


@pytest.mark.parametrize(("large", "length"), [(True, 400), (False, 700)])
def test_a_row_that_does_not_fit_a_page_is_refused_by_name(large: bool, length: int) -> None:
    rows = [*some_rows(3), NoticeRow(4, "1组", "明" * length, 2)]
    with pytest.raises(RowTooHigh, match="Row 4 is too long"):
        plan(rows, TWO_UP, lang="zh", large=large)
    assert plan([*rows[:3], NoticeRow(4, "1组", "明" * 100, 2)], TWO_UP, lang="zh", large=large).blocks == 1
