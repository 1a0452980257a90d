"""Photographs of sheets are handed in, confirmed by a second person; missing sheets are reported."""

import datetime as dt

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.attachments.models import Attachment
from app.domain.notices import hanging
from app.domain.notices.models import Posting, PostingGap, PostingProof
from app.domain.sheets import queries
from app.domain.sheets.models import PhotographOutcome, SheetPhotograph
from app.domain.sheets.numbering import ensure_sheets, listen, lock
from app.domain.sheets.submitting import Act, Submitted, perform, submit
from app.domain.sheets.taking import Taken, take

__all__ = [
    "Act",
    "Submitted",
    "Taken",
    "ensure_sheets",
    "listen",
    "report_missing",
    "settle",
    "submit",
    "take",
]


def settle(*, actor: Actor, photograph: SheetPhotograph, confirm: bool, reason: str) -> None:
    """A second person confirms, or refuses, what a photograph shows from which no code could be read.

    A confirmed one counts from its day, but from no day that could not be recorded any more. Raises
    :class:`Forbidden` for who may not, :class:`Refused` for who sent it or recorded the sheet, when it is settled
    already or cannot be used any more; :class:`Invalid` without a *reason*.
    """
    if not can(actor, Permission.POSTING_CONFIRM, photograph) or actor.id is None:
        raise Forbidden()
    sheet = photograph.sheet
    lock(sheet.notice)
    db.session.refresh(photograph)
    if photograph.outcome is not PhotographOutcome.WAITING:
        raise Refused([Message(N_("This photograph does not wait for anybody any more."))])
    posting = queries.find_posting(sheet)
    if actor.id == photograph.sent_by_id or (posting is not None and actor.id == posting.recorded_by_id):
        raise Refused([Message(N_("You hung or photographed this sheet. Somebody else must look at it."))])
    if not reason.strip():
        raise Invalid(Message(N_("Please say by what you know the sheet and the place.")), "reason")
    with db.session.begin_nested():
        photograph.outcome = PhotographOutcome.CONFIRMED if confirm else PhotographOutcome.REFUSED
        photograph.settled_by_id, photograph.settled_at = actor.id, clock.now()
        photograph.settled_reason = reason.strip()
        if confirm:
            earliest = clock.today() - dt.timedelta(days=sheet.notice.round.policy.posting_record_days)
            perform(actor, photograph, PostingProof.CONFIRMED, max(photograph.claimed_on, earliest))
        audit.record(
            "posting_photograph_settled",
            actor=actor,
            subject=sheet.notice.case,
            reason=photograph.settled_reason,
            number=sheet.notice.number,
            place=sheet.place.name_zh,
            outcome=photograph.outcome.value,
        )
        db.session.flush()


def report_missing(
    *, actor: Actor, posting: Posting, missing_on: dt.date, reason: str, photo: Attachment | None = None
) -> PostingGap:
    """Record that a sheet was found missing, the first day without it being *missing_on*.

    Not earlier than any photograph on which it was seen. Raises as :func:`app.domain.notices.hanging.report_missing`.
    """
    lock(posting.notice)
    sheet = queries.find_sheet(posting.notice_id, posting.place_id)
    seen = queries.load_last_looks([sheet.id]).get(sheet.id) if sheet is not None else None
    if seen is not None and missing_on < seen:
        raise Invalid(Message(N_("The sheet was photographed on %(day)s."), day=seen), "missing_on")
    return hanging.report_missing(
        actor=actor, posting=posting, missing_on=missing_on, reason=reason, photo=photo
    )
