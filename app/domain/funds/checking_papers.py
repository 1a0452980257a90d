"""Payments without their papers, contracts that differ from the award, rolls that reached somebody unannounced."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_, Message
from app.domain.areas.models import Area
from app.domain.calendars.rules import Calendar, add_working_days
from app.domain.funds import awards, rules
from app.domain.funds.findings import Finding, Weight
from app.domain.funds.models import Contract, EntryKind, LedgerEntry, Roll
from app.domain.funds.queries import is_standing
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.models import Bid, Project, ProjectNotice, ProjectPlace
from app.domain.rounds.models import Round


def check_payments(round_: Round, area: Area) -> Iterable[Finding]:
    """Payments that stand without a voucher number, without its file, or to a person without a roll."""
    lacks = sa.or_(
        LedgerEntry.voucher_no == "",
        LedgerEntry.paper_id.is_(None),
        sa.and_(LedgerEntry.payee_is_person, LedgerEntry.roll_id.is_(None)),
    )
    statement = (
        sa.select(
            LedgerEntry.number,
            LedgerEntry.on,
            LedgerEntry.amount_fen,
            LedgerEntry.voucher_no,
            LedgerEntry.paper_id,
            LedgerEntry.payee_is_person,
            LedgerEntry.roll_id,
            Project.number.label("project"),
        )
        .join(Project, Project.id == LedgerEntry.project_id)
        .join(Area, Area.id == LedgerEntry.area_id)
        .where(
            LedgerEntry.round_id == round_.id,
            LedgerEntry.kind == EntryKind.PAYMENT,
            Area.path.startswith(area.path, autoescape=True),
            is_standing(),
            lacks,
        )
        .order_by(LedgerEntry.number)
    )
    without_file: Counter[str] = Counter()
    for row in db.session.execute(statement):
        said = {"amount": rules.yuan(row.amount_fen), "day": row.on, "project": row.project}
        if not row.voucher_no:
            words = N_(
                "%(amount)s yuan paid on %(day)s for project %(project)s: the voucher's number is missing."
            )
            yield _of_entry("no_voucher", Weight.WRONG, row, Message(words, **said))
        elif row.paper_id is None:
            without_file[row.project] += 1
        if row.payee_is_person and row.roll_id is None:
            words = N_("%(amount)s yuan paid on %(day)s to a person for project %(project)s, without a roll.")
            yield _of_entry("person_without_roll", Weight.LOOK, row, Message(words, **said))
    for project, number in without_file.items():
        message = Message(N_("Of %(count)s payments no copy of the voucher is kept."), count=number)
        yield Finding("no_file", Weight.LOOK, "project", project, message, project=project)


def _of_entry(rule: str, weight: Weight, row: Any, message: Message) -> Finding:
    return Finding(rule, weight, "entry", row.number, message, row.amount_fen, None, row.project)


def check_contracts(round_: Round, area: Area) -> Iterable[Finding]:
    """Contracts that promise something else than the offer that got the work, or that do not follow the award.

    What was promised first counts; supplements came later. Three statements.
    """
    projects = (
        sa.select(Project.id)
        .join(Area, Area.id == Project.area_id)
        .where(Project.round_id == round_.id, Area.path.startswith(area.path, autoescape=True))
    )
    first_sums = awards.load_first_sums(projects)
    won = awards.load_awards(projects)
    offer = sa.orm.aliased(Bid)
    rows: Any = db.session.execute(
        sa.select(Contract, Project.number, offer.offer_fen)
        .join(Project, Project.id == Contract.project_id)
        .outerjoin(offer, sa.and_(offer.tender_id == Contract.tender_id, offer.is_award))
        .where(Contract.project_id.in_(projects), Contract.amount_fen > 0)
        .order_by(Contract.number)
    )
    for contract, project, offered in rows:
        amount = first_sums.get(contract.id, contract.amount_fen)
        if offered is not None and amount != offered:
            words = N_("The contract is about %(left)s yuan, the offer that got the work was %(right)s.")
            message = Message(words, left=rules.yuan(amount), right=rules.yuan(offered))
            yield Finding(
                "contract_not_award",
                Weight.WRONG,
                "contract",
                contract.number,
                message,
                amount,
                offered,
                project,
            )
        elif contract.tender_id is None and contract.project_id in won:
            yield _without_tender(contract, project, won[contract.project_id][1])


def _without_tender(contract: Contract, project: str, bidder: str) -> Finding:
    message = Message(
        N_("%(bidder)s got the work; this contract is with %(contractor)s and is held against no offer."),
        bidder=bidder,
        contractor=contract.contractor,
    )
    rule, amount = "contract_without_tender", contract.amount_fen
    return Finding(rule, Weight.LOOK, "contract", contract.number, message, amount, None, project)


def check_rolls(round_: Round, area: Area, calendar: Calendar, on: dt.date) -> Iterable[Finding]:
    """Rolls that were paid or handed out and whose receivers were not announced in time, roll by roll.

    They are due so many working days after that day; a notice that names a roll announces that one only.
    """
    named = Notice.content["facts"]["roll"]["number"].as_string()
    board = sa.orm.aliased(Area)
    notice = (
        sa.select(ProjectNotice.id)
        .join(Notice, Notice.id == ProjectNotice.notice_id)
        .join(board, board.id == Notice.village_id)
        .where(
            ProjectNotice.project_id == Project.id,
            Notice.kind == NoticeKind.BENEFICIARIES,
            Notice.withdrawn_at.is_(None),
            sa.or_(named.is_(None), named == Roll.number),
            Area.path.startswith(board.path),
        )
        .correlate(Project, Roll, Area)
    )
    paid: Any = sa.func.max(LedgerEntry.on)
    paid_on = (
        sa.select(paid)
        .where(LedgerEntry.roll_id == Roll.id, LedgerEntry.kind == EntryKind.PAYMENT, is_standing())
        .correlate(Roll)
        .scalar_subquery()
    )
    statement = (
        sa.select(Roll.number, sa.func.coalesce(Roll.handed_out_on, paid_on), Project.number.label("project"))
        .join(ProjectPlace, ProjectPlace.id == Roll.place_id)
        .join(Project, Project.id == ProjectPlace.project_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .where(
            Project.round_id == round_.id,
            Area.path.startswith(area.path, autoescape=True),
            Roll.withdrawn_on.is_(None),
            Roll.has_reached,
            ~notice.exists(),
        )
        .order_by(Roll.number)
    )
    for number, since, project in db.session.execute(statement):
        due = add_working_days(since, round_.policy.project_notice_days, calendar)
        if on > due:
            words = N_("It was paid or handed out; its beneficiaries should have been announced by %(due)s.")
            yield Finding(
                "beneficiaries_not_announced",
                Weight.WRONG,
                "roll",
                number,
                Message(words, due=due),
                project=project,
            )
