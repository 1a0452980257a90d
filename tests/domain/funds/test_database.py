"""Past the service: what raw SQL may not do to the books, and what a crash in the middle leaves behind."""

import signal
import subprocess
import sys
import textwrap
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db as database
from app.core.db import unit_of_work
from app.domain.funds.models import Account, LedgerEntry, Roll
from app.domain.funds.service import pay
from tests import factories
from tests.domain.funds import auditor
from tests.people import People

REFUSED = (sa.exc.IntegrityError, sa.exc.InternalError, sa.exc.OperationalError, sa.exc.ProgrammingError)


@pytest.fixture
def account(db: Any, people: People) -> Account:
    """600,000 yuan given, a contract about 500,000 of which 100,000 are paid, and a roll that is not."""
    found = factories.an_allocation()
    factories.a_payment(found, contract=factories.a_contract(found.project))
    factories.a_roll(found.place)
    return found


def refused(statement: str, **values: Any) -> str:
    """Try *statement* by itself; gives what the database says against it, and fails when it says nothing."""
    connection = database.session.connection()
    before = auditor.stored(connection), len(auditor.rows(connection, "ledger_entry"))
    with pytest.raises(REFUSED) as told, connection.begin_nested():
        connection.execute(sa.text(statement), values)
    assert (auditor.stored(connection), len(auditor.rows(connection, "ledger_entry"))) == before
    assert auditor.faults(connection) == []
    return str(told.value.orig)


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table, columns in auditor.SUMS.items() for column in columns]
)
def test_no_sum_is_changed_but_by_the_ledger(account: Account, table: str, column: str) -> None:
    refused(f'UPDATE "{table}" SET {column} = {column} + 1')  # noqa: S608 - names of our own


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET amount_fen = amount_fen + 1",
        "UPDATE ledger_entry SET payee = 'x'",
        "DELETE FROM ledger_entry",
        "UPDATE roll_line SET amount_fen = 1",
        "DELETE FROM roll_line",
        "DELETE FROM fund_account",
        "DELETE FROM fund_batch",
        "DELETE FROM contract",
        "DELETE FROM roll",
        "UPDATE fund_account SET place_id = place_id + 1",
        "UPDATE fund_batch SET round_id = round_id + 1",
        "UPDATE contract SET project_id = project_id + 1",
        "UPDATE contract SET contractor = 'x'",
        "UPDATE fund_batch SET document_no = 'x'",
    ],
)
def test_nothing_is_overwritten_or_deleted(account: Account, statement: str) -> None:
    assert "append-only" in refused(statement)


COLUMNS = (
    'number, kind, round_id, area_id, "on", amount_fen, batch_id, to_batch_id, account_id, project_id, contract_id,'
    " roll_id, payee, payee_is_person, what_zh, document_no, voucher_no, reverses_id, refunds_id, reason,"
    " recorded_by_id, recorded_at, created_at"
)


