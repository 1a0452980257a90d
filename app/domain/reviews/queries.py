"""Reading decisions, samples and home checks, and who took part in a household's case before."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.core.messages import Message
from app.domain.applications.models import HomeVisit
from app.domain.appraisals.models import Ballot, Meeting, MeetingState
from app.domain.candidate_lists.models import CandidateList, ListEntry
from app.domain.reviews import rules
from app.domain.reviews.models import Decision, HomeCheck, ReviewLevel, Sample


@dataclass(frozen=True)
class Involvement:
    """Who took part in the cases of some entries: user ids by application, decisions and checks by entry."""

    visitors: dict[int, set[int]]
    chairs: dict[int, set[int]]
    lower_deciders: dict[int, set[int]]
    decisions: dict[int, Decision]
    checks: dict[int, bool]

    def blockers(self, actor_id: int | None, entry: ListEntry) -> list[Message]:
        """Why this person may not decide on *entry*."""
        return rules.duty_blockers(
            actor_id,
            visitors=self.visitors.get(entry.application_id, set()),
            chairs=self.chairs.get(entry.application_id, set()),
            lower_deciders=self.lower_deciders.get(entry.application_id, set()),
        )

    def check_agrees(self, entry: ListEntry) -> bool | None:
        """What this level's home check of *entry* said; ``None`` when there was none."""
        return self.checks.get(entry.id)


def involvement(entries: Sequence[ListEntry], level: ReviewLevel) -> Involvement:
    """Who took part before, for any number of entries of one list in five statements."""
    if not entries:
        return Involvement({}, {}, {}, {}, {})
    list_id = entries[0].list_id
    applications = [entry.application_id for entry in entries]
    visitors: dict[int, set[int]] = {}
    for application_id, people in db.session.execute(
        sa.select(HomeVisit.application_id, HomeVisit.visitors).where(
            HomeVisit.application_id.in_(applications)
        )
    ):
        visitors.setdefault(application_id, set()).update(p["user_id"] for p in people if p.get("user_id"))
    chairs: dict[int, set[int]] = {}
    for application_id, chair_id in db.session.execute(
        sa.select(Ballot.application_id, Meeting.chair_id)
        .join(Meeting, Meeting.id == Ballot.meeting_id)
        .where(
            Ballot.application_id.in_(applications),
            Meeting.state == MeetingState.CONFIRMED,
            Meeting.chair_id.is_not(None),
        )
    ):
        chairs.setdefault(application_id, set()).add(chair_id or 0)
    lower: dict[int, set[int]] = {}
    if level is ReviewLevel.COUNTY:
        for application_id, decider in db.session.execute(
            sa.select(ListEntry.application_id, Decision.decided_by_id)
            .join(Decision, Decision.entry_id == ListEntry.id)
            .where(ListEntry.application_id.in_(applications), Decision.level == ReviewLevel.TOWNSHIP)
        ):
            lower.setdefault(application_id, set()).add(decider)
    return Involvement(visitors, chairs, lower, standing_decisions(list_id, level), checks_of(list_id, level))


def standing_decisions(list_id: int, level: ReviewLevel) -> dict[int, Decision]:
    """entry id -> the decision of a level that stands."""
    rows = db.session.scalars(
        sa.select(Decision).where(
            Decision.list_id == list_id, Decision.level == level, Decision.superseded_at.is_(None)
        )
    )
    return {decision.entry_id: decision for decision in rows}


def find_sample(list_id: int, level: ReviewLevel) -> Sample | None:
    """The latest sample drawn for a list at a level."""
    return db.session.scalar(
        sa.select(Sample)
        .where(Sample.list_id == list_id, Sample.level == level)
        .order_by(Sample.id.desc())
        .limit(1)
    )


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


def has_decided_on(actor_id: int, candidate_list: CandidateList, level: ReviewLevel) -> bool:
    """True when this person decided some entry of the list at *level*."""
    statement = sa.select(Decision.id).where(
        Decision.list_id == candidate_list.id, Decision.level == level, Decision.decided_by_id == actor_id
    )
    return db.session.scalar(statement.limit(1)) is not None


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
