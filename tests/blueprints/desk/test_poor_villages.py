"""Choosing poor villages on the desk: what the village, the township and the county have to do."""

import datetime as dt

from app.domain.policies.vocabulary import NoticeKind
from app.domain.poor_villages import publishing
from app.domain.poor_villages.models import VillageState
from app.domain.rounds.models import RoundState
from tests import factories
from tests.conftest import SetClock
from tests.people import People

S = VillageState


def desk_of(people: People, name: str) -> str:
    return people.browser(name).get("desk.index").text


def test_the_village_may_apply_and_then_finishes_its_form(people: People) -> None:
    assert "可以申请当贫困村" not in desk_of(people, "village_officer")
    round_ = factories.a_village_round()
    assert "可以申请当贫困村" in desk_of(people, "village_officer")
    case = factories.a_poor_village(people.village, round_)
    said = desk_of(people, "village_officer")
    assert "填好贫困村申请表并提出申请" in said
    assert "可以申请当贫困村" not in said
    round_.state = RoundState.CLOSED
    assert "填好贫困村申请表" not in desk_of(people, "village_officer")
    assert case.state is S.DRAFT


def test_the_township_looks_shows_and_hands_on(people: People, clock: SetClock) -> None:
    board = factories.a_board_of(people.township)
    case = factories.a_poor_village(people.village, state=S.TOWNSHIP_REVIEW)
    assert "审核贫困村申请" in desk_of(people, "township_reviewer")
    case.state = S.FIRST_LIST
    assert "公示初选名单" in desk_of(people, "township_reviewer")
    notice = publishing.publish(
        actor=people.actor("township_reviewer"),
        kind=NoticeKind.VILLAGE_NOTICE,
        round_=case.round,
        township=people.township,
    )
    factories.a_posting(notice, board)
    assert "初选名单还在公示" in desk_of(people, "township_reviewer")
    clock.move(days=30)
    assert "公示期满，报县里" in desk_of(people, "township_reviewer")


def test_the_county_gives_points_decides_and_announces(people: People) -> None:
    case = factories.a_poor_village(people.village, state=S.PANEL)
    assert "已有0人打分，至少要2人" in desk_of(people, "county_approver")
    for _member in range(2):
        factories.a_panel_score(case)
    assert "登记领导小组的决定" in desk_of(people, "county_approver")
    case.state, case.decided_on = S.CHOSEN, dt.date(2026, 5, 11)
    assert "公告县里的决定" in desk_of(people, "county_approver")


def test_a_closed_round_whose_decisions_are_not_announced_is_told_of(people: People) -> None:
    case = factories.a_poor_village(people.village, state=S.CHOSEN, decided_on=dt.date(2026, 5, 11))
    assert "请先重新开启" not in desk_of(people, "county_approver")
    case.round.state = RoundState.CLOSED
    said = desk_of(people, "county_approver")
    assert "1个村的决定还没有公告" in said
    assert "这一轮已关闭，请先重新开启" in said
    assert "个村的决定还没有公告" not in desk_of(people, "township_reviewer")
    case.state, case.decided_on = S.TOWNSHIP_REVIEW, None
    assert "个村的决定还没有公告" not in desk_of(people, "county_approver")


def test_more_villages_take_no_more_statements(people: People) -> None:
    round_ = factories.a_village_round()
    factories.a_poor_village(people.village, round_, state=S.PANEL)
    browser = people.browser("county_approver")
    browser.get("desk.index")
    few = len(browser.get("desk.index").statements)
    for village in (people.other_village, people.far_village):
        factories.a_panel_score(factories.a_poor_village(village, round_, state=S.PANEL))
    assert len(browser.get("desk.index").statements) == few
