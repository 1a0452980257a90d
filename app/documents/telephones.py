"""Whom to call, as a paper prints it."""

from collections.abc import Iterable

from app.documents.papers import Telephone
from app.domain.areas.models import Area


def telephones_of(offices: Iterable[Area | None]) -> tuple[Telephone, ...]:
    """The numbers of those *offices* that there are and that have one, in their order."""
    return tuple(Telephone(one.name, one.telephone) for one in offices if one is not None and one.telephone)
