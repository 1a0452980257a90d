"""Comparison files, officials and their relatives, duplicates, changes, drafts and minutes, samples, why-cards.

Revision ID: 0002_fairness
Revises: 0001_initial
"""

import secrets
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002_fairness"
down_revision = "0001_initial"
branch_labels = None
depends_on = None


#: table -> columns that never change (none named: no column ever does); rows are never deleted
FROZEN: dict[str, tuple[str, ...]] = {
    "keystroke": (),
    "minutes": (),
    "minutes_addition": (),
    "public_value": ("area_id", "source", "day", "value", "recorded_by_id", "recorded_at"),
    "sample": (
        "list_id",
        "level",
        "seed",
        "population",
        "entry_ids",
        "public_value_id",
        "inputs",
        "drawn_by_id",
        "drawn_at",
    ),
    "why_card": (),
}


KEPT_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

#: what the policies and rounds that exist go on with: nothing that they did not ask for before
NEW_VALUES = {
    "comparison_kinds": ["vehicle", "flat", "firm", "payroll", "tax", "death", "allowance", "other_scheme"],
    "comparison_exclusions": ["vehicle", "flat", "firm", "payroll"],
    "kinship_statements_required": False,
    "invitation_days": 0,
    "sample_value_source": "",
    "sample_value_days": 1,
    "sample_weight_relative": 0,
    "sample_weight_comparison": 0,
    "sample_weight_objection": 0,
    "sample_weight_finding": 0,
    "sample_weight_close_income": 0,
    "sample_close_percent": 0,
}
HOLDERS = {"round": "policy_values", "policy_profile": "values"}


def fill_in() -> None:
    """The new policy values for what is kept, and salt for the receipts that were given out."""
    connection = op.get_bind()
    _change_values(connection, lambda values: {**NEW_VALUES, **values})
    application = sa.table("application", sa.column("id"), sa.column("receipt_salt"))
    for row in connection.execute(sa.select(application.c.id)).all():
        connection.execute(
            application.update().where(application.c.id == row.id).values(receipt_salt=secrets.token_hex(8))
        )


def take_out() -> None:
    """Leave the policies as the version before knew them."""
    _change_values(op.get_bind(), lambda values: {k: v for k, v in values.items() if k not in NEW_VALUES})


