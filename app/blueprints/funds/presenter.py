"""Words, tones and links of the ledger's pages. Reads only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _

from app.core.messages import N_
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.funds import publishing, queries, rules
from app.domain.funds.findings import RULE_LABELS, Finding, Weight
from app.domain.funds.models import Account, Batch, EntryKind, LedgerEntry, Roll, SourceLevel
from app.domain.funds.rules import KIND_LABELS, LEVEL_LABELS
from app.domain.funds.rules import capitals as capitals
from app.domain.funds.rules import yuan as yuan
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.models import Project, ProjectPlace
from app.domain.rounds.models import Round, RoundState
from app.web.access import current_actor
from app.web.i18n import current_locale, translate

P = Permission
TONES = {Weight.WRONG: "bad", Weight.MISSING: "warn", Weight.LOOK: "info"}


@dataclass(frozen=True)
class BatchLine:
    """A batch of the list, and what of it waits."""

    batch: Batch

    @property
    def left_fen(self) -> int:
        """What is neither allocated nor gone."""
        return self.batch.received_fen - self.batch.allocated_fen - self.batch.gone_fen


def batch_lines(round_id: int, area: Area) -> list[BatchLine]:
    """The batches held in *area*, with those held above it that a project there may be given money from."""
    own = {batch.id: batch for batch in queries.list_batches(round_id, area.path)}
    above = {batch.id: batch for batch in queries.list_batches_over(round_id, area.path)}
    return [BatchLine(batch) for batch in sorted((own | above).values(), key=lambda one: one.number)]


def seen_of(batch: Batch) -> tuple[str, ...]:
    """Below which areas the reader sees what became of *batch*; nothing where that is all of it."""
    paths = current_actor().paths_for(P.FUND_VIEW)
    return () if any(batch.area_path.startswith(path) for path in paths) else paths


def accounts_of(batch: Batch, paths: Sequence[str]) -> list[Account]:
    """What *batch* gave to places: to those below *paths*, or to all where there are none."""
    return [
        one
        for one in queries.list_accounts(batch=batch)
        if one.allocated_fen and (not paths or any(one.place.area.path.startswith(path) for path in paths))
    ]


def left_of(account: Account) -> int:
    """What of an account is not paid."""
    return account.allocated_fen - account.paid_fen


def may_recall(account: Account) -> bool:
    """May the reader take money back from a place into its batch?"""
    return is_open(account.batch.round) and can(current_actor(), P.FUND_RECORD, account.batch)


def roll_state(roll: Roll) -> tuple[str, str]:
    """Word and tone of a roll."""
    if roll.withdrawn_on is not None:
        return _("Withdrawn"), "idle"
    if roll.is_goods_only:
        return (_("Handed out"), "good") if roll.handed_out_on else (_("Not handed out yet"), "warn")
    return (_("Paid"), "good") if roll.paid_fen else (_("Not paid yet"), "warn")


def may_announce(roll: Roll) -> bool:
    """May the reader announce the receivers of *roll* now, as far as its project has come?"""
    place = roll.place
    if not can(current_actor(), P.PROJECT_PUBLISH, place.area):
        return False
    kind = NoticeKind.BENEFICIARIES
    return not publishing.why_not(kind, place.project.round, place.area, [place.project], roll)


def takes(project: Project, kind: str) -> bool:
    """Has *project* come so far that an entry of *kind* is made, and is there money for it?"""
    room = {
        EntryKind.ALLOCATION: project.budget_fen - project.allocated_fen,
        EntryKind.CONTRACT: project.allocated_fen - project.contracted_fen,
    }
    entry = EntryKind(kind)
    if not is_open(project.round):
        return False
    return rules.why_not_in_state(entry, project.state) is None and room.get(entry, 1) > 0


def kind_label(kind: EntryKind) -> str:
    """What kind of entry it is."""
    return translate(KIND_LABELS[kind])


def kind_choices() -> list[tuple[str, str]]:
    """Every kind of entry, for a filter."""
    return [(kind.value, kind_label(kind)) for kind in EntryKind]


def level_label(level: SourceLevel) -> str:
    """Where money comes from."""
    return translate(LEVEL_LABELS[level])


def signed(entry: LedgerEntry) -> str:
    """The amount as it counts: a reversal with a minus sign before it."""
    return yuan(entry.signed_fen).replace("-", "−")


def state_of(entry: LedgerEntry) -> tuple[str, str] | None:
    """Word and tone of an entry that undoes another, or was undone, or lacks its voucher."""
    if entry.reverses_id is not None:
        return _("Reversal"), "idle"
    if entry.reversed_by is not None:
        return _("Reversed"), "idle"
    if entry.kind is EntryKind.PAYMENT and not entry.voucher_no:
        return _("No voucher"), "bad"
    return None


def about(entry: LedgerEntry) -> str:
    """What an entry is about, in one line."""
    locale = current_locale()
    what = entry.what_en if locale == "en" and entry.what_en else entry.what_zh
    payee = entry.payee_en if locale == "en" and entry.payee_en else entry.payee
    named = entry.project.name if entry.project is not None else entry.batch.name if entry.batch else None
    parts = [payee, what, named.in_(locale) if named is not None else ""]
    return " · ".join(part for part in parts if part)


def may_undo(entry: LedgerEntry) -> bool:
    """May the reader reverse *entry*? It must be an entry that stands."""
    if entry.reverses_id is not None or entry.reversed_by is not None:
        return False
    return can(current_actor(), P.FUND_RECORD, keeper_of(entry))


def refunds_of(entry: LedgerEntry) -> Sequence[LedgerEntry]:
    """What was given back of a payment and stands."""
    return queries.list_refunds(entry) if entry.kind is EntryKind.PAYMENT else ()


def keeper_of(entry: LedgerEntry) -> Batch | Account | Project:
    """The thing over which somebody must keep the books to undo *entry*."""
    held = (
        EntryKind.RECEIPT,
        EntryKind.SURRENDER,
        EntryKind.CARRY_OVER,
        EntryKind.ALLOCATION,
        EntryKind.RECALL,
    )
    if entry.kind in held and entry.batch is not None:
        return entry.batch
    found = entry.account or entry.project
    if found is None:  # the database lets no other entry stand
        raise LookupError(entry.number)
    return found


def imports_url() -> str:
    """Where the finance office's workbook is handed in, for who may."""
    endpoint = "fund_imports.index"
    may = current_actor().has(P.FUND_IMPORT) and endpoint in current_app.view_functions
    return url_for(endpoint) if may else ""


