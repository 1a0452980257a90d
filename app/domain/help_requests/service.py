"""Receiving a household's own request, going there, taking it up as an application or answering it with a reason."""

import datetime as dt

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import NOBODY, Actor, Permission, can
from app.core.receipts import HELP_REQUEST, new_code
from app.core.serials import next_number
from app.domain.applications.models import Application
from app.domain.areas.models import Area
from app.domain.areas.queries import list_groups
from app.domain.help_requests import queries, rules
from app.domain.help_requests.models import HelpRequest, RequestChannel, RequestState
from app.domain.help_requests.steps import MACHINE
from app.domain.households import service as households
from app.domain.households.models import Household
from app.domain.kinship.queries import relatives_of


def receive_request(
    *,
    actor: Actor = NOBODY,
    village: Area,
    head_name: str,
    people: int | None,
    cause: str,
    telephone: str = "",
    words: str = "",
    group_id: int | None = None,
    channel: RequestChannel = RequestChannel.WEB,
) -> HelpRequest:
    """Receive a request from anyone; by telephone or at the counter an officer takes it down and needs the permission.

    Raises :class:`Invalid` with the field that is wrong.
    """
    if channel is not RequestChannel.WEB and not can(actor, Permission.HELP_REQUEST_RECORD, village):
        raise Forbidden()
    if group_id is not None and group_id not in {group.id for group in list_groups(village)}:
        raise Invalid(Message(N_("Please choose one of the groups.")), "group")
    sent = rules.Sent(
        head_name=rules.plain_text(head_name),
        people=people,
        telephone=rules.plain_telephone(telephone),
        cause=cause,
        words=words.strip(),
        has_group=group_id is not None,
    )
    if problem := rules.problem_of(sent):
        raise Invalid(problem[1], problem[0])
    terms, number = queries.load_terms(village), _next_request_number()
    salt, code_key = new_code(HELP_REQUEST, number, lambda key: queries.find_by_code(key) is not None)
    request = HelpRequest(
        number=number,
        village=village,
        group_id=group_id,
        head_name=sent.head_name,
        people=sent.people,
        telephone=sent.telephone,
        cause=sent.cause,
        words=sent.words,
        channel=channel,
        state=RequestState.RECEIVED,
        received_at=clock.now(),
        received_by_id=actor.id if channel is not RequestChannel.WEB else None,
        visit_due_on=terms.visit_due_on,
        answer_due_on=terms.answer_due_on,
        receipt_salt=salt,
        code_key=code_key,
        reason="",
    )
    db.session.add(request)
    db.session.flush()
    by = actor if channel is not RequestChannel.WEB else NOBODY
    audit.record("help_request_received", actor=by, subject=request, number=number, channel=channel.value)
    return request


def record_visit(
    *, actor: Actor, request: HelpRequest, visited_on: dt.date, version: int | None = None
) -> None:
    """Somebody came to the household or called it on *visited_on*: the first clock stops."""
    _check_version(request, version)
    if not can(actor, Permission.HELP_REQUEST_RECORD, request):
        raise Forbidden()
    if request.state is not RequestState.RECEIVED:
        raise Conflict(Message(N_("This request has been answered meanwhile.")))
    received_on = clock.local(request.received_at).date()
    if problem := rules.visit_problem(visited_on, received_on=received_on, today=clock.today()):
        raise Invalid(problem, "visited_on")
    request.visited_on = visited_on
    audit.record(
        "help_request_visited",
        actor=actor,
        subject=request,
        household_id=request.household_id,
        number=request.number,
    )
    db.session.flush()


def enter_household(*, actor: Actor, request: HelpRequest) -> Household:
    """Open the record of a household that the register lacks: head, group and telephone as they were sent."""
    if request.household_id is not None:
        raise Conflict(Message(N_("This household stands in the register already.")))
    household = households.create_household(
        village=request.village,
        head={"name": request.head_name},
        values={"telephone": request.telephone, "main_cause": request.cause},
        group_id=request.group_id,
        actor=actor,
    )
    request.household = household
    db.session.flush()
    return household


