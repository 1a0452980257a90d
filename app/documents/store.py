"""Finished papers on disk, under the digest of what they are made from; may be emptied at any time.

The key is made of the paper's content, the version of its template and the language. Nothing here is ever out of
date: what changed has another key. Papers with a secret on them, and papers about one household, are never kept.
"""

import dataclasses
import hashlib
import json
import threading
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import current_app

from app.core.files import write_whole
from app.core.messages import Message
from app.documents import fonts

ROOT = Path(__file__).resolve().parent.parent

# Whoever asks for a paper while it is being made waits for it instead of making it again.
_making = threading.Lock()


def content_digest(paper: Any) -> str:
    """The digest of everything that stands on *paper* (a frozen dataclass of ``papers.py``)."""
    text = json.dumps(dataclasses.asdict(paper), ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache
def template_version() -> str:
    """The digest of all that shapes a paper beside its content: templates, styles, words, code and fonts."""
    digest = hashlib.sha256(f"{version('weasyprint')}\0{fonts.state()}".encode())
    folders = ("templates/documents", "translations/zh", "documents")
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".html", ".css", ".po", ".py"}:
                digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def find(paper: Any, lang: str) -> bytes | None:
    """The bytes of *paper* in *lang* when they are kept already."""
    return _read(path_of(paper, lang))


def kept(paper: Any, *, lang: str, make: Callable[[], bytes]) -> bytes:
    """The bytes of *paper* in *lang*: read from disk when they are there, else made by *make* and kept."""
    path = path_of(paper, lang)
    if (data := _read(path)) is not None:
        return data
    with _making:
        if (data := _read(path)) is not None:
            return data
        data = make()
        _write(path, data)
    return data


def keep(paper: Any, lang: str, data: bytes) -> None:
    """Put *data* down as the bytes of *paper* in *lang*; the same again does no harm."""
    _write(path_of(paper, lang), data)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data, 0o600)


def path_of(paper: Any, lang: str) -> Path:
    """Where the bytes of *paper* in *lang* are kept, whether they are there or not."""
    made_from = f"{type(paper).__name__}\0{content_digest(paper)}\0{template_version()}\0{lang}"
    key = hashlib.sha256(made_from.encode()).hexdigest()
    folder: Path = current_app.extensions["gongshi"].derived / "papers"
    return folder / key[:2] / f"{key}.pdf"


def _plain(value: Any) -> Any:
    return value.as_data() if isinstance(value, Message) else str(value)
