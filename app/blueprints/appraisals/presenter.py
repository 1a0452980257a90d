"""Arranging review meetings for their pages: quorum and majority in words, the agenda, how each vote stands."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.core import clock
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.applications import queries as application_queries
from app.domain.applications.models import Application
from app.domain.applications.rules import appraisal_blockers
from app.domain.applications.steps import BEFORE_MEETING
from app.domain.appraisals import queries
from app.domain.appraisals.models import Ballot, Meeting, MeetingState
from app.domain.appraisals.rules import Count, count_of, is_to_come
from app.domain.areas.models import Area
from app.domain.comparisons.queries import blockers_among
from app.domain.policies.rules import Policy, Threshold
from app.domain.policies.vocabulary import MEETING_CHOICES, MajorityOf, MeetingKind, ShareRule
from app.domain.rounds.models import Round
from app.web.access import current_actor
from app.web.choosing import Choice
from app.web.i18n import translate

KIND_LABELS = {choice.value: choice.label for choice in MEETING_CHOICES}
STATE_WORDS = {
    MeetingState.DRAFT: (N_("Being recorded"), "warn"),
    MeetingState.CONFIRMED: (N_("Confirmed"), "good"),
}
PLANNED = (N_("Planned"), "info")
QUORUM = {
    ShareRule.AT_LEAST: N_("At least %(share)s of those due must be present."),
    ShareRule.MORE_THAN: N_("More than %(share)s of those due must be present."),
}
MAJORITY = {
    (ShareRule.AT_LEAST, MajorityOf.PRESENT): N_(
        "An application passes with the votes of at least %(share)s of those who could vote."
    ),
    (ShareRule.MORE_THAN, MajorityOf.PRESENT): N_(
        "An application passes with the votes of more than %(share)s of those who could vote."
    ),
    (ShareRule.AT_LEAST, MajorityOf.DUE): N_(
        "An application passes with the votes of at least %(share)s of all who were due."
    ),
    (ShareRule.MORE_THAN, MajorityOf.DUE): N_(
        "An application passes with the votes of more than %(share)s of all who were due."
    ),
}


def state_of(meeting: Meeting) -> tuple[str, str]:
    """The word for how far a meeting has come, and its tone."""
    return PLANNED if is_to_come(meeting, clock.today()) else STATE_WORDS[meeting.state]


def quorum_rule(policy: Policy, kind: MeetingKind) -> Message:
    """How many of those due must be present, in words."""
    return _quorum_words(policy.quorum(kind))


def majority_rule(policy: Policy) -> Message:
    """How many votes pass an application, in words."""
    return _majority_words(policy.votes_needed, MajorityOf(policy.majority_of))


def _quorum_words(quorum: Threshold) -> Message:
    return Message(QUORUM[ShareRule(quorum.rule)], share=str(quorum.share))


def _majority_words(majority: Threshold, of: MajorityOf) -> Message:
    return Message(MAJORITY[ShareRule(majority.rule), of], share=str(majority.share))


def vote_rule(policy: Policy, kind: MeetingKind) -> Message:
    """Quorum and majority in one."""
    return rule_in_words(policy.quorum(kind), policy.votes_needed, MajorityOf(policy.majority_of))


def rule_in_words(quorum: Threshold, majority: Threshold, of: MajorityOf) -> Message:
    """Quorum and majority in one, from the numbers themselves."""
    return Message(
        N_("%(quorum)s %(majority)s"), quorum=_quorum_words(quorum), majority=_majority_words(majority, of)
    )


@dataclass(frozen=True)
class Quorum:
    """How the attendance stands: *needed* of *due* must be present."""

    due: int
    present: int
    needed: int
    is_met: bool

    @property
    def words(self) -> str:
        """The same as a sentence."""
        given = {"present": self.present, "due": self.due, "needed": self.needed}
        if self.is_met:
            return str(
                _("%(present)s of %(due)s are present, %(needed)s are needed: there is a quorum.", **given)
            )
        return str(
            _("%(present)s of %(due)s are present, %(needed)s are needed: there is no quorum.", **given)
        )


def quorum_of(policy: Policy, kind: str | None, due: int | None, present: int | None) -> Quorum | None:
    """How the attendance stands, as far as it was entered and makes sense."""
    if kind not in list(MeetingKind) or not due or due < 0 or present is None or not 0 <= present <= due:
        return None
    threshold = policy.quorum(MeetingKind(kind))
    return Quorum(due, present, threshold.least(due), threshold.is_met(present, due))


@dataclass(frozen=True)
class AgendaLine:
    """An application that may be put before a meeting, or why not."""

    application: Application
    blockers: tuple[str, ...]
    elsewhere: Meeting | None = None

    @property
    def is_open(self) -> bool:
        return not self.blockers and self.elsewhere is None


def agenda_lines(round_: Round, village: Area, meeting: Meeting | None = None) -> list[AgendaLine]:
    """The village's applications that wait for a meeting; those of *meeting* stay choosable."""
    policy = round_.policy
    drafts = queries.find_drafts_with(round_.id, village.id)
    own = {ballot.application_id for ballot in meeting.ballots} if meeting else set()
    lines = []
    waiting = application_queries.list_in_states(round_.id, village.id, BEFORE_MEETING)
    compared = blockers_among(waiting)
    for application in waiting:
        found = [*appraisal_blockers(application, policy), *compared.get(application.id, ())]
        reasons = tuple(translate(reason) for reason in found)
        is_own = application.id in own
        elsewhere = None if is_own else drafts.get(application.id)
        lines.append(AgendaLine(application, () if is_own else reasons, elsewhere))
    return lines


