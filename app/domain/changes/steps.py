"""The way of a request: asked for, then made, refused or taken back."""

from collections.abc import Iterable

from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission as P
from app.core.permissions import can
from app.domain.changes import queries
from app.domain.changes.models import ChangeRequest, ChangeState
from app.domain.changes.rules import KIND_LABELS, K, members_of, touched
from app.domain.kinship import queries as kinship

S = ChangeState
Reasons = Iterable[Message]

STATE_LABELS: dict[str, str] = {
    S.REQUESTED: N_("Waits for a decision"),
    S.MADE: N_("Made"),
    S.REFUSED: N_("Not agreed to"),
    S.WITHDRAWN: N_("Taken back"),
}


def is_somebody_else(attempt: Attempt) -> Reasons:
    """Whoever asked for a change does not decide on it."""
    if attempt.actor.id is not None and attempt.actor.id == attempt.subject.requested_by_id:
        yield Message(N_("You asked for this change; somebody else must decide on it."))


def is_no_relative(attempt: Attempt) -> Reasons:
    """No declared relative of a household that the change is about decides on it."""
    found = kinship.relatives_of(sorted(touched(attempt.subject)))
    yield from {
        message.msgid: message for one in found.values() for message in one.blockers(attempt.actor)
    }.values()


def reaches_both(attempt: Attempt) -> Reasons:
    """Where two households are concerned, whoever decides is in charge of both."""
    other = attempt.subject.other_household
    if other is not None and not can(attempt.actor, P.CHANGE_DECIDE, other):
        yield Message(N_("The other household lies outside your area; the county decides."))


def everybody_is_there(attempt: Attempt) -> Reasons:
    """Those who go still stand in the household; where it joins another, both still have members."""
    request: ChangeRequest = attempt.subject
    there = {member.id for member in request.household.members}
    if missing := members_of(request) - there:
        yield Message(
            N_(
                "Of the people it is about, %(number)s no longer stand in this household: refuse it or take it back."
            ),
            number=len(missing),
        )
    wanted = {request.payload.get("successor"), request.payload.get("head")} - {None}
    if not missing and wanted - there:
        yield Message(N_("Whoever was to be the head no longer stands in this household."))
    if request.kind is K.MERGE:
        other = request.other_household
        if not there or other is None or not other.members:
            yield Message(N_("One of the two households has no members any more."))


def nothing_contradicts(attempt: Attempt) -> Reasons:
    """No earlier request contradicts it and the records are as they were, or the decider has confirmed."""
    if (attempt.given or {}).get("confirmed"):
        return
    yield from doubts(attempt.subject)


def doubts(request: ChangeRequest) -> Reasons:
    """What the decider must look at and confirm before this request is made."""
    for other in queries.list_conflicts(request):
        if other.id < request.id:
            yield Message(
                N_(
                    "An earlier request contradicts it: %(kind)s, no. %(number)s. Decide on that one first, or confirm."
                ),
                kind=Message(KIND_LABELS[other.kind]),
                number=other.id,
            )
    base, other_household = request.payload["base"], request.other_household
    moved = [request.household.version != base["version"]]
    if other_household is not None and base["other_version"] is not None:
        moved.append(other_household.version != base["other_version"])
    if any(moved):
        yield Message(N_("The record was changed since this was asked for. Look at it again, then confirm."))


MACHINE = Machine(
    "change",
    STATE_LABELS,
    S.REQUESTED,
    (
        Step(
            "make_change",
            (S.REQUESTED,),
            S.MADE,
            P.CHANGE_DECIDE,
            N_("Write it into the register"),
            guards=(is_somebody_else, is_no_relative, reaches_both, everybody_is_there, nothing_contradicts),
            level="township",
        ),
        Step(
            "refuse_change",
            (S.REQUESTED,),
            S.REFUSED,
            P.CHANGE_DECIDE,
            N_("Refuse the change"),
            guards=(is_somebody_else, is_no_relative),
            needs_reason=True,
            level="township",
            tone="danger",
        ),
        Step(
            "withdraw_request",
            (S.REQUESTED,),
            S.WITHDRAWN,
            P.CHANGE_REQUEST,
            N_("Take the request back"),
            needs_reason=True,
            tone="danger",
        ),
    ),
)
