"""What a hit leads to, and the applications that a comparison completes, excludes or lets in again.

Before the list an exclusion ends the application here. On a list that is being drawn up the entry is taken off by
``candidate_lists.excluding.settle_hit``; on a list under review the hit stands against going on until the reviewer
takes the household off.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from app.core import audit, clock
from app.core.audit import Event, subject_key
from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.signals import cases_decided
from app.domain.applications import queries as application_queries
from app.domain.applications import service as applications
from app.domain.applications.models import Application, ApplicationState, Comparison, ComparisonResult
from app.domain.applications.steps import BEFORE_MEETING
from app.domain.comparisons import queries
from app.domain.comparisons.details import has_number
from app.domain.comparisons.models import ComparisonFile, ComparisonHit, FileState, HitSettlement
from app.domain.comparisons.rules import ComparisonStatus
from app.domain.kinship.queries import relatives_of
from app.domain.rounds.models import RoundState

BEFORE_THE_LIST = (*BEFORE_MEETING, ApplicationState.PASSED)
LONGEST_EXPLANATION = 2_000


def settle(
    *, actor: Actor, hit: ComparisonHit, settlement: HitSettlement, explanation: str
) -> Application | None:
    """Write down what a hit leads to; the household's application in the round, if there is one.

    Whoever is responsible for the village explains; excluding a household, and taking that back, is the township's and
    the county's. A declared relative of an official is not settled by that official. Raises :class:`Refused`,
    :class:`Invalid`, :class:`Forbidden`.
    """
    hit = queries.lock_hit(hit.id)
    explanation = explanation.strip()
    _check(actor, hit, settlement, explanation)
    before = hit.settlement
    hit.settlement, hit.explanation = settlement, explanation
    hit.settled_by_id, hit.settled_at = actor.id, clock.now()
    application = application_queries.find_standing(hit.file.round_id, hit.household_id)
    audit.record(
        "hit_settled",
        actor=actor,
        subject=application or hit.household,
        household_id=hit.household_id,
        reason=explanation,
        kind=hit.file.kind.value,
        settlement=settlement.value,
    )
    db.session.flush()
    if application is None:
        return None
    state = application.state
    if settlement is HitSettlement.EXCLUDES:
        if application.state in BEFORE_THE_LIST:
            exclude(actor=actor, application=application, reason=explanation)
    elif before is HitSettlement.EXCLUDES:
        readmit_where_free(actor=actor, applications=[application], reason=explanation)
    has_moved = application.state is not state
    record_where_covered(actor=actor, applications=[application])
    if has_moved:
        cases_decided.send(actor, application_ids=[application.id], stage="comparison")
    return application


def may_exclude(actor: Actor, hit: ComparisonHit) -> bool:
    """The township and the county may; a village only explains."""
    return can(actor, Permission.COMPARISON_RECORD, hit) and can(actor, Permission.COMPARISON_SETTLE, hit)


def exclude(*, actor: Actor, application: Application, reason: str) -> None:
    """The comparison ends an application. The caller takes a listed one off its list."""
    applications.move(actor=actor, application=application, step="exclude", reason=reason)
    audit.record(
        "application_excluded",
        actor=actor,
        subject=application,
        household_id=application.household_id,
        reason=reason,
        number=application.number,
    )
    db.session.flush()


def readmit_after(*, actor: Actor, file: ComparisonFile) -> None:
    """Whom only a withdrawn *file* excluded is considered again."""
    statement = sa.select(ComparisonHit.household_id).where(
        ComparisonHit.file_id == file.id, ComparisonHit.settlement == HitSettlement.EXCLUDES
    )
    found = [
        application_queries.find_standing(file.round_id, household_id)
        for household_id in db.session.scalars(statement.distinct())
    ]
    readmitted = readmit_where_free(
        actor=actor, applications=[one for one in found if one is not None], reason=file.withdrawal_reason
    )
    if readmitted:
        cases_decided.send(actor, application_ids=[one.id for one in readmitted], stage="comparison")


def readmit_where_free(
    *, actor: Actor, applications: Iterable[Application], reason: str
) -> list[Application]:
    """Applications that the comparison ended and that nothing excludes any more go back before the meeting: which."""
    ended = [one for one in applications if one.state is ApplicationState.LEFT_OUT and was_excluded(one)]
    statuses = queries.comparison_statuses(ended)
    free = [application for application in ended if not statuses[application.id].excluding]
    for application in free:
        _move(actor, application, "readmit", reason)
    db.session.flush()
    return free


def was_excluded(application: Application) -> bool:
    """The last thing that left this application out was the comparison, not the village."""
    names = ("application_excluded", "application_left_out")
    latest = db.session.scalar(
        sa.select(Event.name)
        .where(Event.subject == subject_key(application), Event.name.in_(names))
        .order_by(Event.id.desc())
        .limit(1)
    )
    return latest == "application_excluded"


def record_where_covered(*, actor: Actor, applications: Iterable[Application]) -> int:
    """Applications that waited only for the comparison, and whose files have all come, are compared; how many.

    Called when a file comes into force, a hit is explained, a visit is recorded. Nobody is named as who recorded it.
    """
    waiting = [one for one in applications if _waits(one)]
    statuses = queries.comparison_statuses(waiting)
    done = 0
    for application in waiting:
        status = statuses[application.id]
        if status.is_covered and not status.blockers:
            _record(actor, application, status)
            done += 1
    db.session.flush()
    return done


def carry_over(earlier: ComparisonFile, anew: ComparisonFile) -> None:
    """What was settled on the same rows of the same file stays settled."""
    settled = {(hit.household_id, hit.row_number): hit for hit in earlier.hits}
    for hit in anew.hits:
        before = settled.get((hit.household_id, hit.row_number))
        if before is None or before.settlement is HitSettlement.OPEN or before.member_name != hit.member_name:
            continue
        hit.settlement, hit.explanation = before.settlement, before.explanation
        hit.settled_by_id, hit.settled_at = before.settled_by_id, before.settled_at
    db.session.flush()


def _check(actor: Actor, hit: ComparisonHit, settlement: HitSettlement, explanation: str) -> None:
    if actor.id is None or not can(actor, Permission.COMPARISON_SETTLE, hit):
        raise Forbidden()
    excludes = HitSettlement.EXCLUDES in (settlement, hit.settlement)
    if excludes and not may_exclude(actor, hit):
        raise Forbidden(Message(N_("Excluding a household is for the township or the county to decide.")))
    blockers = list(relatives_of([hit.household_id])[hit.household_id].blockers(actor))
    if hit.file.state is not FileState.APPLIED:
        blockers.append(Message(N_("This file is not in force.")))
    if hit.file.round.state is not RoundState.OPEN:
        blockers.append(Message(N_("This round is closed.")))
    if blockers:
        raise Refused(blockers)
    if settlement is HitSettlement.OPEN:
        raise Invalid(Message(N_("Choose one of the answers.")), "settlement")
    if not explanation:
        raise Invalid(Message(N_("Please write how this is explained, and how you know.")), "explanation")
    if len(explanation) > LONGEST_EXPLANATION:
        raise Invalid(Message(N_("This text is too long.")), "explanation")
    if has_number(explanation):
        raise Invalid(Message(N_("Leave personal numbers out of the text.")), "explanation")


def _waits(application: Application) -> bool:
    policy = application.round.policy
    if not policy.comparison_required or not application.consents_to_comparison:
        return False
    if policy.home_visit_required and not application.visits:
        return False
    if application.state is ApplicationState.RETURNED:
        return not application.comparisons
    return application.state in (ApplicationState.FILED, ApplicationState.VISITED)


def _record(actor: Actor, application: Application, status: ComparisonStatus) -> None:
    _move(actor, application, "compare_by_files")
    result = ComparisonResult.HIT_EXPLAINED if status.explained_hits else ComparisonResult.NO_HIT
    application.comparisons.append(
        Comparison(
            compared_on=clock.today(), result=result, note="", recorded_by_id=None, recorded_at=clock.now()
        )
    )
    audit.record(
        "comparison_recorded",
        actor=actor,
        subject=application,
        household_id=application.household_id,
        number=application.number,
        result=result.value,
    )


def _move(actor: Actor, application: Application, step: str, reason: str = "") -> None:
    applications.move(actor=actor, application=application, step=step, reason=reason)
