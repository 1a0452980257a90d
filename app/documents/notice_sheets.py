"""The sheets of a notice: one page or many, A4 or A3, in one language or two, for a place or for none.

The notice is composed here (templates, words, what travels within the file), set and stamped in ``notice_making.py``,
kept in ``store.py``. The *base* is set once for a form; the sheet of a place is the base with that place's codes laid
over its pages. Nothing is kept or given out that the preflight refuses.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.core.bilingual import BilingualText
from app.core.messages import N_, in_words
from app.documents import notice_facts, notice_lists, notice_making, render, setting, signing, store
from app.documents.fund_enclosures import enclosed_in, fund_enclosures
from app.documents.notice_enclosures import ENCLOSED, enclosures_of
from app.documents.notice_making import Article, Composed, Made, Stamp
from app.documents.notices import notice_title, refuse_private_numbers
from app.documents.papers import COLUMN_NAMES, NOTHING, NoticePaper, NoticeRow
from app.documents.preflight import A3, A4, Seal, Wanted
from app.documents.titles import title_lines, width
from app.documents.typesetting import set_name
from app.domain.sheets.models import Sheet

SIZES = {"a4": A4, "a3": A3}
#: top, right, bottom, left
MARGINS = (37.0, 26.0, 35.0, 28.0)
SHEETS = ("paper.css", "notice.css", "notice_facts.css")
LARGE = "notice_large.css"
#: the seal is as large on any paper
AS_IT_IS = "notice_seal.css"
STEPS = ("standard", "snug", "close", "closest", "least")
LARGE_STEPS = ("standard", "close")
LIST_TITLE_LIMIT = {"zh": 19.0, "en": 26.0}
#: points on the A4 sheet
SMALLEST, LIST_TYPE, LIST_TYPE_LARGE = 9.0, 14.0, 18.0
#: the date stands four characters from the right (GB/T 9704-2012, 7.3.5.1)
DATE_FROM_RIGHT = 4.0
#: Latin letters take a little more than the half em that is reckoned
WIDER_THAN_HALF = 1.15


@dataclass(frozen=True)
class SheetForm:
    """In which form a notice is wanted: *lang* ``zh``, ``en`` or ``both``, *size* ``a4`` or ``a3``.

    *large* sets text and list in larger type; *by_group* puts a line with its subtotal above the rows of each
    villagers' group.
    """

    lang: str = "zh"
    size: str = "a4"
    large: bool = False
    by_group: bool = False

    def __post_init__(self) -> None:
        if self.lang not in (*setting.LANGUAGES, setting.BOTH) or self.size not in SIZES:
            raise ValueError(f"no sheet in language {self.lang!r}, size {self.size!r}")

    @property
    def factor(self) -> float:
        """How many times as large everything is as on the A4 sheet."""
        return notice_making.MAGNIFIED if self.size == "a3" else 1.0


@dataclass(frozen=True)
class SheetPlace:
    """Where a sheet hangs: its number in the codes and the place's name. Number 0 hangs nowhere."""

    ordinal: int = 0
    name: BilingualText = NOTHING


NO_PLACE = SheetPlace()


@dataclass(frozen=True)
class _Base:
    """What the bytes of a base are kept under."""

    paper: NoticePaper
    form: SheetForm


@dataclass(frozen=True)
class _Placed:
    """What the bytes of a sheet are kept under."""

    paper: NoticePaper
    form: SheetForm
    place: SheetPlace
    certificate: str


def sheet_pdf(paper: NoticePaper, form: SheetForm, sheet: Sheet | SheetPlace | None = None) -> bytes:
    """The sheet of a place; without one what is downloaded and archived, signed if the portal has a certificate.

    Raises :class:`app.documents.faults.PaperFault`: a private number, a missing character, not fit to print.
    """
    place = place_of(sheet)
    return store.kept(_placed(paper, form, place), lang=form.lang, make=lambda: _made(paper, form, place))


def find_sheet(paper: NoticePaper, form: SheetForm, sheet: Sheet | SheetPlace | None = None) -> bytes | None:
    """The sheet of a place when it is kept already."""
    return store.find(_placed(paper, form, place_of(sheet)), form.lang)


def find_base(paper: NoticePaper, form: SheetForm) -> bytes | None:
    """The notice without codes when it was set already: for :func:`notice_making.make_sheets`. Never given out."""
    return store.find(_Base(paper, form), form.lang)


def keep_sheets(
    paper: NoticePaper, form: SheetForm, places: Sequence[Sheet | SheetPlace | None], made: Made
) -> None:
    """Put down what a worker made of :func:`compose` and of :func:`stamp_of` for each of *places*."""
    store.keep(_Base(paper, form), form.lang, made.base)
    for place in map(place_of, places):
        store.keep(_placed(paper, form, place), form.lang, _finished(made.sheets[place.ordinal], place))


