"""A contract and the award that it follows: which tender that is, and what was promised first, before supplements."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.domain.funds.models import Contract, EntryKind, LedgerEntry
from app.domain.projects.models import Bid, Project, Tender

#: ids of projects, or a statement that selects them
Projects = sa.Select[Any] | Sequence[int]


def find_award(project: Project) -> Bid | None:
    """The offer that got the work of *project*, by the last decision that gave it to somebody."""
    won = [bid for tender in project.tenders for bid in tender.bids if bid.is_award]
    return won[-1] if won else None


def find_to_follow(project: Project, contractor: str) -> Tender | None:
    """The decision that a new contract with *contractor* follows: the one by which it got the work of *project*.

    None where a contract that stands follows it already: what is promised besides is no part of that offer.
    """
    award = find_award(project)
    if award is None or award.bidder.strip() != contractor.strip():
        return None
    follows = sa.exists().where(Contract.tender_id == award.tender_id, Contract.amount_fen > 0)
    return None if db.session.scalar(sa.select(follows)) else award.tender


def load_awards(projects: Projects) -> dict[int, tuple[int, str]]:
    """project id -> the tender and the bidder of the last decision that gave its work to somebody: one statement."""
    rows = db.session.execute(
        sa.select(Tender.project_id, Tender.id, Bid.bidder)
        .join(Bid, sa.and_(Bid.tender_id == Tender.id, Bid.is_award))
        .where(Tender.project_id.in_(projects))
        .order_by(Tender.id)
    )
    return {project_id: (tender_id, bidder) for project_id, tender_id, bidder in rows}


def load_first_sums(projects: Projects) -> dict[int, int]:
    """contract id -> what was promised first by each contract of *projects*; supplements are left out.

    The first entry that was not reversed, in one statement.
    """
    later = sa.orm.aliased(LedgerEntry)
    rows = db.session.execute(
        sa.select(LedgerEntry.contract_id, LedgerEntry.amount_fen)
        .outerjoin(later, later.reverses_id == LedgerEntry.id)
        .where(
            LedgerEntry.project_id.in_(projects),
            LedgerEntry.kind == EntryKind.CONTRACT,
            LedgerEntry.reverses_id.is_(None),
            later.id.is_(None),
        )
        .order_by(LedgerEntry.id.desc())
    )
    return {contract_id: amount for contract_id, amount in rows if contract_id is not None}
