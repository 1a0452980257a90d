"""Writing down that something came about which a village must publish, and that it was published."""

import datetime as dt

from app.core import audit, clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.domain.areas.models import Area, AreaLevel
from app.domain.articles.models import Article
from app.domain.attachments.models import Attachment
from app.domain.disclosures import queries
from app.domain.disclosures.catalogue import MATTERS, Item
from app.domain.disclosures.models import Disclosure, Matter
from app.domain.disclosures.rules import LONGEST_SUBJECT, LONGEST_WHERE, Due
from app.domain.notices.models import Notice

LONGEST_REASON = 300
_TOO_LONG = N_("At most %(max)s characters, please.")


def record_matter(
    *, actor: Actor, village: Area, item: Item, came_on: dt.date, subject: BilingualText
) -> Matter:
    """Write down that *item* came about in *village*. Raises ``Invalid`` beside ``came_on`` or ``subject_zh``."""
    _check_right(actor, village)
    if village.level is not AreaLevel.VILLAGE or item not in MATTERS:
        raise Invalid(Message(N_("Please choose one.")), "item")
    zh, en = " ".join((subject.zh or "").split()), " ".join((subject.en or "").split())
    if not zh:
        raise Invalid(Message(N_("Write in a few words what it is about.")), "subject_zh")
    if len(zh) > LONGEST_SUBJECT:
        raise Invalid(Message(_TOO_LONG, max=LONGEST_SUBJECT), "subject_zh")
    check_texts(subject_zh=zh, subject_en=en)
    if came_on > clock.today():
        raise Invalid(Message(N_("This day has not come yet.")), "came_on")
    if queries.find_year(village, came_on.year) is None:
        words = N_("The county has not opened a year of projects and money for %(year)s.")
        raise Invalid(Message(words, year=came_on.year), "came_on")
    matter = Matter(
        village=village,
        item=item.code,
        came_on=came_on,
        subject_zh=zh,
        subject_en=en or None,
        recorded_by_id=_who(actor),
        recorded_at=clock.now(),
    )
    db.session.add(matter)
    db.session.flush()
    audit.record("matter_recorded", actor=actor, subject=matter, item=item.code, came_on=came_on.isoformat())
    db.session.flush()
    return matter


def record_disclosure(
    *,
    actor: Actor,
    village: Area,
    due: Due,
    published_on: dt.date,
    where: BilingualText,
    notice: Notice | None = None,
    article: Article | None = None,
    paper: Attachment | None = None,
) -> Disclosure:
    """Write down that *due* was published, by a notice, an article or the paper that hung.

    Raises ``Invalid`` beside the field, ``Refused`` for what a notice of projects tells by itself, ``Conflict`` when
    it is recorded already.
    """
    _check_right(actor, village)
    if not due.is_by_hand:
        words = N_("This counts by itself once the notice is issued; nothing is to be recorded by hand.")
        raise Refused([Message(words)])
    if due.evidence is not None and due.evidence.disclosure_id is not None:
        raise Conflict(Message(N_("Somebody was faster: this is recorded already.")))
    _check_day(due, published_on)
    place = _check_evidence(village, where, notice, article, paper)
    disclosure = queries.find_disclosure(village, due) or Disclosure(
        village=village,
        item=due.item.code,
        period=due.period.code if due.period is not None else "",
        matter_id=due.matter_id,
    )
    disclosure.published_on, disclosure.notice, disclosure.article = published_on, notice, article
    disclosure.where_zh, disclosure.where_en, disclosure.paper = place, where.en or None, paper
    disclosure.recorded_by_id, disclosure.recorded_at = _who(actor), clock.now()
    db.session.add(disclosure)
    db.session.flush()
    audit.record(
        "disclosure_recorded",
        actor=actor,
        subject=disclosure,
        item=due.item.code,
        what=due.key,
        published_on=published_on.isoformat(),
    )
    db.session.flush()
    return disclosure


def take_back_disclosure(*, actor: Actor, disclosure: Disclosure, reason: str) -> None:
    """What was recorded was wrong: it is to be published again. The history keeps who, when and why."""
    _check_right(actor, disclosure)
    reason = _check_reason(reason)
    audit.record(
        "disclosure_taken_back",
        actor=actor,
        subject=disclosure,
        reason=reason,
        item=disclosure.item,
        published_on=disclosure.published_on.isoformat(),
    )
    db.session.delete(disclosure)
    db.session.flush()


def strike_matter(*, actor: Actor, matter: Matter, reason: str) -> None:
    """A matter was written down by mistake. Raises ``Refused`` once it is recorded as published."""
    _check_right(actor, matter)
    reason = _check_reason(reason)
    if queries.is_published(matter):
        raise Refused([Message(N_("It is recorded as published. Take that back first."))])
    audit.record(
        "matter_struck",
        actor=actor,
        subject=matter,
        reason=reason,
        item=matter.item,
        came_on=matter.came_on.isoformat(),
    )
    db.session.delete(matter)
    db.session.flush()


def _check_right(actor: Actor, subject: Area | Matter | Disclosure) -> None:
    if not can(actor, Permission.DISCLOSURE_RECORD, subject):
        raise Forbidden()


def _who(actor: Actor) -> int:
    if actor.id is None:
        raise Forbidden()
    return actor.id


def _check_reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid(Message(N_("Please give a reason.")), "reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(Message(_TOO_LONG, max=LONGEST_REASON), "reason")
    check_texts(reason=reason)
    return reason


def _check_day(due: Due, published_on: dt.date) -> None:
    if published_on > clock.today():
        raise Invalid(Message(N_("This day has not come yet.")), "published_on")
    if published_on < due.earliest:
        words = N_("It can be published from %(day)s on.")
        raise Invalid(Message(words, day=due.earliest), "published_on")


def _check_evidence(
    village: Area,
    where: BilingualText,
    notice: Notice | None,
    article: Article | None,
    paper: Attachment | None,
) -> str:
    """Where it was published, in Chinese. What it rests on must be of the village or of an area over it."""
    if notice is None and article is None and paper is None:
        words = N_("Name the notice or the article, or choose a photograph of the paper that hung.")
        raise Invalid(Message(words), "paper")
    if notice is not None and (
        notice.withdrawn_at is not None or not village.path.startswith(notice.area_path)
    ):
        raise Invalid(Message(N_("There is no such notice for this village.")), "notice")
    if article is not None and not village.path.startswith(article.area_path):
        raise Invalid(Message(N_("There is no such article for this village.")), "article")
    place = " ".join((where.zh or "").split())
    if paper is not None and not place:
        raise Invalid(Message(N_("Write where the paper hung.")), "where_zh")
    if len(place) > LONGEST_WHERE:
        raise Invalid(Message(_TOO_LONG, max=LONGEST_WHERE), "where_zh")
    check_texts(where_zh=place, where_en=where.en)
    return place
