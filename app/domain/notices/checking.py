"""A paper in somebody's hand: which notice it is, and whether that notice is still what was frozen."""

import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa

from app.core.db import db
from app.domain.notices import codes, rules
from app.domain.notices.models import Notice, NoticeEntry
from app.domain.notices.queries import WITH_POSTINGS

#: of the notices that fit a beginning of a digest so many are looked at: more than one is too many already
MOST = 6


def list_by_code(code: str) -> Sequence[Notice]:
    """The notices with a public code as it is printed: one, or none, or hardly ever more."""
    return _list_beginning(codes.digest_beginnings(code))


def list_named(typed: str) -> Sequence[Notice]:
    """The notices that somebody means who typed a number, a public code or the long code of a sheet."""
    number = _plain_number(typed)
    if not number:
        return []
    by_number = db.session.scalars(
        sa.select(Notice)
        .where(sa.func.replace(Notice.number, "-", "") == number)
        .options(*WITH_POSTINGS)
        .order_by(Notice.id)
        .limit(MOST)
    ).all()
    if by_number:
        return by_number
    code = codes.read_code(typed)
    if code is not None and (found := list_by_code(code)):
        return found
    digest = codes.read_digest(typed)
    return _list_beginning([digest]) if digest is not None else []


def recompute_digest(notice: Notice) -> str:
    """The digest of what the database holds of *notice* now; another than ``notice.digest`` when it was changed."""
    columns = [getattr(NoticeEntry, name) for name in rules.digested_columns(notice)]
    statement = sa.select(*columns).where(NoticeEntry.notice_id == notice.id)
    rows = db.session.execute(statement.order_by(NoticeEntry.sequence)).all()
    return rules.digest_of(rules.facts_of(notice), [list(row) for row in rows])


def _list_beginning(beginnings: Sequence[str]) -> Sequence[Notice]:
    between = [
        Notice.digest.between(one.ljust(codes.DIGEST_LENGTH, "0"), one.ljust(codes.DIGEST_LENGTH, "f"))
        for one in beginnings
    ]
    statement = sa.select(Notice).where(sa.or_(*between)).options(*WITH_POSTINGS)
    return db.session.scalars(statement.order_by(Notice.id).limit(MOST)).all()


def _plain_number(typed: str) -> str:
    plain = "".join(one for one in unicodedata.normalize("NFKC", typed).upper() if one.isalnum())
    for before in ("编号", "NO"):
        plain = plain.removeprefix(before)
    return plain
