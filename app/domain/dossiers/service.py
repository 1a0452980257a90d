"""That a dossier or a village book was put together is written into the history."""

from app.core import audit
from app.core.db import db
from app.core.errors import Forbidden
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import Area
from app.domain.households.models import Household


def record_dossier_printed(*, actor: Actor, household: Household, what: str) -> None:
    """One household's dossier was put together; *what* names the round."""
    if not can(actor, Permission.DOSSIER_VIEW, household):
        raise Forbidden()
    audit.record("dossier_printed", actor=actor, subject=household, household_id=household.id, what=what)
    db.session.flush()


def record_village_printed(*, actor: Actor, village: Area, what: str) -> None:
    """A village's dossiers, or its book, were put together; *what* says which and of which round."""
    if not can(actor, Permission.DOSSIER_VIEW, village):
        raise Forbidden()
    audit.record("dossier_printed", actor=actor, subject=village, what=what)
    db.session.flush()