def _placed(paper: NoticePaper, form: SheetForm, place: SheetPlace) -> _Placed:
    return _Placed(paper, form, place, "" if place.ordinal else signing.certificate_mark())


def _made(paper: NoticePaper, form: SheetForm, place: SheetPlace) -> bytes:
    """The base is kept only once a sheet made of it was found fit to print."""
    known = find_base(paper, form)
    base = known or notice_making.set_base(compose(paper, form))
    data = notice_making.make_sheet(base, stamp_of(paper, form, place), wanted_of(paper, form))
    if known is None:
        store.keep(_Base(paper, form), form.lang, base)
    return _finished(data, place)


def place_of(sheet: Sheet | SheetPlace | None) -> SheetPlace:
    """The place of *sheet*, as it is printed."""
    if isinstance(sheet, Sheet):
        return SheetPlace(sheet.ordinal, sheet.place.name)
    return sheet or NO_PLACE


def compose(paper: NoticePaper, form: SheetForm) -> Composed:
    """*paper* in the words and the layout of *form*, ready to be set. Raises :class:`PrivateNumber`."""
    refuse_private_numbers(paper)
    paper = _printed(paper)
    languages = setting.languages_of(form.lang)
    first = languages[0]
    return Composed(
        lang=first,
        head=setting.html_of(
            "_head.html",
            first,
            document_title=document_title(paper, first),
            document_author=_said(paper.issuer, first),
        ),
        articles=tuple(_article(paper, form, lang) for lang in languages),
        css=_styles(form),
        frame=f"{form.size}{' large' if form.large else ''}",
        steps=LARGE_STEPS if form.large else STEPS,
        enclosures=(*enclosures_of(paper, first), *fund_enclosures(paper, first)),
        wanted=wanted_of(paper, form),
    )


def document_title(paper: NoticePaper, lang: str) -> str:
    """The title that the file itself carries."""
    title = ("" if lang == "zh" else " ").join(notice_title(paper, lang))
    return " ".join(render.printable(f"{title} {paper.number}").split())


def stamp_of(paper: NoticePaper, form: SheetForm, sheet: Sheet | SheetPlace | None = None) -> Stamp:
    """What is laid over the pages of *paper* for a place: codes, the place's name, page and number."""
    place, languages = place_of(sheet), setting.languages_of(form.lang)
    return Stamp(
        ordinal=place.ordinal,
        digest=paper.digest,
        address=notice_making.capitals(paper.public_url),
        lang=languages[0],
        size=form.size,
        css=tuple(_magnified(("sheet_stamp.css",), form)),
        lines=_stamp_lines(paper, place, languages),
    )


def wanted_of(paper: NoticePaper, form: SheetForm) -> Wanted:
    """What the finished sheet must be, for the preflight."""
    paper = _printed(paper)
    languages, factor = setting.languages_of(form.lang), form.factor
    first = languages[0]
    listed = notice_lists.in_order(paper.rows, by_group=form.by_group)
    days = () if paper.withdrawal else (paper.first_day, paper.last_day)
    with setting.speaking(first) as translate:
        caption = translate(N_("(seal)"))
    issuer, date = _said(paper.issuer, first), _said(paper.issued_on, first)
    return Wanted(
        language=first,
        title=document_title(paper, first),
        rows=tuple(_cells(row, paper.columns, first) for row in listed) or None,
        rows_again=tuple(
            tuple(_cells(row, paper.columns, lang) for row in listed) for lang in languages[1:] if listed
        ),
        words=(
            paper.number,
            *(_said(day, lang) for lang in languages for day in days),
            *(_said(one, lang) for lang in languages for one in notice_facts.words_of(paper)),
        ),
        tables=tuple(
            table for lang in languages for table in notice_facts.tables_of(paper, lang, large=form.large)
        ),
        size_mm=SIZES[form.size],
        margins_mm=tuple(one * factor for one in MARGINS),  # type: ignore[arg-type]  # four of them
        wide_margins_mm=notice_facts.wide_margins(paper, factor, large=form.large),
        smallest_pt=SMALLEST * factor,
        list_pt=(LIST_TYPE_LARGE if form.large else LIST_TYPE) * factor,
        seal=Seal(caption, (issuer, date)),
        allowed_numbers=(
            *(one.number for one in paper.telephones),
            *(paper.facts.telephones if paper.facts else ()),
            paper.hotline,
        ),
        enclosures=(*(ENCLOSED if paper.rows else ()), *enclosed_in(paper)),
    )


def _printed(paper: NoticePaper) -> NoticePaper:
    """*paper* with its names as they are printed: the middle dot whichever was typed, nothing that cannot be seen."""
    rows = (
        replace(
            row,
            group_name=set_name(render.printable(row.group_name)),
            head_name=set_name(render.printable(row.head_name)),
        )
        for row in paper.rows
    )
    return replace(paper, rows=tuple(rows))


