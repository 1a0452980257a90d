"""The lines from the vote on, the conclusion, and the way to a review."""

import datetime as dt
from typing import Any

import pytest

from app.core.bilingual import BilingualText
from app.domain.applications.models import ApplicationState
from app.domain.areas.models import AreaLevel
from app.domain.candidate_lists.models import EntryStanding, ListState, RemovalCause
from app.domain.comparisons.models import HitSettlement
from app.domain.notices.models import NoticeState
from app.domain.objections.models import Outcome
from app.domain.policies.vocabulary import ComparisonKind, MeetingKind, NoticeKind
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from app.domain.why_cards.cases import (
    Case,
    Checked,
    Decided,
    Hit,
    Office,
    Place,
    Posted,
    Raised,
    Registered,
    Vote,
)
from app.domain.why_cards.conclusion import card_of
from app.domain.why_cards.course import course_lines
from app.domain.why_cards.trace import Line, Standing
from tests.domain.why_cards.test_rules import DAY, a_case, a_ground

PASSED, FAILED, OPEN = Standing.PASSED, Standing.FAILED, Standing.OPEN
S, T, C = ApplicationState, ReviewLevel.TOWNSHIP, ReviewLevel.COUNTY
WEEK = dt.timedelta(days=7)
OFFICES = (
    Office(BilingualText("松树村", "Songshu"), AreaLevel.VILLAGE, "0857-1"),
    Office(BilingualText("林泉镇", "Linquan"), AreaLevel.TOWNSHIP, "0857-2"),
    Office(BilingualText("七星关区", "Qixingguan"), AreaLevel.COUNTY, "0857-3"),
)


def a_vote(votes_for: int = 20, **given: Any) -> Vote:
    values: dict[str, Any] = {
        "held_on": DAY,
        "kind": MeetingKind.REPRESENTATIVES,
        "due": 36,
        "present": 33,
        "quorum": 24,
        "is_quorate": True,
        "votes_for": votes_for,
        "votes_against": 33 - votes_for,
        "votes_abstained": 0,
        "needed": 17,
        "passed": votes_for >= 17,
        "adjourned": "",
        "remark": "",
        "hits_read_out": False,
    }
    return Vote(**{**values, **given})


def a_place(state: ListState = ListState.FIRST_NOTICE, **given: Any) -> Place:
    values: dict[str, Any] = {
        "list_id": 1,
        "ordinal": 1,
        "sequence": 7,
        "drawn_up_on": DAY,
        "list_state": state,
        "standing": EntryStanding.STANDING,
        "cause": None,
        "reason": "",
        "off_on": None,
    }
    return Place(**{**values, **given})


def a_posted(
    kind: NoticeKind = NoticeKind.FIRST_NOTICE, *, ended: bool = False, begun: bool = True
) -> Posted:
    state = NoticeState.CLOSED if ended else NoticeState.OPEN
    return Posted(kind, "2014-1", 7, state, DAY, DAY + WEEK, begun, ended)


def listed(at: ListState = ListState.FIRST_NOTICE, **given: Any) -> Case:
    values: dict[str, Any] = {
        "state": S.LISTED,
        "offices": OFFICES,
        "votes": [a_vote()],
        "places": [a_place(at)],
    }
    return a_case(**{**values, **given})


def removed(cause: RemovalCause, at: ListState, **given: Any) -> Case:
    place = a_place(at, standing=EntryStanding.REMOVED, cause=cause, reason="有小汽车。", off_on=DAY)
    return listed(state=S.REMOVED, places=[place], closing_reason="有小汽车。", **given)


def line(key: str, case: Case) -> Line:
    return next(one for one in course_lines(case) if one.key == key)


def keys(case: Case) -> list[str]:
    return [one.key for one in course_lines(case)]


