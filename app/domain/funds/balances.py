"""How the database itself keeps the books: each entry of the ledger moves sums, whose constraints refuse too much.

``MOVES`` says for each kind of entry which sums it raises (+1) or lowers (-1); a reversal does the opposite. The
triggers are made from it for both databases; a migration creates the same ones with :func:`trigger_ddl`.

Sums change in no other way. PostgreSQL lets only a trigger change them. SQLite cannot tell who changes a row, and
compares each changed sum with the entries that it stands for.
"""

import sqlalchemy as sa

#: kind -> (table, column, the entry's column with the row's id, direction); rows are locked in the same order by all
MOVES: dict[str, tuple[tuple[str, str, str, int], ...]] = {
    "receipt": (("fund_batch", "received_fen", "batch_id", 1),),
    "allocation": (
        ("fund_batch", "allocated_fen", "batch_id", 1),
        ("fund_account", "allocated_fen", "account_id", 1),
        ("project", "allocated_fen", "project_id", 1),
    ),
    "recall": (
        ("fund_batch", "allocated_fen", "batch_id", -1),
        ("fund_account", "allocated_fen", "account_id", -1),
        ("project", "allocated_fen", "project_id", -1),
    ),
    "contract": (
        ("project", "contracted_fen", "project_id", 1),
        ("contract", "amount_fen", "contract_id", 1),
    ),
    "payment": (
        ("fund_account", "paid_fen", "account_id", 1),
        ("project", "paid_fen", "project_id", 1),
        ("contract", "paid_fen", "contract_id", 1),
        ("roll", "paid_fen", "roll_id", 1),
    ),
    "refund": (
        ("fund_account", "paid_fen", "account_id", -1),
        ("project", "paid_fen", "project_id", -1),
        ("contract", "paid_fen", "contract_id", -1),
        ("roll", "paid_fen", "roll_id", -1),
    ),
    "carry_over": (
        ("fund_batch", "gone_fen", "batch_id", 1),
        ("fund_batch", "received_fen", "to_batch_id", 1),
    ),
    "surrender": (("fund_batch", "gone_fen", "batch_id", 1),),
}

_OF_ACCOUNT = (
    "account_id IS NOT NULL AND project_id IS NOT NULL AND batch_id IS NOT NULL AND to_batch_id IS NULL"
)
_OF_BATCH = "account_id IS NULL AND project_id IS NULL AND contract_id IS NULL AND roll_id IS NULL"
#: which columns an entry of a kind has, and that it has no others, as the database checks it
FILLED = (
    "CASE kind "
    f"WHEN 'receipt' THEN batch_id IS NOT NULL AND to_batch_id IS NULL AND {_OF_BATCH} "
    f"WHEN 'surrender' THEN batch_id IS NOT NULL AND to_batch_id IS NULL AND {_OF_BATCH} "
    f"WHEN 'carry_over' THEN batch_id IS NOT NULL AND to_batch_id IS NOT NULL AND batch_id <> to_batch_id "
    f"AND {_OF_BATCH} "
    "WHEN 'contract' THEN contract_id IS NOT NULL AND project_id IS NOT NULL AND account_id IS NULL "
    "AND batch_id IS NULL AND to_batch_id IS NULL AND roll_id IS NULL "
    f"WHEN 'payment' THEN {_OF_ACCOUNT} AND payee <> '' AND (contract_id IS NULL OR roll_id IS NULL) "
    f"WHEN 'refund' THEN {_OF_ACCOUNT} AND (contract_id IS NULL OR roll_id IS NULL) "
    f"ELSE {_OF_ACCOUNT} AND contract_id IS NULL AND roll_id IS NULL END"
)
#: an amount is a whole number, whatever SQLite would let stand in its column
WHOLE = "amount_fen = CAST(amount_fen AS BIGINT)"

#: what a reversal has in common with the entry that it undoes
SAME = (
    "kind",
    "amount_fen",
    "round_id",
    "area_id",
    "batch_id",
    "to_batch_id",
    "account_id",
    "project_id",
    "contract_id",
    "roll_id",
)
#: columns that say whose a sum is; they stay as they were when the row was made (and the row stays)
KEPT: dict[str, tuple[str, ...]] = {
    "fund_batch": ("number", "round_id", "area_id", "level", "document_no", "document_on", "carried_from_id"),
    "fund_account": ("batch_id", "place_id", "project_id"),
    "contract": ("number", "project_id", "contractor", "signed_on"),
    "roll": ("number", "place_id"),
}
SIGN = "CASE WHEN NEW.reverses_id IS NULL THEN 1 ELSE -1 END"
TABLES = ("ledger_entry", "roll_line")
_TOTAL = ("roll", "total_fen")
_ROLL_MOVES = "UPDATE roll SET total_fen = total_fen + NEW.amount_fen WHERE id = NEW.roll_id;"


