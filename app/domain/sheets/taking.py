"""A photograph before it is handed in: looked at without the database, as that takes a moment."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from app.core import clock
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.domain.attachments import rules as files
from app.domain.attachments import service as attachments
from app.domain.attachments.service import Checked
from app.domain.notices.codes import code_of, read_sheet_code
from app.domain.sheets import seeing
from app.domain.sheets.models import Sheet


@dataclass(frozen=True)
class Taken:
    """A photograph that was looked at: the file as it came, the copy that is shown, and what was read on it.

    *digest* is that of the file as it came.
    """

    original: Checked
    photo: Checked
    codes: tuple[str, ...]
    taken_at: dt.datetime | None
    fingerprint: str
    digest: str


def take(
    *,
    data: bytes | BinaryIO,
    filename: str,
    actor: Actor,
    field: str | None = "photo",
    sheet: Sheet | None = None,
) -> Taken:
    """Look at a photograph: read its codes and its time, and make the copy without place data.

    This takes a second and needs no database: call it before the writing begins. It is quicker for a *sheet* (loaded
    with its notice) whose code is easily read. Raises ``Invalid`` beside *field*.
    """
    content = data if isinstance(data, bytes) else data.read(files.LARGEST_BYTES + 1)
    media_type = files.media_type_of(content)
    if media_type is None or media_type == files.PDF:
        raise Invalid(
            Message(N_("This is no photograph. Send one as the telephone made it (JPEG, PNG or HEIC).")),
            field,
        )
    photo = attachments.check(data=content, filename=filename, field=field, actor=actor, heic=True)
    seen = seeing.look(content, media_type, _names(sheet) if sheet is not None else None)
    return Taken(
        original=Checked(content, files.tidy_filename(filename, media_type), media_type),
        photo=photo,
        codes=tuple(code.text for code in seen.codes),
        taken_at=_instant(seen.taken_on_camera, seen.camera_offset),
        fingerprint=seen.fingerprint,
        digest=hashlib.sha256(content).hexdigest(),
    )


def _names(sheet: Sheet) -> Callable[[str], bool]:
    """Whether a text is a code of *sheet*, on whichever page."""
    wanted = (code_of(sheet.notice.digest), sheet.ordinal)

    def is_of_sheet(text: str) -> bool:
        code = read_sheet_code(text)
        return code is not None and (code.notice_code, code.ordinal) == wanted

    return is_of_sheet


def _instant(camera: dt.datetime | None, offset: dt.timedelta | None) -> dt.datetime | None:
    """What a camera's clock says as an instant; a camera that names no zone goes by the county's clock."""
    if camera is None:
        return None
    zone = dt.timezone(offset) if offset is not None else clock.COUNTY_ZONE
    return camera.replace(tzinfo=zone).astimezone(dt.UTC)
