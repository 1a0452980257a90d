"""The pages of projects: the list, beginning and filling in, what comes next, entering what happens, notices."""

import datetime as dt

import pytest

from app.core.db import db
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects import queries
from app.domain.projects.kinds import ProjectKind
from app.domain.projects.models import MilestoneKind, Project, ProjectState
from tests import factories
from tests.blueprints.handed_in import a_photo, a_scan, no_file
from tests.browser import Browser
from tests.conftest import SetClock
from tests.people import People

S = ProjectState
TODAY = dt.date(2026, 5, 11)


@pytest.fixture
def officer(people: People) -> Browser:
    factories.the_fund_year()
    return people.browser("village_officer")


def stored() -> Project:
    return queries.list_projects()[0]


def test_a_record_is_begun_with_three_answers_and_filled_in_bit_by_bit(
    people: People, officer: Browser
) -> None:
    officer.get("projects.new")
    officer.send(area=people.village.code, kind="road", name_zh="通组路")
    page = officer.follow()
    assert "还缺" in page.text
    officer.send(content_zh="硬化路面", quantity_milli="2.5", budget_fen="120万", serves_number="3")
    page = officer.follow()
    project = stored()
    assert (project.quantity_milli, project.budget_fen) == (2_500, 120_000_000)
    assert [place.quantity_milli for place in project.places] == [2_500]
    assert "请填绩效目标" in page.text
    assert any(url.endswith("/edit#target_zh") for url in page.links.values())


def test_what_was_typed_stays_when_something_is_wrong(people: People, officer: Browser) -> None:
    project = factories.a_project()
    officer.get("projects.edit", number=project.number)
    page = officer.send(
        target_zh="新的目标", quantity_milli="很多", starts_on="2026-05-02", due_on="2026-05-01", expect=422
    )
    assert "新的目标" in page.html
    assert "很多" in page.html
    assert "请填数字，如26.4。" in " ".join(page.faults)
    page = officer.send(quantity_milli="2", expect=422)
    assert "完工日期不能早于开工日期。" in " ".join(page.faults)
    assert stored().target_zh == "全村三个组通水泥路。"


def test_a_township_s_record_names_its_villages(people: People) -> None:
    project = factories.a_project(people.township, places={people.village: 500})
    browser = people.browser("township_reviewer")
    browser.get("projects.edit", number=project.number)
    code = people.other_village.code
    browser.send(**{f"quantity_{people.village.code}": "", f"quantity_{code}": "2", f"site_{code}": "坡上"})
    db.session.expire_all()
    assert [(one.area, one.quantity_milli, one.site_zh) for one in stored().places] == [
        (people.other_village, 2_000, "坡上")
    ]


def test_whoever_was_slower_is_told(people: People, officer: Browser) -> None:
    project = factories.a_project()
    officer.get("projects.edit", number=project.number)
    other = people.browser("township_reviewer")
    other.get("projects.edit", number=project.number)
    other.send(name_zh="另一个名字")
    page = officer.send(name_zh="我的名字", expect=409)
    assert "别人已经改了" in page.text


def test_the_page_says_whose_turn_it_is_and_links_to_what_is_missing(
    people: People, officer: Browser
) -> None:
    project = factories.a_project()
    page = officer.get("projects.show", number=project.number)
    assert "现在由村里办理" in page.text
    assert any(url.endswith("/meeting") for url in page.links.values())
    assert "申报项目" not in page.links
    factories.a_project_meeting(project, minutes=factories.an_attachment(people.village))
    page = officer.get("projects.show", number=project.number)
    assert page.links["申报项目"].endswith("/steps/propose")
    page = people.browser("supervisor").get("projects.show", number=project.number)
    assert "这一步不由您办理" in page.text
    assert "申报项目" not in page.links


