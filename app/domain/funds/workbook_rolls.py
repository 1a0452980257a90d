"""The sheet of rolls: the lines of one number are one roll, of one place and one day, and nobody stands on it twice.

Lives here: from rows to :class:`RollRef`, with findings. Does not live here: paying them (``workbook_plan.py``).
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.core.messages import N_, Message
from app.domain.funds import rolls, rules
from app.domain.funds.workbook_booking import Trial
from app.domain.funds.workbook_columns import Sheet
from app.domain.funds.workbook_ground import Ground, PlaceRef, RollRef
from app.domain.funds.workbook_places import Places
from app.domain.funds.workbook_reading import Row
from app.domain.imports.cells import name_of, text_of

Households = Mapping[tuple[int, str, str], Sequence[int]]
_CORRECT = Message(N_("Correct this cell."))


def plan_rolls(
    rows: Sequence[Row], places: Places, trial: Trial, households: Households, today: dt.date
) -> tuple[dict[str, RollRef], list[RollRef]]:
    """The rolls that the workbook names by their numbers in it, and those of them that are new."""
    by_label: dict[str, list[Row]] = {}
    for row in rows:
        if "roll" in row.values:
            by_label.setdefault(row.values["roll"], []).append(row)
    found: dict[str, RollRef] = {}
    new: list[RollRef] = []
    for label, lines in by_label.items():
        made = _roll(label, lines, places, trial, households, today)
        if made is None:
            continue
        roll, taken = made
        kept = _kept(roll, places.ground)
        tally = trial.tallies[Sheet.ROLLS]
        if kept is None and not _is_admitted(lines[0], roll, places, trial):
            continue
        if kept is None:
            new.append(roll)
            found[label] = roll
            tally.new += len(roll.lines)
            tally.fen += roll.total_fen
        elif (kept.total_fen, kept.count) != (roll.total_fen, roll.count):
            _complain_about_other(lines[0], kept, roll, trial)
        elif other := _other_lines(kept, roll):
            _complain_about_lines([taken[index] for index in other], kept, trial)
        else:
            found[label] = kept
            tally.same += len(roll.lines)
    return found, new


def _is_admitted(row: Row, roll: RollRef, places: Places, trial: Trial) -> bool:
    """A new roll is of a project of the area that stands in the library; one in the ledger already passes."""
    project = roll.project
    if project is None or not places.is_ours(project):
        if project is not None:
            advice = Message(N_("Take the row out, or hand the workbook in for the area where it belongs."))
            trial.complain(row, "project", places.not_ours(project), advice)
        return False
    problem = rules.why_no_roll(project.state)
    if problem is None:
        return True
    advice = Message(N_("Take the project's steps first, or take the row out."))
    trial.complain(row, "project", problem, advice)
    return False


def _other_lines(kept: RollRef, roll: RollRef) -> Sequence[int]:
    """The places in *roll* of lines that do not stand in *kept*."""
    there = Counter(_said(line) for line in kept.lines)
    other = []
    for index, line in enumerate(roll.lines):
        if there[_said(line)]:
            there[_said(line)] -= 1
        else:
            other.append(index)
    return other


def _said(line: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a line says, however it was typed."""
    goods, group = text_of(line["goods_zh"]), text_of(line["group_name"])
    return group, name_of(line["name"]), line["people"], line["amount_fen"], goods


def _complain_about_lines(rows: Sequence[Row], kept: RollRef, trial: Trial) -> None:
    advice = Message(
        N_("Withdraw the roll in the ledger with a reason first, or give this one another number.")
    )
    for row in rows:
        problem = Message(
            N_("Roll %(number)s stands in the ledger with other lines: this one is not on it."),
            number=kept.number,
        )
        trial.complain(row, "name", problem, advice)


def _kept(roll: RollRef, ground: Ground) -> RollRef | None:
    """The same roll in the ledger: by its number there, else by place, title and day; none that was withdrawn."""
    by_number = ground.rolls.get(roll.number)
    if by_number is not None and by_number.withdrawn_on is None:
        return by_number
    same = (
        one
        for one in ground.rolls.values()
        if one.withdrawn_on is None
        and (one.place.id, one.title, one.drawn_up_on) == (roll.place.id, roll.title, roll.drawn_up_on)
    )
    return next(same, None)


