"""The township's projects and money of the present year and the one before, as far as the rows in the samples say.

Quantities, kinds and villages of ``samples/linquan/projects.toml`` are those of the township's report; nearly all money
and every name is invented. One project's way: ``project_course.py``; the money: ``money.py``.
"""

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.commands.demonstration import afterwards
from app.commands.demonstration.diary import EVENING, Diary
from app.commands.demonstration.ground import SAMPLES, TOWNSHIP, Cast, open_funds_year
from app.commands.demonstration.money import Purse
from app.commands.demonstration.project_course import Course
from app.commands.demonstration.story import hand_in_photograph
from app.core.permissions import Actor
from app.domain.areas import places as boards
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area, list_posting_places
from app.domain.funds import publishing
from app.domain.funds.models import Roll
from app.domain.notices import queries as notice_queries
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.models import Project, ProjectState
from app.domain.rounds import service as rounds
from app.domain.rounds.models import Round
from app.domain.sheets import service as sheets

K, S = NoticeKind, ProjectState
#: days before the loading on which the two years were opened, and the older one closed
OPENED, OPENED_BEFORE, CLOSED_BEFORE = 308, 660, 294
#: and of the notices of the township's money: of the year before, of this year
MONEY_NOTICES = {True: (628,), False: (254, 13)}
#: how long after its proposal a project hangs out for the library, and in the year's plan
SHOWN_AFTER, PLANNED_AFTER = 1, 33
#: at so many places a notice must hang by the policy of the present round
ENOUGH_PLACES = 1


def play(
    people: Cast, villages: Sequence[Area], today: dt.date, note: Callable[[Diary], None] | None = None
) -> "Township":
    """Everything that happened to projects and money until the day before *today*, and what *note* adds to it."""
    data = tomllib.loads((SAMPLES / "projects.toml").read_text(encoding="utf-8"))
    town = Township(people, villages, Diary(today))
    if note is not None:
        note(town.diary)
    town.play(data["batches"], data["projects"])
    return town


@dataclass
class Township:
    """Who acts, the diary, the years (by whether it is the one before), and the projects by their key."""

    people: Cast
    villages: Sequence[Area]
    diary: Diary
    years: dict[bool, Round] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)

    @cached_property
    def area(self) -> Area:
        return get_area(TOWNSHIP)

    @cached_property
    def purse(self) -> Purse:
        return Purse(self.diary, self.people, self.area, self.years)

    def play(self, batches: Sequence[Mapping[str, Any]], projects: Sequence[Mapping[str, Any]]) -> None:
        """Note everything in the diary and let it happen."""
        self.diary.note(OPENED_BEFORE, self.put_up_board)
        for is_before, days in ((True, OPENED_BEFORE), (False, OPENED)):
            self.diary.note(days, _Opening(self, is_before))
        for row in batches:
            self.purse.note_batch(row)
        for row in projects:
            self.courses[row["key"]] = Course(row, self)
            self.courses[row["key"]].note()
        self._note_shared_notices()
        self.diary.note(CLOSED_BEFORE, self.close_year_before)
        afterwards.note_disclosures(self.diary, self.people, self.villages, self.years)
        self.diary.play()

    def put_up_board(self) -> None:
        """The township posts its own notices at the town hall, since 2014 where there were poor villages to show."""
        if list_posting_places(self.area.id):
            return
        boards.add_posting_place(
            village=self.area,
            name_zh="镇政府门口公示栏",
            name_en="Board at the town hall",
            actor=self.people.township,
        )

    def close_year_before(self) -> None:
        """Nothing is entered for the year before any more."""
        rounds.close_round(round_=self.years[True], actor=self.people.county)

    def officer_of(self, area: Area) -> Actor:
        """Who acts for a village, or for the township."""
        return self.people.officers.get(area.id, self.people.township)

    def _note_shared_notices(self) -> None:
        """Projects of one area and time hang out for the library together, those of one time in the year's plan."""
        groups: dict[tuple[int, int], list[Course]] = {}
        for one in self.courses.values():
            groups.setdefault((one.proposed, one.area.id), []).append(one)
        for (proposed, _area), group in groups.items():
            self.diary.note(
                proposed - SHOWN_AFTER, _Shared(self, K.PROJECT_LIBRARY, group, S.PROPOSED, group[0].area)
            )
        for proposed in dict.fromkeys(proposed for proposed, _area in groups):
            of_time = [one for one in self.courses.values() if one.proposed == proposed and one.is_planned]
            self.diary.note(
                proposed - PLANNED_AFTER, _Shared(self, K.ANNUAL_PLAN, of_time, S.LIBRARY, self.area)
            )
        for is_before, noted in MONEY_NOTICES.items():
            for days in noted:
                self.diary.note(days, _OfMoney(self, is_before))

    def publish(
        self,
        kind: NoticeKind,
        area: Area,
        round_: Round,
        projects: Sequence[Project] = (),
        roll: Roll | None = None,
    ) -> None:
        """A notice is issued, hangs on the same day, and is photographed on its last.

        What is over by now was hung at as many places as the policy asks for, what still runs at all of them.
        """
        actor = self.officer_of(area)
        notice = publishing.publish(
            actor=actor, kind=kind, round_=round_, area=area, projects=projects, roll=roll
        )
        last_day = notice_queries.running_period(notice).last_day
        is_running = last_day >= self.diary.today
        hung = sheets.ensure_sheets(notice)[: None if is_running else ENOUGH_PLACES]
        for sheet in hung:
            hand_in_photograph(sheet, actor)
        self.diary.note_on(last_day, lambda: hand_in_photograph(hung[0], actor), EVENING)


@dataclass(frozen=True)
class _Opening:
    """The county opens a year."""

    town: Township
    is_before: bool

    def __call__(self) -> None:
        year = self.town.diary.today.year - self.is_before
        self.town.years[self.is_before] = open_funds_year(self.town.people, year)


@dataclass(frozen=True)
class _Shared:
    """A notice of those projects of a group that have come as far as *state*."""

    town: Township
    kind: NoticeKind
    group: Sequence[Course]
    state: ProjectState
    area: Area

    def __call__(self) -> None:
        ready = [one.project for one in self.group if one.project.state is self.state]
        if ready:
            self.town.publish(self.kind, self.area, ready[0].round, ready)


@dataclass(frozen=True)
class _OfMoney:
    """A notice of the township's money."""

    town: Township
    is_before: bool

    def __call__(self) -> None:
        self.town.publish(K.FUNDS, self.town.area, self.town.years[self.is_before])
