"""From the plain text of an article to safe HTML, and what else can be told from that text. Pure.

The markup is the common part of Markdown: headings, lists, quotes, tables, bold, links, and pictures of the
article's own files. HTML that somebody types stays text. What comes out is held against an allow-list once more, so
that no text can break the page it stands on.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.core.reading import reading_minutes

#: the whole allow-list: element -> its attributes
ALLOWED: dict[str, set[str]] = {
    **{name: set() for name in ("h2", "h3", "h4", "p", "br", "hr", "ul", "li", "strong", "em", "blockquote")},
    **{name: set() for name in ("table", "thead", "tbody", "tr", "th", "td")},
    "ol": {"start"},
    "a": {"href"},
    "img": {"src", "alt"},
}
SCHEMES = {"http", "https", "tel", "mailto"}
_LINK = re.compile(
    r"(?:https?://[^\s\\]+|tel:[0-9+()*#-]+|mailto:[^\s\\]+|/(?![/\\])[^\s\\]*)\Z", re.IGNORECASE
)
#: how an article's own file is named where a picture is to stand: 附件2, file 2, 2
_OWN_FILE = re.compile(r"(?:附件|文件|图片?|file|attachment)?\s*[-_ ]?\s*(\d{1,3})\Z", re.IGNORECASE)
#: what no page may hold: control characters and code points that stand for nothing
_NOT_FOR_PAGES = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
#: how much of a text is looked at for its beginning
LOOKED_AT = 1500
#: blocks within blocks; deeper ones stay text
DEEPEST = 12

_parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": DEEPEST}).enable("table")
_parser.disable(["code", "fence", "backticks", "html_block", "html_inline", "lheading", "reference"])


def html_of(
    text: str, *, pictures: Mapping[int, tuple[str, str]] | None = None, root: str = "", label: str = ""
) -> str:
    """*text* as HTML whose headings begin at ``h2``.

    *pictures* maps a file's place to its address and name; a picture of anything else becomes its words. Links within
    this site get *root* before them. *label* names a table's frame for those who cannot see it.
    """
    tokens = _parser.parse(text)
    _shift_headings(tokens)
    for token in tokens:
        if token.children:
            token.children = list(_inline(token.children, pictures or {}, root))
    raw = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        raw,
        tags=set(ALLOWED),
        attributes={name: allowed for name, allowed in ALLOWED.items() if allowed},
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return _framed(_NOT_FOR_PAGES.sub("", clean), label)


def _framed(clean: str, label: str) -> str:
    """Tables in a numbered frame that scrolls on a telephone. In clean HTML ``<table>`` is never text."""
    first, *rest = clean.split("<table>")
    parts = [first]
    for number, part in enumerate(rest, 1):
        named = f"{label} {number}" if len(rest) > 1 else label
        parts.append(f'<div class="table-wrap" role="region" aria-label="{escape(named)}" tabindex="0">')
        parts.append(f'<table class="table">{part}'.replace("</table>", "</table></div>"))
    return "".join(parts).replace("<th>", '<th scope="col">')


def _shift_headings(tokens: Sequence[Token]) -> None:
    """The first heading is an ``h2``, and none is more than one below the one before."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(len(above), 3) + 1}"


def _inline(tokens: Sequence[Token], pictures: Mapping[int, tuple[str, str]], root: str) -> list[Token]:
    kept: list[Token] = []
    refused = 0
    for token in tokens:
        if token.type == "link_open":
            href = str(token.attrGet("href") or "")
            if not _LINK.match(href):
                refused += 1
                continue
            token.attrs = {"href": f"{root}{href}" if href.startswith("/") else href}
        elif token.type == "link_close" and refused:
            refused -= 1
            continue
        elif token.type == "image":
            token = _picture(token, pictures)
        kept.append(token)
    return kept


def _picture(token: Token, pictures: Mapping[int, tuple[str, str]]) -> Token:
    named = _OWN_FILE.match(unquote(str(token.attrGet("src") or "")).strip())
    found = pictures.get(int(named[1])) if named else None
    words = "".join(child.content for child in token.children or ())
    if found is None:
        return Token("text", "", 0, content=words)
    address, name = found
    token.attrs = {"src": address, "alt": ""}
    token.children = [Token("text", "", 0, content=words or name)]
    return token


def plain_text_of(text: str) -> str:
    """The words of *text* without its markup, a paragraph a line."""
    lines = []
    for token in _parser.parse(text):
        if token.type == "inline":
            parts = (
                child.content or ("\n" if child.type.endswith("break") else "")
                for child in token.children or ()
            )
            lines.append("".join(parts))
    return "\n".join(lines)


def beginning_of(text: str, length: int = 80) -> str:
    """The first words of *text*, for a list; cut at a sentence where one ends in time."""
    paragraphs = _parser.parse(text[:LOOKED_AT])
    words = " ".join(
        plain_text_of(token.content).replace("\n", " ")
        for before, token in pairwise(paragraphs)
        if before.type == "paragraph_open"
    )
    words = re.sub(r"(?<=[。！？；，]) ", "", words)
    if len(words) <= length:
        return words
    cut = words[:length]
    ends = [match.end() for match in re.finditer(r"[。！？]|[.!?](?=\s)", cut)]
    return cut[: ends[-1]] if ends else f"{cut}…"


def minutes_to_read(text: str) -> int:
    """How many minutes somebody reads at *text*, its markup aside."""
    return reading_minutes(plain_text_of(text))
