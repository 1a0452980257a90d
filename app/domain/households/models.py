"""Households, their members, income by year, and the dates on which they were registered.

Values of code lists are those of ``codes.py``. Net and per-head income are computed in ``rules.py``, never kept.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import JsonDict
from app.domain.areas.models import Area

AMOUNT = sa.Numeric(10, 2, asdecimal=False)


class Household(Base):
    """One household (户). *household_no* is the village's code and four digits.

    *data_as_of* is the day that the record describes: ages are counted to it. *head_name* and *head_initials*
    repeat the head's, for lists and for searching; *people* is the number of members.
    """

    __tablename__ = "household"
    __table_args__ = (
        sa.Index("ix_household_village", "village_id", "household_no"),
        sa.Index("ix_household_head", "head_name", postgresql_ops={"head_name": "varchar_pattern_ops"}),
        sa.Index(
            "ix_household_initials", "head_initials", postgresql_ops={"head_initials": "varchar_pattern_ops"}
        ),
        sa.CheckConstraint("people >= 0", name="people"),
    )

    household_no: Mapped[str] = mapped_column(sa.String(20), unique=True)
    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("area.id"), index=True)
    head_name: Mapped[str] = mapped_column(sa.String(60), default="")
    head_initials: Mapped[str] = mapped_column(sa.String(40), default="")
    people: Mapped[int] = mapped_column(default=0)
    data_as_of: Mapped[dt.date]
    version: Mapped[int] = mapped_column(default=1)

    telephone: Mapped[str | None] = mapped_column(sa.String(20), index=True)
    bank_name: Mapped[str | None] = mapped_column(sa.String(60))
    bank_account: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    attribute: Mapped[str | None] = mapped_column(sa.String(40))
    standard: Mapped[str | None] = mapped_column(sa.String(40))
    main_cause: Mapped[str | None] = mapped_column(sa.String(40))
    other_causes: Mapped[list[str] | None] = mapped_column(JsonDict)
    note: Mapped[str | None] = mapped_column(sa.Text)

    farmland_mu: Mapped[float | None] = mapped_column(AMOUNT)
    forest_mu: Mapped[float | None] = mapped_column(AMOUNT)
    pasture_mu: Mapped[float | None] = mapped_column(AMOUNT)
    house_area_m2: Mapped[float | None] = mapped_column(AMOUNT)
    house_structure: Mapped[str | None] = mapped_column(sa.String(40))
    house_grade: Mapped[str | None] = mapped_column(sa.String(10))
    house_built_year: Mapped[int | None]
    water_is_safe: Mapped[bool | None]
    water_source: Mapped[str | None] = mapped_column(sa.String(40))
    road_type: Mapped[str | None] = mapped_column(sa.String(40))
    main_fuel: Mapped[str | None] = mapped_column(sa.String(40))
    has_sanitary_toilet: Mapped[bool | None]

    village: Mapped[Area] = relationship(foreign_keys=[village_id])
    group: Mapped[Area | None] = relationship(foreign_keys=[group_id])
    members: Mapped[list["Member"]] = relationship(
        back_populates="household", order_by="Member.sequence", cascade="all, delete-orphan"
    )
    incomes: Mapped[list["IncomeYear"]] = relationship(
        back_populates="household", order_by="IncomeYear.year", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.village.path

    @property
    def head(self) -> "Member | None":
        """The member under whose name the household goes."""
        return next((member for member in self.members if member.is_head), None)

    def keep_in_step(self) -> None:
        """Repeat the head's name and letters, and the number of members, in the household's own row."""
        head = self.head
        self.head_name = head.name if head else ""
        self.head_initials = head.initials if head else ""
        self.people = len(self.members)


class Member(Base):
    """One person. *person_no* is the household's number and two digits. *id_number* never leaves the register."""

    __tablename__ = "member"
    __table_args__ = (
        sa.Index("ix_member_household", "household_id", "sequence"),
        sa.Index("ix_member_name", "name", "household_id", postgresql_ops={"name": "varchar_pattern_ops"}),
        sa.Index(
            "ix_member_initials",
            "initials",
            "household_id",
            postgresql_ops={"initials": "varchar_pattern_ops"},
        ),
    )

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id", ondelete="CASCADE"))
    person_no: Mapped[str | None] = mapped_column(sa.String(22), index=True)
    sequence: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(60))
    initials: Mapped[str] = mapped_column(sa.String(40), default="")
    sex: Mapped[str | None] = mapped_column(sa.String(10))
    id_number: Mapped[str | None] = mapped_column(sa.String(24), index=True)
    born_on: Mapped[dt.date | None]
    relation: Mapped[str | None] = mapped_column(sa.String(40))
    is_head: Mapped[bool] = mapped_column(default=False)
    ethnicity: Mapped[str | None] = mapped_column(sa.String(40))
    politics: Mapped[str | None] = mapped_column(sa.String(40))
    education: Mapped[str | None] = mapped_column(sa.String(40))
    student_status: Mapped[str | None] = mapped_column(sa.String(40))
    health: Mapped[list[str] | None] = mapped_column(JsonDict)
    labour: Mapped[str | None] = mapped_column(sa.String(40))
    work_place: Mapped[str | None] = mapped_column(sa.String(40))
    work_months: Mapped[int | None]
    has_medical_insurance: Mapped[bool | None]
    has_pension_insurance: Mapped[bool | None]
    has_allowance: Mapped[bool | None]

    household: Mapped[Household] = relationship(back_populates="members")


