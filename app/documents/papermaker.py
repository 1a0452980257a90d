"""The program of a process that makes papers for :mod:`app.documents.workshop`, asked through a socket.

It has no database, and starts without the front of the application (``app/__init__.py`` would load the whole portal):
half the memory and a third of the time. Whatever goes wrong comes back as an answer, unless it ends the process.
"""

import contextlib
import gc
import os
import pickle
import resource
import signal
import sys
import traceback
from multiprocessing.connection import Connection
from typing import Any

from app.core.errors import DomainError

MADE, FAULT, MEMORY, BROKEN = "made", "fault", "memory", "broken"
#: what Python is told to run: the packages without their fronts, then :func:`main`
PROGRAM = """
import sys, types
root = sys.argv[1]
for name in ("app", "app.documents"):
    package = types.ModuleType(name)
    package.__path__ = [root + "/" + name.replace(".", "/")]
    sys.modules[name] = package
from app.documents import papermaker
papermaker.main(*map(int, sys.argv[2:]))
"""


def main(descriptor: int, megabytes: int, patience: int) -> None:
    """Make one paper after another until nobody asks for *patience* seconds, or whoever asks has gone.

    *descriptor* is that of the socket; no more than *megabytes* of memory are taken.
    """
    _limit(megabytes)
    wire = Connection(descriptor)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while wire.poll(patience):
            wire.send_bytes(_answer(wire.recv_bytes()))
            gc.collect()


def _limit(megabytes: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    os.nice(5)  # readers of pages come first


def _answer(asked: bytes) -> bytes:
    try:
        function, args, kwargs = pickle.loads(asked)  # noqa: S301 - from the process that started this one
        return pickle.dumps((MADE, function(*args, **kwargs)))
    except MemoryError:
        return pickle.dumps((MEMORY,))
    except DomainError as fault:
        return _packed(fault)
    except BaseException:  # the next paper may be fine
        return pickle.dumps((BROKEN, traceback.format_exc()))


def _packed(fault: DomainError) -> bytes:
    """The fault by its parts: exceptions with arguments of their own cannot be built anew from their text."""
    try:
        return pickle.dumps((FAULT, type(fault), fault.args, fault.__dict__))
    except Exception:  # something within it cannot travel
        return pickle.dumps((BROKEN, traceback.format_exc()))


def unpacked(kind: type[DomainError], args: tuple[Any, ...], state: dict[str, Any]) -> DomainError:
    """The fault that :func:`_packed` took apart."""
    fault = kind.__new__(kind)
    fault.args = args
    fault.__dict__.update(state)
    return fault


if __name__ == "__main__":
    sys.exit("started by app/documents/workshop.py")
