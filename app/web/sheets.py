"""Where the code on a notice's sheet leads."""

from flask import current_app, url_for

from app.domain.notices.codes import code_of
from app.domain.notices.models import Notice
from app.web.pages import printed_address


def sheet_address(notice: Notice) -> str:
    """The address behind the QR code of the sheet: it says whether the sheet still counts, and leads to the list."""
    return printed_address(url_for("verify.show", code=code_of(notice.digest)))


def sheet_address_at(root: str, notice: Notice) -> str:
    """The same outside a request: *root* is what :func:`printed_address` gave for an empty path."""
    path = current_app.url_map.bind("localhost").build("verify.show", {"code": code_of(notice.digest)})
    return root + path
