"""Things that only one place may do, because the rest of the house relies on it being the only one."""

import ast

from tests.architecture.source import Module, dotted, files, modules

MAY_COMMIT = {"app/web/portal.py", "app/core/db.py"}
MAY_ASSIGN_STATE = {"app/core/machine.py"}
MAY_IMPORT_WEASYPRINT = {"app/documents/render.py"}
MAY_SPELL_HTMX_HEADERS = {"app/web/htmx.py", "app/web/pages.py"}

# A ``state`` or ``status`` that is moved by no procedure: path -> what it is.
STATES_WITHOUT_PROCEDURE: dict[str, str] = {}


def test_only_the_portal_and_the_unit_of_work_commit() -> None:
    committing = {
        module.path
        for module in modules("app")
        for node in module.nodes(ast.Call)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    }
    assert committing <= MAY_COMMIT


def targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    if isinstance(node, ast.AugAssign | ast.AnnAssign):
        return [node.target]
    return []


def assignments_of_state(module: Module) -> list[str]:
    """``x.state = ...`` and ``x.status = ...``, also by way of setattr or of ``self``."""
    found = [
        f"{module.path}:{node.lineno} {dotted(target)}"
        for node in module.all_nodes
        for target in targets(node)
        if isinstance(target, ast.Attribute) and target.attr in {"state", "status"}
    ]
    found += [
        f"{module.path}:{node.lineno} setattr"
        for node in module.all_nodes
        if isinstance(node, ast.Call)
        and dotted(node.func) == "setattr"
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
        and node.args[1].value in {"state", "status"}
    ]
    return found


def test_only_the_machine_moves_a_subject_to_another_state() -> None:
    assigning = [
        fault
        for module in modules("app")
        if module.path not in MAY_ASSIGN_STATE | set(STATES_WITHOUT_PROCEDURE)
        for fault in assignments_of_state(module)
    ]
    assert assigning == []


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_only_the_renderer_imports_weasyprint() -> None:
    importing = {
        module.path
        for module in modules("app")
        for node in module.all_nodes
        for name in imported(node)
        if name.split(".")[0] == "weasyprint"
    }
    assert importing <= MAY_IMPORT_WEASYPRINT


def test_the_headers_of_htmx_are_spelled_in_one_place() -> None:
    spelling = {
        module.path
        for module in modules("app")
        for node in module.nodes(ast.Constant)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("HX-")
    }
    assert spelling <= MAY_SPELL_HTMX_HEADERS


def test_no_template_carries_style_or_script_of_its_own() -> None:
    """The content security policy would refuse it; the paper's templates carry their style on purpose."""
    offending = [
        path.as_posix()
        for path in files("app/templates", ".html")
        if "/documents/" not in path.as_posix()
        for text in [path.read_text(encoding="utf-8")]
        if ' style="' in text or " onclick=" in text or " hx-" in text
    ]
    assert offending == []
