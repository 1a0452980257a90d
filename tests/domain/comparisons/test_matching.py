"""Matching a file against people: number and name, upgraded and disability numbers, doubtful rows, columns, limits."""

import datetime as dt
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from app.core import keyed
from app.domain.comparisons.columns import Taken, find_table
from app.domain.comparisons.details import has_number, kept_text, without_numbers
from app.domain.comparisons.matching import Outcome, compare
from app.domain.comparisons.models import HitCertainty
from app.domain.comparisons.people import People, fingerprint_of, number_of
from app.domain.comparisons.reading import Reader
from app.domain.comparisons.spreadsheet import Limits
from app.domain.imports.findings import WorkbookRefused
from tests import factories
from tests.domain.comparisons.files import VEHICLES, a_csv, an_xlsx, csv_bytes

WANG = "510322197301011238"
#: invented; the number of the first generation and of the disability card that stand for the same person
LI_15 = "510322800101123"
LI = "510322198001011238"


@pytest.fixture(autouse=True)
def key() -> None:
    keyed.use_key("a test's key")


@pytest.fixture
def people() -> People:
    found = People()
    found.add_household(1, [(11, "王小明", WANG, None), (12, "王秀英", None, dt.date(1975, 5, 6))])
    found.add_household(2, [(21, "李 强", number_of(LI_15), None)])
    return found


def compared(path: Path, people: People) -> Outcome:
    return compare(path, people)


def test_number_and_name_match_in_any_order_of_columns(tmp_path: Path, people: People) -> None:
    rows = [
        ["车型", "身份证号", "序号", "姓名"],
        ["轿车", WANG, 1, "王小明"],
        ["货车", factories.an_id_number(), 2, "赵六"],
    ]
    outcome = compared(a_csv(tmp_path, rows), people)
    (hit,) = outcome.hits
    assert (outcome.matched, outcome.unmatched, outcome.rows) == (1, 1, 2)
    assert (hit.household_id, hit.member_id, hit.certainty) == (1, 11, HitCertainty.MATCHED)
    assert hit.details == (("车型", "轿车"),)


def test_another_name_with_the_same_number_is_doubtful(tmp_path: Path, people: People) -> None:
    outcome = compared(a_csv(tmp_path, [["姓名", "身份证号"], ["王晓明", WANG]]), people)
    assert [(hit.certainty, hit.name_in_file, hit.member_name) for hit in outcome.hits] == [
        (HitCertainty.DOUBTFUL, "王晓明", "王小明")
    ]
    assert (outcome.matched, outcome.doubtful) == (0, 1)


def test_blanks_and_width_do_not_part_a_name(tmp_path: Path, people: People) -> None:
    outcome = compared(
        a_csv(tmp_path, [["姓名", "身份证号"], ["王 小 明", f" {WANG[:6]} {WANG[6:]}"]]), people
    )
    assert outcome.matched == 1


@pytest.mark.parametrize("suffix", ["", "42", "42B1"])
def test_old_and_disability_numbers_are_the_same_person(tmp_path: Path, people: People, suffix: str) -> None:
    number = number_of(LI_15)
    assert number is not None
    given = f"{number}{suffix}" if suffix else LI_15
    outcome = compared(a_csv(tmp_path, [["姓名", "身份证号"], ["李强", given]]), people)
    assert outcome.matched == 1


def test_without_a_number_name_and_birth_make_a_doubt(tmp_path: Path, people: People) -> None:
    rows = [
        ["死者姓名", "公民身份号码", "出生日期", "死亡日期"],
        ["王秀英", "", "1975-05-06", "2025-12-01"],
        ["王秀英", "", "1975-05-07", "2025-12-01"],
        ["王小明", WANG[:-1] + ("0" if WANG[-1] != "0" else "1"), "1973-01-01", ""],
        ["王小明", factories.an_id_number(), "1973-01-01", ""],
    ]
    outcome = compared(a_csv(tmp_path, rows), people)
    assert [(hit.row_number, hit.member_id, hit.certainty) for hit in outcome.hits] == [
        (2, 12, HitCertainty.DOUBTFUL),
        (4, 11, HitCertainty.DOUBTFUL),
    ]
    assert outcome.hits[0].happened_on == dt.date(2025, 12, 1)
    assert (outcome.unreadable, outcome.unreadable_rows, outcome.unmatched) == (1, [3], 1)


