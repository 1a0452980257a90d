"""Who is posted to a village: taking up, the days of a month, leaving. Nothing is deleted."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.core.rows import lock_row
from app.domain.areas.models import Area, AreaLevel
from app.domain.pairings import rules
from app.domain.pairings.lines import day_of, reason_of
from app.domain.pairings.models import LONGEST, PostMonth, UnitLevel, VillagePost, VillagePostKind


@dataclass(frozen=True)
class Posting:
    """Who is posted, as what, by whom, from when until when (the day is open where none was given)."""

    kind: VillagePostKind
    name: str
    level: UnitLevel
    since: dt.date
    until: dt.date | None = None
    unit_name: str = ""
    title: str = ""


def open_post(*, actor: Actor, village: Area, posting: Posting) -> VillagePost:
    """Somebody takes up a post in *village*. Raises ``Conflict`` where only one is possible and one is there."""
    _allow(actor, village)
    if village.level is not AreaLevel.VILLAGE:
        raise Invalid(Message(N_("People are posted to villages.")), "village")
    post = VillagePost(village=village, kind=posting.kind, since=posting.since, end_reason="")
    _put(post, posting)
    lock_row(Area, village.id)
    if posting.kind in rules.ONE_AT_A_TIME and (other := _standing(village, posting.kind)) is not None:
        raise Conflict(Message(N_("%(name)s holds this post; it ends first."), name=other.name))
    _check_alone(post)
    db.session.add(post)
    return _changed(actor, post, "opened")


def change_post(*, actor: Actor, post: VillagePost, posting: Posting) -> VillagePost:
    """Change what stands on record beside village and kind. Raises ``Invalid`` where months before are written down."""
    _allow(actor, post)
    post = lock_row(VillagePost, post.id)
    _check_standing(post)
    _put(post, posting)
    first = posting.since.replace(day=1)
    if any(row.month < first and row.days for row in post.months):
        raise Invalid(Message(N_("Days of an earlier month are written down.")), "since")
    post.since = posting.since
    _check_alone(post)
    return _changed(actor, post, "changed")


def record_month(*, actor: Actor, post: VillagePost, month: dt.date, days: int) -> PostMonth:
    """How many days of a month somebody was in the village; a later word for the same month replaces it."""
    _allow(actor, post)
    post = lock_row(VillagePost, post.id)
    first = month.replace(day=1)
    problem = rules.month_problem(first, days, post.since, post.ended_on, clock.today())
    if problem is not None:
        raise Invalid(problem, "days")
    row = db.session.scalar(
        sa.select(PostMonth).where(PostMonth.post_id == post.id, PostMonth.month == first)
    )
    if row is None:
        row = PostMonth(post=post, month=first, days=days)
        db.session.add(row)
    row.days = days
    _changed(actor, post, f"{first:%Y-%m} {days}")
    return row


def end_post(*, actor: Actor, post: VillagePost, reason: str, ended_on: dt.date | None = None) -> VillagePost:
    """Somebody leaves the post."""
    _allow(actor, post)
    post = lock_row(VillagePost, post.id)
    _check_standing(post)
    day, plain = day_of(ended_on, "ended_on"), reason_of(reason)
    if day < post.since:
        raise Invalid(Message(N_("It cannot end before it began.")), "ended_on")
    if any(row.month > day and row.days for row in post.months):
        raise Invalid(Message(N_("Days of a later month are written down.")), "ended_on")
    post.ended_on, post.end_reason = day, plain
    return _changed(actor, post, "ended", plain)


def _put(post: VillagePost, posting: Posting) -> None:
    name, unit, title = (" ".join(text.split()) for text in (posting.name, posting.unit_name, posting.title))
    check_texts(name=name, unit_name=unit, title=title)
    if problem := rules.name_problem(name):
        raise Invalid(problem, "name")
    for field, text in (("unit_name", unit), ("title", title)):
        if len(text) > LONGEST:
            raise Invalid(Message(N_("At most 60 characters.")), field)
    if posting.since > clock.today():
        raise Invalid(Message(rules.STILL_TO_COME), "since")
    if posting.until is not None and posting.until < posting.since:
        raise Invalid(Message(N_("It cannot end before it began.")), "until")
    post.name, post.unit_name, post.title = name, unit, title
    post.level, post.until = posting.level, posting.until


def _standing(village: Area, kind: VillagePostKind) -> VillagePost | None:
    statement = sa.select(VillagePost).where(
        VillagePost.village_id == village.id, VillagePost.kind == kind, VillagePost.ended_on.is_(None)
    )
    with db.session.no_autoflush:
        return db.session.scalar(statement.limit(1))


def _check_alone(post: VillagePost) -> None:
    """Of some posts a village has one at a time: the last one ended before the next one begins."""
    if post.kind not in rules.ONE_AT_A_TIME:
        return
    statement = (
        sa.select(VillagePost)
        .where(
            VillagePost.village_id == post.village.id,
            VillagePost.kind == post.kind,
            VillagePost.ended_on > post.since,
        )
        .order_by(VillagePost.ended_on.desc())
    )
    with db.session.no_autoflush:
        other = db.session.scalar(statement.limit(1))
    if other is not None:
        words = N_("%(name)s held this post until %(day)s.")
        raise Invalid(Message(words, name=other.name, day=other.ended_on), "since")


def _check_standing(post: VillagePost) -> None:
    if post.ended_on is not None:
        raise Refused([Message(N_("This post has ended; its record no longer changes."))])


def _allow(actor: Actor, subject: Area | VillagePost) -> None:
    if not can(actor, Permission.PAIRING_MANAGE, subject):
        raise Forbidden()


def _changed(actor: Actor, post: VillagePost, what: str, reason: str = "") -> VillagePost:
    db.session.flush()
    audit.record("village_post_changed", actor=actor, subject=post, reason=reason, name=post.name, what=what)
    db.session.flush()
    return post
