"""Filing an objection, naming its investigators, deciding it — and what the decision does to the list."""

import secrets
from collections.abc import Sequence
from typing import Any

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import NOBODY, Actor, Permission, can
from app.core.serials import next_number
from app.core.signals import cases_decided
from app.domain.applications import queries as application_queries
from app.domain.applications import service as applications
from app.domain.applications.models import Application, ApplicationState
from app.domain.applications.rules import Person, distinct_people
from app.domain.appraisals import queries as appraisal_queries
from app.domain.attachments.models import Attachment
from app.domain.calendars.queries import load_calendar
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists import service as candidate_lists
from app.domain.candidate_lists.models import ListEntry, RemovalCause
from app.domain.households import registration
from app.domain.kinship.queries import relatives_of
from app.domain.notices import queries as notice_queries
from app.domain.notices.models import Notice
from app.domain.notices.showing import has_personal_number
from app.domain.objections import rules
from app.domain.objections.models import (
    Channel,
    Objection,
    ObjectionAbout,
    ObjectionEvidence,
    ObjectionState,
    Outcome,
)
from app.domain.objections.steps import MACHINE
from app.domain.policies.vocabulary import NoticeKind

REMOVAL_CAUSES = {
    NoticeKind.FIRST_NOTICE: RemovalCause.OBJECTION_FIRST,
    NoticeKind.SECOND_NOTICE: RemovalCause.OBJECTION_SECOND,
    NoticeKind.ANNOUNCEMENT: RemovalCause.OBJECTION_ANNOUNCEMENT,
}


def file_objection(
    *,
    actor: Actor = NOBODY,
    notice: Notice,
    about: ObjectionAbout,
    grounds: str,
    entry: ListEntry | None = None,
    left_out_name: str = "",
    objector_name: str = "",
    objector_contact: str = "",
    evidence: Sequence[Attachment] = (),
    channel: Channel = Channel.WEB,
) -> Objection:
    """Receive an objection from anyone. *entry* is the list entry behind the notice's row.

    At the counter an officer files it for the visitor and needs the permission. Raises :class:`Refused` when the
    notice is not open, :class:`Invalid` with the field that is wrong.
    """
    if channel is Channel.COUNTER and not can(actor, Permission.OBJECTION_FILE, notice):
        raise Forbidden()
    policy = notice.round.policy
    if blockers := rules.why_not_fileable(notice_queries.standing(notice).state):
        raise Refused(blockers)
    problem = rules.filing_problem(
        about,
        has_entry=entry is not None,
        left_out_name=left_out_name,
        grounds=grounds,
        name=objector_name,
        may_be_anonymous=policy.objection_anonymous_allowed,
    )
    if problem is not None:
        raise Invalid(problem[1], problem[0])
    if about is ObjectionAbout.ENTRY and entry is not None:
        _check_stands_on(notice, entry)
    today = clock.today()
    number = f"Y{today.year}-{next_number(f'objection/{today.year}'):05d}"
    objection = Objection(
        number=number,
        notice_id=notice.id,
        entry_id=entry.id if entry is not None and about is ObjectionAbout.ENTRY else None,
        about=about,
        left_out_name=left_out_name.strip() if about is ObjectionAbout.LEFT_OUT else "",
        grounds=grounds.strip(),
        objector_name=objector_name.strip() or None,
        objector_contact=objector_contact.strip() or None,
        channel=channel,
        level=rules.level_for(notice.kind),
        state=ObjectionState.FILED,
        received_at=clock.now(),
        received_by_id=actor.id,
        due_on=policy.objection_due_on(today, load_calendar()),
        secret_salt=secrets.token_hex(16),
        finding="",
        public_reply="",
    )
    objection.notice = notice
    objection.evidence = [ObjectionEvidence(attachment_id=file.id, attachment=file) for file in evidence]
    db.session.add(objection)
    db.session.flush()
    audit.record(
        "objection_filed",
        actor=actor if channel is Channel.COUNTER else NOBODY,
        subject=notice.candidate_list,
        number=number,
        channel=channel.value,
    )
    return objection


