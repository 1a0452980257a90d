"""Reading policy profiles: one, all, the one in force, and what was changed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core.db import db
from app.core.paging import Page, paginate
from app.core.rows import get_row
from app.domain.accounts.models import User
from app.domain.areas.models import Area
from app.domain.policies.models import PolicyChange, PolicyProfile


@dataclass(frozen=True)
class ChangeRow:
    """One change with the name of whoever made it."""

    change: PolicyChange
    changed_by: str


def get_profile(profile_id: int) -> PolicyProfile:
    """The profile with this id; raises ``NotFound``."""
    return get_row(PolicyProfile, profile_id)


def find_profile(key: str, area: Area) -> PolicyProfile | None:
    """The profile *key* as adopted by *area*."""
    adopted = sa.select(PolicyProfile).where(PolicyProfile.key == key, PolicyProfile.area_id == area.id)
    return db.session.scalars(adopted).one_or_none()


def list_profiles() -> Sequence[PolicyProfile]:
    """All adopted profiles, the newest period first."""
    order = (PolicyProfile.valid_from.desc(), PolicyProfile.key, PolicyProfile.id)
    return db.session.scalars(sa.select(PolicyProfile).order_by(*order)).all()


def find_in_force(area: Area, on: dt.date) -> PolicyProfile | None:
    """The profile that holds in *area* on a day: of its own jurisdiction or of the nearest one above it.

    Of two that overlap, the one that began later holds.
    """
    above = [int(step) for step in area.path.split("/") if step]
    statement = (
        sa.select(PolicyProfile)
        .join(Area, Area.id == PolicyProfile.area_id)
        .where(
            PolicyProfile.area_id.in_(above),
            PolicyProfile.valid_from <= on,
            sa.or_(PolicyProfile.valid_until.is_(None), PolicyProfile.valid_until >= on),
        )
        .order_by(sa.func.length(Area.path).desc(), PolicyProfile.valid_from.desc(), PolicyProfile.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).first()


def page_changes(profile: PolicyProfile, number: int) -> Page[ChangeRow]:
    """One page of the changes of *profile*, the newest first."""
    statement = (
        sa.select(PolicyChange, User.name)
        .join(User, User.id == PolicyChange.changed_by_id)
        .where(PolicyChange.profile_id == profile.id)
        .order_by(PolicyChange.id.desc())
    )
    page = paginate(statement, number, rows=True)
    rows = [ChangeRow(change, name) for change, name in page.items]
    return Page(items=rows, number=page.number, per_page=page.per_page, total=page.total)
