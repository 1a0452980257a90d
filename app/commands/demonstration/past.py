"""The round of 2014, from the clerk's workbook to the county's announcement, with the clock set to 2014.

It ends with the town's real totals: 1,330 households and 5,091 people in 15 villages.
"""

import datetime as dt
from collections.abc import Callable

import sqlalchemy as sa

from app.commands.demonstration import compared
from app.commands.demonstration.ground import SAMPLES, TOWNSHIP, Cast
from app.commands.demonstration.story import Story, read_outcomes, stand_at
from app.core.db import db
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area
from app.domain.checkups import service as checkups
from app.domain.duplicates import service as duplicates
from app.domain.households.models import Household
from app.domain.imports import service as imports
from app.domain.notices.models import Notice
from app.domain.objections.models import Outcome
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews.models import ReviewLevel
from app.domain.rounds.models import Round

OPENED = dt.date(2014, 4, 1)
REGISTER = dt.date(2014, 4, 8)
APPLY = dt.date(2014, 4, 14)
VISIT = dt.date(2014, 4, 22)
MEET = dt.date(2014, 4, 28)
FIRST = dt.date(2014, 5, 4)
OBJECT = dt.date(2014, 5, 7)
ANSWER = dt.date(2014, 5, 9)
FORWARD = dt.date(2014, 5, 13)
REVIEW = dt.date(2014, 5, 16)
SECOND = dt.date(2014, 5, 19)
TO_COUNTY = dt.date(2014, 5, 27)
DECIDE = dt.date(2014, 5, 28)
ANNOUNCE = dt.date(2014, 5, 30)
DOWN = dt.date(2014, 6, 9)
DONE = dt.date(2014, 6, 10)

Tell = Callable[[str], None]


def load_register(round_: Round, people: Cast) -> None:
    """The township imports the clerk's workbook; the data check-up runs over it."""
    stand_at(REGISTER)
    import_workbook(round_, people, "register.xlsx")


def import_workbook(round_: Round, people: Cast, name: str) -> None:
    """Import a workbook of the samples as the township, and check what it brought."""
    imports.import_file(
        actor=people.township,
        round_=round_,
        area=get_area(TOWNSHIP),
        data=(SAMPLES / name).read_bytes(),
        filename=name,
    )
    everybody = list(db.session.scalars(sa.select(Household.id)))
    checkups.recheck(household_ids=everybody)
    duplicates.refresh(household_ids=everybody)


def play(round_: Round, people: Cast, villages: list[Area], tell: Tell) -> None:
    """Every village through every step."""
    departures = read_outcomes()
    compared.hand_in(round_, people)
    for number, village in enumerate(villages, 1):
        tell(f"  2014  {number:2}/{len(villages)}  {village.name_zh}")
        play_village(Story(round_, village, people, departures))
        db.session.flush()
        db.session.expire_all()


def play_village(story: Story) -> None:
    """One village from its first application to its announcement."""
    township, county = story.people.township, story.people.county
    stand_at(APPLY)
    story.apply(story.households())
    stand_at(VISIT)
    story.visit()
    compared.explain(story)
    stand_at(MEET)
    story.meet()
    stand_at(FIRST)
    story.draw_up()
    story.take("publish_first_notice", story.officer)
    first = story.hang(NoticeKind.FIRST_NOTICE)
    object_and_answer(story, first)
    stand_at(FORWARD)
    story.take_down(first)
    story.take("forward_to_township", story.officer)
    stand_at(REVIEW)
    compared.exclude(story)
    story.sample(ReviewLevel.TOWNSHIP, township)
    story.decide(ReviewLevel.TOWNSHIP, township)
    stand_at(SECOND)
    story.take("publish_second_notice", township)
    second = story.hang(NoticeKind.SECOND_NOTICE)
    stand_at(TO_COUNTY)
    story.take_down(second)
    story.take("forward_to_county", township)
    stand_at(DECIDE)
    story.sample(ReviewLevel.COUNTY, county)
    story.decide(ReviewLevel.COUNTY, county)
    stand_at(ANNOUNCE)
    story.take("announce", county)
    announcement = story.hang(NoticeKind.ANNOUNCEMENT)
    stand_at(DOWN)
    story.take_down(announcement)
    story.tell_everybody()


def object_and_answer(story: Story, first: Notice) -> None:
    """Neighbours object to those who leave at the first notice; the township finds them right."""
    stand_at(OBJECT)
    raised = []
    for entry in story.entries():
        reason = story.left_at(entry.application.household.household_no, "first_notice")
        if reason is not None:
            raised.append((story.object_to(first, entry, reason.split("，")[0]), reason))
    stand_at(ANSWER)
    for objection, reason in raised:
        story.answer(objection, Outcome.UPHELD, f"{reason}，从名单中移除。")
