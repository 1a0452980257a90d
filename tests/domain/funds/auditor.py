"""An auditor who trusts no sum: adds up the raw rows of the ledger alone and compares with what the tables say.

Nothing of the application's own rules is used here: what each kind of entry means is written down a second time.
"""

from collections import Counter, defaultdict
from typing import Any

import sqlalchemy as sa

SUMS = {
    "fund_batch": ("received_fen", "allocated_fen", "gone_fen"),
    "fund_account": ("allocated_fen", "paid_fen"),
    "project": ("allocated_fen", "contracted_fen", "paid_fen"),
    "contract": ("amount_fen", "paid_fen"),
    "roll": ("total_fen", "paid_fen"),
}


def rows(connection: Any, table: str) -> list[dict[str, Any]]:
    """Every row of *table* as the database holds it."""
    found = connection.execute(sa.text(f'SELECT * FROM "{table}"'))  # noqa: S608 - the names above
    return [dict(row) for row in found.mappings()]


def stored(connection: Any) -> dict[tuple[str, int, str], int]:
    """(table, id, column) -> the sum that the database keeps."""
    return {
        (table, row["id"], column): row[column]
        for table, columns in SUMS.items()
        for row in rows(connection, table)
        for column in columns
    }


def expected(connection: Any) -> dict[tuple[str, int, str], int]:
    """The same, from the entries and lines alone."""
    sums: Counter[tuple[str, int, str]] = Counter()
    for entry in rows(connection, "ledger_entry"):
        fen = entry["amount_fen"] if entry["reverses_id"] is None else -entry["amount_fen"]
        batch, account, project = entry["batch_id"], entry["account_id"], entry["project_id"]
        kind = entry["kind"]
        if kind == "receipt":
            sums["fund_batch", batch, "received_fen"] += fen
        elif kind in ("allocation", "recall"):
            fen = fen if kind == "allocation" else -fen
            sums["fund_batch", batch, "allocated_fen"] += fen
            sums["fund_account", account, "allocated_fen"] += fen
            sums["project", project, "allocated_fen"] += fen
        elif kind == "contract":
            sums["contract", entry["contract_id"], "amount_fen"] += fen
            sums["project", project, "contracted_fen"] += fen
        elif kind in ("payment", "refund"):
            fen = fen if kind == "payment" else -fen
            sums["fund_account", account, "paid_fen"] += fen
            sums["project", project, "paid_fen"] += fen
            for table in ("contract", "roll"):
                if entry[f"{table}_id"] is not None:
                    sums[table, entry[f"{table}_id"], "paid_fen"] += fen
        elif kind in ("carry_over", "surrender"):
            sums["fund_batch", batch, "gone_fen"] += fen
            if kind == "carry_over":
                sums["fund_batch", entry["to_batch_id"], "received_fen"] += fen
    for line in rows(connection, "roll_line"):
        sums["roll", line["roll_id"], "total_fen"] += line["amount_fen"]
    return dict(sums)


def faults(connection: Any) -> list[str]:
    """Everything by which the books do not balance; empty when they do."""
    kept, right = stored(connection), expected(connection)
    found = [
        f"{key}: kept {kept.get(key)}, the entries say {right.get(key, 0)}"
        for key in kept.keys() | right.keys()
        if kept.get(key) != right.get(key, 0)
    ]
    found += [
        f"a batch spends more than it got: {row}"
        for row in rows(connection, "fund_batch")
        if row["allocated_fen"] < 0
        or row["gone_fen"] < 0
        or row["allocated_fen"] + row["gone_fen"] > row["received_fen"]
    ]
    for table, paid, whole in (
        ("fund_account", "paid_fen", "allocated_fen"),
        ("project", "paid_fen", "allocated_fen"),
        ("project", "contracted_fen", "allocated_fen"),
        ("contract", "paid_fen", "amount_fen"),
    ):
        found += [
            f"{table} {row['id']}: {paid} {row[paid]} of {row[whole]}"
            for row in rows(connection, table)
            if not 0 <= row[paid] <= row[whole]
        ]
    found += _rolls(connection) + _accounts(connection) + _reversals(connection) + _refunds(connection)
    return found


def _rolls(connection: Any) -> list[str]:
    """The lines of a paid roll are what was paid by it."""
    return [
        f"roll {row['id']}: paid {row['paid_fen']}, lines {row['total_fen']}"
        for row in rows(connection, "roll")
        if row["paid_fen"] not in (0, row["total_fen"])
    ]


def _accounts(connection: Any) -> list[str]:
    """What batches gave is what accounts got, and accounts are what their projects got and paid."""
    by_batch: Counter[int] = Counter()
    by_project: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows(connection, "fund_account"):
        by_batch[row["batch_id"]] += row["allocated_fen"]
        by_project[row["project_id"]].update(given=row["allocated_fen"], paid=row["paid_fen"])
    found = [
        f"batch {row['id']} gave {row['allocated_fen']}, accounts got {by_batch[row['id']]}"
        for row in rows(connection, "fund_batch")
        if row["allocated_fen"] != by_batch[row["id"]]
    ]
    found += [
        f"project {row['id']} and its accounts differ"
        for row in rows(connection, "project")
        if (row["allocated_fen"], row["paid_fen"])
        != (by_project[row["id"]]["given"], by_project[row["id"]]["paid"])
    ]
    return found


def _refunds(connection: Any) -> list[str]:
    """What came back names a payment that stands, and never comes to more than that payment."""
    entries = {row["id"]: row for row in rows(connection, "ledger_entry")}
    undone = {row["reverses_id"] for row in entries.values()}
    back: Counter[int] = Counter()
    for row in entries.values():
        if row["kind"] == "refund" and row["reverses_id"] is None and row["id"] not in undone:
            back[row["refunds_id"]] += row["amount_fen"]
    return [
        f"of payment {payment} {fen} came back"
        for payment, fen in back.items()
        if payment is None or payment in undone or fen > entries[payment]["amount_fen"]
    ]


def _reversals(connection: Any) -> list[str]:
    """Each entry is undone at most once, and no reversal is undone."""
    entries = {row["id"]: row for row in rows(connection, "ledger_entry")}
    undone = Counter(row["reverses_id"] for row in entries.values() if row["reverses_id"] is not None)
    found = [
        f"entry {entry_id} is undone {number} times" for entry_id, number in undone.items() if number > 1
    ]
    found += [f"reversal {i} is undone" for i in undone if entries[i]["reverses_id"] is not None]
    return found
