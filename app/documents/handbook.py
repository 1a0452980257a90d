"""The household card (扶贫手册): a booklet of twelve A5 pages, three sheets of A4 printed in booklet order and folded.

What the register knows is printed; whatever is written at the household, visit by visit, has ruled rows for the pen and
a place for the household's signature. No identity number stands in it. It names a household, so it is never kept.
"""

import datetime as dt
from dataclasses import dataclass

from app.core.bilingual import BilingualText
from app.documents import setting
from app.documents.papers import Line, Telephone, Text

SHEETS = ("paper.css", "handbook.css")
#: ruled rows on a page of each kind
HELPERS, PLANS, MEASURES, RESULTS, INCOMES, VISITS = 6, 8, 9, 8, 6, 9
#: rows of members on their page
MEMBERS = 9


@dataclass(frozen=True)
class HandbookMember:
    """A member of the household on the page of members."""

    name: str
    relation: Text = ""
    sex: Text = ""
    born: str = ""
    ethnicity: Text = ""
    health: Text = ""
    labour: Text = ""
    schooling: Text = ""


@dataclass(frozen=True)
class HandbookHelper:
    """Somebody who helps the household, or did; *telephone* is the office's, *since* the first day.

    *is_second*: as its second helper.
    """

    name: str
    unit: str
    level: Text
    post: str
    telephone: str
    since: dt.date
    is_second: bool = False


@dataclass(frozen=True)
class HandbookIncome:
    """A year's income; every amount in yuan, as it is to be printed."""

    year: int
    wages: Text
    business: Text
    property: Text
    transfers: Text
    net: Text
    per_head: Text


@dataclass(frozen=True)
class Reached:
    """How the household is reached; nothing unless whoever prints may see it."""

    telephones: tuple[Telephone, ...] = ()


@dataclass(frozen=True)
class HandbookPaper:
    """Everything that the register puts into the booklet; *telephones* are those of the offices."""

    county: BilingualText
    township: BilingualText
    village: BilingualText
    household_no: str
    head_name: str
    group: Text
    as_of: dt.date
    home: tuple[Line, ...]
    living: tuple[Line, ...]
    causes: tuple[Line, ...]
    members: tuple[HandbookMember, ...]
    incomes: tuple[HandbookIncome, ...] = ()
    helpers: tuple[HandbookHelper, ...] = ()
    reached: Reached = Reached()
    telephones: tuple[Telephone, ...] = ()
    hotline: str = ""


def handbook_pdf(paper: HandbookPaper, lang: str) -> bytes:
    """The booklet's pages in reading order."""
    return setting.set_paper(
        "handbook.html",
        lang,
        sheets=SHEETS,
        paper=paper,
        rows={
            "helpers": max(0, HELPERS - len(paper.helpers)),
            "plans": PLANS,
            "measures": MEASURES,
            "results": RESULTS,
            "incomes": max(0, INCOMES - len(paper.incomes)),
            "visits": VISITS,
            "members": max(0, MEMBERS - len(paper.members)),
        },
    )
