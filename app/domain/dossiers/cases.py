"""Everything on record about some households in a round, gathered from all rooms in a fixed number of statements."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload, undefer

from app.core.db import db
from app.domain.accounts.models import User
from app.domain.applications.models import Application, ApplicationState
from app.domain.appraisals.models import Attendance, Ballot, Meeting, MeetingState
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry, Telling
from app.domain.changes.models import ChangeRequest
from app.domain.comparisons.models import ComparisonCover, ComparisonFile, ComparisonHit, FileState
from app.domain.households.models import Household, Registration
from app.domain.kinship import queries as kinship_queries
from app.domain.kinship.rules import NO_RELATIVES, Relatives
from app.domain.notices import queries as notice_queries
from app.domain.notices.models import Notice, NoticeEntry, Posting
from app.domain.notices.queries import Standing
from app.domain.objections.models import Objection, ObjectionState
from app.domain.policies.vocabulary import ComparisonKind, NoticeKind
from app.domain.reviews import draws
from app.domain.reviews.models import Decision, HomeCheck, ReviewLevel, Sample
from app.domain.rounds.models import Round
from app.domain.why_cards.models import WhyCard


@dataclass(frozen=True)
class Row:
    """The household's row on a notice, how the notice stands, and objections to the whole notice."""

    entry: NoticeEntry
    standing: Standing
    objections: int
    undecided: int

    @property
    def notice(self) -> Notice:
        return self.standing.notice


@dataclass
class Case:
    """One household in a round. Lists are in the order in which things happened."""

    household: Household
    round: Round
    application: Application | None = None
    hits: list[ComparisonHit] = field(default_factory=list)
    covered: set[ComparisonKind] = field(default_factory=set)
    ballots: list[Ballot] = field(default_factory=list)
    entries: list[ListEntry] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    drawn: set[ReviewLevel] = field(default_factory=set)
    checks: list[HomeCheck] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    relatives: Relatives = NO_RELATIVES
    cards: list[WhyCard] = field(default_factory=list)
    changes: list[ChangeRequest] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    attendance: dict[int, int] = field(default_factory=dict)

    def row_on(self, kind: NoticeKind) -> Row | None:
        """Its row on the notice of *kind* that stands."""
        found = [row for row in self.rows if row.notice.kind is kind and row.notice.withdrawn_at is None]
        return found[-1] if found else None

    def decision_of(self, level: ReviewLevel) -> Decision | None:
        """What a level decided last and nobody superseded."""
        found = [one for one in self.decisions if one.level is level and one.superseded_at is None]
        return found[-1] if found else None

    def check_of(self, level: ReviewLevel) -> HomeCheck | None:
        """The latest home check of a level."""
        found = [one for one in self.checks if one.sample.level is level]
        return found[-1] if found else None

    def name_of(self, user_id: int | None) -> str:
        """The name of an account, empty when nobody is named."""
        return self.names.get(user_id, "") if user_id is not None else ""


def load_cases(round_: Round, household_ids: Collection[int]) -> list[Case]:
    """The cases of these households, by number."""
    statement = (
        sa.select(Household)
        .where(Household.id.in_(household_ids))
        .options(
            joinedload(Household.village),
            joinedload(Household.group),
            selectinload(Household.members),
            selectinload(Household.incomes),
        )
        .order_by(Household.household_no)
    )
    cases = {one.id: Case(one, round_) for one in db.session.scalars(statement)}
    _add_applications(cases, round_)
    _add_comparisons(cases, round_)
    _add_entries(cases, round_)
    _add_reviews(cases)
    _add_notices(cases, round_)
    _add_own(cases, round_)
    relatives = kinship_queries.relatives_of(list(cases))
    names = _names(cases.values())
    for case in cases.values():
        case.relatives, case.names = relatives.get(case.household.id, NO_RELATIVES), names
    return list(cases.values())


