"""What single cells mean, in all the ways clerks write them."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.households import codes
from app.domain.imports import cells, numbers
from app.domain.imports.cells import Cell, Unreadable
from tests.domain.imports.workbooks import an_id

GOOD_ID = an_id("19820814", 7)
X_ID = next(number for serial in range(1, 99) if (number := an_id("19820207", serial)).endswith("X"))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (2736.0, 273600),
        ("2736元", 273600),
        ("２，７３６．５０元", 273650),
        (" 2 736 ", 273600),
        ("1,234.5", 123450),
        ("0.5万元", 500000),
        ("¥300", 30000),
        ("300元/年", 30000),
        ("-200", -20000),
        ("1E3", 100000),
        ("", None),
        ("-", None),
        ("无", None),
        ("/", None),
        (0.1 + 0.2, 30),
    ],
)
def test_amounts(raw: Cell, expected: int | None) -> None:
    assert cells.fen_of(raw) == expected


@pytest.mark.parametrize("raw", ["约两千", "2736亩", "12a", "1.2.3", "九百", "1e400000", 1e12, "inf", "nan"])
def test_what_is_no_amount_is_said_so(raw: Cell) -> None:
    with pytest.raises(Unreadable) as caught:
        cells.fen_of(raw)
    assert caught.value.advice.msgid


def test_measures_with_their_units() -> None:
    assert cells.measure_of("５.１亩", "mu", 999) == Decimal("5.10")
    assert cells.measure_of("60㎡", "square_metres", 999) == Decimal("60.00")
    assert cells.measure_of("60平方米", "square_metres", 999) == Decimal("60.00")
    assert cells.measure_of(1.4, "mu", 999) == Decimal("1.40")
    with pytest.raises(Unreadable):
        cells.measure_of(-1.0, "mu", 999)
    with pytest.raises(Unreadable):
        cells.measure_of("60元", "mu", 999)


def test_whole_numbers_with_their_units() -> None:
    assert cells.whole_number_of("５人", "people", 0, 99) == 5
    assert cells.whole_number_of("7个月", "months", 0, 12) == 7
    assert cells.whole_number_of(7.0, "months", 0, 12) == 7
    for raw in (13.0, "2.5", "-1"):
        with pytest.raises(Unreadable):
            cells.whole_number_of(raw, "months", 0, 12)


@pytest.mark.parametrize("raw", ["是", "有", "√", "Y", "1", 1.0, True, "已参加", "享受", " 是 "])
def test_yes(raw: Cell) -> None:
    assert cells.yes_no_of(raw) is True


@pytest.mark.parametrize("raw", ["否", "无", "×", "N", "０", 0.0, False, "未参加", "不享受"])
def test_no(raw: Cell) -> None:
    assert cells.yes_no_of(raw) is False


def test_neither_yes_nor_no() -> None:
    assert cells.yes_no_of("") is None
    assert cells.yes_no_of("—") is None
    with pytest.raises(Unreadable):
        cells.yes_no_of("大概")


@pytest.mark.parametrize(
    "raw",
    [
        "2013-12-31", "2013/12/31", "2013.12.31", "2013年12月31日", "２０１３年１２月３１日", "20131231",
        20131231.0, 41639.0, "41639", "2013-12-31 00:00:00", "2013 - 12 - 31",
    ],
)  # fmt: skip
def test_dates_as_text_and_as_excel_numbers(raw: Cell) -> None:
    assert cells.birth_date_of(raw) == date(2013, 12, 31)


@pytest.mark.parametrize("raw", ["1982.11", "198211", "1982年11月", 1982.11, 198211.0, "", "无"])
def test_a_birth_month_alone_is_left_out(raw: Cell) -> None:
    assert cells.birth_date_of(raw) is None


@pytest.mark.parametrize("raw", ["2013-02-30", "31.12.13", "去年", "2013-13-01"])
def test_dates_that_do_not_exist(raw: Cell) -> None:
    with pytest.raises(Unreadable):
        cells.date_of(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("阿依•古丽", "阿依·古丽"),
        ("阿依‧古丽", "阿依·古丽"),
        ("阿依．古丽", "阿依·古丽"),
        ("秦 海", "秦海"),
        ("秦\u3000海 ", "秦海"),
        ("秦\u202e海\u200b\ufeff", "秦海"),
        ("秦\x07海\n", "秦海"),
        ("'秦海", "秦海"),
        ("*秦海", "秦海"),
        ("John  Smith", "John Smith"),
    ],
)
def test_names(raw: str, expected: str) -> None:
    assert cells.name_of(raw) == expected


def test_text_out_of_a_csv_formula() -> None:
    assert cells.text_of('="511903"') == "511903"
    assert cells.text_of(3.0) == "3"
    assert cells.text_of(None) == ""


@pytest.mark.parametrize(
    "raw",
    [
        X_ID, X_ID.lower(), f" {X_ID[:6]} {X_ID[6:14]} {X_ID[14:]}", f"'{X_ID}", f"\t{X_ID}", X_ID.replace("X", "Ｘ"),
        "".join(chr(ord(c) + 0xFEE0) for c in X_ID), f'="{X_ID}"', X_ID + "\n", f"{X_ID[:6]}-{X_ID[6:]}",
    ],
)  # fmt: skip
def test_identity_numbers_are_put_right_silently(raw: str) -> None:
    assert numbers.id_number_of(raw) == numbers.NumberRead(X_ID)


@pytest.mark.parametrize(
    "raw", [511903198211243631.0, 511903198211243000.0, "5.11903E+17", "5.11903198211244E+17"]
)
def test_identity_numbers_that_excel_has_cut_are_unreadable(raw: Cell) -> None:
    with pytest.raises(Unreadable) as caught:
        numbers.id_number_of(raw)
    assert "last digits are lost" in caught.value.problem.msgid


def test_an_identity_number_of_15_digits_is_brought_to_18() -> None:
    for raw in ("511903820814007", 511903820814007.0):
        read = numbers.id_number_of(raw)
        assert read is not None
        assert read.number == GOOD_ID
        assert read.remark is not None


def test_a_disability_card_gives_the_identity_number() -> None:
    read = numbers.id_number_of(GOOD_ID + "42")
    assert read == numbers.NumberRead(GOOD_ID, None, GOOD_ID + "42")


def test_a_wrong_check_digit_or_date_is_kept_with_a_remark() -> None:
    wrong = GOOD_ID[:-1] + str((int(GOOD_ID[-1].replace("X", "0")) + 1) % 10)
    read = numbers.id_number_of(wrong)
    assert read is not None
    assert read.number == wrong
    assert read.remark is not None
    assert "check digit" in read.remark.problem.msgid
    read = numbers.id_number_of("511903198213243631")
    assert read is not None
    assert read.remark is not None
    assert "date of birth" in read.remark.problem.msgid


@pytest.mark.parametrize("raw", ["51190319820814", "A11903198211243631", "不详", "511903198211243631234"])
def test_what_cannot_be_an_identity_number(raw: str) -> None:
    with pytest.raises(Unreadable):
        numbers.id_number_of(raw)


@pytest.mark.parametrize("raw", ["", None, "无", "暂无", "-", "未上户"])
def test_no_identity_number_yet(raw: Cell) -> None:
    assert numbers.id_number_of(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        "10237916168",
        10237916168.0,
        " 102 3791 6168",
        "102-3791-6168",
        "+8610237916168",
        "１０２３７９１６１６８",
    ],
)
def test_telephones(raw: Cell) -> None:
    assert numbers.phone_of(raw) == numbers.NumberRead("10237916168")


def test_odd_telephones_are_kept_with_a_remark() -> None:
    two = numbers.phone_of("10237916168/10237916169")
    assert two is not None
    assert two.number == "10237916168"
    assert two.remark is not None
    short = numbers.phone_of("4212345")
    assert short is not None
    assert short.remark is not None


def test_household_numbers() -> None:
    assert numbers.register_number_of("5205811070030001") == "5205811070030001"
    assert numbers.register_number_of(" 5205811070030001 ") == "5205811070030001"
    assert numbers.register_number_of(12.0) == "12"
    assert numbers.register_number_of(5205811070030001.0) == "5205811070030001"
    with pytest.raises(Unreadable):
        numbers.register_number_of(5205811070030000.0)


def test_accounts() -> None:
    assert numbers.account_of("6217 0000 1234 5678 901") == "6217000012345678901"
    with pytest.raises(Unreadable):
        numbers.account_of(6217000012345678901.0)


def test_code_words_in_their_spellings() -> None:
    assert cells.code_of("缺劳力", codes.CAUSE) == "labour"
    assert cells.code_of(" 因 病 ", codes.CAUSE) == "illness"
    assert cells.code_of("01因病", codes.CAUSE) == "illness"
    assert cells.code_of("—", codes.CAUSE) is None
    assert cells.codes_of("缺水、因病", codes.CAUSE) == ("water", "illness")
    assert cells.codes_of("残疾,长期慢性病", codes.HEALTH) == ("disabled", "chronic")
    with pytest.raises(Unreadable) as caught:
        cells.code_of("因为穷", codes.CAUSE)
    assert "因病" in str(caught.value.advice)
    with pytest.raises(Unreadable):
        cells.codes_of("因病、因为穷", codes.CAUSE)
