"""Exit with its own procedure; the yearly re-check; households at risk.

Revision ID: 0009_exits
Revises: 0008_assistance
"""

import sqlalchemy as sa
from alembic import op

from app.core.frozen import release_ddl, trigger_ddl
from app.core.migrating import KEPT_JSON, change_values

revision = "0009_exits"
down_revision = "0008_assistance"
branch_labels = None
depends_on = None

POLICY_HOLDERS = {"round": "policy_values", "policy_profile": "values"}
#: what the policies and rounds that exist go on with
NEW_VALUES = {
    "exit_basis": "关于建立贫困退出机制的意见",
    "exit_acceptance_required": True,
    "exit_policy_months": 12,
    "exit_watch_months": 12,
    "exit_sample_all_up_to": 20,
    "exit_sample_middle_up_to": 100,
    "exit_sample_middle": 20,
    "exit_sample_large": 30,
    "recheck_jump_percent": 50,
    "watch_visit_days": 3,
    "watch_compare_days": 5,
    "watch_review_days": 5,
    "watch_total_days": 20,
    "watch_green_days": 20,
    "watch_notice_days": 7,
}
WATCH_STATES = (
    "found",
    "visited",
    "compared",
    "posted",
    "township",
    "watched",
    "release_posted",
    "released",
    "dismissed",
)
ROUND_KINDS_BEFORE = ("identification", "funds")
ROUND_KINDS_NOW = ("identification", "exit", "funds")


def _one_of(kinds: tuple[str, ...]) -> str:
    return "kind IN (" + ", ".join(f"'{kind}'" for kind in kinds) + ")"


def _change_kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_round_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_round_kind"), _one_of(kinds))


def _refuse_with_exits(connection: sa.Connection) -> None:
    """The way back has no place for a round of exits: raises ``RuntimeError`` where there is one."""
    found = sa.select(sa.func.count()).select_from(sa.table("round")).where(sa.column("kind") == "exit")
    if number := connection.scalar(found):
        raise RuntimeError(f"{number} rounds of exits cannot be kept in the tables before this step.")


def _create_exits() -> None:
    op.create_table(
        "register_exit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("exited_on", sa.Date(), nullable=False),
        sa.Column("policies_until", sa.Date(), nullable=False),
        sa.Column("watch_until", sa.Date(), nullable=False),
        sa.Column("struck_on", sa.Date(), nullable=True),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(undone_on IS NULL) = (undone_reason = '')", name=op.f("ck_register_exit_undone_with_reason")
        ),
        sa.CheckConstraint(
            "struck_on IS NULL OR struck_on >= watch_until", name=op.f("ck_register_exit_struck_after_watch")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_register_exit_household_id_household")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_register_exit_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_exit")),
    )
    with op.batch_alter_table("register_exit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_register_exit_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_register_exit_round_id"), ["round_id"], unique=False)
        batch_op.create_index(
            "uq_register_exit_standing",
            ["household_id", "round_id"],
            unique=True,
            sqlite_where=sa.text("undone_on IS NULL"),
            postgresql_where=sa.text("undone_on IS NULL"),
        )


def _create_checks() -> None:
    op.create_table(
        "exit_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("per_head_fen", sa.BigInteger(), nullable=False),
        sa.Column("line_fen", sa.BigInteger(), nullable=False),
        sa.Column("income_is_stable", sa.Boolean(), nullable=False),
        sa.Column("food_and_clothing", sa.Boolean(), nullable=False),
        sa.Column("education", sa.Boolean(), nullable=False),
        sa.Column("medical_care", sa.Boolean(), nullable=False),
        sa.Column("housing", sa.Boolean(), nullable=False),
        sa.Column("water", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_exit_check_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["home_visit.id"], name=op.f("fk_exit_check_visit_id_home_visit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_check")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_exit_check_visit_id")),
    )
    with op.batch_alter_table("exit_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exit_check_application_id"), ["application_id"], unique=False)

    op.create_table(
        "exit_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("accepts", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("accepts OR reason <> ''", name=op.f("ck_exit_answer_refused_with_reason")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_exit_answer_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["attachment.id"], name=op.f("fk_exit_answer_paper_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_exit_answer_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_answer")),
    )
    with op.batch_alter_table("exit_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exit_answer_application_id"), ["application_id"], unique=False)


def _create_totals() -> None:
    op.create_table(
        "reported_total",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("households >= 0 AND people >= 0", name=op.f("ck_reported_total_not_negative")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_reported_total_area_id_area")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_reported_total_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_total")),
    )
    with op.batch_alter_table("reported_total", schema=None) as batch_op:
        batch_op.create_index("ix_reported_total_area", ["area_id", "year"], unique=False)


def _create_rechecks() -> None:
    op.create_table(
        "recheck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("per_head_fen", sa.BigInteger(), nullable=True),
        sa.Column("line_fen", sa.BigInteger(), nullable=True),
        sa.Column("jumps", KEPT_JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["checked_by_id"], ["user.id"], name=op.f("fk_recheck_checked_by_id_user")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_recheck_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck")),
        sa.UniqueConstraint("household_id", "year", name=op.f("uq_recheck_household_id_year")),
    )
    with op.batch_alter_table("recheck", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recheck_year"), ["year"], unique=False)


def _create_watches() -> None:
    op.create_table(
        "watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("kind", _named("kind", "unstable", "marginal", "sudden"), nullable=False),
        sa.Column("found_by", _named("found_by", "own_report", "visit", "department"), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("state", _named("state", *WATCH_STATES), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("days", KEPT_JSON, nullable=False),
        sa.Column("helped_on", sa.Date(), nullable=True),
        sa.Column("help_given", sa.Text(), nullable=False),
        sa.Column("procedure_due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(helped_on IS NULL) = (procedure_due_on IS NULL)", name=op.f("ck_watch_helped_with_deadline")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_watch_household_id_household")
        ),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_watch_village_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
    )
    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watch_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_watch_village", ["village_id", "state"], unique=False)
        batch_op.create_index(
            "uq_watch_open",
            ["household_id"],
            unique=True,
            sqlite_where=sa.text("state NOT IN ('released', 'dismissed')"),
            postgresql_where=sa.text("state NOT IN ('released', 'dismissed')"),
        )

    op.create_table(
        "watch_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("people", KEPT_JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["attachment.id"], name=op.f("fk_watch_step_paper_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_watch_step_recorded_by_id_user")
        ),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_watch_step_watch_id_watch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_step")),
    )
    with op.batch_alter_table("watch_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watch_step_watch_id"), ["watch_id"], unique=False)
    for statement in trigger_ddl("watch_step", op.get_bind().dialect.name, ()):
        op.execute(statement)


def _named(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Up to this revision."""
    _create_exits()
    _create_checks()
    _create_totals()
    _create_rechecks()
    _create_watches()
    _change_kinds(ROUND_KINDS_NOW)
    change_values(op.get_bind(), POLICY_HOLDERS, lambda values: {**NEW_VALUES, **values})


def downgrade() -> None:
    """Back to the revision before."""
    connection = op.get_bind()
    _refuse_with_exits(connection)
    change_values(
        connection,
        POLICY_HOLDERS,
        lambda values: {name: value for name, value in values.items() if name not in NEW_VALUES},
    )
    _change_kinds(ROUND_KINDS_BEFORE)
    for statement in release_ddl("watch_step", connection.dialect.name):
        op.execute(statement)
    for table in (
        "watch_step",
        "watch",
        "recheck",
        "reported_total",
        "exit_answer",
        "exit_check",
        "register_exit",
    ):
        op.drop_table(table)
