"""What is due when: quarters and months, at once, working days; how each stands on a day."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from app.core.bilingual import BilingualText
from app.domain.calendars.rules import Calendar
from app.domain.disclosures import rules
from app.domain.disclosures.catalogue import ACCOUNTS, AFFAIRS, BY_CODE, CATALOGUE
from app.domain.disclosures.rules import Due, Evidence, Status
from app.domain.policies.loader import get_shipped
from app.domain.policies.rules import Policy

D = dt.date
NO_HOLIDAYS = Calendar()


def policy(**values: Any) -> Policy:
    shipped = Policy.from_values(get_shipped("identification-2014").values)
    kept = {
        "village_finance_months": 3,
        "village_finance_day": 15,
        "major_matter_days": 5,
        "disclosure_days": 20,
        "project_notice_days": 10,
    }
    return replace(shipped, **(kept | values))


def test_codes_are_single_and_every_entry_is_whole() -> None:
    assert len(BY_CODE) == len(CATALOGUE)
    for item in CATALOGUE:
        assert all((item.name, item.what, item.where, item.source))
        assert item.recurs + item.is_matter + (item.notice is not None) == 1


def test_accounts_are_due_each_quarter_or_each_month_as_the_policy_says() -> None:
    quarters = rules.periods_of(ACCOUNTS, policy(), 2014)
    assert [one.code for one in quarters] == ["2014-Q1", "2014-Q2", "2014-Q3", "2014-Q4"]
    assert (quarters[3].first_day, quarters[3].last_day) == (D(2014, 10, 1), D(2014, 12, 31))
    months = rules.periods_of(ACCOUNTS, policy(village_finance_months=1), 2016)
    assert [one.code for one in months][:2] == ["2016-01", "2016-02"]
    assert months[1].last_day == D(2016, 2, 29)
    assert len(rules.periods_of(ACCOUNTS, policy(village_finance_months=2), 2014)) == 6
    # general affairs are published each quarter, however often the accounts are
    assert len(rules.periods_of(AFFAIRS, policy(village_finance_months=1), 2014)) == 4


def test_a_period_is_due_on_its_day_or_the_first_worked_day_after() -> None:
    quarters = rules.periods_of(ACCOUNTS, policy(), 2014)
    assert rules.period_due_on(quarters[0], policy(), NO_HOLIDAYS) == D(2014, 4, 15)
    assert rules.period_due_on(quarters[3], policy(), NO_HOLIDAYS) == D(2015, 1, 15)
    # 15 March 2014 is a Saturday
    february = rules.periods_of(ACCOUNTS, policy(village_finance_months=1), 2014)[1]
    assert rules.period_due_on(february, policy(), NO_HOLIDAYS) == D(2014, 3, 17)


def test_a_major_matter_counts_days_and_an_entry_of_the_catalogue_working_days() -> None:
    friday = D(2014, 5, 9)
    assert rules.matter_due_on(BY_CODE["decision"], friday, policy(), NO_HOLIDAYS) == D(2014, 5, 14)
    assert rules.matter_due_on(BY_CODE["relief"], friday, policy(major_matter_days=0), NO_HOLIDAYS) == friday
    assert rules.matter_due_on(BY_CODE["policy"], friday, policy(), NO_HOLIDAYS) == D(2014, 6, 6)
    assert rules.matter_due_on(BY_CODE["start"], friday, policy(), NO_HOLIDAYS) == D(2014, 5, 23)


def test_periods_are_asked_for_from_the_one_in_which_the_year_was_opened() -> None:
    asked = rules.asked_periods(ACCOUNTS, policy(), 2014, D(2014, 5, 20), D(2014, 8, 1))
    assert [one.code for one in asked] == ["2014-Q2", "2014-Q3"]
    told = rules.asked_periods(ACCOUNTS, policy(), 2014, D(2014, 5, 20), D(2014, 8, 1), ["2014-Q1"])
    assert [one.code for one in told] == ["2014-Q1", "2014-Q2", "2014-Q3"]


def a_due(evidence: Evidence | None = None) -> Due:
    period = rules.periods_of(ACCOUNTS, policy(), 2014)[0]
    return Due(
        "accounts.2014-Q1",
        ACCOUNTS,
        period.first_day,
        D(2014, 4, 15),
        BilingualText("一季度"),
        evidence,
        period,
    )


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (D(2014, 3, 31), Status.COMING),
        (D(2014, 4, 1), Status.DUE),
        (D(2014, 4, 15), Status.DUE),
        (D(2014, 4, 16), Status.LATE),
    ],
)
def test_what_is_not_published_comes_is_due_is_late(on: dt.date, status: Status) -> None:
    assert a_due().status(on) is status


def test_what_was_published_too_late_stays_so() -> None:
    assert a_due(Evidence(D(2014, 4, 15))).status(D(2014, 9, 1)) is Status.DONE
    late = a_due(Evidence(D(2014, 4, 16)))
    assert late.status(D(2014, 9, 1)) is Status.DONE_LATE
    counts = rules.count([late, a_due(), a_due(Evidence(D(2014, 4, 2)))], D(2014, 5, 1))
    assert (counts.done, counts.late_once, counts.due, counts.late, counts.total) == (2, 1, 0, 1, 3)
    assert rules.count([a_due()], D(2014, 3, 1)).total == 0


def test_the_words_say_the_policys_numbers() -> None:
    assert "15" in str(rules.span_words(ACCOUNTS, policy()))
    assert "month" in str(rules.span_words(ACCOUNTS, policy(village_finance_months=1)))
    assert "5 days" in str(rules.span_words(BY_CODE["decision"], policy()))
    assert "20 working" in str(rules.span_words(BY_CODE["policy"], policy()))
    assert "same day" in str(rules.span_words(BY_CODE["decision"], policy(major_matter_days=0)))
