"""Links on a project's page lead where its reader may go, and nowhere else."""

import pytest

from app.core.db import db
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects import queries
from app.domain.projects.models import MilestoneKind, Project, ProjectState
from tests import factories
from tests.blueprints.handed_in import a_photo
from tests.browser import Browser, Page
from tests.people import People

S = ProjectState
#: who opens the page of a project
READERS = ("village_officer", "work_team", "township_reviewer", "county_approver", "supervisor")


def follow_all(browser: Browser, page: Page) -> None:
    """Every link of the content that belongs to the staff's pages opens; a paper is not set for it."""
    for element in page.select("main a[href]"):
        url = element.get("href", "")
        if url.startswith("/") and not url.endswith(".pdf") and ".pdf?" not in url:
            browser.get(url)


@pytest.mark.parametrize("state", [state for state in S if state not in (S.CLOSED, S.DROPPED)])
@pytest.mark.parametrize("whose", ["village", "township"])
def test_no_link_of_a_project_is_closed_to_its_reader(people: People, state: S, whose: str) -> None:
    factories.a_posting_place(people.village)
    places = {people.village: 1_000, people.other_village: 1_000}
    area = getattr(people, whose)
    project = factories.a_project(area, state=state, places=places if whose == "township" else None)
    notice = factories.a_fund_notice(NoticeKind.PROJECT_LIBRARY, area)
    factories.a_project_notice(project, notice)
    db.session.commit()
    for name in READERS:
        browser = people.browser(name)
        follow_all(browser, browser.get("projects.show", number=project.number))


def a_township_s_project(people: People) -> Project:
    project = factories.a_project(people.township, state=S.UNDER_WAY, places={people.village: 2_000})
    factories.a_milestone(project, MilestoneKind.START)
    return project


def test_a_village_reports_on_a_township_s_project_with_one_place(people: People) -> None:
    project = a_township_s_project(people)
    officer = people.browser("village_officer")
    officer.get("projects.report", number=project.number)
    officer.send(on="2026-05-11", percent="10", done="0.1", photographs=a_photo())
    assert "10 %" in officer.follow().text


def test_a_village_reads_the_money_of_a_township_s_project_where_everybody_does(people: People) -> None:
    project = a_township_s_project(people)
    page = people.browser("village_officer").get("projects.show", number=project.number)
    assert page.links["项目资金（公开页面）"] == f"/projects/{project.number}"
    page = people.browser("township_reviewer").get("projects.show", number=project.number)
    assert any(url.endswith(f"/ledger/projects/{project.number}") for url in page.links.values())


def test_each_level_shows_the_library_on_its_own_boards(people: People) -> None:
    project = factories.a_project(state=S.LIBRARY)
    for name, area in (("township_reviewer", people.township), ("county_approver", people.county)):
        page = people.browser(name).get("projects.show", number=project.number)
        assert f"area={area.code}" in page.links["项目库公示"]
    factories.a_project_notice(project, factories.a_fund_notice(NoticeKind.PROJECT_LIBRARY, people.township))
    page = people.browser("township_reviewer").get("projects.show", number=project.number)
    assert "项目库公示" not in page.links


def test_the_sign_of_a_draft_is_not_printed(people: People) -> None:
    project = factories.a_project()
    officer = people.browser("village_officer")
    assert "sign.pdf" not in officer.get("projects.show", number=project.number).html
    officer.get("projects.sign_pdf", number=project.number, expect=409)
    project.state = S.PROPOSED
    db.session.commit()
    assert "sign.pdf" in officer.get("projects.show", number=project.number).html


def test_a_notice_of_funds_is_withdrawn_from_where_it_hangs(people: People) -> None:
    notice = factories.a_fund_notice(NoticeKind.FUNDS, people.township)
    township = people.browser("township_reviewer")
    page = township.get("postings.show", number=notice.number)
    page = township.get(page.links["撤回"])
    assert "资金台账" in page.links
    assert page.links["‹ 返回"] == f"/postings/{notice.number}"
    township.send(reason="金额写错了。")
    page = township.follow()
    assert "撤回" not in page.links
    db.session.expire_all()
    assert queries.get_fund_notice(notice.number).withdrawn_at is not None
    page = people.browser("supervisor").get("postings.show", number=notice.number)
    assert "撤回" not in page.links