class IncomeYear(Base):
    """A household's income of one year, by source, in fen. Business income is gross, with its cost beside it."""

    __tablename__ = "income_year"
    __table_args__ = (sa.UniqueConstraint("household_id", "year"),)

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id", ondelete="CASCADE"))
    year: Mapped[int]
    wages_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    business_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    property_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    transfers_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    business_cost_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    #: transfers by kind (allowance, five_guarantee, pension …) -> fen, where known
    transfer_items: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)

    household: Mapped[Household] = relationship(back_populates="incomes")
    items: Mapped[list["BusinessItem"]] = relationship(
        order_by="BusinessItem.id", cascade="all, delete-orphan", lazy="selectin"
    )


class BusinessItem(Base):
    """One crop or animal of a year: what was sold, and the coefficient that turns sales into net income."""

    __tablename__ = "business_item"

    income_id: Mapped[int] = mapped_column(sa.ForeignKey("income_year.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    quantity: Mapped[str | None] = mapped_column(sa.String(40))
    sales_fen: Mapped[int] = mapped_column(sa.BigInteger)
    coefficient: Mapped[str] = mapped_column(sa.String(10))


class Registration(Base):
    """A household became registered by an announcement, and perhaps was struck when that was withdrawn."""

    __tablename__ = "registration"
    __table_args__ = (
        sa.Index(
            "uq_registration_standing",
            "household_id",
            "round_id",
            unique=True,
            sqlite_where=sa.text("struck_on IS NULL"),
            postgresql_where=sa.text("struck_on IS NULL"),
        ),
        sa.CheckConstraint("struck_on IS NULL OR struck_reason IS NOT NULL", name="struck_with_reason"),
    )

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"), index=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"), index=True)
    people: Mapped[int]
    registered_on: Mapped[dt.date]
    struck_on: Mapped[dt.date | None]
    struck_reason: Mapped[str | None] = mapped_column(sa.Text)


class RegisterExit(Base):
    """A registered household left the register by the announcement of a round of exits; its registration stays.

    The help goes on until *policies_until*. The number is struck (*struck_on*) at the earliest on *watch_until*, the
    end of the watch. *undone_on* when the announcement was withdrawn or an objection to it proved right.
    """

    __tablename__ = "register_exit"
    __table_args__ = (
        sa.Index(
            "uq_register_exit_standing",
            "household_id",
            "round_id",
            unique=True,
            sqlite_where=sa.text("undone_on IS NULL"),
            postgresql_where=sa.text("undone_on IS NULL"),
        ),
        sa.CheckConstraint("(undone_on IS NULL) = (undone_reason = '')", name="undone_with_reason"),
        sa.CheckConstraint("struck_on IS NULL OR struck_on >= watch_until", name="struck_after_watch"),
    )

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"), index=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"), index=True)
    people: Mapped[int]
    exited_on: Mapped[dt.date]
    policies_until: Mapped[dt.date]
    watch_until: Mapped[dt.date]
    struck_on: Mapped[dt.date | None]
    undone_on: Mapped[dt.date | None]
    undone_reason: Mapped[str] = mapped_column(sa.Text, default="")
