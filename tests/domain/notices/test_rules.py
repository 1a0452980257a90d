"""Periods that run from the real posting, states by date, masks, minors, and what free text may show."""

import datetime as dt
from types import SimpleNamespace

import pytest

from app.domain.calendars.rules import Calendar
from app.domain.notices import rules, showing
from app.domain.notices.models import NoticeKind, NoticeState
from app.domain.policies.loader import get_shipped
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NameDisplay

DAY = dt.timedelta(days=1)
ISSUED = dt.date(2026, 5, 11)
CALENDAR = Calendar({}, frozenset({2026}))


def hung(*days: dt.date) -> list[rules.Hung]:
    return [rules.Hung(day) for day in days]


def a_policy(**values: object) -> Policy:
    return Policy.from_values({**get_shipped("identification-2014").values, **values})


def a_notice(policy: Policy, **values: object) -> SimpleNamespace:
    period = policy.notice_period(NoticeKind.FIRST_NOTICE, ISSUED, CALENDAR)
    given = {
        "kind": NoticeKind.FIRST_NOTICE,
        "first_day": period.first_day,
        "last_day": period.last_day,
        "period_is_estimated": False,
        "withdrawn_at": None,
    }
    return SimpleNamespace(**{**given, **values})


def test_the_period_waits_for_the_places_that_the_policy_asks_for() -> None:
    policy = a_policy()
    notice = a_notice(policy)
    waiting = rules.running(notice, hung(ISSUED), 2, policy, CALENDAR)
    assert (waiting.begun, waiting.missing) == (False, 1)
    assert not waiting.has_ended(notice.last_day + 90 * DAY)
    begun = rules.running(notice, hung(ISSUED, ISSUED + 3 * DAY), 2, policy, CALENDAR)
    assert begun.begun
    assert (
        begun.last_day == policy.notice_period(NoticeKind.FIRST_NOTICE, ISSUED + 3 * DAY, CALENDAR).last_day
    )


def test_the_period_follows_the_last_of_the_required_places_not_a_later_one() -> None:
    policy = a_policy()
    days = [ISSUED, ISSUED + DAY, ISSUED + 5 * DAY]
    running = rules.running(a_notice(policy), hung(*days), 2, policy, CALENDAR)
    assert running.first_day == policy.notice_period(NoticeKind.FIRST_NOTICE, days[1], CALENDAR).first_day


def test_the_period_never_ends_before_the_printed_day() -> None:
    policy = a_policy()
    printed = ISSUED + 30 * DAY
    running = rules.running(a_notice(policy, last_day=printed), hung(ISSUED), 1, policy, CALENDAR)
    assert running.last_day == printed
    assert not running.has_ended(printed)
    assert running.has_ended(printed + DAY)


@pytest.mark.parametrize(
    ("places", "asked", "required"), [(0, 2, 1), (1, 2, 1), (2, 2, 2), (5, 2, 2), (3, 1, 1)]
)
def test_a_village_with_fewer_places_hangs_all_it_has(places: int, asked: int, required: int) -> None:
    assert rules.places_required(a_policy(posting_places_required=asked), places) == required


def test_days_left_count_the_present_one() -> None:
    running = rules.Running(True, ISSUED, ISSUED + 6 * DAY, 1, 1)
    assert [running.days_left(ISSUED + n * DAY) for n in (0, 6, 7, 20)] == [7, 1, 0, 0]


def test_the_state_follows_from_dates() -> None:
    policy = a_policy()
    running = rules.running(a_notice(policy), hung(ISSUED), 1, policy, CALENDAR)
    after = running.last_day + DAY
    withdrawn = a_notice(policy, withdrawn_at=dt.datetime(2026, 5, 12, tzinfo=dt.UTC))
    states = [
        rules.state_of(a_notice(policy), running, running.last_day, is_replaced=False),
        rules.state_of(a_notice(policy), running, after, is_replaced=False),
        rules.state_of(withdrawn, running, after, is_replaced=False),
        rules.state_of(withdrawn, running, after, is_replaced=True),
    ]
    assert states == [NoticeState.OPEN, NoticeState.CLOSED, NoticeState.WITHDRAWN, NoticeState.REPLACED]


