"""Money in every file of the open data: a tender, a contract, payments to a firm, to a person, by a roll. No test."""

from dataclasses import dataclass

from app.core.db import db
from app.domain.funds.models import LedgerEntry
from app.domain.projects.models import Project, ProjectState
from tests import factories
from tests.people import People

#: who was paid and must stand in no file
PAYEES = ("赵秀芳", "李建国", "王秀英")


@dataclass(frozen=True)
class Money:
    """A project under way and what was paid for it."""

    project: Project
    to_firm: LedgerEntry
    to_person: LedgerEntry
    by_roll: LedgerEntry
    undone: LedgerEntry
    reversal: LedgerEntry


def money_of(people: People) -> Money:
    """Build it on a village of *people*, and let the database have it."""
    project = factories.a_project(people.village, state=ProjectState.UNDER_WAY)
    place = project.places[0]
    account = factories.an_allocation(place)
    tender = factories.a_tender(project, offers=(49_000_000, 50_000_000))
    contract = factories.a_contract(project, tender_id=tender.id, contractor_code="91520581MA6DL7XK8J")
    to_firm = factories.a_payment(account, contract=contract)
    undone = factories.a_payment(account, 5_000_000, contract=contract)
    reversal = factories.a_reversal(undone)
    to_person = factories.a_payment(
        account, 80_050, payee=PAYEES[0], payee_is_person=True, voucher_no="", what_zh=f"{PAYEES[0]}的误工费"
    )
    by_roll = factories.a_payment(account, roll=factories.a_roll(place), payee=f"{PAYEES[1]}等")
    factories.a_project(people.village, state=ProjectState.DRAFT, name_zh="还没有提出的项目")
    db.session.commit()
    return Money(project, to_firm, to_person, by_roll, undone, reversal)
