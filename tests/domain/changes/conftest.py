"""A household, and asking for a change of it and making it in one line."""

from datetime import date

import pytest

from app.domain.changes import service
from app.domain.changes.models import ChangeKind, ChangeRequest, ChangeSource
from app.domain.changes.wishes import Wish
from app.domain.households.models import Household
from tests import factories

TODAY = date(2026, 5, 11)


@pytest.fixture
def household(people) -> Household:
    """Three people with 6,000 yuan."""
    return factories.a_household(people.village, members=3, income=6_000)


@pytest.fixture
def ask(people, household):
    """Ask for a change of *household* as the village's officer."""

    def asked(
        kind: ChangeKind, by: str = "village_officer", of: Household | None = None, **wish
    ) -> ChangeRequest:
        return service.request_change(
            actor=people.actor(by),
            household=of or household,
            kind=kind,
            happened_on=TODAY,
            source=ChangeSource.HOUSEHOLD,
            words="家属来报。",
            wish=Wish(**wish),
        )

    return asked


@pytest.fixture
def make(people):
    """Make a request as the township."""

    def made(request: ChangeRequest, by: str = "township_reviewer", **more) -> ChangeRequest:
        return service.make_change(actor=people.actor(by), request=request, version=request.version, **more)

    return made