def test_a_right_number_of_nobody_here_is_no_doubt_whatever_the_name(tmp_path: Path, people: People) -> None:
    twin = factories.an_id_number()
    outcome = compared(a_csv(tmp_path, [["姓名", "身份证号"], ["王小明", twin]]), people)
    assert (outcome.hits, outcome.unmatched) == ([], 1)


def test_one_hit_for_a_row_and_a_household(tmp_path: Path) -> None:
    people = People()
    people.add_household(1, [(11, "王小明", WANG, None), (12, "王小明", WANG, None)])
    people.add_household(2, [(21, "王小明", WANG, None)])
    outcome = compared(a_csv(tmp_path, [["姓名", "身份证号"], ["王小明", WANG]]), people)
    assert sorted(hit.household_id for hit in outcome.hits) == [1, 2]


def test_numbers_that_excel_spoilt_are_unreadable(tmp_path: Path, people: People) -> None:
    path = an_xlsx(
        tmp_path, {"表": [["姓名", "身份证号"], ["王小明", 510322197301011000], ["王小明", "5.10322E+17"]]}
    )
    outcome = compared(path, people)
    assert (outcome.unreadable, outcome.hits) == (2, [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(tmp_path: Path, people: People, encoding: str) -> None:
    outcome = compared(a_csv(tmp_path, [["姓名", "身份证号"], ["王小明", WANG]], encoding=encoding), people)
    assert outcome.matched == 1


def test_a_workbook_with_a_title_sheets_and_gaps(tmp_path: Path, people: People) -> None:
    path = an_xlsx(
        tmp_path,
        {
            "说明": [["本表由交警大队提供"]],
            "机动车": [
                ["县交警大队机动车登记"],
                list(VEHICLES),
                ["川C1", None, WANG, 41640, "轿车"],
                [],
                ["川C2", "王小明", WANG, None, None],
            ],
            "旧表": [list(VEHICLES), ["川C3", "王小明", WANG, None, None]],
        },
        hidden=["旧表"],
    )
    outcome = compared(path, people)
    assert [(hit.row_number, hit.certainty.value) for hit in outcome.hits] == [
        (3, "doubtful"),
        (5, "matched"),
    ]
    assert outcome.hits[0].happened_on == dt.date(2014, 1, 1)
    assert outcome.skipped_sheets == ["说明", "旧表"]


def test_what_each_column_is_taken_for() -> None:
    table = find_table(
        [(1, ["序号", "所有人", "身份证明号码", "联系电话", "号牌号码", "登记日期", "配偶身份证号"])]
    )
    assert table is not None
    assert [column.taken for column in table.columns] == [
        Taken.NOT_READ,
        Taken.NAME,
        Taken.ID_NUMBER,
        Taken.NOT_KEPT,
        Taken.DETAIL,
        Taken.HAPPENED_ON,
        Taken.NOT_KEPT,
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"购车人{WANG}", "购车人***"),
        ("卡 6217 0012 3456 7890 123", "卡 ***"),
        ("13812345678", "***"),
        ("0830-3501234", "***"),
        ("2013-05-06 12:30:00", "2013-05-06 12:30:00"),
        ("川C12345", "川C12345"),
        ("2013年5月6日购于2014-01-02", "2013年5月6日购于2014-01-02"),
        ("１３８１２３４５６７８", "***"),
        ("510322-1980-01-01-1234", "***"),
    ],
)
def test_personal_numbers_are_masked(text: str, kept: str) -> None:
    assert without_numbers(text) == kept
    assert has_number(text) == (text != kept)


def test_a_detail_is_short_and_days_are_readable() -> None:
    assert kept_text("长" * 200, "备注") == "长" * 80
    assert kept_text(41640.0, "登记日期") == "2014-01-01"
    assert kept_text("—", "备注") == ""


