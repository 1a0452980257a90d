"""A batch and a payment: the end of each way down. Papers by number and day, households by their number."""

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.documents import fund_paper_sources as sources
from app.domain.funds.models import Batch, EntryKind, LedgerEntry
from app.domain.projects.models import Project, ProjectState
from tests import factories
from tests.browser import Browser, Page
from tests.people import People


@pytest.fixture
def project(people: People) -> Project:
    return factories.a_year_of_money(people.village)


def payments() -> list[LedgerEntry]:
    """To the firm, to the firm by mistake, its correction, to the households of the roll."""
    found = sa.select(LedgerEntry).where(LedgerEntry.kind == EntryKind.PAYMENT).order_by(LedgerEntry.id)
    return list(db.session.scalars(found))


def the_batch() -> Batch:
    return db.session.scalars(sa.select(Batch).order_by(Batch.id)).all()[0]


def opened(browser: Browser, entry: LedgerEntry) -> Page:
    return browser.get(f"/funds/payments/{entry.number}")


def test_a_batch_says_where_it_came_from_and_what_became_of_it(browser: Browser, project: Project) -> None:
    page = browser.get(f"/funds/batches/{the_batch().number}")
    assert page.heading == "财政专项扶贫资金"
    assert (
        "来了1,200,000 元，分给项目600,000 元。10,000 元退回或转到下年。还有590,000 元没有分下去。"
        in page.text
    )
    assert the_batch().document_no in page.text
    assert "收到1,200,000 元" in page.text
    assert "退回10,000 元" in page.text
    assert "核对过，账是平的。" in page.text
    assert page.links[project.name_zh] == f"/projects/{project.number}"


def test_money_that_was_left_over_names_the_batch_it_comes_from(browser: Browser, project: Project) -> None:
    before = the_batch()
    year = factories.a_fund_year(year=2027, code="2027-funds")
    later = factories.a_batch(0, round=year, carried_from=before, name_zh="结转资金")
    factories.an_ledger_entry(
        EntryKind.CARRY_OVER, before.area, batch=before, to_batch_id=later.id, amount_fen=5_000_000
    )
    page = browser.get(f"/funds/batches/{later.number}")
    assert page.links[before.name_zh] == f"/funds/batches/{before.number}"
    assert "来了50,000 元" in page.text


def test_a_payment_to_a_firm_names_it_and_its_papers(browser: Browser, project: Project) -> None:
    to_firm, *_ = payments()
    page = opened(browser, to_firm)
    assert "付给清河路桥公司" in page.text
    assert to_firm.voucher_no in page.text
    assert to_firm.contract is not None
    assert f"{to_firm.contract.number}，2026年5月11日签订" in page.text
    assert "原件可以到镇里看。" in page.text
    assert page.links[project.name_zh] == f"/projects/{project.number}"
    assert not [url for url in page.links.values() if "/files/" in url or "/attachments/" in url]


def test_a_payment_to_households_says_how_many_and_adds_them_up(browser: Browser, project: Project) -> None:
    page = opened(browser, payments()[-1])
    assert "付给2户" in page.text
    assert "核对过，账是平的。" in page.text
    assert "王秀英" not in page.html


def test_a_seller_paid_for_what_households_received_is_named_with_their_number(
    browser: Browser, project: Project
) -> None:
    entry = factories.a_payment(
        roll=factories.a_roll(project.places[0]), payee="县种羊场", payee_en="Sheep farm"
    )
    assert "付给县种羊场（用于2户）" in opened(browser, entry).text
    assert "to Sheep farm, for 2 households" in browser.get(f"/en/funds/payments/{entry.number}").text


def test_a_correction_is_not_asked_for_a_voucher(browser: Browser, project: Project) -> None:
    entry = factories.a_payment(payments()[0].account, 1_000)
    undone = factories.a_reversal(entry, voucher_no="")
    assert undone.voucher_no == ""
    assert "还没有登记凭证" not in opened(browser, undone).text


def test_a_payment_that_does_not_count_says_why(browser: Browser, project: Project) -> None:
    _, mistake, correction, _ = payments()
    page = opened(browser, mistake)
    assert page.texts(".callout-title") == ["已更正，不算数"]
    assert "重复录入。" in page.text
    assert page.links["查看"] == f"/funds/payments/{correction.number}"
    assert opened(browser, correction).texts(".callout-title") == ["更正，不算数"]