def _sums() -> dict[str, dict[str, str]]:
    """table -> its sum columns -> what each must be by the entries, for the row ``NEW`` (SQLite)."""
    found: dict[str, dict[str, list[str]]] = {}
    for kind, moves in MOVES.items():
        for table, column, key, way in moves:
            minus, plus = ("-amount_fen", "amount_fen") if way > 0 else ("amount_fen", "-amount_fen")
            found.setdefault(table, {}).setdefault(column, []).append(
                f"(SELECT COALESCE(SUM(CASE WHEN reverses_id IS NULL THEN {plus} ELSE {minus} END), 0) "  # noqa: S608 - names of our own
                f"FROM ledger_entry WHERE {key} = NEW.id AND kind = '{kind}')"
            )
    table, column = _TOTAL
    found[table][column] = ["(SELECT COALESCE(SUM(amount_fen), 0) FROM roll_line WHERE roll_id = NEW.id)"]
    return {
        table: {column: " + ".join(parts) for column, parts in columns.items()}
        for table, columns in found.items()
    }


def _moves(kind: str, *, counted: bool = False) -> str:
    """The updates of an entry of *kind*; *counted*: each refuses the entry unless it changed its one row."""
    return " ".join(
        f"UPDATE {table} SET {column} = {column} {'+' if way > 0 else '-'} NEW.amount_fen * ({SIGN}) "  # noqa: S608 - names of our own
        f"WHERE id = NEW.{key};" + (_counted(table, key) if counted else "")
        for table, column, key, way in MOVES[kind]
    )


def _counted(table: str, key: str) -> str:
    words = f"{table} was not moved"
    return f" SELECT RAISE(ABORT, '{words}') WHERE NEW.{key} IS NOT NULL AND changes() <> 1;"


def _no(row: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM {row})"  # noqa: S608 - names of our own


def _faults(equal: str) -> dict[str, str]:
    """What is wrong with a new entry -> the condition under which it is. *equal* compares with nothing as well."""
    same = " AND ".join(f"o.{name} {equal} NEW.{name}" for name in SAME)
    return {
        "a reversal undoes one entry as it stands": "NEW.reverses_id IS NOT NULL AND "
        + _no(f"ledger_entry o WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL AND {same}"),
        "the batch is not of this year": "NEW.batch_id IS NOT NULL AND "
        + _no("fund_batch b WHERE b.id = NEW.batch_id AND b.round_id = NEW.round_id"),
        "the batch is not of this area": "NEW.batch_id IS NOT NULL AND NEW.account_id IS NULL AND "
        + _no("fund_batch b WHERE b.id = NEW.batch_id AND b.area_id = NEW.area_id"),
        "money is carried over into a batch of another year that came of it": "NEW.to_batch_id IS NOT NULL AND "
        + _no(
            "fund_batch b WHERE b.id = NEW.to_batch_id AND b.carried_from_id = NEW.batch_id "
            "AND b.round_id <> NEW.round_id AND b.area_id = NEW.area_id"
        ),
        "the account is not of this batch, project and place": "NEW.account_id IS NOT NULL AND "
        + _no(
            "fund_account a JOIN project_place p ON p.id = a.place_id AND p.project_id = a.project_id "
            "WHERE a.id = NEW.account_id AND a.batch_id = NEW.batch_id "
            "AND a.project_id = NEW.project_id AND p.area_id = NEW.area_id"
        ),
        "the project is not of this year": "NEW.project_id IS NOT NULL AND "
        + _no("project p WHERE p.id = NEW.project_id AND p.round_id = NEW.round_id"),
        "the contract is not of this project": "NEW.contract_id IS NOT NULL AND "
        + _no("contract c WHERE c.id = NEW.contract_id AND c.project_id = NEW.project_id"),
        "the roll is not of this place": "NEW.roll_id IS NOT NULL AND "
        + _no(
            "roll r JOIN fund_account a ON a.place_id = r.place_id "
            "WHERE r.id = NEW.roll_id AND a.id = NEW.account_id"
        ),
    }


def trigger_ddl(table: str, dialect: str) -> list[str]:
    """The statements that make *table* (one of ``TABLES``) move its sums on *dialect* (``sqlite``, ``postgresql``).

    Those of ``ledger_entry`` also keep everybody else from changing a sum; every table of the ledger must be there.
    """
    if dialect == "sqlite":
        return _sqlite_ledger() if table == "ledger_entry" else _sqlite_lines()
    if table == "roll_line":
        return _postgresql("roll_line_moved", table, "AFTER", _ROLL_MOVES)
    faults = " ".join(
        f"IF {wrong} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF;"
        for words, wrong in _faults("IS NOT DISTINCT FROM").items()
    )
    moved = " ".join(f"WHEN '{kind}' THEN {_moves(kind)}" for kind in MOVES)
    return [
        *_postgresql("ledger_checked", table, "BEFORE", faults),
        *_postgresql("ledger_moved", table, "AFTER", f"CASE NEW.kind {moved} END CASE;"),
        *_postgresql_sums(),
    ]


