"""The data comparison in the demonstration: departments' files, hits explained, two households excluded by one.

The hits of 2014 change nothing of how the round ends: those whose owner stays are explained, and of the households
that the township takes off two have a flat in the town.
"""

import datetime as dt

from app.commands.demonstration.ground import SAMPLES, Cast
from app.commands.demonstration.story import Story, stand_at
from app.core.permissions import Actor
from app.domain.candidate_lists.excluding import settle_hit
from app.domain.comparisons import queries, service
from app.domain.comparisons.models import ComparisonHit, HitCertainty, HitSettlement
from app.domain.kinship.queries import relatives_of
from app.domain.policies.vocabulary import ComparisonKind as K
from app.domain.rounds.models import Round

ARRIVED = dt.date(2014, 4, 11)
PAST_FILES = (
    (K.VEHICLE, "黔西市公安局交通警察大队", dt.date(2014, 3, 31), "vehicles-2014.csv"),
    (K.FLAT, "黔西市不动产登记中心", dt.date(2014, 3, 31), "flats-2014.xlsx"),
    (K.PAYROLL, "黔西市财政局", dt.date(2014, 3, 31), "payroll-2014.csv"),
)
PRESENT_FILE = (K.VEHICLE, "黔西市公安局交通警察大队", "vehicles-2025.csv")
EXPLANATIONS = {
    K.VEHICLE: "车辆用于拉运农产品，购价不高，村委会入户查看过，不影响识别。",
    K.FLAT: "房屋是子女出资购买并居住的，本人只是共有人，已查看购房合同。",
    K.PAYROLL: "系临时代课，聘用期已满，单位出具了证明。",
}
NOT_THE_PERSON = "登记的号码录入有误，车主另有其人，派出所已核实。"
EXCLUDED = "在城里有商品房并已入住，入户核实属实。"


def hand_in(round_: Round, people: Cast) -> None:
    """The county hands in what three departments sent, before the first application."""
    stand_at(ARRIVED)
    for kind, source, as_of, name in PAST_FILES:
        _hand_in(round_, people, kind, source, as_of, name)


def hand_in_lately(round_: Round, people: Cast, today: dt.date) -> None:
    """In the present round one file has come; its hit waits to be explained."""
    stand_at(today - dt.timedelta(days=1), 16)
    kind, source, name = PRESENT_FILE
    _hand_in(round_, people, kind, source, today - dt.timedelta(days=20), name)


def _hand_in(round_: Round, people: Cast, kind: K, source: str, as_of: dt.date, name: str) -> None:
    file = service.preview(
        actor=people.county,
        round_=round_,
        area=round_.area,
        kind=kind,
        source=source,
        as_of=as_of,
        path=SAMPLES / name,
    )
    service.apply(actor=people.county, file=file)


def explain(story: Story) -> None:
    """The village explains its hits before the meeting; where it is related, the township does."""
    for hit in _hits(story):
        doubtful = hit.certainty is HitCertainty.DOUBTFUL
        settle_hit(
            actor=_unrelated(story, hit, (story.officer, story.people.township, story.people.county)),
            hit=hit,
            settlement=HitSettlement.NOT_THE_PERSON if doubtful else HitSettlement.EXPLAINED,
            explanation=NOT_THE_PERSON if doubtful else EXPLANATIONS[hit.file.kind],
        )


def exclude(story: Story) -> None:
    """What the village had explained does not hold at the township's review for those that leave there."""
    for hit in _hits(story):
        if story.left_at(hit.household.household_no, "township_review") is not None:
            settle_hit(
                actor=_unrelated(story, hit, (story.people.township, story.people.county)),
                hit=hit,
                settlement=HitSettlement.EXCLUDES,
                explanation=EXCLUDED,
            )


def _hits(story: Story) -> list[ComparisonHit]:
    households = [entry.id for entry in story.households()]
    found = queries.list_hits(households, story.round.id)
    return [hit for hits in found.values() for hit in hits]


def _unrelated(story: Story, hit: ComparisonHit, actors: tuple[Actor, ...]) -> Actor:
    relatives = relatives_of([hit.household_id])[hit.household_id]
    return next(actor for actor in actors if not relatives.blockers(actor))
