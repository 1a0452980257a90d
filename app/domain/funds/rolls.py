"""Rolls of beneficiaries: what was typed, pasted or read from a sheet becomes lines. All pure."""

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.errors import Invalid, Refused
from app.core.messages import N_, Message
from app.domain.funds import rules
from app.domain.funds.workbook_columns import PERSONAL, Sheet, field_of

MOST_LINES = 2_000
NAME_LENGTH = 60
#: the columns of a roll, in the order in which they are taken where no heading names them
COLUMNS = ("group", "name", "people", "amount", "goods")
#: English headings; the Chinese ones are those of the finance office's workbook
ENGLISH = {name: name for name in COLUMNS} | {"yuan": "amount"}
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


@dataclass(frozen=True)
class Heading:
    """Which column of what was pasted is which; *unread* are those that mean nothing to a roll."""

    places: Mapping[str, int]
    width: int = 0
    in_ten_thousands: bool = False
    unread: tuple[str, ...] = ()

    def value(self, cells: Sequence[str], name: str) -> str:
        """What stands in the column *name*, or nothing."""
        place = self.places.get(name)
        return cells[place] if place is not None and place < len(cells) else ""


#: as the columns stand where no heading names them
PLAIN = Heading({name: place for place, name in enumerate(COLUMNS)}, len(COLUMNS))


@dataclass(frozen=True)
class Read:
    """What was typed or pasted: the lines, and the headings of columns that were passed over."""

    lines: list[Line]
    unread: tuple[str, ...] = ()


def read_lines(text: str) -> list[Line]:
    """The lines of :func:`read`."""
    return read(text).lines


def read(text: str) -> Read:
    """The lines that somebody typed or pasted from a sheet: group, name, people, amount and, if any, goods.

    Columns are parted by tabs or commas. Where a heading names them they may stand in any order and there may be
    others, as in the finance office's workbook; empty lines are passed over. Raises :class:`Refused` with every fault
    and its line, or for no line at all or more than ``MOST_LINES``.
    """
    plain = unicodedata.normalize("NFKC", text).replace("，", ",").replace("\ufeff", "")
    delimiter = "\t" if "\t" in plain else ","
    rows = list(csv.reader(io.StringIO(plain), delimiter=delimiter))
    lines: list[Line] = []
    faults: list[Message] = []
    since, heading = 0, PLAIN
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if not lines and _is_heading(cells):
            heading = _read_heading(cells)
            continue
        try:
            called = {cell.lower().replace(" ", "") for cell in cells[:4]}
            if called & SUBTOTALS:
                part, since = lines[since:], len(lines)
                _check_total(cells, part, heading)
            elif called & TOTALS:
                _check_total(cells, lines, heading)
            else:
                lines.append(_read_row(cells, heading))
        except Invalid as error:
            faults.append(Message(N_("Line %(number)s: %(what)s"), number=number, what=error.message))
    if faults and heading is PLAIN and any(len(row) > 4 and row[0].strip().isdecimal() for row in rows):
        faults.append(
            Message(
                N_("The first line may name the columns (组 姓名 人数 金额); then they stand in any order.")
            )
        )
    if not lines and not faults:
        faults.append(Message(N_("Write at least one receiver: group, name, people, amount.")))
    if len(lines) > MOST_LINES:
        faults.append(Message(N_("A roll has at most %(most)s lines. Draw up several."), most=MOST_LINES))
    if faults:
        raise Refused(faults)
    return Read(lines, heading.unread)


def total(lines: Sequence[Line]) -> int:
    """What the lines add up to, in fen."""
    return sum(line.amount_fen for line in lines)


def _meant(heading: str) -> str | None:
    return ENGLISH.get(heading.lower()) or field_of(Sheet.ROLLS, heading)


def _is_heading(cells: Sequence[str]) -> bool:
    return sum(_meant(cell) is not None for cell in cells) >= 2


def _read_heading(cells: Sequence[str]) -> Heading:
    """Which column is which. Raises :class:`Refused` for numbers of persons, a column twice, or one that is missing."""
    meant = [_meant(cell) for cell in cells]
    faults = [
        Message(
            N_("The column “%(heading)s” holds numbers of persons. Delete it, then paste the rest again."),
            heading=cell,
        )
        for cell, field in zip(cells, meant, strict=True)
        if field == PERSONAL
    ]
    places: dict[str, int] = {}
    for place, field in enumerate(meant):
        if field in COLUMNS and field in places:
            words = N_("“%(first)s” and “%(second)s” are the same column twice. Keep the one that counts.")
            faults.append(Message(words, first=cells[places[field]], second=cells[place]))
        elif field in COLUMNS:
            places[field] = place
    if "name" not in places:
        faults.append(Message(N_("No column is called 姓名: write it above the receivers' names.")))
    if "amount" not in places and "goods" not in places:
        faults.append(
            Message(N_("No column is called 金额 or 实物: write it above what each receiver gets."))
        )
    if faults:
        raise Refused(faults)
    of_amount = cells[places["amount"]] if "amount" in places else ""
    unread = tuple(cell for cell, field in zip(cells, meant, strict=True) if cell and field is None)
    width = max(
        len(cells), places.setdefault("goods", len(cells)) + 1
    )  # goods may stand behind the last heading
    return Heading(places, width, "万" in of_amount, unread)


def _read_amount(typed: str, heading: Heading) -> int:
    if _is_nought(typed):
        return 0
    return rules.read_fen(
        f"{typed.removesuffix('元')}万" if heading.in_ten_thousands and "万" not in typed else typed
    )


def _check_total(cells: Sequence[str], lines: Sequence[Line], heading: Heading) -> None:
    typed = heading.value(cells, "amount")
    said = _read_amount(typed, heading) if typed else total(lines)
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


def _read_row(cells: list[str], heading: Heading) -> Line:
    if heading is PLAIN and len(cells) < 4:
        raise Invalid(Message(N_("four columns are needed: group, name, people, amount.")))
    group, name, people, amount, goods = (heading.value(cells, one) for one in COLUMNS)
    if not name or len(name) > NAME_LENGTH:
        raise Invalid(Message(N_("the name is missing or too long.")))
    if not people and heading is not PLAIN:
        people = "1"
    if not people.isdecimal() or not 0 < int(people) <= 99:
        raise Invalid(Message(N_("“%(typed)s” is no number of people."), typed=people[:20]))
    if any(cells[heading.width :]) or goods.replace(".", "").isdecimal():
        raise Invalid(
            Message(
                N_("too many columns. Part them by tabs, or write the amount without separators: 1200.50.")
            )
        )
    rules.check_texts(name=name, group=group, goods=goods)
    amount_fen = _read_amount(amount, heading)
    if not amount_fen and not goods:
        raise Invalid(Message(N_("there is neither an amount nor something in kind.")))
    return Line(
        name=name,
        amount_fen=amount_fen,
        group_name=group[:NAME_LENGTH],
        people=int(people),
        goods_zh=goods[:NAME_LENGTH],
    )
