"""Letters to households about what was decided: of one application, and of all on a list in one file. None is kept."""

from collections.abc import Sequence

from werkzeug.wrappers import Response

from app.blueprints.why_cards import blueprint
from app.core.errors import Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.documents.letters import LetterPaper, Places, decision_letter, letters_pdf
from app.documents.papers import NOTHING
from app.domain.applications.models import Application, ApplicationState
from app.domain.applications.queries import get_application, list_in_states
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import find_ancestor
from app.domain.candidate_lists.models import CandidateList
from app.domain.candidate_lists.queries import get_candidate_list
from app.domain.why_cards import queries
from app.domain.why_cards.composing import compose_many
from app.web.access import requires
from app.web.papers import paper_language, unkept_paper

P = Permission
#: not on any list, and told so with the letters of the village's main list
OFF_LIST = (ApplicationState.REJECTED, ApplicationState.LEFT_OUT)


@blueprint.get("/applications/<number>/letter.pdf")
@requires(P.APPLICATION_VIEW, load=get_application)
def letter(application: Application) -> Response:
    """The letter to one household: what was decided, why, and how it asks for a review."""
    return unkept_paper(
        letters_pdf(_letters([application.id], application.household.village), paper_language()),
        f"letter-{application.number}",
    )


@blueprint.get("/lists/<int:list_id>/letters.pdf")
@requires(P.CANDIDATE_LIST_VIEW, load=get_candidate_list)
def letters_of_list(candidate_list: CandidateList) -> Response:
    """The letters to all households of a list in its order; with the main list also to those that are on none."""
    ids = [entry.application_id for entry in candidate_list.entries if entry.moved_to_id is None]
    if not candidate_list.is_supplementary:
        others = list_in_states(candidate_list.round_id, candidate_list.village_id, OFF_LIST)
        ids += [one.id for one in others if one.id not in set(ids)]
    return unkept_paper(
        letters_pdf(_letters(ids, candidate_list.village), paper_language()), f"letters-{candidate_list.id}"
    )


def _letters(application_ids: Sequence[int], village: Area) -> list[LetterPaper]:
    """The letters in the order of *application_ids*; raises :class:`Refused` when none was decided on."""
    frozen, live = queries.list_latest(application_ids), compose_many(application_ids)
    county, township = find_ancestor(village, AreaLevel.COUNTY), find_ancestor(village, AreaLevel.TOWNSHIP)
    places = Places(county.name if county else NOTHING, township.name if township else NOTHING, village.name)
    letters = [decision_letter(frozen[one], live[one], places) for one in application_ids if one in frozen]
    if not letters:
        raise Refused([Message(N_("Nothing has been decided yet, so there is no letter to print."))])
    return letters
