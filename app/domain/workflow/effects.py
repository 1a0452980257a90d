"""What a step does beside changing the state. Each effect calls the room that owns what is changed."""

from collections.abc import Callable
from typing import Any

from app.core import clock
from app.core.db import db
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.domain.applications import service as applications
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists import service as candidate_lists
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListState, RemovalCause
from app.domain.households import registration
from app.domain.notices import queries as notice_queries
from app.domain.notices import service as notices
from app.domain.notices.models import Notice
from app.domain.objections import queries as objection_queries
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews import queries as review_queries
from app.domain.reviews import recusal
from app.domain.reviews import service as reviews
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from app.domain.sheets import service as sheets
from app.domain.workflow.changes import changes_since
from app.domain.workflow.courses import stages_at_issue

Effect = Callable[[Attempt], None]
CAUSE_OF = {ReviewLevel.TOWNSHIP: RemovalCause.TOWNSHIP, ReviewLevel.COUNTY: RemovalCause.COUNTY}


def mark_announced(attempt: Attempt) -> None:
    """The day of the announcement stands on the list. First of its step's effects (the database asks for it)."""
    attempt.subject.announced_on = clock.today()


def unmark_announced(attempt: Attempt) -> None:
    """A withdrawn announcement leaves no such day."""
    attempt.subject.announced_on = None


def refresh_names(attempt: Attempt) -> None:
    """Names and head-counts are taken from the register one last time before they freeze."""
    candidate_lists.refresh_entries(candidate_list=attempt.subject)


def publish(kind: NoticeKind) -> Effect:
    """Issue the notice of *kind* with the entries that stand now, and what changed since the stage before."""

    def effect(attempt: Attempt) -> None:
        candidate_list: CandidateList = attempt.subject
        db.session.flush()
        given: dict[str, Any] = attempt.given or {}
        entries = list_queries.list_standing_entries(candidate_list.id)
        issued = notices.publish(
            actor=attempt.actor,
            candidate_list=candidate_list,
            kind=kind,
            entries=entries,
            hang_on=given.get("hang_on"),
            changes=changes_since(candidate_list, kind),
            stages=stages_at_issue(candidate_list, kind, entries),
        )
        sheets.ensure_sheets(issued)

    effect.__name__ = f"publish_{kind.value}"
    return effect


def withdraw(kind: NoticeKind) -> Effect:
    """Withdraw this list's notice of *kind*; the households on it are to be told."""

    def effect(attempt: Attempt) -> None:
        notice = notice_queries.find_own_notice(attempt.subject.id, kind)
        if notice is not None:
            notices.withdraw(actor=attempt.actor, notice=notice, reason=attempt.reason)
            _tell_everybody(attempt, notice)

    effect.__name__ = f"withdraw_{kind.value}"
    return effect


def _tell_everybody(attempt: Attempt, notice: Notice) -> None:
    for entry in list_queries.list_standing_entries(attempt.subject.id):
        candidate_lists.note_to_tell(
            entry=entry,
            what=Message(N_("Notice %(number)s, on which you stand, was withdrawn."), number=notice.number),
            reason=attempt.reason.strip(),
        )


def set_aside_disputed(state: ListState) -> Effect:
    """Entries with an undecided objection move to a supplementary list that stays at *state*."""

    def effect(attempt: Attempt) -> None:
        candidate_list: CandidateList = attempt.subject
        disputed = objection_queries.list_disputed_entry_ids(candidate_list.id)
        entries = [e for e in list_queries.list_standing_entries(candidate_list.id) if e.id in disputed]
        if entries:
            candidate_lists.set_aside(
                actor=attempt.actor, candidate_list=candidate_list, entries=entries, state=state
            )

    effect.__name__ = "set_aside_disputed"
    return effect


def apply_decisions(level: ReviewLevel) -> Effect:
    """Removed and returned entries leave the list with their reasons; their households are to be told.

    Those that the township leaves to the county go on as they are, whatever was decided before that was known.
    """

    def effect(attempt: Attempt) -> None:
        candidate_list: CandidateList = attempt.subject
        decisions = review_queries.standing_decisions(candidate_list.id, level)
        apart = recusal.list_passed_up(candidate_list.id, level)
        for entry in list_queries.list_standing_entries(candidate_list.id):
            if entry.id in apart or decisions[entry.id].outcome is DecisionOutcome.KEEP:
                continue
            decision = decisions[entry.id]
            removed = decision.outcome is DecisionOutcome.REMOVE
            applications.move(
                actor=attempt.actor,
                application=entry.application,
                step=_application_step(level, removed=removed),
                reason=decision.reason,
            )
            candidate_lists.take_off(
                actor=attempt.actor,
                entry=entry,
                cause=CAUSE_OF[level],
                reason=decision.reason,
                standing=EntryStanding.REMOVED if removed else EntryStanding.RETURNED,
            )

    effect.__name__ = f"apply_{level.value}_decisions"
    return effect


def _application_step(level: ReviewLevel, *, removed: bool) -> str:
    if removed:
        return f"remove_{level.value}"
    return "return" if level is ReviewLevel.TOWNSHIP else "return_county"


def supersede(level: ReviewLevel) -> Effect:
    """A list that goes back is decided anew by *level*."""

    def effect(attempt: Attempt) -> None:
        reviews.supersede_decisions(candidate_list=attempt.subject, level=level)

    effect.__name__ = f"supersede_{level.value}_decisions"
    return effect


def register_households(attempt: Attempt) -> None:
    """Every household that stands on the list becomes registered today."""
    candidate_list: CandidateList = attempt.subject
    for entry in list_queries.list_standing_entries(candidate_list.id):
        applications.move(actor=attempt.actor, application=entry.application, step="register")
        registration.register(
            household_id=entry.household_id,
            round_id=candidate_list.round_id,
            people=entry.people,
            on=clock.today(),
        )


def strike_households(attempt: Attempt) -> None:
    """A withdrawn announcement strikes its registrations."""
    candidate_list: CandidateList = attempt.subject
    for entry in list_queries.list_standing_entries(candidate_list.id):
        applications.move(
            actor=attempt.actor, application=entry.application, step="unregister", reason=attempt.reason
        )
        registration.strike(
            household_id=entry.household_id,
            round_id=candidate_list.round_id,
            on=clock.today(),
            reason=attempt.reason.strip(),
        )
