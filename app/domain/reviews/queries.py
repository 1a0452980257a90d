"""Reading decisions, samples and home checks, and who took part in a household's case before."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.core.messages import Message
from app.core.permissions import Actor
from app.domain.applications.models import HomeVisit
from app.domain.appraisals.models import Ballot, Meeting, MeetingState
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry
from app.domain.notices import queries as notice_queries
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews import rules
from app.domain.reviews.models import Decision, DecisionOutcome, HomeCheck, ReviewLevel, Sample

SEED_NOTICE = {ReviewLevel.TOWNSHIP: NoticeKind.FIRST_NOTICE, ReviewLevel.COUNTY: NoticeKind.SECOND_NOTICE}


@dataclass(frozen=True)
class Involvement:
    """Who took part in the cases of some entries: people by application, decisions and checks by entry."""

    visitors: dict[int, rules.People]
    chairs: dict[int, rules.People]
    lower_deciders: dict[int, rules.People]
    decisions: dict[int, Decision]
    checks: dict[int, bool]

    def blockers(self, actor: Actor, entry: ListEntry) -> list[Message]:
        """Why this person may not decide on *entry*."""
        return rules.duty_blockers(
            actor,
            visitors=self.visitors.get(entry.application_id, set()),
            chairs=self.chairs.get(entry.application_id, set()),
            lower_deciders=self.lower_deciders.get(entry.application_id, set()),
        )

    def check_agrees(self, entry: ListEntry) -> bool | None:
        """What this level's home check of *entry* said; ``None`` when there was none."""
        return self.checks.get(entry.id)


def involvement(entries: Sequence[ListEntry], level: ReviewLevel) -> Involvement:
    """Who took part before, for any number of entries of one list in a fixed number of statements."""
    if not entries:
        return Involvement({}, {}, {}, {}, {})
    list_id = entries[0].list_id
    applications = [entry.application_id for entry in entries]
    visitors: dict[int, rules.People] = {}
    for application_id, people in db.session.execute(
        sa.select(HomeVisit.application_id, HomeVisit.visitors).where(
            HomeVisit.application_id.in_(applications)
        )
    ):
        visitors.setdefault(application_id, set()).update(rules.people_in(people))
    chairs: dict[int, rules.People] = {}
    for application_id, chair_id, chair_name in db.session.execute(
        sa.select(Ballot.application_id, Meeting.chair_id, Meeting.chair_name)
        .join(Meeting, Meeting.id == Ballot.meeting_id)
        .where(Ballot.application_id.in_(applications), Meeting.state == MeetingState.CONFIRMED)
    ):
        chairs.setdefault(application_id, set()).update(
            rules.people_in([{"name": chair_name, "user_id": chair_id}])
        )
    lower = _township_reviewers(applications) if level is ReviewLevel.COUNTY else {}
    return Involvement(visitors, chairs, lower, standing_decisions(list_id, level), checks_of(list_id, level))


def _township_reviewers(applications: Sequence[int]) -> dict[int, rules.People]:
    """Who decided for the township, or checked at home for it, by application; superseded decisions as well."""
    found: dict[int, rules.People] = {}
    for application_id, decider in db.session.execute(
        sa.select(ListEntry.application_id, Decision.decided_by_id)
        .join(Decision, Decision.entry_id == ListEntry.id)
        .where(ListEntry.application_id.in_(applications), Decision.level == ReviewLevel.TOWNSHIP)
    ):
        found.setdefault(application_id, set()).add(decider)
    for application_id, people in db.session.execute(
        sa.select(ListEntry.application_id, HomeCheck.checkers)
        .join(HomeCheck, HomeCheck.entry_id == ListEntry.id)
        .join(Sample, Sample.id == HomeCheck.sample_id)
        .where(ListEntry.application_id.in_(applications), Sample.level == ReviewLevel.TOWNSHIP)
    ):
        found.setdefault(application_id, set()).update(rules.people_in(people))
    return found


def standing_decisions(list_id: int, level: ReviewLevel) -> dict[int, Decision]:
    """entry id -> the decision of a level that stands."""
    rows = db.session.scalars(
        sa.select(Decision).where(
            Decision.list_id == list_id, Decision.level == level, Decision.superseded_at.is_(None)
        )
    )
    return {decision.entry_id: decision for decision in rows}