def test_fingerprints_follow_people_and_key() -> None:
    one = fingerprint_of([("王小明", WANG, None), ("李强", None, None)])
    assert one == fingerprint_of([("李强", None, None), ("王小明", WANG, None)])
    assert one != fingerprint_of([("李强", None, None)])
    assert WANG not in one
    keyed.use_key("another key")
    assert one != fingerprint_of([("王小明", WANG, None), ("李强", None, None)])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old kind"),
        (b"%PDF-1.7 ", "not a table"),
        (b"<html><table>", "web page"),
        (csv_bytes([["姓名", "身份证号"]]), "no row below"),
        (csv_bytes([["甲", "乙"], ["1", "2"]]), "names a column"),
        (csv_bytes([["姓名", "身份证号"]]) + b"\xff\xff\xff\xff,1\r\n", "row %(row)s cannot be read"),
        (csv_bytes([["姓名", "身份证号"]]) + b'"never closed,1\r\n1,2\r\n', "quotation mark"),
    ],
)
def test_refused_files_say_what_is_wrong(tmp_path: Path, people: People, data: bytes, words: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(WorkbookRefused) as refusal:
        compared(path, people)
    assert words in refusal.value.reason.msgid
    assert refusal.value.advice.msgid


def test_a_row_that_cannot_be_decoded_is_named(tmp_path: Path, people: People) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("姓名,身份证号\r\n甲,1\r\n".encode() + b"\xff\xfe\xfd,2\r\n")
    with pytest.raises(WorkbookRefused) as refusal:
        compared(path, people)
    assert refusal.value.reason.params["row"] == 3


def test_bombs_limits_and_broken_workbooks(tmp_path: Path, people: People) -> None:
    bomb = an_xlsx(tmp_path, {"表": [["姓名", "身份证号"]]}, extra={"xl/media/zero.bin": "0" * 20_000_000})
    with pytest.raises(WorkbookRefused, match="unpack"):
        compared(bomb, people)
    rows = [["姓名", "身份证号"], *([["甲", WANG]] * 3_000)]
    with pytest.raises(WorkbookRefused, match="rows"):
        compare(a_csv(tmp_path, rows), people, limits=Limits(max_rows=1_000))
    with pytest.raises(WorkbookRefused, match="rows"):
        compare(an_xlsx(tmp_path, {"表": rows}), people, limits=Limits(max_rows=1_000))
    with pytest.raises(WorkbookRefused, match="columns"):
        compare(an_xlsx(tmp_path, {"表": [["姓名", "身份证号", "三"]]}), people, limits=Limits(max_columns=2))
    entity = tmp_path / "entity.xlsx"
    with zipfile.ZipFile(an_xlsx(tmp_path, {"表": [["姓名"]]})) as good, zipfile.ZipFile(entity, "w") as bad:
        for part in good.namelist():
            content = good.read(part).decode()
            if "sheet1" in part:
                content = f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{content}'
            bad.writestr(part, content)
    with pytest.raises(WorkbookRefused, match="damaged"):
        compared(entity, people)
    torn = tmp_path / "torn.xlsx"
    torn.write_bytes(bomb.read_bytes()[:500])
    with pytest.raises(WorkbookRefused, match="damaged"):
        compared(torn, people)


def test_share_read_goes_to_the_end(tmp_path: Path) -> None:
    for path in (a_csv(tmp_path, [["a", "b"]] * 2_000), an_xlsx(tmp_path, {"表": [["a", "b"]] * 2_000})):
        reader = Reader(path, Limits())
        assert sum(1 for sheet in reader.sheets() for _ in sheet.rows) == 2_000
        assert reader.share_read == 1.0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(tmp_path: Path, people: People, kind: str) -> None:
    def highest(rows: int) -> int:
        content = [["姓名", "身份证号"], *([f"赵{index}", f"{index:018}"] for index in range(rows))]
        path = a_csv(tmp_path, content) if kind == "csv" else an_xlsx(tmp_path, {"表": content})
        del content
        tracemalloc.start()
        try:
            compare(path, people)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = highest(4_000), highest(24_000)
    assert many < few + 2_500_000  # that many rows as lists of texts would be five times that
