"""Shapes of what is entered about an article; what is true is asked of the room's rules."""

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from app.domain.articles.models import Article, ArticleKind
from app.domain.articles.rules import Writing
from app.web.forms import BaseForm, CountField, DateField, Needed, SmallEnough, TextField


class WritingForm(BaseForm):
    """The words of an article in both languages, and what they are."""

    version = HiddenField()
    kind = RadioField(lazy_gettext("Kind"), [Needed()])
    year = CountField(
        lazy_gettext("Year"), [Optional()], description=lazy_gettext("Of the disclosure, or of the issue.")
    )
    quarter = SelectField(
        lazy_gettext("Quarter"), description=lazy_gettext("For a quarterly disclosure of village affairs.")
    )
    issue = CountField(
        lazy_gettext("Number of the issue"), [Optional()], description=lazy_gettext("For the periodical.")
    )
    title_zh = TextField(lazy_gettext("Title in Chinese"))
    body_zh = TextAreaField(lazy_gettext("Text in Chinese"))
    title_en = TextField(lazy_gettext("Title in English"))
    body_en = TextAreaField(
        lazy_gettext("Text in English"),
        description=lazy_gettext("Without it the English page shows the Chinese, and says so."),
    )
    byline = TextField(lazy_gettext("Who wrote it"), description=lazy_gettext("Everybody reads this name."))

    def writing(self) -> Writing:
        """What was entered."""
        values = {
            name: self[name].data or "" for name in ("title_zh", "body_zh", "title_en", "body_en", "byline")
        }
        given = {name: self[name].data for name in ("year", "quarter", "issue") if name in self}
        quarter = given.get("quarter") or ""
        known = {kind.value for kind in ArticleKind}
        return Writing(
            kind=ArticleKind(self.kind.data) if self.kind.data in known else ArticleKind.NEWS,
            year=given.get("year"),
            issue=given.get("issue"),
            quarter=int(quarter) if quarter.isdecimal() else None,
            **values,
        )

    @property
    def expected_version(self) -> int | None:
        """The version that stood in the form when it was opened."""
        return int(self.version.data) if (self.version.data or "").isdecimal() else None


class ReasonForm(BaseForm):
    """Why something that everybody can read changes."""

    reason = TextAreaField(
        lazy_gettext("Reason"), [Needed()], description=lazy_gettext("Everybody reads it beside the article.")
    )


class HidingForm(BaseForm):
    """What becomes of the text that a correction replaces."""

    hides_earlier = BooleanField(
        lazy_gettext("The earlier text must not be read any more"),
        description=lazy_gettext("Only where it should never have stood there, such as a person's data."),
    )


class CorrectionForm(WritingForm, ReasonForm, HidingForm):
    """The words anew, with the reason."""


class PublishForm(BaseForm):
    """The day on which it appears."""

    version = HiddenField()
    appears_on = DateField(
        lazy_gettext("It appears on"),
        [Needed()],
        description=lazy_gettext("Today, or a later day. Until then nobody sees it."),
    )


class FileForm(HidingForm):
    """One more file."""

    file = FileField(
        lazy_gettext("Choose the file"),
        [Needed(), SmallEnough()],
        description=lazy_gettext("PDF, photograph (JPEG, PNG), .docx or .xlsx, at most 16 MB."),
    )
    name = TextField(
        lazy_gettext("Name for the readers"), description=lazy_gettext("Empty: the name of the file itself.")
    )
    reason = TextAreaField(
        lazy_gettext("Reason"), description=lazy_gettext("Everybody reads it beside the article.")
    )


class ArrangeForm(BaseForm):
    """Names and order of the files; their rows are read from the request."""

    order_reason = TextAreaField(
        lazy_gettext("Reason"), description=lazy_gettext("Everybody reads it beside the article.")
    )


def filled_with(article: Article) -> dict[str, Any]:
    """What stands in *article*, for :class:`WritingForm`."""
    names = ("title_zh", "body_zh", "title_en", "body_en", "byline", "year", "issue")
    return {
        **{name: getattr(article, name) for name in names},
        "kind": article.kind.value,
        "quarter": str(article.quarter or ""),
        "version": str(article.version),
    }
