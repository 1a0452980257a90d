"""Reading candidate lists, their entries, and whom to tell."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.core.audit import Event, subject_key
from app.core.db import db
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_row, lock_row
from app.domain.applications.models import Application
from app.domain.areas.models import Area
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry, ListState, Telling
from app.domain.households.models import Household, Member


def get_candidate_list(list_id: int) -> CandidateList:
    """One list with round and village; raises :class:`NotFound`."""
    return get_row(CandidateList, list_id)


def lock_candidate_list(list_id: int) -> CandidateList:
    """The same, locked until the transaction ends, as it stands now in the database."""
    return lock_row(CandidateList, list_id)


def find_draft(round_id: int, village_id: int) -> CandidateList | None:
    """The list of a village that is still being drawn up."""
    return db.session.scalar(
        sa.select(CandidateList)
        .where(
            CandidateList.round_id == round_id,
            CandidateList.village_id == village_id,
            CandidateList.state == ListState.DRAFT,
        )
        .order_by(CandidateList.ordinal)
        .limit(1)
    )


def next_ordinal(round_id: int, village_id: int) -> int:
    """The ordinal of the next list of a village in a round."""
    highest = db.session.scalar(
        sa.select(sa.func.max(CandidateList.ordinal)).where(
            CandidateList.round_id == round_id, CandidateList.village_id == village_id
        )
    )
    return (highest or 0) + 1


def next_sequence(candidate_list: CandidateList) -> int:
    """The running number of the next entry; numbers of entries taken off are not given again."""
    return max((entry.sequence for entry in candidate_list.entries), default=0) + 1


def get_entry(entry_id: int) -> ListEntry:
    """One entry; raises :class:`NotFound`."""
    return get_row(ListEntry, entry_id)


def find_entry_of(list_id: int, application_id: int) -> ListEntry | None:
    """The standing entry of an application on a list."""
    return db.session.scalar(
        sa.select(ListEntry).where(
            ListEntry.list_id == list_id,
            ListEntry.application_id == application_id,
            ListEntry.standing == EntryStanding.STANDING,
        )
    )


def list_entries_of(application_id: int) -> Sequence[ListEntry]:
    """Every entry that an application has or had, the oldest first, with its list."""
    return db.session.scalars(
        sa.select(ListEntry)
        .where(ListEntry.application_id == application_id)
        .options(joinedload(ListEntry.candidate_list))
        .order_by(ListEntry.id)
    ).all()


def list_events_of(application: Application) -> Sequence[Event]:
    """What happened to an application, and to its household on the lists that it stood on, the oldest first."""
    lists = sa.select(ListEntry.list_id).where(ListEntry.application_id == application.id)
    keys = [f"{CandidateList.__tablename__}:{list_id}" for list_id in db.session.scalars(lists)]
    on_lists = sa.and_(Event.household_id == application.household_id, Event.subject.in_(keys))
    statement = sa.select(Event).where(sa.or_(Event.subject == subject_key(application), on_lists))
    return db.session.scalars(statement.order_by(Event.id)).all()


def find_standing_entry(application_id: int) -> ListEntry | None:
    """Where an application's entry stands now, whichever list it is on."""
    return db.session.scalar(
        sa.select(ListEntry)
        .where(ListEntry.application_id == application_id, ListEntry.standing == EntryStanding.STANDING)
        .options(joinedload(ListEntry.candidate_list))
    )


def list_standing_entries(list_id: int) -> Sequence[ListEntry]:
    """The entries that stand on a list, by sequence, with application, household and group."""
    statement = (
        sa.select(ListEntry)
        .where(ListEntry.list_id == list_id, ListEntry.standing == EntryStanding.STANDING)
        .options(
            joinedload(ListEntry.application)
            .joinedload(Application.household)
            .options(joinedload(Household.group), joinedload(Household.village))
        )
        .order_by(ListEntry.sequence)
    )
    return db.session.scalars(statement).all()


def list_standing_ids(list_id: int) -> sa.Select[int]:
    """A sub-select of the households that stand on a list."""
    return sa.select(ListEntry.household_id).where(
        ListEntry.list_id == list_id, ListEntry.standing == EntryStanding.STANDING
    )


def list_standing_keys(list_id: int) -> Sequence[Any]:
    """The standing entries of a list as rows of (id, list_id, application_id, household_id).

    For questions about who took part and who is related.
    """
    statement = sa.select(ListEntry.id, ListEntry.list_id, ListEntry.application_id, ListEntry.household_id)
    return db.session.execute(
        statement.where(ListEntry.list_id == list_id, ListEntry.standing == EntryStanding.STANDING).order_by(
            ListEntry.sequence
        )
    ).all()


def list_headless(list_id: int, *, most: int) -> Sequence[str]:
    """The first *most* numbers of listed households that have no head or no members in the register."""
    statement = sa.select(Household.household_no).where(
        Household.id.in_(list_standing_ids(list_id)), sa.or_(Household.head_name == "", Household.people == 0)
    )
    return db.session.scalars(statement.order_by(Household.household_no).limit(most)).all()


def count_standing(list_id: int) -> int:
    """How many households stand on a list."""
    return (
        db.session.scalar(sa.select(sa.func.count()).select_from(list_standing_ids(list_id).subquery())) or 0
    )


