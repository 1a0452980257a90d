"""A villager's objection: written on a telephone without a name, answered by the township, read again."""

import pytest
from playwright.sync_api import expect

from app.domain.notices.models import Notice
from app.domain.objections.models import Objection
from tests import factories
from tests.conftest import SetClock
from tests.journeys.person import Person, said
from tests.journeys.scenes import Scene
from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey

NAMES = ("王建国", "李桂兰", "张德福")
DISPUTED = "李桂兰"
WORDS = "他家在县城有两间门面出租，去年还买了小汽车。"
REPLY = "反映属实，该户有门面出租，已从名单中移出。"


@pytest.fixture
def notice(scene: Scene, clock: SetClock) -> Notice:
    """The first notice hangs since yesterday."""
    posted = scene.posted(NAMES)
    clock.move(days=1)
    return posted


def test_a_villagers_objection(stage: Stage, notice: Notice) -> None:
    number, list_path = notice.number, f"/lists/{notice.list_id}"
    villager = stage.person("villager")
    receipt, code = object_to(villager, number)
    follow(villager, receipt, code)
    cannot_be_read_in_the_village(stage, receipt, list_path)
    answer(stage, receipt)
    villager.open("/objections").sees("Upheld").sees(REPLY).does_not_see(WORDS)
    villager.open(f"/notices/{number}").sees(REPLY).does_not_see(WORDS)
    is_off_the_list_and_to_be_told(stage, list_path)


def object_to(villager: Person, number: str) -> tuple[str, str]:
    """From the front page to the receipt; the button is pressed twice, and there is one objection."""
    villager.open("/").page.locator("ul.villages a").first.click()
    villager.page.locator(f"a[href='/notices/{number}']").first.click()
    row = villager.page.locator("table.list tr").filter(has_text=DISPUTED[0])
    row.get_by_role("link", name=said("Object")).click()
    villager.press("Send the objection").sees_the_fault("What is not right?")
    villager.fill({"What is not right?": WORDS}).press("Send the objection", twice=True)
    expect(villager.page.locator("h1")).to_have_text(said("Your objection was received"))
    receipt, code = villager.page.locator(".slip-code").all_inner_texts()
    assert factories.how_many(Objection) == 1
    villager.opens_paper("Print the slip (PDF)")
    villager.press("I have noted both, close")
    villager.stage.expects(404)
    villager.open("/objections/receipt").does_not_see(code)
    return receipt, code


def follow(villager: Person, receipt: str, code: str) -> None:
    """The wrong code opens nothing; the right one, typed carelessly, does."""
    villager.open("/objections")
    villager.fill({"Receipt number": receipt, "Secret code": "2222-2222"}).press("Look")
    villager.sees("This number and this code do not belong together. Look at your slip again.")
    villager.fill({"Receipt number": receipt, "Secret code": code.replace("-", " ").lower()}).press("Look")
    expect(villager.page.locator("h1")).to_contain_text(receipt)
    villager.does_not_see(WORDS)


def cannot_be_read_in_the_village(stage: Stage, receipt: str, list_path: str) -> None:
    """The village officer sees that there is one and on whom, and not a word of it."""
    officer = stage.person("village_officer")
    officer.open(list_path).sees("Objection open")
    officer.follow("Publicity", within="nav").follow("Objections", within="nav").sees(receipt)
    officer.follow(receipt).sees("The words are not shown here").does_not_see(WORDS)
    assert not officer.can_press("Answer the objection")


def answer(stage: Stage, receipt: str) -> None:
    """The township reads it, names two people (one is too few), and answers."""
    stage.expects(409)
    reviewer = stage.person("township_reviewer")
    reviewer.follow("Publicity", within="nav").follow("Objections", within="nav").follow(receipt).sees(WORDS)
    names = reviewer.page.get_by_label(said("or somebody without an account"))
    names.nth(0).fill("田桂芳")
    reviewer.press("Record the investigators").sees("Not recorded")
    reviewer.page.get_by_label(said("or somebody without an account")).nth(1).fill("邓光荣")
    reviewer.press("Record the investigators")
    reviewer.fill(
        {
            "Upheld: what was said is right": True,
            "What was found (not public)": "查了房产登记，县城门面两间在其名下出租。",
        }
    )
    reviewer.press("Answer the objection")
    expect(reviewer.page.locator("#decision ~ form .fault, .faults").first).to_be_visible()
    expect(reviewer.field("What was found (not public)")).to_have_value(
        "查了房产登记，县城门面两间在其名下出租。"
    )
    reviewer.fill({"The answer in one sentence (public)": REPLY}).press("Answer the objection")
    reviewer.sees(REPLY).sees("was taken off the list")


def is_off_the_list_and_to_be_told(stage: Stage, list_path: str) -> None:
    """The household left the list; somebody must tell it, and records that."""
    officer = stage.person("village_officer").open(list_path)
    officer.sees("Households still to be told").sees(DISPUTED)
    row = officer.page.locator("#entries tr").filter(has_text=DISPUTED)
    expect(row).to_contain_text(said("Removed"))
    officer.follow(DISPUTED, within="main .callout").press("Record that it was told").sees_the_fault("How")
    officer.fill({"How": "上门告知户主本人"}).press("Record that it was told")
    officer.sees("Nobody is waiting to be told anything.")
