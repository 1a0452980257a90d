"""Which published pages a changed row stands on. Whatever is not known here stands on all of them.

A row of a village concerns that village's pages (``village-7``); one of :data:`BOARD` also those that show several
villages. A row of a township, of the county or of no place concerns everything. A test compares the two lists below
with the tables that published pages really read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import MANYTOONE, Session

from app.core.db import Base
from app.domain.projects.models import Project
from app.web.published.rendering import BOARD as BOARD_TAG
from app.web.published.rendering import village_tag
from app.web.published.state import EVERYTHING

#: tables that no published page reads, or whose rows only accompany others
INTERNAL = frozenset(
    {
        "annual_report",
        "assessment",
        "assessment_score",
        "comparison_cover",
        "dismissed_hint",
        "duplicate_pair",
        "ended_session",
        "event",  # told with the act that changed the rows themselves
        "finding",
        "form_filling",
        "form_slot",
        "help_visit",
        "helper",
        "helping_unit",
        "household_plan",
        "import_run",
        "job",
        "keystroke",
        "ledger_import",
        "measure",
        "once_key",
        "outside_form",
        "pairing",
        "pairing_import",
        "post_month",
        "recheck",
        "report_paragraph",
        "reported_total",
        "plan_words",
        "serial",
        "sheet",
        "sheet_photograph",
        "sheet_scan",
        "supervision",
        "supervision_finding",
        "task",
        "task_report",
        "task_share",
        "throttle",
        "village_post",
        "watch",
        "watch_step",
        "why_card",
    }
)
#: columns whose change nobody sees: an account is published by its name at most
UNSEEN = {
    "user": frozenset({"last_sign_in_at", "password_hash", "must_change_password", "session_epoch"}),
}
#: tables of a village that the home page, lists, feeds and data of several villages show
BOARD = frozenset(
    {
        "area",
        "article",
        "article_attachment",
        "article_version",
        "calendar_day",
        "calendar_year",
        "candidate_list",
        "contract",
        "decision",
        "delivery",
        "fund_account",
        "fund_batch",
        "household",  # whose names are hidden in what was written about money
        "ledger_entry",
        "list_entry",
        "member",
        "notice",
        "notice_entry",
        "objection",
        "objection_message",
        "official",
        "policy_profile",
        "posting",
        "posting_gap",
        "posting_place",
        "project",
        "project_notice",
        "project_place",
        "public_value",
        "quota",
        "roll",
        "roll_line",
        "round",
        "round_node",
        "sample",
        "village_figures",
    }
)
#: keys that lead to a row's place, the nearest first; what else a row points to is tried after them
NEAREST = ("village_id", "area_id", "list_id", "notice_id", "application_id", "household_id", "meeting_id")
#: tables whose rows belong to the place of their project as well: money of one village for a project of another
OF_PROJECT = frozenset({"ledger_entry", "project_place"})
#: what many rows point to without belonging to its place
NO_PLACE = frozenset({"user", "attachment"})
#: county, township, village: the third number of an area's path
VILLAGE_DEPTH = 3

ALL = frozenset({EVERYTHING})
NONE: frozenset[str] = frozenset()


def tags_of_table(name: str) -> frozenset[str]:
    """What a statement on a whole table touches: its rows are not known."""
    return NONE if name in INTERNAL else ALL


def tags_of_path(path: str) -> frozenset[str]:
    """What a row at an area's path (``1/2/7/``) touches."""
    steps = path.strip("/").split("/")
    return frozenset({village_tag(int(steps[2]))}) if len(steps) >= VILLAGE_DEPTH else ALL


class Touched:
    """The tags of rows in *session*; remembers what it found, since many rows of one list have one place."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._known: dict[tuple[str, Any], frozenset[str]] = {}

    def tags_of(self, row: Any) -> frozenset[str]:
        """What a changed *row* touches."""
        table = str(row.__tablename__)
        if table in INTERNAL or _is_unseen(row, table):
            return NONE
        tags = self._place_of(row)
        if table in OF_PROJECT:
            tags |= self._project_of(row)
        return tags | {BOARD_TAG} if table in BOARD else tags

    def _project_of(self, row: Any) -> frozenset[str]:
        if row.project_id is not None:
            return self._place_of_key(Project, row.project_id)
        owner = row.__dict__.get("project")
        return self._place_of(owner) if owner is not None else NONE

    def _place_of(self, row: Any) -> frozenset[str]:
        """By the row's own path, else by the first row it belongs to. What was moved elsewhere touches everything."""
        own = getattr(row, "path", None) or row.__dict__.get("area_path")
        if isinstance(own, str) and own:
            return ALL if _was_moved(row, ("path", "area_path")) else tags_of_path(own)
        for column in _keys_of(str(row.__tablename__)):
            if _was_moved(row, (column.key,)):
                return ALL
            if (value := getattr(row, column.key)) is not None:
                return self._place_of_key(column.target, value)
            if (owner := row.__dict__.get(column.relation)) is not None:
                return self._place_of(owner)
        return ALL

    def _place_of_key(self, target: type[Any], value: Any) -> frozenset[str]:
        key = (target.__tablename__, value)
        if key not in self._known:
            found = self.session.get(target, value)
            self._known[key] = ALL if found is None else self._place_of(found)
        return self._known[key]


@dataclass(frozen=True)
class Key:
    """A column that points to a row of *target*, and the attribute under which that row is at hand, if any."""

    key: str
    target: type[Any]
    relation: str


@cache
def _keys_of(table: str) -> tuple[Key, ...]:
    """What leads from a row to its place, the nearest first."""
    mappers = {str(mapper.local_table.description): mapper for mapper in Base.registry.mappers}
    mapper = mappers[table]
    relations = {
        column.key: relation.key
        for relation in mapper.relationships
        if relation.direction is MANYTOONE
        for column in relation.local_columns
    }
    found = []
    for column in mapper.local_table.columns:
        tables = {str(key.column.table.name) for key in column.foreign_keys} - NO_PLACE - {table}
        found += [Key(column.key, mappers[name].class_, relations.get(column.key, "")) for name in tables]
    return tuple(sorted(found, key=lambda k: NEAREST.index(k.key) if k.key in NEAREST else len(NEAREST)))


def _was_moved(row: Any, names: Iterable[str]) -> bool:
    state = sa.inspect(row)
    return bool(state.persistent) and any(
        name in state.attrs and state.attrs[name].history.has_changes() for name in names
    )


def _is_unseen(row: Any, table: str) -> bool:
    """True when only columns that nobody sees were changed."""
    state = sa.inspect(row)
    if table not in UNSEEN or not state.persistent or state.deleted:
        return False
    changed = {attribute.key for attribute in state.attrs if attribute.history.has_changes()}
    return changed <= UNSEEN[table]
