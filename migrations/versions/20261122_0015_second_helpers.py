"""A second helper beside the first; plans that know when somebody was faster; what households said before; costs not known.

Revision ID: 0015_second_helpers
Revises: 0014_watch_notices
"""

import sqlalchemy as sa
from alembic import op

from app.core.migrating import KEPT_JSON, change_values

revision = "0015_second_helpers"
down_revision = "0014_watch_notices"
branch_labels = None
depends_on = None

#: what the policies and rounds that exist go on with
NEW_VALUES = {
    "pairing_second_helper": False,
    "pairing_second_most": 5,
    "visit_second_times": 0,
    "visit_second_period": "month",
    "visit_second_by_telephone": True,
}
POLICY_HOLDERS = {"round": "policy_values", "policy_profile": "values"}
VISITORS_BEFORE = ("helper", "team", "village", "other")
VISITORS_NOW = ("helper", "second_helper", "team", "village", "other")
ROLES = ("first", "second")
NOT_ENDED = sa.text("ended_on IS NULL")
COSTS = sa.table("measure", sa.column("cost_fen", sa.BigInteger()))


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _visitors(values: tuple[str, ...]) -> None:
    with op.batch_alter_table("help_visit", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_help_visit_visitor"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_help_visit_visitor"), _one_of("visitor", values))


def _standing(*columns: str) -> None:
    """One line stands at a time of each of *columns*."""
    op.create_index(
        "uq_pairing_standing",
        "pairing",
        list(columns),
        unique=True,
        sqlite_where=NOT_ENDED,
        postgresql_where=NOT_ENDED,
    )


def upgrade() -> None:
    """Up to this revision."""
    op.drop_index("uq_pairing_standing", table_name="pairing")
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(40), nullable=False, server_default="first"))
        batch_op.create_check_constraint(batch_op.f("ck_pairing_role"), _one_of("role", ROLES))
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.alter_column("role", existing_type=sa.String(40), server_default=None)
    _standing("household_id", "role")
    _visitors(VISITORS_NOW)
    with op.batch_alter_table("plan_words", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("plan_words", schema=None) as batch_op:
        batch_op.alter_column("version", existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answers_before", KEPT_JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.alter_column("answers_before", existing_type=KEPT_JSON, server_default=None)
        batch_op.alter_column("version", existing_type=sa.Integer(), server_default=None)
        batch_op.alter_column("cost_fen", existing_type=sa.BigInteger(), nullable=True)
    # Until now an empty field was kept as nought: nobody can say any more which of them cost nothing.
    op.execute(sa.update(COSTS).where(COSTS.c.cost_fen == 0).values(cost_fen=None))
    change_values(op.get_bind(), POLICY_HOLDERS, lambda values: {**NEW_VALUES, **values})


def downgrade() -> None:
    """Back to the revision before; raises ``RuntimeError`` where there are second helpers or their visits."""
    for table, column, kept in (("pairing", "role", ("first",)), ("help_visit", "visitor", VISITORS_BEFORE)):
        found = sa.select(sa.func.count()).select_from(sa.table(table)).where(sa.column(column).not_in(kept))
        if number := op.get_bind().scalar(found):
            raise RuntimeError(f"{number} rows of {table} cannot be kept in the tables before this step.")
    change_values(
        op.get_bind(),
        POLICY_HOLDERS,
        lambda values: {name: value for name, value in values.items() if name not in NEW_VALUES},
    )
    op.execute(sa.update(COSTS).where(COSTS.c.cost_fen.is_(None)).values(cost_fen=0))
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.alter_column("cost_fen", existing_type=sa.BigInteger(), nullable=False)
        batch_op.drop_column("answers_before")
        batch_op.drop_column("version")
    with op.batch_alter_table("plan_words", schema=None) as batch_op:
        batch_op.drop_column("version")
    _visitors(VISITORS_BEFORE)
    op.drop_index("uq_pairing_standing", table_name="pairing")
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_pairing_role"), type_="check")
        batch_op.drop_column("role")
    _standing("household_id")