def test_quorum_and_votes_stand_against_what_was_needed() -> None:
    case = listed()
    assert line("quorum", case).facts == {"present": 33, "due": 36, "needed": 24}
    assert line("votes", case).facts == {
        "votes_for": 20,
        "votes_against": 13,
        "votes_abstained": 0,
        "needed": 17,
    }
    assert (line("quorum", case).standing, line("votes", case).standing) == (PASSED, PASSED)
    lost = a_case(state=S.REJECTED, votes=[a_vote(5, remark="收入高。")])
    assert line("votes", lost).standing is FAILED
    assert "收入高。" in str(line("votes", lost).details[0])
    few = a_case(state=S.REJECTED, votes=[a_vote(5, present=10, is_quorate=False)])
    assert line("quorum", few).standing is FAILED


def test_an_item_that_was_put_off_waits() -> None:
    case = a_case(state=S.VISITED, votes=[a_vote(0, passed=None, adjourned="户主不在。")])
    assert keys(case) == ["votes"]
    assert line("votes", case).standing is OPEN
    assert "户主不在。" in str(line("votes", case).details[0])


def test_the_village_puts_on_or_leaves_out_with_its_reason() -> None:
    assert line("village", listed()).facts == {"sequence": 7, "ordinal": 1}
    left = a_case(state=S.LEFT_OUT, votes=[a_vote()], closing_reason="户主已去世。")
    assert line("village", left).standing is FAILED
    assert "户主已去世。" in str(line("village", left).value)
    assert line("village", left).change is not None


def test_the_first_notice_is_open_over_or_lost() -> None:
    first = {NoticeKind.FIRST_NOTICE: a_posted()}
    assert line("first_notice", listed(notices=first)).standing is OPEN
    over = {NoticeKind.FIRST_NOTICE: a_posted(ended=True)}
    found = line("first_notice", listed(ListState.TOWNSHIP_REVIEW, notices=over))
    assert found.standing is PASSED
    assert "Nobody objected" in str(found.details[0])
    lost = removed(
        RemovalCause.OBJECTION_FIRST,
        ListState.FIRST_NOTICE,
        notices=over,
        objections=[Raised(NoticeKind.FIRST_NOTICE, Outcome.UPHELD, True)],
    )
    found = line("first_notice", lost)
    assert (found.standing, found.facts["objections"], found.facts["removed"]) == (FAILED, 1, True)


def test_objections_are_counted_and_nothing_else_is_told_of_them() -> None:
    raised = [Raised(NoticeKind.FIRST_NOTICE, outcome, False) for outcome in (Outcome.REJECTED, None)]
    case = listed(notices={NoticeKind.FIRST_NOTICE: a_posted(ended=True)}, objections=raised)
    found = line("first_notice", case)
    assert [str(one) for one in found.details] == [
        "Objections received: 2.",
        "Not upheld: 1.",
        "Still looked into: 1.",
    ]
    assert found.standing is OPEN


@pytest.mark.parametrize(
    ("level", "before", "after"),
    [
        (T, ListState.TOWNSHIP_REVIEW, ListState.SECOND_NOTICE),
        (C, ListState.COUNTY_REVIEW, ListState.ANNOUNCED),
    ],
)
def test_a_decision_shows_only_once_it_took_effect(
    level: ReviewLevel, before: ListState, after: ListState
) -> None:
    decided = {level: Decided(level, DecisionOutcome.KEEP, "", DAY)}
    checked = {level: Checked(level, DAY, True)}
    assert level.value not in keys(listed(before, decisions=decided, checks=checked))
    assert f"{level.value}_check" not in keys(listed(before, decisions=decided, checks=checked))
    found = listed(after, decisions=decided, checks=checked)
    assert line(level.value, found).standing is PASSED
    assert line(f"{level.value}_check", found).standing is PASSED


def test_whom_the_township_took_off_reads_the_reason() -> None:
    decided = {T: Decided(T, DecisionOutcome.REMOVE, "有小汽车。", DAY)}
    checks = {T: Checked(T, DAY, False)}
    case = removed(RemovalCause.TOWNSHIP, ListState.SECOND_NOTICE, decisions=decided, checks=checks)
    assert line("township", case).standing is FAILED
    assert "有小汽车。" in str(line("township", case).value)
    assert line("township_check", case).standing is FAILED
    assert "有小汽车。" in str(card_of(case).conclusion)


