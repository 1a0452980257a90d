"""Fund batches: money comes by a document, and what is left of it goes on into the next year or back to its source."""

import datetime as dt

from app.core import audit
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.core.serials import next_number
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.funds import booking, queries, rules
from app.domain.funds.models import Batch, EntryKind, LedgerEntry, SourceLevel
from app.domain.rounds.models import Round

NOTHING = BilingualText("")


def record_batch(
    *,
    actor: Actor,
    round_: Round,
    area: Area,
    level: SourceLevel,
    name: BilingualText,
    purpose: BilingualText,
    document_no: str,
    document_on: dt.date,
    giver: BilingualText = NOTHING,
    is_invented: bool = False,
    carried_from: Batch | None = None,
) -> Batch:
    """Note a fund batch that *area* (a county or township) holds, by its document; money comes with :func:`receive`.

    Raises :class:`Invalid` for a missing name, purpose or document number, or a day to come; :class:`Refused` for a
    closed year.
    """
    booking.check_right(actor, area)
    booking.check_year(round_)
    if not area.path.startswith(round_.area.path):
        raise Invalid(Message(N_("This year is not kept for %(area)s."), area=area.name), "area")
    booking.check_day(document_on, field="document_on")
    texts = booking.cleaned(name_zh=name.zh, name_en=name.en, giver_zh=giver.zh, giver_en=giver.en)
    rules.check_texts(purpose_zh=purpose.zh, purpose_en=purpose.en, document_no=document_no)
    batch = Batch(
        number=f"PC{round_.year}-{next_number(f'fund_batch/{round_.year}'):03d}",
        round=round_,
        area=area,
        level=level,
        name_zh=booking.needed(texts["name_zh"], "name_zh"),
        name_en=texts["name_en"] or None,
        purpose_zh=booking.needed(purpose.zh, "purpose_zh"),
        purpose_en=(purpose.en or "").strip() or None,
        giver_zh=texts["giver_zh"] or "",
        giver_en=texts["giver_en"] or None,
        document_no=booking.needed(document_no, "document_no")[:80],
        document_on=document_on,
        is_invented=is_invented,
        carried_from=carried_from,
    )
    db.session.add(batch)
    db.session.flush()
    audit.record("fund_batch_recorded", actor=actor, subject=batch, number=batch.number)
    db.session.flush()
    db.session.refresh(batch)
    return batch


def receive(
    *,
    actor: Actor,
    batch: Batch,
    amount_fen: int,
    on: dt.date,
    document_no: str = "",
    what: BilingualText = NOTHING,
    paper: Attachment | None = None,
) -> LedgerEntry:
    """Money of *batch* came. Without a *document_no* the batch's own document is what it rests on."""
    return _of_batch(
        EntryKind.RECEIPT, actor, batch, amount_fen, on, document_no or batch.document_no, what, paper
    )


def surrender(
    *,
    actor: Actor,
    batch: Batch,
    amount_fen: int,
    on: dt.date,
    document_no: str,
    what: BilingualText = NOTHING,
    paper: Attachment | None = None,
) -> LedgerEntry:
    """What was left of *batch* is given back to where it came from."""
    return _of_batch(EntryKind.SURRENDER, actor, batch, amount_fen, on, document_no, what, paper)


def carry_over(
    *,
    actor: Actor,
    batch: Batch,
    to_round: Round,
    amount_fen: int,
    on: dt.date,
    document_no: str,
    what: BilingualText = NOTHING,
    paper: Attachment | None = None,
) -> LedgerEntry:
    """What is left of *batch* goes on in a later year, as a batch there (``entry.to_batch``) with the same source.

    Raises :class:`Invalid` for a year that is not later.
    """
    booking.check_right(actor, batch)
    booking.check_year(to_round)
    if to_round.year <= batch.round.year:
        raise Invalid(Message(N_("Money is carried over into a later year. Choose one.")), "to_round")
    reasons = rules.why_refused(EntryKind.CARRY_OVER, amount_fen, {"batch_id": batch})
    if reasons:
        raise Invalid(reasons[0], "amount")
    to_batch = queries.find_carried(batch, to_round) or record_batch(
        actor=actor,
        round_=to_round,
        area=batch.area,
        level=batch.level,
        name=batch.name,
        purpose=BilingualText(batch.purpose_zh, batch.purpose_en),
        giver=BilingualText(batch.giver_zh, batch.giver_en),
        document_no=batch.document_no,
        document_on=batch.document_on,
        is_invented=batch.is_invented,
        carried_from=batch,
    )
    return _of_batch(
        EntryKind.CARRY_OVER, actor, batch, amount_fen, on, document_no, what, paper, to_batch=to_batch
    )


def _of_batch(
    kind: EntryKind,
    actor: Actor,
    batch: Batch,
    amount_fen: int,
    on: dt.date,
    document_no: str,
    what: BilingualText,
    paper: Attachment | None,
    *,
    to_batch: Batch | None = None,
) -> LedgerEntry:
    booking.check_right(actor, batch)
    booking.check_year(batch.round)
    booking.check_day(on)
    booking.needed(document_no, "document_no")
    return booking.book(
        actor=actor,
        kind=kind,
        round_=batch.round,
        area=batch.area,
        on=on,
        amount_fen=amount_fen,
        ids={"batch_id": batch.id, "to_batch_id": to_batch.id if to_batch is not None else None},
        values=booking.said(document_no, what, paper),
    )
