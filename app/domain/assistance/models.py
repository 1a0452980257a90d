"""What is done for a registered household (一户一策): its plan, the measures, the visits; the words of an area's plan.

What kinds of measure there are, and to which of the six (六个到村到户) and the five (五个一批) each belongs, stands in
``catalogue.py``.
"""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.areas.models import Area
from app.domain.funds.models import Account, Batch
from app.domain.households.models import AMOUNT, Household, Member


class Term(StrEnum):
    """For how long a plan is made."""

    ONE_YEAR = "one_year"
    THREE_YEARS = "three_years"

    @property
    def years(self) -> int:
        """How many calendar years it covers."""
        return 1 if self is Term.ONE_YEAR else 3


class Need(StrEnum):
    """What a household says it needs."""

    INCOME = "income"
    WORK = "work"
    SKILLS = "skills"
    CAPITAL = "capital"
    HOUSE = "house"
    SCHOOL = "school"
    MEDICAL = "medical"
    CARE = "care"
    WATER = "water"
    ROAD = "road"


class MeasureState(StrEnum):
    """Planned, begun, done, or dropped with a reason."""

    PLANNED = "planned"
    BEGUN = "begun"
    DONE = "done"
    DROPPED = "dropped"


class HouseholdAnswer(StrEnum):
    """What the household said of a measure that is noted as done."""

    CONFIRMED = "confirmed"
    DENIED = "denied"


class Visitor(StrEnum):
    """As what somebody visits: the policy lays down how often for all but the last."""

    HELPER = "helper"
    SECOND_HELPER = "second_helper"
    TEAM = "team"
    VILLAGE = "village"
    OTHER = "other"


class VisitWay(StrEnum):
    """At the household, or by telephone; only the former counts as a visit."""

    AT_HOME = "at_home"
    BY_TELEPHONE = "by_telephone"


class PlanPart(StrEnum):
    """The parts of an area's plan (1+7): the whole, the six sub-plans, who does what by when."""

    WHOLE = "whole"
    PAIRING = "pairing"
    INDUSTRY = "industry"
    TRAINING = "training"
    HOUSING = "housing"
    RELOCATION = "relocation"
    INFRASTRUCTURE = "infrastructure"
    TASKS = "tasks"


class HouseholdPlan(Base):
    """A household's plan for one or three years from *first_year*. *agreed_on* is when the household said yes to it.

    A plan that is replaced is ended with a reason and stays; of a term and year one stands at most.
    """

    __tablename__ = "household_plan"
    __table_args__ = (
        sa.Index(
            "uq_household_plan_standing",
            "household_id",
            "term",
            "first_year",
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        ),
        sa.CheckConstraint("(ended_on IS NULL) = (end_reason = '')", name="ended_with_reason"),
        sa.CheckConstraint("(agreed_on IS NULL) = (agreed_by = '')", name="agreed_by_somebody"),
    )

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"))
    term: Mapped[Term] = mapped_column(enum_text(Term, name="term"))
    first_year: Mapped[int]
    needs: Mapped[list[str]] = mapped_column(JsonDict, default=list)
    goal: Mapped[str] = mapped_column(sa.Text, default="")
    drawn_up_on: Mapped[dt.date]
    agreed_on: Mapped[dt.date | None]
    agreed_by: Mapped[str] = mapped_column(sa.String(60), default="")
    ended_on: Mapped[dt.date | None]
    end_reason: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    household: Mapped[Household] = relationship()

    @property
    def area_path(self) -> str:
        return self.household.area_path

    @property
    def last_year(self) -> int:
        return self.first_year + self.term.years - 1


