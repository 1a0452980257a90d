"""Annual reports and forms from above.

Revision ID: 0011_reports
Revises: 0010_tasks
"""

import sqlalchemy as sa
from alembic import op

from app.core.migrating import KEPT_JSON

revision = "0011_reports"
down_revision = "0010_tasks"
branch_labels = None
depends_on = None

PARTS = (
    *("basics", "identification", "pairing", "industry", "training", "housing", "infrastructure", "funds"),
    *("exit", "problems", "next_steps"),
)


def upgrade() -> None:
    """Up to this revision."""
    op.create_table(
        "annual_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("figures", KEPT_JSON, nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(finished_at IS NULL) = (figures IS NULL)", name=op.f("ck_annual_report_finished_with_figures")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_annual_report_area_id_area")),
        sa.ForeignKeyConstraint(
            ["finished_by_id"], ["user.id"], name=op.f("fk_annual_report_finished_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report")),
        sa.UniqueConstraint("area_id", "year", name=op.f("uq_annual_report_area_id_year")),
    )
    op.create_table(
        "report_paragraph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(*PARTS, name="part", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["annual_report.id"], name=op.f("fk_report_paragraph_report_id_annual_report")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user.id"], name=op.f("fk_report_paragraph_written_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_paragraph")),
        sa.UniqueConstraint("report_id", "part", name=op.f("uq_report_paragraph_report_id_part")),
    )
    _forms()


def _forms() -> None:
    op.create_table(
        "outside_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("xlsx", "docx", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("template", sa.LargeBinary(), nullable=False),
        sa.Column("mapped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_outside_form_area_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_form")),
    )
    op.create_index(op.f("ix_outside_form_area_id"), "outside_form", ["area_id"])
    op.create_table(
        "form_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.Boolean(), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_id"], ["outside_form.id"], name=op.f("fk_form_slot_form_id_outside_form")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_slot")),
        sa.UniqueConstraint(
            "form_id", "sheet", "row", "column", name=op.f("uq_form_slot_form_id_sheet_row_column")
        ),
    )
    op.create_table(
        "form_filling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("cells", sa.Integer(), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filled_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cells >= 0", name=op.f("ck_form_filling_not_negative")),
        sa.ForeignKeyConstraint(
            ["form_id"], ["outside_form.id"], name=op.f("fk_form_filling_form_id_outside_form")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_form_filling_area_id_area")),
        sa.ForeignKeyConstraint(
            ["filled_by_id"], ["user.id"], name=op.f("fk_form_filling_filled_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_filling")),
    )
    op.create_index(op.f("ix_form_filling_form_id"), "form_filling", ["form_id"])


def downgrade() -> None:
    """Back to the revision before."""
    op.drop_table("form_filling")
    op.drop_table("form_slot")
    op.drop_table("outside_form")
    op.drop_table("report_paragraph")
    op.drop_table("annual_report")
