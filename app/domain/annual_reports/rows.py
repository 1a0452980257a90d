"""The rows behind a figure: what it counts, one by one, so that whoever doubts a number can look.

Lives here: the lists of this room. Does not live here: households of the statistics (``statistics/queries.py``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.core.messages import N_, Message
from app.core.paging import Page, cut, paginate
from app.domain.annual_reports import help_rows
from app.domain.annual_reports.figures import Listing, Rows
from app.domain.annual_reports.listing import NOBODY, VILLAGE_COLUMNS, Opens, Row, village_name, within
from app.domain.annual_reports.scope import Scope
from app.domain.appraisals.models import Meeting
from app.domain.areas.models import Area, AreaLevel, VillageFigures
from app.domain.households.models import Household
from app.domain.notices.models import Notice
from app.domain.objections.models import Objection, Outcome
from app.domain.pairings.rules import POST_LABELS
from app.domain.reports.figures import Stage, households_at, households_left


@dataclass(frozen=True)
class Listed:
    """A page of rows under the message ids of their columns."""

    heads: tuple[str, ...]
    opens: Opens
    page: Page[Row]


@dataclass(frozen=True)
class _Kind:
    heads: tuple[str, ...]
    opens: Opens
    statement: Callable[[Scope, Rows], Any]
    row: Callable[[Any], Row]


HEAD, VILLAGE, PEOPLE, HOUSEHOLDS = N_("Head"), N_("Village"), N_("People"), N_("Households")


def list_rows(scope: Scope, rows: Rows, number: int = 1) -> Listed:
    """One page of the rows that *rows* means in a report. Raises ``NotFound`` for what is no such list."""
    if rows.listing is Listing.LEFT:
        heads = (HEAD, VILLAGE, PEOPLE, N_("Step"), N_("Reason"))
        return Listed(heads, Opens.HOUSEHOLD, cut(_left(scope, rows), number))
    kind = _KINDS.get(rows.listing)
    if kind is None:
        raise NotFound()
    found = paginate(kind.statement(scope, rows), number, rows=True)
    items = [kind.row(one) for one in found.items]
    return Listed(kind.heads, kind.opens, Page(items, found.number, found.per_page, found.total))


def count_rows(scope: Scope, rows: Rows) -> int:
    """How many rows there are."""
    counted = _KINDS[rows.listing].statement(scope, rows).order_by(None).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(counted)) or 0


def _villages(scope: Scope, rows: Rows) -> Any:
    newest = (
        sa.select(sa.func.max(VillageFigures.year))
        .where(VillageFigures.village_id == Area.id, VillageFigures.year <= scope.year)
        .correlate(Area)
        .scalar_subquery()
    )
    group = sa.orm.aliased(Area)
    groups = sa.select(sa.func.count()).where(group.parent_id == Area.id, group.level == AreaLevel.GROUP)
    of_year = sa.and_(VillageFigures.village_id == Area.id, VillageFigures.year == newest)
    columns = (VillageFigures.year, VillageFigures.households, VillageFigures.population)
    return (
        sa.select(*VILLAGE_COLUMNS, groups.correlate(Area).scalar_subquery().label("groups"), *columns)
        .add_columns(VillageFigures.is_poor_village)
        .outerjoin(VillageFigures, of_year)
        .where(Area.level == AreaLevel.VILLAGE, within(scope, rows))
        .where(*([VillageFigures.is_poor_village] if rows.detail == "poor" else []))
        .order_by(Area.code)
    )


def _village_row(row: Any) -> Row:
    poor = Message(N_("Yes")) if row.is_poor_village else Message(N_("No"))
    return Row("", (village_name(row), row.groups, row.households, row.population, poor, row.year))


def _stage(scope: Scope, rows: Rows) -> Any:
    if scope.round is None or rows.detail not in set(Stage):
        return NOBODY
    found = households_at(scope.round, Stage(rows.detail)).subquery()
    household_id, people = list(found.c)
    return (
        sa.select(Household.household_no, Household.head_name, *VILLAGE_COLUMNS, people.label("people"))
        .join(found, household_id == Household.id)
        .join(Area, Area.id == Household.village_id)
        .where(within(scope, rows))
        .order_by(Household.household_no)
    )


def _household_row(row: Any) -> Row:
    return Row(row.household_no, (row.head_name, village_name(row), row.people))


def _left(scope: Scope, rows: Rows) -> list[Row]:
    if scope.round is None:
        return []
    gone = [one for one in households_left(scope.round) if rows.detail in ("", one[2])]
    asked = sa.select(Household.id, Household.household_no, Household.head_name, *VILLAGE_COLUMNS)
    asked = asked.join(Area, Area.id == Household.village_id)
    asked = asked.where(within(scope, rows), Household.id.in_([one[0] for one in gone]))
    known = {row.id: row for row in db.session.execute(asked)}
    listed = [
        Row(
            known[one].household_no,
            (known[one].head_name, village_name(known[one]), people, Message(step), reason),
        )
        for one, people, step, reason in gone
        if one in known
    ]
    return sorted(listed, key=lambda row: row.key)


def _meetings(scope: Scope, rows: Rows) -> Any:
    if scope.round is None:
        return NOBODY
    return (
        sa.select(Meeting.id, Meeting.held_on, Meeting.due, Meeting.present, *VILLAGE_COLUMNS)
        .join(Area, Area.id == Meeting.village_id)
        .where(Meeting.round_id == scope.round.id, within(scope, rows))
        .order_by(Area.code, Meeting.held_on, Meeting.id)
    )


def _objections(scope: Scope, rows: Rows) -> Any:
    if scope.round is None:
        return NOBODY
    upheld = [Objection.outcome.in_((Outcome.UPHELD, Outcome.PARTLY))] if rows.detail == "upheld" else []
    return (
        sa.select(Objection.number, Objection.outcome, Objection.decided_on, *VILLAGE_COLUMNS)
        .join(Notice, Notice.id == Objection.notice_id)
        .join(Area, Area.id == Notice.village_id)
        .where(Notice.round_id == scope.round.id, within(scope, rows), *upheld)
        .order_by(Objection.number)
    )


def _notices(scope: Scope, rows: Rows) -> Any:
    if scope.round is None:
        return NOBODY
    columns = (Notice.number, Notice.first_day, Notice.last_day, Notice.households, Notice.people)
    return (
        sa.select(*columns, *VILLAGE_COLUMNS)
        .join(Area, Area.id == Notice.village_id)
        .where(Notice.round_id == scope.round.id, Notice.withdrawn_at.is_(None), within(scope, rows))
        .order_by(Notice.number)
    )


_OUTCOMES = {
    Outcome.UPHELD: N_("upheld"),
    Outcome.PARTLY: N_("partly upheld"),
    Outcome.REJECTED: N_("not upheld"),
}


def _objection_row(row: Any) -> Row:
    outcome = Message(_OUTCOMES[row.outcome]) if row.outcome else Message(N_("not decided yet"))
    return Row(row.number, (row.number, village_name(row), outcome, row.decided_on))


_BY_HOUSEHOLD = (HEAD, VILLAGE, PEOPLE)
_KINDS: dict[Listing, _Kind] = {
    Listing.VILLAGES: _Kind(
        (
            *(VILLAGE, N_("Groups"), N_("All households"), N_("Inhabitants")),
            *(N_("Poor village"), N_("Figures from the year")),
        ),
        Opens.NOTHING, _villages, _village_row,
    ),
    Listing.STAGE: _Kind(_BY_HOUSEHOLD, Opens.HOUSEHOLD, _stage, _household_row),
    Listing.MEETINGS: _Kind(
        (N_("Held on"), VILLAGE, N_("Members due"), N_("Members present")), Opens.MEETING, _meetings,
        lambda row: Row(str(row.id), (row.held_on, village_name(row), row.due, row.present)),
    ),
    Listing.OBJECTIONS: _Kind(
        (N_("Number"), VILLAGE, N_("Outcome"), N_("Decided on")), Opens.OBJECTION, _objections, _objection_row
    ),
    Listing.NOTICES: _Kind(
        (N_("Number"), VILLAGE, N_("From"), N_("Until"), HOUSEHOLDS, PEOPLE), Opens.NOTICE, _notices,
        lambda row: Row(
            row.number, (row.number, village_name(row), row.first_day, row.last_day, row.households, row.people)
        ),
    ),
    Listing.HELPERS: _Kind(
        (N_("Helper"), N_("Unit"), HOUSEHOLDS), Opens.HELPER, help_rows.helpers,
        lambda row: Row(str(row.id), (row.name, row.unit, row.households)),
    ),
    Listing.PAIRED: _Kind(
        (HEAD, VILLAGE, PEOPLE, N_("Helper"), N_("Since")), Opens.HOUSEHOLD, help_rows.paired,
        lambda row: Row(row.household_no, (row.head_name, village_name(row), row.people, row.name, row.started_on)),
    ),
    Listing.UNPAIRED: _Kind(_BY_HOUSEHOLD, Opens.HOUSEHOLD, help_rows.unpaired, _household_row),
    Listing.UNPLANNED: _Kind(_BY_HOUSEHOLD, Opens.HOUSEHOLD, help_rows.unplanned, _household_row),
    Listing.POSTS: _Kind(
        (N_("Name"), VILLAGE, N_("Post"), N_("Unit"), N_("Since")), Opens.NOTHING, help_rows.posts,
        lambda row: Row("", (row.name, village_name(row), Message(POST_LABELS[row.kind]), row.unit_name, row.since)),
    ),
    Listing.MEASURES: _Kind(
        (HEAD, VILLAGE, N_("Measure"), N_("What it is"), N_("To be done by"), N_("Done on"), N_("Cost")),
        Opens.HOUSEHOLD, help_rows.measures, help_rows.measure_row,
    ),
    Listing.PROJECTS: _Kind(
        (N_("Project"), N_("Place"), N_("Kind of project"), N_("Budget"), N_("Paid")),
        Opens.PROJECT, help_rows.projects, help_rows.project_row,
    ),
    Listing.BATCHES: _Kind(
        (N_("Fund batch"), N_("Document"), N_("Received for the year"), N_("Given to projects")),
        Opens.BATCH, help_rows.batches, help_rows.batch_row,
    ),
    Listing.ACCOUNTS: _Kind(
        (N_("Project"), N_("Place"), N_("Fund batch"), N_("Given"), N_("Paid"), N_("Still left")),
        Opens.PROJECT, help_rows.accounts, help_rows.account_row,
    ),
}  # fmt: skip
