"""A village's application to be a poor village, the county's panel, what its members gave, the notices."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.notices.models import Notice
from app.domain.policies.rules import Policy
from app.domain.rounds.models import Round


class VillageState(StrEnum):
    """Where an application stands. The steps between: ``workflow/procedures/poor_village.py``."""

    DRAFT = "draft"
    TOWNSHIP_REVIEW = "township_review"
    FIRST_LIST = "first_list"
    PANEL = "panel"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"
    ANNOUNCED = "announced"
    WITHDRAWN = "withdrawn"


#: the figures of the village's form, in its order
FIGURES = (
    "natural_villages",
    "households",
    "people",
    "poor_households",
    "poor_people",
    "income_yuan",
    "collective_yuan",
)


class PoorVillage(Base):
    """What a village applied with in a round, and how far that is. A village has one in a round.

    *income_yuan* is the net income of one person in the reference year, *collective_yuan* what the village itself takes
    in. *note* explains where the form says something else than the register. *minutes* are those of the meeting that
    decided to apply, signed. *version* settles which of two officers was faster.
    """

    __tablename__ = "poor_village"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "village_id"),
        sa.CheckConstraint(
            "natural_villages >= 0 AND households >= 0 AND people >= 0 AND poor_households >= 0 "
            "AND poor_people >= 0 AND income_yuan >= 0 AND collective_yuan >= 0",
            name="not_negative",
        ),
        sa.CheckConstraint("poor_households <= households AND poor_people <= people", name="poor_within"),
        sa.CheckConstraint(
            "(state NOT IN ('chosen', 'not_chosen', 'announced')) = (decided_on IS NULL)",
            name="decided_with_day",
        ),
    )

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"), index=True)
    state: Mapped[VillageState] = mapped_column(
        enum_text(VillageState, name="state"), default=VillageState.DRAFT
    )
    state_since: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    natural_villages: Mapped[int]
    households: Mapped[int]
    people: Mapped[int]
    poor_households: Mapped[int]
    poor_people: Mapped[int]
    income_yuan: Mapped[int]
    collective_yuan: Mapped[int]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    met_on: Mapped[dt.date]
    minutes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    checked_words: Mapped[str] = mapped_column(sa.Text, default="")
    decided_on: Mapped[dt.date | None]
    decision_no: Mapped[str] = mapped_column(sa.String(80), default="")
    refused_words: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    round: Mapped[Round] = relationship(lazy="joined")
    village: Mapped[Area] = relationship(lazy="joined")
    minutes: Mapped[Attachment | None] = relationship()
    scores: Mapped[list["PanelScore"]] = relationship(back_populates="case", order_by="PanelScore.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.village.path

    @property
    def policy(self) -> Policy:
        """The values that govern its round."""
        return self.round.policy


class PoorVillageNotice(Base):
    """A notice on which a village's application stands."""

    __tablename__ = "poor_village_notice"
    __table_args__ = (sa.UniqueConstraint("notice_id", "case_id"),)

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("poor_village.id"), index=True)
    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notice.id"))

    case: Mapped[PoorVillage] = relationship()
    notice: Mapped[Notice] = relationship()


class PanelMember(Base):
    """Somebody on the county's panel of a round. *tied_to* are the division codes of areas whose villages he may not
    judge, as he stated; *left_on* when he is on it no longer: what he gave stays.
    """

    __tablename__ = "panel_member"
    __table_args__ = (
        sa.Index(
            "uq_panel_member_standing",
            "round_id",
            "name",
            "unit",
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        ),
    )

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    name: Mapped[str] = mapped_column(sa.String(60))
    unit: Mapped[str] = mapped_column(sa.String(80))
    tied_to: Mapped[list[str]] = mapped_column(JsonDict)
    left_on: Mapped[dt.date | None]

    round: Mapped[Round] = relationship()

    @property
    def area_path(self) -> str:
        return self.round.area_path


class PanelScore(Base):
    """What a member gave a village: points by criterion, with the signed sheet. Each member gives once a village."""

    __tablename__ = "panel_score"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "member_id"),
        sa.CheckConstraint("total >= 0", name="not_negative"),
    )

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("poor_village.id"))
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("panel_member.id"), index=True)
    points: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    total: Mapped[int]
    scored_on: Mapped[dt.date]
    sheet_id: Mapped[int] = mapped_column(sa.ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    case: Mapped[PoorVillage] = relationship(back_populates="scores")
    member: Mapped[PanelMember] = relationship(lazy="joined")
    sheet: Mapped[Attachment] = relationship()

    @property
    def area_path(self) -> str:
        return self.case.area_path