def find_seed(candidate_list: CandidateList, level: ReviewLevel) -> str | None:
    """What the sample of a level is drawn from: the digest of the notice that its review follows."""
    notice = notice_queries.find_standing_notice(candidate_list, SEED_NOTICE[level])
    if notice is None:
        return None
    return hashlib.sha256(f"{notice.digest}:{candidate_list.id}:{level.value}".encode()).hexdigest()


def find_sample(candidate_list: CandidateList, level: ReviewLevel) -> Sample | None:
    """The sample drawn since the notice that this review follows; one drawn for an earlier notice is stale."""
    seed = find_seed(candidate_list, level)
    return find_sample_by_seed(candidate_list.id, level, seed) if seed is not None else None


def get_sample(sample_id: int) -> Sample:
    """One sample; raises :class:`NotFound`."""
    sample = db.session.get(Sample, sample_id)
    if sample is None:
        raise NotFound()
    return sample


def find_sample_by_seed(list_id: int, level: ReviewLevel, seed: str) -> Sample | None:
    """The sample that was drawn from this very seed."""
    return db.session.scalar(
        sa.select(Sample).where(Sample.list_id == list_id, Sample.level == level, Sample.seed == seed)
    )


def find_home_check(sample_id: int, entry_id: int) -> HomeCheck | None:
    """The home check of a sampled entry."""
    return db.session.scalar(
        sa.select(HomeCheck).where(HomeCheck.sample_id == sample_id, HomeCheck.entry_id == entry_id)
    )


def list_home_checks(sample_id: int) -> Sequence[HomeCheck]:
    """All home checks of a sample."""
    return db.session.scalars(
        sa.select(HomeCheck).where(HomeCheck.sample_id == sample_id).order_by(HomeCheck.id)
    ).all()


def checks_of(list_id: int, level: ReviewLevel) -> dict[int, bool]:
    """entry id -> whether its home check at a level agrees."""
    rows = db.session.execute(
        sa.select(HomeCheck.entry_id, HomeCheck.agrees)
        .join(Sample, Sample.id == HomeCheck.sample_id)
        .where(Sample.list_id == list_id, Sample.level == level)
        .order_by(HomeCheck.id)
    )
    return {row.entry_id: row.agrees for row in rows}


def find_check_of(entry_id: int, level: ReviewLevel) -> HomeCheck | None:
    """The latest home check of an entry at a level."""
    return db.session.scalar(
        sa.select(HomeCheck)
        .join(Sample, Sample.id == HomeCheck.sample_id)
        .where(HomeCheck.entry_id == entry_id, Sample.level == level)
        .order_by(HomeCheck.id.desc())
        .limit(1)
    )


def latest_decisions(application_ids: Sequence[int], level: ReviewLevel) -> dict[int, Decision]:
    """application id -> the latest decision of a level, whichever list it was made on."""
    rows = db.session.execute(
        sa.select(ListEntry.application_id, Decision)
        .join(Decision, Decision.entry_id == ListEntry.id)
        .where(ListEntry.application_id.in_(application_ids), Decision.level == level)
        .order_by(Decision.id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class Tally:
    """How far a level's decisions on a list have come."""

    undecided: int
    first_undecided: int | None
    kept: int


def count_decided(list_id: int, level: ReviewLevel) -> Tally:
    """Count the standing entries of a list by what *level* decided, in one statement."""
    decided = sa.and_(
        Decision.entry_id == ListEntry.id, Decision.level == level, Decision.superseded_at.is_(None)
    )
    open_ = Decision.id.is_(None)
    row = db.session.execute(
        sa.select(
            sa.func.count().filter(open_),
            sa.func.min(ListEntry.sequence).filter(open_),
            sa.func.count().filter(Decision.outcome == DecisionOutcome.KEEP),
        )
        .select_from(ListEntry)
        .outerjoin(Decision, decided)
        .where(ListEntry.list_id == list_id, ListEntry.standing == EntryStanding.STANDING)
    ).one()
    return Tally(int(row[0]), row[1], int(row[2]))


def list_standing_among(entry_ids: Sequence[int]) -> set[int]:
    """Those of some entries that still stand on their list."""
    return set(
        db.session.scalars(
            sa.select(ListEntry.id).where(
                ListEntry.id.in_(entry_ids), ListEntry.standing == EntryStanding.STANDING
            )
        )
    )
