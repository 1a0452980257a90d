"""What a village has to publish of its affairs and of its money: what, where, who, how often or after what. Data only.

Written after the Organic Law of Villagers' Committees (村民委员会组织法, 2010), articles 30 and 31, and the standard
catalogue of open government affairs in poverty alleviation (扶贫领域基层政务公开标准目录). How many days are given is
the policy's to say.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.core.messages import N_
from app.domain.policies.vocabulary import NoticeKind


class Span(StrEnum):
    """How its last day is found: by the calendar of the accounts, each quarter, or so long after it came about."""

    ACCOUNTS = "accounts"
    QUARTER = "quarter"
    AT_ONCE = "at_once"
    CATALOGUE = "catalogue"
    PROJECT = "project"


class Duty(StrEnum):
    """Who has to publish it."""

    VILLAGE = "village"
    VILLAGE_AND_ABOVE = "village_and_above"
    HOLDER = "holder"


@dataclass(frozen=True)
class Item:
    """One entry. *code* is stored and never changes; the texts are message ids.

    *notice*: it is published by notices of that kind, which count by themselves. *from_quarterly*: the village's
    quarterly disclosure among the articles counts for it.
    """

    code: str
    name: str
    what: str
    where: str
    duty: Duty
    span: Span
    source: str
    notice: NoticeKind | None = None
    from_quarterly: bool = False

    @property
    def recurs(self) -> bool:
        """It is due by the calendar, and not because something came about."""
        return self.span in (Span.ACCOUNTS, Span.QUARTER)

    @property
    def is_matter(self) -> bool:
        """Somebody has to write down that it came about: no notice and no calendar tells."""
        return not self.recurs and self.notice is None


BOARD = N_("The village's notice board")
BOARD_AND_WEB = N_("The village's notice board and this portal")
SITE = N_("The notice board, the site of the work, and this portal")

_LAW_30 = N_("Organic Law of Villagers' Committees, art. 30")
_LAW_30_1 = N_("Organic Law of Villagers' Committees, art. 30, with arts. 23 and 24")
_CATALOGUE = N_("Standard catalogue for open affairs in poverty alleviation")
_GUIDANCE = N_(
    "Standard catalogue for open affairs in poverty alleviation; guidance of 2018 on public notices"
)

ACCOUNTS = Item(
    "accounts",
    N_("Accounts of the village"),
    N_("Income and spending, what the village owns and what it owes."),
    BOARD_AND_WEB,
    Duty.VILLAGE,
    Span.ACCOUNTS,
    _LAW_30,
    from_quarterly=True,
)
AFFAIRS = Item(
    "affairs",
    N_("General affairs of the village"),
    N_("How decisions are carried out, work done for the government, what villagers ask about."),
    BOARD_AND_WEB,
    Duty.VILLAGE,
    Span.QUARTER,
    _LAW_30,
    from_quarterly=True,
)
CATALOGUE: tuple[Item, ...] = (
    ACCOUNTS,
    AFFAIRS,
    Item(
        "decision",
        N_("A decision of the villagers"),
        N_(
            "What was decided on land, collective property, projects or loans, by how many, and what follows."
        ),
        BOARD,
        Duty.VILLAGE,
        Span.AT_ONCE,
        _LAW_30_1,
    ),
    Item(
        "approval",
        N_("Something that was approved"),
        N_("House plots, permits and other matters approved for the village or a household."),
        BOARD,
        Duty.VILLAGE,
        Span.AT_ONCE,
        _LAW_30,
    ),
    Item(
        "relief",
        N_("Relief and donations"),
        N_("What money and goods came, from whom, and how they were given out."),
        BOARD,
        Duty.VILLAGE,
        Span.AT_ONCE,
        _LAW_30,
    ),
    Item(
        "policy",
        N_("A policy, or a change of one"),
        N_("What help there is, for whom, how to ask for it, whom to call."),
        BOARD_AND_WEB,
        Duty.VILLAGE_AND_ABOVE,
        Span.CATALOGUE,
        _CATALOGUE,
    ),
    Item(
        "loan",
        N_("Loans and interest paid for"),
        N_("To whom and what for, how much, until when, which part of the interest is paid."),
        BOARD,
        Duty.VILLAGE_AND_ABOVE,
        Span.CATALOGUE,
        _CATALOGUE,
    ),
    Item(
        "funds",
        N_("Money that came"),
        N_("What it is called, by which document, how much, for what."),
        BOARD_AND_WEB,
        Duty.HOLDER,
        Span.PROJECT,
        _GUIDANCE,
        NoticeKind.FUNDS,
    ),
    Item(
        "library",
        N_("A project for the library"),
        N_("Name, place, content, sums, who gains by it, what it is to reach."),
        BOARD_AND_WEB,
        Duty.VILLAGE_AND_ABOVE,
        Span.PROJECT,
        _GUIDANCE,
        NoticeKind.PROJECT_LIBRARY,
    ),
    Item(
        "plan",
        N_("A project in the year's plan"),
        N_("Tasks, standard of the subsidy, source of the money, time, who answers for it."),
        BOARD_AND_WEB,
        Duty.VILLAGE_AND_ABOVE,
        Span.PROJECT,
        _GUIDANCE,
        NoticeKind.ANNUAL_PLAN,
    ),
    Item(
        "start",
        N_("A project before it starts"),
        N_("What is built, who builds it, until when, with what money."),
        SITE,
        Duty.VILLAGE_AND_ABOVE,
        Span.PROJECT,
        _GUIDANCE,
        NoticeKind.PROJECT_START,
    ),
    Item(
        "completion",
        N_("A project that is completed"),
        N_("What was reached, how it was accepted, what it cost."),
        SITE,
        Duty.VILLAGE_AND_ABOVE,
        Span.PROJECT,
        _GUIDANCE,
        NoticeKind.PROJECT_COMPLETION,
    ),
    Item(
        "beneficiaries",
        N_("Who received money or goods"),
        N_("Each household of a paid roll, with what it got. Names hang in the village only."),
        BOARD_AND_WEB,
        Duty.VILLAGE_AND_ABOVE,
        Span.PROJECT,
        _GUIDANCE,
        NoticeKind.BENEFICIARIES,
    ),
)
BY_CODE: dict[str, Item] = {item.code: item for item in CATALOGUE}
RECURRING = tuple(item for item in CATALOGUE if item.recurs)
#: what somebody writes down when it comes about
MATTERS = tuple(item for item in CATALOGUE if item.is_matter)
