"""Officials and villagers' representatives: who holds which post where, from when to when."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import enum_text
from app.domain.accounts.models import User
from app.domain.areas.models import Area


class Post(StrEnum):
    """What somebody is for the public. A plain representative holds no other post."""

    REPRESENTATIVE = "representative"
    VILLAGE_COMMITTEE = "village_committee"
    PARTY_BRANCH = "party_branch"
    SUPERVISION = "supervision"
    GROUP_LEADER = "group_leader"
    WORK_TEAM = "work_team"
    TOWNSHIP = "township"
    COUNTY = "county"


class Official(Base):
    """One person in one post at an area. Ended, never deleted.

    *user_id* names the account when there is one; *telephone* and *bank_account* serve only to find shared ones.
    *represents* says that the person is due at the villagers' representatives' meeting, whatever the post.
    """

    __tablename__ = "official"
    __table_args__ = (
        sa.Index(
            "uq_official_standing",
            "area_id",
            "name",
            "post",
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        ),
        sa.CheckConstraint("until IS NULL OR until >= since", name="until_after_since"),
    )

    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(60), index=True)
    post: Mapped[Post] = mapped_column(enum_text(Post, name="post"))
    title: Mapped[str] = mapped_column(sa.String(60), default="")
    represents: Mapped[bool] = mapped_column(default=False)
    group_name: Mapped[str] = mapped_column(sa.String(60), default="")
    sex: Mapped[str | None] = mapped_column(sa.String(10))
    telephone: Mapped[str | None] = mapped_column(sa.String(20))
    bank_account: Mapped[str | None] = mapped_column(sa.String(40))
    since: Mapped[dt.date]
    until: Mapped[dt.date | None]

    area: Mapped[Area] = relationship(lazy="joined")
    user: Mapped[User | None] = relationship()

    @property
    def area_path(self) -> str:
        return self.area.path
