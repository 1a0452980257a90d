"""The sheets of a dossier from the review meeting on: this household's part of each, and nobody else's."""

from collections.abc import Callable
from typing import Any

from app.core.clock import local
from app.core.messages import N_, Message
from app.documents.bound_papers import NOTHING, CopyOf, Facts, Grid, Section, Words, copy_of, day, plain
from app.documents.dossier_sheets import facts, heads
from app.documents.papers import Text
from app.domain.appraisals.models import Ballot
from app.domain.changes.models import ChangeKind, ChangeState
from app.domain.dossiers.cases import Case, Row
from app.domain.dossiers.checklist import RECORD_LABELS
from app.domain.notices.labels import titled
from app.domain.notices.models import Notice
from app.domain.notices.queries import Standing
from app.domain.objections.models import Objection, Outcome, SecondOutcome
from app.domain.policies.vocabulary import MEETING_CHOICES, NoticeKind
from app.domain.reviews.models import Decision, DecisionOutcome, HomeCheck, ReviewLevel
from app.domain.why_cards import trace

#: hides the names of others in what somebody wrote
Hide = Callable[[str], str]

MEETINGS = {choice.value: choice.label for choice in MEETING_CHOICES}
DECISIONS = {
    DecisionOutcome.KEEP: N_("Keep"),
    DecisionOutcome.REMOVE: N_("Remove"),
    DecisionOutcome.RETURN: N_("Return to the village"),
}
OUTCOMES = {
    Outcome.UPHELD: N_("Upheld"),
    Outcome.PARTLY: N_("Upheld in part"),
    Outcome.REJECTED: N_("Not upheld"),
}
SECOND_OUTCOMES = {
    SecondOutcome.STANDS: N_("The first answer stands"),
    SecondOutcome.CHANGED: N_("The first answer is changed"),
}
LEVELS = {
    ReviewLevel.TOWNSHIP: N_("Decision of the township"),
    ReviewLevel.COUNTY: N_("Decision of the county"),
}
CHANGES = {
    ChangeKind.BIRTH: N_("Birth"),
    ChangeKind.DEATH: N_("Death"),
    ChangeKind.MARRIED_IN: N_("Married in"),
    ChangeKind.MARRIED_OUT: N_("Married out"),
    ChangeKind.MOVED_IN: N_("Moved in"),
    ChangeKind.MOVED_OUT: N_("Moved out"),
    ChangeKind.SPLIT: N_("Household split"),
    ChangeKind.MERGE: N_("Households merged"),
}
CHANGE_STATES = {
    ChangeState.REQUESTED: N_("asked for, not decided"),
    ChangeState.MADE: N_("made"),
    ChangeState.REFUSED: N_("refused"),
    ChangeState.WITHDRAWN: N_("taken back"),
}
CARD_STANDINGS = {
    trace.Standing.PASSED: N_("met"),
    trace.Standing.FAILED: N_("not met"),
    trace.Standing.OPEN: N_("open"),
    trace.Standing.NOT_ASKED: N_("not asked for"),
}


def relatives_sheet(case: Case) -> Section | None:
    """Only that it was handled one level up: who is related is no part of a dossier."""
    if not case.relatives.levels:
        return None
    words = Message(
        N_(
            "Relatives of this household among the officials are declared. "
            "They took no part in its case, which was handled one level up."
        )
    )
    return Section(Message(RECORD_LABELS["relatives"]), (Words(words),), ("relatives",))


def meeting_sheet(case: Case, hide: Hide) -> Section | None:
    """The part of the minutes about this household: numbers and officials, no other household."""
    if not case.ballots:
        return None
    blocks: list[Any] = []
    for ballot in case.ballots:
        blocks += _vote(case, ballot, hide)
    note = Message(
        N_("The signed minutes name all households of the meeting; they are kept in the village book.")
    )
    title = Message(N_("Extract from the minutes of the review meeting"))
    return Section(title, (*blocks, Words(note)), ("meeting",))


