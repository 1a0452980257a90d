"""Papers of the help for one household: its plan (一户一策) to be signed, and the sheet that visitors take along.

They name a household, so their bytes are never kept. No identity number and no telephone stands in them.
"""

import datetime as dt
from dataclasses import dataclass

from app.core.bilingual import BilingualText
from app.documents import setting
from app.documents.papers import Line, PersonLine, Text

SHEETS = ("paper.css", "forms.css", "help.css")
#: rows for the pen on a plan without measures; below those there are one is enough, so that it stays on one page
ROOM = 3


@dataclass(frozen=True)
class PlanLine:
    """One plan: for how long, what is needed, where it leads, when the household agreed."""

    title: Text
    needs: Text
    goal: str
    agreed: Text


@dataclass(frozen=True)
class MeasureRow:
    """One measure as it is printed; *stands* says how far it is."""

    what: Text
    cost: Text
    source: Text
    due_on: dt.date
    who: str
    stands: Text
    result: str = ""


@dataclass(frozen=True)
class VisitRow:
    """One earlier visit."""

    on: dt.date
    who: str
    words: str
    left_open: str


@dataclass(frozen=True)
class HelpPaper:
    """What the register and the records know of a household and its help."""

    county: BilingualText
    township: BilingualText
    village: BilingualText
    household_no: str
    head_name: str
    group: Text
    printed_on: dt.date
    facts: tuple[Line, ...]
    record: tuple[Line, ...]
    members: tuple[PersonLine, ...]
    plans: tuple[PlanLine, ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    visits: tuple[VisitRow, ...] = ()


def household_plan_pdf(paper: HelpPaper, lang: str) -> bytes:
    """The plan of one household: cause, needs, measures with cost, source, day and who does it; signed by it."""
    return setting.set_paper(
        "household_plan.html", lang, sheets=SHEETS, paper=paper, room=max(1, ROOM - len(paper.measures))
    )


def help_visit_pdf(paper: HelpPaper, lang: str) -> bytes:
    """The sheet of one visit: what is on record, room for what changed, what was heard, done and solved."""
    return setting.set_paper("help_visit.html", lang, sheets=SHEETS, paper=paper)
