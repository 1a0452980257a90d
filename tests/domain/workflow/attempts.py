"""Who tries what in ``test_never``: each attempt picks its people, things and days by chance, proper or not."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.permissions import Actor
from app.domain.applications.models import Application, ApplicationState, ComparisonResult
from app.domain.appraisals.models import Meeting, MeetingState
from app.domain.areas.models import PostingPlace
from app.domain.candidate_lists.models import CandidateList, ListEntry
from app.domain.notices.models import Notice, NoticeEntry, Posting
from app.domain.objections.models import Objection, ObjectionState, Outcome
from app.domain.policies.vocabulary import MeetingKind
from app.domain.reviews import public_values
from app.domain.reviews.models import DecisionOutcome, ReviewLevel, Sample
from app.domain.rounds import service as rounds
from app.domain.workflow.procedures.identification import STEPS
from tests.domain.workflow.township import LEVEL_OF, Township

Attempt = Callable[[Township, Random], None]
UNDER_REVIEW = CandidateList.state.in_(list(LEVEL_OF))


def try_(town: Township, act: Callable[..., Any], *given: Any) -> None:
    """Do *act*, if there is anything to do it to."""
    if None not in given:
        town.attempt(act.__name__, act, *given)


def pick(town: Township, chance: Random, kind: type[Any], *conditions: Any) -> Any:
    return town.one(kind, chance.randrange(1000), *conditions)


def someone(town: Township, chance: Random, proper: Actor) -> Actor:
    return proper if chance.random() < 0.8 else chance.choice(town.actors)


def two(chance: Random) -> tuple[int, int]:
    return chance.randrange(1000), chance.randrange(1000)


def ago(chance: Random) -> int:
    return chance.choice((0, 0, 0, 1, 2, 3, 9, -1))


def apply(town: Township, chance: Random) -> None:
    home = chance.choice(town.households)
    actor = someone(town, chance, town.officers[home.village_id])
    try_(town, town.apply, actor, home, chance.choice(town.rounds), ago(chance))


def visit(town: Township, chance: Random) -> None:
    states = (ApplicationState.FILED, ApplicationState.RETURNED, ApplicationState.VISITED)
    found = pick(town, chance, Application, Application.state.in_(states))
    if found is not None:
        actor = someone(town, chance, town.officers[found.village_id])
        try_(town, town.visit, actor, found, two(chance), ago(chance))


def compare(town: Township, chance: Random) -> None:
    found = pick(town, chance, Application, Application.state == ApplicationState.VISITED)
    actor = someone(town, chance, town.reviewers[0])
    try_(town, town.compare, actor, found, chance.choice(list(ComparisonResult)))


def withdraw(town: Township, chance: Random) -> None:
    found = pick(town, chance, Application)
    if found is not None:
        try_(town, town.withdraw, someone(town, chance, town.officers[found.village_id]), found)


def meet(town: Township, chance: Random) -> None:
    village = chance.choice(town.villages)
    actor = someone(town, chance, town.officers[village.id])
    present, votes, chair = (
        chance.choice((10, 8, 7, 6, 0, 12)),
        chance.randrange(1000),
        chance.randrange(1000),
    )
    kind = chance.choice((MeetingKind.REPRESENTATIVES, MeetingKind.REPRESENTATIVES, *MeetingKind))
    try_(
        town, town.meet, actor, village, chance.choice(town.rounds), present, votes, chair, ago(chance), kind
    )


def confirm(town: Township, chance: Random) -> None:
    found = pick(town, chance, Meeting, Meeting.state == MeetingState.DRAFT)
    if found is not None:
        try_(town, town.confirm, someone(town, chance, town.officers[found.village_id]), found)


def draw_up(town: Township, chance: Random) -> None:
    village = chance.choice(town.villages)
    actor = someone(town, chance, town.officers[village.id])
    try_(town, town.draw_up, actor, village, chance.choice(town.rounds))


def put_on_or_leave_out(town: Township, chance: Random) -> None:
    target = pick(town, chance, CandidateList)
    if target is not None:
        act = chance.choice((town.put_on, town.leave_out))
        actor = someone(town, chance, town.officers[target.village_id])
        try_(town, act, actor, target, pick(town, chance, Application))


def step(town: Township, chance: Random) -> None:
    target = pick(town, chance, CandidateList)
    if target is None:
        return
    row = chance.choice([row for row in STEPS if target.state in row.sources or chance.random() < 0.05])
    proper = {
        "village": town.officers[target.village_id],
        "township": chance.choice(town.reviewers),
        "county": chance.choice(town.approvers),
    }[row.level]
    try_(town, town.step, someone(town, chance, proper), target, row.name, chance.choice((0, 0, 1, 3, -1)))


def hang(town: Township, chance: Random) -> None:
    notice = pick(town, chance, Notice)
    if notice is not None:
        actor = someone(town, chance, town.officers[notice.village_id])
        place = pick(town, chance, PostingPlace, PostingPlace.village_id == notice.village_id)
        if chance.random() < 0.1:
            place = pick(town, chance, PostingPlace)
        try_(town, town.hang, actor, notice, place, ago(chance), chance.random() < 0.9)


def take_down(town: Township, chance: Random) -> None:
    sheet = pick(town, chance, Posting, Posting.taken_down_on.is_(None))
    if sheet is not None:
        actor = someone(town, chance, town.officers[sheet.notice.village_id])
        try_(town, town.take_down, actor, sheet, ago(chance))


def object_to(town: Township, chance: Random) -> None:
    newest = sa.select(sa.func.max(Notice.id)).group_by(Notice.list_id)
    notice = pick(town, chance, Notice, *([Notice.id.in_(newest)] if chance.random() < 0.8 else []))
    if notice is not None:
        shown = sa.select(NoticeEntry.entry_id).where(NoticeEntry.notice_id == notice.id)
        on_it = [ListEntry.id.in_(shown)] if chance.random() < 0.9 else []
        try_(town, town.object_to, notice, pick(town, chance, ListEntry, *on_it))


def investigate(town: Township, chance: Random) -> None:
    case = pick(town, chance, Objection, Objection.state != ObjectionState.DECIDED)
    if case is not None:
        proper = town.reviewers[0] if case.level == "township" else town.approvers[0]
        try_(town, town.investigate, someone(town, chance, proper), case, two(chance))


def answer(town: Township, chance: Random) -> None:
    case = pick(town, chance, Objection, Objection.state == ObjectionState.INVESTIGATING)
    if case is not None:
        proper = town.reviewers[0] if case.level == "township" else town.approvers[0]
        outcome, removes = chance.choice(list(Outcome)), chance.random() < 0.5
        try_(town, town.answer, someone(town, chance, proper), case, outcome, removes)


def draw(town: Township, chance: Random) -> None:
    target = pick(town, chance, CandidateList, UNDER_REVIEW)
    if target is not None:
        level = LEVEL_OF[target.state] if chance.random() < 0.9 else chance.choice(list(ReviewLevel))
        try_(town, town.draw, someone(town, chance, town.reviewer(level, chance)), target, level)


def value(town: Township, chance: Random) -> None:
    """The value of some day around now: mostly by the county, sometimes of a day to come, sometimes twice."""
    actor = someone(town, chance, town.approvers[0])
    day = clock.today() + dt.timedelta(days=chance.randint(-6, 1))
    round_ = chance.choice(town.rounds)
    record = partial(public_values.record_public_value, source=round_.policy.sample_value_source, value="351")
    town.attempt("value", lambda: record(actor=actor, area=round_.area, day=day))


def check(town: Township, chance: Random) -> None:
    sample = pick(town, chance, Sample)
    if sample is not None and sample.entry_ids:
        entry = db.session.get(ListEntry, chance.choice(sample.entry_ids))
        actor = someone(town, chance, town.reviewer(sample.level, chance))
        try_(town, town.check, actor, sample, entry, two(chance), chance.random() < 0.7)


def decide(town: Township, chance: Random) -> None:
    target = pick(town, chance, CandidateList, UNDER_REVIEW)
    if target is not None:
        level = LEVEL_OF[target.state]
        actor = someone(town, chance, town.reviewer(level, chance))
        try_(town, town.decide, actor, target, level, chance.choice(list(DecisionOutcome)))


def close_or_reopen(town: Township, chance: Random) -> None:
    round_ = chance.choice(town.rounds)
    if round_.state == "closed" or chance.random() < 0.1:
        act = rounds.close_round if round_.state == "open" else partial(rounds.reopen_round, reason="补录")
        town.attempt("close_or_reopen", lambda: act(round_=round_, actor=town.approvers[0]))


def switch_place(town: Township, chance: Random) -> None:
    if chance.random() < 0.3:
        place = pick(town, chance, PostingPlace)
        town.attempt("switch_place", setattr, place, "is_active", not place.is_active)


def edit_register(town: Township, chance: Random) -> None:
    home = chance.choice(town.households)
    if chance.random() < 0.2:
        town.attempt("grow", setattr, home, "people", home.people + 1)
    elif chance.random() < 0.1:
        try_(town, town.appear_twice, home)


ATTEMPTS: tuple[Attempt, ...] = (
    apply,
    visit,
    compare,
    withdraw,
    meet,
    confirm,
    draw_up,
    put_on_or_leave_out,
    step,
    step,
    step,
    hang,
    hang,
    take_down,
    object_to,
    object_to,
    investigate,
    answer,
    value,
    draw,
    check,
    decide,
    close_or_reopen,
    switch_place,
    edit_register,
)
