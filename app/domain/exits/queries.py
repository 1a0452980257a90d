"""Reading checks and answers, who may leave and waits, who is under watch, and how a year's register came about."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_row
from app.domain.applications import queries as application_queries
from app.domain.applications.models import Application, ApplicationState
from app.domain.areas.models import Area
from app.domain.candidate_lists.models import EntryStanding, ListEntry
from app.domain.exits.models import ExitAnswer, ExitCheck, ReportedTotal
from app.domain.exits.rules import NOBODY, Balance, Wait, check_blockers, is_over_the_line
from app.domain.households import registration
from app.domain.households.models import Household, RegisterExit
from app.domain.households.rules import per_head_fen
from app.domain.rounds.models import Round

S = ApplicationState
#: states in which an application waits, once it was checked and signed
WAITS = {
    S.FILED: Wait.MEETING,
    S.VISITED: Wait.MEETING,
    S.COMPARED: Wait.MEETING,
    S.RETURNED: Wait.MEETING,
    S.REJECTED: Wait.NOT_PASSED,
    S.PASSED: Wait.NO_LIST,
    S.LISTED: Wait.NOTICES,
    S.LEFT_OUT: Wait.LEFT_OUT,
    S.REMOVED: Wait.LEFT_OUT,
}
#: a check may still be recorded
OPEN_FOR_CHECK = frozenset({S.FILED, S.VISITED, S.COMPARED, S.RETURNED, S.PASSED, S.LISTED})
#: nothing is signed any more: the case has ended
ENDED = frozenset({S.REGISTERED, S.WITHDRAWN, S.REMOVED})
BEFORE_LIST = frozenset({S.FILED, S.VISITED, S.COMPARED, S.RETURNED})


@dataclass(frozen=True)
class Waiting:
    """A household that may leave as far as the register knows, and why it has not left yet."""

    household: Household
    per_head_fen: int
    why: Wait
    application: Application | None = None


def get_exit(exit_id: int) -> RegisterExit:
    """One exit; raises ``NotFound``."""
    return get_row(RegisterExit, exit_id)


def load_checks(application_ids: Collection[int] | sa.Select[int]) -> dict[int, ExitCheck]:
    """application id -> its last check."""
    statement = sa.select(ExitCheck).where(ExitCheck.application_id.in_(application_ids))
    rows = db.session.scalars(statement.options(joinedload(ExitCheck.visit)).order_by(ExitCheck.id))
    return {row.application_id: row for row in rows}


def load_answers(application_ids: Collection[int] | sa.Select[int]) -> dict[int, ExitAnswer]:
    """application id -> what the household said last."""
    statement = sa.select(ExitAnswer).where(ExitAnswer.application_id.in_(application_ids))
    return {row.application_id: row for row in db.session.scalars(statement.order_by(ExitAnswer.id))}


def list_standing_numbers(list_id: int) -> Sequence[Any]:
    """(application id, number, household id) of what stands on a list, in its order."""
    statement = (
        sa.select(Application.id, Application.number, Application.household_id)
        .join(ListEntry, ListEntry.application_id == Application.id)
        .where(ListEntry.list_id == list_id, ListEntry.standing == EntryStanding.STANDING)
        .order_by(ListEntry.sequence)
    )
    return db.session.execute(statement).all()


def list_consenting(household_ids: Collection[int]) -> set[int]:
    """Those of some households that agreed to a data comparison in an earlier application."""
    statement = sa.select(Application.household_id).where(
        Application.household_id.in_(household_ids), Application.consents_to_comparison
    )
    return set(db.session.scalars(statement))


def list_registered(village_id: int) -> Sequence[Household]:
    """The households of a village that are in the register, by number, with incomes and group."""
    statement = (
        sa.select(Household)
        .where(Household.village_id == village_id, Household.id.in_(registration.in_register()))
        .options(
            sa.orm.selectinload(Household.incomes),
            joinedload(Household.group),
            joinedload(Household.village),
        )
        .order_by(Household.household_no)
    )
    return db.session.scalars(statement).all()


def list_qualified(round_: Round, village_id: int) -> list[Waiting]:
    """Who is in the register with more than the line a head in the round's year, and why it has not left yet."""
    line, year = round_.policy.leaving_line(round_.reference_year), round_.reference_year
    found = [(one, per_head_fen(one, year)) for one in list_registered(village_id)]
    over = [(one, income) for one, income in found if income is not None and is_over_the_line(income, line)]
    applied = {
        one.household_id: one for one in application_queries.list_standing(round_.id, [h.id for h, _ in over])
    }
    ids = [one.id for one in applied.values()]
    checks, answers = load_checks(ids), load_answers(ids)
    asked = round_.policy.exit_acceptance_required
    return [
        Waiting(
            household,
            income,
            _why(applied.get(household.id), checks, answers, asked=asked),
            applied.get(household.id),
        )
        for household, income in over
    ]


