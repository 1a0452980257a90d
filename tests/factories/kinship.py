"""Officials, their declared relatives, and what they state."""

from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.domain.accounts.models import User
from app.domain.areas.models import Area, AreaLevel
from app.domain.households.models import Household
from app.domain.kinship.models import Kinship, KinStatement, Relation
from app.domain.kinship.queries import ACTING_ROLES
from app.domain.officials.models import Official, Post
from app.domain.rounds.models import Round
from tests.factories.accounts import the_officer
from tests.factories.areas import the_village
from tests.factories.basis import add, first, how_many
from tests.factories.register import a_household
from tests.factories.rounds import the_round

POST_AT = {
    AreaLevel.VILLAGE: Post.VILLAGE_COMMITTEE,
    AreaLevel.TOWNSHIP: Post.TOWNSHIP,
    AreaLevel.COUNTY: Post.COUNTY,
}


def an_official(area: Area | None = None, user: User | None = None, **given: Any) -> Official:
    """Somebody with a post at *area* (a village's committee), with the account *user*; the name hints at nothing."""
    area = area or the_village()
    values = {
        "name": f"干部第{how_many(Official) + 1}号",
        "post": POST_AT[area.level],
        "since": clock.today(),
        "user_id": user.id if user else None,
    } | given
    return add(Official(area=area, **values))


def a_representative(village: Area | None = None, **given: Any) -> Official:
    """A villagers' representative of *village*."""
    values = {"post": Post.REPRESENTATIVE, "represents": True} | given
    return an_official(village, **values)


def a_kinship(official: Official | None = None, household: Household | None = None, **given: Any) -> Kinship:
    """*official* is declared to be a sibling of somebody in *household*."""
    values = {
        "relation": Relation.SIBLING,
        "declared_on": clock.today(),
        "declared_by_id": the_officer().id,
    } | given
    return add(Kinship(official=official or an_official(), household=household or a_household(), **values))


def a_statement(official: Official, round_: Round | None = None, **given: Any) -> KinStatement:
    """*official* stated the relatives for a round, whichever were declared so far."""
    values = {
        "none": not how_many(Kinship, Kinship.official_id == official.id),
        "stated_on": clock.today(),
        "recorded_by_id": the_officer().id,
    } | given
    return add(KinStatement(official=official, round=round_ or the_round(), **values))


def everybody_stated(round_: Round | None = None) -> None:
    """Every area has officials on record, one for each account that acts there, and all have stated for the round."""
    round_ = round_ or the_round()
    for area in db.session.scalars(sa.select(Area).where(Area.level.in_(POST_AT))).all():
        _put_on_record(area)
        for official in db.session.scalars(sa.select(Official).where(Official.area_id == area.id)).all():
            of_both = (KinStatement.official_id == official.id, KinStatement.round_id == round_.id)
            if official.until is None and not how_many(KinStatement, *of_both):
                a_statement(official, round_)


def _put_on_record(area: Area) -> None:
    for user in db.session.scalars(sa.select(User)).all():
        acts = any(g.area_id == area.id and g.role in ACTING_ROLES[area.level] for g in user.standing)
        if acts and not first(Official, Official.user_id == user.id, Official.area_id == area.id):
            an_official(area, user)
    if not how_many(Official, Official.area_id == area.id):
        an_official(area)
