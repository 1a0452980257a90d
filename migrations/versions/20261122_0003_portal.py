"""The portal for everybody: articles, households' own requests, questions to objectors and second looks.

Revision ID: 0003_portal
Revises: 0002_fairness
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.core.frozen import release_ddl, trigger_ddl
from app.core.migrating import change_values

revision = "0003_portal"
down_revision = "0002_fairness"
branch_labels = None
depends_on = None

#: table -> columns that never change (none named: no column ever does); rows are never deleted
FROZEN: dict[str, tuple[str, ...]] = {
    "article_version": (),
}


#: what the policies and rounds that exist go on with
NEW_VALUES = {
    "help_request_visit_days": 2,
    "help_request_answer_days": 5,
    "second_look_ask_days": 10,
    "second_look_answer_days": 10,
}
POLICY_HOLDERS = {"round": "policy_values", "policy_profile": "values"}


def upgrade() -> None:
    """Up to this revision."""
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "policy",
                "party",
                "village_affairs",
                "news",
                "periodical",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("quarter", sa.Integer(), nullable=True),
        sa.Column("issue", sa.Integer(), nullable=True),
        sa.Column("title_zh", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=True),
        sa.Column("body_zh", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=True),
        sa.Column("byline", sa.String(length=60), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("appears_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_article_withdrawn_when")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (number IS NOT NULL AND appears_on IS NOT NULL)",
            name=op.f("ck_article_published_with_day"),
        ),
        sa.CheckConstraint(
            "quarter IS NULL OR (quarter BETWEEN 1 AND 4 AND year IS NOT NULL)",
            name=op.f("ck_article_quarter"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_article_area_id_area")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_article_author_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("number", name=op.f("uq_article_number")),
    )
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_area_id"), ["area_id"], unique=False)
        batch_op.create_index("ix_article_public", ["state", "appears_on"], unique=False)

    op.create_table(
        "article_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_attachment_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_article_attachment_attachment_id_attachment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_attachment")),
        sa.UniqueConstraint("article_id", "ordinal", name=op.f("uq_article_attachment_article_id_ordinal")),
    )
    op.create_table(
        "article_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("title_zh", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=True),
        sa.Column("body_zh", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=True),
        sa.Column("byline", sa.String(length=60), nullable=False),
        sa.Column(
            "files",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by_id", sa.Integer(), nullable=True),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_version_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["corrected_by_id"], ["user.id"], name=op.f("fk_article_version_corrected_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_version")),
        sa.UniqueConstraint("article_id", "ordinal", name=op.f("uq_article_version_article_id_ordinal")),
    )
    op.create_table(
        "help_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("head_name", sa.String(length=60), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("telephone", sa.String(length=20), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "web",
                "counter",
                "telephone",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "taken_up",
                "answered_no",
                "withdrawn",
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
        sa.Column("visit_due_on", sa.Date(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("receipt_salt", sa.String(length=32), nullable=False),
        sa.Column("code_key", sa.String(length=64), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "channel = 'web' OR received_by_id IS NOT NULL", name=op.f("ck_help_request_taken_down_by")
        ),
        sa.CheckConstraint(
            "state <> 'taken_up' OR application_id IS NOT NULL", name=op.f("ck_help_request_taken_up_as")
        ),
        sa.CheckConstraint(
            "state NOT IN ('answered_no', 'withdrawn') OR reason <> ''",
            name=op.f("ck_help_request_ended_with_reason"),
        ),
        sa.CheckConstraint("people > 0", name=op.f("ck_help_request_people")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_help_request_application_id_application")
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_help_request_ended_by_id_user")),
        sa.ForeignKeyConstraint(["group_id"], ["area.id"], name=op.f("fk_help_request_group_id_area")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_help_request_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["user.id"], name=op.f("fk_help_request_received_by_id_user")
        ),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_help_request_village_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_request")),
        sa.UniqueConstraint("code_key", name=op.f("uq_help_request_code_key")),
        sa.UniqueConstraint("number", name=op.f("uq_help_request_number")),
    )
    with op.batch_alter_table("help_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_request_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_request_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_help_request_village", ["village_id", "state"], unique=False)

    op.create_table(
        "objection_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "office", "asker", name="message_side", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objection.id"], name=op.f("fk_objection_message_objection_id_objection")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user.id"], name=op.f("fk_objection_message_written_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_message")),
    )
    with op.batch_alter_table("objection_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_message_objection_id"), ["objection_id"], unique=False)

    op.create_table(
        "second_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "answered",
                name="second_look_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "stands",
                "changed",
                name="second_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("public_reply", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'answered') = (outcome IS NOT NULL)", name=op.f("ck_second_look_answered_with_outcome")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR public_reply <> ''", name=op.f("ck_second_look_outcome_with_reply")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_second_look_answered_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objection.id"], name=op.f("fk_second_look_objection_id_objection")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_look")),
        sa.UniqueConstraint("objection_id", name=op.f("uq_second_look_objection_id")),
    )
    with op.batch_alter_table("second_look", schema=None) as batch_op:
        batch_op.create_index("ix_second_look_open", ["state", "due_on"], unique=False)

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_digest"), ["digest"], unique=False)

    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code_key", sa.String(length=32), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_objection_code_key"), ["code_key"])
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
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_objection_code_key"), type_="unique")
        batch_op.drop_column("code_key")

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_digest"))

    with op.batch_alter_table("second_look", schema=None) as batch_op:
        batch_op.drop_index("ix_second_look_open")

    op.drop_table("second_look")
    with op.batch_alter_table("objection_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_message_objection_id"))

    op.drop_table("objection_message")
    with op.batch_alter_table("help_request", schema=None) as batch_op:
        batch_op.drop_index("ix_help_request_village")
        batch_op.drop_index(batch_op.f("ix_help_request_household_id"))
        batch_op.drop_index(batch_op.f("ix_help_request_application_id"))

    op.drop_table("help_request")
    op.drop_table("article_version")
    op.drop_table("article_attachment")
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_index("ix_article_public")
        batch_op.drop_index(batch_op.f("ix_article_area_id"))

    op.drop_table("article")
    change_values(
        connection,
        POLICY_HOLDERS,
        lambda values: {name: value for name, value in values.items() if name not in NEW_VALUES},
    )
