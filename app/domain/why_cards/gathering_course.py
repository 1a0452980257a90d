"""The second half of gathering: votes, places on lists, notices, decisions, checks, objections, registrations.

Of an application that went back and came again only the present course counts: its last entry and those from which
that one was set aside.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.clock import local, today
from app.core.db import db
from app.domain.applications.models import ApplicationState
from app.domain.appraisals import rules as appraisal_rules
from app.domain.appraisals.models import Ballot, Meeting, MeetingState
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry
from app.domain.households.models import RegisterExit, Registration
from app.domain.notices import queries as notice_queries
from app.domain.notices.models import Notice, NoticeEntry
from app.domain.notices.queries import Standing
from app.domain.objections.models import Objection
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import LIST_KINDS, NoticeKind
from app.domain.reviews.models import Decision, HomeCheck, ReviewLevel, Sample
from app.domain.why_cards.cases import Checked, Decided, Ground, Place, Posted, Raised, Registered, Vote

S = ApplicationState
#: back at the beginning: an earlier vote and list no longer count
ANEW = frozenset({S.FILED, S.VISITED, S.COMPARED})
#: not on a list, whatever was before
OFF_LIST = ANEW | {S.PASSED, S.REJECTED, S.WITHDRAWN}
ORDER = LIST_KINDS


@dataclass(frozen=True)
class Course:
    """What was loaded, by application or by entry."""

    votes: Mapping[int, Sequence[Vote]]
    entries: Mapping[int, Sequence[tuple[int, Place]]]
    decisions: Mapping[int, Mapping[ReviewLevel, Decided]]
    checks: Mapping[int, Mapping[ReviewLevel, Checked]]
    sequences: Mapping[int, Sequence[tuple[int, int]]]
    standings: Mapping[int, Standing]
    objections: Mapping[int, Sequence[Raised]]
    registrations: Mapping[tuple[int, int], Registered]

    def of(self, row: Any) -> dict[str, Any]:
        """The fields of the case of an application's *row*."""
        chain = [] if row.state in OFF_LIST else _present_course(self.entries.get(row.id, ()))
        ids = [entry_id for entry_id, _place in chain]
        votes = self.votes.get(row.id, ())
        notices = self._notices(ids)
        return {
            "votes": [vote for vote in votes if vote.passed is None] if row.state in ANEW else votes,
            "places": [place for _entry_id, place in chain],
            "decisions": _merged(self.decisions, ids),
            "checks": _merged(self.checks, ids),
            "notices": notices,
            "objections": [one for entry_id in ids for one in self.objections.get(entry_id, ())],
            "registration": self.registrations.get((row.household_id, row.round_id)),
            "open_notice": self._open_notice(row) if not notices else None,
        }

    def _notices(self, entry_ids: Sequence[int]) -> dict[NoticeKind, Posted]:
        found = {}
        for entry_id in entry_ids:
            for notice_id, sequence in self.sequences.get(entry_id, ()):
                standing = self.standings.get(notice_id)
                if standing is not None:
                    found[standing.notice.kind] = _posted(standing, sequence)
        return {kind: found[kind] for kind in ORDER if kind in found}

    def _open_notice(self, row: Any) -> Posted | None:
        """The notice of the village that is open for whoever is not on it."""
        for standing in self.standings.values():
            notice = standing.notice
            if standing.is_open and (notice.village_id, notice.round_id) == (row.village_id, row.round_id):
                return _posted(standing, 0)
        return None


def load(rows: Sequence[Any], grounds: Mapping[int, Ground]) -> Course:
    """Everything from the vote on, for the applications of *rows*."""
    ids = [row.id for row in rows]
    entries = _entries(ids)
    entry_ids = [entry_id for found in entries.values() for entry_id, _place in found]
    notices = notice_queries.list_in_force({row.round_id for row in rows}, {row.village_id for row in rows})
    policies = {round_id: ground.policy for round_id, ground in grounds.items()}
    return Course(
        votes=_votes(ids, policies),
        entries=entries,
        decisions=_decisions(entry_ids),
        checks=_checks(entry_ids),
        sequences=_sequences(entry_ids),
        standings={standing.notice.id: standing for standing in notice_queries.standings(notices)},
        objections=_objections(entry_ids),
        registrations=_registrations([row.household_id for row in rows], grounds),
    )


def _present_course(entries: Sequence[tuple[int, Place]]) -> list[tuple[int, Place]]:
    chain: list[tuple[int, Place]] = []
    for entry_id, place in reversed(entries):
        if chain and place.standing is not EntryStanding.SET_ASIDE:
            break
        chain.insert(0, (entry_id, place))
    return chain


def _merged(by_entry: Mapping[int, Mapping[ReviewLevel, Any]], ids: Sequence[int]) -> dict[ReviewLevel, Any]:
    merged: dict[ReviewLevel, Any] = {}
    for entry_id in ids:
        merged.update(by_entry.get(entry_id, {}))
    return merged


def _posted(standing: Standing, sequence: int) -> Posted:
    notice, period = standing.notice, standing.period
    return Posted(
        kind=notice.kind,
        number=notice.number,
        sequence=sequence,
        state=standing.state,
        first_day=period.first_day,
        last_day=period.last_day,
        has_begun=period.begun,
        has_ended=not standing.is_open,
        is_certain=period.is_certain(today()),
    )


