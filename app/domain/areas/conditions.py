"""Conditions that statements of several rooms put on areas."""

from collections.abc import Collection

import sqlalchemy as sa

from app.domain.areas.models import Area


def below(paths: Collection[str]) -> sa.ColumnElement[bool]:
    """The condition that an area lies at or below one of these paths."""
    return sa.or_(sa.false(), *(Area.path.startswith(path, autoescape=True) for path in paths))
