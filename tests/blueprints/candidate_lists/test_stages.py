"""The stages side by side stand on the list's page, the public notice and the printed one; names only for staff."""

import re

import pytest

from app.core.db import db as database
from app.documents.notice_sheets import SheetForm, compose
from app.documents.notices import notice_paper_from
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists.models import ListState
from app.domain.notices import queries as notice_queries
from app.domain.policies.vocabulary import NoticeKind
from app.domain.workflow.courses import stages_at_issue
from tests import factories


@pytest.fixture
def posted(db, people):
    """A list with a first notice; one more household was rejected, one withdrew."""
    drawn_up = factories.a_candidate_list(people.village, entries=3, state=ListState.FIRST_NOTICE)
    for state in (ApplicationState.REJECTED, ApplicationState.WITHDRAWN):
        household = factories.a_household(people.village, head_name="退出的人")
        factories.an_application(household, state=state, round_=drawn_up.round, closing_reason="内部理由")
    kind = NoticeKind.FIRST_NOTICE
    frozen = stages_at_issue(drawn_up, kind, list(drawn_up.entries))
    content = {"stages": frozen, "places": 1, "round_name": {"zh": "2026年识别", "en": "Round"}}
    notice = factories.a_notice(drawn_up, kind=kind, content=content)
    database.session.commit()
    return drawn_up, notice


def rows_of(page):
    return [" ".join(row.split()) for row in page.texts(".stages tbody tr")]


def test_the_three_places_carry_the_same_numbers(posted, people, browser):
    drawn_up, notice = posted
    staff = rows_of(people.browser("village_officer").get("candidate_lists.show", list_id=drawn_up.id))
    public = rows_of(browser.get("public.show_notice", number=notice.number))
    assert len(public) == 3
    assert staff[:3] == public
    assert public[0].startswith("已申请515")
    assert "未通过，1户3人" in public[1]
    paper = notice_paper_from(notice, notice_queries.list_entries(notice.id))
    (article,) = compose(paper, SheetForm()).articles
    printed = "".join(re.sub("<[^>]*>", "", article.rest).split())
    for row in public:
        assert "".join(row.split())[:6] in printed
    assert "本村到目前为止各环节对照表" in printed


def test_neither_names_nor_words_of_officers_are_public(posted, browser):
    _drawn_up, notice = posted
    page = browser.get("public.show_notice", number=notice.number)
    assert "退出的人" not in page.text
    assert "内部理由" not in page.text
    assert "内部理由" not in str(notice.content)


def test_staff_see_each_household_with_its_reason(posted, people):
    drawn_up, _notice = posted
    browser = people.browser("township_reviewer")
    page = browser.get("candidate_lists.stages", list_id=drawn_up.id)
    assert len(page.texts("#households tbody tr")) == 5
    ended = browser.get("candidate_lists.stages", list_id=drawn_up.id, shown="ended")
    assert len(ended.texts("#households tbody tr")) == 2
    assert all("退出的人" in row and "内部理由" in row for row in ended.texts("#households tbody tr"))
    part = browser.get(f"/lists/{drawn_up.id}/stages?shown=standing", fragment=True)
    assert len(part.texts("tbody tr")) == 3


def test_another_village_s_stages_do_not_exist(posted, people):
    people.browser("other_village_officer").get("candidate_lists.stages", list_id=posted[0].id, expect=404)


def test_a_notice_from_before_there_were_stages_still_renders(db, people, browser):
    drawn_up = factories.a_candidate_list(people.village, entries=2, state=ListState.FIRST_NOTICE)
    notice = factories.a_notice(drawn_up, content={"places": 1})
    database.session.commit()
    page = browser.get("public.show_notice", number=notice.number)
    assert not page.texts(".stages tbody tr")
    paper = notice_paper_from(notice, notice_queries.list_entries(notice.id))
    assert paper.stages == ()
    assert compose(paper, SheetForm("en")).articles
