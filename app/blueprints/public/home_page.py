"""Arranging the front page: every village under the letter of its pinyin with what is open there, by township."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.public.links import Row, left_words, short_kind
from app.blueprints.public.presenter import Line
from app.core import clock
from app.core.bilingual import BilingualText
from app.domain.areas.models import Area
from app.web.i18n import current_locale
from app.web.templating import format_day

#: so many villages stand open on the front page; more are folded away by township
MOST_IN_SIGHT = 24
#: so many townships stand below each other; more are folded away together
MOST_TOWNSHIPS = 6
#: so many notices stand on the front page; the others are found at their villages
MOST_NOTICES = 4
MOST_ANNOUNCED = 3
#: so long ago is still lately
LATELY = dt.timedelta(days=366)


@dataclass(frozen=True)
class VillageRow:
    """A village to be found: *letter* stands before the first of that letter; *note* is what is open there."""

    village: Area
    letter: str
    note: str

    @property
    def url(self) -> str:
        return url_for("public.show_village", code=self.village.code)


@dataclass(frozen=True)
class Township:
    """A township's villages, and in how many of them something is open."""

    area: Area
    rows: tuple[VillageRow, ...]
    open: int

    @property
    def size(self) -> str:
        """How many villages, and in how many of them something is open."""
        villages = ngettext("%(num)s village", "%(num)s villages", len(self.rows))
        if not self.open:
            return str(villages)
        is_open = ngettext("%(num)s with an open notice", "%(num)s with an open notice", self.open)
        return str(_("%(villages)s, %(open)s", villages=villages, open=is_open))


@dataclass(frozen=True)
class Finder:
    """Find my village: all of them or those that were searched for, by township."""

    search: str
    townships: tuple[Township, ...]

    @property
    def villages(self) -> int:
        return sum(len(township.rows) for township in self.townships)

    @property
    def is_folded(self) -> bool:
        """There are too many to stand below each other, and nothing was searched for."""
        return self.villages > MOST_IN_SIGHT and not self.search

    @property
    def has_many_townships(self) -> bool:
        return len(self.townships) > MOST_TOWNSHIPS

    @property
    def only(self) -> Area | None:
        """The one village that a search found."""
        found = [row.village for township in self.townships for row in township.rows]
        return found[0] if self.search and len(found) == 1 else None

    @property
    def size(self) -> str:
        """27 townships, 400 villages."""
        townships = ngettext("%(num)s township", "%(num)s townships", len(self.townships))
        villages = ngettext("%(num)s village", "%(num)s villages", self.villages)
        return str(_("%(townships)s, %(villages)s", townships=townships, villages=villages))


def finder(
    townships: Sequence[Area], villages: Sequence[Area], open_lines: Sequence[Line], search: str
) -> Finder:
    """The villages that fit *search* (all without one), with what is open in each."""
    notes = _notes(open_lines)
    below: dict[int | None, list[Area]] = {}
    for village in villages:
        if fits(village, search):
            below.setdefault(village.parent_id, []).append(village)
    found = [_township(area, below.get(area.id, ()), notes) for area in townships]
    return Finder(search, tuple(one for one in found if one.rows))


def fits(village: Area, search: str) -> bool:
    """*search* is part of the name, or begins its pinyin initials or its name in letters."""
    plain = search.lower().replace(" ", "")
    latin = (village.name_en or "").lower().replace(" ", "")
    return plain in village.name_zh or village.initials.startswith(plain) or latin.startswith(plain)


def _township(area: Area, villages: Sequence[Area], notes: Mapping[int, str]) -> Township:
    rows: list[VillageRow] = []
    before = ""
    for village in sorted(villages, key=_by_letter):
        letter = _letter(village)
        rows.append(VillageRow(village, letter if letter != before else "", notes.get(village.id, "")))
        before = letter
    return Township(area, tuple(rows), sum(1 for row in rows if row.note))


def _by_letter(village: Area) -> tuple[str, str]:
    return (_sounds(village) or "~", village.code)


def _sounds(village: Area) -> str:
    """What the village is sorted by: its pinyin initials, on an English page its name in letters."""
    return (village.name_en or "").lower() if current_locale() == "en" else village.initials


def _letter(village: Area) -> str:
    return _sounds(village)[:1].upper()


def _notes(lines: Sequence[Line]) -> dict[int, str]:
    """village id -> what is open there; of several notices the one that ends first, and how many others."""
    by_village: dict[int, list[Line]] = {}
    for line in lines:
        by_village.setdefault(line.notice.village_id, []).append(line)
    return {village_id: _note(found) for village_id, found in by_village.items()}


def _note(lines: Sequence[Line]) -> str:
    words = str(_("%(kind)s, %(left)s", kind=short_kind(lines[0]), left=left_words(lines[0])))
    if len(lines) == 1:
        return words
    return str(
        ngettext("%(words)s, and %(num)s more", "%(words)s, and %(num)s more", len(lines) - 1, words=words)
    )


def open_words(lines: Sequence[Line]) -> str:
    """What is open in one sentence, for the first look; "" when nothing is."""
    if not lines:
        return ""
    begun = [line for line in lines if line.standing.period.begun]
    if not begun:
        return str(ngettext("%(num)s list is open now.", "%(num)s lists are open now.", len(lines)))
    return str(
        ngettext(
            "%(num)s list is open now: %(left)s.",
            "%(num)s lists are open now. The first to end: %(left)s.",
            len(lines),
            left=left_words(begun[0]),
        )
    )


def open_rows(lines: Sequence[Line]) -> list[Row]:
    """The notices that end first, with the days left."""
    return [Row(_title(line), line.url, left_words(line)) for line in lines[:MOST_NOTICES]]


def announced_rows(lines: Sequence[Line]) -> list[Row]:
    """What was decided lately, or else last: whose, when, about how many."""
    since = clock.today() - LATELY
    lines = [line for line in lines if line.notice.issued_on >= since] or lines[:1]
    return [
        Row(
            _title(line),
            line.url,
            str(_("%(day)s, %(size)s", day=format_day(line.notice.issued_on), size=line.size)),
        )
        for line in lines[:MOST_ANNOUNCED]
    ]


def _title(line: Line) -> str:
    name: BilingualText = line.notice.village.name
    return str(_("%(village)s: %(kind)s", village=name.in_(current_locale()), kind=short_kind(line)))
