"""What must be known of officials' relatives before a list is posted, reviewed by the township, announced."""

from collections.abc import Iterable

from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import find_ancestor
from app.domain.areas.rules import LEVEL_LABELS
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists.models import CandidateList
from app.domain.kinship import queries
from app.domain.officials import queries as official_queries
from app.domain.rounds.models import Round

Reasons = Iterable[Message]
#: so many people are named; the rest is counted
MOST_NAMED = 5


def kinship_stated(level: AreaLevel) -> "_KinshipStated":
    """Officials of the level are on record, each has stated the relatives for this round, and no hint is open."""
    return _KinshipStated(level)


class _KinshipStated:
    def __init__(self, level: AreaLevel) -> None:
        self.level = level
        self.__name__ = f"kinship_stated_by_{level.value}"
        self.__doc__ = kinship_stated.__doc__

    def __call__(self, attempt: Attempt) -> Reasons:
        candidate_list: CandidateList = attempt.subject
        if not candidate_list.round.policy.kinship_statements_required:
            return
        area = find_ancestor(candidate_list.village, self.level)
        if area is None:
            return
        yield from _on_record(area)
        yield from _stated(area, candidate_list.round)
        yield from _no_open_hint(area, candidate_list)


def _on_record(area: Area) -> Reasons:
    if not official_queries.list_officials(area):
        yield Message(
            N_("No official of %(area)s is on record. Enter them under “Officials and representatives”."),
            area=area.name,
        )
    missing = queries.list_unrecorded(area)
    if missing:
        yield Message(
            N_(
                "These accounts act in cases of %(area)s and belong to no official on record: %(names)s. "
                "Enter them under “Officials and representatives”, each with the account."
            ),
            area=area.name,
            names=_named([user.name for user in missing]),
        )


def _stated(area: Area, round_: Round) -> Reasons:
    unstated = queries.list_unstated(area, round_)
    if unstated:
        yield Message(
            N_(
                "%(number)s of the officials and representatives of %(area)s have not stated their relatives for "
                "this round: %(names)s. Enter the signed statements under “Relatives”."
            ),
            number=len(unstated),
            area=area.name,
            names=_named([one.name for one in unstated]),
        )


def _no_open_hint(area: Area, candidate_list: CandidateList) -> Reasons:
    households = [row.household_id for row in list_queries.list_standing_keys(candidate_list.id)]
    hints = queries.list_hints(official_queries.list_officials(area), households)
    if hints:
        yield Message(
            N_(
                "%(number)s hints of relatives between officials (%(level)s) and households on this list are open, "
                "the first: %(official)s and household %(household)s. Confirm or dismiss them under “Relatives”."
            ),
            number=len(hints),
            level=Message(LEVEL_LABELS[area.level]),
            official=hints[0].official.name,
            household=hints[0].household_no,
        )


def _named(names: list[str]) -> str:
    return "、".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")
