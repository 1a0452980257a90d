"""How far each village is, counted from the records: one or two statements a measure, for any number of villages.

Each counter answers village id -> :class:`Reached`; a village that it does not name has nothing to count.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core.db import db
from app.core.types import whole_sum
from app.domain.applications.models import Application, ApplicationState, HomeVisit
from app.domain.areas.models import Area
from app.domain.assistance.conditions import plan_covers
from app.domain.assistance.models import HouseholdPlan
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry, ListState
from app.domain.checkups.models import Finding, Severity
from app.domain.disclosures.queries import load_years
from app.domain.exits.queries import load_progress
from app.domain.exits.rechecks import count_done
from app.domain.funds.models import Account, Batch
from app.domain.households import registration
from app.domain.households.models import Household, IncomeYear
from app.domain.notices.models import Notice, NoticeEntry
from app.domain.objections.models import Objection, ObjectionState
from app.domain.pairings.models import Pairing
from app.domain.pairings.queries import stands_on
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.models import Project, ProjectPlace, ProjectState
from app.domain.rounds.models import Quota, Round, RoundNode
from app.domain.tasks.catalogue import BY_CODE, MeasureCode
from app.domain.tasks.rules import Reached

M, A = MeasureCode, ApplicationState
FEN = 100
#: applications that a meeting has passed
PASSED = (A.PASSED, A.LISTED, A.LEFT_OUT, A.REMOVED, A.REGISTERED)
COMPLETED = (ProjectState.COMPLETED, ProjectState.ACCEPTED, ProjectState.CLOSED)
Counted = dict[int, Reached]


@dataclass(frozen=True)
class Scope:
    """What is counted within: a round, and villages."""

    round: Round
    villages: Sequence[Area]

    @property
    def ids(self) -> list[int]:
        return [village.id for village in self.villages]


def count(measure: str, scope: Scope, nodes: Mapping[str, RoundNode]) -> Counted:
    """How far each village of *scope* is by *measure*. *nodes* are the round's steps by their code."""
    counter = COUNTERS.get(MeasureCode(measure))
    if counter is None or not scope.villages:
        return {}
    found = counter(scope)
    if not BY_CODE[measure].nothing_is_done:
        return found
    return {
        id_: Reached(one.done, one.whole, nothing_is_done=True)
        for id_, one in ((id_, found.get(id_, Reached())) for id_ in scope.ids)
    }


def of_node(node: RoundNode | None) -> Reached:
    """A step of a round whose end is noted, or not yet."""
    return Reached(int(node is not None and node.done_on is not None), 1)


def _read(statement: sa.Select[int, int, int]) -> Counted:
    return {
        id_: Reached(int(done or 0), int(whole or 0)) for id_, done, whole in db.session.execute(statement)
    }


