"""Files that come with an objection, an answer or a decision: looked at first, then kept for the office alone."""

from typing import Any

from app.blueprints.objections.presenter import investigating_office
from app.core.permissions import Actor, Permission
from app.domain.attachments import service as attachments
from app.domain.attachments.models import Attachment
from app.domain.attachments.service import Checked
from app.domain.notices.models import Notice
from app.domain.objections.models import Level
from app.web.uploads import is_sent


def check_files(form: Any, actor: Actor) -> list[Checked]:
    """The files of *form*, looked at and without their place; raises ``Invalid`` beside their field."""
    given = [file for file in form.evidence.data or [] if is_sent(file)]
    return [
        attachments.check(data=file.stream, filename=file.filename, field="evidence", actor=actor)
        for file in given
    ]


def keep_files(checked: list[Checked], notice: Notice, level: Level, actor: Actor) -> list[Attachment]:
    """Keep evidence so that only the investigating office opens it: it belongs to that office's area."""
    office = investigating_office(notice, level)
    path = office.path if office is not None else notice.area_path
    return [
        attachments.store(
            data=file, kind="objection_evidence", area_path=path, actor=actor, needs=Permission.OBJECTION_READ
        )
        for file in checked
    ]