def counts(findings: Sequence[Finding]) -> list[tuple[str, str, int, str]]:
    """rule, its name, how often it was found and its tone, in the order of the rules."""
    number = Counter(one.rule for one in findings)
    tone = {one.rule: TONES[one.weight] for one in findings}
    return [
        (rule, translate(words), number[rule], tone[rule])
        for rule, words in RULE_LABELS.items()
        if number[rule]
    ]


#: what is done about the findings of a rule, beside looking at the entries
TO_DO: dict[str, str] = {
    "over_budget": N_("Take back from the project what is too much."),
    "promised_twice": N_("Allocate more to the project, or reverse what is too much."),
    "contract_not_award": N_("Reverse the contract's entry, then enter it anew under another number."),
    "contract_without_tender": N_(
        "If it is the same firm, reverse the contract and enter it anew as the award names it; else leave it."
    ),
    "not_announced": N_("Open the project and issue the notice."),
    "funds_not_announced": N_("Open the ledger and announce the funds."),
    "beneficiaries_not_announced": N_("Open the roll and announce the beneficiaries."),
    "entered_twice": N_(
        "Compare both with the paper. If it is the same, reverse one of them; else leave them."
    ),
    "no_voucher": N_("Open the payment and enter the missing voucher."),
    "no_file": N_("Open the payments and attach the vouchers' scans."),
    "person_without_roll": N_(
        "Look whether a roll is missing; if so, reverse the payment and pay by the roll."
    ),
    "late_allocation": N_("Open the batch and allocate what is left."),
    "left_over": N_("Open the project's money and take back what is left."),
}


def to_do(finding: Finding) -> str:
    """What is done about a finding."""
    return translate(TO_DO.get(finding.rule, N_("Look at the entries and reverse what is wrong.")))


def rule_label(finding: Finding) -> str:
    """The name of a finding's rule."""
    return translate(RULE_LABELS[finding.rule])


def tone(finding: Finding) -> str:
    """The tone of a finding."""
    return TONES[finding.weight]


def url_of(finding: Finding) -> str:
    """Where a finding arises."""
    if finding.subject == "batch":
        return url_for("funds.batch", number=finding.number)
    if finding.subject == "entry":
        return url_for("funds.entry", number=finding.number)
    if finding.subject == "roll":
        return url_for("funds.roll", number=finding.number)
    return url_for("funds.project", number=finding.project or finding.number)


def place_name(place: ProjectPlace) -> str:
    """A project and one of its places, for a choice."""
    locale = current_locale()
    project = place.project
    return f"{project.number} {project.name.in_(locale)} · {place.area.name.in_(locale)}"


def place_choice(place: ProjectPlace) -> str:
    """The same, with what of its cost is not allocated yet."""
    project = place.project
    missing = project.budget_fen - project.allocated_fen
    words = _("%(sum)s yuan still missing", sum=yuan(missing)) if missing > 0 else _("nothing is missing")
    return f"{place_name(place)} · {words}"


def cost_lines(project: Project) -> list[tuple[str, str]]:
    """What a project is to cost, what it was given, what is missing or too much."""
    missing = project.budget_fen - project.allocated_fen
    left = (_("Still missing"), yuan(missing)) if missing >= 0 else (_("Too much"), yuan(-missing))
    return [
        (_("It is to cost"), yuan(project.budget_fen)),
        (_("Allocated"), yuan(project.allocated_fen)),
        left,
    ]


def is_open(round_: Round) -> bool:
    """Is something entered in this year?"""
    return round_.state is RoundState.OPEN


def project_url(project: Project) -> tuple[str, bool]:
    """Where the reader may open a project: its money, or (who may not see that) its page for everybody."""
    if can(current_actor(), P.FUND_VIEW, project):
        return url_for("funds.project", number=project.number), True
    return url_for("money.project", number=project.number), False


def paper_url(attachment_id: int) -> str:
    """Where a kept file opens."""
    return url_for("attachments.show", attachment_id=attachment_id)
