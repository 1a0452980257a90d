"""A portal with a kind of job for tests of its worker: served as ``flask --app tests.web.jobs_portal``.

The job writes what it does into a file, a line each time, and takes its time where the file says so.
"""

import os
import time
from pathlib import Path

from app import create_app
from app.core.jobs import Context, job


@job("test_worker")
def note(context: Context, *, path: str) -> dict[str, int]:
    """Begin, wait while a file ``hold`` lies beside *path*, end."""
    kept = Path(path)
    _write(kept, f"begun {os.getpid()}")
    context.report("Saving", 1, 2)
    while (kept.parent / "hold").exists():
        time.sleep(0.02)
    _write(kept, f"ended {os.getpid()}")
    return {"process": os.getpid()}


def _write(path: Path, line: str) -> None:
    with path.open("a") as file:
        file.write(line + "\n")


if __name__ != "__main__" and os.environ.get("GONGSHI_TEST_WORKER"):
    app = create_app()
