"""Papers and photographs that come with a form about a project."""

import datetime as dt
from typing import Any

from app.core.permissions import Permission
from app.domain.attachments import service as attachments
from app.domain.attachments.models import Attachment
from app.domain.projects.models import PhotoStage, Project, ProjectPlace
from app.domain.projects.reporting import Picture
from app.web.access import current_actor
from app.web.uploads import find_file, is_sent

VIEW = Permission.PROJECT_VIEW


def paper_of(field: Any, project: Project) -> Attachment | None:
    """The paper of a file field, kept for those who may see the project."""
    return find_file(field, kind="project_paper", area_path=project.area_path, needs=VIEW, heic=True)


def pictures_of(
    field: Any,
    project: Project,
    *,
    stage: PhotoStage,
    taken_on: dt.date,
    caption: str,
    place: ProjectPlace | None = None,
) -> list[Picture]:
    """The photographs of a field for several; all are looked at before the first is kept. Raises ``Invalid``."""
    actor, path = current_actor(), place.area.path if place is not None else project.area_path
    given = [file for file in field.data or [] if is_sent(file)]
    checked = [
        attachments.check(data=file.stream, filename=file.filename, field=field.name, actor=actor, heic=True)
        for file in given
    ]
    kept = [
        attachments.store(data=file, kind="project_photo", area_path=path, actor=actor, needs=VIEW)
        for file in checked
    ]
    return [Picture(stage, photo, taken_on, caption) for photo in kept]
