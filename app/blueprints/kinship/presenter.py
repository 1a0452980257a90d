"""Arranging officials, their statements, declarations and hints for their pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from wtforms import SelectChoice

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.accounts.models import User
from app.domain.applications.queries import list_applying
from app.domain.areas import queries as area_queries
from app.domain.areas.models import Area, AreaLevel
from app.domain.households import queries as household_queries
from app.domain.households.models import Household
from app.domain.kinship import queries, rules
from app.domain.kinship.models import DismissedHint, HintGround, Kinship, KinStatement, Relation
from app.domain.kinship.queries import Hint
from app.domain.officials import queries as official_queries
from app.domain.officials.models import Official
from app.domain.officials.rules import POST_LABELS
from app.domain.rounds.models import Round
from app.web.access import current_actor
from app.web.i18n import translate


@dataclass(frozen=True)
class AreaLine:
    """How far one area's officials are with their statements."""

    area: Area
    officials: int
    unstated: int


@dataclass(frozen=True)
class OfficialLine:
    """One official: the post in words, how many relatives are declared, what was stated for the round."""

    official: Official
    post: str
    declared: int
    statement: KinStatement | None
    is_outdated: bool


@dataclass(frozen=True)
class Relations:
    """Everything about relatives that one area's page shows."""

    lines: list[OfficialLine]
    unrecorded: list[User]
    kinships: Sequence[Kinship]
    ended: Sequence[Kinship]
    hints: list[Hint]
    dismissed: Sequence[DismissedHint]

    @property
    def unstated(self) -> list[OfficialLine]:
        """Those whose statement is missing."""
        return [line for line in self.lines if line.statement is None]

    @property
    def stated(self) -> list[OfficialLine]:
        """Those who have stated."""
        return [line for line in self.lines if line.statement is not None]


def area_lines(round_: Round, within: tuple[str, ...]) -> list[AreaLine]:
    """The areas at or below these paths that the reader may look at."""
    seen = area_queries.list_areas_for(current_actor(), Permission.KINSHIP_VIEW)
    areas = [area for area in seen if area.path.startswith(within)]
    counts = official_queries.count_by_area(areas)
    unstated = queries.count_unstated(areas, round_)
    return [AreaLine(area, counts.get(area.id, (0, 0))[0], unstated[area.id]) for area in areas]


def relations_of(area: Area, round_: Round) -> Relations:
    """Officials of *area* with their statements; for a village also its declarations and hints."""
    officials = official_queries.list_officials(area)
    declared = queries.count_of_officials(officials)
    statements = queries.list_valid_statements(officials, round_)
    ever = queries.list_statements(officials, round_)
    lines = [
        OfficialLine(
            one,
            one.title or translate(POST_LABELS[one.post]),
            declared.get(one.id, 0),
            statements.get(one.id),
            is_outdated=one.id in ever and one.id not in statements,
        )
        for one in officials
    ]
    is_village = area.level is AreaLevel.VILLAGE
    hints = (
        queries.list_hints(official_queries.list_officials_over(area), list_applying(round_.id, area.id))
        if is_village
        else []
    )
    return Relations(
        lines,
        queries.list_unrecorded(area),
        queries.list_kinships(area),
        queries.list_kinships(area, standing=False),
        hints,
        queries.list_dismissed(area) if is_village else [],
    )


def ground_words(grounds: Sequence[HintGround]) -> list[str]:
    """Why somebody may be related, in words."""
    return [translate(rules.GROUND_LABELS[ground]) for ground in grounds]


def relation_choices() -> list[SelectChoice]:
    """The relations to choose from."""
    known = [SelectChoice(one.value, translate(rules.RELATION_LABELS[one])) for one in Relation]
    return [SelectChoice("", "—"), *known]


def find_household(official: Official, typed: str) -> Household:
    """The household that was typed: by number anywhere, by the head's name in the official's own village.

    Raises :class:`Invalid` when there is none, or several heads of this name.
    """
    found = household_queries.find_by_number(typed)
    if found is not None:
        return found
    if official.area.level is not AreaLevel.VILLAGE:
        raise Invalid(Message(N_("There is no household with this number.")), "household")
    named = queries.list_by_head(official.area, typed)
    if not named:
        raise Invalid(
            Message(N_("There is no household with this number, and no head of this name in the village.")),
            "household",
        )
    if len(named) > 1:
        raise Invalid(
            Message(
                N_("Several heads in the village have this name: enter one of the numbers %(numbers)s."),
                numbers="、".join(one.household_no for one in named),
            ),
            "household",
        )
    return named[0]
