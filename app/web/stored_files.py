"""Answering with a stored file, in such a way that it can do nothing but be looked at or kept."""

from urllib.parse import quote

from flask import current_app, request
from werkzeug.wrappers import Response

from app.core.errors import NotFound
from app.domain.attachments import folder, rules
from app.domain.attachments.models import Attachment

NOTHING_RUNS = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"
#: browsers do not open their viewer in a sandbox
VIEWER = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"


def send_stored(attachment: Attachment, *, filename: str = "", for_everybody: bool = False) -> Response:
    """The bytes of *attachment*: pictures and PDF to look at, anything else to keep, called *filename*.

    *for_everybody* lets whoever has it ask whether it is still the same; else nobody on the way keeps it. Raises
    ``NotFound``, and says so in the log, when the file is missing.
    """
    path = folder.path_of(attachment.digest)
    if not path.is_file():
        current_app.logger.error("a stored file is missing", extra={"attachment": attachment.id})
        raise NotFound()
    inline = attachment.media_type in rules.ACCEPTED
    is_known = inline or attachment.media_type in rules.EXTENSIONS
    response = Response(
        path.read_bytes(), mimetype=attachment.media_type if is_known else "application/octet-stream"
    )
    response.headers.set(
        "Content-Disposition",
        "inline" if inline else "attachment",
        **_named(filename or attachment.filename),
    )
    response.headers["Content-Security-Policy"] = (
        VIEWER if attachment.media_type == rules.PDF else NOTHING_RUNS
    )
    response.headers["Cache-Control"] = "no-cache" if for_everybody else "no-store"
    if for_everybody:
        response.set_etag(attachment.digest[:32])
        response.make_conditional(request)
    return response


def _named(filename: str) -> dict[str, str]:
    """The name for saving: as it is when plain, else also in the encoded spelling that browsers read."""
    if filename.isascii():
        return {"filename": filename}
    plain = "".join(c if c.isascii() else "_" for c in filename)
    return {"filename": plain, "filename*": f"UTF-8''{quote(filename, safe='')}"}
