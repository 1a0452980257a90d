"""Areas of four levels, villages' yearly figures, and the places where a village posts."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.bilingual import BilingualText
from app.core.db import Base
from app.core.permissions import Permission
from app.core.types import enum_text
from app.domain.attachments.models import Attachment


class AreaLevel(StrEnum):
    """County, township, village (or community), villagers' group."""

    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    GROUP = "group"


class PlaceKind(StrEnum):
    """What a posting place is: by it a sheet is found in the village."""

    OFFICE_BOARD = "office_board"
    GROUP_BOARD = "group_board"
    CLINIC = "clinic"
    SHOP = "shop"
    SCHOOL = "school"
    OTHER = "other"


class SheetSize(StrEnum):
    """The paper that a place's board takes: A4 pages, or A3 for the wall."""

    A4 = "a4"
    A3 = "a3"


class Area(Base):
    """One area. *code* is the 12-digit division code; a group's is its village's with ``-NN`` behind it.

    *path* holds the ids from the county down, each with a slash (``1/2/7/``). *delivery_ordinal* is a village's turn
    when a messenger takes the township's sheets round; villages with the same one go by their codes.
    """

    __tablename__ = "area"

    visible_below = frozenset({Permission.ROUND_VIEW})

    code: Mapped[str] = mapped_column(sa.String(15), unique=True)
    level: Mapped[AreaLevel] = mapped_column(enum_text(AreaLevel, name="level"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("area.id"), index=True)
    path: Mapped[str] = mapped_column(sa.String(60), index=True, default="")
    name_zh: Mapped[str] = mapped_column(sa.String(60))
    name_en: Mapped[str | None] = mapped_column(sa.String(80))
    initials: Mapped[str] = mapped_column(sa.String(40), default="")
    telephone: Mapped[str | None] = mapped_column(sa.String(30))
    address_zh: Mapped[str | None] = mapped_column(sa.String(120))
    address_en: Mapped[str | None] = mapped_column(sa.String(160))
    delivery_ordinal: Mapped[int] = mapped_column(default=0)

    parent: Mapped["Area | None"] = relationship(remote_side="Area.id")

    @property
    def area_path(self) -> str:
        return self.path

    @property
    def name(self) -> BilingualText:
        return BilingualText(self.name_zh, self.name_en)

    @property
    def address(self) -> BilingualText:
        """The public office's address, for notices."""
        return BilingualText(self.address_zh, self.address_en)

    @property
    def has_boards(self) -> bool:
        """Sheets hang there: in a village, and on the township's own boards."""
        return self.level in (AreaLevel.VILLAGE, AreaLevel.TOWNSHIP)

    @property
    def short_code(self) -> str:
        """The last three digits of a village's code, as in ``village-002``."""
        return self.code[9:12]


class VillageFigures(Base):
    """What the statistics say of a village in a year; *quota_people* is the head-count given from above."""

    __tablename__ = "village_figures"
    __table_args__ = (
        sa.UniqueConstraint("village_id", "year"),
        sa.CheckConstraint("households >= 0 AND population >= 0", name="not_negative"),
    )

    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    year: Mapped[int]
    households: Mapped[int]
    population: Mapped[int]
    is_poor_village: Mapped[bool] = mapped_column(default=False)
    quota_people: Mapped[int | None]


class PostingPlace(Base):
    """A place where a village, or a township for itself, hangs notices: a board, the clinic, the shop.

    *sheet_size* and *large_type* say which sheet is printed for it; *photo* shows where it is.
    """

    __tablename__ = "posting_place"
    __table_args__ = (sa.UniqueConstraint("village_id", "name_zh"),)

    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    ordinal: Mapped[int] = mapped_column(default=1)
    name_zh: Mapped[str] = mapped_column(sa.String(60))
    name_en: Mapped[str | None] = mapped_column(sa.String(80))
    is_active: Mapped[bool] = mapped_column(default=True)
    kind: Mapped[PlaceKind] = mapped_column(enum_text(PlaceKind, name="kind"), default=PlaceKind.OTHER)
    sheet_size: Mapped[SheetSize] = mapped_column(
        enum_text(SheetSize, name="sheet_size"), default=SheetSize.A4
    )
    large_type: Mapped[bool] = mapped_column(default=False)
    photo_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))

    village: Mapped[Area] = relationship()
    photo: Mapped[Attachment | None] = relationship()

    @property
    def area_path(self) -> str:
        return self.village.path

    @property
    def name(self) -> BilingualText:
        return BilingualText(self.name_zh, self.name_en)
