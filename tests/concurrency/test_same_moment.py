"""Two people at the same moment, on a real server: one succeeds, the other is told plainly, nothing is done twice."""

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from typing import Any

import pytest
from PIL import Image

from app.core.audit import Event
from app.core.permissions import Role
from app.domain.areas.models import Area
from app.domain.rounds.models import Round
from tests import factories
from tests.live import Answer, LivePortal, Visitor

FASTER = (303, 409)
CORRECT_IT = (303, 422)


@dataclass(frozen=True)
class Button:
    """A form, who presses it, what they fill in, and what the slower one may be answered."""

    page: str
    who: Role
    filled: dict[str, Any] = field(default_factory=dict)
    to: str = ""
    outcomes: Sequence[tuple[int, int]] = (FASTER,)


BUTTONS = {
    "confirm the meeting": Button(
        "/meetings/{meeting}/confirmation", Role.VILLAGE_OFFICER, {"chair": "y", "recorder": "y"}
    ),
    "draw up the list": Button("/lists/new?village={village}", Role.VILLAGE_OFFICER),
    "publish the notice": Button("/lists/1/steps/publish_first_notice", Role.VILLAGE_OFFICER),
    "take up the objection": Button(
        "/desk/objections/YY2026-00001",
        Role.TOWNSHIP_REVIEWER,
        {"name_1": "钱大山", "name_2": "孙小燕"},
        to="investigators",
    ),
    "open an account": Button(
        "/accounts/new",
        Role.ADMINISTRATOR,
        {"username": "new-officer", "name": "周玉梅", "role": "supervisor"},
        outcomes=((200, 409), (200, 422)),  # the password is shown at once
    ),
    "take an application": Button(
        "/applications/new?household={household}",
        Role.VILLAGE_OFFICER,
        {"cause": "illness", "reason": "户主长年患病。", "consents_to_comparison": "y", "signed_copy": True},
        outcomes=(FASTER, CORRECT_IT),
    ),
    "close the round": Button("/rounds/2026-identification/steps/close", Role.COUNTY_APPROVER),
}


def press_together(visitors: list[Visitor], path: str, filled: list[dict[str, Any]]) -> list[Answer]:
    """Everybody sends the form to *path* at the same moment."""
    gate = Barrier(len(visitors))

    def press(visitor: Visitor, fields: dict[str, Any]) -> Answer:
        gate.wait(10)
        return visitor.post(path, fields)

    with ThreadPoolExecutor(len(visitors)) as pool:
        return list(pool.map(press, visitors, filled))


def with_files(filled: dict[str, Any]) -> dict[str, Any]:
    """*filled* with a photograph wherever it says just ``True``."""
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "grey").save(picture, "JPEG")
    photograph = picture.getvalue()
    return {
        name: (io.BytesIO(photograph), "signed.jpg") if value is True else value
        for name, value in filled.items()
    }


@dataclass
class Town:
    """The running portal, two people of each role, and what addresses name."""

    portal: LivePortal
    pairs: dict[Role, list[int]]
    parts: dict[str, Any]


@pytest.fixture
def town(portal: LivePortal) -> Town:
    """A township with one of everything that waits for a button, each in a village of its own; the server runs."""
    with portal.filling():
        county, township = factories.a_county(), factories.a_township()
        villages = [factories.a_village(township) for _ in range(4)]
        areas = {
            Role.COUNTY_APPROVER: county,
            Role.ADMINISTRATOR: county,
            Role.TOWNSHIP_REVIEWER: township,
            Role.VILLAGE_OFFICER: township,
        }
        pairs = {role: [factories.a_user(role, area).id for _ in range(2)] for role, area in areas.items()}
        factories.a_round(code="2026-identification", year=2026)
        a_list_to_publish(villages[0])
        meeting = factories.a_meeting(villages[1], confirmed=False, minutes_copy=factories.an_attachment())
        for ballot in meeting.ballots:
            factories.a_visit(ballot.application)
        factories.an_objection(
            factories.a_notice(factories.a_candidate_list(villages[2])), number="YY2026-00001"
        )
        factories.a_meeting(villages[3])
        parts = {
            "meeting": meeting.id,
            "household": factories.a_household(villages[1]).household_no,
            "village": villages[3].code,
        }
    portal.start()
    return Town(portal, pairs, parts)


def a_list_to_publish(village: Area) -> None:
    """The first list, of what a meeting passed."""
    drawn_up = factories.a_candidate_list(village, entries=0)
    meeting = factories.a_meeting(village, minutes_copy=factories.an_attachment())
    for ballot in meeting.ballots:
        factories.an_entry(drawn_up, application=ballot.application)


def test_of_two_who_press_the_same_button_one_was_faster(town: Town) -> None:
    wrong = []
    for name, button in BUTTONS.items():
        page = button.page.format(**town.parts)
        visitors = [town.portal.signed_in(one) for one in town.pairs[button.who]]
        pages = [visitor.get(page) for visitor in visitors]
        if [one.status for one in pages] != [200, 200]:
            wrong.append(f"{name}: {[one.status for one in pages]}")
            continue
        path = f"{page}/{button.to}" if button.to else page
        fields = [{**one.fields(button.to), **with_files(button.filled)} for one in pages]
        answers = press_together(visitors, path, fields)
        statuses = tuple(sorted(answer.status for answer in answers))
        if statuses not in button.outcomes:
            wrong.append(f"{name}: {statuses} {[answer.faults for answer in answers]}")
    assert wrong == []


def test_a_button_pressed_four_times_acts_once(town: Town) -> None:
    path = "/rounds/2026-identification/steps/close"
    visitor = town.portal.signed_in(town.pairs[Role.COUNTY_APPROVER][0])
    fields = visitor.get(path).fields()
    twins = [Visitor(town.portal.port, visitor.cookies) for _ in range(4)]
    answers = press_together(twins, path, [fields] * 4)
    assert [(answer.status, answer.location) for answer in answers] == [(303, answers[0].location)] * 4
    with town.portal.looking():
        assert factories.how_many(Event, Event.name == "round_changed") == 1
        assert factories.how_many(Round, Round.closed_on.is_not(None)) == 1
