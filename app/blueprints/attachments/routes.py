"""Sending a stored file, in such a way that it can do nothing but be looked at."""

from urllib.parse import quote

from flask import current_app
from werkzeug.wrappers import Response

from app.blueprints.attachments import blueprint
from app.core.errors import NotFound
from app.core.permissions import Permission, can
from app.domain.attachments import folder, rules
from app.domain.attachments.queries import get_attachment
from app.web.access import current_actor, signed_in

NOTHING_RUNS = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"
#: browsers do not open their viewer in a sandbox
VIEWER = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"


@blueprint.get("/<int:attachment_id>")
@signed_in
def show(attachment_id: int) -> Response:
    """The file, when its reader holds the permission it needs over its area; else there is nothing here."""
    attachment = get_attachment(attachment_id)
    if not can(current_actor(), Permission(attachment.needs), attachment):
        raise NotFound()
    path = folder.path_of(attachment.digest)
    if not path.is_file():
        current_app.logger.error("a stored file is missing", extra={"attachment": attachment.id})
        raise NotFound()
    inline = attachment.media_type in rules.ACCEPTED
    response = Response(
        path.read_bytes(), mimetype=attachment.media_type if inline else "application/octet-stream"
    )
    response.headers.set(
        "Content-Disposition", "inline" if inline else "attachment", **_named(attachment.filename)
    )
    response.headers["Content-Security-Policy"] = (
        VIEWER if attachment.media_type == rules.PDF else NOTHING_RUNS
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _named(filename: str) -> dict[str, str]:
    """The name for saving: as it is when plain, else also in the encoded spelling that browsers read."""
    if filename.isascii():
        return {"filename": filename}
    plain = "".join(c if c.isascii() else "_" for c in filename)
    return {"filename": plain, "filename*": f"UTF-8''{quote(filename, safe='')}"}
