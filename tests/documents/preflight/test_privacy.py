"""Identity numbers, bank cards and mobile telephones are found wherever they stand; an office's numbers are none."""

import io
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import NameObject, TextStringObject

from app.documents.preflight import Check, Wanted, examine
from app.documents.preflight.privacy import numbers_in
from app.documents.render import render
from tests.documents.preflight.planting import (
    CSS,
    IDENTITY,
    MOBILE,
    OFFICE,
    WANTED,
    an_action,
    edited,
    findings,
    html_of,
    wanted,
    with_mark,
)


@pytest.mark.parametrize(
    "text",
    [
        IDENTITY,
        f"电话{MOBILE}。",
        "138 0000 0000",
        "1 3 8 0 0 0 0 0 0 0 0",
        "138\n00000000",
        "522422 1990 0101 1234",
        "52242219900101\n123X",
        "５２２４２２１９９００１０１１２３４",
        "138‑0000‑0000",
        "6222 0000 0000 0000 000",
        "138\u200b00000000",
        "522422900101123",
    ],
)
def test_a_personal_number_however_it_is_written(text: str) -> None:
    assert numbers_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2014年6月6日至2014年6月12日",
        "共24户98人，人均纯收入2736元",
        OFFICE,
        "12317",
        "GS-2014-002-2",
        "3f9a12cd" * 8,
        "12345678901234567890123456789012a456",
        "520581107202",
        "2014-06-06  2014-06-12",
    ],
)
def test_what_is_no_personal_number(text: str) -> None:
    assert not numbers_in(text)


def test_a_number_that_is_printed_on_purpose_is_none() -> None:
    assert numbers_in("值班手机 138 0000 0000")
    assert not numbers_in("值班手机 138 0000 0000", ["138 0000 0000"])
    assert numbers_in("值班手机 138 0000 0000，王某 139 0000 0000", ["138 0000 0000"])


BODY = f"""
<p style="width: 40mm">王秀英身份证号码{IDENTITY}，在册。</p>
<p>李国强 138<br>0000<br>0001</p>
<table><tr>{"".join(f"<td>{digit}</td>" for digit in IDENTITY)}</tr></table>
<p>{OFFICE}</p><p>2736元</p>
"""


@pytest.fixture(scope="module")
def told() -> bytes:
    """A paper with one number wrapped, one broken over three lines, one in boxes."""
    return render(html_of(BODY, "名单"), css=[CSS], lang="zh")


def test_numbers_on_a_page_are_found_over_lines_and_in_boxes(told: bytes) -> None:
    report = examine(told, Wanted("zh", allowed_numbers=(OFFICE,)))
    assert [(one.check, one.page) for one in report.findings] == [(Check.PERSONAL, 1)] * 3
    assert len({one.box for one in report.findings}) == 3
    assert IDENTITY not in repr(report)


def test_where_personal_numbers_belong_they_are_not_looked_for(told: bytes) -> None:
    assert examine(told, Wanted("zh", may_hold_personal_numbers=True)).is_fit


def _in_metadata(paper: bytes) -> bytes:
    return edited(paper, lambda writer: writer.add_metadata({"/Subject": f"王秀英 {IDENTITY}"}))


def _in_description(paper: bytes) -> bytes:
    def edit(writer: Any) -> None:
        stream = writer.root_object["/Metadata"].get_object()
        stream.set_data(
            stream.get_data().replace(b"Gongshi", b"").replace(b"</rdf:RDF>", MOBILE.encode() + b"</rdf:RDF>")
        )

    return edited(paper, edit)


def _in_a_bookmark(paper: bytes) -> bytes:
    return edited(paper, lambda writer: writer.add_outline_item(MOBILE, 0))


def _in_a_note(paper: bytes) -> bytes:
    return with_mark(paper, 2, Subtype="/Text", Contents=f"电话 {MOBILE}")


def _in_a_link(paper: bytes) -> bytes:
    return with_mark(
        paper, 2, Subtype="/Link", A=an_action(S="/URI", URI=f"https://gongshi.example/?p={MOBILE}")
    )


def _in_words_for_the_blind(paper: bytes) -> bytes:
    def edit(writer: Any) -> None:
        for number in range(1, len(writer._objects) + 1):
            one = writer._objects[number - 1]
            if getattr(one, "get", lambda _key: None)("/S") == "/Figure":
                one[NameObject("/Alt")] = TextStringObject(IDENTITY)

    return edited(paper, edit)


@pytest.mark.parametrize(
    "plant",
    [_in_metadata, _in_description, _in_a_bookmark, _in_a_note, _in_a_link, _in_words_for_the_blind],
)
def test_numbers_that_no_page_shows(paper: bytes, plant: Any) -> None:
    found = findings(plant(paper), Check.PERSONAL)
    assert all("unseen" in str(one.message) for one in found)
    assert all(IDENTITY not in str(one.message) and MOBILE not in str(one.message) for one in found)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("more.csv", f"1,王秀英,{IDENTITY}\r\n"),
        ("more.json", '{"rows": ["\\u0031' + MOBILE[1:] + '"]}'),
        ("more.json", f'{{"telephone": {MOBILE}}}'),
    ],
)
def test_numbers_in_an_enclosed_file(paper: bytes, name: str, content: str) -> None:
    data = edited(paper, lambda writer: writer.add_attachment(name, content.encode()))
    found = findings(data, Check.PERSONAL, enclosures=("list.csv", name))
    assert name in str(found[0].message)


def test_the_sound_paper_without_its_office_being_told(paper: bytes) -> None:
    assert examine(paper, wanted(allowed_numbers=())).is_fit  # a land line is nobody's mobile
    assert len(PdfReader(io.BytesIO(paper)).pages) == WANTED.pages
