"""Projects for everybody: finding one, and what its page says; what was not put forward is nobody's business."""

import datetime as dt
import io

import pytest
from PIL import Image

from app.core.db import db
from app.domain.attachments import folder
from app.domain.projects.kinds import ProjectKind
from app.domain.projects.models import MilestoneKind, PhotoStage, Project, ProjectState
from app.web.templating import format_day
from tests import factories
from tests.browser import Browser, Page
from tests.conftest import SetClock
from tests.people import People


@pytest.fixture
def project(people: People) -> Project:
    return factories.a_year_of_money(people.village)


def opened(browser: Browser, project: Project) -> Page:
    return browser.get(f"/projects/{project.number}")


def test_it_says_what_where_how_much_who_builds_and_who_answers(browser: Browser, project: Project) -> None:
    project.person_in_charge, project.office_telephone = "何建国", "0857-7654321"
    db.session.commit()
    page = opened(browser, project)
    assert page.heading == project.name_zh
    assert page.texts(".state-line") == ["正在做，完成45%"]
    facts = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert facts["建设内容"] == project.content_zh
    assert facts["施工单位"] == "清河路桥公司"
    assert facts["负责人"] == "何建国"
    assert facts["已分到"] == "600,000 元"
    assert facts["分到了还没付"] == "498,749.50 元"
    assert facts["领到的农户"] == "2户"
    assert page.links["0857-7654321"] == "tel:0857-7654321"
    assert page.links["12317"] == "tel:12317"


def test_a_craftsman_who_signed_the_contract_is_not_named(browser: Browser, people: People) -> None:
    project = factories.an_allocation(
        factories.a_project(people.village, state=ProjectState.PLANNED).places[0]
    ).project
    factories.a_contract(project, 5_000_000, contractor="王秀英", contractor_en=None)
    page = opened(browser, project)
    facts = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert facts["施工单位"] == "一个人（这里不写姓名）"
    assert "王秀英" not in page.text


def test_its_course_names_days_papers_and_what_comes_next(browser: Browser, project: Project) -> None:
    stops = [" ".join(text.split()) for text in opened(browser, project).texts(".route li")]
    assert "应到40人，到35人，同意33人，反对1人" in stops[0]
    assert stops[1] == "公示：想做这个项目 没有记录"
    assert any(stop.startswith("县里批了 2026年5月11日") and "清扶发" in stop for stop in stops)
    assert "完工 下一步" in stops
    assert stops[-1] == "完工公示 还没到" or stops[-1] == "完工公示 未到"


def test_its_notices_are_a_tap_away(browser: Browser, project: Project) -> None:
    page = opened(browser, project)
    assert page.links["项目实施前公示"].startswith("/notices/2026-")
    browser.get(page.links["项目实施前公示"])


def test_work_that_is_late_says_since_when(browser: Browser, project: Project, clock: SetClock) -> None:
    assert project.due_on is not None
    clock.set(project.due_on + dt.timedelta(days=3))
    page = opened(browser, project)
    assert page.select(".state.tone-warn")
    assert format_day(project.due_on) in " ".join(page.texts(".state-detail"))


def test_a_contract_that_is_not_the_award_is_shown_as_a_difference(browser: Browser, people: People) -> None:
    project = factories.a_year_of_money(people.village)
    tender = factories.a_tender(project, offers=(48_000_000,))
    factories.a_contract(project, 4_800_000, tender_id=tender.id)
    page = opened(browser, project)
    assert page.select("#check.tone-bad")
    assert "差432,000 元" in page.text


