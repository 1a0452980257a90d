"""What is handed out: what is taken, what a picture keeps, and numbers of persons within a file."""

import io
import zipfile

import openpyxl
import pytest
from PIL import Image

from app.core.errors import Invalid
from app.core.permissions import NOBODY
from app.domain.articles.file_texts import holds_personal_number
from app.domain.attachments import rules
from app.domain.attachments.public_copies import LONGEST_SIDE, check_public
from app.domain.attachments.service import Checked


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), text)
    return out.getvalue()


def document(text: str, **more: str) -> bytes:
    return packed(
        word__document_xml=f"<w:document><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:document>", **more
    )


def picture(kind: str, size: tuple[int, int] = (2000, 1000)) -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "Phone", {1: "N"}
    Image.new("RGB", size, "white").save(out, kind, exif=exif)
    return out.getvalue()


def taken(data: bytes, name: str = "file") -> Checked:
    return check_public(data=data, filename=name, field="file", actor=NOBODY)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_becomes_a_small_upright_copy_without_its_camera(kind: str) -> None:
    checked = taken(picture(kind), "路灯.jpg")
    with Image.open(io.BytesIO(checked.data)) as copy:
        assert dict(copy.getexif()) == {}
        assert max(copy.size) == LONGEST_SIDE
        assert copy.size[0] < copy.size[1] or kind == "PNG"  # in a PNG nobody says how it is to be turned
    assert b"Phone" not in checked.data


def test_documents_are_known_by_what_is_in_them() -> None:
    assert taken(document("名单"), "名单.bin").media_type == rules.DOCX
    assert taken(document("名单"), "名单.bin").filename == "名单.bin.docx"
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.save(out)
    assert taken(out.getvalue(), "表.xlsx").media_type == rules.XLSX
    assert taken(b"%PDF-1.4 /Type /Page x").media_type == rules.PDF


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"PK\x03\x04 no zip",
        packed(a="b"),
        document("x", word__vbaProject_bin="program"),
        b"\x89PNG\r\n\x1a\n bad",
    ],
)
def test_anything_else_is_not_taken(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        taken(data)
    assert refused.value.field == "file"


def test_numbers_of_persons_are_found_within() -> None:
    assert holds_personal_number(document("电话</w:t><w:t>13812345678"), rules.DOCX)
    assert not holds_personal_number(document("电话 0857-0000001"), rules.DOCX)
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["卡号", "6222021234567890123"])
    book.save(out)
    assert holds_personal_number(out.getvalue(), rules.XLSX)
    assert not holds_personal_number(b"%PDF-1.4 broken", rules.PDF)
    assert not holds_personal_number(picture("JPEG"), rules.JPEG)