def test_names_show_for_the_days_of_grace_and_never_again() -> None:
    policy = a_policy(web_names_grace_days=3)
    running = rules.running(a_notice(policy), hung(ISSUED), 1, policy, CALENDAR)
    shown = [
        rules.names_may_show(running, running.last_day + n * DAY, policy, NoticeState.CLOSED)
        for n in (0, 3, 4, 400)
    ]
    assert shown == [True, True, False, False]
    for state in (NoticeState.WITHDRAWN, NoticeState.REPLACED):
        assert not rules.names_may_show(running, ISSUED, policy, state)


@pytest.mark.parametrize(
    ("name", "masked"), [("王", "*"), ("王明", "王*"), ("王小明", "王*明"), ("欧阳小明", "欧**明"), ("", "*")]
)
def test_a_masked_name_hides_its_middle(name: str, masked: str) -> None:
    assert rules.mask_name(name) == masked


def test_a_minor_is_never_named_whatever_the_policy_displays() -> None:
    for display in NameDisplay:
        assert rules.shown_name("王小明", display, is_minor=True) == "王**"
    assert rules.shown_name("王小明", NameDisplay.FULL, is_minor=False) == "王小明"


@pytest.mark.parametrize(
    ("born_on", "minor"),
    [
        (dt.date(2008, 5, 12), True),
        (dt.date(2008, 5, 11), False),
        (dt.date(2008, 5, 10), False),
        (None, False),
    ],
)
def test_one_is_of_age_on_the_eighteenth_birthday(born_on: dt.date | None, minor: bool) -> None:
    assert rules.is_minor(born_on, ISSUED) is minor


COLUMNS = ["sequence", "group", "head_name", "people", "attribute", "cause"]


def test_causes_of_health_stay_off_a_notice_by_default() -> None:
    policy = a_policy(notice_columns=COLUMNS, notice_cause_public=True, health_causes_public=False)
    assert rules.public_extra("ordinary", "illness", policy, is_minor=False) == {"attribute": "ordinary"}
    assert rules.public_extra("ordinary", "land", policy, is_minor=False)["cause"] == "land"
    frozen = [(1, "", "王明", 2, {"attribute": "ordinary", "cause": "illness"})]
    row = showing.shown_rows(frozen, policy, NameDisplay.FULL)[0]
    assert (row.attribute.in_("zh") if row.attribute else "", row.cause) == ("一般贫困户", None)


def test_columns_that_the_policy_does_not_name_are_not_shown_even_when_frozen() -> None:
    frozen = [(1, "", "王明", 2, {"attribute": "ordinary", "cause": "land"})]
    row = showing.shown_rows(frozen, a_policy(), NameDisplay.FULL)
    assert (row[0].attribute, row[0].cause) == (None, None)


def test_groups_stand_in_the_order_of_their_numbers() -> None:
    names = ["十组", "2组", "10组", "二组", "院子组", "第十二村民小组", "1组", "二十组", ""]
    ordered = sorted(names, key=showing.group_key)
    assert ordered == ["1组", "2组", "二组", "10组", "十组", "第十二村民小组", "二十组", "", "院子组"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("王小明家有小汽车", "王**家有小汽车"),
        ("王小明和王小明明", "王**和王**"),
        ("身份证522427197005061234", "身份证***"),
        ("身份证52242719700506123X。", "身份证***。"),
        ("卡号6228 4800 1234 5678 910", "卡号***"),
        ("电话13912345678", "电话***"),
        ("电话139-1234-5678", "电话***"),
        ("请打0857-4000002或12317", "请打0857-4000002或12317"),
        ("2026年人均纯收入12800元", "2026年人均纯收入12800元"),
    ],
)
def test_what_officers_wrote_is_shown_without_names_and_numbers(written: str, shown: str) -> None:
    assert showing.without_names(written, ["王小明", "王小明明"]) == shown


def test_the_digest_changes_with_every_row_and_fact() -> None:
    rows = [(1, "1组", "王明", 3)]
    same = rules.digest_of({"number": "1"}, rows)
    assert same == rules.digest_of({"number": "1"}, [list(rows[0])])
    assert len({same, rules.digest_of({"number": "2"}, rows), rules.digest_of({"number": "1"}, [])}) == 3