def _votes(ids: Collection[int], policies: Mapping[int, Policy]) -> dict[int, list[Vote]]:
    ballots = db.session.scalars(
        sa.select(Ballot)
        .join(Meeting, Meeting.id == Ballot.meeting_id)
        .where(Ballot.application_id.in_(ids), Meeting.state == MeetingState.CONFIRMED)
        .options(joinedload(Ballot.meeting))
        .order_by(Meeting.held_on, Meeting.id)
    )
    found: dict[int, list[Vote]] = defaultdict(list)
    for ballot in ballots:
        meeting = ballot.meeting
        policy = policies[meeting.round_id]
        count = appraisal_rules.count_of(ballot, meeting, policy)
        found[ballot.application_id].append(
            Vote(
                held_on=meeting.held_on,
                kind=meeting.kind,
                due=meeting.due,
                present=meeting.present,
                quorum=appraisal_rules.quorum_needed(meeting, policy),
                is_quorate=appraisal_rules.is_quorate(meeting, policy),
                votes_for=ballot.votes_for or 0,
                votes_against=ballot.votes_against or 0,
                votes_abstained=ballot.votes_abstained or 0,
                needed=count.needed,
                passed=None if ballot.adjourned_reason else bool(ballot.passed),
                adjourned=ballot.adjourned_reason,
                remark=ballot.remark,
                hits_read_out=ballot.hits_read_out,
            )
        )
    return found


def _entries(ids: Collection[int]) -> dict[int, list[tuple[int, Place]]]:
    rows = db.session.execute(
        sa.select(
            ListEntry.id,
            ListEntry.application_id,
            ListEntry.list_id,
            ListEntry.sequence,
            ListEntry.standing,
            ListEntry.removal_cause,
            ListEntry.reason,
            ListEntry.off_on,
            CandidateList.ordinal,
            CandidateList.drawn_up_on,
            CandidateList.state,
        )
        .join(CandidateList, CandidateList.id == ListEntry.list_id)
        .where(ListEntry.application_id.in_(ids))
        .order_by(ListEntry.id)
    )
    found: dict[int, list[tuple[int, Place]]] = defaultdict(list)
    for row in rows:
        place = Place(
            list_id=row.list_id,
            ordinal=row.ordinal,
            sequence=row.sequence,
            drawn_up_on=row.drawn_up_on,
            list_state=row.state,
            standing=row.standing,
            cause=row.removal_cause,
            reason=row.reason,
            off_on=row.off_on,
        )
        found[row.application_id].append((row.id, place))
    return found


def _decisions(entry_ids: Collection[int]) -> dict[int, dict[ReviewLevel, Decided]]:
    rows = db.session.execute(
        sa.select(Decision.entry_id, Decision.level, Decision.outcome, Decision.reason, Decision.decided_at)
        .where(Decision.entry_id.in_(entry_ids), Decision.superseded_at.is_(None))
        .order_by(Decision.id)
    )
    found: dict[int, dict[ReviewLevel, Decided]] = defaultdict(dict)
    for row in rows:
        on = local(row.decided_at).date()
        found[row.entry_id][row.level] = Decided(row.level, row.outcome, row.reason, on)
    return found


def _checks(entry_ids: Collection[int]) -> dict[int, dict[ReviewLevel, Checked]]:
    rows = db.session.execute(
        sa.select(HomeCheck.entry_id, Sample.level, HomeCheck.checked_on, HomeCheck.agrees)
        .join(Sample, Sample.id == HomeCheck.sample_id)
        .where(HomeCheck.entry_id.in_(entry_ids))
        .order_by(HomeCheck.id)
    )
    found: dict[int, dict[ReviewLevel, Checked]] = defaultdict(dict)
    for row in rows:
        found[row.entry_id][row.level] = Checked(row.level, row.checked_on, row.agrees)
    return found


def _sequences(entry_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """entry id -> the notices on which it stands, each with its number there."""
    rows = db.session.execute(
        sa.select(NoticeEntry.entry_id, NoticeEntry.notice_id, NoticeEntry.sequence)
        .where(NoticeEntry.entry_id.in_(entry_ids))
        .order_by(NoticeEntry.id)
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        found[row.entry_id].append((row.notice_id, row.sequence))
    return found


def _objections(entry_ids: Collection[int]) -> dict[int, list[Raised]]:
    rows = db.session.execute(
        sa.select(Objection.entry_id, Notice.kind, Objection.outcome, Objection.removes_entry)
        .join(Notice, Notice.id == Objection.notice_id)
        .where(Objection.entry_id.in_(entry_ids))
        .order_by(Objection.id)
    )
    found: dict[int, list[Raised]] = defaultdict(list)
    for row in rows:
        found[row.entry_id].append(Raised(row.kind, row.outcome, row.removes_entry))
    return found


def _registrations(households: Collection[int], rounds: Collection[int]) -> dict[tuple[int, int], Registered]:
    rows = db.session.execute(
        sa.select(
            Registration.household_id,
            Registration.round_id,
            Registration.registered_on,
            Registration.people,
            Registration.struck_on,
        )
        .where(Registration.household_id.in_(households), Registration.round_id.in_(rounds))
        .order_by(Registration.id)
    )
    found = {
        (row.household_id, row.round_id): Registered(row.registered_on, row.people, row.struck_on)
        for row in rows
    }
    left = db.session.scalars(
        sa.select(RegisterExit)
        .where(RegisterExit.household_id.in_(households), RegisterExit.round_id.in_(rounds))
        .order_by(RegisterExit.id)
    )
    return found | {
        (one.household_id, one.round_id): Registered(one.exited_on, one.people, one.undone_on) for one in left
    }
