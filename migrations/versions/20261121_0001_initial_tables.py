"""All tables of the main chain, from areas to the announcement, with the triggers that freeze what hangs.

Revision ID: 0001_initial
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001_initial"
down_revision = None
branch_labels = None
depends_on = None


#: table -> columns that never change (none named: no column ever does); rows are never deleted
FROZEN = {
    "event": (),
    "notice": (
        "number",
        "kind",
        "round_id",
        "village_id",
        "list_id",
        "issuer_id",
        "issued_on",
        "hang_on",
        "first_day",
        "last_day",
        "households",
        "people",
        "content",
        "digest",
        "replaces_id",
    ),
    "notice_entry": (),
}


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
        "area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=15), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "county",
                "township",
                "village",
                "group",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=60), nullable=False),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=True),
        sa.Column("initials", sa.String(length=40), nullable=False),
        sa.Column("telephone", sa.String(length=30), nullable=True),
        sa.Column("address_zh", sa.String(length=120), nullable=True),
        sa.Column("address_en", sa.String(length=160), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["area.id"], name=op.f("fk_area_parent_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("code", name=op.f("uq_area_code")),
    )
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_area_path"), ["path"], unique=False)

    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("note_zh", sa.String(length=60), nullable=False),
        sa.Column("note_en", sa.String(length=60), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("on", name=op.f("uq_calendar_day_on")),
    )
    op.create_table(
        "calendar_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("year BETWEEN 1949 AND 2200", name=op.f("ck_calendar_year_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_year")),
        sa.UniqueConstraint("year", name=op.f("uq_calendar_year_year")),
    )
    op.create_table(
        "ended_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ended_session")),
        sa.UniqueConstraint("digest", name=op.f("uq_ended_session_digest")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("area_path", sa.String(length=60), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("target", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "data",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_area", ["area_path", "id"], unique=False)
        batch_op.create_index("ix_event_household", ["household_id", "id"], unique=False)
        batch_op.create_index("ix_event_subject", ["subject", "id"], unique=False)

    op.create_table(
        "once_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column(
            "kept",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_once_key")),
        sa.UniqueConstraint("key", name=op.f("uq_once_key_key")),
    )
    op.create_table(
        "serial",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=120), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_serial")),
        sa.UniqueConstraint("scope", name=op.f("uq_serial_scope")),
    )
    op.create_table(
        "throttle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.String(length=64), nullable=False),
        sa.Column("window_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_throttle")),
        sa.UniqueConstraint("bucket", "window_at", name=op.f("uq_throttle_bucket_window_at")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("username", name=op.f("uq_user_username")),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("needs", sa.String(length=40), nullable=False),
        sa.Column("area_path", sa.String(length=60), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_attachment_uploaded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_digest"), ["digest"], unique=False)

    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_no", sa.String(length=20), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("head_name", sa.String(length=60), nullable=False),
        sa.Column("head_initials", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("data_as_of", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("telephone", sa.String(length=20), nullable=True),
        sa.Column("bank_name", sa.String(length=60), nullable=True),
        sa.Column("bank_account", sa.String(length=40), nullable=True),
        sa.Column("attribute", sa.String(length=40), nullable=True),
        sa.Column("standard", sa.String(length=40), nullable=True),
        sa.Column("main_cause", sa.String(length=40), nullable=True),
        sa.Column(
            "other_causes",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("farmland_mu", sa.Numeric(precision=10, scale=2, asdecimal=False), nullable=True),
        sa.Column("forest_mu", sa.Numeric(precision=10, scale=2, asdecimal=False), nullable=True),
        sa.Column("pasture_mu", sa.Numeric(precision=10, scale=2, asdecimal=False), nullable=True),
        sa.Column("house_area_m2", sa.Numeric(precision=10, scale=2, asdecimal=False), nullable=True),
        sa.Column("house_structure", sa.String(length=40), nullable=True),
        sa.Column("house_grade", sa.String(length=10), nullable=True),
        sa.Column("house_built_year", sa.Integer(), nullable=True),
        sa.Column("water_is_safe", sa.Boolean(), nullable=True),
        sa.Column("water_source", sa.String(length=40), nullable=True),
        sa.Column("road_type", sa.String(length=40), nullable=True),
        sa.Column("main_fuel", sa.String(length=40), nullable=True),
        sa.Column("has_sanitary_toilet", sa.Boolean(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_household_people")),
        sa.ForeignKeyConstraint(["group_id"], ["area.id"], name=op.f("fk_household_group_id_area")),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_household_village_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("household_no", name=op.f("uq_household_household_no")),
    )
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_bank_account"), ["bank_account"], unique=False)
        batch_op.create_index(batch_op.f("ix_household_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            "ix_household_head",
            ["head_name"],
            unique=False,
            postgresql_ops={"head_name": "varchar_pattern_ops"},
        )
        batch_op.create_index(
            "ix_household_initials",
            ["head_initials"],
            unique=False,
            postgresql_ops={"head_initials": "varchar_pattern_ops"},
        )
        batch_op.create_index(batch_op.f("ix_household_telephone"), ["telephone"], unique=False)
        batch_op.create_index("ix_household_village", ["village_id", "household_no"], unique=False)

    op.create_table(
        "policy_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("title_zh", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=True),
        sa.Column("basis_zh", sa.Text(), nullable=False),
        sa.Column("basis_en", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "values",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "sources",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_policy_profile_area_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_profile")),
        sa.UniqueConstraint("area_id", "key", name=op.f("uq_policy_profile_area_id_key")),
    )
    op.create_table(
        "posting_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_posting_place_village_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_place")),
        sa.UniqueConstraint("village_id", "name_zh", name=op.f("uq_posting_place_village_id_name_zh")),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "village_officer",
                "work_team",
                "township_reviewer",
                "county_approver",
                "supervisor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_role_grant_area_id_area")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_role_grant_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(
            "uq_role_grant_standing",
            ["user_id", "role", "area_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("identification", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("open", "closed", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=True),
        sa.Column("reference_from", sa.Date(), nullable=False),
        sa.Column("reference_until", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("policy_key", sa.String(length=40), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column(
            "policy_values",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("policy_basis_zh", sa.Text(), nullable=False),
        sa.Column("policy_basis_en", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_round_area_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("code", name=op.f("uq_round_code")),
    )
    op.create_table(
        "village_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("is_poor_village", sa.Boolean(), nullable=False),
        sa.Column("quota_people", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "households >= 0 AND population >= 0", name=op.f("ck_village_figures_not_negative")
        ),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_village_figures_village_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_figures")),
        sa.UniqueConstraint("village_id", "year", name=op.f("uq_village_figures_village_id_year")),
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "filed",
                "visited",
                "compared",
                "passed",
                "rejected",
                "listed",
                "left_out",
                "returned",
                "removed",
                "registered",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("filed_by_id", sa.Integer(), nullable=False),
        sa.Column("applicant_name", sa.String(length=60), nullable=False),
        sa.Column("proxy_name", sa.String(length=60), nullable=True),
        sa.Column("proxy_relation", sa.String(length=60), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("consents_to_comparison", sa.Boolean(), nullable=False),
        sa.Column("signed_copy_id", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("per_head_fen", sa.BigInteger(), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'left_out' OR closing_reason <> ''", name=op.f("ck_application_left_out_with_reason")
        ),
        sa.ForeignKeyConstraint(["filed_by_id"], ["user.id"], name=op.f("fk_application_filed_by_id_user")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_application_household_id_household")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_application_round_id_round")),
        sa.ForeignKeyConstraint(
            ["signed_copy_id"], ["attachment.id"], name=op.f("fk_application_signed_copy_id_attachment")
        ),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_application_village_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("number", name=op.f("uq_application_number")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_application_village", ["round_id", "village_id", "state"], unique=False)
        batch_op.create_index(
            "uq_application_standing",
            ["round_id", "household_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        )

    op.create_table(
        "candidate_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "first_notice",
                "township_review",
                "second_notice",
                "county_review",
                "announced",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("drawn_up_on", sa.Date(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'announced') = (announced_on IS NOT NULL)",
            name=op.f("ck_candidate_list_announced_when"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["candidate_list.id"], name=op.f("fk_candidate_list_parent_id_candidate_list")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_candidate_list_round_id_round")),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_candidate_list_village_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_list")),
        sa.UniqueConstraint(
            "round_id", "village_id", "ordinal", name=op.f("uq_candidate_list_round_id_village_id_ordinal")
        ),
    )
    with op.batch_alter_table("candidate_list", schema=None) as batch_op:
        batch_op.create_index("ix_candidate_list_state", ["round_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_candidate_list_village_id"), ["village_id"], unique=False)

    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=160), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
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
        sa.Column(
            "refusal",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "summary",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "findings",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "undo",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_import_run_area_id_area")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_import_run_round_id_round")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_import_run_uploaded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_table(
        "income_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("wages_fen", sa.BigInteger(), nullable=False),
        sa.Column("business_fen", sa.BigInteger(), nullable=False),
        sa.Column("property_fen", sa.BigInteger(), nullable=False),
        sa.Column("transfers_fen", sa.BigInteger(), nullable=False),
        sa.Column("business_cost_fen", sa.BigInteger(), nullable=False),
        sa.Column(
            "transfer_items",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_income_year_household_id_household"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_year")),
        sa.UniqueConstraint("household_id", "year", name=op.f("uq_income_year_household_id_year")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "representatives",
                "assembly",
                "group",
                "two_committees",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("draft", "confirmed", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("chair_name", sa.String(length=60), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("recorder_name", sa.String(length=60), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("observers", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("minutes_copy_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_at IS NOT NULL)", name=op.f("ck_meeting_confirmed_when")
        ),
        sa.CheckConstraint("present >= 0 AND present <= due", name=op.f("ck_meeting_present_within_due")),
        sa.ForeignKeyConstraint(["chair_id"], ["user.id"], name=op.f("fk_meeting_chair_id_user")),
        sa.ForeignKeyConstraint(
            ["minutes_copy_id"], ["attachment.id"], name=op.f("fk_meeting_minutes_copy_id_attachment")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_meeting_recorded_by_id_user")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_meeting_round_id_round")),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_meeting_village_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_village_id"), ["village_id"], unique=False)

    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("person_no", sa.String(length=22), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("initials", sa.String(length=40), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=True),
        sa.Column("id_number", sa.String(length=24), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("relation", sa.String(length=40), nullable=True),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("ethnicity", sa.String(length=40), nullable=True),
        sa.Column("politics", sa.String(length=40), nullable=True),
        sa.Column("education", sa.String(length=40), nullable=True),
        sa.Column("student_status", sa.String(length=40), nullable=True),
        sa.Column(
            "health",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("labour", sa.String(length=40), nullable=True),
        sa.Column("work_place", sa.String(length=40), nullable=True),
        sa.Column("work_months", sa.Integer(), nullable=True),
        sa.Column("has_medical_insurance", sa.Boolean(), nullable=True),
        sa.Column("has_pension_insurance", sa.Boolean(), nullable=True),
        sa.Column("has_allowance", sa.Boolean(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_member_household_id_household"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index("ix_member_household", ["household_id", "sequence"], unique=False)
        batch_op.create_index(batch_op.f("ix_member_id_number"), ["id_number"], unique=False)
        batch_op.create_index(
            "ix_member_initials",
            ["initials", "household_id"],
            unique=False,
            postgresql_ops={"initials": "varchar_pattern_ops"},
        )
        batch_op.create_index(
            "ix_member_name",
            ["name", "household_id"],
            unique=False,
            postgresql_ops={"name": "varchar_pattern_ops"},
        )
        batch_op.create_index(batch_op.f("ix_member_person_no"), ["person_no"], unique=False)

    op.create_table(
        "policy_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column(
            "old",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "new",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user.id"], name=op.f("fk_policy_change_changed_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["policy_profile.id"], name=op.f("fk_policy_change_profile_id_policy_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_change")),
    )
    with op.batch_alter_table("policy_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_change_profile_id"), ["profile_id"], unique=False)

    op.create_table(
        "quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("planned_incidence", sa.String(length=20), nullable=False),
        sa.Column("quota_people", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_quota_round_id_round")),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_quota_village_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
        sa.UniqueConstraint("round_id", "village_id", name=op.f("uq_quota_round_id_village_id")),
    )
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("struck_on", sa.Date(), nullable=True),
        sa.Column("struck_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "struck_on IS NULL OR struck_reason IS NOT NULL", name=op.f("ck_registration_struck_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_registration_household_id_household")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_registration_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_round_id"), ["round_id"], unique=False)
        batch_op.create_index(
            "uq_registration_standing",
            ["household_id", "round_id"],
            unique=True,
            sqlite_where=sa.text("struck_on IS NULL"),
            postgresql_where=sa.text("struck_on IS NULL"),
        )

    op.create_table(
        "round_node",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_node_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_node")),
        sa.UniqueConstraint("round_id", "ordinal", name=op.f("uq_round_node_round_id_ordinal")),
    )
    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("votes_abstained", sa.Integer(), nullable=True),
        sa.Column(
            "left_room",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "votes_for >= 0 AND votes_against >= 0 AND votes_abstained >= 0",
            name=op.f("ck_ballot_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_ballot_application_id_application")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_ballot_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("meeting_id", "application_id", name=op.f("uq_ballot_meeting_id_application_id")),
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_application_id"), ["application_id"], unique=False)

    op.create_table(
        "business_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("income_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.String(length=40), nullable=True),
        sa.Column("sales_fen", sa.BigInteger(), nullable=False),
        sa.Column("coefficient", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["income_id"],
            ["income_year.id"],
            name=op.f("fk_business_item_income_id_income_year"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_item")),
    )
    with op.batch_alter_table("business_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_business_item_income_id"), ["income_id"], unique=False)

    op.create_table(
        "comparison",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("compared_on", sa.Date(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "no_hit",
                "hit_explained",
                "hit",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_comparison_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_comparison_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison")),
    )
    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comparison_application_id"), ["application_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column(
            "severity",
            sa.Enum(
                "severe",
                "check",
                "hint",
                name="severity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "message",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("explained_by_id", sa.Integer(), nullable=True),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(explanation IS NULL) = (explained_at IS NULL)", name=op.f("ck_finding_explained")
        ),
        sa.ForeignKeyConstraint(
            ["explained_by_id"], ["user.id"], name=op.f("fk_finding_explained_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_finding_household_id_household"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_finding_member_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_finding_village_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint(
            "household_id",
            "rule",
            "member_id",
            "fingerprint",
            name=op.f("uq_finding_household_id_rule_member_id_fingerprint"),
        ),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index("ix_finding_counts", ["village_id", "severity", "explained_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_finding_village", ["village_id", "rule"], unique=False)

    op.create_table(
        "home_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column(
            "visitors",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_home_visit_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_home_visit_recorded_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["attachment.id"], name=op.f("fk_home_visit_sheet_id_attachment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_visit")),
    )
    with op.batch_alter_table("home_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_home_visit_application_id"), ["application_id"], unique=False)

    op.create_table(
        "list_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.String(length=60), nullable=False),
        sa.Column("head_name", sa.String(length=60), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "standing",
                "removed",
                "set_aside",
                "returned",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "removal_cause",
            sa.Enum(
                "objection_first",
                "township",
                "objection_second",
                "county",
                "objection_announcement",
                "village",
                name="removal_cause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_to_id", sa.Integer(), nullable=True),
        sa.Column("off_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(standing IN ('removed', 'returned')) = (reason <> '')",
            name=op.f("ck_list_entry_reason_when_off"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_list_entry_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_list_entry_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["candidate_list.id"], name=op.f("fk_list_entry_list_id_candidate_list")
        ),
        sa.ForeignKeyConstraint(
            ["moved_to_id"], ["candidate_list.id"], name=op.f("fk_list_entry_moved_to_id_candidate_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_entry")),
        sa.UniqueConstraint("list_id", "sequence", name=op.f("uq_list_entry_list_id_sequence")),
    )
    with op.batch_alter_table("list_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_list_entry_household_id"), ["household_id"], unique=False)
        batch_op.create_index(
            "uq_list_entry_standing",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("standing = 'standing'"),
            postgresql_where=sa.text("standing = 'standing'"),
        )

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "first_notice",
                "second_notice",
                "announcement",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("hang_on", sa.Date(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("period_is_estimated", sa.Boolean(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column(
            "content",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason = '')", name=op.f("ck_notice_withdrawn_with_reason")
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_notice_period")),
        sa.ForeignKeyConstraint(["issuer_id"], ["area.id"], name=op.f("fk_notice_issuer_id_area")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["candidate_list.id"], name=op.f("fk_notice_list_id_candidate_list")
        ),
        sa.ForeignKeyConstraint(["replaces_id"], ["notice.id"], name=op.f("fk_notice_replaces_id_notice")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_notice_round_id_round")),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_notice_village_id_area")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user.id"], name=op.f("fk_notice_withdrawn_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("number", name=op.f("uq_notice_number")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_village", ["village_id", "issued_on"], unique=False)
        batch_op.create_index(
            "uq_notice_standing",
            ["list_id", "kind"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("township", "county", name="level", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column(
            "entry_ids",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["user.id"], name=op.f("fk_sample_drawn_by_id_user")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["candidate_list.id"], name=op.f("fk_sample_list_id_candidate_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
        sa.UniqueConstraint("list_id", "level", "seed", name=op.f("uq_sample_list_id_level_seed")),
    )
    with op.batch_alter_table("sample", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sample_list_id"), ["list_id"], unique=False)

    op.create_table(
        "telling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("head_name", sa.String(length=60), nullable=False),
        sa.Column(
            "what",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("told_how", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(told_on IS NULL) = (told_by_id IS NULL)", name=op.f("ck_telling_told_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_telling_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["candidate_list.id"], name=op.f("fk_telling_list_id_candidate_list")
        ),
        sa.ForeignKeyConstraint(["told_by_id"], ["user.id"], name=op.f("fk_telling_told_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling")),
    )
    with op.batch_alter_table("telling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_telling_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_telling_list", ["list_id", "told_on"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("township", "county", name="level", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "keep",
                "remove",
                "return",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome = 'keep' OR reason <> ''", name=op.f("ck_decision_reason_unless_kept")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_decision_decided_by_id_user")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["list_entry.id"], name=op.f("fk_decision_entry_id_list_entry")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["candidate_list.id"], name=op.f("fk_decision_list_id_candidate_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_list_id"), ["list_id"], unique=False)
        batch_op.create_index(
            "uq_decision_standing",
            ["entry_id", "level"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "home_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column(
            "checkers",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["list_entry.id"], name=op.f("fk_home_check_entry_id_list_entry")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_home_check_recorded_by_id_user")
        ),
        sa.ForeignKeyConstraint(["sample_id"], ["sample.id"], name=op.f("fk_home_check_sample_id_sample")),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["attachment.id"], name=op.f("fk_home_check_sheet_id_attachment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_check")),
        sa.UniqueConstraint("sample_id", "entry_id", name=op.f("uq_home_check_sample_id_entry_id")),
    )
    with op.batch_alter_table("home_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_home_check_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "notice_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.String(length=60), nullable=False),
        sa.Column("head_name", sa.String(length=60), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column(
            "extra",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["list_entry.id"], name=op.f("fk_notice_entry_entry_id_list_entry")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_notice_entry_household_id_household")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_entry_notice_id_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_entry")),
        sa.UniqueConstraint("notice_id", "sequence", name=op.f("uq_notice_entry_notice_id_sequence")),
    )
    with op.batch_alter_table("notice_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_entry_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_entry_household_id"), ["household_id"], unique=False)

    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column(
            "about",
            sa.Enum(
                "entry",
                "left_out",
                "other",
                name="about",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("left_out_name", sa.String(length=60), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("objector_name", sa.String(length=60), nullable=True),
        sa.Column("objector_contact", sa.String(length=120), nullable=True),
        sa.Column(
            "channel",
            sa.Enum("web", "counter", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "township",
                "county",
                name="objection_level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "filed",
                "investigating",
                "decided",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("secret_salt", sa.String(length=32), nullable=False),
        sa.Column(
            "investigators",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "upheld",
                "partly",
                "rejected",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("removes_entry", sa.Boolean(), nullable=False),
        sa.Column("public_reply", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'decided') = (outcome IS NOT NULL)", name=op.f("ck_objection_decided_with_outcome")
        ),
        sa.CheckConstraint(
            "about <> 'entry' OR entry_id IS NOT NULL", name=op.f("ck_objection_about_an_entry")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR public_reply <> ''", name=op.f("ck_objection_outcome_with_reply")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_objection_decided_by_id_user")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["list_entry.id"], name=op.f("fk_objection_entry_id_list_entry")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_objection_notice_id_notice")),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["user.id"], name=op.f("fk_objection_received_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("number", name=op.f("uq_objection_number")),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index("ix_objection_open", ["level", "state", "due_on"], unique=False)

    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_down_on", sa.Date(), nullable=True),
        sa.Column("taken_down_photo_id", sa.Integer(), nullable=True),
        sa.Column("taken_down_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "taken_down_on IS NULL OR taken_down_on >= posted_on", name=op.f("ck_posting_down_after_up")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_posting_notice_id_notice")),
        sa.ForeignKeyConstraint(["photo_id"], ["attachment.id"], name=op.f("fk_posting_photo_id_attachment")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["posting_place.id"], name=op.f("fk_posting_place_id_posting_place")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_posting_recorded_by_id_user")),
        sa.ForeignKeyConstraint(
            ["taken_down_by_id"], ["user.id"], name=op.f("fk_posting_taken_down_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["taken_down_photo_id"], ["attachment.id"], name=op.f("fk_posting_taken_down_photo_id_attachment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("notice_id", "place_id", name=op.f("uq_posting_notice_id_place_id")),
    )
    op.create_table(
        "objection_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("from_investigation", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_objection_evidence_attachment_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objection.id"], name=op.f("fk_objection_evidence_objection_id_objection")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_evidence")),
    )
    with op.batch_alter_table("objection_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_objection_evidence_objection_id"), ["objection_id"], unique=False
        )
    for table, columns in FROZEN.items():
        for statement in freeze(table, columns):
            op.execute(statement)


def downgrade() -> None:
    """Back to the one before."""
    with op.batch_alter_table("objection_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_evidence_objection_id"))

    op.drop_table("objection_evidence")
    op.drop_table("posting")
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.drop_index("ix_objection_open")
        batch_op.drop_index(batch_op.f("ix_objection_notice_id"))
        batch_op.drop_index(batch_op.f("ix_objection_entry_id"))

    op.drop_table("objection")
    with op.batch_alter_table("notice_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_entry_household_id"))
        batch_op.drop_index(batch_op.f("ix_notice_entry_entry_id"))

    op.drop_table("notice_entry")
    with op.batch_alter_table("home_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_home_check_entry_id"))

    op.drop_table("home_check")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_decision_standing",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_decision_list_id"))
        batch_op.drop_index(batch_op.f("ix_decision_entry_id"))

    op.drop_table("decision")
    with op.batch_alter_table("telling", schema=None) as batch_op:
        batch_op.drop_index("ix_telling_list")
        batch_op.drop_index(batch_op.f("ix_telling_household_id"))

    op.drop_table("telling")
    with op.batch_alter_table("sample", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sample_list_id"))

    op.drop_table("sample")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_notice_standing",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index("ix_notice_village")

    op.drop_table("notice")
    with op.batch_alter_table("list_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_list_entry_standing",
            sqlite_where=sa.text("standing = 'standing'"),
            postgresql_where=sa.text("standing = 'standing'"),
        )
        batch_op.drop_index(batch_op.f("ix_list_entry_household_id"))

    op.drop_table("list_entry")
    with op.batch_alter_table("home_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_home_visit_application_id"))

    op.drop_table("home_visit")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index("ix_finding_village")
        batch_op.drop_index(batch_op.f("ix_finding_member_id"))
        batch_op.drop_index(batch_op.f("ix_finding_household_id"))
        batch_op.drop_index("ix_finding_counts")

    op.drop_table("finding")
    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comparison_application_id"))

    op.drop_table("comparison")
    with op.batch_alter_table("business_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_business_item_income_id"))

    op.drop_table("business_item")
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballot_application_id"))

    op.drop_table("ballot")
    op.drop_table("round_node")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_registration_standing",
            sqlite_where=sa.text("struck_on IS NULL"),
            postgresql_where=sa.text("struck_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_registration_round_id"))
        batch_op.drop_index(batch_op.f("ix_registration_household_id"))

    op.drop_table("registration")
    op.drop_table("quota")
    with op.batch_alter_table("policy_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_change_profile_id"))

    op.drop_table("policy_change")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_person_no"))
        batch_op.drop_index("ix_member_name", postgresql_ops={"name": "varchar_pattern_ops"})
        batch_op.drop_index("ix_member_initials", postgresql_ops={"initials": "varchar_pattern_ops"})
        batch_op.drop_index(batch_op.f("ix_member_id_number"))
        batch_op.drop_index("ix_member_household")

    op.drop_table("member")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_village_id"))

    op.drop_table("meeting")
    op.drop_table("income_year")
    op.drop_table("import_run")
    with op.batch_alter_table("candidate_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_list_village_id"))
        batch_op.drop_index("ix_candidate_list_state")

    op.drop_table("candidate_list")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_application_standing",
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        )
        batch_op.drop_index("ix_application_village")
        batch_op.drop_index(batch_op.f("ix_application_household_id"))

    op.drop_table("application")
    op.drop_table("village_figures")
    op.drop_table("round")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_role_grant_standing",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("role_grant")
    op.drop_table("posting_place")
    op.drop_table("policy_profile")
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.drop_index("ix_household_village")
        batch_op.drop_index(batch_op.f("ix_household_telephone"))
        batch_op.drop_index("ix_household_initials", postgresql_ops={"head_initials": "varchar_pattern_ops"})
        batch_op.drop_index("ix_household_head", postgresql_ops={"head_name": "varchar_pattern_ops"})
        batch_op.drop_index(batch_op.f("ix_household_group_id"))
        batch_op.drop_index(batch_op.f("ix_household_bank_account"))

    op.drop_table("household")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_digest"))

    op.drop_table("attachment")
    op.drop_table("user")
    op.drop_table("throttle")
    op.drop_table("serial")
    op.drop_table("once_key")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_subject")
        batch_op.drop_index("ix_event_household")
        batch_op.drop_index("ix_event_area")

    op.drop_table("event")
    op.drop_table("ended_session")
    op.drop_table("calendar_year")
    op.drop_table("calendar_day")
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_path"))
        batch_op.drop_index(batch_op.f("ix_area_parent_id"))

    op.drop_table("area")
    if op.get_bind().dialect.name == "postgresql":
        for table in FROZEN:
            op.execute(f"DROP FUNCTION frozen_{table}()")
