"""Counting the register: in a number of statements that does not depend on how many households it holds.

Lives here: tables of counts, and the households behind each count. Does not live here: what may be counted
(``dimensions.py``). Whether a household is registered on a day is read from its registrations; what it is like, from
the record as it stands now.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.paging import PER_PAGE, Page
from app.domain.areas.models import Area, AreaLevel
from app.domain.households.models import Household, Member, RegisterExit, Registration
from app.domain.reports.figures import Count
from app.domain.statistics.dimensions import DIMENSIONS, NOT_STATED, Dimension, Place, Value
from app.domain.statistics.rules import Asked, Pivot, Who, added_up, is_additive, shown_values

H = Household
_LEVELS = {
    Place.TOWNSHIP: AreaLevel.TOWNSHIP,
    Place.VILLAGE: AreaLevel.VILLAGE,
    Place.GROUP: AreaLevel.GROUP,
}


#: counts by the values of dimensions: (asked, *by, of_people) -> keys of the values -> households and people
Counter = Callable[..., dict[Any, Count]]


def count_fresh(asked: Asked, *by: Dimension, of_people: bool = False) -> dict[Any, Count]:
    """Keys of *by* -> households and people. *of_people* counts members even where nothing asks for them."""
    statement = _counting(asked, by, of_people)
    return {
        _keys(found): Count(number, int(people or 0))
        for *found, number, people in db.session.execute(statement)
    }


def count_by_village(
    asked: Asked, by: Sequence[Dimension], *, of_people: bool = False, villages: Sequence[str] | None = None
) -> dict[str, dict[Any, Count]]:
    """The same for each village, by its path; with *villages*: for those only."""
    found: dict[str, dict[Any, Count]] = {}
    for path, *keys, number, people in db.session.execute(
        _counting(asked, by, of_people, villages, apart=True)
    ):
        found.setdefault(path, {})[_keys(keys)] = Count(number, int(people or 0))
    return found


def load_pivot(
    asked: Asked, rows: Dimension, columns: Dimension | None = None, count: Counter = count_fresh
) -> Pivot:
    """What *asked* means, counted by the values of *rows* and, where given, of *columns*."""
    if columns is None:
        row_sums = {key: counted for (key,), counted in count(asked, rows).items()}
        total = _total(count, asked, rows, row_sums.values())
        values = shown_values(rows, row_sums, _places(rows, asked.path))
        return Pivot(asked, rows, None, values, row_sums=row_sums, total=total)
    cells = {(row, column): counted for (row, column), counted in count(asked, rows, columns).items()}
    if is_additive(rows, columns):
        row_sums, column_sums = _added(cells, 0), _added(cells, 1)
    else:
        row_sums = {key: counted for (key,), counted in count(asked, rows, of_people=True).items()}
        column_sums = {key: counted for (key,), counted in count(asked, columns, of_people=True).items()}
    return Pivot(
        asked,
        rows,
        columns,
        shown_values(rows, row_sums, _places(rows, asked.path)),
        shown_values(columns, column_sums, _places(columns, asked.path)),
        cells,
        row_sums,
        column_sums,
        _total(count, asked, rows, row_sums.values(), columns),
    )


def count_matching(asked: Asked, count: Counter = count_fresh) -> Count:
    """Households, and people: the members that were picked, or all members of the households."""
    return count(asked).get((), Count())


def page_households(
    asked: Asked, total: int, number: int = 1, per_page: int = PER_PAGE
) -> Page[tuple[Household, int]]:
    """One page of the *total* households behind a count, by number, each with how many of its people were counted."""
    number = min(max(1, number), max(1, -(-total // per_page)))
    rows: Any = _counted(asked, (), of_people=asked.asks_people)
    if asked.asks_people:
        rows = rows.group_by(H.id, H.household_no).with_only_columns(
            H.id.label("id"), sa.func.count().label("people")
        )
    else:
        rows = rows.with_only_columns(H.id.label("id"), _people(asked).label("people"))
    # The page is cut before anything else of its households is read.
    cut = rows.order_by(H.household_no, H.id).limit(per_page).offset((number - 1) * per_page).subquery()
    statement = (
        sa.select(Household, cut.c.people)
        .join(cut, cut.c.id == Household.id)
        .options(joinedload(Household.village), joinedload(Household.group))
        .order_by(Household.household_no, Household.id)
    )
    items = [(household, int(people)) for household, people in db.session.execute(statement)]
    return Page(items, number, per_page, total)


def list_years(path: str) -> list[int]:
    """The years in which households at *path* or below came into the register or left it, the newest first."""
    days = [
        sa.select(day)
        .distinct()
        .join(H, H.id == household_id)
        .join(Area, Area.id == H.village_id)
        .where(Area.path.startswith(path, autoescape=True))
        for day, household_id in (
            (Registration.registered_on, Registration.household_id),
            (RegisterExit.exited_on, RegisterExit.household_id),
        )
    ]
    return sorted({day.year for day in db.session.scalars(sa.union(*days))}, reverse=True)


def list_years_until(path: str, year: int) -> list[int]:
    """Every year since the first registration at *path* or below until *year*, the newest first."""
    # The days on which anybody was registered are few: each is looked up, not every registration.
    days = sa.select(Registration.registered_on.label("day")).distinct().subquery()
    own = (
        sa.exists()
        .where(Registration.registered_on == days.c.day, H.id == Registration.household_id)
        .where(Area.id == H.village_id, Area.path.startswith(path, autoescape=True))
    )
    first = db.session.scalar(sa.select(sa.func.min(days.c.day)).where(own))
    return list(range(year, min(year, first.year if first is not None else year) - 1, -1))


def find_place(key: str) -> Area | None:
    """The area that a value of a place dimension means."""
    return db.session.scalar(sa.select(Area).where(Area.code == key))


def is_registered(on: dt.date, year: int | None = None) -> sa.ColumnElement[bool]:
    """A household's registration stands on that day; with *year*: one that began in it. It may have left since."""
    return sa.exists().where(*_stands(on, year))


