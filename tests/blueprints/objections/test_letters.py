"""The answer to an objection as a letter: the public reply, the right to a second look; for who reads the words."""

import datetime as dt

import pytest

from app.core import clock
from app.core.db import db
from app.domain.objections.models import Objection, ObjectionState, Outcome, SecondLookState, SecondOutcome
from tests import factories
from tests.documents.made_up import pages_of
from tests.people import People

REPLY = "查过了，这户没有门面出租。"


@pytest.fixture
def objection(people: People) -> Objection:
    listed = factories.a_candidate_list(people.village, entries=2, state="first_notice")
    return factories.an_objection(
        factories.a_notice(listed),
        state=ObjectionState.DECIDED,
        outcome=Outcome.REJECTED,
        finding="不公开的调查情况。",
        public_reply=REPLY,
        decided_on=clock.today(),
        objector_name="周大明",
        objector_contact="13900001111",
    )


def test_the_letter_answers_and_says_until_when_a_second_look_can_be_asked_for(
    people: People, objection: Objection
) -> None:
    answer = people.browser("township_reviewer").get("objections.letter", number=objection.number).response
    assert answer.headers["Cache-Control"] == "no-store"
    [page] = ("".join(page.split()) for page in pages_of(answer.data))
    for needed in (
        "异议答复书",
        "周大明：",
        objection.number,
        "不成立",
        REPLY,
        "不满意怎么办",
        "再次核查",
        "12317",
    ):
        assert needed in page
    for hidden in ("不公开的调查情况", "13900001111", objection.grounds):
        assert hidden not in page


def test_after_the_second_look_the_letter_is_final(people: People, objection: Objection) -> None:
    factories.a_second_look(
        objection,
        state=SecondLookState.ANSWERED,
        outcome=SecondOutcome.STANDS,
        finding="又去看过。",
        public_reply="县里又查过，原来的答复是对的。",
        answered_on=clock.today() + dt.timedelta(days=3),
    )
    answer = people.browser("county_approver").get("objections.letter", number=objection.number).response
    [page] = ("".join(page.split()) for page in pages_of(answer.data))
    for needed in (REPLY, "县里又查过，原来的答复是对的。", "最后的答复"):
        assert needed in page


def test_no_letter_before_the_answer_and_none_for_the_village(people: People, objection: Objection) -> None:
    people.browser("village_officer").get("objections.letter", number=objection.number, expect=403)
    people.browser("other_village_officer").get("objections.letter", number=objection.number, expect=404)
    reviewer = people.browser("township_reviewer")
    assert "答复书" in reviewer.get("objections.show", number=objection.number).text
    objection.outcome, objection.state, objection.decided_on = None, ObjectionState.FILED, None
    db.session.flush()
    assert "还没有答复" in reviewer.get("objections.letter", number=objection.number, expect=409).text
