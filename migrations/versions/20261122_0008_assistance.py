"""Plans of households, measures, visits, and the words of an area's plan.

Policies and rounds that exist get the number of visits that a helper owes; for the others none is laid down.

Revision ID: 0008_assistance
Revises: 0007_pairings
"""

import sqlalchemy as sa
from alembic import op

from app.core.migrating import KEPT_JSON, change_values

revision = "0008_assistance"
down_revision = "0007_pairings"
branch_labels = None
depends_on = None

#: what the policies and rounds that exist go on with
NEW_VALUES = {
    "visit_helper_times": 2,
    "visit_helper_period": "quarter",
    "visit_team_times": 0,
    "visit_team_period": "quarter",
    "visit_village_times": 0,
    "visit_village_period": "month",
}
POLICY_HOLDERS = {"round": "policy_values", "policy_profile": "values"}


def upgrade() -> None:
    """Up to this revision."""
    op.create_table(
        "plan_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "whole",
                "pairing",
                "industry",
                "training",
                "housing",
                "relocation",
                "infrastructure",
                "tasks",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_plan_words_area_id_area")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user.id"], name=op.f("fk_plan_words_written_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_words")),
        sa.UniqueConstraint("area_id", "year", "part", name=op.f("uq_plan_words_area_id_year_part")),
    )
    op.create_table(
        "help_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column(
            "visitor",
            sa.Enum(
                "helper",
                "team",
                "village",
                "other",
                name="visitor",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "way",
            sa.Enum(
                "at_home", "by_telephone", name="way", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("visitors", KEPT_JSON, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("solved", sa.Text(), nullable=False),
        sa.Column("left_open", sa.Text(), nullable=False),
        sa.Column("changed", KEPT_JSON, nullable=False),
        sa.Column("signed_by", sa.String(length=60), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawal_reason = '')",
            name=op.f("ck_help_visit_withdrawn_with_reason"),
        ),
        sa.CheckConstraint("minutes IS NULL OR minutes > 0", name=op.f("ck_help_visit_minutes")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_help_visit_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_help_visit_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_visit")),
        sa.UniqueConstraint("number", name=op.f("uq_help_visit_number")),
    )
    with op.batch_alter_table("help_visit", schema=None) as batch_op:
        batch_op.create_index("ix_help_visit_day", ["visited_on", "household_id"], unique=False)
        batch_op.create_index("ix_help_visit_household", ["household_id", "visited_on"], unique=False)

    op.create_table(
        "household_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column(
            "term",
            sa.Enum(
                "one_year", "three_years", name="term", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("needs", KEPT_JSON, nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("drawn_up_on", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_by", sa.String(length=60), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(agreed_on IS NULL) = (agreed_by = '')", name=op.f("ck_household_plan_agreed_by_somebody")
        ),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (end_reason = '')", name=op.f("ck_household_plan_ended_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_plan_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_household_plan_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_plan")),
    )
    with op.batch_alter_table("household_plan", schema=None) as batch_op:
        batch_op.create_index(
            "uq_household_plan_standing",
            ["household_id", "term", "first_year"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=10, scale=2, asdecimal=False), nullable=True),
        sa.Column("cost_fen", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("source_note", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "begun",
                "done",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("gain_fen", sa.BigInteger(), nullable=True),
        sa.Column("drop_reason", sa.Text(), nullable=False),
        sa.Column("grade_before", sa.String(length=10), nullable=True),
        sa.Column("grade_after", sa.String(length=10), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "confirmed", "denied", name="answer", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=60), nullable=False),
        sa.Column("answer_words", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_by = '')", name=op.f("ck_measure_answered_by_somebody")
        ),
        sa.CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name=op.f("ck_measure_done_with_day")),
        sa.CheckConstraint("answer IS NULL OR state = 'done'", name=op.f("ck_measure_answered_when_done")),
        sa.CheckConstraint(
            "state <> 'dropped' OR drop_reason <> ''", name=op.f("ck_measure_dropped_with_reason")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_on IS NULL)", name=op.f("ck_measure_answered_with_day")
        ),
        sa.CheckConstraint("account_id IS NULL OR batch_id IS NULL", name=op.f("ck_measure_one_source")),
        sa.CheckConstraint("cost_fen >= 0", name=op.f("ck_measure_cost")),
        sa.CheckConstraint("quantity IS NULL OR quantity > 0", name=op.f("ck_measure_quantity")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["fund_account.id"], name=op.f("fk_measure_account_id_fund_account")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["fund_batch.id"], name=op.f("fk_measure_batch_id_fund_batch")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_measure_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_measure_member_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["household_plan.id"], name=op.f("fk_measure_plan_id_household_plan")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_measure_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.create_index("ix_measure_account", ["account_id"], unique=False)
        batch_op.create_index("ix_measure_due", ["due_on", "id"], unique=False)
        batch_op.create_index("ix_measure_household", ["household_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_plan_id"), ["plan_id"], unique=False)
    change_values(op.get_bind(), POLICY_HOLDERS, lambda values: {**NEW_VALUES, **values})


def downgrade() -> None:
    """Back to the revision before."""
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measure_plan_id"))
        batch_op.drop_index("ix_measure_household")
        batch_op.drop_index("ix_measure_due")
        batch_op.drop_index("ix_measure_account")

    op.drop_table("measure")
    with op.batch_alter_table("household_plan", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_household_plan_standing",
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.drop_table("household_plan")
    with op.batch_alter_table("help_visit", schema=None) as batch_op:
        batch_op.drop_index("ix_help_visit_household")
        batch_op.drop_index("ix_help_visit_day")

    op.drop_table("help_visit")
    op.drop_table("plan_words")
    change_values(
        op.get_bind(),
        POLICY_HOLDERS,
        lambda values: {name: value for name, value in values.items() if name not in NEW_VALUES},
    )
