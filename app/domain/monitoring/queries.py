"""Reading cases of households at risk."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.messages import Message
from app.core.paging import Page, paginate
from app.core.rows import get_only, lock_row
from app.domain.areas.conditions import below
from app.domain.areas.models import Area
from app.domain.areas.reach import Places
from app.domain.households import registration
from app.domain.households.models import Household
from app.domain.monitoring.models import Watch, WatchNotice, WatchState
from app.domain.monitoring.rules import kind_blockers
from app.domain.monitoring.steps import BEFORE_WATCH, ISSUED, MACHINE, Seen
from app.domain.notices import queries as notices
from app.domain.notices.models import Notice
from app.domain.objections import queries as objections
from app.domain.policies.models import PolicyProfile
from app.domain.policies.queries import find_in_force
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import WATCH_KINDS, NoticeKind
from app.domain.rounds.models import Round, RoundKind
from app.domain.rounds.queries import list_open_rounds

ENDED = (WatchState.RELEASED, WatchState.DISMISSED)
#: cases of a page
PER_PAGE = 20
#: states in which a clock runs
RUNNING = (
    WatchState.FOUND,
    WatchState.VISITED,
    WatchState.COMPARED,
    WatchState.POSTED,
    WatchState.TOWNSHIP,
)
_WITH_HOUSEHOLD = joinedload(Watch.household).options(
    joinedload(Household.village), joinedload(Household.group)
)


def find_policy(village: Area) -> Policy | None:
    """The policy in force, whose clocks run."""
    profile = find_in_force(village, clock.today())
    return Policy.from_values(profile.values) if profile is not None else None


def load_policies(villages: Iterable[Area], on: dt.date | None = None) -> dict[int, Policy]:
    """village id -> the policy in force there on a day, today unless given. One statement for any number."""
    on = on or clock.today()
    rows = db.session.execute(
        sa.select(PolicyProfile, Area.path)
        .join(Area, Area.id == PolicyProfile.area_id)
        .where(
            PolicyProfile.valid_from <= on,
            sa.or_(PolicyProfile.valid_until.is_(None), PolicyProfile.valid_until >= on),
        )
        .order_by(sa.func.length(Area.path).desc(), PolicyProfile.valid_from.desc(), PolicyProfile.id.desc())
    ).all()
    read: dict[int, Policy] = {}
    found: dict[int, Policy] = {}
    for village in {one.id: one for one in villages}.values():
        profile = next((profile for profile, path in rows if village.path.startswith(path)), None)
        if profile is not None:
            if profile.id not in read:
                read[profile.id] = Policy.from_values(profile.values)
            found[village.id] = read[profile.id]
    return found


def find_round(village: Area) -> Round | None:
    """The round that notices of households at risk in *village* belong to now: the newest that is open."""
    return next(iter(list_open_rounds(village, RoundKind.MONITORING)), None)


def load_seen(watch: Watch) -> Seen:
    """What the steps of *watch* are decided by: the policy, its notices as they stand, what was said about them."""
    standing: dict[NoticeKind, Notice] = {
        one.kind: one for one in list_notices(watch) if one.withdrawn_at is None
    }
    found = notices.standings(list(standing.values()))
    counted = objections.count_of_notices([one.notice.id for one in found])
    return Seen(
        policy=find_policy(watch.household.village),
        notices={ISSUED[one.notice.kind]: one for one in found},
        undecided={notice_id: undecided for notice_id, (_all, undecided) in counted.items()},
        misfits=load_misfits([watch]).get(watch.id, ()),
        today=clock.today(),
    )


def load_misfits(watches: Collection[Watch]) -> dict[int, list[Message]]:
    """case id -> why its kind does not fit its household any more, of cases that are not watched yet."""
    rows = [one for one in watches if one.state in BEFORE_WATCH]
    if not rows:
        return {}
    found = registration.memberships({one.household_id for one in rows})
    misfits = {
        one.id: kind_blockers(
            one.kind,
            has_left=found[one.household_id].exit is not None,
            is_in=found[one.household_id].is_in,
        )
        for one in rows
    }
    return {watch_id: faults for watch_id, faults in misfits.items() if faults}


def load_hanging(watches: Collection[Watch], kind: NoticeKind) -> dict[int, notices.Standing]:
    """case id -> how its newest notice of *kind* stands."""
    ids = load_newest_notices([one.id for one in watches], kind)
    statement = sa.select(Notice).where(Notice.id.in_(set(ids.values()))).options(*notices.WITH_POSTINGS)
    found = {one.notice.id: one for one in notices.standings(list(db.session.scalars(statement).unique()))}
    return {watch_id: found[notice_id] for watch_id, notice_id in ids.items() if notice_id in found}


def list_notices(watch: Watch) -> Sequence[Notice]:
    """All notices on which *watch* stands, withdrawn ones as well, in the order of their issue."""
    on_it = sa.select(WatchNotice.notice_id).where(WatchNotice.watch_id == watch.id)
    statement = sa.select(Notice).where(Notice.id.in_(on_it)).options(*notices.WITH_POSTINGS)
    return db.session.scalars(statement.order_by(Notice.id)).all()


def get_watch_notice(number: str) -> Notice:
    """The notice of households at risk of a number; raises :class:`NotFound`, also for any other notice."""
    found = notices.get_notice(number)
    if found.kind not in WATCH_KINDS:
        raise NotFound()
    return found


def list_watches_of(notice: Notice) -> Sequence[Watch]:
    """The cases that stand on *notice*, by their row."""
    statement = (
        sa.select(Watch)
        .join(WatchNotice, WatchNotice.watch_id == Watch.id)
        .where(WatchNotice.notice_id == notice.id)
        .options(_WITH_HOUSEHOLD)
    )
    return db.session.scalars(statement.order_by(WatchNotice.sequence)).all()


def list_ready(village_id: int, states: Collection[str]) -> Sequence[Watch]:
    """The cases of a village that wait for a notice, by group and household."""
    group = Area.__table__.alias("villagers_group")
    statement = (
        sa.select(Watch)
        .join(Household, Household.id == Watch.household_id)
        .outerjoin(group, group.c.id == Household.group_id)
        .where(Watch.village_id == village_id, Watch.state.in_(states))
        .options(_WITH_HOUSEHOLD)
        .order_by(sa.func.coalesce(group.c.code, ""), Household.household_no)
    )
    return db.session.scalars(statement).all()


def count_ready(places: Places) -> dict[tuple[Area, WatchState], int]:
    """(village, state) -> cases in *places* that wait for a notice."""
    waiting = [state for kind in WATCH_KINDS for state in MACHINE.step(ISSUED[kind]).sources]
    counted = sa.select(Watch.village_id, Watch.state, sa.func.count().label("number"))
    counted = counted.where(Watch.state.in_(waiting)).group_by(Watch.village_id, Watch.state)
    each = counted.subquery()
    statement = sa.select(Area, each.c.state, each.c.number).join(each, each.c.village_id == Area.id)
    rows = db.session.execute(statement.where(below(places.paths)).order_by(Area.code))
    return {(village, state): int(number) for village, state, number in rows}


def load_newest_notices(watch_ids: Collection[int], kind: NoticeKind) -> dict[int, int]:
    """watch id -> the id of the newest notice of *kind* on which it stands, withdrawn ones left out."""
    rows = db.session.execute(
        sa.select(WatchNotice.watch_id, sa.func.max(Notice.id))
        .join(Notice, Notice.id == WatchNotice.notice_id)
        .where(WatchNotice.watch_id.in_(watch_ids), Notice.kind == kind, Notice.withdrawn_at.is_(None))
        .group_by(WatchNotice.watch_id)
    )
    return {row[0]: row[1] for row in rows}


def get_watch(watch_id: int) -> Watch:
    """One case with its household and steps; raises ``NotFound``."""
    return get_only(
        sa.select(Watch).where(Watch.id == watch_id).options(_WITH_HOUSEHOLD, selectinload(Watch.steps))
    )


def lock_watch(watch_id: int) -> Watch:
    """The same, locked until the transaction ends."""
    return lock_row(Watch, watch_id)


def find_open(household_id: int) -> Watch | None:
    """The case of a household that has not ended."""
    return db.session.scalar(
        sa.select(Watch).where(Watch.household_id == household_id, Watch.state.not_in(ENDED))
    )


def list_of_household(household_id: int) -> Sequence[Watch]:
    """All cases of a household, the newest first."""
    return db.session.scalars(
        sa.select(Watch).where(Watch.household_id == household_id).order_by(Watch.id.desc())
    ).all()


def page_watches(places: Places, *, state: WatchState | None = None, number: int = 1) -> Page[Watch]:
    """Cases in *places*, those found longest ago first; without *state* all that have not ended."""
    statement = _within(places, sa.select(Watch)).options(_WITH_HOUSEHOLD)
    statement = statement.where(Watch.state == state if state is not None else Watch.state.not_in(ENDED))
    return paginate(statement.order_by(Watch.found_on, Watch.id), number, PER_PAGE)


def list_in_states(paths: Collection[str], states: Collection[WatchState]) -> Sequence[Watch]:
    """All cases at or below *paths* that stand at one of *states*, those found longest ago first."""
    statement = sa.select(Watch).join(Area, Area.id == Watch.village_id)
    statement = statement.where(below(paths), Watch.state.in_(states)).options(_WITH_HOUSEHOLD)
    return db.session.scalars(statement.order_by(Watch.found_on, Watch.id)).all()


def list_running(within: sa.ColumnElement[bool]) -> Sequence[Watch]:
    """All cases in villages of this condition on which a clock runs, those found longest ago first."""
    statement = sa.select(Watch).join(Area, Area.id == Watch.village_id)
    statement = statement.where(within, Watch.state.in_(RUNNING)).options(_WITH_HOUSEHOLD)
    return db.session.scalars(statement.order_by(Watch.found_on, Watch.id)).all()


def count_by_state(places: Places) -> Counter[WatchState]:
    """How many cases in *places* are in which state."""
    statement = _within(places, sa.select(Watch.state, sa.func.count())).group_by(Watch.state)
    rows = db.session.execute(statement)
    return Counter({state: int(number) for state, number in rows})


def _within(places: Places, statement: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    return statement.join(Area, Area.id == Watch.village_id).where(below(places.paths))
