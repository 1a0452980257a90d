"""What became of the objections to a notice, for everybody: numbers and public answers, never who or whom."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext as _

from app.blueprints.public.presenter import Cleaner
from app.core.messages import N_
from app.domain.notices.models import Notice
from app.domain.notices.reading import village_ids_of
from app.domain.objections import queries
from app.domain.objections.models import Objection, ObjectionState, Outcome, SecondOutcome

OUTCOME_LABELS = {
    Outcome.UPHELD: N_("Upheld"),
    Outcome.PARTLY: N_("Upheld in part"),
    Outcome.REJECTED: N_("Not upheld"),
}
SECOND_LABELS = {
    SecondOutcome.STANDS: N_("Looked at twice: the first answer stands"),
    SecondOutcome.CHANGED: N_("Looked at twice: the first answer is changed"),
}


@dataclass(frozen=True)
class Answer:
    """One answered objection: when, with which outcome, and the public sentence."""

    on: dt.date | None
    outcome: str
    reply: str


@dataclass(frozen=True)
class Answers:
    """All objections to a notice in numbers, and the answers given so far."""

    received: int
    undecided: int
    given: tuple[Answer, ...]


def answers_of(notice: Notice) -> Answers:
    """The objections to *notice* as everybody may know them; of one looked at twice, the answer that holds."""
    objections = queries.list_of_notices([notice.id])
    undecided = sum(objection.is_open for objection in objections)
    decided = [objection for objection in objections if objection.state is ObjectionState.DECIDED]
    clean = Cleaner(village_ids_of(notice), [objection.final_reply for objection in decided])
    return Answers(len(objections), undecided, tuple(_answer(objection, clean) for objection in decided))


def _answer(objection: Objection, clean: Cleaner) -> Answer:
    outcome = _(OUTCOME_LABELS[objection.outcome]) if objection.outcome else ""
    second = objection.second_look
    if second is not None and second.outcome is not None:
        outcome = _(SECOND_LABELS[second.outcome])
    return Answer(objection.decided_on, outcome, clean(objection.final_reply))
