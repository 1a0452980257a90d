"""What the pages for everybody send is understood by an engine of 2016 (Chromium 53, as in the WebViews of that year).

Style: whatever such an engine does not know must not decide where things stand; a few properties may be missing
without harm and are named. Script: the language of 2009 (ECMAScript 5), and nothing of the later libraries.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import esprima
import pytest
import tinycss2

from app.commands.plain_chinese import templates_for_everybody
from app.web.inline import SHEETS
from tests.architecture.source import ROOT

STATIC = ROOT / "app" / "static"
#: properties younger than the floor that may fail without harm: the page is then a little plainer
HARMLESS = frozenset(
    {
        "accent-color",
        "color-scheme",
        "font-display",
        "hyphens",
        "overscroll-behavior",
        "text-decoration-thickness",
        "text-size-adjust",
        "text-underline-offset",
        "text-wrap",
    }
)
#: properties younger than the floor that decide where things stand
TOO_YOUNG = re.compile(
    r"^(gap|row-gap|column-gap|grid.*|inset.*|aspect-ratio|place-.*|(margin|padding|border)-(inline|block).*|inline-size"
    r"|block-size|container.*|contain.*|scroll-margin.*|scroll-padding.*|translate|rotate|scale|backdrop-filter)$"
)
YOUNG_VALUES = re.compile(
    r"\b(clamp|min|max|env|color-mix|oklch|lab|lch|fit-content)\(|\b(grid|inline-grid|flow-root|contents|anywhere|dvh|svh"
    r"|lvh)\b|\d(dvh|svh|lvh|cqw|lh)\b"
)
YOUNG_SELECTORS = re.compile(r":(is|where|has|focus-visible|focus-within|any-link|modal|dir)\b|:not\([^)]*,")
YOUNG_RULES = frozenset({"container", "layer", "property", "scope", "starting-style", "view-transition"})
#: kinds of nodes that only a later ECMAScript has
YOUNG_NODES = frozenset(
    {
        "ArrowFunctionExpression",
        "AwaitExpression",
        "ClassDeclaration",
        "ClassExpression",
        "ForOfStatement",
        "ImportDeclaration",
        "ExportNamedDeclaration",
        "ObjectPattern",
        "ArrayPattern",
        "RestElement",
        "SpreadElement",
        "TaggedTemplateExpression",
        "TemplateLiteral",
        "YieldExpression",
    }
)
#: names that such an engine does not have; a script may use one only where it asks first (``window.name``)
YOUNG_NAMES = frozenset(
    {
        "AbortController",
        "BigInt",
        "FormData.prototype.entries",
        "IntersectionObserver",
        "Map",
        "Promise",
        "Proxy",
        "ResizeObserver",
        "Set",
        "Symbol",
        "URL",
        "URLSearchParams",
        "WeakMap",
        "fetch",
        "globalThis",
        "queueMicrotask",
        "structuredClone",
    }
)
YOUNG_METHODS = frozenset(
    {
        "allSettled",
        "append",
        "at",
        "entries",
        "finally",
        "flat",
        "flatMap",
        "fromEntries",
        "matchAll",
        "padEnd",
        "padStart",
        "prepend",
        "replaceAll",
        "replaceChildren",
        "replaceWith",
        "toSorted",
        "values",
    }
)


@cache
def templates() -> list[tuple[str, str]]:
    """Names and texts of the templates that everybody is shown. Finding them takes long."""
    return [(name, (ROOT / name).read_text(encoding="utf-8")) for name in templates_for_everybody()]


def files_for_everybody(kind: str) -> list[Path]:
    """The style sheets or scripts that the pages for everybody name, and those within them."""
    named = re.compile(rf"""asset\(['"]({kind}/[\w.-]+)['"]\)""")
    found = {f"css/{name}.css" for name in SHEETS} if kind == "css" else set()
    for template, text in templates():
        if not template.endswith("layouts/base.html"):
            found |= set(named.findall(text))
    return sorted(STATIC / name for name in found)


def faults_of_style(text: str) -> list[str]:
    """What of a style sheet an old engine would stumble over."""
    return list(_of_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)))


