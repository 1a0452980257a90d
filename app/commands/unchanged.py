"""Is there anything to prepare? Asked by ``./run`` as a script, before the portal itself is loaded.

Imports nothing of ours on purpose: that makes a second start quick. Ends with 0, and the welcome of the last
start, when the tables are up to date and the port is free; with 1 in every other case and in every doubt, and then
``flask prepare`` does its work and does the talking. PostgreSQL is always left to it.
"""

import os
import re
import socket
import sqlite3
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WELCOME = "derived/welcome.txt"
PUBLISHED = "published/state.json"
ADDRESS = "@ADDRESS@"
REVISION = re.compile(r"^(revision|down_revision)\b[^=]*=\s*(.+)$", re.MULTILINE)


def newest_revisions(folder: Path) -> set[str]:
    """The revisions that no other one follows."""
    own: set[str] = set()
    followed: set[str] = set()
    for path in folder.glob("*.py"):
        for name, value in REVISION.findall(path.read_text(encoding="utf-8")):
            found = set(re.findall(r"[\"']([^\"']+)[\"']", value))
            (own if name == "revision" else followed).update(found)
    return own - followed


def stored_revisions(database: Path) -> set[str]:
    """The revisions that the database says it has."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=2)
    try:
        return {row[0] for row in connection.execute("SELECT version_num FROM alembic_version")}
    finally:
        connection.close()


def is_free(host: str, port: int) -> bool:
    """True when nothing listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def address(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://{shown}:{port}/"


def main(host: str, port: str) -> int:
    """0 after saying the welcome again, 1 when ``flask prepare`` is needed."""
    if os.environ.get("DATABASE_URL"):
        return 1
    instance = Path(os.environ.get("GONGSHI_INSTANCE") or ROOT / "instance")
    try:
        welcome = (instance / WELCOME).read_text(encoding="utf-8")
        newest = newest_revisions(ROOT / "migrations" / "versions")
        if not newest or stored_revisions(instance / "gongshi.sqlite3") != newest:
            return 1
        if not is_free(host, int(port)):
            return 1
        (instance / PUBLISHED).unlink(missing_ok=True)  # so that pages of an earlier start are rendered anew
    except (OSError, ValueError, OverflowError, sqlite3.Error):
        return 1
    sys.stdout.write(welcome.replace(ADDRESS, address(host, int(port))))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
