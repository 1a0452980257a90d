"""Possible duplicates and household changes in the round of this year: invented, and left for the visitors to decide.

One person stands in households of two villages, and two neighbours share a telephone (decided). A birth waits to be
decided, a death was written into the register while the list was before the township, and two requests about one
person contradict one another.
"""

import datetime as dt
from collections.abc import Sequence

from app.commands.demonstration import papers
from app.commands.demonstration.ground import Cast
from app.commands.demonstration.story import Story, stand_at
from app.core import clock
from app.core.permissions import Actor, Permission
from app.domain.applications.steps import BEFORE_MEETING
from app.domain.areas.models import Area
from app.domain.changes import service as changes
from app.domain.changes.models import ChangeKind, ChangeRequest, ChangeSource
from app.domain.changes.wishes import Wish
from app.domain.checkups import service as checkups
from app.domain.duplicates import queries as duplicate_queries
from app.domain.duplicates import service as duplicates
from app.domain.duplicates.models import DuplicateOutcome
from app.domain.households import service as households
from app.domain.households.models import Household
from app.domain.households.rules import per_head_fen
from app.domain.policies.vocabulary import LinePurpose
from app.domain.rounds.models import Round

DAY = dt.timedelta(days=1)
#: places of the villages in the order of their codes
VISITS, APPLYING, TO_FORWARD, TO_REVIEW, TO_LIST = 1, 0, 8, 9, 3


def play(round_: Round, people: Cast, villages: Sequence[Area], today: dt.date) -> None:
    """What happened the day before the first start."""
    stories = [Story(round_, village, people) for village in villages]
    stand_at(today - DAY, 14)
    one_person_in_two_villages(stories[APPLYING], stories[VISITS])
    a_shared_telephone(stories[TO_LIST], people.township)
    stand_at(today - DAY, 15)
    a_birth(stories[TO_REVIEW])
    two_that_contradict(stories[TO_FORWARD])
    a_death_since_the_posting(stories[TO_REVIEW], today)


def one_person_in_two_villages(here: Story, there: Story) -> None:
    """A member of a household that applied stands in a household of the next village as well."""
    listed = next(one.household for one in there.in_state(*BEFORE_MEETING) if len(one.household.members) > 2)
    other = next(one for one in here.households() if len(one.members) > 2)
    member, copy = listed.members[-1], other.members[-1]
    households.update_member(
        household=other,
        member=copy,
        values={
            "name": member.name,
            "id_number": member.id_number,
            "born_on": member.born_on,
            "sex": member.sex,
        },
        version=other.version,
        actor=here.officer,
    )
    _look_at(listed, other)


def a_shared_telephone(story: Story, township: Actor) -> None:
    """Two neighbours have one telephone; the township has found that good."""
    first, second = story.households()[:2]
    households.update_household(
        household=second,
        values={"telephone": first.telephone or "13900000000"},
        group_id=second.group_id,
        version=second.version,
        actor=story.officer,
    )
    _look_at(first, second)
    for pair in duplicate_queries.list_pairs_of(second.id):
        duplicates.decide(
            actor=township,
            pair=pair,
            outcome=DuplicateOutcome.SHARED,
            reason="两户是邻居，老人没有手机，由邻居代接电话。已上门核实。",
        )


def a_birth(story: Story) -> None:
    """A household on the list has a grandchild; the township has still to decide."""
    household = story.entries()[0].application.household
    child = {"name": f"{household.head_name[0]}小宝", "relation": "grandson", "sex": "male"}
    _ask(story, household, ChangeKind.BIRTH, "孙子出生，已看出生医学证明。", Wish(person=child))


def two_that_contradict(story: Story) -> None:
    """The village says that somebody married out, the police's register that the same person moved away."""
    household = next(one for one in _listed(story) if len(one.members) > 1)
    gone = Wish(members=[household.members[-1].id])
    _ask(story, household, ChangeKind.MARRIED_OUT, "村里了解到，今年已经出嫁。", gone)
    register = ChangeSource.HOUSEHOLD_REGISTER
    _ask(story, household, ChangeKind.MOVED_OUT, "派出所反馈户口已经迁出。", gone, register)


def a_death_since_the_posting(story: Story, today: dt.date) -> None:
    """Somebody on a list before the township died; the household's income a head is above the line now."""
    household = next((one for one in _listed(story) if _would_rise(one, story.round)), _listed(story)[-1])
    gone = next(one for one in household.members if not one.is_head)
    request = _ask(story, household, ChangeKind.DEATH, "因病去世，家属来报。", Wish(members=[gone.id]))
    stand_at(today - DAY, 17)
    changes.make_change(actor=story.people.township, request=request, version=request.version)


def _listed(story: Story) -> list[Household]:
    households_ = [entry.application.household for entry in story.entries()]
    return [one for one in households_ if len(one.members) > 1][1:]


def _would_rise(household: Household, round_: Round) -> bool:
    line = round_.policy.income_line(round_.reference_year, LinePurpose.IDENTIFICATION)
    per_head = per_head_fen(household, round_.reference_year)
    if line is None or per_head is None:
        return False
    return per_head < line.amount_fen <= per_head * household.people / (household.people - 1)


def _ask(
    story: Story,
    household: Household,
    kind: ChangeKind,
    words: str,
    wish: Wish,
    source: ChangeSource = ChangeSource.HOUSEHOLD,
) -> ChangeRequest:
    paper = papers.signed_copy(
        actor=story.officer,
        kind="change",
        area_path=story.village.path,
        name=f"{household.household_no[-4:]}-{kind.value}",
        needs=Permission.CHANGE_VIEW,
    )
    return changes.request_change(
        actor=story.officer,
        household=household,
        kind=kind,
        happened_on=clock.today() - DAY,
        source=source,
        words=words,
        wish=wish,
        evidence=paper,
    )


def _look_at(*written: Household) -> None:
    ids = [one.id for one in written]
    checkups.recheck(household_ids=ids)
    duplicates.refresh(household_ids=ids)
