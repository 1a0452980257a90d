"""Reading sheets, what a code names, and the photographs that were sent of them."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core.db import db
from app.core.permissions import Actor, Permission
from app.core.rows import get_row
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.notices import checking, codes
from app.domain.notices.codes import SheetCode
from app.domain.notices.models import Notice, Posting
from app.domain.notices.queries import standings
from app.domain.sheets import fingerprints
from app.domain.sheets.models import PhotographOutcome, Sheet, SheetPhotograph, SheetPurpose
from app.domain.sheets.rules import Read


@dataclass(frozen=True)
class Found:
    """What a code names: its notice, and the sheet; none for a paper without a place, or a number never given."""

    code: SheetCode
    notice: Notice
    sheet: Sheet | None


def get_photograph(photograph_id: int) -> SheetPhotograph:
    """One photograph; raises :class:`NotFound`."""
    return get_row(SheetPhotograph, photograph_id)


def find_by_code(typed: str) -> Found | None:
    """The notice and sheet that a typed or scanned code names; ``None`` when it names no notice."""
    code = codes.read_sheet_code(typed)
    notices = checking.list_by_code(code.notice_code) if code is not None else []
    if code is None or not notices:
        return None
    return Found(code, notices[0], _find_numbered(notices[0].id, code.ordinal))


def list_reads(texts: Iterable[str]) -> list[Read]:
    """What the codes on a photograph name, one of each sheet, in the order in which they were read.

    What is no code of a sheet at all (a neighbour's advertisement) is left out.
    """
    read: dict[tuple[str, int], Read] = {}
    for text in texts:
        code = codes.read_sheet_code(text)
        if code is None or (code.notice_code, code.ordinal) in read:
            continue
        found = find_by_code(code.printed)
        key = (code.notice_code, code.ordinal)
        read[key] = Read(code, standings([found.notice])[0], found.sheet) if found else Read(code)
    return list(read.values())


def _find_numbered(notice_id: int, ordinal: int) -> Sheet | None:
    return db.session.scalar(sa.select(Sheet).where(Sheet.notice_id == notice_id, Sheet.ordinal == ordinal))


def find_sheet(notice_id: int, place_id: int) -> Sheet | None:
    """The sheet of a notice for a place."""
    return db.session.scalar(sa.select(Sheet).where(Sheet.notice_id == notice_id, Sheet.place_id == place_id))


def list_sheets(notice: Notice) -> Sequence[Sheet]:
    """The sheets of a notice, by their numbers."""
    return load_sheets([notice.id]).get(notice.id, [])


def load_sheets(notice_ids: Collection[int]) -> dict[int, list[Sheet]]:
    """notice id -> its sheets, by their numbers."""
    found: dict[int, list[Sheet]] = {}
    statement = sa.select(Sheet).where(Sheet.notice_id.in_(notice_ids))
    for sheet in db.session.scalars(statement.order_by(Sheet.notice_id, Sheet.ordinal)):
        found.setdefault(sheet.notice_id, []).append(sheet)
    return found


def find_posting(sheet: Sheet) -> Posting | None:
    """Where the sheet hangs or hung, once that is recorded."""
    return next((one for one in sheet.notice.postings if one.place_id == sheet.place_id), None)


def list_photographs(sheet_ids: Collection[int]) -> Sequence[SheetPhotograph]:
    """The photographs of these sheets, the newest first."""
    statement = sa.select(SheetPhotograph).where(SheetPhotograph.sheet_id.in_(sheet_ids))
    return db.session.scalars(statement.order_by(SheetPhotograph.id.desc())).all()


def list_waiting_of(notice_id: int) -> Sequence[SheetPhotograph]:
    """The photographs of a notice's sheets that wait for a second person, by the sheets' numbers."""
    statement = (
        sa.select(SheetPhotograph)
        .join(Sheet, Sheet.id == SheetPhotograph.sheet_id)
        .where(Sheet.notice_id == notice_id, SheetPhotograph.outcome == PhotographOutcome.WAITING)
    )
    return db.session.scalars(statement.order_by(Sheet.ordinal, SheetPhotograph.id)).all()


def list_waiting(actor: Actor) -> Sequence[SheetPhotograph]:
    """The photographs that wait for a second person within the areas where *actor* may be one, the oldest first.

    Those that *actor* sent are among them and wait for somebody else.
    """
    return db.session.scalars(_waiting(actor).order_by(SheetPhotograph.id)).all()


def count_waiting(actor: Actor) -> int:
    """How many photographs *actor* may settle."""
    waiting = _waiting(actor).where(SheetPhotograph.sent_by_id != actor.id).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(waiting)) or 0


def _waiting(actor: Actor) -> sa.Select[Any]:
    paths = actor.paths_for(Permission.POSTING_CONFIRM)
    return (
        sa.select(SheetPhotograph)
        .join(Sheet, Sheet.id == SheetPhotograph.sheet_id)
        .join(Notice, Notice.id == Sheet.notice_id)
        .join(Area, Area.id == Notice.village_id)
        .where(SheetPhotograph.outcome == PhotographOutcome.WAITING)
        .where(sa.or_(sa.false(), *(Area.path.startswith(path) for path in paths)))
    )


def load_last_looks(sheet_ids: Collection[int]) -> dict[int, dt.date]:
    """sheet id -> the last day of a photograph on which it was seen hanging, by its code or by a second person."""
    seen = (PhotographOutcome.READ, PhotographOutcome.CONFIRMED)
    rows = db.session.execute(
        sa.select(SheetPhotograph.sheet_id, sa.func.max(SheetPhotograph.claimed_on))
        .where(
            SheetPhotograph.sheet_id.in_(sheet_ids),
            SheetPhotograph.outcome.in_(seen),
            SheetPhotograph.purpose != SheetPurpose.TAKEN_DOWN,
        )
        .group_by(SheetPhotograph.sheet_id)
    )
    return {row[0]: row[1] for row in rows}


def find_same_file(digests: Collection[str]) -> SheetPhotograph | None:
    """A photograph that was sent before as one of these files, as it was or as it was kept."""
    original, photo = aliased(Attachment), aliased(Attachment)
    return db.session.scalar(
        sa.select(SheetPhotograph)
        .join(original, original.id == SheetPhotograph.original_id)
        .join(photo, photo.id == SheetPhotograph.photo_id)
        .where(sa.or_(original.digest.in_(digests), photo.digest.in_(digests)))
        .order_by(SheetPhotograph.id)
        .limit(1)
    )


def find_near_copy(fingerprint: str, township_id: int | None) -> SheetPhotograph | None:
    """A photograph that was sent before for a village of the township and is nearly the same picture."""
    if not fingerprint:
        return None
    rows = db.session.execute(
        sa.select(SheetPhotograph.id, SheetPhotograph.fingerprint)
        .join(Sheet, Sheet.id == SheetPhotograph.sheet_id)
        .join(Notice, Notice.id == Sheet.notice_id)
        .join(Area, Area.id == Notice.village_id)
        .where(SheetPhotograph.fingerprint != "", Area.parent_id == township_id)
        .order_by(SheetPhotograph.id)
    )
    for photograph_id, other in rows:
        if fingerprints.is_near_copy(fingerprint, other):
            return db.session.get(SheetPhotograph, photograph_id)
    return None
