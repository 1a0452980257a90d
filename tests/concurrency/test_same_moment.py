"""Two people at the same moment, on a real server: one succeeds, the other is told plainly."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from app.core.audit import Event
from app.core.db import db
from app.core.permissions import Role
from app.domain.rounds.models import Round
from tests import factories
from tests.live import Answer, LivePortal, Visitor


def press_together(visitors: list[Visitor], path: str, keys: list[dict[str, str]]) -> list[Answer]:
    """Everybody sends the form at *path* at the same moment."""
    gate = Barrier(len(visitors))

    def press(visitor: Visitor, hidden: dict[str, str]) -> Answer:
        gate.wait(10)
        return visitor.post(path, hidden)

    with ThreadPoolExecutor(len(visitors)) as pool:
        return list(pool.map(press, visitors, keys))


@pytest.fixture
def approvers(portal: LivePortal) -> list[int]:
    """Two approvers of a county with an open round; the server runs."""
    with portal.filling():
        county = factories.a_county()
        factories.a_round(code="2026-identification", year=2026)
        ids = [factories.a_user(Role.COUNTY_APPROVER, county).id for _ in range(2)]
    portal.start()
    return ids


def test_of_two_who_press_the_same_button_one_was_faster(portal: LivePortal, approvers: list[int]) -> None:
    path = "/rounds/2026-identification/steps/close"
    visitors = [portal.signed_in(one) for one in approvers]
    pages = [visitor.get(path) for visitor in visitors]
    assert [page.status for page in pages] == [200, 200]
    answers = press_together(visitors, path, [page.hidden for page in pages])
    assert sorted(answer.status for answer in answers) == [303, 409]
    slower = next(answer for answer in answers if answer.status == 409)
    assert "已有人先" in slower.text
    with portal.looking():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Event)) == 1
        assert factories.first(Round).closed_on is not None


def test_a_button_pressed_twice_acts_once(portal: LivePortal, approvers: list[int]) -> None:
    path = "/rounds/2026-identification/steps/close"
    visitor = portal.signed_in(approvers[0])
    hidden = visitor.get(path).hidden
    twins = [Visitor(portal.port, visitor.cookies) for _ in range(4)]
    answers = press_together(twins, path, [hidden] * 4)
    assert [(answer.status, answer.location) for answer in answers] == [(303, answers[0].location)] * 4
    with portal.looking():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Event)) == 1
