"""Forms that somebody demands, as they came; what each of their cells wants to know; and how often they were filled."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.permissions import Permission
from app.core.types import UtcDateTime, enum_text
from app.domain.areas.models import Area


class FileKind(StrEnum):
    """In what the form came."""

    XLSX = "xlsx"
    DOCX = "docx"


class OutsideForm(Base):
    """A form from above, kept for the offices of *area* and below. *template* is the file as it came.

    One that nobody asks for any more is put away (*ended_on*), not deleted: its fillings still count.
    """

    #: a township's or county's form is filled in its villages, too
    visible_below = frozenset({Permission.FORM_FILL})

    __tablename__ = "outside_form"

    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    asked_by: Mapped[str] = mapped_column(sa.String(120), default="")
    kind: Mapped[FileKind] = mapped_column(enum_text(FileKind, name="kind"))
    template: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    mapped_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    ended_on: Mapped[dt.date | None]

    area: Mapped[Area] = relationship(lazy="joined")
    slots: Mapped[list["FormSlot"]] = relationship(
        back_populates="form",
        order_by="FormSlot.sheet, FormSlot.row, FormSlot.column",
        cascade="all, delete-orphan",
    )

    @property
    def area_path(self) -> str:
        return self.area.path


class FormSlot(Base):
    """A cell of a form that wants a value: itself, or (*repeats*) every row below it, which is then its heading.

    *sheet*, *row* and *column* count from 0; in a Word file a table is a sheet. *source* is a key of the catalogue,
    nothing for what people fill in themselves.
    """

    __tablename__ = "form_slot"
    __table_args__ = (sa.UniqueConstraint("form_id", "sheet", "row", "column"),)

    form_id: Mapped[int] = mapped_column(sa.ForeignKey("outside_form.id"))
    sheet: Mapped[int]
    row: Mapped[int]
    column: Mapped[int]
    repeats: Mapped[bool] = mapped_column(default=False)
    heading: Mapped[str] = mapped_column(sa.String(200), default="")
    source: Mapped[str] = mapped_column(sa.String(80), default="")

    form: Mapped[OutsideForm] = relationship(back_populates="slots")

    @property
    def area_path(self) -> str:
        return self.form.area_path


class FormFilling(Base):
    """A form was filled for *area* and *year*: *cells* that nobody had to type."""

    __tablename__ = "form_filling"
    __table_args__ = (sa.CheckConstraint("cells >= 0", name="not_negative"),)

    form_id: Mapped[int] = mapped_column(sa.ForeignKey("outside_form.id"), index=True)
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    year: Mapped[int]
    cells: Mapped[int]
    filled_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    filled_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    form: Mapped[OutsideForm] = relationship()
    area: Mapped[Area] = relationship()

    @property
    def area_path(self) -> str:
        return self.area.path