def _refuse(words: str, wrong: str) -> str:
    return f"SELECT RAISE(ABORT, '{words}') WHERE {wrong};"


def _sqlite_ledger() -> list[str]:
    replaced = _refuse(
        "an entry stands for ever",
        "EXISTS (SELECT 1 FROM ledger_entry o WHERE o.id = NEW.id OR o.number = NEW.number "
        "OR o.reverses_id = NEW.reverses_id)",
    )
    faults = " ".join(_refuse(words, wrong) for words, wrong in _faults("IS").items())
    return [
        f"CREATE TRIGGER ledger_checked BEFORE INSERT ON ledger_entry BEGIN {replaced} {faults} END",
        *(
            f"CREATE TRIGGER ledger_moved_{kind} AFTER INSERT ON ledger_entry WHEN NEW.kind = '{kind}' "
            f"BEGIN {_moves(kind, counted=True)} END"
            for kind in MOVES
        ),
        *_sqlite_sums(),
    ]


def _sqlite_lines() -> list[str]:
    replaced = _refuse(
        "a line stands for ever",
        "EXISTS (SELECT 1 FROM roll_line o WHERE o.id = NEW.id "
        "OR (o.roll_id = NEW.roll_id AND o.sequence = NEW.sequence))",
    )
    moved = _ROLL_MOVES + _counted("roll", "roll_id")
    return [
        f"CREATE TRIGGER roll_line_checked BEFORE INSERT ON roll_line BEGIN {replaced} END",
        f"CREATE TRIGGER roll_line_moved AFTER INSERT ON roll_line BEGIN {moved} END",
    ]


def _sqlite_sums() -> list[str]:
    """A sum is what the entries say, whoever changed it; a new row begins with nothing."""
    statements = []
    for table, columns in _sums().items():
        words = "{table}.{column} is not what the ledger says"
        refused = {
            column: _refuse(words.format(table=table, column=column), f"NEW.{column} IS NOT {by_entries}")
            for column, by_entries in columns.items()
        }
        statements.append(
            f"CREATE TRIGGER sums_{table} AFTER INSERT ON {table} BEGIN {' '.join(refused.values())} END"
        )
        statements += [
            f"CREATE TRIGGER sums_{table}_{column} AFTER UPDATE OF {column} ON {table} BEGIN {refusal} END"
            for column, refusal in refused.items()
        ]
    return statements


def _postgresql(name: str, table: str, moment: str, body: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} RETURN NEW; END $$",
        f"CREATE TRIGGER {name} {moment} INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _postgresql_sums() -> list[str]:
    """Only a trigger changes a sum; a new row begins with nothing."""
    statements = [
        "CREATE OR REPLACE FUNCTION sums_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'the sums of % are changed by the ledger alone', TG_TABLE_NAME "
        "USING ERRCODE = 'check_violation'; END $$"
    ]
    for table, columns in _sums().items():
        begun = " OR ".join(f"NEW.{column} <> 0" for column in columns)
        for moment, when in (
            (f"UPDATE OF {', '.join(columns)}", "pg_trigger_depth() = 0"),
            ("INSERT", begun),
        ):
            statements.append(
                f"CREATE TRIGGER sums_{table}_{moment[:6].lower()} BEFORE {moment} ON {table} "
                f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION sums_kept()"
            )
    return statements


def release_ddl(dialect: str) -> list[str]:
    """The statements that undo :func:`trigger_ddl` for both tables."""
    if dialect == "sqlite":
        names = ["ledger_checked", *(f"ledger_moved_{kind}" for kind in MOVES)]
        names += ["roll_line_checked", "roll_line_moved"]
        for table, columns in _sums().items():
            names += [f"sums_{table}", *(f"sums_{table}_{column}" for column in columns)]
        return [f"DROP TRIGGER IF EXISTS {name}" for name in names]
    names = ["ledger_checked", "ledger_moved", "roll_line_moved", "sums_kept"]
    return [f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name in names]


def keep_balanced(table: sa.Table) -> None:
    """Create the triggers whenever *table* is created from the models."""
    for dialect in ("sqlite", "postgresql"):
        for statement in trigger_ddl(table.name, dialect):
            ddl = sa.DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # untyped in the library
            sa.event.listen(table, "after_create", ddl.execute_if(dialect=dialect))
