"""Deciding entry by entry at township and county, drawing the sample, recording its home checks."""

import datetime as dt
from collections.abc import Mapping, Sequence

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, can
from app.domain.applications.rules import Person, day_problem, distinct_people
from app.domain.attachments.models import Attachment
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry, ListState
from app.domain.kinship.queries import relatives_of
from app.domain.reviews import draws, queries, recusal, rules
from app.domain.reviews.models import (
    Decision,
    DecisionOutcome,
    HomeCheck,
    HomeCheckPhoto,
    ReviewLevel,
    Sample,
)

STATE_OF = {ReviewLevel.TOWNSHIP: ListState.TOWNSHIP_REVIEW, ReviewLevel.COUNTY: ListState.COUNTY_REVIEW}
#: of one household, handed in at once
MOST_PHOTOS = 8


def decide_entry(
    *, actor: Actor, entry: ListEntry, level: ReviewLevel, outcome: DecisionOutcome, reason: str = ""
) -> Decision:
    """Keep, remove or return one entry. A later decision supersedes an earlier one until the list moves on.

    Raises :class:`Refused` when the list is not under this level's review, the actor took part before or is a
    relative, :class:`Invalid` when the reason is missing.
    """
    _may_review(actor, entry.candidate_list, level)
    return _decide(actor, entry, level, outcome, reason, queries.involvement([entry], level))


def decide_all_but(
    *,
    actor: Actor,
    candidate_list: CandidateList,
    level: ReviewLevel,
    exceptions: Mapping[int, tuple[DecisionOutcome, str]],
) -> list[Decision]:
    """Keep all standing entries but the named *exceptions* (entry id -> (outcome, reason)).

    Households in whose case the actor took part before, and those of relatives, are left to somebody else; those of
    officials' relatives are left to be decided one by one, with a reason. Raises :class:`Refused` when the actor may
    decide on none, or when an exception names one of those.
    """
    _may_review(actor, candidate_list, level)
    entries = list_queries.list_standing_entries(candidate_list.id)
    unknown = set(exceptions) - {entry.id for entry in entries}
    if unknown:
        raise Invalid(
            Message(N_("An exception names a household that does not stand on this list.")), "exceptions"
        )
    involvement = queries.involvement(entries, level)
    keep = (DecisionOutcome.KEEP, "")
    barred = {entry.id for entry in entries if involvement.blockers(actor, entry)}
    if entries and len(barred) == len(entries):
        raise Refused(involvement.blockers(actor, entries[0]))
    left = barred | {entry.id for entry in entries if involvement.needs_written_reason(entry)}
    decided = [
        _decide(actor, entry, level, *exceptions.get(entry.id, keep), involvement)
        for entry in entries
        if entry.id not in left or entry.id in exceptions
    ]
    db.session.flush()
    return decided


def draw_sample(*, actor: Actor, candidate_list: CandidateList, level: ReviewLevel) -> Sample:
    """Draw the entries for home checks from the frozen notice and the public value of the day that follows it.

    Their number follows from the policy, and drawing again gives the same entries, so it cannot be repeated until it
    pleases. Raises :class:`Refused` while the public value is not recorded.
    """
    _may_review(actor, candidate_list, level)
    if actor.id is None:
        raise Forbidden()
    plan = draws.find_draw(candidate_list, level)
    if plan is None:
        raise Refused([Message(N_("The notice that this review follows is missing."))])
    earlier = draws.find_sample_of(plan)
    if earlier is not None:
        return earlier
    if plan.value is not None:
        draws.lock_public_value(plan.value)
        plan = draws.find_draw(candidate_list, level) or plan
    if plan.waits:
        raise Refused([plan.waiting])
    entries = list_queries.list_standing_entries(candidate_list.id)
    drawn = draws.make_draw(plan, entries)
    sample = Sample(
        list_id=candidate_list.id,
        level=level,
        seed=plan.inputs.seed,
        population=len(entries),
        entry_ids=drawn.entry_ids,
        public_value_id=plan.value.id if plan.value is not None else None,
        inputs=drawn.inputs,
        drawn_by_id=actor.id,
        drawn_at=clock.now(),
    )
    db.session.add(sample)
    audit.record(
        "sample_drawn", actor=actor, subject=candidate_list, level=level.value, sequences=drawn.numbers
    )
    db.session.flush()
    return sample


