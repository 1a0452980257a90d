"""Finished files of a village that are kept for downloading: its dossiers, its book.

Each set lies in a folder of its own among the derived files: one PDF under the digest of its content, and a manifest
that names them. A set that is put together anew takes what is there already, also after an interruption; what no
manifest names any more is deleted, and whole sets after :data:`KEPT`.
"""

import datetime as dt
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from flask import current_app

from app.core import clock
from app.core.files import write_whole
from app.documents import store
from app.documents.bound_papers import BoundPaper

KEPT = dt.timedelta(days=30)
PIECE = 256 * 1024


@dataclass(frozen=True)
class Filed:
    """One finished file: its name for whoever downloads it, the key under which it lies, its pages."""

    name: str
    key: str
    pages: int


@dataclass(frozen=True)
class Manifest:
    """A finished set. *lacking* are households whose file could not be made."""

    made_at: str
    made_by: str
    files: tuple[Filed, ...]
    complete: int = 0
    lacking: tuple[str, ...] = ()
    #: what the one who had it made keeps with it, for JSON
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return sum(one.pages for one in self.files)

    @property
    def when(self) -> dt.datetime:
        """The instant at which it was finished."""
        return dt.datetime.fromisoformat(self.made_at)


class SetFolder:
    """The folder of one set. *name* is made of codes only, such as ``book-520581107202-2014-zh``."""

    def __init__(self, name: str) -> None:
        self.path: Path = _root() / name

    def key_of(self, paper: BoundPaper, lang: str) -> str:
        """The key of a paper: what stands on it, how papers are set now, the language."""
        made_from = f"{store.content_digest(paper)}\0{store.template_version()}\0{lang}"
        return hashlib.sha256(made_from.encode()).hexdigest()

    def find(self, key: str) -> int | None:
        """The pages of the file of *key*, or nothing when it has not been made yet."""
        for path in self.path.glob(f"{key}-*.pdf"):
            return int(path.stem.rpartition("-")[2])
        return None

    def keep(self, key: str, data: bytes, pages: int) -> None:
        """Put a finished file down."""
        self.path.mkdir(parents=True, exist_ok=True)
        write_whole(self.path / f"{key}-{pages}.pdf", data, 0o600)

    def path_of(self, filed: Filed) -> Path:
        """Where a file of the manifest lies."""
        return self.path / f"{filed.key}-{filed.pages}.pdf"

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest; delete what it does not name, and sets that nobody made anew for long."""
        self.path.mkdir(parents=True, exist_ok=True)
        write_whole(self.path / "manifest.json", json.dumps(asdict(manifest)).encode(), 0o600)
        named = {self.path_of(one).name for one in manifest.files}
        for path in self.path.glob("*.pdf"):
            if path.name not in named:
                path.unlink(missing_ok=True)
        prune()

    def find_manifest(self) -> Manifest | None:
        """The set as it was finished last, when all its files are still there."""
        try:
            data = json.loads((self.path / "manifest.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        files = tuple(Filed(**one) for one in data["files"])
        found = Manifest(
            data["made_at"],
            data["made_by"],
            files,
            data.get("complete", 0),
            tuple(data.get("lacking", ())),
            data.get("details", {}),
        )
        return found if all(self.path_of(one).is_file() for one in files) else None

    def count_made(self) -> int:
        """How many files lie here, finished set or not."""
        return sum(1 for _path in self.path.glob("*.pdf"))


def prune() -> None:
    """Delete sets that were finished longer ago than :data:`KEPT`."""
    for path in _root().glob("*/manifest.json"):
        at = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)
        if clock.now() - at > KEPT:
            shutil.rmtree(path.parent, ignore_errors=True)


def zipped(folder: SetFolder, files: Sequence[Filed]) -> Iterator[bytes]:
    """The files as one archive, piece by piece: no more than a piece is ever in memory."""
    pieces = _Pieces()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_STORED) as archive:
        for filed in files:
            info = zipfile.ZipInfo(filed.name, clock.local(clock.now()).timetuple()[:6])
            with folder.path_of(filed).open("rb") as source, archive.open(info, "w") as target:
                while piece := source.read(PIECE):
                    target.write(piece)
                    yield from pieces.taken()
    yield from pieces.taken()


class _Pieces(io.RawIOBase):
    """A file that can only be written on, and hands out what was written."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]  # whatever the archive hands over is bytes-like
        self._waiting.append(piece)
        return len(piece)

    def taken(self) -> list[bytes]:
        """What was written since it was last asked."""
        waiting, self._waiting = self._waiting, []
        return waiting


def _root() -> Path:
    folder: Path = current_app.extensions["gongshi"].derived
    return folder / "sets"
