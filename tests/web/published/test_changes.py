"""A change shows with the next request, also when a page was being rendered meanwhile or a process died."""

import os
import subprocess

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.clock import at
from app.core.db import db, unit_of_work
from app.core.throttle import Throttle
from app.domain.areas.models import Area, VillageFigures
from app.domain.calendars.models import CalendarDay
from app.domain.households.models import Household
from app.domain.notices.models import Notice
from app.web.published.state import EVERYTHING, read_state
from app.web.published.store import Noted, Page, Store, today
from tests import factories
from tests.conftest import SetClock
from tests.web.published.conftest import meanwhile, rendered, store_of


@pytest.fixture
def notice(portal: Flask) -> Notice:
    """A notice of the first village; there is a second village."""
    found = factories.a_notice(factories.a_candidate_list(entries=1))
    factories.a_village()
    db.session.commit()
    return found


def village_page(village: Area) -> str:
    return f"/trial/villages/{village.code}"


def other_than(village: Area) -> Area:
    found = db.session.scalar(sa.select(Area).where(Area.level == "village", Area.id != village.id))
    assert found is not None
    return found


def test_an_objection_counts_at_once_on_its_villages_pages(phone: FlaskClient, notice: Notice) -> None:
    mine, theirs = village_page(notice.village), village_page(other_than(notice.village))
    assert "0 objections" in phone.get(mine).text
    phone.get(theirs)
    factories.an_objection(notice)
    db.session.commit()
    assert "1 objections" in phone.get(mine).text
    phone.get(theirs)
    assert rendered.count(theirs[-12:]) == 1


def test_a_withdrawal_is_visible_with_the_commit(store: Store, phone: FlaskClient, notice: Notice) -> None:
    phone.get(village_page(notice.village))
    phone.get("/trial/board")
    notice.withdrawn_at, notice.withdrawal_reason = at(notice.hang_on, 12), "x"
    notice.withdrawn_by_id = factories.the_officer().id
    db.session.flush()
    assert len(store.names()) == 2
    db.session.commit()
    assert store.names() == []


def test_what_only_a_village_shows_leaves_the_board(store: Store, phone: FlaskClient, notice: Notice) -> None:
    household = factories.a_household(notice.village)
    db.session.commit()
    phone.get("/trial/board")
    phone.get(village_page(notice.village))
    factories.an_application(household)
    db.session.commit()
    assert store.names() == ["trial/board/index.html"]


def test_whose_name_comes_into_the_register_is_hidden_on_the_board(
    store: Store, phone: FlaskClient, notice: Notice
) -> None:
    """What was written about money may hold the name: pages of several villages hide it from now on."""
    phone.get("/trial/board")
    factories.a_household(notice.village)
    db.session.commit()
    assert store.names() == []


def test_what_is_undone_changes_nothing(store: Store, phone: FlaskClient, notice: Notice) -> None:
    phone.get("/trial/board")
    notice.village.name_zh = "别的村"
    db.session.flush()
    db.session.rollback()
    db.session.commit()
    assert store.names() == ["trial/board/index.html"]
    assert list((store.root / "markers").iterdir()) == []


