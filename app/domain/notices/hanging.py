"""What is recorded of a sheet that hangs: it is missing, hangs again, hung to the end; and what all ask first."""

import datetime as dt
from typing import Any

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.attachments.models import Attachment
from app.domain.notices import queries
from app.domain.notices.models import Notice, Posting, PostingGap, PostingProof
from app.domain.policies.vocabulary import PostingEvidence

NOT_YET = N_("This day is still to come.")
IS_DOWN = N_("It is already recorded that this sheet was taken down.")
WITHDRAWN = N_("This notice was withdrawn; hang the one that replaces it.")


def check_right(actor: Actor, subject: Notice | Posting, proof: PostingProof) -> int:
    """The id of *actor*, who may record this: what a second person confirms needs the right to confirm."""
    confirms = proof is PostingProof.CONFIRMED
    needed = Permission.POSTING_CONFIRM if confirms else Permission.POSTING_RECORD
    if not can(actor, needed, subject) or actor.id is None:
        raise Forbidden()
    return actor.id


def check_photograph(photo: Attachment | None, words: str) -> Attachment:
    """The photograph, which is there and is one; else :class:`Invalid` with *words*."""
    if photo is None or not photo.is_image:
        raise Invalid(Message(words), "photo")
    return photo


def check_proof(notice: Notice, proof: PostingProof) -> None:
    """Where the policy asks for the sheet's code, a photograph alone is refused."""
    if notice.round.policy.posting_proof is PostingEvidence.CODE and proof is PostingProof.PHOTOGRAPH:
        raise Refused(
            [
                Message(
                    N_(
                        "The sheet's code must be read from the photograph, or a second person must confirm it. "
                        "Send the photograph by “Photograph what hangs”."
                    )
                )
            ]
        )


def check_day(notice: Notice, day: dt.date, field: str) -> None:
    """*day* is not to come, and not longer ago than the policy lets be recorded; else :class:`Invalid`."""
    today = clock.today()
    if day > today:
        raise Invalid(Message(NOT_YET), field)
    latest = notice.round.policy.posting_record_days
    if (today - day).days > latest:
        raise Invalid(
            Message(
                N_(
                    "A posting is recorded within %(days)s days. Photograph the sheet today and enter today's date."
                ),
                days=latest,
            ),
            field,
        )


def record_end(
    *,
    actor: Actor,
    posting: Posting,
    end_on: dt.date,
    photo: Attachment | None,
    proof: PostingProof = PostingProof.PHOTOGRAPH,
    sent_by_id: int | None = None,
) -> None:
    """Record the photograph of a sheet that hung to the end of its period, taken on *end_on*.

    Raises :class:`Refused` before the last day, for a sheet that is down, missing or photographed already,
    :class:`Invalid` without a photograph or for a day that cannot be recorded.
    """
    by_id = check_right(actor, posting, proof)
    notice = posting.notice
    kept = check_photograph(photo, N_("The end counts only with a photograph of the sheet where it hangs."))
    check_proof(notice, proof)
    check_day(notice, end_on, "posted_on")
    _check_hangs(posting)
    period = queries.running_period(notice)
    if not period.begun or period.stands_still:
        raise Refused([Message(N_("Too few sheets of this notice hang. Its days are not counted now."))])
    if end_on < period.last_day:
        raise Refused(
            [
                Message(
                    N_("The last day is %(day)s. Photograph the sheet on that day or later."),
                    day=period.last_day,
                )
            ]
        )
    if posting.end_on is not None and posting.end_on >= period.last_day:
        raise Refused([Message(N_("The end of this sheet is photographed already."))])
    posting.end_on, posting.end_photo_id, posting.end_by_id = end_on, kept.id, sent_by_id or by_id
    db.session.flush()
    _tell("posting_end_recorded", actor, posting)