def is_in_register(on: dt.date) -> sa.ColumnElement[bool]:
    """A household is registered on that day and has not left the register by then, or came back after that."""
    last_exit = (
        sa.select(sa.func.max(RegisterExit.exited_on))
        .where(
            RegisterExit.household_id == H.id, RegisterExit.exited_on <= on, RegisterExit.undone_on.is_(None)
        )
        .correlate(H)
        .scalar_subquery()
    )
    stays = sa.or_(last_exit.is_(None), Registration.registered_on > last_exit)
    return sa.exists().where(*_stands(on), stays)


def has_left(on: dt.date) -> sa.ColumnElement[bool]:
    """A household left the register in the year of that day, and by then."""
    return sa.exists().where(
        RegisterExit.household_id == H.id,
        RegisterExit.undone_on.is_(None),
        RegisterExit.exited_on >= dt.date(on.year, 1, 1),
        RegisterExit.exited_on <= on,
    )


def _stands(on: dt.date, year: int | None = None) -> list[sa.ColumnElement[bool]]:
    since = [] if year is None else [Registration.registered_on >= dt.date(year, 1, 1)]
    return [
        Registration.household_id == H.id,
        Registration.registered_on <= on,
        sa.or_(Registration.struck_on.is_(None), Registration.struck_on > on),
        *since,
    ]


def _people(asked: Asked) -> Any:
    """How many people a household counts for: today's, or those of its last announcement by that day."""
    if not asked.as_announced:
        return H.people
    announced = (
        sa.select(Registration.people)
        .where(*_stands(asked.on))
        .order_by(Registration.registered_on.desc(), Registration.id.desc())
        .limit(1)
    )
    return sa.func.coalesce(announced.correlate(H).scalar_subquery(), H.people)


def _total(
    count: Counter, asked: Asked, rows: Dimension, sums: Any, columns: Dimension | None = None
) -> Count:
    if is_additive(rows, columns):
        return sum(sums, Count())
    return count(asked, of_people=True).get((), Count())


def _added(cells: dict[tuple[str, str], Count], place: int) -> dict[str, Count]:
    return added_up((keys[place], counted) for keys, counted in cells.items())