def test_a_meeting_is_entered_and_the_project_proposed(people: People, officer: Browser) -> None:
    project = factories.a_project()
    numbers = {"due": "40", "present": "36", "in_favour": "30", "against": "2"}
    words = {"kind": "representatives", "held_on": "2026-05-10", "decision_zh": "同意申报。"}
    officer.get("projects.meeting", number=project.number)
    officer.send(**numbers, **words, minutes=no_file(), expect=422)
    officer.send(**numbers | {"present": "50"}, **words, minutes=a_scan(), expect=422)
    officer.send(**numbers, **words, minutes=a_scan())
    assert "同意申报。" in officer.follow().text
    officer.get("projects.step", number=project.number, step="propose")
    officer.send()
    assert stored().state is S.PROPOSED
    officer.get("projects.step", number=project.number, step="approve", expect=409)


def test_the_township_checks_with_day_and_paper(people: People) -> None:
    project = factories.a_project(state=S.TOWNSHIP_CHECK)
    browser = people.browser("township_reviewer")
    browser.get("projects.step", number=project.number, step="check")
    browser.send(on="2026-05-11", paper=no_file(), expect=422)
    browser.send(on="2026-05-12", paper=a_scan(), expect=422)
    browser.send(on="2026-05-11", note_zh="现场看过。", paper=a_scan())
    assert "现场看过。" in browser.follow().text
    assert stored().state is S.COUNTY_APPROVAL


def test_bids_are_entered_with_who_got_the_work(people: People, officer: Browser) -> None:
    project = factories.a_project(state=S.LIBRARY)
    bids = {"bidder_1": "甲公司", "offer_1": "98万", "bidder_2": "乙公司", "offer_2": "99万"}
    given = {"method": "open_tender", "decided_on": "2026-05-11", "decided_by_zh": "镇评标小组"}
    officer.get("projects.tender", number=project.number)
    page = officer.send(**given, **bids, bids="1", paper=no_file(), expect=422)
    assert "招标至少要有3家投标" in " ".join(page.faults)
    assert "98万" in page.html
    officer.send(**given, **bids, bids="1", reason_zh="第二次招标仍只有两家。", paper=no_file())
    page = officer.follow()
    assert "980,000 元" in page.text
    assert [bid.is_award for bid in stored().tenders[0].bids] == [True, False]


def test_progress_is_reported_with_photographs(people: People) -> None:
    project = factories.a_project(state=S.UNDER_WAY)
    factories.a_milestone(project, MilestoneKind.START)
    browser = people.browser("work_team")
    browser.get("projects.report", number=project.number)
    browser.send(on="2026-05-11", percent="40", done="0.8", photographs=no_file(), expect=422)
    browser.send(on="2026-05-11", percent="40", done="0.8", photographs=a_photo(), caption_zh="路基")
    page = browser.follow()
    assert "40 %" in page.text
    assert "0.8公里，计划2公里" in page.text
    assert len(page.select("figure img")) == 1
    browser.get("projects.photographs", number=project.number)
    browser.send(stage="after", taken_on="2026-05-11", photographs=a_scan(), expect=422)
    browser.send(stage="after", taken_on="2026-05-11", photographs=a_photo())
    assert len(browser.follow().select("figure img")) == 2


def test_a_village_sees_and_reports_on_its_place_of_a_township_s_project(people: People) -> None:
    places = {people.village: 1_000, people.other_village: 1_000}
    project = factories.a_project(people.township, state=S.UNDER_WAY, places=places)
    browser = people.browser("village_officer")
    assert project.name_zh in browser.get("projects.index").text
    page = browser.get("projects.report", number=project.number)
    assert page.texts("#place option") == [people.village.name_zh]
    browser.send(on="2026-05-11", percent="10", done="0.1", place=people.village.code, photographs=a_photo())
    page = browser.follow()
    assert "10 %" in page.text
    browser.get("projects.edit", number=project.number, expect=403)
    people.browser("other_township_reviewer").get("projects.show", number=project.number, expect=404)


