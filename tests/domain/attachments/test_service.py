"""Keeping files: under their digest, once, whole."""

import hashlib
import io
from pathlib import Path

import pytest
from flask_sqlalchemy import SQLAlchemy

from app.core.errors import Invalid
from app.core.permissions import NOBODY, Permission
from app.domain.attachments import folder, rules, service
from app.domain.attachments.models import Attachment
from tests.domain.attachments.pictures import A_PDF, CAMERA, a_heic, a_jpeg
from tests.factories import how_many


@pytest.fixture(autouse=True)
def uploads(db: SQLAlchemy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(folder, "_folder", [tmp_path])
    return tmp_path


def keep(data: bytes, name: str = "scan.pdf") -> Attachment:
    return service.store(data=data, filename=name, kind="signed_copy", area_path="1/", actor=NOBODY)


def test_a_file_lies_under_its_digest(uploads: Path) -> None:
    attachment = keep(A_PDF)
    digest = hashlib.sha256(A_PDF).hexdigest()
    assert attachment.digest == digest
    assert (uploads / digest[:2] / digest).read_bytes() == A_PDF
    assert (attachment.media_type, attachment.size, attachment.filename) == (
        "application/pdf",
        len(A_PDF),
        "scan.pdf",
    )
    assert attachment.needs == Permission.APPLICATION_VIEW.value


def test_the_same_bytes_lie_there_once(uploads: Path) -> None:
    first, second = keep(A_PDF), keep(A_PDF, "again.pdf")
    assert first.digest == second.digest
    assert first.id != second.id
    assert len([path for path in uploads.rglob("*") if path.is_file()]) == 1


def test_a_file_that_broke_off_is_written_anew(uploads: Path) -> None:
    digest = keep(A_PDF).digest
    folder.path_of(digest).write_bytes(A_PDF[:10])
    keep(A_PDF)
    assert folder.path_of(digest).read_bytes() == A_PDF


def test_nothing_half_written_stays_behind(uploads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(A_PDF)
    assert [path for path in uploads.rglob("*") if path.is_file()] == []


def test_what_is_not_taken_leaves_no_trace(uploads: Path) -> None:
    with pytest.raises(Invalid) as refused:
        service.store(
            data=b"<html>", filename="x.jpg", kind="evidence", area_path="1/", actor=NOBODY, field="evidence"
        )
    assert refused.value.field == "evidence"
    assert list(uploads.iterdir()) == []
    assert how_many(Attachment) == 0


def test_a_photograph_is_kept_without_its_position(uploads: Path) -> None:
    attachment = keep(a_jpeg(), "photo.jpg")
    assert b"Exif" not in folder.path_of(attachment.digest).read_bytes()


def test_a_stream_is_read_no_further_than_needed() -> None:
    endless = io.BytesIO(b"%PDF-" + b"x" * (40 * 1024 * 1024))
    with pytest.raises(Invalid):
        service.check(data=endless, filename="x.pdf", actor=NOBODY)
    assert endless.tell() <= 17 * 1024 * 1024


def test_a_file_is_looked_at_before_and_kept_after(uploads: Path) -> None:
    checked = service.check(data=a_jpeg(), filename="photo.jpg", actor=NOBODY)
    attachment = service.store(data=checked, kind="posting_photo", area_path="1/", actor=NOBODY)
    assert attachment.filename == "photo.jpg"


def test_heic_is_taken_only_where_a_caller_allows_it(uploads: Path) -> None:
    with pytest.raises(Invalid, match="HEIC"):
        service.check(data=a_heic(), filename="IMG_1.HEIC", actor=NOBODY)
    checked = service.check(data=a_heic(), filename="IMG_1.HEIC", actor=NOBODY, heic=True)
    assert (checked.filename, checked.media_type) == ("IMG_1.jpg", rules.JPEG)
    assert checked.data.startswith(b"\xff\xd8\xff")


def test_the_original_lies_beside_its_copy_for_fewer_eyes(uploads: Path) -> None:
    data = a_heic()
    original = service.Checked(data, "IMG_1.HEIC", rules.HEIC)
    needs = Permission.POSTING_ORIGINAL_VIEW
    kept = service.store(data=original, kind="posting_original", area_path="1/", actor=NOBODY, needs=needs)
    copy = service.check(data=data, filename="IMG_1.HEIC", actor=NOBODY, heic=True)
    shown = service.store(data=copy, kind="posting", area_path="1/", actor=NOBODY)
    assert folder.path_of(kept.digest).read_bytes() == data
    assert kept.needs == needs.value != shown.needs
    assert CAMERA.encode() not in folder.path_of(shown.digest).read_bytes()
