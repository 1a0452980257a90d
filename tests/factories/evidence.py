"""Comparison hits, possible duplicates and requests to change a household, as somebody found or asked for them."""

from typing import Any

from app.core import clock
from app.domain.changes.models import ChangeKind, ChangeRequest, ChangeSource, ChangeState
from app.domain.comparisons.models import ComparisonFile, ComparisonHit, FileState, HitCertainty
from app.domain.duplicates.models import DuplicateGround, DuplicatePair
from app.domain.households.models import Household
from app.domain.policies.vocabulary import ComparisonKind
from app.domain.rounds.models import Round
from tests.factories.accounts import the_officer
from tests.factories.areas import the_county
from tests.factories.basis import add, how_many
from tests.factories.register import a_household
from tests.factories.rounds import the_round


def a_comparison_file(round_: Round | None = None, **given: Any) -> ComparisonFile:
    """A vehicle file in force, compared for *round_*; nobody is covered by it and it has no hit."""
    values = {
        "area": the_county(),
        "kind": ComparisonKind.VEHICLE,
        "source": "车管所",
        "as_of": clock.today(),
        "filename": "车辆.csv",
        "digest": "0" * 64,
        "state": FileState.APPLIED,
        "applied_at": clock.now(),
    } | given
    return add(ComparisonFile(round=round_ or the_round(), **values))


def a_comparison_hit(
    household: Household | None = None, *, file: ComparisonFile | None = None, **given: Any
) -> ComparisonHit:
    """A hit on the head of *household*, open unless *given* settles it."""
    household, file = household or a_household(), file or a_comparison_file()
    values = {
        "member_name": household.head_name,
        "row_number": how_many(ComparisonHit, ComparisonHit.file_id == file.id) + 2,
        "certainty": HitCertainty.MATCHED,
        "details": [["车辆类型", "轿车"]],
    } | given
    return add(ComparisonHit(file=file, household=household, **values))


def a_duplicate_pair(
    first: Household | None = None, second: Household | None = None, **given: Any
) -> DuplicatePair:
    """Two households that are said to share an identity number; nothing in them is changed."""
    first, second = first or a_household(), second or a_household()
    values = {
        "ground": DuplicateGround.ID_NUMBER,
        "fingerprint": f"{how_many(DuplicatePair) + 1:032x}",
        "found_at": clock.now(),
    } | given
    lower, higher = sorted((first, second), key=lambda one: one.id)
    return add(DuplicatePair(first=lower, second=higher, **values))


def a_change_request(household: Household | None = None, **given: Any) -> ChangeRequest:
    """The request to enter the death of a household's last member."""
    household = household or a_household()
    gone = household.members[-1]
    values = {
        "kind": ChangeKind.DEATH,
        "state": ChangeState.REQUESTED,
        "happened_on": clock.today(),
        "source": ChangeSource.HOUSEHOLD,
        "words": "家属来报。",
        "payload": {
            "members": [gone.id],
            "names": [gone.name],
            "successor": None,
            "base": {"version": household.version, "other_version": None},
        },
        "requested_by_id": the_officer().id,
        "requested_at": clock.now(),
    } | given
    return add(ChangeRequest(household=household, **values))
