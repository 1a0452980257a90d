"""What a late or wrong entry is met with: a closed year, a project that moved, a roll too early or announced."""

import datetime as dt

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import Refused
from app.domain.funds import service
from app.domain.funds.models import Account, Contract
from app.domain.funds.rolls import Line
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.models import Project, ProjectState
from app.domain.projects.service import put_on_notice
from app.domain.rounds.models import RoundState
from tests import factories
from tests.people import People

S = ProjectState


def test_a_closed_year_takes_no_reversal_and_still_a_late_voucher(people: People) -> None:
    payment = factories.a_payment(voucher_no="")
    payment.round.state = RoundState.CLOSED
    db.session.flush()
    actor = people.actor("county_approver")
    with pytest.raises(Refused, match="open the year again"):
        service.reverse(actor=actor, entry=payment, reason="录入有误")
    made = service.give_voucher(actor=actor, payment=payment, voucher_no="记-9", reason="补凭证")
    assert (made.voucher_no, made.amount_fen, made.on) == ("记-9", payment.amount_fen, payment.on)
    payment.round.state = RoundState.OPEN
    db.session.flush()
    service.reverse(actor=actor, entry=made, reason="录入有误")


def somebody_drops(project: Project) -> None:
    """Another transaction changes the state behind this session's back."""
    statement = sa.update(Project).where(Project.id == project.id).values(state=S.DRAFT)
    db.session.execute(statement, execution_options={"synchronize_session": False})


def test_the_state_is_asked_for_once_the_project_is_held(people: People) -> None:
    account, actor, today = factories.an_allocation(), people.actor("county_approver"), clock.today()
    project = account.project
    acts = [
        lambda: service.pay(actor=actor, account=account, amount_fen=1, on=today, payee="公司"),
        lambda: service.allocate(
            actor=actor, batch=account.batch, place=account.place, amount_fen=1, on=today, document_no="1"
        ),
        lambda: service.sign_contract(
            actor=actor,
            project=project,
            number="HT-9",
            contractor=BilingualText("公司"),
            amount_fen=1,
            signed_on=today,
        ),
    ]
    for act in acts:
        db.session.refresh(project)
        assert project.state is S.PLANNED
        somebody_drops(project)
        with pytest.raises(Refused):
            act()
        statement = sa.update(Project).where(Project.id == project.id).values(state=S.PLANNED)
        db.session.execute(statement)


@pytest.mark.parametrize(("state", "may"), [(S.PROPOSED, False), (S.LIBRARY, True), (S.CLOSED, True)])
def test_a_roll_is_drawn_up_from_the_library_on(people: People, state: ProjectState, may: bool) -> None:
    project = factories.a_project(people.village, state=state)
    given = {
        "actor": people.actor("county_approver"),
        "place": project.places[0],
        "title": BilingualText("补助"),
        "drawn_up_on": clock.today(),
        "lines": [Line("王秀英", 100)],
    }
    if may:
        assert service.draw_up_roll(**given).total_fen == 100
    else:
        with pytest.raises(Refused, match="library"):
            service.draw_up_roll(**given)


def test_a_roll_is_not_withdrawn_while_its_notice_stands(people: People) -> None:
    account = factories.an_allocation()
    roll, other = factories.a_roll(account.place), factories.a_roll(account.place)
    facts = {"projects": [], "roll": {"number": roll.number}}
    notice = factories.a_fund_notice(NoticeKind.BENEFICIARIES, account.place.area, facts)
    put_on_notice(notice=notice, projects=[account.project])
    actor = people.actor("county_approver")
    with pytest.raises(Refused, match=notice.number):
        service.withdraw_roll(actor=actor, roll=roll, reason="有误")
    service.withdraw_roll(actor=actor, roll=other, reason="有误")
    notice.withdrawn_at, notice.withdrawal_reason = clock.now(), "有误"
    db.session.flush()
    service.withdraw_roll(actor=actor, roll=roll, reason="有误")


def test_a_contract_with_who_got_the_work_follows_the_award(people: People) -> None:
    account: Account = factories.an_allocation()
    project, actor = account.project, people.actor("county_approver")
    factories.a_tender(
        project, offers=(50_000_000, 60_000_000), decided_on=clock.today() - dt.timedelta(days=1)
    )
    numbers = {"HT-1": "清河路桥1公司", "HT-2": "清河路桥2公司", "HT-3": "清河路桥1公司"}
    for number, contractor in numbers.items():
        service.sign_contract(
            actor=actor,
            project=project,
            number=number,
            contractor=BilingualText(contractor),
            amount_fen=1_000,
            signed_on=clock.today(),
        )
    rows = db.session.execute(sa.select(Contract.number, Contract.tender_id))
    found = {number: tender_id for number, tender_id in rows}  # noqa: C416 - rows are no pairs to mypy
    assert found["HT-1"] is not None
    assert (found["HT-2"], found["HT-3"]) == (None, None), "one contract follows an offer, not several"
