"""The way of an article: written, published for a day, corrected in the open, withdrawn with a reason."""

from collections.abc import Iterable

from app.core import clock
from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission as P
from app.domain.articles import rules
from app.domain.articles.models import Article, ArticleState
from app.domain.articles.rules import Writing

S = ArticleState

STATE_LABELS: dict[str, str] = {
    S.DRAFT: N_("Draft"),
    S.PUBLISHED: N_("Published"),
    S.WITHDRAWN: N_("Withdrawn"),
}


def no_personal_numbers(attempt: Attempt) -> Iterable[Message]:
    """No identity, bank card or mobile number stands in the text, the title or the names of its files."""
    article: Article = attempt.subject
    writing = attempt.given if isinstance(attempt.given, Writing) else rules.writing_of(article)
    names = [file.name for file in article.attachments]
    for _, message in rules.personal_numbers(writing, names):
        yield message


def is_in_the_open(attempt: Attempt) -> Iterable[Message]:
    """Everybody can read it now."""
    if not rules.is_in_the_open(attempt.subject, clock.today()):
        yield Message(N_("Nobody can read this article yet. Change it, or take it back."))


def has_not_appeared(attempt: Attempt) -> Iterable[Message]:
    """Its day has not come yet."""
    if rules.has_appeared(attempt.subject, clock.today()):
        yield Message(
            N_("Everybody can read this article already. Correct it, or withdraw it, with the reason.")
        )


MACHINE = Machine(
    "article",
    STATE_LABELS,
    S.DRAFT,
    (
        Step(
            "publish",
            (S.DRAFT,),
            S.PUBLISHED,
            P.ARTICLE_WRITE,
            N_("Publish"),
            N_("Everybody can read it from its day on. After that day it changes only by a correction."),
            guards=(no_personal_numbers,),
        ),
        Step(
            "take_back",
            (S.PUBLISHED,),
            S.DRAFT,
            P.ARTICLE_WRITE,
            N_("Take it back before its day"),
            N_("It is a draft again. Nobody has read it."),
            guards=(has_not_appeared,),
            tone="secondary",
        ),
        Step(
            "correct",
            (S.PUBLISHED,),
            S.PUBLISHED,
            P.ARTICLE_WRITE,
            N_("Correct"),
            N_("The earlier text stays on record. Everybody reads when and why it was corrected."),
            guards=(is_in_the_open, no_personal_numbers),
            needs_reason=True,
        ),
        Step(
            "withdraw",
            (S.PUBLISHED,),
            S.WITHDRAWN,
            P.ARTICLE_WITHDRAW,
            N_("Withdraw"),
            N_("Text and files leave the web at once. The number stays, with the day and the reason."),
            guards=(is_in_the_open,),
            needs_reason=True,
            tone="danger",
        ),
    ),
)