def _complain_about_other(row: Row, kept: RollRef, roll: RollRef, trial: Trial) -> None:
    problem = Message(
        N_(
            "Roll %(number)s stands in the ledger with %(lines)s lines and %(total)s yuan; "
            "here it has %(here)s and %(sum)s."
        ),
        number=kept.number,
        lines=kept.count,
        total=rules.yuan(kept.total_fen),
        here=roll.count,
        sum=rules.yuan(roll.total_fen),
    )
    advice = Message(
        N_("Withdraw the roll in the ledger with a reason first, or give this one another number.")
    )
    trial.complain(row, "roll", problem, advice)


def _roll(
    label: str, rows: Sequence[Row], places: Places, trial: Trial, households: Households, today: dt.date
) -> tuple[RollRef, list[Row]] | None:
    """The roll of these rows, and the row of each of its lines."""
    first = rows[0]
    project = places.project_of(first)
    place = places.place_of(first, project) if project is not None else None
    if place is None or "on" not in first.values or {"title", "on"} & first.faulty:
        return None
    if first.values["on"] > today:
        trial.complain(first, "on", Message(N_("This day is still to come.")), _CORRECT)
        return None
    if len(rows) > rolls.MOST_LINES:
        problem = Message(N_("A roll has at most %(most)s lines. Draw up several."), most=rolls.MOST_LINES)
        trial.complain(first, "roll", problem, _CORRECT)
        return None
    roll = RollRef(None, label, place, first.values.get("title", label), first.values["on"])
    roll.project = project
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not _is_of(row, first, trial):
            continue
        line = _line(row, place, trial, households)
        if line is None:
            continue
        who = (line["group_name"], line["name"])
        if who in seen:
            problem = Message(
                N_("This person stands on the roll already, in row %(row)s."), row=seen[who].index + 1
            )
            trial.complain(row, "name", problem, Message(N_("Add the lines up, or tell the two apart.")))
            continue
        seen[who] = row
        roll.lines.append(line)
        roll.total_fen += line["amount_fen"]
    roll.count = len(roll.lines)
    return roll, list(seen.values())


def _is_of(row: Row, first: Row, trial: Trial) -> bool:
    """The rows of one roll are of one project, place, title and day."""
    for name in ("project", "place", "title", "on"):
        if row.values.get(name, first.values.get(name)) != first.values.get(name):
            problem = Message(N_("The rows of one roll differ here; see row %(row)s."), row=first.index + 1)
            trial.complain(row, name, problem, Message(N_("Give each roll a number of its own.")))
            return False
    return True


def _line(row: Row, place: PlaceRef, trial: Trial, households: Households) -> dict[str, Any] | None:
    values = row.values
    if {"name", "amount", "people", "group", "goods"} & row.faulty or "name" not in values:
        return None
    amount, goods = values.get("amount", 0), values.get("goods", "")
    if amount < 0 or (not amount and not goods):
        problem = Message(N_("%(name)s gets neither money nor anything in kind."), name=values["name"])
        trial.complain(row, "amount", problem, _CORRECT)
        return None
    name, group = name_of(values["name"]), values.get("group", "")
    number = values.get("household", "")
    known = households.get((place.area_id, "#", number), ()) if number else ()
    if number and not known:
        problem = Message(N_("There is no household %(number)s in this village."), number=number)
        advice = Message(N_("The line counts without it. Correct the number to have the household find it."))
        trial.complain(row, "household", problem, advice, blocks=False)
    if not known:
        known = households.get((place.area_id, group, name), ())
    return {
        "household_id": known[0] if len(known) == 1 else None,
        "group_name": group,
        "name": name,
        "people": values.get("people", 1),
        "amount_fen": amount,
        "goods_zh": goods,
        "goods_en": None,
    }
