"""The papers of a meeting before it is held: each alone, and all of them in one file with bookmarks.

They name households, so their bytes are never kept (``store.py``).
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from app.documents import render, setting, sheets
from app.documents.kit_papers import MeetingKit

KIT = ("paper.css", "forms.css", "kit.css")
POSTER = ("paper.css", "poster.css")
#: Five votes make one 正; more boxes than this do not fit on a line.
STROKES = 5
BOXES_MOST = 24
#: Lines for a pen where nobody's name is known, at the most.
BLANK_LINES_MOST = 200
#: Up to so many applications two ballots go on one sheet of paper; beyond, their lines stand in two columns.
HALF_SHEET = 12
ONE_COLUMN = 24
#: Up to so many lines they stand further apart.
ROOMY = 30
BALLOTS_MOST = 400


class KitPart(StrEnum):
    """The papers of the kit, in the order in which they are printed."""

    INVITATION = "invitation"
    POSTER = "poster"
    ATTENDANCE = "attendance"
    AGENDA = "agenda"
    SHEETS = "sheets"
    TALLY = "tally"
    BALLOTS = "ballots"
    MINUTES = "minutes"


@dataclass(frozen=True)
class BallotSetting:
    """How the ballots stand on paper: *columns* of lines, *on_page* ballots one above the other."""

    columns: int
    on_page: int
    copies: int


def parts_of(kit: MeetingKit) -> tuple[KitPart, ...]:
    """The papers that this meeting needs: ballots only where the vote is secret."""
    return tuple(part for part in KitPart if part is not KitPart.BALLOTS or kit.head.is_secret)


def kit_pdf(kit: MeetingKit, lang: str) -> bytes:
    """All papers in one file, in their order."""
    return setting.set_parts(
        lambda one: [_part(part, kit, one) for part in parts_of(kit)], lang, title_in=_title_of_all
    )


def part_pdf(part: KitPart, kit: MeetingKit, lang: str) -> bytes:
    """One of the papers."""
    return setting.set_parts(lambda one: [_part(part, kit, one)], lang)


def _title_of_all(lang: str) -> str:
    with setting.speaking(lang) as say:
        return say("Papers of the meeting")


def ballot_setting(applications: int, due: int) -> BallotSetting:
    """Short ballots share a sheet of paper; each of those who are due gets one."""
    on_page = 2 if applications <= HALF_SHEET else 1
    voters = min(due, BALLOTS_MOST)
    return BallotSetting(1 if applications <= ONE_COLUMN else 2, on_page, -(-voters // on_page))


def _part(part: KitPart, kit: MeetingKit, lang: str) -> render.Part:
    if part is KitPart.MINUTES:
        return sheets.minutes_part(kit.minutes, lang)
    css = POSTER if part is KitPart.POSTER else KIT
    context = _CONTEXTS.get(part, _plain)(kit)
    html = setting.html_of(f"kit_{part.value}.html", lang, kit=kit, head=kit.head, **context)
    return render.Part(html, [setting.style(name) for name in css], context.get("copies", 1))


def _plain(kit: MeetingKit) -> dict[str, Any]:
    return {}


def _attendance(kit: MeetingKit) -> dict[str, Any]:
    blank = max(0, kit.head.due - len(kit.invitees))
    return {"blank_lines": min(blank, BLANK_LINES_MOST)}


def _tally(kit: MeetingKit) -> dict[str, Any]:
    boxes = -(-kit.head.due // STROKES)
    return {"boxes": min(boxes, BOXES_MOST), "is_cut": boxes > BOXES_MOST}


def _ballots(kit: MeetingKit) -> dict[str, Any]:
    chosen = ballot_setting(len(kit.sheets), kit.head.due)
    half = -(-len(kit.sheets) // chosen.columns)
    sides = [kit.sheets[start : start + half] for start in range(0, len(kit.sheets), half or 1)]
    return {
        "rows": list(zip_longest(*sides)),
        "columns": chosen.columns,
        "on_page": chosen.on_page,
        "is_roomy": chosen.on_page == 1 and half <= ROOMY,
        "copies": chosen.copies,
    }


_CONTEXTS = {
    KitPart.INVITATION: _attendance,
    KitPart.ATTENDANCE: _attendance,
    KitPart.TALLY: _tally,
    KitPart.BALLOTS: _ballots,
}
