"""Makes ``linquan/register-2025.csv``: what became by 2025 of some invented households of ``register.xlsx``.

The households that left the round of 2014 and every twelfth of the others, twelve years older, with an invented
income of 2025. Run it with ``python samples/make_register_2025.py``; the result is kept beside it.
"""

import csv
import hashlib
import random
from pathlib import Path

import openpyxl

HERE = Path(__file__).resolve().parent / "linquan"
AS_OF = 2025
LINE_YUAN = 6000
STUDENT_OF_AGE = {12: "小学", 13: "七年级", 14: "八年级", 15: "九年级"}


def main() -> None:
    """Read the workbook, age the chosen households, write the CSV in UTF-8 with its mark."""
    rows = list(
        openpyxl.load_workbook(HERE / "register.xlsx", read_only=True).active.iter_rows(values_only=True)
    )
    header, people = (
        [str(name) for name in rows[1]],
        [dict(zip(rows[1], row, strict=True)) for row in rows[2:]],
    )
    with (HERE / "outcomes.csv").open(encoding="utf-8-sig") as file:
        left = {row["household_no"] for row in csv.DictReader(file)}
    households: dict[str, list[dict[str, object]]] = {}
    for person in people:
        number = str(person["户编号"])
        if number in left or _digest(number) % 12 == 0:
            households.setdefault(number, []).append(person)
    with (HERE / "register-2025.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        for number, members in households.items():
            writer.writerows(_grown(number, members))


def _digest(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def _grown(number: str, members: list[dict[str, object]]) -> list[dict[str, object]]:
    dice = random.Random(number)  # noqa: S311 - invented data, the same at every run
    grown = [_older(dict(person), dice) for person in members]
    for person in grown:
        person["主要致贫原因"] = _cause(str(person["主要致贫原因"]), grown)
        person["其他致贫原因"] = None
    head = next(person for person in grown if person["与户主关系"] == "户主")
    head["其他致贫原因"] = None
    _earn(head, len(grown), dice)
    return grown


def _older(person: dict[str, object], dice: random.Random) -> dict[str, object]:
    age = AS_OF - int(str(person["证件号码"])[6:10])
    was_student = person["在校生状况"] is not None
    if age in STUDENT_OF_AGE and was_student:
        person["在校生状况"], person["文化程度"] = STUDENT_OF_AGE[age], None
    elif was_student:
        person["在校生状况"] = None
        person["文化程度"] = dice.choice(["初中", "初中", "高中", "大专"])
    health = str(person["健康状况"])
    if age > 65 or age < 16:
        person["劳动技能"] = "无劳动力"
    elif health == "健康":
        person["劳动技能"] = "技能劳动力" if dice.random() < 0.2 else "普通劳动力"
    else:
        person["劳动技能"] = "弱劳动力或半劳动力"
    works = person["劳动技能"] in ("普通劳动力", "技能劳动力") and dice.random() < 0.6
    person["务工区域"] = dice.choice(["乡镇内", "县外省内", "省外"]) if works else None
    person["务工时间(月)"] = dice.randint(3, 10) if works else None
    person["是否参加城乡居民基本医疗保险"] = "是"
    person["是否参加城乡居民基本养老保险"] = "是" if age >= 16 else "否"
    return person


def _cause(cause: str, members: list[dict[str, object]]) -> str:
    if cause == "因学" and not any(person["在校生状况"] for person in members):
        return "缺技术"
    workers = [person for person in members if person["劳动技能"] in ("普通劳动力", "技能劳动力")]
    if cause == "缺劳动力" and len(workers) >= 3:
        return "缺资金"
    return cause


def _earn(head: dict[str, object], people: int, dice: random.Random) -> None:
    per_head = dice.randint(int(LINE_YUAN * 0.55), int(LINE_YUAN * 0.98))
    total = per_head * people
    wages = int(total * dice.uniform(0.3, 0.5)) if head["务工区域"] else 0
    transfers, rent = int(total * 0.2), int(total * 0.03)
    business = total - wages - transfers - rent
    cost = int(business * 0.3)
    head["工资性收入(元)"], head["转移性收入(元)"], head["财产性收入(元)"] = wages, transfers, rent
    head["生产经营性收入(元)"], head["生产经营性支出(元)"] = business + cost, cost
    head["人均纯收入(元)"] = per_head
    head["住房结构"], head["危房等级"], head["饮水是否安全"] = "砖混材料", dice.choice("AAB"), "是"
    head["入户路类型"], head["有无卫生厕所"] = "水泥路", "有"


if __name__ == "__main__":
    main()
