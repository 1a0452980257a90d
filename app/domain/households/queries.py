"""Reading the register: one household, pages of them, and the search by name, letters, number or group.

Lives here: reads limited to what an actor may see. Does not live here: findings about households (``checkups``).

A search asks indexes only: every word of it becomes a set of household ids (a range of names, letters or numbers,
or the households of a group), and a page takes the same few statements however long the register is.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.core.audit import Event
from app.core.db import db
from app.core.errors import NotFound
from app.core.paging import PER_PAGE, Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_only
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_villages_for
from app.domain.households.models import Household, IncomeYear, Member, Registration
from app.domain.households.rules import HOUSEHOLD_DIGITS

MOST_WORDS = 4
MOST_EVENTS = 50
LAST = "\U0010ffff"


def get_household(household_no: str) -> Household:
    """The household with this number, with members and income; raises ``NotFound``."""
    statement = (
        sa.select(Household)
        .where(Household.household_no == household_no)
        .options(
            joinedload(Household.village),
            joinedload(Household.group),
            selectinload(Household.members),
            selectinload(Household.incomes),
        )
    )
    return get_only(statement)


def get_member(household: Household, member_id: int) -> Member:
    """The member of *household* with this id; raises ``NotFound``."""
    for member in household.members:
        if member.id == member_id:
            return member
    raise NotFound()


def find_by_number(household_no: str) -> Household | None:
    """The household with this number, or nothing."""
    return db.session.scalar(sa.select(Household).where(Household.household_no == household_no))


def is_group_of(group_id: int, village: Area) -> bool:
    """Whether the area with this id is a villagers' group of *village*."""
    statement = sa.select(Area.id).where(
        Area.id == group_id, Area.parent_id == village.id, Area.level == AreaLevel.GROUP
    )
    return db.session.scalar(statement) is not None


def count_numbers_given(village: Area) -> int:
    """The highest running number among the household numbers of *village*; 0 when it has none."""
    length = len(village.code) + HOUSEHOLD_DIGITS
    statement = sa.select(sa.func.max(Household.household_no)).where(
        _begins(Household.household_no, village.code), sa.func.length(Household.household_no) == length
    )
    last = db.session.scalar(statement) or ""
    running = last[len(village.code) :]
    return int(running) if running.isdigit() else 0


def list_household_ids(village: Area) -> Sequence[int]:
    """The ids of all households of *village*, by number."""
    statement = (
        sa.select(Household.id).where(Household.village_id == village.id).order_by(Household.household_no)
    )
    return db.session.scalars(statement).all()


def list_events(household_id: int, most: int = MOST_EVENTS) -> Sequence[Event]:
    """The last *most* events of a household's history, the newest first, whatever subject they are about."""
    statement = (
        sa.select(Event).where(Event.household_id == household_id).order_by(Event.id.desc()).limit(most)
    )
    return db.session.scalars(statement).all()


def list_registrations(household_id: int) -> Sequence[Registration]:
    """When the household became registered, and perhaps was struck, the first one first."""
    statement = (
        sa.select(Registration)
        .where(Registration.household_id == household_id)
        .order_by(Registration.registered_on, Registration.id)
    )
    return db.session.scalars(statement).all()


