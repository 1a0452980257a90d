"""Keeping a file that somebody hands in."""

from dataclasses import dataclass
from typing import BinaryIO

from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Actor, Permission
from app.domain.attachments import folder, rules
from app.domain.attachments.models import Attachment
from app.domain.attachments.pictures import clean_picture


@dataclass(frozen=True)
class Checked:
    """A file that was looked at and is fit to be kept: *data* as it will be stored."""

    data: bytes
    filename: str
    media_type: str


def check(
    *, data: bytes | BinaryIO, filename: str, field: str | None = None, actor: Actor, heic: bool = False
) -> Checked:
    """Look at a file without the database; this takes a moment, so do it before the writing begins.

    With *heic* photographs in that format are taken as well and turned into JPEG. Raises ``Invalid`` (beside *field*)
    for what is not taken: see ``rules.py`` and ``pictures.py``.
    """
    content = data if isinstance(data, bytes) else data.read(rules.LARGEST_BYTES + 1)
    fault = rules.why_not_taken(content, heic=heic)
    media_type = rules.media_type_of(content)
    if fault is not None or media_type is None:
        raise Invalid(fault or rules.NOT_TAKEN, field=field)
    if media_type != rules.PDF:
        try:
            content = clean_picture(content, media_type)
        except Invalid as error:
            raise Invalid(error.message, field=field) from None
    if media_type == rules.HEIC:
        filename, media_type = rules.HEIC_ENDING.sub("", filename), rules.JPEG
    return Checked(content, rules.tidy_filename(filename, media_type), media_type)


def store(
    *,
    data: bytes | BinaryIO | Checked,
    filename: str = "",
    kind: str,
    area_path: str,
    actor: Actor,
    needs: Permission = Permission.APPLICATION_VIEW,
    field: str | None = None,
) -> Attachment:
    """Keep a file. Whoever holds *needs* over *area_path* may open it. Raises ``Invalid`` as :func:`check` does."""
    checked = (
        data if isinstance(data, Checked) else check(data=data, filename=filename, field=field, actor=actor)
    )
    attachment = Attachment(
        digest=folder.keep(checked.data),
        filename=checked.filename,
        media_type=checked.media_type,
        size=len(checked.data),
        kind=kind,
        needs=needs.value,
        area_path=area_path,
        uploaded_by_id=actor.id,
    )
    db.session.add(attachment)
    db.session.flush()
    return attachment
