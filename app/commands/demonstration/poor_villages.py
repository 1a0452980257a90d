"""Poor villages of 2014: five villages apply, three are chosen, one is not, one takes its application back.

The province's figures, the incomes, the panel and its points are invented; households and people are the register's.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.commands.demonstration import ground, papers
from app.commands.demonstration.ground import COUNTY, TOWNSHIP, Cast
from app.commands.demonstration.story import hand_in_photograph, stand_at
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area
from app.domain.areas.places import add_posting_place
from app.domain.areas.queries import get_area, list_posting_places
from app.domain.attachments.models import Attachment
from app.domain.notices import queries as notices
from app.domain.policies import service as policies
from app.domain.policies.vocabulary import NoticeKind
from app.domain.poor_villages import queries
from app.domain.poor_villages import service as applying
from app.domain.poor_villages.models import PanelMember, PoorVillage, VillageState
from app.domain.poor_villages.rules import Figures
from app.domain.rounds import service as rounds
from app.domain.rounds.models import Round, RoundKind
from app.domain.sheets import service as sheets
from app.domain.workflow import poor_villages as course

S = VillageState
OPENED = dt.date(2014, 6, 12)
APPLIED = dt.date(2014, 6, 16)
CHECKED = dt.date(2014, 6, 20)
SHOWN = dt.date(2014, 6, 23)
TO_COUNTY = dt.date(2014, 7, 2)
PANEL = dt.date(2014, 7, 8)
DECIDED = dt.date(2014, 7, 10)
ANNOUNCED = dt.date(2014, 7, 14)
CLOSED = dt.date(2014, 7, 25)
EVENING = 17
#: of the province, invented
PROVINCE = {"province_year": 2013, "province_incidence": "8%", "province_income_yuan": 5_400}
WHY_PROVINCE = "全省数据（虚构，仅供演示）"
BOARD = ("镇政府门口公示栏", "Board at the town hall")


@dataclass(frozen=True)
class Asking:
    """A village that applies: natural villages, net income a head, collective income, how it fares before the panel."""

    short_code: str
    natural_villages: int
    income_yuan: int
    collective_yuan: int = 0
    points: tuple[int, int, int, int] = (36, 26, 17, 9)
    refused: str = ""
    more_people: int = 0
    note: str = ""


ASKING = (
    Asking("202", 12, 2_860),
    Asking(
        "203",
        10,
        2_930,
        points=(35, 25, 16, 8),
        more_people=12,
        note="统计年报截至2013年底，申请表按2014年5月底的户籍填写。",
    ),
    Asking(
        "205",
        9,
        3_120,
        points=(30, 18, 9, 6),
        refused="评议组实地看过，水、路、住房好于其他申请村，平均分最低。",
    ),
    Asking("207", 7, 3_680, 12_000),
    Asking("211", 9, 3_010, points=(34, 25, 18, 8)),
)
#: name, unit
MEMBERS = (
    ("周明", "县农业局"),
    ("罗建国", "县水务局"),
    ("田秀英", "县交通局"),
    ("龙志强", "县教育局"),
    ("何丽", "县民政局"),
)
WORDS = "到村看过，查了账本、名册和住房，与申请表相符。"


@dataclass
class Choosing:
    """The round and who acts in it, on the days to which the clock is set."""

    round: Round
    people: Cast
    township: Area

    def apply(self, village: Area, asking: Asking) -> PoorVillage:
        """The village's meeting decided; its form goes to the township."""
        officer = self.people.officers[village.id]
        known = queries.load_register(self.round, [village])[village.id]
        case = applying.write(
            actor=officer,
            round_=self.round,
            village=village,
            figures=Figures(
                natural_villages=asking.natural_villages,
                households=known.households,
                people=(known.people or 0) + asking.more_people,
                poor_households=known.poor_households,
                poor_people=known.poor_people,
                income_yuan=asking.income_yuan,
                collective_yuan=asking.collective_yuan,
            ),
            met_on=APPLIED,
            note=asking.note,
            minutes=self._scan(officer, village, "minutes", Permission.POOR_VILLAGE_VIEW),
        )
        self.take(case, "apply", officer)
        return case

    def take(self, case: PoorVillage, step: str, actor: Actor, reason: str = "") -> None:
        given = {"words": WORDS, "document_no": "县扶组〔2014〕8号"}
        course.take_village_step(case=case, step=step, actor=actor, reason=reason, given=given)

    def show(self, kind: NoticeKind, actor: Actor) -> None:
        """The notice hangs at the town hall, photographed on its first and its last day."""
        notice = course.publish(actor=actor, kind=kind, round_=self.round, township=self.township)
        hung = sheets.ensure_sheets(notice)
        for sheet in hung:
            hand_in_photograph(sheet, self.people.township)
        stand_at(notices.running_period(notice).last_day, EVENING)
        for sheet in hung:
            hand_in_photograph(sheet, self.people.township)

    def score(self, case: PoorVillage, members: Sequence[PanelMember], asking: Asking) -> None:
        """Each member gives points, one a little more than the other."""
        names = ("poverty", "income", "conditions", "will")
        for place, member in enumerate(members):
            points = [most - place % 2 for most in asking.points]
            applying.record_score(
                actor=self.people.county,
                case=case,
                member=member,
                points=dict(zip(names, points, strict=True)),
                sheet=self._scan(
                    self.people.county,
                    get_area(COUNTY),
                    f"panel-{case.village.short_code}-{place}",
                    Permission.POOR_VILLAGE_DECIDE,
                ),
            )

    def _scan(self, actor: Actor, area: Area, name: str, needs: Permission) -> Attachment:
        """A paper with signatures."""
        return papers.signed_copy(
            actor=actor,
            kind="poor_village",
            area_path=area.path,
            name=f"{area.short_code}-{name}",
            needs=needs,
        )


