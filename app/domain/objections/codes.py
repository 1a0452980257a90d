"""The codes on the slips of objections from before there were any."""

import sqlalchemy as sa

from app.core.db import db
from app.core.receipts import OBJECTION, code_of
from app.domain.objections.models import Objection


def give_codes() -> int:
    """Give the objections from before the codes theirs; how many. Slips with the eight characters stay valid."""
    rows = db.session.scalars(sa.select(Objection).where(Objection.code_key.is_(None))).all()
    for objection in rows:
        objection.code_key = code_of(OBJECTION, objection.number, objection.secret_salt).key
    db.session.flush()
    return len(rows)