def assign_investigators(
    *, actor: Actor, objection: Objection, investigators: Sequence[Person], version: int | None = None
) -> None:
    """Name who investigates; the policy says how many at least. May be changed until the decision.

    Neither a declared relative of the household concerned nor whoever did the village's own work investigates, and
    no relative names those who do. Raises :class:`Refused` or :class:`Invalid`.
    """
    _check_version(objection, version)
    people = distinct_people(investigators)
    _check_relatives(actor, objection, people)
    recorded = _recorded_in_village(objection)
    for person in people:
        if rules.took_part([person.user_id, person.name], recorded):
            raise Invalid(
                Message(
                    N_("%(name)s took part in the village's own work on this household; name somebody else."),
                    name=person.name,
                ),
                "investigators",
            )
    objection.investigators = [person.as_data() for person in people]
    taken = MACHINE.take("investigate", Attempt(subject=objection, actor=actor))
    audit.record(
        "objection_assigned",
        actor=actor,
        subject=objection.notice.candidate_list,
        source=taken.source,
        target=taken.target,
        number=objection.number,
    )
    db.session.flush()


def decide_objection(
    *,
    actor: Actor,
    objection: Objection,
    outcome: Outcome,
    finding: str,
    public_reply: str,
    removes_entry: bool = False,
    evidence: Sequence[Attachment] = (),
    version: int | None = None,
) -> None:
    """Close an objection with what was found and one public sentence.

    Upheld against an entry takes it off its list; partly upheld does so when *removes_entry* says so. Upheld for
    somebody left out sends that household's application back to the village to be considered again. A declared
    relative of the household concerned does not decide, and neither does anybody on what a relative investigated.
    """
    _check_version(objection, version)
    if actor.id is None:
        raise Forbidden()
    _check_decision(actor, objection, outcome, finding, public_reply, removes_entry)
    with db.session.no_autoflush:
        taken = MACHINE.take("decide", Attempt(subject=objection, actor=actor))
        objection.outcome = outcome
        objection.finding, objection.public_reply = finding.strip(), public_reply.strip()
        objection.decided_on, objection.decided_by_id = clock.today(), actor.id
        against_entry = objection.about is ObjectionAbout.ENTRY
        objection.removes_entry = against_entry and (outcome is Outcome.UPHELD or removes_entry)
        objection.evidence.extend(
            ObjectionEvidence(attachment_id=file.id, attachment=file, from_investigation=True)
            for file in evidence
        )
    audit.record(
        "objection_decided",
        actor=actor,
        subject=objection.notice.candidate_list,
        reason=objection.public_reply,
        source=taken.source,
        target=taken.target,
        number=objection.number,
        outcome=outcome.value,
    )
    touched = [objection.entry.application_id] if objection.entry is not None else []
    if objection.removes_entry:
        _remove_entry(actor, objection)
    elif objection.about is ObjectionAbout.LEFT_OUT and outcome is Outcome.UPHELD:
        touched = _reopen_applications(actor, objection)
    db.session.flush()
    if touched:
        cases_decided.send(actor, application_ids=touched, stage="objection")


def _check_relatives(actor: Actor, objection: Objection, investigators: Sequence[Person]) -> None:
    households = _households_concerned(objection)
    blockers = []
    for relatives in relatives_of(households).values():
        blockers += relatives.blockers(actor) + relatives.blockers_for(investigators)
    if blockers:
        raise Refused(blockers)


def _households_concerned(objection: Objection) -> list[int]:
    """The household objected to, or those that may be meant by somebody left out."""
    if objection.entry is not None:
        return [objection.entry.household_id]
    return [application.household_id for application in _left_out_candidates(objection)]


