"""A finance office's workbook: shown, entered as a whole or not at all, taken back by reversing entries."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.funds import service as ledger
from app.domain.funds import workbook_service as service
from app.domain.funds.models import (
    Account,
    Batch,
    Contract,
    EntryKind,
    LedgerEntry,
    LedgerImport,
    Roll,
    RollLine,
)
from app.domain.funds.workbook_writing import ledger_workbook
from app.domain.imports import folder
from app.domain.imports.models import ImportState
from app.domain.projects.models import Project
from tests.domain.funds.workbooks import (
    a_road,
    count,
    entered,
    found,
    looked_at,
    read_back,
    sums,
    tallies,
    the_rows,
    workbook,
)
from tests.factories.fund_notices import the_fund_year
from tests.people import People

S = ImportState


@pytest.fixture
def road(people: People) -> Project:
    return a_road()


def test_a_good_workbook_is_shown_and_then_entered(people: People, road: Project) -> None:
    run = looked_at(people, workbook(the_rows(road)))
    assert run.state is S.PREVIEWED
    assert found(run, "blocking") == []
    assert tallies(run)["payments"] == [2, 0, 20_125_050]
    assert count(LedgerEntry) == 0, "nothing is entered before somebody confirms"
    run = service.apply_import(actor=people.actor("county_approver"), run=run)
    assert (run.state, run.entries) == (S.APPLIED, 5)
    assert sums(road) == (60_000_000, 50_000_000, 20_125_050)
    batch = db.session.scalars(sa.select(Batch)).one()
    assert (batch.received_fen, batch.allocated_fen, batch.area_id) == (
        120_000_000,
        60_000_000,
        people.county.id,
    )
    roll = db.session.scalars(sa.select(Roll)).one()
    assert (roll.total_fen, roll.paid_fen) == (125_050, 125_050)
    contract = db.session.scalars(sa.select(Contract)).one()
    assert (contract.amount_fen, contract.paid_fen, contract.contractor) == (
        50_000_000,
        20_000_000,
        "清河路桥公司",
    )
    entries = db.session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.id)).all()
    assert [entry.kind.value for entry in entries] == [
        "receipt",
        "allocation",
        "contract",
        "payment",
        "payment",
    ]
    assert {entry.import_id for entry in entries} == {run.id}
    assert entries[3].voucher_no == "记-12"
    assert db.session.scalars(sa.select(RollLine.goods_zh).order_by(RollLine.id)).all() == ["", "水泥2吨"]


def test_the_same_workbook_again_enters_nothing_and_a_longer_one_only_what_is_new(
    people: People, road: Project
) -> None:
    rows = the_rows(road)
    entered(people, workbook(rows))
    again = entered(people, workbook(rows))
    assert again.entries == 0
    assert tallies(again)["payments"] == [0, 2, 0]
    rows["支付"].append(
        [
            "黔财农〔2014〕1号",
            road.number,
            None,
            clock.today().isoformat(),
            "清河路桥公司",
            1,
            "记-14",
            None,
            None,
        ]
    )
    assert entered(people, workbook(rows)).entries == 1
    assert (count(Batch), count(Roll), count(Contract), count(LedgerEntry)) == (1, 1, 1, 6)


def test_two_equal_rows_are_two_payments(people: People, road: Project) -> None:
    rows = the_rows(road)
    rows["支付"][1] = rows["支付"][0]
    entered(people, workbook(rows))
    rows["支付"].append(rows["支付"][0])
    run = looked_at(
        people,
        workbook(
            rows | {"合同": [["HT-1", road.number, "清河路桥公司", clock.today().isoformat(), 500_000]]}
        ),
    )
    assert found(run, "blocking") == [("支付", "F4", found(run, "blocking")[0][2])], (
        "the contract has not so much left"
    )
    assert tallies(run)["payments"][:2] == [0, 2], "what is refused is not counted as new"


def test_what_is_exported_enters_nothing(people: People, road: Project) -> None:
    entered(people, workbook(the_rows(road)))
    exported = ledger_workbook(the_fund_year(), people.county.path)
    run = entered(people, exported)
    assert run.entries == 0
    assert (count(Batch), count(Roll), count(Contract)) == (1, 1, 1)
    assert read_back(ledger_workbook(the_fund_year(), people.county.path)) == read_back(exported)


def test_an_export_makes_the_same_ledger_elsewhere(people: People, road: Project) -> None:
    run = entered(people, workbook(the_rows(road)))
    exported = ledger_workbook(the_fund_year(), people.county.path)
    service.undo_import(actor=people.actor("county_approver"), run=run, reason="换一个地方")
    db.session.commit()
    empty = read_back(ledger_workbook(the_fund_year(), people.county.path))
    assert [len(rows) for rows in empty.values()] == [2 - 1, 1, 1, 1, 1]
    entered(people, exported)
    mine, theirs = read_back(ledger_workbook(the_fund_year(), people.county.path)), read_back(exported)
    roll = db.session.scalars(sa.select(Roll.number).order_by(Roll.id.desc())).first()
    for name, rows in theirs.items():
        assert mine[name] == [
            tuple(roll if cell == "HM" else cell for cell in row) for row in renumbered(rows, roll)
        ]


def renumbered(rows: list[tuple[Any, ...]], roll: str | None) -> list[tuple[Any, ...]]:
    """A roll drawn up once more has a number of its own."""
    return [tuple(roll if str(cell).startswith("HM") else cell for cell in row) for row in rows]


def test_undoing_reverses_every_entry_with_the_reason(people: People, road: Project) -> None:
    run = entered(people, workbook(the_rows(road)))
    service.undo_import(actor=people.actor("county_approver"), run=run, reason="交错了年度")
    db.session.commit()
    assert run.state is S.UNDONE
    assert sums(road) == (0, 0, 0)
    reversals = db.session.scalars(sa.select(LedgerEntry).where(LedgerEntry.reverses_id.is_not(None))).all()
    assert {entry.reason for entry in reversals} == {"交错了年度"}
    assert len(reversals) == 5
    roll = db.session.scalars(sa.select(Roll)).one()
    assert roll.withdrawal_reason == "交错了年度"
    assert entered(people, workbook(the_rows(road))).entries == 5, "the right one may be entered afterwards"
    assert count(Batch) == 1, "the batch is the same as before"


def test_undoing_needs_a_reason_and_that_nothing_was_built_on_it(people: People, road: Project) -> None:
    run, actor = entered(people, workbook(the_rows(road))), people.actor("county_approver")
    with pytest.raises(Invalid):
        service.undo_import(actor=actor, run=run, reason=" ")
    account = db.session.scalars(sa.select(Account)).one()
    ledger.pay(actor=actor, account=account, amount_fen=1_000, on=clock.today(), payee="镇水务站")
    db.session.commit()
    with pytest.raises(Refused):
        service.undo_import(actor=actor, run=run, reason="交错了")
    db.session.rollback()
    assert sums(road)[2] == 20_126_050


def test_what_was_reversed_by_itself_is_left_so(people: People, road: Project) -> None:
    run, actor = entered(people, workbook(the_rows(road))), people.actor("county_approver")
    payment = db.session.scalars(sa.select(LedgerEntry).where(LedgerEntry.voucher_no == "记-12")).one()
    ledger.reverse(actor=actor, entry=payment, reason="重复")
    service.undo_import(actor=actor, run=run, reason="交错了")
    assert sums(road) == (0, 0, 0)


def test_a_ledger_that_moved_on_is_shown_again(people: People, road: Project) -> None:
    actor, data = people.actor("county_approver"), workbook(the_rows(road))
    run = looked_at(people, data)
    entered(people, data)
    with pytest.raises(Conflict):
        service.apply_import(actor=actor, run=run)
    db.session.rollback()
    run = db.session.get_one(LedgerImport, run.id)
    service.confirm(actor=actor, run=run)
    service.look_again(actor=actor, run=run, reading=service.read_rows(data))
    assert run.state is S.PREVIEWED
    assert tallies(run)["payments"] == [0, 2, 0]


def test_a_refusal_of_the_database_leaves_nothing(
    people: People, road: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = looked_at(people, workbook(the_rows(road)))
    made = service.hold_against_ledger(run, service.read_rows(folder.fetch(run.digest) or b""))
    made.entries[-1].amount_fen = 10**13
    monkeypatch.setattr(service, "hold_against_ledger", lambda *_given: made)
    monkeypatch.setattr(service, "_basis", lambda _made: (run.summary or {})["basis"])
    with pytest.raises(Conflict):
        service.apply_import(actor=people.actor("county_approver"), run=run)
    db.session.rollback()
    assert (count(Batch), count(Contract), count(Roll), count(LedgerEntry)) == (0, 0, 0, 0)


def test_only_who_imports_for_the_place_may(people: People, road: Project) -> None:
    given = {"round_": the_fund_year(), "data": workbook(the_rows(road)), "filename": "x.xlsx"}
    with pytest.raises(Forbidden):
        service.receive(actor=people.actor("village_officer"), area=people.township, **given)
    with pytest.raises(Forbidden):
        service.receive(actor=people.actor("township_reviewer"), area=people.county, **given)
    run = service.preview(actor=people.actor("township_reviewer"), area=people.township, **given)
    assert found(run, "blocking") == [], "the township enters what it holds itself"


def test_a_later_day_of_payment_than_of_the_contract(people: People, road: Project) -> None:
    rows = the_rows(road)
    rows["支付"][0][3] = (clock.today() - dt.timedelta(days=1)).isoformat()
    assert [one[:2] for one in found(looked_at(people, workbook(rows)), "blocking")] == [("支付", "D2")]


def places_of(run: LedgerImport) -> list[tuple[str, str]]:
    return [(sheet, cell) for sheet, cell, _problem in found(run, "warning")]


def test_what_may_stand_twice_is_worth_a_look(people: People, road: Project) -> None:
    rows = the_rows(road)
    rows["支付"].append([*rows["支付"][0]])
    twice = looked_at(people, workbook(rows))
    assert places_of(twice) == [("支付", "G4")]
    service.discard(actor=people.actor("county_approver"), run=twice)
    entered(people, workbook(the_rows(road)))
    again = the_rows(road)
    again["支付"][0][5] = 199_999
    run = looked_at(people, workbook(again))
    assert ("支付", "G2") in places_of(run)
    service.discard(actor=people.actor("county_approver"), run=run)
    again = the_rows(road)
    again["资金批次"][0][0:5] = ["2", "另一批", "省级", "省财政厅", "黔财农〔2014〕2号"]
    again["资金分配"][0][0], again["资金分配"][0][6] = "2", "清财农〔2014〕4号"
    again["资金分配"][0][5] = 200_000
    again["合同"], again["花名册"] = [], []
    again["支付"] = [["2", *rows["支付"][0][1:6], "记-99", "HT-1", None]]
    road.budget_fen = 200_000_000
    db.session.commit()
    run = looked_at(people, workbook(again))
    assert found(run, "blocking") == []
    assert places_of(run) == [("支付", "F2")]


def test_more_than_a_project_is_to_cost_is_worth_a_look(people: People, road: Project) -> None:
    road.budget_fen = 59_999_900
    db.session.commit()
    run = looked_at(people, workbook(the_rows(road)))
    assert places_of(run) == [("资金分配", "F2")]
    assert found(run, "blocking") == []


def test_a_supplement_is_called_so(people: People, road: Project) -> None:
    rows = the_rows(road)
    rows["合同"].append([*rows["合同"][0][:4], "1000"])
    entered(people, workbook(rows))
    kinds = sa.select(LedgerEntry.what_zh).where(LedgerEntry.kind == EntryKind.CONTRACT)
    assert sorted(db.session.scalars(kinds)) == ["", "补充合同"]
