"""Uploaded files while they wait to be read: the only place where a department's numbers lie, and only until then.

Apart from all that is served, readable by the portal alone, deleted as soon as the file was read, refused or given up.
Which folder that is, is set once when the portal starts.
"""

import hashlib
import secrets
from pathlib import Path
from typing import IO

_folder: list[Path] = []
_BLOCK = 1 << 20


def use_folder(path: Path) -> None:
    """Keep uploaded files in *path* from now on."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    _folder[:] = [path]


def path_of(digest: str) -> Path:
    """Where the file with this digest lies, if it still does."""
    if not _folder:
        raise RuntimeError("nobody has said where comparison files wait")
    return _folder[0] / digest


def keep(stream: IO[bytes]) -> str:
    """Copy *stream* piece by piece; the digest of its bytes."""
    digest, draft = hashlib.sha256(), path_of(f".{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    with draft.open("wb") as file:
        while block := stream.read(_BLOCK):
            digest.update(block)
            file.write(block)
    name = digest.hexdigest()
    draft.replace(path_of(name))
    return name


def digest_of(path: Path) -> str:
    """The digest of a file that lies elsewhere."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def forget(digest: str) -> None:
    """Delete the file with this digest."""
    path_of(digest).unlink(missing_ok=True)
