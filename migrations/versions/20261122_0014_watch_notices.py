"""Notices of households at risk: which cases stand on them, and what the policy lets hang beside the names.

Revision ID: 0014_watch_notices
Revises: 0013_poor_villages
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.core.frozen import release_ddl, trigger_ddl
from app.core.migrating import change_values

revision = "0014_watch_notices"
down_revision = "0013_poor_villages"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
POLICY_HOLDERS = {"round": "policy_values", "policy_profile": "values"}
#: what the policies and rounds that exist go on with
NEW_VALUES = {
    "watch_notice_day_kind": "calendar",
    "watch_kind_public": True,
    "watch_risk_public": False,
    "watch_help_public": True,
}
STATES_BEFORE = (
    *("found", "visited", "compared", "posted", "township", "watched"),
    *("release_posted", "released", "dismissed"),
)
STATES_NOW = (*STATES_BEFORE[:7], "release_township", *STATES_BEFORE[7:])


def _one_of(states: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(repr(state) for state in states)})"


def upgrade() -> None:
    """Up to this revision. Cases that exist keep their recorded days and go on by them."""
    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_watch_state"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_watch_state"), _one_of(STATES_NOW))
        batch_op.add_column(sa.Column("risks", JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("warned_by", sa.String(60), nullable=False, server_default=""))
    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.alter_column("risks", server_default=None)
        batch_op.alter_column("warned_by", server_default=None)
    op.create_table(
        "watch_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_watch_notice_watch_id_watch")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_watch_notice_notice_id_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_notice")),
        sa.UniqueConstraint("notice_id", "watch_id", name=op.f("uq_watch_notice_notice_id_watch_id")),
    )
    op.create_index("ix_watch_notice_watch", "watch_notice", ["watch_id", "notice_id"])
    for statement in trigger_ddl("watch_notice", op.get_bind().dialect.name):
        op.execute(statement)
    change_values(op.get_bind(), POLICY_HOLDERS, lambda values: {**NEW_VALUES, **values})


def downgrade() -> None:
    """Back to the revision before; raises ``RuntimeError`` where a case stands on a notice."""
    connection = op.get_bind()
    if number := connection.scalar(sa.select(sa.func.count()).select_from(sa.table("watch_notice"))):
        raise RuntimeError(f"{number} rows of notices cannot be kept in the tables before this step.")
    change_values(
        connection,
        POLICY_HOLDERS,
        lambda values: {name: value for name, value in values.items() if name not in NEW_VALUES},
    )
    for statement in release_ddl("watch_notice", connection.dialect.name):
        op.execute(statement)
    op.drop_table("watch_notice")
    watch = sa.table("watch", sa.column("state"))
    op.execute(watch.update().where(watch.c.state == "release_township").values(state="release_posted"))
    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.drop_column("warned_by")
        batch_op.drop_column("risks")
        batch_op.drop_constraint(batch_op.f("ck_watch_state"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_watch_state"), _one_of(STATES_BEFORE))
