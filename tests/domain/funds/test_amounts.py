"""Amounts as they are typed, shown and written in capital numerals; lines of a roll as they are pasted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import Invalid, Refused
from app.domain.funds import rolls, rules

DIGITS = {digit: number for number, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1_000}


def section(text: str) -> int:
    """Up to four digits in capitals, read by hand."""
    total, digit = 0, 0
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
        else:
            total += digit * PLACES[sign]
            digit = 0
    return total + digit


def whole(text: str) -> int:
    """A whole number in capitals: 亿 before 万, and 万 of 亿."""
    if "亿" in text:
        above, below = text.rsplit("亿", 1)
        return whole(above) * 100_000_000 + whole(below)
    if "万" in text:
        above, below = text.split("万")
        return section(above) * 10_000 + section(below)
    return section(text)


def read(capitals: str) -> int:
    """Fen from capital numerals, by nobody's library."""
    if capitals.endswith("整"):
        return whole(capitals.removesuffix("整").removesuffix("元")) * 100
    yuan, _sign, rest = capitals.rpartition("元")
    rest = rest or capitals
    jiao, has_jiao, fen = rest.partition("角") if "角" in rest else ("", "", rest)
    return (
        whole(yuan) * 100
        + (DIGITS[jiao.removeprefix("零") or "零"] * 10 if has_jiao else 0)
        + (DIGITS[fen.removesuffix("分").removeprefix("零") or "零"] if fen else 0)
    )


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角"),
        (105, "壹元零伍分"),
        (1_000, "壹拾元整"),
        (100_100, "壹仟零壹元整"),
        (1_001_000, "壹万零壹拾元整"),
        (10_000_100, "壹拾万零壹元整"),
        (120_000_050, "壹佰贰拾万元伍角"),
        (10_000_000_100, "壹亿零壹元整"),
        (100_000_000_000_000, "壹万亿元整"),
    ],
)
def test_capital_numerals(fen: int, words: str) -> None:
    assert rules.capitals(fen) == words


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.one_of(
        st.integers(0, rules.MOST_FEN),
        st.integers(0, 20_000),
        st.tuples(st.integers(0, 999), st.integers(0, 12), st.integers(0, 99)).map(
            lambda parts: min(rules.MOST_FEN, parts[0] * 10 ** parts[1] + parts[2])
        ),
    )
)
def test_capital_numerals_are_read_back_as_the_same_amount(fen: int) -> None:
    words = rules.capitals(fen)
    assert read(words) == fen
    assert words.endswith("整") == (fen % 100 == 0)


@pytest.mark.parametrize("fen", [-1, rules.MOST_FEN + 1])
def test_what_cannot_be_written_in_capitals(fen: int) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        rules.capitals(fen)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1200", 120_000),
        ("1,200,000.50", 120_000_050),
        ("１，２００．５０", 120_050),
        ("120万", 120_000_000),
        ("120.5 万元", 120_500_000),
        ("1.2亿", 12_000_000_000),
        ("¥300", 30_000),
        ("￥1,000.00元整", 100_000),
        ("0.01", 1),
        (".5", 50),
    ],
)
def test_amounts_are_understood_as_people_type_them(typed: str, fen: int) -> None:
    assert rules.read_fen(typed) == fen


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "viel",
        "-5",
        "0",
        "0.00",
        "1,2",
        "12,34",
        "1,2345,678",
        "5.10,000",
        "12,34,567.00",
        "1,200.50,000",
        "1200,000",
        "1.2.3",
        "0.001",
        "1e5",
        "99999999999999",
        "1/2",
        "NaN",
        "万",
    ],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        rules.read_fen(typed)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(1, rules.MOST_FEN))
def test_what_is_shown_is_read_again_as_the_same(fen: int) -> None:
    assert rules.read_fen(rules.yuan(fen)) == fen


