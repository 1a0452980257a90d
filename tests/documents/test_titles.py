"""Titles are broken where the sense breaks, into few lines of a good shape."""

from app.documents.titles import title_lines, width


def test_a_chinese_character_is_twice_as_wide_as_a_digit() -> None:
    assert width("公示2014") == 4.0


def test_a_short_title_stays_on_one_line() -> None:
    assert title_lines(("清浦村", "公告"), limit=17) == ("清浦村公告",)


def test_a_long_title_breaks_between_its_parts_with_the_long_line_first() -> None:
    lines = title_lines(("林泉镇清浦村", "2014年贫困户识别", "第一次公示"), limit=17)
    assert lines == ("林泉镇清浦村2014年贫困户识别", "第一次公示")


def test_nothing_is_lost_and_no_line_is_too_wide_as_long_as_the_parts_fit() -> None:
    parts = ("甲" * 9, "乙" * 12, "丙" * 5, "丁" * 10)
    lines = title_lines(parts, limit=16)
    assert "".join(lines) == "".join(parts)
    assert all(width(line) <= 16 for line in lines)


def test_a_part_that_never_fits_stands_alone_instead_of_being_cut() -> None:
    assert title_lines(("甲" * 30, "公告"), limit=17) == ("甲" * 30, "公告")
