"""Questions and complaints about notices of funds and projects: no entry, no list, answered by the office above."""

from typing import Any

import pytest

from app.core.errors import Invalid, Refused
from app.domain.applications.rules import Person
from app.domain.notices import queries as notices
from app.domain.notices import service as notice_service
from app.domain.notices.models import Notice, NoticeKind, NoticeState
from app.domain.objections import queries, service
from app.domain.objections.models import Level, Objection, ObjectionAbout, ObjectionState, Outcome
from tests import factories
from tests.conftest import SetClock
from tests.people import People

WORDS = "路面没有合同写的那么厚。"


@pytest.fixture
def notice(people: People) -> Notice:
    return factories.a_fund_notice(NoticeKind.PROJECT_COMPLETION, people.village)


def ask(notice: Notice, **given: Any) -> Objection:
    return service.file_objection(notice=notice, **{"about": ObjectionAbout.OTHER, "grounds": WORDS} | given)


def test_anybody_asks_and_the_township_answers_in_public(people: People, notice: Notice) -> None:
    asked = ask(notice)
    assert asked.level is Level.TOWNSHIP
    assert asked.entry is None
    reviewer, second = people.actor("township_reviewer"), people.user("second_township_reviewer")
    service.assign_investigators(
        actor=reviewer, objection=asked, investigators=[Person("何建国"), Person(second.name, second.id)]
    )
    service.decide_objection(
        actor=reviewer,
        objection=asked,
        outcome=Outcome.UPHELD,
        finding="钻芯取样，厚度少2厘米。",
        public_reply="厚度不够的一段重新铺。",
    )
    assert asked.state is ObjectionState.DECIDED
    assert asked.removes_entry is False
    assert queries.count_of_notices([notice.id]) == {notice.id: (1, 0)}


def test_what_the_township_issued_itself_is_answered_by_the_county(people: People) -> None:
    own = factories.a_fund_notice(NoticeKind.FUNDS, factories.a_township_with_boards(people.township))
    assert ask(own).level is Level.COUNTY
    assert queries.count_waiting(people.actor("county_approver")) == (1, 0)
    assert queries.count_waiting(people.actor("township_reviewer")) == (0, 0)


def test_it_can_be_asked_for_good_but_not_about_what_was_withdrawn(
    people: People, notice: Notice, clock: SetClock
) -> None:
    clock.move(days=400)
    assert notices.standing(notice).state is NoticeState.CLOSED
    assert ask(notice).number
    notice_service.withdraw(actor=people.actor("village_officer"), notice=notice, reason="金额写错了。")
    with pytest.raises(Refused):
        ask(notice)


def test_a_list_is_closed_for_objections_as_ever(people: People, clock: SetClock) -> None:
    factories.a_round()
    of_a_list = factories.a_notice(factories.a_candidate_list(people.village, state="first_notice"))
    clock.move(days=60)
    with pytest.raises(Refused):
        ask(of_a_list)


@pytest.mark.parametrize("about", [ObjectionAbout.ENTRY, ObjectionAbout.LEFT_OUT])
def test_there_is_no_household_to_object_to(notice: Notice, about: ObjectionAbout) -> None:
    with pytest.raises(Invalid) as refused:
        ask(notice, about=about, left_out_name="王秀英")
    assert refused.value.field == "about"
