"""Officials and representatives of the demonstration, their relatives, and who left the room for them.

All names are invented. Every village has a committee and 33 plain representatives; all state their relatives for both
rounds. What the system then asks about is looked into and dismissed, but for one hint that is left open this year.
"""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.commands.demonstration.ground import COUNTY, SAMPLES, TOWNSHIP, Cast
from app.core.db import db
from app.core.permissions import Actor
from app.domain.accounts.models import User
from app.domain.appraisals import attendance
from app.domain.appraisals.models import Meeting
from app.domain.appraisals.room import relatives_present
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import get_area, list_groups
from app.domain.households.models import Household, Member
from app.domain.kinship import queries as kinship_queries
from app.domain.kinship import service as kinship
from app.domain.kinship.hints import generation_of
from app.domain.kinship.models import Relation
from app.domain.kinship.rules import Relatives
from app.domain.officials import queries as official_queries
from app.domain.officials import service as officials
from app.domain.officials.models import Official, Post
from app.domain.officials.rules import RosterLine
from app.domain.officials.service import Particulars
from app.domain.rounds.models import Round

if TYPE_CHECKING:
    from app.commands.demonstration.story import Story

SINCE = dt.date(2013, 12, 20)
SECRETARY, WORK_TEAM = "田永福", "何平"
#: beside the committee; with secretary, head of the committee and supervisor 36 are due at the meeting
PLAIN_REPRESENTATIVES = 33
SURNAMES = "安白蔡曹程崔戴丁段范方冯付葛龚顾韩贺侯江姜孔赖黎廖林卢孟牛彭秦邱任邵申"
#: given names of men and of women
MEN = (
    "光明", "开平", "朝阳", "家林", "应祥", "维刚", "兴华", "荣贵",
    "仁义", "万里", "登云", "礼平", "学富", "远志", "大成",
)  # fmt: skip
WOMEN = (
    "秀兰", "桂芝", "玉珍", "素芬", "仕琼", "德芬", "正碧", "明芬",
    "昌菊", "天秀", "少芬", "泽会", "先琴", "启珍", "绍芝",
)  # fmt: skip
STEP = 467
#: of the township and the county, without an account
ABOVE = (
    (TOWNSHIP, Post.TOWNSHIP, "谢小兵", "镇包村干部"),
    (TOWNSHIP, Post.TOWNSHIP, "田桂芳", "镇社会事务办工作员"),
    (TOWNSHIP, Post.TOWNSHIP, "邓光荣", "镇农业服务中心工作员"),
    (COUNTY, Post.COUNTY, "覃卫国", "县乡村振兴局工作员"),
)
LINKED = (
    (TOWNSHIP, Post.TOWNSHIP, "陶静", "镇乡村振兴站站长", "township"),
    (COUNTY, Post.COUNTY, "罗敏", "县乡村振兴局副局长", "county"),
)
#: villages, in the order of their codes, in which somebody of this kind has a relative on the list of 2014
RELATED_TO_REPRESENTATIVE = (1, 3, 4, 8, 11)
RELATED_TO_OFFICER = (1, 6)
RELATED_TO_TOWNSHIP = 1
#: villages in which one of this year's households is a representative's relative
RELATED_PRESENT = (7, 9, 12, 14)
#: the village whose open hint waits this year
LEFT_OPEN = 2


def begin(people: Cast, villages: Sequence[Area], round_: Round) -> None:
    """2014: the roster, the relatives, the hints, the statements."""
    lay(people, villages)
    declare(people, villages, stay_to_the_end(villages))
    settle(people, villages)
    state(people, villages, round_)


def go_on(people: Cast, villages: Sequence[Area], round_: Round, numbers: Sequence[str]) -> None:
    """This year: more relatives, the hints that the new register gives, the statements. *numbers* are who applies."""
    declare_present(people, villages, numbers)
    settle(people, villages)
    state(people, villages, round_)


