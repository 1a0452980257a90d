"""Drawing a list up, leaving out, taking steps: with every reason shown, and told when somebody was faster."""

import pytest
import sqlalchemy as sa

from app.core.db import db as database
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.households.models import Household
from app.domain.notices.models import NoticeEntry
from app.domain.policies.vocabulary import NoticeKind
from tests import factories
from tests.blueprints.candidate_lists.village import Village
from tests.people import People

READERS = ("village_officer", "work_team", "township_reviewer", "county_approver", "supervisor")


def test_a_list_is_drawn_up_from_what_the_meeting_passed(village: Village, people: People) -> None:
    passed = village.passed(2)
    officer = people.browser("village_officer")
    page = officer.get("candidate_lists.index")
    assert "评议已通过、尚未列入名单" in page.text
    page = officer.get("candidate_lists.new")
    assert all(application.household.head_name in page.text for application in passed)
    officer.send()
    page = officer.follow()
    assert len(page.select("#entries tbody tr")) == 2
    assert "名单已拟定" in page.text
    page = officer.post("candidate_lists.new", village=people.village.code, expect=409)
    assert "没有评议通过" in page.text


@pytest.mark.parametrize("who", READERS)
def test_readers_see_the_list_and_only_officers_change_it(village: Village, people: People, who: str) -> None:
    listed = village.draw_up()
    number = village.entries(listed)[0].application.number
    browser = people.browser(who)
    browser.get("candidate_lists.index")
    page = browser.get("candidate_lists.show", list_id=listed.id)
    is_officer = who == "village_officer"
    assert ("不列入名单" in page.text) is is_officer
    assert ("发布第一次公示" in page.text) is is_officer
    status = 200 if is_officer else 403
    browser.get("candidate_lists.leave_out", list_id=listed.id, number=number, expect=status)


@pytest.mark.parametrize(
    ("who", "status"),
    [("other_village_officer", 404), ("other_township_reviewer", 404), ("administrator", 403)],
)
def test_a_list_of_elsewhere_does_not_exist(village: Village, people: People, who: str, status: int) -> None:
    listed = village.draw_up()
    browser = people.browser(who)
    browser.get("candidate_lists.show", list_id=listed.id, expect=status)
    browser.get("candidate_lists.step", list_id=listed.id, step="publish_first_notice", expect=status)


def test_leaving_out_needs_a_reason_and_can_be_undone(village: Village, people: People) -> None:
    listed = village.draw_up()
    application = village.entries(listed)[0].application
    officer = people.browser("village_officer")
    officer.get("candidate_lists.leave_out", list_id=listed.id, number=application.number)
    page = officer.send(reason="  ", expect=422)
    assert page.faults
    officer.send(reason="女儿在县城有门面")
    page = officer.follow()
    assert "女儿在县城有门面" in page.text
    officer.send(to=f"put-on/{application.number}")
    page = officer.follow()
    assert f"已列入名单：{application.household.head_name}户" in page.text


def test_another_villages_application_is_not_put_on(village: Village, people: People) -> None:
    listed = village.draw_up()
    foreign = factories.an_application(factories.a_household(people.other_village))
    officer = people.browser("village_officer")
    officer.get("candidate_lists.leave_out", list_id=listed.id, number=foreign.number, expect=404)
    officer.post("candidate_lists.put_on", list_id=listed.id, number=foreign.number, expect=404)


def test_a_step_shows_everything_that_blocks_it(village: Village, people: People) -> None:
    listed = village.draw_up(3, present=10)
    village.passed(1)
    officer = people.browser("village_officer")
    page = officer.get("candidate_lists.step", list_id=listed.id, step="publish_first_notice")
    reasons = page.texts(".callout li")
    assert any("到会人数不够" in reason for reason in reasons)
    assert any("既没有列入名单" in reason for reason in reasons)
    assert not page.select("main form")
    page = officer.post(
        "candidate_lists.step",
        {"version": listed.version},
        list_id=listed.id,
        step="publish_first_notice",
        expect=409,
    )
    assert page.texts(".callout li") == reasons
    database.session.expire_all()
    assert listed.state is ListState.DRAFT


def test_the_posted_list_is_frozen(village: Village, people: People) -> None:
    listed = village.draw_up()
    household = database.session.get_one(Household, village.entries(listed)[0].household_id)
    was = household.head_name
    officer = people.browser("village_officer")
    officer.get("candidate_lists.step", list_id=listed.id, step="publish_first_notice")
    officer.send(hang_on="2026-05-11")
    page = officer.follow()
    notice = village.notice(listed, NoticeKind.FIRST_NOTICE)
    assert notice.number in page.links
    assert "还差1处没有张贴" in page.text
    household.head_name = "换了名字"
    database.session.flush()
    rows = database.session.scalars(
        sa.select(NoticeEntry.head_name).where(NoticeEntry.notice_id == notice.id)
    )
    assert was in rows.all()
    assert was in officer.get("candidate_lists.show", list_id=listed.id).text


