"""Sheets, photographs of them as they come from a telephone or as rows, gaps, scans."""

import datetime as dt
import hashlib
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.domain.areas.models import PostingPlace
from app.domain.attachments.models import Attachment
from app.domain.attachments.service import Checked
from app.domain.notices.codes import sheet_code
from app.domain.notices.models import Notice, Posting, PostingGap
from app.domain.sheets.models import PhotographOutcome, Sheet, SheetPhotograph, SheetPurpose, SheetScan
from app.domain.sheets.service import ensure_sheets
from app.domain.sheets.taking import Taken
from tests.factories.accounts import an_attachment, the_officer
from tests.factories.basis import add, how_many


def a_sheet(notice: Notice, place: PostingPlace | int = 0) -> Sheet:
    """The sheet of *notice* for a place, or for the village's place with this index; the sheets are made if need be."""
    sheets = ensure_sheets(notice)
    return (
        sheets[place]
        if isinstance(place, int)
        else next(sheet for sheet in sheets if sheet.place_id == place.id)
    )


def the_code(sheet: Sheet, page: int = 1) -> str:
    """What the QR on a page of *sheet* says."""
    return f"HTTPS://LINQUAN.EXAMPLE/V/{sheet_code(sheet.notice.digest, sheet.ordinal, page)}"


def a_taken(*seen: Sheet | str, **given: Any) -> Taken:
    """A photograph on which the codes of *seen* were read, taken now by a camera that says so; every one is another.

    ``taken_at=None`` is a camera that says nothing; ``data`` and ``fingerprint`` make it the same as another one.
    """
    data = given.pop("data", None) or f"photograph {how_many(Attachment)} {given} {len(seen)}".encode()
    values = {
        "original": Checked(b"as it came: " + data, "IMG_1.jpg", "image/jpeg"),
        "photo": Checked(data, "IMG_1.jpg", "image/jpeg"),
        "codes": tuple(one if isinstance(one, str) else the_code(one) for one in seen),
        "taken_at": clock.now(),
        "fingerprint": "",
        "digest": hashlib.sha256(b"as it came: " + data).hexdigest(),
    } | given
    return Taken(**values)


def a_sheet_photograph(sheet: Sheet, **given: Any) -> SheetPhotograph:
    """The row of a photograph of *sheet* that was hung today, its code read."""
    values = {
        "purpose": SheetPurpose.HUNG,
        "outcome": PhotographOutcome.READ,
        "original": an_attachment(sheet.notice.village),
        "photo": an_attachment(sheet.notice.village),
        "seen_codes": [],
        "claimed_on": clock.today(),
        "sent_by_id": the_officer().id,
        "sent_at": clock.now(),
    } | given
    return add(SheetPhotograph(sheet=sheet, **values))


def a_gap(posting: Posting, missing_on: dt.date | None = None, **given: Any) -> PostingGap:
    """The sheet of *posting* found missing, since today unless another day is given."""
    values = {
        "missing_on": missing_on or clock.today(),
        "reason": "被风吹走了。",
        "found_by_id": the_officer().id,
        "found_at": clock.now(),
    } | given
    gap = add(PostingGap(posting=posting, **values))
    db.session.expire(posting, ["gaps"])
    return gap


def a_scan(sheet: Sheet, number: int = 1, on: dt.date | None = None) -> SheetScan:
    """*number* scans of *sheet* on a day; they replace those that were there."""
    day = on or clock.today()
    keys = {"notice_id": sheet.notice_id, "ordinal": sheet.ordinal, "scanned_on": day}
    db.session.execute(sa.delete(SheetScan).filter_by(**keys))
    return add(SheetScan(**keys, number=number))
