"""Whatever people do: every application that ended in any way has a frozen card, and its facts are those of the rows.

The acts are those of ``tests/domain/workflow``; what must be true is read from raw rows here.
"""

import datetime as dt
from collections import Counter
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core import clock as county_clock
from app.domain.applications.models import Application
from app.domain.appraisals.models import Meeting
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists.models import CandidateList
from app.domain.notices.models import Notice
from app.domain.objections.models import Objection, Outcome
from app.domain.policies.vocabulary import MeetingKind
from app.domain.reviews import service as reviews
from app.domain.reviews.models import DecisionOutcome
from app.domain.why_cards import trace
from app.domain.why_cards.models import WhyCard
from app.domain.why_cards.trace import Card
from tests.conftest import SetClock
from tests.domain.workflow.attempts import ATTEMPTS
from tests.domain.workflow.township import Township
from tests.people import People

ENDED = ("rejected", "left_out", "removed", "registered", "returned", "withdrawn")
SEEDS = range(4)
DAYS = dt.timedelta(days=3)


def a_new_one(town: Township, target: CandidateList, chance: Random) -> Application | None:
    """Another household of the village applies and is visited."""
    free = [home for home in town.households if home.village_id == target.village_id]
    officer = town.officers[target.village_id]
    if not town.attempt("apply", town.apply, officer, chance.choice(free), target.round, 0):
        return None
    application: Application = town.one(Application, -1)
    town.attempt("visit", town.visit, officer, application, (100, 200), 0)
    return application


def withdraw(town: Township, target: CandidateList, chance: Random) -> None:
    application = a_new_one(town, target, chance)
    if application is not None:
        town.attempt("withdraw", town.withdraw, town.officers[target.village_id], application)


def leave_out(town: Township, target: CandidateList, chance: Random) -> None:
    entry, officer = chance.choice(target.entries), town.officers[target.village_id]
    town.attempt("step", town.step, officer, target, "withdraw_first_notice")
    town.attempt("leave", town.leave_out, officer, target, entry.application)


def object_and_answer(town: Township, target: CandidateList, chance: Random) -> None:
    town.attempt("go_on", town.go_on, target)
    notice = town.one(Notice, -1, Notice.list_id == target.id)
    if notice is None or not town.attempt("object", town.object_to, notice, chance.choice(target.entries)):
        return
    objection = town.one(Objection, -1)
    actor = town.approvers[0] if objection.level == "county" else town.reviewers[0]
    town.attempt("investigate", town.investigate, actor, objection, (100, 101))
    outcome = chance.choice(list(Outcome))
    town.attempt("answer", town.answer, actor, objection, outcome, outcome is not Outcome.REJECTED)


def vote_down(town: Township, target: CandidateList, chance: Random) -> None:
    officer, kind = town.officers[target.village_id], MeetingKind.REPRESENTATIVES
    if a_new_one(town, target, chance) is None:
        return
    if town.attempt("meet", town.meet, officer, target.village, target.round, 10, 4, 101, 0, kind):
        town.attempt("confirm", town.confirm, officer, town.all(Meeting)[-1])


def decide_otherwise(town: Township, target: CandidateList, chance: Random) -> None:
    """Somebody is removed or returned where everybody would be kept."""
    outcome = chance.choice([DecisionOutcome.REMOVE, DecisionOutcome.RETURN])
    keep = reviews.decide_all_but

    def otherwise(**given: Any) -> None:
        entry = list_queries.list_standing_entries(target.id)[0]
        keep(**{**given, "exceptions": {entry.id: (outcome, "不符合")}})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reviews, "decide_all_but", otherwise)
        for _ in range(4):
            town.attempt("go_on", town.go_on, target)
            county_clock.set_to(county_clock.now() + DAYS)


def anything(town: Township, _target: CandidateList, chance: Random) -> None:
    chance.choice(ATTEMPTS)(town, chance)