def page_households(
    actor: Actor,
    *,
    place: Area | None = None,
    group: Area | None = None,
    q: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Page[Household]:
    """One page of the households that *actor* may see, by number, with village, group and income loaded.

    *q* holds up to four words, each of which must hold: the beginning of a member's name or its pinyin initials,
    a household number (whole, its beginning, or its last digits), a villagers' group, a village.
    """
    villages = list_villages_for(actor, Permission.HOUSEHOLD_VIEW)
    if place is not None:
        villages = [area for area in villages if area.path.startswith(place.path)]
    statement = sa.select(Household).where(_of_villages(villages))
    if group is not None:
        statement = statement.where(Household.group_id == group.id)
    for word in _words(q):
        statement = statement.where(Household.id.in_(_ids_for(word, villages)))
    statement = statement.order_by(Household.household_no, Household.id).options(
        joinedload(Household.village),
        joinedload(Household.group),
        selectinload(Household.incomes).selectinload(IncomeYear.items),
    )
    return paginate(statement, page, per_page)


def _of_villages(villages: Sequence[Area]) -> sa.ColumnElement[bool]:
    if len(villages) == 1:
        return Household.village_id == villages[0].id
    # Written as a sum so that a page walks the index of numbers, instead of fetching all villages to sort them.
    return (Household.village_id + 0).in_([area.id for area in villages])


def _words(q: str) -> list[str]:
    return unicodedata.normalize("NFKC", q).split()[:MOST_WORDS]


def _ids_for(word: str, villages: Sequence[Area]) -> sa.Select[Any]:
    """The ids of the households that one word of a search means."""
    if re.fullmatch(r"\d+", word):
        parts = _numbered(word, villages)
    elif word.isascii():
        parts = _lettered(word.lower(), villages)
    else:
        parts = _named(word, villages)
    united = sa.union_all(*parts).subquery()
    return sa.select(united.c[0])


def _numbered(digits: str, villages: Sequence[Area]) -> list[sa.Select[Any]]:
    """Household numbers that begin with *digits*, or end with them in one of *villages*; a group's number."""
    tail, front = digits[-HOUSEHOLD_DIGITS:].zfill(HOUSEHOLD_DIGITS), digits[:-HOUSEHOLD_DIGITS]
    whole = [area.code + tail for area in villages if area.code.endswith(front)]
    parts: list[sa.Select[Any]] = [sa.select(Household.id).where(Household.household_no.in_(whole))]
    if len(digits) > HOUSEHOLD_DIGITS:
        parts.append(sa.select(Household.id).where(_begins(Household.household_no, digits)))
    return parts


def _lettered(letters: str, villages: Sequence[Area]) -> list[sa.Select[Any]]:
    """Initials of head or members that begin with *letters*; groups and villages with just these initials."""
    return [
        sa.select(Household.id).where(_begins(Household.head_initials, letters)),
        sa.select(Member.household_id).where(_begins(Member.initials, letters)),
        *_of_areas(_areas(villages, Area.initials == letters)),
        sa.select(Household.id).where(_begins(Household.household_no, letters.upper())),
    ]


def _named(word: str, villages: Sequence[Area]) -> list[sa.Select[Any]]:
    """Names that begin with *word* (or contain it, when none begins so); groups and villages that contain it."""
    parts: list[sa.Select[Any]] = [
        sa.select(Household.id).where(_begins(Household.head_name, word)),
        sa.select(Member.household_id).where(_begins(Member.name, word)),
    ]
    if len(word) > 1:
        parts += _of_areas(_areas(villages, Area.name_zh.contains(word, autoescape=True)))
    if len(word) > 1 and not _has_rows(parts, villages):
        parts.append(sa.select(Member.household_id).where(Member.name.contains(word, autoescape=True)))
    return parts


def _areas(villages: Sequence[Area], condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    ids = [area.id for area in villages]
    return sa.select(Area.id).where(sa.or_(Area.id.in_(ids), Area.parent_id.in_(ids)), condition)


def _of_areas(areas: sa.Select[Any]) -> list[sa.Select[Any]]:
    return [
        sa.select(Household.id).where(Household.group_id.in_(areas)),
        sa.select(Household.id).where(Household.village_id.in_(areas)),
    ]


def _has_rows(parts: Sequence[sa.Select[Any]], villages: Sequence[Area]) -> bool:
    ids = sa.union_all(*parts).subquery()
    found = sa.select(Household.id).where(Household.id.in_(sa.select(ids.c[0])), _of_villages(villages))
    return db.session.scalar(found.limit(1)) is not None


def _begins(column: InstrumentedAttribute[str], prefix: str) -> sa.ColumnElement[bool]:
    """*column* begins with *prefix*, asked so that an index answers.

    SQLite takes an index for a range of its plain byte order; PostgreSQL for LIKE, whatever the collation.
    """
    if db.engine.dialect.name == "sqlite":
        return sa.and_(column >= prefix, column < prefix + LAST)
    return column.startswith(prefix, autoescape=True)
