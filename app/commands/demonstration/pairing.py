"""Who helps whom: 282 helpers, 326 of the households registered in 2014, changes since; who is posted to the villages.

So 1,250 of 5,091 people have a helper, and most helpers have fewer households than the rule asks: there is something
to propose. All names are invented.
"""

import datetime as dt
from itertools import cycle, islice

import sqlalchemy as sa

from app.commands.demonstration.ground import FIRST_YEAR, TOWNSHIP, Cast
from app.commands.demonstration.story import stand_at
from app.core.db import db
from app.domain.areas.models import Area
from app.domain.areas.queries import find_figures, get_area
from app.domain.households.models import Household, Registration
from app.domain.pairings import posts, service
from app.domain.pairings.listing import list_posts_of
from app.domain.pairings.models import Helper, HelpingUnit, UnitLevel, VillagePost, VillagePostKind
from app.domain.pairings.posts import Posting
from app.domain.pairings.queries import find_pairing
from app.domain.pairings.service import Particulars
from app.domain.policies.vocabulary import HelperRank
from app.domain.rounds.models import Round

PAIRED = dt.date(2014, 7, 1)
RETIRED = dt.date(2016, 3, 10)
POSTED, CAME_HOME = dt.date(2015, 7, 20), dt.date(2017, 7, 19)
MOVED = dt.date(2019, 9, 2)
HOUSEHOLDS, PEOPLE, HELPERS = 326, 1250, 282

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
GIVEN = "国华明霞建军秀兰志强晓燕文斌丽萍永福春梅德才海燕光荣玉珍长林桂芳正平小红家富云飞"

#: name, level, how many helpers, whether it answers for one of the poor villages
UNITS: tuple[tuple[str, UnitLevel, int, bool], ...] = (
    ("市财政局", UnitLevel.COUNTY, 18, True),
    ("市教育局", UnitLevel.COUNTY, 22, True),
    ("市农业农村局", UnitLevel.COUNTY, 20, True),
    ("市水务局", UnitLevel.COUNTY, 16, True),
    ("市交通运输局", UnitLevel.COUNTY, 16, True),
    ("市卫生健康局", UnitLevel.COUNTY, 18, True),
    ("市自然资源局", UnitLevel.COUNTY, 15, True),
    ("市住房和城乡建设局", UnitLevel.COUNTY, 15, True),
    ("市委办公室", UnitLevel.COUNTY, 8, False),
    ("林泉镇人民政府", UnitLevel.TOWNSHIP, 58, False),
    ("林泉中学", UnitLevel.TOWNSHIP, 26, False),
    ("林泉镇中心小学", UnitLevel.TOWNSHIP, 24, False),
    ("林泉镇卫生院", UnitLevel.TOWNSHIP, 16, False),
    ("林泉供销社", UnitLevel.OTHER, 10, False),
)


def play(round_: Round, people: Cast, villages: list[Area], today: dt.date) -> None:
    """Everything up to the last year; the clock is left standing at the last act."""
    poor = poor_villages(villages)
    stand_at(PAIRED)
    helpers = take_on_record(people, poor)
    pair(round_, people, helpers)
    then = post_then(people, poor)
    change_since(people, helpers)
    come_home(people, then)
    change_later(people, helpers)
    post_now(people, poor, today)


def poor_villages(villages: list[Area]) -> list[Area]:
    """Those that were poor villages in the first year."""
    figures = {village.id: find_figures(village.id, FIRST_YEAR) for village in villages}
    return [one for one in villages if (found := figures[one.id]) is not None and found.is_poor_village]


def take_on_record(people: Cast, poor: list[Area]) -> list[Helper]:
    """The units and their helpers, unit after unit."""
    township = get_area(TOWNSHIP)
    names = _names()
    found: list[Helper] = []
    for number, (name, level, size, answers) in enumerate(UNITS):
        unit = service.open_unit(
            actor=people.township,
            area=township,
            name=name,
            level=level,
            village=poor[number] if answers else None,
        )
        found += [_helper(people, unit, next(names), order, number) for order in range(size)]
    return found


