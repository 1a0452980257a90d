"""Samples in the demonstration: the public value, the draw, and a home check of each household with photographs.

The values stand under the source that the policy names, but they are made up from the day: nobody drew them.
"""

import datetime as dt
from typing import TYPE_CHECKING

from app.commands.demonstration import papers
from app.core import clock
from app.core.permissions import Actor
from app.domain.applications.rules import Person
from app.domain.candidate_lists import queries as list_queries
from app.domain.reviews import draws, public_values
from app.domain.reviews import service as reviews
from app.domain.reviews.models import ReviewLevel

if TYPE_CHECKING:
    from app.commands.demonstration.story import Story

CHECKERS = (Person("田桂芳"), Person("邓光荣"))
AS_LISTED = (
    "与名单相符。",
    "住房、人口与申请一致，户主在家。",
    "看了住房和圈舍，收入来源与入户核查表相符。",
    "户主外出务工，家人在家，情况属实。",
)
#: the first households of a sample are photographed, and all where something is wrong
PHOTOGRAPHED = 2


def invented_value(day: dt.date) -> str:
    """Three digits that follow from the day, as a lottery might have drawn them. None did."""
    return f"{day.toordinal() * 389 % 1000:03}"


def record_value(story: "Story", level: ReviewLevel) -> None:
    """The county types in the value that the village's draw waits for, in the evening of its day."""
    draw = draws.find_draw(story.list, level)
    if draw is None or draw.day is None or not draw.waits:
        return
    meanwhile = clock.now()
    clock.set_to(min(clock.at(draw.day, 21, 30), meanwhile))
    public_values.record_public_value(
        actor=story.people.county,
        area=story.round.area,
        source=draw.source,
        day=draw.day,
        value=invented_value(draw.day),
    )
    clock.set_to(meanwhile)


def play(story: "Story", level: ReviewLevel, actor: Actor) -> None:
    """The value is recorded, the sample drawn, and each of its households checked at home."""
    record_value(story, level)
    sample = reviews.draw_sample(actor=actor, candidate_list=story.list, level=level)
    for place, entry_id in enumerate(draws.list_to_check(sample)):
        entry = list_queries.get_entry(entry_id)
        against = story.left_at(entry.application.household.household_no, "township_review")
        wanted = (place < PHOTOGRAPHED) + (against is not None)
        photos = [
            papers.house_photograph(
                actor=actor,
                area_path=story.village.path,
                number=f"{sample.public_id[:4]}-{entry.sequence}",
                which=which,
            )
            for which in range(wanted)
        ]
        reviews.record_home_check(
            actor=actor,
            sample=sample,
            entry=entry,
            checked_on=clock.today(),
            checkers=CHECKERS,
            agrees=against is None,
            findings=against or AS_LISTED[entry.id % len(AS_LISTED)],
            photos=photos,
        )
