"""A department's file on its way: received, read, put in force, discarded, withdrawn.

Lives here: acts on a file. Does not live here: what a hit leads to (``settling.py``), reading and matching
(``matching.py``), the steps' conditions (``steps.py``).

The slow part needs no transaction: ``examining.examine`` reads register and file, :func:`record_preview` keeps the
outcome.
"""

import datetime as dt
from pathlib import Path, PurePath

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Forbidden, Invalid
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import Area
from app.domain.comparisons import folder, queries, settling
from app.domain.comparisons.details import has_number, without_numbers
from app.domain.comparisons.examining import examine
from app.domain.comparisons.matching import Outcome, Progress, silent
from app.domain.comparisons.models import (
    ComparisonCover,
    ComparisonFile,
    ComparisonHit,
    FileState,
    HitSettlement,
)
from app.domain.comparisons.steps import MACHINE
from app.domain.households.models import Household, Member
from app.domain.imports.findings import WorkbookRefused
from app.domain.policies.vocabulary import ComparisonKind
from app.domain.rounds.models import Round, RoundState

LONGEST_FILENAME = 160
LONGEST_SOURCE = 120
_AT_ONCE = 5_000
#: why a file gives way to the same one compared anew; kept in the history's own words
COMPARED_ANEW = "重新比对 / compared anew"


def receive(
    *,
    actor: Actor,
    round_: Round,
    area: Area,
    kind: ComparisonKind,
    source: str,
    as_of: dt.date,
    filename: str,
    digest: str,
) -> ComparisonFile:
    """Note a file that is to be read: of which kind, from whom, as of which day. Raises :class:`Invalid`.

    *digest* is that of the bytes, which lie in :mod:`folder` or, on the command line, where they were.
    """
    if not can(actor, Permission.COMPARISON_IMPORT, area):
        raise Forbidden()
    if round_.state is not RoundState.OPEN:
        raise Invalid(Message(N_("This round is closed.")), "round")
    if not area.path.startswith(round_.area.path):
        raise Invalid(Message(N_("This round is not for %(area)s."), area=area.name), "area")
    source = source.strip()
    if not source:
        raise Invalid(Message(N_("This must be filled in.")), "source")
    if len(source) > LONGEST_SOURCE or has_number(source):
        raise Invalid(Message(N_("Write only which office sent the file.")), "source")
    if as_of > clock.today():
        raise Invalid(Message(N_("This day is still to come.")), "as_of")
    file = ComparisonFile(
        round=round_,
        area=area,
        kind=kind,
        source=source,
        as_of=as_of,
        filename=without_numbers(PurePath(filename.replace("\\", "/")).name)[-LONGEST_FILENAME:] or "?",
        digest=digest,
        state=FileState.READING,
        uploaded_by_id=actor.id,
    )
    db.session.add(file)
    db.session.flush()
    return file


def record_preview(*, actor: Actor, file: ComparisonFile, outcome: Outcome) -> ComparisonFile:
    """Keep counts, hits, and which households were compared as they were. Nothing of it counts before :func:`apply`."""
    _take("preview", file, actor)
    households = set(db.session.scalars(sa.select(Household.id)))
    members = set(db.session.scalars(sa.select(Member.id)))
    file.summary = outcome.as_summary()
    db.session.flush()
    _insert(
        ComparisonHit,
        [
            {
                **hit._asdict(),
                "file_id": file.id,
                "member_id": hit.member_id if hit.member_id in members else None,
                "details": [list(pair) for pair in hit.details],
                "settlement": HitSettlement.OPEN,
                "explanation": "",
            }
            for hit in outcome.hits
            if hit.household_id in households
        ],
    )
    _insert(
        ComparisonCover,
        [
            {"file_id": file.id, "household_id": household_id, "fingerprint": fingerprint}
            for household_id, fingerprint in outcome.fingerprints.items()
            if household_id in households
        ],
    )
    db.session.expire(file, ["hits"])
    return file


