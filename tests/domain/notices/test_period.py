"""The period against a count day by day: what hangs, what is missing, what is photographed at the end."""

import datetime as dt
from dataclasses import dataclass

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.calendars.rules import Calendar
from app.domain.notices import rules
from app.domain.notices.models import NoticeKind, NoticeState, PostingProof
from app.domain.notices.rules import Hung
from app.domain.policies.rules import Policy
from tests.domain.notices.test_rules import a_notice, a_policy

DAY = dt.timedelta(days=1)
ISSUED = dt.date(2026, 5, 11)
#: a few days off and a worked Sunday, so that working days are not simply Monday to Friday
HOLIDAYS = {ISSUED + n * DAY: worked for n, worked in ((3, False), (4, False), (6, True), (21, False))}
CALENDAR = Calendar(HOLIDAYS, frozenset({2026}))
#: the oracle looks no further; every gap that closes does so long before
HORIZON = 120
KIND = NoticeKind.FIRST_NOTICE


@dataclass(frozen=True)
class Case:
    policy: Policy
    required: int
    sheets: tuple[Hung, ...]


@st.composite
def gaps(draw: st.DrawFn, posted: int) -> tuple[tuple[dt.date, dt.date | None], ...]:
    found: list[tuple[dt.date, dt.date | None]] = []
    at = posted
    for _ in range(draw(st.integers(0, 2))):
        gone = at + draw(st.integers(0, 6))
        again = gone + draw(st.integers(0, 6))
        is_open = draw(st.integers(0, 3)) == 0
        found.append((ISSUED + gone * DAY, None if is_open else ISSUED + again * DAY))
        if is_open:
            break
        at = again
    return tuple(found)


