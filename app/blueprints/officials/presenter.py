"""Arranging a roster for its pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from wtforms import SelectChoice

from app.blueprints.officials.forms import ParticularsForm
from app.core.permissions import Permission, Role
from app.domain.accounts.models import User
from app.domain.accounts.queries import list_staff_over
from app.domain.areas import queries as area_queries
from app.domain.areas.models import Area, AreaLevel
from app.domain.kinship.queries import list_unrecorded
from app.domain.officials import queries, rules
from app.domain.officials.models import Official, Post
from app.domain.officials.rules import Makeup
from app.web.access import current_actor
from app.web.i18n import translate


@dataclass(frozen=True)
class AreaLine:
    """One area with the size of its roster."""

    area: Area
    officials: int
    representatives: int


@dataclass(frozen=True)
class Roster:
    """The people of one area, apart by what they are."""

    officials: list[Official]
    representatives: list[Official]
    ended: Sequence[Official]
    makeup: Makeup
    unrecorded: list[User]


def area_lines() -> list[AreaLine]:
    """The areas that the reader may look at, with their rosters counted."""
    areas = area_queries.list_areas_for(current_actor(), Permission.OFFICIAL_VIEW)
    counts = queries.count_by_area(areas)
    return [AreaLine(area, *counts.get(area.id, (0, 0))) for area in areas]


def roster_of(area: Area) -> Roster:
    """Everybody on record at *area*."""
    standing = queries.list_officials(area)
    representatives = [one for one in standing if one.represents]
    order = list(Post)
    return Roster(
        sorted(
            (one for one in standing if one.post is not Post.REPRESENTATIVE),
            key=lambda o: order.index(o.post),
        ),
        representatives,
        queries.list_officials(area, standing=False),
        rules.makeup_of(representatives),
        list_unrecorded(area),
    )


def fill_choices(form: ParticularsForm, area: Area) -> None:
    """The accounts that may be named at *area*, the sexes, and the posts there."""
    form.sex.choices = [SelectChoice(value, translate(label)) for value, label in rules.SEX_LABELS.items()]
    staff = [SelectChoice(str(user.id), f"{user.name} ({user.username})") for user in _staff(area)]
    form.account.choices = [SelectChoice("", "—"), *staff]
    if "post" in form:
        posts = rules.POSTS_AT[area.level]
        form.post.choices = [SelectChoice(post.value, translate(rules.POST_LABELS[post])) for post in posts]
    if area.level is not AreaLevel.VILLAGE:
        del form.represents
        del form.group_name


def account_of(form: ParticularsForm, area: Area) -> User | None:
    """The account that was chosen."""
    return next((user for user in _staff(area) if str(user.id) == form.account.data), None)


def _staff(area: Area) -> Sequence[User]:
    roles = [role for role in Role if role is not Role.ADMINISTRATOR]
    return list_staff_over(area.path, roles)
