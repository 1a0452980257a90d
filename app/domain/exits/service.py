"""Acts on the way out: proposing, the check, the household's own word, striking the number, a total to compare with."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.domain.applications import service as applications
from app.domain.applications.models import Application
from app.domain.applications.rules import Person, day_problem
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.exits import queries, rules
from app.domain.exits.models import ExitAnswer, ExitCheck, ReportedTotal
from app.domain.households import registration
from app.domain.households.models import Household, RegisterExit
from app.domain.households.rules import per_head_fen
from app.domain.rounds.models import Round

#: no total of an earlier year is compared
FIRST_YEAR = 2000


def propose(
    *,
    actor: Actor,
    round_: Round,
    households: Sequence[Household],
    reason: str,
    paper: Attachment,
    proposed_on: dt.date | None = None,
) -> list[Application]:
    """Propose *households* for exit: what the two committees agreed on, with the signed *paper* of their meeting.

    Each goes the way of an application from here. Raises :class:`Refused` with every household that cannot be
    proposed: not in the register, without an income over the line, proposed already; then none is.
    """
    _must_be_exit(round_)
    if not households:
        raise Invalid(Message(N_("Choose at least one household.")), "households")
    check_texts(reason=reason)
    blockers = [problem for one in households for problem in _proposal_blockers(round_, one)]
    consents = queries.list_consenting([one.id for one in households])
    if round_.policy.comparison_required:
        blockers += [
            Message(
                N_("%(number)s never agreed to a data comparison; let it sign first."),
                number=one.household_no,
            )
            for one in households
            if one.id not in consents
        ]
    if blockers:
        raise Refused(blockers)
    return [
        applications.file_application(
            actor=actor,
            round_=round_,
            household=one,
            applicant_name=one.head_name,
            cause=one.main_cause or "other",
            reason=reason,
            consents_to_comparison=one.id in consents,
            signed_copy=paper,
            filed_on=proposed_on,
        )
        for one in households
    ]


def _proposal_blockers(round_: Round, household: Household) -> list[Message]:
    year = round_.reference_year
    line = round_.policy.leaving_line(year)
    if line is None:
        return [Message(N_("The policy has no income line for %(year)s."), year=year)]
    income = per_head_fen(household, year)
    if income is None:
        return [
            Message(
                N_("%(number)s: no income of %(year)s is in the register."),
                number=household.household_no,
                year=year,
            )
        ]
    if not rules.is_over_the_line(income, line):
        return [
            Message(
                N_("%(number)s: the income of %(income)s yuan a head is not over the line of %(line)s yuan."),
                number=household.household_no,
                income=rules.yuan_of(income),
                line=line.amount_yuan,
            )
        ]
    return []


def record_check(
    *,
    actor: Actor,
    application: Application,
    checked_on: dt.date,
    visitors: Sequence[Person],
    findings: str,
    sheet: Attachment,
    met: Collection[str],
) -> ExitCheck:
    """Record the check by committee and work team: a home visit with its signed sheet, and which guarantees are *met*.

    The income is the register's of the round's year, against the line. Raises what recording a visit raises,
    :class:`Invalid` for a guarantee that is unknown or denied by the register, :class:`Refused` without an income.
    """
    round_, household = application.round, application.household
    _must_be_exit(round_)
    check_texts(findings=findings)
    if unknown := set(met) - set(rules.GUARANTEES):
        raise Invalid(Message(N_("Unknown: %(names)s."), names=", ".join(sorted(unknown))), "met")
    line = round_.policy.leaving_line(round_.reference_year)
    income = per_head_fen(household, round_.reference_year)
    if line is None or income is None:
        raise Refused([Message(N_("Without an income of the year and a line nothing can be checked."))])
    _must_agree_with_record(household, met, round_.reference_year)
    visit = applications.record_exit_visit(
        actor=actor,
        application=application,
        visited_on=checked_on,
        visitors=visitors,
        findings=findings,
        sheet=sheet,
    )
    check = ExitCheck(
        application_id=application.id,
        visit_id=visit.id,
        per_head_fen=income,
        line_fen=line.amount_fen,
        **{name: name in met for name in rules.GUARANTEES},
    )
    check.application, check.visit = application, visit
    db.session.add(check)
    _record("exit_checked", actor, application, number=application.number, met=len(set(met)))
    return check


def _must_agree_with_record(household: Household, met: Collection[str], year: int) -> None:
    """Nobody ticks what the register denies: the record is mended first, or the tick is left out."""
    if denied := rules.denied(met, rules.record_of(household, year)):
        words = N_(
            "By the register this is not met: %(what)s. Mend the household's record first, or do not tick it."
        )
        raise Invalid(Message(words, what=Message(rules.GUARANTEES[denied[0]])), "met")


def record_answer(
    *,
    actor: Actor,
    application: Application,
    accepts: bool,
    said_on: dt.date,
    signed_by: str,
    paper: Attachment,
    reason: str = "",
) -> ExitAnswer:
    """Record what the household itself says to its exit, after the check, on a paper that it signed.

    A refusal needs the household's *reason*; it keeps the household in the register until it says otherwise.
    Raises :class:`Refused` before the check or when the case has ended, :class:`Invalid`, :class:`Forbidden`.
    """
    if not can(actor, Permission.EXIT_ACCEPT, application) or actor.id is None:
        raise Forbidden()
    _must_be_exit(application.round)
    if application.state in queries.ENDED:
        raise Refused([Message(N_("This case has ended; nothing is signed any more."))])
    check = queries.load_checks([application.id]).get(application.id)
    if check is None:
        raise Refused([Message(N_("First committee and work team check the household."))])
    if problem := day_problem(said_on, not_before=check.visit.visited_on, today=clock.today()):
        raise Invalid(problem, "said_on")
    if not signed_by.strip():
        raise Invalid(Message(N_("Write who of the household signed.")), "signed_by")
    if not rules.may_sign(signed_by.strip(), application.household):
        words = N_(
            "This is nobody of the household. Whoever signs for it stands there with the relation in brackets."
        )
        raise Invalid(Message(words), "signed_by")
    if not accepts and not reason.strip():
        raise Invalid(Message(N_("Write why the household does not agree.")), "reason")
    check_texts(signed_by=signed_by, reason=reason)
    answer = ExitAnswer(
        application_id=application.id,
        accepts=accepts,
        said_on=said_on,
        signed_by=signed_by.strip(),
        reason=reason.strip(),
        paper_id=paper.id,
        recorded_by_id=actor.id,
        recorded_at=clock.now(),
    )
    answer.application = application
    db.session.add(answer)
    _record("exit_answered", actor, application, number=application.number, accepts=accepts)
    return answer


def strike_number(*, actor: Actor, left: RegisterExit, household: Household) -> None:
    """Strike the number of a household that left, once the watch is over. The county does this.

    Raises :class:`Refused` before that day, when it was struck already, or when the household has come back.
    """
    if not can(actor, Permission.CANDIDATE_LIST_ANNOUNCE, household):
        raise Forbidden()
    blockers = []
    if left.undone_on is not None:
        blockers.append(Message(N_("This exit does not count any more.")))
    if left.struck_on is not None:
        blockers.append(Message(N_("The number was struck on %(day)s already."), day=left.struck_on))
    if clock.today() < left.watch_until:
        blockers.append(Message(N_("The watch lasts until %(day)s."), day=left.watch_until))
    if registration.membership_of(household.id).has_returned:
        blockers.append(Message(N_("The household has been registered again since.")))
    if blockers:
        raise Refused(blockers)
    left.struck_on = clock.today()
    _record("number_struck", actor, household, household_no=household.household_no)


def strike_from_register(*, actor: Actor, household: Household, reason: str) -> None:
    """Strike a household that should not be in the register, or belongs to another scheme, for a *reason*."""
    if not can(actor, Permission.CANDIDATE_LIST_ANNOUNCE, household):
        raise Forbidden()
    if not reason.strip():
        raise Invalid(Message(N_("Please give the reason.")), "reason")
    check_texts(reason=reason)
    if not registration.membership_of(household.id).is_in:
        raise Refused([Message(N_("This household is not in the register."))])
    registration.strike_wholly(household_id=household.id, on=clock.today(), reason=reason.strip())
    _record("register_struck", actor, household, reason, household_no=household.household_no)


def report_total(
    *, actor: Actor, area: Area, year: int, households: int, people: int, source: str
) -> ReportedTotal:
    """Note a total of the register as it was reported for the end of *year*. It is compared and changes nothing."""
    if not can(actor, Permission.REPORT_WRITE, area) or actor.id is None:
        raise Forbidden()
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Invalid(
            Message(
                N_("Write a number from %(lowest)s to %(highest)s."),
                lowest=FIRST_YEAR,
                highest=clock.today().year,
            ),
            "year",
        )
    if households < 0:
        raise Invalid(Message(N_("Write a number that is not less than 0.")), "households")
    if people < households:
        raise Invalid(Message(N_("So many households cannot have so few people.")), "people")
    if not source.strip():
        raise Invalid(Message(N_("Write where this total stands.")), "source")
    check_texts(source=source)
    row = ReportedTotal(
        area_id=area.id,
        year=year,
        households=households,
        people=people,
        source=source.strip(),
        recorded_by_id=actor.id,
        recorded_at=clock.now(),
    )
    row.area = area
    db.session.add(row)
    audit.record("total_reported", actor=actor, subject=area, year=year, households=households, people=people)
    db.session.flush()
    return row


def _must_be_exit(round_: Round) -> None:
    if not round_.is_exit:
        raise Refused([Message(N_("In this round households are chosen; nobody leaves by it."))])


def _record(
    name: str, actor: Actor, subject: Application | Household, reason: str = "", **fields: Any
) -> None:
    household_id = subject.household_id if isinstance(subject, Application) else subject.id
    db.session.flush()
    audit.record(name, actor=actor, subject=subject, household_id=household_id, reason=reason, **fields)
    db.session.flush()