@st.composite
def sheets(draw: st.DrawFn) -> Hung:
    posted = draw(st.integers(0, 12))
    end = draw(st.none() | st.integers(posted, 40))
    return Hung(
        ISSUED + posted * DAY,
        draw(st.sampled_from(PostingProof)),
        draw(gaps(posted)),
        None if end is None else ISSUED + end * DAY,
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    policy = a_policy(
        first_notice_days=draw(st.integers(1, 10)),
        first_notice_day_kind=draw(st.sampled_from(["calendar", "working"])),
        count_from=draw(st.sampled_from(["posting_day", "next_day"])),
        extend_over_holiday=draw(st.booleans()),
        posting_proof=draw(st.sampled_from(["photograph", "code"])),
        end_photographs_required=draw(st.booleans()),
        missing_sheet_stretches=draw(st.booleans()),
    )
    return Case(policy, draw(st.integers(1, 3)), tuple(draw(st.lists(sheets(), max_size=4))))


def counting(case: Case) -> list[Hung]:
    """The sheets that count, told anew and plainly."""
    asks_code = case.policy.posting_proof == "code"
    return [one for one in case.sheets if one.proof != "photograph" or not asks_code]


def is_up(sheet: Hung, day: dt.date, stretches: bool) -> bool:
    if day < sheet.posted_on:
        return False
    for gone, again in sheet.gaps if stretches else ():
        if gone <= day and (again is None or again > day):
            return False
    return True


def enough(case: Case, day: dt.date) -> bool:
    up = [one for one in counting(case) if is_up(one, day, case.policy.missing_sheet_stretches)]
    return len(up) >= case.required


def counts(case: Case, day: dt.date) -> bool:
    working = case.policy.first_notice_day_kind == "working"
    return enough(case, day) and (not working or CALENDAR.is_workday(day))


def run(case: Case) -> rules.Running:
    return rules.running(a_notice(case.policy), case.sheets, case.required, case.policy, CALENDAR)


@settings(max_examples=120, deadline=None)
@given(cases())
def test_no_day_too_few_no_day_too_early(case: Case) -> None:
    period = run(case)
    days = [ISSUED + n * DAY for n in range(HORIZON)]
    begin = next((day for day in days if enough(case, day)), None)
    assert period.begun == (begin is not None)
    if begin is None:
        assert not any(period.has_ended(day) for day in days)
        assert period.missing > 0 or not case.policy.missing_sheet_stretches
        return
    ended = next((day for day in days if period.has_ended(day)), None)
    first = begin + (DAY if case.policy.count_from == "next_day" else 0 * DAY)
    counted = [day for day in days if first <= day and counts(case, day)]
    wanted = case.policy.first_notice_days
    if ended is None:
        assert period.stands_still or period.ends_missing
    else:
        assert len([day for day in counted if day < ended]) >= wanted
        assert ended > a_notice(case.policy).last_day
        assert enough(case, period.last_day)
        assert all(period.has_ended(day) for day in days if day >= ended), "what is over stays over"
    if len(counted) < wanted:
        assert period.stands_still
    elif not period.stands_still:
        assert period.last_day >= max(counted[wanted - 1], a_notice(case.policy).last_day)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_the_end_waits_for_its_photographs_and_the_names_do_not(case: Case) -> None:
    period = run(case)
    assume(period.begun and not period.stands_still)
    ends = sorted(one.end_on for one in counting(case) if one.end_on and one.end_on >= period.last_day)
    over, grace = period.last_day + DAY, case.policy.web_names_grace_days
    if not case.policy.end_photographs_required:
        assert period.has_ended(over)
    elif len(ends) < case.required:
        assert not period.has_ended(over + 90 * DAY)
        assert period.waits_for_end(over)
        assert period.ends_missing == case.required - len(ends)
    else:
        assert period.ended_on == ends[case.required - 1]
        assert period.has_ended(max(over, period.ended_on))
        assert not period.has_ended(max(over, period.ended_on) - DAY)
    late = period.last_day + (grace + 1) * DAY
    assert not rules.names_may_show(period, late, case.policy, NoticeState.OPEN)
    assert rules.names_may_show(period, late - DAY, case.policy, NoticeState.OPEN)


def test_lost_days_are_made_up_for_in_the_same_kind_of_days() -> None:
    policy = a_policy(first_notice_days=5, first_notice_day_kind="working", missing_sheet_stretches=True)
    whole = run(Case(policy, 1, (Hung(ISSUED),)))
    gap = ((ISSUED + 7 * DAY, ISSUED + 9 * DAY),)
    stretched = run(Case(policy, 1, (Hung(ISSUED, gaps=gap),)))
    assert (whole.lost_days, stretched.lost_days) == (0, 2)
    between = [whole.last_day + n * DAY for n in range(1, (stretched.last_day - whole.last_day).days + 1)]
    assert sum(CALENDAR.is_workday(day) for day in between) == 2


def test_a_second_place_keeps_the_days_counting() -> None:
    policy = a_policy(missing_sheet_stretches=True)
    gone = Hung(ISSUED, gaps=((ISSUED + 2 * DAY, None),))
    period = run(Case(policy, 1, (gone, Hung(ISSUED))))
    assert (period.stands_still, period.lost_days, period.missing) == (False, 0, 0)


def test_while_too_few_hang_the_period_stands_still() -> None:
    policy = a_policy(missing_sheet_stretches=True)
    period = run(Case(policy, 1, (Hung(ISSUED, gaps=((ISSUED + 2 * DAY, None),)),)))
    assert (period.begun, period.stands_still, period.missing) == (True, True, 1)
    assert not period.has_ended(ISSUED + 300 * DAY)


def test_where_the_policy_does_not_stretch_a_gap_changes_nothing() -> None:
    policy = a_policy(missing_sheet_stretches=False)
    plain = run(Case(policy, 1, (Hung(ISSUED),)))
    assert run(Case(policy, 1, (Hung(ISSUED, gaps=((ISSUED + 2 * DAY, None),)),))) == plain


def test_under_codes_a_photograph_alone_does_not_count() -> None:
    policy = a_policy(posting_proof="code")
    assert not run(Case(policy, 1, (Hung(ISSUED),))).begun
    for proof in (PostingProof.CODE, PostingProof.CONFIRMED):
        assert run(Case(policy, 1, (Hung(ISSUED, proof),))).begun
