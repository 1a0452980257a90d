"""Links to doors that may not be installed, and what several public pages say of a notice in few words."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.public.presenter import Line
from app.core import clock
from app.core.bilingual import BilingualText
from app.domain.areas.models import Area
from app.domain.articles.models import Article
from app.domain.notices.labels import label_of
from app.web.templating import format_day


@dataclass(frozen=True)
class Row:
    """A line of a list that is one link: what it leads to, and a few words beside it."""

    name: BilingualText | str
    url: str
    note: str = ""


def if_there(endpoint: str, **values: Any) -> str:
    """The address of *endpoint*; "" when its door is not installed."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


def short_kind(line: Line) -> str:
    """What a notice is called where there is little room: First notice."""
    return str(_(label_of(line.notice)))


def left_words(line: Line) -> str:
    """How long a notice still stands open: ``3 days left``."""
    period = line.standing.period
    if not period.begun:
        return str(_("Not hung yet"))
    if not period.is_certain(clock.today()):
        return str(_("still open"))
    left = period.days_left(clock.today())
    if left == 1:
        return str(_("last day today"))
    return str(ngettext("%(num)s day left", "%(num)s days left", left))


def article_row(article: Article) -> Row:
    """An article in the open: its title, whose it is, the day it appeared."""
    url = url_for("articles.show_public", number=article.number)
    return Row(article.title, url, format_day(article.appears_on))


def offices_of(areas: list[Area]) -> list[Area]:
    """Those with a telephone."""
    return [area for area in areas if area.telephone]
