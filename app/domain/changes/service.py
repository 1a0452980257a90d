"""Asking for a change of a household's record, taking it back, making it, refusing it.

A request changes nothing. Whoever decides is not who asked and no relative, sees what it does before deciding, and
that is frozen with the decision.
"""

import datetime as dt

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.attachments.models import Attachment
from app.domain.changes import making, queries
from app.domain.changes.models import ChangeKind, ChangeRequest, ChangeSource, ChangeState
from app.domain.changes.rules import without_numbers
from app.domain.changes.steps import MACHINE
from app.domain.changes.wishes import LONGEST_WORDS, Wish, read_wish
from app.domain.checkups import service as checkups
from app.domain.duplicates import service as duplicates
from app.domain.households.models import Household


def request_change(
    *,
    actor: Actor,
    household: Household,
    kind: ChangeKind,
    happened_on: dt.date,
    source: ChangeSource,
    words: str,
    wish: Wish,
    evidence: Attachment | None = None,
) -> ChangeRequest:
    """Ask for a change, with where the news comes from. Raises ``Invalid`` for what cannot be."""
    other = wish.other if kind is ChangeKind.MERGE else None
    if not can(actor, Permission.CHANGE_REQUEST, household) or actor.id is None:
        raise Forbidden()
    if other is not None and not can(actor, Permission.HOUSEHOLD_VIEW, other):
        raise Invalid(Message(N_("Write the number of the household that it joins.")), "other")
    if not words.strip():
        raise Invalid(Message(N_("Please write what happened.")), "words")
    if len(words) > LONGEST_WORDS:
        raise Invalid(Message(N_("At most %(highest)s characters."), highest=LONGEST_WORDS), "words")
    request = ChangeRequest(
        household=household,
        other_household=other,
        kind=kind,
        state=ChangeState.REQUESTED,
        happened_on=happened_on,
        source=source,
        words=words.strip(),
        evidence=evidence,
        payload=read_wish(kind, household, wish, happened_on, clock.today()),
        requested_by_id=actor.id,
        requested_at=clock.now(),
        reason="",
    )
    db.session.add(request)
    db.session.flush()
    audit.record(
        "change_requested",
        actor=actor,
        subject=request,
        household_id=household.id,
        household_no=household.household_no,
        kind=kind.value,
    )
    db.session.flush()
    return request


def make_change(
    *, actor: Actor, request: ChangeRequest, version: int, confirmed: bool = False, reason: str = ""
) -> ChangeRequest:
    """Write a requested change into the register, with the check-up and the search for duplicates that follow.

    *confirmed*: the actor was shown an earlier request that contradicts it, or that the record has changed since.
    Lists and notices stay as they are. Raises ``Refused`` with every reason, ``Conflict`` when somebody was faster.
    """
    request = _opened(request, version)
    attempt = Attempt(subject=request, actor=actor, reason=reason, given={"confirmed": confirmed})
    effect = making.work_out(request)
    _take("make_change", attempt)
    written = making.write(request, actor)
    request.effect = _with_new_number(effect.as_data(), request)
    _close(request, attempt)
    checkups.recheck(household_ids=written)
    duplicates.refresh(household_ids=written)
    return request


def refuse_change(*, actor: Actor, request: ChangeRequest, version: int, reason: str) -> ChangeRequest:
    """Refuse a requested change for a *reason*; the register stays as it is."""
    return _end("refuse_change", actor, request, version, reason)


def withdraw_request(*, actor: Actor, request: ChangeRequest, version: int, reason: str) -> ChangeRequest:
    """Take a request back for a *reason*: it was a mistake, or something else is asked for instead."""
    return _end("withdraw_request", actor, request, version, reason)


def _end(step: str, actor: Actor, request: ChangeRequest, version: int, reason: str) -> ChangeRequest:
    request = _opened(request, version)
    attempt = Attempt(subject=request, actor=actor, reason=reason)
    effect = making.work_out(request)
    _take(step, attempt)
    request.effect = effect.as_data()
    _close(request, attempt)
    return request


def _opened(request: ChangeRequest, version: int) -> ChangeRequest:
    request = queries.lock_request(request.id)
    if request.version != version:
        raise Conflict(Message(N_("Somebody was faster: this request was decided while you looked at it.")))
    return request


def _take(step: str, attempt: Attempt) -> None:
    """Decision and state go together: the database asks for it, so nothing is written in between."""
    with db.session.no_autoflush:
        MACHINE.take(step, attempt)
        request: ChangeRequest = attempt.subject
        request.decided_by_id, request.decided_at = attempt.actor.id, clock.now()
        request.reason = attempt.reason.strip()


def _close(request: ChangeRequest, attempt: Attempt) -> None:
    request.payload = without_numbers(request.payload)
    db.session.flush()
    audit.record(
        "change_decided",
        actor=attempt.actor,
        subject=request,
        household_id=request.household_id,
        reason=request.reason,
        household_no=request.household.household_no,
        kind=request.kind.value,
        outcome=request.state.value,
    )
    db.session.flush()


def _with_new_number(effect: dict[str, object], request: ChangeRequest) -> dict[str, object]:
    """A household that a split made gets its number into the effect."""
    sides = effect["sides"]
    made = request.other_household
    if request.kind is ChangeKind.SPLIT and made is not None and isinstance(sides, list):
        sides[1] |= {"household_id": made.id, "household_no": made.household_no, "head_name": made.head_name}
    return effect
