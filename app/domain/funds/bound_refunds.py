"""How the database itself binds what is given back to its payment: never more comes back than that payment was.

The trigger works after those of ``balances.py`` have moved, and so hold, the account of the entry: two refunds at the
same moment queue there, and the second one sees the first. A migration creates the same one with :func:`trigger_ddl`.
"""

import sqlalchemy as sa

#: what an entry that is no refund never has
ONLY_REFUNDS = "refunds_id IS NULL OR kind = 'refund'"
#: PostgreSQL takes the triggers of one moment in the order of their names: this one behind ``ledger_moved``
NAME = "ledger_refunded"
_BACK = (
    "(SELECT COALESCE(SUM(CASE WHEN r.reverses_id IS NULL THEN r.amount_fen ELSE -r.amount_fen END), 0) "
    "FROM ledger_entry r WHERE r.refunds_id = {payment})"
)
#: what both have in common, so that what came back lowers what the payment raised
_SAME = ("account_id", "contract_id", "roll_id")


def _faults(equal: str) -> dict[str, str]:
    """What is wrong with a new entry -> the condition under which it is. *equal* compares with nothing as well."""
    same = " AND ".join(f"p.{name} {equal} NEW.{name}" for name in _SAME)
    stands = f"p.kind = 'payment' AND p.reverses_id IS NULL AND {same}"
    is_refund, is_reversal = "NEW.kind = 'refund' AND NEW.reverses_id IS NULL", "NEW.reverses_id IS NOT NULL"
    back_of_it, back_of_undone = (
        _BACK.format(payment="NEW.refunds_id"),
        _BACK.format(payment="NEW.reverses_id"),
    )
    return {
        "a refund names the payment that it gives back": f"{is_refund} AND "
        + _no(f"p WHERE p.id = NEW.refunds_id AND {stands} AND {_no('u WHERE u.reverses_id = p.id')}"),
        "more is given back than was paid": f"{is_refund} AND "
        + _no(f"p WHERE p.id = NEW.refunds_id AND p.amount_fen >= {back_of_it}"),
        "a reversed refund names the same payment": f"NEW.kind = 'refund' AND {is_reversal} AND "
        + _no(f"o WHERE o.id = NEW.reverses_id AND o.refunds_id {equal} NEW.refunds_id"),
        "a payment of which something came back stands": f"NEW.kind = 'payment' AND {is_reversal} AND "
        f"{back_of_undone} <> 0",
    }


def _no(entry: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM ledger_entry {entry})"  # noqa: S608 - names of our own


def trigger_ddl(dialect: str) -> list[str]:
    """The statements that bind refunds on *dialect* (``sqlite``, ``postgresql``); ``ledger_entry`` must be there."""
    if dialect == "sqlite":
        faults = " ".join(
            f"SELECT RAISE(ABORT, '{words}') WHERE {wrong};" for words, wrong in _faults("IS").items()
        )
        return [f"CREATE TRIGGER {NAME} AFTER INSERT ON ledger_entry BEGIN {faults} END"]
    faults = " ".join(
        f"IF {wrong} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF;"
        for words, wrong in _faults("IS NOT DISTINCT FROM").items()
    )
    return [
        f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {faults} RETURN NEW; END $$",
        f"CREATE TRIGGER {NAME} AFTER INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION {NAME}()",
    ]


def release_ddl(dialect: str) -> list[str]:
    """The statements that undo :func:`trigger_ddl`."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {NAME}"]
    return [f"DROP FUNCTION IF EXISTS {NAME}() CASCADE"]


def keep_bound(table: sa.Table) -> None:
    """Create the trigger whenever *table* is created from the models."""
    for dialect in ("sqlite", "postgresql"):
        for statement in trigger_ddl(dialect):
            ddl = sa.DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # untyped in the library
            sa.event.listen(table, "after_create", ddl.execute_if(dialect=dialect))
