"""Rolls of beneficiaries are drawn up line by line for good, and withdrawn as a whole when they are wrong.

Money is paid by the ledger (``service.pay``); a roll of goods only is noted here as handed out.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from app.core import audit, clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.core.serials import next_number
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.funds import booking, queries, rolls, rules
from app.domain.funds.models import EntryKind, Roll, RollLine
from app.domain.households.models import Household
from app.domain.projects.models import ProjectPlace


def draw_up_roll(
    *,
    actor: Actor,
    place: ProjectPlace,
    title: BilingualText,
    drawn_up_on: dt.date,
    lines: Sequence[rolls.Line],
    paper: Attachment | None = None,
) -> Roll:
    """Draw up a roll of who gets what at *place*. Receivers are found in the register by name where there is one.

    Raises :class:`Refused` without lines, for somebody on it twice, for a line neither with money nor in kind, or
    before the project stands in the library.
    """
    actor_id = booking.check_right(actor, place)
    booking.check_year(place.project.round)
    fault = rules.why_no_roll(place.project.state)
    if fault is not None:
        raise Refused([fault])
    booking.check_day(drawn_up_on, field="drawn_up_on")
    texts = booking.cleaned(title_zh=title.zh, title_en=title.en)
    _check_lines(lines)
    year = place.project.round.year
    roll = Roll(
        number=f"HM{year}-{next_number(f'roll/{year}'):05d}",
        place=place,
        title_zh=booking.needed(texts["title_zh"], "title_zh")[:120],
        title_en=texts["title_en"] or None,
        drawn_up_on=drawn_up_on,
        paper_id=paper.id if paper is not None else None,
        recorded_by_id=actor_id,
        recorded_at=clock.now(),
        total_fen=0,
        paid_fen=0,
        withdrawal_reason="",
    )
    db.session.add(roll)
    db.session.flush()
    known = find_households(place, lines)
    for sequence, line in enumerate(lines, 1):
        db.session.add(
            RollLine(
                roll_id=roll.id,
                sequence=sequence,
                household_id=line.household_id or known.get((line.group_name, line.name)),
                group_name=line.group_name,
                name=line.name,
                people=line.people,
                amount_fen=line.amount_fen,
                goods_zh=line.goods_zh,
                goods_en=line.goods_en,
            )
        )
    db.session.flush()
    audit.record("roll_drawn_up", actor=actor, subject=roll, number=roll.number, lines=len(lines))
    db.session.flush()
    db.session.refresh(roll)
    return roll


def withdraw_roll(*, actor: Actor, roll: Roll, reason: str) -> Roll:
    """Take a wrong roll out of use.

    Raises :class:`Refused` once it is paid or handed out, which is taken back first, and while a notice stands that
    announces its receivers: that notice is withdrawn first.
    """
    booking.check_right(actor, roll)
    plain = booking.needed(reason, "reason")
    rules.check_texts(reason=plain)
    rows = booking.hold(roll_id=roll.id)
    if rows["roll_id"].withdrawn_on is not None:
        raise Refused([Message(N_("This roll is withdrawn already."))])
    if rows["roll_id"].paid_fen:
        raise Refused([Message(N_("This roll is paid. Reverse its payment first."))])
    if rows["roll_id"].handed_out_on is not None:
        raise Refused([Message(N_("These goods are noted as handed out. Take that back first."))])
    notice = queries.find_notice_of_roll(roll)
    if notice is not None:
        raise Refused(
            [
                Message(
                    N_("Notice %(number)s announces the receivers of this roll. Withdraw that notice first."),
                    number=notice.number,
                )
            ]
        )
    roll.withdrawn_on, roll.withdrawal_reason = clock.today(), plain
    audit.record("roll_withdrawn", actor=actor, subject=roll, reason=plain, number=roll.number)
    db.session.flush()
    return roll


def hand_out(*, actor: Actor, roll: Roll, on: dt.date) -> Roll:
    """Note that the goods of *roll* were handed out on a day. From then on its receivers are asked and announced.

    Raises :class:`Refused` for a roll with money, which is paid, for one that is withdrawn or handed out already.
    """
    actor_id = booking.check_right(actor, roll)
    booking.check_year(roll.place.project.round)
    booking.check_state(EntryKind.PAYMENT, roll.place.project)
    booking.check_day(on, since=roll.drawn_up_on)
    booking.hold(roll_id=roll.id)
    if roll.withdrawn_on is not None:
        raise Refused([Message(N_("This roll is withdrawn already."))])
    if not roll.is_goods_only:
        raise Refused([Message(N_("There is money on this roll. Enter its payment instead."))])
    if roll.handed_out_on is not None:
        raise Refused([Message(N_("These goods are noted as handed out already."))])
    roll.handed_out_on, roll.handed_out_by_id = on, actor_id
    audit.record("roll_handed_out", actor=actor, subject=roll, number=roll.number)
    db.session.flush()
    return roll


def take_back_handing_out(*, actor: Actor, roll: Roll, reason: str) -> Roll:
    """The goods of *roll* were not handed out after all. Raises :class:`Refused` where that was never noted."""
    booking.check_right(actor, roll)
    plain = booking.needed(reason, "reason")
    rules.check_texts(reason=plain)
    booking.hold(roll_id=roll.id)
    if roll.handed_out_on is None:
        raise Refused([Message(N_("These goods are not noted as handed out."))])
    roll.handed_out_on = roll.handed_out_by_id = None
    audit.record("roll_not_handed_out", actor=actor, subject=roll, reason=plain, number=roll.number)
    db.session.flush()
    return roll


def _check_lines(lines: Sequence[rolls.Line]) -> None:
    if not lines:
        raise Refused([Message(N_("Write at least one receiver: group, name, people, amount."))])
    if len(lines) > rolls.MOST_LINES:
        raise Refused(
            [Message(N_("A roll has at most %(most)s lines. Draw up several."), most=rolls.MOST_LINES)]
        )
    for line in lines:
        rules.check_texts(lines=f"{line.group_name} {line.name} {line.goods_zh} {line.goods_en or ''}")
        if not 0 <= line.amount_fen <= rules.MOST_FEN or not (line.amount_fen or line.goods_zh):
            raise Invalid(
                Message(N_("%(name)s gets neither money nor anything in kind."), name=line.name), "lines"
            )
    twice = [
        key for key, number in Counter((line.group_name, line.name) for line in lines).items() if number > 1
    ]
    if twice:
        raise Refused(
            [
                Message(
                    N_(
                        "%(name)s of group “%(group)s” stands on the roll twice. Add the lines up, or tell them apart."
                    ),
                    name=name,
                    group=group,
                )
                for group, name in twice
            ]
        )


def find_households(place: ProjectPlace, lines: Sequence[rolls.Line]) -> dict[tuple[str, str], int]:
    """(group, name) -> the one household of the place's village with that head in that group; no doubtful one."""
    names = {line.name for line in lines if line.household_id is None}
    if not names:
        return {}
    statement = (
        sa.select(Household.id, Area.name_zh, Household.head_name)
        .outerjoin(Area, Area.id == Household.group_id)
        .where(Household.village_id == place.area_id, Household.head_name.in_(names))
    )
    found: dict[tuple[str, str], list[int]] = {}
    for household_id, group, name in db.session.execute(statement):
        found.setdefault((group or "", name), []).append(household_id)
    return {key: ids[0] for key, ids in found.items() if len(ids) == 1}
