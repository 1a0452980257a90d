"""Finding files."""

from app.core.db import db
from app.core.errors import NotFound
from app.domain.attachments.models import Attachment


def get_attachment(attachment_id: int) -> Attachment:
    """The file's record; raises :class:`NotFound`."""
    attachment = db.session.get(Attachment, attachment_id)
    if attachment is None:
        raise NotFound()
    return attachment
