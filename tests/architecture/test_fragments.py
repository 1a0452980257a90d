"""Fragments: every ``fragment=`` names a block of the page's own template that can stand alone and carries its id."""

import ast
import re
from collections.abc import Iterator

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from tests.architecture.source import ROOT, modules

TEMPLATES = ROOT / "app/templates"
ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"], autoescape=True, trim_blocks=True
)


def fragments_in(call: ast.Call) -> list[str]:
    """The names of blocks that a call of ``page`` may answer with."""
    names: list[ast.expr] = []
    for keyword in call.keywords:
        if keyword.arg == "fragment":
            names += [one for one in ast.walk(keyword.value) if isinstance(one, ast.Constant)]
        if keyword.arg == "also" and isinstance(keyword.value, ast.Tuple | ast.List):
            names += keyword.value.elts
    return [one.value for one in names if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def calls() -> Iterator[tuple[str, str, str]]:
    """Where, which template, which block."""
    for module in modules("app/blueprints"):
        for call in module.nodes(ast.Call):
            assert isinstance(call, ast.Call)
            if not (isinstance(call.func, ast.Name) and call.func.id == "page" and call.args):
                continue
            template = call.args[0]
            for name in fragments_in(call):
                where = f"{module.path}:{call.lineno}"
                yield where, template.value if isinstance(template, ast.Constant) else "", name


CALLS = list(calls())


def block_of(template: str, name: str) -> nodes.Block | None:
    """The block *name* as *template* itself writes it."""
    source = (TEMPLATES / template).read_text(encoding="utf-8")
    return next((one for one in ENVIRONMENT.parse(source).find_all(nodes.Block) if one.name == name), None)


@pytest.mark.parametrize(
    ("where", "template", "name"), CALLS, ids=[f"{where} {name}" for where, _t, name in CALLS]
)
def test_a_fragment_is_a_block_that_stands_alone(where: str, template: str, name: str) -> None:
    assert template, "the template of a fragment is written out"
    block = block_of(template, name)
    assert block is not None, f"{template} has no block {name!r}"
    supers = [call for call in block.find_all(nodes.Call) if getattr(call.node, "name", "") == "super"]
    assert not supers, "super() fails in a block rendered alone"
    assert outer_names(template) & used_names(block) == set(), "imported or set outside the block"


@pytest.mark.parametrize(
    ("where", "template", "name"), CALLS, ids=[f"{where} {name}" for where, _t, name in CALLS]
)
def test_a_fragment_carries_its_id(where: str, template: str, name: str) -> None:
    source = (TEMPLATES / template).read_text(encoding="utf-8")
    begin = re.search(rf"\{{%-?\s*block {re.escape(name)}\b.*?%\}}", source)
    assert begin is not None
    inside = source[begin.end() :]
    partial = re.match(r"\s*(?:\{% (?:from|set) .*?%\}\s*)*\{%-? include \"([^\"]+)\"", inside)
    if partial is not None:
        inside = (TEMPLATES / partial[1]).read_text(encoding="utf-8")
    first_tag = re.search(
        r"<[a-z]+\b[^>]*>|\{\{-?\s*(?:form_open|table)\(.*?\}\}|\{% call.*?%\}", inside, re.S
    )
    assert first_tag is not None
    assert re.search(rf"id=[\"']{re.escape(name)}[\"']", first_tag[0]), (
        f"the root of the block has no id {name!r}"
    )


def outer_names(template: str) -> set[str]:
    """Names imported or set at the top level of *template*."""
    tree = ENVIRONMENT.parse((TEMPLATES / template).read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, nodes.FromImport):
            found |= {one if isinstance(one, str) else one[1] for one in node.names}
        elif isinstance(node, nodes.Import):
            found.add(node.target)
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            found.add(node.target.name)
    return found


def used_names(block: nodes.Block) -> set[str]:
    """Names that *block* reads and does not import or set itself."""
    own: set[str] = set()
    for node in block.find_all(nodes.FromImport):
        own |= {one if isinstance(one, str) else one[1] for one in node.names}
    own |= {one.name for one in block.find_all(nodes.Name) if one.ctx == "store"}
    return {one.name for one in block.find_all(nodes.Name) if one.ctx == "load"} - own
