"""The files of the open data on money and projects. Names of columns are promises and never change. Never a person."""

from collections.abc import Iterator
from typing import Any

from app.blueprints.open_data.addresses import whole
from app.blueprints.open_data.columns import Column, Kind, Table, Value
from app.core.messages import N_
from app.domain.funds.models import SourceLevel
from app.domain.funds.shown import PAYMENTS
from app.domain.projects.kinds import KINDS, Nature, ProjectKind, Serves, TenderMethod, Unit
from app.domain.projects.models import ProjectState
from app.domain.reports import open_funds

Row = tuple[Value, ...]

YEAR = Column("year", Kind.NUMBER, N_("Year of the money"))
ROUND = Column("round", Kind.TEXT, N_("Code of the year of money and projects"))
BATCH = Column("batch", Kind.TEXT, N_("Number of the fund batch"))
PROJECT = Column("project", Kind.TEXT, N_("Number of the project"))
INVENTED = Column("is_invented", Kind.TRUTH, N_("Whether it is made up, for a demonstration"))


def _area(whose: str) -> tuple[Column, ...]:
    return (
        Column("area_code", Kind.TEXT, whose),
        Column("area_zh", Kind.TEXT, N_("Name of this place in Chinese")),
        Column("area_en", Kind.TEXT, N_("Name of this place in English"), may_be_empty=True),
    )


def _both(name: str, meaning_zh: str, meaning_en: str, *, may_be_empty: bool = False) -> tuple[Column, ...]:
    return (
        Column(f"{name}_zh", Kind.TEXT, meaning_zh, may_be_empty=may_be_empty),
        Column(f"{name}_en", Kind.TEXT, meaning_en, may_be_empty=True),
    )


def _batches() -> Iterator[Row]:
    for one in open_funds.each_batch():
        yield (
            *(one.number, one.year, one.round, one.area_code, one.area_zh, one.area_en, one.level.value),
            *(one.name_zh, one.name_en, one.giver_zh or None, one.giver_en, one.purpose_zh, one.purpose_en),
            *(one.document_no, one.document_on, one.received_fen, one.allocated_fen, one.gone_fen),
            one.received_fen - one.allocated_fen - one.gone_fen,
            *(one.carried_from, one.is_invented, whole("money.batch", number=one.number)),
        )


def _projects() -> Iterator[Row]:
    for one in open_funds.each_project():
        yield (
            *(one.number, one.year, one.round, one.area_code, one.area_zh, one.area_en, one.kind.value),
            *(one.nature.value, one.state.value, one.name_zh, one.name_en, one.unit_zh or None, one.unit_en),
            *(one.quantity_milli, KINDS[one.kind].unit.value, one.serves.value, one.serves_number),
            *(one.budget_fen, one.allocated_fen, one.contracted_fen, one.paid_fen),
            *(one.starts_on, one.due_on, one.is_invented),
            whole("money.project", number=one.number) if one.is_shown else None,
        )


def _allocations() -> Iterator[Row]:
    yield from map(tuple, open_funds.each_allocation())


def _contracts() -> Iterator[Row]:
    for one in open_funds.each_contract():
        contractor = open_funds.firm_of(one.contractor)
        yield (
            *(one.number, one.project, one.year, contractor, one.contractor_en if contractor else None),
            *(
                (one.contractor_code or None) if contractor else None,
                one.signed_on,
                one.starts_on,
                one.ends_on,
            ),
            *(one.amount_fen, one.paid_fen, one.method.value if one.method else None, one.decided_on),
        )


def _payments() -> Iterator[Row]:
    page = _addresses("money.payment")
    for one in open_funds.each_payment():
        payee, kind, households = open_funds.firm_of(one.payee), one.payee_kind, one.households
        if payee is None and kind == open_funds.FIRM:
            kind, households = open_funds.HOUSEHOLD, 1
        yield (
            *(one.number, one.kind.value, one.year, one.on, one.amount_fen, one.batch, one.project),
            *(one.area_code, one.area_zh, one.area_en, one.contract, one.roll, households),
            *(kind, payee, one.payee_en if payee else None),
            *(one.document_no or None, one.voucher_no or None),
            *(one.reverses, one.reversed_by, page(one.number)),
        )


