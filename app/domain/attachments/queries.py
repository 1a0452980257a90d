"""Finding files."""

from app.core.rows import get_row
from app.domain.attachments.models import Attachment


def get_attachment(attachment_id: int) -> Attachment:
    """The file's record; raises :class:`NotFound`."""
    return get_row(Attachment, attachment_id)