def _change_values(connection: sa.Connection, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    for name, column in HOLDERS.items():
        table = sa.table(name, sa.column("id"), sa.column(column, KEPT_JSON))
        for row in connection.execute(sa.select(table.c.id, table.c[column])).all():
            connection.execute(
                table.update().where(table.c.id == row.id).values({column: change(dict(row[1]))})
            )


def release(table: str) -> list[str]:
    """The statements that undo :func:`freeze`; before its columns go, no trigger may lean on them."""
    name = f"frozen_{table}"
    if op.get_bind().dialect.name == "sqlite":
        return [f"DROP TRIGGER {name}_update", f"DROP TRIGGER {name}_delete"]
    return [f"DROP FUNCTION {name}() CASCADE"]


def freeze(table: str, columns: tuple[str, ...]) -> list[str]:
    """The statements that make *table* refuse changes."""
    of = f" OF {', '.join(columns)}" if columns else ""
    name = f"frozen_{table}"
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return [
            f"CREATE TRIGGER {name}_update BEFORE UPDATE{of} ON {table} {refusal}",
            f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {table} {refusal}",
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE TRIGGER {name}_update BEFORE UPDATE{of} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def upgrade() -> None:
    """Up to this revision."""
    op.create_table(
        "official",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "post",
            sa.Enum(
                "representative",
                "village_committee",
                "party_branch",
                "supervision",
                "group_leader",
                "work_team",
                "township",
                "county",
                name="post",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("represents", sa.Boolean(), nullable=False),
        sa.Column("group_name", sa.String(length=60), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=True),
        sa.Column("telephone", sa.String(length=20), nullable=True),
        sa.Column("bank_account", sa.String(length=40), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_official_until_after_since")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_official_area_id_area")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_official_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official")),
    )
    with op.batch_alter_table("official", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_official_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_official_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_official_standing",
            ["area_id", "name", "post"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "public_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason = '')",
            name=op.f("ck_public_value_withdrawn_with_reason"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_public_value_area_id_area")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_public_value_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_value")),
    )
    with op.batch_alter_table("public_value", schema=None) as batch_op:
        batch_op.create_index(
            "uq_public_value_standing",
            ["area_id", "source", "day"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "change_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("other_household_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "birth",
                "death",
                "married_in",
                "married_out",
                "moved_in",
                "moved_out",
                "split",
                "merge",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "made",
                "refused",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "household",
                "village",
                "household_register",
                "civil_affairs",
                "comparison",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column(
            "payload",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "effect",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'requested') = (decided_at IS NULL)", name=op.f("ck_change_request_decided_when")
        ),
        sa.CheckConstraint(
            "state NOT IN ('refused', 'withdrawn') OR reason <> ''",
            name=op.f("ck_change_request_refused_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_change_request_decided_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["attachment.id"], name=op.f("fk_change_request_evidence_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_change_request_household_id_household"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_household_id"],
            ["household.id"],
            name=op.f("fk_change_request_other_household_id_household"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["user.id"], name=op.f("fk_change_request_requested_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
    )
    with op.batch_alter_table("change_request", schema=None) as batch_op:
        batch_op.create_index("ix_change_request_state", ["household_id", "state"], unique=False)

    op.create_table(
        "comparison_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "vehicle",
                "flat",
                "firm",
                "payroll",
                "tax",
                "death",
                "allowance",
                "other_scheme",
                name="comparison_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("filename", sa.String(length=160), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reading",
                "previewed",
                "refused",
                "applied",
                "discarded",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "summary",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "refusal",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawal_reason <> '')",
            name=op.f("ck_comparison_file_withdrawn_with_reason"),
        ),
        sa.CheckConstraint(
            "(state IN ('applied', 'withdrawn')) = (applied_at IS NOT NULL)",
            name=op.f("ck_comparison_file_applied_when"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_comparison_file_area_id_area")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_comparison_file_round_id_round")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_comparison_file_uploaded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison_file")),
    )
    with op.batch_alter_table("comparison_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comparison_file_round_id"), ["round_id"], unique=False)

    op.create_table(
        "dismissed_hint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "household",
                "telephone",
                "bank_account",
                "generation_name",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("dismissed_by_id", sa.Integer(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dismissed_by_id"], ["user.id"], name=op.f("fk_dismissed_hint_dismissed_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_dismissed_hint_household_id_household"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_dismissed_hint_official_id_official")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissed_hint")),
        sa.UniqueConstraint(
            "official_id",
            "household_id",
            "ground",
            name=op.f("uq_dismissed_hint_official_id_household_id_ground"),
        ),
    )
    with op.batch_alter_table("dismissed_hint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dismissed_hint_household_id"), ["household_id"], unique=False)

    op.create_table(
        "kin_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("none", sa.Boolean(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_kin_statement_official_id_official")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_kin_statement_recorded_by_id_user")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_kin_statement_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kin_statement")),
        sa.UniqueConstraint("official_id", "round_id", name=op.f("uq_kin_statement_official_id_round_id")),
    )
    with op.batch_alter_table("kin_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kin_statement_round_id"), ["round_id"], unique=False)

    op.create_table(
        "kinship",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(
                "own",
                "spouse",
                "parent",
                "child",
                "sibling",
                "grandparent",
                "grandchild",
                "uncle_aunt",
                "nephew_niece",
                "cousin",
                "in_law",
                "other",
                name="relation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("from_hint", sa.Boolean(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (end_reason = '')", name=op.f("ck_kinship_ended_with_reason")
        ),
        sa.ForeignKeyConstraint(["declared_by_id"], ["user.id"], name=op.f("fk_kinship_declared_by_id_user")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_kinship_ended_by_id_user")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_kinship_household_id_household"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_kinship_official_id_official")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kinship")),
    )
    with op.batch_alter_table("kinship", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kinship_household_id"), ["household_id"], unique=False)
        batch_op.create_index(
            "uq_kinship_standing",
            ["official_id", "household_id"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("group_name", sa.String(length=60), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_attendance_official_id_official")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "sequence", name=op.f("uq_attendance_meeting_id_sequence")),
    )
    op.create_table(
        "comparison_cover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["comparison_file.id"],
            name=op.f("fk_comparison_cover_file_id_comparison_file"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_comparison_cover_household_id_household"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison_cover")),
        sa.UniqueConstraint("file_id", "household_id", name=op.f("uq_comparison_cover_file_id_household_id")),
    )
    with op.batch_alter_table("comparison_cover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comparison_cover_household_id"), ["household_id"], unique=False)

    op.create_table(
        "comparison_hit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("member_name", sa.String(length=60), nullable=False),
        sa.Column("name_in_file", sa.String(length=60), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column(
            "certainty",
            sa.Enum(
                "matched", "doubtful", name="certainty", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column(
            "details",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "settlement",
            sa.Enum(
                "open",
                "explained",
                "excludes",
                "not_the_person",
                name="settlement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(settlement = 'open') = (settled_at IS NULL)", name=op.f("ck_comparison_hit_settled_when")
        ),
        sa.CheckConstraint(
            "settlement = 'open' OR explanation <> ''", name=op.f("ck_comparison_hit_settled_with_words")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["comparison_file.id"],
            name=op.f("fk_comparison_hit_file_id_comparison_file"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_comparison_hit_household_id_household"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_comparison_hit_member_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user.id"], name=op.f("fk_comparison_hit_settled_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison_hit")),
        sa.UniqueConstraint(
            "file_id",
            "household_id",
            "row_number",
            name=op.f("uq_comparison_hit_file_id_household_id_row_number"),
        ),
    )
    with op.batch_alter_table("comparison_hit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comparison_hit_household_id"), ["household_id"], unique=False)

    op.create_table(
        "duplicate_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("first_member_id", sa.Integer(), nullable=True),
        sa.Column("second_member_id", sa.Integer(), nullable=True),
        sa.Column(
            "ground",
            sa.Enum(
                "id_number",
                "name_and_birth",
                "telephone",
                "bank_account",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "same",
                "different",
                "shared",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gives_up_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IS NULL OR reason <> ''", name=op.f("ck_duplicate_pair_decided_with_reason")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_duplicate_pair_decided_when")
        ),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_duplicate_pair_ordered")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_duplicate_pair_decided_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["household.id"],
            name=op.f("fk_duplicate_pair_first_id_household"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["first_member_id"],
            ["member.id"],
            name=op.f("fk_duplicate_pair_first_member_id_member"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["gives_up_id"],
            ["household.id"],
            name=op.f("fk_duplicate_pair_gives_up_id_household"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["household.id"],
            name=op.f("fk_duplicate_pair_second_id_household"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_member_id"],
            ["member.id"],
            name=op.f("fk_duplicate_pair_second_member_id_member"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pair")),
        sa.UniqueConstraint(
            "first_id",
            "second_id",
            "ground",
            "fingerprint",
            name=op.f("uq_duplicate_pair_first_id_second_id_ground_fingerprint"),
        ),
    )
    with op.batch_alter_table("duplicate_pair", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duplicate_pair_second_id"), ["second_id"], unique=False)

    op.create_table(
        "keystroke",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("typed_by_id", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_keystroke_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["typed_by_id"], ["user.id"], name=op.f("fk_keystroke_typed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keystroke")),
        sa.UniqueConstraint(
            "meeting_id", "device", "ordinal", name=op.f("uq_keystroke_meeting_id_device_ordinal")
        ),
        sa.UniqueConstraint("meeting_id", "receipt", name=op.f("uq_keystroke_meeting_id_receipt")),
    )
    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "content",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
    )
    op.create_table(
        "minutes_addition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_minutes_addition_with_reason")),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user.id"], name=op.f("fk_minutes_addition_added_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_addition_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_addition")),
    )
    with op.batch_alter_table("minutes_addition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_addition_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "why_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "comparison",
                "meeting",
                "village",
                "township",
                "county",
                "objection",
                "withdrawal",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "content",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_why_card_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_why_card")),
        sa.UniqueConstraint("application_id", "ordinal", name=op.f("uq_why_card_application_id_ordinal")),
    )
    op.create_table(
        "home_check_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("home_check_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_home_check_photo_attachment_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["home_check_id"], ["home_check.id"], name=op.f("fk_home_check_photo_home_check_id_home_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_check_photo")),
        sa.UniqueConstraint(
            "home_check_id", "attachment_id", name=op.f("uq_home_check_photo_home_check_id_attachment_id")
        ),
    )
    with op.batch_alter_table("home_check_photo", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_home_check_photo_home_check_id"), ["home_check_id"], unique=False
        )

    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("receipt_salt", sa.String(length=32), server_default="", nullable=False)
        )

    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("hits_read_out", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("adjourned_reason", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("chair_name", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(sa.Column("chair_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_ballot_chair_id_user"), "user", ["chair_id"], ["id"])

    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.alter_column("recorded_by_id", existing_type=sa.INTEGER(), nullable=True)

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invited_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("is_secret", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("chair_confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("recorder_confirmed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("sample", schema=None) as batch_op:
        batch_op.add_column(sa.Column("public_value_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "inputs",
                sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
                nullable=True,
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_sample_public_value_id_public_value"), "public_value", ["public_value_id"], ["id"]
        )
    for table, columns in FROZEN.items():
        for statement in freeze(table, columns):
            op.execute(statement)
    fill_in()


def downgrade() -> None:
    """Back to the one before."""
    for table in FROZEN:
        for statement in release(table):
            op.execute(statement)
    with op.batch_alter_table("sample", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_sample_public_value_id_public_value"), type_="foreignkey")
        batch_op.drop_column("inputs")
        batch_op.drop_column("public_value_id")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("recorder_confirmed_at")
        batch_op.drop_column("chair_confirmed_at")
        batch_op.drop_column("is_secret")
        batch_op.drop_column("invited_on")

    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.alter_column("recorded_by_id", existing_type=sa.INTEGER(), nullable=False)

    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_ballot_chair_id_user"), type_="foreignkey")
        batch_op.drop_column("chair_id")
        batch_op.drop_column("chair_name")
        batch_op.drop_column("adjourned_reason")
        batch_op.drop_column("hits_read_out")

    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_column("receipt_salt")

    with op.batch_alter_table("home_check_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_home_check_photo_home_check_id"))

    op.drop_table("home_check_photo")
    op.drop_table("why_card")
    with op.batch_alter_table("minutes_addition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_addition_meeting_id"))

    op.drop_table("minutes_addition")
    op.drop_table("minutes")
    op.drop_table("keystroke")
    with op.batch_alter_table("duplicate_pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duplicate_pair_second_id"))

    op.drop_table("duplicate_pair")
    with op.batch_alter_table("comparison_hit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comparison_hit_household_id"))

    op.drop_table("comparison_hit")
    with op.batch_alter_table("comparison_cover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comparison_cover_household_id"))

    op.drop_table("comparison_cover")
    op.drop_table("attendance")
    with op.batch_alter_table("kinship", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_kinship_standing",
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_kinship_household_id"))

    op.drop_table("kinship")
    with op.batch_alter_table("kin_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kin_statement_round_id"))

    op.drop_table("kin_statement")
    with op.batch_alter_table("dismissed_hint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dismissed_hint_household_id"))

    op.drop_table("dismissed_hint")
    with op.batch_alter_table("comparison_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comparison_file_round_id"))

    op.drop_table("comparison_file")
    with op.batch_alter_table("change_request", schema=None) as batch_op:
        batch_op.drop_index("ix_change_request_state")

    op.drop_table("change_request")
    with op.batch_alter_table("public_value", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_public_value_standing",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.drop_table("public_value")
    with op.batch_alter_table("official", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_official_standing",
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_official_user_id"))
        batch_op.drop_index(batch_op.f("ix_official_name"))

    op.drop_table("official")
    take_out()