def report_missing(
    *, actor: Actor, posting: Posting, missing_on: dt.date, reason: str, photo: Attachment | None = None
) -> PostingGap:
    """Record that a sheet was found missing: *missing_on* is the first day that does not count.

    Raises :class:`Forbidden` for who may neither record nor confirm postings here, :class:`Refused` when the sheet is
    down, missing already, or its period over, :class:`Invalid` without a *reason* or for a day that cannot be.
    """
    rights = (Permission.POSTING_RECORD, Permission.POSTING_CONFIRM)
    if not any(can(actor, right, posting) for right in rights) or actor.id is None:
        raise Forbidden()
    _check_hangs(posting)
    notice = posting.notice
    if notice.withdrawn_at is not None:
        raise Refused([Message(WITHDRAWN)])
    if queries.running_period(notice).has_ended(clock.today()):
        raise Refused([Message(N_("The period of this notice is over. The sheet need not hang any more."))])
    if missing_on > clock.today():
        raise Invalid(Message(NOT_YET), "missing_on")
    if missing_on < (seen := last_seen_on(posting)):
        raise Invalid(Message(N_("The sheet was photographed on %(day)s."), day=seen), "missing_on")
    if not reason.strip():
        raise Invalid(Message(N_("Please say what you found.")), "reason")
    gap = PostingGap(
        missing_on=missing_on,
        reason=reason.strip(),
        photo_id=photo.id if photo is not None else None,
        found_by_id=actor.id,
        found_at=clock.now(),
    )
    posting.gaps.append(gap)
    db.session.flush()
    _tell("sheet_missing", actor, posting, reason=gap.reason, day=missing_on.isoformat())
    return gap


def record_rehung(
    *,
    actor: Actor,
    posting: Posting,
    rehung_on: dt.date,
    photo: Attachment | None,
    proof: PostingProof = PostingProof.PHOTOGRAPH,
    sent_by_id: int | None = None,
) -> None:
    """Record that a missing sheet hangs again since *rehung_on*, a day that counts.

    Raises :class:`Refused` when none is missing, :class:`Invalid` without a photograph or for a day that cannot be.
    """
    by_id = check_right(actor, posting, proof)
    kept = check_photograph(photo, N_("That it hangs again counts only with a photograph."))
    check_proof(posting.notice, proof)
    if posting.notice.withdrawn_at is not None:
        raise Refused([Message(WITHDRAWN)])
    if posting.taken_down_on is not None:
        raise Refused([Message(IS_DOWN)])
    gap = posting.open_gap
    if gap is None:
        raise Refused([Message(N_("This sheet is not recorded as missing."))])
    check_day(posting.notice, rehung_on, "posted_on")
    if rehung_on < gap.missing_on:
        raise Invalid(
            Message(N_("It was found missing on %(day)s."), day=gap.missing_on),
            "posted_on",
        )
    gap.rehung_on, gap.rehung_photo_id, gap.rehung_by_id = rehung_on, kept.id, sent_by_id or by_id
    db.session.flush()
    _tell("sheet_rehung", actor, posting, day=rehung_on.isoformat())


def last_seen_on(posting: Posting) -> dt.date:
    """The last day on which a photograph showed the sheet hanging, as far as postings say."""
    days = [posting.posted_on, *(gap.rehung_on for gap in posting.gaps if gap.rehung_on is not None)]
    return max([*days, posting.end_on] if posting.end_on is not None else days)


def _check_hangs(posting: Posting) -> None:
    if posting.taken_down_on is not None:
        raise Refused([Message(IS_DOWN)])
    if (gap := posting.open_gap) is not None:
        raise Refused([Message(N_("This sheet is missing since %(day)s."), day=gap.missing_on)])


def _tell(name: str, actor: Actor, posting: Posting, *, reason: str = "", **fields: Any) -> None:
    audit.record(
        name,
        actor=actor,
        subject=posting.notice.case,
        reason=reason,
        number=posting.notice.number,
        place=posting.place.name_zh,
        **fields,
    )
