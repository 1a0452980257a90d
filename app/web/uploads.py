"""From a form's file field to a stored attachment."""

from typing import Any

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.attachments import service
from app.domain.attachments.models import Attachment
from app.web.access import current_actor


def is_sent(file: Any) -> bool:
    """True for what a file field holds when something was chosen."""
    return bool(getattr(file, "filename", ""))


def store_file(
    field: Any, *, kind: str, area_path: str, needs: Permission = Permission.APPLICATION_VIEW
) -> Attachment:
    """Keep the file of a required file field. Raises :class:`Invalid` beside the field."""
    stored = find_file(field, kind=kind, area_path=area_path, needs=needs)
    if stored is None:
        raise Invalid(Message(N_("Please choose a file: a photograph or a PDF.")), field.name)
    return stored


def find_file(
    field: Any,
    *,
    kind: str,
    area_path: str,
    needs: Permission = Permission.APPLICATION_VIEW,
    heic: bool = False,
) -> Attachment | None:
    """Keep the file of a file field that may be empty; with *heic* also a photograph in that format."""
    file, actor = field.data, current_actor()
    if not is_sent(file):
        return None
    checked = service.check(
        data=file.stream, filename=file.filename, field=field.name, actor=actor, heic=heic
    )
    return service.store(data=checked, kind=kind, area_path=area_path, actor=actor, needs=needs)


def find_files(
    field: Any, *, kind: str, area_path: str, needs: Permission = Permission.APPLICATION_VIEW
) -> list[Attachment]:
    """Keep the files of a field for several that may be empty; all are looked at before the first is kept."""
    given = [file for file in field.data or [] if is_sent(file)]
    checked = [
        service.check(data=file.stream, filename=file.filename, field=field.name, actor=current_actor())
        for file in given
    ]
    return [
        service.store(data=file, kind=kind, area_path=area_path, actor=current_actor(), needs=needs)
        for file in checked
    ]
