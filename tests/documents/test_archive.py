"""PDF/A-3a and PDF/UA-1 in one file: what the engine leaves out stands in it."""

import base64
import hashlib
import io
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from pypdf import PdfReader

from app.documents import render

ROWS = "".join(f"<tr><th>{n}</th><td>王桂英</td><td>4</td></tr>" for n in range(1, 60))
HTML = f"""<!doctype html>
<html lang="zh-CN"><head><title>公示名单</title></head><body><h1>公示</h1>
<img src="%s" alt="图">
<table><thead><tr><th rowspan="2">序号</th><th colspan="2">农户</th></tr><tr><th>户主</th><th>人口</th></tr></thead>
<tbody>{ROWS}</tbody></table></body></html>"""
CSS = ("html { font-family: 'Noto Serif CJK SC' } @page { size: A5 }",)
ENCLOSURES = (
    render.Enclosure("list.csv", "text/csv", "序号,户主\n1,王桂英\n".encode(), "名单"),
    render.Enclosure("list.json", "application/json", b"[]", "名单"),
)


def picture() -> str:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render.render(HTML % picture(), css=CSS, lang="zh", enclosures=ENCLOSURES)


@pytest.fixture(scope="module")
def reader(paper: bytes) -> Any:
    return PdfReader(io.BytesIO(paper))


def objects(reader: Any) -> list[Any]:
    return [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]) - 2)]


def test_the_metadata_claim_both_standards_and_explain_the_second(reader: Any) -> None:
    text = reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    tree = ET.fromstring(text)  # noqa: S314 - our own file
    claims = {name.rpartition("}")[2]: value for one in tree.iter() for name, value in one.attrib.items()}
    assert (claims["part"], claims["conformance"]) == ("3", "A")
    assert tree.find(".//{http://www.aiim.org/pdfua/ns/id/}part").text == "1"
    described = tree.find(".//{http://www.aiim.org/pdfa/ns/schema#}namespaceURI")
    assert described is not None
    assert described.text == "http://www.aiim.org/pdfua/ns/id/"


def test_title_language_tags_and_bookmarks_are_there(reader: Any) -> None:
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "公示名单"
    assert [one["/Title"] for one in reader.outline if isinstance(one, dict)] == ["公示"]


def test_pages_in_another_language_are_read_in_theirs() -> None:
    articles = '<article lang="zh-CN"><p>公示</p></article><article lang="en"><p>Notice</p></article>'
    html = (
        f'<!doctype html>\n<html lang="zh-CN"><head><title>公示</title></head><body>{articles}</body></html>'
    )
    css = (*CSS, "article + article { break-before: page }")
    root = PdfReader(io.BytesIO(render.render(html, css=css, lang="zh"))).trailer["/Root"]
    document: Any = root["/StructTreeRoot"]["/K"][0].get_object()
    assert [one.get_object().get("/Lang") for one in document["/K"]] == [None, "en"]


def test_every_header_cell_says_what_it_heads(reader: Any) -> None:
    cells = [one for one in objects(reader) if isinstance(one, dict) and one.get("/S") == "/TH"]
    scopes = [one["/A"].get("/Scope") for one in cells if "/A" in one]
    assert scopes.count("/Row") == 59
    assert scopes.count("/Column") >= 4
    assert None not in scopes


def test_pictures_are_not_smoothed(reader: Any) -> None:
    pictures = [one for one in objects(reader) if isinstance(one, dict) and one.get("/Subtype") == "/Image"]
    assert [str(one.get("/Interpolate", "False")) for one in pictures] == ["False"]


def test_the_list_travels_within_the_paper_as_data(reader: Any) -> None:
    assert {name: found[0] for name, found in reader.attachments.items()} == {
        one.name: one.data for one in ENCLOSURES
    }
    files = [one.get_object() for one in reader.trailer["/Root"]["/AF"]]
    assert {one["/AFRelationship"] for one in files} == {"/Data"}
    assert [one["/EF"]["/F"].get_object()["/Subtype"] for one in files] == ["/text/csv", "/application/json"]


def test_enclosures_do_not_bring_the_clock_in(paper: bytes) -> None:
    again = render.render(HTML % picture(), css=CSS, lang="zh", enclosures=ENCLOSURES)
    assert hashlib.sha256(again).digest() == hashlib.sha256(paper).digest()
