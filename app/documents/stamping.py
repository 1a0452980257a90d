"""Finished papers taken further without setting them again: stamps laid over their pages, several in one bundle.

A stamp is drawn as an artifact (ISO 14289-1, 7.1): a reader's voice passes it by, and tags, language, title and
enclosures of the paper stay as they are. The same bytes in give the same bytes out. For papers that ``render.py`` made.
"""

import re
from collections.abc import Sequence

from app.documents import pdf_objects
from app.documents.pdf_objects import Objects

_CONTENTS = re.compile(rb"/Contents\s*(\d+ 0 R|\[[^\]]*\])")
#: What a page of a bundle keeps; the rest (tags, notes, links) would point out of it.
_KEPT = (b"MediaBox", b"CropBox", b"TrimBox", b"BleedBox", b"Rotate")


def count_pages(data: bytes) -> int:
    """How many pages a paper of our own has. Raises :class:`app.documents.pdf_objects.NotOurs` for another file."""
    return len(Objects(data).page_numbers())


def wide_pages(data: bytes) -> tuple[int, ...]:
    """Which pages of a paper of our own, from 1, lie on their side."""
    paper = Objects(data)
    boxes = (_entry(paper.body(number), b"MediaBox") for number in paper.page_numbers())
    sizes = ([float(one) for one in re.findall(rb"[\d.]+", box)[-2:]] for box in boxes)
    return tuple(page for page, (width, height) in enumerate(sizes, 1) if width > height)


def stamped(base: bytes, stamps: bytes) -> bytes:
    """*base* with page i of *stamps* laid over its page i, at the same place; the bytes of *base* stay in front.

    *stamps* comes from :func:`app.documents.render.render_stamps`. Raises :class:`ValueError` where the pages do not
    agree in number.
    """
    under, over = Objects(base), Objects(stamps)
    pages, marks = under.page_numbers(), over.page_numbers()
    if len(pages) != len(marks):
        raise ValueError(f"{len(marks)} stamps for {len(pages)} pages")
    taken = _Taken(under.size)
    opening, closing, forms = taken.add(pdf_objects.stream(b"", b"q\n")), [], []
    for mark in marks:
        form = _form(taken, over, mark)
        forms.append(b"/Stamp%d %d 0 R" % (form, form))
        drawing = b"Q\n/Artifact <</Type /Pagination>> BDC\nq\n/Stamp%d Do\nQ\nEMC\n" % form
        closing.append(taken.add(pdf_objects.stream(b"", drawing)))
    changed: dict[int, bytes] = {}
    for number, end in zip(pages, closing, strict=True):
        body = under.body(number)
        resources = pdf_objects.referred(body, b"Resources")
        changed[resources] = _with_forms(under.body(resources), forms)
        changed[number] = _CONTENTS.sub(
            lambda match: b"/Contents [%d 0 R %b %d 0 R]" % (opening, match[1].strip(b"[] "), end),  # noqa: B023 - used at once
            body,
            count=1,
        )
    return pdf_objects.appended(under, {**changed, **taken.objects})


def together(files: Sequence[bytes], title: str, marks: Sequence[str], lang: str = "zh-CN") -> bytes:
    """One file of the pages of all *files* for the printer, with a bookmark of *marks* for each file.

    What is the same in several files (a notice under the stamps of its places, its fonts) lies in it once. A bundle
    has no tags: it is printed, not read; whoever wants to read a paper takes the paper.
    """
    taken = _Taken(3)
    pages: list[int] = []
    first_pages: list[int] = []
    for data in files:
        source = Objects(data)
        copied: dict[int, int] = {}
        first_pages.append(len(pages))
        for number in source.page_numbers():
            body = source.body(number)
            kept = b"".join(_entry(body, name) for name in _KEPT)
            contents = _CONTENTS.search(body)
            drawn = b"" if contents is None else b"/Contents " + contents[1]
            resources = b"/Resources %d 0 R" % pdf_objects.referred(body, b"Resources")
            inner = pdf_objects.renumbered(drawn + resources, taken.copier(source, copied))
            pages.append(taken.add(b"<</Type /Page/Parent 2 0 R%b%b>>" % (kept, inner), once=False))
    outline = _outline(taken, [(words, pages[at]) for words, at in zip(marks, first_pages, strict=True)])
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    taken.objects[1] = (
        b"<</Type /Catalog/Pages 2 0 R/Outlines %d 0 R/PageMode /UseOutlines/Lang %b"
        b"/ViewerPreferences <</DisplayDocTitle true>>>>" % (outline, _words(lang))
    )
    taken.objects[2] = b"<</Type /Pages/Count %d/Kids [%b]>>" % (len(pages), kids)
    information = taken.add(b"<</Title %b/Producer (Gongshi)>>" % _words(title))
    return pdf_objects.whole(taken.objects, {"Root": b"1 0 R", "Info": b"%d 0 R" % information})


