"""Sending a stored file to those who may open it."""

from werkzeug.wrappers import Response

from app.blueprints.attachments import blueprint
from app.core.errors import NotFound
from app.core.permissions import Permission, can
from app.domain.attachments.queries import get_attachment
from app.web.access import current_actor, signed_in
from app.web.stored_files import send_stored


@blueprint.get("/<int:attachment_id>")
@signed_in
def show(attachment_id: int) -> Response:
    """The file, when its reader holds the permission it needs over its area; else there is nothing here."""
    attachment = get_attachment(attachment_id)
    if not can(current_actor(), Permission(attachment.needs), attachment):
        raise NotFound()
    return send_stored(attachment)
