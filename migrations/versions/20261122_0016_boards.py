"""Boards of the wall chart, and words of reports that know when somebody was faster.

Revision ID: 0016_boards
Revises: 0015_second_helpers
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_boards"
down_revision = "0015_second_helpers"
branch_labels = None
depends_on = None

#: by which somebody could supervise until now
SUPERVISING = ("township_reviewer", "county_approver", "supervisor")
FOREIGN_KEY = "fk_supervision_by_area_id_area"


def upgrade() -> None:
    """Up to this revision."""
    with op.batch_alter_table("report_paragraph") as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    with op.batch_alter_table("report_paragraph") as batch_op:
        batch_op.alter_column("version", server_default=None)
    with op.batch_alter_table("task") as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    with op.batch_alter_table("task") as batch_op:
        batch_op.alter_column("version", server_default=None)
    with op.batch_alter_table("supervision") as batch_op:
        batch_op.add_column(sa.Column("by_area_id", sa.Integer(), nullable=True))
    _fill_from_where(op.get_bind())
    with op.batch_alter_table("supervision") as batch_op:
        batch_op.alter_column("by_area_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(op.f(FOREIGN_KEY), "area", ["by_area_id"], ["id"])


def _fill_from_where(connection: sa.Connection) -> None:
    """A visit came from the highest area at which whoever recorded it could supervise, else from above the place."""
    area = sa.table("area", *map(sa.column, ("id", "path", "parent_id")))
    grant = sa.table("role_grant", *map(sa.column, ("user_id", "role", "area_id")))
    visit = sa.table("supervision", *map(sa.column, ("id", "area_id", "by_area_id", "recorded_by_id")))
    paths = {row.id: row.path for row in connection.execute(sa.select(area.c.id, area.c.path))}
    parents = {row.id: row.parent_id for row in connection.execute(sa.select(area.c.id, area.c.parent_id))}
    grants = connection.execute(
        sa.select(grant.c.user_id, grant.c.area_id).where(grant.c.role.in_(SUPERVISING))
    ).all()
    for row in connection.execute(sa.select(visit.c.id, visit.c.area_id, visit.c.recorded_by_id)).all():
        held = [one.area_id for one in grants if one.user_id == row.recorded_by_id]
        over = [one for one in held if paths[row.area_id].startswith(paths[one])]
        found = min(over, key=lambda one: len(paths[one]), default=parents[row.area_id] or row.area_id)
        connection.execute(visit.update().where(visit.c.id == row.id).values(by_area_id=found))


def downgrade() -> None:
    """Back to the revision before."""
    with op.batch_alter_table("supervision") as batch_op:
        batch_op.drop_constraint(op.f(FOREIGN_KEY), type_="foreignkey")
        batch_op.drop_column("by_area_id")
    with op.batch_alter_table("task") as batch_op:
        batch_op.drop_column("version")
    with op.batch_alter_table("report_paragraph") as batch_op:
        batch_op.drop_column("version")
