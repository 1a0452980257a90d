"""The sheet by which a household confirms that it leaves the register: one household's, or those of a village together.

It names a household, so its bytes are never kept. No identity number and no telephone stands in it.

Source: opinion of 2016 on setting up the way out of poverty (income over the line, no worry about food and clothing,
three guarantees, accepted by the household); county plans name who signs beside it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.bilingual import BilingualText
from app.documents import render, setting
from app.documents.papers import IncomeLine, Line, PersonLine, Text

SHEETS = ("paper.css", "forms.css", "exit.css")


@dataclass(frozen=True)
class GuaranteeLine:
    """One condition beside the income; ``None`` where a pen will tick it."""

    label: Text
    is_met: bool | None = None


@dataclass(frozen=True)
class HelpLine:
    """One measure that was done for the household."""

    what: Text
    on: dt.date | None
    result: str = ""


@dataclass(frozen=True)
class ExitIncome:
    """Income of the year by source against the line; money as it is to be printed."""

    year: int
    lines: tuple[IncomeLine, ...] = ()
    net_yuan: str = ""
    per_head_yuan: str = ""
    line_yuan: str = ""
    over_yuan: str = ""
    line_document: str = ""


@dataclass(frozen=True)
class SaidBefore:
    """What is recorded already of the household's own word."""

    accepts: bool
    on: dt.date
    by: str
    reason: str = ""


@dataclass(frozen=True)
class ExitPaper:
    """Everything on one household's sheet. *more_help* measures are on record beyond those printed."""

    county: BilingualText
    township: BilingualText
    village: BilingualText
    round_name: BilingualText
    number: str
    head_name: str
    group: Text
    people: int
    facts: tuple[Line, ...]
    members: tuple[PersonLine, ...]
    income: ExitIncome
    guarantees: tuple[GuaranteeLine, ...]
    help: tuple[HelpLine, ...] = ()
    more_help: int = 0
    help_months: int = 0
    watch_months: int = 0
    checked_on: dt.date | None = None
    checkers: tuple[str, ...] = ()
    findings: str = ""
    said: SaidBefore | None = None


def exit_sheets_pdf(papers: Sequence[ExitPaper], lang: str) -> bytes:
    """The sheets of *papers* in their order; each is numbered by itself."""
    return setting.set_parts(lambda one: [_part(paper, one) for paper in papers], lang)


def _part(paper: ExitPaper, lang: str) -> render.Part:
    return setting.part_of("exit_sheet.html", lang, sheets=SHEETS, paper=paper)