def _vote(case: Case, ballot: Ballot, hide: Hide) -> list[Any]:
    meeting = ballot.meeting
    left = (
        Message(N_("%(number)s left the room"), number=len(ballot.left_room)) if ballot.left_room else NOTHING
    )
    lines = facts(
        (N_("Kind of meeting"), Message(MEETINGS[meeting.kind.value])),
        (N_("Day of the meeting"), day(meeting.held_on)),
        (N_("Meeting place"), plain(meeting.place)),
        (N_("Chaired by"), ballot.chair_name or meeting.chair_name),
        (N_("Recorded by"), meeting.recorder_name),
        (N_("Due to attend"), str(meeting.due)),
        (N_("Present"), str(meeting.present)),
        (N_("Ticked off by name"), str(case.attendance.get(meeting.id, 0))),
        (N_("Item"), str(ballot.sequence)),
        (N_("Relatives and those concerned"), left),
        (N_("Votes for"), plain(ballot.votes_for)),
        (N_("Votes against"), plain(ballot.votes_against)),
        (N_("Votes withheld"), plain(ballot.votes_abstained)),
        (N_("Result of the vote"), _result(ballot)),
    )
    remark = [Words(hide(ballot.remark), Message(N_("Remarks")))] if ballot.remark else []
    adjourned = ballot.adjourned_reason
    return [
        lines,
        *remark,
        *([Words(hide(adjourned), Message(N_("Adjourned because")))] if adjourned else []),
    ]


def _result(ballot: Ballot) -> Text:
    if ballot.adjourned_reason:
        return Message(N_("Adjourned by the meeting"))
    if ballot.passed is None:
        return NOTHING
    return Message(N_("Passed")) if ballot.passed else Message(N_("Not passed"))


def notice_sheet(case: Case, kind: NoticeKind, hide: Hide) -> Section | None:
    """The household's row on a notice, where and when it hung, what was objected, with the photographs."""
    row = case.row_on(kind)
    if row is None:
        return None
    own = Grid(
        heads(N_("List no."), N_("Group in the village"), N_("Name of the head"), N_("Number of people")),
        ((row.entry.sequence, plain(row.entry.group_name), row.entry.head_name, row.entry.people),),
        Message(N_("This household's line on the notice")),
        frozenset({0, 3}),
    )
    code = kind.value
    return Section(
        Message(titled(row.notice)),
        (facts_of_notice(row.standing), own, _places(case, row), *_objections(case, row, hide)),
        (code, f"{code}_objections"),
        photos_of(row.notice, f"{code}_photos"),
    )


def facts_of_notice(standing: Standing, *more: tuple[str, Text]) -> Facts:
    """Number, days and size of a notice, then *more*."""
    notice, period = standing.notice, standing.period
    return facts(
        (N_("Number of the notice"), notice.number),
        (N_("Issued on"), day(notice.issued_on)),
        (N_("First day"), day(period.first_day)),
        (N_("Last day"), day(period.last_day)),
        (N_("Households on the notice"), str(notice.households)),
        (N_("People on the notice"), str(notice.people)),
        *more,
    )


def photos_of(notice: Notice, code: str) -> tuple[CopyOf, ...]:
    """The photographs of where a notice hung, each with notice, place and day below."""
    title = Message(titled(notice))
    return tuple(
        copy
        for one in notice.postings
        for copy in copy_of(
            one.photo,
            code,
            Message(
                N_("%(notice)s, %(place)s, %(day)s"), notice=title, place=one.place.name, day=one.posted_on
            ),
            is_photo=True,
        )
    )


def _places(case: Case, row: Row) -> Grid:
    return Grid(
        heads(N_("Place"), N_("Hung on"), N_("Taken down on"), N_("Recorded by")),
        tuple(
            (
                one.place.name,
                day(one.posted_on),
                day(one.taken_down_on),
                plain(case.name_of(one.recorded_by_id)),
            )
            for one in row.notice.postings
        ),
        Message(N_("Where it hung")),
    )


def _objections(case: Case, row: Row, hide: Hide) -> list[Any]:
    own = [one for one in case.objections if one.notice_id == row.notice.id]
    found: list[Any] = []
    if own:
        found.append(
            Grid(
                heads(N_("Number"), N_("Outcome"), N_("Answered on"), N_("Answer")),
                tuple(_answer(one, hide) for one in own),
                Message(N_("Objections about this household")),
            )
        )
    if row.standing.is_open:
        words = Message(N_("The notice still hangs."))
    elif not row.objections:
        words = Message(N_("During the notice no objection was received."))
    else:
        words = Message(
            N_("Objections to the whole notice: %(number)s, of these not answered: %(undecided)s."),
            number=row.objections,
            undecided=row.undecided,
        )
    return [*found, Words(words)]


def _answer(objection: Objection, hide: Hide) -> tuple[Text, ...]:
    return objection.number, outcome_of(objection), answered_on(objection), plain(hide(objection.final_reply))


def outcome_of(objection: Objection) -> Message:
    """What came of an objection, after a second look what came of that."""
    second = objection.second_look
    if second is not None:
        return Message(
            SECOND_OUTCOMES[second.outcome] if second.outcome else N_("being looked into once more")
        )
    return Message(OUTCOMES[objection.outcome]) if objection.outcome else Message(N_("not decided yet"))