def page_entries(list_id: int, *, standing: EntryStanding | None = None, number: int = 1) -> Page[ListEntry]:
    """Entries of a list by sequence, of one standing or of all."""
    statement = (
        sa.select(ListEntry)
        .where(ListEntry.list_id == list_id)
        .options(joinedload(ListEntry.application))
        .order_by(ListEntry.sequence)
    )
    if standing is not None:
        statement = statement.where(ListEntry.standing == standing)
    return paginate(statement, number, per_page=100)


def count_entries(list_ids: Collection[int]) -> dict[int, dict[str, tuple[int, int]]]:
    """list id -> standing -> (households, people)."""
    rows = db.session.execute(
        sa.select(
            ListEntry.list_id,
            ListEntry.standing,
            sa.func.count(),
            sa.func.coalesce(sa.func.sum(ListEntry.people), 0),
        )
        .where(ListEntry.list_id.in_(list_ids))
        .group_by(ListEntry.list_id, ListEntry.standing)
    )
    counts: dict[int, dict[str, tuple[int, int]]] = {list_id: {} for list_id in list_ids}
    for list_id, standing, households, people in rows:
        counts[list_id][standing.value] = (int(households), int(people))
    return counts


def list_reasons_off(list_id: int) -> Sequence[Any]:
    """Why entries left a list: rows of (standing, cause, reason, households, people)."""
    statement = (
        sa.select(
            ListEntry.standing,
            ListEntry.removal_cause,
            ListEntry.reason,
            sa.func.count().label("households"),
            sa.func.sum(ListEntry.people).label("people"),
        )
        .where(ListEntry.list_id == list_id, ListEntry.standing != EntryStanding.STANDING)
        .group_by(ListEntry.standing, ListEntry.removal_cause, ListEntry.reason)
        .order_by(ListEntry.removal_cause, ListEntry.reason)
    )
    return db.session.execute(statement).all()


def list_people_twice(list_id: int) -> list[str]:
    """Heads' names, joined, of each group of households that share a member's ID number.

    One of them stands on this list; the others on it or on any other list of the round.
    """
    here, there = aliased(Member), aliased(Member)
    shared = db.session.execute(
        sa.select(here.id_number, here.household_id, there.household_id)
        .join(there, sa.and_(there.id_number == here.id_number, there.household_id != here.household_id))
        .where(here.household_id.in_(list_standing_ids(list_id)))
        .order_by(here.id_number)
    ).all()
    if not shared:
        return []
    round_id = sa.select(CandidateList.round_id).where(CandidateList.id == list_id).scalar_subquery()
    named = (
        sa.select(ListEntry.household_id, Household.head_name)
        .join(Household, Household.id == ListEntry.household_id)
        .join(CandidateList, CandidateList.id == ListEntry.list_id)
        .where(
            ListEntry.household_id.in_({one for row in shared for one in row[1:]}),
            ListEntry.standing == EntryStanding.STANDING,
            CandidateList.round_id == round_id,
        )
    )
    listed = {row.household_id: row.head_name for row in db.session.execute(named)}
    groups: dict[str, set[int]] = {}
    for id_number, *pair in shared:
        if listed.keys() >= set(pair):
            groups.setdefault(id_number or "", set()).update(pair)
    return ["、".join(listed[one] for one in sorted(group)) for group in groups.values()]


def list_for(
    actor: Actor, *, round_id: int | None = None, place: Area | None = None
) -> Sequence[CandidateList]:
    """Lists within the actor's areas, by village and ordinal."""
    paths = actor.paths_for(Permission.CANDIDATE_LIST_VIEW)
    statement = (
        sa.select(CandidateList)
        .join(Area, Area.id == CandidateList.village_id)
        .where(sa.or_(sa.false(), *(Area.path.startswith(path) for path in paths)))
        .order_by(CandidateList.round_id.desc(), Area.code, CandidateList.ordinal)
    )
    if round_id is not None:
        statement = statement.where(CandidateList.round_id == round_id)
    if place is not None:
        statement = statement.where(Area.path.startswith(place.path, autoescape=True))
    return db.session.scalars(statement).all()


def get_telling(telling_id: int) -> Telling:
    """One note of a household to be told; raises :class:`NotFound`."""
    return get_row(Telling, telling_id)


def list_to_tell(actor: Actor, *, list_id: int | None = None) -> Sequence[Telling]:
    """Households within the actor's areas that still have to be told, the longest waiting first."""
    paths = actor.paths_for(Permission.TELLING_RECORD) or actor.paths_for(Permission.CANDIDATE_LIST_VIEW)
    statement = (
        sa.select(Telling)
        .join(CandidateList, CandidateList.id == Telling.list_id)
        .join(Area, Area.id == CandidateList.village_id)
        .where(Telling.told_on.is_(None), sa.or_(sa.false(), *(Area.path.startswith(path) for path in paths)))
        .options(joinedload(Telling.candidate_list))
        .order_by(Telling.id)
    )
    if list_id is not None:
        statement = statement.where(Telling.list_id == list_id)
    return db.session.scalars(statement).all()
