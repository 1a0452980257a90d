"""The pages of a meeting before its day: planning it, its papers, taking it back, and who may not."""

import datetime as dt
import re

import pytest

from app.core import clock
from app.core.db import db as database
from app.domain.applications.models import Application, ApplicationState, HomeVisit
from app.domain.appraisals.models import Meeting
from app.domain.rounds.models import Round
from tests import factories
from tests.documents.made_up import pages_of, text_of
from tests.people import People

S = ApplicationState
PHONE, CARD, IDENTITY = "13800001234", "6222020200112233445", "522423196005061234"


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(policy={"comparison_required": False})


def ready(people: People, round_: Round, **household: object) -> Application:
    home = factories.a_household(people.village, **household)
    application = factories.an_application(home, state=S.VISITED, round_=round_)
    application.visits.append(
        HomeVisit(
            visited_on=application.filed_on,
            visitors=[{"name": "张三", "user_id": None}],
            findings=f"房屋漏雨，电话{PHONE}",
            recorded_by_id=application.filed_by_id,
        )
    )
    application.reason = f"母亲患病，身份证{IDENTITY}"
    database.session.flush()
    return application


def planned(people: People, **given: str) -> Meeting:
    officer = people.browser("village_officer")
    officer.get("appraisals.plan")
    officer.send(**{"place": "村委会", "chair_name": "王主任", "due": "30"} | given)
    return factories.first(Meeting)


def test_an_officer_plans_a_meeting_and_finds_its_papers(people: People, round_: Round) -> None:
    application = ready(people, round_)
    officer = people.browser("village_officer")
    page = officer.get("appraisals.plan")
    held_on = page.select("input[name=held_on]")[0].get("value")
    assert held_on == (clock.today() + dt.timedelta(days=11)).isoformat()
    officer.send(place="村委会", chair_name="王主任", due="30", is_secret="y")
    page = officer.follow()
    assert "会议已安排" in page.text
    assert "已安排" in page.text
    assert "会议通知最迟" in page.text
    meeting = factories.first(Meeting)
    assert (meeting.due, meeting.present, meeting.is_secret) == (30, 0, True)
    assert [ballot.application_id for ballot in meeting.ballots] == [application.id]
    links = [link.get("href") for link in page.select("#kit a")]
    assert f"/meetings/{meeting.id}/kit.pdf" in links
    assert f"/meetings/{meeting.id}/kit/ballots.pdf" in links
    assert "已安排" in officer.get("appraisals.index").text


def test_those_due_follow_the_roster(people: People, round_: Round) -> None:
    ready(people, round_)
    for name, group in (("赵一", "二组"), ("钱二", "一组"), ("孙三", "一组")):
        factories.a_representative(people.village, name=name, group_name=group)
    meeting = planned(people, due="")
    assert meeting.due == 3
    assert [one.name for one in meeting.attendance] == ["孙三", "钱二", "赵一"]
    officer = people.browser("village_officer")
    said = text_of(officer.get("appraisals.kit_part", meeting_id=meeting.id, part="attendance").response.data)
    assert all(name in said for name in ("赵一", "钱二", "孙三"))
    officer.get("appraisals.change_plan", meeting_id=meeting.id)
    officer.send(place="小学")
    assert (meeting.place, meeting.due, len(meeting.attendance)) == ("小学", 3, 3)
    officer.get("appraisals.change_plan", meeting_id=meeting.id)
    officer.send(due="12")
    assert (meeting.due, meeting.attendance) == (12, [])


def test_without_a_roster_the_number_is_asked_for(people: People, round_: Round) -> None:
    ready(people, round_)
    officer = people.browser("village_officer")
    officer.get("appraisals.plan")
    page = officer.send(place="村委会", chair_name="王主任", due="", expect=422)
    assert "请填写应到人数" in page.text
    page = officer.send(
        place="村委会", chair_name="王主任", due="9", held_on=clock.today().isoformat(), expect=422
    )
    assert "已经开过的会议请直接记录" in page.text
    assert factories.how_many(Meeting) == 0


def test_an_application_without_a_visit_may_be_planned_for(people: People, round_: Round) -> None:
    ready(people, round_)
    waiting = factories.an_application(factories.a_household(people.village), round_=round_)
    officer = people.browser("village_officer")
    page = officer.get("appraisals.plan")
    boxes = {box.get("value"): box for box in page.select("input[name=agenda]")}
    assert boxes[waiting.number].get("disabled") is None
    assert boxes[waiting.number].get("checked") is None
    meeting = planned(people, agenda=waiting.number)
    page = officer.get("appraisals.show", meeting_id=meeting.id)
    assert "会前还要完成" in page.text


