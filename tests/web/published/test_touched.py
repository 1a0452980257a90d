"""The two lists of tables are compared with what published pages really read, over one of everything."""

import re
from collections import defaultdict

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.db import Base, db
from app.domain.areas.models import Area
from app.domain.notices.models import NoticeKind
from app.web.published import warming
from app.web.published.rendering import BOARD as BOARD_TAG
from app.web.published.store import Store, today
from app.web.published.touched import ALL, BOARD, INTERNAL, UNSEEN, Touched, tags_of_path
from tests import factories
from tests.architecture.test_reach import a_township_in_full_swing
from tests.people import People
from tests.web.published.conftest import ADDRESS

#: rows that are never changed, and stand on a page only through others that are listed
UNCHANGING = {"attachment"}
#: an account's changes that anybody sees touch everything
OF_NO_VILLAGE = {"user"}
FROM = re.compile(r'(?:FROM|JOIN)\s+"?(\w+)"?')


@pytest.fixture
def reads(portal: Flask, store: Store) -> dict[str, set[str]]:
    """Every published page of a township, and the tables that it read."""
    people = People(portal)
    a_township_in_full_swing(people)
    factories.a_notice(factories.a_candidate_list(factories.a_village()), kind=NoticeKind.ANNOUNCEMENT)
    db.session.commit()
    found: dict[str, set[str]] = defaultdict(set)
    asked: set[str] = set()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.update(FROM.findall(statement))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    for path, status in warming.walk(portal, ADDRESS):
        assert status in (200, 404, 410), path
        found[path] |= asked
        asked.clear()
    sa.event.remove(db.engine, "before_cursor_execute", note)
    return found


def test_what_published_pages_read_is_accounted_for(store: Store, reads: dict[str, set[str]]) -> None:
    tables = set(Base.metadata.tables)
    board = set((store.root / today() / "tags" / BOARD_TAG).iterdir())
    shown_on_board = {one.name.replace("+", "/").removesuffix("/index.html") for one in board}
    assert len(store.names()) > 30
    assert len(shown_on_board) > 10
    for path, read in reads.items():
        read &= tables
        assert not read & (INTERNAL - {"event"}), f"{path} reads what is thought to be internal"
        if path.strip("/") in shown_on_board or path == "/":
            unknown = read - BOARD - UNCHANGING - OF_NO_VILLAGE
            assert not unknown, f"{path} shows several villages and reads {unknown}: not in BOARD"


def test_the_lists_name_tables_and_columns_that_there_are() -> None:
    tables = Base.metadata.tables
    assert set(tables) >= (INTERNAL | BOARD)
    for name, columns in UNSEEN.items():
        assert columns <= set(tables[name].columns.keys())


@pytest.mark.parametrize(
    ("path", "tags"),
    [
        ("1/2/7/", {"village-7"}),
        ("1/2/7/31/", {"village-7"}),
        ("1/2/", ALL),
        ("1/", ALL),
        ("", ALL),
    ],
)
def test_places(path: str, tags: set[str]) -> None:
    assert tags_of_path(path) == tags


def test_every_row_of_a_township_finds_its_place(portal: Flask) -> None:
    """A row of a village finds it, new ones as well; none fails."""
    people = People(portal)
    a_township_in_full_swing(people)
    own = f"village-{people.village.id}"
    touched = Touched(db.session())  # type: ignore[arg-type]  # the session behind the scoped one
    places: dict[str, set[str]] = {}
    for mapper in Base.registry.mappers:
        for row in db.session.scalars(sa.select(mapper.class_)):
            places.setdefault(mapper.local_table.name, set()).update(touched.tags_of(row))
    for name in ("notice", "notice_entry", "objection", "posting", "ballot", "member", "list_entry", "quota"):
        assert own in places[name], name
    assert places["round"] >= ALL
    assert not places.get("event")


def test_a_village_that_is_new_touches_everything(portal: Flask) -> None:
    village = factories.a_village()
    db.session.commit()
    touched = Touched(db.session())  # type: ignore[arg-type]  # the session behind the scoped one
    assert touched.tags_of(village) == {f"village-{village.id}", BOARD_TAG}
    fresh = Area(level=village.level, parent=village.parent, code="520581999001", name_zh="新村")
    assert touched.tags_of(fresh) >= ALL