ACTS = (withdraw, leave_out, object_and_answer, vote_down, decide_otherwise, anything)


def a_run(town: Township, chance: Random) -> None:
    """Two villages go through a round; between the proper acts other ones happen."""
    for village in town.villages:
        town.begin(village, town.rounds[0], 4)
    for _ in range(30):
        target = town.one(CandidateList, chance.randrange(4))
        if target is None:
            return
        if chance.random() < 0.5:
            chance.choice(ACTS)(town, target, chance)
        else:
            town.attempt("go_on", town.go_on, target)
        county_clock.set_to(county_clock.now() + DAYS)


def rows(db: SQLAlchemy, statement: str, **values: Any) -> list[Any]:
    return list(db.session.execute(sa.text(statement), values))


def one_of(facts: Any, name: str) -> Any:
    line = facts.line(name)
    return line.facts if line is not None else None


def faults_of(db: SQLAlchemy, application: Any, card: Card) -> list[str]:
    """Where a card says something else than the rows."""
    wrong = []
    if card.state != application.state:
        wrong.append(f"state {card.state}")
    income = one_of(card, "income")
    if (income["per_head_fen"], card.people) != (application.per_head_fen, application.people):
        wrong.append(f"income {income}")
    visits = rows(
        db, "SELECT visited_on FROM home_visit WHERE application_id = :id ORDER BY id", id=application.id
    )
    if visits and one_of(card, "visit")["visited_on"] != str(visits[-1][0]):
        wrong.append("visit")
    ballots = rows(
        db,
        "SELECT b.votes_for, b.votes_against, b.votes_abstained FROM ballot b JOIN meeting m ON m.id = b.meeting_id "
        "WHERE b.application_id = :id AND m.state = 'confirmed' AND b.adjourned_reason = '' "
        "ORDER BY m.held_on, m.id",
        id=application.id,
    )
    votes = one_of(card, "votes")
    names = ("votes_for", "votes_against", "votes_abstained")
    if ballots and (votes is None or tuple(ballots[-1]) != tuple(votes[name] for name in names)):
        wrong.append(f"votes {votes}")
    registered = rows(
        db,
        "SELECT people FROM registration WHERE household_id = :home AND round_id = :round AND struck_on IS NULL",
        home=application.household_id,
        round=application.round_id,
    )
    if bool(registered) != (application.state == "registered"):
        wrong.append("registration")
    if registered and one_of(card, "announcement")["people"] != registered[0][0]:
        wrong.append("registered people")
    reason = application.closing_reason
    if application.state in ("left_out", "removed", "returned") and reason not in str(card.conclusion):
        wrong.append(f"conclusion {card.conclusion}")
    return wrong


def check(db: SQLAlchemy) -> Counter[str]:
    """Every application as its rows stand now; how many ended how."""
    found: Counter[str] = Counter()
    for application in rows(db, "SELECT * FROM application ORDER BY id"):
        cards = list(
            db.session.scalars(
                sa.select(WhyCard).where(WhyCard.application_id == application.id).order_by(WhyCard.ordinal)
            )
        )
        assert [card.ordinal for card in cards] == list(range(1, len(cards) + 1))
        assert all(card.digest == trace.digest_of(card.content) for card in cards)
        if application.state in ENDED:
            found[application.state] += 1
            assert cards, (application.number, application.state)
            assert faults_of(db, application, trace.from_data(cards[-1].content)) == []
    return found


def test_every_application_that_ended_has_a_card_with_the_facts_of_its_rows(
    db: SQLAlchemy, people: People, clock: SetClock
) -> None:
    town, found = Township(people), Counter[str]()
    db.session.flush()
    for seed in SEEDS:
        clock.set(town.began.date())
        with db.session.begin_nested() as whole:
            a_run(town, Random(seed))
            db.session.flush()
            found += check(db)
            whole.rollback()
        db.session.expire_all()
    assert set(found) == set(ENDED), found
