"""Projects from the library to the acceptance: their places, the meeting, the tender, the trail, the work."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.bilingual import BilingualText
from app.core.db import Base
from app.core.permissions import Permission
from app.core.types import UtcDateTime, enum_text
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import MeetingKind
from app.domain.projects.kinds import Nature, ProjectKind, Serves, TenderMethod
from app.domain.rounds.models import Round


class ProjectState(StrEnum):
    """Where a project stands. The steps between: ``workflow/procedures/project.py``."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    TOWNSHIP_CHECK = "township_check"
    COUNTY_APPROVAL = "county_approval"
    LIBRARY = "library"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    DROPPED = "dropped"


class Project(Base):
    """One project with the fields of the project library (项目库). *area* is whose it is: a village or a township.

    *round* is the year of projects and money it belongs to. *budget_fen* is what it is to cost. *quantity* is in the
    unit of its kind (``kinds.py``), in thousandths: 26.4 km are 26,400. The last three columns are sums that only the
    triggers of the ledger change (``app/domain/funds/balances.py``): what was allocated to it, promised by contract
    and paid. *version* settles which of two officers was faster.
    """

    #: a township's project is seen by its villages, which report what is done at their places
    visible_below = frozenset({Permission.PROJECT_VIEW, Permission.PROJECT_REPORT})

    __tablename__ = "project"
    __table_args__ = (
        sa.CheckConstraint("budget_fen >= 0 AND quantity_milli >= 0", name="not_negative"),
        sa.CheckConstraint("serves_number >= 0", name="serves_not_negative"),
        sa.CheckConstraint("due_on >= starts_on", name="due_after_start"),
        sa.CheckConstraint(
            "contracted_fen >= 0 AND contracted_fen <= allocated_fen", name="contracted_within"
        ),
        sa.CheckConstraint("paid_fen >= 0 AND paid_fen <= allocated_fen", name="paid_within"),
        sa.Index("ix_project_round", "round_id", "state"),
        sa.Index("ix_project_area", "area_id", "round_id"),
    )

    number: Mapped[str] = mapped_column(sa.String(30), unique=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    state: Mapped[ProjectState] = mapped_column(
        enum_text(ProjectState, name="state"), default=ProjectState.DRAFT
    )
    state_since: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[ProjectKind] = mapped_column(enum_text(ProjectKind, name="kind"))
    nature: Mapped[Nature] = mapped_column(enum_text(Nature, name="nature"), default=Nature.NEW)
    name_zh: Mapped[str] = mapped_column(sa.String(120))
    name_en: Mapped[str | None] = mapped_column(sa.String(160))
    content_zh: Mapped[str] = mapped_column(sa.Text, default="")
    content_en: Mapped[str | None] = mapped_column(sa.Text)
    target_zh: Mapped[str] = mapped_column(sa.Text, default="")
    target_en: Mapped[str | None] = mapped_column(sa.Text)
    participation_zh: Mapped[str] = mapped_column(sa.Text, default="")
    participation_en: Mapped[str | None] = mapped_column(sa.Text)
    benefit_zh: Mapped[str] = mapped_column(sa.Text, default="")
    benefit_en: Mapped[str | None] = mapped_column(sa.Text)
    financing_zh: Mapped[str] = mapped_column(sa.Text, default="")
    financing_en: Mapped[str | None] = mapped_column(sa.Text)
    subsidy_zh: Mapped[str] = mapped_column(sa.Text, default="")
    subsidy_en: Mapped[str | None] = mapped_column(sa.Text)
    unit_zh: Mapped[str] = mapped_column(sa.String(120), default="")
    unit_en: Mapped[str | None] = mapped_column(sa.String(160))
    person_in_charge: Mapped[str] = mapped_column(sa.String(60), default="")
    office_telephone: Mapped[str] = mapped_column(sa.String(30), default="")
    budget_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    quantity_milli: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    serves: Mapped[Serves] = mapped_column(enum_text(Serves, name="serves"))
    serves_number: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]
    is_invented: Mapped[bool] = mapped_column(default=False)
    allocated_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    contracted_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    paid_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)

    round: Mapped[Round] = relationship(lazy="joined")
    area: Mapped[Area] = relationship(lazy="joined")
    places: Mapped[list["ProjectPlace"]] = relationship(
        back_populates="project", order_by="ProjectPlace.id", cascade="all, delete-orphan"
    )
    meetings: Mapped[list["ProjectMeeting"]] = relationship(
        back_populates="project", order_by="ProjectMeeting.id"
    )
    milestones: Mapped[list["Milestone"]] = relationship(back_populates="project", order_by="Milestone.id")
    tenders: Mapped[list["Tender"]] = relationship(back_populates="project", order_by="Tender.id")
    reports: Mapped[list["ProgressReport"]] = relationship(
        back_populates="project", order_by="ProgressReport.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.area.path

    @property
    def name(self) -> BilingualText:
        return BilingualText(self.name_zh, self.name_en)


class ProjectPlace(Base):
    """A village (or the township as a whole) in which a project is carried out, and its part of the quantity.

    Money is allocated to a place, so that what reached each village is a fact and not a share reckoned afterwards.
    """

    __tablename__ = "project_place"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "area_id"),
        sa.CheckConstraint("quantity_milli >= 0 AND serves_number >= 0", name="not_negative"),
    )

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"), index=True)
    site_zh: Mapped[str] = mapped_column(sa.String(120), default="")
    site_en: Mapped[str | None] = mapped_column(sa.String(160))
    quantity_milli: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    serves_number: Mapped[int] = mapped_column(default=0)

    project: Mapped[Project] = relationship(back_populates="places")
    area: Mapped[Area] = relationship(lazy="joined")

    @property
    def area_path(self) -> str:
        return self.project.area_path


