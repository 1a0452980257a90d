"""What every act on a project does first and last: who may, on which day, one line in the history."""

import datetime as dt
from typing import Any

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Forbidden, Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.projects.models import Project


def begin(actor: Actor, project: Project, needs: Permission) -> int:
    """The id of *actor*, who holds *needs* over *project*; raises ``Forbidden``."""
    if not can(actor, needs, project) or actor.id is None:
        raise Forbidden()
    return actor.id


def check_day(day: dt.date, field: str) -> None:
    """Raises ``Invalid`` beside *field* for a day to come."""
    if day > clock.today():
        raise Invalid(Message(N_("This day has not come yet.")), field)


def or_none(text: str | None) -> str | None:
    """*text* without the spaces around it; nothing when it is empty."""
    return (text or "").strip() or None


def record(event: str, actor: Actor, project: Project, /, **fields: Any) -> None:
    """One line in the history of *project*, with its number."""
    audit.record(event, actor=actor, subject=project, number=project.number, **fields)
    db.session.flush()
