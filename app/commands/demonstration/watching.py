"""Households at risk in the present year, in one village: just found, helped first, late, on the board, announced.

The county opens the year's round; notices hang with photographs, as everything on a board.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from app.commands.demonstration import ground, papers
from app.commands.demonstration.ground import COUNTY, Cast
from app.commands.demonstration.story import hand_in_photograph, stand_at
from app.core import clock
from app.core.db import db
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area
from app.domain.attachments.models import Attachment
from app.domain.exits import queries as exit_queries
from app.domain.households import registration
from app.domain.households.models import Household
from app.domain.monitoring import publishing
from app.domain.monitoring import service as watches
from app.domain.monitoring.models import FoundBy, Watch, WatchKind
from app.domain.notices import queries as notices
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.rounds import service as rounds
from app.domain.rounds.models import RoundKind
from app.domain.sheets import service as sheets

K = NoticeKind
EVENING = 17
OPENED_BEFORE = dt.timedelta(days=60)
#: days before the loading, how it was found, which department, the risk by the list, and in words
RISKS = (
    (1, FoundBy.VISIT, "", "other", "房屋漏雨，走访时发现。"),
    (5, FoundBy.OWN_REPORT, "", "accident", "主要劳力务工受伤，医药费高。"),
    (30, FoundBy.DEPARTMENT, "县医保局", "illness", "医保部门预警：自付医药费过高。"),
)
FAR = (FoundBy.OWN_REPORT, "", "unstable_work", "务工单位停工，收入减少。")
HELP = ("training", "post")
VISITORS = ("驻村工作队 何平", "村委会委员 罗建平")


@dataclass
class Watching:
    """The acts of a village's people in its cases, on the days to which the clock is set."""

    village: Area
    people: Cast
    today: dt.date

    @property
    def officer(self) -> Actor:
        return self.people.officers[self.village.id]

    @cached_property
    def scan(self) -> Attachment:
        """The bundle of signed papers that the village scanned."""
        return papers.signed_copy(
            actor=self.officer,
            kind="watch",
            area_path=self.village.path,
            name=f"{self.village.short_code}-watch",
            needs=Permission.WATCH_VIEW,
        )

    def stand(self, days: int, hour: int = 9) -> None:
        """So many days before the loading."""
        stand_at(self.today - dt.timedelta(days=days), hour)

    def open(
        self, home: Household, kind: WatchKind, way: FoundBy, department: str, risk: str, words: str
    ) -> Watch:
        return watches.open_watch(
            actor=self.officer,
            household=home,
            kind=kind,
            found_by=way,
            found_on=clock.today(),
            risk=words,
            risks=[risk],
            warned_by=department,
        )

    def take(self, watch: Watch, step: str, note: str, actor: Actor | None = None) -> None:
        watches.take_step(
            actor=actor or self.officer,
            watch=watch,
            step=step,
            done_on=clock.today(),
            note=note,
            people=VISITORS,
            paper=self.scan,
        )

    def prepare(self, homes: Sequence[Household], days: int) -> list[Watch]:
        """Found, visited and compared, in the days from so many before the loading on."""
        self.stand(days)
        found = [self.open(home, _kind_for(home), *FAR) for home in homes]
        self.stand(days - 2)
        for watch in found:
            self.take(watch, "visit", "入户看过，停工属实，同意比对信息。")
        self.stand(days - 5)
        for watch in found:
            self.take(watch, "compare", "无车辆、商品房、财政供养信息。")
        return found

    def issue(
        self, kind: NoticeKind, cases: Sequence[Watch], note: str, actor: Actor | None = None
    ) -> Notice:
        """A notice of *cases*, hung and photographed at once, and once more on its last day where that is past."""
        is_first = kind is K.WATCH_NOTICE
        notice = publishing.publish(
            actor=actor or self.officer,
            kind=kind,
            village=self.village,
            watches=cases,
            done_on=clock.today(),
            note=note,
            people=VISITORS,
            paper=self.scan,
            help_kinds={one.id: HELP for one in cases} if is_first or actor is not None else None,
        )
        hung = sheets.ensure_sheets(notice)
        for sheet in hung:
            hand_in_photograph(sheet, self.officer)
        last_day = notices.running_period(notice).last_day
        if last_day < self.today:
            stand_at(last_day, EVENING)
            for sheet in hung:
                hand_in_photograph(sheet, self.officer)
        return notice


def play(people: Cast, village: Area, today: dt.date) -> None:
    """The year's round is opened; then the cases of *village*, each as far as it is today."""
    stand_at(today - OPENED_BEFORE)
    rounds.open_round(
        code=f"{today.year}-monitoring",
        year=today.year,
        area=get_area(COUNTY),
        profile=ground.shipped_profile("regular-2026"),
        name_zh=f"{today.year}年防返贫监测",
        name_en=f"Households at risk, {today.year}",
        kind=RoundKind.MONITORING,
        reference_from=dt.date(today.year, 1, 1),
        reference_until=dt.date(today.year, 12, 31),
        actor=people.county,
    )
    watching = Watching(village, people, today)
    homes = list(exit_queries.list_registered(village.id))
    _newly_found(watching, homes[-3:])
    outside = _outside(village) or homes[:-3]
    _announced(watching, outside[:1] + homes[:1])
    _on_the_board(watching, outside[1:2] + homes[1:3])


def _newly_found(watching: Watching, homes: Sequence[Household]) -> None:
    """Just found, helped at once, past its deadline."""
    for home, (days, way, department, risk, words) in zip(homes, RISKS, strict=True):
        watching.stand(days)
        case = watching.open(home, WatchKind.SUDDEN, way, department, risk, words)
        if case.found_by is FoundBy.OWN_REPORT:
            watches.help_at_once(
                actor=watching.officer,
                watch=case,
                helped_on=clock.today(),
                help_given="临时救助2000元，送医。",
            )


def _announced(watching: Watching, homes: Sequence[Household]) -> None:
    """In the watch; the announcement still hangs."""
    cases = watching.prepare(homes, 45)
    watching.stand(38)
    watching.issue(K.WATCH_NOTICE, cases, "村民评议小组一致同意。")
    watching.stand(20)
    for case in cases:
        watching.take(case, "check", "乡镇已入户核查，情况属实。", watching.people.township)
    watching.stand(2)
    watching.issue(K.WATCH_ANNOUNCEMENT, cases, "县里审定同意。", watching.people.county)


def _on_the_board(watching: Watching, homes: Sequence[Household]) -> None:
    """Reviewed; the village's notice hangs."""
    cases = watching.prepare(homes, 12)
    watching.stand(3)
    watching.issue(K.WATCH_NOTICE, cases, "村民评议小组同意。")


def _outside(village: Area) -> list[Household]:
    """Households that never were in the register."""
    homes = db.session.scalars(
        sa.select(Household).where(Household.village_id == village.id).order_by(Household.household_no)
    ).all()
    known = registration.memberships([home.id for home in homes])
    return [home for home in homes if known[home.id].place is registration.Place.OUTSIDE]


def _kind_for(home: Household) -> WatchKind:
    is_known = registration.membership_of(home.id).place is not registration.Place.OUTSIDE
    return WatchKind.SUDDEN if is_known else WatchKind.MARGINAL
