"""Each household that is proposed reads on its own card why it waits."""

import pytest

from app.core.db import db
from app.core.messages import in_words
from app.domain.exits import queries
from app.domain.exits.rules import Balance
from app.domain.why_cards.composing import compose
from tests.domain.exits.story import WayOut


@pytest.fixture
def story(db, people, clock):
    return WayOut(people, clock)


def said(application):
    card = compose(application)
    return in_words(card.conclusion, str, "en"), {line.key: line for line in card.lines}


def test_the_card_names_what_is_missing(story):
    (household,) = story.register(1)
    (application,) = story.propose([household]).proposed
    assert "have not checked it yet" in said(application)[0]
    story.check()
    assert "has not signed yet" in said(application)[0]
    story.sign(accepts=False, reason="不稳定")
    assert "does not agree" in said(application)[0]
    story.sign()
    assert "has not voted yet" in said(application)[0]


def test_a_record_that_changed_after_the_check_shows_on_the_card_and_on_no_other(story):
    changed, same = story.register(2)
    story.propose([changed, same]).check().sign().meet().draw_up()
    changed.incomes[0].wages_fen += 100
    db.session.flush()
    conclusion, lines = said(story.proposed[0])
    assert "to be checked again" in conclusion
    assert lines["exit_check"].standing.value == "open"
    conclusion, lines = said(story.proposed[1])
    assert "It waits" not in conclusion
    assert lines["exit_check"].standing.value == "passed"


def test_how_far_a_round_of_exits_is_is_counted_in_two_statements(story):
    households = story.register(3)
    story.propose(households).check().sign()
    ids = [story.village.id, story.people.other_village.id]
    assert queries.load_progress(story.round.id, ids)[story.village.id] == (Balance(0, 0), Balance(3, 9))
    story.meet().draw_up().announce()
    assert queries.load_progress(story.round.id, ids) == {
        story.village.id: (Balance(3, 9), Balance(3, 9)),
        story.people.other_village.id: (Balance(0, 0), Balance(0, 0)),
    }
