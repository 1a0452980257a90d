"""Taking an application, recording visit and comparison, withdrawing it, and moving it along."""

import datetime as dt
from collections.abc import Sequence

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.serials import next_number
from app.core.signals import cases_decided
from app.domain.applications import queries
from app.domain.applications.models import (
    Application,
    ApplicationState,
    Comparison,
    ComparisonResult,
    HomeVisit,
)
from app.domain.applications.rules import Person, day_problem, distinct_people, visit_blockers
from app.domain.applications.steps import BEFORE_MEETING, MACHINE
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.households.models import Household
from app.domain.households.registration import membership_of
from app.domain.households.rules import per_head_fen
from app.domain.kinship.queries import relatives_of
from app.domain.kinship.rules import Relatives
from app.domain.rounds.models import Round, RoundState


def file_application(
    *,
    actor: Actor,
    round_: Round,
    household: Household,
    applicant_name: str,
    cause: str,
    reason: str,
    consents_to_comparison: bool,
    signed_copy: Attachment,
    filed_on: dt.date | None = None,
    proxy_name: str | None = None,
    proxy_relation: str | None = None,
) -> Application:
    """Take a household's application (paper first): the signed copy is attached, a number is given.

    Raises :class:`Refused` with every reason: the round is closed, the household applied already, it has no
    members; :class:`Invalid` for a wrong input.
    """
    if not can(actor, Permission.APPLICATION_FILE, household):
        raise Forbidden()
    filed_on = filed_on or clock.today()
    _check_filing(round_, household, applicant_name, cause, reason, filed_on)
    if round_.policy.comparison_required and not consents_to_comparison:
        raise Invalid(
            Message(N_("The household must agree to the data comparison: this round's policy asks for it.")),
            "consents_to_comparison",
        )
    village = household.village
    application = Application(
        number=_next_application_number(round_, village),
        round_id=round_.id,
        household_id=household.id,
        village_id=village.id,
        state=ApplicationState.FILED,
        filed_on=filed_on,
        filed_by_id=_user(actor),
        applicant_name=applicant_name.strip(),
        proxy_name=(proxy_name or "").strip() or None,
        proxy_relation=(proxy_relation or "").strip() or None,
        cause=cause,
        reason=reason.strip(),
        consents_to_comparison=consents_to_comparison,
        signed_copy_id=signed_copy.id,
        people=household.people,
        per_head_fen=per_head_fen(household, round_.reference_year),
        closing_reason="",
    )
    application.round = round_
    application.household = household
    db.session.add(application)
    db.session.flush()
    _record("application_filed", actor, application)
    return application


def _check_filing(
    round_: Round, household: Household, applicant_name: str, cause: str, reason: str, filed_on: dt.date
) -> None:
    blockers = []
    if round_.state is not RoundState.OPEN:
        blockers.append(Message(N_("This round is closed.")))
    if not household.area_path.startswith(round_.area_path):
        blockers.append(Message(N_("This household does not belong to the round's area.")))
    if household.people == 0 or not household.head_name:
        blockers.append(
            Message(N_("The household has no head in the register yet. Enter its members first."))
        )
    if round_.is_exit and not membership_of(household.id).is_in:
        blockers.append(
            Message(
                N_("Household %(number)s is not in the register: only who is in it can leave it."),
                number=household.household_no,
            )
        )
    if (standing := queries.find_standing(round_.id, household.id)) is not None:
        blockers.append(
            Message(
                N_("This household has already applied in this round: %(number)s."), number=standing.number
            )
        )
    if blockers:
        raise Refused(blockers)
    for value, field in ((applicant_name, "applicant_name"), (cause, "cause"), (reason, "reason")):
        if not value.strip():
            raise Invalid(Message(N_("This must be filled in.")), field)
    if problem := day_problem(filed_on, not_before=round_.opened_on, today=clock.today()):
        raise Invalid(problem, "filed_on")


def record_visit(
    *,
    actor: Actor,
    application: Application,
    visited_on: dt.date,
    visitors: Sequence[Person],
    findings: str,
    sheet: Attachment,
) -> HomeVisit:
    """Record a home visit: who went (the policy says how many at least), when, what they saw, the signed sheet.

    Raises :class:`Refused` when one of the visitors is a declared relative; whoever only types it in may be one.
    """
    _check_visit(application, visited_on, visitors, findings)
    move(actor=actor, application=application, step="record_visit")
    return _keep_visit(actor, application, visited_on, visitors, findings, sheet)


