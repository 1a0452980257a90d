"""The way of a village to be a poor village: what each step needs, who takes it, its two notices."""

import datetime as dt
from typing import Any

import pytest

from app.core.audit import Event
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.areas.models import Area
from app.domain.notices.models import Notice
from app.domain.objections.models import ObjectionAbout, ObjectionState, Outcome
from app.domain.policies.vocabulary import NoticeKind
from app.domain.poor_villages.models import PoorVillage, VillageState
from app.domain.workflow import poor_villages
from app.domain.workflow.procedures.poor_village import MACHINE
from tests import factories
from tests.conftest import SetClock
from tests.people import POSTS, People

S = VillageState
K = NoticeKind
TODAY = dt.date(2026, 5, 11)
GIVEN = {"words": "到村看过，查了账本和名册。", "document_no": "清扶组〔2026〕3号"}


def take(people: People, who: str, case: PoorVillage, step: str, **given: Any) -> None:
    given.setdefault("given", GIVEN)
    poor_villages.take_village_step(case=case, step=step, actor=people.actor(who), **given)


def blockers(people: People, who: str, case: PoorVillage, step: str, **given: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        take(people, who, case, step, **given)
    return [str(message) for message in refused.value.blockers]


def publish(people: People, who: str, kind: NoticeKind, township: Area | None = None) -> Notice:
    return poor_villages.publish(
        actor=people.actor(who),
        kind=kind,
        round_=factories.the_village_round(),
        township=township or people.township,
    )


def test_one_village_goes_the_whole_way(people: People, clock: SetClock) -> None:
    case, board = factories.a_poor_village(people.village), factories.a_board_of(people.township)
    take(people, "village_officer", case, "apply")
    take(people, "township_reviewer", case, "put_on_list")
    notice = publish(people, "township_reviewer", K.VILLAGE_NOTICE)
    factories.a_posting(notice, board)
    clock.set(TODAY + dt.timedelta(days=10))
    take(people, "township_reviewer", case, "submit_to_county")
    for _member in range(2):
        factories.a_panel_score(case)
    take(people, "county_approver", case, "choose")
    announced = publish(people, "county_approver", K.VILLAGE_ANNOUNCEMENT)
    assert (case.state, case.decision_no) == (S.ANNOUNCED, "清扶组〔2026〕3号")
    assert (notice.issuer, announced.issuer) == (people.township, people.county)
    assert announced.content["facts"]["villages"][0]["scores"] == {
        "average": "80.00",
        "members": 2,
        "most": 100,
    }
    steps = [
        event.data["step"]
        for event in db.session.query(Event).filter_by(name="step_taken").order_by(Event.id)
    ]
    assert steps == ["apply", "put_on_list", "submit_to_county", "choose", "announce"]


def test_no_application_goes_on_without_minutes_or_with_an_unexplained_difference(people: People) -> None:
    case = factories.a_poor_village(people.village, minutes=None)
    factories.statistics_of(people.village, 480, 2_000)
    assert blockers(people, "village_officer", case, "apply") == [
        "The signed minutes of the village's meeting are missing.",
        "Households: the form says 500, the register 480. Mend it, or write why.",
    ]
    case.minutes, case.note = factories.an_attachment(people.village), "统计年报是上一年的。"
    take(people, "village_officer", case, "apply")
    assert case.state is S.TOWNSHIP_REVIEW


def test_a_village_that_misses_a_criterion_is_not_put_on_the_list(people: People) -> None:
    case = factories.a_poor_village(
        people.village, state=S.TOWNSHIP_REVIEW, income_yuan=3_600, collective_yuan=5
    )
    assert blockers(people, "township_reviewer", case, "put_on_list") == [
        "“One low: the net income a head” is not met: 3,600 yuan a head and year. "
        "Asked for: below 3,600 yuan, that is 60% of the province's average of 6,000 yuan.",
        "“One none: the collective income” is not met: The village itself takes in 5 yuan a year. Asked for: none.",
    ]
    assert (
        "Write what was looked at" in blockers(people, "township_reviewer", case, "put_on_list", given={})[-1]
    )


def test_without_the_figures_of_the_province_nothing_is_listed(people: People) -> None:
    round_ = factories.a_village_round(policy={"province_income_yuan": 0})
    case = factories.a_poor_village(people.village, round_, state=S.TOWNSHIP_REVIEW)
    assert blockers(people, "township_reviewer", case, "put_on_list") == [
        "The round's policy has no average income of the province."
    ]


def test_the_county_waits_until_the_publicity_is_over_and_nothing_is_open(
    people: People, clock: SetClock
) -> None:
    case, board = (
        factories.a_poor_village(people.village, state=S.FIRST_LIST),
        factories.a_board_of(people.township),
    )
    assert blockers(people, "township_reviewer", case, "submit_to_county") == [
        "It does not stand on the township's notice yet."
    ]
    notice = publish(people, "township_reviewer", K.VILLAGE_NOTICE)
    assert (
        "must hang, with a photograph" in blockers(people, "township_reviewer", case, "submit_to_county")[0]
    )
    factories.a_posting(notice, board)
    question = factories.an_objection(notice, about=ObjectionAbout.OTHER)
    assert "runs until the end of" in blockers(people, "township_reviewer", case, "submit_to_county")[0]
    clock.set(TODAY + dt.timedelta(days=10))
    assert "are not answered yet" in blockers(people, "township_reviewer", case, "submit_to_county")[0]
    question.state, question.outcome, question.public_reply = (
        ObjectionState.DECIDED,
        Outcome.REJECTED,
        "已答复。",
    )
    take(people, "township_reviewer", case, "submit_to_county")
    assert case.state is S.PANEL


def test_the_county_decides_with_enough_sheets_and_points(people: People) -> None:
    round_ = factories.a_village_round(policy={"village_score_least": 81})
    case = factories.a_poor_village(people.village, round_, state=S.PANEL)
    factories.a_panel_score(case)
    assert blockers(people, "county_approver", case, "choose", given={}) == [
        "1 members of the panel gave points; 2 are needed.",
        "The panel's average is 80.00 points; 81 are needed.",
        "Write the number of the document.",
    ]
    factories.a_panel_score(case)
    with pytest.raises(Invalid):
        take(people, "county_approver", case, "refuse")
    take(people, "county_approver", case, "refuse", reason="评分不到81分。")
    assert (case.state, case.refused_words) == (S.NOT_CHOSEN, "评分不到81分。")
    take(people, "county_approver", case, "decide_again", reason="分数抄错了。")
    assert (case.state, case.decided_on, case.refused_words) == (S.PANEL, None, "")


def test_a_village_that_was_not_chosen_stands_on_the_announcement_with_the_reason(people: People) -> None:
    factories.a_board_of(people.township)
    chosen = factories.a_poor_village(people.village, state=S.CHOSEN, decided_on=TODAY)
    factories.a_poor_village(
        people.other_village, state=S.NOT_CHOSEN, decided_on=TODAY, refused_words="集体有收入。"
    )
    facts = publish(people, "county_approver", K.VILLAGE_ANNOUNCEMENT).content["facts"]
    assert [one["code"] for one in facts["villages"]] == [people.village.code]
    assert [(one["code"], one["reason"]) for one in facts["refused"]] == [
        (people.other_village.code, "集体有收入。")
    ]
    assert chosen.state is S.ANNOUNCED


def test_no_villager_is_named_on_the_notice(people: People) -> None:
    factories.a_board_of(people.township)
    factories.a_household(people.village, head_name="钱多多")
    factories.a_poor_village(people.village, state=S.FIRST_LIST, note="钱多多一家已经搬走。")
    notice = publish(people, "township_reviewer", K.VILLAGE_NOTICE)
    assert notice.content["facts"]["villages"][0]["note"] == "钱**一家已经搬走。"


def test_nothing_is_announced_while_a_village_is_undecided_or_there_is_no_board(people: People) -> None:
    factories.a_poor_village(people.village, state=S.CHOSEN, decided_on=TODAY)
    factories.a_poor_village(people.other_village, state=S.PANEL)
    with pytest.raises(Refused) as refused:
        publish(people, "county_approver", K.VILLAGE_ANNOUNCEMENT)
    words = [str(one) for one in refused.value.blockers]
    assert len(words) == 2
    assert "has no board" in words[0]
    assert "is not decided yet" in words[1]


def test_the_township_shows_its_own_list_and_the_county_announces(people: People) -> None:
    factories.a_board_of(people.township)
    factories.a_poor_village(people.village, state=S.FIRST_LIST)
    for who in ("county_approver", "other_township_reviewer", "village_officer"):
        with pytest.raises(Forbidden):
            publish(people, who, K.VILLAGE_NOTICE)
    publish(people, "township_reviewer", K.VILLAGE_NOTICE)
    with pytest.raises(Refused):
        publish(people, "township_reviewer", K.VILLAGE_NOTICE)
    with pytest.raises(Forbidden):
        publish(people, "township_reviewer", K.VILLAGE_ANNOUNCEMENT)


def test_a_withdrawn_announcement_takes_the_villages_back_and_a_new_one_replaces_it(people: People) -> None:
    factories.a_board_of(people.township)
    case = factories.a_poor_village(people.village, state=S.CHOSEN, decided_on=TODAY)
    first = publish(people, "county_approver", K.VILLAGE_ANNOUNCEMENT)
    with pytest.raises(Forbidden):
        poor_villages.withdraw(actor=people.actor("township_reviewer"), notice=first, reason="写错了")
    poor_villages.withdraw(actor=people.actor("county_approver"), notice=first, reason="写错了")
    assert case.state is S.CHOSEN
    second = publish(people, "county_approver", K.VILLAGE_ANNOUNCEMENT)
    assert (second.replaces, case.state) == (first, S.ANNOUNCED)


def test_the_publicity_stands_while_a_village_on_it_is_before_the_county(people: People) -> None:
    factories.a_board_of(people.township)
    case = factories.a_poor_village(people.village, state=S.FIRST_LIST)
    notice = publish(people, "township_reviewer", K.VILLAGE_NOTICE)
    assert (
        "Withdraw that first"
        in blockers(people, "township_reviewer", case, "return_to_village", reason="人数不对")[0]
    )
    case.state = S.PANEL
    with pytest.raises(Refused):
        poor_villages.withdraw(actor=people.actor("township_reviewer"), notice=notice, reason="写错了")
    case.state = S.FIRST_LIST
    poor_villages.withdraw(actor=people.actor("township_reviewer"), notice=notice, reason="写错了")
    take(people, "township_reviewer", case, "return_to_village", reason="人数不对")
    assert case.state is S.DRAFT


def test_who_looked_at_an_older_state_is_told(people: People) -> None:
    case = factories.a_poor_village(people.village)
    with pytest.raises(Conflict):
        take(people, "village_officer", case, "apply", version=case.version + 1)


@pytest.mark.parametrize("step", MACHINE.steps, ids=lambda step: step.name)
def test_each_step_belongs_to_one_level(people: People, step: Any) -> None:
    holders = {
        "village": {"village_officer"},
        "township": {"township_reviewer", "second_township_reviewer"},
        "county": {"county_approver"},
    }
    state = step.sources[0]
    decided = TODAY if state in (S.CHOSEN, S.NOT_CHOSEN, S.ANNOUNCED) else None
    case = factories.a_poor_village(people.village, state=S(state), decided_on=decided)
    may = {
        who for who in POSTS if any(offer.step is step for offer in MACHINE.offered(case, people.actor(who)))
    }
    assert may == holders[step.level]
