"""What stands on each paper: frozen values, already decided, without a database or a request behind them.

The doors and ``notices.py`` fill them; the templates print them. A text is a :class:`BilingualText`, a
:class:`Message`, or a plain string that is the same in both languages (a name, a number).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents.fund_shapes import FundFacts
from app.domain.notices.codes import code_of
from app.domain.workflow.stages import StageLine

Text = BilingualText | Message | str

NOTHING = BilingualText("", "")
#: what stands over the columns of a posted list
COLUMN_NAMES = {
    "sequence": N_("List no."),
    "group": N_("Villagers' group"),
    "head_name": N_("Name of the head"),
    "people": N_("Number of people"),
    "attribute": N_("Household attribute"),
    "cause": N_("Main cause"),
    "amount": N_("Amount, yuan"),
    "goods": N_("Goods received"),
    "watch": N_("Kind of household at risk"),
    "risk": N_("Risk"),
    "help": N_("Kinds of help"),
}


@dataclass(frozen=True)
class Telephone:
    """A number to call, with what answers it."""

    label: Text
    number: str


@dataclass(frozen=True)
class NoticeRow:
    """One line of a posted list. *extra* holds the optional columns by name (``attribute``, ``cause``, ``amount``)."""

    sequence: int
    group_name: str
    head_name: str
    people: int
    extra: Mapping[str, Text] = field(default_factory=dict)

    def cell(self, column: str) -> Text | int:
        """What stands under *column* (``sequence``, ``group``, ``head_name``, ``people``, a name in *extra*)."""
        if column == "group":
            return self.group_name
        if column in ("sequence", "head_name", "people"):
            found: str | int = getattr(self, column)
            return found
        return self.extra.get(column, "")


@dataclass(frozen=True)
class Change:
    """What left the list since the last stage: *kind* is ``removed``, ``returned`` or ``set_aside``."""

    kind: str
    households: int
    people: int
    reason: Text = ""


@dataclass(frozen=True)
class Withdrawal:
    """That the notice no longer stands, since when and why, and the number of the one in its place."""

    on: dt.date
    reason: str
    replaced_by: str = ""


@dataclass(frozen=True)
class Leaving:
    """Of a list of households that leave the register: for how many months the help and the watch go on."""

    help_months: int
    watch_months: int


@dataclass(frozen=True)
class NoticePaper:
    """A notice or an announcement as it hangs on the board. *kind* is the value of a ``NoticeKind``.

    *public_url* is where its QR code leads: what the sheet is, and whether it still counts.
    Without *rows* the names have been taken down: number, days, totals and result are printed, and that it is so.
    A notice of funds or projects has *facts*; of its kinds only beneficiaries have rows.
    """

    number: str
    kind: str
    round_name: BilingualText
    county: BilingualText
    township: BilingualText
    village: BilingualText
    issuer: Text
    objections_to: Text
    basis: BilingualText
    households: int
    people: int
    issued_on: dt.date
    first_day: dt.date
    last_day: dt.date
    days: int
    rows: tuple[NoticeRow, ...]
    digest: str
    public_url: str = ""
    day_kind: str = "calendar"
    period_is_estimated: bool = False
    columns: tuple[str, ...] = ("sequence", "group", "head_name", "people")
    changes: tuple[Change, ...] = ()
    stages: tuple[StageLine, ...] = ()
    telephones: tuple[Telephone, ...] = ()
    address: BilingualText = NOTHING
    hotline: str = ""
    answer_days: int = 0
    answer_day_kind: str = "working"
    income_line_yuan: str = ""
    income_line_year: int = 0
    supplementary: bool = False
    relatives: int | None = None
    replaces: str = ""
    withdrawal: Withdrawal | None = None
    facts: FundFacts | None = None
    leaving: Leaving | None = None

    @property
    def had_names(self) -> bool:
        """Whether households stood on it, now or before their names were taken down."""
        return self.facts is None or self.facts.has_names

    @property
    def public_code(self) -> str:
        """The code by which anybody checks the sheet, to be read aloud."""
        return code_of(self.digest)


@dataclass(frozen=True)
class Line:
    """A label and what stands beside it."""

    label: Text
    value: Text


@dataclass(frozen=True)
class ReceiptPaper:
    """A slip for whoever handed something in: *kind* is ``application`` or ``objection``.

    With *words* and *digits* (or the earlier *secret*) and *follow_url* the holder can follow the matter; nobody else
    is told them. *scan* is what the QR code says when it is more than *follow_url*.
    """

    kind: str
    number: str
    received_on: dt.date
    office: Text
    lines: tuple[Line, ...] = ()
    secret: str = ""
    words: tuple[str, ...] = ()
    digits: str = ""
    follow_url: str = ""
    scan: str = ""
    answer_by: dt.date | None = None
    telephones: tuple[Telephone, ...] = ()
    hotline: str = ""


@dataclass(frozen=True)
class ApplicationPaper:
    """The application of a household; without values the blank form. Money as it is to be printed."""

    year: int
    county: Text
    township: Text
    village: Text
    number: str = ""
    group_name: Text = ""
    head_name: str = ""
    people: int | None = None
    labourers: int | None = None
    income_year: int | None = None
    per_head_yuan: str = ""
    cause: Text = ""
    reason: str = ""
    proxy_name: str = ""
    proxy_relation: str = ""
    filed_on: dt.date | None = None
    members: tuple["PersonLine", ...] = ()


@dataclass(frozen=True)
class PersonLine:
    """A member of the household on a form. Never with an ID number or a telephone."""

    name: str
    relation: Text = ""
    age: int | None = None
    health: Text = ""
    labour: Text = ""


@dataclass(frozen=True)
class IncomeLine:
    """A row of the income table; every value as it is to be printed, empty where a pen will write it."""

    item: Text
    quantity: str = ""
    output: str = ""
    sold: str = ""
    sales_yuan: str = ""
    coefficient: str = ""
    net_yuan: str = ""


@dataclass(frozen=True)
class VisitPaper:
    """The sheet that visitors take to a household: what the register says, and room for what they find."""

    year: int
    county: Text
    township: Text
    village: Text
    group_name: Text = ""
    head_name: str = ""
    application_number: str = ""
    facts: tuple[Line, ...] = ()
    members: tuple[PersonLine, ...] = ()
    incomes: tuple[IncomeLine, ...] = ()
    net_income_yuan: str = ""
    per_head_yuan: str = ""
    income_year: int | None = None
    visited_on: dt.date | None = None
    visitors: tuple[str, ...] = ()
    findings: str = ""
    visitors_min: int = 2


@dataclass(frozen=True)
class VoteLine:
    """The vote on one application; ``None`` where it is still to be counted. *left_room* are names.

    *chair* is whoever led this item in the chair's place; *hits* of the comparison were read out, or not; an
    application put off carries in *adjourned* why.
    """

    sequence: int
    head_name: str
    group_name: str
    people: int
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    left_room: tuple[str, ...] = ()
    passed: bool | None = None
    remark: str = ""
    chair: str = ""
    hits: int = 0
    hits_read_out: bool = False
    adjourned: str = ""


@dataclass(frozen=True)
class AdditionLine:
    """What was added to confirmed minutes: when, by whom and why."""

    added_at: dt.datetime
    who: str
    reason: str
    text: str


@dataclass(frozen=True)
class Freezing:
    """When chair and recorder confirmed the minutes, and the digest of what they confirmed."""

    chair_at: dt.datetime | None
    recorder_at: dt.datetime | None
    digest: str

    @property
    def short_digest(self) -> str:
        """The first sixteen characters in groups of four, to be read aloud."""
        return " ".join(self.digest[at : at + 4] for at in range(0, 16, 4)).upper()


@dataclass(frozen=True)
class MinutesPaper:
    """The record of a review meeting, for signing. *rule* says quorum and majority in words.

    *signers* are the names under which there is room to sign; beyond them places are numbered only. *is_secret*
    and *invited_on* are ``None`` where nobody noted them.
    """

    round_name: BilingualText
    county: Text
    township: Text
    village: Text
    meeting_kind: Text
    held_on: dt.date | None
    place: str
    chair: str
    recorder: str
    due: int | None
    present: int | None
    votes: tuple[VoteLine, ...]
    rule: Text = ""
    observers: str = ""
    notes: str = ""
    is_draft: bool = False
    is_secret: bool | None = None
    invited_on: dt.date | None = None
    signers: tuple[str, ...] = ()
    additions: tuple[AdditionLine, ...] = ()
    frozen: Freezing | None = None
