"""The history: whose events one sees, narrowed and in words."""

import datetime as dt

from flask_sqlalchemy import SQLAlchemy

from app.core import audit
from app.core.audit import EVENTS
from app.domain.areas import service
from app.domain.areas.models import Area
from app.web.timeline import NOTES, SENTENCES, items_of, timeline
from tests.conftest import SetClock
from tests.people import People


def renamed(people: People, area: Area, by: str = "administrator") -> None:
    service.edit_area(area=area, name_zh=area.name_zh + "新", name_en="", actor=people.actor(by))


def lines(people: People, name: str, query: str = "") -> list[str]:
    return people.browser(name).get(f"/history{query}").texts("tbody tr")


def test_each_sees_what_happened_in_their_area(people: People) -> None:
    renamed(people, people.village)
    renamed(people, people.far_village)
    assert len(lines(people, "supervisor")) == 2
    assert len(lines(people, "township_reviewer")) == 1
    assert people.village.name_zh in lines(people, "township_reviewer")[0]
    people.browser("village_officer").get("history.index", expect=403)


def test_it_is_narrowed_by_day_kind_and_person(people: People, clock: SetClock) -> None:
    clock.set(dt.date(2026, 3, 2), 23, 30)
    renamed(people, people.village)
    clock.set(dt.date(2026, 3, 3), 0, 30)
    renamed(people, people.other_village, by="county_approver")
    assert len(lines(people, "supervisor", "?since=2026-03-03")) == 1
    assert len(lines(people, "supervisor", "?until=2026-03-02")) == 1
    assert len(lines(people, "supervisor", "?since=2026年3月2日&until=2026-03-03")) == 2
    assert lines(people, "supervisor", "?event=account_created") == []
    person = people.actor("county_approver").name
    assert len(lines(people, "supervisor", f"?person={person}&event=area_changed")) == 1
    people.browser("supervisor").get("/history?since=yesterday", expect=422)


def test_long_histories_have_pages_and_keep_the_filter(people: People) -> None:
    for _ in range(51):
        renamed(people, people.village)
        people.village.name_zh = "新华村"
    page = people.browser("supervisor").get("/history?event=area_changed&person=")
    assert len(page.texts("tbody tr")) == 50
    assert "/history?event=area_changed&page=2" in page.links.values()


def test_the_number_of_statements_does_not_grow(people: People) -> None:
    renamed(people, people.village)
    supervisor = people.browser("supervisor")
    few = len(supervisor.get("history.index").statements)
    for area in (people.other_village, people.far_village, people.township):
        renamed(people, area)
    assert len(supervisor.get("history.index").statements) == few


def test_a_visitor_and_the_command_line_are_called_so(people: People, db: SQLAlchemy) -> None:
    service.edit_contact(
        area=people.village, telephone="", address_zh="", address_en="", actor=people.actor("villager")
    )
    assert "未登录的来访者" in lines(people, "supervisor")[0]


def test_a_subject_has_a_timeline(people: People, app: object) -> None:
    renamed(people, people.village)
    renamed(people, people.other_village)
    with people.app.test_request_context("/?lang=en"):
        items = timeline([audit.subject_key(people.village)])
    assert [(item.title, item.note) for item in items] == [("Area changed", f"{people.village.code}: named")]
    assert items[0].who.endswith("· Administrator")


def test_every_event_has_words_for_its_fields(people: People, db: SQLAlchemy) -> None:
    actor = people.actor("administrator")
    events = [
        audit.record(name, actor=actor, subject=people.village, reason="why", **dict.fromkeys(fields, "x"))
        for name, (_, fields) in EVENTS.items()
    ]
    with people.app.test_request_context("/"):
        notes = {event.name: item.note for event, item in zip(events, items_of(events), strict=True)}
    assert all("%(" not in note and note.endswith("why") for note in notes.values())
    silent = {name for name, note in notes.items() if note == "why"}
    assert silent <= {name for name in EVENTS if name not in NOTES}
    assert set(NOTES) <= set(EVENTS)
    assert all(" " in note for note in SENTENCES)
