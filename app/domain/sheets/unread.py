"""Photographs on which nothing was read: kept for a while, until somebody says by hand what they show."""

import datetime as dt

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.domain.attachments import folder
from app.domain.attachments.models import Attachment

#: the kind of such files
KEPT = "posting_unread"
#: whoever has not said by then what they show takes them anew
KEPT_FOR = dt.timedelta(days=7)


def prune() -> int:
    """Delete those that were sent longer ago than :data:`KEPT_FOR`, with their files; how many.

    A file that belongs to another record as well (the sheet was recorded by hand since) stays.
    """
    old = sa.select(Attachment).where(Attachment.kind == KEPT, Attachment.created_at < clock.now() - KEPT_FOR)
    found = db.session.scalars(old).all()
    digests = {one.digest for one in found}
    for one in found:
        db.session.delete(one)
    db.session.flush()
    needed = set(db.session.scalars(sa.select(Attachment.digest).where(Attachment.digest.in_(digests))))
    folder.drop(digests - needed)
    return len(found)
