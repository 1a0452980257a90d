"""What is there before anybody applies: areas, accounts, policies, the calendar, the two rounds."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.permissions import Actor, Role
from app.domain.accounts import service as accounts
from app.domain.accounts.models import User
from app.domain.accounts.passwords import hash_password
from app.domain.areas import service as areas
from app.domain.areas.listing import AreaRow, read_listing
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import find_figures, get_area, list_villages
from app.domain.calendars import service as calendars
from app.domain.policies import service as policies
from app.domain.policies.models import PolicyProfile
from app.domain.policies.queries import find_profile
from app.domain.rounds import service as rounds
from app.domain.rounds.models import Round, RoundKind
from app.domain.rounds.rules import NodeCode

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "linquan"
PASSWORD = "linquan-2014-demo"  # noqa: S105 - the demonstration's common password, printed at every start
FIRST_YEAR = 2014
#: the later years whose figures are in the samples
LATER_YEARS = (2018, 2022, 2025)
COUNTY, TOWNSHIP = "520581000000", "520581107000"
MACHINE = Actor(id=None, name="flask demo")

#: when the steps of 2014 that this portal runs were done
PAST_DONE = {
    NodeCode.SCALE_DECOMPOSITION: dt.date(2014, 4, 3),
    NodeCode.FIRST_SELECTION: dt.date(2014, 5, 13),
    NodeCode.PUBLICITY: dt.date(2014, 5, 30),
}

ABOVE = (
    ("admin", "系统管理员", Role.ADMINISTRATOR, COUNTY),
    ("county", "县乡村振兴局 罗敏", Role.COUNTY_APPROVER, COUNTY),
    ("supervisor", "县纪委监委 石磊", Role.SUPERVISOR, COUNTY),
    ("township", "镇乡村振兴站 陶静", Role.TOWNSHIP_REVIEWER, TOWNSHIP),
)
#: invented names of village officers, in the order of the villages' codes
OFFICERS = (
    "韦国强",
    "岑玉兰",
    "潘正华",
    "莫春燕",
    "蒙世平",
    "陆小梅",
    "杨秀峰",
    "龙安民",
    "吴志远",
    "石开明",
    "罗兴贵",
    "黄明霞",
    "王德顺",
    "李长青",
    "周文斌",
)


@dataclass(frozen=True)
class Cast:
    """Who acts in the demonstration."""

    county: Actor
    township: Actor
    officers: dict[int, Actor]


def lay_areas() -> list[Area]:
    """County, township, villages with their figures, groups, posting places, telephones."""
    rows = [*_listing("divisions.csv"), *_listing("villages.csv")]
    areas.import_areas(rows=rows, year=FIRST_YEAR, actor=MACHINE)
    for index, area in enumerate([get_area(COUNTY), get_area(TOWNSHIP), *list_villages()]):
        # Offices' numbers are invented: no exchange of the area begins with 0857-000.
        areas.edit_contact(
            area=area,
            telephone=f"0857-000{index:04d}",
            address_zh=_address(area),
            address_en=f"{area.name_en or area.code} office",
            actor=MACHINE,
        )
    return list(list_villages())


def take_later_figures() -> None:
    """What the villages reported after the first year."""
    for year in LATER_YEARS:
        areas.import_areas(rows=_listing(f"villages-{year}.csv"), year=year, actor=MACHINE)


def _listing(name: str) -> list[AreaRow]:
    rows, findings = read_listing((SAMPLES / name).read_bytes())
    if findings:
        raise ValueError(f"{name}: {findings[0]}")
    return list(rows)


def _address(area: Area) -> str:
    return {
        AreaLevel.COUNTY: f"{area.name_zh}乡村振兴局",
        AreaLevel.TOWNSHIP: f"{area.name_zh}人民政府",
        AreaLevel.VILLAGE: f"{area.name_zh}{'居' if area.name_zh.endswith('社区') else '村'}委会",
    }[area.level]


def open_accounts(villages: list[Area]) -> Cast:
    """The accounts that the demonstration's visitors sign in with; all share one password."""
    hashed = hash_password(PASSWORD)
    people = [(u, n, r, get_area(code)) for u, n, r, code in ABOVE]
    for village, name in zip(villages, OFFICERS, strict=True):
        people.append((f"village-{village.short_code}", name, Role.VILLAGE_OFFICER, village))
    for username, name, role, area in people:
        accounts.create_account(
            username=username,
            name=name,
            password_hash=hashed,
            role=role,
            area=area,
            actor=MACHINE,
            must_change_password=False,
            is_demonstration=True,
        )
    db.session.flush()
    return cast(villages)


