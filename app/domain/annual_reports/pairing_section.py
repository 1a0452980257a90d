"""The part about the helpers: who helps whom, who has nobody, who is posted to the villages."""

from collections.abc import Sequence

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_, Message
from app.domain.annual_reports.figures import (
    Figure,
    Line,
    Listing,
    Rows,
    Section,
    Sentence,
    Table,
    Unit,
    permille,
    summed,
)
from app.domain.annual_reports.models import Part
from app.domain.annual_reports.scope import Scope
from app.domain.annual_reports.tables import PEOPLE, TOGETHER
from app.domain.areas.models import Area
from app.domain.households.models import Household
from app.domain.pairings import queries as pairings
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, VillagePost
from app.domain.pairings.rules import POST_LABELS, Covered
from app.domain.statistics.dimensions import Place


def pairing(scope: Scope) -> Section:
    """Who helps whom, who has nobody, who is posted to the villages."""
    covered = pairings.coverage(scope.path, round_id=scope.registering_round_id, on=scope.on)
    whole = pairings.coverage_of_all(covered)
    helpers, units = _count_helpers(scope)
    paired, unpaired = Rows(Listing.PAIRED), Rows(Listing.UNPAIRED)
    if not whole.paired_households:
        return Section(Part.PAIRING)
    figures = {
        "helpers": Figure("pairing.helpers", helpers, Rows(Listing.HELPERS)),
        "units": Figure("pairing.units", units, Rows(Listing.HELPERS)),
        "households": Figure("pairing.households", whole.paired_households, paired),
        "people": Figure("pairing.people", whole.paired_people, paired),
        "share": Figure(
            "pairing.share", permille(whole.paired_households, whole.households), paired, Unit.PERMILLE
        ),
        "open": Figure("pairing.open_households", whole.open_households, unpaired),
        "open_people": Figure("pairing.open_people", whole.open_people, unpaired),
    }
    words = N_(
        "%(helpers)s helpers of %(units)s units help %(households)s households with %(people)s people: %(share)s of "
        "the households. %(open)s households with %(open_people)s people have no helper yet."
    )
    lines = [_line(place, one) for place, one in _by_place(scope, covered)]
    heads = (
        scope.place_head,
        *(N_("Households with a helper"), N_("People in them"), N_("Households without a helper")),
    )
    total = summed(TOGETHER, "pairing.sum", lines, [paired, paired, unpaired])
    title = N_("Helpers by village") if scope.by is Place.VILLAGE else N_("Helpers by township")
    table = Table(Message(title), heads, tuple(lines), total, bars=0)
    posts = _posts(scope)
    return Section(Part.PAIRING, (Sentence(words, figures),), (table, posts) if posts.lines else (table,))


def _count_helpers(scope: Scope) -> tuple[int, int]:
    """Helpers who help somebody here that day, and the units that they belong to."""
    row = db.session.execute(
        sa.select(sa.func.count(sa.distinct(Helper.id)), sa.func.count(sa.distinct(HelpingUnit.id)))
        .select_from(Pairing)
        .join(Helper, Helper.id == Pairing.helper_id)
        .join(HelpingUnit, HelpingUnit.id == Helper.unit_id)
        .join(Household, Household.id == Pairing.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(pairings.stands_on(scope.on), Area.path.startswith(scope.path, autoescape=True))
    ).one()
    return int(row[0]), int(row[1])


def _posts(scope: Scope) -> Table:
    """How many were posted to the villages on that day, by what for."""
    counted = db.session.execute(
        sa.select(VillagePost.kind, sa.func.count(), sa.func.count(sa.distinct(VillagePost.village_id)))
        .join(Area, Area.id == VillagePost.village_id)
        .where(
            VillagePost.since <= scope.on,
            sa.or_(VillagePost.ended_on.is_(None), VillagePost.ended_on > scope.on),
            Area.path.startswith(scope.path, autoescape=True),
        )
        .group_by(VillagePost.kind)
        .order_by(VillagePost.kind)
    ).all()
    lines = [
        Line(
            Message(POST_LABELS[kind]),
            (
                Figure(f"pairing.posts.{kind.value}.people", people, Rows(Listing.POSTS, kind.value)),
                Figure(f"pairing.posts.{kind.value}.villages", villages, Rows(Listing.POSTS, kind.value)),
            ),
        )
        for kind, people, villages in counted
    ]
    return Table(Message(N_("Posted to the villages")), (N_("Post"), PEOPLE, N_("Villages")), tuple(lines))


def _by_place(scope: Scope, covered: Sequence[pairings.VillageCoverage]) -> list[tuple[Area, Covered]]:
    found: dict[int, tuple[Area, Covered]] = {}
    for one in covered:
        place = scope.place_of(one.village)
        _area, before = found.get(place.id, (place, Covered()))
        found[place.id] = (place, before + one.covered)
    return list(found.values())


def _line(place: Area, covered: Covered) -> Line:
    key = f"pairing.{place.code}"
    paired = Rows(Listing.PAIRED, place=place.code)
    figures = (
        Figure(f"{key}.paired", covered.paired_households, paired),
        Figure(f"{key}.people", covered.paired_people, paired),
        Figure(f"{key}.open", covered.open_households, Rows(Listing.UNPAIRED, place=place.code)),
    )
    return Line(place.name, figures)
