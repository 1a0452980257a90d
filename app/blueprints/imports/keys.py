"""How the work of an import is called among the jobs."""

from app.domain.imports.models import ImportRun


def key_of(run: ImportRun) -> str:
    """The key of the job that reads or saves this import."""
    return f"import-{run.id}"
