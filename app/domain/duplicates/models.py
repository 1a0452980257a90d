"""Pairs of households that seem to hold the same person, and what somebody decided about each."""

import datetime as dt
from enum import StrEnum
from itertools import takewhile

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.permissions import Actor, Permission
from app.core.types import UtcDateTime, enum_text
from app.domain.accounts.models import User
from app.domain.households.models import Household, Member


class DuplicateGround(StrEnum):
    """What two households have in common."""

    ID_NUMBER = "id_number"
    NAME_AND_BIRTH = "name_and_birth"
    TELEPHONE = "telephone"
    BANK_ACCOUNT = "bank_account"


#: what two households can have in common only when a person stands in both
OF_A_PERSON = (DuplicateGround.ID_NUMBER, DuplicateGround.NAME_AND_BIRTH)


class DuplicateOutcome(StrEnum):
    """What somebody decided: really the same, different people, or shared for a good reason."""

    SAME = "same"
    DIFFERENT = "different"
    SHARED = "shared"


class DuplicatePair(Base):
    """Two households (the lower id first) with something in common that only one should have.

    *fingerprint* is a keyed digest of what is shared, never the thing itself; a decision lasts while it is the
    same. *gone_at* tells when the pair no longer had it in common.
    """

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        sa.UniqueConstraint("first_id", "second_id", "ground", "fingerprint"),
        sa.CheckConstraint("first_id < second_id", name="ordered"),
        sa.CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided_when"),
        sa.CheckConstraint("outcome IS NULL OR reason <> ''", name="decided_with_reason"),
    )

    first_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id", ondelete="CASCADE"), index=True)
    first_member_id: Mapped[int | None] = mapped_column(sa.ForeignKey("member.id", ondelete="SET NULL"))
    second_member_id: Mapped[int | None] = mapped_column(sa.ForeignKey("member.id", ondelete="SET NULL"))
    ground: Mapped[DuplicateGround] = mapped_column(enum_text(DuplicateGround, name="ground"))
    fingerprint: Mapped[str] = mapped_column(sa.String(32))
    found_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    gone_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[DuplicateOutcome | None] = mapped_column(enum_text(DuplicateOutcome, name="outcome"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: the side that must give the person up, where both are really the same
    gives_up_id: Mapped[int | None] = mapped_column(sa.ForeignKey("household.id", ondelete="SET NULL"))

    first: Mapped[Household] = relationship(foreign_keys=[first_id])
    second: Mapped[Household] = relationship(foreign_keys=[second_id])
    first_member: Mapped[Member | None] = relationship(foreign_keys=[first_member_id])
    second_member: Mapped[Member | None] = relationship(foreign_keys=[second_member_id])
    decided_by: Mapped[User | None] = relationship()
    gives_up: Mapped[Household | None] = relationship(foreign_keys=[gives_up_id])

    #: a village sees the pairs of its own households although they also concern another one
    visible_below = frozenset({Permission.DUPLICATE_VIEW})

    @property
    def area_path(self) -> str:
        """The nearest area that holds both villages: who decides must reach it."""
        shared = takewhile(
            lambda steps: steps[0] == steps[1],
            zip(_steps(self.first.area_path), _steps(self.second.area_path), strict=False),
        )
        return "".join(f"{step}/" for step, _ in shared)

    def allows(self, actor: Actor, permission: Permission) -> bool:
        """Only those see it who reach one of the two villages."""
        return any(
            actor.role_for(permission, path) is not None
            for path in (self.first.area_path, self.second.area_path)
        )

    @property
    def is_open(self) -> bool:
        """It stands and nobody has decided on it."""
        return self.gone_at is None and self.outcome is None

    @property
    def still_blocks(self) -> bool:
        """Two people that must not both be listed: undecided, or decided to be one person who stands twice."""
        is_person = self.ground in OF_A_PERSON
        return self.gone_at is None and (
            (is_person and self.outcome is None) or self.outcome is DuplicateOutcome.SAME
        )


def _steps(path: str) -> list[str]:
    return [step for step in path.split("/") if step]
