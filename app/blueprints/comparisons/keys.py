"""How the reading of a file is called among the jobs."""

from app.domain.comparisons.models import ComparisonFile


def key_of(file: ComparisonFile) -> str:
    """The key of the job that reads this file."""
    return f"comparison-{file.id}"