class ProjectMeeting(Base):
    """The villagers' meeting that decided on a project: to propose it, or whom to give the work to."""

    __tablename__ = "project_meeting"
    __table_args__ = (
        sa.CheckConstraint("present >= 0 AND present <= due", name="present_within_due"),
        sa.CheckConstraint(
            "in_favour >= 0 AND against >= 0 AND in_favour + against <= present", name="votes_within_present"
        ),
    )

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    kind: Mapped[MeetingKind] = mapped_column(enum_text(MeetingKind, name="kind"))
    held_on: Mapped[dt.date]
    due: Mapped[int]
    present: Mapped[int]
    in_favour: Mapped[int]
    against: Mapped[int]
    decision_zh: Mapped[str] = mapped_column(sa.Text)
    decision_en: Mapped[str | None] = mapped_column(sa.Text)
    minutes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    project: Mapped[Project] = relationship(back_populates="meetings")
    minutes: Mapped[Attachment | None] = relationship()

    @property
    def area_path(self) -> str:
        return self.project.area_path


class MilestoneKind(StrEnum):
    """What inspectors look for besides the notices: 批复 / 开工 / 完工 / 验收."""

    TOWNSHIP_CHECK = "township_check"
    APPROVAL = "approval"
    PLAN = "plan"
    START = "start"
    COMPLETION = "completion"
    ACCEPTANCE = "acceptance"


class Milestone(Base):
    """One point of a project's trail with its day and its paper. A later one of the same kind takes its place."""

    __tablename__ = "milestone"

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    kind: Mapped[MilestoneKind] = mapped_column(enum_text(MilestoneKind, name="kind"))
    on: Mapped[dt.date]
    document_no: Mapped[str] = mapped_column(sa.String(80), default="")
    note_zh: Mapped[str] = mapped_column(sa.Text, default="")
    note_en: Mapped[str | None] = mapped_column(sa.Text)
    paper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    project: Mapped[Project] = relationship(back_populates="milestones")
    paper: Mapped[Attachment | None] = relationship()

    @property
    def area_path(self) -> str:
        return self.project.area_path