def record_exit_visit(
    *,
    actor: Actor,
    application: Application,
    visited_on: dt.date,
    visitors: Sequence[Person],
    findings: str,
    sheet: Attachment,
) -> HomeVisit:
    """Record the visit by which a proposed exit is checked: before the meeting or after it, until the notice hangs.

    After the meeting the application stays where it is. Raises what :func:`record_visit` raises.
    """
    if application.state in BEFORE_MEETING:
        step = "record_visit"
    elif application.state in (ApplicationState.PASSED, ApplicationState.LISTED):
        step = ""
    else:
        raise Refused([Message(N_("This case has ended; nothing is checked any more."))])
    if not can(actor, Permission.VISIT_RECORD, application):
        raise Forbidden()
    _check_visit(application, visited_on, visitors, findings)
    if step:
        move(actor=actor, application=application, step=step)
    return _keep_visit(actor, application, visited_on, visitors, findings, sheet)


def _check_visit(
    application: Application, visited_on: dt.date, visitors: Sequence[Person], findings: str
) -> None:
    if problem := day_problem(visited_on, not_before=application.filed_on, today=clock.today()):
        raise Invalid(problem, "visited_on")
    if too_few := visit_blockers(visitors, application.round.policy.home_visitors_min):
        raise Invalid(too_few[0], "visitors")
    if not findings.strip():
        raise Invalid(Message(N_("Please write what the visitors saw.")), "findings")
    if blockers := _relatives(application).blockers_for(visitors):
        raise Refused(blockers)


def _keep_visit(
    actor: Actor,
    application: Application,
    visited_on: dt.date,
    visitors: Sequence[Person],
    findings: str,
    sheet: Attachment,
) -> HomeVisit:
    visit = HomeVisit(
        visited_on=visited_on,
        visitors=[person.as_data() for person in distinct_people(visitors)],
        findings=findings.strip(),
        sheet_id=sheet.id,
        recorded_by_id=_user(actor),
    )
    application.visits.append(visit)
    db.session.flush()
    _record("visit_recorded", actor, application)
    return visit


def record_comparison(
    *, actor: Actor, application: Application, compared_on: dt.date, result: ComparisonResult, note: str = ""
) -> Comparison:
    """Record what the departments' data say. A hit needs its explanation in *note*. No relative judges it."""
    if blockers := _relatives(application).blockers(actor):
        raise Refused(blockers)
    if not application.consents_to_comparison:
        raise Refused([Message(N_("The household has not agreed to a data comparison."))])
    if problem := day_problem(compared_on, not_before=application.filed_on, today=clock.today()):
        raise Invalid(problem, "compared_on")
    if result is not ComparisonResult.NO_HIT and not note.strip():
        raise Invalid(Message(N_("Please write which record was found and how it is explained.")), "note")
    move(actor=actor, application=application, step="record_comparison")
    comparison = Comparison(
        compared_on=compared_on,
        result=result,
        note=note.strip(),
        recorded_by_id=_user(actor),
        recorded_at=clock.now(),
    )
    application.comparisons.append(comparison)
    db.session.flush()
    audit.record(
        "comparison_recorded",
        actor=actor,
        subject=application,
        household_id=application.household_id,
        number=application.number,
        result=result.value,
    )
    return comparison


def withdraw_application(*, actor: Actor, application: Application, reason: str) -> None:
    """The household takes its application back, for a *reason*. It may apply again in the same round."""
    move(actor=actor, application=application, step="withdraw", reason=reason)
    _record("application_withdrawn", actor, application, reason)
    db.session.flush()
    cases_decided.send(actor, application_ids=[application.id], stage="withdrawal")


def move(
    *, actor: Actor, application: Application, step: str, reason: str = "", version: int | None = None
) -> None:
    """Take one step of the application's table. A reason is kept as the way it ended.

    Raises :class:`Conflict` when *version* is not the application's present one, and what the machine raises.
    """
    if version is not None and version != application.version:
        raise Conflict(Message(N_("Somebody was faster: this application was changed meanwhile.")))
    if reason.strip():
        application.closing_reason = reason.strip()
    MACHINE.take(step, Attempt(subject=application, actor=actor, reason=reason))
    if not MACHINE.step(step).needs_reason and step != "register":
        application.closing_reason = ""


def _relatives(application: Application) -> Relatives:
    return relatives_of([application.household_id])[application.household_id]


def _next_application_number(round_: Round, village: Area) -> str:
    """Year, township and village digits of the division code, a running number. Rounds of one year share it."""
    start = f"{round_.year}-{village.code[6:12]}"
    return f"{start}-A{next_number(f'application/{start}'):04d}"


def _record(name: str, actor: Actor, application: Application, reason: str = "") -> None:
    audit.record(
        name,
        actor=actor,
        subject=application,
        household_id=application.household_id,
        reason=reason,
        target=application.state.value,
        number=application.number,
    )


def _user(actor: Actor) -> int:
    if actor.id is None:
        raise Forbidden()
    return actor.id
