"""Who of the county's panel may give a village points, and why others may not."""

from collections.abc import Sequence

from app.core.messages import N_, Message
from app.domain.areas.models import Area
from app.domain.poor_villages import queries, rules
from app.domain.poor_villages.models import PanelMember, PoorVillage


def bound_of(village: Area) -> tuple[list[str], list[str]]:
    """The codes of the areas over *village*, and who holds a post in it or in its township."""
    return queries.list_codes_over(village), sorted(queries.list_official_names(village))


def why_may_not_judge(
    case: PoorVillage, member: PanelMember, codes: Sequence[str], officials: Sequence[str]
) -> Message | None:
    """Why *member* may not give this village points now; ``None`` where he may. *codes*, *officials*: `bound_of`."""
    if member.round_id != case.round_id or member.left_on is not None:
        return Message(N_("%(name)s is not on the panel of this round."), name=member.name)
    if any(one.member_id == member.id for one in case.scores):
        return Message(N_("%(name)s has given points to this village already."), name=member.name)
    return rules.why_not_member(member, case.village.code, codes, officials)


def list_judges(case: PoorVillage) -> list[tuple[PanelMember, Message | None]]:
    """Everybody on the panel, and why he may not give this village points now; ``None`` where he may."""
    bound = bound_of(case.village)
    return [(one, why_may_not_judge(case, one, *bound)) for one in queries.list_members(case.round)]
