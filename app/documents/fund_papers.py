"""The other papers of money and projects: site sign, roll to be signed, acceptance sheet, a village's ledger page.

They say what the books say now, through the same facts as the notices (``app/domain/funds/facts.py``); only the sign
and the ledger page are for everybody and name no villager. Lives elsewhere: the models they are read from
(``fund_paper_sources.py``), the notices (``fund_facts.py``).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.bilingual import BilingualText
from app.documents import notice_making, render, setting
from app.documents.fund_shapes import Entry, SumCheck, Table, Text
from app.documents.papers import NOTHING, Telephone

SHEETS = ("paper.css", "forms.css", "fund_papers.css")
SIGN = "project_sign.css"
#: from open to dense: the first in which the sign takes one page
SIGN_STEPS = ("roomy", "close", "closest")
#: lines of a roll that is printed empty, or added to one for whoever was forgotten
EMPTY_LINES, SPARE_LINES = 14, 3


@dataclass(frozen=True)
class SignPaper:
    """The sign of a project (公示牌): what is built, with whose money, by whom, whom to call. *entries* in order."""

    number: str
    name: Text
    county: BilingualText
    township: BilingualText
    village: BilingualText
    entries: tuple[Entry, ...]
    issuer: Text
    public_url: str = ""
    telephones: tuple[Telephone, ...] = ()
    hotline: str = ""


@dataclass(frozen=True)
class RollRow:
    """What one beneficiary gets, and room for a signature. *amount* as it is to be printed."""

    sequence: int
    group_name: str
    name: str
    people: int
    amount: str
    goods: BilingualText = NOTHING


@dataclass(frozen=True)
class RollPaper:
    """The roll of beneficiaries (发放花名册), each line to be signed by whoever receives. Without *rows* a blank."""

    number: str
    title: Text
    project: Text
    project_number: str
    county: BilingualText
    township: BilingualText
    village: BilingualText
    drawn_up_on: dt.date | None
    rows: tuple[RollRow, ...] = ()
    total: str = ""
    total_capitals: str = ""

    @property
    def has_goods(self) -> bool:
        """Whether something in kind is handed out; on a blank it may be."""
        return not self.rows or any(row.goods.zh for row in self.rows)

    @property
    def spare(self) -> int:
        """How many lines are left empty."""
        return SPARE_LINES if self.rows else EMPTY_LINES


@dataclass(frozen=True)
class AcceptancePaper:
    """The sheet on which those who accept a project write what they found (验收单). *entries* stand on it already."""

    number: str
    name: Text
    county: BilingualText
    township: BilingualText
    village: BilingualText
    entries: tuple[Entry, ...]
    measured: tuple[Entry, ...]


@dataclass(frozen=True)
class LedgerPagePaper:
    """The money of a village in a year (资金使用情况表): sums, projects, payments. No person is named as payee."""

    year: int
    county: BilingualText
    township: BilingualText
    village: BilingualText
    as_of: dt.date
    sums: Table | None
    projects: Table | None
    payments: Table | None
    check: SumCheck | None = None
    issuer: Text = ""
    telephones: tuple[Telephone, ...] = ()
    hotline: str = ""


def sign_pdf(paper: SignPaper, lang: str, size: str = "a3") -> bytes:
    """The sign, lying on its side, on ``a3`` or ``a4``. Raises what :func:`app.documents.setting.set_parts` raises."""
    return setting.set_parts(lambda one: [_sign(paper, one, size)], lang)


def roll_pdf(paper: RollPaper, lang: str) -> bytes:
    """The roll with its column for signatures, or a blank. It names villagers: its bytes are never kept."""
    return setting.set_paper("fund_roll.html", lang, sheets=SHEETS, paper=paper)


def acceptance_pdf(paper: AcceptancePaper, lang: str) -> bytes:
    """The acceptance sheet, with room for a pen."""
    return setting.set_paper("fund_acceptance.html", lang, sheets=SHEETS, paper=paper)


def ledger_page_pdf(papers: Sequence[LedgerPagePaper], lang: str) -> bytes:
    """The pages of one village, or of several one after another."""
    return setting.set_parts(
        lambda one: [
            setting.part_of("fund_ledger_page.html", one, sheets=SHEETS, paper=paper) for paper in papers
        ],
        lang,
    )


def _sign(paper: SignPaper, lang: str, size: str) -> render.Part:
    factor = notice_making.MAGNIFIED if size == "a3" else 1.0
    css = [notice_making.magnified(setting.style(SIGN), factor)]
    html = ""
    for step in SIGN_STEPS:
        html = setting.html_of("project_sign.html", lang, paper=paper, density=step)
        if render.count_pages(html, css=css, lang=lang) == 1:
            break
    return render.Part(html, css)
