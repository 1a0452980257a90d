"""Filing an objection, naming its investigators, deciding it — and what the decision does to the list."""

from collections.abc import Sequence

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import NOBODY, Actor, Permission, can
from app.core.receipts import OBJECTION, new_code
from app.core.serials import next_number
from app.core.signals import cases_decided
from app.domain.applications.rules import Person, distinct_people
from app.domain.attachments.models import Attachment
from app.domain.calendars.queries import load_calendar
from app.domain.candidate_lists.models import ListEntry
from app.domain.notices import queries as notice_queries
from app.domain.notices.models import Notice
from app.domain.objections import concern, queries, rules
from app.domain.objections.models import (
    Channel,
    Objection,
    ObjectionAbout,
    ObjectionEvidence,
    ObjectionState,
    Outcome,
)
from app.domain.objections.steps import MACHINE


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

    To a notice without a list it is a question or a complaint about the notice. At the counter an officer files
    it for the visitor and needs the permission. Raises :class:`Refused` when the
    notice is not open, :class:`Invalid` with the field that is wrong.
    """
    if channel is Channel.COUNTER and not can(actor, Permission.OBJECTION_FILE, notice):
        raise Forbidden()
    _check_open(notice, about)
    policy = notice.round.policy
    if problem := rules.filing_problem(
        about,
        has_entry=entry is not None,
        left_out_name=left_out_name,
        grounds=grounds,
        name=objector_name,
        may_be_anonymous=policy.objection_anonymous_allowed,
    ):
        raise Invalid(problem[1], problem[0])
    if (entry := entry if about is ObjectionAbout.ENTRY else None) is not None:
        _check_stands_on(notice, entry)
    number = _next_number()
    salt, code_key = new_code(OBJECTION, number, queries.has_code_key)
    objection = Objection(
        number=number,
        notice_id=notice.id,
        entry_id=entry.id if entry is not None else None,
        about=about,
        left_out_name=left_out_name.strip() if about is ObjectionAbout.LEFT_OUT else "",
        grounds=grounds.strip(),
        objector_name=objector_name.strip() or None,
        objector_contact=objector_contact.strip() or None,
        channel=channel,
        level=rules.level_of(notice),
        state=ObjectionState.FILED,
        received_at=clock.now(),
        received_by_id=actor.id,
        due_on=policy.objection_due_on(clock.today(), load_calendar()),
        secret_salt=salt,
        code_key=code_key,
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
        subject=notice.case,
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
    concern.check_relatives(actor, objection, people)
    recorded = concern.recorded_in_village(objection)
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
        subject=objection.notice.case,
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
        subject=objection.notice.case,
        reason=objection.public_reply,
        source=taken.source,
        target=taken.target,
        number=objection.number,
        outcome=outcome.value,
    )
    touched = [objection.entry.application_id] if objection.entry is not None else []
    if objection.removes_entry:
        concern.remove_entry(actor, objection, objection.public_reply)
    elif objection.about is ObjectionAbout.LEFT_OUT and outcome is Outcome.UPHELD:
        touched = concern.reopen_applications(actor, objection, objection.public_reply)
    db.session.flush()
    if touched:
        cases_decided.send(actor, application_ids=touched, stage="objection")


def _check_open(notice: Notice, about: ObjectionAbout) -> None:
    state = notice_queries.standing(notice).state
    if blockers := rules.why_not_fileable(state, is_of_list=notice.is_of_list):
        raise Refused(blockers)
    if problem := rules.why_not_about(notice, about):
        raise Invalid(problem, "about")


def _next_number() -> str:
    """Year of receipt and a running number, e.g. ``Y2026-00012``."""
    year = clock.today().year
    return f"Y{year}-{next_number(f'objection/{year}'):05d}"


def _check_stands_on(notice: Notice, entry: ListEntry) -> None:
    if not notice_queries.load_sequences([notice.id], [entry.id]):
        raise Invalid(Message(rules.NO_SUCH_ROW, number=entry.sequence), "entry")


def _check_version(objection: Objection, version: int | None) -> None:
    if version is not None and version != objection.version:
        raise Conflict(Message(N_("Somebody was faster: this objection was changed meanwhile.")))


def _check_decision(
    actor: Actor, objection: Objection, outcome: Outcome, finding: str, public_reply: str, removes_entry: bool
) -> None:
    concern.check_answer(objection, finding, public_reply)
    if removes_entry and outcome is Outcome.REJECTED:
        raise Invalid(Message(N_("A rejected objection takes nobody off the list.")), "outcome")
    concern.check_relatives(actor, objection, concern.investigators_of(objection))
    concern.check_no_part(actor, objection)
