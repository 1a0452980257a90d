"""Chinese as it is read out: numbers, days and telephones in words. Pure, and only ever Chinese."""

import datetime as dt
import re

DIGITS = "零一二三四五六七八九"
#: a one is said yao where digits are told one by one, so that it is not taken for a seven
TOLD = "零幺二三四五六七八九"
UNITS = ("", "十", "百", "千")
WEEKDAYS = "一二三四五六日"
_YEAR = re.compile(r"(\d{4})(?=年)")
_NUMBER = re.compile(r"\d+(?:,\d{3})*")


def number(value: int, *, counted: bool = False) -> str:
    """14 as 十四, 2,030 as 二千零三十; *counted* things are 两, not 二."""
    if counted and value == 2:
        return "两"
    if value == 0:
        return DIGITS[0]
    groups, rest = [], value
    while rest:
        rest, low = divmod(rest, 10_000)
        groups.append(low)
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        gap = said and (group < 1000 or not groups[place + 1])
        said += (DIGITS[0] if gap else "") + _below_ten_thousand(group) + ("", "万", "亿")[place]
    return said.removeprefix("一") if said.startswith("一十") else said


def _below_ten_thousand(value: int) -> str:
    said, gap = "", False
    for place, digit in reversed(list(enumerate(int(one) for one in reversed(str(value))))):
        if digit:
            said += (DIGITS[0] if gap else "") + DIGITS[digit] + UNITS[place]
            gap = False
        else:
            gap = bool(said)
    return said


def digits(text: str) -> str:
    """A telephone, digit by digit, with a rest where it is written with a hyphen: 0857-12 as 零八五七，幺二."""
    return "，".join("".join(TOLD[int(one)] for one in part) for part in re.findall(r"[0-9]+", text))


def year(value: int | str) -> str:
    """2026 as 二零二六."""
    return "".join(DIGITS[int(one)] for one in str(value))


def day(on: dt.date, *, with_year: bool = False) -> str:
    """十一月二十四日星期二; *with_year* 二零二六年 before it."""
    before = f"{year(on.year)}年" if with_year else ""
    return f"{before}{number(on.month)}月{number(on.day)}日星期{WEEKDAYS[on.weekday()]}"


def words(text: str) -> str:
    """*text* with its years and numbers in words: 2组 as 二组, 2026年 as 二零二六年."""
    text = _YEAR.sub(lambda match: year(match[1]), text)
    return _NUMBER.sub(lambda match: number(int(match[0].replace(",", ""))), text)
