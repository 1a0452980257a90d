"""The one way to take a step of a procedure."""

from typing import Any

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.machine import Attempt, Taken
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.core.personal_numbers import check_texts
from app.core.signals import cases_decided
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists.models import CandidateList
from app.domain.workflow.queries import machine_for

#: the steps by which a decision on households takes effect or is taken back, and whose decision that is
DECIDES = {
    "withdraw_first_notice": "village",
    "return_to_village": "township",
    "publish_second_notice": "township",
    "withdraw_second_notice": "township",
    "return_to_township": "county",
    "announce": "county",
    "withdraw_announcement": "county",
}


def take_step(
    *,
    candidate_list: CandidateList,
    step: str,
    actor: Actor,
    reason: str = "",
    version: int | None = None,
    given: dict[str, Any] | None = None,
) -> Taken:
    """Take *step* of the list's procedure: state, permission, guards, effects and one event, in one transaction.

    *version* is the list's version that the actor looked at; *given* further input (``hang_on``, a date).
    Raises :class:`Conflict` when somebody was faster, :class:`Invalid` for a *reason* with a person's number, and what
    the machine raises; then nothing is changed.
    """
    candidate_list = list_queries.lock_candidate_list(candidate_list.id)
    if version is not None and version != candidate_list.version:
        raise Conflict(
            Message(
                N_(
                    "Somebody was faster: this list was changed while you looked at it. It is now at “%(state)s”."
                ),
                state=Message(machine_for(candidate_list).states[candidate_list.state]),
            )
        )
    check_texts(reason=reason)
    attempt = Attempt(subject=candidate_list, actor=actor, reason=reason, given=given)
    decided = _standing_applications(candidate_list) if step in DECIDES else []
    with db.session.no_autoflush:
        taken = machine_for(candidate_list).take(step, attempt)
    candidate_list.state_since = clock.now()
    audit.record(
        "step_taken",
        actor=actor,
        subject=candidate_list,
        reason=reason.strip(),
        source=str(taken.source),
        target=str(taken.target),
        step=step,
    )
    db.session.flush()
    if decided:
        cases_decided.send(actor, application_ids=decided, stage=DECIDES[step])
    return taken


def _standing_applications(candidate_list: CandidateList) -> list[int]:
    return [row.application_id for row in list_queries.list_standing_keys(candidate_list.id)]
