"""Reading frozen cards, and finding an application by what stands on its receipt."""

import unicodedata
from collections.abc import Collection, Sequence

import sqlalchemy as sa

from app.core.db import db
from app.domain.applications.models import Application
from app.domain.why_cards.models import WhyCard


def find_latest(application_id: int) -> WhyCard | None:
    """The card that was frozen last."""
    return db.session.scalar(
        sa.select(WhyCard)
        .where(WhyCard.application_id == application_id)
        .order_by(WhyCard.ordinal.desc())
        .limit(1)
    )


def list_latest(application_ids: Collection[int]) -> dict[int, WhyCard]:
    """application id -> the card that was frozen last; applications without one are missing."""
    cards = db.session.scalars(
        sa.select(WhyCard).where(WhyCard.application_id.in_(application_ids)).order_by(WhyCard.ordinal)
    )
    return {card.application_id: card for card in cards}


def find_card(application_id: int, ordinal: int) -> WhyCard | None:
    """One frozen card of an application."""
    return db.session.scalar(
        sa.select(WhyCard).where(WhyCard.application_id == application_id, WhyCard.ordinal == ordinal)
    )


def list_cards(application_id: int) -> Sequence[WhyCard]:
    """All frozen cards of an application, the newest first."""
    statement = sa.select(WhyCard).where(WhyCard.application_id == application_id)
    return db.session.scalars(statement.order_by(WhyCard.ordinal.desc())).all()


def find_application(number: str) -> Application | None:
    """The application of a number as typed from a receipt (full width or not, any case), or ``None``."""
    number = "".join(unicodedata.normalize("NFKC", number).split()).upper()
    return db.session.scalar(sa.select(Application).where(Application.number == number))
