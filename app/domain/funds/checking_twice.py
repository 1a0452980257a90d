"""What stands in the books twice and may have been entered twice: one document, one voucher, one payment."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_, Message
from app.domain.areas.models import Area
from app.domain.funds import rules
from app.domain.funds.findings import Finding, Weight
from app.domain.funds.models import Batch, EntryKind, LedgerEntry
from app.domain.funds.queries import is_standing
from app.domain.projects.models import Project
from app.domain.rounds.models import Round


def check_twice(round_: Round, area: Area) -> Iterable[Finding]:
    """Batches of one document and name; payments of one voucher, or alike in place, day, sum and payee.

    Three statements. The last of those that are alike is named, with how many there are.
    """
    yield from _batches(round_, area)
    yield from _vouchers(round_, area)
    yield from _payments(round_, area)


def _batches(round_: Round, area: Area) -> Iterable[Finding]:
    same = (Batch.area_id, Batch.document_no, Batch.name_zh)
    rows = db.session.execute(
        sa.select(Batch.document_no, sa.func.max(Batch.number), sa.func.count())
        .join(Area, Area.id == Batch.area_id)
        .where(Batch.round_id == round_.id, Area.path.startswith(area.path, autoescape=True))
        .where(Batch.received_fen > 0, Batch.carried_from_id.is_(None))
        .group_by(*same)
        .having(sa.func.count() > 1)
        .order_by(sa.func.max(Batch.number))
    )
    for document, number, count in rows:
        words = N_("%(count)s batches of this name stand on document %(document)s.")
        message = Message(words, count=count, document=document)
        yield Finding("entered_twice", Weight.LOOK, "batch", number, message)


def _standing(round_: Round, area: Area, *columns: Any) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(*columns, sa.func.max(LedgerEntry.number), sa.func.count())
        .join(Area, Area.id == LedgerEntry.area_id)
        .join(Project, Project.id == LedgerEntry.project_id)
        .where(LedgerEntry.round_id == round_.id, LedgerEntry.kind == EntryKind.PAYMENT, is_standing())
        .where(Area.path.startswith(area.path, autoescape=True))
        .having(sa.func.count() > 1)
        .order_by(sa.func.max(LedgerEntry.number))
    )


def _vouchers(round_: Round, area: Area) -> Iterable[Finding]:
    """One voucher number in the books of one keeper."""
    statement = _standing(round_, area, LedgerEntry.voucher_no).where(LedgerEntry.voucher_no != "")
    for voucher, number, count in db.session.execute(
        statement.group_by(Project.area_id, LedgerEntry.voucher_no)
    ):
        words = N_("Voucher %(voucher)s stands on %(count)s payments.")
        message = Message(words, voucher=voucher, count=count)
        yield Finding("entered_twice", Weight.LOOK, "entry", number, message)


def _payments(round_: Round, area: Area) -> Iterable[Finding]:
    """The same sum to the same payee for the same project at the same place on one day, by several vouchers."""
    said = (LedgerEntry.amount_fen, LedgerEntry.on)
    statement = _standing(round_, area, *said).having(
        sa.func.count(sa.distinct(LedgerEntry.voucher_no)) == sa.func.count()
    )
    same = (LedgerEntry.project_id, LedgerEntry.area_id, LedgerEntry.payee, *said)
    for amount, day, number, count in db.session.execute(statement.group_by(*same)):
        words = N_("%(count)s payments of %(amount)s yuan to the same payee on %(day)s.")
        message = Message(words, count=count, amount=rules.yuan(amount), day=day)
        yield Finding("entered_twice", Weight.LOOK, "entry", number, message, amount)
