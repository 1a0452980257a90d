"""What must hold of every page: well-formed, one heading, safe forms, labelled inputs, nothing from elsewhere.

Each check gives the faults that it finds, as sentences. ``Browser`` asks for all of them on every answer.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tinyhtml5 import inputstream
from tinyhtml5.parser import HTMLParser

from app.web import inline

#: five English words in a row on a Chinese page are a message that nobody translated
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’]*(?:,? [A-Za-z][A-Za-z'’]*){4,}")
LEAKS = re.compile(r"%\(\w+\)s|Message\('|<app\.| object at 0x|\b[A-Z]\w+State\.[A-Z]|\{\{|\{%|\bUndefined\b")
UNSEEN = frozenset({"script", "style", "code", "pre", "kbd", "samp", "template"})
SPOKEN_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "data-busy")
UNLABELLED = frozenset({"hidden", "submit", "button", "reset", "image"})


class Patterns(dict[tuple[Any, bool], re.Pattern[str]]):
    """What the parser looks up for each run of characters; by itself it makes the same pattern anew every time."""

    def __missing__(self, key: tuple[Any, bool]) -> re.Pattern[str]:
        characters, opposite = key
        listed = "".join(f"\\x{ord(one):02x}" for one in characters)
        self[key] = re.compile(f"[{'' if opposite else '^'}{listed}]+")
        return self[key]


inputstream.characters_until_regex = Patterns()


def parse_page(html: str) -> tuple[Element, list[str]]:
    """The tree of a whole page, and what the parser complains about."""
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(html)
    return tree, _complaints(parser, html)


def parse_fragment(html: str) -> tuple[Element, list[str]]:
    """The tree of a part of a page, and what the parser complains about."""
    container = "tbody" if html.lstrip().startswith("<tr") else "div"
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse_fragment(html, container=container)
    return tree, _complaints(parser, html)


def _complaints(parser: HTMLParser, html: str) -> list[str]:
    lines = html.split("\n")
    return [
        f"line {line}: {code} {data or ''} in {lines[line - 1].strip()[:120] if line <= len(lines) else ''!r}"
        for (line, _column), code, data in parser.errors
    ]


def text_of(element: Element | None) -> str:
    """The words of *element* with single spaces between."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def faults_of_page(tree: Element, lang: str) -> list[str]:
    """Everything wrong with a whole page in *lang* (``zh`` or ``en``)."""
    found = [*_frame(tree, lang), *faults_of_part(tree, lang), *_references(tree)]
    return found


def faults_of_part(tree: Element, lang: str) -> list[str]:
    """Everything wrong with a page or a fragment, as far as it can be seen in a part."""
    found = [*_ids(tree), *_forms(tree), *_inline(tree), *_elsewhere(tree), *_labels(tree), *_leaks(tree)]
    if lang == "zh":
        found += [f"not translated: {words!r}" for words in _english(tree)]
    return found


def _frame(tree: Element, lang: str) -> Iterator[str]:
    declared = tree.get("lang")
    if declared != {"zh": "zh-CN", "en": "en"}[lang]:
        yield f"<html lang={declared!r}> on a page in {lang}"
    headings = [text_of(element) for element in tree.iter("h1")]
    title = text_of(tree.find("head/title"))
    if len(headings) != 1:
        yield f"{len(headings)} h1: {headings}"
    elif not headings[0] or headings[0] not in title:
        yield f"the title {title!r} does not contain the heading {headings[0]!r}"
    if len(list(tree.iter("main"))) != 1:
        yield "not exactly one <main>"


def _ids(tree: Element) -> Iterator[str]:
    counted = Counter(element.get("id") for element in tree.iter() if element.get("id") is not None)
    yield from (
        f"id {name!r} stands {times} times" for name, times in counted.items() if times > 1 or not name
    )


def _forms(tree: Element) -> Iterator[str]:
    for form in tree.iter("form"):
        where = f"form to {form.get('action')!r}"
        if not form.get("action"):
            yield f"{where} has no action"
        names = [element.get("name") for element in form.iter("input")]
        if form.get("method", "get").lower() == "post":
            yield from (f"{where} has no {name}" for name in ("csrf_token", "once") if names.count(name) != 1)
        elif "csrf_token" in names:
            yield f"{where} puts its token into the address"


def _inline(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        for name in element.keys():  # noqa: SIM118 - an element iterates over its children
            if name == "style" or re.fullmatch(r"on[a-z]+", name):
                yield f"<{element.tag} {name}=…>: the content policy forbids it"
        if element.tag not in ("script", "style"):
            continue
        words = "".join(element.itertext())
        if element.tag == "script" and (not element.get("src") or words) and words != inline.EARLY:
            yield "a script within the page"
        if element.tag == "style" and words != inline.style_sheet():
            yield "a style sheet within the page"


def _elsewhere(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        for name in ("src", "srcset", "action", "data", "poster", "formaction"):
            if urlsplit(element.get(name, "")).netloc:
                yield f"<{element.tag} {name}={element.get(name)!r}> asks another host"
        if element.tag == "link" and urlsplit(element.get("href", "")).netloc:
            yield f"<link href={element.get('href')!r}> asks another host"
        if element.tag == "img" and element.get("alt") is None:
            yield f"image {element.get('src')!r} without alt"
        if element.tag == "a" and element.get("href") == "":
            yield f"a link that leads nowhere: {text_of(element)!r}"


def _labels(tree: Element) -> Iterator[str]:
    labelled = {element.get("for") for element in tree.iter("label")}
    wrapped = {inner for label in tree.iter("label") for inner in label.iter()}
    for element in tree.iter():
        if element.tag not in ("input", "select", "textarea") or element.get("type", "") in UNLABELLED:
            continue
        named = element.get("aria-label") or element.get("aria-labelledby")
        if not named and element.get("id") not in labelled and element not in wrapped:
            yield f"<{element.tag} name={element.get('name')!r}> has no label"
    for button in tree.iter("button"):
        if not text_of(button) and not button.get("aria-label"):
            yield "a button without words"


def _references(tree: Element) -> Iterator[str]:
    ids = {element.get("id") for element in tree.iter()}
    for element in tree.iter():
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            missing = [part for part in element.get(name, "").split() if part not in ids]
            if missing:
                yield f"<{element.tag} {name}={element.get(name)!r}> points at nothing"
        href = element.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            yield f"a link to {href!r}, which is not on the page"


def _spoken(tree: Element, *, foreign: bool = False) -> list[str]:
    """The texts of a page, without those marked as English."""
    texts: list[str] = []
    _gather(tree, foreign, texts)
    return texts


def _gather(tree: Element, foreign: bool, texts: list[str]) -> None:
    if not isinstance(tree.tag, str) or tree.tag in UNSEEN:
        return
    if not foreign and tree.get("lang", "").startswith("en"):
        return
    texts.extend(words for name in SPOKEN_ATTRIBUTES if (words := tree.get(name)))
    if tree.text:
        texts.append(tree.text)
    for child in tree:
        _gather(child, foreign, texts)
        if child.tail:
            texts.append(child.tail)


def _english(tree: Element) -> list[str]:
    return [match[0] for text in _spoken(tree) if (match := ENGLISH.search(" ".join(text.split())))]


def _leaks(tree: Element) -> Iterator[str]:
    for text in _spoken(tree, foreign=True):
        if match := LEAKS.search(text):
            yield f"the inside shows: {match[0]!r} in {text.strip()[:80]!r}"
