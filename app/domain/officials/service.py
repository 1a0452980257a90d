"""Keeping the roster: taking up a post, changing what is on record, ending it. Nothing is ever deleted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.accounts.models import User
from app.domain.areas.models import Area, AreaLevel
from app.domain.officials import queries, rules
from app.domain.officials.models import Official, Post


@dataclass(frozen=True)
class Particulars:
    """What stands on record beside name and post. *user* is the account, when there is one."""

    title: str = ""
    represents: bool = False
    group_name: str = ""
    sex: str | None = None
    telephone: str | None = None
    bank_account: str | None = None
    user: User | None = None


def open_official(
    *,
    actor: Actor,
    area: Area,
    name: str,
    post: Post,
    particulars: Particulars | None = None,
    since: dt.date | None = None,
) -> Official:
    """Somebody takes up a post at *area*. A plain representative is due at the representatives' meeting.

    Raises :class:`Conflict` when the same name holds this post there already, :class:`Invalid` for a wrong input.
    """
    _allow(actor, area)
    name, since = name.strip(), since or clock.today()
    if not rules.plain_name(name) or len(name) > rules.LONGEST_NAME:
        raise Invalid(Message(N_("Write the person's name, at most 60 characters.")), "name")
    if problem := rules.post_problem(post, area.level):
        raise Invalid(problem, "post")
    if since > clock.today():
        raise Invalid(Message(N_("This day is still to come.")), "since")
    if any(one.post is post and one.name == name for one in queries.list_officials(area)):
        raise Conflict(Message(N_("%(name)s holds this post already."), name=name))
    official = Official(name=name, post=post, since=since)
    official.area = area
    _put(official, particulars or Particulars(represents=post is Post.REPRESENTATIVE))
    db.session.add(official)
    db.session.flush()
    _record(actor, official, f"opened {post.value}")
    return official


def open_representatives(
    *, actor: Actor, village: Area, lines: Sequence[rules.RosterLine], since: dt.date | None = None
) -> list[Official]:
    """Take up many representatives at once.

    Raises :class:`Conflict` when one of them stands on the village's roster already, in whatever post: then that
    entry is to be marked as a representative's.
    """
    _allow(actor, village)
    if village.level is not AreaLevel.VILLAGE:
        raise Invalid(Message(N_("Representatives are chosen in villages.")), "roster")
    standing = {rules.plain_name(one.name) for one in queries.list_officials(village)}
    for line in lines:
        if rules.plain_name(line.name) in standing:
            raise Conflict(
                Message(
                    N_(
                        "Line %(number)s: %(name)s stands on the roster already. Mark that entry as a "
                        "representative instead; if this is somebody else, put the group in brackets behind the name."
                    ),
                    number=line.number,
                    name=line.name,
                )
            )
    opened = [
        Official(
            area=village,
            name=line.name,
            post=Post.REPRESENTATIVE,
            title="",
            represents=True,
            group_name=line.group_name,
            sex=line.sex,
            since=since or clock.today(),
        )
        for line in lines
    ]
    db.session.add_all(opened)
    db.session.flush()
    for official in opened:
        _note(actor, official, f"opened {Post.REPRESENTATIVE.value}")
    db.session.flush()
    return opened


def change_official(*, actor: Actor, official: Official, particulars: Particulars) -> None:
    """Change what stands on record beside name and post; those only change by ending and taking up anew.

    Nobody keeps his own entry, and an account that is linked is changed only by somebody from a level above: by it
    the system knows whom it may not let decide.
    """
    _keep(actor, official)
    linked = official.user_id
    if linked is not None and linked != (particulars.user.id if particulars.user else None):
        _allow_from_above(actor, official)
    _put(official, particulars)
    db.session.flush()
    _record(actor, official, "changed")


def end_official(*, actor: Actor, official: Official, reason: str, until: dt.date | None = None) -> None:
    """Somebody leaves the post. Declared relatives stay on record and stay barred."""
    _keep(actor, official)
    until = until or clock.today()
    if not reason.strip():
        raise Invalid(Message(N_("Write why the post ends.")), "reason")
    if until > clock.today():
        raise Invalid(Message(N_("This day is still to come.")), "until")
    if until < official.since:
        raise Invalid(Message(N_("It cannot end before it began.")), "until")
    official.until = until
    db.session.flush()
    _record(actor, official, "ended", reason.strip())


def _allow_from_above(actor: Actor, official: Official) -> None:
    """Only somebody from a level above the official's own passes (at the county: somebody else there), never himself.

    Raises :class:`Forbidden`.
    """
    if not rules.is_from_above(actor, official, Permission.OFFICIAL_MANAGE):
        raise Forbidden(Message(rules.FROM_ABOVE))


def _put(official: Official, particulars: Particulars) -> None:
    if particulars.sex not in (None, *rules.SEX_LABELS):
        raise Invalid(Message(N_("Please choose one.")), "sex")
    if len(particulars.title.strip()) > rules.LONGEST_TITLE:
        raise Invalid(Message(N_("At most 60 characters.")), "title")
    if particulars.user is not None and not _acts_there(particulars.user, official.area):
        raise Invalid(Message(N_("This account has no role there.")), "account")
    official.title, official.group_name = particulars.title.strip(), particulars.group_name.strip()
    official.represents = official.area.level is AreaLevel.VILLAGE and particulars.represents
    official.sex = particulars.sex
    official.telephone = (particulars.telephone or "").strip() or None
    official.bank_account = "".join((particulars.bank_account or "").split()) or None
    official.user = particulars.user


def _acts_there(user: User, area: Area) -> bool:
    return user.is_active and any(area.path.startswith(grant.area.path) for grant in user.standing)


def _keep(actor: Actor, official: Official) -> None:
    _allow(actor, official)
    if official.until is not None:
        raise Refused([Message(N_("This post has ended; its record no longer changes."))])
    if rules.is_same_person(official.name, official.user_id, actor.name, actor.id):
        raise Forbidden(Message(N_("Nobody keeps his own entry; somebody else must do this.")))


def _allow(actor: Actor, subject: Area | Official) -> None:
    if not can(actor, Permission.OFFICIAL_MANAGE, subject):
        raise Forbidden()


def _record(actor: Actor, official: Official, what: str, reason: str = "") -> None:
    _note(actor, official, what, reason)
    db.session.flush()


def _note(actor: Actor, official: Official, what: str, reason: str = "") -> None:
    audit.record(
        "official_changed", actor=actor, subject=official, reason=reason, name=official.name, what=what
    )
