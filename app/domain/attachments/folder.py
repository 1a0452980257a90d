"""The uploads folder: bytes under their SHA-256, each stored once, whole or not at all.

Which folder that is, is set once when the portal starts. A file is written under a temporary name, forced to the
disk and then renamed, so that a file under its digest is always complete.
"""

import hashlib
import os
import secrets
from pathlib import Path

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
        return digest
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f".{digest[:16]}-{secrets.token_hex(8)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o640)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync_directory(path.parent)
    return digest


def _sync_directory(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
