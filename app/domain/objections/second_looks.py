"""Not satisfied: once, within the policy's days, the county looks again, by somebody who had no part in the answer.

The first answer holds meanwhile, and the list goes on. What the county says is final.
"""

import datetime as dt
from typing import Any

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import NOBODY, Actor
from app.core.signals import cases_decided
from app.domain.calendars.queries import load_calendar
from app.domain.objections import concern, rules
from app.domain.objections.models import (
    Objection,
    ObjectionAbout,
    ObjectionState,
    SecondLook,
    SecondLookState,
    SecondOutcome,
)
from app.domain.objections.steps import SECOND_LOOK


def ask_until(objection: Objection) -> dt.date | None:
    """The last day for saying "not satisfied"; ``None`` before there is an answer."""
    if objection.decided_on is None:
        return None
    return objection.notice.round.policy.second_look_ask_until(objection.decided_on, load_calendar())


def why_not_asked(objection: Objection) -> Message | None:
    """Why no second look can be asked for now, or ``None``."""
    return rules.why_no_second_look(
        is_answered=objection.state is ObjectionState.DECIDED,
        was_asked=objection.second_look is not None,
        today=clock.today(),
        last_day=ask_until(objection),
    )


def ask_second_look(*, objection: Objection, reasons: str) -> SecondLook:
    """Whoever holds the receipt says "not satisfied", with reasons. Raises :class:`Refused`, :class:`Invalid`."""
    if (blocker := why_not_asked(objection)) is not None:
        raise Refused([blocker])
    if (problem := rules.words_problem(reasons, rules.LONGEST_GROUNDS)) is not None:
        raise Invalid(problem, "reasons")
    policy = objection.notice.round.policy
    second_look = SecondLook(
        reasons=reasons.strip(),
        state=SecondLookState.ASKED,
        asked_at=clock.now(),
        due_on=policy.second_look_due_on(clock.today(), load_calendar()),
        finding="",
        public_reply="",
    )
    objection.second_look = second_look
    db.session.flush()
    _record("second_look_asked", NOBODY, objection)
    return second_look


def answer_second_look(
    *,
    actor: Actor,
    second_look: SecondLook,
    outcome: SecondOutcome,
    finding: str,
    public_reply: str,
    removes_entry: bool = False,
    version: int | None = None,
) -> None:
    """Close a second look with what was found and one public sentence; this is final.

    A changed answer about an entry takes it off its list when *removes_entry* says so; about somebody left out it
    sends the application back to the village. Neither a declared relative of the household, nor whoever had part in
    the village's work or in the first answer decides. Raises :class:`Refused`, :class:`Invalid`, :class:`Conflict`.
    """
    if version is not None and version != second_look.version:
        raise Conflict(Message(N_("Somebody was faster: this objection was changed meanwhile.")))
    if actor.id is None:
        raise Forbidden()
    objection = second_look.objection
    concern.check_answer(objection, finding, public_reply)
    if removes_entry and outcome is SecondOutcome.STANDS:
        raise Invalid(Message(N_("When the first answer stands, nobody leaves the list.")), "outcome")
    concern.check_relatives(actor, objection, concern.investigators_of(objection))
    concern.check_no_part(actor, objection)
    with db.session.no_autoflush:
        SECOND_LOOK.take("answer_second_look", Attempt(subject=second_look, actor=actor))
        second_look.outcome = outcome
        second_look.finding, second_look.public_reply = finding.strip(), public_reply.strip()
        second_look.answered_on, second_look.answered_by_id = clock.today(), actor.id
    _record("second_look_answered", actor, objection, outcome=outcome.value)
    touched = [objection.entry.application_id] if objection.entry is not None else []
    if removes_entry and objection.about is ObjectionAbout.ENTRY:
        objection.removes_entry |= concern.remove_entry(actor, objection, second_look.public_reply)
    elif objection.about is ObjectionAbout.LEFT_OUT and outcome is SecondOutcome.CHANGED:
        touched = concern.reopen_applications(actor, objection, second_look.public_reply)
    db.session.flush()
    if touched:
        cases_decided.send(actor, application_ids=touched, stage="objection")


def _record(event: str, actor: Actor, objection: Objection, **data: Any) -> None:
    second_look = objection.second_look
    audit.record(
        event,
        actor=actor,
        subject=objection.notice.case,
        reason=second_look.public_reply if second_look is not None else "",
        number=objection.number,
        **data,
    )
