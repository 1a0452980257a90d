"""Whatever is changed in the register, a list that was posted and its notices stay as they hang."""

import random
from contextlib import suppress
from datetime import date

import pytest
import sqlalchemy as sa

from app.core.db import db as database
from app.core.errors import DomainError
from app.domain.candidate_lists.models import ListEntry, ListState
from app.domain.changes import service
from app.domain.changes.models import ChangeKind, ChangeRequest, ChangeSource
from app.domain.changes.wishes import Wish
from app.domain.households.models import Household, Member
from app.domain.notices.models import Notice, NoticeEntry
from app.domain.policies.vocabulary import LIST_KINDS, NoticeKind
from tests import factories
from tests.people import People

POSTED = {
    ListState.FIRST_NOTICE: (NoticeKind.FIRST_NOTICE,),
    ListState.TOWNSHIP_REVIEW: (NoticeKind.FIRST_NOTICE,),
    ListState.SECOND_NOTICE: (NoticeKind.FIRST_NOTICE, NoticeKind.SECOND_NOTICE),
    ListState.ANNOUNCED: LIST_KINDS,
}


def frozen() -> list[list[tuple[object, ...]]]:
    """Every row of what is posted, as the database holds it."""
    database.session.flush()
    tables = (Notice.__table__, NoticeEntry.__table__, ListEntry.__table__)
    rows = [database.session.execute(sa.select(table).order_by(table.c.id)).all() for table in tables]
    return [[tuple(map(repr, row)) for row in table] for table in rows]


def a_wish(chance: random.Random, kind: ChangeKind, household: Household, others: list[Household]) -> Wish:
    ids = [member.id for member in household.members]
    chosen = chance.sample(ids, chance.randint(0, len(ids)))
    relation = "son" if ids else "head"
    return Wish(
        person={"name": chance.choice("甲乙丙"), "relation": relation, "born_on": date(2026, 5, 1)},
        members=chosen,
        successor=chance.choice([None, *ids]),
        head=chance.choice([None, *ids]),
        other=chance.choice([None, *others]),
    )


@pytest.mark.parametrize("state", POSTED)
@pytest.mark.parametrize("seed", range(4))
def test_random_changes_never_alter_what_hangs(people: People, state: ListState, seed: int) -> None:
    chance = random.Random(f"{state}{seed}")
    posted = factories.a_candidate_list(people.village, state=state, entries=4)
    for kind in POSTED[state]:
        factories.a_notice(posted, kind=kind)
    households = [entry.application.household for entry in posted.entries] + [
        factories.a_household(people.village)
    ]
    before, made = frozen(), 0
    for _ in range(40):
        household, kind = chance.choice(households), chance.choice(list(ChangeKind))
        with suppress(DomainError):
            request = service.request_change(
                actor=people.actor("village_officer"),
                household=household,
                kind=kind,
                happened_on=date(2026, 5, 10),
                source=chance.choice(list(ChangeSource)),
                words="家属来报。",
                wish=a_wish(chance, kind, household, households),
            )
            service.make_change(
                actor=people.actor("township_reviewer"),
                request=request,
                version=request.version,
                confirmed=chance.random() < 0.7,
            )
            made += 1
            if request.other_household is not None and request.other_household not in households:
                households.append(request.other_household)
    assert made > 5
    assert frozen() == before
    assert everybody_is_somewhere_once(households)


def everybody_is_somewhere_once(households: list[Household]) -> bool:
    """Each household repeats its head and its number of people, and has one head unless it is empty."""
    database.session.expire_all()
    assert factories.how_many(Member) == sum(
        one.people for one in database.session.scalars(sa.select(Household))
    )
    for one in households:
        assert one.people == len(one.members)
        assert sum(member.is_head for member in one.members) == bool(one.members)
        assert one.head_name == (one.head.name if one.head else "")
        numbers = [member.person_no for member in one.members]
        assert len(set(numbers)) == len(numbers)
        assert all(str(number).startswith(one.household_no) for number in numbers)
    return factories.how_many(ChangeRequest) > 0
