"""Arranging articles for their pages: the text as HTML in the reader's language, files with size and kind, choices."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import SelectChoice

from app.blueprints.articles.forms import WritingForm
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.permissions import Permission
from app.domain.areas.models import Area
from app.domain.areas.queries import list_areas_at, list_villages
from app.domain.articles import markup, rules
from app.domain.articles.models import Article, ArticleAttachment, ArticleKind, ArticleVersion
from app.domain.attachments import rules as file_rules
from app.domain.attachments.models import Attachment
from app.domain.households.minors import list_minors_named
from app.domain.notices.queries import list_names_within
from app.web.access import current_actor
from app.web.i18n import current_locale, translate
from app.web.templating import format_day

#: without anything new for so many days, a list says so
QUIET = dt.timedelta(days=7)


@dataclass(frozen=True)
class Words:
    """A title and a text in the reader's language, or in Chinese where there is no other."""

    title: str
    html: Markup
    minutes: int
    lang: str
    is_missing: bool


@dataclass(frozen=True)
class FileLine:
    """A file beside an article, for its readers."""

    ordinal: int
    name: str
    kind: str
    size: str
    url: str


@dataclass(frozen=True)
class Line:
    """An article in a list."""

    article: Article
    title: BilingualText
    what: str
    beginning: str

    @property
    def url(self) -> str:
        return url_for("articles.show_public", number=self.article.number)

    @property
    def lang(self) -> str:
        """The language in which title and beginning stand."""
        return "zh-CN" if self.title.is_missing(current_locale()) or current_locale() == "zh" else "en"


def words_of(written: Article | ArticleVersion, pictures: Mapping[int, tuple[str, str]]) -> Words:
    """The text of an article, or of an earlier version, in the reader's language."""
    locale = current_locale()
    is_missing = written.body.is_missing(locale)
    text = written.body.in_(locale)
    return Words(
        title=written.title.in_(locale),
        html=html_of(text, pictures),
        minutes=markup.minutes_to_read(text),
        lang="zh-CN" if is_missing or locale == "zh" else "en",
        is_missing=is_missing,
    )


def html_of(text: str, pictures: Mapping[int, tuple[str, str]], *, second: bool = False) -> Markup:
    """*text* as HTML for a page; *second* for the English beside the Chinese on one page."""
    label = _("Table in English") if second else _("Table")
    made = markup.html_of(text, pictures=pictures, root=request.script_root, label=label)
    return Markup(made)  # noqa: S704 - held against the allow-list in markup.py


def public_files(article: Article) -> list[FileLine]:
    """The files of an article in the open."""
    number = article.number
    return [
        _file_line(file, url_for("articles.open_file", number=number, ordinal=file.ordinal))
        for file in article.attachments
    ]


def desk_files(article: Article) -> list[FileLine]:
    """The same for those who work on it, whatever its state."""
    return [
        _file_line(file, url_for("attachments.show", attachment_id=file.attachment_id))
        for file in article.attachments
    ]


def pictures_among(article: Article, files: Sequence[FileLine]) -> dict[int, tuple[str, str]]:
    """Place -> address and name of those files that can stand within the text."""
    images = {file.ordinal for file in article.attachments if file.attachment.is_image}
    return {file.ordinal: (file.url, file.name) for file in files if file.ordinal in images}


def _file_line(file: ArticleAttachment, url: str) -> FileLine:
    return FileLine(file.ordinal, file.name, kind_of(file.attachment), size_of(file.attachment.size), url)


def kind_of(attachment: Attachment) -> str:
    """What a file is, for somebody who decides whether to fetch it."""
    names = {file_rules.PDF: "PDF", file_rules.DOCX: _("Word document"), file_rules.XLSX: _("Excel workbook")}
    return str(names.get(attachment.media_type, _("picture")))


def size_of(size: int) -> str:
    """How much is fetched: 12 KB, 1.4 MB."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


def lines_of(articles: Sequence[Article]) -> list[Line]:
    """Articles as the lines of a list."""
    locale = current_locale()
    return [
        Line(one, one.title, what_it_is(one), markup.beginning_of(one.body.in_(locale))) for one in articles
    ]


def what_it_is(article: Article) -> str:
    """The kind, and of which quarter or which issue."""
    kind = translate(rules.KIND_LABELS[article.kind])
    if article.quarter is not None:
        quarter = translate(rules.QUARTER_LABELS[article.quarter])
        return str(_("%(kind)s, %(quarter)s of %(year)s", kind=kind, quarter=quarter, year=article.year))
    if article.issue is not None:
        return str(_("%(kind)s, %(year)s no. %(issue)s", kind=kind, year=article.year, issue=article.issue))
    return kind


def last_news(last: dt.date | None) -> str:
    """When something new appeared last; that nothing is new is said, so that nobody has to wonder."""
    if last is None:
        return str(_("Nothing has appeared yet."))
    if clock.today() - last < QUIET:
        return str(_("Last new article: %(day)s.", day=format_day(last)))
    return str(_("Nothing new since %(day)s.", day=format_day(last)))


def chosen_kind(given: str) -> ArticleKind | None:
    """The kind asked for by a query string."""
    return ArticleKind(given) if given in {kind.value for kind in ArticleKind} else None


def writable_areas() -> list[Area]:
    """The areas for which the reader writes."""
    actor = current_actor()
    found = list_areas_at([grant.path for grant in actor.grants])
    return [area for area in found if rules.may_write_for(actor, area)]


def fill_choices(form: WritingForm, area: Area) -> None:
    """The kinds that are written at *area*, and the quarters."""
    form.kind.choices = [
        SelectChoice(kind.value, translate(rules.KIND_LABELS[kind])) for kind in rules.kinds_for(area)
    ]
    quarters = [SelectChoice(str(n), translate(label)) for n, label in rules.QUARTER_LABELS.items()]
    form.quarter.choices = [SelectChoice("", _("no quarter")), *quarters]
    if ArticleKind.PERIODICAL not in rules.kinds_for(area):
        del form.issue
    if ArticleKind.VILLAGE_AFFAIRS not in rules.kinds_for(area):
        del form.quarter
    if "issue" not in form and "quarter" not in form:
        del form.year


@dataclass(frozen=True)
class Named:
    """Names of the register that stand in a text: of children, and of other villagers."""

    children: tuple[str, ...]
    others: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.children or self.others)


def named_in(writing: rules.Writing, area: Area) -> Named:
    """Whose names of the register of *area* stand in what was written."""
    text = "\n".join((writing.title_zh, writing.body_zh, writing.title_en, writing.body_en))
    children = list_minors_named(area.path, text, clock.today())
    villages = [village.id for village in list_villages(area.path)]
    others = sorted(set(list_names_within(villages, text)) - set(children)) if villages else []
    return Named(tuple(children), tuple(others))


def may_write(article: Article) -> bool:
    """Is the article the reader's to write?"""
    return article.allows(current_actor(), Permission.ARTICLE_WRITE)
