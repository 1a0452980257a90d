"""What is done with a file outside the request: reading it and comparing it with the register."""

import contextlib

from flask import g

from app.blueprints.comparisons.keys import key_of
from app.core.db import unit_of_work
from app.core.errors import Conflict
from app.core.jobs import Context, job
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.domain.comparisons import folder, queries, service
from app.domain.comparisons.examining import examine
from app.domain.comparisons.models import ComparisonFile, FileState
from app.domain.imports.findings import WorkbookRefused
from app.web import jobs

READ = "comparison_read"


def begin(file: ComparisonFile) -> None:
    """Read the file once this request is committed."""
    jobs.ask(READ, key=key_of(file), file_id=file.id)


@job(READ)
def read(context: Context, *, file_id: int) -> None:
    """Compare the file and keep what was found, or why it cannot be read; its bytes are deleted either way.

    Begun again after its outcome was kept, it only deletes the bytes.
    """
    actor, file = context.actor, queries.get_file(file_id)
    digest, area_path, round_id = file.digest, file.area_path, file.round_id
    if file.state is FileState.READING:
        try:
            path = folder.path_of(digest)
            outcome = examine(path, area_path=area_path, round_id=round_id, progress=context.report)
        except (WorkbookRefused, FileNotFoundError) as error:
            refusal = error if isinstance(error, WorkbookRefused) else _gone()
            with contextlib.suppress(Conflict), unit_of_work():
                service.refuse(actor=actor, file=queries.lock_file(file_id), refusal=refusal)
        else:
            with contextlib.suppress(Conflict), unit_of_work():  # given up in the meantime
                service.record_preview(actor=actor, file=queries.lock_file(file_id), outcome=outcome)
    service.forget_bytes(actor=actor, digest=digest)


def forget_after_commit(file: ComparisonFile, actor: Actor) -> None:
    """Delete the bytes of a file that was given up, once that is certain."""
    digest = file.digest
    g.setdefault("after_commit", []).append(lambda: service.forget_bytes(actor=actor, digest=digest))


def _gone() -> WorkbookRefused:
    return WorkbookRefused(
        Message(N_("The uploaded file is no longer kept.")), Message(N_("Please choose it again."))
    )
