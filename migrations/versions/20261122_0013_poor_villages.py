"""Poor villages: what each applied with, what the panel scored, what was decided.

Revision ID: 0013_poor_villages
Revises: 0012_kinds
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.core.migrating import change_values

revision = "0013_poor_villages"
down_revision = "0012_kinds"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
STATES = (
    *("draft", "township_review", "first_list", "panel", "chosen", "not_chosen", "announced", "withdrawn"),
)
ON_THE_PANEL = sa.text("left_on IS NULL")
#: what the policies and rounds that exist go on with
NEW_VALUES = {
    "poor_village_incidence_percent": 200,
    "poor_village_income_percent": 60,
    "poor_village_no_collective": True,
    "province_year": 0,
    "province_incidence": "0/1",
    "province_income_yuan": 0,
    "village_notice_days": 7,
    "village_notice_day_kind": "calendar",
    "village_panel_min": 5,
    "village_score_poverty": 40,
    "village_score_income": 30,
    "village_score_conditions": 20,
    "village_score_will": 10,
    "village_score_least": 0,
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
    _make_villages()
    _make_panel()
    change_values(op.get_bind(), POLICY_HOLDERS, lambda values: {**NEW_VALUES, **values})


def _make_villages() -> None:
    op.create_table(
        "poor_village",
        *_own(),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("natural_villages", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("poor_households", sa.Integer(), nullable=False),
        sa.Column("poor_people", sa.Integer(), nullable=False),
        sa.Column("income_yuan", sa.Integer(), nullable=False),
        sa.Column("collective_yuan", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=True),
        sa.Column("checked_words", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_no", sa.String(80), nullable=False),
        sa.Column("refused_words", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        *_made(),
        sa.CheckConstraint(
            f"state IN ({', '.join(repr(state) for state in STATES)})", name=op.f("ck_poor_village_state")
        ),
        sa.CheckConstraint(
            "natural_villages >= 0 AND households >= 0 AND people >= 0 AND poor_households >= 0 "
            "AND poor_people >= 0 AND income_yuan >= 0 AND collective_yuan >= 0",
            name=op.f("ck_poor_village_not_negative"),
        ),
        sa.CheckConstraint(
            "poor_households <= households AND poor_people <= people",
            name=op.f("ck_poor_village_poor_within"),
        ),
        sa.CheckConstraint(
            "(state NOT IN ('chosen', 'not_chosen', 'announced')) = (decided_on IS NULL)",
            name=op.f("ck_poor_village_decided_with_day"),
        ),
        _key("poor_village", "round_id", "round"),
        _key("poor_village", "village_id", "area"),
        _key("poor_village", "minutes_id", "attachment"),
        _key("poor_village", "recorded_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poor_village")),
        sa.UniqueConstraint("round_id", "village_id", name=op.f("uq_poor_village_round_id_village_id")),
    )
    op.create_index(op.f("ix_poor_village_village_id"), "poor_village", ["village_id"])
    op.create_table(
        "poor_village_notice",
        *_own(),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        *_made(),
        _key("poor_village_notice", "case_id", "poor_village"),
        _key("poor_village_notice", "notice_id", "notice"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poor_village_notice")),
        sa.UniqueConstraint("notice_id", "case_id", name=op.f("uq_poor_village_notice_notice_id_case_id")),
    )
    op.create_index(op.f("ix_poor_village_notice_case_id"), "poor_village_notice", ["case_id"])


def _make_panel() -> None:
    op.create_table(
        "panel_member",
        *_own(),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("unit", sa.String(80), nullable=False),
        sa.Column("tied_to", JSON, nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        *_made(),
        _key("panel_member", "round_id", "round"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_member")),
    )
    op.create_index(
        "uq_panel_member_standing",
        "panel_member",
        ["round_id", "name", "unit"],
        unique=True,
        sqlite_where=ON_THE_PANEL,
        postgresql_where=ON_THE_PANEL,
    )
    op.create_table(
        "panel_score",
        *_own(),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("points", JSON, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        *_made(),
        sa.CheckConstraint("total >= 0", name=op.f("ck_panel_score_not_negative")),
        _key("panel_score", "case_id", "poor_village"),
        _key("panel_score", "member_id", "panel_member"),
        _key("panel_score", "sheet_id", "attachment"),
        _key("panel_score", "recorded_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_score")),
        sa.UniqueConstraint("case_id", "member_id", name=op.f("uq_panel_score_case_id_member_id")),
    )
    op.create_index(op.f("ix_panel_score_member_id"), "panel_score", ["member_id"])


def downgrade() -> None:
    """Back to the revision before."""
    for table in ("panel_score", "panel_member", "poor_village_notice", "poor_village"):
        op.drop_table(table)
    change_values(
        op.get_bind(),
        POLICY_HOLDERS,
        lambda values: {name: value for name, value in values.items() if name not in NEW_VALUES},
    )