def _where(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """How many rows fulfil *condition*."""
    return whole_sum(sa.case((condition, 1), else_=0))


def _quotas(scope: Scope) -> Counted:
    given = set(
        db.session.scalars(
            sa.select(Quota.village_id).where(
                Quota.round_id == scope.round.id, Quota.village_id.in_(scope.ids)
            )
        )
    )
    return {id_: Reached(int(id_ in given), 1) for id_ in scope.ids}


def _visited(scope: Scope) -> Counted:
    visited = sa.exists().where(HomeVisit.application_id == Application.id)
    return _read(
        sa.select(Application.village_id, _where(visited), sa.func.count())
        .where(
            Application.round_id == scope.round.id,
            Application.village_id.in_(scope.ids),
            Application.state != A.WITHDRAWN,
        )
        .group_by(Application.village_id)
    )


def _first_notice(scope: Scope) -> Counted:
    on_notice = (
        sa.exists()
        .where(NoticeEntry.household_id == Application.household_id, Notice.id == NoticeEntry.notice_id)
        .where(
            Notice.round_id == scope.round.id,
            Notice.kind == NoticeKind.FIRST_NOTICE,
            Notice.withdrawn_at.is_(None),
        )
    )
    return _read(
        sa.select(Application.village_id, _where(on_notice), sa.func.count())
        .where(
            Application.round_id == scope.round.id,
            Application.village_id.in_(scope.ids),
            Application.state.in_(PASSED),
        )
        .group_by(Application.village_id)
    )


def _announced(scope: Scope) -> Counted:
    return _read(
        sa.select(
            CandidateList.village_id, _where(CandidateList.state == ListState.ANNOUNCED), sa.func.count()
        )
        .join(ListEntry, ListEntry.list_id == CandidateList.id)
        .where(
            CandidateList.round_id == scope.round.id,
            CandidateList.village_id.in_(scope.ids),
            ListEntry.standing == EntryStanding.STANDING,
        )
        .group_by(CandidateList.village_id)
    )


def registered(ids: Sequence[int]) -> sa.Subquery:
    """The households of villages in the register, each once, without those that left it."""
    return (
        sa.select(Household.id.label("household_id"), Household.village_id)
        .where(
            Household.village_id.in_(ids),
            registration.is_in_register(Household.id),
        )
        .subquery()
    )


def _of_registered(scope: Scope, condition: Callable[[sa.Subquery], sa.ColumnElement[bool]]) -> Counted:
    rows = registered(scope.ids)
    return _read(
        sa.select(rows.c.village_id, _where(condition(rows)), sa.func.count()).group_by(rows.c.village_id)
    )


def _paired(scope: Scope) -> Counted:
    return _of_registered(
        scope,
        lambda rows: sa.exists().where(Pairing.household_id == rows.c.household_id, stands_on()),
    )


def _planned(scope: Scope) -> Counted:
    """A plan for the round's year or for years that reach it."""
    return _of_registered(
        scope,
        lambda rows: sa.exists().where(
            HouseholdPlan.household_id == rows.c.household_id, plan_covers(scope.round.year)
        ),
    )


def _complete(scope: Scope) -> Counted:
    return _of_registered(
        scope,
        lambda rows: (
            ~sa.exists().where(
                Finding.household_id == rows.c.household_id,
                Finding.severity == Severity.SEVERE,
                Finding.explained_at.is_(None),
            )
        ),
    )


def _incomes(scope: Scope) -> Counted:
    return _of_registered(
        scope,
        lambda rows: sa.exists().where(
            IncomeYear.household_id == rows.c.household_id, IncomeYear.year == scope.round.reference_year
        ),
    )


def _rechecked(scope: Scope) -> Counted:
    """Of who is in the register or under watch: whose income of the round's reference year was re-checked."""
    counted = count_done(scope.round.reference_year, scope.villages)
    return {id_: Reached(done, due) for id_, (due, done) in counted.items()}


def _left(scope: Scope) -> Counted:
    """Of the households proposed in a round of exits: those that left by it."""
    return {
        id_: Reached(out.households, max(planned.households, out.households))
        for id_, (out, planned) in load_progress(scope.round.id, scope.ids).items()
    }


def _left_people(scope: Scope) -> Counted:
    """The same in people."""
    return {
        id_: Reached(out.people, max(planned.people, out.people))
        for id_, (out, planned) in load_progress(scope.round.id, scope.ids).items()
    }


def _objections(scope: Scope) -> Counted:
    return _read(
        sa.select(Notice.village_id, _where(Objection.state == ObjectionState.DECIDED), sa.func.count())
        .join(Notice, Notice.id == Objection.notice_id)
        .where(Notice.round_id == scope.round.id, Notice.village_id.in_(scope.ids))
        .group_by(Notice.village_id)
    )


def _projects(scope: Scope) -> Counted:
    return _read(
        sa.select(ProjectPlace.area_id, _where(Project.state.in_(COMPLETED)), sa.func.count())
        .join(Project, Project.id == ProjectPlace.project_id)
        .where(
            Project.round_id == scope.round.id,
            Project.state != ProjectState.DROPPED,
            ProjectPlace.area_id.in_(scope.ids),
        )
        .group_by(ProjectPlace.area_id)
    )


def _paid(scope: Scope) -> Counted:
    """In whole yuan."""
    statement = (
        sa.select(ProjectPlace.area_id, whole_sum(Account.paid_fen), whole_sum(Account.allocated_fen))
        .join(ProjectPlace, ProjectPlace.id == Account.place_id)
        .join(Batch, Batch.id == Account.batch_id)
        .where(Batch.round_id == scope.round.id, ProjectPlace.area_id.in_(scope.ids))
        .group_by(ProjectPlace.area_id)
    )
    return {
        id_: Reached(int(paid) // FEN, -(-int(allocated) // FEN))
        for id_, paid, allocated in db.session.execute(statement)
    }


def _disclosed(scope: Scope) -> Counted:
    return {
        year.village.id: Reached(year.counts.done, year.counts.total)
        for year in load_years(scope.villages, scope.round)
    }


COUNTERS: dict[MeasureCode, Callable[[Scope], Counted]] = {
    M.QUOTAS: _quotas,
    M.VISITED: _visited,
    M.FIRST_NOTICE: _first_notice,
    M.ANNOUNCED: _announced,
    M.PAIRED: _paired,
    M.PLANNED: _planned,
    M.COMPLETE: _complete,
    M.INCOMES: _incomes,
    M.RECHECKED: _rechecked,
    M.LEFT: _left,
    M.LEFT_PEOPLE: _left_people,
    M.OBJECTIONS: _objections,
    M.PROJECTS: _projects,
    M.PAID: _paid,
    M.DISCLOSED: _disclosed,
}
