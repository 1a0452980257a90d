"""The township's and the county's decisions, up to the announcement that everybody can read."""

import pytest
from playwright.sync_api import expect

from app.domain.policies.vocabulary import NoticeKind
from tests.conftest import SetClock
from tests.journeys.person import Person, said
from tests.journeys.scenes import PLACES, Scene, a_photograph
from tests.journeys.stage import Stage

pytestmark = pytest.mark.journey

NAMES = ("王建国", "李桂兰", "张德福", "吴春花", "赵永强", "杨玉梅")
REMOVED = "赵永强"
WHY = "在镇上有正式工作，工资超过标准。"


def test_the_townships_and_the_countys_decisions(stage: Stage, scene: Scene, clock: SetClock) -> None:
    candidate_list = scene.at_the_township(NAMES)
    path, village = f"/lists/{candidate_list.id}", scene.village.code
    the_township_reviews(stage, path)
    the_village_hangs(stage, path)
    clock.set(scene.day_after(candidate_list, NoticeKind.SECOND_NOTICE))
    step(stage.person("township_reviewer"), path, "Forward to the county")
    the_county_decides(stage, path)
    everybody_reads(stage, village)
    is_told(stage, path)


def the_township_reviews(stage: Stage, path: str) -> None:
    """A sample is drawn and visited; all are kept but one, which needs a reason; the second notice is issued."""
    reviewer = stage.person("township_reviewer").open(path)
    reviewer.sees("Issue the second notice").sees("Not possible yet, because:")
    reviewer.open(f"{path}/sample").sees("It cannot be drawn yet")
    the_county_records_the_value(stage, "３５１")
    check_the_sample(reviewer, path)
    reviewer.open(f"{path}/review")
    decision, reason = (
        reviewer.page.get_by_label(said(words, name=REMOVED), exact=True)
        for words in ("Decision on %(name)s", "Reason for %(name)s")
    )
    decision.select_option(label=said("Remove"))
    reviewer.fill({"I have looked at every household on this list": True})
    reviewer.press("Decide on all %(number)s households", number=len(NAMES))
    expect(reason).to_have_attribute("aria-invalid", "true")
    expect(decision).to_have_value("remove")
    reason.fill(WHY)
    reviewer.press("Decide on all %(number)s households", number=len(NAMES))
    step(reviewer, path, "Issue the second notice")
    reviewer.sees(WHY)


def the_county_records_the_value(stage: Stage, value: str) -> None:
    """What the draw waits for, typed twice; once not the same."""
    approver = stage.person("county_approver", lang="en").open("/samples/values").follow("Record this value")
    approver.fill({"Value as published": value, "The same value once more": "350"})
    approver.press("Record the value").sees("The two values differ. Please look once more.")
    approver.fill({"Value as published": value, "The same value once more": value})
    approver.press("Record the value").sees("No draw waits for a value.")


def check_the_sample(somebody: Person, path: str) -> None:
    """Each household that was drawn is visited by two people."""
    somebody.open(f"{path}/sample").press("Draw the sample")
    names = somebody.page.locator("main .check-card h3 a").all_inner_texts()
    assert names
    for name in names:
        somebody.follow("Record the home check", of=name)
        somebody.fill(
            {
                "Who went": "田桂芳、邓光荣",
                "What was seen": "到家看过，与名单相符。",
                "Yes, what the list says is true": True,
            }
        )
        somebody.press("Record the home check").sees("agrees")


def step(somebody: Person, path: str, label: str) -> None:
    """A step of the procedure, from the list's page by way of the page that says what it does."""
    somebody.open(path).follow(label).press(label).sees("Done: %(step)s.", step=said(label, somebody.lang))


def the_village_hangs(stage: Stage, path: str) -> None:
    """The notice in the township's name hangs in the village, photographed by the officer."""
    officer = stage.person("village_officer").open(path)
    assert not officer.can_follow("Forward to the county")
    officer.page.locator("main a[href^='/postings/']").last.click()
    for place in PLACES:
        officer.follow("Record a posting")
        officer.fill({place: True, "Photograph of the sheet where it hangs": a_photograph()})
        officer.press("Record the posting")
    officer.sees("The period is running")


def the_county_decides(stage: Stage, path: str) -> None:
    """Its own sample, its own decisions, the announcement; the county reads English."""
    the_county_records_the_value(stage, "904")
    approver = stage.person("county_approver", lang="en").open(path)
    check_the_sample(approver, path)
    approver.open(f"{path}/review").fill({"I have looked at every household on this list": True})
    approver.press("Decide on all %(number)s households", number=len(NAMES) - 1)
    approver.open(f"{path}/steps/announce")
    approver.sees(
        "%(level)s: what the home checks say of the whole list", level=said("County decision", "en")
    )
    step(approver, path, "Announce")
    approver.sees("Announced")


def everybody_reads(stage: Stage, village: str) -> None:
    """The village's page tells how far the households came, and its three notices stand there."""
    villager = stage.person("villager").open(f"/villages/{village}").sees("How far the list is")
    villager.sees("Earlier notices")
    expect(villager.page.locator("main")).to_contain_text("5户")
    villager.does_not_see(REMOVED)
    villager.page.locator("main a[href*='/notices/']").first.click()
    villager.page.wait_for_url("**/notices/*")
    villager.does_not_see(REMOVED)


def is_told(stage: Stage, path: str) -> None:
    """The household that was removed waits to be told."""
    officer = stage.person("village_officer").open(path)
    officer.follow(REMOVED, within="main .callout").sees(WHY)
    officer.fill({"How": "上门告知户主本人"}).press("Record that it was told")
    officer.sees("Nobody is waiting to be told anything.")