def a_photograph() -> str:
    """The digest of a kept photograph with a telephone's name in it."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F] = "Telephone of Wang"
    Image.linear_gradient("L").resize((900, 1200)).save(out, "JPEG", exif=exif)
    return folder.keep(out.getvalue())


def test_photographs_are_copies_drawn_anew(browser: Browser, people: People, project: Project) -> None:
    assert not opened(browser, project).select(".photographs img")  # the files themselves are not there
    kept = factories.an_attachment(people.village, digest=a_photograph())
    photo = factories.a_project_photograph(project, PhotoStage.AFTER, photo=kept, caption_zh="路面已硬化")
    (image,) = opened(browser, project).select(".photographs img")
    assert image.get("alt") == "完工后：2026年5月11日 路面已硬化"
    for path in (str(image.get("src")), f"{image.get('src')}/large"):
        answer = browser.get(path).response
        assert answer.mimetype == "image/jpeg"
        assert b"Wang" not in answer.data
        assert not Image.open(io.BytesIO(answer.data)).getexif()
    other = factories.a_project(people.village, state=ProjectState.PROPOSED, round_=project.round)
    browser.get(f"/projects/{other.number}/photographs/{photo.id}", expect=404)


@pytest.mark.parametrize("state", [ProjectState.DRAFT, ProjectState.DROPPED])
def test_what_was_not_put_forward_is_not_shown(browser: Browser, people: People, state: ProjectState) -> None:
    hidden = factories.a_project(people.village, state=state, name_zh="没有提出的项目")
    photo = factories.a_project_photograph(hidden)
    opened_at = f"/projects/{hidden.number}"
    browser.get(opened_at, expect=404)
    browser.get(f"{opened_at}/payments", expect=404)
    browser.get(f"{opened_at}/photographs/{photo.id}", expect=404)
    assert "没有提出的项目" not in browser.get("/projects").text


def test_what_was_announced_stays_also_when_it_was_dropped(browser: Browser, project: Project) -> None:
    project.state = ProjectState.DROPPED
    db.session.commit()
    page = opened(browser, project)
    assert page.texts(".state-line") == ["不办了"]
    assert page.texts(".route li")[-1].startswith("不办了")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("year=2026", 2),
        ("year=2019", 0),
        ("year=x", 0),
        ("kind=road", 1),
        ("kind=nothing", 0),
        ("phase=under_way", 1),
        ("phase=never", 0),
        ("q=鸡", 1),
        ("q=%25", 0),
        ("area={village}", 1),
        ("area={township}", 2),
        ("area=0", 0),
    ],
)
def test_projects_are_found_by_year_place_kind_and_word(
    browser: Browser, people: People, project: Project, query: str, found: int
) -> None:
    factories.a_project(
        people.other_village,
        state=ProjectState.PROPOSED,
        kind=ProjectKind.LIVESTOCK,
        name_zh="养鸡",
        round_=project.round,
    )
    asked = query.format(village=people.village.code, township=people.township.code)
    page = browser.get(f"/projects?{asked}")
    assert len(page.select(".notice-line")) == found
    if query:
        assert f"有{found}个项目。" in page.text


def test_no_projects_at_all(browser: Browser, people: People) -> None:
    assert "还没有提出过项目。" in browser.get("/projects").text


def test_it_is_complete_in_english(people: People, project: Project) -> None:
    page = Browser(people.app, lang="en").get(f"/projects/{project.number}")
    assert "Who builds, who answers" in page.text
    assert "Not right? Ask, or complain" in page.text


def test_a_township_and_a_village_of_the_same_name_are_told_apart(people: People, project: Project) -> None:
    twin = factories.a_village(people.township, name_zh="同名", name_en=people.township.name.en)
    page = Browser(people.app, lang="en").get("/projects")
    options = page.texts("#area option")
    name = people.township.name.en
    assert {f"{name} (Township)", f"{name} (Village)"} <= set(options)
    assert twin.name_zh in Browser(people.app).get("/projects").texts("#area option")


def test_its_page_takes_as_many_statements_for_much_as_for_little(
    browser: Browser, people: People, project: Project
) -> None:
    opened(browser, project)
    few = [len(opened(browser, project).statements), len(browser.get("/projects").statements)]
    for number in range(5):
        village = factories.a_village(people.township)
        place = factories.a_project_place(project, village, quantity_milli=1_000)
        factories.a_payment(factories.an_allocation(place, 1_000_000), 1_000)
        factories.a_progress_report(project, percent=50 + number)
        factories.a_milestone(project, MilestoneKind.START)
        factories.a_tender(project, offers=(1, 2))
        factories.a_project_meeting(project)
        notice = factories.a_fund_notice(area=people.village)
        factories.a_project_notice(project, notice)
        factories.a_project(village, state=ProjectState.PROPOSED, round_=project.round)
    db.session.commit()
    many = [len(opened(browser, project).statements), len(browser.get("/projects").statements)]
    assert many == few