def test_a_commit_that_fails_leaves_no_marker(
    store: Store, phone: FlaskClient, notice: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("lost")

    notice.village.name_zh = "别的村"
    with monkeypatch.context() as patch:
        patch.setattr(sa.engine.RootTransaction, "commit", fail)
        with pytest.raises(RuntimeError, match="lost"):
            db.session.commit()
    db.session.rollback()
    assert list((store.root / "markers").iterdir()) == []
    phone.get("/trial/board")
    assert store.names() == ["trial/board/index.html"]


def test_a_savepoint_is_not_a_commit(store: Store, phone: FlaskClient, notice: Notice) -> None:
    phone.get("/trial/board")
    with db.session.begin_nested():
        notice.village.name_zh = "别的村"
    assert store.names() == ["trial/board/index.html"]
    db.session.commit()
    assert store.names() == []


@pytest.mark.parametrize("what", ["a county", "a day of the calendar", "a statement", "a text", "a move"])
def test_what_is_not_a_villages_touches_everything(
    store: Store, phone: FlaskClient, notice: Notice, what: str
) -> None:
    household = factories.a_household(notice.village)
    db.session.commit()
    phone.get("/trial/board")
    phone.get(village_page(other_than(notice.village)))
    if what == "a county":
        factories.the_county().telephone = "12345"
    elif what == "a day of the calendar":
        db.session.add(CalendarDay(on=notice.hang_on, is_workday=True))
    elif what == "a statement":
        db.session.execute(sa.update(Household).values(head_name="x"))
    elif what == "a text":
        db.session.execute(sa.text("UPDATE household SET household_no = household_no"))
    else:
        household.village_id = other_than(notice.village).id
    db.session.commit()
    assert store.names() == []


def test_what_nobody_reads_touches_nothing(store: Store, phone: FlaskClient, notice: Notice) -> None:
    officer = factories.the_officer()
    db.session.commit()
    phone.get("/trial/board")
    officer.last_sign_in_at = at(notice.hang_on, 8)
    db.session.execute(sa.insert(Throttle), [{"bucket": "x", "window_at": at(notice.hang_on), "count": 1}])
    db.session.commit()
    assert store.names() == ["trial/board/index.html"]


def test_a_row_known_by_its_village_only(store: Store, phone: FlaskClient, notice: Notice) -> None:
    for path in ("/trial/board", village_page(notice.village), village_page(other_than(notice.village))):
        phone.get(path)
    other = village_page(other_than(notice.village))
    db.session.add(VillageFigures(village_id=notice.village_id, year=2025, households=1, population=2))
    db.session.commit()
    assert store.names() == [f"{other[1:]}/index.html"]


def test_rendered_while_somebody_committed_is_not_kept(
    store: Store, phone: FlaskClient, portal: Flask, notice: Notice
) -> None:
    def commit() -> None:
        meanwhile.clear()
        store.end_change(store.begin_change(frozenset({f"village-{notice.village_id}"})))

    meanwhile.append(commit)
    path = village_page(notice.village)
    assert phone.get(path).status_code == 200
    assert store.names() == []
    phone.get(path)
    assert store.names() == [f"{path[1:]}/index.html"]


def test_rendered_while_another_village_committed_is_kept(
    store: Store, phone: FlaskClient, notice: Notice
) -> None:
    meanwhile.append(lambda: store.end_change(store.begin_change(frozenset({"village-99"}))))
    phone.get(village_page(notice.village))
    assert len(store.names()) == 1


def test_nothing_is_published_between_marker_and_commit(
    store: Store, phone: FlaskClient, notice: Notice
) -> None:
    marker = store.begin_change(frozenset({"board"}))
    phone.get("/trial/board")
    assert store.names() == []
    phone.get(village_page(notice.village))
    assert len(store.names()) == 1
    store.end_change(marker)
    phone.get("/trial/board")
    assert len(store.names()) == 2


def die_before_the_commit(store: Store) -> None:
    """Another process sets its marker and is gone."""
    child = os.fork()
    if child == 0:
        store.begin_change(frozenset({"board"}))
        os._exit(0)
    os.waitpid(child, 0)


def test_what_a_process_that_died_may_have_committed_counts_as_changed(
    store: Store, phone: FlaskClient, notice: Notice
) -> None:
    noted = store.note()
    assert noted is not None
    die_before_the_commit(store)
    page = Page("x/index.html", [("Content-Type", "text/html")], b"old", frozenset({"board"}))
    assert not store.place(page, noted)
    assert list((store.root / "markers").iterdir()) == []
    noted = store.note()
    assert noted is not None
    assert store.place(page, noted)


def test_a_process_with_the_same_number_is_another_one(store: Store) -> None:
    marker = store.begin_change(frozenset({"board"}))
    host, pid, started, number = marker.path.name.split("-")
    assert int(pid) == os.getpid()
    marker.path.rename(marker.path.with_name(f"{host}-{pid}-{int(started) - 1}-{number}"))
    noted = store.note()
    assert noted is not None
    store.sweep()
    assert list((store.root / "markers").iterdir()) == []
    assert not store.place(Page("x/index.html", [], b"old", frozenset({"board"})), noted)


def test_a_day_that_began_meanwhile(store: Store, clock: SetClock) -> None:
    noted = store.note()
    clock.move(days=1)
    assert noted is not None
    assert not store.place(Page("x/index.html", [], b"x", frozenset({"board"})), noted)


def test_a_newer_version_takes_over_and_the_older_one_stops(store: Store, phone: FlaskClient) -> None:
    phone.get("/trial/board")
    newer = Store(store.root, "newer", "n")
    assert newer.note() is not None
    assert store.names() == []
    phone.get("/trial/board")
    assert store.names() == []
    (store.root / "state.json").unlink()
    assert store.note() is not None


def test_nobody_fills_the_disk(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.published.store.MOST", 2)
    for number in range(4):
        noted = store.note()
        assert noted is not None
        store.place(Page(f"{number}/index.html", [], b"x", frozenset({"board"})), noted)
    assert store.names() == ["0/index.html", "1/index.html"]


def test_the_folder_may_be_removed_at_any_time(store: Store, phone: FlaskClient, notice: Notice) -> None:
    subprocess.run(["rm", "-rf", str(store.root)], check=True)  # noqa: S607 - as an administrator would
    notice.village.name_zh = "别的村"
    db.session.commit()
    assert "别的村" in phone.get("/trial/board").text
    phone.get("/trial/board")
    assert store.names() == ["trial/board/index.html"]


def test_commands_take_pages_away_too(store: Store, phone: FlaskClient, notice: Notice) -> None:
    phone.get("/trial/board")
    village_id = notice.village_id
    with unit_of_work():
        village = db.session.get(Area, village_id)
        assert village is not None
        village.name_zh = "别的村"
    assert store.names() == []


def test_everything_is_one_bump(store: Store) -> None:
    store.end_change(store.begin_change(frozenset({"board", "village-1"})))
    store.forget()
    state = read_state(store.root / "state.json")
    assert state is not None
    assert list(state.last) == [EVERYTHING]
    assert state.changed_since(state.changes - 1, {"village-7"})
    assert not state.changed_since(state.changes, {"village-7"})


def test_two_versions_in_one_second_have_different_times(store: Store) -> None:
    times = set()
    for body in (b"1 objection", b"2 objection"):
        noted = store.note()
        assert noted is not None
        store.place(Page("x.json", [], body, frozenset({"board"})), noted)
        times.add((store.root / today() / "pages/x.json").stat().st_mtime_ns)
    assert len(times) == 2
    assert isinstance(noted, Noted)


def test_two_portals_on_one_folder(
    phone: FlaskClient, store: Store, portal: Flask, notice: Notice, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What one process publishes the other serves; what one takes away is gone for both."""
    phone.get("/trial/board")
    again = Store(store.root, store.build, store.nginx.removeprefix("nginx-"))
    assert again.names() == ["trial/board/index.html"]
    again.end_change(again.begin_change(frozenset({"board"})))
    assert store_of(portal).names() == []
    phone.get("/trial/board")
    assert rendered == ["board", "board"]


def test_what_was_taken_away_leaves_the_disk(store: Store, phone: FlaskClient, notice: Notice) -> None:
    household = factories.a_household(notice.village)
    db.session.commit()
    phone.get(village_page(notice.village))
    phone.get("/trial/board")
    objects = store.root / today() / "objects"
    before = len(list(objects.iterdir()))
    factories.an_application(household)
    db.session.commit()
    assert 0 < len(list(objects.iterdir())) < before
    factories.the_county().telephone = "12345"
    db.session.commit()
    assert not objects.exists() or not list(objects.iterdir())


def test_two_who_rendered_the_same_publish_it_once(store: Store) -> None:
    page = Page("x/index.html", [("Content-Type", "text/html")], b"x" * 500, frozenset({"board"}), "all")
    for _ in range(2):
        noted = store.note()
        assert noted is not None
        assert store.place(page, noted)
    day = store.root / today()
    assert (day / "pages/x/index.html").read_bytes() == page.body
    assert (day / store.nginx / "all/x/index.html").read_bytes() == page.body