def _add_applications(cases: dict[int, Case], round_: Round) -> None:
    """The application of each (the one that stands before a withdrawn one), and the confirmed votes on it."""
    found = db.session.scalars(
        sa.select(Application)
        .where(Application.round_id == round_.id, Application.household_id.in_(cases))
        .options(
            joinedload(Application.signed_copy),
            selectinload(Application.visits),
            selectinload(Application.comparisons),
        )
        .order_by(Application.state != ApplicationState.WITHDRAWN, Application.id)
    )
    for application in found:
        cases[application.household_id].application = application
    ballots = db.session.execute(
        sa.select(Application.household_id, Ballot)
        .join(Ballot, Ballot.application_id == Application.id)
        .join(Meeting, Meeting.id == Ballot.meeting_id)
        .where(
            Application.round_id == round_.id,
            Application.household_id.in_(cases),
            Meeting.state == MeetingState.CONFIRMED,
        )
        .options(joinedload(Ballot.meeting))
        .order_by(Meeting.id)
    ).all()
    for household_id, ballot in ballots:
        cases[household_id].ballots.append(ballot)
    meetings = {ballot.meeting_id for _household, ballot in ballots}
    counted = db.session.execute(
        sa.select(Attendance.meeting_id, sa.func.count())
        .where(Attendance.meeting_id.in_(meetings), Attendance.is_present)
        .group_by(Attendance.meeting_id)
    )
    attendance = {meeting_id: int(number) for meeting_id, number in counted}
    for case in cases.values():
        case.attendance = attendance


def _add_comparisons(cases: dict[int, Case], round_: Round) -> None:
    within = (ComparisonFile.round_id == round_.id, ComparisonFile.state == FileState.APPLIED)
    for hit in db.session.scalars(
        sa.select(ComparisonHit)
        .join(ComparisonFile, ComparisonFile.id == ComparisonHit.file_id)
        .where(ComparisonHit.household_id.in_(cases), *within)
        .order_by(ComparisonHit.id)
    ):
        cases[hit.household_id].hits.append(hit)
    covers = sa.select(ComparisonCover.household_id, ComparisonFile.kind).join(
        ComparisonFile, ComparisonFile.id == ComparisonCover.file_id
    )
    for household_id, kind in db.session.execute(
        covers.where(ComparisonCover.household_id.in_(cases), *within)
    ):
        cases[household_id].covered.add(kind)


def _add_entries(cases: dict[int, Case], round_: Round) -> None:
    for entry in db.session.scalars(
        sa.select(ListEntry)
        .join(CandidateList, CandidateList.id == ListEntry.list_id)
        .where(ListEntry.household_id.in_(cases), CandidateList.round_id == round_.id)
        .options(joinedload(ListEntry.candidate_list))
        .order_by(ListEntry.id)
    ):
        cases[entry.household_id].entries.append(entry)


def _add_reviews(cases: dict[int, Case]) -> None:
    owner = {entry.id: case for case in cases.values() for entry in case.entries}
    for decision in db.session.scalars(
        sa.select(Decision).where(Decision.entry_id.in_(owner)).order_by(Decision.id)
    ):
        owner[decision.entry_id].decisions.append(decision)
    lists = {entry.list_id for case in cases.values() for entry in case.entries}
    samples = db.session.scalars(
        sa.select(Sample).where(Sample.list_id.in_(lists)).options(undefer(Sample.inputs)).order_by(Sample.id)
    )
    for sample in samples:
        for entry_id in [*sample.entry_ids, *draws.mandatory_ids(sample)]:
            if entry_id in owner:
                owner[entry_id].drawn.add(sample.level)
    for check in db.session.scalars(
        sa.select(HomeCheck)
        .where(HomeCheck.entry_id.in_(owner))
        .options(joinedload(HomeCheck.sample), joinedload(HomeCheck.sheet), selectinload(HomeCheck.photos))
        .order_by(HomeCheck.id)
    ):
        owner[check.entry_id].checks.append(check)


