"""The lines of the card from the vote on: meeting, village list, notices, township, county. All pure.

What a level has decided shows only once it took effect: until then neither the household nor the village is to know
which way a review leans, or whom the lot fell on.
"""

from app.core.messages import N_, Message
from app.domain.applications.models import ApplicationState
from app.domain.calendars.rules import DayKind
from app.domain.candidate_lists.models import EntryStanding, ListState, RemovalCause
from app.domain.objections.models import Outcome
from app.domain.policies.vocabulary import MEETING_CHOICES, NoticeKind
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from app.domain.why_cards.cases import Case, Place, Vote
from app.domain.why_cards.trace import Line, Standing

PASSED, FAILED, OPEN, NOT_ASKED = Standing.PASSED, Standing.FAILED, Standing.OPEN, Standing.NOT_ASKED
S = ApplicationState

NAMES = {
    "quorum": N_("Enough people at the meeting"),
    "votes": N_("The villagers' vote"),
    "village": N_("The village's list"),
    "first_notice": N_("The first notice"),
    "township": N_("The township's decision"),
    "township_check": N_("The township's check at home"),
    "second_notice": N_("The second notice"),
    "county": N_("The county's decision"),
    "county_check": N_("The county's check at home"),
    "announcement": N_("The announcement"),
}
MEETINGS = {choice.value: choice.label for choice in MEETING_CHOICES}
REMOVED_AT = {
    NoticeKind.FIRST_NOTICE: RemovalCause.OBJECTION_FIRST,
    NoticeKind.SECOND_NOTICE: RemovalCause.OBJECTION_SECOND,
    NoticeKind.ANNOUNCEMENT: RemovalCause.OBJECTION_ANNOUNCEMENT,
}
#: a level's decision is in force once the list stands at one of these
AFTER = {
    ReviewLevel.TOWNSHIP: (ListState.SECOND_NOTICE, ListState.COUNTY_REVIEW, ListState.ANNOUNCED),
    ReviewLevel.COUNTY: (ListState.ANNOUNCED,),
}
CAUSE_OF = {ReviewLevel.TOWNSHIP: RemovalCause.TOWNSHIP, ReviewLevel.COUNTY: RemovalCause.COUNTY}
LIKELY_CHANGE = N_("Bring the papers that show otherwise to the village, and ask for a review.")


def course_lines(case: Case) -> list[Line]:
    """The lines from the meeting to where the application stands now."""
    lines = [*_meeting(case)]
    if (case.state is S.LEFT_OUT and not case.is_excluded) or case.places:
        lines.append(_village(case))
    for kind, level in (
        (NoticeKind.FIRST_NOTICE, ReviewLevel.TOWNSHIP),
        (NoticeKind.SECOND_NOTICE, ReviewLevel.COUNTY),
    ):
        if kind in case.notices:
            lines.append(_notice(case, kind))
        if is_in_force(case, level):
            lines.append(_decision(case, level))
            lines += _check(case, level)
    if NoticeKind.ANNOUNCEMENT in case.notices:
        lines.append(_announcement(case))
    return lines


def is_in_force(case: Case, level: ReviewLevel) -> bool:
    """The decision of *level* on this household has taken effect."""
    if level not in case.decisions:
        return False
    return any(
        place.cause is CAUSE_OF[level]
        or (
            place.standing is not EntryStanding.SET_ASIDE
            and place.list_state in AFTER[level]
            and _came_so_far(place, level)
        )
        for place in case.places
    )


def _came_so_far(place: Place, level: ReviewLevel) -> bool:
    """The entry still stood on its list when *level* decided."""
    early = {RemovalCause.OBJECTION_FIRST, RemovalCause.VILLAGE}
    if level is ReviewLevel.COUNTY:
        early |= {RemovalCause.TOWNSHIP, RemovalCause.OBJECTION_SECOND}
    return place.cause not in early


def _meeting(case: Case) -> list[Line]:
    put_off = tuple(
        Message(N_("Put off at the meeting of %(day)s: %(reason)s"), day=vote.held_on, reason=vote.adjourned)
        for vote in case.votes
        if vote.passed is None
    )
    vote = case.vote
    if vote is None:
        if not put_off:
            return []
        return [
            Line("votes", Message(NAMES["votes"]), OPEN, Message(N_("Not voted on yet.")), details=put_off)
        ]
    return [_quorum(case, vote), _votes(case, vote, put_off)]


