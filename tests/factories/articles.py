"""Articles: in the open with a file and an earlier text, or as a draft."""

import datetime as dt
from typing import Any

from app.core import clock
from app.domain.areas.models import Area
from app.domain.articles.models import Article, ArticleAttachment, ArticleKind, ArticleState, ArticleVersion
from app.domain.attachments import folder
from tests.factories.accounts import an_attachment
from tests.factories.areas import the_village
from tests.factories.basis import add, how_many


def an_article(area: Area | None = None, **given: Any) -> Article:
    """An article of *area* that everybody can read since yesterday."""
    area = area or the_village()
    number = how_many(Article) + 1
    values = {
        "number": f"2026-{number:03}",
        "kind": ArticleKind.NEWS,
        "title_zh": f"第{number}篇文章",
        "body_zh": "修好了路灯。\n\n大家来看。",
        "byline": "王秀英",
        "state": ArticleState.PUBLISHED,
        "appears_on": clock.today() - dt.timedelta(days=1),
        "changed_at": clock.now(),
    } | given
    return add(Article(area=area, **values))


def an_article_file(article: Article, data: bytes = b"%PDF-1.4 made up", **given: Any) -> ArticleAttachment:
    """A file beside *article*, with its bytes."""
    attachment = an_attachment(
        article.area,
        digest=folder.keep(data),
        media_type="application/pdf",
        filename="list.pdf",
        needs="article:view",
    )
    values = {
        "ordinal": how_many(ArticleAttachment, ArticleAttachment.article_id == article.id) + 1,
        "name": "名单",
    }
    return add(ArticleAttachment(article_id=article.id, attachment=attachment, **(values | given)))


def an_earlier_text(article: Article, **given: Any) -> ArticleVersion:
    """What stood in *article* until a correction."""
    values = {
        "ordinal": 1,
        "title_zh": article.title_zh,
        "body_zh": "原来的话。",
        "byline": article.byline,
        "files": [],
        "reason": "数字写错了。",
        "corrected_at": clock.now(),
    } | given
    return add(ArticleVersion(article_id=article.id, **values))
