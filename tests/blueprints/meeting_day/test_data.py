"""What the page's script sends and gets: batches, replays, others' changes, and what happens without a session."""

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.core.db import db as database
from app.domain.appraisals import queries
from app.domain.appraisals.models import Keystroke, Meeting
from tests import factories
from tests.browser import Browser
from tests.people import People


@pytest.fixture
def meeting(people: People) -> Meeting:
    round_ = factories.a_round(policy={"comparison_required": False})
    return factories.a_meeting(people.village, confirmed=False, round_=round_)


class Device:
    """The script of a page: sends batches with the token that it has."""

    def __init__(self, browser: Browser, meeting: Meeting, name: str = "p1") -> None:
        self.browser, self.name, self.token = browser, name, browser.csrf_token()
        self.path = f"/meetings/{meeting.id}/day"

    def sends(self, *strokes: tuple[int, str, str], after: int = 0) -> TestResponse:
        return self.posts({"after": after, "strokes": [[self.name, *stroke] for stroke in strokes]})

    def posts(self, body: Any) -> TestResponse:
        return self.browser.client.post(
            f"{self.path}/keystrokes",
            data=body if isinstance(body, str) else json.dumps(body),
            headers={
                "Content-Type": "application/json",
                "Accept": "application/json",
                "X-CSRFToken": self.token,
            },
        )

    def looks(self, after: int = 0) -> TestResponse:
        return self.browser.client.get(
            f"{self.path}/state?after={after}", headers={"Accept": "application/json"}
        )


@pytest.fixture
def device(people: People, meeting: Meeting) -> Device:
    return Device(people.browser("village_officer"), meeting)


def kept(meeting: Meeting) -> list[tuple[str, int, str, str]]:
    database.session.expire_all()
    return [(row.device, row.ordinal, row.field, row.value) for row in queries.list_keystrokes(meeting.id)]


def test_the_answer_is_a_receipt(device: Device, meeting: Meeting) -> None:
    answer = device.sends((1, "due", "4"), (2, "due", "40")).get_json()
    assert (answer["received"], answer["last"]) == (2, 2)
    assert answer["token"]
    assert kept(meeting) == [("p1", 1, "due", "4"), ("p1", 2, "due", "40")]


def test_an_answer_that_was_lost_comes_again_the_same(device: Device, meeting: Meeting) -> None:
    first = device.sends((1, "due", "4"), (2, "due", "40")).get_json()
    again = device.sends((1, "due", "4"), (2, "due", "40"), (3, "present", "3")).get_json()
    assert (first["received"], again["received"]) == (2, 3)
    assert len(kept(meeting)) == 3


def test_two_devices_hear_of_each_other_in_the_order_of_the_server(people: People, meeting: Meeting) -> None:
    one = Device(people.browser("village_officer"), meeting, "p1")
    two = Device(people.browser("village_officer"), meeting, "p2")
    one.sends((1, "due", "40"))
    answer = two.sends((1, "due", "41"), after=0).get_json()
    assert [(change["device"], change["value"]) for change in answer["changes"]] == [("p2", "41")]
    heard = one.looks(after=1).get_json()
    assert [(change["value"], change["by"], change["no"]) for change in heard["changes"]] == [
        ("41", people.user("village_officer").name, 2)
    ]
    assert one.looks(after=heard["last"]).get_json()["changes"] == []


def test_without_a_token_nothing_is_kept_and_a_new_one_is_told(device: Device, meeting: Meeting) -> None:
    device.token = "an old one"
    refused = device.sends((1, "due", "4"))
    assert (refused.status_code, refused.mimetype) == (400, "application/json")
    assert kept(meeting) == []
    device.token = device.looks().get_json()["token"]
    assert device.sends((1, "due", "4")).get_json()["received"] == 1


def test_whoever_is_signed_out_is_sent_to_sign_in_and_loses_nothing(people: People, meeting: Meeting) -> None:
    stranger = Device(people.browser("villager"), meeting)
    answer = stranger.sends((1, "due", "4"))
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in")
    assert stranger.looks().status_code == 303
    assert kept(meeting) == []
    officer = Device(people.browser("village_officer"), meeting)
    assert officer.sends((1, "due", "4")).get_json()["received"] == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("other_village_officer", 404), ("work_team", 403), ("township_reviewer", 403), ("administrator", 404)],
)
def test_others_accounts_neither_send_nor_look(
    people: People, meeting: Meeting, who: str, status: int
) -> None:
    other = Device(people.browser(who), meeting)
    assert other.sends((1, "due", "4")).status_code == status
    assert other.looks().status_code == status
    assert kept(meeting) == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no json",
        "[]",
        {"strokes": "x"},
        {"strokes": [["p1", 1, "due"]]},
        {"strokes": [["p1", "1", "due", "4"]]},
        {"strokes": [["p1", True, "due", "4"]]},
        {"strokes": [["p1", 1, "due", 4]]},
        {"strokes": [["p1", 1, "taken", "4"]]},
        {"strokes": [["p1", 1, "due", "4"], ["p1", 2, "nonsense", "4"]]},
        {"strokes": [["p1", number, "due", "4"] for number in range(1, 502)]},
    ],
)
def test_what_no_page_sends_is_refused_whole(device: Device, meeting: Meeting, body: Any) -> None:
    answer = device.posts(body)
    assert (answer.status_code, len(answer.get_json()["reasons"])) == (422, 1)
    assert kept(meeting) == []


def test_a_confirmed_meeting_says_why_it_takes_nothing(people: People) -> None:
    confirmed = factories.a_meeting(people.village)
    device = Device(people.browser("village_officer"), confirmed)
    answer = device.sends((1, "due", "4"))
    assert answer.status_code == 409
    assert "不能再改" in answer.get_json()["reasons"][0] or answer.get_json()["reasons"][0]
    assert kept(confirmed) == []


def test_a_number_used_twice_for_different_things_is_told(device: Device, meeting: Meeting) -> None:
    device.sends((1, "due", "4"))
    assert device.sends((1, "due", "5")).status_code == 409
    assert kept(meeting) == [("p1", 1, "due", "4")]


def test_strange_numbers_in_the_address_are_no_error(device: Device, meeting: Meeting) -> None:
    device.sends((1, "due", "4"))
    for after in ("x", "-5", "9" * 30, ""):
        answer = device.browser.client.get(f"{device.path}/state?after={after}")
        assert answer.status_code == 200
    assert factories.how_many(Keystroke) == 1
