"""One import of a workbook: the file, what was found, what it would change, what it changed."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.accounts.models import User
from app.domain.areas.models import Area
from app.domain.rounds.models import Round


class ImportState(StrEnum):
    """Reading, ready to confirm, refused, saved, undone, given up."""

    READING = "reading"
    PREVIEWED = "previewed"
    REFUSED = "refused"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDONE = "undone"
    DISCARDED = "discarded"


class ImportRun(Base):
    """An uploaded workbook on its way into the register.

    *summary* holds counts (households, people, new, changed, same) and what each column was taken for;
    *findings* the cell findings; *undo* what is needed to restore the register as it was.
    """

    __tablename__ = "import_run"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    filename: Mapped[str] = mapped_column(sa.String(160))
    digest: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[ImportState] = mapped_column(
        enum_text(ImportState, name="state"), default=ImportState.READING
    )
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)
    summary: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)
    findings: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonDict, deferred=True)
    undo: Mapped[dict[str, Any] | None] = mapped_column(JsonDict, deferred=True)
    #: nobody for a workbook that was read on the command line
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    applied_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    round: Mapped[Round] = relationship(lazy="joined")
    area: Mapped[Area] = relationship(lazy="joined")
    uploaded_by: Mapped[User | None] = relationship()

    @property
    def area_path(self) -> str:
        return self.area.path

    @property
    def touched_ids(self) -> set[int]:
        """The households that the run wrote; empty before and after."""
        kept = self.undo or {"created": [], "changed": []}
        return {*kept["created"], *(one["household"]["id"] for one in kept["changed"])}