class Measure(Base):
    """One measure for one household: a *kind* of the catalogue, how much of it, what it costs and who pays.

    *quantity* is counted as the kind says (head of cattle, mu, people, months). The source is what a fund batch gave
    to a place of a project (*account*), a fund batch alone, or *source_note* in words. *member* is set where it is
    for one person; the grades of danger before and after only for a house. *answers_before* keeps what the household
    said earlier: before the measure was done again, or before an answer that was written down wrongly was put right.
    *version* counts how often it was changed.
    """

    __tablename__ = "measure"
    __table_args__ = (
        sa.Index("ix_measure_household", "household_id", "id"),
        sa.Index("ix_measure_account", "account_id"),
        sa.Index("ix_measure_due", "due_on", "id"),
        sa.CheckConstraint("quantity IS NULL OR quantity > 0", name="quantity"),
        sa.CheckConstraint("cost_fen >= 0", name="cost"),
        sa.CheckConstraint("account_id IS NULL OR batch_id IS NULL", name="one_source"),
        sa.CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done_with_day"),
        sa.CheckConstraint("state <> 'dropped' OR drop_reason <> ''", name="dropped_with_reason"),
        sa.CheckConstraint("answer IS NULL OR state = 'done'", name="answered_when_done"),
        sa.CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answered_with_day"),
        sa.CheckConstraint("(answer IS NULL) = (answered_by = '')", name="answered_by_somebody"),
    )

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"))
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("household_plan.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(sa.ForeignKey("member.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    content: Mapped[str] = mapped_column(sa.Text, default="")
    quantity: Mapped[float | None] = mapped_column(AMOUNT)
    cost_fen: Mapped[int | None] = mapped_column(sa.BigInteger)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("fund_account.id"))
    batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("fund_batch.id"))
    source_note: Mapped[str] = mapped_column(sa.String(120), default="")
    unit: Mapped[str] = mapped_column(sa.String(120), default="")
    person: Mapped[str] = mapped_column(sa.String(60), default="")
    due_on: Mapped[dt.date]
    state: Mapped[MeasureState] = mapped_column(
        enum_text(MeasureState, name="state"), default=MeasureState.PLANNED
    )
    done_on: Mapped[dt.date | None]
    result: Mapped[str] = mapped_column(sa.Text, default="")
    gain_fen: Mapped[int | None] = mapped_column(sa.BigInteger)
    drop_reason: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    grade_before: Mapped[str | None] = mapped_column(sa.String(10))
    grade_after: Mapped[str | None] = mapped_column(sa.String(10))
    answer: Mapped[HouseholdAnswer | None] = mapped_column(enum_text(HouseholdAnswer, name="answer"))
    answered_on: Mapped[dt.date | None]
    answered_by: Mapped[str] = mapped_column(sa.String(60), default="")
    answer_words: Mapped[str] = mapped_column(sa.Text, default="")
    answers_before: Mapped[list[dict[str, str]]] = mapped_column(JsonDict, default=list)
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    household: Mapped[Household] = relationship()
    plan: Mapped[HouseholdPlan | None] = relationship()
    member: Mapped[Member | None] = relationship()
    account: Mapped[Account | None] = relationship()
    batch: Mapped[Batch | None] = relationship()

    @property
    def area_path(self) -> str:
        return self.household.area_path

    @property
    def is_open(self) -> bool:
        """Still to be done."""
        return self.state in (MeasureState.PLANNED, MeasureState.BEGUN)


class HelpVisit(Base):
    """One visit to a household, as it was. A wrong record is withdrawn with a reason; it is never changed.

    *changed* holds the names of the fields of the household that were put right by this visit. *signed_by* is who of
    the household signed the sheet.
    """

    __tablename__ = "help_visit"
    __table_args__ = (
        sa.Index("ix_help_visit_household", "household_id", "visited_on"),
        sa.Index("ix_help_visit_day", "visited_on", "household_id"),
        sa.CheckConstraint("(withdrawn_on IS NULL) = (withdrawal_reason = '')", name="withdrawn_with_reason"),
        sa.CheckConstraint("minutes IS NULL OR minutes > 0", name="minutes"),
    )

    number: Mapped[str] = mapped_column(sa.String(30), unique=True)
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"))
    visited_on: Mapped[dt.date]
    visitor: Mapped[Visitor] = mapped_column(enum_text(Visitor, name="visitor"))
    way: Mapped[VisitWay] = mapped_column(enum_text(VisitWay, name="way"), default=VisitWay.AT_HOME)
    visitors: Mapped[list[str]] = mapped_column(JsonDict)
    minutes: Mapped[int | None]
    heard: Mapped[str] = mapped_column(sa.Text, default="")
    done: Mapped[str] = mapped_column(sa.Text, default="")
    solved: Mapped[str] = mapped_column(sa.Text, default="")
    left_open: Mapped[str] = mapped_column(sa.Text, default="")
    changed: Mapped[list[str]] = mapped_column(JsonDict, default=list)
    signed_by: Mapped[str] = mapped_column(sa.String(60), default="")
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    withdrawn_on: Mapped[dt.date | None]
    withdrawal_reason: Mapped[str] = mapped_column(sa.Text, default="")

    household: Mapped[Household] = relationship()

    @property
    def area_path(self) -> str:
        return self.household.area_path


class PlanWords(Base):
    """What is written into one part of an area's plan of a year; its tables are gathered from the measures.

    *version* counts how often it was written: whoever began with an older one is told.
    """

    __tablename__ = "plan_words"
    __table_args__ = (sa.UniqueConstraint("area_id", "year", "part"),)

    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    year: Mapped[int]
    part: Mapped[PlanPart] = mapped_column(enum_text(PlanPart, name="part"))
    words: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int] = mapped_column(default=1)
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    written_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    area: Mapped[Area] = relationship()

    @property
    def area_path(self) -> str:
        return self.area.path
