"""Drawing up a list, taking entries off, setting entries aside, and telling the households."""

import datetime as dt
from collections.abc import Sequence

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.signals import cases_decided
from app.domain.applications import queries as application_queries
from app.domain.applications import service as applications
from app.domain.applications.models import Application, ApplicationState
from app.domain.areas.models import Area
from app.domain.candidate_lists import queries
from app.domain.candidate_lists.models import (
    CandidateList,
    EntryStanding,
    ListEntry,
    ListState,
    RemovalCause,
    Telling,
)
from app.domain.comparisons.queries import blockers_among, hit_blockers
from app.domain.kinship.queries import relatives_of
from app.domain.rounds.models import Round, RoundState


def draw_up_list(*, actor: Actor, round_: Round, village: Area) -> CandidateList:
    """Draw up a list from every application of *village* that the meeting passed.

    The first list of a village in a round is its main list, later ones are supplementary. Raises
    :class:`Refused` when nothing passed, or when another list is still being drawn up.
    """
    if not can(actor, Permission.CANDIDATE_LIST_DRAW_UP, village):
        raise Forbidden()
    passed = application_queries.list_in_states(round_.id, village.id, [ApplicationState.PASSED])
    blockers = []
    if round_.state is not RoundState.OPEN:
        blockers.append(Message(N_("This round is closed.")))
    if not passed:
        blockers.append(
            Message(N_("No application of this village has passed a meeting and waits for a list."))
        )
    if queries.find_draft(round_.id, village.id) is not None:
        blockers.append(Message(N_("A list of this village is still being drawn up; add to that one.")))
    blockers += [reason for reasons in blockers_among(passed).values() for reason in reasons]
    if blockers:
        raise Refused(blockers)
    candidate_list = CandidateList(
        round_id=round_.id,
        village_id=village.id,
        ordinal=queries.next_ordinal(round_.id, village.id),
        state=ListState.DRAFT,
        state_since=clock.now(),
        drawn_up_on=clock.today(),
    )
    candidate_list.round, candidate_list.village = round_, village
    db.session.add(candidate_list)
    db.session.flush()
    for application in passed:
        _put_on(actor, candidate_list, application)
    db.session.flush()
    audit.record(
        "list_drawn_up",
        actor=actor,
        subject=candidate_list,
        households=len(passed),
        people=sum(application.people for application in passed),
    )
    db.session.flush()
    return candidate_list


def put_on_list(*, actor: Actor, candidate_list: CandidateList, application: Application) -> ListEntry:
    """Put a passed application (or one that was left out) on a list that is being drawn up; no relative does."""
    _still_draft(actor, candidate_list)
    _no_relative(actor, application)
    _same_village(candidate_list, application)
    if blockers := hit_blockers(application):
        raise Refused(blockers)
    taken_back: list[int] = []
    if application.state is ApplicationState.LEFT_OUT:
        applications.move(actor=actor, application=application, step="take_back")
        taken_back = [application.id]
    entry = _put_on(actor, candidate_list, application)
    db.session.flush()
    if taken_back:
        cases_decided.send(actor, application_ids=taken_back, stage="village")
    return entry


def leave_out(*, actor: Actor, candidate_list: CandidateList, application: Application, reason: str) -> None:
    """Leave a passed application out of a list that is being drawn up; the *reason* is kept and shown.

    When the household already stood on a posted version of the list, it is noted as to be told. No relative of the
    household does this.
    """
    _still_draft(actor, candidate_list)
    _no_relative(actor, application)
    if not reason.strip():
        raise Invalid(Message(N_("Leaving out a household that passed needs a reason.")), "reason")
    _same_village(candidate_list, application)
    entry = queries.find_standing_entry(application.id)
    if entry is not None and entry.list_id != candidate_list.id:
        raise Refused([Message(N_("This household stands on another list; it is taken off there."))])
    applications.move(actor=actor, application=application, step="leave_out", reason=reason)
    audit.record(
        "application_left_out",
        actor=actor,
        subject=application,
        household_id=application.household_id,
        reason=reason.strip(),
        number=application.number,
    )
    if entry is not None:
        take_off(actor=actor, entry=entry, cause=RemovalCause.VILLAGE, reason=reason)
    db.session.flush()
    cases_decided.send(actor, application_ids=[application.id], stage="village")


def take_off(
    *,
    actor: Actor,
    entry: ListEntry,
    cause: RemovalCause,
    reason: str,
    standing: EntryStanding = EntryStanding.REMOVED,
    tell: bool = True,
) -> None:
    """Take an entry off its list for a *reason*. The household must be told (*tell*) until somebody did.

    The application's own step is the caller's: why it ends differs with who ends it.
    """
    entry.standing = standing
    entry.removal_cause = cause
    entry.reason = reason.strip()
    entry.off_on = clock.today()
    audit.record(
        "entry_removed",
        actor=actor,
        subject=entry.candidate_list,
        household_id=entry.household_id,
        reason=entry.reason,
        sequence=entry.sequence,
        cause=cause.value,
    )
    if tell:
        note_to_tell(
            entry=entry,
            what=Message(N_("You are no longer on the list."))
            if standing is EntryStanding.REMOVED
            else Message(N_("Your application went back to the village to be looked at again.")),
            reason=entry.reason,
        )