def cast(villages: list[Area]) -> Cast:
    """The demonstration's people as services see them."""
    db.session.expire_all()
    users = {user.username: user for user in db.session.scalars(sa.select(User))}
    return Cast(
        county=users["county"].as_actor(),
        township=users["township"].as_actor(),
        officers={village.id: users[f"village-{village.short_code}"].as_actor() for village in villages},
    )


def adopt_policies() -> None:
    """The three shipped profiles for the county, and the working calendar."""
    policies.adopt_all(area=get_area(COUNTY), actor=MACHINE)
    calendars.seed_years(actor=MACHINE)


def open_past_round(people: Cast, villages: list[Area]) -> Round:
    """The round of 2014 with the town's quotas. The clock must stand in 2014."""
    round_ = rounds.open_round(
        code="2014-identification",
        year=2014,
        area=get_area(COUNTY),
        profile=shipped_profile("identification-2014"),
        name_zh="2014年贫困户建档立卡",
        name_en="Identification of poor households, 2014",
        reference_from=dt.date(2013, 1, 1),
        reference_until=dt.date(2013, 12, 31),
        actor=people.county,
        due={NodeCode.PUBLICITY: dt.date(2014, 5, 31)},
    )
    for village in villages:
        figures = find_figures(village.id, FIRST_YEAR)
        if figures is not None and figures.quota_people is not None:
            rounds.set_quota(
                round_=round_,
                village=village,
                population=figures.population,
                quota_people=figures.quota_people,
                actor=people.county,
            )
    return round_


def open_present_round(people: Cast) -> Round:
    """The round of the current year under the profile of 2026."""
    year = clock.today().year
    return rounds.open_round(
        code=f"{year}-regular",
        year=year,
        area=get_area(COUNTY),
        profile=shipped_profile("regular-2026"),
        name_zh=f"{year}年防止返贫致贫对象认定",
        name_en=f"Recognition of households at risk of poverty, {year}",
        reference_from=dt.date(year - 1, 1, 1),
        reference_until=dt.date(year - 1, 12, 31),
        actor=people.county,
    )


def open_funds_year(people: Cast, year: int) -> Round:
    """A year of funds and projects of the county, under the profile of 2026."""
    return rounds.open_round(
        code=f"{year}-funds",
        year=year,
        area=get_area(COUNTY),
        profile=shipped_profile("regular-2026"),
        name_zh=f"{year}年资金和项目",
        name_en=f"Funds and projects {year}",
        kind=RoundKind.FUNDS,
        reference_from=dt.date(year, 1, 1),
        reference_until=dt.date(year, 12, 31),
        actor=people.county,
    )


def shipped_profile(key: str) -> PolicyProfile:
    """The county's adopted profile of that name."""
    profile = find_profile(key, get_area(COUNTY))
    if profile is None:
        raise LookupError(key)
    return profile


def close_past_round(round_: Round, people: Cast) -> None:
    """The steps that the round went through are marked done on their days, and the round is closed."""
    for code, done_on in PAST_DONE.items():
        due_on = dt.date(2014, 5, 31) if code is NodeCode.PUBLICITY else None
        rounds.set_node(round_=round_, code=code, due_on=due_on, done_on=done_on, actor=people.county)
    rounds.close_round(round_=round_, actor=people.county)
