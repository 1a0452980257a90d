"""Helping units, helpers, pairings, postings to villages, and the workbooks they come from.

Policies and rounds that exist get the rule 532 for the least number of households, an empty 54321, and days on post.

Revision ID: 0007_pairings
Revises: 0006_repairs
"""

import sqlalchemy as sa
from alembic import op

from app.core.migrating import KEPT_JSON, change_values

revision = "0007_pairings"
down_revision = "0006_repairs"
branch_labels = None
depends_on = None

#: what the policies and rounds that exist go on with
NEW_VALUES = {
    "pairing_rule": "532",
    "pairing_minimums_532": {
        "county_leader": 5,
        "deputy_county_leader": 5,
        "department_leader": 3,
        "deputy_department_leader": 3,
        "cadre": 2,
    },
    "pairing_minimums_54321": {},
    "post_days_per_year": 240,
}
POLICY_HOLDERS = {"round": "policy_values", "policy_profile": "values"}


def upgrade() -> None:
    """Up to this revision."""
    op.create_table(
        "pairing_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reading",
                "previewed",
                "refused",
                "applying",
                "applied",
                "undone",
                "discarded",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("summary", KEPT_JSON, nullable=True),
        sa.Column("rows", KEPT_JSON, nullable=True),
        sa.Column("findings", KEPT_JSON, nullable=True),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undo_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undo_reason = '')", name=op.f("ck_pairing_import_undone_with_reason")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_pairing_import_area_id_area")),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["user.id"], name=op.f("fk_pairing_import_imported_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["user.id"], name=op.f("fk_pairing_import_undone_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_import")),
    )
    op.create_table(
        "village_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "first_secretary",
                "team_leader",
                "resident_team",
                "task_force",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "central",
                "province",
                "city",
                "county",
                "township",
                "village",
                "army",
                "other",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("unit_name", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (end_reason = '')", name=op.f("ck_village_post_ended_with_reason")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= since", name=op.f("ck_village_post_ended_after_since")
        ),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_village_post_until_after_since")),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_village_post_village_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_post")),
    )
    with op.batch_alter_table("village_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_village_post_village_id"), ["village_id"], unique=False)

    op.create_table(
        "helping_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "central",
                "province",
                "city",
                "county",
                "township",
                "village",
                "army",
                "other",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_helping_unit_area_id_area")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["pairing_import.id"], name=op.f("fk_helping_unit_import_id_pairing_import")
        ),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_helping_unit_village_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helping_unit")),
        sa.UniqueConstraint("area_id", "name", name=op.f("uq_helping_unit_area_id_name")),
    )
    with op.batch_alter_table("helping_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_helping_unit_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_helping_unit_village_id"), ["village_id"], unique=False)

    op.create_table(
        "post_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days BETWEEN 0 AND 31", name=op.f("ck_post_month_days")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["village_post.id"], name=op.f("fk_post_month_post_id_village_post")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_month")),
        sa.UniqueConstraint("post_id", "month", name=op.f("uq_post_month_post_id_month")),
    )
    op.create_table(
        "helper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "rank",
            sa.Enum(
                "county_leader",
                "deputy_county_leader",
                "department_leader",
                "deputy_department_leader",
                "cadre",
                "other",
                name="rank",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("telephone", sa.String(length=20), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_reason", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(left_on IS NULL) = (left_reason = '')", name=op.f("ck_helper_left_with_reason")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["pairing_import.id"], name=op.f("fk_helper_import_id_pairing_import")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["helping_unit.id"], name=op.f("fk_helper_unit_id_helping_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helper")),
    )
    with op.batch_alter_table("helper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_helper_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_helper_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_helper_standing",
            ["unit_id", "name"],
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )

    op.create_table(
        "pairing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("helper_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("ended_by_import_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (end_reason = '')", name=op.f("ck_pairing_ended_with_reason")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_pairing_ended_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_import_id"],
            ["pairing_import.id"],
            name=op.f("fk_pairing_ended_by_import_id_pairing_import"),
        ),
        sa.ForeignKeyConstraint(["helper_id"], ["helper.id"], name=op.f("fk_pairing_helper_id_helper")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_pairing_household_id_household"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["pairing_import.id"], name=op.f("fk_pairing_import_id_pairing_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
    )
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pairing_ended_by_import_id"), ["ended_by_import_id"], unique=False
        )
        batch_op.create_index("ix_pairing_helper", ["helper_id", "ended_on"], unique=False)
        batch_op.create_index("ix_pairing_household", ["household_id", "started_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairing_import_id"), ["import_id"], unique=False)
        batch_op.create_index(
            "uq_pairing_standing",
            ["household_id"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )
    change_values(op.get_bind(), POLICY_HOLDERS, lambda values: {**NEW_VALUES, **values})


def downgrade() -> None:
    """Back to the revision before."""
    change_values(
        op.get_bind(),
        POLICY_HOLDERS,
        lambda values: {name: value for name, value in values.items() if name not in NEW_VALUES},
    )
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pairing_standing",
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_pairing_import_id"))
        batch_op.drop_index("ix_pairing_household")
        batch_op.drop_index("ix_pairing_helper")
        batch_op.drop_index(batch_op.f("ix_pairing_ended_by_import_id"))

    op.drop_table("pairing")
    with op.batch_alter_table("helper", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_helper_standing",
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_helper_unit_id"))
        batch_op.drop_index(batch_op.f("ix_helper_import_id"))

    op.drop_table("helper")
    op.drop_table("post_month")
    with op.batch_alter_table("helping_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_helping_unit_village_id"))
        batch_op.drop_index(batch_op.f("ix_helping_unit_import_id"))

    op.drop_table("helping_unit")
    with op.batch_alter_table("village_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_village_post_village_id"))

    op.drop_table("village_post")
    op.drop_table("pairing_import")
