"""The codes on the slips of objections."""

import pytest

from app.core import receipts
from app.core.receipts import OBJECTION, Code, code_of
from app.domain.notices.models import Notice
from app.domain.objections import codes, queries, service
from app.domain.objections.models import Objection, ObjectionAbout
from tests import factories
from tests.people import People


@pytest.fixture
def notice(people: People) -> Notice:
    return factories.a_notice(factories.a_candidate_list(people.village))


def file(notice: Notice) -> Objection:
    return service.file_objection(notice=notice, about=ObjectionAbout.OTHER, grounds="这户在镇上有门面。")


def test_every_objection_has_a_code_and_earlier_ones_get_theirs(notice: Notice) -> None:
    filed = file(notice)
    code = code_of(OBJECTION, filed.number, filed.secret_salt)
    assert queries.find_by_code([code.key]) is filed
    earlier = factories.an_objection(notice)
    assert earlier.code_key is None
    assert codes.give_codes() == 1
    assert earlier.code_key == code_of(OBJECTION, earlier.number, earlier.secret_salt).key
    assert codes.give_codes() == 0


def test_a_code_that_is_taken_gets_another_salt(notice: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    salts = iter(["a" * 32, "a" * 32, "b" * 32])
    monkeypatch.setattr(receipts.secrets, "token_hex", lambda length: next(salts))
    monkeypatch.setattr(receipts, "code_of", lambda purpose, number, salt: Code(purpose, ord(salt[0])))
    assert file(notice).secret_salt == "a" * 32
    assert file(notice).secret_salt == "b" * 32
