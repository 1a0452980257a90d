"""Batches of money and what becomes of them, written straight into the ledger: the database moves the sums.

Their numbers begin high, so that what a service numbers beside them has other ones.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.domain.areas.models import Area
from app.domain.funds.models import (
    Account,
    Batch,
    Contract,
    EntryKind,
    LedgerEntry,
    Roll,
    RollLine,
    SourceLevel,
)
from app.domain.projects.models import Project, ProjectPlace, ProjectState
from tests.factories.accounts import the_officer
from tests.factories.areas import the_county
from tests.factories.basis import add, first, how_many
from tests.factories.fund_notices import the_fund_year
from tests.factories.projects import a_project

#: 1,200,000 yuan
MUCH = 120_000_000


def a_batch(received_fen: int = MUCH, **given: Any) -> Batch:
    """Money of the province that the county holds, with the entry of its receipt (none for ``received_fen=0``)."""
    round_ = given.pop("round", None) or the_fund_year()
    number = how_many(Batch) + 1
    values = {
        "number": f"PC{round_.year}-{900 + number}",
        "area": the_county(),
        "level": SourceLevel.PROVINCIAL,
        "name_zh": "财政专项扶贫资金",
        "name_en": "Poverty-alleviation funds",
        "purpose_zh": "产业发展和基础设施",
        "purpose_en": "Industry and infrastructure",
        "document_no": f"黔财农〔{round_.year}〕{number}号",
        "document_on": clock.today() - dt.timedelta(days=30),
    } | given
    batch = add(Batch(round=round_, **values))
    if received_fen:
        an_ledger_entry(EntryKind.RECEIPT, batch.area, batch=batch, amount_fen=received_fen)
    return batch


def an_allocation(
    place: ProjectPlace | None = None,
    amount_fen: int = 60_000_000,
    *,
    batch: Batch | None = None,
    **given: Any,
) -> Account:
    """What *batch* gave to *place* (of a new project of the year's plan), as its account."""
    place = place or _a_place()
    batch = batch or first(Batch, Batch.round_id == place.project.round_id) or a_batch()
    account = first(Account, Account.batch_id == batch.id, Account.place_id == place.id)
    account = account or add(Account(batch=batch, place=place, project=place.project))
    an_ledger_entry(EntryKind.ALLOCATION, account=account, amount_fen=amount_fen, **given)
    return account


def a_contract(project: Project | None = None, amount_fen: int = 50_000_000, **given: Any) -> Contract:
    """A contract of *project* (a new one with money allocated), with its entry."""
    project = project or an_allocation().project
    values = {
        "number": f"HT{project.round.year}-{how_many(Contract) + 1:03}",
        "contractor": "清河路桥公司",
        "contractor_en": "Qinghe Road and Bridge",
        "person_in_charge": "周海",
        "signed_on": clock.today(),
    } | given
    contract = add(Contract(project=project, **values))
    an_ledger_entry(
        EntryKind.CONTRACT, project.area, project=project, contract=contract, amount_fen=amount_fen
    )
    return contract


def a_roll(
    place: ProjectPlace | None = None,
    lines: tuple[tuple[str, str, int, int], ...] = (
        ("一组", "王秀英", 4, 50_000),
        ("二组", "李建国", 3, 75_050),
    ),
    **given: Any,
) -> Roll:
    """A roll of beneficiaries at *place*: *lines* are group, name, people, fen. It is not paid."""
    place = place or an_allocation().place
    households = given.pop("households", ())
    values = {
        "number": f"HM{place.project.round.year}-{90_001 + how_many(Roll)}",
        "title_zh": "养鸡补助",
        "title_en": "Chickens",
        "drawn_up_on": clock.today(),
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.now(),
    } | given
    roll = add(Roll(place=place, **values))
    for number, (group, name, people, fen) in enumerate(lines, 1):
        household = households[number - 1] if number <= len(households) else None
        add(
            RollLine(
                roll_id=roll.id,
                sequence=number,
                household=household,
                group_name=group,
                name=name,
                people=people,
                amount_fen=fen,
            )
        )
    db.session.refresh(roll)
    return roll


def a_payment(
    account: Account | None = None,
    amount_fen: int | None = None,
    *,
    contract: Contract | None = None,
    roll: Roll | None = None,
    **given: Any,
) -> LedgerEntry:
    """A payment from *account* with its voucher: of a *roll* its total, otherwise 100,000 yuan."""
    account = account or (_account_of(roll.place, roll.total_fen) if roll is not None else an_allocation())
    amount_fen = amount_fen or (roll.total_fen if roll is not None else 10_000_000)
    values = {
        "payee": "清河路桥公司",
        "voucher_no": f"记-{how_many(LedgerEntry) + 1:04}",
        "document_no": "报账单",
    } | given
    return an_ledger_entry(
        EntryKind.PAYMENT, account=account, contract=contract, roll=roll, amount_fen=amount_fen, **values
    )


def an_ledger_entry(
    kind: EntryKind, area: Area | None = None, *, account: Account | None = None, **given: Any
) -> LedgerEntry:
    """Any entry, past the service; what it moves is read anew. An *account* brings its batch, project and area."""
    if account is not None:
        given = {"account": account, "batch": account.batch, "project": account.project} | given
        area = account.place.area
    owner = given.get("batch") or given.get("project")
    round_ = given.pop("round", None) or (owner.round if owner is not None else the_fund_year())
    values = {
        "number": f"LS{round_.year}-{900_001 + how_many(LedgerEntry)}",
        "on": clock.today(),
        "document_no": "清财农〔2014〕3号",
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.now(),
    } | given
    entry = add(LedgerEntry(kind=kind, round=round_, area=area, **values))
    for name in ("batch", "account", "project", "contract", "roll"):
        if given.get(name) is not None:
            db.session.refresh(given[name])
    return entry


def a_reversal(entry: LedgerEntry, reason: str = "重复录入。", **given: Any) -> LedgerEntry:
    """The entry that undoes *entry*."""
    names = ("round", "area", "batch", "project", "contract", "roll", "payee", "amount_fen")
    kept = {name: getattr(entry, name) for name in names}
    kept |= {name: getattr(entry, name) for name in ("to_batch_id", "refunds_id")}
    area = kept.pop("area")
    return an_ledger_entry(
        entry.kind, area, account=entry.account, reverses=entry, reason=reason, **kept, **given
    )


def _a_place() -> ProjectPlace:
    project = a_project(state=ProjectState.PLANNED)
    return db.session.scalars(sa.select(ProjectPlace).where(ProjectPlace.project_id == project.id)).one()


def _account_of(place: ProjectPlace, amount_fen: int) -> Account:
    account = first(Account, Account.place_id == place.id)
    return account if account is not None else an_allocation(place, amount_fen)
