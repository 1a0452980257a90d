"""What the larger pages about a list are given: the list itself, a step, its review.

Reads only. Words for single values are in ``presenter.py``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _

from app.blueprints.candidate_lists import hits, presenter
from app.core.audit import EVENTS, subject_key
from app.core.errors import Invalid, Refused
from app.core.machine import Offer, Step
from app.core.messages import N_, Message
from app.core.paging import cut
from app.core.permissions import can
from app.domain.applications import queries as application_queries
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists import queries
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry, ListState
from app.domain.changes import queries as changes
from app.domain.duplicates import queries as duplicates
from app.domain.notices import queries as notice_queries
from app.domain.objections import queries as objection_queries
from app.domain.reviews import draws, findings, rules
from app.domain.reviews import queries as review_queries
from app.domain.reviews.models import Decision, DecisionOutcome, ReviewLevel
from app.domain.workflow.courses import load_courses
from app.domain.workflow.exit_guards import in_the_way
from app.domain.workflow.queries import machine_for, offered_steps
from app.domain.workflow.stages import Stage, gone_since, side_by_side
from app.web.access import current_actor
from app.web.i18n import current_locale, translate
from app.web.timeline import timeline

LEVEL_OF = {ListState.TOWNSHIP_REVIEW: ReviewLevel.TOWNSHIP, ListState.COUNTY_REVIEW: ReviewLevel.COUNTY}
LEVEL_LABELS = {ReviewLevel.TOWNSHIP: N_("Township review"), ReviewLevel.COUNTY: N_("County decision")}
LONGEST_REASON = 500
#: the levels whose samples are spoken of beside a step's button
SAID_BESIDE = {
    "publish_second_notice": (ReviewLevel.TOWNSHIP,),
    "announce": (ReviewLevel.TOWNSHIP, ReviewLevel.COUNTY),
}
#: a list's history leaves out that each single entry was kept: the review shows that
SHOWN_EVENTS = frozenset(EVENTS) - {"entry_decided"}

Exceptions = Mapping[int, tuple[DecisionOutcome, str]]


def list_page(candidate_list: CandidateList, standing: EntryStanding | None, number: int) -> dict[str, Any]:
    """One list: where it stands, what comes next, a page of its entries, notices, departures, history."""
    notices = notice_queries.standings(notice_queries.list_notices_of_list(candidate_list.id))
    entries = queries.page_entries(candidate_list.id, standing=standing, number=number)
    return {
        "candidate_list": candidate_list,
        "title": presenter.list_name(candidate_list),
        "stops": presenter.stops(candidate_list),
        "steps": presenter.step_lines(candidate_list, offered_steps(candidate_list, current_actor())),
        "counts": queries.count_entries([candidate_list.id])[candidate_list.id],
        "entries": entries,
        "hits": hits.marks_of(entries.items, candidate_list.round_id),
        "standing": standing.value if standing else "",
        "notices": [(line, *presenter.notice_line(line)) for line in notices],
        "left_out": _not_on_it(candidate_list),
        "reasons": queries.list_reasons_off(candidate_list.id),
        "disputed": objection_queries.list_disputed_entry_ids(candidate_list.id),
        "tellings": queries.list_to_tell(current_actor(), list_id=candidate_list.id),
        "events": timeline([subject_key(candidate_list)], names=SHOWN_EVENTS),
        "labels": presenter,
        "machine": machine_for(candidate_list),
        "changes": changes.list_marks(candidate_list.id),
        "in_the_way": in_the_way(candidate_list),
        "stages": side_by_side(load_courses(candidate_list.round_id, candidate_list.village_id)),
    }


def stages_page(candidate_list: CandidateList, shown: str, number: int) -> dict[str, Any]:
    """Every household of the list's village that applied, and the stages at which it stood; *shown* narrows them."""
    courses = load_courses(candidate_list.round_id, candidate_list.village_id)
    ended = [course for course in courses if course.has_ended]
    chosen = {"ended": ended, "standing": [course for course in courses if not course.has_ended]}
    counts = {"": len(courses), "ended": len(ended), "standing": len(courses) - len(ended)}
    return {
        "candidate_list": candidate_list,
        "list_title": presenter.list_name(candidate_list),
        "lines": side_by_side(courses),
        "gone": gone_since(courses),
        "courses": cut(chosen.get(shown, courses), number, per_page=100),
        "shown": shown if shown in chosen else "",
        "tabs": presenter.stage_tabs(candidate_list, shown if shown in chosen else "", counts),
        "stages": list(Stage),
    }


def _not_on_it(candidate_list: CandidateList) -> Sequence[Any]:
    if candidate_list.state is not ListState.DRAFT:
        return ()
    waiting = [ApplicationState.LEFT_OUT, ApplicationState.PASSED]
    return application_queries.list_in_states(candidate_list.round_id, candidate_list.village_id, waiting)