def copied(how: str = "INSERT INTO", *, of: str = "payment", tail: str = "", **changed: Any) -> str:
    """A statement that inserts an entry like the first one *of* a kind, with *changed* columns (SQL)."""
    values = {"number": "'LS-X'"} | changed
    names = [name.strip() for name in COLUMNS.split(",")]
    picked = ", ".join(str(values.get(name.strip('"'), name)) for name in names)
    return (
        f"{how} ledger_entry ({COLUMNS}) SELECT {picked} FROM ledger_entry "  # noqa: S608 - names of our own
        f"WHERE kind = '{of}' ORDER BY id LIMIT 1{tail}"
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"amount_fen": 60_000_000},
        {"amount_fen": 0},
        {"amount_fen": -1},
        {"kind": "'receipt'"},
        {"kind": "'allocation'", "contract_id": "NULL", "amount_fen": 70_000_000},
        {"kind": "'recall'", "contract_id": "NULL", "amount_fen": 55_000_000},
        {"kind": "'refund'", "refunds_id": "id", "amount_fen": 10_000_001},
        {"kind": "'gift'"},
        {"account_id": "NULL"},
        {"project_id": "NULL"},
        {"contract_id": 999},
        {"account_id": 999},
        {"batch_id": 999},
        {"area_id": "(SELECT id FROM area WHERE level = 'county')"},
        {"payee": "''"},
        {"roll_id": 1},
        {"roll_id": 1, "contract_id": "NULL"},
        {"to_batch_id": "batch_id"},
        {"reverses_id": "id"},
        {"reverses_id": "id", "reason": "'x'", "amount_fen": 1},
        {"reverses_id": "id", "reason": "'x'", "contract_id": "NULL"},
        {"reverses_id": "id", "reason": "'x'", "kind": "'refund'", "refunds_id": "id"},
        {"reverses_id": "(SELECT MIN(id) FROM ledger_entry)", "reason": "'x'"},
        {"number": "number"},
    ],
)
def test_an_entry_that_would_not_balance_is_refused(account: Account, changed: dict[str, Any]) -> None:
    refused(copied(**changed))


def test_an_entry_is_undone_once_and_a_reversal_not_at_all(account: Account) -> None:
    connection = database.session.connection()
    connection.execute(sa.text(copied(reverses_id="id", reason="'x'")))
    refused(copied(number="'LS-Y'", reverses_id="id", reason="'x'"))
    undoing = "(SELECT id FROM ledger_entry WHERE number = 'LS-X')"
    refused(copied(number="'LS-Y'", reverses_id=undoing, reason="'x'"))
    assert auditor.faults(connection) == []


def test_the_lines_of_a_paid_roll_are_closed(account: Account) -> None:
    line = (
        "INSERT INTO roll_line (roll_id, sequence, group_name, name, people, amount_fen, goods_zh, created_at) "
        "SELECT roll_id, {sequence}, '', 'x', 1, {fen}, '', created_at FROM roll_line ORDER BY id LIMIT 1"
    )
    refused(line.format(sequence=9, fen=-1))
    refused(line.format(sequence=1, fen=1))
    database.session.connection().execute(sa.text(line.format(sequence=9, fen=1)))
    roll = factories.first(Roll)
    assert roll is not None
    database.session.refresh(roll)
    factories.a_payment(account, roll=roll)
    refused(line.format(sequence=10, fen=1))
    refused("UPDATE roll SET withdrawn_on = '2026-05-11', withdrawal_reason = 'x'")
    assert auditor.faults(database.session.connection()) == []


def test_carrying_over_goes_only_where_it_says(account: Account) -> None:
    factories.a_batch(0)
    other = "(SELECT MAX(id) FROM fund_batch)"
    refused(copied(of="receipt", kind="'carry_over'", to_batch_id=other, amount_fen=1))
    refused(copied(of="receipt", kind="'carry_over'", amount_fen=1))
    refused(copied(of="receipt", kind="'carry_over'", to_batch_id="batch_id", amount_fen=1))


@pytest.mark.parametrize("how", ["INSERT OR IGNORE INTO", "INSERT OR REPLACE INTO", "INSERT OR FAIL INTO"])
def test_the_other_ways_to_insert_into_sqlite_are_no_way_round(account: Account, how: str) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("a way to write of SQLite alone")
    refused(copied(how, amount_fen=60_000_000))
    refused(copied(how, number="number"))
    refused(copied(how, amount_fen=0.5)) if how == "INSERT OR FAIL INTO" else None
    refused("INSERT OR REPLACE INTO roll_line SELECT * FROM roll_line")
    refused("INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry")


def test_a_part_of_a_fen_is_refused(account: Account) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL rounds before it stores")
    refused(copied(amount_fen=0.5))
    refused(copied(amount_fen="'12abc'"))


