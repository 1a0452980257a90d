"""Acts on plans and measures: drawn up, agreed, added, done, confirmed by the household. Visits: ``visits.py``."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.domain.assistance import queries, rules
from app.domain.assistance.catalogue import BY_VALUE, OF_HOUSES
from app.domain.assistance.models import (
    HouseholdAnswer,
    HouseholdPlan,
    Measure,
    MeasureState,
    Need,
    Term,
)
from app.domain.assistance.rules import LONGEST_WORDS
from app.domain.assistance.steps import MACHINE
from app.domain.households import codes
from app.domain.households.models import Household

NAME = 60
_TOO_LONG = N_("At most %(max)s characters, please.")
_OVER = N_("This measure is done or dropped already.")


@dataclass(frozen=True)
class MeasureValues:
    """What is entered of a measure; money in fen: nothing where nobody knows, 0 where none is needed.

    *account_id* and *batch_id* exclude each other.
    """

    kind: str
    due_on: dt.date
    content: str = ""
    quantity: float | None = None
    cost_fen: int | None = None
    account_id: int | None = None
    batch_id: int | None = None
    source_note: str = ""
    unit: str = ""
    person: str = ""
    member_id: int | None = None


def draw_up_plan(
    *,
    actor: Actor,
    household: Household,
    term: Term,
    first_year: int,
    needs: Collection[Need] = (),
    goal: str = "",
    kinds: Collection[str] = (),
) -> HouseholdPlan:
    """Draw up a registered household's plan; *kinds* of the catalogue become measures due on its last day.

    Raises ``Refused`` for a household that is not registered or has such a plan, ``Invalid`` beside the field.
    """
    actor_id = _may(actor, household)
    queries.lock_household(household.id)
    if not queries.is_registered(household.id):
        raise Refused(
            [Message(N_("This household is not registered. A plan is drawn up for registered ones."))]
        )
    if why := rules.why_no_plan(term, first_year, clock.today()):
        raise Invalid(why, "first_year")
    standing = [one for one in queries.list_plans(household.id) if one.ended_on is None]
    if any((one.term, one.first_year) == (term, first_year) for one in standing):
        raise Refused([Message(N_("Such a plan stands already. End it first, with the reason."))])
    plan = HouseholdPlan(
        household=household,
        term=term,
        first_year=first_year,
        needs=[one.value for one in Need if one in needs],
        goal=_words(goal, "goal"),
        drawn_up_on=clock.today(),
        agreed_by="",
        end_reason="",
        recorded_by_id=actor_id,
        recorded_at=clock.now(),
    )
    db.session.add(plan)
    db.session.flush()
    audit.record(
        "household_plan_drawn_up",
        actor=actor,
        subject=plan,
        household_id=household.id,
        household_no=household.household_no,
        term=term.value,
        first_year=first_year,
    )
    due_on = dt.date(plan.last_year, 12, 31)
    wanted = [one for one in BY_VALUE if one in kinds]
    for kind in wanted:
        add_measure(
            actor=actor, household=household, values=MeasureValues(kind=kind, due_on=due_on), plan=plan
        )
    db.session.flush()
    return plan


def agree_plan(*, actor: Actor, plan: HouseholdPlan, agreed_on: dt.date, agreed_by: str) -> None:
    """Note that the household said yes to its plan, on which day, and who of it."""
    plan = queries.lock_plan(plan.id)
    _may(actor, plan)
    if plan.ended_on is not None or plan.agreed_on is not None:
        raise Conflict(Message(N_("This plan was agreed or ended already.")))
    if not plan.drawn_up_on <= agreed_on <= clock.today():
        raise Invalid(Message(N_("Between the day on which it was drawn up and today.")), "agreed_on")
    plan.agreed_on, plan.agreed_by = agreed_on, _speaker(plan.household, agreed_by, "agreed_by")
    _record_plan("household_plan_agreed", actor, plan)


def end_plan(*, actor: Actor, plan: HouseholdPlan, reason: str) -> None:
    """End a plan that is replaced or no longer holds; its measures stay."""
    plan = queries.lock_plan(plan.id)
    _may(actor, plan)
    if plan.ended_on is not None:
        raise Conflict(Message(N_("This plan was ended already.")))
    plan.end_reason = _needed(reason, "reason", N_("Write why it ends."))
    plan.ended_on = clock.today()
    _record_plan("household_plan_ended", actor, plan, reason=plan.end_reason)


def _record_plan(event: str, actor: Actor, plan: HouseholdPlan, reason: str = "") -> None:
    audit.record(
        event,
        actor=actor,
        subject=plan,
        household_id=plan.household_id,
        reason=reason,
        household_no=plan.household.household_no,
        term=plan.term.value,
        first_year=plan.first_year,
    )
    db.session.flush()


def add_measure(
    *, actor: Actor, household: Household, values: MeasureValues, plan: HouseholdPlan | None = None
) -> Measure:
    """Enter a measure for a household. Without a *plan*, it belongs to the one that covers its day, if any.

    The grade of danger of a house is taken from the register. Raises ``Invalid`` beside the field.
    """
    actor_id = _may(actor, household)
    measure = Measure(
        household=household,
        state=MeasureState.PLANNED,
        version=0,
        result="",
        drop_reason="",
        answered_by="",
        answer_words="",
        recorded_by_id=actor_id,
        recorded_at=clock.now(),
    )
    plan = plan or queries.find_plan(household.id, values.due_on)
    measure.plan = plan
    _put(measure, values)
    if values.kind in OF_HOUSES:
        measure.grade_before = household.house_grade
    db.session.add(measure)
    db.session.flush()
    _record("measure_added", actor, measure)
    return measure


def change_measure(
    *, actor: Actor, measure: Measure, values: MeasureValues, version: int | None = None
) -> None:
    """Change what is planned, while it is not done. Raises ``Conflict`` afterwards.

    *version* is the one that the writer began with: where somebody changed the measure meanwhile, ``Conflict`` too.
    """
    measure = _open(actor, measure)
    if version is not None and version != measure.version:
        raise Conflict(
            Message(N_("Somebody was faster: this measure was changed meanwhile. Compare before you save."))
        )
    if values.kind != measure.kind:
        raise Invalid(Message(N_("The kind stays. Drop this measure and add another.")), "kind")
    _put(measure, values)
    _record("measure_changed", actor, measure)


def begin_measure(*, actor: Actor, measure: Measure) -> None:
    """Note that it has begun."""
    measure = _open(actor, measure)
    MACHINE.take("begin", Attempt(measure, actor))
    _record("measure_changed", actor, measure)


def finish_measure(
    *,
    actor: Actor,
    measure: Measure,
    done_on: dt.date,
    result: str,
    gain_fen: int | None = None,
    grade_after: str | None = None,
) -> None:
    """Note that it is done and what it brought (*gain_fen*: more income a year). The household is asked afterwards.

    A measure that the household denied may be done again; what it said before stays in the history.
    """
    measure = queries.lock_measure(measure.id)
    _may(actor, measure)
    if not measure.is_open and measure.answer is not HouseholdAnswer.DENIED:
        raise Conflict(Message(_OVER))
    if why := rules.why_not_done(measure, done_on, clock.today()):
        raise Invalid(why, "done_on")
    if grade_after and (measure.kind not in OF_HOUSES or grade_after not in codes.HOUSE_GRADE):
        raise Invalid(Message(N_("A grade of danger belongs to a house.")), "grade_after")
    measure.result = _needed(result, "result", N_("Write what the household got, and what it brought."))
    _keep_answer(measure, "")
    MACHINE.take("finish", Attempt(measure, actor))
    measure.done_on = done_on
    measure.gain_fen, measure.grade_after = gain_fen, grade_after or None
    measure.answer, measure.answered_on, measure.answered_by, measure.answer_words = None, None, "", ""
    _record("measure_done", actor, measure)


def drop_measure(*, actor: Actor, measure: Measure, reason: str) -> None:
    """Drop what will not be done, with the reason; it stays on record."""
    measure = _open(actor, measure)
    measure.drop_reason = _needed(reason, "reason", N_("Write why it is dropped."))
    MACHINE.take("drop", Attempt(measure, actor, reason=measure.drop_reason))
    _record("measure_dropped", actor, measure, reason=measure.drop_reason)


def answer_measure(
    *,
    actor: Actor,
    measure: Measure,
    answer: HouseholdAnswer,
    answered_on: dt.date,
    answered_by: str,
    words: str = "",
    correction: str = "",
) -> None:
    """Write down whether the household confirms a measure that is noted as done. A denial needs its words.

    *answered_by* is a member of the household. What it said once stands: it changes when the measure was done again, or
    by a *correction* that says why the record was wrong; the earlier answer is kept. Raises ``Refused`` while the
    measure is not done, ``Conflict`` where it is answered and no correction is given.
    """
    measure = queries.lock_measure(measure.id)
    _may(actor, measure, Permission.ASSISTANCE_VISIT)
    if measure.state is not MeasureState.DONE or measure.done_on is None:
        raise Refused([Message(N_("This measure is not done yet. There is nothing to confirm."))])
    before = measure.answer
    if before is not None and not correction.strip():
        raise Conflict(
            Message(N_("The household has answered already. To put the record right, say why it is wrong."))
        )
    if not measure.done_on <= answered_on <= clock.today():
        raise Invalid(Message(N_("Between the day on which it was done and today.")), "answered_on")
    if answer is HouseholdAnswer.DENIED and not words.strip():
        raise Invalid(Message(N_("Write what the household says: what is missing, since when.")), "words")
    speaker = _speaker(measure.household, answered_by, "answered_by")
    said, why = _words(words, "words"), _words(correction, "correction")
    if before is not None:
        _keep_answer(measure, why)
    measure.answer, measure.answered_on = answer, answered_on
    measure.answered_by, measure.answer_words = speaker, said
    _record_answer(actor, measure, before, why)


def _keep_answer(measure: Measure, why: str) -> None:
    """What the household said so far stays, with why it no longer holds: nothing when the measure was done again."""
    if measure.answer is None:
        return
    said = {
        "answer": measure.answer.value,
        "on": str(measure.answered_on),
        "by": measure.answered_by,
        "words": measure.answer_words,
        "why": why,
    }
    measure.answers_before = [*measure.answers_before, said]


def _record_answer(actor: Actor, measure: Measure, before: HouseholdAnswer | None, why: str) -> None:
    about: dict[str, Any] = {
        "actor": actor,
        "subject": measure,
        "household_id": measure.household_id,
        "household_no": measure.household.household_no,
        "kind": measure.kind,
        "answer": measure.answer.value if measure.answer else "",
    }
    if before is None:
        audit.record("measure_answered", **about)
    else:
        audit.record("measure_answer_corrected", before=before.value, reason=why, **about)
    db.session.flush()


def _may(
    actor: Actor,
    subject: Household | HouseholdPlan | Measure,
    permission: Permission = Permission.ASSISTANCE_PLAN,
) -> int:
    if not can(actor, permission, subject) or actor.id is None:
        raise Forbidden()
    return actor.id


def _open(actor: Actor, measure: Measure) -> Measure:
    """The measure, held, while it may still be changed."""
    measure = queries.lock_measure(measure.id)
    _may(actor, measure)
    if not measure.is_open:
        raise Conflict(Message(_OVER))
    return measure


def _put(measure: Measure, values: MeasureValues) -> None:
    kind = BY_VALUE.get(values.kind)
    if kind is None:
        raise Invalid(Message(N_("Please choose one.")), "kind")
    if why := rules.why_not_due(measure.plan, values.due_on, clock.today()):
        raise Invalid(why, "due_on")
    if values.quantity is not None and values.quantity <= 0:
        raise Invalid(Message(N_("More than nought, please.")), "quantity")
    if values.cost_fen is not None and values.cost_fen < 0:
        raise Invalid(Message(N_("Not less than nought, please.")), "cost")
    household = measure.household
    if values.member_id is not None and values.member_id not in {one.id for one in household.members}:
        raise Invalid(Message(N_("This person is not of the household.")), "member_id")
    _check_source(household, values)
    measure.kind, measure.due_on, measure.quantity = kind.value, values.due_on, values.quantity
    measure.cost_fen, measure.member_id = values.cost_fen, values.member_id
    measure.account_id, measure.batch_id = values.account_id, values.batch_id
    measure.content = _words(values.content, "content")
    measure.source_note = _words(values.source_note, "source_note", 120)
    measure.unit = _words(values.unit, "unit", 120)
    measure.person = _words(values.person, "person", NAME)


def _check_source(household: Household, values: MeasureValues) -> None:
    if values.account_id is not None and values.batch_id is not None:
        raise Invalid(Message(N_("Please choose one.")), "source")
    accounts = {one.id for one in queries.list_sources(household)} if values.account_id is not None else set()
    batches = {one.id for one in queries.list_batches(household)} if values.batch_id is not None else set()
    if not {values.account_id} <= accounts | {None} or not {values.batch_id} <= batches | {None}:
        raise Invalid(Message(N_("This money is not for the place of this household.")), "source")


def _record(event: str, actor: Actor, measure: Measure, reason: str = "") -> None:
    measure.version += 1
    db.session.flush()
    audit.record(
        event,
        actor=actor,
        subject=measure,
        household_id=measure.household_id,
        reason=reason,
        household_no=measure.household.household_no,
        kind=measure.kind,
    )
    db.session.flush()


def _speaker(household: Household, name: str, field: str) -> str:
    """Who of the household spoke for it."""
    if name not in rules.names_of(household.members):
        raise Invalid(Message(N_("Choose who of the household said so.")), field)
    return name


def _words(text: str, field: str, longest: int = LONGEST_WORDS) -> str:
    text = text.strip()
    if len(text) > longest:
        raise Invalid(Message(_TOO_LONG, max=longest), field)
    check_texts(**{field: text})
    return text


def _needed(text: str, field: str, ask: str) -> str:
    if not text.strip():
        raise Invalid(Message(ask), field)
    return _words(text, field)