def step_page(candidate_list: CandidateList, row: Step, offer: Offer | None) -> dict[str, Any]:
    """What a step would do to a list, and everything that blocks it."""
    return {
        "candidate_list": candidate_list,
        "list_title": presenter.list_name(candidate_list),
        "row": row,
        "blockers": [translate(blocker) for blocker in (offer.blockers if offer else ())],
        "counts": queries.count_entries([candidate_list.id])[candidate_list.id],
        "disputed": objection_queries.list_disputed_entry_ids(candidate_list.id),
        "said": _said(candidate_list, row),
        "doubtful": duplicates.count_doubtful(queries.list_standing_ids(candidate_list.id)),
        "hangs": row.name.startswith("publish_") or row.name == "announce",
    }


def _said(candidate_list: CandidateList, row: Step) -> list[tuple[str, str]]:
    """What the samples say of the whole list, beside the steps that end a review: level, sentences."""
    between = "" if current_locale() == "zh" else " "
    found = []
    for level in SAID_BESIDE.get(row.name, ()):
        statement = findings.find_statement(candidate_list, level)
        if statement is not None:
            sentences = (translate(words) for words in findings.words_of(statement))
            found.append((_(LEVEL_LABELS[level]), between.join(sentences)))
    return found


def reviewing_level(candidate_list: CandidateList) -> ReviewLevel:
    """Whose review the list is under; raises :class:`Refused` when it is under nobody's."""
    level = LEVEL_OF.get(candidate_list.state)
    if level is None:
        raise Refused([Message(N_("This list is not under review now."))])
    return level


def _about(candidate_list: CandidateList, level: ReviewLevel) -> dict[str, Any]:
    return {
        "candidate_list": candidate_list,
        "list_title": presenter.list_name(candidate_list),
        "level_label": _(LEVEL_LABELS[level]),
    }


def review_page(
    candidate_list: CandidateList, level: ReviewLevel, entries: Sequence[ListEntry]
) -> dict[str, Any]:
    """Every entry with what is known of it, its decision, and why the reader may not decide on it."""
    involvement = review_queries.involvement(entries, level)
    actor = current_actor()
    may_decide = can(actor, rules.PERMISSION_OF[level], candidate_list)
    involved = {entry.id: involvement.blockers(actor, entry) for entry in entries} if may_decide else {}
    sample = draws.find_sample(candidate_list, level)
    return _about(candidate_list, level) | {
        "entries": entries,
        "hits": hits.marks_of(entries, candidate_list.round_id),
        "involvement": involvement,
        "involved": {entry_id: [translate(m) for m in why] for entry_id, why in involved.items() if why},
        "to_check": set(draws.list_to_check(sample)) if sample is not None else None,
        "township": review_queries.latest_decisions(
            [e.application_id for e in entries], ReviewLevel.TOWNSHIP
        ),
        "is_county": level is ReviewLevel.COUNTY,
        "may_decide": may_decide,
        "changes": changes.list_marks(candidate_list.id),
        "in_the_way": in_the_way(candidate_list),
        "labels": presenter,
        "typed": request.form,
    }


def exceptions_sent(entries: Sequence[ListEntry]) -> Exceptions:
    """The rows whose outcome is not "keep", or that give a reason: entry id -> (outcome, reason)."""
    exceptions = {}
    for entry in entries:
        outcome = request.form.get(f"outcome-{entry.id}", DecisionOutcome.KEEP.value)
        reason = request.form.get(f"reason-{entry.id}", "").strip()[:LONGEST_REASON]
        if outcome not in list(DecisionOutcome):
            raise Invalid(Message(N_("Please choose one of the three decisions.")))
        if outcome != DecisionOutcome.KEEP or reason:
            exceptions[entry.id] = (DecisionOutcome(outcome), reason)
    return exceptions


def row_faults(
    candidate_list: CandidateList, level: ReviewLevel, entries: Sequence[ListEntry], exceptions: Exceptions
) -> dict[int, str]:
    """What is wrong in which row, all at once: entry id -> the reason that is missing."""
    involvement = review_queries.involvement(entries, level)
    faults = {}
    for entry in entries:
        outcome, reason = exceptions.get(entry.id, (DecisionOutcome.KEEP, ""))
        problem = rules.reason_problem(
            outcome,
            reason,
            involvement.check_agrees(entry),
            has_relatives=involvement.needs_written_reason(entry),
        )
        if problem is not None and not involvement.blockers(current_actor(), entry):
            faults[entry.id] = translate(problem)
    return faults


def decided_words(decided: Sequence[Decision], all_: int) -> str:
    """What a decision on a whole list did, and how many households it leaves to somebody else."""
    kept = sum(1 for decision in decided if decision.outcome is DecisionOutcome.KEEP)
    words = _("Decided: %(kept)s kept, %(others)s not.", kept=kept, others=len(decided) - kept)
    left = all_ - len(decided)
    if not left:
        return str(words)
    others = _("%(number)s are left to somebody else, because you took part before.", number=left)
    return f"{words} {others}"


def entry_page(entry: ListEntry, level: ReviewLevel) -> dict[str, Any]:
    """One entry under review, with its home check if there was one."""
    return _about(entry.candidate_list, level) | {
        "entry": entry,
        "changes": changes.list_marks(entry.list_id).get(entry.id, ()),
        "in_the_way": in_the_way(entry.candidate_list),
        "check": review_queries.find_check_of(entry.id, level),
    }
