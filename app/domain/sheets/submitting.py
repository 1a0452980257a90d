"""A photograph is handed in: what it proves is recorded, all of it or nothing."""

import datetime as dt
import hashlib
from dataclasses import dataclass

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import Area
from app.domain.attachments import service as attachments
from app.domain.attachments.models import Attachment
from app.domain.notices import hanging
from app.domain.notices import queries as notice_queries
from app.domain.notices import service as notices
from app.domain.notices.models import PostingProof
from app.domain.notices.queries import Standing
from app.domain.policies.vocabulary import PostingEvidence
from app.domain.sheets import queries, rules
from app.domain.sheets.labels import PURPOSE_LABELS
from app.domain.sheets.models import PhotographOutcome, Sheet, SheetPhotograph, SheetPurpose
from app.domain.sheets.numbering import lock
from app.domain.sheets.taking import Taken

Outcome = PhotographOutcome
PHOTOGRAPH = PostingProof.PHOTOGRAPH
#: purposes for which a photograph without a readable code may wait for a second person
MAY_WAIT = (SheetPurpose.HUNG, SheetPurpose.REHUNG, SheetPurpose.END)
SAME_FILE = N_(
    "This photograph was used before: notice %(number)s, %(place)s, %(day)s (%(purpose)s). Take a new one."
)
NEAR_COPY = N_(
    "This photograph is nearly the same as one that was used before: notice %(number)s, %(place)s, %(day)s "
    "(%(purpose)s). Stand a little elsewhere and take a new one."
)


@dataclass(frozen=True)
class Act:
    """What a photograph did for a sheet, and from which day."""

    photograph: SheetPhotograph

    @property
    def sheet(self) -> Sheet:
        return self.photograph.sheet

    @property
    def purpose(self) -> SheetPurpose:
        return self.photograph.purpose

    @property
    def outcome(self) -> PhotographOutcome:
        return self.photograph.outcome

    @property
    def on(self) -> dt.date:
        return self.photograph.claimed_on

    @property
    def waits(self) -> bool:
        """It counts only when a second person has confirmed it."""
        return self.outcome is Outcome.WAITING


@dataclass(frozen=True)
class Submitted:
    """What a photograph did, and what it could not do and why; *notes* is what should be known beside that."""

    acts: tuple[Act, ...]
    not_done: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()


def submit(
    *,
    actor: Actor,
    taken: Taken,
    purpose: SheetPurpose | None = None,
    sheet: Sheet | None = None,
    claimed_on: dt.date | None = None,
    field: str = "photo",
) -> Submitted:
    """Record what a photograph proves: of *sheet*, or without one of every sheet whose code was read on it.

    Without *purpose* it is what each sheet needs on that day. *claimed_on* is the day that was entered; without it
    the camera's, else today. Raises :class:`Forbidden`, :class:`Invalid` for its day, :class:`Refused` for a
    photograph that was used before or that proves nothing, with what was read on it instead. Nothing is recorded then.
    What is wrong with the photograph itself is said beside *field*.
    """
    if sheet is not None and not can(actor, Permission.POSTING_RECORD, sheet):
        raise Forbidden()
    camera_on = clock.local(taken.taken_at).date() if taken.taken_at is not None else None
    day, fault = rules.why_not_that_day(claimed_on, camera_on, clock.today())
    if fault is not None:
        raise Invalid(fault, "claimed_on")
    handing = _Handing(actor, taken, day, queries.list_reads(taken.codes))
    shown = sheet or next((read.sheet for read in handing.reads if read.sheet is not None), None)
    notes = _check_first_use(taken, shown) if shown is not None else ()
    if camera_on is None:
        notes += (Message(rules.NO_TIME),)
    try:
        with db.session.begin_nested():
            if sheet is not None:
                return Submitted((handing.prove(sheet, purpose),), (), notes)
            return handing.prove_all(purpose, notes)
    except Invalid as error:
        raise Invalid(error.message, field if error.field == "photo" else "claimed_on") from None


