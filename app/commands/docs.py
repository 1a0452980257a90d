"""``flask docs``: the two pages under ``docs/`` that are written by the program from its own tables.

The procedures come from the machines, the permissions from the role table; a test fails when a page no longer says
what the code does. Pages written by hand are not touched.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from app import domain
from app.core.machine import Machine, Step
from app.core.permissions import ROLE_PERMISSIONS, Permission, Role

FOLDER = Path(__file__).resolve().parents[2] / "docs"
WRITTEN = "<!-- Written by `flask docs write` from the tables in the code; do not edit. -->"

#: the order in which a reader meets the procedures, and what they are about; others follow by name
TITLES = {
    "help_request": "A household's own request",
    "application": "An application",
    "meeting": "A review meeting's record",
    "identification": "The candidate list",
    "exit": "A list of exits",
    "objection": "An objection",
    "second_look": "A second look at an objection",
    "project": "A project",
    "poor_village": "A poor village",
    "watch": "A household at risk",
    "article": "An article",
    "round": "A round",
}


def procedures() -> list[Machine]:
    """Every machine that stands at the top of a module of the rooms."""
    found: dict[str, Machine] = {}
    for module in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        values = vars(importlib.import_module(module.name)).values()
        found |= {value.name: value for value in values if isinstance(value, Machine)}
    known = [name for name in TITLES if name in found]
    return [found[name] for name in (*known, *sorted(set(found) - set(known)))]


def first_sentence(function: Callable[..., object]) -> str:
    """The first line of a guard's or an effect's docstring, else its name in words.

    Where the docstring names what the function was made for (``*level*``), that stands in its place.
    """
    lines = (function.__doc__ or "").strip().splitlines()
    if not lines:
        return str(getattr(function, "__name__", function)).strip("_").replace("_", " ").capitalize()
    made_for = getattr(function, "__dict__", {})
    sentence = re.sub(r"\*(\w+)\*", lambda match: str(made_for.get(match[1], match[1])), lines[0])
    return sentence.rstrip(".").replace("_", " ")


def holders(permission: Permission) -> str:
    """The roles that hold *permission*."""
    return ", ".join(role.label for role in Role if permission in ROLE_PERMISSIONS[role])


def diagram(machine: Machine) -> list[str]:
    """The procedure as a picture that most readers of Markdown draw."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {_word(machine.initial)}"]
    for state, label in machine.states.items():
        lines.append(f"    {_word(state)}: {label}")
    for step in machine.steps:
        lines += [f"    {_word(source)} --> {_word(step.target)}: {step.label}" for source in step.sources]
    return [*lines, "```"]


def row(machine: Machine, step: Step) -> str:
    """One step as a line of the table."""
    needs = [first_sentence(guard) for guard in step.guards] + (["A reason"] if step.needs_reason else [])
    cells = (
        f"{step.label} (`{step.name}`)",
        " · ".join(machine.states[source] for source in step.sources),
        machine.states[step.target],
        holders(step.permission),
        " · ".join(needs) or "–",
        " · ".join(first_sentence(effect) for effect in step.effects) or "–",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def workflow_page() -> str:
    """Every procedure: picture and table."""
    lines = [
        "# Procedures",
        "",
        WRITTEN,
        "",
        "A step is offered to whoever holds its permission over the subject's area. It is blocked, with all its "
        "reasons, while something that it needs is missing. Days, quorums and samples come from the round's policy.",
    ]
    for machine in procedures():
        title = TITLES.get(machine.name, machine.name.replace("_", " ").capitalize())
        lines += ["", f"## {title}", "", *diagram(machine), ""]
        lines += ["| step | from | to | who | needs | does |", "|---|---|---|---|---|---|"]
        lines += [row(machine, step) for step in machine.steps]
    return "\n".join(lines) + "\n"


def permissions_page() -> str:
    """Role by permission. A role is held at an area and reaches what lies below it."""
    roles = list(Role)
    lines = [
        "# Permissions",
        "",
        WRITTEN,
        "",
        "A role is held at an area and reaches everything that lies below it. Whoever visited, chaired or reviewed a "
        "household at one level does not decide on it at the next, whatever the role says. Public pages need no role.",
        "",
        "| permission | " + " | ".join(role.label for role in roles) + " |",
        "|---|" + ":-:|" * len(roles),
    ]
    for permission in Permission:
        marks = ("●" if permission in ROLE_PERMISSIONS[role] else "" for role in roles)
        lines.append(f"| `{permission.value}` | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {"workflow.md": workflow_page, "permissions.md": permissions_page}

docs = AppGroup("docs", help="The pages under docs/ that the program writes itself.")


@docs.command("write")
def write() -> None:
    """Write the generated pages anew."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
        click.echo(f"docs/{name}")


def register(app: Flask) -> None:
    """Add the group to *app*."""
    app.cli.add_command(docs)


def _word(state: str) -> str:
    return str(state).replace("-", "_")
