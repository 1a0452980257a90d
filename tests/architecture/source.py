"""Reading the project's own source for the tests of its shape. No test stands here."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One Python file: its path from the root, its text, its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def all_nodes(self) -> tuple[ast.AST, ...]:
        """Every node, gathered once: many tests ask for them, and walking a tree takes long."""
        return tuple(ast.walk(self.tree))

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Every node of the given kinds, in no promised order."""
        return (node for node in self.all_nodes if isinstance(node, kinds))

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in self.all_nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def public_functions(self) -> list[ast.FunctionDef]:
        """The functions of the module's top level whose names do not begin with an underscore."""
        return [
            node
            for node in self.tree.body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        ]


@cache
def modules(folder: str) -> tuple[Module, ...]:
    """Every Python file under *folder* (from the root), by path."""
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text)))
    return tuple(found)


def files(folder: str, *suffixes: str) -> list[Path]:
    """Every file under *folder* whose name ends with one of *suffixes*, by path."""
    return sorted(
        path for path in (ROOT / folder).rglob("*") if path.is_file() and path.name.endswith(suffixes)
    )


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body. Decorators, signature and docstring do not count: they are there to be read."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def dotted(node: ast.AST) -> str:
    """``a.b.c`` for a chain of attributes or a name, "" for anything else."""
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else node.attr
    return node.id if isinstance(node, ast.Name) else ""
