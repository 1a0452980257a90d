"""The uploads folder: bytes under their SHA-256, each stored once, whole or not at all.

Which folder that is, is set once when the portal starts. A file is written under a temporary name, forced to the
disk and then renamed, so that a file under its digest is always complete.
"""

import hashlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

from app.core.files import write_whole

A_DAY = 24 * 3600.0
_folder: list[Path] = []


def use_folder(path: Path) -> None:
    """Keep files in *path* from now on."""
    path.mkdir(parents=True, exist_ok=True)
    _folder[:] = [path]


def path_of(digest: str) -> Path:
    """Where the bytes with this digest lie."""
    if not _folder:
        raise RuntimeError("nobody has said where uploads are kept")
    return _folder[0] / digest[:2] / digest


def keep(data: bytes) -> str:
    """Store *data*; its digest. Bytes that are there already are not written again."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if path.is_file() and path.stat().st_size == len(data):
        os.utime(path)  # it is wanted again: drop() leaves it alone
        return digest
    path.parent.mkdir(exist_ok=True)
    write_whole(path, data, 0o640)
    return digest


def drop(digests: Iterable[str]) -> None:
    """Delete the bytes with these digests, which no record has any more, but none that were kept within the last day.

    Such a file may be about to get a record again, in a transaction that is still open.
    """
    for path in map(path_of, digests):
        if path.is_file() and path.stat().st_mtime < time.time() - A_DAY:
            path.unlink(missing_ok=True)
