"""Arranging what a village's page says: what is new, its figures over the years, who answers for what."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.public.links import Row, article_row, if_there
from app.blueprints.public.presenter import Line
from app.core import clock
from app.core.messages import N_
from app.domain.areas.models import Area, VillageFigures
from app.domain.articles.models import Article
from app.domain.articles.rules import QUARTER_LABELS
from app.domain.notices.models import Notice
from app.domain.notices.showing import group_key
from app.domain.officials.models import Official, Post
from app.domain.officials.rules import POST_LABELS
from app.domain.policies.vocabulary import ANNOUNCING_KINDS
from app.domain.reports.figures import Count
from app.web.charts import Chart, Point, chart
from app.web.templating import format_day

#: what happened within so many days is new
NEW_DAYS = 7
#: so many past notices stand on the page; the others are one tap away
MOST_PAST = 3
#: so many articles and quarterly disclosures
MOST_ARTICLES = 4

#: what each post does for the public, in the order in which they stand; a representative is only counted
DUTIES = {
    Post.VILLAGE_COMMITTEE: N_("Takes applications, calls the meeting, hangs the notices."),
    Post.PARTY_BRANCH: N_("Answers for the work of the whole village."),
    Post.SUPERVISION: N_("Watches that lists and accounts are right."),
    Post.WORK_TEAM: N_("Visits households and checks what is said there."),
    Post.GROUP_LEADER: N_("Can be asked first in the own group."),
    Post.TOWNSHIP: N_("Check the village's list and look into objections."),
    Post.COUNTY: N_("Decide in the end, and hear those who are not satisfied."),
}


@dataclass(frozen=True)
class Bearers:
    """A post: what it does, and who holds it, with the title that each has there."""

    label: str
    duty: str
    people: tuple[Official, ...]


def news_of(lines: Sequence[Line], articles: Sequence[Article]) -> list[tuple[dt.date, Row]]:
    """What happened in the open, the newest first: notices hung, withdrawn or over, articles."""
    today = clock.today()
    found = [event for line in lines for event in _of_notice(line, today)]
    found += [(article.appears_on, article_row(article)) for article in articles if article.appears_on]
    return sorted(found, key=lambda event: event[0], reverse=True)


def _of_notice(line: Line, today: dt.date) -> list[tuple[dt.date, Row]]:
    notice: Notice = line.notice
    events = [(notice.issued_on, _("%(notice)s: put up", notice=line.title))]
    if notice.withdrawn_at is not None:
        events.append(
            (clock.local(notice.withdrawn_at).date(), _("%(notice)s: withdrawn", notice=line.title))
        )
    elif notice.kind not in ANNOUNCING_KINDS and not line.standing.is_open:
        over = line.standing.period.last_day + dt.timedelta(days=1)
        events.append((over, _("%(notice)s: over", notice=line.title)))
    return [(day, Row(words, line.url, format_day(day))) for day, words in events if day <= today]


def is_new(day: dt.date) -> bool:
    """It happened in the last seven days, today included."""
    return day > clock.today() - dt.timedelta(days=NEW_DAYS)


def charts_of(figures: Sequence[VillageFigures], announced: Mapping[int, Count]) -> list[tuple[Chart, str]]:
    """The village's numbers over the years as small charts, each with what is counted; those with two years or more."""
    oldest_first = sorted(figures, key=lambda one: one.year)
    households = _("Households")
    people = _("People")
    drawn = [
        (
            chart(_("People registered, by year"), _points((f.year, f.population) for f in oldest_first)),
            people,
        ),
        (
            chart(_("Households registered, by year"), _points((f.year, f.households) for f in oldest_first)),
            households,
        ),
        (
            chart(
                _("Households announced for help, by year"),
                _points((year, count.households) for year, count in announced.items()),
            ),
            households,
        ),
        (
            chart(
                _("People announced for help, by year"),
                _points((year, count.people) for year, count in announced.items()),
            ),
            people,
        ),
    ]
    return [(one, unit) for one, unit in drawn if one is not None]


def _points(numbers: Iterable[tuple[int, int]]) -> list[Point]:
    return [Point(str(year), number) for year, number in numbers]


def facts_of(
    groups: int, figures: VillageFigures | None, announced: Mapping[int, Count]
) -> list[tuple[str, str]]:
    """The village in a few lines; what is not known has no line."""
    lines = []
    if groups:
        lines.append((_("Villagers' groups"), ngettext("%(num)s group", "%(num)s groups", groups)))
    if figures is not None:
        year = {"year": figures.year}
        lines.append(
            (_("Households registered (%(year)s)", **year), counted("households", figures.households))
        )
        lines.append((_("People registered (%(year)s)", **year), counted("people", figures.population)))
    if announced:
        latest = max(announced)
        lines.append((_("Announced for help (%(year)s)", year=latest), size_of(announced[latest])))
    return lines


def size_of(count: Count) -> str:
    """Households and people as they are said: 9户，37人."""
    return _(
        "%(households)s, %(people)s",
        households=counted("households", count.households),
        people=counted("people", count.people),
    )


def counted(what: str, number: int) -> str:
    """A number with its unit: 54 people, 54人."""
    if what == "people":
        return str(ngettext("%(num)s person", "%(num)s people", number))
    return str(ngettext("%(num)s household", "%(num)s households", number))


def bearers_of(officials: Sequence[Official]) -> list[Bearers]:
    """Who holds a public post over the village, by post; those who are only representatives are not named."""
    found = []
    for post, duty in DUTIES.items():
        people = sorted(
            (one for one in officials if one.post is post), key=lambda one: group_key(one.group_name)
        )
        if people:
            found.append(Bearers(_(POST_LABELS[post]), _(duty), tuple(people)))
    return found


def representatives_of(officials: Sequence[Official]) -> str:
    """How many villagers' representatives there are; "" for none."""
    number = sum(1 for one in officials if one.represents)
    if not number:
        return ""
    return str(
        ngettext(
            "%(num)s villagers' representative votes at the review meeting.",
            "%(num)s villagers' representatives vote at the review meeting.",
            number,
        )
    )


def disclosures_of(articles: Sequence[Article]) -> list[Row]:
    """The quarterly disclosures, each under the quarter that it is about."""
    rows = []
    for article in articles:
        quarter = _(QUARTER_LABELS[article.quarter]) if article.quarter else ""
        note = _("%(quarter)s of %(year)s", quarter=quarter, year=article.year)
        rows.append(Row(article.title, article_row(article).url, note))
    return rows


def more_of(village: Area) -> list[Row]:
    """What else there is of this village: those doors that are installed."""
    rows = [
        (_("All notices of this village"), if_there("public.list_notices", village=village.code)),
        (_("The village screen, for the office television"), if_there("board.show", code=village.code)),
        (
            _("Follow this village with a news reader (Atom)"),
            if_there("open_data.village_feed_atom", code=village.code),
        ),
    ]
    return [Row(words, url) for words, url in rows if url]
