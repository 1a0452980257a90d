"""How long all sheets of a township take: set on all processors and bound in the messenger's order; then once more.

    GONGSHI_INSTANCE=/some/instance .venv/bin/python bench/batch.py [processes]

Runs on an instance with the demonstration loaded: every village, every posting place, the three notices of its first
round. What was kept of papers and sets is emptied first. Prints seconds of the clock, seconds of processor of this
process and of the workshop's, how much of the processors was used, sheets, pages and megabytes; then the same for a
second run, in which nothing is to be set, and for a third one after one place wants the large sheet.
"""

import os
import resource
import shutil
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import sqlalchemy as sa  # noqa: E402 - the path comes first
from flask import Flask, current_app  # noqa: E402 - the path comes first

from app import create_app  # noqa: E402 - the path comes first
from app.blueprints.batches import selection, work  # noqa: E402 - the path comes first
from app.core.db import db, unit_of_work  # noqa: E402 - the path comes first
from app.core.jobs import Unwatched  # noqa: E402 - the path comes first
from app.core.permissions import Actor  # noqa: E402 - the path comes first
from app.documents.sets import SetFolder  # noqa: E402 - the path comes first
from app.domain.accounts.models import User  # noqa: E402 - the path comes first
from app.domain.areas.models import Area, AreaLevel, PostingPlace, SheetSize  # noqa: E402 - the path comes first
from app.domain.notices.models import Notice  # noqa: E402 - the path comes first
from app.domain.policies.vocabulary import LIST_KINDS  # noqa: E402 - the path comes first

PROCESSORS = os.cpu_count() or 1


def spent() -> tuple[float, float, float]:
    """Clock, processor of this process, processor of the processes that have ended."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        time.perf_counter(),
        own.ru_utime + own.ru_stime,
        others.ru_utime + others.ru_stime,
    )


def run(what: str, actor: Actor, area: Area, stages: list[str]) -> None:
    """All stages one after another, as the three jobs would."""
    began = spent()
    sheets = set_now = refused = pages = size = 0
    area_id, code = area.id, area.code
    for stage in stages:
        made = work.make_batch(
            Unwatched(actor), area_id=area_id, what=stage, lang="zh", root="https://gongshi.example"
        )
        sheets, set_now, refused = (
            sheets + made["sheets"],
            set_now + made["set_now"],
            refused + made["refused"],
        )
        folder = SetFolder(work.key_of(db.session.get_one(Area, area_id), stage, "zh"))
        manifest = folder.find_manifest()
        whole = next(one for one in manifest.files if one.name == f"{code}.pdf") if manifest else None
        pages += whole.pages if whole else 0
        size += folder.path_of(whole).stat().st_size if whole else 0
    clock, own, others = (after - before for after, before in zip(spent(), began, strict=True))
    print(
        f"{what:<34} {clock:7.1f} s clock  {own:6.1f} + {others:6.1f} s processor "
        f"({(own + others) / clock / PROCESSORS:4.0%} of {PROCESSORS})  sheets {sheets}, newly set {set_now}, "
        f"refused {refused}, pages {pages}, {size / 1e6:.1f} MB",
        flush=True,
    )


def empty_kept(app: Flask) -> None:
    """As on the first day: nothing set, nothing bound."""
    for name in ("papers", "sets"):
        shutil.rmtree(app.extensions["gongshi"].derived / name, ignore_errors=True)


def main() -> None:
    app = create_app()
    with app.app_context():
        empty_kept(current_app)
        township = db.session.scalars(sa.select(Area).where(Area.level == AreaLevel.TOWNSHIP)).first()
        reviewer = db.session.scalar(sa.select(User).where(User.username == "township"))
        if township is None or reviewer is None:
            sys.exit("load the demonstration first")
        actor = reviewer.as_actor()
        first_round = db.session.scalar(sa.select(sa.func.min(Notice.round_id)))
        code = db.session.scalar(sa.select(Notice).where(Notice.round_id == first_round)).round.code
        stages = [f"{code}.{kind.value}" for kind in LIST_KINDS]
        known = {one.key for one in selection.choices_of(township)}
        stages = [stage for stage in stages if stage in known]
        run("all sheets, nothing kept", actor, township, stages)
        run("again, nothing changed", actor, township, stages)
        with unit_of_work():
            place = db.session.scalars(sa.select(PostingPlace).where(PostingPlace.is_active)).first()
            if place is not None:
                place.sheet_size, place.large_type = SheetSize.A3, True
        run("one place wants A3 in large type", actor, db.session.get_one(Area, township.id), stages)


if __name__ == "__main__":
    main()
