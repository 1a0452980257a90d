"""The codes on the slips of objections: a new one at filing, and one for those from before there were any."""

import secrets

import sqlalchemy as sa

from app.core.db import db
from app.core.receipts import OBJECTION, code_of
from app.domain.objections import queries
from app.domain.objections.models import Objection


def new_code(number: str) -> tuple[str, str]:
    """Salt and key of a code that no other objection has."""
    while True:
        salt = secrets.token_hex(16)
        key = code_of(OBJECTION, number, salt).key
        if not queries.has_code_key(key):
            return salt, key


def give_codes() -> int:
    """Give the objections from before the codes theirs; how many. Slips with the eight characters stay valid."""
    rows = db.session.scalars(sa.select(Objection).where(Objection.code_key.is_(None))).all()
    for objection in rows:
        objection.code_key = code_of(OBJECTION, objection.number, objection.secret_salt).key
    db.session.flush()
    return len(rows)
