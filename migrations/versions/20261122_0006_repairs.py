"""Ledger: what a refund refunds, goods handed out.

A refund from before is bound to the last payment of the same account, contract, roll and payee that it fits into; one
that fits nowhere stays without, and stands as it did.

Revision ID: 0006_repairs
Revises: 0005_funds
"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from app.core.frozen import release_ddl, trigger_ddl
from app.domain.funds import balances, bound_refunds

revision = "0006_repairs"
down_revision = "0005_funds"
branch_labels = None
depends_on = None

#: the tables that are altered -> their frozen columns, as the step before set them up
FROZEN: dict[str, tuple[str, ...]] = {"ledger_entry": (), "roll": ("number", "place_id")}
ENTRY = sa.table(
    "ledger_entry",
    *(sa.column(name, sa.Integer) for name in ("id", "amount_fen", "account_id", "contract_id", "roll_id")),
    *(sa.column(name, sa.Integer) for name in ("reverses_id", "refunds_id")),
    *(sa.column(name, sa.String) for name in ("kind", "payee")),
)
ROLL = sa.table("roll", sa.column("handed_out_on", sa.Date))


def _release(dialect: str) -> None:
    """The triggers stand aside: SQLite builds an altered table anew, and they name each other's tables."""
    for statement in bound_refunds.release_ddl(dialect) + balances.release_ddl(dialect):
        op.execute(statement)
    for table in FROZEN:
        for statement in release_ddl(table, dialect):
            op.execute(statement)


def _keep(dialect: str) -> None:
    for table, columns in FROZEN.items():
        for statement in trigger_ddl(table, dialect, columns):
            op.execute(statement)
    for table in balances.TABLES:
        for statement in balances.trigger_ddl(table, dialect):
            op.execute(statement)


def _bind_refunds(connection: sa.Connection) -> None:
    """Name the payment of every refund that there is."""
    moves = sa.select(ENTRY).where(ENTRY.c.kind.in_(("payment", "refund"))).order_by(ENTRY.c.id)
    rows = connection.execute(moves).all()
    undone = {row.reverses_id for row in rows if row.reverses_id is not None}
    left: dict[int, int] = {}
    payments: dict[tuple[object, ...], list[int]] = defaultdict(list)
    bound: dict[int, int] = {}
    for row in rows:
        key = (row.account_id, row.contract_id, row.roll_id, row.payee)
        if row.reverses_id is not None:
            if row.reverses_id in bound:
                bound[row.id] = bound[row.reverses_id]
                left[bound[row.id]] += row.amount_fen
        elif row.kind == "payment":
            left[row.id] = row.amount_fen
            if row.id not in undone:
                payments[key].append(row.id)
        else:
            fitting = [one for one in payments[key] if left[one] >= row.amount_fen]
            if fitting:
                bound[row.id] = fitting[-1]
                left[fitting[-1]] -= row.amount_fen
    for refund, payment in bound.items():
        connection.execute(sa.update(ENTRY).where(ENTRY.c.id == refund).values(refunds_id=payment))


def upgrade() -> None:
    """Up to this revision."""
    connection = op.get_bind()
    dialect = connection.dialect.name
    _release(dialect)
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("refunds_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_ledger_entry_refunds_id_ledger_entry"), "ledger_entry", ["refunds_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_ledger_entry_only_refunds_refund"), "refunds_id IS NULL OR kind = 'refund'"
        )
        batch_op.create_index(batch_op.f("ix_ledger_entry_refunds_id"), ["refunds_id"], unique=False)
    with op.batch_alter_table("roll", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handed_out_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("handed_out_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_roll_handed_out_by_id_user"), "user", ["handed_out_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_roll_handed_out_goods_only"), "handed_out_on IS NULL OR total_fen = 0"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_roll_withdrawn_not_handed_out"), "handed_out_on IS NULL OR withdrawn_on IS NULL"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_roll_handed_out_by_somebody"),
            "(handed_out_on IS NULL) = (handed_out_by_id IS NULL)",
        )
    _bind_refunds(connection)
    _keep(dialect)
    for statement in bound_refunds.trigger_ddl(dialect):
        op.execute(statement)


def downgrade() -> None:
    """Back to the revision before. Raises ``RuntimeError`` where goods were handed out: it has no place for that."""
    connection = op.get_bind()
    dialect = connection.dialect.name
    handed_out = sa.select(sa.func.count()).select_from(ROLL).where(ROLL.c.handed_out_on.is_not(None))
    if number := connection.scalar(handed_out):
        raise RuntimeError(
            f"{number} rolls are noted as handed out; the tables before this step cannot keep that."
        )
    _release(dialect)
    with op.batch_alter_table("roll", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_roll_handed_out_by_somebody"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_roll_withdrawn_not_handed_out"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_roll_handed_out_goods_only"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_roll_handed_out_by_id_user"), type_="foreignkey")
        batch_op.drop_column("handed_out_by_id")
        batch_op.drop_column("handed_out_on")
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_entry_refunds_id"))
        batch_op.drop_constraint(batch_op.f("ck_ledger_entry_only_refunds_refund"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_ledger_entry_refunds_id_ledger_entry"), type_="foreignkey")
        batch_op.drop_column("refunds_id")
    _keep(dialect)
