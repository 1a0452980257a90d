"""Reading checks and answers, who may leave and waits, who is under watch, and how a year's register came about."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.audit import Event
from app.core.db import db
from app.core.keeping import Looking
from app.core.paging import Page, paginate
from app.domain.applications import queries as application_queries
from app.domain.applications.models import Application, ApplicationState
from app.domain.areas.conditions import below
from app.domain.areas.models import Area
from app.domain.areas.reach import Places
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry
from app.domain.exits.models import ExitAnswer, ExitCheck, ReportedTotal
from app.domain.exits.rules import (
    HELD_UP,
    NOBODY,
    Balance,
    OnRecord,
    Wait,
    is_over_the_line,
    record_of,
    why_waiting,
)
from app.domain.households import registration
from app.domain.households.models import Household, RegisterExit
from app.domain.households.rules import per_head_fen
from app.domain.rounds.models import Round

S = ApplicationState
#: a check may still be recorded
OPEN_FOR_CHECK = frozenset({S.FILED, S.VISITED, S.COMPARED, S.RETURNED, S.PASSED, S.LISTED})
#: nothing is signed any more: the case has ended
ENDED = frozenset({S.REGISTERED, S.WITHDRAWN, S.REMOVED})


@dataclass(frozen=True)
class Waiting:
    """A household that may leave as far as the register knows, and why it has not left yet."""

    household: Household
    per_head_fen: int
    why: Wait
    application: Application | None = None


def load_checks(application_ids: Collection[int] | sa.Select[int]) -> dict[int, ExitCheck]:
    """application id -> its last check."""
    statement = sa.select(ExitCheck).where(ExitCheck.application_id.in_(application_ids))
    rows = db.session.scalars(statement.options(joinedload(ExitCheck.visit)).order_by(ExitCheck.id))
    return {row.application_id: row for row in rows}


def load_answers(application_ids: Collection[int] | sa.Select[int]) -> dict[int, ExitAnswer]:
    """application id -> what the household said last."""
    statement = sa.select(ExitAnswer).where(ExitAnswer.application_id.in_(application_ids))
    return {row.application_id: row for row in db.session.scalars(statement.order_by(ExitAnswer.id))}


def load_records(household_ids: Collection[int], year: int) -> dict[int, OnRecord]:
    """household id -> what the register says today: income a head of *year*, house, water. Three statements."""
    rows = db.session.scalars(
        sa.select(Household).where(Household.id.in_(household_ids)).options(selectinload(Household.incomes))
    )
    return {one.id: record_of(one, year) for one in rows}


def list_standing_numbers(list_id: int) -> Sequence[Any]:
    """(application id, household id, entry id, sequence, head's name) of what stands on a list, in its order."""
    statement = (
        sa.select(
            Application.id,
            Application.household_id,
            ListEntry.id.label("entry_id"),
            ListEntry.sequence,
            ListEntry.head_name,
        )
        .join(ListEntry, ListEntry.application_id == Application.id)
        .where(ListEntry.list_id == list_id, ListEntry.standing == EntryStanding.STANDING)
        .order_by(ListEntry.sequence)
    )
    return db.session.execute(statement).all()


def list_events_of(application: Application) -> list[Event]:
    """What happened to a proposal, the steps of its lists while it stood on them among it, the oldest first.

    A check is one event here: the home visit that it brings with it is left out.
    """
    stood = db.session.execute(
        sa.select(ListEntry.list_id, ListEntry.off_on).where(ListEntry.application_id == application.id)
    ).all()
    off = {f"{CandidateList.__tablename__}:{row.list_id}": row.off_on for row in stood}
    steps = sa.select(Event).where(Event.subject.in_(off), Event.name == "step_taken")
    taken = [
        one
        for one in db.session.scalars(steps)
        if not off[one.subject] or clock.local(one.at).date() <= off[one.subject]
    ]
    found = sorted([*list_queries.list_events_of(application), *taken], key=lambda one: one.id)
    visit_of_check = ("visit_recorded", "exit_checked")
    visits = {one.id for one, after in pairwise(found) if (one.name, after.name) == visit_of_check}
    return [one for one in found if one.id not in visits]


def list_consenting(household_ids: Collection[int]) -> set[int]:
    """Those of some households that agreed to a data comparison in an earlier application."""
    statement = sa.select(Application.household_id).where(
        Application.household_id.in_(household_ids), Application.consents_to_comparison
    )
    return set(db.session.scalars(statement))


def list_proposed(round_id: int, village_id: int, *, only_unsigned: bool = False) -> Sequence[Application]:
    """The proposals of a village that are not decided yet, by household, with what its sheet tells.

    With *only_unsigned*, those of which the household itself has said nothing yet.
    """
    home = joinedload(Application.household)
    statement = (
        sa.select(Application)
        .join(Household, Household.id == Application.household_id)
        .where(
            Application.round_id == round_id,
            Application.village_id == village_id,
            Application.state.in_(HELD_UP),
        )
        .options(
            home.selectinload(Household.incomes),
            home.selectinload(Household.members),
            home.joinedload(Household.group),
            home.joinedload(Household.village),
        )
        .order_by(Household.household_no, Application.id)
    )
    if only_unsigned:
        signed = sa.select(ExitAnswer.application_id)
        statement = statement.where(Application.id.not_in(signed))
    return db.session.scalars(statement).all()


def list_registered(village_id: int) -> Sequence[Household]:
    """The households of a village that are in the register, by number, with incomes and group."""
    statement = (
        sa.select(Household)
        .where(Household.village_id == village_id, registration.is_in_register(Household.id))
        .options(
            selectinload(Household.incomes),
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
    found_waiting = []
    for household, income in over:
        application = applied.get(household.id)
        why = Wait.NOT_PROPOSED
        if application is not None:
            given = checks.get(application.id), answers.get(application.id)
            why = why_waiting(application.state, round_.policy, line, *given, record_of(household, year))
        found_waiting.append(Waiting(household, income, why, application))
    return found_waiting


#: households of a page
EXITS = 20


def page_exits(places: Places, *, due_on: dt.date | None = None, number: int = 1) -> Page[Any]:
    """(exit, household) of those under watch or struck in *places*, the newest first.

    With *due_on*, only those whose watch is over on that day and whose number is not struck yet.
    """
    statement = (
        sa.select(RegisterExit, Household)
        .join(Household, Household.id == RegisterExit.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(RegisterExit.undone_on.is_(None), below(places.paths))
        .options(joinedload(Household.village))
        .order_by(RegisterExit.exited_on.desc(), Household.household_no)
    )
    if due_on is not None:
        watched = RegisterExit.id.in_(registration.under_watch())
        statement = statement.where(watched, RegisterExit.watch_until <= due_on)
    return paginate(statement, number, EXITS, rows=True)


def count_to_strike(paths: Collection[str], on: dt.date) -> int:
    """How many left below *paths* whose watch is over on that day and whose number is not struck yet."""
    statement = (
        sa.select(sa.func.count(RegisterExit.id))
        .join(Household, Household.id == RegisterExit.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(below(paths), RegisterExit.id.in_(registration.under_watch()), RegisterExit.watch_until <= on)
    )
    return int(db.session.scalar(statement) or 0)


#: no household in the register, none that left
NONE = (0, 0, 0, 0)


def count_by_village(round_id: int, villages: Sequence[Area]) -> dict[int, tuple[Balance, Balance]]:
    """village id -> (in the register now, left by this round)."""
    found = _count_by_village(round_id, [one.path for one in villages])
    return {one.id: _balances(found.get(one.path, NONE)) for one in villages}


def count_by_part(round_id: int, places: Places, looking: Looking) -> dict[int, tuple[Balance, Balance]]:
    """The same for each part of *places*: the villages, or the townships."""
    key = ("left by round", round_id)
    found = places.gather(looking, key, lambda paths: _count_by_village(round_id, paths))
    return {one.id: _balances(found.get(one.id, NONE)) for one in places.parts}


def _balances(numbers: Sequence[int]) -> tuple[Balance, Balance]:
    return Balance(*numbers[:2]), Balance(*numbers[2:])


def _count_by_village(round_id: int, paths: Sequence[str]) -> dict[str, list[int]]:
    """village's path -> households and people in the register now, households and people who left by a round."""
    found: dict[str, list[int]] = {}
    inside = (
        sa.select(Area.path, sa.func.count(), sa.func.sum(Household.people))
        .join(Household, Household.village_id == Area.id)
        .where(Area.path.in_(paths), registration.is_in_register(Household.id))
        .group_by(Area.path)
    )
    gone = (
        _left_by(round_id, Area.path).join(Area, Area.id == Household.village_id).where(Area.path.in_(paths))
    )
    for at, statement in ((0, inside), (2, gone)):
        for path, balance in _summed(statement).items():
            found.setdefault(path, [*NONE])[at : at + 2] = [balance.households, balance.people]
    return found


def _left_by(round_id: int, key: Any) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(key, sa.func.count(), sa.func.sum(RegisterExit.people))
        .join(Household, Household.id == RegisterExit.household_id)
        .where(RegisterExit.round_id == round_id, RegisterExit.undone_on.is_(None))
        .group_by(key)
    )


def _summed(statement: sa.Select[*tuple[Any, ...]]) -> dict[Any, Balance]:
    return {row[0]: Balance(int(row[1]), int(row[2] or 0)) for row in db.session.execute(statement)}


def load_progress(round_id: int, village_ids: Collection[int]) -> dict[int, tuple[Balance, Balance]]:
    """village id -> (left by a round of exits, planned by it: proposed and not refused, or out). One statement each."""
    own = Household.village_id.in_(village_ids)
    gone = _summed(_left_by(round_id, Household.village_id).where(own))
    planned = _summed(
        sa.select(Application.village_id, sa.func.count(), sa.func.sum(Application.people))
        .where(
            Application.round_id == round_id,
            Application.village_id.in_(village_ids),
            Application.state.in_((*HELD_UP, S.REGISTERED)),
        )
        .group_by(Application.village_id)
    )
    return {one: (gone.get(one, NOBODY), planned.get(one, NOBODY)) for one in village_ids}


def load_watched(exit_ids: Collection[int]) -> set[int]:
    """Those of some exits whose watch runs, or is over without the number being struck."""
    watched = registration.under_watch().where(RegisterExit.id.in_(exit_ids))
    return set(db.session.scalars(watched))


def list_reported(area_id: int, year: int) -> Sequence[ReportedTotal]:
    """The totals that were reported for the end of a year, the newest first."""
    statement = sa.select(ReportedTotal).where(ReportedTotal.area_id == area_id, ReportedTotal.year == year)
    return db.session.scalars(statement.order_by(ReportedTotal.id.desc())).all()
