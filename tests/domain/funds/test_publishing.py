"""Notices of funds: what they freeze, which sums keep them back, what is found when nobody looked."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.db import db as database
from app.core.errors import Forbidden, Invalid, Refused
from app.domain.funds import checks, facts, publishing, totals
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


def test_the_notice_before_the_start_says_who_builds(people: People, account: Account) -> None:
    with pytest.raises(Refused, match="who does the work"):
        issue(people, K.PROJECT_START, account.project)
    factories.a_tender(account.project)
    issue(people, K.PROJECT_START, account.project)


def test_a_craftsman_is_not_named_as_the_builder(people: People, account: Account) -> None:
    project = account.project
    tender = factories.a_tender(project, offers=(50_000_000,))
    tender.bids[0].bidder = "王秀英"
    (said,) = composed(project)
    assert said["contractor"] == facts.PERSON
    for name in ("王秀英", "清河路桥公司"):
        factories.a_contract(project, 10_000_000, contractor=name, person_in_charge=f"{name}的人")
    (said,) = composed(project)
    assert said["contractor"]["zh"] == f"{facts.PERSON['zh']}、清河路桥公司"
    assert "王秀英" not in str(said)


def composed(project: Project) -> list[dict[str, Any]]:
    return [facts.of_project(project, K.PROJECT_START, facts.load_books([project]))]


def test_what_officers_wrote_hangs_without_villagers_and_their_numbers(
    people: People, account: Account
) -> None:
    home = factories.a_household(people.village)
    name, project = home.members[0].name, account.project
    project.content_zh = f"硬化{name}家门前的路，电话13812345678。"
    project.benefit_zh = f"{name}等三户受益。"
    project.person_in_charge = name
    factories.a_tender(project, decided_by_zh=f"村民代表{name}等")
    (said,) = issue(people, K.PROJECT_START, project).content["facts"]["projects"]
    assert said["content"]["zh"] == f"硬化{name[0]}**家门前的路，电话***。"
    assert said["benefit"]["zh"] == f"{name[0]}**等三户受益。"
    assert name not in said["tender"]["decided_by"]["zh"]
    assert said["person_in_charge"] == name, "the office's own person stands on purpose"


def test_the_final_notice_comes_after_the_acceptance(people: People, account: Account) -> None:
    account.project.state = ProjectState.COMPLETED
    with pytest.raises(Refused, match="not where this notice belongs"):
        issue(people, K.PROJECT_COMPLETION, account.project)
    account.project.state = ProjectState.ACCEPTED
    assert issue(people, K.PROJECT_COMPLETION, account.project).kind is K.PROJECT_COMPLETION


def test_the_projects_are_held_while_their_notice_is_issued(people: People, account: Account) -> None:
    """Two at once: the second waits, and then finds the first one's notice."""
    factories.a_tender(account.project)
    said: list[str] = []
    engine = database.engine

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    sa.event.listen(engine, "before_cursor_execute", listen)
    try:
        issue(people, K.PROJECT_START, account.project)
    finally:
        sa.event.remove(engine, "before_cursor_execute", listen)
    held = next(at for at, one in enumerate(said) if "FROM project" in one and "ORDER BY project.id" in one)
    asked = next(at for at, one in enumerate(said) if "FROM project_notice" in one)
    assert held < asked
    if engine.dialect.name == "postgresql":
        assert "FOR UPDATE OF project" in said[held]


def test_a_number_is_not_given_as_the_reason_of_a_withdrawal(people: People, account: Account) -> None:
    factories.a_tender(account.project)
    notice = issue(people, K.PROJECT_START, account.project)
    with pytest.raises(Invalid, match="identity card"):
        publishing.withdraw(
            actor=people.actor("village_officer"), notice=notice, reason="电话13812345678写错"
        )


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
    factories.a_tender(account.project)
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
