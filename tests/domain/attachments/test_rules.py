"""Which files are taken, and what they are called afterwards."""

import io

import pydyf
import pypdf
import pytest

from app.domain.attachments import rules
from tests.domain.attachments.pictures import A_PDF, a_jpeg, a_png


@pytest.mark.parametrize(("data", "kind"), [(A_PDF, rules.PDF), (a_jpeg(), rules.JPEG), (a_png(), rules.PNG)])
def test_the_content_says_what_a_file_is(data: bytes, kind: str) -> None:
    assert rules.media_type_of(data) == kind
    assert rules.why_not_taken(data) is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<html>", "Only photographs"),
        (b"MZ\x90\x00", "Only photographs"),
        (b"PK\x03\x04", "Only photographs"),
        (b"%PDF-1.4\n%%EOF\n", "no page in this PDF"),
        (b"%PDF-1.4\n1 0 obj\n<</Type/Pages/Count 0>>\nendobj", "no page in this PDF"),
        (b"GIF89a", "Only photographs"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Only photographs"),
        (b"\x00\x00\x00\x18ftypheic\x00", "HEIC"),
        (b"%PDF-" + b"x" * rules.LARGEST_BYTES, "at most 16 MB"),
    ],
)
def test_everything_else_is_refused_with_the_reason(data: bytes, words: str) -> None:
    assert words in str(rules.why_not_taken(data))


def written(packed: bool) -> bytes:
    """A page as a library writes it, its objects *packed* into a stream as newer programs do."""
    if packed:
        return pydyf_page(compressed=True)
    pages = pypdf.PdfWriter()
    pages.add_blank_page(10, 10)
    buffer = io.BytesIO()
    pages.write(buffer)
    return buffer.getvalue()


def pydyf_page(*, compressed: bool) -> bytes:
    paper, buffer = pydyf.PDF(), io.BytesIO()
    paper.add_page(pydyf.Dictionary({"Type": "/Page", "Parent": paper.pages.reference}))
    paper.write(buffer, version=b"1.7", compress=compressed)
    return buffer.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_with_a_page_is_taken_also_when_its_objects_are_packed(packed: bool) -> None:
    data = written(packed)
    assert (b"/ObjStm" in data) is packed
    assert rules.why_not_taken(data) is None


@pytest.mark.parametrize("more", [b"/Encrypt 5 0 R", b"<</Type/ObjStm/Filter/LZWDecode>>stream\nxyz"])
def test_a_pdf_that_cannot_be_looked_into_is_taken(more: bytes) -> None:
    assert rules.why_not_taken(b"%PDF-1.7\n" + more) is None


def test_heic_is_taken_where_the_caller_allows_it() -> None:
    heic = b"\x00\x00\x00\x18ftypheic\x00"
    assert rules.media_type_of(heic) == rules.HEIC
    assert rules.why_not_taken(heic, heic=True) is None
    assert rules.why_not_taken(b"", heic=True) is not None
    assert rules.why_not_taken(heic + b"x" * rules.LARGEST_BYTES, heic=True) is not None
    assert rules.tidy_filename("IMG_1.HEIC", rules.HEIC) == "IMG_1.HEIC"


@pytest.mark.parametrize(
    ("given", "tidy"),
    [
        ("照片 1.JPG", "照片 1.JPG"),
        ("scan.jpeg", "scan.jpeg"),
        ("C:\\Users\\li\\scan.jpg", "scan.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("photo.html", "photo.html.jpg"),
        ("a\r\nSet-Cookie: x=1.jpg", "aSet-Cookie_ x=1.jpg"),
        ("\u202egpj.exe", "gpj.exe.jpg"),
        ("", "file.jpg"),
        (".jpg", "file.jpg"),
        ("长" * 300 + ".jpg", "长" * 116 + ".jpg"),
    ],
)
def test_a_filename_is_tidied(given: str, tidy: str) -> None:
    assert rules.tidy_filename(given, rules.JPEG) == tidy
