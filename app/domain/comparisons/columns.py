"""Which column of a department's file is the number, the name, the date of birth, the day; and which rows are headings.

Lives here: pure functions over headings. The usual headings come from the register's (``imports/header_names.py``),
to which the departments add their own: 所有人 of a vehicle, 权利人 of a flat, 法定代表人 of a firm.
Does not live here: reading (``reading.py``), what of the other columns is kept (``details.py``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.messages import N_
from app.domain.comparisons.details import without_numbers
from app.domain.imports.cells import Cell, text_of
from app.domain.imports.header_names import comparable, field_of

SEARCHED_ROWS = 10
MOST_DETAILS = 8
LONGEST_HEADING = 40


class Taken(StrEnum):
    """What a column was taken for."""

    ID_NUMBER = "id_number"
    NAME = "name"
    BIRTH_ON = "birth_on"
    HAPPENED_ON = "happened_on"
    DETAIL = "detail"
    NOT_READ = "not_read"
    NOT_KEPT = "not_kept"


TAKEN_LABELS: dict[str, str] = {
    Taken.ID_NUMBER: N_("Identity number: matched by its hash, never kept"),
    Taken.NAME: N_("Name: the second check"),
    Taken.BIRTH_ON: N_("Date of birth"),
    Taken.HAPPENED_ON: N_("Day of the record"),
    Taken.DETAIL: N_("Kept with a hit"),
    Taken.NOT_READ: N_("Not read"),
    Taken.NOT_KEPT: N_("Personal number: not kept"),
}

_NUMBER_WORDS = ("身份证", "身份号码", "身份证明号", "证件号", "残疾证号", "证照号码", "idnumber", "idno")
_NAMES = re.compile(
    "所有人|车主|机动车所有人|产权人|权利人|房屋所有权人|所有权人|买受人|购房人|法定代表人|法人代表|法人|经营者|负责人|股东|投资人|"
    "纳税人|死者|死亡人员|亡故人员|享受人|领取人|领款人|参保人|参保人员|职工|职工名|教师|干部|人员|申请人|保障对象|救助对象|name"
)
_DAY_ENDINGS = ("日期", "时间", "date")
_BIRTH = ("出生", "生日")
_NEVER = re.compile("电话|手机|联系方式|号码|账号|帐号|卡号|银行|存折|户口簿号|phone|mobile|account")
_SEQUENCES = frozenset(["序号", "编号", "序", "no", "行号", "id"])


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its index from 0, its heading and what it was taken for."""

    index: int
    heading: str
    taken: Taken


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a sheet: in which row its headings stand (from 1), and its columns."""

    header_row: int
    columns: tuple[Column, ...]
    at: dict[Taken, int] = field(default_factory=dict)

    @property
    def details(self) -> list[tuple[int, str]]:
        """Index and heading of the columns that are kept with a hit."""
        return [(one.index, one.heading) for one in self.columns if one.taken is Taken.DETAIL][:MOST_DETAILS]


def find_table(first_rows: Sequence[tuple[int, Sequence[Cell]]]) -> Table | None:
    """The table whose headings stand among the *first_rows* (number, cells), or nothing.

    Headings are a row that names at least the identity number, or the name with the date of birth.
    """
    for number, row in first_rows:
        columns = _taken([text_of(cell)[:LONGEST_HEADING] for cell in row])
        at = {one.taken: one.index for one in reversed(columns) if one.taken in _READ}
        if Taken.ID_NUMBER in at or {Taken.NAME, Taken.BIRTH_ON} <= at.keys():
            return Table(number, columns, at)
    return None


_READ = (Taken.ID_NUMBER, Taken.NAME, Taken.BIRTH_ON, Taken.HAPPENED_ON)


def _taken(headings: Sequence[str]) -> tuple[Column, ...]:
    seen: set[Taken] = set()
    columns = []
    for index, heading in enumerate(headings):
        if not heading:
            continue
        taken = _meaning(heading)
        if taken in seen:
            taken = Taken.NOT_KEPT if taken is Taken.ID_NUMBER else Taken.DETAIL
        if taken in _READ:
            seen.add(taken)
        columns.append(Column(index, without_numbers(heading), taken))
    return tuple(columns)


def _meaning(heading: str) -> Taken:
    key = comparable(heading)
    known = field_of(heading)
    if known == "id_number" or any(word in key for word in _NUMBER_WORDS):
        return Taken.ID_NUMBER
    if known == "name" or _NAMES.fullmatch(key) or key.endswith("姓名"):
        return Taken.NAME
    if known == "birth_on" or any(word in key for word in _BIRTH):
        return Taken.BIRTH_ON
    if key.endswith(_DAY_ENDINGS):
        return Taken.HAPPENED_ON
    if not key or key in _SEQUENCES:
        return Taken.NOT_READ
    if known in ("phone", "bank_account", "household_number", "person_number") or _is_number(key):
        return Taken.NOT_KEPT
    return Taken.DETAIL


def _is_number(key: str) -> bool:
    """A heading of personal numbers. A vehicle's number plate (号牌号码, 车牌号码) is none."""
    return _NEVER.search(key) is not None and not ("牌" in key and "号码" in key)
