"""Files that belong to records. The bytes lie in the uploads folder under their digest."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.permissions import Permission


class Attachment(Base):
    """One stored file. *needs* is the permission over *area_path* that opens it."""

    __tablename__ = "attachment"

    digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    filename: Mapped[str] = mapped_column(sa.String(120))
    media_type: Mapped[str] = mapped_column(sa.String(80))
    size: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(40))
    needs: Mapped[str] = mapped_column(sa.String(40), default=Permission.APPLICATION_VIEW.value)
    area_path: Mapped[str] = mapped_column(sa.String(60))
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")
