"""From a :class:`BoundPaper` to its PDF: our sheets set, copies put behind them, contents with page numbers before."""

from dataclasses import dataclass, field

from flask import current_app

from app.documents import binding, preflight, render, setting
from app.documents.binding import Copy, Leaf
from app.documents.bound_papers import BoundPaper, CopyOf
from app.documents.papers import Text
from app.documents.preflight import A4, Wanted
from app.domain.attachments import folder

STYLES = ("bound.css",)
SHEETS, CONTENTS = "sheets", "contents"
#: lines of contents that as a rule fit on one page
LINES_OF_CONTENTS = 18


@dataclass
class Plan:
    """The pages in their order after the contents: what each is, and on which (from 0) each record begins."""

    leaves: list[Leaf] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    marks: list[tuple[str, int]] = field(default_factory=list)
    captions: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """A finished file."""

    data: bytes
    pages: int


def bound_pdf(paper: BoundPaper, lang: str) -> Made:
    """The whole file with continuous page numbers. Raises what the renderer raises, and what the preflight does.

    The preflight looks at it as a file only: its pages hold copies of others' papers.
    """
    copies = {one: _opened(one, lang) for section in paper.sections for one in section.copies}
    unreadable = {one.digest for one, copy in copies.items() if copy is None}
    sheets, starts = _set("bound.html", lang, paper=paper, unreadable=unreadable)
    plan = _planned(paper, lang, starts, binding.count_pages(sheets), copies)
    contents, before = _contents_first(paper, lang, plan)
    leaves = [Leaf(CONTENTS, None, number) for number in range(before)] + plan.leaves
    frame, _starts = _set(
        "bound_frame.html",
        lang,
        paper=paper,
        captions=[plan.captions.get(number - before, "") for number in range(len(leaves))],
    )
    with setting.speaking(lang) as translate:
        marks = [(translate("Contents"), 0), *((words, page + before) for words, page in plan.marks)]
    title = _said(paper.title, lang)
    data = binding.bind({SHEETS: sheets, CONTENTS: contents}, leaves, frame=frame, marks=marks, title=title)
    wanted = Wanted(lang, title=title, pages=len(leaves), size_mm=A4, enclosures=(), is_bound=True)
    return Made(preflight.ensure(data, wanted), len(leaves))


def _contents_first(paper: BoundPaper, lang: str, plan: Plan) -> tuple[bytes, int]:
    """The contents and how many pages they take, which their own page numbers depend on."""
    guessed = 1 if len(paper.contents) < LINES_OF_CONTENTS else 2
    contents = _contents(paper, lang, plan, before=guessed)
    before = binding.count_pages(contents)
    if before != guessed:
        contents = _contents(paper, lang, plan, before=before)
    return contents, before


def _set(template: str, lang: str, **context: object) -> tuple[bytes, dict[str, int]]:
    html = setting.html_of(template, lang, **context)
    return render.render_marked(html, css=[setting.style(name) for name in STYLES], lang=lang)


def _contents(paper: BoundPaper, lang: str, plan: Plan, *, before: int) -> bytes:
    pages = {code: page + before + 1 for code, page in plan.first.items()}
    data, _starts = _set("bound_contents.html", lang, paper=paper, pages=pages)
    return data


def _opened(one: CopyOf, lang: str) -> Copy | None:
    copy = Copy(folder.path_of(one.digest), one.media_type, one.code, _said(one.caption, lang), one.is_photo)
    try:
        copy.pages()
    except binding.Unreadable:
        return None
    return copy


def _planned(
    paper: BoundPaper, lang: str, starts: dict[str, int], total: int, copies: dict[CopyOf, Copy | None]
) -> Plan:
    plan = Plan()
    begins = [starts[f"section-{number}"] for number in range(len(paper.sections))] + [total]
    for number, section in enumerate(paper.sections):
        page = len(plan.leaves)
        plan.marks.append((_said(section.title, lang), page))
        for code in section.codes:
            plan.first.setdefault(code, page)
        plan.leaves += [Leaf(SHEETS, None, index) for index in range(begins[number], begins[number + 1])]
        for one in section.copies:
            copy = copies[one]
            if copy is None:
                continue
            plan.first.setdefault(one.code, len(plan.leaves))
            plan.captions[len(plan.leaves)] = copy.caption
            plan.leaves += [Leaf("", copy, index) for index in range(copy.pages())]
    return plan


def _said(text: Text, lang: str) -> str:
    with setting.speaking(lang):
        return str(current_app.jinja_env.filters["bilingual"](text))
