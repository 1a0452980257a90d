"""Papers of money and projects as they are asked for: sheets, sign, acceptance sheet, rolls, ledger page."""

import datetime as dt
import io

import pypdf
import pytest

from app.core.bilingual import BilingualText
from app.documents import fund_paper_sources as sources
from app.documents import fund_papers
from app.documents.notice_sheets import SheetForm, sheet_pdf
from app.documents.notices import notice_paper_from
from app.domain.funds.models import EntryKind
from app.domain.notices.models import Notice
from app.domain.notices.queries import list_entries
from app.domain.policies.vocabulary import FUND_KINDS, NoticeKind
from app.domain.projects.models import ProjectState
from app.web.i18n import in_locale
from tests import factories
from tests.browser import Browser
from tests.people import People


def words_of(data: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages)


@pytest.mark.parametrize("kind", FUND_KINDS)
def test_a_frozen_notice_becomes_its_sheet(people: People, kind: NoticeKind) -> None:
    notice = factories.a_fund_notice(kind, people.village)
    with people.app.test_request_context(), in_locale("zh"):
        paper = notice_paper_from(notice, list_entries(notice.id))
        words = words_of(sheet_pdf(paper, SheetForm()))
    assert "各项金额相符" in words
    assert "新华村村民委员会" in words
    assert ("王秀英" in words) == (kind is NoticeKind.BENEFICIARIES)


def test_a_township_speaks_as_its_government(people: People) -> None:
    notice = factories.a_fund_notice(NoticeKind.FUNDS, factories.a_township_with_boards(people.township))
    paper = notice_paper_from(notice, ())
    assert people.county.name_en in str(paper.objections_to), "who issued it does not answer for it"
    with people.app.test_request_context(), in_locale("zh"):
        words = words_of(sheet_pdf(paper, SheetForm()))
    assert f"{people.township.name_zh}人民政府" in words
    assert people.township.name_zh * 2 not in words, "the township is named once"


def test_a_minor_hangs_without_the_given_name(people: People) -> None:
    rows = [
        {"group_name": "一组", "head_name": "王小明", "people": 1, "extra": {"amount_fen": 5, "minor": True}},
        {"group_name": "一组", "head_name": "李建国", "people": 3, "extra": {"amount_fen": 7}},
    ]
    notice = factories.a_fund_notice(NoticeKind.BENEFICIARIES, people.village, rows=rows)
    paper = notice_paper_from(notice, list_entries(notice.id))
    assert [row.head_name for row in paper.rows] == ["王**", "李建国"]
    assert paper.columns[-1] == "amount", "nothing in kind, no column for it"
    assert [row.extra["amount"] for row in paper.rows] == ["0.05", "0.07"]


def test_the_public_sheet_of_a_notice_is_handed_out(browser: Browser, people: People) -> None:
    notice: Notice = factories.a_fund_notice(NoticeKind.FUNDS, people.village)
    response = browser.get(f"/notices/{notice.number}.pdf").response
    assert response.mimetype == "application/pdf"
    assert "1,200,000.00" in words_of(response.data)


def test_the_sign_says_what_the_books_say_and_leads_to_the_projects_page(people: People) -> None:
    project = factories.an_allocation().project
    factories.a_contract(project)
    data = people.browser("village_officer").get(f"/project-files/{project.number}/sign.pdf").response.data
    words = words_of(data)
    assert "财政专项扶贫资金：600,000.00元" in words
    assert "清河路桥公司" in words
    assert "村务监督委员会" in words
    assert "12317" in words
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0].mediabox
    assert (round(float(page.width) * 25.4 / 72), round(float(page.height) * 25.4 / 72)) == (420, 297)


@pytest.mark.parametrize("paper", ["sign.pdf?size=a4", "acceptance.pdf"])
def test_papers_of_a_project_are_for_those_who_see_it(people: People, paper: str) -> None:
    project = factories.a_project(people.village, state=ProjectState.COMPLETED)
    factories.a_progress_report(project, part_zh="路基", part_en="Subgrade")
    address = f"/project-files/{project.number}/{paper}"
    assert people.browser("village_officer").get(address).response.mimetype == "application/pdf"
    people.browser("other_village_officer").get(address, expect=404)


def test_an_empty_roll_names_nobody(people: People) -> None:
    project = factories.a_project(people.village)
    address = f"/project-files/{project.number}/roll/{people.village.code}.pdf"
    words = words_of(people.browser("village_officer").get(address).response.data)
    assert "领取人签名和日期" in words
    assert "受益对象发放花名册" in words
    people.browser("village_officer").get(address.replace(people.village.code, "000"), expect=404)


def test_a_roll_to_be_signed_has_its_lines_and_its_total_in_capital_numerals(people: People) -> None:
    roll = factories.a_roll()
    with people.app.test_request_context(), in_locale("zh"):
        words = words_of(fund_papers.roll_pdf(sources.roll_of(roll), "zh"))
    assert "王秀英" in words
    assert "合计1,250.50元（大写：人民币壹仟贰佰伍拾元伍角）" in words


def test_a_ledger_page_adds_up_and_names_no_person(people: People) -> None:
    account = factories.an_allocation()
    factories.a_payment(account, 10_000_000, what_zh="第一期工程款")
    factories.a_payment(account, 300_000, payee="周大山", payee_is_person=True)
    refund = factories.a_payment(account, 200_000)
    factories.an_ledger_entry(EntryKind.REFUND, account=account, refunds=refund, amount_fen=50_000)
    with people.app.test_request_context(), in_locale("zh"):
        paper = sources.ledger_page_of(account.project.round, account.place.area, refund.on)
        words = words_of(fund_papers.ledger_page_pdf([paper], "zh"))
    assert "清河路桥公司" in words
    assert "周大山" not in words
    assert "农户（名单另行公示）" in words
    assert "-500.00" in words
    assert paper.payments is not None
    assert paper.payments.totals == (("104,500.00",),)
    assert paper.projects is not None
    assert paper.projects.totals == (("600,000.00",), ("104,500.00",), ("495,500.00",))


def test_a_village_without_money_has_its_page_too(people: People) -> None:
    round_ = factories.a_fund_year()
    with people.app.test_request_context(), in_locale("zh"):
        paper = sources.ledger_page_of(round_, people.village, dt.date(2026, 6, 1))
        assert "本年度尚未安排项目资金" in words_of(fund_papers.ledger_page_pdf([paper], "zh"))
    assert isinstance(paper.village, BilingualText)


def test_rolls_and_ledger_pages_are_asked_for_at_the_ledger(people: People) -> None:
    roll = factories.a_roll()
    browser = people.browser("township_reviewer")
    shown = browser.get(f"/ledger/rolls/{roll.number}")
    assert "王秀英" in words_of(browser.get(shown.links["发放花名册（PDF）"]).response.data)
    code = roll.place.area.code
    page = browser.get(f"/ledger?area={code}").links["资金使用情况表（PDF）"]
    assert "600,000.00" in words_of(browser.get(page).response.data)
    people.browser("county_approver").get(f"/ledger/page.pdf?area={people.county.code}", expect=409)
    people.browser("other_township_reviewer").get(f"/ledger/rolls/{roll.number}.pdf", expect=404)


def test_a_roll_that_was_withdrawn_is_not_signed_any_more(people: People) -> None:
    roll = factories.a_roll(withdrawn_on=dt.date(2026, 5, 1), withdrawal_reason="重新造册")
    people.browser("township_reviewer").get(f"/ledger/rolls/{roll.number}.pdf", expect=409)