class _Taken:
    """Objects for a file that is being put together, numbered from *first*; what is the same lies there once."""

    def __init__(self, first: int) -> None:
        self.objects: dict[int, bytes] = {}
        self._next = first
        self._numbers: dict[bytes, int] = {}

    def add(self, body: bytes, *, once: bool = True) -> int:
        """The number of an object with this body."""
        if once and body in self._numbers:
            return self._numbers[body]
        number, self._next = self._next, self._next + 1
        self.objects[number] = body
        if once:
            self._numbers[body] = number
        return number

    def copier(self, source: Objects, copied: dict[int, int]) -> "_Copier":
        """For references of *source*: copies what they refer to, and gives the new number."""
        return _Copier(self, source, copied)


class _Copier:
    def __init__(self, taken: _Taken, source: Objects, copied: dict[int, int]) -> None:
        self._taken, self._source, self._copied = taken, source, copied

    def __call__(self, number: int) -> int:
        if number not in self._copied:
            body = pdf_objects.renumbered(self._source.body(number), self)
            self._copied[number] = self._taken.add(body)
        return self._copied[number]


def _form(taken: _Taken, source: Objects, page: int) -> int:
    """What a page shows, as an object that another page can show; its resources come along."""
    body = source.body(page)
    box = _entry(body, b"MediaBox").removeprefix(b"/MediaBox ")
    contents = pdf_objects.referred(body, b"Contents")
    dictionary, content = pdf_objects.split(source.body(contents))
    text = pdf_objects.unpacked(dictionary, content or b"")
    resources = pdf_objects.renumbered(
        b"%d 0 R" % pdf_objects.referred(body, b"Resources"), taken.copier(source, {})
    )
    return taken.add(
        pdf_objects.stream(b"/Type /XObject/Subtype /Form/BBox %b/Resources %b" % (box, resources), text),
        once=False,
    )


def _with_forms(resources: bytes, forms: Sequence[bytes]) -> bytes:
    named = b"".join(forms)
    if b"/XObject <<" in resources:
        return resources.replace(b"/XObject <<", b"/XObject <<" + named, 1)
    return resources.replace(b"<<", b"<</XObject <<" + named + b">>", 1)


def _entry(body: bytes, name: bytes) -> bytes:
    found = re.search(rb"/%b (\[[^\]]*\]|-?\d+)" % name, body)
    return found[0] if found else b""


def _outline(taken: _Taken, marks: Sequence[tuple[str, int]]) -> int:
    root = taken.add(b"", once=False)
    numbers = [taken.add(b"", once=False) for _ in marks]
    for at, ((words, page), number) in enumerate(zip(marks, numbers, strict=True)):
        before = b"/Prev %d 0 R" % numbers[at - 1] if at else b""
        after = b"/Next %d 0 R" % numbers[at + 1] if at + 1 < len(numbers) else b""
        place = b"/Dest [%d 0 R /Fit]" % page
        taken.objects[number] = b"<</Title %b/Parent %d 0 R%b%b%b>>" % (
            _words(words),
            root,
            place,
            before,
            after,
        )
    ends = b"/First %d 0 R/Last %d 0 R" % (numbers[0], numbers[-1]) if numbers else b""
    taken.objects[root] = b"<</Type /Outlines/Count %d%b>>" % (len(numbers), ends)
    return root


def _words(text: str) -> bytes:
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be", "replace")).hex().upper().encode() + b">"
