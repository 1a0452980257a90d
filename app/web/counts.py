"""What this process keeps for its pages: counts of the register, how far the tasks are."""

from flask import current_app

from app.core.keeping import Fresh, Kept, Looking
from app.domain.statistics import keeping
from app.domain.statistics.queries import Counter

KEY = "gongshi_kept"


def looking() -> Looking:
    """What a page reads with, from what is kept as far as it holds. Tests change records without events: anew."""
    if current_app.testing:
        return Fresh()
    kept: Kept = current_app.extensions.setdefault(KEY, Kept())
    return kept.look()


def counter() -> Counter:
    """What a page counts the register with."""
    return keeping.counter(looking())
