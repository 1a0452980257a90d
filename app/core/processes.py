"""Which process this is, so that another one can tell whether it still lives. Linux; elsewhere nobody is ever gone."""

import os
import socket
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_SEPARATOR = "/"


def own_name() -> str:
    """This process's name: machine, run of the machine, number, and the moment it was started (ticks since then).

    No two processes ever have the same one, also when the system gives a number again.
    """
    return _SEPARATOR.join((*_here(), str(os.getpid()), _started(os.getpid()) or ""))


def is_gone(name: str) -> bool:
    """True when the process called *name* (:func:`own_name`) has surely ended; of another machine nobody knows."""
    machine, boot, number, started = (*name.split(_SEPARATOR), "", "", "")[:4]
    here = _here()
    if machine != here[0] or not boot or not here[1] or not number.isdigit():
        return False
    return boot != here[1] or _started(int(number)) != started


def _here() -> tuple[str, str]:
    boot = _BOOT.read_text(encoding="ascii")[:8] if _BOOT.exists() else ""
    return socket.gethostname()[:60].replace(_SEPARATOR, "-"), boot


def _started(number: int) -> str | None:
    """When the process began, in ticks since the machine did; nothing for one that has ended, waited for or not."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    state, *rest = stat.rpartition(")")[2].split()
    return None if state in "ZXx" else rest[18]