def note_to_tell(*, entry: ListEntry, what: Message, reason: str) -> Telling:
    """Note that a household must be told something about its place on the list."""
    telling = Telling(
        list_id=entry.list_id,
        household_id=entry.household_id,
        head_name=entry.head_name,
        what=what.as_data(),
        reason=reason,
    )
    telling.candidate_list = entry.candidate_list
    db.session.add(telling)
    return telling


def record_telling(*, actor: Actor, telling: Telling, told_on: dt.date, how: str) -> None:
    """Record that a household was told: when and how (by visit, telephone, letter)."""
    if not can(actor, Permission.TELLING_RECORD, telling) or actor.id is None:
        raise Forbidden()
    if telling.told_on is not None:
        raise Refused([Message(N_("It is already recorded that this household was told."))])
    if told_on > clock.today():
        raise Invalid(Message(N_("This day is still to come.")), "told_on")
    if not how.strip():
        raise Invalid(Message(N_("Please write how the household was told.")), "how")
    telling.told_on, telling.told_by_id, telling.told_how = told_on, actor.id, how.strip()
    audit.record(
        "household_told",
        actor=actor,
        subject=telling.candidate_list,
        household_id=telling.household_id,
        how=how.strip(),
    )
    db.session.flush()


def set_aside(
    *, actor: Actor, candidate_list: CandidateList, entries: Sequence[ListEntry], state: ListState
) -> CandidateList:
    """Move disputed *entries* onto a new supplementary list that stands at *state*; the others go on."""
    supplementary = CandidateList(
        round_id=candidate_list.round_id,
        village_id=candidate_list.village_id,
        ordinal=queries.next_ordinal(candidate_list.round_id, candidate_list.village_id),
        parent_id=candidate_list.id,
        state=state,
        state_since=clock.now(),
        drawn_up_on=clock.today(),
    )
    supplementary.round, supplementary.village = candidate_list.round, candidate_list.village
    db.session.add(supplementary)
    db.session.flush()
    for entry in entries:
        entry.standing = EntryStanding.SET_ASIDE
        entry.moved_to_id = supplementary.id
        entry.off_on = clock.today()
    db.session.flush()
    for sequence, entry in enumerate(entries, 1):
        moved = ListEntry(
            list_id=supplementary.id,
            application_id=entry.application_id,
            household_id=entry.household_id,
            sequence=sequence,
            group_name=entry.group_name,
            head_name=entry.head_name,
            people=entry.people,
            standing=EntryStanding.STANDING,
        )
        moved.candidate_list = supplementary
        db.session.add(moved)
    audit.record(
        "entries_set_aside",
        actor=actor,
        subject=candidate_list,
        sequences=[entry.sequence for entry in entries],
        list_id=supplementary.id,
    )
    db.session.flush()
    return supplementary


def refresh_entries(*, candidate_list: CandidateList) -> None:
    """Take names, groups and head-counts of a draft's entries anew from the register, before they freeze."""
    for entry in queries.list_standing_entries(candidate_list.id):
        household = entry.application.household
        entry.head_name = household.head_name
        entry.people = household.people
        entry.group_name = household.group.name_zh if household.group else ""
        entry.application.people = household.people


def _put_on(actor: Actor, candidate_list: CandidateList, application: Application) -> ListEntry:
    applications.move(actor=actor, application=application, step="put_on_list")
    household = application.household
    entry = ListEntry(
        list_id=candidate_list.id,
        application_id=application.id,
        household_id=household.id,
        sequence=queries.next_sequence(candidate_list),
        group_name=household.group.name_zh if household.group else "",
        head_name=household.head_name,
        people=household.people,
        standing=EntryStanding.STANDING,
    )
    entry.application = application
    candidate_list.entries.append(entry)
    return entry


def _no_relative(actor: Actor, application: Application) -> None:
    if blockers := relatives_of([application.household_id])[application.household_id].blockers(actor):
        raise Refused(blockers)


def _same_village(candidate_list: CandidateList, application: Application) -> None:
    if (application.round_id, application.village_id) != (candidate_list.round_id, candidate_list.village_id):
        raise Invalid(Message(N_("This application belongs to another village or round.")))


def _still_draft(actor: Actor, candidate_list: CandidateList) -> None:
    if not can(actor, Permission.CANDIDATE_LIST_DRAW_UP, candidate_list):
        raise Forbidden()
    candidate_list = queries.lock_candidate_list(candidate_list.id)
    if candidate_list.state is not ListState.DRAFT:
        raise Refused(
            [
                Message(
                    N_(
                        "This list is no longer being drawn up. To correct a posted list, withdraw its notice."
                    )
                )
            ]
        )