def record_home_check(
    *,
    actor: Actor,
    sample: Sample,
    entry: ListEntry,
    checked_on: dt.date,
    checkers: Sequence[Person],
    agrees: bool,
    findings: str,
    sheet: Attachment | None = None,
    photos: Sequence[Attachment] = (),
) -> HomeCheck:
    """Record what the home check of an entry found. *agrees*: the household may stay on the list. No relative checks.

    Recorded again, it says what it says now; photographs are only ever added.
    """
    _may_review(actor, entry.candidate_list, sample.level)
    if entry.id not in sample.entry_ids and entry.id not in draws.mandatory_ids(sample):
        raise Invalid(Message(N_("This household was not drawn for a home check.")))
    if not all(photo.is_image for photo in photos):
        raise Invalid(
            Message(N_("Photographs are JPEG or PNG files; a PDF goes to the signed sheet.")), "photos"
        )
    if len(photos) > MOST_PHOTOS:
        raise Invalid(Message(N_("At most %(number)s photographs at once."), number=MOST_PHOTOS), "photos")
    if problem := day_problem(
        checked_on, not_before=clock.local(sample.drawn_at).date(), today=clock.today()
    ):
        raise Invalid(problem, "checked_on")
    people = distinct_people(checkers)
    least = entry.candidate_list.round.policy.home_visitors_min
    if len(people) < least:
        raise Invalid(
            Message(
                N_("At least %(least)s different people visit; %(found)s are named."),
                least=least,
                found=len(people),
            ),
            "checkers",
        )
    if not findings.strip():
        raise Invalid(Message(N_("Please write what the visitors saw.")), "findings")
    related = relatives_of([entry.household_id])[entry.household_id]
    if blockers := related.blockers(actor) + related.blockers_for(people):
        raise Refused(blockers)
    if actor.id is None:
        raise Forbidden()
    check = queries.find_home_check(sample.id, entry.id) or HomeCheck(sample_id=sample.id, entry_id=entry.id)
    check.checked_on, check.agrees, check.findings = checked_on, agrees, findings.strip()
    check.checkers = [person.as_data() for person in people]
    check.sheet_id = sheet.id if sheet is not None else check.sheet_id
    check.recorded_by_id = actor.id
    check.photos.extend(HomeCheckPhoto(attachment=photo) for photo in photos)
    db.session.add(check)
    if not agrees:
        _reopen_kept(entry, sample.level)
    audit.record(
        "home_check_recorded",
        actor=actor,
        subject=entry.candidate_list,
        household_id=entry.household_id,
        sequence=entry.sequence,
        level=sample.level.value,
    )
    db.session.flush()
    return check


def _reopen_kept(entry: ListEntry, level: ReviewLevel) -> None:
    """A household kept without a reason is decided anew when its home check speaks against it."""
    decision = queries.standing_decisions(entry.list_id, level).get(entry.id)
    if decision is not None and not decision.reason and decision.outcome is DecisionOutcome.KEEP:
        decision.superseded_at = clock.now()


def supersede_decisions(*, candidate_list: CandidateList, level: ReviewLevel) -> None:
    """A list that goes back is decided anew; the earlier decisions stay on record."""
    for decision in queries.standing_decisions(candidate_list.id, level).values():
        decision.superseded_at = clock.now()
    db.session.flush()


def _may_review(actor: Actor, candidate_list: CandidateList, level: ReviewLevel) -> None:
    if not can(actor, rules.PERMISSION_OF[level], candidate_list):
        raise Forbidden()
    candidate_list = list_queries.lock_candidate_list(candidate_list.id)
    if candidate_list.state is not STATE_OF[level]:
        raise Refused([Message(N_("This list is not under your review now."))])


def _decide(
    actor: Actor,
    entry: ListEntry,
    level: ReviewLevel,
    outcome: DecisionOutcome,
    reason: str,
    involvement: queries.Involvement,
) -> Decision:
    if entry.standing is not EntryStanding.STANDING:
        raise Refused([Message(N_("This household no longer stands on the list."))])
    if blockers := involvement.blockers(actor, entry):
        raise Refused(blockers)
    has_relatives = involvement.needs_written_reason(entry)
    if problem := rules.reason_problem(
        outcome, reason, involvement.check_agrees(entry), has_relatives=has_relatives
    ):
        raise Invalid(problem, "reason")
    earlier = involvement.decisions.get(entry.id)
    if earlier is not None:
        same = (earlier.outcome, earlier.reason) == (outcome, reason.strip())
        if same and not (has_relatives and earlier.id in recusal.list_tainted(entry.list_id, level)):
            return earlier
        earlier.superseded_at = clock.now()
        db.session.flush()
    if actor.id is None:
        raise Forbidden()
    decision = Decision(
        entry_id=entry.id,
        list_id=entry.list_id,
        level=level,
        outcome=outcome,
        reason=reason.strip(),
        decided_by_id=actor.id,
        decided_at=clock.now(),
    )
    db.session.add(decision)
    audit.record(
        "entry_decided",
        actor=actor,
        subject=entry.candidate_list,
        household_id=entry.household_id,
        reason=reason.strip(),
        sequence=entry.sequence,
        level=level.value,
        outcome=outcome.value,
    )
    return decision
