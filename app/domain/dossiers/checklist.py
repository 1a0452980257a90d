"""The checklist of a dossier: every record that identification asks for, and whether it is there.

The papers are those of the nine steps of 2014 (工作方案 六): application, home visit, comparison, minutes, notices with
photographs, "no objection" or the objections with outcomes, decisions of township and county, announcement, register
form. The round's policy says which of them are asked for at all, and how far a case came, which of them yet.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.clock import local
from app.core.messages import N_, Message
from app.domain.applications.models import ApplicationState
from app.domain.areas.models import AreaLevel
from app.domain.changes.models import ChangeState
from app.domain.comparisons.models import HitSettlement
from app.domain.dossiers.cases import Case, Row
from app.domain.households import rules as household_rules
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews.models import ReviewLevel

A = ApplicationState


class RecordState(StrEnum):
    """There, missing, still to come, or not asked for in this case or by this policy."""

    THERE = "there"
    MISSING = "missing"
    TO_COME = "to_come"
    NOT_ASKED = "not_asked"


THERE, MISSING = RecordState.THERE, RecordState.MISSING
TO_COME, NOT_ASKED = RecordState.TO_COME, RecordState.NOT_ASKED

STATE_LABELS = {
    THERE: N_("There"),
    MISSING: N_("Missing"),
    TO_COME: N_("Still to come"),
    NOT_ASKED: N_("Not asked for"),
}
RECORD_LABELS = {
    "register": N_("Register form of the household"),
    "application": N_("Application"),
    "application_copy": N_("Signed copy of the application"),
    "visit": N_("Home visit"),
    "visit_sheet": N_("Signed sheet of the home visit"),
    "comparison": N_("Result of the data comparison"),
    "relatives": N_("Relatives among officials: handled one level up"),
    "meeting": N_("Vote of the review meeting, with attendance"),
    "minutes_copy": N_("Signed minutes of the review meeting"),
    "first_notice": N_("First notice"),
    "first_notice_photos": N_("Photographs of the first notice at each place"),
    "first_notice_objections": N_("First notice: no objection, or objections with their outcomes"),
    "township": N_("Decision of the township"),
    "township_check": N_("Home check of the township"),
    "second_notice": N_("Second notice"),
    "second_notice_photos": N_("Photographs of the second notice at each place"),
    "second_notice_objections": N_("Second notice: no objection, or objections with their outcomes"),
    "county": N_("Decision of the county"),
    "county_check": N_("Home check of the county"),
    "announcement": N_("Announcement"),
    "announcement_photos": N_("Photographs of the announcement at each place"),
    "announcement_objections": N_("Announcement: no objection, or objections with their outcomes"),
    "why_card": N_("Why-card of the household"),
    "changes": N_("Changes of the household since"),
    "told": N_("Household told of what changed on a posted list"),
}
#: before the first record of these is due, a case that ended is not asked for them
_ENDED = frozenset({A.REJECTED, A.LEFT_OUT, A.REMOVED, A.WITHDRAWN})
_ON_ITS_WAY = frozenset({A.PASSED, A.LISTED, A.LEFT_OUT, A.REMOVED, A.REGISTERED, A.REJECTED})
_ABOVE = {
    AreaLevel.VILLAGE: ReviewLevel.TOWNSHIP,
    AreaLevel.TOWNSHIP: ReviewLevel.COUNTY,
    AreaLevel.COUNTY: ReviewLevel.COUNTY,
}


@dataclass(frozen=True)
class Record:
    """One line of the checklist. *subject* is what kind of page shows it, and its number there."""

    code: str
    state: RecordState
    note: Message | None = None
    on: dt.date | None = None
    who: str = ""
    subject: tuple[str, str] | None = None

    @property
    def label(self) -> str:
        """What the record is called, as a message id."""
        return RECORD_LABELS[self.code]

    @property
    def state_label(self) -> str:
        """Its state, as a message id."""
        return STATE_LABELS[self.state]


def checklist(case: Case) -> list[Record]:
    """Every record of the dossier in the order of the procedure."""
    records = [_register(case), *_filing(case), *_checking(case), *_meeting(case)]
    for kind, level in (
        (NoticeKind.FIRST_NOTICE, ReviewLevel.TOWNSHIP),
        (NoticeKind.SECOND_NOTICE, ReviewLevel.COUNTY),
        (NoticeKind.ANNOUNCEMENT, None),
    ):
        records += _notice(case, kind)
        records += _decision(case, level) if level is not None else []
    return [*records, *_household(case)]


def is_complete(records: Sequence[Record]) -> bool:
    """Nothing that is asked for by now is missing."""
    return not any(record.state is MISSING for record in records)


def _filing(case: Case) -> Iterator[Record]:
    application = case.application
    if application is None:
        yield Record("application", MISSING, Message(N_("No application in this round.")))
        return
    subject = ("application", application.number)
    withdrawn = Message(N_("Withdrawn by the household")) if application.state is A.WITHDRAWN else None
    by = case.name_of(application.filed_by_id)
    yield Record("application", THERE, withdrawn, application.filed_on, by, subject)
    if application.signed_copy_id is not None:
        yield Record("application_copy", THERE, None, application.filed_on, by, subject)
    else:
        yield Record("application_copy", NOT_ASKED if withdrawn else MISSING, None, subject=subject)


def _checking(case: Case) -> Iterator[Record]:
    application, policy = case.application, case.round.policy
    if application is None:
        return
    subject = ("application", application.number)
    visit = application.visits[-1] if application.visits else None
    yield Record(
        "visit",
        _state(case, is_there=visit is not None, is_asked=policy.home_visit_required),
        on=visit.visited_on if visit else None,
        who="、".join(str(one.get("name", "")) for one in visit.visitors) if visit else "",
        subject=subject,
    )
    has_sheet = any(one.sheet_id is not None for one in application.visits)
    asked = policy.home_visit_required or visit is not None
    yield Record("visit_sheet", _state(case, is_there=has_sheet, is_asked=asked), subject=subject)
    yield _comparison(case)
    yield from _relatives(case)


def _comparison(case: Case) -> Record:
    assert case.application is not None  # noqa: S101 - asked only of a case with an application
    policy, made = case.round.policy, case.application.comparisons
    subject = ("application", case.application.number)
    undecided = [hit for hit in case.hits if hit.settlement is HitSettlement.OPEN]
    if undecided:
        note = Message(N_("Hits that nobody has settled: %(number)s"), number=len(undecided))
        return Record("comparison", MISSING, note, subject=subject)
    kinds = set(policy.comparison_kinds)
    covered = bool(case.covered) and case.covered >= kinds
    is_there = bool(made) or covered or bool(case.hits)
    settled = Message(N_("Hits, all settled: %(number)s"), number=len(case.hits)) if case.hits else None
    return Record(
        "comparison",
        _state(case, is_there=is_there, is_asked=policy.comparison_required),
        settled,
        made[-1].compared_on if made else None,
        case.name_of(made[-1].recorded_by_id) if made else "",
        subject,
    )


def _relatives(case: Case) -> Iterator[Record]:
    """Only that the case was handled one level up stands here; who is related stands with the declarations."""
    levels = [level for level in case.relatives.levels if level in _ABOVE]
    if not levels:
        yield Record("relatives", NOT_ASKED, Message(N_("No relative among officials is declared.")))
        return
    above = ReviewLevel.COUNTY if set(levels) - {AreaLevel.VILLAGE} else ReviewLevel.TOWNSHIP
    decided, check = case.decision_of(above), case.check_of(above)
    handled = decided is not None and (check is not None or bool(decided.reason))
    state = THERE if handled else MISSING if decided is not None else _before(case)
    on = local(decided.decided_at).date() if decided is not None else None
    yield Record("relatives", state, on=on, subject=("application", _number(case)))


def _meeting(case: Case) -> Iterator[Record]:
    ballot = case.ballots[-1] if case.ballots else None
    if ballot is None:
        state = MISSING if _is(case, _ON_ITS_WAY) else _before(case)
        yield Record("meeting", state)
        yield Record("minutes_copy", state)
        return
    meeting, subject = ballot.meeting, ("meeting", str(ballot.meeting_id))
    came = Message(
        N_("%(present)s of %(due)s present, %(named)s by name"),
        present=meeting.present,
        due=meeting.due,
        named=case.attendance.get(meeting.id, 0),
    )
    state = THERE if meeting.present else MISSING
    yield Record("meeting", state, came, meeting.held_on, meeting.chair_name, subject)
    copy = THERE if meeting.minutes_copy_id is not None else MISSING
    yield Record("minutes_copy", copy, None, meeting.held_on, meeting.recorder_name, subject)


def _notice(case: Case, kind: NoticeKind) -> Iterator[Record]:
    row = case.row_on(kind)
    if row is None:
        state = _before(case)
        for code in (kind.value, f"{kind.value}_photos", f"{kind.value}_objections"):
            yield Record(code, state)
        return
    notice, period, subject = row.notice, row.standing.period, ("notice", row.notice.number)
    where = Message(N_("No. %(number)s, line %(line)s"), number=notice.number, line=row.entry.sequence)
    yield Record(kind.value, THERE, where, notice.issued_on, "", subject)
    hanging = Message(
        N_("%(hanging)s of %(required)s places"), hanging=len(notice.postings), required=period.required
    )
    posted = max((one.posted_on for one in notice.postings), default=None)
    recorders = dict.fromkeys(case.name_of(one.recorded_by_id) for one in notice.postings)
    by = "、".join(name for name in recorders if name)
    yield Record(
        f"{kind.value}_photos",
        MISSING if period.missing else THERE,
        hanging,
        posted,
        by,
        ("posting", notice.number),
    )
    yield _objections(case, kind, row)


def _objections(case: Case, kind: NoticeKind, row: Row) -> Record:
    code, subject = f"{kind.value}_objections", ("notice", row.notice.number)
    if row.undecided:
        note = Message(N_("Objections not answered yet: %(number)s"), number=row.undecided)
        return Record(code, MISSING if not row.standing.is_open else TO_COME, note, subject=subject)
    if row.standing.is_open:
        return Record(code, TO_COME, Message(N_("The notice still hangs.")), subject=subject)
    if row.objections:
        note = Message(N_("Objections, all answered: %(number)s"), number=row.objections)
    else:
        note = Message(N_("No objection was received."))
    return Record(code, THERE, note, row.standing.period.last_day, subject=subject)


def _decision(case: Case, level: ReviewLevel) -> Iterator[Record]:
    decision, check = case.decision_of(level), case.check_of(level)
    if decision is None:
        if level is ReviewLevel.TOWNSHIP and AreaLevel.TOWNSHIP in case.relatives.levels:
            yield Record(level.value, NOT_ASKED, Message(N_("Left to the county.")))
            yield Record(f"{level.value}_check", NOT_ASKED)
            return
        state = _before(case)
        later = NoticeKind.SECOND_NOTICE if level is ReviewLevel.TOWNSHIP else NoticeKind.ANNOUNCEMENT
        yield Record(level.value, MISSING if case.row_on(later) is not None else state)
    else:
        subject = ("list", str(decision.list_id))
        by, on = case.name_of(decision.decided_by_id), local(decision.decided_at).date()
        yield Record(level.value, THERE, None, on, by, subject)
    code = f"{level.value}_check"
    if check is not None:
        by = "、".join(str(one.get("name", "")) for one in check.checkers)
        yield Record(code, THERE, None, check.checked_on, by, ("list", str(check.sample.list_id)))
    elif level in case.drawn:
        yield Record(code, MISSING if decision is not None or _has_ended(case) else TO_COME)
    else:
        yield Record(code, NOT_ASKED, Message(N_("Not drawn for a home check.")))


def _household(case: Case) -> Iterator[Record]:
    decided = bool(case.ballots) or bool(case.decisions)
    card = case.cards[-1] if case.cards else None
    yield Record(
        "why_card",
        THERE if card else MISSING if decided else _before(case),
        on=local(card.frozen_at).date() if card else None,
        subject=("card", _number(case)) if case.application else None,
    )
    waiting = [one for one in case.changes if one.state is ChangeState.REQUESTED]
    if not case.changes:
        yield Record("changes", NOT_ASKED, Message(N_("No change was asked for.")))
    elif waiting:
        note = Message(N_("Changes not decided yet: %(number)s"), number=len(waiting))
        yield Record("changes", MISSING, note, subject=("household", case.household.household_no))
    else:
        note = Message(N_("Changes decided: %(number)s"), number=len(case.changes))
        yield Record("changes", THERE, note, subject=("household", case.household.household_no))
    yield _told(case)


def _register(case: Case) -> Record:
    household, year = case.household, case.round.reference_year
    lacking: list[Message] = []
    if household.head is None:
        lacking.append(Message(N_("no head of household")))
    if household_rules.per_head_fen(household, year) is None:
        lacking.append(Message(N_("no income for %(year)s"), year=year))
    if not household.main_cause:
        lacking.append(Message(N_("no main cause")))
    subject = ("household", household.household_no)
    if lacking:
        note = Message(N_("Not filled in: %(what)s"), what=lacking[0])
        return Record("register", MISSING, note, household.data_as_of, subject=subject)
    return Record("register", THERE, None, household.data_as_of, subject=subject)


def _told(case: Case) -> Record:
    if not case.tellings:
        return Record("told", NOT_ASKED, Message(N_("Nothing changed that it had to be told.")))
    waiting = [one for one in case.tellings if one.told_on is None]
    if waiting:
        return Record("told", MISSING, subject=("list", str(waiting[0].list_id)))
    last = case.tellings[-1]
    return Record(
        "told", THERE, None, last.told_on, case.name_of(last.told_by_id), ("list", str(last.list_id))
    )


def _is(case: Case, states: frozenset[ApplicationState]) -> bool:
    return case.application is not None and case.application.state in states


def _has_ended(case: Case) -> bool:
    return _is(case, _ENDED)


def _before(case: Case) -> RecordState:
    """What is not there yet: still to come while the case goes on, not asked for when it ended before."""
    return NOT_ASKED if _has_ended(case) or case.application is None else TO_COME


def _state(case: Case, *, is_there: bool, is_asked: bool) -> RecordState:
    """A record that must be there before the review meeting."""
    if is_there:
        return THERE
    if not is_asked or _is(case, frozenset({A.WITHDRAWN})):
        return NOT_ASKED
    return MISSING if case.ballots or _is(case, _ON_ITS_WAY) else TO_COME


def _number(case: Case) -> str:
    return case.application.number if case.application is not None else ""
