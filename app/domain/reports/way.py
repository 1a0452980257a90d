"""Where is my application: one line with stops, from the household's own request to the announcement. All pure.

``ways.py`` gathers; here the stops are laid out: only those that the round's policy has, each done with its day, the
present one with who has to act and until when, and where it ended with the reason. What a level has decided shows only
once it took effect, as on the why-card.
"""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from app.core.messages import N_, Message
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists.models import EntryStanding, ListState, RemovalCause
from app.domain.help_requests.models import RequestState
from app.domain.help_requests.rules import Standing as Asked
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews.models import ReviewLevel
from app.domain.why_cards.cases import Case
from app.domain.why_cards.conclusion import card_of
from app.domain.why_cards.course import is_in_force
from app.domain.why_cards.trace import Review

S = ApplicationState


class StopState(StrEnum):
    """Behind it, here, still to come, or where it ended."""

    DONE = "done"
    CURRENT = "current"
    TODO = "todo"
    ENDED = "ended"


@dataclass(frozen=True)
class Stop:
    """A stop: *on* its day, *who* has to act there and *until* when, *note* what else there is to say."""

    key: str
    label: Message
    state: StopState = StopState.TODO
    on: dt.date | None = None
    who: Message | None = None
    until: dt.date | None = None
    note: Message | None = None


@dataclass(frozen=True)
class Way:
    """The whole line. *sentence* says where it stands; *review* how to say that it is not right."""

    stops: tuple[Stop, ...]
    sentence: Message
    has_ended: bool = False
    review: Review | None = None

    @property
    def here(self) -> Stop | None:
        """The stop at which it stands now."""
        return next((stop for stop in self.stops if stop.state is StopState.CURRENT), None)

    @property
    def following(self) -> Stop | None:
        """The stop after the present one."""
        after = False
        for stop in self.stops:
            if after:
                return stop
            after = stop.state is StopState.CURRENT
        return None


LABELS = {
    "received": N_("Your request has come in"),
    "taken_up": N_("The village takes it up"),
    "filed": N_("Application taken"),
    "visit": N_("Visit at home"),
    "comparison": N_("Records compared"),
    "meeting": N_("Villagers' meeting"),
    "first_notice": N_("First notice"),
    "township": N_("Township check"),
    "second_notice": N_("Second notice"),
    "county": N_("County decision"),
    "announcement": N_("Announcement"),
}
WHO = {
    "taken_up": N_("The village committee or the work team"),
    "visit": N_("At least %(number)s people come to your home"),
    "comparison": N_("The offices compare their records, if you agreed"),
    "meeting": N_("The villagers' meeting votes"),
    "first_notice": N_("The village posts the list; anybody may say what is not right"),
    "township": N_("The township checks every household"),
    "second_notice": N_("The list is posted a second time"),
    "county": N_("The county decides"),
    "announcement": N_("The result is announced in the village"),
}
#: the list stands behind these stops
BEHIND = {
    ListState.DRAFT: 0,
    ListState.FIRST_NOTICE: 0,
    ListState.TOWNSHIP_REVIEW: 1,
    ListState.SECOND_NOTICE: 2,
    ListState.COUNTY_REVIEW: 3,
    ListState.ANNOUNCED: 5,
}
ON_THE_LIST = ("first_notice", "township", "second_notice", "county", "announcement")
NOTICES = {
    "first_notice": NoticeKind.FIRST_NOTICE,
    "second_notice": NoticeKind.SECOND_NOTICE,
    "announcement": NoticeKind.ANNOUNCEMENT,
}
LEVELS = {"township": ReviewLevel.TOWNSHIP, "county": ReviewLevel.COUNTY}
#: where an application ended that was taken off its list
TAKEN_OFF_AT = {
    RemovalCause.VILLAGE: "first_notice",
    RemovalCause.OBJECTION_FIRST: "first_notice",
    RemovalCause.TOWNSHIP: "township",
    RemovalCause.OBJECTION_SECOND: "second_notice",
    RemovalCause.COUNTY: "county",
    RemovalCause.OBJECTION_ANNOUNCEMENT: "announcement",
}
OUT = frozenset({S.REJECTED, S.LEFT_OUT, S.REMOVED, S.WITHDRAWN})


def way_of_request(asked: Asked, received_on: dt.date, policy: Policy, case: Case | None) -> Way:
    """The line of a request: up to the village's answer alone, from then on with its application's *case*."""
    first = Stop("received", Message(LABELS["received"]), StopState.DONE, received_on)
    if case is not None and asked.request.state is RequestState.TAKEN_UP:
        way = way_of_application(case)
        taken = replace(way.stops[0], key="taken_up", label=Message(LABELS["taken_up"]))
        return replace(way, stops=(first, taken, *way.stops[1:]))
    later = [_todo(key, policy) for key in _keys(policy, None)]
    if asked.request.state is RequestState.RECEIVED:
        return Way((first, _waiting(asked), *later), _waiting_sentence(asked))
    refused = asked.request.state is RequestState.ANSWERED_NO
    ended = Stop(
        "taken_up",
        Message(LABELS["taken_up"]),
        StopState.ENDED,
        asked.request.ended_on,
        note=Message(N_("Not taken up") if refused else N_("You took it back")),
    )
    sentence = Message(
        N_("The village did not take it up. Reason: %(reason)s")
        if refused
        else N_("The request was taken back. What was written down: %(reason)s"),
        reason=asked.request.reason,
    )
    return Way((first, ended, *later), sentence, has_ended=True)


