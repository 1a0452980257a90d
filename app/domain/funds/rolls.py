"""Rolls of beneficiaries: what was typed, pasted or read from a sheet becomes lines. All pure."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.errors import Invalid, Refused
from app.core.messages import N_, Message
from app.domain.funds import rules

MOST_LINES = 2_000
NAME_LENGTH = 60
#: the columns of a roll, in their order, with the words by which a heading is known
COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("group", ("组", "小组", "村民组", "group")),
    ("name", ("姓名", "户主", "领取人", "name")),
    ("people", ("人数", "人口", "people")),
    ("amount", ("金额", "补助金额", "amount", "yuan")),
    ("goods", ("实物", "物资", "goods")),
)
#: in a line that adds up all those above it
TOTALS = frozenset({"合计", "总计", "total"})
#: in a line that adds up those since the last one of its kind
SUBTOTALS = frozenset({"小计", "本页合计", "subtotal"})
NOUGHT = ("", "0", "0.0", "0.00")


@dataclass(frozen=True)
class Line:
    """What one receiver gets. *household_id* is none where the register does not know the receiver."""

    name: str
    amount_fen: int
    group_name: str = ""
    people: int = 1
    goods_zh: str = ""
    goods_en: str | None = None
    household_id: int | None = None


def read_lines(text: str) -> list[Line]:
    """The lines that somebody typed or pasted from a sheet: group, name, people, amount and, if any, goods.

    Columns are parted by tabs or commas; a heading and empty lines are passed over. Raises :class:`Refused` with
    every fault and its line, or for no line at all or more than ``MOST_LINES``.
    """
    plain = unicodedata.normalize("NFKC", text).replace("，", ",").replace("\ufeff", "")
    delimiter = "\t" if "\t" in plain else ","
    rows = list(csv.reader(io.StringIO(plain), delimiter=delimiter))
    lines: list[Line] = []
    faults: list[Message] = []
    since = 0
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (not lines and _is_heading(cells)):
            continue
        try:
            called = {cell.lower().replace(" ", "") for cell in cells[:2]}
            if called & SUBTOTALS:
                part, since = lines[since:], len(lines)
                _check_total(cells, part)
            elif called & TOTALS:
                _check_total(cells, lines)
            else:
                lines.append(_read_row(cells))
        except Invalid as error:
            faults.append(Message(N_("Line %(number)s: %(what)s"), number=number, what=error.message))
    if not lines and not faults:
        faults.append(Message(N_("Write at least one receiver: group, name, people, amount.")))
    if len(lines) > MOST_LINES:
        faults.append(Message(N_("A roll has at most %(most)s lines. Draw up several."), most=MOST_LINES))
    if faults:
        raise Refused(faults)
    return lines


def total(lines: Sequence[Line]) -> int:
    """What the lines add up to, in fen."""
    return sum(line.amount_fen for line in lines)


def _is_heading(cells: Sequence[str]) -> bool:
    known = {word for _column, words in COLUMNS for word in words}
    return sum(cell.lower() in known for cell in cells) >= 2


def _check_total(cells: Sequence[str], lines: Sequence[Line]) -> None:
    typed = cells[3] if len(cells) > 3 else ""
    said = total(lines) if not typed else 0 if _is_nought(typed) else rules.read_fen(typed)
    if said != total(lines):
        raise Invalid(
            Message(
                N_("the total says %(said)s, the lines above add up to %(sum)s: a difference of %(over)s."),
                said=rules.yuan(said),
                sum=rules.yuan(total(lines)),
                over=rules.yuan(abs(said - total(lines))),
            )
        )


def _is_nought(typed: str) -> bool:
    """No money: nothing typed, or a nought."""
    return typed.replace(",", "").removesuffix("元") in NOUGHT


def _read_row(cells: list[str]) -> Line:
    if len(cells) < 4:
        raise Invalid(Message(N_("four columns are needed: group, name, people, amount.")))
    group, name, people, amount, *rest = cells
    goods = rest[0] if rest else ""
    if not name or len(name) > NAME_LENGTH:
        raise Invalid(Message(N_("the name is missing or too long.")))
    if not people.isdecimal() or not 0 < int(people) <= 99:
        raise Invalid(Message(N_("“%(typed)s” is no number of people."), typed=people[:20]))
    if len(rest) > 1 or goods.replace(".", "").isdecimal():
        raise Invalid(
            Message(
                N_("too many columns. Part them by tabs, or write the amount without separators: 1200.50.")
            )
        )
    rules.check_texts(name=name, group=group, goods=goods)
    is_nought = _is_nought(amount)
    if is_nought and not goods:
        raise Invalid(Message(N_("there is neither an amount nor something in kind.")))
    return Line(
        name=name,
        amount_fen=0 if is_nought else rules.read_fen(amount),
        group_name=group[:NAME_LENGTH],
        people=int(people),
        goods_zh=goods[:NAME_LENGTH],
    )
