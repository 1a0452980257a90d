"""Every line of the card with each of its outcomes."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from app.core.bilingual import BilingualText
from app.core.messages import Message
from app.domain.applications.models import ApplicationState, ComparisonResult
from app.domain.areas.models import AreaLevel
from app.domain.comparisons.models import HitSettlement
from app.domain.duplicates.models import DuplicateOutcome
from app.domain.policies.loader import get_shipped
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import ComparisonKind
from app.domain.why_cards import trace
from app.domain.why_cards.cases import Case, Compared, Ground, Hit, Office, Visit
from app.domain.why_cards.conclusion import card_of
from app.domain.why_cards.rules import preliminary_lines
from app.domain.why_cards.trace import Line, Standing

PASSED, FAILED, OPEN, NOT_ASKED = Standing.PASSED, Standing.FAILED, Standing.OPEN, Standing.NOT_ASKED
DAY = dt.date(2014, 4, 14)
SHIPPED = get_shipped("identification-2014")


def a_ground(**policy: Any) -> Ground:
    """The round of 2014 under the shipped policy with values changed."""
    return Ground(
        id=1,
        name=BilingualText("2014年识别", "Identification 2014"),
        opened_on=dt.date(2014, 4, 1),
        is_open=True,
        reference_year=2013,
        policy=Policy.from_values({**SHIPPED.values, **policy}),
        sources=SHIPPED.sources,
    )


def a_case(ground: Ground | None = None, **given: Any) -> Case:
    """A household that has just applied."""
    values: dict[str, Any] = {
        "id": 1,
        "number": "2014-105201-A0001",
        "state": ApplicationState.FILED,
        "head_name": "王秀英",
        "group": BilingualText("一组"),
        "village": BilingualText("松树村", "Songshu"),
        "offices": (Office(BilingualText("林泉镇", "Linquan"), AreaLevel.TOWNSHIP, "0857-1234567"),),
        "ground": ground or a_ground(),
        "filed_on": DAY,
        "consents": True,
        "people": 4,
        "per_head_fen": 210_050,
        "closing_reason": "",
        "today": DAY,
    }
    return Case(**{**values, **given})


def line(key: str, case: Case) -> Line:
    return next(one for one in preliminary_lines(case) if one.key == key)


def keys(case: Case) -> list[str]:
    return [one.key for one in preliminary_lines(case)]


def words(message: Any) -> str:
    return str(message)


def test_an_application_in_time_with_consent_is_in_order() -> None:
    found = line("applied", a_case())
    assert found.standing is PASSED
    assert found.facts == {"filed_on": "2014-04-14", "consents": True}
    assert "14 April 2014" in words(found.value)
    assert found.change is None


def test_without_the_consent_that_the_round_asks_for_it_is_not() -> None:
    asked = a_ground(comparison_required=True)
    found = line("applied", a_case(asked, consents=False))
    assert found.standing is FAILED
    assert found.change is not None
    assert line("applied", a_case(a_ground(comparison_required=False), consents=False)).standing is PASSED


def test_before_the_round_opened_is_too_early() -> None:
    assert line("applied", a_case(filed_on=dt.date(2014, 3, 31))).standing is FAILED


@pytest.mark.parametrize(
    ("per_head_fen", "standing"),
    [(273_600, PASSED), (273_601, FAILED), (210_050, PASSED), (None, OPEN)],
)
def test_income_is_held_against_the_line_of_the_reference_year(
    per_head_fen: int | None, standing: Standing
) -> None:
    found = line("income", a_case(per_head_fen=per_head_fen))
    assert found.standing is standing
    assert found.facts["line_fen"] == 273_600
    assert found.limit_source
    assert (found.change is None) == (standing is PASSED)


def test_money_is_written_with_its_fen_only_where_there_are_any() -> None:
    assert "2,100.50 yuan" in words(line("income", a_case()).value)
    assert "2,100 yuan" in words(line("income", a_case(per_head_fen=210_000)).value)


def test_without_a_line_income_is_told_but_not_judged() -> None:
    found = line("income", a_case(a_ground(income_lines=[])))
    assert (found.standing, found.limit) == (NOT_ASKED, None)


def test_a_visit_needs_enough_people() -> None:
    ground = a_ground(home_visitors_min=2)
    assert line("visit", a_case(ground, visits=[Visit(DAY, 2)])).standing is PASSED
    too_few = line("visit", a_case(ground, visits=[Visit(DAY, 1)]))
    assert (too_few.standing, too_few.facts["visitors"], too_few.facts["needed"]) == (FAILED, 1, 2)
    assert line("visit", a_case(ground)).standing is OPEN
    assert line("visit", a_case(a_ground(home_visit_required=False))).standing is NOT_ASKED


def test_the_limit_of_the_visit_names_its_source() -> None:
    found = line("visit", a_case(visits=[Visit(DAY, 2)]))
    assert isinstance(found.limit_source, BilingualText)
    assert found.limit_source.zh == SHIPPED.sources["home_visitors_min"]["source"]


def a_hit(settlement: HitSettlement = HitSettlement.OPEN, explanation: str = "") -> Hit:
    return Hit(ComparisonKind.VEHICLE, DAY, dt.date(2013, 3, 5), settlement, explanation)


@pytest.mark.parametrize(
    ("settlement", "standing"),
    [
        (HitSettlement.OPEN, OPEN),
        (HitSettlement.EXPLAINED, PASSED),
        (HitSettlement.NOT_THE_PERSON, PASSED),
        (HitSettlement.EXCLUDES, FAILED),
    ],
)
def test_a_hit_stands_with_kind_day_and_what_came_of_it(
    settlement: HitSettlement, standing: Standing
) -> None:
    explanation = "" if settlement is HitSettlement.OPEN else "三轮农用车。"
    case = a_case(hits=[a_hit(settlement, explanation)], covered=frozenset({ComparisonKind.VEHICLE}))
    found = line("comparison", case)
    assert found.standing is standing
    told = words(found.details[0])
    assert "Vehicles" in told
    assert "5 March 2013" in told
    assert explanation in told
    assert found.facts["hits"] == 1
    assert (found.change is not None) == (standing in (FAILED, OPEN))


def test_a_kind_that_was_not_compared_yet_leaves_it_open() -> None:
    asked = a_ground(comparison_required=True, comparison_kinds=["vehicle", "flat"])
    some = a_case(asked, covered=frozenset({ComparisonKind.VEHICLE}))
    every = a_case(asked, covered=frozenset({ComparisonKind.VEHICLE, ComparisonKind.FLAT}))
    assert line("comparison", some).standing is OPEN
    assert line("comparison", every).standing is PASSED


def test_what_excludes_as_a_rule_is_named() -> None:
    ground = a_ground(comparison_exclusions=["vehicle", "payroll"])
    found = line("comparison", a_case(ground, covered=frozenset({ComparisonKind.VEHICLE})))
    assert "Vehicles, Public payroll" in words(found.limit)


def test_a_comparison_by_hand_counts_where_there_are_no_files() -> None:
    asked = a_ground(comparison_required=True)
    assert line("comparison", a_case(asked)).standing is OPEN
    assert line("comparison", a_case(a_ground(comparison_required=False))).standing is NOT_ASKED
    for result, standing in (
        (ComparisonResult.NO_HIT, PASSED),
        (ComparisonResult.HIT_EXPLAINED, PASSED),
        (ComparisonResult.HIT, OPEN),
    ):
        found = line("comparison", a_case(asked, compared=[Compared(DAY, result, "车已卖")]))
        assert (found.standing, found.facts["result"]) == (standing, result.value)


@pytest.mark.parametrize(
    ("outcomes", "standing"),
    [
        ([], PASSED),
        ([DuplicateOutcome.DIFFERENT, DuplicateOutcome.SHARED], PASSED),
        ([DuplicateOutcome.SAME], FAILED),
        ([DuplicateOutcome.DIFFERENT, None], OPEN),
    ],
)
def test_nobody_counts_in_two_households(outcomes: list[DuplicateOutcome | None], standing: Standing) -> None:
    found = line("duplicates", a_case(duplicates=outcomes))
    assert (found.standing, found.facts["likenesses"]) == (standing, len(outcomes))


def test_contradictions_are_named_only_where_there_are_some() -> None:
    assert "findings" not in keys(a_case())
    assert line("findings", a_case(severe=[True, True])).standing is PASSED
    found = line("findings", a_case(severe=[True, False]))
    assert (found.standing, found.facts) == (OPEN, {"severe": 2, "open": 1})


def test_relatives_are_told_without_names_and_only_where_there_are_some() -> None:
    assert "relatives" not in keys(a_case())
    told = {
        level: words(line("relatives", a_case(has_relatives=True, relatives_at=level)).value)
        for level in (AreaLevel.VILLAGE, AreaLevel.TOWNSHIP, AreaLevel.COUNTY, None)
    }
    assert len(set(told.values())) == 4
    assert "county decides" in told[AreaLevel.TOWNSHIP]


def test_a_card_keeps_days_and_two_languages_through_its_stored_form() -> None:
    case = a_case(
        visits=[Visit(DAY, 2)],
        hits=[a_hit(HitSettlement.EXPLAINED, "三轮农用车。")],
        covered=frozenset({ComparisonKind.VEHICLE}),
        has_relatives=True,
    )
    card = card_of(case)
    data = trace.as_data(card)
    assert trace.from_data(data) == card
    assert trace.digest_of(data) == trace.digest_of(trace.as_data(trace.from_data(data)))
    other = trace.as_data(card_of(replace(case, per_head_fen=1)))
    assert trace.digest_of(other) != trace.digest_of(data)
    assert not trace.is_same_story(data, other)
    tomorrow = trace.as_data(card_of(replace(case, today=DAY + dt.timedelta(days=1))))
    assert trace.is_same_story(data, tomorrow)


def test_every_line_says_what_would_change_it_when_it_is_not_in_order() -> None:
    case = a_case(
        a_ground(comparison_required=True),
        consents=False,
        per_head_fen=999_999,
        visits=[Visit(DAY, 1)],
        hits=[a_hit(HitSettlement.EXCLUDES, "名下有小汽车。")],
        duplicates=[DuplicateOutcome.SAME],
        severe=[False],
    )
    bad = [one for one in preliminary_lines(case) if one.standing in (FAILED, OPEN)]
    assert len(bad) == 6
    assert all(isinstance(one.change, Message) for one in bad)
    assert set(card_of(case).changes) == {one.change for one in bad}
