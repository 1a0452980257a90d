"""The tasks of the present year, how far they were two weeks ago, last quarter's assessment, supervision visits.

The names of leaders and offices, the numbers that places reported and the findings are invented.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.commands.demonstration.diary import EVENING, NOON, Diary
from app.commands.demonstration.ground import TOWNSHIP, Cast
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.errors import Refused
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area
from app.domain.rounds.models import Round, RoundKind, RoundState
from app.domain.rounds.queries import list_rounds
from app.domain.rounds.rules import NodeCode
from app.domain.tasks import assessing, queries, rules, service, supervision
from app.domain.tasks.catalogue import MeasureCode
from app.domain.tasks.models import SupervisionFinding, Task
from app.domain.tasks.service import Place, Steps, Values
from app.domain.tasks.supervision import Found

DAY = dt.timedelta(days=1)
#: days after the round was opened on which each step is to be done
STEP_DAYS = {
    NodeCode.FIRST_SELECTION: 70,
    NodeCode.PUBLICITY: 95,
    NodeCode.PAIRING: 105,
    NodeCode.PLAN: 115,
    NodeCode.HANDBOOK: 125,
    NodeCode.DATA_ENTRY: 135,
    NodeCode.GO_ONLINE: 140,
    NodeCode.YEARLY_UPDATE: 160,
}
#: days before the loading on which progress was written down
STOCK_BEFORE = 13
OFFICE = BilingualText("镇乡村振兴站", "Township station for rural revitalisation")
MEETING = BilingualText("镇党委扩大会议（虚构）", "Meeting of the township's party committee (invented)")
LEADERS = ("杨文斌", "罗志华", "王晓岚")
PERSON = "陶静"


@dataclass(frozen=True)
class Own:
    """A task that the township set itself: how far the villages are in the end, in per cent, one after the other.

    They told it *told_before* so many days before the loading; one of them also wrote something.
    """

    zh: str
    en: str
    unit: BilingualText
    begun_before: int
    due_in: int
    target: int
    leader: str
    reached: tuple[int, ...]
    told_before: tuple[int, ...]
    who_writes: int
    words: str


OWN = (
    Own(
        "冬前危房排查",
        "Checking every house before the winter",
        BilingualText("户", "households"),
        60,
        -6,
        120,
        LEADERS[1],
        (100, 100, 92, 100, 75, 100, 100, 100),
        (40, 16, 7),
        4,
        "两组在外务工户较多，月底前补上。",
    ),
    Own(
        "外出务工人员技能培训",
        "Training for those who work away from home",
        BilingualText("人", "people"),
        45,
        30,
        40,
        LEADERS[2],
        (80, 62, 55, 90, 30, 70, 100),
        (30, 15, 3),
        2,
        "师资已落实，分两批开班。",
    ),
    Own(
        "政策宣讲进组入户",
        "The policy told in every group",
        BilingualText("场", "meetings"),
        20,
        45,
        8,
        LEADERS[0],
        (50, 38, 63, 25, 100),
        (14, 2),
        3,
        "三组、四组路不好走，排在下周。",
    ),
)


def note(diary: Diary, people: Cast, villages: Sequence[Area]) -> None:
    """Note everything about tasks and supervision in the diary, from the opening of the present round on."""
    round_ = next(one for one in list_rounds() if one.state is RoundState.OPEN)
    _Playing(people, villages, get_area(TOWNSHIP), round_, diary).note()


@dataclass(frozen=True)
class _Playing:
    people: Cast
    villages: Sequence[Area]
    township: Area
    round: Round
    diary: Diary

    def note(self) -> None:
        """Everything on its day."""
        begun = self.round.opened_on
        self.diary.note_on(begun + 2 * DAY, self._set_steps)
        self.diary.note_on(begun + 3 * DAY, self._set_money)
        for own in OWN:
            self.diary.note(own.begun_before, _Setting(self, own))
        self.diary.note(STOCK_BEFORE, self._take_stock, EVENING)
        self.diary.note(24, self._visit_unannounced, NOON)
        self.diary.note(9, self._visit_two_villages, NOON)
        self.diary.note(1, self._fix_last_quarter, EVENING)

    def _take_stock(self) -> None:
        service.take_stock(actor=self.people.township, area=self.township, year=self.round.year)

    def _set_steps(self) -> None:
        """The county gives the round's steps their days; the township makes tasks of them."""
        due = {node: self.round.opened_on + days * DAY for node, days in STEP_DAYS.items()}
        service.set_steps(
            actor=self.people.township,
            area=self.township,
            round_=self.round,
            villages=self.villages,
            steps=Steps(due, LEADERS[0], OFFICE, PERSON),
        )

    def _set_money(self) -> None:
        """Projects and money are counted from the ledger, publishing from what hung."""
        years = [one for one in list_rounds(RoundKind.FUNDS) if one.state is RoundState.OPEN]
        if not years:
            return
        texts = (
            (MeasureCode.PROJECTS, BilingualText("年度项目完工", "This year's projects completed")),
            (MeasureCode.PAID, BilingualText("资金支付", "Money paid")),
            (MeasureCode.DISCLOSED, BilingualText("村务公开", "Village disclosure")),
        )
        for measure, title in texts:
            values = Values(
                title=title,
                starts_on=years[0].opened_on,
                due_on=dt.date(years[0].year, 12, 20),
                measure=measure,
                basis=MEETING,
                leader=LEADERS[1],
                office=BilingualText("镇财政所", "Township finance office"),
                person="何清",
            )
            places = [Place(village) for village in self.villages]
            service.set_task(
                actor=self.people.township, area=self.township, round_=years[0], values=values, places=places
            )

    def set_own(self, own: Own) -> None:
        """A task of the township, and the days on which the villages will report."""
        begun = clock.today()
        task = service.set_task(
            actor=self.people.township,
            area=self.township,
            round_=self.round,
            values=Values(
                title=BilingualText(own.zh, own.en),
                starts_on=begun,
                due_on=self.diary.today + own.due_in * DAY,
                measure=MeasureCode.TOLD,
                basis=MEETING,
                unit=own.unit,
                leader=own.leader,
                office=OFFICE,
                person=PERSON,
            ),
            places=[Place(village, own.target) for village in self.villages],
        )
        for part, before in enumerate(own.told_before, 1):
            self.diary.note(before, _Telling(self, task, own, part), EVENING)

    def tell(self, task: Task, own: Own, part: int) -> None:
        """Each village says how far it is."""
        for place, share in enumerate(task.shares):
            percent = own.reached[place % len(own.reached)] * part // len(own.told_before)
            service.report(
                actor=self.people.officers[share.area_id],
                share=queries.get_share(share.id),
                done=own.target * percent // 100,
                words=own.words if place == own.who_writes and part == len(own.told_before) else "",
            )

    def _visit_unannounced(self) -> None:
        """A visit of which one finding is mended and looked at, one mended, one overdue."""
        village = self.villages[1]
        visit = supervision.record_supervision(
            actor=self.people.county,
            area=village,
            visited_on=clock.today(),
            was_announced=False,
            visitors=("石磊", "罗敏"),
            looked_at="公示栏、会议记录、五户在册户的档案。",
            findings=[
                Found("二组公示栏有一张公示被雨水打湿，看不清。", self.diary.ago(17)),
                Found("一户档案缺少入户核查表。", self.diary.ago(10)),
                Found("村民代表签到表有两人代签。", self.diary.ago(4)),
            ],
        )
        first, second, _third = visit.findings
        officer = self.people.officers[village.id]

        def mend(finding: SupervisionFinding, words: str) -> None:
            supervision.report_mended(actor=officer, finding=finding, mended_on=clock.today(), words=words)

        self.diary.note(19, lambda: mend(first, "已换新公示，加了塑料膜。"))
        self.diary.note(
            11, lambda: supervision.settle(actor=self.people.county, finding=first, is_mended=True)
        )
        self.diary.note(11, lambda: mend(second, "已补入户核查表并签字。"), EVENING)

    def _visit_two_villages(self) -> None:
        """An announced visit with something to be mended, and one that found nothing."""
        supervision.record_supervision(
            actor=self.people.township,
            area=self.villages[4],
            visited_on=clock.today(),
            was_announced=True,
            visitors=("陶静",),
            looked_at="项目工地和项目公示牌。",
            findings=[Found("工地公示牌没有写监督电话。", self.diary.today + 6 * DAY)],
        )
        supervision.record_supervision(
            actor=self.people.township,
            area=self.villages[8],
            visited_on=clock.today(),
            was_announced=False,
            visitors=("陶静", "何清"),
            looked_at="驻村人员在岗情况。",
        )

    def _fix_last_quarter(self) -> None:
        """Last quarter's points are kept, where there was anything to assess."""
        quarter = rules.quarter_of(self.diary.today).before
        try:
            assessing.fix(actor=self.people.township, area=self.township, quarter=quarter)
        except Refused:
            return


@dataclass(frozen=True)
class _Setting:
    """The township sets a task of its own."""

    playing: _Playing
    own: Own

    def __call__(self) -> None:
        self.playing.set_own(self.own)


@dataclass(frozen=True)
class _Telling:
    """The villages report how far they are with it."""

    playing: _Playing
    task: Task
    own: Own
    part: int

    def __call__(self) -> None:
        self.playing.tell(self.task, self.own, self.part)
