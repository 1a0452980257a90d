"""What ``setup.sh`` finds missing, what it says to whoever may not install it, and when it has nothing to do."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


class Machine:
    """A machine as the script sees it: commands of our making stand before the real ones."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.venv = folder / "venv"
        self.log = folder / "log"
        self.folder = folder

    def command(self, name: str, body: str = "exit 0") -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def sh(self, script: str) -> subprocess.CompletedProcess[str]:
        before = f'. "{ROOT}/setup.sh"; VENV="{self.venv}"; PYTHON="$VENV/bin/python"; '
        return subprocess.run(
            ["/bin/sh", "-euc", before + script],
            cwd=self.folder,
            env={
                "PATH": f"{self.bin}:/usr/bin:/bin",
                "HOME": str(self.folder),
                "SYSTEM_PYTHON": str(self.folder / "system-python"),
            },
            capture_output=True,
            check=False,
            text=True,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine that has everything and whose user may install nothing."""
    made = Machine(tmp_path)
    libraries = "libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0"
    made.command("ldconfig", f"printf '%s\\n' {libraries}")
    made.command("fc-list", "echo 'Noto Serif CJK SC'")
    made.command("python3")
    made.command("id", "echo 1000")
    made.command("sudo", "exit 1")
    made.command("apt-get", f'echo "$@" >>"{made.log}"')
    return made


def test_a_complete_machine_misses_nothing(machine: Machine) -> None:
    assert machine.sh("missing_for_running").stdout == ""


def test_a_machine_without_chinese_fonts_misses_the_font(machine: Machine) -> None:
    machine.command("fc-list", "exit 0")
    assert machine.sh("missing_for_running").stdout == "fonts-noto-cjk\n"


def test_libraries_are_asked_for_by_name(machine: Machine) -> None:
    machine.command("ldconfig", "echo libpangoft2-1.0.so.0")
    assert machine.sh("missing_for_running").stdout.split() == ["libpango-1.0-0", "libharfbuzz-subset0"]


def test_who_may_not_install_is_told_the_command(machine: Machine) -> None:
    machine.command("fc-list", "exit 0")
    answer = machine.sh("ensure_system")
    assert answer.returncode == 1
    assert (
        "sudo apt-get update && sudo apt-get install --no-install-recommends fonts-noto-cjk" in answer.stderr
    )
    assert not machine.log.exists(), "nothing was tried"


def test_root_installs_exactly_what_is_missing(machine: Machine) -> None:
    machine.command("fc-list", "exit 0")
    machine.command("id", "echo 0")
    assert machine.sh("ensure_system").returncode == 0
    update, install = machine.log.read_text(encoding="utf-8").splitlines()
    assert update.endswith(" update")
    assert install.endswith(" install fonts-noto-cjk fonts-hanazono")


def test_what_is_only_welcome_never_stands_in_the_way(machine: Machine) -> None:
    machine.command("fc-list", "exit 0")
    machine.command("id", "echo 0")
    machine.command("apt-get", 'case "$*" in *hanazono*) exit 100;; esac; echo "$@" >>log')
    assert machine.sh("ensure_system").returncode == 0
    machine.command("fc-list", "echo Some Font")
    assert machine.sh("welcome_for_papers").stdout == ""


def test_a_refused_installation_says_what_to_type(machine: Machine) -> None:
    machine.command("fc-list", "exit 0")
    machine.command("id", "echo 0")
    machine.command("apt-get", "echo 'E: no such package'; exit 100")
    answer = machine.sh("ensure_system")
    assert answer.returncode == 1
    assert "E: no such package" in answer.stderr
    assert "sudo apt-get install" in answer.stderr


def test_an_old_python_is_named(machine: Machine) -> None:
    machine.command("python3", 'test "$1" = --version && echo "Python 3.10.12" || exit 1')
    for newer in ("python3.11", "python3.12", "python3.13", "python3.14"):
        machine.command(newer, "exit 1")
    answer = machine.sh("make_venv")
    assert answer.returncode == 1
    assert "Python 3.11 or newer is needed; this machine has Python 3.10.12" in answer.stderr


def test_packages_are_installed_once_and_again_when_the_list_changes(machine: Machine) -> None:
    listed = machine.folder / "requirements.txt"
    listed.write_text("one==1\n", encoding="utf-8")
    (machine.venv / "bin").mkdir(parents=True)
    python = machine.venv / "bin" / "python"
    python.write_text(
        f'#!/bin/sh\ncase "$*" in *pip*install*) echo "$@" >>"{machine.log}";; esac\n', encoding="utf-8"
    )
    python.chmod(0o755)

    def installations() -> int:
        assert machine.sh("ensure_requirements requirements.txt").returncode == 0
        return len(machine.log.read_text(encoding="utf-8").splitlines())

    assert [installations(), installations()] == [1, 1]
    listed.write_text("one==2\n", encoding="utf-8")
    assert [installations(), installations()] == [2, 2]


def test_the_python_of_the_distribution_goes_first_where_it_can_make_an_environment(machine: Machine) -> None:
    assert machine.sh("find_python venv").stdout == f"{machine.bin}/python3\n"
    own = machine.folder / "system-python"
    own.write_text("#!/bin/sh\ncase $2 in *venv*) exit 1;; esac\n", encoding="utf-8")
    own.chmod(0o755)
    assert machine.sh("find_python").stdout == f"{own}\n"
    assert machine.sh("find_python venv").stdout == f"{machine.bin}/python3\n"
    own.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    assert machine.sh("find_python venv").stdout == f"{own}\n"
