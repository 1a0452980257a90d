"""What villages have to publish, what they published, and what households say of payments."""

from typing import Any

from app.core import clock
from app.domain.areas.models import Area
from app.domain.deliveries.models import AskedAt, Delivery, DeliveryAnswer
from app.domain.disclosures.models import Disclosure, Matter
from app.domain.funds.models import RollLine
from tests.factories.accounts import an_attachment, the_officer
from tests.factories.areas import the_village
from tests.factories.basis import add


def a_matter(village: Area | None = None, **given: Any) -> Matter:
    """A decision of today that *village* has to publish."""
    values = {
        "item": "decision",
        "came_on": clock.today(),
        "subject_zh": "林地承包",
        "subject_en": "Contract for the forest",
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.now(),
    } | given
    return add(Matter(village=village or the_village(), **values))


def a_disclosure(
    village: Area | None = None, *, matter: Matter | None = None, period: str = "", **given: Any
) -> Disclosure:
    """That the accounts of *period*, or *matter*, hung on the board today, with the paper."""
    village = village or (matter.village if matter is not None else the_village())
    values = {
        "item": matter.item if matter is not None else "accounts",
        "published_on": clock.today(),
        "where_zh": "村务公开栏",
        "where_en": "The village's board",
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.now(),
    } | given
    if not {"notice", "article", "paper"} & set(given):
        values["paper"] = an_attachment(village, kind="disclosure", needs="disclosure:view")
    return add(Disclosure(village=village, matter=matter, period=period, **values))


def a_delivery(line: RollLine, answer: DeliveryAnswer = DeliveryAnswer.CAME, **given: Any) -> Delivery:
    """What the household of *line* said today on a visit; a denial has words and is open."""
    values = {
        "asked_at": AskedAt.VISIT,
        "answered_on": clock.today(),
        "words": "没有收到。" if answer is DeliveryAnswer.DID_NOT_COME else "",
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.now(),
    } | given
    return add(Delivery(line=line, answer=answer, **values))
