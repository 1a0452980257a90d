"""What is told of a notice, when, and under which name."""

import datetime as dt

import pytest

from app.core import clock as county_clock
from app.core.db import db
from app.domain.areas.queries import list_posting_places
from app.domain.notices import queries
from app.domain.notices.models import Notice, NoticeKind
from app.domain.reports.happenings import Happening, list_events
from tests import factories
from tests.conftest import SetClock

pytestmark = pytest.mark.usefixtures("db")


def told(notice: Notice) -> list[tuple[str, dt.date]]:
    db.session.expire_all()
    events = list_events([queries.standing(queries.get_notice(notice.number))], county_clock.today(), 100)
    return [(event.what.value, county_clock.local(event.at).date()) for event in reversed(events)]


def test_a_notice_is_issued_hangs_and_is_soon_over(clock: SetClock) -> None:
    notice = factories.a_notice(posted=False)
    issued = clock.today
    assert told(notice) == [("issued", issued)]
    clock.move(days=2)
    for place in list_posting_places(notice.village_id) or [None]:
        factories.a_posting(notice, place, posted_on=clock.today, recorded_at=clock.now)
    hung = clock.today
    assert told(notice) == [("issued", issued), ("hung", hung)]
    last_day = queries.standing(notice).period.last_day
    clock.set(last_day)
    assert told(notice) == [
        ("issued", issued),
        ("hung", hung),
        ("ends_soon", last_day - dt.timedelta(days=1)),
    ]


def test_an_announcement_is_called_so() -> None:
    assert told(factories.a_notice(kind=NoticeKind.ANNOUNCEMENT, posted=False))[0][0] == Happening.ANNOUNCED


def test_a_withdrawal_and_the_notice_in_its_place_are_two_things(clock: SetClock) -> None:
    drawn_up = factories.a_candidate_list()
    notice = factories.a_notice(drawn_up, withdrawn_at=clock.now, withdrawal_reason="人数写错了")
    withdrawn = clock.today
    assert told(notice) == [("issued", withdrawn), ("withdrawn", withdrawn)]
    clock.move(days=3)
    factories.a_notice(drawn_up, replaces_id=notice.id)
    assert told(notice) == [("issued", withdrawn), ("withdrawn", withdrawn), ("replaced", clock.today)]


def test_only_so_many_are_told_the_latest_first(clock: SetClock) -> None:
    factories.a_notice()
    clock.move(days=1)
    newer = factories.a_notice(posted=False)
    (event,) = list_events(queries.standings(queries.list_public_notices()), clock.today, 1)
    assert event.name == f"{newer.number}/issued"
