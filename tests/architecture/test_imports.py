"""Who may import whom: the contracts of pyproject.toml, and what they cannot see."""

import ast

import pytest
from importlinter import cli

from tests.architecture.source import Module, modules

FIRST_PARTY = ("app", "tests", "bench")


def test_every_import_contract_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.lint_imports(no_cache=True, no_logo=True)
    assert code == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out


def names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []


def late_imports(module: Module) -> list[str]:
    functions = list(module.functions())
    return [
        f"{module.path}:{function.lineno} {function.name} imports {name}"
        for node in module.nodes(ast.Import, ast.ImportFrom)
        for name in names(node)
        if name.split(".")[0] in FIRST_PARTY
        for function in functions
        if function.lineno <= node.lineno <= (function.end_lineno or function.lineno)
    ]


def test_no_function_imports_our_own_code() -> None:
    late = [fault for folder in FIRST_PARTY for module in modules(folder) for fault in late_imports(module)]
    assert late == [], "an import inside a function hides a circle: move the question to the higher room"


def imported(module: Module) -> set[str]:
    return {name for node in module.nodes(ast.Import, ast.ImportFrom) for name in names(node)}


def room_of(path: str) -> str:
    return path.split("/")[2]


def test_inside_a_room_imports_go_one_way() -> None:
    """rules know only models; models know neither queries nor service; queries do not know the service."""
    forbidden = {
        "rules": ("queries", "service"),
        "models": ("rules", "queries", "service"),
        "queries": ("service",),
    }
    wrong = []
    for module in modules("app/domain"):
        kind = module.path.rsplit("/", 1)[-1].removesuffix(".py")
        if module.path.count("/") != 3 or kind not in forbidden:
            continue
        room = f"app.domain.{room_of(module.path)}"
        upward = {f"{room}.{name}" for name in forbidden[kind]}
        wrong += [f"{module.path} imports {name}" for name in imported(module) & upward]
    assert wrong == []


def test_rules_see_neither_session_nor_clock() -> None:
    blind = {"app.core.db", "app.core.clock"}
    seeing = [m.path for m in modules("app/domain") if m.path.endswith("/rules.py") and imported(m) & blind]
    assert seeing == []