def _add_notices(cases: dict[int, Case], round_: Round) -> None:
    """The rows on notices, how each notice stands with its postings, and the objections to it."""
    rows = db.session.scalars(
        sa.select(NoticeEntry)
        .join(Notice, Notice.id == NoticeEntry.notice_id)
        .where(NoticeEntry.household_id.in_(cases), Notice.round_id == round_.id)
        .where(Notice.list_id.is_not(None))
        .order_by(NoticeEntry.notice_id, NoticeEntry.sequence)
    ).all()
    notices = db.session.scalars(
        sa.select(Notice)
        .where(Notice.id.in_({row.notice_id for row in rows}))
        .options(
            selectinload(Notice.postings).options(
                joinedload(Posting.place), joinedload(Posting.photo), joinedload(Posting.gaps)
            ),
            joinedload(Notice.replaced_by),
            joinedload(Notice.replaces),
        )
        .order_by(Notice.id)
    ).all()
    standings = {one.notice.id: one for one in notice_queries.standings(notices)}
    numbers = _count_objections(standings)
    for row in rows:
        total, undecided = numbers.get(row.notice_id, (0, 0))
        if row.household_id is not None:
            cases[row.household_id].rows.append(Row(row, standings[row.notice_id], total, undecided))


def _count_objections(notice_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    undecided = sa.func.sum(sa.case((Objection.state != ObjectionState.DECIDED, 1), else_=0))
    rows = db.session.execute(
        sa.select(Objection.notice_id, sa.func.count(), undecided)
        .where(Objection.notice_id.in_(notice_ids))
        .group_by(Objection.notice_id)
    )
    return {notice_id: (int(total), int(open_)) for notice_id, total, open_ in rows}


def _add_own(cases: dict[int, Case], round_: Round) -> None:
    """Objections against its entries, cards, changes, what it was to be told, registrations."""
    own = {entry.id: case for case in cases.values() for entry in case.entries}
    for objection in db.session.scalars(
        sa.select(Objection)
        .where(Objection.entry_id.in_(own))
        .options(joinedload(Objection.notice))
        .order_by(Objection.id)
    ):
        if objection.entry_id is not None:
            own[objection.entry_id].objections.append(objection)
    applications = {case.application.id: case for case in cases.values() if case.application is not None}
    for card in db.session.scalars(
        sa.select(WhyCard).where(WhyCard.application_id.in_(applications)).order_by(WhyCard.id)
    ):
        applications[card.application_id].cards.append(card)
    for change in _of_households(ChangeRequest, cases, ChangeRequest.id):
        cases[change.household_id].changes.append(change)
    lists = {entry.list_id for case in cases.values() for entry in case.entries}
    for telling in _of_households(Telling, cases, Telling.id):
        if telling.list_id in lists:
            cases[telling.household_id].tellings.append(telling)
    for registration in _of_households(Registration, cases, Registration.id):
        if registration.round_id == round_.id:
            cases[registration.household_id].registrations.append(registration)


def _of_households(model: Any, cases: dict[int, Case], order: Any) -> Iterable[Any]:
    return db.session.scalars(sa.select(model).where(model.household_id.in_(cases)).order_by(order))


def _names(cases: Iterable[Case]) -> dict[int, str]:
    """The names of everybody who filed, decided, recorded or told something."""
    ids: set[int | None] = set()
    for case in cases:
        if case.application is not None:
            ids.add(case.application.filed_by_id)
            ids.update(visit.recorded_by_id for visit in case.application.visits)
            ids.update(one.recorded_by_id for one in case.application.comparisons)
        ids.update(hit.settled_by_id for hit in case.hits)
        ids.update(one.decided_by_id for one in case.decisions)
        ids.update(one.recorded_by_id for one in case.checks)
        ids.update(posting.recorded_by_id for row in case.rows for posting in row.notice.postings)
        ids.update(one.decided_by_id for one in case.changes)
        ids.update(one.requested_by_id for one in case.changes)
        ids.update(one.told_by_id for one in case.tellings)
    statement = sa.select(User.id, User.name).where(User.id.in_({one for one in ids if one is not None}))
    return {row.id: row.name for row in db.session.execute(statement)}


def list_applicants(round_id: int, village_id: int) -> Sequence[int]:
    """The households of a village that applied in a round, by number, also those that withdrew."""
    statement = (
        sa.select(Household.id)
        .where(
            Household.id.in_(
                sa.select(Application.household_id).where(
                    Application.round_id == round_id, Application.village_id == village_id
                )
            )
        )
        .order_by(Household.household_no)
    )
    return db.session.scalars(statement).all()


def is_set_aside(case: Case) -> bool:
    """Its entry waits on a supplementary list for an objection to be decided."""
    return any(
        entry.standing is EntryStanding.STANDING and entry.candidate_list.parent_id is not None
        for entry in case.entries
    )
