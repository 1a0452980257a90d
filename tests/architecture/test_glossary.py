"""The glossary and the code use the same words: every table has its row, every identifier in a row exists."""

import ast
import re

from tests.architecture.source import ROOT, modules

CODE = re.compile(r"`([A-Z]\w+)(?:\.([A-Z_]+))?`")


def rows() -> list[list[str]]:
    """The cells of every row: Chinese, English, identifier, meaning."""
    lines = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if row[0] != "中文" and not row[0].startswith("---")]


def classes() -> dict[str, ast.ClassDef]:
    known = [*modules("app/core"), *modules("app/domain")]
    return {
        node.name: node for module in known for node in module.all_nodes if isinstance(node, ast.ClassDef)
    }


def members(node: ast.ClassDef) -> set[str]:
    assigned = [target for part in node.body if isinstance(part, ast.Assign) for target in part.targets]
    return {target.id for target in assigned if isinstance(target, ast.Name)}


def test_every_row_is_complete() -> None:
    assert rows()
    assert [row for row in rows() if len(row) != 4 or not all(row)] == []


def test_every_identifier_exists() -> None:
    known = classes()
    missing = []
    for row in rows():
        for name, member in CODE.findall(row[2]):
            if name not in known or (member and member not in members(known[name])):
                missing.append(f"{row[1]}: {name}.{member}".rstrip("."))
    assert missing == []


def test_every_table_of_the_rooms_has_its_word() -> None:
    explained = {name for row in rows() for name, _ in CODE.findall(row[2])}
    tables = {
        node.name
        for module in modules("app/domain")
        if module.path.endswith("/models.py")
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and {"Base", "StrEnum"} & {getattr(b, "id", "") for b in node.bases}
    }
    assert tables - explained == set()


def test_no_word_is_explained_twice() -> None:
    words = [row[0] for row in rows()]
    assert sorted(word for word in set(words) if words.count(word) > 1) == []
