"""What machines ask for first: which pages there are, which to leave alone, and what each address answers."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as xml

from flask import Response as FlaskResponse
from flask import current_app
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from app.blueprints.open_data import blueprint
from app.blueprints.open_data.addresses import site, whole_in
from app.blueprints.open_data.feeds import xml_of
from app.blueprints.open_data.openapi import description, pattern
from app.blueprints.open_data.routes import as_json
from app.domain.areas import queries as areas
from app.domain.areas.models import AreaLevel
from app.domain.articles import queries as articles
from app.domain.notices import queries as notices
from app.web.access import public
from app.web.i18n import ENGLISH
from app.web.published.rendering import published

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
LANGUAGES = {"zh": "zh-CN", "en": "en"}
#: a sitemap may not hold more
MOST = 25_000
#: pages of the same address for ever; those that this portal lacks are left out
PAGES = (
    "public.home",
    "public.list_notices",
    "articles.procedure",
    "articles.policy_in_force",
    "articles.list_public",
    "samples.public_draws",
    "verify.ask",
    "open_data.index",
)
#: files with persons in them, for whoever checks a list and not for search engines
PERSONS = (
    "/notices/*.json",
    "/notices/*.csv",
    "/notices/*.pdf",
    "/notices/*/groups/",
    "/notices/*/photos/",
    "/notices/*/script",
    "/board/",
    "/v/",
)


@blueprint.get("/sitemap.xml")
@public
@published
def sitemap() -> Response:
    """Every page for everybody in both languages; none that shows persons."""
    xml.register_namespace("", SITEMAP)
    xml.register_namespace("xhtml", XHTML)
    root = xml.Element(f"{{{SITEMAP}}}urlset")
    for number, (endpoint, values) in enumerate(_pages()):
        if number == MOST:
            break
        addresses = {lang: whole_in(lang, endpoint, **values) for lang in LANGUAGES}
        for address in addresses.values():
            entry = xml.SubElement(root, f"{{{SITEMAP}}}url")
            xml.SubElement(entry, f"{{{SITEMAP}}}loc").text = address
            for lang, other in addresses.items():
                attributes = {"rel": "alternate", "hreflang": LANGUAGES[lang], "href": other}
                xml.SubElement(entry, f"{{{XHTML}}}link", attributes)
    return FlaskResponse(xml_of(root), mimetype="application/xml")


@blueprint.get("/robots.txt")
@public
@published
def robots() -> Response:
    """Which addresses search engines leave alone: persons, forms, and what is for staff."""
    closed = _shortest({*PERSONS, *_forms(), *_staff()})
    lines = [f"Disallow: {prefix}{path}" for prefix in ("", ENGLISH) for path in closed]
    text = "\n".join(["User-agent: *", *lines, "", f"Sitemap: {site()}/sitemap.xml", ""])
    return FlaskResponse(text, mimetype="text/plain")


@blueprint.get("/openapi.json")
@public
@published
def openapi() -> Response:
    """OpenAPI 3.1: every address that everybody may ask, with what it answers."""
    return as_json(description())


def _pages() -> Iterator[tuple[str, dict[str, Any]]]:
    for endpoint in PAGES:
        if endpoint in current_app.view_functions:
            yield endpoint, {}
    for village in areas.list_villages():
        yield "public.show_village", {"code": village.code}
    for township in areas.list_areas(AreaLevel.TOWNSHIP):
        yield "public.show_township", {"code": township.code}
    for standing in notices.standings(notices.list_public_notices()):
        if not standing.names_show:
            yield "public.show_notice", {"number": standing.notice.number}
    for article in articles.list_public(limit=MOST):
        yield "articles.show_public", {"number": article.number}


def _shortest(paths: set[str]) -> list[str]:
    """*paths* without those that lie below another one."""
    kept: list[str] = []
    for path in sorted(paths):
        if not any(path.startswith(f"{above.removesuffix('/')}/") for above in kept):
            kept.append(path)
    return kept


def _is_public(rule: Rule) -> bool:
    return getattr(current_app.view_functions[rule.endpoint], "access", None) == "public"


def _rules() -> list[Rule]:
    return [rule for rule in current_app.url_map.iter_rules() if rule.endpoint != "static"]


def _forms() -> Iterator[str]:
    """Addresses that everybody may send something to."""
    for rule in _rules():
        if _is_public(rule) and "POST" in (rule.methods or ()):
            yield pattern(rule, "*").removesuffix("/")


def _staff() -> Iterator[str]:
    """First parts of addresses below which nothing is for everybody."""
    open_parts = {rule.rule.split("/")[1] for rule in _rules() if _is_public(rule)}
    for rule in _rules():
        part = rule.rule.split("/")[1]
        if part and part not in open_parts:
            yield f"/{part}"