def test_of_two_who_press_at_once_one_hears_that_somebody_was_faster(
    village: Village, people: People
) -> None:
    listed = village.draw_up()
    first, second = people.browser("village_officer"), people.browser("village_officer")
    for browser in (first, second):
        browser.get("candidate_lists.step", list_id=listed.id, step="publish_first_notice")
    first.send()
    page = second.send(expect=409)
    assert "别人先办了一步" in page.text
    page = second.get("candidate_lists.step", list_id=listed.id, step="publish_first_notice", expect=409)
    assert "第一次公示" in page.text


def test_pressed_twice_a_step_is_taken_once(village: Village, people: People) -> None:
    listed = village.draw_up()
    officer = people.browser("village_officer")
    data = {"version": str(listed.version), "hang_on": "2026-05-11"}
    place = {"list_id": listed.id, "step": "publish_first_notice"}
    first = officer.post("candidate_lists.step", data, once="one-key", **place)
    again = officer.post("candidate_lists.step", data, once="one-key", **place)
    assert first.location == again.location


def test_a_withdrawal_needs_its_reason_and_the_words_stay(village: Village, people: People) -> None:
    listed = village.draw_up()
    village.take(listed, "publish_first_notice", "village_officer")
    officer = people.browser("village_officer")
    officer.get("candidate_lists.step", list_id=listed.id, step="withdraw_first_notice")
    page = officer.send(reason=" ", expect=422)
    assert any("理由" in fault or "原因" in fault for fault in page.faults)
    officer.send(reason="姓名写错")
    page = officer.follow()
    assert "姓名写错" in page.text
    assert "待告知的农户" in page.text


def test_a_step_that_does_not_exist_is_refused(village: Village, people: People) -> None:
    listed = village.draw_up()
    people.browser("village_officer").get(
        "candidate_lists.step", list_id=listed.id, step="skip_everything", expect=422
    )


def test_the_list_page_asks_the_same_for_three_entries_and_for_sixty(
    village: Village, people: People
) -> None:
    village.take(village.draw_up(3), "publish_first_notice", "village_officer")
    small = database.session.query(CandidateList).one()
    large = village.draw_up(60)
    village.take(large, "publish_first_notice", "village_officer")
    officer = people.browser("village_officer")
    officer.get("candidate_lists.show", list_id=small.id)
    few = officer.get("candidate_lists.show", list_id=small.id).statements
    many = officer.get("candidate_lists.show", list_id=large.id).statements
    assert len(few) == len(many)
    before = len(officer.get("candidate_lists.index").statements)
    for _ in range(8):
        factories.a_candidate_list(people.village, entries=1, round_=village.round)
    assert len(officer.get("candidate_lists.index").statements) == before


def test_entries_of_one_standing_are_a_fragment_of_their_own(village: Village, people: People) -> None:
    listed = village.draw_up()
    officer = people.browser("village_officer")
    part = officer.get(f"/lists/{listed.id}?standing=removed", fragment=True)
    assert "名单上没有农户" in part.text
    part = officer.get(f"/lists/{listed.id}?standing=standing", fragment=True)
    assert len(part.select("tbody tr")) == 3
    officer.get(f"/lists/{listed.id}?standing=nonsense")


def test_households_are_told_once_and_how(village: Village, people: People) -> None:
    listed = village.draw_up()
    village.take(listed, "publish_first_notice", "village_officer")
    village.take(listed, "withdraw_first_notice", "village_officer", reason="姓名写错")
    team = people.browser("work_team")
    page = team.get("candidate_lists.tellings")
    assert len(page.select("tbody tr")) == 3
    address = next(url for url in page.links.values() if "/tellings/" in url)
    team.get(address)
    page = team.send(told_on="2026-05-12", how="上门告知", expect=422)
    assert page.faults
    team.send(told_on="2026-05-11", how="上门告知户主本人")
    assert len(team.follow().select("tbody tr")) == 2
    assert "已经登记为已告知" in team.get(address, expect=409).text
    people.browser("supervisor").get(address, expect=403)
    people.browser("other_village_officer").get(address, expect=404)
    assert people.browser("other_village_officer").get("candidate_lists.tellings").select("tbody tr") == []


def test_the_pages_are_complete_in_english(village: Village, people: People) -> None:
    listed = village.draw_up()
    village.take(listed, "publish_first_notice", "village_officer")
    browser = people.browser("village_officer")
    browser.lang = "en"
    browser.get("candidate_lists.index", lang="en")
    browser.get("candidate_lists.show", list_id=listed.id, lang="en")
    browser.get("candidate_lists.step", list_id=listed.id, step="forward_to_township", lang="en")
    browser.get("candidate_lists.tellings", lang="en")
    browser.get("candidate_lists.new", lang="en")
