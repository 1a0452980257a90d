"""The repository stands on its own: nothing in it points outside it, and it is complete as it is cloned."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
THIS = Path(__file__).name
# Folders of a maker's own machine; none of them may be named in anything that is handed on.
OUTSIDE = re.compile(r"\.\./shared\b|(?<![\w.\-/])/(work|farm)/|(?<![\w.\-/])/(home|root|Users)/\w")


def versioned() -> list[Path]:
    """The files under version control, or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607 - git from the path
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    if listed.returncode:
        pytest.skip("no git here: the list of files is not known")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_place_outside_the_repository() -> None:
    pointing = []
    for path in versioned():
        if path.name == THIS:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        pointing += [f"{path.relative_to(ROOT)}: {match[0]}" for match in OUTSIDE.finditer(text)]
    assert pointing == []


@pytest.mark.parametrize("name", ["run", "test", ".ci/run"])
def test_the_commands_can_be_executed(name: str) -> None:
    path = ROOT / name
    assert os.access(path, os.X_OK), f"chmod +x {name}"
    assert path.read_text(encoding="utf-8").startswith("#!/bin/sh\n")


@pytest.mark.parametrize("name", ["run", "test", ".ci/run", "setup.sh"])
def test_the_commands_are_plain_sh(name: str) -> None:
    subprocess.run(["/bin/sh", "-n", str(ROOT / name)], check=True)


def test_the_readme_leads_to_every_page() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))
    assert [page for page in pages if f"({page})" not in readme] == []


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        near = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
        broken += [f"{page.name} -> {target}" for target in near if not (page.parent / target).exists()]
    assert broken == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_exact(name: str) -> None:
    lines = [line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    asked = [line for line in lines if line and not line.startswith("-r ")]
    assert [line for line in asked if not re.fullmatch(r"\S+==\S+", line)] == []


def test_data_of_an_installation_is_not_versioned() -> None:
    instance = ROOT / "instance"
    assert {path.name for path in versioned() if path.is_relative_to(instance)} <= {".gitkeep"}
