"""Opening files: by whom, and with which headers."""

import pytest
from flask_sqlalchemy import SQLAlchemy

from app.core.permissions import NOBODY, Permission
from app.domain.attachments import folder, service
from app.domain.attachments.models import Attachment
from tests.domain.attachments.pictures import A_PDF, a_jpeg
from tests.people import People


@pytest.fixture
def photograph(people: People, db: SQLAlchemy) -> Attachment:
    return service.store(
        data=a_jpeg(), filename="照片.jpg", kind="posting_photo", area_path=people.village.path, actor=NOBODY
    )


def opened(people: People, name: str, attachment: Attachment) -> int:
    browser = people.browser(name)
    return browser.get("attachments.show", attachment_id=attachment.id, expect=None).status


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("village_officer", 200),
        ("township_reviewer", 200),
        ("supervisor", 200),
        ("administrator", 404),
        ("other_village_officer", 404),
        ("other_township_reviewer", 404),
        ("villager", 303),
    ],
)
def test_who_may_open_a_file(people: People, photograph: Attachment, name: str, status: int) -> None:
    assert opened(people, name, photograph) == status


def test_evidence_of_an_objection_is_not_for_the_village(people: People) -> None:
    evidence = service.store(
        data=A_PDF,
        filename="x.pdf",
        kind="evidence",
        area_path=people.village.path,
        needs=Permission.OBJECTION_READ,
        actor=NOBODY,
    )
    assert opened(people, "village_officer", evidence) == 404
    assert opened(people, "township_reviewer", evidence) == 200


def test_a_picture_is_shown_and_can_do_nothing(people: People, photograph: Attachment) -> None:
    browser = people.browser("village_officer")
    response = browser.get("attachments.show", attachment_id=photograph.id).response
    assert response.data == folder.path_of(photograph.digest).read_bytes()
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Disposition"].startswith("inline; filename")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].endswith("sandbox")
    assert response.headers["Cache-Control"] == "no-store"


def test_another_type_is_only_saved(people: People, photograph: Attachment, db: SQLAlchemy) -> None:
    photograph.media_type = "text/html"
    db.session.flush()
    response = people.browser("village_officer").get("attachments.show", attachment_id=photograph.id).response
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_what_is_not_there_is_not_found(people: People, photograph: Attachment) -> None:
    browser = people.browser("village_officer")
    browser.get("/attachments/999999", expect=404)
    browser.get("/attachments/99999999999999999999", expect=404)
    folder.path_of(photograph.digest).unlink()
    browser.get("attachments.show", attachment_id=photograph.id, expect=404)
