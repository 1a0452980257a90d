"""Finding a notice by what is printed on its paper, and noticing that it was changed."""

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core.db import db
from app.domain.notices import checking
from app.domain.notices.codes import code_of
from app.domain.notices.models import Notice
from tests import factories

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def notice(db: SQLAlchemy) -> Notice:
    return factories.a_notice(number="2026-107002-1")


def test_a_notice_is_found_by_code_number_and_long_code(notice: Notice) -> None:
    factories.a_notice(number="2026-107002-2")
    code = code_of(notice.digest)
    named = [
        code,
        code.lower().replace("-", " "),
        "2026-107002-1",
        " ２０２６－１０７００２－１ ",
        "2026 107002 1",
        "编号：2026-107002-1",
        "No. 2026-107002-1",
        notice.digest,
        f"{notice.digest[:4]} {notice.digest[4:8]}".upper(),
    ]
    for typed in named:
        assert [one.number for one in checking.list_named(typed)] == ["2026-107002-1"], typed
    assert checking.list_by_code(code) == [notice]


@pytest.mark.parametrize(
    "typed", ["", "  ", "编号", "2026-107002-9", "2222-2222-2", "0" * 64, "'; drop table notice"]
)
def test_what_is_not_there_is_not_found(notice: Notice, typed: str) -> None:
    assert checking.list_named(typed) == []


def test_two_notices_with_one_code_are_both_found() -> None:
    one = factories.a_notice(digest="3f9a12cd11" + "0" * 54)
    other = factories.a_notice(digest="3f9a12cd11" + "f" * 54)
    assert checking.list_by_code(code_of(one.digest)) == [one, other]
    assert checking.list_named("3F9A 12CD") == [one, other]
    assert checking.list_named(one.digest) == [one]


def test_what_the_database_holds_is_computed_anew(notice: Notice) -> None:
    assert checking.recompute_digest(notice) == notice.digest
    other = factories.a_notice(digest="a" * 64)
    assert checking.recompute_digest(other) != other.digest


def test_the_database_itself_refuses_to_change_what_was_digested(notice: Notice) -> None:
    with pytest.raises(sa.exc.DBAPIError), db.session.begin_nested():
        db.session.execute(sa.update(Notice).where(Notice.id == notice.id).values(people=notice.people + 1))
