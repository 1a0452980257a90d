"""Reading what a notice's pages show of its sheets: the groups on them, and the photographs of where they hang."""

import sqlalchemy as sa

from app.core.db import db
from app.domain.attachments.models import Attachment
from app.domain.notices.models import NoticeEntry, Posting
from app.domain.notices.showing import ShownGroup, group_key


def list_groups(notice_id: int) -> list[ShownGroup]:
    """The villagers' groups on a notice with their numbers, 2组 before 10组."""
    statement = (
        sa.select(NoticeEntry.group_name, sa.func.count(), sa.func.sum(NoticeEntry.people))
        .where(NoticeEntry.notice_id == notice_id)
        .group_by(NoticeEntry.group_name)
        .order_by(NoticeEntry.group_name)
    )
    found = [
        ShownGroup(name, int(count), int(people)) for name, count, people in db.session.execute(statement)
    ]
    return sorted(found, key=lambda group: group_key(group.name))


def load_photographs(notice_id: int) -> dict[int, str]:
    """posting id -> the digest of its photograph, where that is a picture."""
    statement = (
        sa.select(Posting.id, Attachment.digest)
        .join(Attachment, Attachment.id == Posting.photo_id)
        .where(Posting.notice_id == notice_id, Attachment.media_type.startswith("image/"))
        .order_by(Posting.id)
    )
    return {row.id: row.digest for row in db.session.execute(statement)}
