"""A policy: reading plain values, refusing what does not fit, and the questions it answers."""

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.domain.calendars.rules import Calendar, CountFrom, DayKind
from app.domain.policies.loader import get_shipped, list_shipped
from app.domain.policies.rules import IncomeLine, Policy, Threshold, changed_fields
from app.domain.policies.schema import FIELDS, FIELDS_BY_NAME, fields_of
from app.domain.policies.values import parse_share, read_value
from app.domain.policies.vocabulary import (
    FieldGroup,
    FieldKind,
    LinePurpose,
    MeetingKind,
    NoticeColumn,
    NoticeKind,
    ShareRule,
)

KEYS = [profile.key for profile in list_shipped()]


def values_with(**changed: Any) -> dict[str, Any]:
    return {**get_shipped("identification-2014").values, **changed}


def test_the_shipped_profiles_are_three_and_follow_one_another() -> None:
    assert KEYS == ["identification-2014", "monitoring-2021", "regular-2026"]
    first, second, third = list_shipped()
    assert first.valid_until == second.valid_from - dt.timedelta(days=1)
    assert second.valid_until == third.valid_from - dt.timedelta(days=1)
    assert third.valid_until is None


@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_profile_fits_and_says_where_each_value_comes_from(key: str) -> None:
    profile = get_shipped(key)
    Policy.from_values(profile.values)
    assert list(profile.values) == [field.name for field in FIELDS]
    assert set(profile.sources) == set(profile.values)
    for name, source in profile.sources.items():
        assert source["source"], name
        assert source["source_en"].isascii(), name
        assert isinstance(source["confirmed"], bool)


def test_the_profile_of_2026_asks_to_check_with_the_county() -> None:
    profile = get_shipped("regular-2026")
    assert "核实" in profile.title.zh
    assert "check with the county" in profile.title.en
    open_points = [name for name, source in profile.sources.items() if not source["confirmed"]]
    assert "first_notice_days" in open_points
    assert len(open_points) > len(profile.sources) / 2


@pytest.mark.parametrize("key", KEYS)
def test_plain_values_survive_json(key: str) -> None:
    values = get_shipped(key).values
    again = json.loads(json.dumps(values))
    assert Policy.from_values(again) == Policy.from_values(values)
    assert changed_fields(values, again) == []


def test_the_policy_of_2014_reads_as_the_plan_and_the_law_say() -> None:
    policy = Policy.from_values(get_shipped("identification-2014").values)
    assert policy.notice_days(NoticeKind.FIRST_NOTICE) == 7
    assert policy.notice_day_kind("announcement") == DayKind.CALENDAR
    assert policy.count_from == CountFrom.NEXT_DAY
    line = policy.income_line(2013, "identification")
    assert line == IncomeLine(2013, LinePurpose.IDENTIFICATION, 2736, "国家统计局年鉴注")
    assert line.amount_fen == 273_600
    assert policy.income_line(2013, LinePurpose.EXIT) is None
    assert policy.income_line(1999, "identification") is None
    assert policy.coefficients["小麦"] == Decimal("0.31")
    assert MeetingKind.REPRESENTATIVES in policy.meeting_kinds


def test_a_policy_cannot_be_changed() -> None:
    policy = Policy.from_values(get_shipped("identification-2014").values)
    with pytest.raises(AttributeError):
        policy.first_notice_days = 1  # type: ignore[misc]  # that it is refused is the test


