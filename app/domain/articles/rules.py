"""What an article must be, who may write which, and whether it stands in the open. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, holds_at
from app.core.personal_numbers import find_personal_numbers
from app.domain.areas.models import Area, AreaLevel
from app.domain.articles.models import Article, ArticleKind, ArticleState

LONGEST_TITLE, LONGEST_ENGLISH_TITLE, LONGEST_BODY, LONGEST_BYLINE = 120, 200, 20_000, 60
LONGEST_REASON, LONGEST_NAME = 300, 80
#: how many files may stand beside an article
MOST_FILES = 12
#: how far ahead a day to appear may lie
FARTHEST = dt.timedelta(days=366)
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100

KIND_LABELS: dict[ArticleKind, str] = {
    ArticleKind.POLICY: N_("Policy publicity"),
    ArticleKind.PARTY: N_("Party affairs"),
    ArticleKind.VILLAGE_AFFAIRS: N_("Village affairs"),
    ArticleKind.NEWS: N_("News and events"),
    ArticleKind.PERIODICAL: N_("Periodical"),
}
QUARTER_LABELS = {
    1: N_("first quarter"),
    2: N_("second quarter"),
    3: N_("third quarter"),
    4: N_("fourth quarter"),
}
#: what each level writes
KINDS_AT: dict[AreaLevel, tuple[ArticleKind, ...]] = {
    AreaLevel.VILLAGE: (ArticleKind.VILLAGE_AFFAIRS, ArticleKind.PARTY, ArticleKind.NEWS),
    AreaLevel.TOWNSHIP: (ArticleKind.POLICY, ArticleKind.NEWS, ArticleKind.PERIODICAL, ArticleKind.PARTY),
    AreaLevel.COUNTY: (ArticleKind.POLICY, ArticleKind.NEWS, ArticleKind.PARTY),
    AreaLevel.GROUP: (),
}


@dataclass(frozen=True)
class Writing:
    """What somebody wrote: the kind, the words in both languages, who signs, and what time it is about."""

    kind: ArticleKind
    title_zh: str
    body_zh: str
    title_en: str = ""
    body_en: str = ""
    byline: str = ""
    year: int | None = None
    quarter: int | None = None
    issue: int | None = None

    def tidied(self) -> "Writing":
        """The same without blanks around, and without a quarter or an issue where the kind has none."""
        keeps_year = self.kind in (ArticleKind.VILLAGE_AFFAIRS, ArticleKind.PERIODICAL)
        return replace(
            self,
            title_zh=" ".join(self.title_zh.split()),
            title_en=" ".join(self.title_en.split()),
            body_zh=_plain_lines(self.body_zh),
            body_en=_plain_lines(self.body_en),
            byline=" ".join(self.byline.split()),
            year=self.year if keeps_year else None,
            quarter=self.quarter if self.kind is ArticleKind.VILLAGE_AFFAIRS else None,
            issue=self.issue if self.kind is ArticleKind.PERIODICAL else None,
        )

    def columns(self) -> dict[str, Any]:
        """The columns of an article that hold this."""
        return {
            **{name: getattr(self, name) for name in ("kind", "title_zh", "body_zh", "byline")},
            **{name: getattr(self, name) for name in ("year", "quarter", "issue")},
            "title_en": self.title_en or None,
            "body_en": self.body_en or None,
        }


def writing_of(article: Article) -> Writing:
    """What stands in *article* now."""
    return Writing(
        kind=article.kind,
        title_zh=article.title_zh,
        body_zh=article.body_zh,
        title_en=article.title_en or "",
        body_en=article.body_en or "",
        byline=article.byline,
        year=article.year,
        quarter=article.quarter,
        issue=article.issue,
    )


def kinds_for(area: Area) -> tuple[ArticleKind, ...]:
    """Which kinds are written at *area*."""
    return KINDS_AT[area.level]


def may_write_for(actor: Actor, area: Area) -> bool:
    """An area's articles are written in that area, not by those above it."""
    return bool(kinds_for(area)) and holds_at(actor, Permission.ARTICLE_WRITE, area.path)


def has_appeared(article: Article, on: dt.date) -> bool:
    """Has everybody been able to read it by *on*?"""
    return (
        article.state is not ArticleState.DRAFT
        and article.appears_on is not None
        and article.appears_on <= on
    )


def is_in_the_open(article: Article, on: dt.date) -> bool:
    """Can everybody read it on *on*?"""
    return article.state is ArticleState.PUBLISHED and has_appeared(article, on)


def first_fault(writing: Writing, area: Area) -> tuple[str, Message] | None:
    """The first thing wrong with what was written, as (field, message)."""
    if writing.kind not in kinds_for(area):
        return "kind", Message(N_("This kind of article is not written here."))
    lengths: Mapping[str, int] = {
        "title_zh": LONGEST_TITLE,
        "title_en": LONGEST_ENGLISH_TITLE,
        "body_zh": LONGEST_BODY,
        "body_en": LONGEST_BODY,
        "byline": LONGEST_BYLINE,
    }
    for field, most in lengths.items():
        if len(getattr(writing, field)) > most:
            return field, Message(N_("At most %(number)s characters, please."), number=most)
    for field in ("title_zh", "body_zh", "byline"):
        if not getattr(writing, field):
            return field, Message(N_("This must be filled in."))
    if bool(writing.title_en) != bool(writing.body_en):
        field = "body_en" if writing.title_en else "title_en"
        return field, Message(N_("The English needs a title and a text, or neither."))
    return _fault_of_time(writing)


def _fault_of_time(writing: Writing) -> tuple[str, Message] | None:
    if writing.year is not None and not EARLIEST_YEAR <= writing.year <= LATEST_YEAR:
        return "year", Message(N_("Please enter a year, e.g. 2026."))
    if writing.quarter is not None and writing.quarter not in QUARTER_LABELS:
        return "quarter", Message(N_("A year has four quarters."))
    if writing.quarter is not None and writing.year is None:
        return "year", Message(N_("Please say of which year the quarter is."))
    if writing.kind is ArticleKind.PERIODICAL and (
        writing.year is None or not 1 <= (writing.issue or 0) <= 999
    ):
        return "issue", Message(N_("An issue of the periodical has a year and a number."))
    return None


FIELD_LABELS = {
    "title_zh": N_("Title in Chinese"),
    "body_zh": N_("Text in Chinese"),
    "title_en": N_("Title in English"),
    "body_en": N_("Text in English"),
    "byline": N_("Who wrote it"),
}


def personal_numbers(writing: Writing, names: Iterable[str] = ()) -> list[tuple[str, Message]]:
    """Where numbers of persons stand in what was written, or in the *names* of its files: (field, message)."""
    found = [
        (
            field,
            Message(
                N_(
                    "%(field)s, line %(line)s: an identity, bank card or mobile number that ends in %(end)s. "
                    "Take it out."
                ),
                field=Message(label),
                line=line,
                end=end,
            ),
        )
        for field, label in FIELD_LABELS.items()
        for line, end in find_personal_numbers(getattr(writing, field))
    ]
    for name in names:
        if find_personal_numbers(name):
            found.append(("files", Message(N_("The name of a file holds a number of a person. Rename it."))))
    return found


def fault_of_day(day: dt.date | None, today: dt.date) -> Message | None:
    """Why an article cannot appear on *day*."""
    if day is None:
        return Message(N_("Please say on which day it is to appear."))
    if day < today:
        return Message(N_("This day is over. Choose today or a later one."))
    if day > today + FARTHEST:
        return Message(N_("This day is more than a year ahead."))
    return None


def _plain_lines(text: str) -> str:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip("\n")
