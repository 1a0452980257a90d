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
from app.domain.sheets.unread import KEPT
from app.web.access import current_actor
from app.web.uploads import is_sent

#: so many pictures are looked at in one go: each takes about a second
MOST_PICTURES = 12
#: what they may have together; a telephone's photograph has 3 to 8 MB
MOST_BYTES = 96 * 1024 * 1024


@dataclass(frozen=True)
class Picture:
    """A picture that was sent: what was read from it, or why it is none."""

    filename: str
    taken: Taken | None = None
    fault: Message | None = None


@dataclass(frozen=True)
class Kept:
    """A picture without a readable code: the file as it came, and the copy that is shown."""

    original: Attachment
    photo: Attachment

    @property
    def name(self) -> str:
        """As it stands in an address."""
        return f"{self.original.id}-{self.photo.id}"


@dataclass(frozen=True)
class Outcome:
    """What became of a picture: what was recorded, what was not and why; *kept* when it can be recorded by hand."""

    filename: str
    acts: tuple[Act, ...] = ()
    faults: tuple[Message, ...] = ()
    kept: Kept | None = None


def look_at(files: Sequence[Any]) -> list[Picture]:
    """Read each of the sent files. Takes a moment and touches no database."""
    actor, found = current_actor(), []
    for file in files[:MOST_PICTURES]:
        if not is_sent(file):
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


def _keep(taken: Taken, area_path: str) -> Kept:
    place: dict[str, Any] = {"area_path": area_path, "actor": current_actor(), "kind": KEPT}
    return Kept(
        attachments.store(data=taken.original, needs=Permission.POSTING_ORIGINAL_VIEW, **place),
        attachments.store(data=taken.photo, needs=Permission.POSTING_RECORD, **place),
    )


def get_kept(name: str) -> Kept:
    """The picture that the reader sent before and that was not read. Raises ``NotFound`` for any other file."""
    numbers = [int(part) for part in name.split("-") if part.isdecimal() and len(part) < 10]
    found = [get_attachment(number) for number in numbers]
    if len(found) != 2 or any(one.kind != KEPT or one.uploaded_by_id != current_actor().id for one in found):
        raise NotFound()
    return Kept(*found)


def take_again(kept: Kept, field: str) -> Taken:
    """Read a kept picture once more. Raises ``Invalid`` as :func:`app.domain.sheets.service.take` does."""
    data = folder.path_of(kept.original.digest).read_bytes()
    return service.take(data=data, filename=kept.original.filename, actor=current_actor(), field=field)