def lay(people: Cast, villages: Sequence[Area]) -> None:
    """Everybody is taken on record. The register must be there: invented names keep clear of its families."""
    users = {user.username: user for user in db.session.scalars(sa.select(User))}
    for code, post, name, title in ABOVE:
        _open(people, code, post, name, Particulars(title=title))
    for code, post, name, title, username in LINKED:
        _open(people, code, post, name, Particulars(title=title, user=users[username]))
    families = _families(villages)
    for index, village in enumerate(villages):
        _lay_village(people, village, users[f"village-{village.short_code}"], families[village.id], index)


def _open(people: Cast, code: str, post: Post, name: str, particulars: Particulars) -> None:
    area = get_area(code)
    officials.open_official(
        actor=people.county, area=area, name=name, post=post, particulars=particulars, since=SINCE
    )


def _families(villages: Sequence[Area]) -> dict[int, set[object]]:
    """Names, and family with generation names, that occur in each village's register."""
    found: dict[int, set[object]] = {village.id: set() for village in villages}
    rows = sa.select(Household.village_id, Member.name).join(Member, Member.household_id == Household.id)
    for village_id, name in db.session.execute(rows):
        found[village_id] |= {name, generation_of(name)}
    return found


def _lay_village(people: Cast, village: Area, user: User, taken: set[object], index: int) -> None:
    names = _invented(taken, index)
    posts = (
        (SECRETARY, Post.PARTY_BRANCH, Particulars("村党支部书记", represents=True, sex="male")),
        (next(names), Post.VILLAGE_COMMITTEE, Particulars("村委会主任", represents=True)),
        (user.name, Post.VILLAGE_COMMITTEE, Particulars("村委会委员、文书", user=user)),
        (next(names), Post.SUPERVISION, Particulars("村务监督委员会主任", represents=True)),
        (WORK_TEAM, Post.WORK_TEAM, Particulars("驻村工作队", sex="male")),
    )
    for name, post, particulars in posts:
        officials.open_official(
            actor=people.township, area=village, name=name, post=post, particulars=particulars, since=SINCE
        )
    groups = cycle([group.name_zh for group in list_groups(village)] or [""])
    chosen = [next(names) for _ in range(PLAIN_REPRESENTATIVES)]
    lines = [
        RosterLine(number, name, next(groups), "male" if name[1:] in MEN else "female")
        for number, name in enumerate(chosen, 1)
    ]
    officials.open_representatives(actor=people.township, village=village, lines=lines, since=SINCE)


def _invented(taken: set[object], start: int) -> Iterator[str]:
    """Names that nobody of the village has, and mostly not a generation name of its families either."""
    names = [surname + given for surname in SURNAMES for given in (*MEN, *WOMEN)]
    mixed = [names[(start * 37 + place * STEP) % len(names)] for place in range(len(names))]
    return iter([name for name in mixed if name not in taken and generation_of(name) not in taken])


def state(people: Cast, villages: Sequence[Area], round_: Round) -> None:
    """Everybody signs the statement for a round; the papers are typed in."""
    for area, actor in _actors(people, villages):
        kinship.make_statements(actor=actor, officials=official_queries.list_officials(area), round_=round_)


def _actors(people: Cast, villages: Sequence[Area]) -> Iterable[tuple[Area, Actor]]:
    yield get_area(COUNTY), people.county
    yield get_area(TOWNSHIP), people.township
    for village in villages:
        yield village, people.officers[village.id]


