"""Comparing a file with the register as it is now: reads both, writes nothing, needs no transaction."""

from pathlib import Path

from app.core.messages import N_
from app.domain.comparisons.matching import Outcome, Progress, compare, silent
from app.domain.comparisons.people import load_people
from app.domain.comparisons.spreadsheet import Limits

GATHERING = N_("Reading the register")


def examine(
    path: Path,
    *,
    area_path: str,
    round_id: int,
    limits: Limits | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Compare the file at *path* with the register as it is now; writes nothing. Raises ``WorkbookRefused``."""
    progress(GATHERING, 0, 1)
    people = load_people(area_path, round_id)
    return compare(path, people, limits=limits, progress=progress)
