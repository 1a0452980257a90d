"""Pages for everybody: all articles, one, what a correction replaced, a file."""

from flask import url_for
from werkzeug.wrappers import Response

from app.blueprints.articles import blueprint, presenter
from app.domain.areas.models import Area
from app.domain.articles import queries, rules
from app.domain.articles.models import Article, ArticleAttachment, ArticleState, ArticleVersion
from app.web.access import public
from app.web.pages import page, page_number, text_argument
from app.web.published.rendering import published
from app.web.stored_files import send_stored


@blueprint.get("/news")
@public
@published
def list_public() -> Response:
    """Everything in the open, by kind, area and year, the newest first."""
    chosen = {name: text_argument(name) for name in ("kind", "area", "year")}
    kind, areas = presenter.chosen_kind(chosen["kind"]), queries.list_public_areas()
    area = next((one for one in areas if one.code == chosen["area"]), None)
    year = int(chosen["year"]) if chosen["year"].isdecimal() and len(chosen["year"]) == 4 else None
    found = queries.page_public(kind=kind, area=area, year=year, number=page_number())
    return page(
        "articles/list_public.html",
        found=found,
        lines=presenter.lines_of(found.items),
        chosen=chosen,
        kinds=rules.KIND_LABELS,
        areas=areas,
        years=queries.list_public_years(),
        last=presenter.last_news(queries.find_last_day(area)),
        url_for_page=lambda n: url_for(
            ".list_public",
            kind=chosen["kind"] or None,
            area=chosen["area"] or None,
            year=chosen["year"] or None,
            page=n,
        ),
    )


@blueprint.get("/news/<number>")
@public(load=queries.get_public)
@published
def show_public(article: Article) -> Response:
    """One article; of a withdrawn one only its number, the day and the reason."""
    if article.state is ArticleState.WITHDRAWN:
        return page("articles/withdrawn.html", article=article, what=presenter.what_it_is(article))
    files = presenter.public_files(article)
    return page(
        "articles/show_public.html",
        article=article,
        words=presenter.words_of(article, presenter.pictures_among(article, files)),
        files=files,
        what=presenter.what_it_is(article),
        others=presenter.lines_of(_others(article)),
    )


@blueprint.get("/news/<number>/earlier/<int:ordinal>")
@public(load=queries.get_earlier)
@published
def show_earlier(found: tuple[Article, ArticleVersion]) -> Response:
    """What stood there until a correction."""
    article, version = found
    answer = page(
        "articles/earlier.html",
        article=article,
        version=version,
        words=presenter.words_of(version, {}),
        what=presenter.what_it_is(article),
    )
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@blueprint.get("/news/<number>/files/<int:ordinal>")
@public(load=queries.get_public_file)
def open_file(file: ArticleAttachment) -> Response:
    """A file of an article that stands in the open."""
    ending = file.attachment.filename.rpartition(".")[2]
    return send_stored(file.attachment, filename=f"{file.name}.{ending}", for_everybody=True)


def _others(article: Article) -> list[Article]:
    """The latest of the same area, this one aside."""
    area: Area = article.area
    return [one for one in queries.list_public(area=area, limit=4) if one.id != article.id][:3]