def test_lines_of_a_roll_from_a_sheet() -> None:
    lines = rolls.read_lines(
        "组\t姓名\t人数\t金额\n一组\t王秀英\t4\t1,200.00\n\n二组\t李建国\t3\t750.5\t鸡苗\n合计\t\t\t1,950.50"
    )
    assert [(one.group_name, one.name, one.people, one.amount_fen, one.goods_zh) for one in lines] == [
        ("一组", "王秀英", 4, 120_000, ""),
        ("二组", "李建国", 3, 75_050, "鸡苗"),
    ]


def test_a_subtotal_adds_up_what_came_since_the_last_one() -> None:
    heads, first, second = (
        "组,姓名,人数,金额",
        "一组,王秀英,4,500\n小计,,,500",
        "二组,李建国,3,750\n小计,,,750",
    )
    lines = rolls.read_lines(f"{heads}\n{first}\n{second}\n合计,,,1250")
    assert rolls.total(lines) == 125_000
    for wrong in (second.replace("小计,,,750", "小计,,,1250"), f"{second}\n合计,,,750"):
        with pytest.raises(Refused):
            rolls.read_lines(f"{heads}\n{first}\n{wrong}")


@pytest.mark.parametrize("nought", ["0", "0.00", "0元", ""])
def test_a_roll_of_goods_adds_up_to_nought(nought: str) -> None:
    lines = rolls.read_lines(f"一组,王秀英,4,,山羊2只\n二组,李建国,3,0,山羊1只\n合计,,7,{nought}")
    assert [line.goods_zh for line in lines] == ["山羊2只", "山羊1只"]
    with pytest.raises(Refused):
        rolls.read_lines("一组,王秀英,4,5\n合计,,4,0")


def test_every_fault_of_a_roll_is_named_with_its_line() -> None:
    typed = (
        "一组,王秀英,4,500\n一组,,3,100\n一组,李建国,三,100\n"
        "一组,张三,2,\n一组,赵六,1,1,200\n一组,钱七,1,1,13912345678"
    )
    with pytest.raises(Refused) as refused:
        rolls.read_lines(typed)
    numbers = [blocker.params["number"] for blocker in refused.value.blockers]
    assert numbers == [2, 3, 4, 5, 6]
    with pytest.raises(Refused):
        rolls.read_lines("组,姓名,人数,金额\n")


def test_personal_numbers_are_refused_however_they_are_typed() -> None:
    for text in ("6222021234567890123", "王某 ５２０５８１１９８００１０１１２３Ｘ", "电话13912345678"):
        with pytest.raises(Invalid):
            rules.check_texts(payee=text)
    rules.check_texts(payee="清河路桥公司 0857-7654321", document_no="黔财农〔2026〕12号")


def test_columns_are_taken_by_their_heading_in_whatever_order() -> None:
    read = rolls.read(
        "序号\t姓名\t村民组\t人口\t补助金额（元）\t扣款\n1\t王秀英\t一组\t4\t500\t0\n合计\t\t\t4\t500\t"
    )
    assert read.lines == [rolls.Line("王秀英", 50_000, "一组", 4)]
    assert read.unread == ("扣款",)
    assert rolls.read_lines("姓名,金额(万元)\n王秀英,0.05")[0] == rolls.Line("王秀英", 50_000)


@pytest.mark.parametrize(
    ("heads", "part"),
    [
        ("组,姓名,人数,身份证号,金额", "身份证号"),
        ("组,姓名,人数,补助金额,实发金额", "补助金额"),
        ("组,人数,金额", "姓名"),
        ("组,姓名,人数", "金额"),
    ],
)
def test_a_heading_that_misleads_is_named(heads: str, part: str) -> None:
    with pytest.raises(Refused) as caught:
        rolls.read_lines(f"{heads}\n一组,王秀英,4,500,500")
    assert part in str([blocker.as_data() for blocker in caught.value.blockers])


def test_without_a_heading_one_is_proposed() -> None:
    with pytest.raises(Refused) as caught:
        rolls.read_lines("1,一组,王秀英,4,500")
    assert "组 姓名 人数 金额" in caught.value.blockers[-1].msgid
