"""Photographs that are sent here: looked at first, then recorded one by one; what could not be read is kept for now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.core.db import db
from app.core.errors import DomainError, Invalid, NotFound, Refused
from app.core.messages import Message
from app.core.permissions import Permission
from app.domain.attachments import folder
from app.domain.attachments import service as attachments
from app.domain.attachments.models import Attachment
from app.domain.attachments.queries import get_attachment
from app.domain.sheets import service
from app.domain.sheets.rules import UNREADABLE
from app.domain.sheets.service import Act, Taken
from app.web.access import current_actor

#: so many pictures are looked at in one go: each takes about a second
MOST_PICTURES = 12
#: photographs on which nothing was read, until somebody says by hand what they show
KEPT = "posting_unread"


@dataclass(frozen=True)
class Picture:
    """A picture that was sent: what was read from it, or why it is none."""

    filename: str
    taken: Taken | None = None
    fault: Message | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a picture: what was recorded, what was not and why; *kept* when it can be recorded by hand."""

    filename: str
    acts: tuple[Act, ...] = ()
    faults: tuple[Message, ...] = ()
    kept: Attachment | None = None


def look_at(files: Sequence[Any]) -> list[Picture]:
    """Read each of the sent files. Takes a moment and touches no database."""
    actor, found = current_actor(), []
    for file in files[:MOST_PICTURES]:
        if not getattr(file, "filename", ""):
            continue
        try:
            taken = service.take(data=file.stream, filename=file.filename, actor=actor, field="photos")
        except Invalid as error:
            found.append(Picture(file.filename, fault=error.message))
        else:
            found.append(Picture(file.filename, taken))
    return found


def record(picture: Picture, area_path: str) -> Outcome:
    """Do what the codes on *picture* make possible; a picture that is refused leaves nothing behind but itself.

    *area_path* is where a picture without a readable code is kept until it is recorded by hand.
    """
    if picture.taken is None:
        return Outcome(picture.filename, faults=(picture.fault,) if picture.fault else ())
    try:
        with db.session.begin_nested():
            done = service.submit(actor=current_actor(), taken=picture.taken)
    except Refused as refusal:
        unread = any(blocker.msgid == UNREADABLE for blocker in refusal.blockers)
        kept = _keep(picture.taken, area_path) if unread else None
        return Outcome(picture.filename, faults=refusal.blockers, kept=kept)
    except DomainError as error:
        return Outcome(picture.filename, faults=(error.message,))
    return Outcome(picture.filename, done.acts, (*done.not_done, *done.notes))


def _keep(taken: Taken, area_path: str) -> Attachment:
    return attachments.store(
        data=taken.original,
        kind=KEPT,
        area_path=area_path,
        actor=current_actor(),
        needs=Permission.POSTING_RECORD,
    )


def get_kept(attachment_id: str) -> Attachment:
    """The picture that the reader sent before and that was not read. Raises ``NotFound`` for any other file."""
    found = (
        get_attachment(int(attachment_id)) if attachment_id.isdecimal() and len(attachment_id) < 10 else None
    )
    if found is None or found.kind != KEPT or found.uploaded_by_id != current_actor().id:
        raise NotFound()
    return found


def take_again(kept: Attachment, field: str) -> Taken:
    """Read a kept picture once more. Raises ``Invalid`` as :func:`app.domain.sheets.service.take` does."""
    data = folder.path_of(kept.digest).read_bytes()
    return service.take(data=data, filename=kept.filename, actor=current_actor(), field=field)
