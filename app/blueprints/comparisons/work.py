"""What is done with a file outside the request: reading it and comparing it with the register."""

import contextlib

from flask import g

from app.blueprints.comparisons.keys import key_of
from app.core.db import db, unit_of_work
from app.core.errors import Conflict
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.domain.comparisons import folder, queries, service
from app.domain.comparisons.examining import examine
from app.domain.comparisons.matching import Progress
from app.domain.comparisons.models import ComparisonFile, FileState
from app.domain.imports.findings import WorkbookRefused
from app.web import jobs


def begin(file: ComparisonFile) -> None:
    """Read the file once this request is committed."""
    file_id = file.id

    def work(actor: Actor, report: Progress) -> None:
        read(file_id, actor, report)

    jobs.start_after_commit(key_of(file), work)


def read(file_id: int, actor: Actor, report: Progress) -> None:
    """Compare the file and keep what was found, or why it cannot be read; its bytes are deleted either way."""
    file = queries.get_file(file_id)
    if file.state is not FileState.READING:
        return
    digest, area_path, round_id = file.digest, file.area_path, file.round_id
    try:
        outcome = examine(folder.path_of(digest), area_path=area_path, round_id=round_id, progress=report)
    except (WorkbookRefused, FileNotFoundError) as error:
        refusal = error if isinstance(error, WorkbookRefused) else _gone()
        db.session.rollback()
        with contextlib.suppress(Conflict), unit_of_work():
            service.refuse(actor=actor, file=queries.lock_file(file_id), refusal=refusal)
    else:
        db.session.rollback()
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
