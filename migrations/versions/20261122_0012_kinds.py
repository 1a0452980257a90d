"""Notices of households at risk and of poor villages, and the rounds that they belong to.

Revision ID: 0012_kinds
Revises: 0011_reports
"""

import sqlalchemy as sa
from alembic import op

from app.core.frozen import release_ddl, trigger_ddl

revision = "0012_kinds"
down_revision = "0011_reports"
branch_labels = None
depends_on = None

NOTICES_BEFORE = (
    *("first_notice", "second_notice", "announcement", "funds", "project_library", "annual_plan"),
    *("project_start", "project_progress", "project_completion", "beneficiaries"),
)
NOTICES_NOW = (
    *NOTICES_BEFORE,
    *("watch_notice", "watch_announcement", "release_notice", "release_announcement"),
    *("village_notice", "village_announcement"),
)
ROUNDS_BEFORE = ("identification", "exit", "funds")
ROUNDS_NOW = (*ROUNDS_BEFORE, "monitoring", "poor_villages")
#: the columns of a notice that never change, as an earlier step set them up
FROZEN_NOTICE = (
    *(
        "number",
        "kind",
        "round_id",
        "village_id",
        "list_id",
        "issuer_id",
        "issued_on",
        "hang_on",
        "first_day",
    ),
    *("last_day", "households", "people", "content", "digest", "replaces_id"),
)


def _one_of(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"


def _change(notices: tuple[str, ...], rounds: tuple[str, ...]) -> None:
    """Which kinds there are. The trigger of notices stands aside meanwhile."""
    dialect = op.get_bind().dialect.name
    for statement in release_ddl("notice", dialect):
        op.execute(statement)
    for table, kinds in (("notice", notices), ("round", rounds)):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"ck_{table}_kind"), type_="check")
            batch_op.create_check_constraint(batch_op.f(f"ck_{table}_kind"), _one_of(kinds))
    for statement in trigger_ddl("notice", dialect, FROZEN_NOTICE):
        op.execute(statement)


def upgrade() -> None:
    """Up to this revision."""
    _change(NOTICES_NOW, ROUNDS_NOW)


def downgrade() -> None:
    """Back to the revision before; raises ``RuntimeError`` where rows of the new kinds stand."""
    for table, kinds in (("notice", NOTICES_BEFORE), ("round", ROUNDS_BEFORE)):
        found = sa.select(sa.func.count()).select_from(sa.table(table)).where(sa.column("kind").not_in(kinds))
        if number := op.get_bind().scalar(found):
            raise RuntimeError(f"{number} rows of {table} cannot be kept in the tables before this step.")
    _change(NOTICES_BEFORE, ROUNDS_BEFORE)
