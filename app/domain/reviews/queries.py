"""Reading decisions, samples and home checks, and who took part in a household's case before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import Message
from app.core.permissions import Actor
from app.domain.applications.models import HomeVisit
from app.domain.appraisals.queries import list_chairs
from app.domain.candidate_lists.models import EntryStanding, ListEntry
from app.domain.kinship.queries import relatives_of
from app.domain.kinship.rules import NO_RELATIVES, Relatives
from app.domain.reviews import rules
from app.domain.reviews.models import Decision, DecisionOutcome, HomeCheck, ReviewLevel, Sample


@dataclass(frozen=True)
class Involvement:
    """Who took part in the cases of some entries: people by application, decisions and checks by entry."""

    visitors: dict[int, rules.People]
    chairs: dict[int, rules.People]
    lower_deciders: dict[int, rules.People]
    decisions: dict[int, Decision]
    checks: dict[int, bool]
    relatives: dict[int, Relatives]
    level: ReviewLevel

    def blockers(self, actor: Actor, entry: ListEntry) -> list[Message]:
        """Why this person may not decide on *entry*."""
        related = self.relatives.get(entry.household_id, NO_RELATIVES)
        return self.duty_blockers(actor, entry) + rules.relatives_blockers(actor, related, self.level)

    def duty_blockers(self, actor: Actor, entry: ListEntry) -> list[Message]:
        """Which of them come from having taken part in the case before."""
        return rules.duty_blockers(
            actor,
            visitors=self.visitors.get(entry.application_id, set()),
            chairs=self.chairs.get(entry.application_id, set()),
            lower_deciders=self.lower_deciders.get(entry.application_id, set()),
        )

    def needs_written_reason(self, entry: ListEntry) -> bool:
        """Officials are related to the household of *entry*, and this level must write why it decides so."""
        return rules.needs_written_reason(self.relatives.get(entry.household_id, NO_RELATIVES), self.level)

    def is_passed_up(self, entry: ListEntry) -> bool:
        """The township leaves *entry* to the county."""
        return rules.is_passed_up(self.relatives.get(entry.household_id, NO_RELATIVES), self.level)

    def check_agrees(self, entry: ListEntry) -> bool | None:
        """What this level's home check of *entry* said; ``None`` when there was none."""
        return self.checks.get(entry.id)


def involvement(entries: Sequence[ListEntry], level: ReviewLevel) -> Involvement:
    """Who took part before, for any number of entries of one list in a fixed number of statements."""
    if not entries:
        return Involvement({}, {}, {}, {}, {}, {}, level)
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
    for application_id, name, user_id in list_chairs(applications):
        chairs.setdefault(application_id, set()).update(rules.people_in([{"name": name, "user_id": user_id}]))
    lower = _township_reviewers(applications) if level is ReviewLevel.COUNTY else {}
    return Involvement(
        visitors,
        chairs,
        lower,
        standing_decisions(list_id, level),
        checks_of(list_id, level),
        relatives_of([entry.household_id for entry in entries]),
        level,
    )


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


def count_decided(list_id: int, level: ReviewLevel, apart: Collection[int] = ()) -> Tally:
    """Count the standing entries of a list by what *level* decided, in one statement.

    Those *apart* are left to the county (:func:`recusal.list_passed_up`): they wait for no decision here, and go on.
    """
    decided = sa.and_(
        Decision.entry_id == ListEntry.id, Decision.level == level, Decision.superseded_at.is_(None)
    )
    is_apart = ListEntry.id.in_(list(apart))
    open_ = sa.and_(Decision.id.is_(None), ~is_apart)
    row = db.session.execute(
        sa.select(
            sa.func.count().filter(open_),
            sa.func.min(ListEntry.sequence).filter(open_),
            sa.func.count().filter(sa.or_(Decision.outcome == DecisionOutcome.KEEP, is_apart)),
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
