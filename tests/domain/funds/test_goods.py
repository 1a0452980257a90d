"""Sheep given in kind: a roll without money is handed out, and from then on it has reached its households."""

import datetime as dt

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import Forbidden, Invalid, NotFound, Refused
from app.domain.calendars.queries import load_calendar
from app.domain.deliveries import queries as deliveries
from app.domain.deliveries import settlers
from app.domain.disclosures.gathering import gather
from app.domain.funds import queries, reached, service, shown
from app.domain.funds.checking_papers import check_rolls
from app.domain.funds.models import Roll
from app.domain.funds.rolls import Line
from app.domain.funds.shown import Part
from tests import factories
from tests.people import People

DAY = dt.timedelta(days=1)


@pytest.fixture
def roll(people: People) -> Roll:
    """Two households get sheep and no money."""
    place = factories.an_allocation().place
    return service.draw_up_roll(
        actor=people.actor("county_approver"),
        place=place,
        title=BilingualText("种羊"),
        drawn_up_on=clock.today() - 3 * DAY,
        lines=[Line("王秀英", 0, goods_zh="山羊2只"), Line("李建国", 0, goods_zh="山羊1只")],
    )


def hand_out(people: People, roll: Roll, who: str = "county_approver") -> Roll:
    return service.hand_out(actor=people.actor(who), roll=roll, on=clock.today() - DAY)


def test_goods_that_were_handed_out_count_as_what_reached_a_household(people: People, roll: Roll) -> None:
    round_, village = roll.place.project.round, roll.place.area
    part, calendar = Part(round_.id, village.path, is_whole=False), load_calendar()
    late = clock.today() + dt.timedelta(days=90)

    def seen() -> tuple[int, int, int, int, int]:
        return (
            sum(reached.receivers(round_.id, village.path).values()),
            reached.receivers_of_projects([roll.place.project_id]).get(roll.place.project_id, 0),
            deliveries.load_share(round_.id, village.path).lines,
            len(
                [due for due in gather([village], round_, calendar)[village.id] if "beneficiaries" in due.key]
            ),
            len([one.number for one in check_rolls(round_, village, calendar, late)]),
        )

    assert seen() == (0, 0, 0, 0, 0)
    assert shown.page_paid_rolls(part).total == 0
    with pytest.raises(NotFound):
        deliveries.get_line(roll.lines[0].id)
    hand_out(people, roll)
    assert seen() == (2, 2, 2, 1, 1)
    (due,) = [due for due in gather([village], round_, calendar)[village.id] if "beneficiaries" in due.key]
    assert due.since == clock.today() - DAY
    assert deliveries.get_line(roll.lines[0].id).line.goods_zh == "山羊2只"
    assert settlers.list_payers(roll) == {people.user("county_approver").id}
    assert [(one.payment, one.households) for one in shown.page_paid_rolls(part).items] == [("", 2)]


def test_goods_are_never_offered_for_payment(people: People, roll: Roll) -> None:
    money = factories.a_roll(roll.place, drawn_up_on=roll.drawn_up_on)
    assert queries.list_rolls(project=roll.place.project, paid=False) == [money]
    with pytest.raises(Refused, match="payment"):
        hand_out(people, money)


def test_who_hands_out_and_when(people: People, roll: Roll) -> None:
    with pytest.raises(Forbidden):
        hand_out(people, roll, "village_officer")
    for day in (clock.today() + DAY, roll.drawn_up_on - DAY):
        with pytest.raises(Invalid):
            service.hand_out(actor=people.actor("county_approver"), roll=roll, on=day)
    hand_out(people, roll)
    with pytest.raises(Refused, match="already"):
        hand_out(people, roll)


def test_a_mistake_is_taken_back_with_a_reason_and_then_the_roll_withdrawn(
    people: People, roll: Roll
) -> None:
    actor = people.actor("county_approver")
    hand_out(people, roll)
    with pytest.raises(Refused, match="Take that back first"):
        service.withdraw_roll(actor=actor, roll=roll, reason="有误")
    with pytest.raises(Invalid):
        service.take_back_handing_out(actor=actor, roll=roll, reason=" ")
    service.take_back_handing_out(actor=actor, roll=roll, reason="登记错了")
    assert not roll.has_reached
    service.withdraw_roll(actor=actor, roll=roll, reason="有误")
    with pytest.raises(Refused):
        hand_out(people, roll)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE roll SET handed_out_on = '2026-05-01'",
        "UPDATE roll SET withdrawn_on = '2026-05-01', withdrawal_reason = 'x'",
        "INSERT INTO roll_line (roll_id, sequence, group_name, name, people, amount_fen, goods_zh, created_at) "
        "SELECT roll_id, 9, '', 'x', 1, 5, '', created_at FROM roll_line ORDER BY id LIMIT 1",
    ],
)
def test_the_database_keeps_goods_apart_from_money(people: People, roll: Roll, statement: str) -> None:
    hand_out(people, roll)
    factories.a_roll(roll.place)
    with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
        db.session.execute(sa.text(statement))


def test_the_pages_offer_to_hand_out_and_never_to_pay(people: People, roll: Roll) -> None:
    db.session.commit()
    township = people.browser("township_reviewer")
    page = township.get("funds.roll", number=roll.number)
    assert "还没有发放" in page.text
    township.get("funds.hand_out", number=roll.number)
    township.send(on=(clock.today() + DAY).isoformat(), expect=422)
    township.send(on=clock.today().isoformat())
    assert "已发放" in township.follow().text
    part = {"year": roll.place.project.round.year, "code": roll.place.area.code}
    assert (
        "发放实物" in people.browser("stranger").get(f"/funds/{part['year']}/{part['code']}/households").text
    )
    township.get("funds.take_back_handing_out", number=roll.number)
    township.send(reason="登记错了")
    assert "还没有发放" in township.follow().text