def refuse(*, actor: Actor, file: ComparisonFile, refusal: WorkbookRefused) -> ComparisonFile:
    """Keep why the file cannot be read."""
    _take("refuse", file, actor)
    file.refusal = {"reason": refusal.reason.as_data(), "advice": refusal.advice.as_data()}
    db.session.flush()
    return file


def preview(
    *,
    actor: Actor,
    round_: Round,
    area: Area,
    kind: ComparisonKind,
    source: str,
    as_of: dt.date,
    path: Path,
    filename: str = "",
    progress: Progress = silent,
) -> ComparisonFile:
    """Receive the file at *path* and read it at once: it is then ``PREVIEWED``, or ``REFUSED`` with the reason."""
    file = receive(
        actor=actor,
        round_=round_,
        area=area,
        kind=kind,
        source=source,
        as_of=as_of,
        filename=filename or path.name,
        digest=folder.digest_of(path),
    )
    try:
        outcome = examine(path, area_path=area.path, round_id=round_.id, progress=progress)
    except WorkbookRefused as refusal:
        return refuse(actor=actor, file=file, refusal=refusal)
    return record_preview(actor=actor, file=file, outcome=outcome)


def apply(*, actor: Actor, file: ComparisonFile) -> ComparisonFile:
    """Put the hits in force; applications that only waited for this are compared now.

    The same file compared anew takes the place of the earlier one, and what was explained stays explained.
    """
    file = queries.lock_file(file.id)
    file.applied_at = clock.now() if file.state is FileState.PREVIEWED else file.applied_at
    with db.session.no_autoflush:
        _take("apply", file, actor)
    db.session.flush()
    if (earlier := queries.find_earlier(file)) is not None:
        settling.carry_over(earlier, file)
        _end(earlier, actor, COMPARED_ANEW)
    summary = file.summary or {}
    audit.record(
        "comparison_file_applied",
        actor=actor,
        subject=file,
        file_id=file.id,
        kind=file.kind.value,
        matched=summary.get("matched", 0),
        doubtful=summary.get("doubtful", 0),
    )
    db.session.flush()
    settling.record_where_covered(
        actor=actor, applications=queries.list_waiting(file.round_id, file.area_path)
    )
    return file


def discard(*, actor: Actor, file: ComparisonFile) -> ComparisonFile:
    """Give a file up that is not in force. Its hits go at once; its bytes with :func:`forget_bytes`."""
    file = queries.lock_file(file.id)
    _take("discard", file, actor)
    for table in (ComparisonHit, ComparisonCover):
        db.session.execute(sa.delete(table).where(table.file_id == file.id))
    db.session.flush()
    db.session.expire(file, ["hits"])
    return file


def withdraw(*, actor: Actor, file: ComparisonFile, reason: str) -> ComparisonFile:
    """Take a file out of force for a *reason*: its hits no longer count, whom they excluded is considered again."""
    file = queries.lock_file(file.id)
    if has_number(reason):
        raise Invalid(Message(N_("Leave personal numbers out of the text.")), "reason")
    _end(file, actor, reason.strip())
    settling.readmit_after(actor=actor, file=file)
    return file


def forget_bytes(*, actor: Actor, digest: str) -> None:
    """Delete an uploaded file unless another upload of it is still to be read. *actor* ended the last one."""
    if not queries.is_file_needed(digest):
        folder.forget(digest)


def _end(file: ComparisonFile, actor: Actor, reason: str) -> None:
    with db.session.no_autoflush:
        MACHINE.take("withdraw", Attempt(subject=file, actor=actor, reason=reason))
        file.withdrawal_reason = reason
    db.session.flush()
    audit.record(
        "comparison_file_withdrawn",
        actor=actor,
        subject=file,
        reason=reason,
        file_id=file.id,
        kind=file.kind.value,
    )
    db.session.flush()


def _take(step: str, file: ComparisonFile, actor: Actor) -> None:
    MACHINE.take(step, Attempt(subject=file, actor=actor))


def _insert(table: type[ComparisonHit] | type[ComparisonCover], rows: list[dict[str, object]]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        db.session.execute(sa.insert(table), rows[start : start + _AT_ONCE])
