"""A year of money with one of everything in one village: a batch, a project under way, a contract, payments, a roll."""

from app.domain.areas.models import Area
from app.domain.funds.models import EntryKind
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.models import MilestoneKind, PhotoStage, Project, ProjectState
from tests.factories.fund_notices import a_fund_notice, the_fund_year
from tests.factories.ledger import (
    a_batch,
    a_contract,
    a_payment,
    a_reversal,
    a_roll,
    an_allocation,
    an_ledger_entry,
)
from tests.factories.projects import (
    a_milestone,
    a_progress_report,
    a_project,
    a_project_meeting,
    a_project_notice,
    a_project_photograph,
    a_tender,
)


def a_year_of_money(village: Area) -> Project:
    """1,200,000 yuan of the county, 600,000 of it for a road of *village*, of which 101,250.50 were paid and stand.

    100,000 went to a firm, 1,250.50 to the two households of a roll; 100,000 more were paid by mistake and taken back.
    """
    round_ = the_fund_year()
    batch = a_batch(round=round_)
    project = a_project(village, state=ProjectState.UNDER_WAY, round_=round_)
    for kind in (MilestoneKind.APPROVAL, MilestoneKind.PLAN, MilestoneKind.START):
        a_milestone(project, kind)
    a_project_meeting(project)
    a_tender(project, offers=(50_000_000, 52_000_000))
    a_project_photograph(project, PhotoStage.BEFORE)
    a_progress_report(project, percent=45)
    a_project_notice(project, a_fund_notice(NoticeKind.PROJECT_START, village))
    account = an_allocation(project.places[0], 60_000_000, batch=batch)
    contract = a_contract(project)
    a_payment(account, contract=contract)
    a_reversal(a_payment(account, contract=contract, voucher_no=""))
    a_payment(roll=a_roll(project.places[0]), payee="一组王秀英等二户")
    an_ledger_entry(EntryKind.SURRENDER, batch.area, batch=batch, amount_fen=1_000_000)
    return project