def _quorum(case: Case, vote: Vote) -> Line:
    return Line(
        "quorum",
        Message(NAMES["quorum"]),
        PASSED if vote.is_quorate else FAILED,
        Message(
            N_("%(meeting)s of %(day)s: %(present)s of %(due)s came."),
            meeting=Message(MEETINGS[vote.kind]),
            day=vote.held_on,
            present=vote.present,
            due=vote.due,
        ),
        source=Message(N_("the minutes of %(day)s"), day=vote.held_on),
        limit=Message(N_("At least %(number)s must be there."), number=vote.quorum),
        limit_source=case.ground.source(f"quorum_{vote.kind.value}"),
        facts={"present": vote.present, "due": vote.due, "needed": vote.quorum},
    )


def _votes(case: Case, vote: Vote, put_off: tuple[Message, ...]) -> Line:
    details = list(put_off)
    if vote.hits_read_out:
        details.append(Message(N_("What the comparison found was read out.")))
    if vote.remark:
        details.append(Message(N_("The minutes say: %(words)s"), words=vote.remark))
    return Line(
        "votes",
        Message(NAMES["votes"]),
        PASSED if vote.passed else FAILED,
        Message(
            N_("%(votes_for)s for, %(votes_against)s against, %(votes_abstained)s abstained."),
            votes_for=vote.votes_for,
            votes_against=vote.votes_against,
            votes_abstained=vote.votes_abstained,
        ),
        source=Message(N_("the minutes of %(day)s"), day=vote.held_on),
        limit=Message(N_("Votes for that are needed: %(number)s."), number=vote.needed),
        limit_source=case.ground.source("majority"),
        change=None
        if vote.passed
        else Message(N_("When something has changed, the village can put it before another meeting.")),
        details=tuple(details),
        facts={
            "votes_for": vote.votes_for,
            "votes_against": vote.votes_against,
            "votes_abstained": vote.votes_abstained,
            "needed": vote.needed,
        },
    )


def _village(case: Case) -> Line:
    name, place = Message(NAMES["village"]), case.place
    if case.is_excluded:
        return Line(
            "village",
            name,
            FAILED,
            Message(N_("Taken off again because of a department's record.")),
            source=Message(N_("the village committee's record")),
            facts={"left_out": True},
        )
    if case.state is S.LEFT_OUT or place is None or place.cause is RemovalCause.VILLAGE:
        reason = case.closing_reason or (place.reason if place else "")
        return Line(
            "village",
            name,
            FAILED if case.state is S.LEFT_OUT else OPEN,
            Message(N_("The village left the household out. Reason: %(reason)s"), reason=reason)
            if case.state is S.LEFT_OUT
            else Message(N_("The village looks at the household again.")),
            source=Message(N_("the village committee's record")),
            limit=Message(N_("Whoever passed the vote is put on, or is left out for a written reason.")),
            change=Message(LIKELY_CHANGE) if case.state is S.LEFT_OUT else None,
            facts={"left_out": case.state is S.LEFT_OUT},
        )
    value = (
        Message(N_("Put on as number %(number)s."), number=place.sequence)
        if place.ordinal == 1
        else Message(N_("Number %(number)s on a supplementary list."), number=place.sequence)
    )
    return Line(
        "village",
        name,
        PASSED,
        value,
        source=Message(N_("the list drawn up on %(day)s"), day=place.drawn_up_on),
        facts={"sequence": place.sequence, "ordinal": place.ordinal},
    )


def _objection_details(case: Case, kind: NoticeKind) -> tuple[Message, ...]:
    """How many objections there were and what came of them. Never who, never the words."""
    raised = [one for one in case.objections if one.kind is kind]
    if not raised:
        return ()
    counted = {
        N_("Objections received: %(number)s."): len(raised),
        N_("Upheld: %(number)s."): sum(one.outcome is Outcome.UPHELD for one in raised),
        N_("Upheld in part: %(number)s."): sum(one.outcome is Outcome.PARTLY for one in raised),
        N_("Not upheld: %(number)s."): sum(one.outcome is Outcome.REJECTED for one in raised),
        N_("Still looked into: %(number)s."): sum(one.outcome is None for one in raised),
    }
    return tuple(Message(msgid, number=number) for msgid, number in counted.items() if number)


