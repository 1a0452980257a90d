"""Payments without their papers, contracts that differ from the award, rolls that were paid and not announced."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_, Message
from app.domain.areas.models import Area
from app.domain.calendars.rules import Calendar, add_working_days
from app.domain.funds import rules
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
    """Contracts whose amount is not what the bidder offered who got the work."""
    statement = (
        sa.select(Contract.number, Contract.amount_fen, Bid.offer_fen, Project.number.label("project"))
        .join(Project, Project.id == Contract.project_id)
        .join(Area, Area.id == Project.area_id)
        .join(Bid, sa.and_(Bid.tender_id == Contract.tender_id, Bid.is_award))
        .where(
            Project.round_id == round_.id,
            Area.path.startswith(area.path, autoescape=True),
            Contract.amount_fen != Bid.offer_fen,
            Contract.amount_fen > 0,
        )
        .order_by(Contract.number)
    )
    for number, amount, offer, project in db.session.execute(statement):
        words = N_("The contract is about %(left)s yuan, the offer that got the work was %(right)s.")
        message = Message(words, left=rules.yuan(amount), right=rules.yuan(offer))
        yield Finding("contract_not_award", Weight.WRONG, "contract", number, message, amount, offer, project)


def check_rolls(round_: Round, area: Area, calendar: Calendar, on: dt.date) -> Iterable[Finding]:
    """Rolls that were paid and whose beneficiaries were not announced in time."""
    notice = (
        sa.select(ProjectNotice.id)
        .join(Notice, Notice.id == ProjectNotice.notice_id)
        .where(
            ProjectNotice.project_id == Project.id,
            Notice.kind == NoticeKind.BENEFICIARIES,
            Notice.withdrawn_at.is_(None),
        )
        .correlate(Project)
    )
    statement = (
        sa.select(Roll.number, Roll.drawn_up_on, Project.number.label("project"))
        .join(ProjectPlace, ProjectPlace.id == Roll.place_id)
        .join(Project, Project.id == ProjectPlace.project_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .where(
            Project.round_id == round_.id,
            Area.path.startswith(area.path, autoescape=True),
            Roll.paid_fen > 0,
            ~notice.exists(),
        )
        .order_by(Roll.number)
    )
    for number, drawn_up_on, project in db.session.execute(statement):
        due = add_working_days(drawn_up_on, round_.policy.project_notice_days, calendar)
        if on > due:
            words = N_("The roll is paid; its beneficiaries should have been announced by %(due)s.")
            yield Finding(
                "beneficiaries_not_announced",
                Weight.WRONG,
                "roll",
                number,
                Message(words, due=due),
                project=project,
            )