def take_up(*, actor: Actor, request: HelpRequest, application: Application) -> None:
    """The request became *application*. From here on the application's own way counts.

    Raises :class:`Invalid` for an application of another village, what the machine raises otherwise.
    """
    if application.village_id != request.village_id:
        raise Invalid(Message(N_("This application belongs to another village.")))
    request.application = application
    request.household = application.household
    received_on = clock.local(request.received_at).date()
    request.visited_on = request.visited_on or max(received_on, application.filed_on)
    with db.session.no_autoflush:
        taken = MACHINE.take("take_up", Attempt(subject=request, actor=actor))
    request.ended_on, request.ended_by_id = clock.today(), actor.id
    audit.record(
        "help_request_taken_up",
        actor=actor,
        subject=request,
        household_id=application.household_id,
        source=taken.source,
        target=taken.target,
        number=request.number,
        application=application.number,
    )
    db.session.flush()


def answer_no(*, actor: Actor, request: HelpRequest, reason: str, version: int | None = None) -> None:
    """Do not take it up, for a *reason* that the household reads. No declared relative of it decides this.

    Raises :class:`Refused` also while nobody has come or called.
    """
    _check(request, version, reason)
    blockers = [
        blocker
        for relatives in relatives_of(_households_meant(request)).values()
        for blocker in relatives.blockers(actor)
    ]
    if blockers:
        raise Refused(list(dict.fromkeys(blockers)))
    _end(actor, request, "answer_no", "help_request_answered", reason)


def withdraw(*, actor: Actor, request: HelpRequest, reason: str, version: int | None = None) -> None:
    """The household tells that it takes its request back, and why."""
    _check(request, version, reason)
    _end(actor, request, "withdraw", "help_request_withdrawn", reason)


def reopen(*, actor: Actor, request: HelpRequest, reason: str, version: int | None = None) -> None:
    """One level up found the answer wanting: back to the village, with new days."""
    _check(request, version, reason)
    taken = MACHINE.take("reopen", Attempt(subject=request, actor=actor, reason=reason))
    terms = queries.load_terms(request.village)
    request.reason, request.ended_on, request.ended_by_id = "", None, None
    request.visited_on = None
    request.visit_due_on, request.answer_due_on = terms.visit_due_on, terms.answer_due_on
    audit.record(
        "help_request_reopened",
        actor=actor,
        subject=request,
        household_id=request.household_id,
        reason=reason.strip(),
        source=taken.source,
        target=taken.target,
        number=request.number,
    )
    db.session.flush()


def _end(actor: Actor, request: HelpRequest, step: str, event: str, reason: str) -> None:
    with db.session.no_autoflush:
        taken = MACHINE.take(step, Attempt(subject=request, actor=actor, reason=reason))
        request.reason = reason.strip()
    request.ended_on, request.ended_by_id = clock.today(), actor.id
    audit.record(
        event,
        actor=actor,
        subject=request,
        household_id=request.household_id,
        reason=request.reason,
        source=taken.source,
        target=taken.target,
        number=request.number,
    )
    db.session.flush()


def _households_meant(request: HelpRequest) -> list[int]:
    """The household that sent it, or while that is not known all that may be meant."""
    if request.household_id is not None:
        return [request.household_id]
    return [household.id for household in queries.list_meant_households(request)]


def _check(request: HelpRequest, version: int | None, reason: str) -> None:
    """Nobody was faster, and the *reason* holds nothing of a person's numbers."""
    _check_version(request, version)
    if reason.strip() and (problem := rules.reason_problem(reason, request.head_name)):
        raise Invalid(problem, "reason")


def _check_version(request: HelpRequest, version: int | None) -> None:
    if version is not None and version != request.version:
        raise Conflict(Message(N_("Somebody was faster: this request was changed meanwhile.")))


def _next_request_number() -> str:
    """Letter and year, and a running number: ``Z2026-00012`` (自主申请)."""
    year = clock.today().year
    return f"Z{year}-{next_number(f'help_request/{year}'):05d}"