def play(people: Cast, villages: Sequence[Area]) -> Round:
    """The round of 2014 from the opening to the announcement; it is closed in the end."""
    stand_at(OPENED)
    choosing = Choosing(_open(people), people, get_area(TOWNSHIP))
    stand_at(APPLIED)
    places = {village.short_code: village for village in villages}
    cases = {asking: choosing.apply(places[asking.short_code], asking) for asking in ASKING}
    stand_at(CHECKED)
    for case in cases.values():
        _look_at(choosing, case)
    stand_at(SHOWN)
    choosing.show(NoticeKind.VILLAGE_NOTICE, people.township)
    listed = {asking: case for asking, case in cases.items() if case.state is S.FIRST_LIST}
    _decide(choosing, listed)
    stand_at(CLOSED)
    return rounds.close_round(round_=choosing.round, actor=people.county)


def _open(people: Cast) -> Round:
    """The province's figures go into the policy, then the round is opened, which keeps them."""
    profile = ground.shipped_profile("identification-2014")
    policies.amend(profile=profile, changes=PROVINCE, reason=WHY_PROVINCE, actor=people.county)
    township = get_area(TOWNSHIP)
    if not list_posting_places(township.id):
        add_posting_place(village=township, name_zh=BOARD[0], name_en=BOARD[1], actor=people.township)
    return rounds.open_round(
        code="2014-villages",
        year=2014,
        area=get_area(COUNTY),
        profile=profile,
        name_zh="2014年贫困村识别",
        name_en="Poor villages 2014",
        kind=RoundKind.POOR_VILLAGES,
        reference_from=dt.date(2013, 1, 1),
        reference_until=dt.date(2013, 12, 31),
        actor=people.county,
    )


def _look_at(choosing: Choosing, case: PoorVillage) -> None:
    """The township puts on its list who meets the criteria; who does not takes the application back."""
    township, officer = choosing.people.township, choosing.people.officers[case.village_id]
    if not case.collective_yuan:
        choosing.take(case, "put_on_list", township)
        return
    choosing.take(case, "return_to_village", township, "贫困发生率不够，集体还有收入，不符合条件。")
    choosing.take(case, "withdraw", officer, "村里商量后不再申请。")


def _decide(choosing: Choosing, listed: dict[Asking, PoorVillage]) -> None:
    """The panel gives points, the leading group decides, the county announces."""
    county = choosing.people.county
    stand_at(TO_COUNTY)
    for case in listed.values():
        choosing.take(case, "submit_to_county", choosing.people.township)
    stand_at(PANEL)
    members = [
        applying.add_member(actor=county, round_=choosing.round, name=name, unit=unit)
        for name, unit in MEMBERS
    ]
    for asking, case in listed.items():
        choosing.score(case, members, asking)
    stand_at(DECIDED)
    for asking, case in listed.items():
        choosing.take(case, "refuse" if asking.refused else "choose", county, asking.refused)
    stand_at(ANNOUNCED)
    choosing.show(NoticeKind.VILLAGE_ANNOUNCEMENT, county)
