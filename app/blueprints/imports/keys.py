"""How the work of an import is called among the jobs."""

from app.domain.imports.models import ImportRun


def key_of(run: ImportRun) -> str:
    """The key of the job that reads this import, or that saves it: as its state says."""
    return f"import-{run.id}-{run.state}"
