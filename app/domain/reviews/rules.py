"""Separation of duties, and what a decision needs. All pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission
from app.domain.areas.models import AreaLevel
from app.domain.kinship.rules import Relatives
from app.domain.reviews.models import DecisionOutcome, ReviewLevel

PERMISSION_OF = {
    ReviewLevel.TOWNSHIP: Permission.CANDIDATE_LIST_DECIDE_TOWNSHIP,
    ReviewLevel.COUNTY: Permission.CANDIDATE_LIST_DECIDE_COUNTY,
}


#: people who took part: the ids of those with an account, the names of those written without one
People = set[int | str]


def people_in(recorded: Iterable[Mapping[str, Any]]) -> People:
    """Those in a record of ``{"name", "user_id"}``: by id where there is one, else by name.

    An officer who writes only his name into a record has still taken part.
    """
    return {person.get("user_id") or str(person.get("name", "")).strip() for person in recorded}


def is_among(actor: Actor, people: People) -> bool:
    """True when *actor* is one of *people*, by account or by name."""
    return actor.id in people or actor.name in people


def duty_blockers(actor: Actor, *, visitors: People, chairs: People, lower_deciders: People) -> list[Message]:
    """Who visited, chaired or reviewed a household at one level does not decide on it at the next."""
    if actor.id is None:
        return [Message(N_("Please sign in."))]
    blockers = []
    if is_among(actor, visitors):
        blockers.append(Message(N_("You visited this household yourself; somebody else must decide on it.")))
    if is_among(actor, chairs):
        blockers.append(
            Message(N_("You chaired the meeting on this household; somebody else must decide on it."))
        )
    if is_among(actor, lower_deciders):
        blockers.append(
            Message(N_("You reviewed this household at the level before; somebody else must decide now."))
        )
    return blockers


def is_passed_up(relatives: Relatives, level: ReviewLevel) -> bool:
    """The township does not decide on a household with relatives among the township's officials; the county does."""
    return level is ReviewLevel.TOWNSHIP and AreaLevel.TOWNSHIP in relatives.levels


def needs_written_reason(relatives: Relatives, level: ReviewLevel) -> bool:
    """Deciding on a household with relatives among the officials below or beside this level needs a written reason.

    For the county the village's officials are far enough away: the township has given its reason on those.
    """
    if level is ReviewLevel.TOWNSHIP:
        return bool(relatives.levels)
    return not relatives.levels.isdisjoint({AreaLevel.TOWNSHIP, AreaLevel.COUNTY})


def relatives_blockers(actor: Actor, relatives: Relatives, level: ReviewLevel) -> list[Message]:
    """A declared relative does not decide; nor does the township where one of its own officials is a relative."""
    blockers = relatives.blockers(actor)
    if is_passed_up(relatives, level):
        blockers.append(
            Message(
                N_(
                    "An official of the township is a declared relative of this household: the county decides on it."
                )
            )
        )
    return blockers


def reason_problem(
    outcome: DecisionOutcome, reason: str, check_agrees: bool | None, *, has_relatives: bool = False
) -> Message | None:
    """A removal or return needs its reason; so does keeping what a home check speaks against, or a relative."""
    if reason.strip():
        return None
    if has_relatives:
        return Message(
            N_("Officials are declared relatives of this household; the decision needs a written reason.")
        )
    if outcome is not DecisionOutcome.KEEP:
        return Message(N_("Removing or returning a household needs a reason."))
    if check_agrees is False:
        return Message(N_("The home check speaks against this household; keeping it needs a reason."))
    return None


def unchecked(
    sample_ids: Sequence[int], checked_ids: Collection[int], standing_ids: Collection[int]
) -> list[int]:
    """Sampled entries that still stand and were not checked at home yet."""
    return [entry_id for entry_id in sample_ids if entry_id in standing_ids and entry_id not in checked_ids]