def answered_on(objection: Objection) -> Text:
    """When the answer was given that holds."""
    second = objection.second_look
    return day(second.answered_on if second is not None and second.answered_on else objection.decided_on)


def decision_sheet(case: Case, level: ReviewLevel, hide: Hide) -> Section | None:
    """What a level decided on this household, and its home check with sheet and photographs."""
    decisions = [one for one in case.decisions if one.level is level]
    checks = [one for one in case.checks if one.sample.level is level]
    if not decisions and not checks:
        return None
    blocks: list[Any] = [_decided(case, one, hide) for one in decisions]
    blocks += [block for check in checks for block in _checked(check, hide)]
    if not checks and level not in case.drawn:
        blocks.append(Words(Message(N_("Not drawn for a home check."))))
    code = f"{level.value}_check"
    caption = Message(RECORD_LABELS[code])
    copies = tuple(
        copy
        for check in checks
        for copy in (
            *copy_of(check.sheet, code, caption),
            *(
                one
                for photo in check.photos
                for one in copy_of(photo.attachment, code, caption, is_photo=True)
            ),
        )
    )
    codes = (level.value, *((code,) if checks else ()))
    return Section(Message(LEVELS[level]), tuple(blocks), codes, copies)


def _decided(case: Case, decision: Decision, hide: Hide) -> Facts:
    return facts(
        (N_("Decision"), Message(DECISIONS[decision.outcome])),
        (N_("Decided on"), day(local(decision.decided_at).date())),
        (N_("Decided by"), plain(case.name_of(decision.decided_by_id))),
        (N_("Reason"), plain(hide(decision.reason))),
        *(
            ((N_("Superseded on"), day(local(decision.superseded_at).date())),)
            if decision.superseded_at
            else ()
        ),
    )


def _checked(check: HomeCheck, hide: Hide) -> list[Any]:
    checkers = "、".join(str(one.get("name", "")) for one in check.checkers)
    agrees = Message(N_("The list is right")) if check.agrees else Message(N_("The list is not right"))
    lines = facts(
        (N_("Home check on"), day(check.checked_on)),
        (N_("Checked by"), plain(checkers)),
        (N_("Result"), agrees),
    )
    return [lines, Words(hide(check.findings), Message(N_("What the home check found")))]


def card_sheet(case: Case) -> Section | None:
    """The why-card as it was frozen last: each rule, the value used, how it came out."""
    if not case.cards:
        return None
    frozen = case.cards[-1]
    card = trace.from_data(frozen.content)
    grid = Grid(
        heads(N_("Rule"), N_("Value used"), N_("Came out")),
        tuple((line.name, line.value, Message(CARD_STANDINGS[line.standing])) for line in card.lines),
    )
    when = facts((N_("Frozen on"), day(local(frozen.frozen_at).date())))
    return Section(Message(RECORD_LABELS["why_card"]), (when, Words(card.conclusion), grid), ("why_card",))


def afterwards_sheet(case: Case) -> Section | None:
    """Changes of the household, and what it was told of changes to a posted list."""
    blocks: list[Any] = []
    if case.changes:
        rows = tuple(
            (
                Message(CHANGES[one.kind]),
                day(one.happened_on),
                Message(CHANGE_STATES[one.state]),
                day(local(one.decided_at).date() if one.decided_at else None),
                plain(case.name_of(one.decided_by_id)),
                plain(one.reason),
            )
            for one in case.changes
        )
        columns = heads(
            N_("Change"), N_("Happened on"), N_("State"), N_("Decided on"), N_("Handled by"), N_("Reason")
        )
        blocks.append(Grid(columns, rows, Message(RECORD_LABELS["changes"])))
    if case.tellings:
        told = tuple(
            (
                Message.from_data(one.what),
                day(one.told_on),
                plain(one.told_how),
                plain(case.name_of(one.told_by_id)),
            )
            for one in case.tellings
        )
        columns = heads(N_("What it was to be told"), N_("Told on"), N_("How"), N_("Handled by"))
        blocks.append(Grid(columns, told, Message(RECORD_LABELS["told"])))
    if not blocks:
        return None
    codes = (*(("changes",) if case.changes else ()), *(("told",) if case.tellings else ()))
    evidence = tuple(
        copy for one in case.changes for copy in copy_of(one.evidence, "changes", Message(CHANGES[one.kind]))
    )
    return Section(Message(N_("Since then")), tuple(blocks), codes, evidence)
