"""Possible duplicates and requests to change a household, as they stand after somebody found or asked for them."""

from typing import Any

from app.core import clock
from app.domain.changes.models import ChangeKind, ChangeRequest, ChangeSource, ChangeState
from app.domain.duplicates.models import DuplicateGround, DuplicatePair
from app.domain.households.models import Household
from tests.factories.accounts import the_officer
from tests.factories.basis import add, how_many
from tests.factories.register import a_household


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
