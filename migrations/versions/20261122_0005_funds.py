"""Money and projects: batches, accounts, contracts, rolls, the ledger; projects; disclosure; deliveries.

A notice may now be of funds or projects: then it has no list, and its rows name no entry of one.

Revision ID: 0005_funds
Revises: 0004_paper
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.core.frozen import release_ddl, trigger_ddl
from app.core.migrating import change_values
from app.domain.funds import balances

revision = "0005_funds"
down_revision = "0004_paper"
branch_labels = None
depends_on = None

#: table -> columns that never change (none named: no column ever does); rows are never deleted
FROZEN: dict[str, tuple[str, ...]] = {
    "contract": ("number", "project_id", "contractor", "signed_on"),
    "fund_account": ("batch_id", "place_id", "project_id"),
    "fund_batch": ("number", "round_id", "area_id", "level", "document_no", "document_on", "carried_from_id"),
    "ledger_entry": (),
    "roll": ("number", "place_id"),
    "roll_line": (),
}

#: what the policies and rounds that exist go on with
NEW_VALUES = {
    "fund_notice_days": 10,
    "fund_notice_day_kind": "calendar",
    "allocation_days": 20,
    "project_report_days": 14,
    "project_notice_days": 20,
    "village_finance_months": 3,
    "village_finance_day": 15,
    "major_matter_days": 0,
    "disclosure_days": 20,
    "delivery_answer_days": 15,
}
POLICY_HOLDERS = {"round": "policy_values", "policy_profile": "values"}
KINDS_BEFORE = ("first_notice", "second_notice", "announcement")
KINDS_NOW = (
    *KINDS_BEFORE,
    "funds",
    "project_library",
    "annual_plan",
    "project_start",
    "project_progress",
    "project_completion",
    "beneficiaries",
)
ROUND_KINDS_BEFORE = ("identification",)
ROUND_KINDS_NOW = (*ROUND_KINDS_BEFORE, "funds")
#: the columns of a notice that never change, as the first step set them up
FROZEN_NOTICE = (
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
)


def _one_of(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"


def _change_notices(
    dialect: str, kinds: tuple[str, ...], round_kinds: tuple[str, ...], *, nullable: bool
) -> None:
    """Which kinds there are, and whether a notice needs a list. The triggers stand aside meanwhile."""
    for table in ("notice", "notice_entry"):
        for statement in release_ddl(table, dialect):
            op.execute(statement)
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_notice_kind"), type_="check")
        if not nullable:
            batch_op.drop_constraint(batch_op.f("ck_notice_of_a_list"), type_="check")
        batch_op.alter_column("list_id", existing_type=sa.INTEGER(), nullable=nullable)
        batch_op.create_check_constraint(batch_op.f("ck_notice_kind"), _one_of(kinds))
        if nullable:
            batch_op.create_check_constraint(
                batch_op.f("ck_notice_of_a_list"), f"({_one_of(KINDS_BEFORE)}) = (list_id IS NOT NULL)"
            )
    with op.batch_alter_table("notice_entry", schema=None) as batch_op:
        batch_op.alter_column("entry_id", existing_type=sa.INTEGER(), nullable=nullable)
        batch_op.alter_column("household_id", existing_type=sa.INTEGER(), nullable=nullable)
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_round_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_round_kind"), _one_of(round_kinds))
    for table, columns in (("notice", FROZEN_NOTICE), ("notice_entry", ())):
        for statement in trigger_ddl(table, dialect, columns):
            op.execute(statement)


def _refuse_with_notices(connection: sa.Connection) -> None:
    """The way back has no place for a notice of funds or a year of money: raises ``RuntimeError`` where there is one."""
    for table, kinds in (("notice", KINDS_BEFORE), ("round", ROUND_KINDS_BEFORE)):
        kind = sa.column("kind")
        found = sa.select(sa.func.count()).select_from(sa.table(table)).where(kind.not_in(kinds))
        if number := connection.scalar(found):
            raise RuntimeError(
                f"{number} rows of {table} are of funds or projects and cannot be kept in the tables before this step."
            )


def upgrade() -> None:
    """Up to this revision."""
    op.create_table(
        "disclosure_matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("subject_zh", sa.String(length=160), nullable=False),
        sa.Column("subject_en", sa.String(length=200), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_disclosure_matter_recorded_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["area.id"], name=op.f("fk_disclosure_matter_village_id_area")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_matter")),
    )
    with op.batch_alter_table("disclosure_matter", schema=None) as batch_op:
        batch_op.create_index("ix_disclosure_matter_village", ["village_id", "came_on"], unique=False)

    op.create_table(
        "fund_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "central",
                "provincial",
                "city",
                "county",
                "social",
                "east_west",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=True),
        sa.Column("purpose_zh", sa.Text(), nullable=False),
        sa.Column("purpose_en", sa.Text(), nullable=True),
        sa.Column("giver_zh", sa.String(length=120), nullable=False),
        sa.Column("giver_en", sa.String(length=160), nullable=True),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("received_fen", sa.BigInteger(), nullable=False),
        sa.Column("allocated_fen", sa.BigInteger(), nullable=False),
        sa.Column("gone_fen", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "allocated_fen + gone_fen <= received_fen", name=op.f("ck_fund_batch_within_received")
        ),
        sa.CheckConstraint("allocated_fen >= 0 AND gone_fen >= 0", name=op.f("ck_fund_batch_not_negative")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_fund_batch_area_id_area")),
        sa.ForeignKeyConstraint(
            ["carried_from_id"], ["fund_batch.id"], name=op.f("fk_fund_batch_carried_from_id_fund_batch")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_fund_batch_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_fund_batch_number")),
    )
    with op.batch_alter_table("fund_batch", schema=None) as batch_op:
        batch_op.create_index("ix_fund_batch_round", ["round_id", "area_id"], unique=False)

    op.create_table(
        "ledger_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
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
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undo_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undo_reason = '')", name=op.f("ck_ledger_import_undone_with_reason")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_ledger_import_area_id_area")),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["user.id"], name=op.f("fk_ledger_import_imported_by_id_user")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ledger_import_round_id_round")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["user.id"], name=op.f("fk_ledger_import_undone_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_import")),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "proposed",
                "township_check",
                "county_approval",
                "library",
                "planned",
                "under_way",
                "completed",
                "accepted",
                "closed",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "road",
                "water",
                "power_grid",
                "industry_base",
                "crop_inputs",
                "livestock",
                "land_transfer",
                "training",
                "housing_repair",
                "relocation",
                "new_village",
                "activity_centre",
                "education_aid",
                "subsidy",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "nature",
            sa.Enum(
                "new",
                "extended",
                "rebuilt",
                name="nature",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=True),
        sa.Column("content_zh", sa.Text(), nullable=False),
        sa.Column("content_en", sa.Text(), nullable=True),
        sa.Column("target_zh", sa.Text(), nullable=False),
        sa.Column("target_en", sa.Text(), nullable=True),
        sa.Column("participation_zh", sa.Text(), nullable=False),
        sa.Column("participation_en", sa.Text(), nullable=True),
        sa.Column("benefit_zh", sa.Text(), nullable=False),
        sa.Column("benefit_en", sa.Text(), nullable=True),
        sa.Column("financing_zh", sa.Text(), nullable=False),
        sa.Column("financing_en", sa.Text(), nullable=True),
        sa.Column("subsidy_zh", sa.Text(), nullable=False),
        sa.Column("subsidy_en", sa.Text(), nullable=True),
        sa.Column("unit_zh", sa.String(length=120), nullable=False),
        sa.Column("unit_en", sa.String(length=160), nullable=True),
        sa.Column("person_in_charge", sa.String(length=60), nullable=False),
        sa.Column("office_telephone", sa.String(length=30), nullable=False),
        sa.Column("budget_fen", sa.BigInteger(), nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column(
            "serves",
            sa.Enum(
                "households",
                "people",
                "groups",
                "villages",
                name="serves",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("serves_number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.Column("allocated_fen", sa.BigInteger(), nullable=False),
        sa.Column("contracted_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("budget_fen >= 0 AND quantity_milli >= 0", name=op.f("ck_project_not_negative")),
        sa.CheckConstraint(
            "contracted_fen >= 0 AND contracted_fen <= allocated_fen",
            name=op.f("ck_project_contracted_within"),
        ),
        sa.CheckConstraint("due_on >= starts_on", name=op.f("ck_project_due_after_start")),
        sa.CheckConstraint(
            "paid_fen >= 0 AND paid_fen <= allocated_fen", name=op.f("ck_project_paid_within")
        ),
        sa.CheckConstraint("serves_number >= 0", name=op.f("ck_project_serves_not_negative")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_project_area_id_area")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_project_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("number", name=op.f("uq_project_number")),
    )
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.create_index("ix_project_area", ["area_id", "round_id"], unique=False)
        batch_op.create_index("ix_project_round", ["round_id", "state"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "township_check",
                "approval",
                "plan",
                "start",
                "completion",
                "acceptance",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("note_zh", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["attachment.id"], name=op.f("fk_milestone_paper_id_attachment")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_milestone_project_id_project")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_milestone_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
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
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("decision_zh", sa.Text(), nullable=False),
        sa.Column("decision_en", sa.Text(), nullable=True),
        sa.Column("minutes_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "in_favour >= 0 AND against >= 0 AND in_favour + against <= present",
            name=op.f("ck_project_meeting_votes_within_present"),
        ),
        sa.CheckConstraint(
            "present >= 0 AND present <= due", name=op.f("ck_project_meeting_present_within_due")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["attachment.id"], name=op.f("fk_project_meeting_minutes_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_meeting_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_project_meeting_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_meeting")),
    )
    with op.batch_alter_table("project_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_meeting_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("site_zh", sa.String(length=120), nullable=False),
        sa.Column("site_en", sa.String(length=160), nullable=True),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column("serves_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "quantity_milli >= 0 AND serves_number >= 0", name=op.f("ck_project_place_not_negative")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_project_place_area_id_area")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_place_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_place")),
        sa.UniqueConstraint("project_id", "area_id", name=op.f("uq_project_place_project_id_area_id")),
    )
    with op.batch_alter_table("project_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_place_area_id"), ["area_id"], unique=False)

    op.create_table(
        "disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("where_zh", sa.String(length=120), nullable=False),
        sa.Column("where_en", sa.String(length=160), nullable=True),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(period = '') = (matter_id IS NOT NULL)", name=op.f("ck_disclosure_period_or_matter")
        ),
        sa.CheckConstraint(
            "notice_id IS NOT NULL OR article_id IS NOT NULL OR paper_id IS NOT NULL",
            name=op.f("ck_disclosure_has_evidence"),
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_disclosure_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["disclosure_matter.id"], name=op.f("fk_disclosure_matter_id_disclosure_matter")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_disclosure_notice_id_notice")),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["attachment.id"], name=op.f("fk_disclosure_paper_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_disclosure_recorded_by_id_user")
        ),
        sa.ForeignKeyConstraint(["village_id"], ["area.id"], name=op.f("fk_disclosure_village_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_disclosure_matter_id")),
    )
    with op.batch_alter_table("disclosure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disclosure_village_id"), ["village_id"], unique=False)
        batch_op.create_index(
            "uq_disclosure_period",
            ["village_id", "item", "period"],
            unique=True,
            sqlite_where=sa.text("matter_id IS NULL"),
            postgresql_where=sa.text("matter_id IS NULL"),
        )

    op.create_table(
        "fund_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("allocated_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "paid_fen >= 0 AND paid_fen <= allocated_fen", name=op.f("ck_fund_account_paid_within_allocated")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["fund_batch.id"], name=op.f("fk_fund_account_batch_id_fund_batch")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["project_place.id"], name=op.f("fk_fund_account_place_id_project_place")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_fund_account_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_account")),
        sa.UniqueConstraint("batch_id", "place_id", name=op.f("uq_fund_account_batch_id_place_id")),
    )
    with op.batch_alter_table("fund_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_account_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_account_project_id"), ["project_id"], unique=False)

    op.create_table(
        "progress_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("done_milli", sa.BigInteger(), nullable=False),
        sa.Column("part_zh", sa.String(length=60), nullable=False),
        sa.Column("part_en", sa.String(length=80), nullable=True),
        sa.Column("note_zh", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("done_milli >= 0", name=op.f("ck_progress_report_not_negative")),
        sa.CheckConstraint("percent >= 0 AND percent <= 100", name=op.f("ck_progress_report_percent")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["project_place.id"], name=op.f("fk_progress_report_place_id_project_place")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_progress_report_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_progress_report_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
    )
    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.create_index("ix_progress_report_project", ["project_id", "on"], unique=False)

    op.create_table(
        "project_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_project_notice_notice_id_notice")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_notice_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_notice")),
        sa.UniqueConstraint("notice_id", "project_id", name=op.f("uq_project_notice_notice_id_project_id")),
    )
    with op.batch_alter_table("project_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_notice_project_id"), ["project_id"], unique=False)

    op.create_table(
        "roll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("title_zh", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=True),
        sa.Column("drawn_up_on", sa.Date(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawal_reason = '')", name=op.f("ck_roll_withdrawn_with_reason")
        ),
        sa.CheckConstraint("paid_fen = 0 OR paid_fen = total_fen", name=op.f("ck_roll_paid_as_a_whole")),
        sa.CheckConstraint("total_fen >= 0", name=op.f("ck_roll_not_negative")),
        sa.CheckConstraint("withdrawn_on IS NULL OR paid_fen = 0", name=op.f("ck_roll_withdrawn_unpaid")),
        sa.ForeignKeyConstraint(["paper_id"], ["attachment.id"], name=op.f("fk_roll_paper_id_attachment")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["project_place.id"], name=op.f("fk_roll_place_id_project_place")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_roll_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll")),
        sa.UniqueConstraint("number", name=op.f("uq_roll_number")),
    )
    with op.batch_alter_table("roll", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roll_place_id"), ["place_id"], unique=False)

    op.create_table(
        "tender",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "open_tender",
                "invited_tender",
                "negotiation",
                "inquiry",
                "single_source",
                "villagers_build",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("invited_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by_zh", sa.String(length=160), nullable=False),
        sa.Column("decided_by_en", sa.String(length=200), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("reason_zh", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["project_meeting.id"], name=op.f("fk_tender_meeting_id_project_meeting")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["attachment.id"], name=op.f("fk_tender_paper_id_attachment")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_tender_project_id_project")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_tender_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender")),
    )
    with op.batch_alter_table("tender", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tender_project_id"), ["project_id"], unique=False)

    op.create_table(
        "bid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("bidder", sa.String(length=120), nullable=False),
        sa.Column("bidder_en", sa.String(length=160), nullable=True),
        sa.Column("offer_fen", sa.BigInteger(), nullable=False),
        sa.Column("is_award", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("offer_fen >= 0", name=op.f("ck_bid_not_negative")),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_bid_tender_id_tender")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bid")),
    )
    with op.batch_alter_table("bid", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bid_tender_id"), ["tender_id"], unique=False)
        batch_op.create_index(
            "uq_bid_award",
            ["tender_id"],
            unique=True,
            sqlite_where=sa.text("is_award"),
            postgresql_where=sa.text("is_award"),
        )

    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=True),
        sa.Column("contractor", sa.String(length=120), nullable=False),
        sa.Column("contractor_en", sa.String(length=160), nullable=True),
        sa.Column("contractor_code", sa.String(length=18), nullable=False),
        sa.Column("person_in_charge", sa.String(length=60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "paid_fen >= 0 AND paid_fen <= amount_fen", name=op.f("ck_contract_paid_within_amount")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_contract_project_id_project")),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.id"], name=op.f("fk_contract_tender_id_tender")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("number", name=op.f("uq_contract_number")),
    )
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_photograph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "before",
                "during",
                "after",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("caption_zh", sa.String(length=120), nullable=False),
        sa.Column("caption_en", sa.String(length=160), nullable=True),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["attachment.id"], name=op.f("fk_project_photograph_photo_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_photograph_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_project_photograph_recorded_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["progress_report.id"],
            name=op.f("fk_project_photograph_report_id_progress_report"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_photograph")),
    )
    with op.batch_alter_table("project_photograph", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_photograph_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_photograph_report_id"), ["report_id"], unique=False)

    op.create_table(
        "roll_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roll_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("group_name", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("goods_zh", sa.String(length=60), nullable=False),
        sa.Column("goods_en", sa.String(length=80), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen = CAST(amount_fen AS BIGINT)", name=op.f("ck_roll_line_whole")),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_roll_line_not_negative")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_roll_line_household_id_household")
        ),
        sa.ForeignKeyConstraint(["roll_id"], ["roll.id"], name=op.f("fk_roll_line_roll_id_roll")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_line")),
        sa.UniqueConstraint("roll_id", "sequence", name=op.f("uq_roll_line_roll_id_sequence")),
    )
    with op.batch_alter_table("roll_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roll_line_household_id"), ["household_id"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "came", "did_not_come", name="answer", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "asked_at",
            sa.Enum(
                "counter", "visit", name="asked_at", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("receipt_no", sa.String(length=30), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "paid_later",
                "came_after_all",
                "wrong_receiver",
                "still_owed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answer = 'came' OR words <> ''", name=op.f("ck_delivery_denial_with_words")),
        sa.CheckConstraint(
            "outcome IS NULL OR answer = 'did_not_come'", name=op.f("ck_delivery_denial_settled")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (settled_on IS NULL)", name=op.f("ck_delivery_settled_with_outcome")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["roll_line.id"], name=op.f("fk_delivery_line_id_roll_line")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_delivery_recorded_by_id_user")
        ),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user.id"], name=op.f("fk_delivery_settled_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_line", ["line_id", "id"], unique=False)

    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "receipt",
                "allocation",
                "recall",
                "contract",
                "payment",
                "refund",
                "carry_over",
                "surrender",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("to_batch_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("roll_id", sa.Integer(), nullable=True),
        sa.Column("payee", sa.String(length=120), nullable=False),
        sa.Column("payee_en", sa.String(length=160), nullable=True),
        sa.Column("payee_is_person", sa.Boolean(), nullable=False),
        sa.Column("what_zh", sa.String(length=160), nullable=False),
        sa.Column("what_en", sa.String(length=200), nullable=True),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("voucher_no", sa.String(length=40), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(reverses_id IS NULL) OR (reason <> '')", name=op.f("ck_ledger_entry_reversed_with_reason")
        ),
        sa.CheckConstraint(
            "CASE kind WHEN 'receipt' THEN batch_id IS NOT NULL AND to_batch_id IS NULL AND account_id IS NULL AND project_id IS NULL AND contract_id IS NULL AND roll_id IS NULL WHEN 'surrender' THEN batch_id IS NOT NULL AND to_batch_id IS NULL AND account_id IS NULL AND project_id IS NULL AND contract_id IS NULL AND roll_id IS NULL WHEN 'carry_over' THEN batch_id IS NOT NULL AND to_batch_id IS NOT NULL AND batch_id <> to_batch_id AND account_id IS NULL AND project_id IS NULL AND contract_id IS NULL AND roll_id IS NULL WHEN 'contract' THEN contract_id IS NOT NULL AND project_id IS NOT NULL AND account_id IS NULL AND batch_id IS NULL AND to_batch_id IS NULL AND roll_id IS NULL WHEN 'payment' THEN account_id IS NOT NULL AND project_id IS NOT NULL AND batch_id IS NOT NULL AND to_batch_id IS NULL AND payee <> '' AND (contract_id IS NULL OR roll_id IS NULL) WHEN 'refund' THEN account_id IS NOT NULL AND project_id IS NOT NULL AND batch_id IS NOT NULL AND to_batch_id IS NULL AND (contract_id IS NULL OR roll_id IS NULL) ELSE account_id IS NOT NULL AND project_id IS NOT NULL AND batch_id IS NOT NULL AND to_batch_id IS NULL AND contract_id IS NULL AND roll_id IS NULL END",
            name=op.f("ck_ledger_entry_filled"),
        ),
        sa.CheckConstraint("amount_fen = CAST(amount_fen AS BIGINT)", name=op.f("ck_ledger_entry_whole")),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_ledger_entry_above_nought")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["fund_account.id"], name=op.f("fk_ledger_entry_account_id_fund_account")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_ledger_entry_area_id_area")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["fund_batch.id"], name=op.f("fk_ledger_entry_batch_id_fund_batch")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_ledger_entry_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["ledger_import.id"], name=op.f("fk_ledger_entry_import_id_ledger_import")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["attachment.id"], name=op.f("fk_ledger_entry_paper_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_ledger_entry_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_ledger_entry_recorded_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["ledger_entry.id"], name=op.f("fk_ledger_entry_reverses_id_ledger_entry")
        ),
        sa.ForeignKeyConstraint(["roll_id"], ["roll.id"], name=op.f("fk_ledger_entry_roll_id_roll")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ledger_entry_round_id_round")),
        sa.ForeignKeyConstraint(
            ["to_batch_id"], ["fund_batch.id"], name=op.f("fk_ledger_entry_to_batch_id_fund_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("number", name=op.f("uq_ledger_entry_number")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_entry_reverses_id")),
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_entry_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entry_area_id"), ["area_id"], unique=False)
        batch_op.create_index("ix_ledger_entry_batch", ["batch_id", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entry_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entry_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entry_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entry_roll_id"), ["roll_id"], unique=False)
        batch_op.create_index("ix_ledger_entry_round", ["round_id", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entry_to_batch_id"), ["to_batch_id"], unique=False)
    connection = op.get_bind()
    dialect = connection.dialect.name
    _change_notices(dialect, KINDS_NOW, ROUND_KINDS_NOW, nullable=True)
    for table, columns in FROZEN.items():
        for statement in trigger_ddl(table, dialect, columns):
            op.execute(statement)
    for table in balances.TABLES:
        for statement in balances.trigger_ddl(table, dialect):
            op.execute(statement)
    change_values(connection, POLICY_HOLDERS, lambda values: {**NEW_VALUES, **values})


def downgrade() -> None:
    """Back to the one before."""
    connection = op.get_bind()
    dialect = connection.dialect.name
    _refuse_with_notices(connection)
    for statement in balances.release_ddl(dialect):
        op.execute(statement)
    for table in FROZEN:
        for statement in release_ddl(table, dialect):
            op.execute(statement)
    _change_notices(dialect, KINDS_BEFORE, ROUND_KINDS_BEFORE, nullable=False)

    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_entry_to_batch_id"))
        batch_op.drop_index("ix_ledger_entry_round")
        batch_op.drop_index(batch_op.f("ix_ledger_entry_roll_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_project_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_import_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_contract_id"))
        batch_op.drop_index("ix_ledger_entry_batch")
        batch_op.drop_index(batch_op.f("ix_ledger_entry_area_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_account_id"))

    op.drop_table("ledger_entry")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_line")

    op.drop_table("delivery")
    with op.batch_alter_table("roll_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roll_line_household_id"))

    op.drop_table("roll_line")
    with op.batch_alter_table("project_photograph", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_photograph_report_id"))
        batch_op.drop_index(batch_op.f("ix_project_photograph_project_id"))

    op.drop_table("project_photograph")
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contract_project_id"))

    op.drop_table("contract")
    with op.batch_alter_table("bid", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_bid_award", sqlite_where=sa.text("is_award"), postgresql_where=sa.text("is_award")
        )
        batch_op.drop_index(batch_op.f("ix_bid_tender_id"))

    op.drop_table("bid")
    with op.batch_alter_table("tender", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tender_project_id"))

    op.drop_table("tender")
    with op.batch_alter_table("roll", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roll_place_id"))

    op.drop_table("roll")
    with op.batch_alter_table("project_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_notice_project_id"))

    op.drop_table("project_notice")
    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.drop_index("ix_progress_report_project")

    op.drop_table("progress_report")
    with op.batch_alter_table("fund_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_account_project_id"))
        batch_op.drop_index(batch_op.f("ix_fund_account_place_id"))

    op.drop_table("fund_account")
    with op.batch_alter_table("disclosure", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_disclosure_period",
            sqlite_where=sa.text("matter_id IS NULL"),
            postgresql_where=sa.text("matter_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_disclosure_village_id"))

    op.drop_table("disclosure")
    with op.batch_alter_table("project_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_place_area_id"))

    op.drop_table("project_place")
    with op.batch_alter_table("project_meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_meeting_project_id"))

    op.drop_table("project_meeting")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_project_id"))

    op.drop_table("milestone")
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_index("ix_project_round")
        batch_op.drop_index("ix_project_area")

    op.drop_table("project")
    op.drop_table("ledger_import")
    with op.batch_alter_table("fund_batch", schema=None) as batch_op:
        batch_op.drop_index("ix_fund_batch_round")

    op.drop_table("fund_batch")
    with op.batch_alter_table("disclosure_matter", schema=None) as batch_op:
        batch_op.drop_index("ix_disclosure_matter_village")

    op.drop_table("disclosure_matter")
    change_values(
        connection,
        POLICY_HOLDERS,
        lambda values: {name: value for name, value in values.items() if name not in NEW_VALUES},
    )
