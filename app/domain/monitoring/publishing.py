"""A notice of households at risk is issued with the step that it is for each of its cases; or withdrawn.

Into the watch and out of it goes the same way: the village's own notice, then the announcement in the township's name,
on the village's boards (guiding opinion of 2021 on monitoring against a return to poverty). Several cases of a village
may stand on one. Which columns hang beside the names says the round's policy.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, can
from app.core.personal_numbers import check_texts
from app.domain.areas import queries as area_queries
from app.domain.areas.models import Area, AreaLevel
from app.domain.attachments.models import Attachment
from app.domain.monitoring import measures, queries, service
from app.domain.monitoring.models import Watch, WatchNotice
from app.domain.monitoring.steps import ISSUED, MACHINE, RECALLED, Seen
from app.domain.notices import queries as notice_queries
from app.domain.notices import rules as notices_rules
from app.domain.notices import service as notices
from app.domain.notices.models import Notice
from app.domain.notices.showing import group_key
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NoticeKind
from app.domain.rounds.models import Round
from app.domain.sheets.service import ensure_sheets

K = NoticeKind
#: announcements hang in the township's name, and name the notice that came before
BEFORE = {K.WATCH_ANNOUNCEMENT: K.WATCH_NOTICE, K.RELEASE_ANNOUNCEMENT: K.RELEASE_NOTICE}
#: notices beside whose names help hangs
INTO_THE_WATCH = frozenset({K.WATCH_NOTICE, K.WATCH_ANNOUNCEMENT})
NO_ROUND = N_(
    "The county has not opened this year's round of households at risk. It does so under Rounds; "
    "until then no notice can be issued."
)


def publish(
    *,
    actor: Actor,
    kind: NoticeKind,
    village: Area,
    watches: Sequence[Watch],
    done_on: dt.date,
    note: str,
    people: Sequence[str] = (),
    paper: Attachment | None = None,
    help_kinds: Mapping[int, Collection[str]] | None = None,
    hang_on: dt.date | None = None,
) -> Notice:
    """Issue a notice of *kind* on which *watches* of *village* stand, and take the step that it is for each of them.

    *done_on* is the day of the review or of the decision, *note* what was decided, *people* who took part, *paper* the
    signed record. *help_kinds* (case id -> kinds of help) hang beside the names where the policy lets them. Raises
    :class:`Forbidden`, :class:`Invalid` for what is missing, :class:`Conflict` for a case that moved on,
    :class:`Refused` without a round or a township.
    """
    step = ISSUED[kind]
    if actor.id is None or not can(actor, MACHINE.step(step).permission, village):
        raise Forbidden()
    if not watches:
        raise Invalid(Message(N_("Choose at least one household.")), "watches")
    round_, issuer = _round_of(village), _issuer_of(kind, village)
    locked = [queries.lock_watch(one.id) for one in sorted(watches, key=lambda one: one.id)]
    _check_cases(step, village, locked)
    locked.sort(key=_in_order)
    replaced = _find_replaced(kind, round_, village, locked)
    before = _standing_before(kind, locked)
    seen = _seen(kind, locked)
    for watch in locked:
        service.perform(
            actor=actor,
            watch=watch,
            step=step,
            seen=seen[watch.id],
            done_on=done_on,
            note=note,
            people=people,
            paper=paper,
        )
    notice = notices.publish_facts(
        actor=actor,
        kind=kind,
        round_=round_,
        area=village,
        issuer=issuer,
        facts=_facts(locked, before, round_.policy),
        rows=_rows(kind, locked, round_.policy, help_kinds or {}),
        hang_on=hang_on,
        replaces=replaced,
    )
    db.session.add_all(
        WatchNotice(watch_id=watch.id, notice_id=notice.id, sequence=sequence)
        for sequence, watch in enumerate(locked, 1)
    )
    db.session.flush()
    ensure_sheets(notice)
    return notice


def withdraw(*, actor: Actor, notice: Notice, reason: str) -> None:
    """Withdraw a notice of households at risk: its names leave the web, its cases go back to the step before.

    Raises :class:`Forbidden`, :class:`Invalid` without a *reason*, :class:`Refused` when a case went further meanwhile.
    """
    if notice.kind not in RECALLED:
        raise Refused([Message(N_("This is no notice of households at risk."))])
    step, idle = RECALLED[notice.kind]
    row = MACHINE.step(step)
    if actor.id is None or not can(actor, row.permission, notice.village):
        raise Forbidden()
    if not reason.strip():
        raise Invalid(Message(N_("Please say why.")), "reason")
    check_texts(reason=reason)
    concerned = _list_concerned(notice)
    if blockers := [_why_not_back(one) for one in concerned if one.state not in {*row.sources, *idle}]:
        raise Refused(blockers)
    going_back = [one for one in concerned if one.state in row.sources]
    _check_nothing_new(notice.kind, going_back)
    notices.withdraw(actor=actor, notice=notice, reason=reason)
    for watch in going_back:
        service.perform(
            actor=actor,
            watch=watch,
            step=step,
            seen=Seen(today=clock.today()),
            done_on=clock.today(),
            note=reason,
        )
        watch.days = {name: day for name, day in watch.days.items() if name != ISSUED[notice.kind]}
    db.session.flush()


def may_withdraw(actor: Actor, notice: Notice) -> bool:
    """Whether *actor* is somebody who withdraws this notice."""
    if notice.kind not in RECALLED or notice.withdrawn_at is not None:
        return False
    return can(actor, MACHINE.step(RECALLED[notice.kind][0]).permission, notice.village)


def _round_of(village: Area) -> Round:
    round_ = queries.find_round(village)
    if round_ is None:
        raise Refused([Message(NO_ROUND)])
    return round_


def _issuer_of(kind: NoticeKind, village: Area) -> Area:
    """The village's committee for its notices; announcements are the township's."""
    if kind not in BEFORE:
        return village
    township = area_queries.find_ancestor(village, AreaLevel.TOWNSHIP)
    if township is None:
        raise Refused(
            [Message(N_("The village's township or county is not known; enter it under areas first."))]
        )
    return township


def _check_cases(step: str, village: Area, watches: Sequence[Watch]) -> None:
    if any(watch.village_id != village.id for watch in watches):
        raise Invalid(Message(N_("All households of a notice are of one village.")), "watches")
    if any(watch.state not in MACHINE.step(step).sources for watch in watches):
        raise Conflict(Message(N_("Somebody was faster: one of these cases was changed meanwhile.")))


def _seen(kind: NoticeKind, watches: Sequence[Watch]) -> dict[int, Seen]:
    """case id -> what holds its step: a kind that fits no more, an announcement that still hangs."""
    misfits = queries.load_misfits(watches)
    entered = queries.load_hanging(watches, K.WATCH_ANNOUNCEMENT) if kind is K.RELEASE_NOTICE else {}
    today = clock.today()
    return {
        one.id: Seen(
            notices={"enter": entered[one.id]} if one.id in entered else {},
            misfits=misfits.get(one.id, ()),
            today=today,
        )
        for one in watches
    }


def _in_order(watch: Watch) -> tuple[tuple[int, str], str]:
    group = watch.household.group
    return group_key(group.name_zh if group is not None else ""), watch.household.household_no


def _standing_before(kind: NoticeKind, watches: Sequence[Watch]) -> list[str]:
    """The numbers of the village's notices that an announcement follows."""
    if kind not in BEFORE:
        return []
    ids = queries.load_newest_notices([one.id for one in watches], BEFORE[kind])
    statement = sa.select(Notice.number).where(Notice.id.in_(set(ids.values()))).order_by(Notice.id)
    return list(db.session.scalars(statement))