def _addresses(endpoint: str) -> Any:
    """number -> the whole address of its page, built once and not sixty thousand times."""
    start, _mark, end = whole(endpoint, number="0mark0").partition("0mark0")
    return lambda number: f"{start}{number}{end}"


BATCHES = Table(
    "batches",
    N_("Fund batches"),
    N_("Every batch of money: where it came from, by which document, for what, and what became of it."),
    (
        Column("number", Kind.TEXT, N_("Number of the fund batch")),
        YEAR,
        ROUND,
        *_area(N_("Division code of the county or township that holds the money, 12 digits")),
        Column("level", Kind.TEXT, N_("Which level or source the money came from"), tuple(SourceLevel)),
        *_both("name", N_("Name in Chinese"), N_("Name in English")),
        *_both("giver", N_("Who gave it, in Chinese"), N_("Who gave it, in English"), may_be_empty=True),
        *_both("purpose", N_("What it is for, in Chinese"), N_("What it is for, in English")),
        Column("document_no", Kind.TEXT, N_("Number of the document that it rests on")),
        Column("document_on", Kind.DAY, N_("Day of the document")),
        Column("received_fen", Kind.NUMBER, N_("What came, in hundredths of a yuan")),
        Column("allocated_fen", Kind.NUMBER, N_("What was given to projects, in hundredths of a yuan")),
        Column("gone_fen", Kind.NUMBER, N_("What was given back or carried over, in hundredths of a yuan")),
        Column("left_fen", Kind.NUMBER, N_("What lies still, in hundredths of a yuan")),
        Column(
            "carried_from",
            Kind.TEXT,
            N_("Batch of an earlier year that it is the rest of"),
            may_be_empty=True,
        ),
        INVENTED,
        Column("page", Kind.ADDRESS, N_("Page of the batch")),
    ),
    _batches,
)
PROJECTS = Table(
    "projects",
    N_("Projects"),
    N_("Every project that was put forward: what, where, how much, how far, and its money."),
    (
        Column("number", Kind.TEXT, N_("Number of the project")),
        YEAR,
        ROUND,
        *_area(N_("Division code of the village or township whose project it is, 12 digits")),
        Column("kind", Kind.TEXT, N_("What is built or given"), tuple(ProjectKind)),
        Column("nature", Kind.TEXT, N_("New, an extension, or rebuilt"), tuple(Nature)),
        Column("state", Kind.TEXT, N_("How far the project is"), tuple(ProjectState)),
        *_both("name", N_("Name in Chinese"), N_("Name in English")),
        *_both(
            "office",
            N_("Who answers for it, in Chinese"),
            N_("Who answers for it, in English"),
            may_be_empty=True,
        ),
        Column("quantity_milli", Kind.NUMBER, N_("How much is built or given, in thousandths of the unit")),
        Column("unit", Kind.TEXT, N_("The unit of the quantity"), tuple(Unit)),
        Column("serves", Kind.TEXT, N_("Whom it serves"), tuple(Serves)),
        Column("serves_number", Kind.NUMBER, N_("How many it serves")),
        Column("budget_fen", Kind.NUMBER, N_("What it is to cost, in hundredths of a yuan")),
        Column("allocated_fen", Kind.NUMBER, N_("What it was given, in hundredths of a yuan")),
        Column("contracted_fen", Kind.NUMBER, N_("What is promised by contract, in hundredths of a yuan")),
        Column("paid_fen", Kind.NUMBER, N_("What was paid, in hundredths of a yuan")),
        Column("starts_on", Kind.DAY, N_("Day on which it is to begin"), may_be_empty=True),
        Column("due_on", Kind.DAY, N_("Day by which it is to be done"), may_be_empty=True),
        INVENTED,
        Column("page", Kind.ADDRESS, N_("Page of the project"), may_be_empty=True),
    ),
    _projects,
)
ALLOCATIONS = Table(
    "allocations",
    N_("Money of projects"),
    N_(
        "What each batch gave to each place of a project, and what of that was paid. It adds up to all the sums."
    ),
    (
        BATCH,
        PROJECT,
        YEAR,
        *_area(N_("Division code of the place where it is used, 12 digits")),
        Column("allocated_fen", Kind.NUMBER, N_("What it was given, in hundredths of a yuan")),
        Column("paid_fen", Kind.NUMBER, N_("What was paid, in hundredths of a yuan")),
    ),
    _allocations,
)
CONTRACTS = Table(
    "contracts",
    N_("Contracts"),
    N_("Every contract of a project: with whom, for how much, how the contractor was found."),
    (
        Column("number", Kind.TEXT, N_("Number of the contract")),
        PROJECT,
        YEAR,
        Column("contractor", Kind.TEXT, N_("Contractor, in Chinese; empty for a person"), may_be_empty=True),
        Column("contractor_en", Kind.TEXT, N_("Contractor, in English"), may_be_empty=True),
        Column(
            "contractor_code",
            Kind.TEXT,
            N_("Unified social credit code of the contractor"),
            may_be_empty=True,
        ),
        Column("signed_on", Kind.DAY, N_("Day of the signature")),
        Column("starts_on", Kind.DAY, N_("First day of the contract"), may_be_empty=True),
        Column("ends_on", Kind.DAY, N_("Last day of the contract"), may_be_empty=True),
        Column("amount_fen", Kind.NUMBER, N_("What is promised, in hundredths of a yuan")),
        Column("paid_fen", Kind.NUMBER, N_("What was paid, in hundredths of a yuan")),
        Column(
            "method", Kind.TEXT, N_("How the contractor was found"), tuple(TenderMethod), may_be_empty=True
        ),
        Column("decided_on", Kind.DAY, N_("Day on which the contractor was decided on"), may_be_empty=True),
    ),
    _contracts,
)
PAYMENTS_TABLE = Table(
    "payments",
    N_("Payments"),
    N_(
        "Every payment and every refund, also those that were corrected. A person or household is never named."
    ),
    (
        Column("number", Kind.TEXT, N_("Number of the entry in the ledger")),
        Column("kind", Kind.TEXT, N_("Whether it was paid, or came back"), tuple(PAYMENTS)),
        YEAR,
        Column("on", Kind.DAY, N_("Day of the payment")),
        Column("amount_fen", Kind.NUMBER, N_("How much, in hundredths of a yuan")),
        BATCH,
        PROJECT,
        *_area(N_("Division code of the place where it is used, 12 digits")),
        Column("contract", Kind.TEXT, N_("Number of the contract that it is for"), may_be_empty=True),
        Column(
            "roll", Kind.TEXT, N_("Number of the roll of households that it was paid by"), may_be_empty=True
        ),
        Column("households", Kind.NUMBER, N_("How many households or people it went to"), may_be_empty=True),
        Column(
            "payee_kind",
            Kind.TEXT,
            N_("Whom it went to: a firm or office, the households of a roll, or one household"),
            (open_funds.FIRM, open_funds.ROLL, open_funds.HOUSEHOLD),
        ),
        Column("payee", Kind.TEXT, N_("The firm or office, in Chinese; empty for people"), may_be_empty=True),
        Column("payee_en", Kind.TEXT, N_("The firm or office, in English"), may_be_empty=True),
        Column("document_no", Kind.TEXT, N_("Number of the paper that approved it"), may_be_empty=True),
        Column("voucher_no", Kind.TEXT, N_("Number of the voucher"), may_be_empty=True),
        Column(
            "reverses", Kind.TEXT, N_("Entry that this one takes back; neither counts"), may_be_empty=True
        ),
        Column(
            "reversed_by", Kind.TEXT, N_("Entry that takes this one back; neither counts"), may_be_empty=True
        ),
        Column("page", Kind.ADDRESS, N_("Page of the payment")),
    ),
    _payments,
)
FUND_TABLES = (BATCHES, PROJECTS, ALLOCATIONS, CONTRACTS, PAYMENTS_TABLE)
#: name of a table -> its key, and which columns name rows of other tables
KEYS: dict[str, tuple[str, ...]] = {
    "notices": ("number",),
    "villages": (),
    "objections": ("notice",),
    "draws": ("draw",),
    "batches": ("number",),
    "projects": ("number",),
    "allocations": ("batch", "project", "area_code"),
    "contracts": ("number",),
    "payments": ("number",),
}
NAMES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "objections": (("notice", "notices", "number"),),
    "draws": (("notice", "notices", "number"),),
    "allocations": (("batch", "batches", "number"), ("project", "projects", "number")),
    "contracts": (("project", "projects", "number"),),
    "payments": (
        ("batch", "batches", "number"),
        ("project", "projects", "number"),
        ("contract", "contracts", "number"),
    ),
}
