"""Where in a paper a character stands, in the words around it: for telling somebody what to look at."""

import html.parser
from collections.abc import Collection, Iterable

#: A passage is the text of the innermost of these: what an eye takes in at once.
_PASSAGES = frozenset(
    {"tr", "p", "li", "dt", "dd", "caption", "h1", "h2", "h3", "h4", "title", "div", "body"}
)
#: Attributes whose words are printed.
_PRINTED = frozenset({"alt", "title", "data-foot", "data-before", "data-between", "data-after"})
_VOID = frozenset({"br", "img", "col", "meta", "link", "hr", "wbr", "input"})
#: Characters shown before and after the one in question.
AROUND = 24


def passages_of(texts: Iterable[str], characters: Collection[str]) -> dict[str, str]:
    """For each of *characters* the words around its first place in *texts* (HTML): its row, its paragraph.

    A character that stands nowhere in them (the style sheet brought it) has no entry.
    """
    found: dict[str, str] = {}
    for text in texts:
        reader = _Reader({one for one in characters if one not in found}, found)
        reader.feed(text)
        reader.close()
    return found


class _Reader(html.parser.HTMLParser):
    def __init__(self, wanted: set[str], found: dict[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self._wanted = wanted
        self._found = found
        self._open: list[tuple[str, list[str]]] = [("", [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in _PRINTED and value:
                self._look_through(value)
        if tag in _PASSAGES:
            self._open.append((tag, []))
        elif tag not in _VOID:
            self._open[-1][1].append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _PASSAGES or all(name != tag for name, _words in self._open):
            return
        while True:
            name, words = self._open.pop()
            if any(outer == "tr" for outer, _words in self._open):  # a row is looked at as a whole
                self._open[-1][1].append(f" {''.join(words)} ")
            else:
                self._look_through("".join(words))
                self._open[-1][1].append(" ")
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        self._open[-1][1].append(data)

    def close(self) -> None:
        super().close()
        while len(self._open) > 1:
            self.handle_endtag(self._open[-1][0])
        self._look_through("".join(self._open[0][1]))

    def _look_through(self, text: str) -> None:
        for character in sorted(self._wanted.intersection(text)):
            self._wanted.discard(character)
            self._found[character] = _around(" ".join(text.split()), character)


def _around(text: str, character: str) -> str:
    at = text.find(character)
    start, end = max(0, at - AROUND), at + len(character) + AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