def still_missing(meeting: Meeting) -> dict[int, list[str]]:
    """application id -> what has to be done before the planned meeting can vote on it: visit, comparison."""
    policy = meeting.round.policy
    found = {
        ballot.application_id: [
            translate(reason) for reason in appraisal_blockers(ballot.application, policy)
        ]
        for ballot in meeting.ballots
    }
    return {application_id: reasons for application_id, reasons in found.items() if reasons}


@dataclass(frozen=True)
class BallotLine:
    """One vote as the page shows it: the count, words and tone of its result."""

    ballot: Ballot
    count: Count
    words: str
    tone: str

    @property
    def application(self) -> Application:
        return self.ballot.application

    @property
    def is_settled(self) -> bool:
        """Counted, or put off to another meeting."""
        return self.count.is_complete or bool(self.ballot.adjourned_reason)


def ballot_lines(meeting: Meeting) -> list[BallotLine]:
    """The votes of *meeting*, in the order of its agenda."""
    policy = meeting.round.policy
    return [_ballot_line(ballot, count_of(ballot, meeting, policy)) for ballot in meeting.ballots]


def _ballot_line(ballot: Ballot, count: Count) -> BallotLine:
    if ballot.adjourned_reason:
        return BallotLine(ballot, count, _("adjourned"), "idle")
    if ballot.votes_for is None:
        return BallotLine(ballot, count, _("votes not entered"), "idle")
    if not count.is_complete:
        words = _("%(given)s votes, but %(voters)s could vote", given=count.given, voters=count.voters)
        return BallotLine(ballot, count, words, "bad")
    if ballot.passed is None:
        return BallotLine(ballot, count, _("would pass") if count.passed else _("would not pass"), "info")
    return BallotLine(
        ballot, count, _("Passed") if ballot.passed else _("Not passed"), "good" if ballot.passed else "bad"
    )


def waiting(choice: Choice) -> list[tuple[Area, int]]:
    """Villages of the reader in which applications wait for a meeting: (village, number)."""
    if choice.round is None:
        return []
    counts = application_queries.count_by_state(choice.round.id, [village.id for village in choice.villages])
    found = []
    for village in choice.villages:
        number = sum(counts.get((village.id, state.value), (0, 0))[0] for state in BEFORE_MEETING)
        if number and can(current_actor(), Permission.MEETING_RECORD, village):
            found.append((village, number))
    return found


def kind_choices(policy: Policy) -> list[tuple[str, str]]:
    """The kinds of meeting that the policy lets decide, each with its quorum in words."""
    return [
        (kind.value, f"{_(KIND_LABELS[kind])} — {translate(quorum_rule(policy, kind))}")
        for kind in policy.meeting_kinds
    ]
