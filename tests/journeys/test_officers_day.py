"""An officer's whole day, from a neighbour at the counter to the list that goes to the township."""

import pytest
from playwright.sync_api import expect

from tests.conftest import SetClock
from tests.journeys.person import Person, said
from tests.journeys.scenes import PLACES, PRESENT, Scene, a_photograph
from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey

NEIGHBOURS = ("王建国", "李桂兰", "张德福")
NEWCOMER = "吴春花"


def test_an_officers_day(stage: Stage, scene: Scene, clock: SetClock) -> None:
    scene.visited(NEIGHBOURS)
    scene.households([NEWCOMER])
    officer = stage.person("village_officer")
    take_the_application(officer)
    record_the_visit(officer)
    record_the_meeting(officer)
    draw_up_the_list(officer)
    issue_the_notice(officer)
    hang_it(officer)
    cannot_forward_yet(stage, officer)
    clock.move(days=9)
    forward(officer, stage.people.user("village_officer").username)


def take_the_application(officer: Person) -> None:
    """The household is found by its name; a form without the signed sheet comes back with the words kept."""
    officer.follow("Review", within="nav").follow("Applications", within="nav")
    officer.follow("Take an application")
    officer.fill({"Name, initials or number": NEWCOMER}).press("Show")
    officer.follow("Take an application", of=NEWCOMER)
    officer.page.go_back()
    officer.sees(NEWCOMER).follow("Take an application", of=NEWCOMER)
    reason = "丈夫生病三年，家里只有她一个人干活。"
    officer.fill({"Main cause": "因病", "Reason in the household's words": reason})
    officer.press("Take the application")
    officer.sees_the_fault("Signed application, as photograph or PDF")
    expect(officer.field("Reason in the household's words")).to_have_value(reason)
    officer.fill(
        {
            "The household agrees that its data are compared with those of the departments": True,
            "Signed application, as photograph or PDF": a_photograph("申请书.jpg"),
        }
    )
    officer.press("Take the application").sees(NEWCOMER).sees("Application taken")
    officer.opens_paper("Receipt (PDF)")


def record_the_visit(officer: Person) -> None:
    """Two visitors went; one alone is not enough."""
    officer.follow("Record the home visit")
    seen = {
        "Others who went": "何平",
        "What the visitors saw": "房屋漏雨，丈夫卧床，地里只种了两亩。",
        "Signed visit sheet, as photograph or PDF": a_photograph(),
    }
    officer.fill(seen).press("Record the home visit").sees_the_fault("Others who went")
    officer.fill(
        {"Others who went": "何平、谢小兵", "Signed visit sheet, as photograph or PDF": a_photograph()}
    )
    officer.press("Record the home visit").sees("Ready for the review meeting")


def record_the_meeting(officer: Person) -> None:
    """Attendance, the votes by the keyboard alone, the signed minutes, the confirmation."""
    officer.follow("Record a review meeting")
    officer.fill(
        {
            "Place of the meeting": "村委会会议室",
            "Chair": "田永福",
            "People due": 30,
            "People present": PRESENT,
        }
    )
    officer.press("Save and go on to the votes")
    type_the_votes(officer, [(20, 3, 1), (19, 3, 1), (21, 2, 1), (22, 1, 1)])
    expect(officer.page.locator("fieldset.has-fault")).to_have_count(1)
    correct_the_second_row(officer)
    officer.follow("Attach the signed minutes")
    officer.opens_paper("Minutes to sign (PDF)")
    officer.fill({"Signed minutes, as photograph or PDF": a_photograph("记录.jpg")}).press("Attach")
    officer.follow("Confirm the result")
    officer.fill({"The chair confirms": True, "The recorder confirms": True}).press("Confirm the result")
    officer.sees("Confirmed: %(passed)s of %(all)s passed.", passed=4, all=4)


def type_the_votes(officer: Person, rows: list[tuple[int, int, int]]) -> None:
    """With the Tab key from field to field, Enter at the end; the mouse is not touched."""
    keyboard, page = officer.page.keyboard, officer.page
    for _ in range(40):
        if page.evaluate("(document.activeElement.name || '').startsWith('for-')"):
            break
        keyboard.press("Tab")
    for row in rows:
        for votes in row:
            keyboard.type(str(votes))
            keyboard.press("Tab")
        keyboard.press("Tab")  # who left the room
        keyboard.press("Tab")  # a remark
    page.locator("fieldset.vote input").last.press("Enter")
    page.wait_for_load_state("load")


def correct_the_second_row(officer: Person) -> None:
    """The votes of one household do not add up to those present: nothing is saved, everything is kept."""
    expect(officer.page.locator("fieldset.vote input[name^=for-]").first).to_have_value("20")
    wrong = officer.page.locator("fieldset.has-fault input[name^=for-]")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    wrong.fill("20")
    wrong.press("Enter")
    officer.page.wait_for_url(lambda url: not url.endswith("/votes"))


def draw_up_the_list(officer: Person) -> None:
    """Everybody who passed stands on it; one is left out, which needs a reason."""
    officer.follow("Publicity", within="nav").follow("Candidate lists", within="nav").follow("Draw up a list")
    officer.press("Draw up the list with %(number)s households", number=4)
    officer.follow("Leave out", of=NEIGHBOURS[1])
    officer.press("Leave out").sees_the_fault("Reason")
    officer.fill({"Reason": "女儿在县城有门面，不符合条件。"}).press("Leave out")
    officer.sees("Left out").sees("女儿在县城有门面")


def issue_the_notice(officer: Person) -> None:
    """The list freezes; the sheet can be printed."""
    officer.follow("Issue the first notice").press("Issue the first notice")
    officer.sees("Does not hang everywhere yet (places missing: %(number)s)", number=len(PLACES))
    path = officer.path
    officer.follow("Print").press("Make the sheets").sees("Open and print").opens_paper("Open and print")
    officer.open(path)


def hang_it(officer: Person) -> None:
    """Each place with its photograph; without one it is not recorded."""
    officer.follow("Where it hangs")
    for index, place in enumerate(PLACES):
        officer.follow("Record a posting").fill({place: True})
        if index == 0:
            officer.press("Record the posting").sees_the_fault("Photograph of the sheet where it hangs")
        officer.fill({"Photograph of the sheet where it hangs": a_photograph()}).press("Record the posting")
        officer.sees("The period has not begun" if index == 0 else "The period is running")


def cannot_forward_yet(stage: Stage, officer: Person) -> None:
    """The button rests and says why; typing the address of the step does not help."""
    officer.follow("Publicity", within="nav").follow("Candidate lists", within="nav").page.locator(
        "main table a"
    ).first.click()
    officer.sees("Forward to the township").sees("Not possible yet, because:")
    assert not officer.can_follow("Forward to the township")
    officer.open(f"{officer.path}/steps/forward_to_township").sees("Not possible yet, because:")
    assert not officer.can_press("Forward to the township")


def forward(officer: Person, username: str) -> None:
    """Nine days later: the session is long over, the officer signs in and stands where she wanted to be."""
    officer.open(officer.path)
    assert officer.path == "/sign-in"
    officer.sign_in(username)
    officer.press("Forward to the township").sees("Done: %(step)s.", step=said("Forward to the township"))
    assert not officer.can_follow("Withdraw the first notice")
