"""A workbook against the ledger as it stands: whose batch and project it is, what is known, two at the same moment."""

import contextlib
import threading
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db, unit_of_work
from app.core.errors import Conflict
from app.domain.funds import service as ledger
from app.domain.funds import workbook_queries
from app.domain.funds import workbook_service as service
from app.domain.funds.models import Contract, EntryKind, LedgerEntry, LedgerImport
from app.domain.funds.rules import read_fen
from app.domain.funds.workbook_reading import Unreadable, fen_of
from app.domain.funds.workbook_writing import ledger_workbook
from app.domain.projects.models import Project, ProjectState
from tests import factories
from tests.domain.funds.workbooks import (
    Rows,
    a_road,
    count,
    entered,
    found,
    looked_at,
    the_rows,
    workbook,
)
from tests.factories.fund_notices import the_fund_year
from tests.people import People


@pytest.fixture
def road(people: People) -> Project:
    return a_road()


def township_looks(people: People, data: bytes) -> LedgerImport:
    """The workbook as a township's office hands it in."""
    run = service.preview(
        actor=people.actor("township_reviewer"),
        round_=the_fund_year(),
        area=people.township,
        data=data,
        filename="台账.xlsx",
    )
    db.session.commit()
    return run


def blocked(run: LedgerImport) -> list[tuple[str, str]]:
    return [one[:2] for one in found(run, "blocking")]


def test_what_came_of_somebody_elses_batch_is_found_at_its_cell(people: People, road: Project) -> None:
    batch = factories.a_batch(1_000)
    rows: Rows = {"资金批次": the_rows(road)["资金批次"]}
    rows["资金批次"][0][0] = batch.number
    assert blocked(township_looks(people, workbook(rows))) == [("资金批次", "A2")]
    rows["资金批次"][0][0] = None
    rows["资金批次"][0][1], rows["资金批次"][0][4] = batch.name_zh, batch.document_no
    assert blocked(township_looks(people, workbook(rows))) == [("资金批次", "E2")]
    own = factories.a_batch(1, area=people.other_township, document_no="社1号", name_zh="捐款")
    rows["资金批次"][0][1], rows["资金批次"][0][4] = own.name_zh, own.document_no
    assert blocked(township_looks(people, workbook(rows))) == [], "a neighbour got another part of it"


def test_a_townships_ledger_comes_back_in_and_enters_nothing(people: People, road: Project) -> None:
    entered(people, workbook(the_rows(road)))
    actor, today = people.actor("county_approver"), clock.today()
    payment = db.session.scalars(sa.select(LedgerEntry).where(LedgerEntry.voucher_no == "记-12")).one()
    ledger.refund(actor=actor, payment=payment, amount_fen=500, on=today, document_no="退-1")
    assert payment.account is not None
    ledger.recall(actor=actor, account=payment.account, amount_fen=500, on=today, document_no="收-1")
    countys = factories.a_project(people.county, state=ProjectState.PLANNED, places={people.village: 1000})
    account = factories.an_allocation(countys.places[0], 1_000_000)
    factories.a_payment(roll=factories.a_roll(account.place), account=account)
    road.state = ProjectState.CLOSED
    db.session.commit()
    entries = count(LedgerEntry)
    run = township_looks(people, ledger_workbook(the_fund_year(), people.township.path))
    assert found(run, "blocking") == []
    service.apply_import(actor=people.actor("township_reviewer"), run=run)
    assert (run.entries, count(LedgerEntry)) == (0, entries)


def test_a_township_pays_out_of_what_the_county_holds(people: People, road: Project) -> None:
    rows = the_rows(road)
    entered(people, workbook({name: rows[name] for name in ("资金批次", "资金分配", "合同")}))
    number = db.session.scalars(sa.select(LedgerEntry)).first()
    assert number is not None
    assert number.batch is not None
    rows["支付"][0][0] = rows["支付"][1][0] = number.batch.number
    run = township_looks(people, workbook({name: rows[name] for name in ("花名册", "支付")}))
    assert found(run, "blocking") == []
    service.apply_import(actor=people.actor("township_reviewer"), run=run)
    assert run.entries == 2
    allocation = [number.batch.number, *rows["资金分配"][0][1:]]
    allocation[5] = 7
    assert blocked(township_looks(people, workbook({"资金分配": [allocation]}))) == [("资金分配", "A2")]


