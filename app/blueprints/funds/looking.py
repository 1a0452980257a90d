"""A roll as it was read, shown before it is drawn up: its lines, the total, names that nobody knows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import ngettext

from app.core.messages import N_, Message
from app.domain.funds import doubts as doubting
from app.domain.funds import rolls, rules
from app.domain.funds.paying_rolls import find_households
from app.domain.funds.rolls import Line, Read
from app.domain.projects.models import ProjectPlace


@dataclass(frozen=True)
class Seen:
    """The lines, each with whether the register knows its household, and what is to be looked at."""

    lines: Sequence[tuple[Line, bool]]
    doubts: Sequence[Message]

    @property
    def about(self) -> str:
        """All of it: whoever changes a line is asked anew."""
        return repr([line for line, _is_known in self.lines])

    @property
    def told(self) -> str:
        """How many they are, and what they add up to."""
        number, total = len(self.lines), rules.yuan(rolls.total([line for line, _is_known in self.lines]))
        return ngettext(
            "One line, %(total)s yuan.", "%(num)s lines, %(total)s yuan in all.", number, total=total
        )

    def yuan(self, fen: int) -> str:
        """An amount for the page."""
        return rules.yuan(fen)


def look(read: Read, place: ProjectPlace, drawn_up_on: dt.date) -> Seen:
    """What *read* comes to at *place*."""
    known = find_households(place, read.lines)
    lines = [(line, (line.group_name, line.name) in known) for line in read.lines]
    total = rolls.total(read.lines)
    found = [Message(N_("Compare the lines above with the paper. Nothing is kept yet."))]
    if strange := [line.name for line, is_known in lines if not is_known]:
        words = N_(
            "Not in the register under this name and group: %(names)s. These households cannot be asked whether it "
            "reached them."
        )
        named = "、".join(strange[:10]) + ("…" if len(strange) > 10 else "")
        found.append(Message(words, names=named))
    if read.unread:
        words = N_("Columns that were not read: %(names)s.")
        found.append(Message(words, names="、".join(read.unread)))
    return Seen(
        lines,
        [*found, *doubting.of_roll(place, total), *doubting.same_roll(place, total, drawn_up_on)],
    )