def test_the_policy_has_exactly_the_fields_of_the_schema() -> None:
    assert list(Policy.__dataclass_fields__) == [field.name for field in FIELDS]
    assert len(FIELDS_BY_NAME) == len(FIELDS)
    assert sum(len(fields_of(group)) for group in FieldGroup) == len(FIELDS)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_each_missing_value_is_named(field: Any) -> None:
    values = values_with()
    del values[field.name]
    with pytest.raises(Invalid) as refused:
        Policy.from_values(values)
    assert refused.value.field == field.name


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        Policy.from_values(values_with(frist_notice_days=7))
    assert refused.value.field == "frist_notice_days"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("first_notice_days", 0),
        ("first_notice_days", 91),
        ("first_notice_days", "seven"),
        ("first_notice_days", True),
        ("first_notice_days", 7.5),
        ("first_notice_days", ""),
        ("quorum_assembly", "3/2"),
        ("quorum_assembly", "1/0"),
        ("quorum_assembly", "half"),
        ("quorum_assembly_rule", "about"),
        ("meeting_kinds", []),
        ("meeting_kinds", ["everybody"]),
        ("home_visit_required", "perhaps"),
        ("objection_hotline", "1" * 41),
        ("income_lines", "2736"),
        ("income_lines", [{"year": 2013, "purpose": "identification", "amount_yuan": 0}]),
        ("income_lines", [{"year": 13, "purpose": "identification", "amount_yuan": 2736}]),
        ("income_lines", [{"year": 2013, "purpose": "guess", "amount_yuan": 2736}]),
        ("income_lines", [{"year": 2013, "purpose": "exit", "amount_yuan": 2736}] * 2),
        ("coefficients", {"小麦": "three"}),
        ("coefficients", {"小麦": "NaN"}),
        ("coefficients", {"小麦": "3"}),
        ("coefficients", {" ": "0.3"}),
        ("coefficients", []),
    ],
)
def test_a_value_that_does_not_fit_is_named(name: str, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        Policy.from_values(values_with(**{name: value}))
    assert refused.value.field == name


def test_words_of_a_form_become_plain_values() -> None:
    def read(name: str, raw: object) -> object:
        return read_value(FIELDS_BY_NAME[name], raw)

    assert read("first_notice_days", " 7 ") == 7
    assert read("home_visit_required", "on") is True
    assert read("home_visit_required", None) is False
    assert read("majority", "50%") == "1/2"
    assert read("majority", "1／2") == "1/2"
    assert read("objection_hotline", " 12317  ") == "12317"
    assert read("meeting_kinds", ["assembly", "representatives"]) == ["representatives", "assembly"]
    rows = [
        {"year": "2014", "purpose": "exit", "amount_yuan": "2800", "document": " 文件 "},
        {"year": "2013", "purpose": "exit", "amount_yuan": "2736", "document": ""},
    ]
    assert read("income_lines", rows) == [
        {"year": 2013, "purpose": "exit", "amount_yuan": 2736, "document": ""},
        {"year": 2014, "purpose": "exit", "amount_yuan": 2800, "document": "文件"},
    ]


@given(st.text(max_size=12))
def test_any_text_is_a_share_between_nothing_and_all_or_none(text: str) -> None:
    share = parse_share(text)
    assert share is None or 0 <= share <= 1


@given(st.fractions(0, 1, max_denominator=999))
def test_a_share_reads_back_as_it_was_written(share: Fraction) -> None:
    assert parse_share(f"{share.numerator}/{share.denominator}") == share


@given(st.fractions(0, 1, max_denominator=50), st.sampled_from(ShareRule), st.integers(1, 500))
def test_the_least_number_meets_the_threshold_and_one_less_does_not(
    share: Fraction, rule: ShareRule, of: int
) -> None:
    threshold = Threshold(share, rule)
    least = threshold.least(of)
    assert threshold.is_met(least, of)
    if least > 1:
        assert not threshold.is_met(least - 1, of)


@pytest.mark.parametrize(
    ("kind", "present", "due", "met"),
    [
        ("representatives", 20, 30, True),
        ("representatives", 19, 30, False),
        ("assembly", 150, 300, False),
        ("assembly", 151, 300, True),
        ("group", 2, 3, True),
        ("representatives", 0, 0, False),
    ],
)
def test_the_quorum_follows_the_kind_of_meeting(kind: str, present: int, due: int, met: bool) -> None:
    policy = Policy.from_values(values_with())
    assert policy.quorum(kind).is_met(present, due) is met


def test_half_of_those_present_is_not_more_than_half() -> None:
    policy = Policy.from_values(values_with())
    assert not policy.votes_needed.is_met(10, 20)
    assert policy.votes_needed.is_met(11, 20)


@given(st.integers(0, 3000))
def test_a_sample_is_never_smaller_than_the_share_nor_larger_than_the_list(households: int) -> None:
    policy = Policy.from_values(values_with(sample_minimum=5))
    size = policy.sample_size(policy.township_sample_share, households)
    assert size <= households
    assert size >= min(households, 5)
    assert size * 5 >= households


def test_a_notice_period_is_counted_as_the_policy_says() -> None:
    policy = Policy.from_values(values_with(second_notice_days=5, second_notice_day_kind="working"))
    period = policy.notice_period("second_notice", dt.date(2027, 3, 5), Calendar())
    assert (period.first_day, period.last_day) == (dt.date(2027, 3, 8), dt.date(2027, 3, 12))
    assert policy.objection_due_on(dt.date(2027, 3, 5), Calendar()) == dt.date(2027, 3, 12)


def test_the_cause_is_shown_only_where_it_may_be() -> None:
    columns = ["head_name", "cause"]
    hidden = Policy.from_values(values_with(notice_columns=columns))
    shown = Policy.from_values(values_with(notice_columns=columns, notice_cause_public=True))
    assert hidden.shown_columns == (NoticeColumn.HEAD_NAME,)
    assert shown.shown_columns == (NoticeColumn.HEAD_NAME, NoticeColumn.CAUSE)


def test_a_changed_value_is_found() -> None:
    assert changed_fields(values_with(), values_with(first_notice_days=8)) == ["first_notice_days"]


def test_every_choice_has_a_default_that_is_one_of_its_answers() -> None:
    values = values_with()
    for field in FIELDS:
        if field.kind == FieldKind.CHOICE:
            assert values[field.name] in {choice.value for choice in field.choices}