def _keys(found: Sequence[Any]) -> tuple[str, ...]:
    return tuple(NOT_STATED if key is None else str(key) for key in found)


def _counting(
    asked: Asked,
    by: Sequence[Dimension],
    of_people: bool,
    villages: Sequence[str] | None = None,
    *,
    apart: bool = False,
) -> sa.Select[Any]:
    """Keys of *by*, households, people; each village *apart*, by its path."""
    members = of_people or asked.asks_people or any(one.of_people for one in by)
    rows = _counted(asked, by, of_people=members)
    if villages is not None:
        rows = rows.where(Area.path.in_(villages))
    inner = rows.add_columns(Area.path.label("village_path")).subquery()
    keys = [inner.c[f"key_{place}"] for place in range(len(by))]
    keys = [inner.c.village_path, *keys] if apart else keys
    households = sa.func.count(sa.distinct(inner.c.household_id)) if members else sa.func.count()
    return sa.select(*keys, households, sa.func.sum(inner.c.people)).group_by(*keys)


def _counted(asked: Asked, by: Sequence[Dimension], *, of_people: bool) -> sa.Select[Any]:
    """A row for each household, or each member: the keys of *by*, the household, how many people it stands for."""
    tables: Any = sa.join(H, Area, Area.id == H.village_id)
    if of_people:
        tables = tables.join(Member, Member.household_id == H.id)
    keys: list[sa.ColumnElement[Any]] = []
    for place, dimension in enumerate(by):
        if dimension.many:
            codes = _codes(dimension, f"codes_{place}")
            tables = tables.outerjoin(codes, _holds(dimension.column(asked.on), codes.c.code))
            keys.append(codes.c.code)
        else:
            keys.append(dimension.column(asked.on))
    people = sa.literal_column("1") if of_people else _people(asked)
    return (
        sa.select(
            *(key.label(f"key_{place}") for place, key in enumerate(keys)),
            H.id.label("household_id"),
            people.label("people"),
        )
        .select_from(tables)
        .where(*_conditions(asked))
    )


def _conditions(asked: Asked) -> list[sa.ColumnElement[bool]]:
    conditions = [Area.path.startswith(asked.path, autoescape=True)]
    if asked.who is Who.REGISTERED:
        conditions.append(is_in_register(asked.on))
    elif asked.who is Who.OUT:
        conditions.append(has_left(asked.on))
    elif asked.who is Who.ENTERED:
        conditions.append(is_registered(asked.on, asked.on.year))
    conditions += [_is(DIMENSIONS[key], value, asked.on) for key, value in asked.picks]
    return conditions


def _is(dimension: Dimension, value: str, on: dt.date) -> sa.ColumnElement[bool]:
    column = dimension.column(on)
    if dimension.many:
        if value != NOT_STATED:
            return _holds(column, sa.literal(value))
        return sa.not_(sa.or_(*(_holds(column, sa.literal(one.key)) for one in dimension.values)))
    return column.is_(None) if value == NOT_STATED else column == value


def _holds(column: Any, code: Any) -> sa.ColumnElement[bool]:
    """A list kept as JSON names *code*; both databases write such a list with quotes about each entry."""
    written = sa.func.coalesce(column, "")
    return written.like(sa.literal('%"') + code + sa.literal('"%'))


def _codes(dimension: Dimension, name: str) -> Any:
    parts = [sa.select(sa.literal(value.key).label("code")) for value in dimension.values]
    return sa.union_all(*parts).subquery(name)


def _places(dimension: Dimension, path: str) -> list[Value]:
    """All areas that a place dimension has at *path* and below, or the township above, by code."""
    if not dimension.is_place:
        return []
    within = Area.path.startswith(path, autoescape=True)
    if dimension.key == Place.TOWNSHIP:
        within = sa.or_(within, sa.literal(path).startswith(Area.path))
    columns = sa.select(Area.code, Area.name_zh, Area.name_en)
    statement = columns.where(within, Area.level == _LEVELS[Place(dimension.key)]).order_by(Area.code)
    return [Value(code, BilingualText(zh, en)) for code, zh, en in db.session.execute(statement)]
