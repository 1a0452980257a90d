"""The counts of the register that this process keeps for its pages."""

from flask import current_app

from app.domain.statistics.keeping import Kept
from app.domain.statistics.queries import Counter, count_fresh

KEY = "gongshi_statistics"


def counter() -> Counter:
    """What a page counts with, from what is kept as far as it holds. Tests change records without events: fresh."""
    if current_app.testing:
        return count_fresh
    kept: Kept = current_app.extensions.setdefault(KEY, Kept())
    return kept.begin()