def _names() -> "cycle[str]":
    """Names of which no two follow each other within a unit."""
    given = [GIVEN[place : place + 2] for place in range(0, len(GIVEN), 2)]
    made = [SURNAMES[7 * i % len(SURNAMES)] + given[(3 * i + i // 20) % len(given)] for i in range(600)]
    return cycle(dict.fromkeys(made))


def _helper(people: Cast, unit: HelpingUnit, name: str, order: int, number: int) -> Helper:
    is_top = unit.level is UnitLevel.COUNTY and not unit.village_id
    ranks = [HelperRank.COUNTY_LEADER, HelperRank.DEPUTY_COUNTY_LEADER] if is_top else []
    ranks += [HelperRank.DEPARTMENT_LEADER, HelperRank.DEPUTY_DEPARTMENT_LEADER]
    rank = ranks[order] if order < len(ranks) and unit.level is not UnitLevel.OTHER else HelperRank.CADRE
    post = {HelperRank.DEPARTMENT_LEADER: "负责人", HelperRank.DEPUTY_DEPARTMENT_LEADER: "副职"}.get(rank, "")
    # Offices' numbers are invented: no exchange of the area begins with 0857-000.
    telephone = f"0857-000{100 + number:04d}"
    return service.open_helper(
        actor=people.township, unit=unit, particulars=Particulars(name, rank, post, telephone)
    )


def pair(round_: Round, people: Cast, helpers: list[Helper]) -> None:
    """326 households with 1,250 people: one for each helper, a second one for some."""
    chosen = choose(round_.id)
    twice = HOUSEHOLDS - len(helpers)
    order = [one for number, one in enumerate(helpers) for _ in range(2 if number < twice else 1)]
    service.accept(
        actor=people.township,
        choices={household_id: helper.id for household_id, helper in zip(chosen, order, strict=True)},
    )


def choose(round_id: int) -> list[int]:
    """The ids of the households that have a helper: spread over all villages, with exactly so many people."""
    rows = db.session.execute(
        sa.select(Registration.household_id, Registration.people)
        .join(Household, Household.id == Registration.household_id)
        .where(Registration.round_id == round_id, Registration.struck_on.is_(None))
        .order_by(Household.household_no)
    ).all()
    step = len(rows) / HOUSEHOLDS
    places = {int(number * step) for number in range(HOUSEHOLDS)}
    chosen = {rows[place][0]: int(rows[place][1]) for place in sorted(places)}
    others = [(key, int(number)) for key, number in rows if key not in chosen]
    _come_to(chosen, others, PEOPLE)
    return sorted(chosen)


def _come_to(chosen: dict[int, int], others: list[tuple[int, int]], people: int) -> None:
    """Exchange households for slightly larger or smaller ones until they have exactly *people*."""
    for key, number in list(chosen.items()):
        short = people - sum(chosen.values())
        if not short:
            return
        wanted = number + max(-2, min(2, short))
        other = next((one for one in others if one[1] == wanted), None)
        if other is not None:
            del chosen[key]
            others.remove(other)
            chosen[other[0]] = other[1]


def change_since(people: Cast, helpers: list[Helper]) -> None:
    """One retires, and a successor takes over all households in one step."""
    stand_at(RETIRED)
    retired = helpers[5]
    successor = service.open_helper(
        actor=people.township,
        unit=retired.unit,
        particulars=Particulars("欧阳志远", HelperRank.CADRE, "", retired.telephone),
    )
    service.hand_over(
        actor=people.township, helper=retired, successor=successor, reason="退休，由同单位干部接替"
    )
    service.leave(actor=people.township, helper=retired, reason="退休")


def change_later(people: Cast, helpers: list[Helper]) -> None:
    """The helper of one household moves to another township."""
    stand_at(MOVED)
    household = db.session.scalars(
        sa.select(Household)
        .where(Household.id.in_(sa.select(Registration.household_id)))
        .order_by(Household.household_no)
    ).first()
    standing = find_pairing(household.id) if household is not None else None
    if household is not None and standing is not None:
        service.pair(
            actor=people.township, household=household, helper=helpers[-20], reason="原帮扶人调往外乡镇工作"
        )


def post_then(people: Cast, poor: list[Area]) -> list[VillagePost]:
    """The first secretaries of 2015, for two years."""
    names = iter(_names())
    stand_at(POSTED)
    return [
        posts.open_post(
            actor=people.township,
            village=village,
            posting=Posting(
                VillagePostKind.FIRST_SECRETARY,
                next(names),
                UnitLevel.COUNTY,
                POSTED,
                CAME_HOME,
                UNITS[number][0],
            ),
        )
        for number, village in enumerate(poor)
    ]


def come_home(people: Cast, then: list[VillagePost]) -> None:
    """Their two years are over."""
    stand_at(CAME_HOME)
    for post in then:
        posts.end_post(actor=people.township, post=post, reason="任期届满")


def post_now(people: Cast, poor: list[Area], today: dt.date) -> None:
    """A first secretary, a resident team and a task force in each poor village."""
    names = islice(_names(), 40, None)
    for number, village in reversed(list(enumerate(poor))):
        since = today - dt.timedelta(days=300 + 11 * number)
        stand_at(since)
        for kind in (
            VillagePostKind.FIRST_SECRETARY,
            VillagePostKind.RESIDENT_TEAM,
            VillagePostKind.TASK_FORCE,
        ):
            is_near = kind is VillagePostKind.TASK_FORCE
            level = UnitLevel.TOWNSHIP if is_near else UnitLevel.COUNTY
            unit = "林泉镇人民政府" if is_near else UNITS[number][0]
            until = since + dt.timedelta(days=730)
            posts.open_post(
                actor=people.township,
                village=village,
                posting=Posting(kind, next(names), level, since, until, unit),
            )


def write_down_days(people: Cast, villages: list[Area], today: dt.date) -> None:
    """Lately: the days in the village of the last six whole months; two people were there too rarely."""
    stand_at(today - dt.timedelta(days=1))
    poor = poor_villages(villages)
    for number, village in enumerate(poor):
        for order, post in enumerate(list_posts_of(village)):
            month = today.replace(day=1)
            for back in range(6):
                month = (month - dt.timedelta(days=1)).replace(day=1)
                days = (13 if number in (2, 5) and not order else 20) + (number + back) % 3
                if month >= post.since:
                    posts.record_month(actor=people.township, post=post, month=month, days=days)
