"""What may be done next with a list, and which table it follows."""

from app.core.machine import Machine, Offer
from app.core.permissions import Actor
from app.domain.candidate_lists.models import CandidateList
from app.domain.rounds.models import RoundKind
from app.domain.workflow.procedures import exit as way_out
from app.domain.workflow.procedures import identification

MACHINES: dict[RoundKind, Machine] = {
    RoundKind.IDENTIFICATION: identification.MACHINE,
    RoundKind.EXIT: way_out.MACHINE,
}


def machine_for(candidate_list: CandidateList) -> Machine:
    """The procedure's table for a list."""
    return MACHINES[candidate_list.round.kind]


def offered_steps(candidate_list: CandidateList, actor: Actor) -> list[Offer]:
    """The steps that lead on from here and belong to *actor*, each with every reason that blocks it."""
    return machine_for(candidate_list).offered(candidate_list, actor)
