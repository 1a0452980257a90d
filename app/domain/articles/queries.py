"""Reading articles: for everybody what stands in the open today, for those who write them all of their areas."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_row, lock_row, the_row
from app.domain.areas.models import Area
from app.domain.articles.models import Article, ArticleAttachment, ArticleKind, ArticleState, ArticleVersion

PER_PAGE = 20


def get_article(article_id: int) -> Article:
    """The article with this id, in whatever state; raises ``NotFound``."""
    return get_row(Article, article_id)


def lock_article(article_id: int) -> Article:
    """The same as it stands now, held until the transaction ends."""
    return lock_row(Article, article_id)


def get_public(number: str) -> Article:
    """The article with this number as everybody may reach it: in the open, or withdrawn from there.

    Raises ``NotFound`` for a draft and for one whose day has not come.
    """
    statement = (
        sa.select(Article)
        .where(
            Article.number == number,
            Article.state != ArticleState.DRAFT,
            Article.appears_on <= clock.today(),
        )
        .options(selectinload(Article.attachments), selectinload(Article.versions))
    )
    return the_row(db.session.scalar(statement))


def get_public_file(number: str, ordinal: int) -> ArticleAttachment:
    """A file of an article that stands in the open today; raises ``NotFound``."""
    article = get_public(number)
    found = next((file for file in article.attachments if file.ordinal == ordinal), None)
    if found is None or article.state is not ArticleState.PUBLISHED:
        raise NotFound()
    return found


def get_earlier(number: str, ordinal: int) -> tuple[Article, ArticleVersion]:
    """The text that a correction replaced, of an article in the open, where it may still be read."""
    article = get_public(number)
    found = next((one for one in article.versions if one.ordinal == ordinal and one.is_shown), None)
    if found is None or article.state is not ArticleState.PUBLISHED:
        raise NotFound()
    return article, found


def list_public(
    *, area: Area | None = None, kind: ArticleKind | None = None, limit: int = 5, above: bool = False
) -> Sequence[Article]:
    """What stands in the open today, the newest first: of *area* itself, *above* also of those it lies in."""
    statement = _public(kind=kind)
    if area is not None and above:
        statement = statement.where(Article.area_id.in_([int(part) for part in area.path.split("/") if part]))
    elif area is not None:
        statement = statement.where(Article.area_id == area.id)
    return db.session.scalars(_newest_first(statement).limit(limit)).all()


def page_public(
    *, kind: ArticleKind | None = None, area: Area | None = None, year: int | None = None, number: int = 1
) -> Page[Article]:
    """One page of what stands in the open today; *area* also counts what lies in it."""
    statement = _public(kind=kind)
    if area is not None:
        statement = statement.where(
            Article.area_id.in_(sa.select(Area.id).where(Area.path.startswith(area.path, autoescape=True)))
        )
    if year is not None:
        first = dt.date(year, 1, 1) if 1 <= year < dt.MAXYEAR else dt.date(dt.MAXYEAR, 12, 31)
        last = dt.date(first.year, 12, 31)
        statement = statement.where(Article.appears_on >= first, Article.appears_on <= last)
    return paginate(_newest_first(statement), number, PER_PAGE)


def list_public_years() -> list[int]:
    """The years in which something appeared, the newest first."""
    days = db.session.scalars(_public().with_only_columns(Article.appears_on).distinct())
    return sorted({day.year for day in days if day is not None}, reverse=True)


def list_public_areas() -> Sequence[Area]:
    """The areas of which something stands in the open, by code."""
    wrote = _public().with_only_columns(Article.area_id)
    return db.session.scalars(sa.select(Area).where(Area.id.in_(wrote)).order_by(Area.code)).all()


def find_last_day(area: Area | None = None) -> dt.date | None:
    """The last day on which something appeared, of *area* itself or anywhere."""
    statement = _public().with_only_columns(sa.func.max(Article.appears_on))
    if area is not None:
        statement = statement.where(Article.area_id == area.id)
    return db.session.scalar(statement)


def list_disclosures(area: Area, limit: int = 8) -> Sequence[Article]:
    """The quarterly disclosures of a village that stand in the open, the newest quarter first."""
    statement = _public(kind=ArticleKind.VILLAGE_AFFAIRS).where(
        Article.area_id == area.id, Article.quarter.is_not(None)
    )
    order = (Article.year.desc(), Article.quarter.desc(), Article.id.desc())
    return db.session.scalars(statement.order_by(*order).limit(limit)).all()


def page_for(actor: Actor, *, state: ArticleState | None = None, number: int = 1) -> Page[Article]:
    """One page of the articles that *actor* may see, the last touched first."""
    paths = actor.paths_for(Permission.ARTICLE_VIEW)
    within = sa.or_(sa.false(), *(Area.path.startswith(path, autoescape=True) for path in paths))
    statement = sa.select(Article).join(Area, Area.id == Article.area_id).where(within)
    if state is not None:
        statement = statement.where(Article.state == state)
    return paginate(statement.order_by(Article.changed_at.desc(), Article.id.desc()), number, PER_PAGE)


def _public(kind: ArticleKind | None = None) -> sa.Select[Article]:
    statement = sa.select(Article).where(
        Article.state == ArticleState.PUBLISHED, Article.appears_on <= clock.today()
    )
    return statement if kind is None else statement.where(Article.kind == kind)


def _newest_first(statement: sa.Select[Article]) -> sa.Select[Article]:
    return statement.order_by(Article.appears_on.desc(), Article.id.desc())
