"""The one way to take a step of a village's application, and the notices that take one with them."""

import datetime as dt
from typing import Any

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.machine import Attempt, Offer, Taken
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.domain.areas.models import Area
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.poor_villages import publishing, queries
from app.domain.poor_villages.models import PoorVillage, VillageState
from app.domain.rounds.models import Round
from app.domain.workflow.procedures.poor_village import MACHINE, WITH_NOTICE


def take_village_step(
    *,
    case: PoorVillage,
    step: str,
    actor: Actor,
    reason: str = "",
    version: int | None = None,
    given: dict[str, Any] | None = None,
) -> Taken:
    """Take *step* of a village's application: state, permission, guards, effects and one event, in one transaction.

    *given* holds ``words`` (what the township looked at) or ``document_no`` (of the county's decision). Raises
    :class:`Conflict` when somebody was faster than *version*, and what the machine raises.
    """
    case = queries.lock_case(case.id)
    if version is not None and version != case.version:
        raise Conflict(
            Message(
                N_("Somebody was faster: this was changed meanwhile. It is now at “%(state)s”."),
                state=Message(MACHINE.states[case.state]),
            )
        )
    taken = MACHINE.take(step, Attempt(subject=case, actor=actor, reason=reason, given=given or {}))
    case.state_since = clock.now()
    audit.record(
        "step_taken",
        actor=actor,
        subject=case,
        reason=reason.strip(),
        source=str(taken.source),
        target=str(taken.target),
        step=step,
    )
    db.session.flush()
    return taken


def offers_of(case: PoorVillage, actor: Actor) -> list[Offer]:
    """The steps that *actor* may press a button for, each with what still stands in its way."""
    return [one for one in MACHINE.offered(case, actor) if one.step.name not in WITH_NOTICE]


def publish(
    *, actor: Actor, kind: NoticeKind, round_: Round, township: Area, hang_on: dt.date | None = None
) -> Notice:
    """Issue a notice of poor villages; with the county's announcement each village that was chosen is announced."""
    notice = publishing.publish(actor=actor, kind=kind, round_=round_, township=township, hang_on=hang_on)
    if kind is NoticeKind.VILLAGE_ANNOUNCEMENT:
        for case in queries.list_cases_of(notice):
            if case.state is VillageState.CHOSEN:
                take_village_step(case=case, step="announce", actor=actor)
    return notice


def withdraw(*, actor: Actor, notice: Notice, reason: str) -> None:
    """Withdraw a notice of poor villages for a *reason*; those announced by it wait for an announcement again."""
    publishing.withdraw(actor=actor, notice=notice, reason=reason)
    if notice.kind is NoticeKind.VILLAGE_ANNOUNCEMENT:
        for case in queries.list_cases_of(notice):
            if case.state is VillageState.ANNOUNCED:
                take_village_step(case=case, step="withdraw_announcement", actor=actor, reason=reason)
