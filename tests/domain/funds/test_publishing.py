"""Notices of funds: what they freeze, which sums keep them back, what is found when nobody looked."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.db import db as database
from app.core.errors import Forbidden, Refused
from app.domain.funds import checks, publishing, totals
from app.domain.funds.models import Account, SourceLevel
from app.domain.policies.vocabulary import NoticeKind as K
from app.domain.projects.models import Project, ProjectState
from app.domain.projects.queries import list_projects_of
from app.domain.sheets.models import Sheet
from tests import factories
from tests.people import People


@pytest.fixture
def account(db: Any, people: People) -> Account:
    """600,000 of 1,200,000 yuan for a road that is in the year's plan."""
    factories.a_fund_year()
    project = factories.a_project(people.village, state=ProjectState.PLANNED)
    factories.a_posting_place(people.village)
    return factories.an_allocation(project.places[0])


def issue(people: People, kind: K, *projects: Project, who: str = "village_officer", **more: Any) -> Any:
    area = more.pop("area", people.village)
    return publishing.publish(
        actor=people.actor(who),
        kind=kind,
        round_=factories.the_fund_year(),
        area=area,
        projects=projects,
        **more,
    )


def test_a_notice_before_the_start_freezes_money_and_builder(people: People, account: Account) -> None:
    project = account.project
    tender = factories.a_tender(project, offers=(50_000_000,))
    factories.a_contract(project, tender_id=tender.id)
    notice = issue(people, K.PROJECT_START, project)
    (said,) = notice.content["facts"]["projects"]
    assert said["sources"][0]["fen"] == said["allocated_fen"] == 60_000_000
    assert (said["contractor"], said["contract_fen"]) == ("清河路桥公司", 50_000_000)
    assert notice.content["facts"]["check"]["ok"] is True
    assert len(notice.content["facts"]["check"]["lines"]) == 3
    assert [one.number for one in list_projects_of(notice)] == [project.number]
    assert database.session.scalar(sa.select(sa.func.count(Sheet.id)))
    with pytest.raises(Refused) as refused:
        issue(people, K.PROJECT_START, project)
    assert notice.number in str(refused.value)
    publishing.withdraw(actor=people.actor("village_officer"), notice=notice, reason="写错")
    assert issue(people, K.PROJECT_START, project).replaces_id == notice.id


def test_a_contract_above_the_award_keeps_the_notice_back(people: People, account: Account) -> None:
    tender = factories.a_tender(account.project, offers=(48_000_000,))
    factories.a_contract(account.project, tender_id=tender.id, number="HT-9")
    with pytest.raises(Refused) as refused:
        issue(people, K.PROJECT_START, account.project)
    first = str(refused.value.blockers[0])
    assert "HT-9" in first
    assert "500,000.00" in first
    assert "480,000.00" in first
    assert "difference of 20,000.00" in first


def test_a_sum_that_was_tampered_with_keeps_the_notice_back(people: People, account: Account) -> None:
    """As after a restore gone wrong: the trigger is off, a sum is changed."""
    connection = database.session.connection()
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text("DROP TRIGGER sums_project_paid_fen"))
    else:
        connection.execute(sa.text("ALTER TABLE project DISABLE TRIGGER sums_project_update"))
    connection.execute(sa.text("UPDATE project SET paid_fen = 7"))
    database.session.refresh(account.project)
    with pytest.raises(Refused) as refused:
        issue(people, K.PROJECT_START, account.project)
    assert "0.07" in str(refused.value.blockers[0])
    found = [one for one in checks.check(people.county, factories.the_fund_year()) if one.rule == "sum"]
    assert [(one.left_fen, one.right_fen) for one in found] == [(7, 0)]
    database.session.rollback()


def test_beneficiaries_stand_with_what_they_get_and_minors_are_marked(
    people: People, account: Account
) -> None:
    home = factories.a_household(people.village)
    child = home.members[-1]
    child.born_on = dt.date(2015, 1, 1)
    roll = factories.a_roll(
        account.place, ((("一组"), child.name, 1, 50_000), ("二组", "李建国", 3, 1)), households=[home]
    )
    factories.a_payment(roll=roll)
    notice = issue(people, K.BENEFICIARIES, roll=roll)
    rows = publishing._rows(roll)
    assert [row["extra"] for row in rows] == [{"amount_fen": 50_000, "minor": True}, {"amount_fen": 1}]
    assert notice.content["facts"]["roll"]["total_fen"] == 50_001
    assert "李建国" not in str(notice.content)


def test_who_may_publish_and_what(people: People, account: Account) -> None:
    project = account.project
    with pytest.raises(Forbidden):
        issue(people, K.PROJECT_START, project, who="other_village_officer")
    for kind in (K.PROJECT_COMPLETION, K.PROJECT_PROGRESS, K.PROJECT_LIBRARY):
        with pytest.raises(Refused):
            issue(people, kind, project)
    with pytest.raises(Refused):
        issue(people, K.PROJECT_START)
    with pytest.raises(Refused):
        issue(people, K.BENEFICIARIES)
    with pytest.raises(Refused):
        issue(people, K.FIRST_NOTICE, project)
    with pytest.raises(Refused):
        issue(people, K.PROJECT_START, project, area=people.other_village, who="township_reviewer")


def test_the_sentence_of_every_area_balances(people: People, account: Account) -> None:
    other = factories.a_project(
        people.township, state=ProjectState.PLANNED, places={people.other_village: 1, people.village: 1}
    )
    gift = factories.a_batch(1_000_000, area=people.township, level=SourceLevel.SOCIAL)
    factories.an_allocation(other.places[0], 300_000, batch=gift)
    factories.a_payment(factories.an_allocation(other.places[1], 200_000, batch=gift), 150_000)
    factories.a_payment(account)
    round_ = factories.the_fund_year()
    areas = (people.county, people.township, people.village)
    county, township, village = (totals.sentence(round_.id, one) for one in areas)
    assert (county.received_fen, county.paid_fen, county.left_fen) == (121_000_000, 10_150_000, 110_850_000)
    assert township.received_fen == 60_000_000 + 1_000_000
    assert (village.received_fen, village.projects) == (60_200_000, 2)
    lines = totals.village_totals(round_.id, people.county.path)
    assert sum(one.allocated_fen for one in lines) == county.allocated_fen
    assert sum(one.paid_fen for one in lines) == county.paid_fen
    for area in (people.county, people.township, people.village, people.far_village):
        balance = totals.sentence(round_.id, area)
        assert balance.received_fen == balance.paid_fen + balance.gone_fen + balance.left_fen
        who = {people.county.id: "county_approver", people.township.id: "township_reviewer"}.get(area.id)
        if who is not None:
            assert issue(people, K.FUNDS, area=area, who=who).content["facts"]["check"]["ok"] is True


def test_what_was_not_announced_is_found(people: People, account: Account) -> None:
    round_ = factories.the_fund_year()
    roll = factories.a_roll(account.place)
    factories.a_payment(roll=roll, payee_is_person=True, voucher_no="")
    factories.a_payment(account, payee_is_person=True)
    found = {one.rule for one in checks.check(people.township, round_, dt.date(2026, 9, 1))}
    assert found == {
        "not_announced",
        "beneficiaries_not_announced",
        "no_voucher",
        "no_file",
        "person_without_roll",
    }
    found = {one.rule for one in checks.check(people.county, round_, dt.date(2026, 9, 1))}
    assert {"late_allocation", "funds_not_announced"} <= found
    assert checks.check(people.far_village, round_, dt.date(2026, 9, 1)) == []
