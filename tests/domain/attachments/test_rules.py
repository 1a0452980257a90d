"""Which files are taken, and what they are called afterwards."""

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
        (b"GIF89a", "Only photographs"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Only photographs"),
        (b"\x00\x00\x00\x18ftypheic\x00", "HEIC"),
        (b"%PDF-" + b"x" * rules.LARGEST_BYTES, "at most 16 MB"),
    ],
)
def test_everything_else_is_refused_with_the_reason(data: bytes, words: str) -> None:
    assert words in str(rules.why_not_taken(data))


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
