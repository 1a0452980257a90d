"""Makes the departments' files of the data comparison in ``linquan/``: vehicles, flats, payroll, and vehicles of 2025.

Most rows are of invented strangers; a few name people of ``register.xlsx`` (and of ``register-2025.csv``), one under
another name, and one row has no number. Run it with ``python samples/make_comparison_files.py``; the result is kept.
"""

import csv
import datetime as dt
import hashlib
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl
from stdnum.cn import ric

HERE = Path(__file__).resolve().parent / "linquan"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗"
GIVEN = "伟芳秀英娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玉梅建国华文斌"
#: households that the township takes off; a flat is what its reviewers had found
REMOVED = ("5205811070020051", "5205811072030129")
Person = tuple[str, str]


def main() -> None:
    """Write the four files."""
    left = {row["household_no"]: row["left_at"] for row in _csv("outcomes.csv")}
    heads = _heads(_register())
    passing = sorted((number for number in heads if number not in left), key=_digest)
    rejected = min((number for number, at in left.items() if at == "appraisal"), key=_digest)
    dice = random.Random(2014)  # noqa: S311 - invented data, the same at every run
    taken = {number for _name, number in heads.values()}
    owners = [heads[number] for number in passing[:6]]
    owners[5] = (_name(dice), owners[5][1])  # the same number under another name
    _write_csv(
        "vehicles-2014.csv",
        ("号牌号码", "机动车所有人", "身份证明号码", "车辆类型", "初次登记日期", "联系电话"),
        [
            (
                f"贵F{dice.randrange(10_000, 99_999)}",
                *who,
                dice.choice(("二轮摩托车", "正三轮摩托车", "轻型货车")),
                _day(dice),
                "",
            )
            for who in _mixed(owners, dice, taken, 40)
        ]
        + [("贵F00001", "张有才", "", "二轮摩托车", "2011-03-02", "")],
        "gb18030",
    )
    flats = [heads[number] for number in (*passing[6:8], *REMOVED)]
    _write_xlsx(
        "flats-2014.xlsx",
        (
            "黔西市不动产登记中心  城镇住房登记信息",
            ("权利人", "证件号码", "坐落", "用途", "面积（平方米）", "登记日期"),
        ),
        [
            (*who, f"莲城街道{dice.choice('东西南北')}苑小区", "住宅", dice.randrange(60, 130), _day(dice))
            for who in _mixed(flats, dice, taken, 30)
        ],
    )
    _write_csv(
        "payroll-2014.csv",
        ("单位", "姓名", "身份证号", "人员类别", "起始日期"),
        [
            (
                f"{dice.choice(('林泉', '协和', '甘棠'))}镇{dice.choice(('小学', '卫生院', '中心幼儿园'))}",
                *who,
                "临时聘用",
                _day(dice),
            )
            for who in _mixed([heads[passing[8]], heads[rejected]], dice, taken, 25)
        ],
        "utf-8-sig",
    )
    later = _heads(_csv("register-2025.csv"))
    second_village = sorted({number[:12] for number in later})[1]
    owner = later[min(number for number in later if number.startswith(second_village))]
    _write_csv(
        "vehicles-2025.csv",
        ("号牌号码", "机动车所有人", "身份证明号码", "车辆类型", "初次登记日期"),
        [
            (f"贵F{dice.randrange(10_000, 99_999)}", *who, "小型普通客车", _day(dice, 2021))
            for who in _mixed([owner], dice, taken, 20)
        ],
        "utf-8-sig",
    )


def _register() -> list[dict[str, str]]:
    rows = list(
        openpyxl.load_workbook(HERE / "register.xlsx", read_only=True).active.iter_rows(values_only=True)
    )
    return [dict(zip(map(str, rows[1]), map(str, row), strict=True)) for row in rows[2:]]


def _csv(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _heads(rows: Iterable[dict[str, str]]) -> dict[str, Person]:
    """Household number -> name and identity number of its head."""
    return {row["户编号"]: (row["姓名"], row["证件号码"]) for row in rows if row["与户主关系"] == "户主"}


def _mixed(known: Sequence[Person], dice: random.Random, taken: set[str], how_many: int) -> list[Person]:
    people = [*known, *(_stranger(dice, taken) for _ in range(how_many - len(known)))]
    dice.shuffle(people)
    return people


def _stranger(dice: random.Random, taken: set[str]) -> Person:
    while True:
        born = dt.date(1950, 1, 1) + dt.timedelta(days=dice.randrange(16_000))
        start = f"520581{born:%Y%m%d}{dice.randrange(1_000):03}"
        number = start + ric.calc_check_digit(start + "0")
        if number not in taken:
            return _name(dice), number


def _name(dice: random.Random) -> str:
    return dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)


def _day(dice: random.Random, year: int = 2009) -> str:
    return (dt.date(year, 1, 1) + dt.timedelta(days=dice.randrange(1_400))).isoformat()


def _digest(text: str) -> str:
    return hashlib.sha256(f"comparison {text}".encode()).hexdigest()


def _write_csv(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]], encoding: str) -> None:
    with (HERE / name).open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([headings, *rows])


def _write_xlsx(name: str, top: tuple[str, Sequence[str]], rows: Iterable[Sequence[object]]) -> None:
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = dt.datetime(2014, 4, 1, tzinfo=None)  # noqa: DTZ001 - workbooks know no zones
    sheet = book.active
    sheet.title = "城镇住房"
    sheet.append([top[0]])
    for row in (top[1], *rows):
        sheet.append(list(row))
    book.save(HERE / name)


if __name__ == "__main__":
    main()