def perform(actor: Actor, photograph: SheetPhotograph, proof: PostingProof, day: dt.date) -> None:
    """Record in the notice's postings what *photograph* proves from *day* on; *actor* sent or confirmed it."""
    sheet, photo, purpose = photograph.sheet, photograph.photo, photograph.purpose
    sender = photograph.sent_by_id
    if purpose is SheetPurpose.HUNG:
        notices.record_posting(
            actor=actor,
            notice=sheet.notice,
            place=sheet.place,
            posted_on=day,
            photo=photo,
            proof=proof,
            taken_at=photograph.taken_at,
            sent_by_id=sender,
        )
        return
    posting = queries.find_posting(sheet)
    if posting is None:
        raise Refused([Message(rules.NOT_HUNG)])
    if purpose is SheetPurpose.REHUNG:
        hanging.record_rehung(
            actor=actor, posting=posting, rehung_on=day, photo=photo, proof=proof, sent_by_id=sender
        )
    elif purpose is SheetPurpose.END:
        hanging.record_end(
            actor=actor, posting=posting, end_on=day, photo=photo, proof=proof, sent_by_id=sender
        )
    elif purpose is SheetPurpose.TAKEN_DOWN:
        notices.take_down(actor=actor, posting=posting, taken_down_on=day, photo=photo)
    else:
        hanging.check_day(sheet.notice, day, "claimed_on")


@dataclass
class _Handing:
    """One photograph in the act of being handed in."""

    actor: Actor
    taken: Taken
    day: dt.date
    reads: list[rules.Read]
    original: Attachment | None = None
    photo: Attachment | None = None

    def prove(self, sheet: Sheet, purpose: SheetPurpose | None) -> Act:
        """Record what the photograph says of *sheet*, whose code must be the one on it if any is."""
        standing = self._look_up(sheet)
        purpose = purpose or self._purpose_now(standing, sheet)
        self._refuse(rules.why_not_now(standing, queries.find_posting(sheet), purpose, self.day))
        if purpose is SheetPurpose.TAKEN_DOWN:
            is_seen = any(read.sheet is not None and read.sheet.id == sheet.id for read in self.reads)
            return self._record(sheet, purpose, Outcome.READ if is_seen else Outcome.UNREAD, PHOTOGRAPH)
        if not self.reads:
            return self._without_code(sheet, purpose)
        self._refuse(rules.choose(self.reads, sheet))
        return self._record(sheet, purpose, Outcome.READ, PostingProof.CODE)

    def prove_all(self, purpose: SheetPurpose | None, notes: tuple[Message, ...]) -> Submitted:
        """Record what the photograph says of every sheet that was read on it."""
        if not self.reads:
            raise Refused([Message(rules.UNREADABLE)])
        acts, not_done = [], []
        for read in self.reads:
            if read.is_of_a_sheet and read.sheet is not None and self._may_record(read.sheet):
                self._store(read.sheet)
        for read in self.reads:
            fault = rules.why_no_sheet(read)
            if fault is None and read.sheet is not None:
                try:
                    with db.session.begin_nested():
                        acts.append(self._prove_one(read.sheet, purpose))
                except DomainError as error:
                    fault = self._of_sheet(read.sheet, error)
            if fault is not None:
                not_done.append(fault)
        if not acts:
            raise Refused(not_done)
        return Submitted(tuple(acts), tuple(not_done), notes)

    def _prove_one(self, sheet: Sheet, purpose: SheetPurpose | None) -> Act:
        if not self._may_record(sheet):
            raise Forbidden(Message(N_("This sheet belongs to a village for which you do not record.")))
        standing = self._look_up(sheet)
        if purpose is None:
            purpose = self._purpose_now(standing, sheet)
            self._refuse(Message(rules.OVER) if purpose is SheetPurpose.TAKEN_DOWN else None)
        self._refuse(rules.why_not_now(standing, queries.find_posting(sheet), purpose, self.day))
        return self._record(sheet, purpose, Outcome.READ, PostingProof.CODE)

    def _of_sheet(self, sheet: Sheet, error: DomainError) -> Message:
        """Why *sheet* is not recorded; of a day that does not do, which one it is."""
        why = N_("Notice %(number)s, %(place)s: %(why)s")
        if isinstance(error, Invalid):
            why = N_("Notice %(number)s, %(place)s: %(why)s The photograph is of %(day)s.")
        return Message(
            why, number=sheet.notice.number, place=sheet.place.name, why=error.message, day=self.day
        )

    def _may_record(self, sheet: Sheet) -> bool:
        return can(self.actor, Permission.POSTING_RECORD, sheet)

    def _look_up(self, sheet: Sheet) -> Standing:
        lock(sheet.notice)
        return notice_queries.standing(sheet.notice)

    def _purpose_now(self, standing: Standing, sheet: Sheet) -> SheetPurpose:
        purpose = rules.purpose_now(standing, queries.find_posting(sheet), self.day)
        if purpose is None:
            raise Refused([Message(N_("Nothing is to be recorded of this sheet any more."))])
        return purpose

    def _without_code(self, sheet: Sheet, purpose: SheetPurpose) -> Act:
        """Nothing can be read: where the policy asks for codes it waits for a second person."""
        asks_for_code = sheet.notice.round.policy.posting_proof is PostingEvidence.CODE
        if not asks_for_code:
            return self._record(sheet, purpose, Outcome.UNREAD, PHOTOGRAPH)
        if purpose not in MAY_WAIT:
            raise Refused([Message(rules.UNREADABLE)])
        hanging.check_day(sheet.notice, self.day, "claimed_on")
        if self.day < sheet.notice.issued_on:
            raise Invalid(
                Message(
                    N_("The notice was issued on %(day)s; it cannot have hung before."),
                    day=sheet.notice.issued_on,
                ),
                "claimed_on",
            )
        return self._record(sheet, purpose, Outcome.WAITING, None)

    def _record(
        self, sheet: Sheet, purpose: SheetPurpose, outcome: PhotographOutcome, proof: PostingProof | None
    ) -> Act:
        self._store(sheet)
        _give_up_waiting(sheet, purpose)
        photograph = SheetPhotograph(
            sheet=sheet,
            purpose=purpose,
            outcome=outcome,
            original=self.original,
            photo=self.photo,
            seen_codes=list(self.taken.codes),
            fingerprint=self.taken.fingerprint,
            claimed_on=self.day,
            taken_at=self.taken.taken_at,
            sent_by_id=self.actor.id,
            sent_at=clock.now(),
        )
        db.session.add(photograph)
        db.session.flush()
        if proof is not None:
            perform(self.actor, photograph, proof, self.day)
        else:
            audit.record(
                "posting_photograph_waits",
                actor=self.actor,
                subject=sheet.notice.case,
                number=sheet.notice.number,
                place=sheet.place.name_zh,
            )
        return Act(photograph)

    def _store(self, sheet: Sheet) -> None:
        """Keep the files once, with the first sheet that they prove."""
        if self.original is not None:
            return
        self.original = attachments.store(
            data=self.taken.original,
            kind="posting_original",
            area_path=sheet.area_path,
            actor=self.actor,
            needs=Permission.POSTING_ORIGINAL_VIEW,
        )
        self.photo = attachments.store(
            data=self.taken.photo,
            kind="posting",
            area_path=sheet.area_path,
            actor=self.actor,
            needs=Permission.CANDIDATE_LIST_VIEW,
        )

    def _refuse(self, fault: Message | None) -> None:
        if fault is not None:
            raise Refused([fault])


