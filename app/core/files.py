"""Writing a file whole or not at all: what lies under a name is always complete, also after a power cut."""

import os
import secrets
from pathlib import Path


def write_whole(path: Path, data: bytes, mode: int) -> None:
    """Write *data* to *path* with the permissions *mode*: under a temporary name, forced to the disk, renamed."""
    draft = path.with_name(f".{path.name[:16]}-{secrets.token_hex(8)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync_directory(path.parent)


def _sync_directory(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
