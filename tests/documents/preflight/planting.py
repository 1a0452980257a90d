"""A sound paper of two pages, and faults planted into its bytes. No test stands here."""

import dataclasses
import io
from collections.abc import Callable
from typing import Any

import segno
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from app.documents.preflight import A4, Box, Check, Finding, Report, Seal, Wanted, examine
from app.documents.render import Enclosure, render

ADDRESS = "HTTPS://GONGSHI.EXAMPLE/V/7KQM-3XWA-{page}"
TITLE = "清浦村2014年贫困户识别第二次公示"
#: an invented number of the right form; nobody has it
IDENTITY, MOBILE, OFFICE = "522422199001011234", "13800000000", "0857-4000002"
ROWS = tuple(
    (str(number), f"第{'一二三'[number % 3]}组", name, str(number % 6 + 1))
    for number, name in enumerate(
        ["王秀英", "阿依古丽·买买提江·努尔麦麦提·艾合买提", "李国强", "𠮷田芳", "ꀀꀁ阿各", "沙马·"] * 3, 1
    )
)

CSS = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-right { content: "— " counter(page) " —"; font: 12pt serif } }
body, p, h1 { margin: 0 } body { font: 16pt/28pt "Noto Serif CJK SC" } h1 { font-size: 22pt; text-align: center }
.code { position: absolute; left: 0; top: 229mm } .code svg { width: 24mm; height: 24mm; display: block }
.seal { position: absolute; left: 90mm; top: 150mm; width: 42mm; height: 42mm; border: .5pt dashed #999;
        box-sizing: border-box; color: #999; font-size: 8pt; line-height: 12pt; text-align: center }
.sign { position: absolute; left: 90mm; top: 165mm; width: 42mm; text-align: center; font-size: 14pt }
section { break-before: page; position: relative; } .page { position: relative; height: 224mm }
table { border-collapse: collapse; table-layout: fixed; width: 100%; font-size: 14pt; line-height: 18pt }
td, th { border: .5pt solid #000; text-align: center; overflow-wrap: anywhere }
"""


def _code(page: int) -> str:
    drawing = segno.make(ADDRESS.format(page=page), error="m", micro=False)
    return f'<div class="code">{drawing.svg_inline(border=0, omitsize=True, title="QR")}</div>'


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    heads = "".join(f"<th scope='col'>{one}</th>" for one in ("序号", "村民小组", "户主姓名", "人口"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"


def html_of(body: str, title: str = TITLE) -> str:
    """A paper with *body*."""
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><title>{title}</title></head><body>{body}</body></html>'
    )


def sound_paper() -> bytes:
    """Text, seal and a code on page 1; the list and a code on page 2; the list as CSV beside it."""
    first = (
        f'<div class="page"><h1>{TITLE}</h1><p>共18户。电话：{OFFICE}。</p>'
        '<div class="seal">盖章处</div><div class="sign">清浦村村民委员会<br>2014年6月5日</div>'
        f"{_code(1)}</div>"
    )
    second = f'<section class="page">{_table(ROWS)}{_code(2)}</section>'
    content = "\r\n".join(",".join(row) for row in ROWS).encode("utf-8-sig")
    enclosure = Enclosure("list.csv", "text/csv", content, "名单")
    return render(html_of(first + second), css=[CSS], lang="zh", enclosures=[enclosure])


WANTED = Wanted(
    language="zh",
    title=TITLE,
    rows=ROWS,
    words=("共18户", OFFICE, "清浦村村民委员会"),
    pages=2,
    size_mm=A4,
    margins_mm=(37, 26, 35, 28),
    smallest_pt=8,
    list_pt=14,
    codes=(ADDRESS.format(page=1), ADDRESS.format(page=2)),
    seal=Seal("盖章处", ("清浦村村民委员会", "2014年6月5日")),
    allowed_numbers=(OFFICE,),
    enclosures=("list.csv",),
)


def wanted(**changed: Any) -> Wanted:
    """What is wanted of the sound paper, with *changed* put otherwise."""
    return dataclasses.replace(WANTED, **changed)


def findings(data: bytes, check: Check, **changed: Any) -> list[Finding]:
    """What *check* finds in *data*, when nothing else does: a planted fault is one fault."""
    report: Report = examine(data, wanted(**changed))
    assert {one.check for one in report.findings} == {check}, report.findings
    return list(report.findings)


def edited(data: bytes, edit: Callable[[PdfWriter], Any]) -> bytes:
    """*data* after *edit*."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    edit(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn_over(data: bytes, page: int, drawing: str) -> bytes:
    """*data* with *drawing* (instructions in points from the lower left; /Helv is a font that is not embedded)."""

    def edit(writer: PdfWriter) -> None:
        leaf = writer.pages[page - 1]
        resources: Any = leaf["/Resources"]
        fonts: Any = resources.get_object().setdefault(NameObject("/Font"), DictionaryObject()).get_object()
        if "/Helv" in drawing:
            fonts[NameObject("/Helv")] = _named(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica")
        stream = DecodedStreamObject()
        content: Any = leaf["/Contents"].get_object()
        stream.set_data(b"q\n" + content.get_data() + b"\nQ\nq " + drawing.encode() + b" Q\n")
        leaf[NameObject("/Contents")] = writer._add_object(stream)

    return edited(data, edit)


def _named(**entries: str) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): NameObject(value) for name, value in entries.items()})