def _give_up_waiting(sheet: Sheet, purpose: SheetPurpose) -> None:
    """A better photograph came: the one that waited for a second person waits no longer."""
    db.session.execute(
        sa.update(SheetPhotograph)
        .where(
            SheetPhotograph.sheet_id == sheet.id,
            SheetPhotograph.purpose == purpose,
            SheetPhotograph.outcome == Outcome.WAITING,
        )
        .values(outcome=Outcome.UNREAD)
    )


def _check_first_use(taken: Taken, sheet: Sheet) -> tuple[Message, ...]:
    """Refuse a photograph that was used before; where a photograph alone proves, a near copy is only noted.

    Whoever hands in photographs for the same township at the same moment waits, so that none is taken twice.
    """
    township_id = sheet.notice.village.parent_id
    db.session.execute(sa.select(Area.id).where(Area.id == township_id).with_for_update(key_share=True))
    used = queries.find_same_file([taken.digest, hashlib.sha256(taken.photo.data).hexdigest()])
    if used is not None:
        raise Refused([_used(used, SAME_FILE)])
    near = queries.find_near_copy(taken.fingerprint, township_id)
    if near is None:
        return ()
    if sheet.notice.round.policy.posting_proof is PostingEvidence.PHOTOGRAPH:
        return (_used(near, NEAR_COPY),)
    raise Refused([_used(near, NEAR_COPY)])


def _used(photograph: SheetPhotograph, words: str) -> Message:
    sheet = photograph.sheet
    return Message(
        words,
        number=sheet.notice.number,
        place=sheet.place.name,
        day=photograph.claimed_on,
        purpose=Message(PURPOSE_LABELS[photograph.purpose]),
    )