def _of_rules(rules: list[tinycss2.ast.Node]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "at-rule":
            if rule.at_keyword in YOUNG_RULES:
                yield f"line {rule.source_line}: @{rule.at_keyword}"
            if rule.content and rule.at_keyword in ("media", "supports"):
                yield from _of_rules(tinycss2.parse_rule_list(rule.content, True, True))
        elif rule.type == "qualified-rule":
            selector = tinycss2.serialize(rule.prelude)
            if YOUNG_SELECTORS.search(selector):
                yield f"line {rule.source_line}: {selector.strip()}"
            for declared in tinycss2.parse_blocks_contents(rule.content, True, True):
                if declared.type == "declaration":
                    yield from _of_declaration(declared)


def _of_declaration(declared: tinycss2.ast.Declaration) -> Iterator[str]:
    if declared.lower_name in HARMLESS:
        return
    value = tinycss2.serialize(declared.value)
    if TOO_YOUNG.match(declared.lower_name) or YOUNG_VALUES.search(value):
        yield f"line {declared.source_line}: {declared.name}:{value}"


def faults_of_script(text: str) -> list[str]:
    """What of a script an old engine would stumble over."""
    found: list[str] = []

    def look(node: esprima.nodes.Node, meta: object) -> None:
        line = node.loc.start.line if node.loc else 0
        if node.type in YOUNG_NODES or (node.type == "VariableDeclaration" and node.kind != "var"):
            found.append(f"line {line}: {node.type} {getattr(node, 'kind', '') or ''}".strip())
        if node.type == "Property" and (node.shorthand or node.method or node.computed):
            found.append(f"line {line}: a short property")
        if node.type in ("CallExpression", "NewExpression"):
            name = node.callee.name or (node.callee.property.name if node.callee.property else None)
            if name == "append" and getattr(node.callee.object, "name", "") == "formData":
                return  # a FormData's own is as old as it is
            if name in (YOUNG_METHODS if node.callee.property else YOUNG_NAMES):
                found.append(f"line {line}: {name}")

    esprima.parseScript(text, {"loc": True}, look)
    return found


def test_the_style_stands_without_anything_younger() -> None:
    files = files_for_everybody("css")
    faults = {path.name: faults_of_style(path.read_text(encoding="utf-8")) for path in files}
    assert faults == {path.name: [] for path in files}


def test_the_scripts_are_of_2009() -> None:
    files = files_for_everybody("js")
    faults = {path.name: faults_of_script(path.read_text(encoding="utf-8")) for path in files}
    assert faults == {path.name: [] for path in files}


def test_the_files_are_found() -> None:
    assert {"public.js", "portal.js"} <= {path.name for path in files_for_everybody("js")}
    assert {"tokens.css", "public.css"} <= {path.name for path in files_for_everybody("css")}


@pytest.mark.parametrize(
    "style",
    [
        "ul { display: grid }",
        "ul { gap: 1rem }",
        "@media (min-width: 1px) { p { margin-inline: 0 } }",
        "p { width: clamp(1px, 2px, 3px) }",
        "a:is(:hover, :focus) { color: red }",
        "@layer x { }",
        "p { overflow-wrap: anywhere }",
    ],
)
def test_a_young_style_is_found(style: str) -> None:
    assert len(faults_of_style(style)) == 1


@pytest.mark.parametrize(
    "script",
    [
        "let a = 1;",
        "var a = function () { return () => 1; };",
        "fetch('/x');",
        "var a = `x`;",
        "new Promise(a);",
        "for (var a of b) {}",
        "document.body.append(a);",
        "var a = {b};",
    ],
)
def test_a_young_script_is_found(script: str) -> None:
    assert faults_of_script(script) != []


def test_what_is_old_enough_passes() -> None:
    assert faults_of_script("(function () { var a = { b: 1 }; if (window.fetch) { a.b = 2; } }());") == []
    assert faults_of_style("p { display: flex; accent-color: red; color: #fff; color: var(--x) }") == []
