"""Who investigates, what may be filed when, and the secret of a receipt."""

import pytest

from app.domain.notices.models import NoticeKind, NoticeState
from app.domain.objections import rules
from app.domain.objections.models import Level, ObjectionAbout


def problem(about: ObjectionAbout = ObjectionAbout.OTHER, **changed: object) -> str | None:
    given = {
        "has_entry": False,
        "left_out_name": "",
        "grounds": "这户有门面",
        "name": "",
        "may_be_anonymous": True,
    }
    found = rules.filing_problem(about, **{**given, **changed})
    return found[0] if found else None


def test_the_township_looks_into_a_villages_work_and_the_county_into_its_announcement() -> None:
    assert [rules.level_for(kind) for kind in NoticeKind] == [Level.TOWNSHIP, Level.TOWNSHIP, Level.COUNTY]


def test_only_an_open_notice_takes_objections() -> None:
    assert rules.why_not_fileable(NoticeState.OPEN) == []
    for state in (NoticeState.CLOSED, NoticeState.WITHDRAWN, NoticeState.REPLACED):
        assert rules.why_not_fileable(state)


def test_each_kind_asks_for_what_it_needs() -> None:
    assert problem() is None
    assert problem(ObjectionAbout.ENTRY) == "entry"
    assert problem(ObjectionAbout.ENTRY, has_entry=True) is None
    assert problem(ObjectionAbout.LEFT_OUT) == "left_out_name"
    assert problem(ObjectionAbout.LEFT_OUT, left_out_name="赵大山") is None


@pytest.mark.parametrize("grounds", ["", "   ", "不对", "字" * 2001])
def test_grounds_are_neither_missing_nor_endless(grounds: str) -> None:
    assert problem(grounds=grounds) == "grounds"


def test_a_name_is_asked_for_only_where_the_policy_does() -> None:
    assert problem(may_be_anonymous=False) == "objector_name"
    assert problem(may_be_anonymous=False, name="马三立") is None


def test_the_secret_follows_from_key_number_and_salt() -> None:
    secret = rules.derive_secret("key", "Y2026-00001", "salt")
    assert secret == rules.derive_secret("key", "Y2026-00001", "salt")
    others = [
        ("other", "Y2026-00001", "salt"),
        ("key", "Y2026-00002", "salt"),
        ("key", "Y2026-00001", "pepper"),
    ]
    assert secret not in {rules.derive_secret(*other) for other in others}
    assert len(secret) == 9
    assert set(secret.replace("-", "")) <= set(rules.ALPHABET)


def test_a_secret_is_known_again_however_it_is_typed() -> None:
    assert rules.is_same_secret("7kqm 3xwa", "7KQM-3XWA")
    assert rules.is_same_secret(" 7KQM3XWA ", "7KQM-3XWA")
    assert rules.is_same_secret("７ＫＱＭ－３ｘｗａ", "7KQM-3XWA")
    for wrong in ("", "7KQM-3XWB", "7KQM-3XW", "7KQM-3XWAA", "钥匙"):
        assert not rules.is_same_secret(wrong, "7KQM-3XWA")
