"""Reading what villages have to publish in a year and what they published: a fixed number of statements."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import NotFound
from app.core.rows import get_only
from app.domain.areas.models import Area
from app.domain.articles.models import Article, ArticleKind, ArticleState
from app.domain.calendars.queries import load_calendar
from app.domain.calendars.rules import Calendar
from app.domain.disclosures import rules
from app.domain.disclosures.catalogue import BY_CODE, RECURRING, Item
from app.domain.disclosures.gathering import gather
from app.domain.disclosures.models import Disclosure, Matter
from app.domain.disclosures.rules import Due, Evidence, Period
from app.domain.funds.years import begun_first
from app.domain.rounds.models import Round, RoundKind
from app.domain.rounds.queries import list_rounds

#: village id and quarter -> the quarterly disclosure among the village's articles
Quarterly = dict[tuple[int, int], Evidence]


@dataclass(frozen=True)
class Year:
    """A village in a year of projects and money: what it has to publish, and how that stands today."""

    village: Area
    round: Round
    dues: Sequence[Due]

    @property
    def area_path(self) -> str:
        return self.village.path

    @property
    def counts(self) -> rules.Counts:
        return rules.count(self.dues, clock.today())

    def get_due(self, key: str) -> Due:
        """The one thing called so; raises :class:`NotFound`."""
        found = next((due for due in self.dues if due.key == key), None)
        if found is None:
            raise NotFound()
        return found


def list_years(village: Area) -> list[Round]:
    """The years of projects and money that govern a village, the newest first."""
    return [one for one in list_rounds(RoundKind.FUNDS) if village.path.startswith(one.area.path)]


def find_year(village: Area, year: int | None = None) -> Round | None:
    """The year of a village called so, or its newest one that has begun."""
    known = begun_first(list_years(village), clock.today().year)
    return next((one for one in known if year is None or one.year == year), None)


def load_year(village: Area, round_: Round) -> Year:
    """What one village has to publish in a year."""
    return load_years([village], round_)[0]


def load_years(villages: Sequence[Area], round_: Round) -> list[Year]:
    """The same of many villages, in their order: as many statements as for one."""
    calendar, today = load_calendar(), clock.today()
    ids = {village.id for village in villages}
    told = _load_disclosures(ids, round_.year)
    quarterly = _load_quarterly(ids, round_.year)
    matters = _load_matters(ids, round_, calendar)
    projects = gather(villages, round_, calendar)
    found = []
    for village in villages:
        recurring = _recurring(village.id, round_, told, quarterly, calendar, today)
        dues = [*recurring, *matters[village.id], *projects.get(village.id, ())]
        found.append(Year(village, round_, dues))
    return found


def get_matter(matter_id: int) -> Matter:
    """A matter that was written down; raises :class:`NotFound`."""
    return get_only(sa.select(Matter).where(Matter.id == matter_id).options(joinedload(Matter.village)))


def get_disclosure(disclosure_id: int) -> Disclosure:
    """That something was published; raises :class:`NotFound`."""
    statement = sa.select(Disclosure).where(Disclosure.id == disclosure_id)
    return get_only(statement.options(joinedload(Disclosure.village), joinedload(Disclosure.matter)))


def find_disclosure(village: Area, due: Due) -> Disclosure | None:
    """What was recorded for *due*, whether or not what it rests on still stands."""
    statement = sa.select(Disclosure).where(Disclosure.village_id == village.id)
    if due.matter_id is not None:
        return db.session.scalar(statement.where(Disclosure.matter_id == due.matter_id))
    if due.period is None:
        return None
    return db.session.scalar(
        statement.where(Disclosure.item == due.item.code, Disclosure.period == due.period.code)
    )


def is_published(matter: Matter) -> bool:
    """Was it recorded that this matter was published?"""
    return bool(db.session.scalar(sa.select(sa.exists().where(Disclosure.matter_id == matter.id))))


def find_article(number: str) -> Article | None:
    """The article with this number that stands in the open today."""
    return db.session.scalar(
        sa.select(Article).where(
            Article.number == number,
            Article.state == ArticleState.PUBLISHED,
            Article.appears_on <= clock.today(),
        )
    )


def _recurring(
    village_id: int,
    round_: Round,
    told: dict[tuple[int, str, str], Evidence],
    quarterly: Quarterly,
    calendar: Calendar,
    today: dt.date,
) -> list[Due]:
    policy, found = round_.policy, []
    for item in RECURRING:
        recorded = [period for (owner, code, period) in told if (owner, code) == (village_id, item.code)]
        for period in rules.asked_periods(item, policy, round_.year, round_.opened_on, today, recorded):
            evidence = told.get((village_id, item.code, period.code))
            if evidence is None and item.from_quarterly and period.quarter is not None:
                evidence = quarterly.get((village_id, period.quarter))
            found.append(
                _due_of_period(item, period, evidence, rules.period_due_on(period, policy, calendar))
            )
    return found


def _due_of_period(item: Item, period: Period, evidence: Evidence | None, due_on: dt.date) -> Due:
    return Due(
        key=f"{item.code}.{period.code}",
        item=item,
        since=period.first_day,
        due_on=due_on,
        about=period.words,
        evidence=evidence,
        period=period,
    )


def _load_disclosures(village_ids: Collection[int], year: int) -> dict[tuple[int, str, str], Evidence]:
    """village id, entry and period -> what was recorded for it."""
    statement = sa.select(Disclosure).where(
        Disclosure.village_id.in_(village_ids),
        Disclosure.matter_id.is_(None),
        Disclosure.period.startswith(f"{year}-", autoescape=True),
    )
    rows = db.session.scalars(statement.options(*_WITH_EVIDENCE))
    found = ((row, find_evidence(row)) for row in rows)
    return {(row.village_id, row.item, row.period): kept for row, kept in found if kept is not None}


_WITH_EVIDENCE = (joinedload(Disclosure.notice), joinedload(Disclosure.article))


def find_evidence(disclosure: Disclosure) -> Evidence | None:
    """What was recorded, as long as the notice, the article or the paper that it rests on still stands."""
    notice, article = disclosure.notice, disclosure.article
    stands = notice if notice is not None and notice.withdrawn_at is None else None
    readable = article if article is not None and article.state is ArticleState.PUBLISHED else None
    if stands is None and readable is None and disclosure.paper_id is None:
        return None
    return Evidence(
        on=disclosure.published_on,
        where=BilingualText(disclosure.where_zh, disclosure.where_en),
        notice=stands.number if stands is not None else "",
        article=(readable.number or "") if readable is not None else "",
        paper_id=disclosure.paper_id,
        disclosure_id=disclosure.id,
    )


def _load_quarterly(village_ids: Collection[int], year: int) -> Quarterly:
    """The quarterly disclosures of *year* that everybody can read today, the first of each quarter."""
    articles = db.session.scalars(
        sa.select(Article)
        .where(
            Article.area_id.in_(village_ids),
            Article.kind == ArticleKind.VILLAGE_AFFAIRS,
            Article.state == ArticleState.PUBLISHED,
            Article.appears_on <= clock.today(),
            Article.year == year,
            Article.quarter.is_not(None),
        )
        .order_by(Article.appears_on.desc(), Article.id.desc())
    )
    found: Quarterly = {}
    for article in articles:
        if article.quarter is not None and article.appears_on is not None:
            kept = Evidence(on=article.appears_on, article=article.number or "")
            found[article.area_id, article.quarter] = kept
    return found


def _load_matters(village_ids: Collection[int], round_: Round, calendar: Calendar) -> dict[int, list[Due]]:
    """village id -> what was written down in a year."""
    first, last = dt.date(round_.year, 1, 1), dt.date(round_.year, 12, 31)
    matters: Iterable[Any] = db.session.execute(
        sa.select(Matter, Disclosure)
        .outerjoin(Disclosure, Disclosure.matter_id == Matter.id)
        .where(Matter.village_id.in_(village_ids), Matter.came_on.between(first, last))
        .options(*_WITH_EVIDENCE)
        .order_by(Matter.came_on, Matter.id)
    )
    found: dict[int, list[Due]] = defaultdict(list)
    for matter, disclosure in matters:
        item = BY_CODE[matter.item]
        due = Due(
            key=f"matter.{matter.id}",
            item=item,
            since=matter.came_on,
            due_on=rules.matter_due_on(item, matter.came_on, round_.policy, calendar),
            about=BilingualText(matter.subject_zh, matter.subject_en),
            evidence=find_evidence(disclosure) if disclosure is not None else None,
            matter_id=matter.id,
        )
        found[matter.village_id].append(due)
    return found
