"""What the revision of the boards fills in: from where a visit of supervision came."""

import datetime as dt
import importlib.util
from types import ModuleType

import sqlalchemy as sa

from app import tables
from app.core.db import db
from app.domain.tasks.models import Supervision
from tests import factories
from tests.people import People


def _revision() -> ModuleType:
    path = tables.MIGRATIONS / "versions" / "20261122_0016_boards.py"
    spec = importlib.util.spec_from_file_location("boards", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_visit_came_from_the_highest_area_of_whoever_recorded_it(people: People) -> None:
    recorded = {
        "county_approver": people.county,
        "supervisor": people.county,
        "township_reviewer": people.township,
        # whoever may not supervise at all any more: from above the place
        "stranger": people.township,
    }
    visits = {
        name: factories.a_supervision(
            people.village,
            by_area=people.other_township,
            recorded_by_id=people.user(name).id,
            visited_on=dt.date(2026, 5, 1),
        ).id
        for name in recorded
    }
    db.session.flush()
    _revision()._fill_from_where(db.session.connection())
    found = dict(db.session.execute(sa.select(Supervision.id, Supervision.by_area_id)).all())
    assert {name: found[visits[name]] for name in recorded} == {
        name: area.id for name, area in recorded.items()
    }