def test_a_contract_follows_the_award_and_another_one_is_told(people: People, road: Project) -> None:
    tender = factories.a_tender(road, offers=(50_000_000,))
    db.session.commit()
    rows = the_rows(road)
    run = looked_at(people, workbook(rows))
    assert ("合同", "C2") in [one[:2] for one in found(run, "warning")]
    rows["合同"][0][2] = "清河路桥1公司"
    assert ("合同", "C2") not in [one[:2] for one in found(entered(people, workbook(rows)), "warning")]
    assert db.session.scalars(sa.select(Contract.tender_id)).one() == tender.id


def test_a_changed_roll_is_not_taken_for_the_old_one(people: People, road: Project) -> None:
    rows = the_rows(road)
    entered(people, workbook(rows))
    rows["花名册"][0][8], rows["花名册"][1][8] = 750.5, 500
    assert blocked(looked_at(people, workbook({"花名册": rows["花名册"]}))) == [
        ("花名册", "G2"),
        ("花名册", "G3"),
    ]
    rows = the_rows(road)
    rows["花名册"][1][6] = "李建业"
    assert blocked(looked_at(people, workbook({"花名册": rows["花名册"]}))) == [("花名册", "G3")]
    rows["花名册"][1][6] = " 李 建国"
    assert blocked(looked_at(people, workbook({"花名册": list(reversed(rows["花名册"]))}))) == []


def test_a_roll_waits_for_the_library(people: People) -> None:
    project = factories.a_project(state=ProjectState.PROPOSED)
    db.session.commit()
    rows = {"花名册": the_rows(project)["花名册"]}
    assert blocked(looked_at(people, workbook(rows))) == [("花名册", "B2")]


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("12.3456", 12_345_600),
        (12.3456, 12_345_600),
        ("1,200", 1_200_000_000),
        ("(3.5)", -3_500_000),
        ("3元", 300),
        ("2万元", 2_000_000),
        ("0", 0),
    ],
)
def test_a_column_of_ten_thousands_takes_text_as_it_takes_numbers(cell: Any, fen: int) -> None:
    assert fen_of(cell, 10_000) == fen


def test_what_is_no_amount_there_is_refused_all_the_same() -> None:
    for cell in ("12.3456789", "12,34", "多"):
        with pytest.raises(Unreadable):
            fen_of(cell, 10_000)
    assert read_fen("12.3456万") == 12_345_600


def test_two_workbooks_at_the_same_moment_are_entered_once(
    people: People, road: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have been shown; on PostgreSQL nothing but the held year keeps the second from being entered as well."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("writers of SQLite queue anyhow")
    rows = the_rows(road)
    entered(people, workbook({name: rows[name] for name in ("资金批次", "资金分配", "合同")}))
    rows["支付"][0][0] = "黔财农〔2014〕1号"
    data = workbook({"支付": rows["支付"][:1]})
    runs = [looked_at(people, data).id for _ in range(2)]
    actor = people.actor("county_approver")
    db.session.remove()
    both, held = threading.Barrier(2, timeout=4), service.hold_against_ledger

    def meet(*given: Any) -> Any:
        made = held(*given)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait()
        return made

    monkeypatch.setattr(service, "hold_against_ledger", meet)
    done: list[bool] = []

    def enter(import_id: int) -> None:
        with people.app.app_context():
            try:
                with unit_of_work():
                    service.apply_import(actor=actor, run=workbook_queries.get_import(import_id))
                done.append(True)
            except Conflict:
                done.append(False)
            finally:
                db.session.remove()

    racers = [threading.Thread(target=enter, args=(one,)) for one in runs]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(done) == [False, True]
    payments = sa.select(sa.func.count()).where(LedgerEntry.kind == EntryKind.PAYMENT)
    assert db.session.scalar(payments) == 1
