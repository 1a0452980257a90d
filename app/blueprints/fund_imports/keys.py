"""How the work of an import into the ledger is called among the jobs."""

from app.domain.funds.models import LedgerImport


def key_of(run: LedgerImport) -> str:
    """The key of the job that reads this import, or that enters it: as its state says."""
    return f"ledger-import-{run.id}-{run.state}"
