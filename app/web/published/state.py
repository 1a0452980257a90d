"""What processes tell each other about the published pages: a counter of changes, and who is changing just now.

All of it is written under the store's lock. Nothing is forced to the disk: after a power cut everything
published is forgotten.
"""

import itertools
import json
import os
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

#: stands for every page
EVERYTHING = "everything"
#: how long a marker of another machine is believed (its processes cannot be seen from here)
FOREIGN_SECONDS = 900.0
_numbers = itertools.count(1)
_HOST = socket.gethostname().replace("-", "_").replace("/", "_")


@dataclass
class State:
    """*changes* counts every change; *last* has its value at the last change of each tag."""

    build: str = ""
    claimed_at: float = 0.0
    changes: int = field(default_factory=time.time_ns)
    last: dict[str, int] = field(default_factory=dict)
    day: str = ""
    placed: int = 0

    def bump(self, tags: Iterable[str]) -> None:
        """Count a change of *tags*."""
        self.changes += 1
        for tag in tags:
            self.last[tag] = self.changes
        if EVERYTHING in self.last:
            everything = self.last[EVERYTHING]
            self.last = {tag: when for tag, when in self.last.items() if when >= everything}

    def changed_since(self, noted: int, tags: Iterable[str]) -> bool:
        """True when one of *tags* changed after *changes* was *noted*."""
        return any(self.last.get(tag, 0) > noted for tag in (*tags, EVERYTHING))


def read_state(path: Path) -> State | None:
    """The state as it lies there; none when there is none, or it cannot be understood."""
    try:
        return State(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def write_state(path: Path, state: State) -> None:
    """Replace the state; whoever reads meanwhile sees the old one or the new one."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(asdict(state)), encoding="ascii")
    draft.replace(path)


@dataclass(frozen=True)
class Marker:
    """Somebody is about to commit changes of *tags*."""

    path: Path
    tags: frozenset[str]

    def concerns(self, tags: frozenset[str]) -> bool:
        """True when a page with *tags* may be changed by it."""
        return EVERYTHING in self.tags or not self.tags.isdisjoint(tags)


def set_marker(folder: Path, tags: frozenset[str]) -> Marker:
    """Tell the others that this process is about to commit changes of *tags*."""
    pid = os.getpid()
    path = folder / f"{_HOST}-{pid}-{_started(pid)}-{next(_numbers)}"
    path.write_text("\n".join(sorted(tags)), encoding="ascii")
    return Marker(path, tags)


def markers(folder: Path) -> Iterator[tuple[Marker, bool]]:
    """Every marker, and whether its process still runs."""
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            tags = frozenset(path.read_text(encoding="ascii").split()) or frozenset({EVERYTHING})
            yield Marker(path, tags), _is_alive(path)


def _is_alive(path: Path) -> bool:
    host, _, rest = path.name.partition("-")
    if host != _HOST:
        return time.time() - path.stat().st_mtime < FOREIGN_SECONDS
    pid, started, _number = rest.split("-")
    return _started(int(pid)) == started


def _started(pid: int) -> str:
    """When a process began, in the kernel's count, so that a number given again is not mistaken; "" when it is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in (b"Z", b"X") else fields[19].decode()
