"""Whole addresses for files that are read elsewhere: with the site's name, in one language or in both."""

from typing import Any

from flask import current_app, request, url_for

from app.web.i18n import ENGLISH
from app.web.pages import printed_address


def site() -> str:
    """The site's known name, else the one it was asked by: ``https://gongshi.example``."""
    known: str = current_app.extensions["gongshi"].public_address
    return known or request.host_url.rstrip("/")


def whole(endpoint: str, **values: Any) -> str:
    """The whole address of a page for everybody, in Chinese: the same whoever reads the file."""
    return printed_address(url_for(endpoint, **values))


def whole_in(lang: str, endpoint: str, **values: Any) -> str:
    """The whole address of a page for everybody in *lang*."""
    address = whole(endpoint, **values)
    return address if lang == "zh" else f"{site()}{ENGLISH}{address.removeprefix(site())}"
