"""Tasks, assessments, supervision.

Revision ID: 0010_tasks
Revises: 0009_exits
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.core.migrating import change_values

revision = "0010_tasks"
down_revision = "0009_exits"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
STANDING_NODE = sa.text("node IS NOT NULL AND state = 'standing'")
#: what the policies and rounds that exist go on with
NEW_VALUES = {
    "task_report_days": 14,
    "task_near_days": 7,
    "task_lag_percent": 15,
    "mend_days": 15,
    "score_results": 50,
    "score_identification": 15,
    "score_help": 22,
    "score_openness": 7,
    "score_mending": 6,
}
POLICY_HOLDERS = {"round": "policy_values", "policy_profile": "values"}


def _own() -> list[sa.Column]:
    return [sa.Column("id", sa.Integer(), nullable=False)]


def _made() -> list[sa.Column]:
    return [sa.Column("created_at", sa.DateTime(timezone=True), nullable=False)]


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    """Up to this revision."""
    _make_tasks()
    _make_assessments()
    _make_supervision()
    change_values(op.get_bind(), POLICY_HOLDERS, lambda values: {**NEW_VALUES, **values})


def _make_tasks() -> None:
    op.create_table(
        "task",
        *_own(),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("node", sa.String(40), nullable=True),
        sa.Column("measure", sa.String(40), nullable=False),
        sa.Column("title_zh", sa.String(80), nullable=False),
        sa.Column("title_en", sa.String(120), nullable=True),
        sa.Column("basis_zh", sa.String(160), nullable=False),
        sa.Column("basis_en", sa.String(200), nullable=True),
        sa.Column("unit_zh", sa.String(20), nullable=False),
        sa.Column("unit_en", sa.String(30), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("leader", sa.String(60), nullable=False),
        sa.Column("office_zh", sa.String(80), nullable=False),
        sa.Column("office_en", sa.String(120), nullable=True),
        sa.Column("person", sa.String(60), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("dropped_reason", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        *_made(),
        sa.CheckConstraint("state IN ('standing', 'dropped')", name=op.f("ck_task_state")),
        sa.CheckConstraint("due_on >= starts_on", name=op.f("ck_task_due_after_start")),
        sa.CheckConstraint(
            "(state = 'dropped') = (dropped_reason <> '')", name=op.f("ck_task_dropped_with_reason")
        ),
        _key("task", "round_id", "round"),
        _key("task", "area_id", "area"),
        _key("task", "set_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index(
        "uq_task_node",
        "task",
        ["round_id", "area_id", "node"],
        unique=True,
        sqlite_where=STANDING_NODE,
        postgresql_where=STANDING_NODE,
    )
    op.create_table(
        "task_share",
        *_own(),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(60), nullable=False),
        *_made(),
        sa.CheckConstraint("target IS NULL OR target > 0", name=op.f("ck_task_share_target_above_nought")),
        _key("task_share", "task_id", "task"),
        _key("task_share", "area_id", "area"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_share")),
        sa.UniqueConstraint("task_id", "area_id", name=op.f("uq_task_share_task_id_area_id")),
    )
    op.create_index(op.f("ix_task_share_area_id"), "task_share", ["area_id"])
    op.create_table(
        "task_report",
        *_own(),
        sa.Column("share_id", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Integer(), nullable=True),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *_made(),
        sa.CheckConstraint(
            "done >= 0 AND (whole IS NULL OR whole >= 0)", name=op.f("ck_task_report_not_negative")
        ),
        _key("task_report", "share_id", "task_share"),
        _key("task_report", "recorded_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_report")),
    )
    op.create_index("ix_task_report_share", "task_report", ["share_id", "id"])


def _make_assessments() -> None:
    op.create_table(
        "assessment",
        *_own(),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("points", JSON, nullable=False),
        sa.Column("fixed_on", sa.Date(), nullable=False),
        sa.Column("fixed_by_id", sa.Integer(), nullable=False),
        *_made(),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f("ck_assessment_quarter")),
        _key("assessment", "area_id", "area"),
        _key("assessment", "fixed_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("area_id", "year", "quarter", name=op.f("uq_assessment_area_id_year_quarter")),
    )
    op.create_table(
        "assessment_score",
        *_own(),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(40), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("points_cents", sa.Integer(), nullable=True),
        *_made(),
        _key("assessment_score", "assessment_id", "assessment"),
        _key("assessment_score", "village_id", "area"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_score")),
        sa.UniqueConstraint(
            "assessment_id",
            "village_id",
            "indicator",
            name=op.f("uq_assessment_score_assessment_id_village_id_indicator"),
        ),
    )
    op.create_index(op.f("ix_assessment_score_village_id"), "assessment_score", ["village_id"])


def _make_supervision() -> None:
    op.create_table(
        "supervision",
        *_own(),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("was_announced", sa.Boolean(), nullable=False),
        sa.Column("visitors", JSON, nullable=False),
        sa.Column("looked_at", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *_made(),
        _key("supervision", "area_id", "area"),
        _key("supervision", "recorded_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision")),
    )
    op.create_index("ix_supervision_area", "supervision", ["area_id", "visited_on"])
    op.create_table(
        "supervision_finding",
        *_own(),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("mend_by", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("mended_on", sa.Date(), nullable=True),
        sa.Column("mended_words", sa.Text(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("sent_back", sa.Text(), nullable=False),
        *_made(),
        sa.CheckConstraint(
            "state IN ('open', 'reported', 'mended')", name=op.f("ck_supervision_finding_finding_state")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (mended_on IS NULL)", name=op.f("ck_supervision_finding_mended_with_day")
        ),
        sa.CheckConstraint(
            "(state = 'mended') = (confirmed_on IS NOT NULL)",
            name=op.f("ck_supervision_finding_confirmed_with_day"),
        ),
        _key("supervision_finding", "supervision_id", "supervision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_finding")),
    )
    op.create_index(op.f("ix_supervision_finding_supervision_id"), "supervision_finding", ["supervision_id"])
    op.create_index("ix_supervision_finding_open", "supervision_finding", ["state", "mend_by"])


def downgrade() -> None:
    """Back to the revision before."""
    for table in (
        "supervision_finding",
        "supervision",
        "assessment_score",
        "assessment",
        "task_report",
        "task_share",
        "task",
    ):
        op.drop_table(table)
    change_values(
        op.get_bind(),
        POLICY_HOLDERS,
        lambda values: {name: value for name, value in values.items() if name not in NEW_VALUES},
    )
