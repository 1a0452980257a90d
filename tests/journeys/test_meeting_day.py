"""A whole meeting typed in the hall by the keyboard, the line cut three times: nothing is lost, nothing doubled."""

import contextlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Error, Page, Route, expect

from app.core import clock
from app.core.db import db as database
from app.domain.applications.models import Application, ApplicationState, Comparison, ComparisonResult
from app.domain.appraisals import queries
from app.domain.appraisals import service as appraisals
from app.domain.appraisals.models import Keystroke, Meeting
from app.domain.kinship.models import Kinship, Relation
from app.domain.officials.models import Official, Post
from app.domain.policies.vocabulary import MeetingKind
from tests import factories
from tests.journeys.person import Person, said
from tests.journeys.scenes import Scene, a_photograph
from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey

APPLICATIONS, ROSTER, HERE = 60, 38, 29
BY_HAND = "龙小满"
PRESENT = HERE + 1
RELATIVE, RELATED_ITEM = 7, 14
HITS_ITEM, ADJOURNED_ITEM = 22, 33
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
#: writes down whatever the page keeps on the device, so that the test can compare it with what the server has
WITNESS = """() => {
  const real = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    if (key.startsWith('gongshi.day.')) real.call(sessionStorage, 'seen.' + key, value);
    return real.call(this, key, value);
  };
}"""


@dataclass
class Hall:
    """The hall: whoever types, and what has been typed so far."""

    typist: Person
    meeting_id: int
    #: the numbers of the items, in their order; asked for beforehand, since a look into the database holds the queue
    items: list[int]
    typed: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    losing: list[Route] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.typist.page

    def types(self, text: str) -> None:
        """Keys in the order of *text*; a line break is Enter."""
        for line in text.splitlines(keepends=True):
            self.page.keyboard.type(line.rstrip("\n"))
            if line.endswith("\n"):
                self.page.keyboard.press("Enter")

    def votes(self, number: int) -> tuple[int, int, int]:
        """What the meeting says about the *number*-th application."""
        voters = PRESENT - (number == RELATED_ITEM)
        against, abstained = number % 5, number % 3
        return voters - against - abstained, against, abstained

    def does(self, first: int, last: int) -> None:
        """Type the applications from *first* to *last*."""
        for number in range(first, last + 1):
            self.stands_at(number)
            if number == ADJOURNED_ITEM:
                self.adjourns()
                continue
            if number == RELATED_ITEM:
                self.lets_leave(RELATIVE)
            if number == HITS_ITEM:
                self.page.keyboard.press("Shift+Tab")
                self.page.keyboard.press("Space")
                self.page.keyboard.press("Tab")
            self.types("".join(f"{votes}\n" for votes in self.votes(number)))
            self.typed[number] = self.votes(number)

    def stands_at(self, number: int) -> None:
        expect(self.page.locator(".day-step:not([hidden]) .item-number")).to_have_text(str(number))

    def lets_leave(self, number: int) -> None:
        """By the Tab key to the field of those who leave, the person's number, and back to the votes."""
        for _ in range(3):
            self.page.keyboard.press("Tab")
        self.page.keyboard.type(str(number))
        for _ in range(3):
            self.page.keyboard.press("Shift+Tab")

    def adjourns(self) -> None:
        """Open what is rarely needed, write the reason, go on."""
        page = self.page
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.tagName === 'SUMMARY'"):
                break
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.insert_text("户主外出未归")
        page.keyboard.press("Enter")

    def cut(self) -> None:
        """The line is down."""
        self.typist.stage.line_is_cut = True
        self.page.context.set_offline(True)

    def mend(self) -> None:
        """The line is back."""
        self.page.context.set_offline(False)

    def lose_the_answer(self) -> None:
        """The next batch reaches the server; its answer is lost on the way."""
        self.typist.stage.line_is_cut = True

        def lose(route: Route) -> None:
            if self.losing:
                route.continue_()
                return
            self.losing.append(route)
            assert route.fetch().status == 200
            route.abort("connectionreset")

        self.page.route("**/keystrokes", lose)

    def sees_down(self) -> None:
        expect(self.page.locator("#lamp-server")).to_contain_text("网络断了")
        expect(self.page.locator("#lamp-device")).to_contain_text("等待发送")

    def sees_all_received(self) -> None:
        expect(self.page.locator("#lamp-server")).to_contain_text("服务器已收到")
        expect(self.page.locator("#lamp-device")).to_contain_text("没有等待发送")

    def seen(self) -> dict[tuple[str, int], tuple[str, str]]:
        """(device, ordinal) -> (field, value): every stroke that the page put onto the device."""
        kept = self.page.evaluate("Object.entries(sessionStorage).filter(([k]) => k.startsWith('seen.'))")
        found = {}
        for name, text in kept:
            device, ordinal = name.split(".")[-2:]
            stroke = json.loads(text)
            found[device, int(ordinal)] = (stroke["f"], stroke["v"])
        return found


