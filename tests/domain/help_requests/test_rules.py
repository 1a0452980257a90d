"""What may be sent, what is late, and which reasons may be told."""

import datetime as dt

import pytest

from app.domain.help_requests import rules
from app.domain.help_requests.models import HelpRequest, RequestState
from app.domain.help_requests.rules import Sent, Standing
from app.domain.households.codes import CAUSE

DAY = dt.date(2026, 5, 11)
SENT = {
    "head_name": "马有田",
    "people": 4,
    "telephone": "",
    "cause": "illness",
    "words": "",
    "has_group": True,
}


def standing(today: dt.date, *, answer: dt.date | None = None, **given: object) -> Standing:
    values = {"state": RequestState.RECEIVED, "visit_due_on": DAY, "visited_on": None} | given
    return Standing(HelpRequest(**values), answer, today)


def test_every_trouble_is_a_cause_of_the_register() -> None:
    assert set(rules.TROUBLES) <= set(CAUSE.values)


def test_what_is_right_has_no_problem() -> None:
    assert rules.problem_of(Sent(**SENT)) is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"head_name": ""}, "head_name"),
        ({"head_name": "马" * 61}, "head_name"),
        ({"people": None}, "people"),
        ({"people": 31}, "people"),
        ({"cause": "poverty"}, "cause"),
        ({"telephone": "abc"}, "telephone"),
        ({"has_group": False}, "telephone"),
        ({"words": "字" * 501}, "words"),
        ({"words": "卡号 6222 0212 3456 7890 123"}, "words"),
        ({"words": "身份证522422１９８００１０１123X"}, "words"),
        ({"telephone": "522422198001011234"}, "telephone"),
    ],
)
def test_the_first_fault_is_named_with_its_field(changed: dict[str, object], field: str) -> None:
    found = rules.problem_of(Sent(**SENT | changed))  # type: ignore[arg-type]  # values of each field's type
    assert found is not None
    assert found[0] == field


def test_a_telephone_in_the_words_is_no_identity_number() -> None:
    assert not rules.has_long_number("打我儿子的电话13900001111，2026年5月11日以后。")


def test_a_telephone_is_cleaned_of_what_people_type_between() -> None:
    assert rules.plain_telephone(" +86 (139) 0000-１１１１") == "8613900001111"


@pytest.mark.parametrize(
    "reason",
    ["否", "字" * 501, "电话13900001111打不通。", "身份证522422198001011234不符。", "马有田家有车。"],
)
def test_a_reason_that_cannot_be_told_like_this(reason: str) -> None:
    assert rules.reason_problem(reason, "马有田") is not None


def test_a_reason_that_can() -> None:
    assert rules.reason_problem("家里今年收入高于标准。", "马有田") is None


@pytest.mark.parametrize(
    ("one", "visit", "answer"),
    [
        (standing(DAY, answer=DAY), False, False),
        (standing(DAY + dt.timedelta(days=1), answer=DAY), True, True),
        (standing(DAY + dt.timedelta(days=1), answer=DAY, visited_on=DAY), False, True),
        (standing(DAY + dt.timedelta(days=1)), True, False),
        (standing(DAY + dt.timedelta(days=9), answer=DAY, state=RequestState.TAKEN_UP), False, False),
    ],
)
def test_what_is_late(one: Standing, visit: bool, answer: bool) -> None:
    assert (one.is_visit_late, one.is_answer_late, one.is_late) == (visit, answer, visit or answer)


def test_the_visit_is_due_before_the_answer() -> None:
    answer = DAY + dt.timedelta(days=3)
    assert standing(DAY, answer=answer).next_due_on == DAY
    assert standing(DAY, answer=answer, visited_on=DAY).next_due_on == answer
    assert standing(DAY, answer=answer, state=RequestState.WITHDRAWN).next_due_on is None


def test_nobody_came_before_it_was_sent_or_comes_tomorrow() -> None:
    for on in (DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)):
        assert rules.visit_problem(on, received_on=DAY, today=DAY) is not None
    assert rules.visit_problem(DAY, received_on=DAY, today=DAY) is None
