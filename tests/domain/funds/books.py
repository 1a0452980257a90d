"""A small county with money: what the random acts of ``test_never.py`` are done to, and the acts themselves."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import DomainError
from app.domain.funds import service
from app.domain.funds.models import Account, Batch, Contract, EntryKind, LedgerEntry, Roll, SourceLevel
from app.domain.funds.rolls import Line
from app.domain.projects.models import Project, ProjectPlace, ProjectState
from app.domain.rounds.models import Round, RoundKind
from tests import factories
from tests.people import People

#: little money, so that acts run into each other's limits
START = 10_000


class Books:
    """Two years, two batches, three projects at five places; each act picks by number among what is there."""

    def __init__(self, people: People) -> None:
        year = factories.a_fund_year()
        factories.a_fund_year(year=year.year + 1)
        first, second = people.village, people.other_village
        factories.a_batch(START, area=people.county)
        factories.a_batch(START // 2, area=people.township)
        for places in ({first: 1000, second: 1000}, {first: 1000}, {second: 500, first: 500}):
            factories.a_project(people.township, state=ProjectState.PLANNED, places=places)
        factories.an_allocation(self.pick(ProjectPlace, 0), START // 4)
        factories.an_allocation(self.pick(ProjectPlace, 3), START // 4, batch=self.pick(Batch, 1))
        self.actors = [people.actor("county_approver"), people.actor("township_reviewer")]
        self.nobody = people.actor("village_officer")
        self.tally: Counter[str] = Counter()

    def all(self, model: Any, *conditions: Any) -> list[Any]:
        return list(db.session.scalars(sa.select(model).where(*conditions).order_by(model.id)))

    def pick(self, model: Any, number: int, *conditions: Any) -> Any:
        found = self.all(model, *conditions)
        return found[number % len(found)] if found else None

    def do(self, act: str, actor: int, one: int, other: int, amount: int) -> bool:
        """Try *act*; false when it was refused."""
        who = self.nobody if actor == 2 else self.actors[actor]
        try:
            with db.session.begin_nested():
                done = getattr(self, f"_{act}")(who, one, other, amount)
        except DomainError:
            self.tally[f"{act} refused"] += 1
            return False
        self.tally[act if done is not False else f"{act} impossible"] += 1
        return done is not False

    def _receive(self, who: Any, one: int, _other: int, amount: int) -> Any:
        batch = self.pick(Batch, one)
        return service.receive(actor=who, batch=batch, amount_fen=amount, on=clock.today())

    def _allocate(self, who: Any, one: int, other: int, amount: int) -> Any:
        batch, place = self.pick(Batch, one), self.pick(ProjectPlace, other)
        amount = amount or max(1, batch.received_fen - batch.allocated_fen - batch.gone_fen)
        return service.allocate(
            actor=who, batch=batch, place=place, amount_fen=amount, on=clock.today(), document_no="1"
        )

    def _recall(self, who: Any, one: int, _other: int, amount: int) -> Any:
        return self._of_account(service.recall, who, one, amount, document_no="2")

    def _pay(self, who: Any, one: int, other: int, amount: int) -> Any:
        account = self.pick(Account, one)
        contract = self.pick(Contract, other) if other % 2 else None
        return (
            self._of_account(service.pay, who, one, amount, payee="公司", contract=contract, voucher_no="3")
            if account
            else False
        )

    def _of_account(self, act: Callable[..., Any], who: Any, one: int, amount: int, **more: Any) -> Any:
        account = self.pick(Account, one)
        if account is None:
            return False
        amount = amount or max(1, account.allocated_fen - account.paid_fen)
        return act(actor=who, account=account, amount_fen=amount, on=clock.today(), **more)

    def _contract(self, who: Any, one: int, other: int, amount: int) -> Any:
        project = self.pick(Project, one)
        return service.sign_contract(
            actor=who,
            project=project,
            number=f"HT-{other % 4}",
            contractor=BilingualText("公司"),
            amount_fen=amount or max(1, project.allocated_fen - project.contracted_fen),
            signed_on=clock.today(),
        )

    def _roll(self, who: Any, one: int, other: int, amount: int) -> Any:
        lines = [Line(name=f"户{number}", amount_fen=amount % 50 or 1) for number in range(1 + other % 3)]
        return service.draw_up_roll(
            actor=who,
            place=self.pick(ProjectPlace, one),
            title=BilingualText("补助"),
            drawn_up_on=clock.today(),
            lines=lines,
        )

    def _pay_roll(self, who: Any, one: int, other: int, amount: int) -> Any:
        roll = self.pick(Roll, one)
        account = self.pick(Account, other, Account.place_id == roll.place_id) if roll else None
        if account is None:
            return False
        return service.pay(
            actor=who,
            account=account,
            roll=roll,
            amount_fen=roll.total_fen if amount < 900 else amount,
            on=clock.today(),
            payee="花名册",
            payee_is_person=True,
        )

    def _withdraw_roll(self, who: Any, one: int, _other: int, _amount: int) -> Any:
        roll = self.pick(Roll, one)
        return service.withdraw_roll(actor=who, roll=roll, reason="有误") if roll else False

    def _refund(self, who: Any, one: int, _other: int, amount: int) -> Any:
        payment = self.pick(LedgerEntry, one, LedgerEntry.kind == EntryKind.PAYMENT)
        if payment is None:
            return False
        return service.refund(
            actor=who,
            payment=payment,
            amount_fen=amount or payment.amount_fen,
            on=clock.today(),
            document_no="4",
        )

    def _carry_over(self, who: Any, one: int, _other: int, amount: int) -> Any:
        batch = self.pick(Batch, one)
        to_round = self.all(Round, Round.kind == RoundKind.FUNDS)[-1]
        amount = amount or max(1, batch.received_fen - batch.allocated_fen - batch.gone_fen)
        return service.carry_over(
            actor=who, batch=batch, to_round=to_round, amount_fen=amount, on=clock.today(), document_no="5"
        )

    def _surrender(self, who: Any, one: int, _other: int, amount: int) -> Any:
        batch = self.pick(Batch, one)
        return service.surrender(
            actor=who, batch=batch, amount_fen=amount or 1, on=clock.today(), document_no="6"
        )

    def _reverse(self, who: Any, one: int, _other: int, _amount: int) -> Any:
        entry = self.pick(LedgerEntry, one)
        return service.reverse(actor=who, entry=entry, reason="录入有误")

    def _voucher(self, who: Any, one: int, _other: int, _amount: int) -> Any:
        payment = self.pick(LedgerEntry, one, LedgerEntry.kind == EntryKind.PAYMENT)
        return (
            service.give_voucher(actor=who, payment=payment, voucher_no="记-9", reason="补凭证")
            if payment
            else False
        )

    def _batch(self, who: Any, one: int, _other: int, _amount: int) -> Any:
        like = self.pick(Batch, one)
        return service.record_batch(
            actor=who,
            round_=like.round,
            area=like.area,
            level=SourceLevel.SOCIAL,
            name=BilingualText("捐款"),
            purpose=BilingualText("帮扶"),
            document_no="7",
            document_on=clock.today(),
        )


ACTS = tuple(
    name[1:] for name in vars(Books) if name.startswith("_") and name[1:2] != "_" and name != "_of_account"
)
