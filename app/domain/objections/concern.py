"""Whom an objection concerns: who must keep out of it, who may not be named, and what its outcome does to the list."""

from collections.abc import Sequence
from typing import Any

from app.core import clock
from app.core.errors import Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.domain.applications import queries as application_queries
from app.domain.applications import service as applications
from app.domain.applications.models import Application, ApplicationState
from app.domain.applications.rules import Person
from app.domain.appraisals import queries as appraisal_queries
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists import service as candidate_lists
from app.domain.candidate_lists.models import RemovalCause
from app.domain.households import registration
from app.domain.kinship.queries import relatives_of
from app.domain.notices.showing import has_personal_number
from app.domain.objections import rules
from app.domain.objections.models import Objection
from app.domain.policies.vocabulary import NoticeKind

REMOVAL_CAUSES = {
    NoticeKind.FIRST_NOTICE: RemovalCause.OBJECTION_FIRST,
    NoticeKind.SECOND_NOTICE: RemovalCause.OBJECTION_SECOND,
    NoticeKind.ANNOUNCEMENT: RemovalCause.OBJECTION_ANNOUNCEMENT,
}


def check_relatives(actor: Actor, objection: Objection, investigators: Sequence[Person]) -> None:
    """Refuse when the actor, or one of those who investigate, is a declared relative of a household concerned."""
    households = households_concerned(objection)
    blockers = []
    for relatives in relatives_of(households).values():
        blockers += relatives.blockers(actor) + relatives.blockers_for(investigators)
    if blockers:
        raise Refused(blockers)


def check_no_part(actor: Actor, objection: Objection) -> None:
    """Refuse whoever visited the household for the village, or chaired the meeting on it."""
    if rules.took_part([actor.id, actor.name], recorded_in_village(objection)):
        raise Refused(
            [
                Message(
                    N_(
                        "You took part in the village's own work on this household; somebody else must decide."
                    )
                )
            ]
        )


def check_answer(objection: Objection, finding: str, public_reply: str) -> None:
    """A finding and a public sentence that names nobody and holds no personal number; else :class:`Invalid`."""
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


def investigators_of(objection: Objection) -> list[Person]:
    """Who was named to investigate."""
    return [Person(str(one["name"]), one.get("user_id")) for one in objection.investigators or []]


def households_concerned(objection: Objection) -> list[int]:
    """The household objected to, or those that may be meant by somebody left out."""
    if objection.entry is not None:
        return [objection.entry.household_id]
    return [application.household_id for application in left_out_candidates(objection)]


def recorded_in_village(objection: Objection) -> list[dict[str, Any]]:
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


def remove_entry(actor: Actor, objection: Objection, reason: str) -> bool:
    """Take the household objected to off its list, with the public sentence as *reason*; false when it is off."""
    entry = list_queries.find_standing_entry(objection.entry.application_id) if objection.entry else None
    if entry is None:
        return False
    applications.move(actor=actor, application=entry.application, step="remove_objection", reason=reason)
    no_longer = registration.undo_leaving if objection.notice.round.is_exit else registration.strike
    no_longer(
        household_id=entry.household_id,
        round_id=objection.notice.round_id,
        on=clock.today(),
        reason=reason,
    )
    candidate_lists.take_off(
        actor=actor, entry=entry, cause=REMOVAL_CAUSES[objection.notice.kind], reason=reason
    )
    return True


def reopen_applications(actor: Actor, objection: Objection, reason: str) -> list[int]:
    """Send back to the village whoever may be meant by somebody left out; the ids of their applications."""
    found = left_out_candidates(objection)
    for application in found:
        applications.move(actor=actor, application=application, step="reopen", reason=reason)
    return [application.id for application in found]


def left_out_candidates(objection: Objection) -> list[Application]:
    """Applications of the head who is said to be left out, in this village and round, that had ended."""
    ended = application_queries.list_in_states(
        objection.notice.round_id,
        objection.notice.village_id,
        [ApplicationState.LEFT_OUT, ApplicationState.REJECTED],
    )
    return [a for a in ended if a.household.head_name == objection.left_out_name]
