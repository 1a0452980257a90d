"""A villager's objection: written on a telephone without a name, asked back, answered, read again with four words."""

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
QUESTION, ANSWER = "门面在哪条街？", "在东街粮站对面。"
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
    receipt, words = object_to(villager, number)
    follow(villager, receipt, words)
    cannot_be_read_in_the_village(stage, receipt, list_path)
    reviewer = ask(stage, receipt)
    villager.open("/objections").sees(QUESTION).fill({"Your answer": ANSWER}).press("Send the answer")
    villager.sees(ANSWER)
    answer(stage, reviewer, receipt)
    villager.open("/objections").sees("I am not satisfied with the answer").sees(REPLY).does_not_see(WORDS)
    villager.open(f"/notices/{number}").sees(REPLY).does_not_see(WORDS)
    is_off_the_list_and_to_be_told(stage, list_path)


def object_to(villager: Person, number: str) -> tuple[str, list[str]]:
    """From the list of notices to the receipt; the line drops, the button is pressed twice, there is one objection."""
    villager.open("/notices").page.locator(f"a[href='/notices/{number}']").first.click()
    row = villager.page.locator("table.list tr").filter(has_text=DISPUTED[0])
    row.get_by_role("link", name=said("Object")).click()
    villager.press("Send the objection").sees_the_fault("What is not right?")
    villager.fill({"What is not right?": WORDS})
    if villager.stage.script:
        villager.page.reload()
        expect(villager.field("What is not right?")).to_have_value(WORDS)
        villager.stage.line_is_cut = True
        villager.page.context.set_offline(True)
        villager.press("Send the objection")
        expect(villager.page.locator("#lamp-received.is-busy")).to_be_visible()
        villager.page.context.set_offline(False)
    else:
        villager.press("Send the objection", twice=True)
    expect(villager.page.locator("h1")).to_have_text(said("Your objection was received"))
    words = villager.page.locator(".slip-words li").all_inner_texts()
    receipt = villager.page.locator("#received").get_attribute("data-number") or ""
    assert factories.how_many(Objection) == 1
    kept = villager.page.evaluate("Object.keys(localStorage).filter((key) => key.includes('draft'))")
    assert kept == []
    villager.opens_paper("Print the slip (PDF)")
    villager.press("I have noted the words, close")
    villager.stage.expects(404)
    villager.open("/objections/receipt").does_not_see(words[0])
    return receipt, words


def follow(villager: Person, receipt: str, words: list[str]) -> None:
    """A wrong word opens nothing and is named; the right ones, typed carelessly, do."""
    label = "The four words, or the digits, on your slip"
    villager.open("/objections").fill({label: " ".join([*words[:3], "甲乙"])}).press("Look")
    villager.sees("甲乙").fill({label: "，".join(reversed(words))}).press("Look")
    expect(villager.page.locator("h1")).to_contain_text(receipt)
    villager.does_not_see(WORDS)


def cannot_be_read_in_the_village(stage: Stage, receipt: str, list_path: str) -> None:
    """The village officer sees that there is one and on whom, and not a word of it."""
    officer = stage.person("village_officer")
    officer.open(list_path).sees("Objection open")
    officer.follow("Publicity", within="nav").follow("Objections", within="nav").sees(receipt)
    officer.follow(receipt).sees("The words are not shown here").does_not_see(WORDS)
    assert not officer.can_press("Answer the objection")


def ask(stage: Stage, receipt: str) -> Person:
    """The township reads it and asks back."""
    reviewer = stage.person("township_reviewer")
    reviewer.follow("Publicity", within="nav").follow("Objections", within="nav").follow(receipt).sees(WORDS)
    return reviewer.fill({"Your question": QUESTION}).press("Ask").sees(QUESTION)


def answer(stage: Stage, reviewer: Person, receipt: str) -> None:
    """It reads the answer, names two people (one is too few), and answers."""
    stage.expects(409)
    reviewer.open(f"/desk/objections/{receipt}").sees(ANSWER)
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