def a_village_hall(scene: Scene) -> Meeting:
    """Sixty applications, thirty-eight people on the roster; one related, one household with a hit."""
    people = [
        factories.add(
            Official(
                area=scene.village,
                name=f"{SURNAMES[number]}{'文武全才'[number % 4]}{'山水田林路'[number % 5]}",
                post=Post.REPRESENTATIVE,
                represents=True,
                group_name=f"{number:02}组",
                since=clock.today(),
            )
        )
        for number in range(ROSTER)
    ]
    agenda = [an_application(scene) for _ in range(APPLICATIONS)]
    officer = scene.people.user("village_officer")
    factories.add(
        Kinship(
            official=people[RELATIVE - 1],
            household=agenda[RELATED_ITEM - 1].household,
            relation=Relation.SIBLING,
            declared_on=clock.today(),
            declared_by_id=officer.id,
        )
    )
    agenda[HITS_ITEM - 1].comparisons.append(
        Comparison(
            compared_on=clock.today(),
            result=ComparisonResult.HIT_EXPLAINED,
            note="名下有一辆三轮摩托，已说明",
            recorded_by_id=officer.id,
            recorded_at=clock.now(),
        )
    )
    return appraisals.open_meeting(
        actor=scene.actor("village_officer"),
        round_=scene.round,
        village=scene.village,
        kind=MeetingKind.REPRESENTATIVES,
        held_on=clock.today(),
        place="村委会会议室",
        chair_name="田永福",
        recorder_name="周小燕",
        due=ROSTER,
        present=0,
        agenda=agenda,
    )


def an_application(scene: Scene) -> Application:
    application = factories.an_application(
        factories.a_household(scene.village, members=2), state=ApplicationState.VISITED, round_=scene.round
    )
    factories.a_visit(application)
    return application


def comes_in(stage: Stage, meeting: Meeting) -> Hall:
    meeting_id, items = meeting.id, [ballot.id for ballot in meeting.ballots]
    typist = stage.person("village_officer")
    if stage.script:
        typist.page.add_init_script(f"({WITNESS})()")
    typist.open(f"/meetings/{meeting_id}/day")
    return Hall(typist, meeting_id, items)


def ticks_off(hall: Hall) -> None:
    """Who is here: by number, by initials, with arrow and space, one by hand."""
    expect(hall.page.locator("#find")).to_be_focused()
    expect(hall.page.locator("#day-quorum")).to_contain_text(said("No quorum"))
    letters = [one.get_attribute("data-letters") or "" for one in hall.page.locator("#comers .comer").all()]
    alone = [
        number for number, own in enumerate(letters[:HERE], 1) if sum(x.startswith(own) for x in letters) == 1
    ]
    by_letters, by_arrow = alone[0], alone[1]
    for number in range(1, HERE + 1):
        if number not in (by_letters, by_arrow):
            hall.types(f"{number}\n")
    hall.types(f"{letters[by_letters - 1]}\n")
    hall.page.keyboard.type(letters[by_arrow - 1])
    hall.page.keyboard.press("ArrowDown")
    hall.page.keyboard.press("Space")
    for _ in range(ROSTER + 5):
        hall.page.keyboard.press("Tab")
        if hall.page.evaluate("document.activeElement.id") == "guests":
            break
    hall.page.keyboard.insert_text(BY_HAND)
    hall.types("\n")
    expect(hall.page.locator("#day-quorum meter")).to_have_js_property("value", PRESENT)
    expect(hall.page.locator("#day-quorum .badge")).to_have_text(said("Quorum"))
    hall.types("\n")