def _article(paper: NoticePaper, form: SheetForm, lang: str) -> Article:
    title = _list_title(paper, lang)
    plan = notice_lists.plan(
        paper.rows,
        paper.columns,
        lang=lang,
        large=form.large,
        by_group=form.by_group,
        title_lines=len(title),
        below=_below(paper),
    )
    context: dict[str, Any] = {
        "paper": paper,
        "title": notice_title(paper, lang, large=form.large),
        "list_title": title,
        "plan": plan,
        "heads": COLUMN_NAMES,
        "date_from_right": _date_from_right(paper, lang),
    }
    if paper.facts:
        context |= notice_facts.attached(paper.facts, lang, large=form.large)
    cover = setting.html_of("notice_cover.html", lang, **context)
    rest = "notice_facts.html" if paper.facts else "notice_rest.html"
    has_rest = paper.rows or not paper.had_names
    return Article(lang, cover, setting.html_of(rest, lang, **context) if has_rest else "")


def _list_title(paper: NoticePaper, lang: str) -> tuple[str, ...]:
    if paper.facts:
        return notice_facts.attached_title(paper, paper.facts, lang)
    with setting.speaking(lang) as translate:
        name = translate(N_("List of households, %(village)s, %(round)s"))
    village, round_name = paper.village.in_(lang), paper.round_name.in_(lang)
    whole = name % {"village": village, "round": round_name}
    if width(whole) <= LIST_TITLE_LIMIT[lang]:
        return (whole,)
    before, _mark, after = whole.partition(round_name)
    return title_lines(
        (before.strip(), (round_name + after).strip()),
        limit=LIST_TITLE_LIMIT[lang],
        joint="" if lang == "zh" else " ",
    )


def _below(paper: NoticePaper) -> float:
    """The height of what follows the list."""
    lines = [max(1, len(one.went) + len(one.came) + len(one.under_way)) for one in paper.stages]
    stages = notice_lists.STAGES_HEAD + notice_lists.STAGES_LINE * sum(lines) if lines else 0.0
    return notice_lists.BELOW_LIST + stages


def _date_from_right(paper: NoticePaper, lang: str) -> float:
    """In ems. The issuer stands in the middle above the date: a long one moves both inwards."""
    overhang = (width(_said(paper.issuer, lang)) - width(_said(paper.issued_on, lang))) / 2
    return max(DATE_FROM_RIGHT, round(overhang * (1.0 if lang == "zh" else WIDER_THAN_HALF), 2))


def _styles(form: SheetForm) -> tuple[str, ...]:
    names = (*SHEETS, LARGE) if form.large else SHEETS
    return (*_magnified(names, form), setting.style(AS_IT_IS))


def _magnified(names: Sequence[str], form: SheetForm) -> list[str]:
    sheets = [setting.style(name) for name in names]
    if form.size == "a4":
        return sheets
    return [*(notice_making.magnified(sheet, form.factor) for sheet in sheets), "@page { size: A3 }"]


def _stamp_lines(paper: NoticePaper, place: SheetPlace, languages: Sequence[str]) -> tuple[str, ...]:
    """Where it hangs, page and number, in one language what the code is for: formats over ``page`` and ``pages``."""
    where: list[str] = []
    pages: list[str] = []
    number = hint = ""
    for lang in reversed(languages):
        with setting.speaking(lang) as translate:
            if place.ordinal:
                where.insert(0, translate(N_("Posted at: %(place)s")) % {"place": place.name.in_(lang)})
            pages.insert(0, translate(N_("Page %(page)s of %(pages)s")))
            number = translate(N_("No. %(number)s")) % {"number": paper.number}
            hint = translate(_hint(paper)) if paper.public_url else ""
    hints = [_literal(hint)] if hint and len(languages) == 1 else []
    return (*map(_literal, where), "   ".join((*pages, _literal(number))), *hints)


def _hint(paper: NoticePaper) -> str:
    return (
        N_("Scan the code to check this page") if paper.had_names else N_("Scan the code to check this sheet")
    )


def _literal(text: str) -> str:
    """*text* as a format that only says itself, without what cannot be printed."""
    return render.printable(text).replace("%", "%%")


def _said(value: Any, lang: str) -> str:
    """A text or a day as the templates print it."""
    with setting.speaking(lang) as translate:
        return str(in_words(value, translate, lang))


def _cells(row: NoticeRow, columns: Sequence[str], lang: str) -> tuple[str, ...]:
    return tuple(render.printable(_said(row.cell(name), lang)) for name in columns)


def _finished(data: bytes, place: SheetPlace) -> bytes:
    """What is archived carries the office's signature."""
    return data if place.ordinal else signing.signed_if_configured(data)
