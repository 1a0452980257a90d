"""Watching the session: with each commit, the published pages go on which a changed row stands.

Before the commit a marker is set and the pages go, so that none is published any more from what the database held
until now; after it they go again, and the marker is taken away. A process that dies in between leaves its marker,
and whoever finds it treats its pages as changed.
"""

from typing import Any, cast

import sqlalchemy as sa
import structlog
from flask import current_app, has_app_context
from sqlalchemy.orm import ORMExecuteState, Session

from app.core.db import db
from app.web.published.state import Marker
from app.web.published.store import Store
from app.web.published.touched import ALL, Touched, tags_of_table

EXTENSION = "gongshi.published"
TAGS, MARKER = "published.tags", "published.marker"
READS = ("SELECT", "WITH", "PRAGMA", "EXPLAIN", "SHOW", "VALUES")
log = structlog.get_logger("gongshi")


def current_store() -> Store | None:
    """The store of the present portal; none where nothing is published."""
    return cast("Store | None", current_app.extensions.get(EXTENSION)) if has_app_context() else None


def listen() -> None:
    """Watch the session of the portal. Calling it again changes nothing."""
    listeners: dict[str, Any] = {
        "before_flush": _gather,
        "do_orm_execute": _gather_statement,
        "before_commit": _begin,
        "after_commit": _end,
        "after_rollback": _end,
    }
    for name, listener in listeners.items():
        if not sa.event.contains(db.session, name, listener):
            sa.event.listen(db.session, name, listener)


def _gather(session: Session, *_rest: Any) -> None:
    if current_store() is None or session.info.get(TAGS) == ALL:
        return
    rows = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    touched = Touched(session)
    with session.no_autoflush:
        for row in rows:
            _add(session, touched.tags_of(row))


def _gather_statement(state: ORMExecuteState) -> None:
    if current_store() is None:
        return
    statement = state.statement
    if isinstance(statement, sa.UpdateBase):
        _add(state.session, tags_of_table(getattr(statement.table, "name", "")))
    elif isinstance(statement, sa.TextClause) and not statement.text.lstrip().upper().startswith(READS):
        _add(state.session, ALL)


def _add(session: Session, tags: frozenset[str]) -> None:
    if tags:
        known = session.info.get(TAGS, frozenset())
        session.info[TAGS] = ALL if tags | known >= ALL else known | tags


def _begin(session: Session) -> None:
    store = current_store()
    if store is None or session.in_nested_transaction():
        return
    session.flush()
    tags = session.info.get(TAGS)
    if tags and MARKER not in session.info:
        session.info[MARKER] = store.begin_change(tags)


def _end(session: Session) -> None:
    """Also after a rollback: what a lost connection made of a commit is not known."""
    if not session.in_nested_transaction():
        session.info.pop(TAGS, None)
        _finish(session)


def _finish(session: Session) -> None:
    marker: Marker | None = session.info.pop(MARKER, None)
    store = current_store()
    if marker is None or store is None:
        return
    try:
        store.end_change(marker)
    except OSError:  # the marker stays: its pages are not published again before this process ends
        log.exception("published pages not taken away", tags=sorted(marker.tags))
