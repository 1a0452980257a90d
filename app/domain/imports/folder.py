"""Uploaded workbooks: bytes under their SHA-256 in a folder of their own, kept only as long as an import needs them.

They hold the full numbers of a whole village: nothing serves them, and they are deleted when the import ends without
being saved. Which folder that is, is set once when the portal starts.
"""

import contextlib
import hashlib
from pathlib import Path

from app.core.files import write_whole

_folder: list[Path] = []


def use_folder(path: Path) -> None:
    """Keep workbooks in *path* from now on."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    _folder[:] = [path]


def path_of(digest: str) -> Path:
    """Where the bytes with this digest lie."""
    if not _folder:
        raise RuntimeError("nobody has said where workbooks are kept")
    return _folder[0] / digest


def keep(data: bytes) -> str:
    """Store *data*, whole or not at all; its digest."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if path.is_file() and path.stat().st_size == len(data):
        return digest
    write_whole(path, data, 0o600)
    return digest


def fetch(digest: str) -> bytes | None:
    """The bytes with this digest; nothing when they are no longer kept."""
    with contextlib.suppress(FileNotFoundError):
        return path_of(digest).read_bytes()
    return None


def forget(digest: str) -> None:
    """Delete the bytes with this digest."""
    path_of(digest).unlink(missing_ok=True)
