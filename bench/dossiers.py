"""How long dossiers take: one household's, a village's whole set, the set again, the set after one change, the book.

    GONGSHI_INSTANCE=/some/instance .venv/bin/python bench/dossiers.py 520581107202

Runs on an instance with the demonstration loaded (its derived sets are emptied first); photographs of the given size
in pixels stand in for those of a telephone when a third argument is given, e.g. ``4000x3000``. Prints seconds of
processor and of the clock, pages, megabytes on disk and the peak of memory of the process.
"""

import io
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import sqlalchemy as sa  # noqa: E402 - the path comes first
from PIL import Image  # noqa: E402 - the path comes first

from app import create_app  # noqa: E402 - the path comes first
from app.blueprints.dossiers import presenter, work  # noqa: E402 - the path comes first
from app.core.db import db  # noqa: E402 - the path comes first
from app.core.jobs import Unwatched  # noqa: E402 - the path comes first
from app.documents.bound import bound_pdf  # noqa: E402 - the path comes first
from app.documents.sets import SetFolder, zipped  # noqa: E402 - the path comes first
from app.domain.applications.models import Application  # noqa: E402 - the path comes first
from app.domain.areas.queries import get_village  # noqa: E402 - the path comes first
from app.domain.attachments import folder as uploads  # noqa: E402 - the path comes first
from app.domain.attachments.models import Attachment  # noqa: E402 - the path comes first
from app.domain.dossiers.cases import list_applicants  # noqa: E402 - the path comes first
from app.domain.dossiers.queries import list_rounds_of_village, load_overview  # noqa: E402 - the path comes first

T = TypeVar("T")


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(what: str, act: Callable[[], T]) -> T:
    began, worked = time.perf_counter(), time.process_time()
    found = act()
    spent = time.perf_counter() - began, time.process_time() - worked
    print(
        f"{what:<40} {spent[0]:>8.2f} s clock {spent[1]:>8.2f} s processor   peak {peak():>5.0f} MB",
        flush=True,
    )
    return found


def enlarge_pictures(size: tuple[int, int]) -> None:
    """Put photographs as a telephone takes them in the place of the demonstration's small ones."""
    chance = Random(1)
    rows = db.session.execute(
        sa.select(Attachment.digest).where(Attachment.media_type == "image/jpeg").distinct()
    )
    noise = Image.frombytes("L", (200, 150), chance.randbytes(30_000)).resize(size).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=90)
    for (digest,) in rows:
        uploads.path_of(digest).write_bytes(out.getvalue())
    print(f"photographs of {size[0]} x {size[1]}, {len(out.getvalue()) / 1e6:.1f} MB each")


def made(village_id: int, round_id: int) -> None:
    work.make_dossiers(Unwatched(), village_id=village_id, round_id=round_id, lang="zh")


def main(code: str, size: str = "") -> None:
    app = create_app()
    shutil.rmtree(app.extensions["gongshi"].derived / "sets", ignore_errors=True)
    with app.app_context():
        village = get_village(code)
        round_ = list_rounds_of_village(village.id)[-1]
        village_id, round_id = village.id, round_.id
        key = work.key_of(work.DOSSIERS, village, round_, "zh")
        if size:
            width, height = size.split("x")
            enlarge_pictures((int(width), int(height)))
        print(f"{len(list_applicants(round_id, village_id))} households, peak at start {peak():.0f} MB")
        overview = timed("overview of all checklists", lambda: load_overview(village, round_))
        dossier = overview.dossiers[0]
        paper = presenter.paper_of(dossier, None)
        timed("one dossier, engine included", lambda: bound_pdf(paper, "zh"))
        one = timed("one dossier, engine warm", lambda: bound_pdf(paper, "zh"))
        print(f"    {one.pages} pages, {len(one.data) / 1024:.0f} KB")
        timed("the village's set", lambda: made(village_id, round_id))
        timed("the set again, nothing changed", lambda: made(village_id, round_id))
        changed = sa.select(Application).where(
            Application.round_id == round_id, Application.village_id == village_id
        )
        application = db.session.scalars(changed.order_by(Application.id)).first()
        if application is not None:
            application_id, words = application.id, application.reason
            application.reason = words + "。"
            db.session.commit()
            timed("the set after one change", lambda: made(village_id, round_id))
            db.session.get_one(Application, application_id).reason = words
            db.session.commit()
        folder = SetFolder(key)
        manifest = folder.find_manifest()
        assert manifest is not None
        size_of = timed(
            "sent as one archive", lambda: sum(len(piece) for piece in zipped(folder, manifest.files))
        )
        print(f"    {len(manifest.files)} files, {manifest.pages} pages, {size_of / 1e6:.1f} MB")
        timed(
            "the village book",
            lambda: work.make_book(Unwatched(), village_id=village_id, round_id=round_id, lang="zh"),
        )
        shutil.rmtree(app.extensions["gongshi"].derived / "sets", ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
