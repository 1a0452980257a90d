"""Paper on the wall: sheets with their own codes, photographs that prove them, gaps, scans, durable jobs.

Revision ID: 0004_paper
Revises: 0003_portal
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.core.frozen import release_ddl, trigger_ddl
from app.core.migrating import change_values

revision = "0004_paper"
down_revision = "0003_portal"
branch_labels = None
depends_on = None

#: table -> columns that never change (none named: no column ever does); rows are never deleted
FROZEN: dict[str, tuple[str, ...]] = {
    "sheet": (),
}


#: what the policies and rounds that exist go on with: as it was done until now
NEW_VALUES = {
    "posting_proof": "photograph",
    "end_photographs_required": False,
    "missing_sheet_stretches": False,
    "scan_silence_days": 0,
}
POLICY_HOLDERS = {"round": "policy_values", "policy_profile": "values"}


def upgrade() -> None:
    """Up to this revision."""
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column(
            "parameters",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stage", sa.String(length=200), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(length=120), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "trouble",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "result",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_key", ["key", "id"], unique=False)
        batch_op.create_index(
            "uq_job_open_key",
            ["key"],
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'running')"),
            postgresql_where=sa.text("state IN ('waiting', 'running')"),
        )

    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ordinal BETWEEN 1 AND 30", name=op.f("ck_sheet_ordinal")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_sheet_notice_id_notice")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["posting_place.id"], name=op.f("fk_sheet_place_id_posting_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint("notice_id", "ordinal", name=op.f("uq_sheet_notice_id_ordinal")),
        sa.UniqueConstraint("notice_id", "place_id", name=op.f("uq_sheet_notice_id_place_id")),
    )
    op.create_table(
        "sheet_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("scanned_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_sheet_scan_number")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_sheet_scan_notice_id_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_scan")),
        sa.UniqueConstraint(
            "notice_id", "ordinal", "scanned_on", name=op.f("uq_sheet_scan_notice_id_ordinal_scanned_on")
        ),
    )
    op.create_table(
        "posting_gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("missing_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.Column("found_by_id", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rehung_on", sa.Date(), nullable=True),
        sa.Column("rehung_photo_id", sa.Integer(), nullable=True),
        sa.Column("rehung_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "rehung_on IS NULL OR rehung_on >= missing_on", name=op.f("ck_posting_gap_again_after_missing")
        ),
        sa.ForeignKeyConstraint(["found_by_id"], ["user.id"], name=op.f("fk_posting_gap_found_by_id_user")),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["attachment.id"], name=op.f("fk_posting_gap_photo_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["posting.id"], name=op.f("fk_posting_gap_posting_id_posting")
        ),
        sa.ForeignKeyConstraint(["rehung_by_id"], ["user.id"], name=op.f("fk_posting_gap_rehung_by_id_user")),
        sa.ForeignKeyConstraint(
            ["rehung_photo_id"], ["attachment.id"], name=op.f("fk_posting_gap_rehung_photo_id_attachment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_gap")),
    )
    with op.batch_alter_table("posting_gap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_gap_posting_id"), ["posting_id"], unique=False)
        batch_op.create_index(
            "uq_posting_gap_open",
            ["posting_id"],
            unique=True,
            sqlite_where=sa.text("rehung_on IS NULL"),
            postgresql_where=sa.text("rehung_on IS NULL"),
        )

    op.create_table(
        "sheet_photograph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "hung",
                "present",
                "rehung",
                "end",
                "taken_down",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "read",
                "unread",
                "waiting",
                "confirmed",
                "refused",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("original_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column(
            "seen_codes",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("fingerprint", sa.String(length=240), nullable=False),
        sa.Column("claimed_on", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(outcome IN ('confirmed', 'refused')) = (settled_at IS NOT NULL)",
            name=op.f("ck_sheet_photograph_settled_by_somebody"),
        ),
        sa.CheckConstraint(
            "settled_by_id IS NULL OR settled_by_id <> sent_by_id",
            name=op.f("ck_sheet_photograph_second_person"),
        ),
        sa.ForeignKeyConstraint(
            ["original_id"], ["attachment.id"], name=op.f("fk_sheet_photograph_original_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["attachment.id"], name=op.f("fk_sheet_photograph_photo_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user.id"], name=op.f("fk_sheet_photograph_sent_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user.id"], name=op.f("fk_sheet_photograph_settled_by_id_user")
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_sheet_photograph_sheet_id_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_photograph")),
        sa.UniqueConstraint(
            "sheet_id", "photo_id", "purpose", name=op.f("uq_sheet_photograph_sheet_id_photo_id_purpose")
        ),
    )
    with op.batch_alter_table("sheet_photograph", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_photograph_fingerprint"), ["fingerprint"], unique=False)
        batch_op.create_index(batch_op.f("ix_sheet_photograph_original_id"), ["original_id"], unique=False)
        batch_op.create_index("ix_sheet_photograph_outcome", ["outcome"], unique=False)
        batch_op.create_index(batch_op.f("ix_sheet_photograph_sheet_id"), ["sheet_id"], unique=False)

    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.add_column(sa.Column("delivery_ordinal", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "proof",
                sa.Enum(
                    "photograph",
                    "code",
                    "confirmed",
                    name="proof",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                server_default="photograph",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("end_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("end_photo_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("end_by_id", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_posting_end_with_photograph"), "(end_on IS NULL) = (end_photo_id IS NULL)"
        )
        batch_op.create_foreign_key(batch_op.f("fk_posting_end_by_id_user"), "user", ["end_by_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_posting_end_photo_id_attachment"), "attachment", ["end_photo_id"], ["id"]
        )

    with op.batch_alter_table("posting_place", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "office_board",
                    "group_board",
                    "clinic",
                    "shop",
                    "school",
                    "other",
                    name="kind",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                server_default="other",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "sheet_size",
                sa.Enum("a4", "a3", name="sheet_size", native_enum=False, create_constraint=True, length=40),
                server_default="a4",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("large_type", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("photo_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_posting_place_photo_id_attachment"), "attachment", ["photo_id"], ["id"]
        )
    connection = op.get_bind()
    for table, columns in FROZEN.items():
        for statement in trigger_ddl(table, connection.dialect.name, columns):
            op.execute(statement)
    change_values(connection, POLICY_HOLDERS, lambda values: {**NEW_VALUES, **values})


def downgrade() -> None:
    """Back to the one before."""
    connection = op.get_bind()
    for table in FROZEN:
        for statement in release_ddl(table, connection.dialect.name):
            op.execute(statement)
    with op.batch_alter_table("posting_place", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_posting_place_kind"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_posting_place_sheet_size"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_posting_place_photo_id_attachment"), type_="foreignkey")
        batch_op.drop_column("photo_id")
        batch_op.drop_column("large_type")
        batch_op.drop_column("sheet_size")
        batch_op.drop_column("kind")

    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_posting_proof"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_posting_end_with_photograph"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_posting_end_photo_id_attachment"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_posting_end_by_id_user"), type_="foreignkey")
        batch_op.drop_column("end_by_id")
        batch_op.drop_column("end_photo_id")
        batch_op.drop_column("end_on")
        batch_op.drop_column("taken_at")
        batch_op.drop_column("proof")

    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.drop_column("delivery_ordinal")

    with op.batch_alter_table("sheet_photograph", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sheet_photograph_sheet_id"))
        batch_op.drop_index("ix_sheet_photograph_outcome")
        batch_op.drop_index(batch_op.f("ix_sheet_photograph_original_id"))
        batch_op.drop_index(batch_op.f("ix_sheet_photograph_fingerprint"))

    op.drop_table("sheet_photograph")
    with op.batch_alter_table("posting_gap", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_posting_gap_open",
            sqlite_where=sa.text("rehung_on IS NULL"),
            postgresql_where=sa.text("rehung_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_posting_gap_posting_id"))

    op.drop_table("posting_gap")
    op.drop_table("sheet_scan")
    op.drop_table("sheet")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_job_open_key",
            sqlite_where=sa.text("state IN ('waiting', 'running')"),
            postgresql_where=sa.text("state IN ('waiting', 'running')"),
        )
        batch_op.drop_index("ix_job_key")

    op.drop_table("job")
    change_values(
        connection,
        POLICY_HOLDERS,
        lambda values: {name: value for name, value in values.items() if name not in NEW_VALUES},
    )
