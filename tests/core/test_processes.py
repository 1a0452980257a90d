"""Processes by name: one that has ended is known to have, whatever got its number since."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.processes import is_gone, own_name


def test_this_process_lives() -> None:
    assert own_name() == own_name()
    assert not is_gone(own_name())


def test_one_that_has_ended_is_gone_also_before_anybody_asked_how_it_ended() -> None:
    child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
    machine, boot, _number, _started = own_name().split("/")
    stat = Path(f"/proc/{child.pid}/stat").read_text()
    name = f"{machine}/{boot}/{child.pid}/{stat.rpartition(')')[2].split()[19]}"
    assert not is_gone(name)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert is_gone(name)
    child.wait()
    assert is_gone(name)


@pytest.mark.parametrize(
    ("changed", "gone"),
    [
        ({"started": "1"}, True),  # the number was given again
        ({"boot": "00000000"}, True),  # the machine was switched off
        ({"machine": "another"}, False),  # nobody here knows
        ({"number": "x"}, False),
    ],
)
def test_what_can_be_known(changed: dict[str, str], gone: bool) -> None:
    parts = dict(zip(("machine", "boot", "number", "started"), own_name().split("/"), strict=True))
    assert is_gone("/".join({**parts, **changed}.values())) is gone


def test_nonsense_is_not_gone() -> None:
    assert not is_gone("")