def _why(
    application: Application | None,
    checks: dict[int, ExitCheck],
    answers: dict[int, ExitAnswer],
    *,
    asked: bool,
) -> Wait:
    if application is None:
        return Wait.NOT_PROPOSED
    if application.state not in BEFORE_LIST:
        return WAITS.get(application.state, Wait.NOTICES)
    check, answer = checks.get(application.id), answers.get(application.id)
    if check is None:
        return Wait.NOT_CHECKED
    if check_blockers(application.number, check):
        return Wait.CHECK_FAILED
    if asked and answer is None:
        return Wait.NOT_ASKED
    if answer is not None and not answer.accepts:
        return Wait.REFUSED
    return Wait.MEETING


def page_exits(actor: Actor, *, due_on: dt.date | None = None, number: int = 1) -> Page[Any]:
    """(exit, household) of those under watch or struck within the actor's areas, the newest first.

    With *due_on*, only those whose watch is over on that day and whose number is not struck yet.
    """
    paths = actor.paths_for(Permission.CANDIDATE_LIST_VIEW)
    statement = (
        sa.select(RegisterExit, Household)
        .join(Household, Household.id == RegisterExit.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(
            RegisterExit.undone_on.is_(None), sa.or_(sa.false(), *(Area.path.startswith(p) for p in paths))
        )
        .order_by(RegisterExit.exited_on.desc(), Household.household_no)
    )
    if due_on is not None:
        statement = statement.where(RegisterExit.struck_on.is_(None), RegisterExit.watch_until <= due_on)
    return paginate(statement, number, rows=True)


def count_by_village(round_id: int, villages: Sequence[Area]) -> dict[int, tuple[Balance, Balance]]:
    """village id -> (in the register now, left by this round)."""
    ids = [one.id for one in villages]
    inside = _summed(
        sa.select(Household.village_id, sa.func.count(), sa.func.sum(Household.people))
        .where(Household.village_id.in_(ids), Household.id.in_(registration.in_register()))
        .group_by(Household.village_id)
    )
    gone = _summed(
        sa.select(Household.village_id, sa.func.count(), sa.func.sum(RegisterExit.people))
        .join(Household, Household.id == RegisterExit.household_id)
        .where(
            RegisterExit.round_id == round_id,
            RegisterExit.undone_on.is_(None),
            Household.village_id.in_(ids),
        )
        .group_by(Household.village_id)
    )
    return {one: (inside.get(one, NOBODY), gone.get(one, NOBODY)) for one in ids}


def _summed(statement: sa.Select[*tuple[Any, ...]]) -> dict[int, Balance]:
    return {row[0]: Balance(int(row[1]), int(row[2] or 0)) for row in db.session.execute(statement)}


def list_reported(area_id: int, year: int) -> Sequence[ReportedTotal]:
    """The totals that were reported for the end of a year, the newest first."""
    statement = sa.select(ReportedTotal).where(ReportedTotal.area_id == area_id, ReportedTotal.year == year)
    return db.session.scalars(statement.order_by(ReportedTotal.id.desc())).all()