@pytest.mark.parametrize("stage", [True], indirect=True, ids=["with script"])
def test_sixty_applications_with_the_line_cut_three_times(stage: Stage, scene: Scene) -> None:
    meeting = a_village_hall(scene)
    hall = comes_in(stage, meeting)
    ticks_off(hall)
    hall.does(1, 9)

    hall.cut()  # while typing
    hall.does(10, 18)
    hall.sees_down()
    hall.mend()
    hall.does(19, 20)
    hall.sees_all_received()

    hall.lose_the_answer()  # the server has it, the page does not know
    hall.does(21, 40)
    hall.sees_all_received()
    assert len(hall.losing) == 1
    hall.page.unroute("**/keystrokes")

    hall.cut()  # over a reload
    hall.does(41, 44)
    hall.sees_down()
    hall.page.on("dialog", lambda dialog: dialog.accept())
    with contextlib.suppress(Error):
        hall.page.reload()
    hall.mend()
    hall.typist.open(f"/meetings/{hall.meeting_id}/day#item-{hall.items[44]}")
    hall.does(45, APPLICATIONS)
    hall.sees_all_received()

    seen = hall.seen()
    everything_arrived_once(hall.meeting_id, seen)
    takes_over_and_confirms(hall)
    what_was_typed_is_the_record(hall)


def everything_arrived_once(meeting_id: int, seen: dict[tuple[str, int], tuple[str, str]]) -> None:
    """Every stroke that the page kept is on the server, once, and nothing else; receipts count without a gap."""
    database.session.rollback()
    rows = queries.list_keystrokes(meeting_id)
    assert max(Counter((row.device, row.ordinal) for row in rows).values()) == 1
    assert {(row.device, row.ordinal): (row.field, row.value) for row in rows} == seen
    assert [row.receipt for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) > 3 * APPLICATIONS + PRESENT
    database.session.rollback()


def takes_over_and_confirms(hall: Hall) -> None:
    """Into the record, the signed minutes, then chair and recorder."""
    hall.page.keyboard.press("Enter")
    hall.typist.sees("Attach the signed minutes")
    hall.typist.follow("Attach the signed minutes")
    hall.typist.fill({"Signed minutes, as photograph or PDF": a_photograph("记录.jpg")}).press("Attach")
    hall.typist.follow("Confirm the result")
    hall.page.get_by_role("checkbox").first.check()
    hall.page.get_by_role("checkbox").last.check()
    hall.typist.press("Confirm the result")
    hall.typist.sees("Confirmed")


def what_was_typed_is_the_record(hall: Hall) -> None:
    """Every value as typed, each vote once; the minutes say the same."""
    database.session.rollback()
    database.session.expire_all()
    meeting = queries.get_meeting(hall.meeting_id)
    assert (meeting.due, meeting.present) == (ROSTER + 1, PRESENT)
    assert [one.name for one in meeting.attendance if one.is_present][-1] == BY_HAND
    recorded: dict[int, Any] = {
        ballot.sequence: (ballot.votes_for, ballot.votes_against, ballot.votes_abstained)
        for ballot in meeting.ballots
        if not ballot.adjourned_reason
    }
    assert recorded == hall.typed
    assert len(recorded) == APPLICATIONS - 1
    adjourned = meeting.ballots[ADJOURNED_ITEM - 1]
    assert (adjourned.adjourned_reason, adjourned.passed) == ("户主外出未归", None)
    assert adjourned.application.state is ApplicationState.VISITED
    related = meeting.ballots[RELATED_ITEM - 1]
    assert related.left_room == [meeting.attendance[RELATIVE - 1].name]
    assert meeting.ballots[HITS_ITEM - 1].hits_read_out
    minutes = queries.find_minutes(meeting.id)
    assert minutes is not None
    assert {
        item["sequence"]: (item["votes_for"], item["votes_against"], item["votes_abstained"])
        for item in minutes.content["items"]
        if not item["adjourned_reason"]
    } == hall.typed
    marks = database.session.scalar(
        sa.select(sa.func.count()).select_from(Keystroke).where(Keystroke.field == "taken")
    )
    assert marks == 1