def test_a_missing_voucher_is_said(browser: Browser, project: Project) -> None:
    account = payments()[0].account
    page = opened(browser, factories.a_payment(account, 1_000, voucher_no=""))
    assert page.texts(".callout-title") == ["还没有凭证"]


@pytest.mark.parametrize("given", [{"payee_is_person": True, "payee": "欧阳石头"}, {"payee": "李大山"}])
def test_a_person_is_never_named(browser: Browser, project: Project, given: dict[str, object]) -> None:
    entry = factories.a_payment(payments()[0].account, 1_000, **given)
    correction = factories.a_reversal(entry)
    area = project.area
    for path in (
        f"/funds/payments/{entry.number}",
        f"/funds/payments/{correction.number}",
        f"/funds/2026/{area.code}/payments",
        f"/funds/batches/{entry.batch.number if entry.batch else ''}/payments",
        f"/projects/{project.number}",
        f"/projects/{project.number}/payments",
    ):
        page = browser.get(path)
        assert str(given["payee"]) not in page.html
        assert "一户农户（这里不写姓名）" in page.text


def test_names_in_what_officers_wrote_are_hidden(browser: Browser, people: People, project: Project) -> None:
    household = factories.a_household(people.village)
    head = household.head_name
    account = payments()[0].account
    entry = factories.a_payment(account, 1_000, what_zh=f"{head}家养鸡，电话13800138000")
    correction = factories.a_reversal(entry, reason=f"{head}的钱记错了。")
    page = opened(browser, entry)
    assert "家养鸡" in page.text
    assert "的钱记错了。" in page.text
    for html in (page.html, opened(browser, correction).html):
        assert head not in html
        assert "13800138000" not in html


@pytest.mark.parametrize("kind", [EntryKind.RECEIPT, EntryKind.ALLOCATION, EntryKind.CONTRACT])
def test_only_payments_have_this_page(browser: Browser, project: Project, kind: EntryKind) -> None:
    entry = db.session.scalars(sa.select(LedgerEntry).where(LedgerEntry.kind == kind)).first()
    assert entry is not None
    browser.get(f"/funds/payments/{entry.number}", expect=404)


def test_money_that_came_back_is_a_payment_too(people: People, project: Project) -> None:
    first = payments()[0]
    entry = factories.an_ledger_entry(
        EntryKind.REFUND,
        refunds=first,
        account=first.account,
        contract=first.contract,
        amount_fen=10_000,
        payee="清河路桥公司",
    )
    page = opened(Browser(people.app, lang="en"), entry)
    assert page.heading == f"Money back {entry.number}"
    assert "given back by 清河路桥公司" in page.text
    assert "There is no voucher yet" not in page.text


def test_no_villager_stands_in_the_title_of_a_roll_or_the_purpose_of_a_batch(
    people: People, browser: Browser
) -> None:
    factories.a_household(people.village, head_name="王秀英")
    project = factories.a_project(people.village, state=ProjectState.PLANNED)
    batch = factories.a_batch(purpose_zh="王秀英等户的危房改造")
    account = factories.an_allocation(project.places[0], batch=batch)
    roll = factories.a_roll(account.place, title_zh="王秀英等户补助", title_en=None)
    payment = factories.a_payment(account, roll=roll)
    db.session.commit()
    year = f"/funds/{project.round.year}/{people.village.code}/households"
    for path in (f"/funds/batches/{batch.number}", f"/funds/payments/{payment.number}", year):
        page = browser.get(path)
        assert "王秀英" not in page.html
        assert "等户" in page.text


def test_the_year_on_a_sheet_names_nobody(people: People) -> None:
    project = factories.a_project(people.village, state=ProjectState.PLANNED)
    factories.a_household(people.village, head_name="王秀英")
    account = factories.an_allocation(project.places[0], 100_000, batch=factories.a_batch())
    factories.a_payment(account, 1_000, payee="赵秀芳", what_zh="付王秀英误工费")
    db.session.commit()
    paper = sources.ledger_page_of(project.round, people.village, clock.today())
    assert "赵秀芳" not in repr(paper)
    assert "王秀英" not in repr(paper)
    assert "误工费" in repr(paper)