def way_of_application(case: Case) -> Way:
    """The line of an application, from the day on which it was taken."""
    keys = _keys(case.policy, case)
    done = {key: day for key in keys if (day := _done(case, key)) is not None}
    card = card_of(case)
    here = _here(case, keys, done)
    is_out = case.state in OUT
    stops = [Stop("filed", Message(LABELS["filed"]), StopState.DONE, case.filed_on)]
    for index, key in enumerate(keys):
        if here is not None and index == here:
            stops.append(_ended(case, key, done) if is_out else _current(case, key))
        elif here is None or index < here:
            stops.append(Stop(key, Message(LABELS[key]), StopState.DONE, _known(done.get(key))))
        else:
            stops.append(_todo(key, case.policy))
    return Way(tuple(stops), card.conclusion, has_ended=is_out or here is None, review=card.review)


def _keys(policy: Policy, case: Case | None) -> list[str]:
    """The stops after filing that this policy has, or that were made nevertheless."""
    keys = ["meeting", *ON_THE_LIST]
    if policy.comparison_required or (case is not None and case.compared):
        keys.insert(0, "comparison")
    if policy.home_visit_required or (case is not None and case.visits):
        keys.insert(0, "visit")
    return keys


#: a stop that is behind it although no day is known
_NO_DAY = dt.date.min


def _known(day: dt.date | None) -> dt.date | None:
    return None if day == _NO_DAY else day


def _done(case: Case, key: str) -> dt.date | None:
    """The day of a stop that is behind it (:data:`_NO_DAY` when the day is not known), else nothing."""
    if key == "visit":
        return case.visits[-1].on if case.visits else None
    if key == "comparison":
        return case.compared[-1].on if case.compared else None
    if key == "meeting":
        voted = case.vote.held_on if case.vote is not None else _NO_DAY
        return voted if case.state in (S.PASSED, S.LISTED, S.REGISTERED, S.REMOVED) else None
    place = case.place
    if place is None or place.standing in (EntryStanding.RETURNED, EntryStanding.SET_ASIDE):
        return None
    behind = BEHIND[place.list_state]
    if place.cause is not None:
        behind = ON_THE_LIST.index(TAKEN_OFF_AT[place.cause])
    if ON_THE_LIST.index(key) >= behind:
        return None
    return _day_on_the_list(case, key)


def _day_on_the_list(case: Case, key: str) -> dt.date:
    if key in NOTICES:
        posted = case.notices.get(NOTICES[key])
        return posted.first_day if posted is not None and posted.has_begun else _NO_DAY
    decided = case.decisions.get(LEVELS[key]) if is_in_force(case, LEVELS[key]) else None
    return decided.on if decided is not None else _NO_DAY


def _here(case: Case, keys: list[str], done: dict[str, dt.date]) -> int | None:
    """Index of the stop at which it stands or ended; nothing when it arrived."""
    if case.state is S.RETURNED:
        return keys.index("meeting")
    if case.state is S.REMOVED:
        cause = case.place.cause if case.place is not None else None
        return keys.index(TAKEN_OFF_AT[cause]) if cause is not None else keys.index("meeting")
    if case.state is S.LEFT_OUT:
        return keys.index("comparison" if case.is_excluded and "comparison" in keys else "first_notice")
    if case.state is S.REJECTED:
        return keys.index("meeting")
    return next((index for index, key in enumerate(keys) if key not in done), None)


def _current(case: Case, key: str) -> Stop:
    """The present stop: who acts, until when, what holds it up."""
    posted = case.notices.get(NOTICES[key]) if key in NOTICES else None
    runs = posted is not None and posted.has_begun and posted.is_certain and not posted.has_ended
    until = posted.last_day if posted is not None and runs else None
    note = None
    if any(one.outcome is None for one in case.objections):
        note = Message(N_("Somebody objected; it waits until that is answered."))
    elif case.state is S.RETURNED:
        note = Message(N_("It went back to the village and is considered once more."))
    elif posted is not None and posted.has_ended:
        note = Message(N_("The days of the notice are over; the next step follows."))
    return replace(_todo(key, case.policy), state=StopState.CURRENT, until=until, note=note)


def _ended(case: Case, key: str, done: dict[str, dt.date]) -> Stop:
    on = _known(done.get(key))
    if case.state is S.REJECTED and case.vote is not None:
        on = case.vote.held_on
    elif case.state is S.REMOVED and case.place is not None:
        on = case.place.off_on
    words = {
        S.REJECTED: N_("The meeting did not agree"),
        S.LEFT_OUT: N_("Not put on the list"),
        S.REMOVED: N_("Taken off the list"),
        S.WITHDRAWN: N_("You took it back"),
    }
    return Stop(key, Message(LABELS[key]), StopState.ENDED, on, note=Message(words[case.state]))


def _todo(key: str, policy: Policy) -> Stop:
    given = {"number": policy.home_visitors_min} if key == "visit" else {}
    return Stop(key, Message(LABELS[key]), who=Message(WHO[key], **given))


def _waiting(asked: Asked) -> Stop:
    """The village has not answered yet."""
    request = asked.request
    if asked.is_late:
        note: Message | None = Message(N_("This day is over. You may call the township now."))
    elif request.visited_on is not None:
        note = Message(N_("Somebody came or called on %(day)s."), day=request.visited_on)
    else:
        note = Message(N_("Somebody comes or calls by %(day)s."), day=request.visit_due_on)
    return Stop(
        "taken_up",
        Message(LABELS["taken_up"]),
        StopState.CURRENT,
        who=Message(WHO["taken_up"]),
        until=asked.answer_due_on,
        note=note,
    )


def _waiting_sentence(asked: Asked) -> Message:
    if asked.answer_due_on is None:
        return Message(
            N_("The village has your request. No round is open now; it is taken up when the next one opens.")
        )
    if asked.is_late:
        return Message(N_("The village has your request and should have answered by now."))
    return Message(N_("The village has your request. It answers by %(day)s."), day=asked.answer_due_on)
