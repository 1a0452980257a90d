"""What happened, for those who want to be told: JSON Feed 1.1 and Atom, for all villages and for each. Never a name."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree as xml

from flask import Response as FlaskResponse
from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.open_data import blueprint
from app.blueprints.open_data.addresses import site, whole_in
from app.blueprints.open_data.routes import as_json
from app.core import clock
from app.domain.areas.models import Area
from app.domain.areas.queries import get_village
from app.domain.articles import queries as articles
from app.domain.articles.models import Article
from app.domain.notices import queries as notices
from app.domain.notices.labels import titled
from app.domain.reports.happenings import Event, Happening, list_events
from app.web.access import public
from app.web.i18n import current_locale
from app.web.notice_sizes import size_of
from app.web.published.rendering import published
from app.web.templating import format_day, site_name

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
#: so many of the latest items stand in a feed
ITEMS = 100
#: with its year, the name of the site stands in identifiers that never change
NAMED_IN = 2026


@dataclass(frozen=True)
class Item:
    """One line of a feed. *name* makes its identifier, which never changes."""

    name: str
    at: dt.datetime
    title: str
    text: str
    url: str
    kind: str


@dataclass(frozen=True)
class Feed:
    """A feed of all villages or of one, in the language of its address."""

    title: str
    home: str
    here: str
    items: Sequence[Item]


@blueprint.get("/feed.json")
@public
@published
def feed_json() -> Response:
    """What happened lately in all villages, as JSON Feed 1.1."""
    return _json_feed(_feed_of(None))


@blueprint.get("/feed.atom")
@public
@published
def feed_atom() -> Response:
    """What happened lately in all villages, as Atom."""
    return _atom_feed(_feed_of(None))


@blueprint.get("/villages/<code>/feed.json")
@public(load=get_village)
@published(village=lambda village: village)
def village_feed_json(village: Area) -> Response:
    """What happened lately in one village, as JSON Feed 1.1."""
    return _json_feed(_feed_of(village))


@blueprint.get("/villages/<code>/feed.atom")
@public(load=get_village)
@published(village=lambda village: village)
def village_feed_atom(village: Area) -> Response:
    """What happened lately in one village, as Atom."""
    return _atom_feed(_feed_of(village))


def _feed_of(village: Area | None) -> Feed:
    lang = current_locale()
    found = notices.list_notices_of_village(village.id) if village else notices.list_public_notices()
    events = list_events(notices.standings(found), clock.today(), ITEMS)
    told = articles.list_public(area=village, above=village is not None, limit=ITEMS)
    items = [*(_of_event(event, lang) for event in events), *(_of_article(one, lang) for one in told)]
    items.sort(key=lambda item: (item.at, item.name), reverse=True)
    if village is None:
        title = _("Publicity in %(place)s", place=site_name().in_(lang))
        home = whole_in(lang, "public.home")
    else:
        title = _("Publicity in %(place)s", place=village.name.in_(lang))
        home = whole_in(lang, "public.show_village", code=village.code)
    return Feed(
        title, home, f"{site()}{url_for(request.endpoint or '', **(request.view_args or {}))}", items[:ITEMS]
    )


def _of_event(event: Event, lang: str) -> Item:
    notice = event.notice
    village, kind = notice.village.name.in_(lang), _(titled(notice))
    url = whole_in(lang, "public.show_notice", number=notice.number)
    size = size_of(notice)
    number = _("No. %(number)s", number=notice.number)
    title = f"{_('%(village)s: %(kind)s', village=village, kind=kind)} – {_what(event.what)}"
    return Item(
        f"notice/{event.name}",
        event.at,
        title,
        " ".join(filter(None, (_meaning(event), size, f"({number})"))),
        url,
        event.what,
    )


def _what(what: Happening) -> str:
    return {
        Happening.ISSUED: _("Issued"),
        Happening.ANNOUNCED: _("Announced"),
        Happening.HUNG: _("Hangs in the village"),
        Happening.ENDS_SOON: _("Soon over"),
        Happening.WITHDRAWN: _("Withdrawn"),
        Happening.REPLACED: _("Replaced"),
    }[what]


def _meaning(event: Event) -> str:
    period, replaced_by = event.standing.period, event.standing.replaced_by
    last_day = format_day(period.last_day)
    if not event.notice.is_of_list and event.what in (Happening.HUNG, Happening.ENDS_SOON):
        return _("It hangs until the end of %(day)s. Its page stays for good.", day=last_day)
    if event.what in (Happening.ISSUED, Happening.ANNOUNCED):
        return _("A new notice was issued. It is going to hang in the village.")
    if event.what is Happening.HUNG:
        return _("It hangs everywhere now. Anybody may object until the end of %(day)s.", day=last_day)
    if event.what is Happening.ENDS_SOON:
        return _("Objections are taken until the end of %(day)s.", day=last_day)
    if event.what is Happening.REPLACED:
        return _("Notice %(number)s stands in its place.", number=replaced_by)
    return _("The notice no longer counts. Its page says why.")


def _of_article(article: Article, lang: str) -> Item:
    at = clock.at(article.appears_on or clock.today(), 0)
    url = whole_in(lang, "articles.show_public", number=article.number)
    title = article.title.in_(lang)
    return Item(f"news/{article.number}", at, title, f"{title} ({article.byline})", url, article.kind.value)


def _identifier(name: str) -> str:
    return f"tag:{urlsplit(site()).hostname},{NAMED_IN}:{name}"


def _instant(at: dt.datetime) -> str:
    return clock.local(at).isoformat(timespec="seconds")


def _json_feed(feed: Feed) -> Response:
    lang = "en" if current_locale() == "en" else "zh-CN"
    return as_json(
        {
            "version": JSON_FEED,
            "title": feed.title,
            "home_page_url": feed.home,
            "feed_url": feed.here,
            "language": lang,
            "authors": [{"name": site_name().in_(current_locale())}],
            "items": [
                {
                    "id": _identifier(item.name),
                    "url": item.url,
                    "title": item.title,
                    "content_text": item.text,
                    "date_published": _instant(item.at),
                    "tags": [item.kind],
                }
                for item in feed.items
            ],
        },
        "application/feed+json",
    )


def _atom_feed(feed: Feed) -> Response:
    lang = "en" if current_locale() == "en" else "zh-CN"
    root = xml.Element("feed", {"xmlns": ATOM, "xml:lang": lang})
    latest = feed.items[0].at if feed.items else clock.at(dt.date(NAMED_IN, 1, 1), 0)
    _texts(root, id=feed.here, title=feed.title, updated=_instant(latest))
    xml.SubElement(root, "link", rel="self", type="application/atom+xml", href=feed.here)
    xml.SubElement(root, "link", rel="alternate", type="text/html", href=feed.home)
    _texts(xml.SubElement(root, "author"), name=site_name().in_(current_locale()))
    for item in feed.items:
        entry = xml.SubElement(root, "entry")
        at = _instant(item.at)
        _texts(
            entry, id=_identifier(item.name), title=item.title, updated=at, published=at, summary=item.text
        )
        xml.SubElement(entry, "link", rel="alternate", type="text/html", href=item.url)
        xml.SubElement(entry, "category", term=item.kind)
    return FlaskResponse(xml_of(root), mimetype="application/atom+xml")


def xml_of(root: xml.Element) -> bytes:
    """*root* as a file."""
    xml.indent(root)
    return xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _texts(parent: xml.Element, **texts: str) -> None:
    for name, text in texts.items():
        xml.SubElement(parent, name).text = text