def test_the_list_is_narrowed_by_state_kind_place_and_lateness(
    people: People, officer: Browser, clock: SetClock
) -> None:
    factories.a_project(name_zh="通组路", state=S.UNDER_WAY, starts_on=TODAY, due_on=TODAY)
    factories.a_project(name_zh="养羊", kind=ProjectKind.LIVESTOCK)
    factories.a_project(people.other_village, name_zh="水池")
    clock.set(TODAY + dt.timedelta(days=40))
    officer = people.browser("township_reviewer")

    def names(**wanted: str) -> list[str]:
        page = officer.get("projects.index", **wanted)
        return page.texts("tbody th > a")

    assert names() == ["通组路", "养羊", "水池"]
    assert names(state="under_way") == ["通组路"]
    assert names(kind="livestock") == ["养羊"]
    assert names(area=people.other_village.code) == ["水池"]
    assert names(lacks="time") == ["通组路"]
    assert names(lacks="notice") == ["通组路"]
    assert names(q="养") == ["养羊"]
    page = officer.get("/project-files?lacks=time", fragment=True)
    assert "已迟" in page.text


def test_the_filters_are_folded_until_something_is_chosen(people: People) -> None:
    project = factories.a_project()
    officer = people.browser("township_reviewer")
    assert officer.get("projects.index").select("details.choose:not([open]) select#state")
    for chosen in ({"state": "draft"}, {"q": "路"}, {"year": project.round.code}):
        assert officer.get("projects.index", **chosen).select("details.choose[open] select#state")


def test_a_library_notice_is_issued_for_several_projects_and_withdrawn(
    people: People, officer: Browser
) -> None:
    first, second = (
        factories.a_project(state=S.PROPOSED),
        factories.a_project(state=S.PROPOSED, name_zh="养羊"),
    )
    factories.a_project(name_zh="还在写")
    page = officer.get("projects.publish", kind="project_library", area=people.village.code)
    assert "还在写" not in page.text
    officer.send(projects=[first.number, second.number], hang_on="2026-05-11")
    (notice,) = queries.list_notices_of(first)
    assert notice.kind is NoticeKind.PROJECT_LIBRARY
    assert queries.list_projects_of(notice) == [first, second]
    officer.get("projects.edit", number=first.number, expect=409)
    page = officer.get("projects.show", number=first.number)
    assert notice.number in page.text
    officer.get("projects.withdraw", number=notice.number)
    officer.send(reason="", expect=422)
    officer.send(reason="金额写错了。")
    db.session.expire_all()
    assert queries.list_notices_of(first)[0].withdrawn_at is not None


def test_a_notice_that_does_not_belong_there_is_refused_in_words(people: People, officer: Browser) -> None:
    project = factories.a_project(state=S.PLANNED)
    page = officer.get("projects.publish", kind="project_start", area=people.village.code)
    page = officer.send(projects=[project.number], hang_on="2026-05-11", expect=422)
    assert page.faults
    assert not queries.list_notices_of(project)
    officer.get("projects.publish", kind="funds", expect=404)
    officer.get("projects.publish", kind="project_start", area=people.far_village.code, expect=404)


def test_the_list_takes_the_same_statements_however_many_projects(people: People, officer: Browser) -> None:
    def count() -> int:
        return len(officer.get("projects.index").statements)

    factories.a_project()
    before = count()
    for _number in range(6):
        factories.a_project(state=S.UNDER_WAY)
    assert count() == before


def test_the_desk_names_what_is_late_and_counts_what_waits(people: People, clock: SetClock) -> None:
    factories.a_project(name_zh="通组路", state=S.UNDER_WAY, starts_on=TODAY, due_on=TODAY)
    factories.a_project(state=S.TOWNSHIP_CHECK)
    factories.a_project(state=S.COUNTY_APPROVAL)
    factories.a_project(state=S.DRAFT)
    db.session.commit()
    clock.set(TODAY + dt.timedelta(days=3))
    village = people.browser("village_officer").get("desk.index").text
    assert "通组路" in village
    assert "1个项目正在填写" in village
    township = people.browser("township_reviewer").get("desk.index").text
    assert "1个项目等乡镇审核" in township
    assert "1个项目正在填写" not in township
    assert "1个项目等县级批复" in people.browser("county_approver").get("desk.index").text
