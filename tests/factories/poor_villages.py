"""Rounds of poor villages, what villages apply with, the panel and what its members give."""

from typing import Any

from app.core import clock
from app.core.permissions import Role
from app.domain.areas.models import Area, PostingPlace, VillageFigures
from app.domain.areas.queries import list_posting_places
from app.domain.policies.vocabulary import NoticeKind
from app.domain.poor_villages import publishing
from app.domain.poor_villages.models import PanelMember, PanelScore, PoorVillage, VillageState
from app.domain.rounds.models import Round, RoundKind
from tests.factories.accounts import a_user, an_attachment, the_officer
from tests.factories.areas import a_posting_place, the_village
from tests.factories.basis import add, first, how_many
from tests.factories.rounds import a_round

#: what the tests' province says of itself: 10 % poor, 6,000 yuan a head
PROVINCE = {"province_year": 2025, "province_incidence": "1/10", "province_income_yuan": 6_000}
#: a form that meets all three criteria: a quarter of the people poor, 2,800 yuan a head, nothing of its own
A_POOR_FORM = {
    "natural_villages": 9,
    "households": 500,
    "people": 2_000,
    "poor_households": 130,
    "poor_people": 500,
    "income_yuan": 2_800,
    "collective_yuan": 0,
}


def a_village_round(**given: Any) -> Round:
    """An open round of poor villages of the county, with the province's figures; a panel of two is enough."""
    policy = {**PROVINCE, "village_panel_min": 2} | given.pop("policy", {})
    year = given.get("year", clock.today().year)
    values = {
        "kind": RoundKind.POOR_VILLAGES,
        "code": f"{year}-villages",
        "name_zh": f"{year}年贫困村识别",
        "name_en": f"Poor villages {year}",
    } | given
    return a_round(policy=policy, **values)


def the_village_round() -> Round:
    """The first round of poor villages there is, or a new one."""
    return first(Round, Round.kind == RoundKind.POOR_VILLAGES) or a_village_round()


def a_poor_village(village: Area | None = None, round_: Round | None = None, **given: Any) -> PoorVillage:
    """The application of *village*, with signed minutes, as a draft unless *state* says otherwise."""
    village, round_ = village or the_village(), round_ or the_village_round()
    values = {
        **A_POOR_FORM,
        "state": VillageState.DRAFT,
        "state_since": clock.now(),
        "met_on": clock.today(),
        "minutes": an_attachment(village),
        "recorded_by_id": the_officer().id,
    } | given
    return add(PoorVillage(round=round_, village=village, **values))


def a_panel_member(round_: Round | None = None, **given: Any) -> PanelMember:
    """Somebody on the panel of a round."""
    number = how_many(PanelMember) + 1
    values = {"name": f"评委{'甲乙丙丁戊己庚辛'[number - 1]}", "unit": "县扶贫办", "tied_to": []} | given
    return add(PanelMember(round=round_ or the_village_round(), **values))


def a_panel_score(case: PoorVillage, member: PanelMember | None = None, **given: Any) -> PanelScore:
    """What a member gave a village: 80 points unless *points* say otherwise."""
    points = given.pop("points", {"poverty": 35, "income": 25, "conditions": 15, "will": 5})
    values = {
        "points": points,
        "total": sum(points.values()),
        "scored_on": clock.today(),
        "sheet": an_attachment(case.village),
        "recorded_by_id": the_officer().id,
    } | given
    return add(PanelScore(case=case, member=member or a_panel_member(case.round), **values))


def statistics_of(village: Area, households: int = 500, people: int = 2_000) -> VillageFigures:
    """What the statistics of this year say of a village."""
    year = clock.today().year
    return add(VillageFigures(village_id=village.id, year=year, households=households, population=people))


def a_board_of(township: Area) -> PostingPlace:
    """The township's own board."""
    return a_posting_place(township, name_zh="镇政府公示栏")


def some_poor_villages(village: Area) -> None:
    """An application before the panel, with points of a member; it stands on the township's notice."""
    township = village.parent
    if not list_posting_places(township.id):
        a_board_of(township)
    case = a_poor_village(village, state=VillageState.FIRST_LIST)
    publishing.publish(
        actor=a_user(Role.TOWNSHIP_REVIEWER, township).as_actor(),
        kind=NoticeKind.VILLAGE_NOTICE,
        round_=case.round,
        township=township,
    )
    case.state = VillageState.PANEL
    a_panel_score(case)