class Tender(Base):
    """How it was decided who does the work: the method, the bids, the award, the meeting that decided."""

    __tablename__ = "tender"

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    method: Mapped[TenderMethod] = mapped_column(enum_text(TenderMethod, name="method"))
    invited_on: Mapped[dt.date | None]
    decided_on: Mapped[dt.date]
    decided_by_zh: Mapped[str] = mapped_column(sa.String(160))
    decided_by_en: Mapped[str | None] = mapped_column(sa.String(200))
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project_meeting.id"))
    reason_zh: Mapped[str] = mapped_column(sa.Text, default="")
    reason_en: Mapped[str | None] = mapped_column(sa.Text)
    paper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    project: Mapped[Project] = relationship(back_populates="tenders")
    meeting: Mapped[ProjectMeeting | None] = relationship()
    paper: Mapped[Attachment | None] = relationship()
    bids: Mapped[list["Bid"]] = relationship(back_populates="tender", order_by="Bid.id")

    @property
    def area_path(self) -> str:
        return self.project.area_path


class Bid(Base):
    """What one bidder offered; at most one of a tender's bids got the work."""

    __tablename__ = "bid"
    __table_args__ = (
        sa.CheckConstraint("offer_fen >= 0", name="not_negative"),
        sa.Index(
            "uq_bid_award",
            "tender_id",
            unique=True,
            sqlite_where=sa.text("is_award"),
            postgresql_where=sa.text("is_award"),
        ),
    )

    tender_id: Mapped[int] = mapped_column(sa.ForeignKey("tender.id"), index=True)
    bidder: Mapped[str] = mapped_column(sa.String(120))
    bidder_en: Mapped[str | None] = mapped_column(sa.String(160))
    offer_fen: Mapped[int] = mapped_column(sa.BigInteger)
    is_award: Mapped[bool] = mapped_column(default=False)

    tender: Mapped[Tender] = relationship(back_populates="bids")


class PhotoStage(StrEnum):
    """Before the work, during it, after it."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class ProgressReport(Base):
    """How far a project has come on a day: percent, and what is done in its own unit, of the whole or at a place.

    *part* names a part of the work where a kind is done in parts (subgrade, pavement); empty for the whole.
    """

    __tablename__ = "progress_report"
    __table_args__ = (
        sa.CheckConstraint("percent >= 0 AND percent <= 100", name="percent"),
        sa.CheckConstraint("done_milli >= 0", name="not_negative"),
        sa.Index("ix_progress_report_project", "project_id", "on"),
    )

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project_place.id"))
    on: Mapped[dt.date]
    percent: Mapped[int]
    done_milli: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    part_zh: Mapped[str] = mapped_column(sa.String(60), default="")
    part_en: Mapped[str | None] = mapped_column(sa.String(80))
    note_zh: Mapped[str] = mapped_column(sa.Text, default="")
    note_en: Mapped[str | None] = mapped_column(sa.Text)
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    project: Mapped[Project] = relationship(back_populates="reports")
    place: Mapped[ProjectPlace | None] = relationship()
    photographs: Mapped[list["ProjectPhotograph"]] = relationship(
        back_populates="report", order_by="ProjectPhotograph.id"
    )

    @property
    def area_path(self) -> str:
        return self.project.area_path


class ProjectPhotograph(Base):
    """A photograph of a project: before, during or after the work. *photo* is the clean copy, without place data."""

    __tablename__ = "project_photograph"

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(sa.ForeignKey("progress_report.id"), index=True)
    stage: Mapped[PhotoStage] = mapped_column(enum_text(PhotoStage, name="stage"))
    taken_on: Mapped[dt.date]
    caption_zh: Mapped[str] = mapped_column(sa.String(120), default="")
    caption_en: Mapped[str | None] = mapped_column(sa.String(160))
    photo_id: Mapped[int] = mapped_column(sa.ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    project: Mapped[Project] = relationship()
    report: Mapped[ProgressReport | None] = relationship(back_populates="photographs")
    photo: Mapped[Attachment] = relationship()

    @property
    def area_path(self) -> str:
        return self.project.area_path


class ProjectNotice(Base):
    """A project that stands on a notice. A notice of the library or of a plan names many."""

    __tablename__ = "project_notice"
    __table_args__ = (sa.UniqueConstraint("notice_id", "project_id"),)

    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notice.id"))
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)

    notice: Mapped[Notice] = relationship()
    project: Mapped[Project] = relationship()