def test_who_left_before_the_township_decided_has_no_decision_of_it() -> None:
    """A decision typed in before an objection took the household off never took effect."""
    decided = {T: Decided(T, DecisionOutcome.KEEP, "", DAY)}
    case = removed(RemovalCause.OBJECTION_FIRST, ListState.SECOND_NOTICE, decisions=decided)
    assert "township" not in keys(case)


def test_the_announcement_registers_or_was_struck() -> None:
    announced = {NoticeKind.ANNOUNCEMENT: a_posted(NoticeKind.ANNOUNCEMENT)}
    case = listed(
        ListState.ANNOUNCED, state=S.REGISTERED, notices=announced, registration=Registered(DAY, 4, None)
    )
    assert (line("announcement", case).standing, line("announcement", case).facts["people"]) == (PASSED, 4)
    struck = removed(
        RemovalCause.OBJECTION_ANNOUNCEMENT,
        ListState.ANNOUNCED,
        notices=announced,
        registration=Registered(DAY, 4, DAY),
    )
    assert line("announcement", struck).standing is FAILED


@pytest.mark.parametrize("state", list(ApplicationState))
def test_every_state_has_a_conclusion_and_a_way_to_a_review(state: ApplicationState) -> None:
    card = card_of(a_case(state=state, offices=OFFICES, closing_reason="有小汽车。", votes=[a_vote(5)]))
    assert str(card.conclusion)
    assert card.changes
    assert card.review.ways
    assert [one.number for one in card.review.telephones][:2] == ["0857-1", "0857-2"]


def test_a_review_is_asked_for_while_the_notice_is_open() -> None:
    case = listed(notices={NoticeKind.FIRST_NOTICE: a_posted()})
    review = card_of(case).review
    assert (review.until, review.notice) == (DAY + WEEK, "2014-1")
    assert review.days_left(DAY) == 8
    assert review.days_left(DAY + WEEK) == 1
    assert review.days_left(DAY + WEEK + WEEK) == 0
    assert "township looks into it" in " ".join(map(str, review.ways))


def test_whoever_is_not_on_the_list_objects_to_the_notice_of_the_village() -> None:
    case = a_case(state=S.REJECTED, offices=OFFICES, votes=[a_vote(5)], open_notice=a_posted())
    assert card_of(case).review.notice == "2014-1"


def test_the_announcement_is_looked_into_by_the_county() -> None:
    case = listed(
        ListState.ANNOUNCED,
        state=S.REGISTERED,
        notices={NoticeKind.ANNOUNCEMENT: a_posted(NoticeKind.ANNOUNCEMENT)},
        registration=Registered(DAY, 4, None),
    )
    review = card_of(case).review
    assert "county looks into it" in " ".join(map(str, review.ways))
    assert [one.number for one in review.telephones] == ["0857-1", "0857-2", "0857-3"]


def test_a_notice_that_does_not_hang_yet_has_no_last_day() -> None:
    review = card_of(listed(notices={NoticeKind.FIRST_NOTICE: a_posted(begun=False)})).review
    assert (review.until, review.notice) == (None, "2014-1")


def test_after_the_round_nothing_is_promised() -> None:
    case = a_case(a_ground(), state=S.REGISTERED, offices=OFFICES, registration=Registered(DAY, 4, None))
    assert "No notice of the village is open" in str(card_of(case).review.ways[0])


def test_whom_a_record_excluded_reads_that_it_was_the_record_and_not_the_village() -> None:
    hit = Hit(ComparisonKind.VEHICLE, DAY, DAY, HitSettlement.EXCLUDES, "名下有小汽车。")
    case = a_case(state=S.LEFT_OUT, hits=[hit], closing_reason="名下有小汽车。")
    assert "village" not in keys(case)
    assert "record of the departments" in str(card_of(case).conclusion)
    off_the_draft = a_case(
        state=S.LEFT_OUT,
        hits=[hit],
        places=[
            a_place(
                ListState.DRAFT, standing=EntryStanding.REMOVED, cause=RemovalCause.VILLAGE, reason="有车"
            )
        ],
        closing_reason="名下有小汽车。",
    )
    assert line("village", off_the_draft).standing is FAILED
    assert "department's record" in str(line("village", off_the_draft).value)
