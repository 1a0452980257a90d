"""Who investigates, and what may be filed when."""

import pytest

from app.domain.notices.models import NoticeState
from app.domain.objections import rules
from app.domain.objections.models import Level, ObjectionAbout
from app.domain.policies.vocabulary import LIST_KINDS


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
    assert [rules.level_for(kind) for kind in LIST_KINDS] == [Level.TOWNSHIP, Level.TOWNSHIP, Level.COUNTY]


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