def test_a_row_begins_with_nothing(account: Account) -> None:
    names = "number, project_id, contractor, contractor_code, person_in_charge, signed_on, created_at"
    refused(
        f"INSERT INTO contract ({names}, amount_fen, paid_fen) "  # noqa: S608 - names of our own
        "SELECT 'x', project_id, contractor, '', '', signed_on, created_at, 5, 0 FROM contract LIMIT 1"
    )


def test_an_exception_in_the_middle_leaves_nothing(account: Account, people: People) -> None:
    account_id, actor = account.id, people.actor("county_approver")
    database.session.commit()
    before = auditor.stored(database.session.connection())

    def pay_and_fail() -> None:
        with unit_of_work():
            found = database.session.get_one(Account, account_id)
            pay(actor=actor, account=found, amount_fen=7, on=clock.today(), payee="公司")
            assert auditor.stored(database.session.connection()) != before
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        pay_and_fail()
    connection = database.session.connection()
    assert auditor.stored(connection) == before
    assert auditor.faults(connection) == []


WRITER = textwrap.dedent(
    """
    import sys
    import sqlalchemy as sa
    url, statement, every = sys.argv[1], sys.argv[2], int(sys.argv[3])
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        number = 0
        while True:
            number += 1
            connection.execute(sa.text(statement.replace("LS-X", f"LS-X{number}")))
            if number % every == 0:
                connection.commit()
                print(number, flush=True)
            elif number > 3:
                print("in the middle", flush=True)
    """
)


@pytest.mark.parametrize("every", [1, 1_000_000])
def test_a_killed_process_leaves_the_books_balanced(account: Account, every: int) -> None:
    """Killed between entries that it committed, or in the middle of one transaction."""
    count = len(auditor.rows(database.session.connection(), "ledger_entry"))
    database.session.commit()
    database.session.close()
    url = database.engine.url.render_as_string(hide_password=False)
    arguments = [sys.executable, "-c", WRITER, url, copied(amount_fen=3), str(every)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(12)]
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.readlines()
    acknowledged = sum(1 for line in lines if line.strip().isdecimal())
    assert len(lines) >= 12
    connection = database.session.connection()
    assert auditor.faults(connection) == []
    more = len(auditor.rows(connection, "ledger_entry")) - count
    assert more in ((acknowledged, acknowledged + 1) if every == 1 else (0,))


RACER = textwrap.dedent(
    """
    import sys
    import sqlalchemy as sa
    url, statement, name = sys.argv[1:]
    engine = sa.create_engine(url)
    done = 0
    sys.stdin.readline()
    for number in range(30):
        try:
            with engine.begin() as connection:
                connection.execute(sa.text(statement.replace("LS-X", f"LS-{name}{number}")))
            done += 1
        except sa.exc.IntegrityError:
            break
    print(done)
    """
)


def test_two_at_the_same_moment_do_not_both_take_the_last_yuan(account: Account) -> None:
    """Of the contract 400,000 yuan are left: ten payments of 40,000, whoever makes them."""
    database.session.commit()
    database.session.close()
    url = database.engine.url.render_as_string(hide_password=False)
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, url, copied(amount_fen=4_000_000), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("A", "B", "C")
    ]
    done = [int(racer.communicate(timeout=120)[0]) for racer in _started(racers)]
    assert sum(done) == 10
    assert auditor.faults(database.session.connection()) == []


def _started(racers: list[Any]) -> list[Any]:
    """All of them set off before the first is waited for."""
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    return racers


def test_the_service_says_the_same_as_the_database(account: Account) -> None:
    """Every limit that the database keeps is said in words first; here the words are missing on purpose."""
    with pytest.raises(sa.exc.IntegrityError) as told, database.session.begin_nested():
        factories.a_payment(account, amount_fen=60_000_000)
    assert "paid_within" in str(told.value.orig)
    assert database.session.scalar(sa.select(sa.func.count(LedgerEntry.id))) == 4
