"""Papers that were refused while nobody waited (a batch, a job), kept for a week so that somebody can look at them.

Their bytes are never handed out: only their pages as pictures, with the places marked. They may be deleted at any time.
"""

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app

from app.core import clock
from app.core.files import write_whole
from app.core.messages import Message
from app.core.permissions import Permission
from app.documents.faults import NotFitToPrint
from app.documents.preflight.report import Box, Check, Finding, Report

KEPT = dt.timedelta(days=7)
_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Refused:
    """A paper that was put down: for whoever holds *needs* over *area_path*."""

    report: Report
    data: bytes
    area_path: str
    needs: Permission


def keep(fault: NotFitToPrint, *, area_path: str, needs: Permission) -> str:
    """Put the refused paper down, and take away old ones. Gives its key: the digest of its bytes and of its readers."""
    key = hashlib.sha256(f"{needs}\0{area_path}\0".encode() + fault.data).hexdigest()
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{key}.pdf", fault.data, 0o600)
    kept = {**_as_data(fault.report), "area_path": area_path, "needs": needs.value}
    write_whole(folder / f"{key}.json", json.dumps(kept, ensure_ascii=False).encode(), 0o600)
    prune()
    return key


def find(key: str) -> Refused | None:
    """The refused paper of *key*; nothing when it was never kept, or is gone."""
    if not _KEY.fullmatch(key):
        return None
    try:
        kept = json.loads((_folder() / f"{key}.json").read_text(encoding="utf-8"))
        data = (_folder() / f"{key}.pdf").read_bytes()
        return Refused(_from_data(kept), data, kept["area_path"], Permission(kept["needs"]))
    except (FileNotFoundError, ValueError, KeyError):
        return None


def prune() -> None:
    """Delete what was put down longer ago than :data:`KEPT`."""
    for path in _folder().glob("*"):
        at = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)
        if clock.now() - at > KEPT:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    folder: Path = current_app.extensions["gongshi"].derived
    return folder / "refused"


def _as_data(report: Report) -> dict[str, Any]:
    return {
        "pages": report.pages,
        "findings": [
            {
                "check": one.check.value,
                "page": one.page,
                "box": one.box,
                "message": one.message.as_data(),
                "remedy": one.remedy.as_data(),
            }
            for one in report.findings
        ],
    }


def _from_data(data: dict[str, Any]) -> Report:
    findings = tuple(
        Finding(
            Check(one["check"]),
            Message.from_data(one["message"]),
            Message.from_data(one["remedy"]),
            one["page"],
            Box(*one["box"]) if one["box"] else None,
        )
        for one in data["findings"]
    )
    return Report(findings, data["pages"])
