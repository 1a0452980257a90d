"""The history: declared names with exactly their fields, and who stood where when it happened."""

import pytest
from flask_sqlalchemy import SQLAlchemy

from app.core import audit
from app.core.permissions import NOBODY
from tests import factories
from tests.people import People


def test_an_event_keeps_who_where_when_and_why(db: SQLAlchemy, people: People, clock) -> None:
    subject = factories.an_application(factories.a_household(people.village))
    officer = people.actor("village_officer")
    event = audit.record(
        "application_withdrawn", actor=officer, subject=subject, reason="已搬走", number="SQ1"
    )
    db.session.flush()
    assert (event.subject, event.area_path) == (f"application:{subject.id}", people.village.path)
    assert (event.actor_id, event.actor_name, event.role) == (officer.id, officer.name, "village_officer")
    assert (event.at, event.reason, event.data) == (clock.now, "已搬走", {"number": "SQ1"})
    assert event.label == "Application withdrawn"


def test_somebody_without_a_role_there_has_none_on_record(db: SQLAlchemy, people: People) -> None:
    subject = factories.an_application(factories.a_household(people.village))
    event = audit.record(
        "application_withdrawn", actor=people.actor("other_village_officer"), subject=subject, number="1"
    )
    assert event.role is None
    assert audit.record("application_withdrawn", actor=NOBODY, subject=subject, number="1").actor_id is None


def test_a_subject_that_is_not_stored_yet_is_stored_first(db: SQLAlchemy) -> None:
    village = factories.a_village()
    village_place = factories.a_posting_place(village)
    assert audit.subject_key(village_place) == f"posting_place:{village_place.id}"


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("application_lost", {"number": "1"}),
        ("application_withdrawn", {}),
        ("application_withdrawn", {"number": "1", "id_number": "520581197005061234"}),
        ("application_withdrawn", {"id_number": "520581197005061234"}),
    ],
)
def test_undeclared_names_and_fields_are_refused(db: SQLAlchemy, name: str, fields: dict[str, str]) -> None:
    subject = factories.an_application()
    with pytest.raises(ValueError, match="not declared"):
        audit.record(name, actor=NOBODY, subject=subject, **fields)
    assert factories.how_many(audit.Event) == 0


def test_no_event_may_hold_personal_numbers() -> None:
    fields = frozenset().union(*(fields for _label, fields in audit.EVENTS.values()))
    assert not fields & {
        "id_number",
        "telephone",
        "phone",
        "bank_account",
        "password",
        "grounds",
        "objector_name",
    }