def _notice(case: Case, kind: NoticeKind) -> Line:
    posted = case.notices[kind]
    removed = any(place.cause is REMOVED_AT[kind] for place in case.places)
    undecided = any(one.kind is kind and one.outcome is None for one in case.objections)
    standing = FAILED if removed else PASSED if posted.has_ended and not undecided else OPEN
    details = _objection_details(case, kind)
    if not details and posted.has_ended:
        details = (Message(N_("Nobody objected.")),)
    if posted.has_begun:
        value = Message(
            N_("Notice %(number)s, from %(first)s to %(last)s."),
            number=posted.number,
            first=posted.first_day,
            last=posted.last_day,
        )
    else:
        value = Message(N_("Notice %(number)s is issued; it is still to be hung."), number=posted.number)
    return Line(
        kind.value,
        Message(NAMES[kind.value]),
        standing,
        value,
        source=Message(N_("the notice and the photographs of where it hung")),
        limit=Message(
            N_("It hangs for at least %(number)s working days.")
            if case.policy.notice_day_kind(kind) is DayKind.WORKING
            else N_("It hangs for at least %(number)s days."),
            number=case.policy.notice_days(kind),
        ),
        limit_source=case.ground.source(f"{kind.value}_days"),
        change=Message(LIKELY_CHANGE) if removed else None,
        details=details,
        facts={
            "number": posted.number,
            "objections": sum(one.kind is kind for one in case.objections),
            "removed": removed,
        },
    )


def _decision(case: Case, level: ReviewLevel) -> Line:
    decided = case.decisions[level]
    words = {
        (DecisionOutcome.KEEP, False): N_("Stays on the list."),
        (DecisionOutcome.KEEP, True): N_("Stays on the list. Reason: %(reason)s"),
        (DecisionOutcome.REMOVE, True): N_("Taken off the list. Reason: %(reason)s"),
        (DecisionOutcome.RETURN, True): N_("Back to the village. Reason: %(reason)s"),
    }
    kept = decided.outcome is DecisionOutcome.KEEP
    reason = {"reason": decided.reason} if decided.reason else {}
    return Line(
        level.value,
        Message(NAMES[level.value]),
        PASSED if kept else FAILED,
        Message(words[decided.outcome, bool(reason)], **reason),
        source=Message(N_("the decision of %(day)s"), day=decided.on),
        change=None if kept else Message(LIKELY_CHANGE),
        facts={"outcome": decided.outcome.value},
    )


def _check(case: Case, level: ReviewLevel) -> list[Line]:
    name, checked = Message(NAMES[f"{level.value}_check"]), case.checks.get(level)
    if checked is None:
        return []
    return [
        Line(
            f"{level.value}_check",
            name,
            PASSED if checked.agrees else FAILED,
            Message(
                N_("Checked on %(day)s; the record is right.")
                if checked.agrees
                else N_("Checked on %(day)s; the record is not right."),
                day=checked.on,
            ),
            source=Message(N_("the check sheet of %(day)s"), day=checked.on),
            facts={"agrees": checked.agrees},
        )
    ]


def _announcement(case: Case) -> Line:
    posted, registered = case.notices[NoticeKind.ANNOUNCEMENT], case.registration
    name, source = (
        Message(NAMES["announcement"]),
        Message(N_("announcement %(number)s"), number=posted.number),
    )
    details = _objection_details(case, NoticeKind.ANNOUNCEMENT)
    facts = {"number": posted.number, "registered": registered is not None and registered.struck_on is None}
    if registered is not None and registered.struck_on is None:
        return Line(
            "announcement",
            name,
            PASSED,
            Message(
                N_("Left the register on %(day)s; people: %(people)s.")
                if case.ground.is_exit
                else N_("Registered on %(day)s; people: %(people)s."),
                day=registered.on,
                people=registered.people,
            ),
            source=source,
            details=details,
            facts={**facts, "people": registered.people},
        )
    struck = registered.struck_on if registered is not None else None
    removed = any(place.cause is RemovalCause.OBJECTION_ANNOUNCEMENT for place in case.places)
    return Line(
        "announcement",
        name,
        FAILED if removed else OPEN,
        Message(
            N_("Announced, and put back into the register on %(day)s.")
            if case.ground.is_exit
            else N_("Announced, and struck from the register on %(day)s."),
            day=struck,
        )
        if struck is not None
        else Message(N_("Announced; not registered.")),
        source=source,
        change=Message(LIKELY_CHANGE) if removed else None,
        details=details,
        facts=facts,
    )