def _facts(watches: Sequence[Watch], before: Sequence[str], policy: Policy) -> dict[str, Any]:
    kinds = Counter(watch.kind.value for watch in watches)
    return {
        "households": len(watches),
        "people": sum(watch.household.people for watch in watches),
        "kinds": dict(sorted(kinds.items())) if policy.watch_kind_public else {},
        "before": list(before),
    }


def _rows(
    kind: NoticeKind, watches: Sequence[Watch], policy: Policy, help_kinds: Mapping[int, Collection[str]]
) -> list[dict[str, Any]]:
    births = notice_queries.births_of_heads([watch.household_id for watch in watches])
    today = clock.today()
    return [
        {
            "household_id": watch.household_id,
            "group_name": watch.household.group.name_zh if watch.household.group is not None else "",
            "head_name": watch.household.head_name,
            "people": watch.household.people,
            "extra": _extra(watch, policy, help_kinds.get(watch.id, ()) if kind in INTO_THE_WATCH else ())
            | ({"minor": True} if notices_rules.is_minor(births.get(watch.household_id), today) else {}),
        }
        for watch in watches
    ]


def _extra(watch: Watch, policy: Policy, help_kinds: Collection[str]) -> dict[str, Any]:
    """What stands beside a name, as far as the policy lets it; of health only where such causes are public."""
    risks = notices_rules.public_risks(watch.risks, policy)
    words = measures.words_of(help_kinds, policy) if policy.watch_help_public else []
    return {
        **({"watch": watch.kind.value} if policy.watch_kind_public else {}),
        **({"risks": risks} if risks else {}),
        **({"help": words} if words else {}),
    }


def _find_replaced(kind: NoticeKind, round_: Round, village: Area, watches: Sequence[Watch]) -> Notice | None:
    """The last withdrawn notice of *kind* on which one of *watches* stood and that nothing has replaced yet."""
    later = sa.orm.aliased(Notice)
    on_it = sa.select(WatchNotice.notice_id).where(WatchNotice.watch_id.in_([one.id for one in watches]))
    statement = sa.select(Notice).where(
        Notice.kind == kind,
        Notice.round_id == round_.id,
        Notice.village_id == village.id,
        Notice.withdrawn_at.is_not(None),
        Notice.id.in_(on_it),
        ~sa.exists().where(later.replaces_id == Notice.id),
    )
    return db.session.scalar(statement.order_by(Notice.id.desc()).limit(1))


def _list_concerned(notice: Notice) -> list[Watch]:
    """The cases whose newest notice of its kind this is, locked."""
    ids = sorted(watch.id for watch in queries.list_watches_of(notice))
    newest = queries.load_newest_notices(ids, notice.kind)
    return [queries.lock_watch(one) for one in ids if newest.get(one) == notice.id]


def _why_not_back(watch: Watch) -> Message:
    return Message(
        N_("Household %(number)s went further meanwhile: %(state)s. Undo that first."),
        number=watch.household.household_no,
        state=Message(MACHINE.states[watch.state]),
    )


def _check_nothing_new(kind: NoticeKind, watches: Sequence[Watch]) -> None:
    """A case that ended is not opened again beside a newer one."""
    if kind is not K.RELEASE_ANNOUNCEMENT:
        return
    blockers = [
        Message(
            N_("Household %(number)s has a newer case. Close that one first."),
            number=watch.household.household_no,
        )
        for watch in watches
        if queries.find_open(watch.household_id) is not None
    ]
    if blockers:
        raise Refused(blockers)