def _check_stands_on(notice: Notice, entry: ListEntry) -> None:
    if not notice_queries.load_sequences([notice.id], [entry.id]):
        raise Invalid(Message(rules.NO_SUCH_ROW, number=entry.sequence), "entry")


def _check_version(objection: Objection, version: int | None) -> None:
    if version is not None and version != objection.version:
        raise Conflict(Message(N_("Somebody was faster: this objection was changed meanwhile.")))


def _check_decision(
    actor: Actor, objection: Objection, outcome: Outcome, finding: str, public_reply: str, removes_entry: bool
) -> None:
    if not finding.strip():
        raise Invalid(Message(N_("Please write what the investigation found.")), "finding")
    if not public_reply.strip():
        raise Invalid(
            Message(N_("Please write the answer in one sentence; everybody may read it.")), "public_reply"
        )
    if names := _named_in(objection, public_reply):
        raise Invalid(
            Message(
                N_("Everybody may read the answer: leave out names (%(names)s)."), names="、".join(names)
            ),
            "public_reply",
        )
    if has_personal_number(public_reply):
        raise Invalid(
            Message(
                N_("Everybody may read the answer: leave out identity numbers, telephones and bank cards.")
            ),
            "public_reply",
        )
    if removes_entry and outcome is Outcome.REJECTED:
        raise Invalid(Message(N_("A rejected objection takes nobody off the list.")), "outcome")
    _check_relatives(actor, objection, _investigators(objection))
    if rules.took_part([actor.id, actor.name], _recorded_in_village(objection)):
        raise Refused(
            [
                Message(
                    N_(
                        "You took part in the village's own work on this household; somebody else must decide."
                    )
                )
            ]
        )


def _investigators(objection: Objection) -> list[Person]:
    return [Person(str(one["name"]), one.get("user_id")) for one in objection.investigators or []]


def _recorded_in_village(objection: Objection) -> list[dict[str, Any]]:
    """Who visited the household for the village and who chaired the meeting on it, as recorded."""
    if objection.entry is None:
        return []
    application = objection.entry.application
    people = [person for visit in application.visits for person in visit.visitors]
    for _, name, user_id in appraisal_queries.list_chairs([application.id]):
        people.append({"name": name, "user_id": user_id})
    return people


def _named_in(objection: Objection, text: str) -> list[str]:
    """Who of those concerned, or of those who wrote, is named in *text*."""
    known = [objection.objector_name or "", objection.left_out_name]
    if objection.entry is not None:
        household = objection.entry.application.household
        known += [household.head_name, *(member.name for member in household.members)]
    return sorted({name for name in known if len(name) >= 2 and name in text})


def _remove_entry(actor: Actor, objection: Objection) -> None:
    entry = list_queries.find_standing_entry(objection.entry.application_id) if objection.entry else None
    if entry is None:
        return
    reason = objection.public_reply
    applications.move(actor=actor, application=entry.application, step="remove_objection", reason=reason)
    registration.strike(
        household_id=entry.household_id,
        round_id=objection.notice.round_id,
        on=clock.today(),
        reason=reason,
    )
    candidate_lists.take_off(
        actor=actor, entry=entry, cause=REMOVAL_CAUSES[objection.notice.kind], reason=reason
    )


def _reopen_applications(actor: Actor, objection: Objection) -> list[int]:
    found = _left_out_candidates(objection)
    for application in found:
        applications.move(actor=actor, application=application, step="reopen", reason=objection.public_reply)
    return [application.id for application in found]


def _left_out_candidates(objection: Objection) -> list[Application]:
    """Applications of the head who is said to be left out, in this village and round, that had ended."""
    ended = application_queries.list_in_states(
        objection.notice.round_id,
        objection.notice.village_id,
        [ApplicationState.LEFT_OUT, ApplicationState.REJECTED],
    )
    return [a for a in ended if a.household.head_name == objection.left_out_name]