def declare(people: Cast, villages: Sequence[Area], households: dict[int, list[Household]]) -> None:
    """The relatives of 2014: of representatives, of two village officers, of the township's reviewer.

    *households* are those of each village that stay on its list to the end and do not apply again this year.
    """
    for index, village in enumerate(villages):
        free = iter(households[village.id])
        roster = official_queries.list_officials(village)
        plain = [one for one in roster if one.post is Post.REPRESENTATIVE]
        officer = next(one for one in roster if one.user_id == people.officers[village.id].id)
        if index in RELATED_TO_REPRESENTATIVE:
            _declare(people, plain[0], next(free), Relation.SIBLING)
            _declare(people, plain[7], next(free), Relation.IN_LAW)
        if index in RELATED_TO_OFFICER:
            _declare(people, officer, next(free), Relation.UNCLE_AUNT)
        if index == RELATED_TO_TOWNSHIP:
            reviewer = next(
                one
                for one in official_queries.list_officials(get_area(TOWNSHIP))
                if one.user_id == people.township.id
            )
            _declare(people, reviewer, next(free), Relation.COUSIN)


def declare_present(people: Cast, villages: Sequence[Area], numbers: Sequence[str]) -> None:
    """This year's: one household each in some villages whose list is posted; elsewhere a telephone is shared."""
    for index, village in enumerate(villages):
        plain = [one for one in official_queries.list_officials(village) if one.post is Post.REPRESENTATIVE]
        applying = _households(n for n in numbers if n.startswith(village.code))
        if index in RELATED_PRESENT:
            _declare(people, plain[3], applying[-1], Relation.NEPHEW_NIECE)
        if index == LEFT_OPEN:
            officials.change_official(
                actor=people.township,
                official=plain[5],
                particulars=Particulars(
                    represents=True,
                    group_name=plain[5].group_name,
                    sex=plain[5].sex,
                    telephone=applying[0].telephone,
                ),
            )


def _declare(people: Cast, official: Official, household: Household, relation: Relation) -> None:
    actor = people.township if official.area.level is AreaLevel.VILLAGE else people.county
    kinship.declare_kinship(actor=actor, official=official, household=household, relation=relation)


def _households(numbers: Iterable[str]) -> Sequence[Household]:
    statement = sa.select(Household).where(Household.household_no.in_(list(numbers)))
    return db.session.scalars(statement.order_by(Household.household_no)).all()


def settle(people: Cast, villages: Sequence[Area]) -> None:
    """What the system asks about is looked into by the level above; but for one hint, all of it meant nothing."""
    for index, village in enumerate(villages):
        ids = db.session.scalars(sa.select(Household.id).where(Household.village_id == village.id)).all()
        for hint in kinship_queries.list_hints(official_queries.list_officials_over(village), ids):
            if index == LEFT_OPEN and not hint.is_weak:
                continue
            of_village = hint.official.area.level is AreaLevel.VILLAGE
            kinship.dismiss_hint(
                actor=people.township if of_village else people.county,
                hint=hint,
                reason="问过本人和两家邻居，不是一个家族，没有亲属关系。",
            )


def stay_to_the_end(villages: Sequence[Area]) -> dict[int, list[Household]]:
    """Households of each village that leave nowhere in 2014 and do not apply again this year, by number."""
    out = set()
    for name, column in (("outcomes.csv", "household_no"), ("register-2025.csv", "户编号")):
        with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as file:
            out |= {row[column] for row in csv.DictReader(file)}
    statement = sa.select(Household).where(Household.village_id.in_([village.id for village in villages]))
    found: dict[int, list[Household]] = {village.id: [] for village in villages}
    for household in db.session.scalars(statement.order_by(Household.household_no)):
        if household.household_no not in out:
            found[household.village_id].append(household)
    return found


def attend(story: "Story", meeting: Meeting) -> None:
    """Who is due is ticked off by name; a few of the last on the list did not come."""
    due = attendance.comers_due(meeting.kind, story.village)
    coming = len(due) - 1 - story.village.id % 4
    attendance.set_attendance(
        actor=story.officer,
        meeting=meeting,
        comers=[
            attendance.Comer(one.name, place < coming, one.official, one.group_name)
            for place, one in enumerate(sorted(due, key=lambda one: one.name != SECRETARY))
        ],
    )


def leaving(meeting: Meeting, relatives: Relatives) -> list[str]:
    """Relatives of a household who leave the room."""
    return relatives_present(meeting, relatives)