def test_a_late_invitation_is_said_on_page_and_paper(people: People, round_: Round) -> None:
    ready(people, round_)
    meeting = planned(people, held_on=(clock.today() + dt.timedelta(days=4)).isoformat())
    officer = people.browser("village_officer")
    assert "来不及" in officer.get("appraisals.show", meeting_id=meeting.id).text
    answer = officer.get("appraisals.kit_part", meeting_id=meeting.id, part="invitation").response
    assert "来不及" in text_of(answer.data)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_kit_has_what_is_asked_and_no_personal_number(people: People, round_: Round, lang: str) -> None:
    application = ready(people, round_, telephone=PHONE, bank_account=CARD)
    application.household.members[0].id_number = IDENTITY
    relative = factories.a_representative(people.village, name="王有亲")
    factories.a_kinship(relative, application.household)
    meeting = planned(people, is_secret="y")
    township = people.browser("township_reviewer")
    answer = township.get("appraisals.kit_pdf", meeting_id=meeting.id, lang=lang).response
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    said = "".join("".join(pages_of(answer.data)).split())
    assert not re.search(f"{PHONE}|{CARD}|{IDENTITY}", said)
    assert "None" not in said
    for needed in ("房屋漏雨", "母亲患病", "王有亲", application.number, application.household.head_name):
        assert needed in said
    assert {"zh": "法定到会人数", "en": "Neededfora"}[lang] in said


def test_papers_that_do_not_exist_are_not_found(people: People, round_: Round) -> None:
    ready(people, round_)
    meeting = planned(people)
    officer = people.browser("village_officer")
    for part in ("ballots", "menu"):
        officer.get("appraisals.kit_part", meeting_id=meeting.id, part=part, expect=404)


def test_a_meeting_that_is_over_has_no_kit_any_more(people: People) -> None:
    meeting = factories.a_meeting(people.village)
    officer = people.browser("village_officer")
    officer.get("appraisals.kit_pdf", meeting_id=meeting.id, expect=409)
    officer.get("appraisals.change_plan", meeting_id=meeting.id, expect=409)


@pytest.mark.parametrize("endpoint", ["kit_pdf", "kit_part", "change_plan", "discard"])
def test_another_village_sees_nothing_of_it(people: People, round_: Round, endpoint: str) -> None:
    ready(people, round_)
    meeting = planned(people)
    values = {"part": "sheets"} if endpoint == "kit_part" else {}
    other = people.browser("other_village_officer")
    other.get(f"appraisals.{endpoint}", meeting_id=meeting.id, expect=404, **values)
    villager = people.browser("villager")
    villager.get(f"appraisals.{endpoint}", meeting_id=meeting.id, expect=303, **values)


def test_a_township_reads_the_plan_and_changes_nothing(people: People, round_: Round) -> None:
    ready(people, round_)
    meeting = planned(people)
    township = people.browser("township_reviewer")
    page = township.get("appraisals.show", meeting_id=meeting.id)
    assert not page.select('a[href$="/plan"]')
    township.get("appraisals.change_plan", meeting_id=meeting.id, expect=403)
    township.post("appraisals.discard", meeting_id=meeting.id, expect=403)
    assert factories.how_many(Meeting) == 1


def test_a_plan_is_taken_back_after_a_question(people: People, round_: Round) -> None:
    ready(people, round_)
    meeting = planned(people, invited_on=clock.today().isoformat())
    officer = people.browser("village_officer")
    page = officer.get("appraisals.discard", meeting_id=meeting.id)
    assert "请告知已通知的人员" in page.text
    assert factories.how_many(Meeting) == 1
    officer.send()
    assert "会议已撤销" in officer.follow().text
    assert factories.how_many(Meeting) == 0


def test_a_record_with_votes_cannot_be_taken_back(people: People) -> None:
    meeting = factories.a_meeting(people.village, confirmed=False)
    officer = people.browser("village_officer")
    page = officer.get("appraisals.discard", meeting_id=meeting.id)
    assert "已经录入票数" in page.text
    officer.post("appraisals.discard", meeting_id=meeting.id, expect=409)
    assert factories.how_many(Meeting) == 1


def test_the_pages_are_complete_in_english(people: People, round_: Round) -> None:
    ready(people, round_)
    meeting = planned(people, is_secret="y")
    browser = people.browser("village_officer")
    browser.lang = "en"
    browser.get("appraisals.plan", lang="en")
    for endpoint in ("show", "change_plan", "discard"):
        browser.get(f"appraisals.{endpoint}", meeting_id=meeting.id, lang="en")
