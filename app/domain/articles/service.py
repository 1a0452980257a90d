"""Acts on articles. What was in the open changes only by a correction or a withdrawal, both with a reason."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import find_personal_numbers
from app.core.serials import next_number
from app.domain.areas.models import Area
from app.domain.articles import rules
from app.domain.articles.file_texts import holds_personal_number
from app.domain.articles.models import Article, ArticleAttachment, ArticleState, ArticleVersion
from app.domain.articles.queries import lock_article
from app.domain.articles.rules import Writing
from app.domain.articles.steps import MACHINE
from app.domain.attachments import service as attachments
from app.domain.attachments.service import Checked

REASON_WITH_NUMBER = N_("A number of a person stands in the reason. Everybody will read it: take it out.")


@dataclass(frozen=True)
class KeptFile:
    """A file of an article that stays: which, under which name; the order is that of the list."""

    file_id: int
    name: str


def write(*, actor: Actor, area: Area, writing: Writing) -> Article:
    """Begin an article of *area*. Raises ``Forbidden``, or ``Invalid`` for what is missing."""
    if not rules.may_write_for(actor, area):
        raise Forbidden()
    article = Article(**_checked(writing, area).columns(), author_id=actor.id, changed_at=clock.now())
    article.area = area
    db.session.add(article)
    db.session.flush()
    audit.record("article_written", actor=actor, subject=article, kind=article.kind.value)
    db.session.flush()
    return article


def rewrite(*, actor: Actor, article: Article, writing: Writing, expected_version: int | None = None) -> None:
    """Change the words of an article that nobody could read yet.

    Raises ``Conflict`` when somebody else changed it meanwhile, ``Refused`` once it has appeared, ``Invalid``.
    """
    _begin(actor, article, expected_version)
    if article.state is ArticleState.WITHDRAWN or rules.has_appeared(article, clock.today()):
        raise Refused(
            [Message(N_("What everybody could read is not changed but corrected, with the reason."))]
        )
    checked = _checked(writing, article.area)
    if article.state is ArticleState.PUBLISHED:
        _refuse_numbers(checked)
    _put(article, checked)
    db.session.flush()


def publish(
    *, actor: Actor, article: Article, appears_on: dt.date, expected_version: int | None = None
) -> None:
    """Let it appear on a day, today or later. Raises ``Refused`` with every place where a number of a person stands."""
    _begin(actor, article, expected_version)
    if fault := rules.fault_of_day(appears_on, clock.today()):
        raise Invalid(fault, field="appears_on")
    _checked(rules.writing_of(article), article.area)
    article.appears_on = appears_on
    if article.number is None:
        article.number = f"{appears_on.year}-{next_number(f'article/{appears_on.year}'):03d}"
    MACHINE.take("publish", Attempt(article, actor))
    article.changed_at = clock.now()
    number, day = article.number, appears_on.isoformat()
    audit.record(
        "article_published",
        actor=actor,
        subject=article,
        number=number,
        kind=article.kind.value,
        appears_on=day,
    )
    db.session.flush()


def take_back(*, actor: Actor, article: Article) -> None:
    """Make a draft again of an article whose day has not come. Its number stays its own."""
    _begin(actor, article)
    MACHINE.take("take_back", Attempt(article, actor))
    article.changed_at = clock.now()
    audit.record("article_taken_back", actor=actor, subject=article, number=article.number)
    db.session.flush()


def correct(
    *,
    actor: Actor,
    article: Article,
    writing: Writing,
    reason: str,
    shows_earlier: bool = True,
    expected_version: int | None = None,
) -> ArticleVersion:
    """Put new words in the place of those in the open; the earlier ones stay on record with day and reason.

    With *shows_earlier* false everybody still reads when and why it was corrected, but not the earlier words.
    """
    _begin(actor, article, expected_version)
    checked = _checked(writing, article.area)
    if checked == rules.writing_of(article):
        raise Invalid(Message(N_("Nothing was changed.")), field="body_zh")
    earlier = _keep_earlier(actor, article, reason, shows_earlier, given=checked)
    _put(article, checked)
    db.session.flush()
    return earlier


def withdraw(*, actor: Actor, article: Article, reason: str) -> None:
    """Take it off the web; its number stays, with the day and the *reason*."""
    lock_article(article.id)
    because = _reason(reason)
    MACHINE.take("withdraw", Attempt(article, actor, reason=because))
    article.withdrawn_at = article.changed_at = clock.now()
    article.withdrawal_reason = because
    audit.record("article_withdrawn", actor=actor, subject=article, reason=because, number=article.number)
    db.session.flush()


def discard(*, actor: Actor, article: Article) -> None:
    """Throw away a draft that never had a number."""
    _begin(actor, article)
    if article.state is not ArticleState.DRAFT or article.number is not None:
        raise Refused([Message(N_("Only a draft that was never published is thrown away."))])
    audit.record("article_discarded", actor=actor, subject=article, kind=article.kind.value)
    db.session.delete(article)
    db.session.flush()


def attach(
    *,
    actor: Actor,
    article: Article,
    file: Checked,
    name: str = "",
    reason: str = "",
    shows_earlier: bool = True,
) -> ArticleAttachment:
    """Put a file beside the article, behind the others. In the open this is a correction and needs its *reason*.

    *file* comes from :func:`app.domain.attachments.public_copies.check_public`. Raises ``Invalid`` for one in which a
    number of a person can be read.
    """
    _begin(actor, article)
    shown = _file_name(name or file.filename.rpartition(".")[0] or file.filename)
    if len(article.attachments) >= rules.MOST_FILES:
        raise Invalid(Message(N_("At most %(number)s files, please."), number=rules.MOST_FILES), field="file")
    if holds_personal_number(file.data, file.media_type):
        text = N_("An identity, bank card or mobile number stands in this file. Take it out, then attach it.")
        raise Invalid(Message(text), field="file")
    if rules.has_appeared(article, clock.today()):
        _keep_earlier(actor, article, reason, shows_earlier)
    kept = attachments.store(
        data=file, kind="article", area_path=article.area_path, actor=actor, needs=Permission.ARTICLE_VIEW
    )
    ordinal = max((one.ordinal for one in article.attachments), default=0) + 1
    added = ArticleAttachment(ordinal=ordinal, name=shown, attachment=kept)
    article.attachments.append(added)
    article.changed_at = clock.now()
    db.session.flush()
    return added


def arrange(
    *, actor: Actor, article: Article, files: Sequence[KeptFile], reason: str = "", shows_earlier: bool = True
) -> None:
    """Name and order the files anew; one that is not among *files* goes. In the open this is a correction."""
    _begin(actor, article)
    known = {one.id: one for one in article.attachments}
    wanted = [(known[kept.file_id], _file_name(kept.name)) for kept in files if kept.file_id in known]
    if [(one.id, one.name) for one in article.attachments] == [(one.id, name) for one, name in wanted]:
        raise Invalid(Message(N_("Nothing was changed.")), field="reason")
    if rules.has_appeared(article, clock.today()):
        _keep_earlier(actor, article, reason, shows_earlier)
    for one in list(article.attachments):
        if one not in [kept for kept, _ in wanted]:
            article.attachments.remove(one)
    for place, (one, name) in enumerate(wanted, 1):
        one.ordinal, one.name = -place, name
    article.changed_at = clock.now()
    db.session.flush()
    for place, (one, _) in enumerate(wanted, 1):
        one.ordinal = place
    db.session.flush()


def _begin(actor: Actor, article: Article, expected_version: int | None = None) -> None:
    if not can(actor, Permission.ARTICLE_WRITE, article):
        raise Forbidden()
    lock_article(article.id)
    if expected_version is not None and expected_version != article.version:
        text = N_(
            "Somebody was faster: this article was changed meanwhile. Your words still stand in the form."
        )
        raise Conflict(Message(text))


def _checked(writing: Writing, area: Area) -> Writing:
    tidy = writing.tidied()
    if fault := rules.first_fault(tidy, area):
        field, message = fault
        raise Invalid(message, field=field)
    return tidy


def _refuse_numbers(writing: Writing) -> None:
    for field, message in rules.personal_numbers(writing):
        raise Invalid(message, field=field)


def _put(article: Article, writing: Writing) -> None:
    for name, value in writing.columns().items():
        setattr(article, name, value)
    article.changed_at = clock.now()


def _keep_earlier(
    actor: Actor, article: Article, reason: str, shows_earlier: bool, given: Writing | None = None
) -> ArticleVersion:
    because = _reason(reason)
    MACHINE.take("correct", Attempt(article, actor, reason=because, given=given))
    earlier = ArticleVersion(
        ordinal=len(article.versions) + 1,
        **{name: getattr(article, name) for name in ("title_zh", "title_en", "body_zh", "body_en", "byline")},
        files=[
            {"ordinal": one.ordinal, "name": one.name, "attachment_id": one.attachment_id}
            for one in article.attachments
        ],
        reason=because,
        corrected_at=clock.now(),
        corrected_by_id=actor.id,
        is_shown=shows_earlier,
    )
    article.versions.append(earlier)
    number, version = article.number, earlier.ordinal
    audit.record(
        "article_corrected", actor=actor, subject=article, reason=because, number=number, version=version
    )
    return earlier


def _reason(reason: str) -> str:
    because = " ".join(reason.split())
    if not because:
        raise Invalid(Message(N_("Please give the reason.")), field="reason")
    if len(because) > rules.LONGEST_REASON:
        most = rules.LONGEST_REASON
        raise Invalid(Message(N_("At most %(number)s characters, please."), number=most), field="reason")
    if find_personal_numbers(because):
        raise Invalid(Message(REASON_WITH_NUMBER), field="reason")
    return because


def _file_name(name: str) -> str:
    shown = " ".join(name.split())[: rules.LONGEST_NAME]
    if not shown:
        raise Invalid(Message(N_("Please give the file a name.")), field="name")
    if find_personal_numbers(shown):
        raise Invalid(Message(N_("The name of a file holds a number of a person. Rename it.")), field="name")
    return shown