def rectangle(box: Box, colour: str = "0 g") -> str:
    """The instructions for a filled rectangle at *box*, on A4."""
    dots = 72 / 25.4
    left, bottom = box.left * dots, (297 - box.bottom) * dots
    width, height = (box.right - box.left) * dots, (box.bottom - box.top) * dots
    return f"{colour} {left:.2f} {bottom:.2f} {width:.2f} {height:.2f} re f"


def an_action(**entries: Any) -> DictionaryObject:
    """A dictionary of the file, from plain values."""
    made = DictionaryObject()
    for name, value in entries.items():
        if isinstance(value, str):
            one: PdfObject = NameObject(value) if value.startswith("/") else TextStringObject(value)
        else:
            one = value
        made[NameObject(f"/{name}")] = one
    return made


def with_mark(data: bytes, page: int, **entries: Any) -> bytes:
    """*data* with a note or link on *page*."""

    def edit(writer: PdfWriter) -> None:
        mark = an_action(Type="/Annot", **entries)
        mark[NameObject("/Rect")] = ArrayObject([FloatObject(value) for value in (100, 700, 200, 720)])
        mark[NameObject("/F")] = NumberObject(2)  # not shown
        marks: Any = writer.pages[page - 1].setdefault(NameObject("/Annots"), ArrayObject())
        marks.get_object().append(writer._add_object(mark))

    return edited(data, edit)


def stamped(data: bytes, page: int, drawing: str) -> bytes:
    """*data* with *drawing* laid over *page* as a form of its own, at half its size (/Helv is not embedded)."""

    def edit(writer: PdfWriter) -> None:
        form = DecodedStreamObject()
        form.set_data(drawing.encode())
        helvetica = _named(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica")
        form.update(
            an_action(
                Type="/XObject",
                Subtype="/Form",
                BBox=ArrayObject([FloatObject(value) for value in (0, 0, 595, 842)]),
                Matrix=ArrayObject([FloatObject(value) for value in (0.5, 0, 0, 0.5, 60, 0)]),
                Resources=an_action(Font=an_action(Helv=helvetica)),
            )
        )
        leaf = writer.pages[page - 1]
        resources: Any = leaf["/Resources"]
        resources.get_object()[NameObject("/XObject")] = an_action(Stamp=writer._add_object(form))
        content: Any = leaf["/Contents"].get_object()
        content.set_data(b"q\n" + content.get_data() + b"\nQ q /Stamp Do Q")

    return edited(data, edit)
