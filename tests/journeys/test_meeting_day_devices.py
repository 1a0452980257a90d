"""The day's page where things go otherwise: no script, signed out while typing, two devices at one meeting."""

import pytest
from playwright.sync_api import expect

from app.core.db import db as database
from app.domain.applications.models import ApplicationState
from app.domain.appraisals import queries
from app.domain.appraisals import service as appraisals
from app.domain.officials.models import Official, Post
from app.domain.policies.vocabulary import MeetingKind
from tests import factories
from tests.conftest import SetClock
from tests.journeys.person import Person, said
from tests.journeys.scenes import Scene
from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey

WITH_SCRIPT = pytest.mark.parametrize("stage", [True], indirect=True, ids=["with script"])
WITHOUT_SCRIPT = pytest.mark.parametrize("stage", [False], indirect=True, ids=["without script"])


def a_small_meeting(scene: Scene, clock: SetClock) -> tuple[int, list[int]]:
    """Two applications before five representatives; its number, and those of its items."""
    for name in ("赵一", "钱二", "孙三", "李四", "周五"):
        factories.add(
            Official(
                area=scene.village, name=name, post=Post.REPRESENTATIVE, represents=True, since=clock.today
            )
        )
    agenda = []
    for _ in range(2):
        household = factories.a_household(scene.village)
        agenda.append(factories.an_application(household, state=ApplicationState.VISITED, round_=scene.round))
        factories.a_visit(agenda[-1])
    meeting = appraisals.open_meeting(
        actor=scene.actor("village_officer"),
        round_=scene.round,
        village=scene.village,
        kind=MeetingKind.REPRESENTATIVES,
        held_on=clock.today,
        place="村委会会议室",
        chair_name="田永福",
        recorder_name="周小燕",
        due=5,
        present=0,
        agenda=agenda,
    )
    return meeting.id, [ballot.id for ballot in meeting.ballots]


def recorded(meeting_id: int) -> list[tuple[int | None, int | None, int | None]]:
    database.session.rollback()
    database.session.expire_all()
    meeting = queries.get_meeting(meeting_id)
    found = [(one.votes_for, one.votes_against, one.votes_abstained) for one in meeting.ballots]
    database.session.rollback()
    return found


@WITHOUT_SCRIPT
def test_a_meeting_without_script(stage: Stage, scene: Scene, clock: SetClock) -> None:
    meeting_id, items = a_small_meeting(scene, clock)
    typist = stage.person("village_officer").open(f"/meetings/{meeting_id}/day")
    for number in (1, 2, 3, 4):
        typist.page.locator(f"#here-{number}").check()
    typist.page.locator("#attendance button[data-go-on]").click()
    typist.sees("%(present)s of %(due)s are present, %(needed)s are needed: there is a quorum.", **QUORATE)
    for item, votes in zip(items, ((3, 1, 0), (2, 1, 1)), strict=True):
        for name, number in zip(("for", "against", "abstained"), votes, strict=True):
            typist.page.locator(f"#{name}-{item}").fill(str(number))
        typist.page.locator(f"#abstained-{item}").press("Enter")
        typist.page.wait_for_load_state("load")
    typist.press("Take over into the record")
    typist.sees("Attach the signed minutes")
    assert recorded(meeting_id) == [(3, 1, 0), (2, 1, 1)]


QUORATE = {"present": 4, "due": 5, "needed": 4}


@WITH_SCRIPT
def test_whoever_is_signed_out_while_typing_loses_nothing(
    stage: Stage, scene: Scene, clock: SetClock
) -> None:
    meeting_id, _ = a_small_meeting(scene, clock)
    username = stage.people.user("village_officer").username
    typist = stage.person("village_officer").open(f"/meetings/{meeting_id}/day")
    type_numbers(typist, "1", "2", "3", "4", "5", "")
    all_received(typist)
    clock.move(hours=3)
    stage.settle()
    stage.expects(400)
    type_numbers(typist, "4", "1", "0")
    expect(typist.page.locator("#lamp-server")).to_contain_text(said("Sign in on a new page"))
    type_numbers(typist, "5", "0", "0")
    again = Person(stage, typist.page.context.new_page(), "zh")
    again.sign_in(username)
    all_received(typist)
    typist.page.keyboard.press("Enter")
    typist.sees("Attach the signed minutes")
    assert recorded(meeting_id) == [(4, 1, 0), (5, 0, 0)]


@WITH_SCRIPT
def test_two_devices_show_each_other_what_changed(stage: Stage, scene: Scene, clock: SetClock) -> None:
    meeting_id, items = a_small_meeting(scene, clock)
    name = stage.people.user("village_officer").name
    one = stage.person("village_officer").open(f"/meetings/{meeting_id}/day")
    other = Person(stage, one.page.context.new_page(), "zh").open(
        f"/meetings/{meeting_id}/day#item-{items[0]}"
    )
    type_numbers(one, "1", "2", "3", "4", "5", "", "4", "1", "0")
    all_received(one)
    expect(other.page.locator(f"#for-{items[0]}")).to_have_value("4")
    expect(other.page.locator("#day-changes")).to_contain_text(name)
    other.page.locator(f"#for-{items[0]}").fill("5")
    other.page.locator(f"#against-{items[0]}").fill("0")
    all_received(other)
    expect(one.page.locator(f"#for-{items[0]}")).to_have_value("5")
    one.page.evaluate("location.hash = '#take-over'")
    one.page.locator("#take-over-button").click()
    one.sees("Attach the signed minutes")
    assert recorded(meeting_id) == [(5, 0, 0), (None, None, None)]


@WITH_SCRIPT
def test_a_device_without_room_says_so(stage: Stage, scene: Scene, clock: SetClock) -> None:
    meeting_id, _ = a_small_meeting(scene, clock)
    typist = stage.person("village_officer")
    typist.page.add_init_script(
        "Storage.prototype.setItem = function () { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    typist.open(f"/meetings/{meeting_id}/day")
    type_numbers(typist, "1")
    expect(typist.page.locator("#lamp-device")).to_contain_text(
        said("NOT kept on this device: it has no room. Do not close this page.")
    )
    expect(typist.page.locator("#lamp-server")).to_contain_text(said("Received, no. %(n)s", n=1))


def type_numbers(person: Person, *numbers: str) -> None:
    """Each with Enter behind."""
    person.page.bring_to_front()
    for number in numbers:
        person.page.keyboard.type(number)
        person.page.keyboard.press("Enter")


def all_received(person: Person) -> None:
    expect(person.page.locator("#lamp-device")).to_contain_text(said("Kept on this device: nothing waits."))
    expect(person.page.locator("#lamp-server")).to_contain_text("服务器已收到")
